//! Comparison of values of one type.

use super::func::FnCx;
use super::types::Kind;
use super::value::Val;
use crate::ir::{BinOp, Cmp, Ty, UnOp, Value};
use mgo_abi::builtins::Builtin;
use mgo_syntax::ast::{BinaryOp, Expr};
use mgo_types::types::TypeId;

impl FnCx<'_> {
    /// `a op b` for values of type `t`.
    pub(crate) fn compare(&mut self, op: BinaryOp, t: TypeId, a: &Val, b: &Val) -> Value {
        match self.lw.kind(t) {
            Kind::Int { signed, .. } => self.cmp(int_cmp(op, signed), a.first(), b.first()),
            Kind::Float(_) => self.cmp(float_cmp(op), a.first(), b.first()),
            Kind::String if !matches!(op, BinaryOp::Eq | BinaryOp::Ne) => {
                let (a, b) = (a.as_words(), b.as_words());
                let order = self.rt1(Builtin::CmpString, &[a[0], a[1], b[0], b[1]]);
                self.cmp_imm(int_cmp(op, true), order, 0)
            }
            _ => {
                let eq = self.equal(t, a, b);
                self.negate_if(op == BinaryOp::Ne, eq)
            }
        }
    }

    pub(crate) fn negate_if(&mut self, negate: bool, v: Value) -> Value {
        if negate { self.un(UnOp::BoolNot, v) } else { v }
    }

    /// Both conditions.
    pub(crate) fn and(&mut self, a: Value, b: Value) -> Value {
        self.bin(BinOp::And, a, b)
    }

    /// An interface value compared with one of a concrete type.
    pub(crate) fn compare_mixed(&mut self, op: BinaryOp, iface: TypeId, a: &Val, concrete: TypeId, b: &Val) -> Value {
        let have = self.iface_type(iface, a);
        let want = self.type_addr(concrete);
        let same = self.cmp(Cmp::Eq, have, want);
        let (yes, no, done) = (self.b.block(), self.b.block(), self.b.block());
        let result = self.b.var(Ty::I8);
        self.b.br(same, yes, no);
        self.enter(yes);
        let val = self.from_word(a.as_words()[1], concrete);
        let eq = self.equal(concrete, &val, b);
        self.b.def(result, eq);
        self.b.jump(done);
        self.enter(no);
        let zero = self.boolc(false);
        self.b.def(result, zero);
        self.b.jump(done);
        self.enter(done);
        let v = self.b.use_var(result);
        self.negate_if(op == BinaryOp::Ne, v)
    }

    /// Interface values of two different interface types.
    pub(crate) fn compare_ifaces(&mut self, op: BinaryOp, tx: TypeId, a: &Val, ty: TypeId, b: &Val) -> Value {
        let (ta, tb) = (self.iface_type(tx, a), self.iface_type(ty, b));
        let eq = self.equal_words(ta, a.as_words()[1], tb, b.as_words()[1]);
        self.negate_if(op == BinaryOp::Ne, eq)
    }

    /// `string(b) == s` without making the string.
    pub(crate) fn compare_string_bytes(&mut self, op: BinaryOp, x: &Expr, y: &Expr) -> Option<Value> {
        let (tx, ty) = (self.ty(x), self.ty(y));
        if self.lw.kind(tx) != Kind::String || self.lw.kind(ty) != Kind::String {
            return None;
        }
        if !self.is_bytes_to_string(x) && !self.is_bytes_to_string(y) || self.has_call(x) || self.has_call(y) {
            return None;
        }
        let (a, b) = (self.borrowed_string(x), self.borrowed_string(y));
        Some(self.compare(op, tx, &a, &b))
    }
}

pub(crate) fn int_cmp(op: BinaryOp, signed: bool) -> Cmp {
    match (op, signed) {
        (BinaryOp::Ne, _) => Cmp::Ne,
        (BinaryOp::Lt, true) => Cmp::SLt,
        (BinaryOp::Le, true) => Cmp::SLe,
        (BinaryOp::Gt, true) => Cmp::SGt,
        (BinaryOp::Ge, true) => Cmp::SGe,
        (BinaryOp::Lt, false) => Cmp::ULt,
        (BinaryOp::Le, false) => Cmp::ULe,
        (BinaryOp::Gt, false) => Cmp::UGt,
        (BinaryOp::Ge, false) => Cmp::UGe,
        _ => Cmp::Eq,
    }
}

fn float_cmp(op: BinaryOp) -> Cmp {
    match op {
        BinaryOp::Ne => Cmp::FNe,
        BinaryOp::Lt => Cmp::FLt,
        BinaryOp::Le => Cmp::FLe,
        BinaryOp::Gt => Cmp::FGt,
        BinaryOp::Ge => Cmp::FGe,
        _ => Cmp::FEq,
    }
}
