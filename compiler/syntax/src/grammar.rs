//! The parser that `build.rs` generates from `grammar.lalrpop`.

#![allow(clippy::all, clippy::pedantic, missing_docs, unreachable_pub, unused_qualifications, unused_lifetimes, dead_code)]

lalrpop_util::lalrpop_mod!(generated, "/grammar.rs");

pub(crate) use generated::InputParser;
