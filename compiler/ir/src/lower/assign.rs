//! Assignments and short variable declarations.

use super::facts::strip;
use super::func::FnCx;
use super::place::Place;
use super::types::Kind;
use super::value::Val;
use crate::ir::BinOp;
use mgo_syntax::ast::{BinaryOp, Expr, ExprKind};
use mgo_syntax::source::Pos;
use mgo_syntax::visit::{Node, inspect};
use mgo_types::object::{ObjId, ObjKind, VarKind};
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
        // Calls come first, then what the stores in front may change, then each value with its store.
        self.order(rhs);
        let mut stored = Stored::default();
        let mut early: Vec<(Option<Place>, Option<Val>)> = Vec::with_capacity(lhs.len());
        for (i, ((l, r), &t)) in lhs.iter().zip(rhs).zip(&targets).enumerate() {
            let place = (i > 0).then(|| self.target_place(l));
            let val = stored.may_reach(self, r).then(|| self.expr_stable(r, t));
            early.push((place, val));
            stored.note(self, l);
        }
        for (((place, val), t), (l, r)) in early.into_iter().zip(targets).zip(lhs.iter().zip(rhs)) {
            let val = val.unwrap_or_else(|| self.expr_to(r, t));
            let place = place.unwrap_or_else(|| self.target_place(l));
            self.store_place(t, &place, &val);
        }
    }

    /// Whether only the function itself sees a variable; results are seen by who recovers from a panic.
    fn is_private(&self, obj: ObjId) -> bool {
        let var = self.facts.var(obj);
        let seen = match self.lw.world.object(obj).kind {
            ObjKind::Var(VarKind::Global) => true,
            ObjKind::Var(VarKind::Result) => self.defers,
            _ => false,
        };
        !seen && !var.addressed && !var.captured
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

/// What the first stores of an assignment of several values may change. Go's compiler evaluates early only what they may reach: of two indices out of
/// range in `s[i], s[j] = s[j], s[i]` the second `s[i]` panics.
#[derive(Default)]
struct Stored {
    /// Anything that is not private.
    memory: bool,
    /// Private variables.
    vars: Vec<ObjId>,
}

impl Stored {
    /// A store to `target` follows.
    fn note(&mut self, cx: &mut FnCx<'_>, target: &Expr) {
        match &strip(target).kind {
            ExprKind::Name(name) if name.name == "_" => {}
            ExprKind::Name(name) => match cx.object_of(name) {
                Some(obj) if cx.is_private(obj) => self.vars.push(obj),
                _ => self.memory = true,
            },
            _ => self.memory = true,
        }
    }

    /// Whether the value of `e` may depend on the stores.
    fn may_reach(&self, cx: &mut FnCx<'_>, e: &Expr) -> bool {
        let mut found = self.memory;
        if !self.vars.is_empty() {
            inspect(Node::Expr(e), &mut |node| {
                if let Node::Expr(Expr { kind: ExprKind::Name(name), .. }) = node {
                    found |= cx.object_of(name).is_some_and(|obj| self.vars.contains(&obj));
                }
                !found
            });
        }
        found
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
