//! Sending and receiving. Values travel through the frame: the runtime copies from stack to stack.

use super::func::FnCx;
use super::types::Kind;
use super::value::Val;
use crate::ir::Value;
use mgo_abi::builtins::Builtin;
use mgo_syntax::ast::{Expr, ExprKind, UnaryOp};
use mgo_types::types::TypeId;

impl FnCx<'_> {
    /// The element type of a channel expression.
    pub(crate) fn chan_elem(&mut self, ch: &Expr) -> TypeId {
        let t = self.ty(ch);
        if let Kind::Chan(_, elem) = self.lw.kind(t) { elem } else { t }
    }

    /// `ch <- x`
    pub(crate) fn send(&mut self, ch: &Expr, x: &Expr) {
        let elem = self.chan_elem(ch);
        self.order([ch, x]);
        let c = self.expr(ch).first();
        let val = self.expr_to(x, elem);
        self.at(ch.span.lo);
        let at = self.in_memory(elem, &val);
        self.rt0(Builtin::ChanSend, &[c, at]);
    }

    /// `<-x` and whether the channel was open.
    pub(crate) fn recv(&mut self, e: &Expr, x: &Expr, elem: TypeId) -> (Val, Value) {
        let c = self.expr(x).first();
        self.at(e.span.lo);
        self.recv_from(c, elem)
    }

    pub(crate) fn recv_from(&mut self, c: Value, elem: TypeId) -> (Val, Value) {
        if self.lw.layout(elem).size == 0 {
            let null = self.null();
            let ok = self.rt1(Builtin::ChanRecv, &[c, null]);
            return (self.zero(elem), ok);
        }
        let slot = self.slot(elem);
        let at = self.slot_addr(slot);
        let ok = self.rt1(Builtin::ChanRecv, &[c, at.base]);
        let at = self.slot_addr(slot);
        (self.load(elem, at), ok)
    }

    /// `<-x` for its effect.
    pub(crate) fn recv_discard(&mut self, e: &Expr, x: &Expr) {
        let c = self.expr(x).first();
        self.at(e.span.lo);
        let null = self.null();
        self.rt0(Builtin::ChanRecv, &[c, null]);
    }

    /// The channel operand of a receive expression.
    pub(crate) fn recv_operand<'e>(&self, e: &'e Expr) -> Option<&'e Expr> {
        match &super::facts::strip(e).kind {
            ExprKind::Unary(UnaryOp::Recv, x) => Some(x),
            _ => None,
        }
    }
}
