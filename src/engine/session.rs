//! A living program that grows: more of it is checked, compiled and run while its goroutines go on.

use super::{Emit, Engine, EngineError, Gate, Phases, Settings, run};
use crate::pipeline::Checked;
use mgo_runtime::sched::Sched;
use mgo_syntax::source::SourceMap;
use mgo_types::object::{ObjId, PackageId};
use mgo_types::world::World;
use std::sync::Arc;

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
        let settings = Settings { open: true, ..settings };
        let (engine, sched) = run::set_up(checked, settings, &mut Phases::new(false))?;
        sched.session.begin();
        let first = std::thread::Builder::new().name("mgo".into()).stack_size(STACK);
        // SAFETY: the entry points are code of the engine, both are leaked, and the thread is new.
        let started = first.spawn(move || std::process::exit(unsafe { mgo_runtime::proc::main::rt0(sched) }.code));
        started.map(|_| Living { engine, sched }).map_err(EngineError::Thread)
    }

    /// Has functions of the library compiled while the gate is open, those that `names` lists, one a line.
    pub fn warm_up(&self, names: &'static str) -> Arc<Gate> {
        let (engine, gate) = (self.engine, Arc::new(Gate::default()));
        let passed = gate.clone();
        let thread = std::thread::Builder::new().name("mgo-warm".into()).stack_size(STACK);
        // Without such a thread, functions are compiled at their first calls.
        let _ = thread.spawn(move || engine.warm_up(names, &passed));
        gate
    }

    /// Does at once what [`Living::warm_up`] does. Returns the functions that there are not.
    pub fn warm_up_now<'a>(&self, names: &'a str) -> Vec<&'a str> {
        let gate = Gate::default();
        gate.set(true);
        self.engine.warm_up(names, &gate)
    }

    /// Names of the library's functions that are compiled.
    pub fn compiled(&self) -> Vec<Arc<str>> {
        self.engine.compiled()
    }

    /// Function `old` is declared again with the same type: who calls it gets `new` from now on.
    pub fn replace_func(&self, old: ObjId, new: ObjId) {
        self.engine.with(|inner| {
            for (old, new) in inner.lowerer.successors(old, new) {
                inner.jit.replace(&inner.lowerer.program, old, new);
            }
        });
    }

    /// Variable `old` is declared again with the same type: `new`, which nobody has mentioned yet, lies where it lay.
    pub fn share_variable(&self, old: ObjId, new: ObjId) {
        self.engine.with(|inner| inner.lowerer.share_variable(old, new));
    }

    /// A type has got a method of this name, maybe after its descriptor was laid out.
    pub fn method_declared(&self, name: &str) {
        self.engine.with(|inner| {
            let changed = inner.lowerer.method_declared(name);
            changed.iter().for_each(|&ty| inner.jit.update_methods(&inner.lowerer.program, ty));
        });
        self.sched.heap.values.itabs.forget_missing();
    }

    /// Takes another package for the program's own.
    pub fn replace_main(&self, main: PackageId) {
        self.engine.with(|inner| inner.lowerer.inits(main));
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
