//! Assignments and short variable declarations.

use super::facts::strip;
use super::func::FnCx;
use super::place::Place;
use super::types::Kind;
use super::value::Val;
use crate::ir::BinOp;
use mgo_syntax::ast::{BinaryOp, Expr, ExprKind};
use mgo_syntax::source::Pos;
use mgo_types::object::ObjId;
use mgo_types::types::TypeId;

impl FnCx<'_> {
    /// Declares a variable with the value of an expression, made in place where it is large.
    pub(crate) fn declare_with(&mut self, obj: ObjId, t: TypeId, value: &Expr) {
        self.order_root(value);
        let literal = matches!(strip(value).kind, ExprKind::Composite { .. });
        if literal && self.lw.layout(t).leaves.is_none() && self.ty(value) == t && !self.facts.on_heap(obj) && self.loops == 0 {
            // The literal's own memory in the frame becomes the variable.
            let slot = self.slot(t);
            let addr = self.slot_addr(slot);
            self.expr_into(t, addr, value);
            self.vars.insert(obj, super::storage::Storage::Slot(slot));
            return;
        }
        let val = self.expr_to(value, t);
        self.declare(obj, t, Some(val));
    }

    /// `a, b := x, y`
    pub(crate) fn define(&mut self, lhs: &[Expr], rhs: &[Expr]) {
        let names: Vec<&str> = lhs.iter().map(name_of).collect();
        let defs: Vec<Option<ObjId>> = lhs.iter().map(|e| self.defined(e)).collect();
        if lhs.len() == rhs.len() && lhs.len() == 1 {
            if let Some(obj) = defs[0] {
                let t = self.obj_ty(obj);
                return if names[0] == "_" { self.discard(&rhs[0]) } else { self.declare_with(obj, t, &rhs[0]) };
            }
            return self.assign(lhs, rhs);
        }
        let types: Vec<Option<TypeId>> = lhs.iter().zip(&defs).map(|(e, d)| self.target_type(e, *d)).collect();
        let targets = self.value_types(rhs, &types);
        let vals = self.expr_list(rhs, &targets);
        // Variables that exist are assigned, the others made.
        for (i, val) in vals.into_iter().enumerate() {
            match (defs[i], types[i]) {
                _ if names[i] == "_" => {}
                (Some(obj), Some(t)) => self.declare(obj, t, Some(val)),
                (None, Some(t)) => {
                    let place = self.place(&lhs[i]);
                    self.store_place(t, &place, &val);
                }
                _ => {}
            }
        }
    }

    fn target_type(&mut self, e: &Expr, def: Option<ObjId>) -> Option<TypeId> {
        match def {
            Some(obj) => Some(self.obj_ty(obj)),
            None if name_of(e) == "_" => None,
            None => Some(self.lhs_ty(e)),
        }
    }

    /// The type of the left side of an assignment.
    pub(crate) fn lhs_ty(&mut self, e: &Expr) -> TypeId {
        if let ExprKind::Name(name) = &strip(e).kind
            && let Some(obj) = self.object_of(name)
        {
            return self.obj_ty(obj);
        }
        self.ty(e)
    }

    /// The object that `e` declares in a `:=`.
    pub(crate) fn defined(&self, e: &Expr) -> Option<ObjId> {
        if let ExprKind::Name(name) = &e.kind { self.def_of(name) } else { None }
    }

    /// `a, b = x, y`
    pub(crate) fn assign(&mut self, lhs: &[Expr], rhs: &[Expr]) {
        if let ([l], [r]) = (lhs, rhs) {
            return self.assign_one(l, r);
        }
        let types: Vec<Option<TypeId>> = lhs.iter().map(|e| self.target_type(e, None)).collect();
        let targets = self.value_types(rhs, &types);
        self.order(lhs);
        if let [_] = rhs {
            let vals = self.expr_list(rhs, &targets);
            let places: Vec<Place> = lhs.iter().map(|e| self.target_place(e)).collect();
            for ((place, val), t) in places.iter().zip(&vals).zip(targets) {
                self.store_place(t, place, val);
            }
            return;
        }
        // Calls come first, then the operands of the left sides, then the values, then the stores.
        self.order(rhs);
        let places: Vec<Place> = lhs.iter().map(|e| self.target_place(e)).collect();
        let vals = self.expr_list(rhs, &targets);
        for ((place, val), t) in places.iter().zip(&vals).zip(targets) {
            self.store_place(t, place, val);
        }
    }

    fn assign_one(&mut self, l: &Expr, r: &Expr) {
        if name_of(l) == "_" {
            return self.discard(r);
        }
        let t = self.lhs_ty(l);
        self.order_root(l);
        self.order_root(r);
        if self.append_in_place(l, r) {
            return;
        }
        let val = self.expr_to(r, t);
        let place = self.place(l);
        self.store_place(t, &place, &val);
    }

    /// `a op= x`: the place is evaluated once.
    pub(crate) fn op_assign(&mut self, op: BinaryOp, l: &Expr, r: &Expr, pos: Pos) {
        let t = self.ty(l);
        self.order([l, r]);
        let place = self.place(l);
        if let (Place::Map { map_ty, map, key }, true) = (&place, one_lookup(op)) {
            // No panic can come between the look-up, which inserts, and the store.
            let y = self.expr(r);
            let addr = self.map_assign(*map_ty, *map, key);
            let old = self.load(t, addr);
            self.at(pos);
            let new = if self.lw.kind(t) == Kind::String { self.concat_values(&[old, y]) } else { self.arith(op, t, &old, &y, None) };
            return self.store(t, addr, &new);
        }
        let old = self.load_place(t, &place);
        self.at(pos);
        let new = self.op_values(op, t, old, r);
        self.store_place(t, &place, &new);
    }

    /// `x++`, `x--`
    pub(crate) fn inc_dec(&mut self, e: &Expr, inc: bool) {
        let t = self.ty(e);
        self.order_root(e);
        let place = self.place(e);
        if let Place::Map { map_ty, map, key } = &place {
            let addr = self.map_assign(*map_ty, *map, key);
            let old = self.load(t, addr);
            let new = self.step(t, &old, inc);
            return self.store(t, addr, &new);
        }
        let old = self.load_place(t, &place);
        let new = self.step(t, &old, inc);
        self.store_place(t, &place, &new);
    }

    fn step(&mut self, t: TypeId, old: &Val, inc: bool) -> Val {
        let one = mgo_types::constant::Value::Int(1.into());
        let one = self.constant(&one, t);
        match self.lw.kind(t) {
            Kind::Int { .. } => Val::word(self.bin(if inc { BinOp::Add } else { BinOp::Sub }, old.first(), one.first())),
            _ => self.arith(if inc { BinaryOp::Add } else { BinaryOp::Sub }, t, old, &one, None),
        }
    }
}

/// Whether `m[k] op= x` may insert before it computes.
fn one_lookup(op: BinaryOp) -> bool {
    !matches!(op, BinaryOp::Div | BinaryOp::Rem | BinaryOp::Shl | BinaryOp::Shr)
}

/// The name an expression is, or nothing.
pub(crate) fn name_of(e: &Expr) -> &str {
    if let ExprKind::Name(name) = &strip(e).kind { &name.name } else { "" }
}
