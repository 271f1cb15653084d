//! mgo: Go's language and Go's runtime as a JIT.
//!
//! This crate is the one place where compiler and runtime meet: [`project`] reads programs, [`pipeline`] takes them through the front end,
//! [`engine`] compiles them on demand and runs them. The command line is in [`cli`].

pub mod cli;
mod deep;
pub mod engine;
pub mod explain;
pub mod importer;
pub mod pipeline;
pub mod project;
pub mod repl;
pub mod report;
pub mod source;
mod suggest;
pub mod test;
pub mod vet;
