//! IR to CLIF, one function at a time.
//!
//! The two are alike (SSA, block parameters), so each IR block becomes a CLIF block and each op a few instructions. Invariants: a function with a
//! recover block makes every call that may panic a `try_call` into it; an access that may meet nil is never marked as trap-free, so that Cranelift
//! keeps it where it is.

mod arith;
mod call;
mod convert;
mod defer;
mod mem;
mod term;

use crate::data::DataSpace;
use crate::symbol::Symbol;
use crate::window::{Part, source_loc};
use cranelift_codegen::ir::{self as clif, InstBuilder, types};
use cranelift_codegen::isa::CallConv;
use cranelift_frontend::{FunctionBuilder, FunctionBuilderContext};
use mgo_ir::cfg;
use mgo_ir::ir::{Block, Function, Inst, Loc, Op, Sig, Ty, Value};
use mgo_ir::program::Program;
use rustc_hash::FxHashMap;
use std::sync::atomic::AtomicU32;

/// What all translations of a batch share.
#[derive(Clone, Copy)]
pub(crate) struct Env<'a> {
    /// The symbols.
    pub(crate) program: &'a Program,
    /// Addresses of data; everything the batch refers to is laid out.
    pub(crate) data: &'a DataSpace,
    /// Address of the word that is not 0 while stores of pointers must call the write barrier.
    pub(crate) wb_enabled: usize,
    /// Address of the word that is not 0 while the instance has one P.
    pub(crate) alone: usize,
    /// The function that does not test for the barrier.
    pub(crate) without_barriers: Option<&'a str>,
    /// Address of the coverage counters, and the mask of their numbers.
    pub(crate) coverage: Option<(usize, usize)>,
}

/// The switch of a function that has no barriers.
static NEVER: AtomicU32 = AtomicU32::new(0);

/// One function being translated.
struct Translator<'a, 'b> {
    env: Env<'a>,
    func: &'a Function,
    b: FunctionBuilder<'b>,
    values: Vec<Option<clif::Value>>,
    /// Values that are integer constants.
    consts: FxHashMap<Value, i64>,
    blocks: Vec<Option<clif::Block>>,
    slots: Vec<clif::StackSlot>,
    keep_alive: Option<clif::StackSlot>,
    callees: FxHashMap<Symbol, clif::FuncRef>,
    sigs: FxHashMap<(Sig, CallConv), clif::SigRef>,
    /// Where what is being translated stands in the source.
    loc: Loc,
}

/// The CLIF type of a machine type.
fn clif_ty(ty: Ty) -> clif::Type {
    match ty {
        Ty::I8 => types::I8,
        Ty::I16 => types::I16,
        Ty::I32 => types::I32,
        Ty::I64 | Ty::Ptr => types::I64,
        Ty::F32 => types::F32,
        Ty::F64 => types::F64,
    }
}

/// The place of a load that Cranelift may make part of the instruction that uses its value: that is where a fault happens then.
fn place_of_load(op: &Op, loaded: &FxHashMap<Value, Loc>) -> Option<Loc> {
    match op {
        Op::Conv(_, a, _) | Op::Un(_, a) => loaded.get(a).copied(),
        Op::Bin(_, a, b) | Op::Cmp(_, a, b) => loaded.get(b).or_else(|| loaded.get(a)).copied(),
        _ => None,
    }
}

/// A signature in a calling convention.
fn clif_sig(sig: &Sig, conv: CallConv) -> clif::Signature {
    let param = |&ty: &Ty| clif::AbiParam::new(clif_ty(ty));
    clif::Signature { params: sig.params.iter().map(param).collect(), returns: sig.results.iter().map(param).collect(), call_conv: conv }
}

