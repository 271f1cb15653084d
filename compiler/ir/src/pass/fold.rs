//! What an instruction is worth when some operands are known: a constant, another value, or a simpler instruction.

use crate::ir::*;

/// What became of an instruction.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Folded {
    /// Nothing to gain.
    Same,
    /// The result is this value.
    Copy(Value),
    /// This instruction does the same.
    Op(Op),
}

/// What folding may ask about values.
pub(super) trait Known {
    /// The instruction that defines a value, if it is pure.
    fn op(&self, value: Value) -> Option<&Op>;
    /// A value's type.
    fn ty(&self, value: Value) -> Ty;

    /// The value as an integer constant, sign-extended.
    fn int(&self, value: Value) -> Option<i64> {
        match self.op(value) {
            Some(Op::Iconst(ty, n)) => Some(sign_extend(*ty, *n)),
            _ => None,
        }
    }
}

fn bits(ty: Ty) -> u32 {
    ty.size() * 8
}

/// The low bits of `n` that a type holds, sign-extended.
pub(super) fn sign_extend(ty: Ty, n: i64) -> i64 {
    let unused = 64 - bits(ty);
    n << unused >> unused
}

/// The low bits of `n` that a type holds, zero-extended.
pub(super) fn zero_extend(ty: Ty, n: i64) -> u64 {
    n as u64 & (u64::MAX >> (64 - bits(ty)))
}

/// Simplifies a pure instruction.
pub(super) fn fold(op: &Op, known: &impl Known) -> Folded {
    match *op {
        Op::Bin(bin, a, b) => fold_binary(bin, a, b, known),
        Op::Un(un, a) => fold_unary(un, a, known),
        Op::Conv(conv, a, to) => fold_conversion(conv, a, to, known),
        Op::Cmp(cmp, a, b) => fold_comparison(cmp, a, b, known),
        Op::Select(c, a, b) => match known.int(c) {
            Some(0) => Folded::Copy(b),
            Some(_) => Folded::Copy(a),
            None if a == b => Folded::Copy(a),
            // A choice between 1 and 0 is the condition.
            None if !known.ty(a).is_float() && known.int(a) == Some(1) && known.int(b) == Some(0) && is_bool(c, known) => match known.ty(a)
            {
                Ty::I8 => Folded::Copy(c),
                ty => Folded::Op(Op::Conv(ConvOp::ZExt, c, ty)),
            },
            None => Folded::Same,
        },
        Op::Index(base, index, scale, offset) => fold_index(base, index, scale, offset, known),
        _ => Folded::Same,
    }
}

fn constant(ty: Ty, n: i64) -> Folded {
    Folded::Op(Op::Iconst(ty, sign_extend(ty, n)))
}

fn fold_binary(op: BinOp, a: Value, b: Value, known: &impl Known) -> Folded {
    let ty = known.ty(a);
    if ty.is_float() {
        return Folded::Same;
    }
    let (x, y) = (known.int(a), known.int(b));
    if let (Some(x), Some(y)) = (x, y)
        && let Some(n) = evaluate(op, ty, x, known.ty(b), y)
    {
        return constant(ty, n);
    }
    use BinOp::*;
    match (op, x, y) {
        // Constants go right, where the other rules look.
        (Add | Mul | And | Or | Xor, Some(_), None) => Folded::Op(Op::Bin(op, b, a)),
        (Add | Sub | Or | Xor | Shl | UShr | SShr | ShlRaw | UShrRaw | SShrRaw, _, Some(0)) => Folded::Copy(a),
        (Mul | SDiv | UDiv, _, Some(1)) => Folded::Copy(a),
        (Mul | And, _, Some(0)) => constant(ty, 0),
        (And, _, Some(-1)) => Folded::Copy(a),
        (Sub | Xor, _, _) if a == b => constant(ty, 0),
        (And | Or, _, _) if a == b => Folded::Copy(a),
        // x - (x - y), as the lengths of slices of slices have it.
        (Sub, _, _)
            if let Some(&Op::Bin(Sub, x, y)) = known.op(b)
                && x == a =>
        {
            Folded::Copy(y)
        }
        (Add, _, Some(n)) => match known.op(a) {
            Some(&Op::SlotAddr(slot, o)) => with_offset(o, n, |o| Op::SlotAddr(slot, o)),
            Some(&Op::GlobalAddr(global, o)) => with_offset(o, n, |o| Op::GlobalAddr(global, o)),
            _ => Folded::Same,
        },
        (Shl | UShr | SShr, ..) if is_below(b, i64::from(bits(ty)), known) => {
            let raw = match op {
                Shl => ShlRaw,
                UShr => UShrRaw,
                _ => SShrRaw,
            };
            Folded::Op(Op::Bin(raw, a, b))
        }
        _ => Folded::Same,
    }
}

