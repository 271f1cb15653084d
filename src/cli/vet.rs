//! `mgo vet [PATHS…]`

use super::input;
use crate::deep::with_room;
use crate::pipeline::{Purpose, parse_input};
use crate::project::Input;
use crate::report::{Format, report_as};
use crate::source::ReadError;
use std::process::ExitCode;

/// Arguments of `mgo vet`.
#[derive(clap::Args)]
#[command(
    after_help = "Examples:\n  mgo vet prog.go   one file\n  mgo vet ./...     all packages below this folder\n\nExit codes: 0 nothing found, 1 something found or errors."
)]
pub(super) struct Args {
    /// One JSON object a line instead of text, on standard output
    #[arg(long)]
    json: bool,
    /// Files of one package, folders, `dir/...`; the package here when there are none
    paths: Vec<String>,
}

pub(super) fn run(args: Args) -> ExitCode {
    match vet(&args) {
        Ok(failed) => ExitCode::from(u8::from(failed)),
        Err(err) => {
            eprintln!("mgo: {err}");
            ExitCode::FAILURE
        }
    }
}

fn vet(args: &Args) -> Result<bool, ReadError> {
    let format = Format::json_if(args.json);
    let mut failed = false;
    for input in input::packages(&args.paths)? {
        failed |= with_room(input.extent(), || vet_package(&input, format))?;
    }
    Ok(failed)
}

fn vet_package(input: &Input, format: Format) -> Result<bool, ReadError> {
    let parsed = parse_input(input)?;
    let path = parsed.path.clone();
    let mut checked = parsed.check(Purpose::Check);
    if report_as(&checked.sources, &checked.diags, format) {
        return Ok(true);
    }
    let found = crate::vet::vet(&mut checked.world, checked.package, &checked.sources, &path);
    Ok(report_as(&checked.sources, &found, format))
}
