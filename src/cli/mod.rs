//! The command line.

mod argv;
mod check;
mod completions;
mod explain;
mod input;
mod repl;
mod run;
mod test;
mod trace;
mod vet;
mod wrong;

use clap::{CommandFactory, Parser, Subcommand};
use std::process::ExitCode;

/// Go's language and Go's runtime as a JIT.
#[derive(Parser)]
#[command(name = "mgo", version, after_help = EXAMPLES)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
}

const EXAMPLES: &str = "\
Without a command, mgo is an interactive session.

Examples:
  mgo hello.mgo                     compile and run a script, or any program
  mgo -e 'fmt.Println(1 << 10)'     run a line; standard packages need no import
  echo 'println(42)' | mgo run -    run what comes from standard input
  mgo run . one -two                run the package here, with arguments
  mgo run --emit ir hello.mgo       show a program's intermediate code instead
  GOMAXPROCS=1 mgo run prog.go a b  run it on one processor
  mgo check prog.go                 report all of its errors
  mgo vet ./...                     report what is most likely wrong
  mgo explain UnusedVar             tell what an error means
  mgo test -v ./...                 run all tests below this directory

Exit codes: 0; 1 the program does not compile or cannot be read; 2 panic, fatal error or wrong use of mgo; else what os.Exit says.
NO_COLOR=1 turns colours off.";

#[derive(Subcommand)]
enum Command {
    /// Compile a program and run it
    Run(run::Args),
    /// Report the errors of a package
    Check(check::Args),
    /// Run tests, and programs whose output is recorded
    Test(test::Args),
    /// Report what compiles and is most likely wrong
    Vet(vet::Args),
    /// Tell what the code of an error means, with an example
    Explain(explain::Args),
    /// Print a shell's completions
    Completions(completions::Args),
    /// Summarise an execution trace: time by state and goroutine, latencies, steals, preemptions
    Trace(trace::Args),
    /// An interactive session: Go, a line at a time
    #[command(after_help = repl::EXAMPLES)]
    Repl,
    /// Print the version
    #[command(after_help = "Examples:\n  mgo version   mgo's own, and whose language it runs")]
    Version,
}

/// Runs the command line; gives the process's exit code.
pub fn main() -> ExitCode {
    let commands: Vec<String> = Cli::command().get_subcommands().map(|c| c.get_name().to_owned()).collect();
    let cli = match Cli::try_parse_from(argv::with_run(std::env::args_os().collect(), &commands)) {
        Ok(cli) => cli,
        Err(err) => wrong::end(&err, &commands),
    };
    match cli.command.unwrap_or(Command::Repl) {
        Command::Run(args) => run::run(args),
        Command::Check(args) => check::run(args),
        Command::Test(args) => test::run(args),
        Command::Vet(args) => vet::run(args),
        Command::Explain(args) => explain::run(args),
        Command::Completions(args) => completions::run(args, &mut Cli::command()),
        Command::Trace(args) => trace::run(args),
        Command::Repl => repl::run(),
        Command::Version => {
            let built_for = (std::env::consts::OS, std::env::consts::ARCH);
            input::print(&format!("mgo {} (Go 1.27) {}/{}\n", env!("CARGO_PKG_VERSION"), built_for.0, built_for.1));
            ExitCode::SUCCESS
        }
    }
}
