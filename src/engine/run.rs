//! Running a checked program.

use super::{Engine, EngineError, Phases};
use crate::pipeline::Checked;
use mgo_abi::native::{EntryPoint, Native};
use mgo_codegen::{Config as JitConfig, Jit, debugger_attached};
use mgo_ir::lower::Lowerer;
use mgo_ir::program::FuncId;
use mgo_runtime::debugvars::DebugVars;
use mgo_runtime::sched::{Config, Sched};
use mgo_runtime::trace::Trace;
use mgo_syntax::source::SourceMap;
use mgo_types::object::PackageId;
use mgo_types::world::World;
use rustc_hash::FxHashMap;
use std::convert::Infallible;
use std::path::PathBuf;

/// How a program is run.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// `os.Args`, the program's name first.
    pub args: Vec<String>,
    /// Print the runtime's start-up steps to standard error.
    pub trace_boot: bool,
    /// Take an execution trace into this file.
    pub trace: Option<PathBuf>,
    /// Count which code of the program is reached, for fuzzing.
    pub coverage: bool,
    /// The program's functions may be declared again while it runs.
    pub open: bool,
}

/// All natives of the standard library and of the runtime, by name.
fn natives() -> FxHashMap<&'static str, Native> {
    mgo_stdlib::natives().iter().chain(mgo_runtime::natives()).map(|native| (native.name, *native)).collect()
}

/// A code generator for programs of `sched`.
fn jit(sched: &Sched, gdb: bool, coverage: bool) -> Jit {
    let natives = natives();
    Jit::new(JitConfig {
        stubs: mgo_runtime::arch::stubs(),
        builtin_addr: mgo_runtime::builtins::builtin_addr,
        native: Box::new(move |name| natives.get(name).copied()),
        syscall_native: mgo_runtime::proc::syscall::syscall_native as *const () as usize,
        wb_enabled: sched.heap.wb_enabled.as_ptr(),
        alone: sched.alone.as_ptr(),
        without_barriers: omitted_barriers(),
        code_size: JitConfig::CODE_SIZE,
        data_size: JitConfig::DATA_SIZE,
        gdb,
        perf_map: std::env::var_os("MGO_PERF_MAP").map(|_| format!("/tmp/perf-{}.map", std::process::id()).into()),
        coverage: coverage.then(|| (mgo_stdlib::fuzz::counters(), mgo_stdlib::fuzz::COUNTERS - 1)),
    })
}

/// The function whose stores are to have no barrier, to see that it is noticed (`GODEBUG=gcomit=in:NAME`); development builds only.
fn omitted_barriers() -> Option<String> {
    let settings = std::env::var("GODEBUG").ok().filter(|_| cfg!(debug_assertions))?;
    settings.split(',').find_map(|setting| setting.strip_prefix("gcomit=in:").map(str::to_owned))
}

/// Debuggers are told of all code when one is attached, or when `MGO_GDB` is set.
fn gdb_wanted() -> bool {
    if let Some(value) = std::env::var_os("MGO_GDB") {
        return value != "0";
    }
    debugger_attached()
}

