//! `append`: room is checked and elements are stored in line, growing is the runtime's.

use super::func::FnCx;
use super::types::Kind;
use super::value::{Addr, Val};
use crate::ir::{BinOp, Cmp, Ty, Value};
use mgo_abi::builtins::Builtin;
use mgo_syntax::ast::{Call, Expr};
use mgo_types::info::Mode;
use mgo_types::types::TypeId;

/// A slice that has room.
struct Grown {
    ptr: Value,
    /// Length before.
    old: Value,
    /// Length after.
    new: Value,
    cap: Value,
}

impl FnCx<'_> {
    /// `append(s, …)`
    pub(crate) fn append(&mut self, e: &Expr, call: &Call) -> Val {
        let t = self.ty(e);
        let Kind::Slice(elem) = self.lw.kind(t) else { return self.zero(t) };
        let s = self.expr_to(&call.args[0], t);
        let rest = &call.args[1..];
        if call.ellipsis.is_some() && rest.len() == 1 {
            return self.append_slice(e, elem, &s, &rest[0]);
        }
        let vals: Vec<Val> = rest.iter().map(|a| self.expr_stable(a, elem)).collect();
        if vals.is_empty() {
            return s;
        }
        self.at(e.span.lo);
        let n = self.i64c(vals.len() as i64);
        let grown = self.grow(elem, s.as_words(), n);
        let size = self.lw.layout(elem).size;
        let base = self.scaled(grown.ptr, grown.old, size);
        for (i, val) in vals.iter().enumerate() {
            self.store(elem, Addr::heap(base).plus((i as u64 * size) as i32), val);
        }
        Val::words(&[grown.ptr, grown.new, grown.cap])
    }

    /// `append(s, t...)`, where `t` may be a string.
    fn append_slice(&mut self, e: &Expr, elem: TypeId, s: &Val, more: &Expr) -> Val {
        if self.mode(more) == Mode::Nil {
            return s.clone();
        }
        let more = self.borrowed_string(more);
        self.at(e.span.lo);
        let (src, n) = (more.as_words()[0], more.as_words()[1]);
        let grown = self.grow(elem, s.as_words(), n);
        let size = self.lw.layout(elem).size;
        let to = self.scaled(grown.ptr, grown.old, size);
        self.copy_elems(elem, to, src, n);
        Val::words(&[grown.ptr, grown.new, grown.cap])
    }

    /// Makes room for `n` more elements.
    fn grow(&mut self, elem: TypeId, s: &[Value], n: Value) -> Grown {
        let (ptr, cap) = (self.b.var(Ty::Ptr), self.b.var(Ty::I64));
        self.b.def(ptr, s[0]);
        self.b.def(cap, s[2]);
        let new = self.bin(BinOp::Add, s[1], n);
        let (cold, done) = (self.b.cold_block(), self.b.block());
        let fits = self.cmp(Cmp::ULe, new, s[2]);
        self.b.br(fits, done, cold);
        self.enter(cold);
        let desc = self.type_addr(elem);
        let r = self.rt(Builtin::GrowSlice, &[desc, s[0], s[1], s[2], new]);
        self.b.def(ptr, r[0]);
        self.b.def(cap, r[1]);
        self.b.jump(done);
        self.enter(done);
        Grown { ptr: self.b.use_var(ptr), old: s[1], new, cap: self.b.use_var(cap) }
    }
}
