//! `mgo check [PATHS…]`: all errors, nothing runs.

use super::input;
use crate::deep::with_room;
use crate::pipeline::{Purpose, parse_input};
use crate::report::{Format, report_as};
use crate::source::ReadError;
use std::process::ExitCode;

/// Arguments of `mgo check`.
#[derive(clap::Args)]
#[command(
    after_help = "Examples:\n  mgo check prog.go        one file\n  mgo check a.go b.go      files of one package\n  mgo check ./...          all packages below this folder\n\nExit codes: 0 no errors, 1 errors."
)]
pub(super) struct Args {
    /// One JSON object a line instead of text, on standard output
    #[arg(long)]
    json: bool,
    /// Files of one package, folders, `dir/...`; the package here when there are none
    paths: Vec<String>,
}

pub(super) fn run(args: Args) -> ExitCode {
    match check(&args) {
        Ok(failed) => ExitCode::from(u8::from(failed)),
        Err(err) => {
            eprintln!("mgo: {err}");
            ExitCode::FAILURE
        }
    }
}

fn check(args: &Args) -> Result<bool, ReadError> {
    let mut failed = false;
    for input in input::packages(&args.paths)? {
        failed |= with_room(input.extent(), || {
            let checked = parse_input(&input)?.check(Purpose::Check);
            Ok::<_, ReadError>(report_as(&checked.sources, &checked.diags, Format::json_if(args.json)))
        })?;
    }
    Ok(failed)
}
