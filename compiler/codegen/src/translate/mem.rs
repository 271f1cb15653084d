//! Loads, stores, copies, atomics, barriers and nil checks.
//!
//! A nil dereference is a fault below address 4096 at a compiled pc, so a check costs nothing where an access through the same pointer follows; Cranelift
//! keeps accesses that are not marked `notrap` in their order among themselves and other effects.

use super::{Translator, clif_ty};
use crate::symbol::Symbol;
use crate::window::Part;
use cranelift_codegen::ir::{self as clif, AtomicRmwOp, BlockArg, InstBuilder, MemFlagsData, types};
use mgo_abi::builtins::Builtin;
use mgo_abi::layouts::NIL_PAGE;
use mgo_ir::ir::{BlockData, Inst, Mem, Op, RmwOp, Ty, Value};
use rustc_hash::FxHashMap;

/// Copies and zeroings up to this many bytes are made of moves in place.
const INLINE_BYTES: u32 = 128;

/// How an instruction takes part in a nil check that a later access makes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum NilCheck {
    /// The check, dropped.
    Dropped,
    /// The access that faults in its place.
    Carried,
}

/// The nil checks of a block that an access through the same pointer makes before anything else has an effect, by instruction index.
pub(super) fn accesses_that_check_nil(block: &BlockData) -> FxHashMap<usize, NilCheck> {
    let mut found = FxHashMap::default();
    for (i, inst) in block.insts.iter().enumerate() {
        if let Op::NilCheck(ptr) = inst.op
            && let Some(n) = block.insts[i + 1..].iter().take(16).position(|next| !is_transparent(next, ptr))
            && accesses(&block.insts[i + 1 + n], ptr)
        {
            found.insert(i, NilCheck::Dropped);
            found.insert(i + 1 + n, NilCheck::Carried);
        }
    }
    found
}

fn accesses(inst: &Inst, ptr: Value) -> bool {
    match inst.op {
        Op::Load(_, addr, offset, _) | Op::Store(_, addr, offset, _) | Op::StoreBarrier(_, addr, offset, _) => {
            addr == ptr && (0..NIL_PAGE as i32 - 8).contains(&offset)
        }
        Op::Copy(dst, src, bytes) => (1..=INLINE_BYTES).contains(&bytes) && (dst == ptr || src == ptr),
        Op::Zero(dst, bytes) => (1..=INLINE_BYTES).contains(&bytes) && dst == ptr,
        _ => false,
    }
}

/// Whether a check may move behind the instruction: it has no effect but perhaps the same panic.
fn is_transparent(inst: &Inst, ptr: Value) -> bool {
    !accesses(inst, ptr) && (inst.op.is_pure() || matches!(inst.op, Op::Load(..) | Op::NilCheck(_)))
}

fn flags(access: Mem, nil_check: Option<NilCheck>) -> MemFlagsData {
    let flags = MemFlagsData::new().with_aligned();
    let flags = if access.may_fault || nil_check == Some(NilCheck::Carried) { flags } else { flags.with_notrap() };
    if access.readonly { flags.with_readonly() } else { flags }
}

impl Translator<'_, '_> {
    pub(super) fn load(&mut self, ty: Ty, addr: Value, offset: i32, access: Mem, nil_check: Option<NilCheck>) -> clif::Value {
        let addr = self.value(addr);
        self.b.ins().load(clif_ty(ty), flags(access, nil_check), addr, offset)
    }

    pub(super) fn store(&mut self, value: Value, addr: Value, offset: i32, access: Mem, nil_check: Option<NilCheck>) {
        let (value, addr) = (self.value(value), self.value(addr));
        self.b.ins().store(flags(access, nil_check), value, addr, offset);
    }

    pub(super) fn store_barrier(&mut self, value: Value, addr: Value, offset: i32, access: Mem, nil_check: Option<NilCheck>) {
        let (value, addr) = (self.value(value), self.value(addr));
        let flags = flags(access, nil_check);
        self.while_marking(|t| {
            if !flags.notrap() {
                // The barrier reads the old value outside the code range, where a fault is no nil dereference.
                t.b.ins().load(types::I64, flags, addr, offset);
            }
            let slot = if offset == 0 { addr } else { t.offset(addr, i64::from(offset)) };
            t.call_symbol(Symbol::Builtin(Builtin::WriteBarrier), &[slot, value]);
        });
        self.place(self.loc, Part::Store);
        self.b.ins().store(flags, value, addr, offset);
        self.place(self.loc, Part::None);
    }

