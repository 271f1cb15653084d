//! `mgo test [FLAGS] [PATHS]`: the flags are Go's, so they are not clap's.

use crate::test::flags::Flags;
use std::process::ExitCode;

/// Arguments of `mgo test`.
#[derive(clap::Args)]
#[command(disable_help_flag = true, override_help = HELP)]
pub(super) struct Args {
    /// Flags and paths, see `mgo test -h`
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    args: Vec<String>,
}

/// What `mgo test -h` says: a flag a line, and what it does.
pub(super) const HELP: &str = "\
Run tests, and programs whose output is recorded

Usage: mgo test [FLAGS] [PATHS] [-args ARGS…]

A path is a directory, a directory with all below it (dir/...), or files. Without paths it is the current directory.
Tests are the functions of _test.go and _test.mgo files, as for go test. A program is checked against the .out file beside
it (its exit code against a .code file), or against the `// Output:` comment at the end of its main.

Flags:
  -run REGEXP      run only the tests, examples and programs that match; levels of subtests are separated by /
  -skip REGEXP     leave those out
  -v               show every test as it runs, and its log
  -count N         run everything N times
  -failfast        start no more tests after one that failed
  -short           tell tests to be short
  -timeout D       end a test program after D (default 10m, 0 never)
  -parallel N      parallel tests that run at once; processes that search, with -fuzz
  -cpu 1,2,4       run with these numbers of processors
  -shuffle on|N    run in random order (with seed N)
  -bench REGEXP    run benchmarks, too
  -benchtime D     for how long, or Nx: how often
  -benchmem        show their allocations
  -fuzz REGEXP     search for inputs that make the fuzz test fail, until one is found
  -fuzztime D      for how long, or Nx: how often
  -fuzzminimizetime D
                   how long to make such an input smaller (default 60s), or Nx
  -list REGEXP     list what matches instead
  -json            one event a line, as go test -json
  -fullpath        full file names in messages
  -leaks=false     do not report goroutines that tests leave behind
  -vet LIST        checks of mgo vet to make first (default printf,tests), or off
  -p N             packages at once

Examples:
  mgo test                      the package here
  mgo test -v -run 'TestA/b' .  one subtest, with its log
  mgo test -fuzz FuzzParse      search for inputs that FuzzParse fails on
  mgo test -bench . ./...       benchmarks of all packages below

Exit codes: 0 all passed, 1 something failed or does not compile, 2 wrong use.
";

pub(super) fn run(args: Args) -> ExitCode {
    match Flags::parse(&args.args) {
        Ok(flags) if flags.help => {
            super::input::print(HELP);
            ExitCode::SUCCESS
        }
        Ok(flags) => crate::test::run(&flags),
        Err(err) => {
            eprintln!("{err}\nusage: mgo test [flags] [paths] [-args args]\nRun 'mgo test -h' for details.");
            ExitCode::from(2)
        }
    }
}
