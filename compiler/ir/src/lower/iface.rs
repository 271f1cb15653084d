//! Interface values: making them, looking into them, type assertions.
//!
//! The type word is a descriptor for interfaces without methods and an itab for others. Equal dynamic types may have several itabs, so what is
//! compared is always the descriptor.

// `to_iface` and `from_word` speak of the values they convert, not of the context that emits the code.
#![allow(clippy::wrong_self_convention)]

use super::func::FnCx;
use super::layout::int_ty;
use super::types::Kind;
use super::value::{Addr, Val};
use crate::ir::{Cmp, ConvOp, Op, Ty, Value};
use mgo_abi::builtins::Builtin;
use mgo_syntax::ast::Expr;
use mgo_types::types::TypeId;

/// Offset of the descriptor in an itab.
const ITAB_TYPE: i32 = 8;

impl FnCx<'_> {
    /// A value as a value of interface type `to` that its type implements. `site` names the conversion for escape analysis.
    pub(crate) fn to_iface(&mut self, val: Val, from: TypeId, to: TypeId, site: Option<&Expr>) -> Val {
        if self.lw.is_iface(from) {
            return self.iface_to_iface(val, from, to);
        }
        let tab = self.iface_tab(from, to);
        let data = self.to_word(val, from, site);
        Val::words(&[tab, data])
    }

    /// The type word of a `to` that holds a `from`.
    pub(crate) fn iface_tab(&mut self, from: TypeId, to: TypeId) -> Value {
        if self.lw.is_eface(to) {
            return self.type_addr(from);
        }
        let itab = self.lw.itab(to, from);
        self.b.inst1(Op::ItabAddr(itab), Ty::Ptr)
    }

    /// The data word for a value of a concrete type.
    fn to_word(&mut self, val: Val, t: TypeId, site: Option<&Expr>) -> Value {
        if self.lw.is_direct(t) {
            return self.direct_word(val.first());
        }
        let layout = self.lw.layout(t);
        if layout.size == 0 {
            return self.zero_data(0);
        }
        if layout.size <= super::storage::MAX_SITE && site.is_some_and(|e| self.facts.stack_boxes.contains(&e.id)) {
            let addr = self.spill(t, &val);
            return self.addr_value(addr);
        }
        let boxed = self.new_object(t);
        self.store(t, Addr::heap(boxed), &val);
        boxed
    }

    /// A scalar in a pointer-sized word, zero-extended.
    pub(crate) fn direct_word(&mut self, v: Value) -> Value {
        let bits = match self.b.ty(v) {
            Ty::Ptr => return v,
            Ty::F64 => self.conv(ConvOp::Bitcast, v, Ty::I64),
            Ty::F32 => {
                let bits = self.conv(ConvOp::Bitcast, v, Ty::I32);
                self.conv(ConvOp::ZExt, bits, Ty::I64)
            }
            Ty::I64 => v,
            _ => self.conv(ConvOp::ZExt, v, Ty::I64),
        };
        self.conv(ConvOp::Bitcast, bits, Ty::Ptr)
    }

    /// The value of type `t` that a data word stands for.
    pub(crate) fn from_word(&mut self, word: Value, t: TypeId) -> Val {
        if !self.lw.is_direct(t) {
            return self.load(t, Addr::heap(word));
        }
        let kind = self.lw.kind(t);
        Val::word(match kind {
            Kind::Bool => self.word_to_int(word, Ty::I8),
            Kind::Int { bytes, .. } => self.word_to_int(word, int_ty(bytes)),
            Kind::Float(4) => {
                let bits = self.word_to_int(word, Ty::I32);
                self.conv(ConvOp::Bitcast, bits, Ty::F32)
            }
            Kind::Float(_) => {
                let bits = self.word_to_int(word, Ty::I64);
                self.conv(ConvOp::Bitcast, bits, Ty::F64)
            }
            _ => word,
        })
    }

    fn word_to_int(&mut self, word: Value, ty: Ty) -> Value {
        let bits = self.conv(ConvOp::Bitcast, word, Ty::I64);
        if ty == Ty::I64 { bits } else { self.conv(ConvOp::Trunc, bits, ty) }
    }

    /// The dynamic type of an interface value; null for nil.
    pub(crate) fn iface_type(&mut self, t: TypeId, val: &Val) -> Value {
        let tab = val.first();
        if self.lw.is_eface(t) { tab } else { self.tab_type(tab) }
    }

    /// The descriptor in an itab; null stays null.
    pub(crate) fn tab_type(&mut self, tab: Value) -> Value {
        let (result, load, done) = (self.b.var(Ty::Ptr), self.b.block(), self.b.block());
        self.b.def(result, tab);
        let some = self.not_null(tab);
        self.b.br(some, load, done);
        self.enter(load);
        let ty = self.load_readonly(Ty::Ptr, tab, ITAB_TYPE);
        self.b.def(result, ty);
        self.b.jump(done);
        self.enter(done);
        self.b.use_var(result)
    }

    fn iface_to_iface(&mut self, val: Val, from: TypeId, to: TypeId) -> Val {
        if from == to {
            return val;
        }
        let (ty, data) = (self.iface_type(from, &val), val.as_words()[1]);
        if self.lw.is_eface(to) {
            return Val::words(&[ty, data]);
        }
        // The checker has shown that it implements `to`: only nil has no itab.
        let (result, look, done) = (self.b.var(Ty::Ptr), self.b.block(), self.b.block());
        self.b.def(result, ty);
        let some = self.not_null(ty);
        self.b.br(some, look, done);
        self.enter(look);
        let inter = self.type_addr(to);
        let tab = self.rt1(Builtin::GetItab, &[inter, ty]);
        self.b.def(result, tab);
        self.b.jump(done);
        self.enter(done);
        let tab = self.b.use_var(result);
        Val::words(&[tab, data])
    }

    /// `x.(T)`
    pub(crate) fn type_assert(&mut self, e: &Expr, x: &Expr, t: TypeId) -> Val {
        let iface = self.ty(x);
        let val = self.expr(x);
        self.at(e.span.lo);
        let have = self.iface_type(iface, &val);
        let want = self.type_addr(t);
        let (good, bad) = (self.b.block(), self.b.cold_block());
        if !self.lw.is_iface(t) {
            let same = self.cmp(Cmp::Eq, have, want);
            self.b.br(same, good, bad);
            self.enter(bad);
            let inter = self.type_addr(iface);
            self.call_runtime("panicdottype", vec![have, want, inter]);
            self.unreachable();
            self.enter(good);
            return self.from_word(val.as_words()[1], t);
        }
        let tab = self.assert_tab(have, want, t);
        let some = self.not_null(tab);
        self.b.br(some, good, bad);
        self.enter(bad);
        self.call_runtime("panicassertI", vec![have, want]);
        self.unreachable();
        self.enter(good);
        Val::words(&[tab, val.as_words()[1]])
    }

    /// The type word for dynamic type `have` in interface `t`; null when it does not implement it or is null.
    pub(crate) fn assert_tab(&mut self, have: Value, want: Value, t: TypeId) -> Value {
        if self.lw.is_eface(t) {
            return have;
        }
        let (result, look, done) = (self.b.var(Ty::Ptr), self.b.block(), self.b.block());
        self.b.def(result, have);
        let some = self.not_null(have);
        self.b.br(some, look, done);
        self.enter(look);
        let tab = self.rt1(Builtin::GetItab, &[want, have]);
        self.b.def(result, tab);
        self.b.jump(done);
        self.enter(done);
        self.b.use_var(result)
    }

    /// `v, ok := x.(T)`
    pub(crate) fn type_assert_ok(&mut self, e: &Expr, x: &Expr, t: TypeId) -> (Val, Value) {
        let iface = self.ty(x);
        let val = self.expr(x);
        self.at(e.span.lo);
        let have = self.iface_type(iface, &val);
        let data = val.as_words()[1];
        let want = self.type_addr(t);
        if self.lw.is_iface(t) {
            let tab = self.assert_tab(have, want, t);
            let ok = self.not_null(tab);
            let null = self.null();
            let data = self.select(ok, data, null);
            return (Val::words(&[tab, data]), ok);
        }
        let ok = self.cmp(Cmp::Eq, have, want);
        (self.from_word_if(ok, data, t), ok)
    }

    /// The value of a data word when `ok`, else zero.
    pub(crate) fn from_word_if(&mut self, ok: Value, data: Value, t: TypeId) -> Val {
        let size = self.lw.layout(t).size;
        let other = if self.lw.is_direct(t) { self.null() } else { self.zero_data(size) };
        let word = self.select(ok, data, other);
        self.from_word(word, t)
    }
}
