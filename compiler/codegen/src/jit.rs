//! The compiler's last stage as one object: functions in, addresses out.

use crate::compile::{Fixup, Object, RelocTarget, Scratch, compile_batch};
use crate::data::DataSpace;
use crate::gdb;
use crate::memory::{CodeMemory, Watched};
use crate::perf;
use crate::prologue;
use crate::stubs::{Code, NativeLookup};
use crate::table::{CompiledFunc, LineEntry};
use crate::translate::Env;
use cranelift_codegen::binemit::Reloc;
use cranelift_codegen::isa::OwnedTargetIsa;
use mgo_abi::builtins::Builtin;
use mgo_abi::layouts::{AsmStubs, STACK_SMALL};
use mgo_ir::ir::{Callee, Function, Op};
use mgo_ir::program::{FuncId, GlobalId, Program, TypeRef};
use mgo_syntax::source::SourceMap;
use std::path::PathBuf;

/// What the code generator must know of the world.
pub struct Config {
    /// The runtime's asm.
    pub stubs: AsmStubs,
    /// Address of a builtin's code.
    pub builtin_addr: fn(Builtin) -> usize,
    /// Finds natives of the standard library by name.
    pub native: NativeLookup,
    /// A parking function `extern "C" fn(frame, native, _, _, _, gp) -> *mut G` that calls `native(frame)` between `entersyscall` and `exitsyscall`.
    pub syscall_native: usize,
    /// The word that is not 0 while stores of pointers must call the write barrier.
    pub wb_enabled: *const u32,
    /// Not 0 while the instance has one P.
    pub alone: *const u32,
    /// The stores of this function get no barrier: for tests that must notice.
    pub without_barriers: Option<String>,
    /// Bytes of address space for code; at most 1 GiB.
    pub code_size: usize,
    /// Bytes of address space for each of the two kinds of data.
    pub data_size: usize,
    /// Tells gdb of all code.
    pub gdb: bool,
    /// Writes `/tmp/perf-PID.map` lines here.
    pub perf_map: Option<PathBuf>,
    /// Counts here, one byte for each block, how often the code of the program itself is reached; the mask is their number, a power of two, less one.
    pub coverage: Option<(*mut u8, usize)>,
}

impl Config {
    /// Code range by default.
    pub const CODE_SIZE: usize = 64 << 20;
    /// Data range by default.
    pub const DATA_SIZE: usize = 64 << 20;
}

/// The code generator with everything it has made.
pub struct Jit {
    pub(crate) isa: OwnedTargetIsa,
    pub(crate) code: Code,
    pub(crate) data: DataSpace,
    pub(crate) scratch: Vec<Scratch>,
    wb_enabled: usize,
    alone: usize,
    without_barriers: Option<String>,
    gdb: bool,
    perf: Option<perf::Map>,
    sources: Option<SourceMap>,
    coverage: Option<(usize, usize)>,
}

impl Jit {
    /// Reserves the ranges.
    pub fn new(config: Config) -> Jit {
        let watched = match &config {
            Config { gdb: true, .. } => Watched::Debugger,
            Config { perf_map: Some(_), .. } => Watched::Profiler,
            _ => Watched::Nobody,
        };
        Jit {
            isa: crate::isa::host(),
            code: Code::new(
                CodeMemory::reserve(config.code_size, watched),
                config.stubs,
                config.builtin_addr,
                config.native,
                config.syscall_native,
            ),
            data: DataSpace::new(config.data_size),
            scratch: Vec::new(),
            wb_enabled: config.wb_enabled as usize,
            alone: config.alone as usize,
            without_barriers: config.without_barriers,
            gdb: config.gdb,
            perf: config.perf_map.and_then(perf::Map::create),
            sources: None,
            coverage: config.coverage.map(|(counters, mask)| (counters as usize, mask)),
        }
    }