/// The functions that the runtime starts with or jumps to.
fn entry_points(lowerer: &mut Lowerer) -> Result<Vec<(EntryPoint, FuncId)>, EngineError> {
    let find = |&(point, name): &(EntryPoint, &'static str)| Ok((point, lowerer.entry(name).ok_or(EngineError::MissingEntry(name))?));
    let entries: Vec<(EntryPoint, FuncId)> = EntryPoint::ALL.iter().map(find).collect::<Result<_, _>>()?;
    lowerer.program.panic_code = entries.iter().find(|(point, _)| *point == EntryPoint::PanicCode).map(|&(_, f)| f);
    Ok(entries)
}

/// Runs a program without errors in this process; returns only when it could not be started, for the program ends the process.
pub fn run(checked: Checked, settings: Settings, phases: Phases) -> Result<Infallible, EngineError> {
    start(prepare(checked, settings, phases)?)
}

/// A program that is ready to start. It lives as long as the process.
pub struct Ready(&'static Sched);

/// Compiles what a program starts with.
pub fn prepare(checked: Checked, settings: Settings, mut phases: Phases) -> Result<Ready, EngineError> {
    let trace = settings.trace.clone();
    let (_, sched) = set_up(checked, settings, &mut phases)?;
    phases.finish("compile");
    if let Some(path) = trace {
        Trace::start(sched, &path).map_err(|err| EngineError::Trace(path, err))?;
    }
    Ok(Ready(sched))
}

/// Runs a program on this thread, as its first.
pub fn start(Ready(sched): Ready) -> ! {
    // SAFETY: the entry points are code of this engine, the instance is leaked, and this thread has run nothing of it.
    let exit = unsafe { mgo_runtime::proc::main::rt0(sched) };
    std::process::exit(exit.code)
}

/// An instance for a program and an engine that has compiled what it starts with. Both live as long as the process.
pub(super) fn set_up(checked: Checked, settings: Settings, phases: &mut Phases) -> Result<(&'static Engine, &'static Sched), EngineError> {
    super::note_directory();
    let sources = checked.sources;
    let mut lowerer = Lowerer::new(checked.world, sources.clone());
    lowerer.set_summaries(mgo_stdlib::summaries);
    if settings.open {
        lowerer.keep_open();
    }
    lowerer.inits(checked.package);
    let args = settings.args.into_iter().map(String::into_bytes).collect();
    let config = Config::from_env();
    let gdb = gdb_wanted();
    // A debugger steps over its breakpoints one instruction at a time, and a signal throws it back: preemption signals would keep it there for ever.
    let debug = DebugVars { asyncpreemptoff: config.debug.asyncpreemptoff || gdb, ..config.debug };
    let sched: &'static Sched =
        Box::leak(Sched::new(Config { args, trace_boot: settings.trace_boot, debug, godebug: checked.godebug, ..config }));
    let mut jit = jit(sched, gdb, settings.coverage);
    jit.set_sources(sources.clone());
    let (lo, hi) = jit.code_range();
    sched.compiler.set_code_range(lo, hi);
    let entries = entry_points(&mut lowerer)?;
    for &(point, f) in &entries {
        sched.set_entry_point(point, jit.code_addr(f));
    }
    phases.mark("set up");
    let main = lowerer.entry("main.main").ok_or(EngineError::MissingEntry("main.main"))?;
    // Natives reach the engine through a plain pointer: it lives as long as the process.
    let engine: &'static Engine = Box::leak(Box::new(Engine::new(lowerer, jit, sched, sources)));
    engine.compile_reachable(&[main])?;
    sched.compiler.set_hooks(compile_at_first_call, code_of_stub, std::ptr::from_ref(engine).cast_mut().cast());
    sched.compiler.set_rest_hook(super::rest::rest, sched.clock.nanotime());
    Ok((engine, sched))
}

/// An engine for looking at what it makes of a program, which never runs.
pub(super) fn at_rest(world: World, main: PackageId, sources: SourceMap) -> Result<Engine, EngineError> {
    let mut lowerer = Lowerer::new(world, sources.clone());
    lowerer.inits(main);
    entry_points(&mut lowerer)?;
    let sched: &'static Sched = Box::leak(Sched::new(Config::from_env()));
    Ok(Engine::new(lowerer, jit(sched, gdb_wanted(), false), sched, sources))
}

/// The runtime asks here what a stub stands for.
extern "C" fn code_of_stub(engine: *mut u8, addr: usize) -> usize {
    // SAFETY: `run` passed the leaked engine.
    let engine = unsafe { &*engine.cast::<Engine>() };
    engine.stub_function(addr).map_or(0, |f| compile_at_first_call(std::ptr::from_ref(engine).cast_mut().cast(), f.0))
}

/// The runtime asks here for the code of a function that is called for the first time.
extern "C" fn compile_at_first_call(engine: *mut u8, number: u32) -> usize {
    // SAFETY: `run` passed the leaked engine.
    let engine = unsafe { &*engine.cast::<Engine>() };
    match engine.code(FuncId(number)) {
        Ok(addr) => addr,
        Err(err) => {
            eprintln!("mgo: {err}");
            std::process::exit(2);
        }
    }
}
