//! mgo's front end: source text to tokens to syntax trees.
//!
//! Everything here is pure and total: [`parse_file`] gives a tree *and* diagnostics for any input, never panics, never does I/O.
//! The order of the modules is the order of the layers.

pub mod ast;
pub mod body;
mod branches;
mod build;
pub mod constraint;
pub mod decode;
pub mod diag;
pub mod directive;
mod explain;
pub mod exprstring;
mod feed;
pub mod func;
mod grammar;
pub mod lexer;
mod line;
pub mod literal;
mod parse;
pub mod plus_build;
pub mod print;
pub mod render;
pub mod source;
pub mod token;
pub mod visit;

pub use build::{BYTES_PER_LEVEL, MAX_DEPTH, allow_depth, allowed_depth, met_deep_tree};
pub use decode::add_bytes;
pub use parse::{Mode, Parsed, parse_declarations, parse_file};
pub use render::render;
