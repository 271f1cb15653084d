//! Which words of memory hold which values: loads that an earlier load or store answers.
//!
//! Where paths meet, what they agree on is known; at the head of a loop nothing is. Frame slots whose address is only used in
//! loads and stores are disjoint from all other memory, so calls and stores elsewhere leave them alone.

use crate::cfg::Cfg;
use crate::ir::*;
use crate::program::GlobalId;
use mgo_abi::builtins::Builtin;
use rustc_hash::{FxHashMap, FxHashSet};

/// What an address is relative to.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
enum Root {
    Slot(Slot),
    Global(GlobalId),
    Value(Value),
}

/// A word in memory.
type Place = (Root, i32, Ty);

/// Beyond this many known words nothing is learned: long blocks must not take quadratic time.
const LIMIT: usize = 64;

/// What memory is known to hold.
pub(super) struct Available {
    now: FxHashMap<Place, Value>,
    /// At the end of each block.
    at_end: Vec<Option<FxHashMap<Place, Value>>>,
    /// Slots whose address goes nowhere but into loads and stores.
    private: Vec<bool>,
    /// Func values that the function has made: where the address of code was stored first.
    closures: FxHashSet<Root>,
    /// What they hold, which never changes: it answers loads wherever they are.
    held: FxHashMap<Place, Value>,
}

impl Available {
    pub(super) fn new(func: &Function) -> Available {
        Available {
            now: FxHashMap::default(),
            at_end: vec![None; func.blocks.len()],
            private: private_slots(func),
            closures: FxHashSet::default(),
            held: FxHashMap::default(),
        }
    }

    /// Starts a block.
    pub(super) fn enter(&mut self, block: Block, cfg: &Cfg) {
        let preds = &cfg.preds[block.0 as usize];
        self.now = match preds[..] {
            [first, ..] if preds.iter().all(|&pred| cfg.is_before(pred, block)) => self.agreed(first, &preds[1..]),
            _ => FxHashMap::default(),
        };
    }

    /// What all of these blocks know at their ends.
    fn agreed(&self, first: Block, others: &[Block]) -> FxHashMap<Place, Value> {
        let at_end = |block: Block| self.at_end[block.0 as usize].as_ref();
        let mut known = at_end(first).cloned().unwrap_or_default();
        for &other in others.iter().filter(|&&other| other != first) {
            match at_end(other) {
                Some(end) => known.retain(|place, value| end.get(place) == Some(value)),
                None => known.clear(),
            }
        }
        known
    }

    /// Ends it.
    pub(super) fn leave(&mut self, block: Block) {
        if !self.now.is_empty() {
            self.at_end[block.0 as usize] = Some(std::mem::take(&mut self.now));
        }
    }

    /// Whether an instruction stores what the word holds already.
    pub(super) fn is_stored(&self, inst: &Inst, ops: &[Option<Op>], types: &[Ty]) -> bool {
        let (Op::Store(value, addr, offset, _) | Op::StoreBarrier(value, addr, offset, _)) = inst.op else { return false };
        let (root, at) = resolve(addr, offset, ops);
        self.now.get(&(root, at, types[value.0 as usize])) == Some(&value)
    }

    /// Follows an instruction's effect; for a load whose answer is known, the answer.
    pub(super) fn visit(&mut self, inst: &Inst, ops: &[Option<Op>], types: &[Ty]) -> Option<Value> {
        match inst.op {
            Op::Load(ty, addr, offset, access) => {
                let (root, at) = resolve(addr, offset, ops);
                if let Some(&value) = self.now.get(&(root, at, ty)) {
                    return Some(value);
                }
                if access.readonly
                    && let Some(&value) = self.held.get(&(root, at, ty))
                {
                    return Some(value);
                }
                self.learn((root, at, ty), inst.results[0]);
            }
            Op::Store(value, addr, offset, _) | Op::StoreBarrier(value, addr, offset, _) => {
                let (root, at) = resolve(addr, offset, ops);
                let ty = types[value.0 as usize];
                self.overwrite(root, at, ty.size());
                self.learn((root, at, ty), value);
                if at == 0 && matches!(ops[value.0 as usize], Some(Op::CodeAddr(_))) {
                    self.closures.insert(root);
                }
                if self.closures.contains(&root) {
                    self.held.insert((root, at, ty), value);
                }
            }
            Op::Copy(dst, _, bytes) | Op::Zero(dst, bytes) => {
                let (root, at) = resolve(dst, 0, ops);
                self.overwrite(root, at, bytes);
            }
            Op::Call(Callee::Builtin(Builtin::Memequal | Builtin::CmpString | Builtin::DecodeRune | Builtin::NewObject), _) => {}
            Op::Call(..)
            | Op::AtomicStore(..)
            | Op::AtomicRmw(..)
            | Op::AtomicCas(..)
            | Op::LocalCas(..)
            | Op::AtomicLoad(..)
            | Op::Barrier(..) => {
                let private = &self.private;
                self.now.retain(|(root, ..), _| is_private(*root, private));
            }
            _ => {}
        }
        None
    }

    fn learn(&mut self, place: Place, value: Value) {
        if self.now.len() < LIMIT {
            self.now.insert(place, value);
        }
    }

    /// Forgets what a store of `bytes` bytes may change.
    fn overwrite(&mut self, root: Root, at: i32, bytes: u32) {
        let private = &self.private;
        self.now.retain(|&(other, start, ty), _| {
            if other == root {
                let (end, other_end) = (i64::from(at) + i64::from(bytes), i64::from(start) + i64::from(ty.size()));
                return end <= i64::from(start) || other_end <= i64::from(at);
            }
            let named = |root| matches!(root, Root::Slot(_) | Root::Global(_));
            (named(root) && named(other)) || is_private(root, private) || is_private(other, private)
        });
    }
}

fn is_private(root: Root, private: &[bool]) -> bool {
    matches!(root, Root::Slot(slot) if private[slot.0 as usize])
}

/// An address as its root and the distance from it.
fn resolve(addr: Value, offset: i32, ops: &[Option<Op>]) -> (Root, i32) {
    match ops[addr.0 as usize] {
        Some(Op::SlotAddr(slot, o)) if o.checked_add(offset).is_some() => (Root::Slot(slot), o + offset),
        Some(Op::GlobalAddr(global, o)) if o.checked_add(offset).is_some() => (Root::Global(global), o + offset),
        _ => (Root::Value(addr), offset),
    }
}

/// The slots whose address is used for nothing but accesses, by number.
pub(super) fn private_slots(func: &Function) -> Vec<bool> {
    let mut private = vec![true; func.slots.len()];
    let mut slot_of = vec![None; func.values.len()];
    for inst in func.blocks.iter().flat_map(|block| &block.insts) {
        if let Op::SlotAddr(slot, _) = inst.op {
            slot_of[inst.results[0].0 as usize] = Some(slot);
        }
    }
    for_each_escape(func, |value| {
        if let Some(slot) = slot_of[value.0 as usize] {
            private[slot.0 as usize] = false;
        }
    });
    private
}

/// Calls `f` on each value that is used for anything but as the address of an access.
pub(super) fn for_each_escape(func: &Function, mut f: impl FnMut(Value)) {
    for block in &func.blocks {
        for inst in &block.insts {
            match inst.op {
                Op::Load(..) | Op::Zero(..) | Op::Copy(..) | Op::NilCheck(_) => {}
                Op::Store(value, ..) | Op::StoreBarrier(value, ..) => f(value),
                _ => inst.op.for_each_value(&mut f),
            }
        }
        block.term.iter().for_each(|term| term.for_each_value(&mut f));
    }
}
