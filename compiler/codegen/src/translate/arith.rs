//! Arithmetic and comparisons, with Go's results where the machine's differ.

use super::{Translator, clif_ty};
use cranelift_codegen::ir::condcodes::{FloatCC, IntCC};
use cranelift_codegen::ir::{self as clif, BlockArg, InstBuilder};
use mgo_ir::ir::{BinOp, Cmp, Ty, UnOp, Value};

impl Translator<'_, '_> {
    /// An integer constant, cut to the type as CLIF wants it.
    pub(super) fn int_const(&mut self, ty: Ty, n: i64) -> clif::Value {
        let cut = match ty.size() {
            1 => n as u8 as i64,
            2 => n as u16 as i64,
            4 => n as u32 as i64,
            _ => n,
        };
        self.b.ins().iconst(clif_ty(ty), cut)
    }

    /// A float constant, from memory unless it is zero: CLIF's own constants are built anew in each round of a loop.
    pub(super) fn float_constant(&mut self, ty: Ty, bits: u64) -> clif::Value {
        match (ty, bits) {
            (Ty::F32, 0) => self.b.ins().f32const(0.0),
            (_, 0) => self.b.ins().f64const(0.0),
            _ => {
                let addr = self.address(self.env.data.float(bits));
                let flags = clif::MemFlagsData::trusted().with_readonly().with_can_move();
                self.b.ins().load(clif_ty(ty), flags, addr, 0)
            }
        }
    }

    pub(super) fn binary(&mut self, op: BinOp, x: Value, y: Value) -> clif::Value {
        if matches!(op, BinOp::Shl | BinOp::UShr | BinOp::SShr) {
            return self.shift(op, x, y);
        }
        let (a, b) = (self.value(x), self.value(y));
        let ins = self.b.ins();
        match op {
            BinOp::Add => ins.iadd(a, b),
            BinOp::Sub => ins.isub(a, b),
            BinOp::Mul => ins.imul(a, b),
            BinOp::SDiv => self.signed_quotient(a, b, y),
            BinOp::UDiv => ins.udiv(a, b),
            BinOp::SRem => ins.srem(a, b),
            BinOp::URem => ins.urem(a, b),
            BinOp::And => ins.band(a, b),
            BinOp::Or => ins.bor(a, b),
            BinOp::Xor => ins.bxor(a, b),
            BinOp::ShlRaw => ins.ishl(a, b),
            BinOp::UShrRaw => ins.ushr(a, b),
            BinOp::SShrRaw => ins.sshr(a, b),
            BinOp::Rotl => ins.rotl(a, b),
            BinOp::UMulHi => ins.umulhi(a, b),
            BinOp::SMulHi => ins.smulhi(a, b),
            BinOp::FAdd => ins.fadd(a, b),
            BinOp::FSub => ins.fsub(a, b),
            BinOp::FMul => ins.fmul(a, b),
            BinOp::FDiv => ins.fdiv(a, b),
            // CLIF's have the semantics of Go's: NaN if either is, and -0 below +0.
            BinOp::FMin => ins.fmin(a, b),
            BinOp::FMax => ins.fmax(a, b),
            BinOp::FCopysign => ins.fcopysign(a, b),
            BinOp::SMin => ins.smin(a, b),
            BinOp::SMax => ins.smax(a, b),
            BinOp::UMin => ins.umin(a, b),
            BinOp::UMax => ins.umax(a, b),
            BinOp::Shl | BinOp::UShr | BinOp::SShr => unreachable!("handled above"),
        }
    }

    /// A division that cannot overflow: the machine would trap on the least integer by -1. (CLIF's remainder is total in this respect.)
    fn signed_quotient(&mut self, a: clif::Value, b: clif::Value, divisor: Value) -> clif::Value {
        if self.consts.get(&divisor).is_some_and(|&n| n != -1) {
            return self.b.ins().sdiv(a, b);
        }
        let (negated, plain, after) = (self.b.create_block(), self.b.create_block(), self.b.create_block());
        let ty = clif_ty(self.ty(divisor));
        let result = self.b.append_block_param(after, ty);
        let minus_one = self.int_const(self.ty(divisor), -1);
        let special = self.b.ins().icmp(IntCC::Equal, b, minus_one);
        self.b.ins().brif(special, negated, &[], plain, &[]);
        self.b.set_cold_block(negated);
        self.b.switch_to_block(negated);
        let quotient = self.b.ins().ineg(a);
        self.b.ins().jump(after, &[BlockArg::Value(quotient)]);
        self.b.switch_to_block(plain);
        let quotient = self.b.ins().sdiv(a, b);
        self.b.ins().jump(after, &[BlockArg::Value(quotient)]);
        self.b.switch_to_block(after);
        result
    }

