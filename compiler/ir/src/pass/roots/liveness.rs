//! Which pointers and slots are used behind which calls: a backward analysis over the whole function.

use rustc_hash::FxHashMap;

use super::slots::OwnSlots;
use crate::cfg;
use crate::ir::*;

/// A set of numbers.
#[derive(Clone, PartialEq, Default)]
pub(super) struct Bits(Vec<u64>);

impl Bits {
    pub(super) fn new(n: usize) -> Bits {
        Bits(vec![0; n.div_ceil(64)])
    }

    pub(super) fn insert(&mut self, i: usize) {
        self.0[i / 64] |= 1 << (i % 64);
    }

    pub(super) fn remove(&mut self, i: usize) {
        self.0[i / 64] &= !(1 << (i % 64));
    }

    pub(super) fn has(&self, i: usize) -> bool {
        self.0[i / 64] >> (i % 64) & 1 != 0
    }

    /// Takes in another set; whether that added anything.
    pub(super) fn add(&mut self, other: &Bits) -> bool {
        let mut changed = false;
        for (word, more) in self.0.iter_mut().zip(&other.0) {
            changed |= more & !*word != 0;
            *word |= more;
        }
        changed
    }

    pub(super) fn keep(&mut self, other: &Bits) {
        self.0.iter_mut().zip(&other.0).for_each(|(word, kept)| *word &= kept);
    }
}

/// Which pointers and slots are used behind which calls. Both have numbers, the slots those behind the pointers.
pub(super) struct Liveness {
    /// Numbers of the pointers that are live across some call.
    pub(super) held: FxHashMap<Value, usize>,
    /// The function's own slots.
    pub(super) own: OwnSlots,
    /// What is live behind each call, by block and instruction: without the call's results, but with the slots that it uses itself.
    pub(super) behind: FxHashMap<(u32, usize), Bits>,
}

impl Liveness {
    pub(super) fn of(func: &Function) -> Liveness {
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
    pub(super) fn len(&self) -> usize {
        self.held.len() + self.own.slots.len()
    }

    /// The slots that may hold something at the start of each block. A frame is not zeroed: at the function's start it is all of them.
    pub(super) fn dirty(&self, func: &Function) -> Vec<Bits> {
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
            // A constant or an address keeps no object.
            if !matches!(inst.op, Op::Iconst(..)) && !inst.op.is_address() {
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
