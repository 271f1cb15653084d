//! What a host decides about an instance.

use crate::debugvars::{self, DebugVars};
use crate::traceback::Level;

/// What the host decides about an instance.
#[derive(Clone, Debug)]
pub struct Config {
    /// Ps; 0: the `GOMAXPROCS` variable, else the number of processors.
    pub gomaxprocs: usize,
    /// Print the steps of the start-up.
    pub trace_boot: bool,
    /// Where errors, tracebacks and the builtin print go.
    pub stderr: i32,
    /// End the process at the program's exit instead of returning from `rt0`.
    pub exit_process: bool,
    /// `GOTRACEBACK`: 0 none, 1 single or all, 2 system; see [`Level`].
    pub traceback: Level,
    /// What `GODEBUG` and `MGODEBUG` say.
    pub debug: DebugVars,
    /// Settings that hold where `GODEBUG` says nothing: the program's, by its `go.mod` and its `//go:debug` lines.
    pub godebug: String,
    /// Start of the random numbers; None: from the kernel.
    pub seed: Option<u64>,
    /// Arguments of the program, its name first.
    pub args: Vec<Vec<u8>>,
}

impl Default for Config {
    fn default() -> Self {
        Config {
            gomaxprocs: 0,
            trace_boot: false,
            stderr: 2,
            exit_process: false,
            traceback: Level::SINGLE,
            debug: DebugVars::default(),
            godebug: String::new(),
            seed: None,
            args: Vec::new(),
        }
    }
}

impl Config {
    /// Settings of a program run by the command line: the environment's `GOMAXPROCS`, `GOTRACEBACK`, `GODEBUG`, `MGODEBUG`.
    pub fn from_env() -> Config {
        Config {
            exit_process: true,
            traceback: Level::parse(&std::env::var("GOTRACEBACK").unwrap_or_default()),
            debug: DebugVars::parse(&debugvars::from_env()),
            ..Config::default()
        }
    }
}

/// The `GOMAXPROCS` variable, where it holds the number of Ps.
pub fn gomaxprocs_from_env() -> Option<i32> {
    std::env::var("GOMAXPROCS").ok()?.parse().ok().filter(|&n| n > 0)
}