/// Translates `func` into `out`, which is empty.
pub(crate) fn translate(mut env: Env<'_>, func: &Function, out: &mut clif::Function, scratch: &mut FunctionBuilderContext) {
    if env.without_barriers == Some(func.name.as_str()) {
        env.wb_enabled = NEVER.as_ptr() as usize;
    }
    out.name = clif::UserFuncName::User(Symbol::Func(func.id).name());
    out.signature = clif_sig(&func.sig, CallConv::Tail);
    let mut t = Translator {
        env,
        func,
        b: FunctionBuilder::new(out, scratch),
        values: vec![None; func.values.len()],
        consts: FxHashMap::default(),
        blocks: vec![None; func.blocks.len()],
        slots: Vec::new(),
        keep_alive: None,
        callees: FxHashMap::default(),
        sigs: FxHashMap::default(),
        loc: Loc(0),
    };
    t.function();
    t.b.seal_all_blocks();
    t.b.finalize(cranelift_codegen::isa::TargetFrontendConfig {
        default_call_conv: CallConv::SystemV,
        pointer_width: target_lexicon::PointerWidth::U64,
        page_size_align_log2: 12,
    });
}

impl Translator<'_, '_> {
    fn function(&mut self) {
        let order = cfg::reverse_postorder(self.func);
        for slot in &self.func.slots {
            let data = clif::StackSlotData::new(clif::StackSlotKind::ExplicitSlot, slot.size.max(1), slot.align.max(8).ilog2() as u8);
            let slot = self.b.create_sized_stack_slot(data);
            self.slots.push(slot);
        }
        for &id in &order {
            let block = self.b.create_block();
            self.blocks[id.0 as usize] = Some(block);
            let data = &self.func.blocks[id.0 as usize];
            if data.cold {
                self.b.set_cold_block(block);
            }
            for &param in &data.params {
                let value = self.b.append_block_param(block, clif_ty(self.ty(param)));
                self.values[param.0 as usize] = Some(value);
            }
        }
        for &id in &order {
            self.block(id);
        }
    }

    fn block(&mut self, id: Block) {
        let data = &self.func.blocks[id.0 as usize];
        self.b.switch_to_block(self.target(id));
        if id == Block(0) && self.func.recover_block.is_some() && !self.calls_before_recovery() {
            self.keep_landing();
        }
        if let Some((counters, mask)) = self.env.coverage
            && !self.env.program.func(self.func.id).lazy
        {
            let place = self.func.id.0 as usize * 0x9e37 + id.0 as usize;
            self.count(counters + (place & mask));
        }
        let faults = mem::accesses_that_check_nil(data);
        let mut loaded: FxHashMap<Value, Loc> = FxHashMap::default();
        for (i, inst) in data.insts.iter().enumerate() {
            // An atomic store is the one that the barrier before it is for.
            let stores = matches!(inst.op, Op::AtomicStore(..) | Op::AtomicRmw(..) | Op::AtomicCas(..));
            let loc = place_of_load(&inst.op, &loaded).unwrap_or(inst.loc);
            if matches!(inst.op, Op::Load(..)) {
                loaded.insert(inst.results[0], inst.loc);
            }
            self.place(loc, if stores { Part::Store } else { Part::None });
            self.inst(inst, faults.get(&i).copied());
        }
        self.place(data.term_loc, Part::None);
        self.term(data.term.as_ref().expect("codegen gets finished functions"));
    }

    /// Adds one to a coverage counter; a count that another thread adds meanwhile may be lost.
    fn count(&mut self, counter: usize) {
        let addr = self.address(counter);
        let count = self.b.ins().load(types::I8, clif::MemFlagsData::trusted(), addr, 0);
        let more = self.b.ins().iadd_imm_u(count, 1);
        self.b.ins().store(clif::MemFlagsData::trusted(), more, addr, 0);
    }

    /// What follows comes from `loc`.
    fn place(&mut self, loc: Loc, part: Part) {
        self.loc = loc;
        self.b.set_srcloc(source_loc(loc, part));
    }

    fn target(&self, id: Block) -> clif::Block {
        self.blocks[id.0 as usize].expect("branches go to reachable blocks")
    }

    fn ty(&self, value: Value) -> Ty {
        self.func.values[value.0 as usize]
    }

    fn value(&self, value: Value) -> clif::Value {
        self.values[value.0 as usize].expect("definitions come before uses in this order")
    }

    fn define(&mut self, inst: &Inst, value: clif::Value) {
        self.values[inst.results[0].0 as usize] = Some(value);
    }

