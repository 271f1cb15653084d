//! `mgo run PROGRAM [ARGS…]`, and with `--emit` a look at one stage instead.

use super::input;
use super::wrong::{no_such, wrong_use};
use crate::deep::with_room;
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
        None if args.eval.is_none() => wrong_use("run: which program? mgo run PROGRAM [ARGS]..."),
        Some(flag) if args.eval.is_none() && flag.len() > 1 && flag.starts_with('-') => {
            let name = flag.split('=').next().unwrap_or(flag);
            wrong_use(&no_such("flag", name, FLAGS.iter().copied()));
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

/// What went wrong, on any thread.
type Failure = Box<dyn std::error::Error + Send + Sync>;

fn run_or_emit(args: Args) -> Result<ExitCode, Failure> {
    let phases = engine::Phases::new(args.time_phases);
    let (input, own_args) = match args.eval {
        Some(code) => (Input::Text("<command>".into(), code.into_bytes()), args.args),
        None => input::program(&args.args)?,
    };
    let settings = Settings {
        args: std::iter::once(input.program_name()).chain(own_args).collect(),
        trace_boot: args.trace_boot,
        trace: args.trace,
        ..Settings::default()
    };
    let format = Format::json_if(args.json);
    match with_room(input.extent(), || compile(&input, args.emit, settings, format, phases))? {
        Done::Ready(program) => engine::start(program),
        Done::Shown(code) => Ok(code),
    }
}

/// What comes of a program.
enum Done {
    /// It can be started.
    Ready(engine::Ready),
    /// Its errors were shown, or what was asked for instead of running it.
    Shown(ExitCode),
}

fn compile(input: &Input, emit: Option<Stage>, settings: Settings, format: Format, mut phases: engine::Phases) -> Result<Done, Failure> {
    let parsed = pipeline::parse_input(input)?;
    phases.mark("parse");
    match emit {
        Some(Stage::Tokens) => {
            for file in &parsed.files {
                input::print(&mgo_syntax::print::tokens(&parsed.sources, file.file, parsed.script));
            }
            return Ok(Done::Shown(failed(report_as(&parsed.sources, &parsed.diags, format))));
        }
        Some(Stage::Ast) => {
            for file in &parsed.files {
                input::print(&mgo_syntax::print::ast(&parsed.sources, file));
            }
            return Ok(Done::Shown(failed(report_as(&parsed.sources, &parsed.diags, format))));
        }
        _ => {}
    }
    let checked = parsed.check(Purpose::Run);
    phases.mark("check");
    if report_as(&checked.sources, &checked.diags, format) {
        return Ok(Done::Shown(ExitCode::FAILURE));
    }
    match emit {
        Some(Stage::Types) => input::print(&mgo_types::print::package(&checked.world, checked.package, &checked.sources)),
        Some(Stage::Ir) => engine::emit(checked, engine::Emit::Ir)?,
        Some(Stage::Clif) => engine::emit(checked, engine::Emit::Clif)?,
        Some(Stage::Asm) => engine::emit(checked, engine::Emit::Asm)?,
        _ => return Ok(Done::Ready(engine::prepare(checked, settings, phases)?)),
    }
    Ok(Done::Shown(ExitCode::SUCCESS))
}

fn failed(failed: bool) -> ExitCode {
    ExitCode::from(u8::from(failed))
}
