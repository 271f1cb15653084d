//! A living program that grows: more of it is checked, compiled and run while its goroutines go on.

use super::{Emit, Engine, EngineError, Phases, Settings, run};
use crate::pipeline::Checked;
use mgo_runtime::sched::Sched;
use mgo_syntax::source::SourceMap;
use mgo_types::object::{ObjId, PackageId};
use mgo_types::world::World;

/// Stack of the program's first thread: code is lowered and compiled on it.
const STACK: usize = 64 << 20;

/// The program: its main function serves the host's requests ([`mgo_runtime::session`]).
pub struct Living {
    engine: &'static Engine,
    /// The instance.
    pub sched: &'static Sched,
}

impl Living {
    /// Starts a checked program in a thread of its own.
    pub fn start(checked: Checked, settings: Settings) -> Result<Living, EngineError> {
        let (engine, sched) = run::set_up(checked, settings, &mut Phases::new(false))?;
        sched.session.begin();
        let first = std::thread::Builder::new().name("mgo".into()).stack_size(STACK);
        // SAFETY: the entry points are code of the engine, both are leaked, and the thread is new.
        let started = first.spawn(move || std::process::exit(unsafe { mgo_runtime::proc::main::rt0(sched) }.code));
        started.map(|_| Living { engine, sched }).map_err(EngineError::Thread)
    }

    /// Lets `f` add sources and declarations.
    pub fn extend<T>(&self, f: impl FnOnce(&mut World, &SourceMap) -> T) -> T {
        self.engine.extend(f)
    }

    /// Func values for the runtime: of the initialisation of packages that `main` imports since the last time, if any, and of function `f`.
    pub fn compile(&self, main: PackageId, f: ObjId) -> Result<Vec<usize>, EngineError> {
        let funcs: Vec<_> = self.engine.with(|inner| {
            let inits = inner.lowerer.added_inits(main);
            inits.into_iter().chain([inner.lowerer.function(f)]).collect()
        });
        self.engine.compile_reachable(&funcs)?;
        Ok(self.engine.with(|inner| funcs.iter().map(|&f| inner.jit.funcval_addr(f)).collect()))
    }

    /// A stage of a function's compilation.
    pub fn emit(&self, f: ObjId, what: Emit) -> Result<String, EngineError> {
        self.engine.with(|inner| {
            let f = inner.lowerer.function(f);
            let func = inner.optimized(f)?;
            Ok(inner.stage(&func, what))
        })
    }

    /// The first word of a package variable.
    pub fn word_of(&self, variable: ObjId) -> usize {
        self.engine.with(|inner| {
            let global = inner.lowerer.variable(variable);
            let addr = inner.jit.global_addr(&inner.lowerer.program, global);
            // SAFETY: a variable of at least a word, laid out by the engine; a value that is being written is a moment old or new.
            unsafe { std::ptr::read_volatile(addr as *const usize) }
        })
    }
}
