//! Binary operators: arithmetic, shifts, concatenation, comparison.

use super::func::FnCx;
use super::types::Kind;
use super::value::Val;
use mgo_syntax::ast::{BinaryOp, Expr};
use mgo_syntax::source::Pos;
use mgo_types::info::Mode;
use mgo_types::types::TypeId;

impl FnCx<'_> {
    /// `x op y`, `&&` and `||` excepted.
    pub(crate) fn binary(&mut self, e: &Expr, op: BinaryOp, op_pos: Pos, x: &Expr, y: &Expr) -> Val {
        let t = self.ty(e);
        match op {
            BinaryOp::Eq | BinaryOp::Ne | BinaryOp::Lt | BinaryOp::Le | BinaryOp::Gt | BinaryOp::Ge => {
                Val::word(self.compare_exprs(op, op_pos, x, y))
            }
            BinaryOp::Shl | BinaryOp::Shr => {
                let v = self.expr(x).first();
                self.at(op_pos);
                Val::word(self.shift(op == BinaryOp::Shl, t, v, y))
            }
            BinaryOp::Add if self.lw.kind(t) == Kind::String => self.concat(e),
            _ => {
                let (a, b) = (self.expr(x), self.expr(y));
                self.at(op_pos);
                self.arith(op, t, &a, &b, Some(y))
            }
        }
    }

    /// `x op y` for values at hand: what `x op= y` computes.
    pub(crate) fn op_values(&mut self, op: BinaryOp, t: TypeId, x: Val, y: &Expr) -> Val {
        match op {
            BinaryOp::Shl | BinaryOp::Shr => Val::word(self.shift(op == BinaryOp::Shl, t, x.first(), y)),
            BinaryOp::Add if self.lw.kind(t) == Kind::String => self.concat_after(x, y),
            _ => {
                let b = self.expr(y);
                self.arith(op, t, &x, &b, Some(y))
            }
        }
    }

    /// `x == y` and its like.
    fn compare_exprs(&mut self, op: BinaryOp, op_pos: Pos, x: &Expr, y: &Expr) -> crate::ir::Value {
        let nil = |cx: &Self, e: &Expr| cx.mode(e) == Mode::Nil;
        if nil(self, y) || nil(self, x) {
            let (e, t) = if nil(self, y) { (x, self.ty(x)) } else { (y, self.ty(y)) };
            let val = self.expr(e);
            self.at(op_pos);
            let _ = t;
            let word = val.first();
            return if op == BinaryOp::Eq { self.is_null(word) } else { self.not_null(word) };
        }
        let (tx, ty) = (self.ty(x), self.ty(y));
        if let Some(v) = self.compare_string_bytes(op, x, y) {
            return v;
        }
        // Mixed operands: an interface and a concrete type.
        let (a, b) = if self.lw.layout(tx).leaves.is_none() {
            let a = self.expr(x);
            (if self.has_call(y) { self.stable(tx, a) } else { a }, self.expr(y))
        } else {
            (self.expr(x), self.expr(y))
        };
        self.at(op_pos);
        match (self.lw.is_iface(tx), self.lw.is_iface(ty)) {
            (true, false) => self.compare_mixed(op, tx, &a, ty, &b),
            (false, true) => self.compare_mixed(op, ty, &b, tx, &a),
            (true, true) if tx != ty => self.compare_ifaces(op, tx, &a, ty, &b),
            _ => self.compare(op, tx, &a, &b),
        }
    }
}