    /// A shift whose count may reach the width: the machine would use the count's low bits.
    fn shift(&mut self, op: BinOp, x: Value, count: Value) -> clif::Value {
        let ty = self.ty(x);
        let width = i64::from(ty.size()) * 8;
        let (a, c) = (self.value(x), self.value(count));
        if let Some(&n) = self.consts.get(&count) {
            // The count is unsigned: a negative constant is a huge count.
            let small = (0..width).contains(&n);
            return match op {
                BinOp::Shl | BinOp::UShr if !small => self.int_const(ty, 0),
                BinOp::Shl => self.b.ins().ishl(a, c),
                BinOp::UShr => self.b.ins().ushr(a, c),
                _ if small => self.b.ins().sshr(a, c),
                _ => {
                    let most = self.int_const(Ty::I64, width - 1);
                    self.b.ins().sshr(a, most)
                }
            };
        }
        let count_ty = self.ty(count);
        let limit = self.int_const(count_ty, width);
        let in_range = self.b.ins().icmp(IntCC::UnsignedLessThan, c, limit);
        if op == BinOp::SShr {
            let most = self.int_const(count_ty, width - 1);
            let c = self.b.ins().select(in_range, c, most);
            return self.b.ins().sshr(a, c);
        }
        let shifted = if op == BinOp::Shl { self.b.ins().ishl(a, c) } else { self.b.ins().ushr(a, c) };
        let zero = self.int_const(ty, 0);
        self.b.ins().select(in_range, shifted, zero)
    }

    pub(super) fn unary(&mut self, op: UnOp, a: Value) -> clif::Value {
        let ty = clif_ty(self.ty(a));
        let a = self.value(a);
        let ins = self.b.ins();
        match op {
            UnOp::Neg => ins.ineg(a),
            UnOp::Not => ins.bnot(a),
            UnOp::BoolNot => {
                let one = ins.iconst(clif::types::I8, 1);
                self.b.ins().bxor(a, one)
            }
            UnOp::FNeg => ins.fneg(a),
            UnOp::FAbs => ins.fabs(a),
            UnOp::FSqrt => ins.sqrt(a),
            UnOp::FFloor => ins.floor(a),
            UnOp::FCeil => ins.ceil(a),
            UnOp::FTrunc => ins.trunc(a),
            UnOp::FNearest => ins.nearest(a),
            UnOp::Clz => ins.clz(a),
            UnOp::Ctz => ins.ctz(a),
            UnOp::Popcnt => ins.popcnt(a),
            UnOp::Bswap => ins.bswap(a),
            UnOp::Bitrev => ins.bitrev(a),
            UnOp::Same => ins.bitcast(ty, clif::MemFlagsData::new(), a),
        }
    }

    pub(super) fn compare(&mut self, cmp: Cmp, a: Value, b: Value) -> clif::Value {
        let (a, b) = (self.value(a), self.value(b));
        match condition(cmp) {
            Condition::Int(cc) => self.b.ins().icmp(cc, a, b),
            Condition::Float(cc) => self.b.ins().fcmp(cc, a, b),
        }
    }
}

enum Condition {
    Int(IntCC),
    Float(FloatCC),
}

fn condition(cmp: Cmp) -> Condition {
    match cmp {
        Cmp::Eq => Condition::Int(IntCC::Equal),
        Cmp::Ne => Condition::Int(IntCC::NotEqual),
        Cmp::SLt => Condition::Int(IntCC::SignedLessThan),
        Cmp::SLe => Condition::Int(IntCC::SignedLessThanOrEqual),
        Cmp::SGt => Condition::Int(IntCC::SignedGreaterThan),
        Cmp::SGe => Condition::Int(IntCC::SignedGreaterThanOrEqual),
        Cmp::ULt => Condition::Int(IntCC::UnsignedLessThan),
        Cmp::ULe => Condition::Int(IntCC::UnsignedLessThanOrEqual),
        Cmp::UGt => Condition::Int(IntCC::UnsignedGreaterThan),
        Cmp::UGe => Condition::Int(IntCC::UnsignedGreaterThanOrEqual),
        Cmp::FEq => Condition::Float(FloatCC::Equal),
        Cmp::FNe => Condition::Float(FloatCC::NotEqual),
        Cmp::FLt => Condition::Float(FloatCC::LessThan),
        Cmp::FLe => Condition::Float(FloatCC::LessThanOrEqual),
        Cmp::FGt => Condition::Float(FloatCC::GreaterThan),
        Cmp::FGe => Condition::Float(FloatCC::GreaterThanOrEqual),
    }
}
