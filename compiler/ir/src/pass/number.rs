//! Value numbering: finding an instruction that computes what another does.

use crate::ir::*;

/// Identifies a pure computation by op and operands.
pub(super) type Key = (u8, u64, u64, u64);

/// The key of an instruction whose result depends on nothing but its operands; `None` for all others.
pub(super) fn key(op: &Op) -> Option<Key> {
    let pair = |a: Value, b: Value| u64::from(a.0) << 32 | u64::from(b.0);
    Some(match *op {
        Op::Iconst(ty, n) => (0, ty as u64, n as u64, 0),
        Op::Fconst(ty, bits) => (1, ty as u64, bits, 0),
        Op::Bin(op, a, b) => (2, op as u64, pair(a, b), 0),
        Op::Un(op, a) => (3, op as u64, a.0.into(), 0),
        Op::Fma(a, b, c) => (4, pair(a, b), c.0.into(), 0),
        Op::Conv(op, a, to) => (5, op as u64, a.0.into(), to as u64),
        Op::Cmp(cmp, a, b) => (6, cmp as u64, pair(a, b), 0),
        Op::Select(c, a, b) => (7, c.0.into(), pair(a, b), 0),
        Op::Load(ty, addr, offset, Mem { may_fault: false, readonly: true }) => (8, addr.0.into(), offset as u64, ty as u64),
        Op::SlotAddr(slot, offset) => (9, slot.0.into(), offset as u64, 0),
        Op::GlobalAddr(id, offset) => (10, id.0.into(), offset as u64, 0),
        Op::DataAddr(id) => (11, id.0.into(), 0, 0),
        Op::TypeAddr(id) => (12, id.0.into(), 0, 0),
        Op::ItabAddr(id) => (13, id.0.into(), 0, 0),
        Op::FuncValAddr(id) => (14, id.0.into(), 0, 0),
        Op::CodeAddr(id) => (15, id.0.into(), 0, 0),
        Op::Index(base, index, scale, offset) => (16, pair(base, index), scale.into(), offset as u64),
        _ => return None,
    })
}
