//! `mgo test`: finds tests and recorded programs, compiles each, runs it in a process of its own and reports as `go test` does.

mod child;
pub mod example;
pub mod find;
pub mod flags;
mod fuzz;
mod harness;
mod json;
mod program;
mod run;
mod show;

pub use harness::has_param;
pub use run::run;