    pub(super) fn barrier(&mut self, addr: Value, value: Value) {
        let (addr, value) = (self.value(addr), self.value(value));
        self.while_marking(|t| {
            t.b.ins().load(types::I64, MemFlagsData::new(), addr, 0);
            t.call_symbol(Symbol::Builtin(Builtin::WriteBarrier), &[addr, value]);
        });
    }

    /// Emits what runs only while the collector marks.
    fn while_marking(&mut self, cold_code: impl FnOnce(&mut Self)) {
        let (cold, after) = (self.b.create_block(), self.b.create_block());
        let word = self.address(self.env.wb_enabled);
        self.place(self.loc, Part::Test);
        let enabled = self.b.ins().load(types::I32, MemFlagsData::trusted(), word, 0);
        self.b.ins().brif(enabled, cold, &[], after, &[]);
        self.b.set_cold_block(cold);
        self.b.switch_to_block(cold);
        self.place(self.loc, Part::Cold);
        cold_code(self);
        self.b.ins().jump(after, &[]);
        self.place(self.loc, Part::None);
        self.b.switch_to_block(after);
    }

    fn offset(&mut self, base: clif::Value, bytes: i64) -> clif::Value {
        let bytes = self.b.ins().iconst(types::I64, bytes);
        self.b.ins().iadd(base, bytes)
    }

    pub(super) fn index(&mut self, base: Value, index: Value, scale: u32, offset: i32) -> clif::Value {
        let (base, i) = (self.value(base), self.value(index));
        if let Some(n) = self.consts.get(&index).and_then(|n| n.checked_mul(i64::from(scale))?.checked_add(i64::from(offset))) {
            return if n == 0 { base } else { self.offset(base, n) };
        }
        let scaled = match scale {
            1 => i,
            _ if scale.is_power_of_two() => {
                let shift = self.b.ins().iconst(types::I64, i64::from(scale.ilog2()));
                self.b.ins().ishl(i, shift)
            }
            _ => {
                let scale = self.b.ins().iconst(types::I64, i64::from(scale));
                self.b.ins().imul(i, scale)
            }
        };
        let sum = self.b.ins().iadd(base, scaled);
        if offset == 0 { sum } else { self.offset(sum, i64::from(offset)) }
    }

    pub(super) fn nil_check(&mut self, ptr: Value, nil_check: Option<NilCheck>) {
        if nil_check != Some(NilCheck::Dropped) {
            let ptr = self.value(ptr);
            self.b.ins().load(types::I8, MemFlagsData::new(), ptr, 0);
        }
    }

    pub(super) fn copy(&mut self, dst: Value, src: Value, bytes: u32) {
        let (dst, src) = (self.value(dst), self.value(src));
        if bytes > INLINE_BYTES {
            let len = self.b.ins().iconst(types::I64, i64::from(bytes));
            self.call_symbol(Symbol::Builtin(Builtin::Memmove), &[dst, src, len]);
            return;
        }
        // A few loads before their stores: the moves overlap in the pipeline and need few registers. Four are enough for 64 bytes, which may overlap.
        for group in pieces(bytes).chunks(4) {
            let loaded: Vec<_> = group.iter().map(|&(ty, at)| self.b.ins().load(ty, MemFlagsData::new(), src, at)).collect();
            for (value, &(_, at)) in loaded.into_iter().zip(group) {
                self.b.ins().store(MemFlagsData::new(), value, dst, at);
            }
        }
    }

    pub(super) fn zero(&mut self, dst: Value, bytes: u32) {
        let dst = self.value(dst);
        if bytes > INLINE_BYTES {
            let len = self.b.ins().iconst(types::I64, i64::from(bytes));
            self.call_symbol(Symbol::Builtin(Builtin::Memclr), &[dst, len]);
            return;
        }
        for (ty, at) in pieces(bytes) {
            let zero = if ty == types::I8X16 {
                let zeros = self.b.func.dfg.constants.insert(clif::ConstantData::from([0; 16].as_slice()));
                self.b.ins().vconst(ty, zeros)
            } else {
                self.b.ins().iconst(ty, 0)
            };
            self.b.ins().store(MemFlagsData::new(), zero, dst, at);
        }
    }

    pub(super) fn keep(&mut self, value: Value) {
        let data = clif::StackSlotData::new(clif::StackSlotKind::ExplicitSlot, 8, 3);
        let slot = *self.keep_alive.get_or_insert_with(|| self.b.create_sized_stack_slot(data));
        let value = self.value(value);
        let addr = self.b.ins().stack_addr(types::I64, slot, 0);
        // Not `notrap`: it must stay.
        self.b.ins().store(MemFlagsData::new(), value, addr, 0);
    }