/// Whether a count is known to be from 0 to below a limit, a power of two: a constant, or masked like the bits of sets and hashes.
fn is_below(count: Value, limit: i64, known: &impl Known) -> bool {
    let constant = |value| known.int(value);
    if let Some(n) = constant(count) {
        return (0..limit).contains(&n);
    }
    match known.op(count) {
        Some(&Op::Bin(BinOp::And, _, mask)) => constant(mask).is_some_and(|mask| (0..limit).contains(&mask)),
        Some(&Op::Bin(BinOp::URem, _, n)) => constant(n).is_some_and(|n| (1..=limit).contains(&n)),
        Some(&Op::Bin(BinOp::UShrRaw, x, n)) => constant(n).is_some_and(|n| i64::from(bits(known.ty(x))) - n <= i64::from(limit.ilog2())),
        Some(&Op::Conv(ConvOp::ZExt | ConvOp::SExt | ConvOp::Trunc, inner, _)) => is_below(inner, limit, known),
        _ => false,
    }
}

/// The result of integer arithmetic; `None` where that has none.
fn evaluate(op: BinOp, ty: Ty, x: i64, count_ty: Ty, y: i64) -> Option<i64> {
    let (ux, uy) = (zero_extend(ty, x), zero_extend(ty, y));
    let count = zero_extend(count_ty, y);
    let small = count < u64::from(bits(ty));
    Some(match op {
        BinOp::Add => x.wrapping_add(y),
        BinOp::Sub => x.wrapping_sub(y),
        BinOp::Mul => x.wrapping_mul(y),
        BinOp::SDiv | BinOp::SRem if y == 0 => return None,
        BinOp::SDiv => x.wrapping_div(y),
        BinOp::SRem => x.wrapping_rem(y),
        BinOp::UDiv => ux.checked_div(uy)? as i64,
        BinOp::URem => ux.checked_rem(uy)? as i64,
        BinOp::And => x & y,
        BinOp::Or => x | y,
        BinOp::Xor => x ^ y,
        BinOp::Shl | BinOp::ShlRaw if small => x << count,
        BinOp::UShr | BinOp::UShrRaw if small => (ux >> count) as i64,
        BinOp::SShr | BinOp::SShrRaw if small => x >> count,
        BinOp::Shl | BinOp::UShr => 0,
        BinOp::SShr => x >> 63,
        BinOp::SMin => x.min(y),
        BinOp::SMax => x.max(y),
        BinOp::UMin => ux.min(uy) as i64,
        BinOp::UMax => ux.max(uy) as i64,
        _ => return None,
    })
}

fn fold_unary(op: UnOp, a: Value, known: &impl Known) -> Folded {
    let ty = known.ty(a);
    match (op, known.int(a), known.op(a)) {
        (UnOp::Neg, Some(x), _) => constant(ty, x.wrapping_neg()),
        (UnOp::Not, Some(x), _) => constant(ty, !x),
        (UnOp::BoolNot, Some(x), _) => constant(ty, i64::from(x == 0)),
        (UnOp::BoolNot, _, Some(Op::Un(UnOp::BoolNot, inner))) => Folded::Copy(*inner),
        (UnOp::BoolNot, _, Some(&Op::Cmp(cmp, x, y))) => match negated(cmp) {
            Some(cmp) => Folded::Op(Op::Cmp(cmp, x, y)),
            None => Folded::Same,
        },
        _ => Folded::Same,
    }
}

/// The comparison that is true where this is false; floats have none, for NaN.
pub(super) fn negated(cmp: Cmp) -> Option<Cmp> {
    Some(match cmp {
        Cmp::Eq => Cmp::Ne,
        Cmp::Ne => Cmp::Eq,
        Cmp::SLt => Cmp::SGe,
        Cmp::SLe => Cmp::SGt,
        Cmp::SGt => Cmp::SLe,
        Cmp::SGe => Cmp::SLt,
        Cmp::ULt => Cmp::UGe,
        Cmp::ULe => Cmp::UGt,
        Cmp::UGt => Cmp::ULe,
        Cmp::UGe => Cmp::ULt,
        Cmp::FEq => Cmp::FNe,
        Cmp::FNe => Cmp::FEq,
        Cmp::FLt | Cmp::FLe | Cmp::FGt | Cmp::FGe => return None,
    })
}

