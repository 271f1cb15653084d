//! Compiling functions: on demand, or a program's own all at once.

use super::lines::Lines;
use super::{Emit, EngineError};
use crate::deep::with_room_for_known;
use mgo_codegen::{CompiledFunc, Jit};
use mgo_ir::ir::{Callee, Function, Op, Term};
use mgo_ir::lower::Lowerer;
use mgo_ir::pass::{self, inline, statics};
use mgo_ir::program::{FuncId, FuncKind, Program};
use mgo_runtime::functab::{FuncEntry, Landing, flags};
use mgo_runtime::sched::Sched;
use mgo_syntax::source::SourceMap;
use mgo_types::object::PackageId;
use mgo_types::world::World;
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::{Arc, Mutex};

/// Threads that code generation uses at most.
const THREADS: usize = 2;
/// Callees of callees are lowered ahead for inlining up to this depth.
const INLINE_DEPTH: u32 = 3;

/// A program being compiled while it runs.
pub struct Engine {
    inner: Mutex<Inner>,
    sched: &'static Sched,
    sources: SourceMap,
}

/// What only one thread at a time may touch.
pub(super) struct Inner {
    pub(super) lowerer: Lowerer,
    pub(super) jit: Jit,
    /// Functions compiled or about to be.
    done: FxHashSet<FuncId>,
    /// Lowered bodies that callers may inline.
    bodies: FxHashMap<FuncId, Arc<Function>>,
    /// Callees that were looked at for inlining.
    judged: FxHashSet<FuncId>,
    /// Packages whose variables all have their first values at compile time.
    pub(super) settled: FxHashSet<PackageId>,
}

impl Engine {
    /// An engine that has compiled nothing.
    pub fn new(lowerer: Lowerer, jit: Jit, sched: &'static Sched, sources: SourceMap) -> Engine {
        let inner = Inner {
            lowerer,
            jit,
            done: FxHashSet::default(),
            bodies: FxHashMap::default(),
            judged: FxHashSet::default(),
            settled: FxHashSet::default(),
        };
        Engine { inner: Mutex::new(inner), sched, sources }
    }

    /// Runs `f` with the compiler to itself.
    pub(super) fn with<T>(&self, f: impl FnOnce(&mut Inner) -> T) -> T {
        let mut inner = self.inner.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        f(&mut inner)
    }

    /// Code address of a function, compiled now if need be.
    pub fn code(&self, f: FuncId) -> Result<usize, EngineError> {
        with_room_for_known(|| {
            self.with(|inner| {
                inner.compile(&[f], self.sched, &self.sources)?;
                Ok(inner.jit.code_addr(f))
            })
        })
    }

    /// The function whose stub lies at `addr`.
    pub fn stub_function(&self, addr: usize) -> Option<FuncId> {
        self.with(|inner| inner.jit.stub_function(addr))
    }

    /// Lets `f` add sources and look at the world.
    pub(super) fn extend<T>(&self, f: impl FnOnce(&mut World, &SourceMap) -> T) -> T {
        self.with(|inner| f(&mut inner.lowerer.world, &self.sources))
    }

    /// Compiles the given functions and all of the program's own that they can reach by direct calls.
    pub fn compile_reachable(&self, roots: &[FuncId]) -> Result<(), EngineError> {
        self.with(|inner| inner.compile(roots, self.sched, &self.sources))
    }
}

impl Inner {
    /// A stage of an optimised function's compilation, as text.
    pub(super) fn stage(&mut self, func: &Function, what: Emit) -> String {
        let program = &self.lowerer.program;
        match what {
            Emit::Ir => func.display(program).to_string(),
            Emit::Clif => self.jit.emit(program, func, mgo_codegen::Stage::Clif),
            Emit::Asm => self.jit.emit(program, func, mgo_codegen::Stage::Asm),
        }
    }

    /// Functions compiled so far.
    pub(super) fn done(&self) -> impl Iterator<Item = FuncId> {
        self.done.iter().copied()
    }

