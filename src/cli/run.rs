//! `mgo run PROGRAM [ARGS…]`, and with `--emit` a look at one stage instead.

use super::input;
use crate::engine::{self, Settings};
use crate::pipeline::{self, Purpose};
use crate::project::Input;
use crate::report::{Format, report_as};
use clap::ValueEnum;
use std::path::PathBuf;
use std::process::ExitCode;

/// Arguments of `mgo run`.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
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
    /// Write what every goroutine does, where and when, for Perfetto (ui.perfetto.dev): protobuf when FILE ends in .pftrace, else JSON
    #[arg(long, value_name = "FILE")]
    trace: Option<PathBuf>,
    /// Errors as one JSON object a line, on standard output
    #[arg(long)]
    json: bool,
    /// Run this text, a script, instead of a file
    #[arg(short = 'e', value_name = "CODE", allow_hyphen_values = true)]
    eval: Option<String>,
    /// A file, several files of one package, a folder, or `-` for standard input; then the program's own arguments
    #[arg(trailing_var_arg = true, allow_hyphen_values = true, value_name = "PROGRAM] [ARGS")]
    args: Vec<String>,
}

const EXAMPLES: &str = "\
Examples:
  mgo run hello.mgo a b         a program and its arguments
  mgo run a.go b.go             one of two files
  mgo run .                     the package in this folder
  mgo run -e 'println(6 * 7)'   a line of code
  mgo run --emit asm hello.mgo  its machine code";

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

/// The flags, for those who mistype one: what the parser does not know it takes for the program and its arguments.
const FLAGS: &[&str] = &["--emit", "--time-phases", "--trace-boot", "--trace", "--json", "--help", "-e"];

pub(super) fn run(args: Args) -> ExitCode {
    match args.args.first() {
        None if args.eval.is_none() => super::wrong_use("run: which program? mgo run PROGRAM [ARGS]..."),
        Some(flag) if args.eval.is_none() && flag.len() > 1 && flag.starts_with('-') => {
            let name = flag.split('=').next().unwrap_or(flag);
            super::wrong_use(&super::no_such("flag", name, FLAGS.iter().copied()));
        }
        _ => {}
    }
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
    let (input, own_args) = match args.eval {
        Some(code) => (Input::Text("<command>".into(), code.into_bytes()), args.args),
        None => input::program(&args.args)?,
    };
    let name = input.program_name();
    let format = Format::json_if(args.json);
    let parsed = pipeline::parse_input(&input)?;
    phases.mark("parse");
    match args.emit {
        Some(Stage::Tokens) => {
            for file in &parsed.files {
                input::print(&mgo_syntax::print::tokens(&parsed.sources, file.file, parsed.script));
            }
            return Ok(failed(report_as(&parsed.sources, &parsed.diags, format)));
        }
        Some(Stage::Ast) => {
            for file in &parsed.files {
                input::print(&mgo_syntax::print::ast(&parsed.sources, file));
            }
            return Ok(failed(report_as(&parsed.sources, &parsed.diags, format)));
        }
        _ => {}
    }
    let checked = parsed.check(Purpose::Run);
    phases.mark("check");
    if report_as(&checked.sources, &checked.diags, format) {
        return Ok(ExitCode::FAILURE);
    }
    match args.emit {
        Some(Stage::Types) => input::print(&mgo_types::print::package(&checked.world, checked.package, &checked.sources)),
        Some(Stage::Ir) => engine::emit(checked, engine::Emit::Ir)?,
        Some(Stage::Clif) => engine::emit(checked, engine::Emit::Clif)?,
        Some(Stage::Asm) => engine::emit(checked, engine::Emit::Asm)?,
        _ => {
            let mut argv = vec![name];
            argv.extend(own_args);
            let settings = Settings { args: argv, trace_boot: args.trace_boot, trace: args.trace, ..Settings::default() };
            match engine::run(checked, settings, phases)? {}
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn failed(failed: bool) -> ExitCode {
    ExitCode::from(u8::from(failed))
}