fn fold_conversion(op: ConvOp, a: Value, to: Ty, known: &impl Known) -> Folded {
    let from = known.ty(a);
    if let Some(x) = known.int(a) {
        match op {
            ConvOp::SExt | ConvOp::Trunc => return constant(to, x),
            ConvOp::ZExt => return constant(to, zero_extend(from, x) as i64),
            ConvOp::Bitcast if !to.is_float() => return constant(to, x),
            ConvOp::SIntToFloat if to == Ty::F64 => return Folded::Op(Op::Fconst(to, (x as f64).to_bits())),
            _ => {}
        }
    }
    match (op, known.op(a)) {
        (ConvOp::Bitcast, _) if from == to => Folded::Copy(a),
        (ConvOp::Bitcast, Some(&Op::Conv(ConvOp::Bitcast, inner, _))) if known.ty(inner) == to => Folded::Copy(inner),
        (ConvOp::Trunc, Some(&Op::Conv(ConvOp::SExt | ConvOp::ZExt, inner, _))) if known.ty(inner) == to => Folded::Copy(inner),
        _ => Folded::Same,
    }
}

fn fold_comparison(cmp: Cmp, a: Value, b: Value, known: &impl Known) -> Folded {
    let ty = known.ty(a);
    if ty.is_float() {
        return Folded::Same;
    }
    if let (Some(x), Some(y)) = (known.int(a), known.int(b)) {
        return constant(Ty::I8, i64::from(compare(cmp, ty, x, y)));
    }
    if a == b {
        return constant(Ty::I8, i64::from(compare(cmp, ty, 0, 0)));
    }
    match (cmp, known.int(b)) {
        (Cmp::ULt, Some(0)) => constant(Ty::I8, 0),
        (Cmp::UGe, Some(0)) => constant(Ty::I8, 1),
        // A comparison's result, compared with false or true.
        (Cmp::Ne, Some(0)) | (Cmp::Eq, Some(1)) if is_bool(a, known) => Folded::Copy(a),
        (Cmp::Eq, Some(0)) | (Cmp::Ne, Some(1)) if is_bool(a, known) => Folded::Op(Op::Un(UnOp::BoolNot, a)),
        (Cmp::Eq | Cmp::Ne, Some(0)) if is_address(a, known) => constant(Ty::I8, i64::from(cmp == Cmp::Ne)),
        _ => Folded::Same,
    }
}

/// An integer comparison of constants.
pub(super) fn compare(cmp: Cmp, ty: Ty, x: i64, y: i64) -> bool {
    let (ux, uy) = (zero_extend(ty, x), zero_extend(ty, y));
    match cmp {
        Cmp::Eq => x == y,
        Cmp::Ne => x != y,
        Cmp::SLt => x < y,
        Cmp::SLe => x <= y,
        Cmp::SGt => x > y,
        Cmp::SGe => x >= y,
        Cmp::ULt => ux < uy,
        Cmp::ULe => ux <= uy,
        Cmp::UGt => ux > uy,
        Cmp::UGe => ux >= uy,
        Cmp::FEq | Cmp::FNe | Cmp::FLt | Cmp::FLe | Cmp::FGt | Cmp::FGe => unreachable!("integers only"),
    }
}

fn is_bool(value: Value, known: &impl Known) -> bool {
    known.ty(value) == Ty::I8 && matches!(known.op(value), Some(Op::Cmp(..) | Op::Un(UnOp::BoolNot, _)))
}

/// Whether the value is an address that is never nil.
pub(super) fn is_address(value: Value, known: &impl Known) -> bool {
    known.op(value).is_some_and(Op::is_address)
}

/// Address arithmetic with constants: they go into the offset.
fn fold_index(base: Value, index: Value, scale: u32, offset: i32, known: &impl Known) -> Folded {
    let more = |n: i64, scale: u32| n.checked_mul(i64::from(scale))?.checked_add(i64::from(offset));
    if let Some(at) = known.int(index).and_then(|n| more(n, scale)) {
        return match known.op(base) {
            _ if at == 0 => Folded::Copy(base),
            Some(&Op::SlotAddr(slot, o)) => with_offset(o, at, |o| Op::SlotAddr(slot, o)),
            Some(&Op::GlobalAddr(global, o)) => with_offset(o, at, |o| Op::GlobalAddr(global, o)),
            _ => Folded::Same,
        };
    }
    if let Some(&Op::Bin(BinOp::Add, x, k)) = known.op(index)
        && let Some(at) = known.int(k).and_then(|n| more(n, scale))
    {
        return with_offset(0, at, |o| Op::Index(base, x, scale, o));
    }
    if let Some(&Op::Bin(BinOp::Add, p, k)) = known.op(base)
        && let Some(at) = known.int(k).and_then(|n| more(n, 1))
    {
        return with_offset(0, at, |o| Op::Index(p, index, scale, o));
    }
    Folded::Same
}

fn with_offset(old: i32, more: i64, make: impl FnOnce(i32) -> Op) -> Folded {
    match i64::from(old).checked_add(more).and_then(|n| i32::try_from(n).ok()) {
        Some(offset) => Folded::Op(make(offset)),
        None => Folded::Same,
    }
}
