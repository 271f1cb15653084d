//! The flow of values through expressions.

use super::graph::{Hole, Kind};
use super::{FuncLocs, Walker};
use crate::lower::facts::strip;
use crate::lower::types::Kind as TypeKind;
use mgo_syntax::ast::{Element, Expr, ExprKind, FuncLit, Ident, UnaryOp};
use mgo_types::info::{Mode, SelectionKind, TypeAndValue};
use mgo_types::object::{ObjId, ObjKind, VarKind};
use mgo_types::types::{Basic, Type, TypeId};

impl Walker<'_> {
    pub(super) fn tv(&self, e: &Expr) -> Option<&TypeAndValue> {
        self.lw.world.package(self.pkg).info.exprs.get(&e.id)
    }

    pub(super) fn mode(&self, e: &Expr) -> Mode {
        self.tv(e).map_or(Mode::Invalid, |tv| tv.mode)
    }

    pub(super) fn ty(&mut self, e: &Expr) -> TypeId {
        let t = self.tv(e).map_or(Basic::Invalid.id(), |tv| tv.ty);
        if matches!(self.mode(e), Mode::CommaOk | Mode::MapIndex) {
            return self.lw.tuple(t)[0];
        }
        t
    }

    pub(super) fn kind(&mut self, t: TypeId) -> TypeKind {
        if !self.is_tparam(t) {
            return self.lw.kind(t);
        }
        match self.lw.world.core_type(t) {
            Some(core) => self.lw.kind(core),
            None => TypeKind::TypeParam,
        }
    }

    pub(super) fn is_tparam(&self, t: TypeId) -> bool {
        matches!(self.lw.world.types.get(t), Type::TypeParam(_))
    }

    pub(super) fn is_iface(&mut self, t: TypeId) -> bool {
        !self.is_tparam(t) && self.lw.kind(t) == TypeKind::Iface
    }

    pub(super) fn def(&self, name: &Ident) -> Option<ObjId> {
        self.lw.world.package(self.pkg).info.defs.get(&name.id).copied()
    }

    pub(super) fn object_of(&self, name: &Ident) -> Option<ObjId> {
        let info = &self.lw.world.package(self.pkg).info;
        info.uses.get(&name.id).or_else(|| info.defs.get(&name.id)).copied()
    }

    pub(super) fn is_global(&self, obj: ObjId) -> bool {
        matches!(self.lw.world.object(obj).kind, ObjKind::Var(VarKind::Global))
    }

    /// A fresh allocation whose address flows into `k`; gives the hole for its contents.
    pub(super) fn spill(&mut self, k: Hole, kind: Kind) -> Hole {
        let loc = self.new_loc(kind);
        self.graph.flow(k.shift(-1), loc);
        Hole::to(loc)
    }

    /// One hole that flows into several.
    pub(super) fn tee(&mut self, ks: &[Hole]) -> Hole {
        match ks {
            [] => Hole::NOWHERE,
            [k] => *k,
            _ => {
                let loc = self.new_loc(Kind::Temp);
                ks.iter().for_each(|&k| self.graph.flow(k, loc));
                Hole::to(loc)
            }
        }
    }

    pub(super) fn discard(&mut self, e: &Expr) {
        self.value(Hole::NOWHERE, e);
    }

    pub(super) fn discard_all(&mut self, list: &[Expr]) {
        list.iter().for_each(|e| self.discard(e));
    }

    /// `e` flows into `k` as a value of type `t`: maybe boxed.
    pub(super) fn value_to(&mut self, k: Hole, e: &Expr, t: TypeId) {
        let from = self.ty(e);
        let constant = self.tv(e).is_some_and(|tv| tv.value.is_some());
        if constant || self.mode(e) == Mode::Nil || !self.is_iface(t) || self.is_iface(from) {
            return self.value(k, e);
        }
        if self.is_tparam(from) {
            let boxed = self.spill(k, Kind::Box(e.id));
            let both = self.tee(&[k, boxed]);
            return self.value(both, e);
        }
        if self.lw.is_direct(from) {
            return self.value(k, e);
        }
        let boxed = self.spill(k, Kind::Box(e.id));
        self.value(boxed, e);
    }

    /// `e` flows into `k`.
    pub(super) fn value(&mut self, k: Hole, e: &Expr) {
        if self.tv(e).is_some_and(|tv| tv.value.is_some() || tv.mode == Mode::Type) {
            return;
        }
        let t = self.ty(e);
        // The address of something without pointers is a pointer all the same.
        let k = if self.tv(e).is_some()
            && k.derefs >= 0
            && !self.lw.world.has_pointers(t)
            && !matches!(self.lw.world.types.get(t), Type::Tuple(_))
        {
            Hole::NOWHERE
        } else {
            k
        };
        match &e.kind {
            ExprKind::Paren(x) => self.value(k, x),
            ExprKind::Name(name) => self.name(k, name),
            ExprKind::Composite { elems, .. } => self.composite(k, e, elems),
            ExprKind::FuncLit(lit) => self.func_lit(k, e, lit),
            ExprKind::Selector(x, name) => self.selector(k, e, x, name),
            ExprKind::Index(x, list) => self.index(k, x, list),
            ExprKind::Slice { x, lo, hi, max } => {
                [lo, hi, max].into_iter().flatten().for_each(|e| self.discard(e));
                let tx = self.ty(x);
                match self.kind(tx) {
                    TypeKind::Array(..) => self.value(k.shift(-1), x),
                    _ => self.value(k, x),
                }
            }
            ExprKind::TypeAssert(x, _) => {
                let direct = self.is_tparam(t) || self.is_iface(t) || self.lw.is_direct(t);
                self.value(if direct { k } else { k.shift(1) }, x);
            }
            ExprKind::Call(call) => self.call(&[k], e, call),
            ExprKind::Star(x) => self.value(k.shift(1), x),
            ExprKind::Unary(UnaryOp::Addr, x) => match &strip(x).kind {
                ExprKind::Composite { elems, .. } => {
                    let inner = self.spill(k, Kind::Site(e.id));
                    self.composite(inner, strip(x), elems);
                }
                _ => self.value(k.shift(-1), x),
            },
            ExprKind::Unary(_, x) => self.discard(x),
            ExprKind::Binary { x, y, .. } => {
                self.discard(x);
                self.discard(y);
            }
            _ => {}
        }
    }

    fn name(&mut self, k: Hole, name: &Ident) {
        let Some(obj) = self.object_of(name) else { return };
        if let Some(&loc) = self.vars.get(&obj) {
            self.graph.flow(k, loc);
        }
    }

    fn selector(&mut self, k: Hole, e: &Expr, x: &Expr, _name: &Ident) {
        let Some(sel) = self.lw.world.package(self.pkg).info.selections.get(&e.id).cloned() else { return };
        match sel.kind {
            SelectionKind::Field => {
                let (derefs, _) = self.path_derefs(sel.recv, &sel.path);
                self.value(k.shift_many(derefs), x);
            }
            SelectionKind::Method => {
                // Who calls the method value later is not known: the receiver leaks.
                self.spill(k, Kind::Site(e.id));
                let recv = self.receiver_hole(Hole::HEAP, &sel);
                self.value(recv, x);
            }
            SelectionKind::MethodExpr => {}
        }
    }

    /// Pointers followed along a path of fields, and the type at its end.
    pub(super) fn path_derefs(&mut self, recv: TypeId, path: &[u32]) -> (i32, TypeId) {
        let (mut t, mut derefs) = (recv, 0);
        for &index in path {
            if let TypeKind::Pointer(elem) = self.kind(t) {
                derefs += 1;
                t = elem;
            }
            let u = self.lw.world.underlying(t);
            match self.lw.world.types.get(u) {
                Type::Struct(s) if (index as usize) < s.fields.len() => t = s.fields[index as usize].ty,
                _ => return (derefs, t),
            }
        }
        (derefs, t)
    }

    fn index(&mut self, k: Hole, x: &Expr, list: &[Expr]) {
        self.discard_all(list);
        let tx = self.ty(x);
        match self.kind(tx) {
            TypeKind::Array(..) => self.value(k, x),
            TypeKind::Slice(_) | TypeKind::Pointer(_) => self.value(k.shift(1), x),
            TypeKind::Map(..) | TypeKind::String => self.discard(x),
            // An instantiated function, or an operand of several types.
            TypeKind::Func => self.value(k, x),
            _ => {
                let both = self.tee(&[k.shift(1), k]);
                self.value(both, x);
            }
        }
    }

    fn composite(&mut self, k: Hole, e: &Expr, elems: &[Element]) {
        let t = self.ty(e);
        match self.kind(t) {
            TypeKind::Pointer(elem) => {
                let inner = self.spill(k, Kind::Site(e.id));
                self.parts(inner, elem, elems);
            }
            TypeKind::Slice(elem) => {
                let inner = self.spill(k, Kind::Site(e.id));
                elems.iter().for_each(|el| self.value_to(inner, &el.value, elem));
            }
            TypeKind::Map(key, elem) => {
                for el in elems {
                    el.key.iter().for_each(|e| self.value_to(Hole::HEAP, e, key));
                    self.value_to(Hole::HEAP, &el.value, elem);
                }
            }
            _ => self.parts(k, t, elems),
        }
    }

    /// The elements of a struct or array literal.
    fn parts(&mut self, k: Hole, t: TypeId, elems: &[Element]) {
        if let TypeKind::Array(elem, _) = self.kind(t) {
            return elems.iter().for_each(|el| self.value_to(k, &el.value, elem));
        }
        let core = self.lw.world.core_type(t).unwrap_or(t);
        let u = self.lw.world.underlying(core);
        if !matches!(self.lw.world.types.get(u), Type::Struct(_)) {
            // A pointer to what `&` already allocated for, or nothing known.
            return elems.iter().for_each(|el| self.value(Hole::HEAP, &el.value));
        }
        for (i, el) in elems.iter().enumerate() {
            let path = match &el.key {
                Some(key) => self.lw.world.package(self.pkg).info.selections.get(&key.id).map(|sel| sel.path.clone()),
                None => Some(vec![i as u32]),
            };
            match path {
                Some(path) => {
                    let (_, field) = self.path_derefs(u, &path);
                    self.value_to(k, &el.value, field);
                }
                None => self.value(Hole::HEAP, &el.value),
            }
        }
    }

    pub(super) fn func_lit(&mut self, k: Hole, e: &Expr, lit: &FuncLit) {
        let closure = self.spill(k, Kind::Site(e.id));
        self.capture(closure, e.id);
        self.inner(e.id, Some(e.id), |w| {
            let mut locs = FuncLocs::default();
            lit.sig.params.iter().for_each(|f| w.params(f, &mut locs));
            w.results(&lit.sig, &mut locs);
            w.funcs.insert(Some(e.id), locs);
            w.stmts(&lit.body.stmts);
        });
    }

    /// What a function holds of the variables around it flows into its closure.
    pub(super) fn capture(&mut self, closure: Hole, id: mgo_syntax::ast::NodeId) {
        for obj in self.facts.func(Some(id)).captures {
            let Some(&loc) = self.vars.get(&obj) else { continue };
            let k = if self.facts.by_ref(obj) { closure.shift(-1) } else { closure };
            self.graph.flow(k, loc);
        }
    }
}

impl Hole {
    /// After a number of dereferences that is not negative.
    fn shift_many(self, n: i32) -> Hole {
        Hole { derefs: self.derefs + n, ..self }
    }
}
