//! `mgo check FILE…`: all errors, nothing runs.

use crate::pipeline;
use std::path::PathBuf;
use std::process::ExitCode;

/// Arguments of `mgo check`.
#[derive(clap::Args)]
pub(super) struct Args {
    /// Files of one package
    #[arg(required = true)]
    files: Vec<PathBuf>,
}

pub(super) fn run(args: Args) -> ExitCode {
    match pipeline::check(&args.files, pipeline::Purpose::Check) {
        Ok(checked) => ExitCode::from(u8::from(crate::report::report(&checked.sources, &checked.diags))),
        Err(err) => {
            eprintln!("mgo: {err}");
            ExitCode::FAILURE
        }
    }
}
