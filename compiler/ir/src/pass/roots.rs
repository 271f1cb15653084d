//! Roots that are used: a function that asks for a collection must not hold what it has done with.
//!
//! The collector takes every word of a frame for a pointer, and where Cranelift has spilled a pointer it stays until something else lies there. A
//! program that drops its last reference, calls `runtime.GC` and waits for a finalizer, a cleanup or a weak pointer would wait for ever. So in such a
//! function each pointer that is used behind a call has a slot of its own: it is stored where it is defined, and loaded again behind each call. And at
//! each call the slots are zeroed, these and the function's own, whose contents nobody will use any more.
//!
//! Invariant: no pointer of the program is live across a call in the function that comes out, but for those into the frame and to what is never freed.

use crate::cfg;
use crate::ir::*;
use crate::program::Program;
use mgo_abi::builtins::Builtin;
use rustc_hash::FxHashMap;
use smallvec::SmallVec;

/// Functions that collect before they return, and what the first one does when it has been inlined.
const COLLECTING: [&str; 3] = ["runtime.GC", "runtime/debug.FreeOSMemory", "runtime.gcstep"];

/// Most bits of liveness that are kept: beyond this a function stays as it is.
const TOO_LARGE: usize = 1 << 28;

/// Gives pointers slots, if the function asks for a collection.
pub fn forget_dead_pointers(func: &mut Function, program: &Program) {
    let calls = func.blocks.iter().flat_map(|block| &block.insts).filter(|inst| matches!(inst.op, Op::Call(..))).count();
    if !collects(func, program) || calls.max(func.blocks.len()).saturating_mul(func.values.len()) > TOO_LARGE {
        return;
    }
    let live = Liveness::of(func);
    let mut slots: Vec<Slot> = live.held.iter().map(|_| new_slot(func)).collect();
    slots.extend(&live.own.slots);
    Rewriter { slots, dirty: live.dirty(func), live, current: FxHashMap::default() }.run(func);
}

fn collects(func: &Function, program: &Program) -> bool {
    func.blocks.iter().flat_map(|block| &block.insts).any(|inst| match &inst.op {
        Op::Call(Callee::Func(id) | Callee::Native(id), _) => COLLECTING.contains(&&*program.func(*id).name),
        _ => false,
    })
}

fn new_slot(func: &mut Function) -> Slot {
    func.slots.push(SlotData { size: 8, align: 8 });
    Slot(func.slots.len() as u32 - 1)
}

/// A set of numbers.
#[derive(Clone, PartialEq, Default)]
struct Bits(Vec<u64>);

impl Bits {
    fn new(n: usize) -> Bits {
        Bits(vec![0; n.div_ceil(64)])
    }

    fn insert(&mut self, i: usize) {
        self.0[i / 64] |= 1 << (i % 64);
    }

    fn remove(&mut self, i: usize) {
        self.0[i / 64] &= !(1 << (i % 64));
    }

    fn has(&self, i: usize) -> bool {
        self.0[i / 64] >> (i % 64) & 1 != 0
    }

    /// Takes in another set; whether that added anything.
    fn add(&mut self, other: &Bits) -> bool {
        let mut changed = false;
        for (word, more) in self.0.iter_mut().zip(&other.0) {
            changed |= more & !*word != 0;
            *word |= more;
        }
        changed
    }

    fn keep(&mut self, other: &Bits) {
        self.0.iter_mut().zip(&other.0).for_each(|(word, kept)| *word &= kept);
    }
}

/// Which pointers and slots are used behind which calls. Both have numbers, the slots those behind the pointers.
struct Liveness {
    /// Numbers of the pointers that are live across some call.
    held: FxHashMap<Value, usize>,
    /// The function's own slots.
    own: OwnSlots,
    /// What is live behind each call, by block and instruction: without the call's results, but with the slots that it uses itself.
    behind: FxHashMap<(u32, usize), Bits>,
}

