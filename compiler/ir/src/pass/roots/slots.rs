//! A function's own slots whose contents can be followed: where they are used, and where all of them is written anew.

use std::ops::Range;

use mgo_abi::builtins::Builtin;
use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use crate::ir::*;

/// Which slots a value may be an address in.
type Addresses = FxHashMap<Value, SmallVec<[Slot; 2]>>;

/// The function's own slots whose address goes nowhere but to accesses, and to calls that cannot give it back.
pub(super) struct OwnSlots {
    pub(super) slots: Vec<Slot>,
    /// Which of them each address may be in.
    addresses: FxHashMap<Value, SmallVec<[usize; 2]>>,
    /// Where in its slot an address is, when it is the slot's for certain.
    offsets: FxHashMap<Value, i32>,
    /// Those that are the frame of a native's call: their parts are all stored in front of it.
    of_natives: Vec<bool>,
}

impl OwnSlots {
    pub(super) fn of(func: &Function) -> OwnSlots {
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
    pub(super) fn used(&self, op: &Op, mut f: impl FnMut(usize)) {
        op.for_each_value(|v| self.addresses.get(&v).into_iter().flatten().for_each(|&slot| f(slot)));
    }

    /// The slot that is at an address for certain, and where in it.
    fn exactly(&self, addr: Value) -> Option<(usize, i32)> {
        Some((*self.addresses.get(&addr)?.first()?, *self.offsets.get(&addr)?))
    }

    /// The slots of which a block stores to each word before it uses any, and the first of these stores.
    pub(super) fn defined_in(&self, func: &Function, block: &BlockData) -> Vec<(usize, usize)> {
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
                        let words = if self.of_natives[slot] { words_touched(at as u32, bytes) } else { words_covered(at as u32, bytes) };
                        (words.start..words.end.min(64)).for_each(|word| known.1 |= 1 << word);
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

/// The words that lie within some bytes.
fn words_covered(at: u32, bytes: u32) -> Range<u32> {
    at.div_ceil(8)..(at + bytes) / 8
}

/// The words of which some bytes are a part: the rest of a native's word is filled by nobody.
fn words_touched(at: u32, bytes: u32) -> Range<u32> {
    at / 8..(at + bytes.max(1)).div_ceil(8)
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
