//! The engine: where compiler and runtime meet. It compiles a program's own functions before they run, the standard library's at their first
//! call, and hands the result to an instance of the runtime.
//!
//! Invariants: lowering and code placement happen under one lock; a function's code is registered with the runtime before any call can reach it.

mod compile;
mod emit;
mod library;
mod lines;
mod phases;
mod rest;
mod run;
mod session;
mod settled;
mod summaries;
mod warm;

pub use compile::Engine;
pub use emit::{Emit, emit};
pub use lines::note_directory;
pub use phases::Phases;
pub use run::{Ready, Settings, prepare, run, start};
pub use session::Living;
pub use settled::idle_packages;
pub use summaries::summaries;
pub use warm::Gate;

use mgo_syntax::diag::Diagnostic;

/// Why a checked program could not be run.
#[derive(Debug)]
pub enum EngineError {
    /// Errors found while compiling a function on demand; in the standard library, that is a defect of mgo.
    Diagnostics(Vec<Diagnostic>),
    /// The standard library lacks a function that every program needs.
    MissingEntry(&'static str),
    /// A function calls one without a body that nobody provides: their names.
    Undefined(String, String),
    /// The file of the execution trace cannot be made.
    Trace(std::path::PathBuf, std::io::Error),
    /// The program's first thread could not be started.
    Thread(std::io::Error),
}

impl std::fmt::Display for EngineError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            EngineError::Diagnostics(diags) => {
                write!(f, "internal error: a checked function does not compile")?;
                diags.iter().try_for_each(|d| write!(f, "\n  {}", d.message))
            }
            EngineError::Thread(err) => write!(f, "cannot start a thread: {err}"),
            EngineError::MissingEntry(name) => write!(f, "internal error: the standard library has no {name}"),
            EngineError::Undefined(caller, callee) => write!(f, "{caller}: relocation target {callee} not defined"),
            EngineError::Trace(path, err) => write!(f, "{}: {err}", path.display()),
        }
    }
}

impl std::error::Error for EngineError {}