impl Liveness {
    fn of(func: &Function) -> Liveness {
        let own = OwnSlots::of(func);
        let pointers = pointers(func);
        let number: FxHashMap<Value, usize> = pointers.iter().enumerate().map(|(i, &v)| (v, i)).collect();
        let outs = live_outs(func, &number, &own);
        let mut behind = FxHashMap::default();
        let mut across = Bits::new(pointers.len() + own.slots.len());
        for (b, block) in func.blocks.iter().enumerate() {
            let mut live = outs[b].clone();
            let used = |v: Value, live: &mut Bits| number.get(&v).into_iter().for_each(|&i| live.insert(i));
            block.term.iter().for_each(|term| term.for_each_value(|v| used(v, &mut live)));
            let fresh = own.defined_in(func, block);
            for (i, inst) in block.insts.iter().enumerate().rev() {
                inst.results.iter().filter_map(|v| number.get(v)).for_each(|&n| live.remove(n));
                let call = matches!(inst.op, Op::Call(..));
                if call {
                    across.add(&live);
                }
                own.used(&inst.op, |slot| live.insert(pointers.len() + slot));
                if call {
                    behind.insert((b as u32, i), live.clone());
                }
                fresh.iter().filter(|&&(_, first)| first == i).for_each(|&(slot, _)| live.remove(pointers.len() + slot));
                inst.op.for_each_value(|v| used(v, &mut live));
            }
        }
        // Numbered anew: without the pointers that no call sees.
        let n = pointers.len();
        let kept: Vec<usize> = (0..n).filter(|&i| across.has(i)).chain(n..n + own.slots.len()).collect();
        let held = kept.iter().take_while(|&&old| old < n).enumerate().map(|(new, &old)| (pointers[old], new)).collect();
        for bits in behind.values_mut() {
            let mut fewer = Bits::new(kept.len());
            kept.iter().enumerate().filter(|&(_, &old)| bits.has(old)).for_each(|(new, _)| fewer.insert(new));
            *bits = fewer;
        }
        Liveness { held, own, behind }
    }

    /// How many slots there are, those for pointers and the function's own.
    fn len(&self) -> usize {
        self.held.len() + self.own.slots.len()
    }

    /// The slots that may hold something at the start of each block. A frame is not zeroed: at the function's start it is all of them.
    fn dirty(&self, func: &Function) -> Vec<Bits> {
        let n = self.len();
        let mut dirty = vec![Bits::new(n); func.blocks.len()];
        let mut todo: Vec<Block> = func.recover_block.into_iter().chain([Block(0)]).collect();
        for entry in &todo {
            (0..n).for_each(|i| dirty[entry.0 as usize].insert(i));
        }
        let mut seen = vec![false; func.blocks.len()];
        while let Some(b) = todo.pop() {
            seen[b.0 as usize] = true;
            let block = &func.blocks[b.0 as usize];
            let mut out = dirty[b.0 as usize].clone();
            self.define(&mut out, &block.params);
            for (i, inst) in block.insts.iter().enumerate() {
                if let Some(live) = self.behind.get(&(b.0, i)) {
                    out.keep(live);
                }
                self.own.used(&inst.op, |slot| out.insert(self.held.len() + slot));
                self.define(&mut out, &inst.results);
            }
            cfg::successors(func, b, |to| {
                if dirty[to.0 as usize].add(&out) || !seen[to.0 as usize] {
                    todo.push(to);
                }
            });
        }
        dirty
    }

    fn define(&self, dirty: &mut Bits, values: &[Value]) {
        values.iter().filter_map(|v| self.held.get(v)).for_each(|&i| dirty.insert(i));
    }
}

/// The values that may be all that keeps an object.
fn pointers(func: &Function) -> Vec<Value> {
    let is_pointer = |v: &Value| func.values[v.0 as usize] == Ty::Ptr;
    let mut found = Vec::new();
    for block in &func.blocks {
        found.extend(block.params.iter().copied().filter(is_pointer));
        for inst in &block.insts {
            let elsewhere = matches!(
                inst.op,
                Op::Iconst(..) | Op::SlotAddr(..) | Op::GlobalAddr(..) | Op::DataAddr(_) | Op::TypeAddr(_) | Op::ItabAddr(_)
            );
            if !elsewhere && !matches!(inst.op, Op::FuncValAddr(_) | Op::CodeAddr(_) | Op::FramePtr | Op::CurG) {
                found.extend(inst.results.iter().copied().filter(is_pointer));
            }
        }
    }
    found
}