    /// A function's optimised code.
    pub(super) fn optimized(&mut self, f: FuncId) -> Result<Function, EngineError> {
        let mut func = Arc::unwrap_or_clone(self.lowered(f)?);
        self.lower_callees(&func, 0)?;
        let bodies = &self.bodies;
        pass::optimize(&mut func, &self.lowerer.program, &mut |callee| bodies.get(&callee).cloned());
        Ok(func)
    }

    /// Compiles what is not compiled yet of `roots` and of the functions outside the standard library that they refer to.
    fn compile(&mut self, roots: &[FuncId], sched: &Sched, sources: &SourceMap) -> Result<(), EngineError> {
        let batch = self.lower_reachable(roots)?;
        let program = &self.lowerer.program;
        let name = |f: FuncId| program.func(f).name.to_string();
        // The library has all that it calls.
        let mut own = batch.iter().filter(|func| eager(program, func.id));
        if let Some((caller, callee)) = own.find_map(|func| Some((func.id, self.jit.undefined(program, func)?))) {
            return Err(EngineError::Undefined(name(caller), name(callee)));
        }
        self.settle_packages()?;
        let compiled = self.jit.compile(&self.lowerer.program, &batch, THREADS);
        for func in compiled {
            register(sched, &self.lowerer.program, func, sources);
        }
        mgo_runtime::gc::set_root_ranges(&sched.heap, self.jit.global_ranges().to_vec());
        // The runtime knows them all: only now may a running thread meet one of them.
        self.jit.define(batch.iter().map(|func| func.id));
        Ok(())
    }

    /// Runs what can be run at compile time of the initialisers of packages that are new in the program: before its variables get their places.
    pub(super) fn settle_packages(&mut self) -> Result<(), EngineError> {
        loop {
            let new = self.lowerer.new_packages();
            if new.is_empty() {
                return Ok(());
            }
            for (pkg, init) in new {
                let settled = match init {
                    Some(init) => self.settled_init(pkg, init)?,
                    None => true,
                };
                if settled {
                    self.settled.insert(pkg);
                }
            }
        }
    }

    /// Runs a package's initialiser as far as possible; whether that is all of it.
    fn settled_init(&mut self, pkg: PackageId, init: FuncId) -> Result<bool, EngineError> {
        let mut func = self.optimized(init)?;
        let Lowerer { world, program, .. } = &mut self.lowerer;
        // Only the library's own packages leave each other's variables alone.
        let (lazy, settled) = (world.package(pkg).lazy, &self.settled);
        statics::run(&mut func, program, pkg, &|other| lazy && world.package(other).lazy && settled.contains(&other));
        let done = statics::is_empty(&func);
        self.bodies.insert(init, Arc::new(func));
        Ok(done)
    }

    /// Lowers and optimises the functions of a batch, in the order in which they were found.
    pub(super) fn lower_reachable(&mut self, roots: &[FuncId]) -> Result<Vec<Function>, EngineError> {
        let mut batch: Vec<Function> = Vec::new();
        let mut todo: Vec<FuncId> = roots.iter().rev().copied().collect();
        while let Some(f) = todo.pop() {
            if !self.done.insert(f) {
                continue;
            }
            let func = self.optimized(f)?;
            let mut found = Vec::new();
            for_each_func(&func, |callee| found.push(callee));
            let program = &self.lowerer.program;
            todo.extend(found.into_iter().rev().filter(|&callee| eager(program, callee) && !self.done.contains(&callee)));
            batch.push(func);
        }
        Ok(batch)
    }

    /// The function's body as lowered, ready to be inlined; kept.
    fn lowered(&mut self, f: FuncId) -> Result<Arc<Function>, EngineError> {
        if let Some(func) = self.bodies.get(&f) {
            return Ok(func.clone());
        }
        let mut func = self.lowerer.lower(f).map_err(EngineError::Diagnostics)?;
        pass::prepare(&mut func, &self.lowerer.program);
        let func = Arc::new(func);
        self.bodies.insert(f, func.clone());
        Ok(func)
    }