    /// Source texts, for the line tables given to gdb.
    pub fn set_sources(&mut self, sources: SourceMap) {
        self.sources = Some(sources);
    }

    /// What all translations of a batch share.
    pub(crate) fn env<'a>(&'a self, program: &'a Program) -> Env<'a> {
        Env {
            program,
            data: &self.data,
            wb_enabled: self.wb_enabled,
            alone: self.alone,
            without_barriers: self.without_barriers.as_deref(),
            coverage: self.coverage,
        }
    }

    /// The addresses that compiled code may have: first byte and one past the last.
    pub fn code_range(&self) -> (usize, usize) {
        self.code.memory.range()
    }

    /// Compiles functions that are not compiled yet, on up to `threads` threads. Nobody calls them before [`Jit::define`].
    pub fn compile(&mut self, program: &Program, funcs: &[Function], threads: usize) -> Vec<CompiledFunc> {
        self.code.note(program);
        for func in funcs {
            if cfg!(debug_assertions) {
                mgo_ir::verify::assert_valid(func, program, "lowering and passes");
            }
            self.data.lay_out(program, &mut self.code, func);
        }
        let mut scratch = std::mem::take(&mut self.scratch);
        let objects = compile_batch(&*self.isa, self.env(program), funcs, &mut scratch, threads);
        self.scratch = scratch;
        self.code.memory.begin_batch();
        let placed: Vec<CompiledFunc> = funcs.iter().zip(&objects).map(|(func, object)| self.reserve(func, object)).collect();
        for func in &placed {
            self.code.place(func.id, func.entry);
        }
        for (func, object) in placed.iter().zip(objects) {
            self.write(program, func, object);
        }
        self.announce(program, &placed);
        placed
    }

    /// Calls of compiled functions run their code from now on.
    pub fn define(&mut self, funcs: impl IntoIterator<Item = FuncId>) {
        funcs.into_iter().for_each(|id| self.code.define(id));
    }

    /// A function without a body that `func` calls and nobody provides.
    pub fn undefined(&self, program: &Program, func: &Function) -> Option<FuncId> {
        func.blocks.iter().flat_map(|block| &block.insts).find_map(|inst| match inst.op {
            Op::Call(Callee::Native(id), _) if !self.code.has_native(&program.func(id).name) => Some(id),
            _ => None,
        })
    }

    /// The function's code if it is compiled, else its lazy stub.
    pub fn code_addr(&mut self, f: FuncId) -> usize {
        self.code.entry(f).unwrap_or_else(|| self.code.func_addr(f))
    }

    /// Calls of `old` are calls of `new` from now on, also those that are compiled; both are replaceable and have the same signature.
    pub fn replace(&mut self, program: &Program, old: FuncId, new: FuncId) {
        self.code.note(program);
        self.code.replace(old, new);
    }

    /// The methods of a type have changed: its descriptor is to say so, if there is one.
    pub fn update_methods(&mut self, program: &Program, ty: TypeRef) {
        self.code.note(program);
        self.data.update_methods(program, &mut self.code, ty);
    }

    /// The function whose lazy stub lies at `addr`.
    pub fn stub_function(&self, addr: usize) -> Option<FuncId> {
        self.code.stub_function(addr)
    }

    /// Address of the static func value of a function.
    pub fn funcval_addr(&mut self, f: FuncId) -> usize {
        self.data.funcval_addr(&mut self.code, f)
    }

    /// Address of a type's descriptor.
    pub fn type_addr(&mut self, program: &Program, ty: TypeRef) -> usize {
        self.data.type_addr(program, &mut self.code, ty)
    }

    /// Address of a package variable.
    pub fn global_addr(&mut self, program: &Program, global: GlobalId) -> usize {
        self.data.global_addr(program, &mut self.code, global)
    }

    /// The memory that holds package variables with pointers, which the collector scans conservatively. Compilation adds ranges at the end.
    pub fn global_ranges(&mut self) -> &[(usize, usize)] {
        self.data.roots()
    }