/// What is live at the end of each block, the operands of its terminator left out.
fn live_outs(func: &Function, number: &FxHashMap<Value, usize>, own: &OwnSlots) -> Vec<Bits> {
    let n = number.len() + own.slots.len();
    let (mut uses, mut defs) = (vec![Bits::new(n); func.blocks.len()], vec![Bits::new(n); func.blocks.len()]);
    for (b, block) in func.blocks.iter().enumerate() {
        let mut used = |v: Value, defs: &Bits| {
            number.get(&v).into_iter().filter(|&&i| !defs.has(i)).for_each(|&i| uses[b].insert(i));
        };
        let define = |defs: &mut Bits, values: &[Value]| values.iter().filter_map(|v| number.get(v)).for_each(|&i| defs.insert(i));
        define(&mut defs[b], &block.params);
        for (slot, _) in own.defined_in(func, block) {
            defs[b].insert(number.len() + slot);
        }
        for inst in &block.insts {
            inst.op.for_each_value(|v| used(v, &defs[b]));
            define(&mut defs[b], &inst.results);
        }
        block.term.iter().for_each(|term| term.for_each_value(|v| used(v, &defs[b])));
        for inst in &block.insts {
            own.used(&inst.op, |slot| {
                if !defs[b].has(number.len() + slot) {
                    uses[b].insert(number.len() + slot);
                }
            });
        }
    }
    let order = cfg::reverse_postorder(func);
    let (mut ins, mut outs) = (uses, vec![Bits::new(n); func.blocks.len()]);
    let mut changed = true;
    while changed {
        changed = false;
        for &b in order.iter().rev() {
            let b_index = b.0 as usize;
            cfg::successors(func, b, |to| {
                outs[b_index].add(&ins[to.0 as usize]);
            });
            let mut through = outs[b_index].clone();
            through.0.iter_mut().zip(&defs[b_index].0).for_each(|(word, defined)| *word &= !defined);
            changed |= ins[b_index].add(&through);
        }
    }
    outs
}

/// Which slots a value may be an address in.
type Addresses = FxHashMap<Value, SmallVec<[Slot; 2]>>;

/// The function's own slots whose address goes nowhere but to accesses, and to calls that cannot give it back.
struct OwnSlots {
    slots: Vec<Slot>,
    /// Which of them each address may be in.
    addresses: FxHashMap<Value, SmallVec<[usize; 2]>>,
    /// Where in its slot an address is, when it is the slot's for certain.
    offsets: FxHashMap<Value, i32>,
    /// Those that are the frame of a native's call: their parts are all stored in front of it.
    of_natives: Vec<bool>,
}

impl OwnSlots {
    fn of(func: &Function) -> OwnSlots {
        let at = addresses(func);
        let mut offsets = FxHashMap::default();
        // Behind a recovered panic variables are read, to which no edge leads.
        let mut simple = vec![func.recover_block.is_none(); func.slots.len()];
        let mut native = vec![false; func.slots.len()];
        let mut used = vec![false; func.values.len()];
        let insts = || func.blocks.iter().flat_map(|block| &block.insts);
        let terms = || func.blocks.iter().filter_map(|block| block.term.as_ref());
        insts().for_each(|inst| inst.op.for_each_value(|v| used[v.0 as usize] = true));
        terms().for_each(|term| term.for_each_value(|v| used[v.0 as usize] = true));
        let mut leaks = |v: Value| at.get(&v).into_iter().flatten().for_each(|slot| simple[slot.0 as usize] = false);
        for term in terms().filter(|term| matches!(term, Term::Return(_) | Term::TailCall(..))) {
            term.for_each_value(&mut leaks);
        }
        for inst in insts() {
            match &inst.op {
                Op::SlotAddr(_, offset) => _ = offsets.insert(inst.results[0], *offset),
                Op::Load(..) | Op::Copy(..) | Op::Zero(..) | Op::NilCheck(_) | Op::Cmp(..) | Op::Index(..) | Op::Select(..) => {}
                Op::Store(v, ..) | Op::StoreBarrier(v, ..) => leaks(*v),
                Op::Call(Callee::Native(_), args) => {
                    args.iter().filter_map(|v| at.get(v)).flatten().for_each(|slot| native[slot.0 as usize] = true);
                }
                // It gives a copy.
                Op::Call(Callee::Builtin(Builtin::GrowSlice), _) => {}
                Op::Call(_, args) => {
                    let returns = inst.results.iter().any(|r| func.values[r.0 as usize] == Ty::Ptr && used[r.0 as usize]);
                    if returns || args.iter().filter(|v| at.contains_key(v)).count() > 1 {
                        args.iter().copied().for_each(&mut leaks);
                    }
                }
                op => op.for_each_value(&mut leaks),
            }
        }
        let slots: Vec<Slot> = (0..func.slots.len()).filter(|&i| simple[i]).map(|i| Slot(i as u32)).collect();
        let index: FxHashMap<Slot, usize> = slots.iter().enumerate().map(|(i, &slot)| (slot, i)).collect();
        let own = |of: &SmallVec<[Slot; 2]>| of.iter().filter_map(|slot| index.get(slot).copied()).collect();
        let addresses = at.iter().map(|(&v, of)| (v, own(of))).collect();
        OwnSlots { of_natives: slots.iter().map(|slot| native[slot.0 as usize]).collect(), slots, addresses, offsets }
    }

