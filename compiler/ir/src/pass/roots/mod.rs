//! Roots that are used: a function that asks for a collection must not hold what it has done with.
//!
//! The collector takes every word of a frame for a pointer, and where Cranelift has spilled a pointer it stays until something else lies there. A
//! program that drops its last reference, calls `runtime.GC` and waits for a finalizer, a cleanup or a weak pointer would wait for ever. So in such a
//! function each pointer that is used behind a call has a slot of its own: it is stored where it is defined, and loaded again behind each call. And at
//! each call the slots are zeroed, these and the function's own, whose contents nobody will use any more. Registers keep what they held, too, and where
//! C functions keep them for their callers the collector finds it, as it finds what earlier calls have left on g0: both are zeroed in front of the calls
//! that collect.
//!
//! Invariant: no pointer of the program is live across a call in the function that comes out, but for those into the frame and to what is never freed.

mod liveness;
mod slots;

use mgo_abi::builtins::Builtin;
use rustc_hash::FxHashMap;

use self::liveness::{Bits, Liveness};
use crate::ir::*;
use crate::program::Program;

/// Functions that collect before they return, and what the first one does when it has been inlined.
const COLLECTING: [&str; 3] = ["runtime.GC", "runtime/debug.FreeOSMemory", "runtime.gcstep"];

/// Most bits of liveness that are kept: beyond this a function stays as it is.
const TOO_LARGE: usize = 1 << 28;

/// Gives pointers slots, if the function asks for a collection.
pub fn forget_dead_pointers(func: &mut Function, program: &Program) {
    if !func.blocks.iter().flat_map(|block| &block.insts).any(|inst| collects(&inst.op, program)) {
        return;
    }
    let calls = func.blocks.iter().flat_map(|block| &block.insts).filter(|inst| matches!(inst.op, Op::Call(..))).count();
    if calls.max(func.blocks.len()).saturating_mul(func.values.len()) > TOO_LARGE {
        return;
    }
    let live = Liveness::of(func);
    let mut slots: Vec<Slot> = live.held.iter().map(|_| new_slot(func)).collect();
    slots.extend(&live.own.slots);
    Rewriter { program, slots, dirty: live.dirty(func), live, current: FxHashMap::default() }.run(func);
}

fn collects(op: &Op, program: &Program) -> bool {
    match op {
        Op::Call(Callee::Func(id) | Callee::Native(id), _) => COLLECTING.contains(&&*program.func(*id).name),
        _ => false,
    }
}

fn new_slot(func: &mut Function) -> Slot {
    func.slots.push(SlotData { size: 8, align: 8 });
    Slot(func.slots.len() as u32 - 1)
}

/// Puts stores and loads in.
struct Rewriter<'a> {
    program: &'a Program,
    live: Liveness,
    /// The slot of each held pointer.
    slots: Vec<Slot>,
    /// The slots that may hold something at the start of each block.
    dirty: Vec<Bits>,
    /// What each pointer is called since the last call.
    current: FxHashMap<usize, Value>,
}

impl Rewriter<'_> {
    fn run(mut self, func: &mut Function) {
        for b in 0..func.blocks.len() {
            let insts = std::mem::take(&mut func.blocks[b].insts);
            let mut dirty = self.dirty[b].clone();
            let mut out = Vec::with_capacity(insts.len());
            self.current.clear();
            let first = insts.first().map_or(func.blocks[b].term_loc, |inst| inst.loc);
            let params = func.blocks[b].params.clone();
            self.defined(func, &params, first, &mut dirty, &mut out);
            for (i, mut inst) in insts.into_iter().enumerate() {
                inst.op.map_values(|v| self.use_of(func, v, inst.loc, &mut out));
                let results = inst.results.clone();
                let loc = inst.loc;
                if let Some(live) = self.live.behind.get(&(b as u32, i)) {
                    for dead in (0..self.slots.len()).filter(|&i| dirty.has(i) && !live.has(i)) {
                        let slot = self.slots[dead];
                        let addr = value(func, &mut out, Op::SlotAddr(slot, 0), loc);
                        out.push(Inst { op: Op::Zero(addr, func.slots[slot.0 as usize].size), results: Default::default(), loc });
                    }
                    dirty.keep(live);
                    self.current.clear();
                }
                if collects(&inst.op, self.program) {
                    let forget = Op::Call(Callee::Builtin(Builtin::ForgetDead), Default::default());
                    out.push(Inst { op: forget, results: Default::default(), loc });
                }
                self.live.own.used(&inst.op, |slot| dirty.insert(self.live.held.len() + slot));
                out.push(inst);
                self.defined(func, &results, loc, &mut dirty, &mut out);
            }
            if let Some(mut term) = func.blocks[b].term.take() {
                let loc = func.blocks[b].term_loc;
                term.map_values(|v| self.use_of(func, v, loc, &mut out));
                func.blocks[b].term = Some(term);
            }
            func.blocks[b].insts = out;
        }
    }

    /// Stores the held ones among values that have just been defined.
    fn defined(&mut self, func: &mut Function, values: &[Value], loc: Loc, dirty: &mut Bits, out: &mut Vec<Inst>) {
        for v in values {
            let Some(&i) = self.live.held.get(v) else { continue };
            store(func, *v, self.slots[i], loc, out);
            dirty.insert(i);
            self.current.insert(i, *v);
        }
    }

    /// What stands for a value here: itself, or what its slot holds.
    fn use_of(&mut self, func: &mut Function, v: Value, loc: Loc, out: &mut Vec<Inst>) -> Value {
        let Some(&i) = self.live.held.get(&v) else { return v };
        *self.current.entry(i).or_insert_with(|| {
            let addr = value(func, out, Op::SlotAddr(self.slots[i], 0), loc);
            value(func, out, Op::Load(Ty::Ptr, addr, 0, Mem::default()), loc)
        })
    }
}

/// A new pointer.
fn value(func: &mut Function, out: &mut Vec<Inst>, op: Op, loc: Loc) -> Value {
    let result = func.new_value(Ty::Ptr);
    out.push(Inst { op, results: [result].into_iter().collect(), loc });
    result
}

fn store(func: &mut Function, v: Value, slot: Slot, loc: Loc, out: &mut Vec<Inst>) {
    let addr = value(func, out, Op::SlotAddr(slot, 0), loc);
    out.push(Inst { op: Op::Store(v, addr, 0, Mem::default()), results: Default::default(), loc });
}
