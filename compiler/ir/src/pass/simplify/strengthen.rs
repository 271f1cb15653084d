//! Rewriting what takes more than one instruction to say cheaper.

use super::super::fold::{Known, sign_extend};
use super::Simplify;
use crate::ir::*;
use mgo_abi::builtins::Builtin;
use smallvec::SmallVec;

/// Comparisons of up to so many bytes are made in place.
const EQUAL_MAX: i64 = 16;
/// Copies of up to so many bytes: codegen loads them all before it stores any, so the places may overlap.
const COPY_MAX: i64 = 64;
/// Blocks looked at for a branch that tells a value.
const BRANCHES: u32 = 4;

/// Where new instructions go: in front of the one being looked at.
struct At<'k> {
    block: Block,
    loc: Loc,
    kept: &'k mut Vec<Inst>,
}

impl Simplify<'_> {
    /// Arithmetic that has cheaper equals.
    pub(super) fn strengthen(&mut self, block: Block, inst: &mut Inst, kept: &mut Vec<Inst>) {
        let at = &mut At { block, loc: inst.loc, kept };
        let cheaper = match inst.op {
            // x % 2^k == 0 asks for the low bits, whatever the sign.
            Op::Cmp(cmp @ (Cmp::Eq | Cmp::Ne), rem, zero) if self.int(zero) == Some(0) => {
                let Some(&Op::Bin(BinOp::SRem, x, by)) = self.op(rem) else { return };
                let Some(by) = self.int(by).filter(|&n| n > 0 && n.count_ones() == 1) else { return };
                let ty = self.ty(x);
                let mask = self.compute(at, Op::Iconst(ty, by - 1), ty);
                let low = self.compute(at, Op::Bin(BinOp::And, x, mask), ty);
                Op::Cmp(cmp, low, zero)
            }
            // An addition has room for its result elsewhere (lea).
            Op::Bin(BinOp::Sub, x, by) => {
                let ty = self.ty(x);
                let Some(n) = self.int(by).filter(|&n| ty != Ty::Ptr && sign_extend(ty, n.wrapping_neg()) != n) else { return };
                let n = self.compute(at, Op::Iconst(ty, n.wrapping_neg()), ty);
                Op::Bin(BinOp::Add, x, n)
            }
            // x * 3, 5, 9 is one address computation.
            Op::Bin(BinOp::Mul, x, by) if self.ty(x).size() >= 4 => {
                let Some(shift) = self.int(by).and_then(|n| [3, 5, 9].iter().position(|&m| m == n)) else { return };
                let ty = self.ty(x);
                let count = self.compute(at, Op::Iconst(Ty::I64, shift as i64 + 1), Ty::I64);
                let shifted = self.compute(at, Op::Bin(BinOp::ShlRaw, x, count), ty);
                Op::Bin(BinOp::Add, x, shifted)
            }
            // Nothing is rounded, so a shift will do.
            Op::Bin(BinOp::SDiv, x, by)
                if let Some(n) = self.int(by).filter(|&n| n > 1 && n.count_ones() == 1)
                    && self.is_multiple_by_branch(x, n, block) =>
            {
                let count = self.compute(at, Op::Iconst(Ty::I64, n.trailing_zeros().into()), Ty::I64);
                Op::Bin(BinOp::SShrRaw, x, count)
            }
            // The machine divides once for both.
            Op::Bin(op @ (BinOp::SRem | BinOp::URem), x, y) if self.int(y).is_none() => {
                let quotient = if op == BinOp::SRem { BinOp::SDiv } else { BinOp::UDiv };
                if !self.quotients.contains(&(quotient, x, y)) {
                    return;
                }
                let ty = self.ty(x);
                let quotient = self.compute(at, Op::Bin(quotient, x, y), ty);
                let product = self.compute(at, Op::Bin(BinOp::Mul, quotient, y), ty);
                Op::Bin(BinOp::Sub, x, product)
            }
            _ => return,
        };
        self.ops[inst.results[0].0 as usize] = Some(cheaper.clone());
        inst.op = cheaper;
    }

    /// Calls of the runtime for few bytes, as many as are known here.
    pub(super) fn expand_call(&mut self, block: Block, inst: &mut Inst, kept: &mut Vec<Inst>) {
        let Op::Call(Callee::Builtin(builtin), args) = &inst.op else { return };
        let at = &mut At { block, loc: inst.loc, kept };
        inst.op = match (builtin, &args[..]) {
            (Builtin::Memequal, &[a, b, n]) => {
                let Some(n) = self.int(n).or_else(|| self.equal_by_branch(n, block)) else { return };
                if !(0..=EQUAL_MAX).contains(&n) {
                    return;
                }
                self.equal_bytes(at, a, b, n as u32)
            }
            (Builtin::Memmove, &[dst, src, n]) => match self.int(n) {
                Some(n @ 1..=COPY_MAX) => Op::Copy(dst, src, n as u32),
                _ => return,
            },
            (Builtin::Memclr, &[dst, n]) => match self.int(n) {
                Some(n @ 1..=COPY_MAX) => Op::Zero(dst, n as u32),
                _ => return,
            },
            _ => return,
        };
    }

    /// Conditions decided on the way to a block, with what they are.
    fn branches_to(&self, mut block: Block) -> impl Iterator<Item = (Value, bool)> {
        let mut left = BRANCHES;
        std::iter::from_fn(move || {
            while left > 0 {
                left -= 1;
                let &[pred] = &self.cfg.preds[block.0 as usize][..] else { return None };
                let from = std::mem::replace(&mut block, pred);
                if let Some(Term::Br { cond, then, els }) = &self.func.blocks[pred.0 as usize].term
                    && then.block != els.block
                {
                    return Some((*cond, then.block == from));
                }
            }
            None
        })
    }

    /// The constant that a value has been found equal to on the way to a block.
    fn equal_by_branch(&self, value: Value, block: Block) -> Option<i64> {
        self.branches_to(block).find_map(|(cond, truth)| match self.op(cond) {
            Some(&Op::Cmp(Cmp::Eq, x, y)) if truth && x == value => self.int(y),
            Some(&Op::Cmp(Cmp::Eq, x, y)) if truth && y == value => self.int(x),
            _ => None,
        })
    }

    /// Whether a value has been found to be a multiple of a power of two.
    fn is_multiple_by_branch(&self, value: Value, power: i64, block: Block) -> bool {
        self.branches_to(block).any(|(cond, truth)| match self.op(cond) {
            Some(&Op::Cmp(cmp @ (Cmp::Eq | Cmp::Ne), low, zero)) => {
                let mask = match self.op(low) {
                    Some(&Op::Bin(BinOp::And, x, mask)) if x == value => self.int(mask),
                    _ => None,
                };
                truth == (cmp == Cmp::Eq) && self.int(zero) == Some(0) && mask.is_some_and(|mask| mask & (power - 1) == power - 1)
            }
            _ => false,
        })
    }

    /// Whether `n` bytes at two places are the same.
    fn equal_bytes(&mut self, at: &mut At<'_>, a: Value, b: Value, n: u32) -> Op {
        let mut equal = |pass: &mut Self, (offset, ty)| {
            let (x, y) = (pass.piece(at, a, offset, ty), pass.piece(at, b, offset, ty));
            Op::Cmp(Cmp::Eq, x, y)
        };
        match pieces(n)[..] {
            [] => Op::Iconst(Ty::I8, 1),
            [piece] => equal(self, piece),
            [first, ref last @ ..] => {
                let (first, last) = (equal(self, first), equal(self, last[0]));
                let (first, last) = (self.compute(at, first, Ty::I8), self.compute(at, last, Ty::I8));
                Op::Bin(BinOp::And, first, last)
            }
        }
    }

    /// Bytes at a place, or those of a constant.
    fn piece(&mut self, at: &mut At<'_>, addr: Value, offset: u32, ty: Ty) -> Value {
        if let Some(&Op::DataAddr(id)) = self.op(addr) {
            let known = self.program.data[id.0 as usize].get(offset as usize..(offset + ty.size()) as usize);
            if let Some(bytes) = known.filter(|_| !self.program.data_relocs.contains_key(&id)) {
                let n = bytes.iter().rev().fold(0i64, |n, &byte| n << 8 | i64::from(byte));
                return self.compute(at, Op::Iconst(ty, sign_extend(ty, n)), ty);
            }
        }
        self.compute(at, Op::Load(ty, addr, offset as i32, Mem::default()), ty)
    }

    /// The value of a pure op: one computed before, or a new instruction.
    fn compute(&mut self, at: &mut At<'_>, op: Op, ty: Ty) -> Value {
        if let Some(value) = self.known_result(at.block, &op, ty) {
            return value;
        }
        let value = self.func.new_value(ty);
        self.same_as.push(value);
        self.ops.push(Some(op.clone()));
        self.number(at.block, &op, value);
        at.kept.push(Inst { op, results: SmallVec::from_slice(&[value]), loc: at.loc });
        value
    }
}

/// At most two pieces that cover `n` bytes, up to 16; they may overlap.
fn pieces(n: u32) -> SmallVec<[(u32, Ty); 2]> {
    let one = |ty| SmallVec::from_slice(&[(0, ty)]);
    let two = |ty: Ty, last: Ty| SmallVec::from_slice(&[(0, ty), (n - last.size(), last)]);
    match n {
        0 => SmallVec::new(),
        1 => one(Ty::I8),
        2 => one(Ty::I16),
        3 => two(Ty::I16, Ty::I8),
        4 => one(Ty::I32),
        5..=7 => two(Ty::I32, Ty::I32),
        8 => one(Ty::I64),
        _ => two(Ty::I64, Ty::I64),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_cover_every_byte_and_no_more() {
        for n in 0..=EQUAL_MAX as u32 {
            let mut covered = vec![false; n as usize];
            for (at, ty) in pieces(n) {
                covered[at as usize..(at + ty.size()) as usize].fill(true);
            }
            assert!(covered.iter().all(|&c| c), "{n} bytes");
        }
    }
}
