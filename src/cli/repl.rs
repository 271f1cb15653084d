//! `mgo repl`, and `mgo` alone.

use std::process::ExitCode;

pub(super) fn run() -> ExitCode {
    crate::repl::run()
}