    /// The slots that an operation may access.
    fn used(&self, op: &Op, mut f: impl FnMut(usize)) {
        op.for_each_value(|v| self.addresses.get(&v).into_iter().flatten().for_each(|&slot| f(slot)));
    }

    /// The slot that is at an address for certain, and where in it.
    fn exactly(&self, addr: Value) -> Option<(usize, i32)> {
        Some((*self.addresses.get(&addr)?.first()?, *self.offsets.get(&addr)?))
    }

    /// The slots of which a block stores to each word before it uses any, and the first of these stores.
    fn defined_in(&self, func: &Function, block: &BlockData) -> Vec<(usize, usize)> {
        /// What has been stored: the first store, and a bit for each word; done when something else came.
        struct Stored(usize, u64, bool);
        let mut stored: FxHashMap<usize, Stored> = FxHashMap::default();
        for (i, inst) in block.insts.iter().enumerate() {
            let written = match inst.op {
                Op::Store(v, addr, offset, _) | Op::StoreBarrier(v, addr, offset, _) => {
                    let whole = matches!(func.values[v.0 as usize], Ty::Ptr | Ty::I64 | Ty::F64);
                    self.exactly(addr).map(|(slot, at)| (slot, at + offset, if whole { 8 } else { 0 }))
                }
                Op::Zero(addr, bytes) => self.exactly(addr).map(|(slot, at)| (slot, at, bytes)),
                _ => None,
            };
            self.used(&inst.op, |slot| {
                let known = stored.entry(slot).or_insert(Stored(i, 0, false));
                match written {
                    Some((to, at, bytes)) if to == slot && !known.2 => {
                        let bytes = if self.of_natives[slot] { bytes.max(1) } else { bytes };
                        let first = if self.of_natives[slot] { at as u32 / 8 } else { (at as u32).div_ceil(8) };
                        let last = if self.of_natives[slot] { (at as u32 + bytes).div_ceil(8) } else { (at as u32 + bytes) / 8 };
                        (first..last.min(64)).for_each(|word| known.1 |= 1 << word);
                    }
                    _ => known.2 = true,
                }
            });
        }
        let whole = |slot: usize| match func.slots[self.slots[slot].0 as usize].size.div_ceil(8) {
            words @ 1..64 => (1u64 << words) - 1,
            _ => u64::MAX,
        };
        stored.into_iter().filter(|(slot, s)| s.1 == whole(*slot)).map(|(slot, s)| (slot, s.0)).collect()
    }
}

/// Follows the addresses of slots through arithmetic, choices and parameters of blocks.
fn addresses(func: &Function) -> Addresses {
    let mut at = Addresses::default();
    let flow = |at: &mut Addresses, from: &[Value], to: Value| {
        let mut slots = at.get(&to).cloned().unwrap_or_default();
        let before = slots.len();
        for slot in from.iter().filter_map(|v| at.get(v)).flatten() {
            if !slots.contains(slot) {
                slots.push(*slot);
            }
        }
        let changed = slots.len() != before;
        if changed {
            at.insert(to, slots);
        }
        changed
    };
    let mut changed = true;
    while changed {
        changed = false;
        for block in &func.blocks {
            for inst in &block.insts {
                changed |= match inst.op {
                    Op::SlotAddr(slot, _) => at.insert(inst.results[0], [slot].into_iter().collect()).is_none(),
                    Op::Index(base, ..) => flow(&mut at, &[base], inst.results[0]),
                    Op::Select(_, a, b) => flow(&mut at, &[a, b], inst.results[0]),
                    _ => false,
                };
            }
            block.term.iter().for_each(|term| {
                term.for_each_target(|target| {
                    for (&arg, &param) in target.args.iter().zip(&func.blocks[target.block.0 as usize].params) {
                        changed |= flow(&mut at, &[arg], param);
                    }
                });
            });
        }
    }
    at
}

/// Puts stores and loads in.
struct Rewriter {
    live: Liveness,
    /// The slot of each held pointer.
    slots: Vec<Slot>,
    /// The slots that may hold something at the start of each block.
    dirty: Vec<Bits>,
    /// What each pointer is called since the last call.
    current: FxHashMap<usize, Value>,
}

impl Rewriter {
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
    func.values.push(Ty::Ptr);
    let result = Value(func.values.len() as u32 - 1);
    out.push(Inst { op, results: [result].into_iter().collect(), loc });
    result
}

fn store(func: &mut Function, v: Value, slot: Slot, loc: Loc, out: &mut Vec<Inst>) {
    let addr = value(func, out, Op::SlotAddr(slot, 0), loc);
    out.push(Inst { op: Op::Store(v, addr, 0, Mem::default()), results: Default::default(), loc });
}
