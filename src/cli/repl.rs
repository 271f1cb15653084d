//! `mgo repl`, and `mgo` alone.

use std::process::ExitCode;

pub(super) const EXAMPLES: &str = "\
Examples:
  mgo                                an empty session; :help lists its commands
  printf 'x := 20\\nx + 1\\n' | mgo    no prompt, no colours: only what the lines give
  MGO_HISTORY= mgo repl              one that keeps no history";

pub(super) fn run() -> ExitCode {
    crate::repl::run()
}
