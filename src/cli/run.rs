//! `mgo run FILE [ARGS…]`, and with `--emit` a look at one stage instead.

use crate::engine::{self, Settings};
use crate::pipeline::{self, Purpose};
use clap::ValueEnum;
use std::path::PathBuf;
use std::process::ExitCode;

/// Arguments of `mgo run`.
#[derive(clap::Args)]
pub(super) struct Args {
    /// Print a stage of the program instead of running it
    #[arg(long, value_name = "STAGE")]
    emit: Option<Stage>,
    /// Print where the time until main.main went, to standard error
    #[arg(long)]
    time_phases: bool,
    /// Print the runtime's start-up steps as they happen, to standard error
    #[arg(long)]
    trace_boot: bool,
    /// The program
    file: PathBuf,
    /// Its arguments
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    args: Vec<String>,
}

/// The stages that can be looked at.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Stage {
    /// Tokens with automatic semicolons
    Tokens,
    /// The syntax tree
    Ast,
    /// Types of all expressions, objects, initialisation order
    Types,
    /// mgo's own intermediate representation, optimised
    Ir,
    /// Cranelift's intermediate representation
    Clif,
    /// Machine code
    Asm,
}

pub(super) fn run(args: Args) -> ExitCode {
    match run_or_emit(args) {
        Ok(code) => code,
        Err(err) => {
            eprintln!("mgo: {err}");
            ExitCode::FAILURE
        }
    }
}

fn run_or_emit(args: Args) -> Result<ExitCode, Box<dyn std::error::Error>> {
    let mut phases = engine::Phases::new(args.time_phases);
    let parsed = pipeline::parse(std::slice::from_ref(&args.file))?;
    phases.mark("parse");
    match args.emit {
        Some(Stage::Tokens) => {
            print!("{}", mgo_syntax::print::tokens(&parsed.sources, parsed.files[0].file, parsed.script));
            return Ok(failed(crate::report::report(&parsed.sources, &parsed.diags)));
        }
        Some(Stage::Ast) => {
            for file in &parsed.files {
                print!("{}", mgo_syntax::print::ast(&parsed.sources, file));
            }
            return Ok(failed(crate::report::report(&parsed.sources, &parsed.diags)));
        }
        _ => {}
    }
    let checked = parsed.check(Purpose::Run);
    phases.mark("check");
    if crate::report::report(&checked.sources, &checked.diags) {
        return Ok(ExitCode::FAILURE);
    }
    match args.emit {
        Some(Stage::Types) => print!("{}", mgo_types::print::package(&checked.world, checked.package, &checked.sources)),
        Some(Stage::Ir) => engine::emit(checked, engine::Emit::Ir)?,
        Some(Stage::Clif) => engine::emit(checked, engine::Emit::Clif)?,
        Some(Stage::Asm) => engine::emit(checked, engine::Emit::Asm)?,
        _ => {
            let mut argv = vec![args.file.display().to_string()];
            argv.extend(args.args);
            let settings = Settings { args: argv, trace_boot: args.trace_boot };
            match engine::run(checked, settings, phases)? {}
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn failed(failed: bool) -> ExitCode {
    ExitCode::from(u8::from(failed))
}
