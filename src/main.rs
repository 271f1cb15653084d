//! The `mgo` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    mgo::cli::main()
}
