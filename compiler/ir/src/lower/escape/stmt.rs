//! The flow of values through statements.

use super::graph::{Hole, Kind};
use super::{FuncLocs, Walker};
use crate::lower::facts::strip;
use crate::lower::types::Kind as TypeKind;
use mgo_syntax::ast::*;
use mgo_types::types::{Type, TypeId};

impl Walker<'_> {
    pub(super) fn stmts(&mut self, list: &[Stmt]) {
        list.iter().for_each(|s| self.stmt(s));
    }

    fn stmt(&mut self, s: &Stmt) {
        match &s.kind {
            StmtKind::Bad | StmtKind::Empty | StmtKind::Break(_) | StmtKind::Continue(_) | StmtKind::Goto(_) | StmtKind::Fallthrough => {}
            StmtKind::Decl(Decl::Var(spec)) => {
                let holes: Vec<Hole> = spec.names.iter().map(|n| self.define(n)).collect();
                self.assign_all(&holes, &spec.names.iter().map(|n| self.obj_ty(n)).collect::<Vec<_>>(), &spec.values);
                self.note_lits(&spec.names, &spec.values);
            }
            StmtKind::Decl(_) => {}
            StmtKind::Labeled(name, inner) => {
                // A label that is jumped back to makes a loop of all that follows.
                if self.facts.gotos.contains(&name.name) {
                    self.loops += 1;
                }
                self.stmt(inner);
            }
            StmtKind::Expr(e) | StmtKind::IncDec(e, _) => self.discard(e),
            StmtKind::Go(e) => {
                if let ExprKind::Call(call) = &strip(e).kind {
                    self.call_on_heap(e, call);
                }
            }
            StmtKind::Defer(e) => self.defer(e),
            StmtKind::Send(ch, x) => {
                self.discard(ch);
                let t = self.ty(ch);
                match self.kind(t) {
                    TypeKind::Chan(_, elem) => self.value_to(Hole::HEAP, x, elem),
                    _ => self.value(Hole::HEAP, x),
                }
            }
            StmtKind::Assign(lhs, rhs) => {
                let holes: Vec<Hole> = lhs.iter().map(|e| self.target(e)).collect();
                let types: Vec<Option<TypeId>> = lhs.iter().map(|e| self.target_ty(e)).collect();
                self.assign_all(&holes, &types, rhs);
            }
            StmtKind::OpAssign(_, lhs, rhs) => {
                self.target(lhs);
                self.discard(rhs);
            }
            StmtKind::Define(lhs, rhs, _) => self.define_stmt(lhs, rhs),
            StmtKind::Return(list) => self.ret(list),
            StmtKind::Block(b) => self.stmts(&b.stmts),
            StmtKind::If { init, cond, then, els } => {
                self.opt(init);
                self.discard(cond);
                self.stmts(&then.stmts);
                self.opt(els);
            }
            StmtKind::For { init, cond, post, body } => {
                self.opt(init);
                self.loops += 1;
                init.iter().for_each(|s| self.rounds(s));
                cond.iter().for_each(|e| self.discard(e));
                self.stmts(&body.stmts);
                self.opt(post);
                self.loops -= 1;
            }
            StmtKind::Range { key, value, define, x, body, .. } => self.range(s, key.as_ref(), value.as_ref(), *define, x, body),
            StmtKind::Switch { init, tag, clauses, .. } => {
                self.opt(init);
                tag.iter().for_each(|e| self.discard(e));
                for c in clauses {
                    self.discard_all(&c.exprs);
                    self.stmts(&c.body);
                }
            }
            StmtKind::TypeSwitch { init, x, clauses, .. } => self.type_switch(init, x, clauses),
            StmtKind::Select(clauses, _) => {
                for c in clauses {
                    self.opt(&c.comm);
                    self.stmts(&c.body);
                }
            }
        }
    }

    fn opt(&mut self, s: &Option<Box<Stmt>>) {
        if let Some(s) = s {
            self.stmt(s);
        }
    }

    /// Each round of a loop has variables of its own, but what they hold goes on to the next one: it must outlive a round.
    fn rounds(&mut self, init: &Stmt) {
        let StmtKind::Define(lhs, ..) = &init.kind else { return };
        for e in lhs {
            let ExprKind::Name(name) = &e.kind else { continue };
            let Some(&var) = self.def(name).and_then(|obj| self.vars.get(&obj)) else { continue };
            self.graph.locs[var].depth = self.loops;
            let carried = self.graph.add(Kind::Temp, self.func, self.loops - 1);
            self.graph.flow(Hole::to(carried), var);
        }
    }

    fn define(&mut self, name: &Ident) -> Hole {
        match self.def(name) {
            Some(obj) => Hole::to(self.declare(obj)),
            None => Hole::NOWHERE,
        }
    }

    fn obj_ty(&self, name: &Ident) -> Option<TypeId> {
        self.object_of(name).map(|o| self.lw.world.object(o).ty)
    }

    fn define_stmt(&mut self, lhs: &[Expr], rhs: &[Expr]) {
        let mut holes = Vec::new();
        let mut names = Vec::new();
        for e in lhs {
            match &e.kind {
                ExprKind::Name(name) if self.def(name).is_some() => {
                    names.push(name.clone());
                    holes.push(self.define(name));
                }
                _ => holes.push(self.target(e)),
            }
        }
        let types: Vec<Option<TypeId>> = lhs.iter().map(|e| self.target_ty(e)).collect();
        self.assign_all(&holes, &types, rhs);
        if names.len() == lhs.len() {
            self.note_lits(&names, rhs);
        }
    }

    /// Remembers which variables hold a function literal and nothing else, ever.
    fn note_lits(&mut self, names: &[Ident], values: &[Expr]) {
        if names.len() != values.len() {
            return;
        }
        for (name, value) in names.iter().zip(values) {
            if let (Some(obj), ExprKind::FuncLit(_)) = (self.def(name), &strip(value).kind)
                && !self.facts.var(obj).reassigned
                && !self.facts.var(obj).addressed
            {
                self.known_lits.insert(obj, strip(value).id);
            }
        }
    }

    /// The type of an assignment's left side; `None` for `_`.
    fn target_ty(&mut self, e: &Expr) -> Option<TypeId> {
        match &strip(e).kind {
            ExprKind::Name(name) if name.name == "_" => None,
            ExprKind::Name(name) => self.obj_ty(name),
            _ => Some(self.ty(e)),
        }
    }

    /// The hole of an assignment's left side.
    fn target(&mut self, e: &Expr) -> Hole {
        match &e.kind {
            ExprKind::Paren(x) => self.target(x),
            ExprKind::Name(name) => match self.object_of(name) {
                Some(obj) if self.is_global(obj) => Hole::HEAP,
                Some(obj) => self.vars.get(&obj).map_or(Hole::NOWHERE, |&l| Hole::to(l)),
                None => Hole::NOWHERE,
            },
            ExprKind::Selector(x, _) => {
                let sel = self.lw.world.package(self.pkg).info.selections.get(&e.id).cloned();
                let Some(sel) = sel else { return Hole::HEAP };
                if self.path_derefs(sel.recv, &sel.path).0 == 0 {
                    return self.target(x);
                }
                self.discard(x);
                Hole::HEAP
            }
            ExprKind::Index(x, list) => {
                let t = self.ty(x);
                match self.kind(t) {
                    TypeKind::Array(..) => {
                        self.discard_all(list);
                        self.target(x)
                    }
                    TypeKind::Map(key, _) => {
                        self.discard(x);
                        list.iter().for_each(|k| self.value_to(Hole::HEAP, k, key));
                        Hole::HEAP
                    }
                    _ => {
                        self.discard(x);
                        self.discard_all(list);
                        Hole::HEAP
                    }
                }
            }
            _ => {
                self.discard(e);
                Hole::HEAP
            }
        }
    }

    /// Values flow into holes, one each or all from one expression.
    fn assign_all(&mut self, holes: &[Hole], types: &[Option<TypeId>], values: &[Expr]) {
        if let ([one], true) = (values, holes.len() > 1) {
            return self.multi(holes, one);
        }
        for ((e, &k), t) in values.iter().zip(holes).zip(types) {
            match t {
                Some(t) => self.value_to(k, e, *t),
                None => self.value(k, e),
            }
        }
    }

    /// Several values of one expression.
    pub(super) fn multi(&mut self, ks: &[Hole], e: &Expr) {
        match &strip(e).kind {
            ExprKind::Call(call) => self.call(ks, strip(e), call),
            // A comma-ok form: only the first value can point anywhere.
            _ => self.value(ks.first().copied().unwrap_or(Hole::NOWHERE), e),
        }
    }

    fn ret(&mut self, list: &[Expr]) {
        let locs = self.funcs.get(&self.returns).cloned().unwrap_or_default();
        let holes: Vec<Hole> = locs.results.iter().map(|&l| Hole::to(l)).collect();
        let types = self.result_types();
        match list {
            [one] if holes.len() > 1 => self.multi(&holes, one),
            _ => {
                for (i, e) in list.iter().enumerate() {
                    let k = holes.get(i).copied().unwrap_or(Hole::HEAP);
                    match types.get(i) {
                        Some(&t) => self.value_to(k, e, t),
                        None => self.value(k, e),
                    }
                }
            }
        }
    }

    /// Result types of the function a `return` returns from.
    fn result_types(&mut self) -> Vec<TypeId> {
        let t = match (self.returns, self.root) {
            (Some(id), _) => self.lw.world.package(self.pkg).info.exprs.get(&id).map(|tv| tv.ty),
            (None, Some(obj)) => Some(self.lw.world.object(obj).ty),
            (None, None) => None,
        };
        match t.map(|t| self.lw.world.types.get(t)) {
            Some(Type::Signature(sig)) => sig.results.iter().map(|p| p.ty).collect(),
            _ => Vec::new(),
        }
    }

    fn defer(&mut self, e: &Expr) {
        let ExprKind::Call(call) = &strip(e).kind else { return };
        let in_range_func = self.node != self.returns;
        if self.loops > 0 || in_range_func {
            return self.call_on_heap(e, call);
        }
        // Operands of a builtin are kept in the closure as they are.
        self.call(&[], strip(e), call);
    }

    fn type_switch(&mut self, init: &Option<Box<Stmt>>, x: &Expr, clauses: &[CaseClause]) {
        self.opt(init);
        let x = match &x.kind {
            ExprKind::TypeAssert(inner, None) => inner,
            _ => x,
        };
        let mut holes = Vec::new();
        for c in clauses {
            let Some(&obj) = self.lw.world.package(self.pkg).info.implicits.get(&c.id) else { continue };
            let k = Hole::to(self.declare(obj));
            let t = self.lw.world.object(obj).ty;
            let direct = self.is_tparam(t) || self.is_iface(t) || self.lw.is_direct(t);
            holes.push(if direct { k } else { k.shift(1) });
        }
        let k = self.tee(&holes);
        self.value(k, x);
        for c in clauses {
            self.stmts(&c.body);
        }
    }

    fn range(&mut self, s: &Stmt, key: Option<&Expr>, value: Option<&Expr>, define: bool, x: &Expr, body: &Block) {
        let t = self.ty(x);
        if self.kind(t) == TypeKind::Func {
            return self.range_func(s, key, value, define, x, body);
        }
        self.loops += 1;
        let var = |w: &mut Self, e: Option<&Expr>| match e.map(|e| (e, &e.kind)) {
            Some((_, ExprKind::Name(name))) if define && w.def(name).is_some() => w.define(name),
            Some((e, _)) => w.target(e),
            None => Hole::NOWHERE,
        };
        let _key = var(self, key);
        let val = var(self, value);
        self.loops -= 1;
        match self.kind(t) {
            TypeKind::Array(..) => self.value(val, x),
            TypeKind::Slice(_) | TypeKind::Pointer(_) => self.value(val.shift(1), x),
            _ => self.discard(x),
        }
        self.loops += 1;
        self.stmts(&body.stmts);
        self.loops -= 1;
    }

    /// The body is a closure that the iterator gets.
    fn range_func(&mut self, s: &Stmt, key: Option<&Expr>, value: Option<&Expr>, define: bool, x: &Expr, body: &Block) {
        // Only a literal at hand is known to keep nothing of its argument.
        self.discard(x);
        let closure = self.spill(Hole::HEAP, Kind::Site(s.id));
        self.capture(closure, s.id);
        let returns = self.returns;
        self.inner(s.id, returns, |w| {
            w.funcs.insert(Some(s.id), FuncLocs::default());
            for e in [key, value].into_iter().flatten() {
                match &e.kind {
                    ExprKind::Name(name) if define && w.def(name).is_some() => {
                        w.define(name);
                    }
                    _ => {
                        w.target(e);
                    }
                }
            }
            w.stmts(&body.stmts);
        });
    }
}