    /// Gives a compiled function its place.
    fn reserve(&mut self, func: &Function, object: &Object) -> CompiledFunc {
        let frame_size = object.frame_to_fp + 8;
        let check = !func.attrs.nosplit && (object.calls || frame_size as usize > STACK_SMALL);
        let prefix = if check { prologue::prefix(frame_size as usize).len() } else { 0 };
        let size = prefix + object.code.len() + if check { prologue::COLD_STUB } else { 0 };
        let entry = self.code.memory.alloc(size);
        let mut lines: Vec<LineEntry> = object
            .lines
            .iter()
            .map(|&(offset, loc)| LineEntry { offset: if offset == 0 { 0 } else { offset + prefix as u32 }, loc })
            .collect();
        if lines.first().is_none_or(|line| line.offset != 0) {
            lines.insert(0, LineEntry { offset: 0, loc: mgo_ir::ir::Loc(0) });
        }
        CompiledFunc {
            id: func.id,
            name: func.name.clone(),
            entry,
            end: entry + size,
            prefix: prefix as u32,
            landing: object.landing.map(|offset| (offset + prefix as u32, object.frame_to_fp)),
            lines,
            windows: object.windows.iter().map(|&(from, to)| (from + prefix as u32, to + prefix as u32)).collect(),
            locs: func.locs.clone(),
            frame_size,
            pos: func.pos,
            wrapper: func.attrs.wrapper,
            no_args: func.attrs.no_args,
            sig: func.sig.clone(),
        }
    }

    /// Links a function and writes it to its place. The functions of its batch have theirs.
    fn write(&mut self, program: &Program, func: &CompiledFunc, object: Object) {
        let prefix = func.prefix as usize;
        let mut bytes = if prefix > 0 { prologue::prefix(func.frame_size as usize) } else { Vec::new() };
        bytes.extend(&object.code);
        let body = func.entry + prefix;
        for fixup in &object.fixups {
            let target = match fixup.target {
                RelocTarget::Symbol(symbol) => self.code.call_target(program, symbol),
                RelocTarget::Body(offset) => body + offset as usize,
            };
            apply(&mut bytes[prefix..], body, fixup, target);
        }
        if prefix > 0 {
            prologue::append_cold_stub(&mut bytes, prefix, &func.sig, func.entry, self.code.morestack_word());
        }
        debug_assert_eq!(func.entry + bytes.len(), func.end);
        self.code.memory.write(func.entry, &bytes);
    }

    /// Tells debuggers and profilers.
    fn announce(&mut self, program: &Program, funcs: &[CompiledFunc]) {
        if let Some(map) = &mut self.perf {
            map.add(funcs);
        }
        // Each object costs gdb a search of all its breakpoints, so functions of the standard library, compiled one by one, are left out.
        if self.gdb && funcs.iter().any(|f| !program.func(f.id).lazy) {
            let bodies: Vec<&[u8]> = funcs.iter().map(|f| self.code.memory.read(f.entry, f.end - f.entry)).collect();
            gdb::register(program, self.sources.as_ref(), funcs, &bodies);
        }
    }
}

/// Fills in one relocation of a body that will run at `at`.
fn apply(body: &mut [u8], at: usize, fixup: &Fixup, target: usize) {
    let offset = fixup.offset as usize;
    let value = (target as i64).wrapping_add(fixup.addend);
    match fixup.kind {
        Reloc::Abs8 => body[offset..offset + 8].copy_from_slice(&value.to_le_bytes()),
        Reloc::X86CallPCRel4 | Reloc::X86PCRel4 => {
            let distance = value - (at + offset) as i64;
            let distance = i32::try_from(distance).expect("the code range spans less than 2 GiB");
            body[offset..offset + 4].copy_from_slice(&distance.to_le_bytes());
        }
        other => unreachable!("{other:?} is not made by our CLIF on x86-64"),
    }
}
