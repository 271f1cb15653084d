//! `for … range`: one form per kind of operand.

use super::facts::strip;
use super::func::FnCx;
use super::types::{INT, INT32, Kind};
use super::value::{Addr, Val};
use crate::ir::{BinOp, Cmp, Op, Ty, Value};
use mgo_abi::builtins::Builtin;
use mgo_abi::layouts::mapiter;
use mgo_syntax::ast::{Block, Expr, ExprKind, Stmt};
use mgo_types::types::TypeId;

/// The two iteration variables.
#[derive(Clone, Copy)]
pub(crate) struct RangeVars<'e> {
    pub(crate) key: Option<&'e Expr>,
    pub(crate) value: Option<&'e Expr>,
    pub(crate) define: bool,
}

impl FnCx<'_> {
    /// `for key, value := range x { … }`
    pub(crate) fn range(&mut self, s: &Stmt, key: Option<&Expr>, value: Option<&Expr>, define: bool, x: &Expr, body: &Block) {
        let named = |e: &&Expr| super::assign::name_of(e) != "_";
        let vars = RangeVars { key: key.filter(named), value: value.filter(named), define };
        let label = self.label.take();
        let t = self.ty(x);
        let kind = self.lw.kind(t);
        self.order_root(x);
        if kind == Kind::Func {
            self.deferred.elsewhere = true;
            return self.range_func(s, vars, x, body, label);
        }
        self.label = label;
        if define && self.lw.world.shares_loop_vars(self.pkg, s.span.lo) {
            for obj in [vars.key, vars.value].into_iter().flatten().filter_map(|e| self.defined(e)).collect::<Vec<_>>() {
                let own = self.obj_ty(obj);
                self.declare(obj, own, None);
            }
        }
        match kind {
            Kind::Int { signed, .. } => self.range_int(vars, x, t, signed, body),
            Kind::Slice(elem) => self.range_slice(vars, x, elem, body),
            Kind::Array(elem, n) => self.range_array(vars, x, t, elem, n, body),
            Kind::Pointer(array) => self.range_array_ptr(vars, x, array, body),
            Kind::String => self.range_string(vars, x, body),
            Kind::Map(k, v) => self.range_map(vars, x, t, (k, v), body),
            Kind::Chan(_, elem) => self.range_chan(vars, x, elem, body),
            _ => self.label = None,
        }
    }

    /// Gives the iteration variables their values for this round; those that are assigned are so as by one assignment.
    pub(crate) fn set_range_vars(&mut self, vars: RangeVars<'_>, key: (TypeId, Val), value: (TypeId, Val)) {
        let (Some(k), Some(v), false) = (vars.key, vars.value, vars.define) else {
            self.set_range_var(vars.key, vars.define, key.0, key.1);
            return self.set_range_var(vars.value, vars.define, value.0, value.1);
        };
        self.order([k, v]);
        let places = [k, v].map(|e| (self.lhs_ty(e), self.target_place(e)));
        for ((own, place), (t, val)) in places.into_iter().zip([key, value]) {
            let val = self.assign_conv(val, t, own);
            self.store_place(own, &place, &val);
        }
    }

    /// Gives an iteration variable its value for this round.
    pub(crate) fn set_range_var(&mut self, var: Option<&Expr>, define: bool, t: TypeId, val: Val) {
        let Some(e) = var else { return };
        match self.defined(e).filter(|_| define) {
            Some(obj) => {
                let own = self.obj_ty(obj);
                if self.lw.world.shares_loop_vars(self.pkg, e.span.lo) {
                    let place = self.var_place(obj);
                    return self.store_place(own, &place, &val);
                }
                self.declare(obj, own, Some(val));
            }
            None => {
                let own = self.lhs_ty(e);
                let val = self.assign_conv(val, t, own);
                let place = self.place(e);
                self.store_place(own, &place, &val);
            }
        }
    }

    /// Runs `round` for 0 to `n` - 1.
    fn counted(&mut self, n: Value, signed: bool, body: &Block, round: impl FnOnce(&mut Self, Value)) {
        let ty = self.b.ty(n);
        let i = self.b.var(ty);
        let zero = self.iconst(ty, 0);
        self.b.def(i, zero);
        let (top, next, done) = (self.b.block(), self.b.block(), self.b.block());
        let less = if signed { Cmp::SLt } else { Cmp::ULt };
        let some = self.cmp(less, zero, n);
        self.b.br(some, top, done);
        self.push_ctl(done, Some(next));
        self.loops += 1;
        self.b.switch_to(top);
        let now = self.b.use_var(i);
        round(self, now);
        self.block(body);
        self.loops -= 1;
        self.pop_ctl();
        self.b.jump(next);
        self.enter(next);
        let now = self.b.use_var(i);
        let on = self.bin_imm(BinOp::Add, now, 1);
        self.b.def(i, on);
        let more = self.cmp(less, on, n);
        self.b.br(more, top, done);
        self.b.seal(top);
        self.enter(done);
    }

    fn range_int(&mut self, vars: RangeVars<'_>, x: &Expr, t: TypeId, signed: bool, body: &Block) {
        // An untyped constant has the type of the variable.
        let t = match (vars.key, self.tv(x).and_then(|tv| tv.value.clone())) {
            (Some(k), Some(_)) => self.lhs_ty(k),
            _ => t,
        };
        let n = match self.tv(x).and_then(|tv| tv.value.clone()) {
            Some(v) => self.constant(&v, t).first(),
            None => self.expr(x).first(),
        };
        self.counted(n, signed, body, |cx, i| cx.set_range_var(vars.key, vars.define, t, Val::word(i)));
    }

    fn range_slice(&mut self, vars: RangeVars<'_>, x: &Expr, elem: TypeId, body: &Block) {
        let s = self.range_slice_operand(x);
        let (ptr, len) = (s.as_words()[0], s.as_words()[1]);
        self.range_elems(vars, Addr::heap(ptr), len, elem, body);
    }

    /// The operand; `[]byte(s)` need not be copied.
    fn range_slice_operand(&mut self, x: &Expr) -> Val {
        if let ExprKind::Call(call) = &strip(x).kind
            && self.is_conversion(strip(x))
        {
            let arg = &call.args[0];
            let (from, to) = (self.ty(arg), self.ty(x));
            let bytes = matches!(self.lw.kind(to), Kind::Slice(e) if self.lw.layout(e).size == 1);
            if bytes && self.lw.kind(from) == Kind::String {
                return self.expr(arg);
            }
        }
        self.expr(x)
    }

    fn range_elems(&mut self, vars: RangeVars<'_>, base: Addr, len: Value, elem: TypeId, body: &Block) {
        let size = self.lw.layout(elem).size;
        self.counted(len, true, body, |cx, i| {
            if vars.value.is_none() {
                return cx.set_range_var(vars.key, vars.define, INT, Val::word(i));
            }
            let start = cx.addr_value(base);
            let at = cx.scaled(start, i, size);
            let val = cx.load(elem, Addr { base: at, off: 0, ..base });
            cx.set_range_vars(vars, (INT, Val::word(i)), (elem, val));
        });
    }

    /// Ranges over a copy of the array, as the language has it; without values only its length counts.
    fn range_array(&mut self, vars: RangeVars<'_>, x: &Expr, t: TypeId, elem: TypeId, n: u64, body: &Block) {
        let len = self.i64c(n as i64);
        let base = if vars.value.is_some() {
            let val = self.expr(x);
            self.spill(t, &val)
        } else {
            if self.has_call(x) {
                self.expr(x);
            }
            Addr::frame(len)
        };
        self.range_elems(vars, base, len, elem, body);
    }

    fn range_array_ptr(&mut self, vars: RangeVars<'_>, x: &Expr, array: TypeId, body: &Block) {
        let p = self.expr(x).first();
        let Kind::Array(elem, n) = self.lw.kind(array) else { return };
        if vars.value.is_some() && n > 0 {
            self.nil_check(p);
        }
        let len = self.i64c(n as i64);
        self.range_elems(vars, Addr::heap(p), len, elem, body);
    }

    fn range_string(&mut self, vars: RangeVars<'_>, x: &Expr, body: &Block) {
        let s = self.expr(x);
        let (ptr, len) = (s.as_words()[0], s.as_words()[1]);
        let i = self.b.var(Ty::I64);
        let after = self.b.var(Ty::I64);
        let zero = self.i64c(0);
        self.b.def(i, zero);
        let (top, next, done) = (self.b.block(), self.b.block(), self.b.block());
        let some = self.not_null(len);
        self.b.br(some, top, done);
        self.push_ctl(done, Some(next));
        self.loops += 1;
        self.b.switch_to(top);
        let now = self.b.use_var(i);
        let (rune, following) = self.decode_rune(ptr, len, now);
        self.b.def(after, following);
        self.set_range_vars(vars, (INT, Val::word(now)), (INT32, Val::word(rune)));
        self.block(body);
        self.loops -= 1;
        self.pop_ctl();
        self.b.jump(next);
        self.enter(next);
        let on = self.b.use_var(after);
        self.b.def(i, on);
        let more = self.cmp(Cmp::SLt, on, len);
        self.b.br(more, top, done);
        self.b.seal(top);
        self.enter(done);
    }

    fn range_map(&mut self, vars: RangeVars<'_>, x: &Expr, t: TypeId, (k, v): (TypeId, TypeId), body: &Block) {
        let map = self.expr(x).first();
        let slot = self.raw_slot(mapiter::SIZE as u32);
        let iter = self.slot_addr(slot);
        self.b.inst0(Op::Zero(iter.base, mapiter::SIZE as u32));
        let desc = self.type_addr(t);
        self.rt0(Builtin::MapIterInit, &[desc, map, iter.base]);
        let (top, next, done) = (self.b.block(), self.b.block(), self.b.block());
        let key_at = self.iter_key(slot);
        let some = self.not_null(key_at);
        self.b.br(some, top, done);
        self.push_ctl(done, Some(next));
        self.loops += 1;
        self.b.switch_to(top);
        let at = self.iter_key(slot);
        let key = self.load(k, Addr::heap(at));
        if vars.value.is_some() {
            let iter = self.slot_addr(slot);
            let at = self.load_leaf(Ty::Ptr, iter.plus(mapiter::ELEM as i32));
            let val = self.load(v, Addr::heap(at));
            self.set_range_vars(vars, (k, key), (v, val));
        } else {
            self.set_range_var(vars.key, vars.define, k, key);
        }
        self.block(body);
        self.loops -= 1;
        self.pop_ctl();
        self.b.jump(next);
        self.enter(next);
        let iter = self.slot_addr(slot);
        self.rt0(Builtin::MapIterNext, &[iter.base]);
        let key_at = self.iter_key(slot);
        let more = self.not_null(key_at);
        self.b.br(more, top, done);
        self.b.seal(top);
        self.enter(done);
    }

    fn iter_key(&mut self, slot: crate::ir::Slot) -> Value {
        let iter = self.slot_addr(slot);
        self.load_leaf(Ty::Ptr, iter.plus(mapiter::KEY as i32))
    }

    fn range_chan(&mut self, vars: RangeVars<'_>, x: &Expr, elem: TypeId, body: &Block) {
        let ch = self.expr(x).first();
        let (next, top, done) = (self.b.block(), self.b.block(), self.b.block());
        self.b.jump(next);
        self.push_ctl(done, Some(next));
        self.loops += 1;
        self.b.switch_to(next);
        let (val, ok) = self.recv_from(ch, elem);
        self.b.br(ok, top, done);
        self.enter(top);
        self.set_range_var(vars.key, vars.define, elem, val);
        self.block(body);
        self.loops -= 1;
        self.pop_ctl();
        self.b.jump(next);
        self.b.seal(next);
        self.enter(done);
    }
}
