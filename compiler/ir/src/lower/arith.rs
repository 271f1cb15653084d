//! Arithmetic on integers, floats and complex numbers.

use super::func::FnCx;
use super::types::Kind;
use super::value::Val;
use crate::ir::{BinOp, Cmp, ConvOp, Ty, UnOp, Value};
use mgo_abi::builtins::PanicCode;
use mgo_syntax::ast::{BinaryOp, Expr};
use mgo_types::types::TypeId;

impl FnCx<'_> {
    /// `x op y` for operands of one numeric type.
    pub(crate) fn arith(&mut self, op: BinaryOp, t: TypeId, x: &Val, y: &Val, y_expr: Option<&Expr>) -> Val {
        match self.lw.kind(t) {
            Kind::Float(_) => Val::word(self.float_op(op, x.first(), y.first())),
            Kind::Complex(_) => self.complex_op(op, t, x.as_words(), y.as_words()),
            kind => Val::word(self.int_op(op, kind.is_signed(), x.first(), y.first(), y_expr)),
        }
    }

    fn float_op(&mut self, op: BinaryOp, x: Value, y: Value) -> Value {
        let op = match op {
            BinaryOp::Sub => BinOp::FSub,
            BinaryOp::Mul => BinOp::FMul,
            BinaryOp::Div => BinOp::FDiv,
            _ => BinOp::FAdd,
        };
        self.bin(op, x, y)
    }

    fn int_op(&mut self, op: BinaryOp, signed: bool, x: Value, y: Value, y_expr: Option<&Expr>) -> Value {
        let op = match op {
            BinaryOp::Sub => BinOp::Sub,
            BinaryOp::Mul => BinOp::Mul,
            BinaryOp::And => BinOp::And,
            BinaryOp::Or => BinOp::Or,
            BinaryOp::Xor => BinOp::Xor,
            BinaryOp::AndNot => {
                let inverted = self.un(UnOp::Not, y);
                return self.bin(BinOp::And, x, inverted);
            }
            BinaryOp::Div => return self.division(true, signed, x, y, y_expr),
            BinaryOp::Rem => return self.division(false, signed, x, y, y_expr),
            _ => BinOp::Add,
        };
        self.bin(op, x, y)
    }

    /// `x / y` (or `x % y`).
    fn division(&mut self, quotient: bool, signed: bool, x: Value, y: Value, y_expr: Option<&Expr>) -> Value {
        let op = match (quotient, signed) {
            (true, true) => BinOp::SDiv,
            (true, false) => BinOp::UDiv,
            (false, true) => BinOp::SRem,
            (false, false) => BinOp::URem,
        };
        match y_expr.and_then(|e| self.const_int(e)) {
            Some(-1) if signed => {
                let ty = self.b.ty(x);
                return if quotient { self.un(UnOp::Neg, x) } else { self.iconst(ty, 0) };
            }
            Some(n) if n != 0 => {}
            _ => {
                let ok = self.not_null(y);
                self.check_plain(ok, PanicCode::Divide);
            }
        }
        self.bin(op, x, y)
    }

    fn complex_op(&mut self, op: BinaryOp, t: TypeId, x: &[Value], y: &[Value]) -> Val {
        let (a, b, c, d) = (x[0], x[1], y[0], y[1]);
        let words = match op {
            BinaryOp::Add => [self.bin(BinOp::FAdd, a, c), self.bin(BinOp::FAdd, b, d)],
            BinaryOp::Sub => [self.bin(BinOp::FSub, a, c), self.bin(BinOp::FSub, b, d)],
            BinaryOp::Mul => {
                let (ac, bd) = (self.bin(BinOp::FMul, a, c), self.bin(BinOp::FMul, b, d));
                let (ad, bc) = (self.bin(BinOp::FMul, a, d), self.bin(BinOp::FMul, b, c));
                [self.bin(BinOp::FSub, ac, bd), self.bin(BinOp::FAdd, ad, bc)]
            }
            _ => return self.complex_div(t, x, y),
        };
        Val::words(&words)
    }

    /// Division goes through the language's `runtime.complex128div`, with its care for infinities and NaN.
    fn complex_div(&mut self, t: TypeId, x: &[Value], y: &[Value]) -> Val {
        let narrow = self.lw.kind(t) == Kind::Complex(8);
        let mut args: Vec<Value> = x.iter().chain(y).copied().collect();
        if narrow {
            args = args.into_iter().map(|v| self.conv(ConvOp::FPromote, v, Ty::F64)).collect();
        }
        let words = self.call_runtime("complex128div", args);
        if narrow { Val::Words(words.into_iter().map(|v| self.conv(ConvOp::FDemote, v, Ty::F32)).collect()) } else { Val::Words(words) }
    }

    /// `x << y`, `x >> y`.
    pub(crate) fn shift(&mut self, left: bool, t: TypeId, x: Value, y: &Expr) -> Value {
        let signed = self.lw.kind(t).is_signed();
        let ty = self.b.ty(x);
        if let Some(n) = self.tv(y).and_then(|tv| tv.value.as_ref()).and_then(|v| v.to_int()) {
            let n = num_traits::ToPrimitive::to_u64(&n).unwrap_or(u64::MAX);
            let bits = u64::from(ty.size() * 8);
            let (op, n) = match (left, signed) {
                (true, _) if n >= bits => return self.iconst(ty, 0),
                (false, false) if n >= bits => return self.iconst(ty, 0),
                (true, _) => (BinOp::ShlRaw, n),
                (false, false) => (BinOp::UShrRaw, n),
                (false, true) => (BinOp::SShrRaw, n.min(bits - 1)),
            };
            return self.bin_imm(op, x, n as i64);
        }
        let count_ty = self.ty(y);
        let count = self.expr(y).first();
        self.shift_by(left, signed, x, count, count_ty)
    }

    /// A shift by a count that is not constant.
    pub(crate) fn shift_by(&mut self, left: bool, signed: bool, x: Value, count: Value, count_ty: TypeId) -> Value {
        if self.lw.kind(count_ty).is_signed() {
            let ok = self.cmp_imm(Cmp::SGe, count, 0);
            self.check_plain(ok, PanicCode::Shift);
        }
        self.bin(shift_op(left, signed), x, count)
    }

    /// The operands of an arithmetic operation in a register type of at least 64 bits.
    pub(crate) fn widen(&mut self, v: Value, signed: bool) -> Value {
        match self.b.ty(v) {
            Ty::I64 => v,
            Ty::Ptr => self.conv(ConvOp::Bitcast, v, Ty::I64),
            _ => self.conv(if signed { ConvOp::SExt } else { ConvOp::ZExt }, v, Ty::I64),
        }
    }
}

fn shift_op(left: bool, signed: bool) -> BinOp {
    match (left, signed) {
        (true, _) => BinOp::Shl,
        (false, true) => BinOp::SShr,
        (false, false) => BinOp::UShr,
    }
}