    pub(super) fn atomic_rmw(&mut self, op: RmwOp, addr: Value, value: Value) -> clif::Value {
        let op = match op {
            RmwOp::Add => AtomicRmwOp::Add,
            RmwOp::LocalAdd => return self.local_add(addr, value),
            RmwOp::And => AtomicRmwOp::And,
            RmwOp::Or => AtomicRmwOp::Or,
            RmwOp::Xchg => AtomicRmwOp::Xchg,
        };
        let ty = clif_ty(self.ty(value));
        let (addr, value) = (self.value(addr), self.value(value));
        self.b.ins().atomic_rmw(ty, MemFlagsData::new(), op, addr, value)
    }

    fn local_add(&mut self, addr: Value, value: Value) -> clif::Value {
        let ty = clif_ty(self.ty(value));
        let (addr, value) = (self.value(addr), self.value(value));
        let flags = MemFlagsData::new();
        self.alone_or_locked(
            ty,
            |t| {
                let old = t.b.ins().load(ty, flags, addr, 0);
                let sum = t.b.ins().iadd(old, value);
                t.b.ins().store(flags, sum, addr, 0);
                old
            },
            |t| t.b.ins().atomic_rmw(ty, flags, AtomicRmwOp::Add, addr, value),
        )
    }

    pub(super) fn local_cas(&mut self, addr: Value, old: Value, new: Value) -> clif::Value {
        let ty = clif_ty(self.ty(old));
        let (addr, old, new) = (self.value(addr), self.value(old), self.value(new));
        let flags = MemFlagsData::new();
        self.alone_or_locked(
            ty,
            |t| {
                // A branch, which is predicted: what is loaded next does not wait for this load.
                let (store, after) = (t.b.create_block(), t.b.create_block());
                let found = t.b.ins().load(ty, flags, addr, 0);
                let equal = t.b.ins().icmp(clif::condcodes::IntCC::Equal, found, old);
                t.b.ins().brif(equal, store, &[], after, &[]);
                t.b.switch_to_block(store);
                t.b.ins().store(flags, new, addr, 0);
                t.b.ins().jump(after, &[]);
                t.b.switch_to_block(after);
                found
            },
            |t| t.b.ins().atomic_cas(flags, addr, old, new),
        )
    }

    /// Code for an instance of one P, where nothing comes between the instructions of a window, and the locked instruction for more.
    fn alone_or_locked(
        &mut self,
        ty: clif::Type,
        alone: impl FnOnce(&mut Self) -> clif::Value,
        locked: impl FnOnce(&mut Self) -> clif::Value,
    ) -> clif::Value {
        let (light, heavy, after) = (self.b.create_block(), self.b.create_block(), self.b.create_block());
        let result = self.b.append_block_param(after, ty);
        let word = self.address(self.env.alone);
        self.place(self.loc, Part::Test);
        let one = self.b.ins().load(types::I32, MemFlagsData::trusted(), word, 0);
        self.b.ins().brif(one, light, &[], heavy, &[]);
        self.b.switch_to_block(light);
        self.place(self.loc, Part::Cold);
        let old = alone(self);
        self.b.ins().jump(after, &[BlockArg::Value(old)]);
        self.b.switch_to_block(heavy);
        self.place(self.loc, Part::Store);
        let old = locked(self);
        self.b.ins().jump(after, &[BlockArg::Value(old)]);
        self.place(self.loc, Part::None);
        self.b.switch_to_block(after);
        result
    }
}

/// `bytes` bytes as moves of 16, 8, 4, 2, 1; the last ones overlap where that saves moves.
fn pieces(bytes: u32) -> Vec<(clif::Type, i32)> {
    let mut list = Vec::new();
    let mut at = 0;
    while at < bytes {
        let left = bytes - at;
        let (ty, size) = match left {
            16.. => (types::I8X16, 16),
            9.. if bytes >= 16 => (types::I8X16, 16),
            8.. => (types::I64, 8),
            5.. if bytes >= 8 => (types::I64, 8),
            4.. => (types::I32, 4),
            3 if bytes >= 4 => (types::I32, 4),
            2.. => (types::I16, 2),
            _ => (types::I8, 1),
        };
        list.push((ty, at.min(bytes - size) as i32));
        at += size;
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_cover_every_byte_and_no_more() {
        for bytes in 0..=INLINE_BYTES {
            let mut covered = vec![false; bytes as usize];
            for (ty, at) in pieces(bytes) {
                covered[at as usize..at as usize + ty.bytes() as usize].fill(true);
            }
            assert!(covered.iter().all(|&c| c), "{bytes} bytes");
        }
        assert_eq!(pieces(24), [(types::I8X16, 0), (types::I64, 16)]);
    }
}