    /// Lowers what `func` calls or makes func values of, and what small callees call in their turn: the bodies that inlining may ask for.
    fn lower_callees(&mut self, func: &Function, depth: u32) -> Result<(), EngineError> {
        let mut callees = Vec::new();
        for block in func.blocks.iter().filter(|block| !block.cold) {
            for inst in &block.insts {
                if let Op::Call(Callee::Func(f), _) | Op::FuncValAddr(f) | Op::CodeAddr(f) = inst.op {
                    callees.push(f);
                }
            }
            if let Some(Term::TailCall(Callee::Func(f), _)) = block.term {
                callees.push(f);
            }
        }
        callees.into_iter().try_for_each(|f| self.judge(f, depth))
    }

    /// Lowers `f` if callers may inline it, `depth` calls away from the function at hand, and puts what is small into it.
    fn judge(&mut self, f: FuncId, depth: u32) -> Result<(), EngineError> {
        if self.judged.contains(&f) || !self.lowerer.may_inline(f) {
            return Ok(());
        }
        self.judged.insert(f);
        let body = self.lowered(f)?;
        let small = inline::is_inlinable(&body);
        if depth == INLINE_DEPTH || !(small || inline::is_inlinable_once(&body) || inline::is_inlinable_but_for_calls(&body)) {
            return Ok(());
        }
        self.lower_callees(&body, depth + 1)?;
        if !small {
            let bodies = &self.bodies;
            let small = pass::with_small_callees(&body, &self.lowerer.program, &mut |callee| bodies.get(&callee).cloned());
            self.bodies.extend(small.map(|body| (f, Arc::new(body))));
        }
        Ok(())
    }

    /// Whether callers put the body of `f` in the place of their calls.
    pub(super) fn is_inlined(&mut self, f: FuncId) -> Result<bool, EngineError> {
        // What was judged as the callee of a callee may have been too far away to be looked into.
        self.judged.clear();
        self.judge(f, 0)?;
        Ok(self.bodies.get(&f).is_some_and(|body| inline::is_inlinable(body)))
    }
}

/// A function of the program itself, compiled with what calls it.
fn eager(program: &Program, f: FuncId) -> bool {
    let sym = program.func(f);
    sym.kind == FuncKind::Body && !sym.lazy
}

/// Calls `visit` on each function that `func` calls or takes the address of.
fn for_each_func(func: &Function, mut visit: impl FnMut(FuncId)) {
    for block in &func.blocks {
        for inst in &block.insts {
            match &inst.op {
                Op::Call(Callee::Func(f), _) | Op::FuncValAddr(f) | Op::CodeAddr(f) => visit(*f),
                _ => {}
            }
        }
        if let Some(Term::TailCall(Callee::Func(f), _)) = &block.term {
            visit(*f);
        }
    }
}

/// Tells the runtime of a function's code.
fn register(sched: &Sched, program: &Program, func: CompiledFunc, sources: &SourceMap) {
    for &(from, to) in &func.windows {
        sched.compiler.register_nopreempt(func.entry + from as usize, func.entry + to as usize);
    }
    let mut inlined: Vec<FuncId> = func.locs.iter().filter_map(|loc| Some(loc.inlined?.0)).collect();
    inlined.sort_unstable();
    inlined.dedup();
    sched.functab.register_code(FuncEntry {
        entry: func.entry,
        end: func.end,
        name: func.name.as_str().into(),
        landing: func.landing.map(|(offset, fp_to_sp)| Landing { pc: func.entry + offset as usize, fp_to_sp: fp_to_sp as usize }),
        flags: [(func.wrapper, flags::WRAPPER), (func.no_args, flags::NO_ARGS), (func.name.ends_with(".init·all"), flags::HIDDEN)]
            .map(|(is, flag)| if is { flag } else { 0 })
            .iter()
            .sum(),
        lines: Box::new(Lines {
            names: inlined.into_iter().map(|f| (f, program.func(f).name.clone())).collect(),
            sources: sources.clone(),
            func,
        }),
    });
}