    fn address(&mut self, addr: usize) -> clif::Value {
        self.b.ins().iconst(types::I64, addr as i64)
    }

    /// `nil_check` says that this access stands for a nil check dropped before it, or that it is itself a check dropped for a later access.
    fn inst(&mut self, inst: &Inst, nil_check: Option<mem::NilCheck>) {
        let value = match &inst.op {
            Op::Iconst(ty, n) => {
                self.consts.insert(inst.results[0], *n);
                self.int_const(*ty, *n)
            }
            Op::Fconst(ty, bits) => self.float_constant(*ty, *bits),
            Op::Bin(op, a, b) => self.binary(*op, *a, *b),
            Op::Un(op, a) => self.unary(*op, *a),
            Op::Fma(a, b, c) => {
                let (a, b, c) = (self.value(*a), self.value(*b), self.value(*c));
                self.b.ins().fma(a, b, c)
            }
            Op::Conv(op, a, to) => self.convert(*op, *a, *to),
            Op::Cmp(cmp, a, b) => self.compare(*cmp, *a, *b),
            Op::Select(c, a, b) => {
                let (c, a, b) = (self.value(*c), self.value(*a), self.value(*b));
                self.b.ins().select(c, a, b)
            }
            Op::Load(ty, addr, offset, access) => self.load(*ty, *addr, *offset, *access, nil_check),
            Op::SlotAddr(slot, offset) => self.b.ins().stack_addr(types::I64, self.slots[slot.0 as usize], *offset),
            Op::GlobalAddr(id, offset) => self.address(self.env.data.global(*id).wrapping_add_signed(*offset as isize)),
            Op::DataAddr(id) => self.address(self.env.data.data(*id)),
            Op::TypeAddr(id) => self.address(self.env.data.ty(*id)),
            Op::ItabAddr(id) => self.address(self.env.data.itab(*id)),
            Op::FuncValAddr(id) => self.address(self.env.data.funcval(*id)),
            Op::CodeAddr(id) => self.code_addr(*id),
            Op::Index(base, index, scale, offset) => self.index(*base, *index, *scale, *offset),
            Op::AtomicLoad(ty, addr) => {
                let addr = self.value(*addr);
                self.b.ins().atomic_load(clif_ty(*ty), clif::MemFlagsData::new(), addr)
            }
            Op::AtomicRmw(op, addr, value) => self.atomic_rmw(*op, *addr, *value),
            Op::AtomicCas(addr, old, new) => {
                let (addr, old, new) = (self.value(*addr), self.value(*old), self.value(*new));
                self.b.ins().atomic_cas(clif::MemFlagsData::new(), addr, old, new)
            }
            Op::LocalCas(addr, old, new) => self.local_cas(*addr, *old, *new),
            Op::FramePtr => self.b.ins().get_frame_pointer(types::I64),
            Op::CurG => self.b.ins().get_pinned_reg(types::I64),
            Op::Call(callee, args) => return self.call(inst, callee, args),
            _ => return self.effect(inst, nil_check),
        };
        self.define(inst, value);
    }

    /// Ops without a result.
    fn effect(&mut self, inst: &Inst, nil_check: Option<mem::NilCheck>) {
        match &inst.op {
            Op::Store(value, addr, offset, access) => self.store(*value, *addr, *offset, *access, nil_check),
            Op::StoreBarrier(value, addr, offset, access) => self.store_barrier(*value, *addr, *offset, *access, nil_check),
            Op::Copy(dst, src, bytes) => self.copy(*dst, *src, *bytes),
            Op::Zero(dst, bytes) => self.zero(*dst, *bytes),
            Op::NilCheck(ptr) => self.nil_check(*ptr, nil_check),
            Op::Check(cond, code, a, b) => self.check(*cond, *code, *a, *b),
            Op::AtomicStore(value, addr) => {
                let (value, addr) = (self.value(*value), self.value(*addr));
                self.b.ins().atomic_store(clif::MemFlagsData::new(), value, addr);
            }
            Op::Barrier(addr, value) => self.barrier(*addr, *value),
            Op::KeepAlive(value) => self.keep(*value),
            other => unreachable!("{other:?} has a result"),
        }
    }
}
