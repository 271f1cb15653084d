//! The command line.

mod check;
mod run;
mod test;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// Go's language and Go's runtime as a JIT.
#[derive(Parser)]
#[command(name = "mgo", version, arg_required_else_help = true, after_help = EXAMPLES)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "\
Examples:
  mgo run hello.mgo                 compile and run a program
  mgo run --emit ir hello.mgo       show its intermediate code instead
  GOMAXPROCS=1 mgo run prog.go a b  run it on one processor, with arguments
  mgo check prog.go                 report all of its errors
  mgo test -v ./...                 run all tests below this directory

Exit codes: 0, 1 (does not compile), 2 (panic or fatal error, wrong use), or what os.Exit gives.";

#[derive(Subcommand)]
enum Command {
    /// Compile a program and run it
    Run(run::Args),
    /// Report the errors of a file, of any package
    Check(check::Args),
    /// Run tests, and programs whose output is recorded
    Test(test::Args),
    /// Print the version
    Version,
}

/// Runs the command line; gives the process's exit code.
pub fn main() -> ExitCode {
    match Cli::parse().command {
        Command::Run(args) => run::run(args),
        Command::Check(args) => check::run(args),
        Command::Test(args) => test::run(args),
        Command::Version => {
            println!("mgo {}", env!("CARGO_PKG_VERSION"));
            ExitCode::SUCCESS
        }
    }
}
