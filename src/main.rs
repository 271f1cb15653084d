//! The `mgo` command.

mod allocator;

use std::process::ExitCode;

fn main() -> ExitCode {
    mgo::cli::main()
}
