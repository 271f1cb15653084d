//! Expressions: one arm per kind.

use super::facts::strip;
use super::func::FnCx;
use super::types::Kind;
use super::value::{Addr, Val};
use crate::ir::{Block, Op, UnOp, Value};
use mgo_syntax::ast::{BinaryOp, Call, Expr, ExprKind, UnaryOp};
use mgo_types::info::{Mode, SelectionKind};
use mgo_types::object::ObjKind;
use mgo_types::types::TypeId;

impl FnCx<'_> {
    /// The value of `e` in its own type.
    pub(crate) fn expr(&mut self, e: &Expr) -> Val {
        if let Some(val) = self.const_expr(e) {
            return val;
        }
        if let Some(val) = self.given.get(&e.id) {
            return val.clone();
        }
        if let Some(val) = self.hoisted.remove(&e.id) {
            return val;
        }
        match &e.kind {
            ExprKind::Paren(x) => self.expr(x),
            ExprKind::Name(_) | ExprKind::Selector(..) => self.name_or_selector(e),
            ExprKind::Composite { elems, .. } => self.composite(e, elems),
            ExprKind::FuncLit(lit) => Val::word(self.func_lit(e, lit)),
            ExprKind::Index(x, list) => self.index(e, x, list),
            ExprKind::Slice { x, lo, hi, max } => self.slice_expr(e, x, lo.as_deref(), hi.as_deref(), max.as_deref()),
            ExprKind::TypeAssert(x, _) => {
                let t = self.ty(e);
                self.type_assert(e, x, t)
            }
            ExprKind::Call(call) => self.call_value(e, call),
            ExprKind::Star(x) => {
                let p = self.expr(x).first();
                self.at(e.span.lo);
                let t = self.ty(e);
                self.load(t, Addr::pointer(p))
            }
            ExprKind::Unary(op, x) => self.unary(e, *op, x),
            ExprKind::Binary { op, op_pos, x, y } => match op {
                BinaryOp::LAnd | BinaryOp::LOr => Val::word(self.logical(e)),
                _ => self.binary(e, *op, *op_pos, x, y),
            },
            // Types and broken trees have no value.
            _ => {
                let t = self.ty(e);
                self.zero(t)
            }
        }
    }

    /// The value of `e`, converted to `t` where that is an interface.
    pub(crate) fn expr_to(&mut self, e: &Expr, t: TypeId) -> Val {
        if self.mode(e) == Mode::Nil {
            return self.zero(t);
        }
        let from = self.ty(e);
        if from == t || !self.lw.is_iface(t) {
            return self.expr(e);
        }
        if let Some(val) = self.const_to_iface(e, from, t) {
            return val;
        }
        let val = self.expr(e);
        self.to_iface(val, from, t, Some(e))
    }

    /// `val` of type `from` as a `to` it is assignable to.
    pub(crate) fn assign_conv(&mut self, val: Val, from: TypeId, to: TypeId) -> Val {
        if from == to || !self.lw.is_iface(to) { val } else { self.to_iface(val, from, to, None) }
    }

    /// The value of `e` that stays the same whatever runs next.
    pub(crate) fn expr_stable(&mut self, e: &Expr, t: TypeId) -> Val {
        let val = self.expr_to(e, t);
        if self.lw.layout(t).leaves.is_none() && !self.is_fresh(e) { self.stable(t, val) } else { val }
    }

    /// Whether the memory of a large value of `e` belongs to nobody else.
    fn is_fresh(&self, e: &Expr) -> bool {
        matches!(strip(e).kind, ExprKind::Composite { .. }) || (matches!(strip(e).kind, ExprKind::Call(_)) && !self.is_conversion(strip(e)))
    }

    pub(crate) fn is_conversion(&self, e: &Expr) -> bool {
        matches!(&e.kind, ExprKind::Call(call) if self.mode(&call.fun) == Mode::Type)
    }

    fn name_or_selector(&mut self, e: &Expr) -> Val {
        let t = self.ty(e);
        if self.mode(e) == Mode::Nil {
            return self.zero(t);
        }
        if let Some(sel) = self.selection(e) {
            let ExprKind::Selector(x, name) = &e.kind else { return self.zero(t) };
            return match sel.kind {
                SelectionKind::Field if self.is_place(e) => {
                    let place = self.place(e);
                    self.load_place(t, &place)
                }
                SelectionKind::Field => {
                    let val = self.expr(x);
                    let recv = self.inst_ty(sel.recv);
                    self.path_value(val, recv, &sel.path).0
                }
                SelectionKind::Method => Val::word(self.method_value(e, x, name, &sel)),
                SelectionKind::MethodExpr => Val::word(self.method_expr(name, &sel)),
            };
        }
        let (ExprKind::Name(name) | ExprKind::Selector(_, name)) = &e.kind else { return self.zero(t) };
        let Some(obj) = self.object_of(name) else { return self.zero(t) };
        match self.lw.world.object(obj).kind {
            ObjKind::Var(_) => {
                self.at(e.span.lo);
                let place = self.object_place(obj);
                self.load_place(t, &place)
            }
            ObjKind::Func(_) => {
                let targs = self.type_args(name);
                Val::word(self.declared_func_value(obj, targs))
            }
            _ => self.zero(t),
        }
    }

    fn unary(&mut self, e: &Expr, op: UnaryOp, x: &Expr) -> Val {
        match op {
            UnaryOp::Plus => self.expr(x),
            UnaryOp::Addr => Val::word(self.address_of(e, x)),
            UnaryOp::Recv => {
                let elem = self.ty(e);
                self.recv(e, x, elem).0
            }
            UnaryOp::Not => {
                let v = self.expr(x).first();
                Val::word(self.un(UnOp::BoolNot, v))
            }
            UnaryOp::Neg => {
                let val = self.expr(x);
                let float = matches!(self.ty(e), t if matches!(self.lw.kind(t), Kind::Float(_) | Kind::Complex(_)));
                Val::Words(val.as_words().iter().map(|&w| self.un(if float { UnOp::FNeg } else { UnOp::Neg }, w)).collect())
            }
            UnaryOp::BitNot => {
                let v = self.expr(x).first();
                Val::word(self.un(UnOp::Not, v))
            }
            UnaryOp::Tilde => self.expr(x),
        }
    }

    /// `&x`
    fn address_of(&mut self, e: &Expr, x: &Expr) -> Value {
        if let ExprKind::Composite { elems, .. } = &strip(x).kind {
            let t = self.ty(x);
            return self.new_composite(e, x, elems, t);
        }
        let t = self.ty(x);
        let place = self.place(x);
        self.at(e.span.lo);
        self.take_addr(t, &place)
    }

    /// `x && y`, `x || y` as a value.
    fn logical(&mut self, e: &Expr) -> Value {
        let var = self.b.var(crate::ir::Ty::I8);
        let (yes, no, done) = (self.b.block(), self.b.block(), self.b.block());
        self.cond(e, yes, no);
        for (block, value) in [(yes, true), (no, false)] {
            self.enter(block);
            let v = self.boolc(value);
            self.b.def(var, v);
            self.b.jump(done);
        }
        self.enter(done);
        self.b.use_var(var)
    }

    /// Branches on a condition; the blocks are sealed by the caller.
    pub(crate) fn cond(&mut self, e: &Expr, yes: Block, no: Block) {
        if let Some(value) = self.tv(e).and_then(|tv| tv.value.as_ref()).and_then(|v| v.as_bool()) {
            return self.b.jump(if value { yes } else { no });
        }
        match &e.kind {
            ExprKind::Paren(x) => self.cond(x, yes, no),
            ExprKind::Unary(UnaryOp::Not, x) => self.cond(x, no, yes),
            ExprKind::Binary { op: BinaryOp::LAnd, x, y, .. } => {
                let more = self.b.block();
                self.cond(x, more, no);
                self.enter(more);
                self.cond(y, yes, no);
            }
            ExprKind::Binary { op: BinaryOp::LOr, x, y, .. } => {
                let more = self.b.block();
                self.cond(x, yes, more);
                self.enter(more);
                self.cond(y, yes, no);
            }
            _ => {
                self.order_root(e);
                let v = self.expr(e).first();
                self.b.br(v, yes, no);
            }
        }
    }

    /// Evaluates for the effects only.
    pub(crate) fn discard(&mut self, e: &Expr) {
        if self.tv(e).is_some_and(|tv| tv.value.is_some()) {
            return;
        }
        match &strip(e).kind {
            ExprKind::Call(call) if !self.is_conversion(strip(e)) => {
                self.call_multi(strip(e), call);
            }
            ExprKind::Unary(UnaryOp::Recv, x) => {
                self.order_root(x);
                self.recv_discard(e, x);
            }
            _ => {
                self.order_root(e);
                self.expr(e);
            }
        }
    }

    fn call_value(&mut self, e: &Expr, call: &Call) -> Val {
        let t = self.ty(e);
        match self.call_multi(e, call).into_iter().next() {
            Some((_, val)) => val,
            None => self.zero(t),
        }
    }

    /// The values of expressions that together give `types`: one each, or one call for all, or one comma-ok form.
    pub(crate) fn expr_list(&mut self, list: &[Expr], types: &[TypeId]) -> Vec<Val> {
        match list {
            [e] => self.order_root(e),
            _ => self.order(list),
        }
        if let [e] = list
            && types.len() > 1
        {
            let vals = self.multi(e);
            return vals.into_iter().zip(types).map(|((from, val), &to)| self.assign_conv(val, from, to)).collect();
        }
        list.iter().zip(types).map(|(e, &t)| if list.len() > 1 { self.expr_stable(e, t) } else { self.expr_to(e, t) }).collect()
    }

    /// The several values of a call or a comma-ok form, with their types.
    pub(crate) fn multi(&mut self, e: &Expr) -> Vec<(TypeId, Val)> {
        if let Some((_, vals)) = self.hoisted_tuple.take_if(|h| h.0 == e.id) {
            return vals;
        }
        match &e.kind {
            ExprKind::Paren(x) => self.multi(x),
            ExprKind::Call(call) => self.call_multi(e, call),
            ExprKind::Index(x, list) => {
                let (val, ok) = self.map_index_ok(x, &list[0]);
                self.comma_ok(e, val, ok)
            }
            ExprKind::TypeAssert(x, _) => {
                let t = self.ty(e);
                let (val, ok) = self.type_assert_ok(e, x, t);
                self.comma_ok(e, val, ok)
            }
            ExprKind::Unary(UnaryOp::Recv, x) => {
                let elem = self.ty(e);
                let (val, ok) = self.recv(e, x, elem);
                self.comma_ok(e, val, ok)
            }
            _ => {
                let t = self.ty(e);
                vec![(t, self.expr(e))]
            }
        }
    }

    fn comma_ok(&mut self, e: &Expr, val: Val, ok: Value) -> Vec<(TypeId, Val)> {
        let tuple = self.tv(e).map(|tv| tv.ty);
        let bool_ty = match tuple.map(|t| self.inst_ty(t)).map(|t| self.lw.tuple(t)) {
            Some(list) if list.len() == 2 => list[1],
            _ => super::types::BOOL,
        };
        vec![(self.ty(e), val), (bool_ty, Val::word(ok))]
    }

    /// Whether evaluating `e` may run code of the program or change variables.
    pub(crate) fn has_call(&self, e: &Expr) -> bool {
        let has = |x: &Expr| self.has_call(x);
        match &e.kind {
            ExprKind::Call(call) => self.mode(&call.fun) != Mode::Type || call.args.iter().any(has),
            ExprKind::Unary(op, x) => *op == UnaryOp::Recv || has(x),
            ExprKind::Paren(x) | ExprKind::Selector(x, _) | ExprKind::Star(x) | ExprKind::TypeAssert(x, _) => has(x),
            ExprKind::Index(x, list) => has(x) || list.iter().any(has),
            ExprKind::Slice { x, lo, hi, max } => has(x) || [lo, hi, max].into_iter().flatten().any(|e| has(e)),
            ExprKind::Binary { x, y, .. } => has(x) || has(y),
            ExprKind::Composite { elems, .. } => elems.iter().any(|el| has(&el.value) || el.key.as_ref().is_some_and(has)),
            _ => false,
        }
    }

    /// Loads one word behind a pointer that may be nil.
    pub(crate) fn nil_check(&mut self, p: Value) {
        self.b.inst0(Op::NilCheck(p));
    }
}
