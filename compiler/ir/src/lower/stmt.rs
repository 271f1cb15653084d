//! Statements: one arm per kind.

use super::func::FnCx;
use mgo_syntax::ast::{Block, Decl, Expr, Stmt, StmtKind};
use mgo_types::types::TypeId;

impl FnCx<'_> {
    /// Statements in order.
    pub(crate) fn stmts(&mut self, list: &[Stmt]) {
        for s in list {
            self.stmt(s);
        }
    }

    /// A block.
    pub(crate) fn block(&mut self, b: &Block) {
        self.stmts(&b.stmts);
    }

    /// One statement.
    pub(crate) fn stmt(&mut self, s: &Stmt) {
        self.at(s.span.lo);
        if let Some(shared) = self.facts.trims.get(&s.id).cloned() {
            shared.into_iter().for_each(|obj| self.trim(obj));
        }
        // A label belongs to the statement right behind it only.
        let label = match &s.kind {
            StmtKind::For { .. }
            | StmtKind::Range { .. }
            | StmtKind::Switch { .. }
            | StmtKind::TypeSwitch { .. }
            | StmtKind::Select(..) => None,
            _ => self.label.take(),
        };
        match &s.kind {
            StmtKind::Bad | StmtKind::Empty => {}
            StmtKind::Decl(decl) => self.local_decl(decl),
            StmtKind::Labeled(name, inner) => self.labeled(name, inner),
            StmtKind::Expr(e) => self.discard(e),
            StmtKind::Send(ch, x) => self.send(ch, x),
            StmtKind::IncDec(e, inc) => self.inc_dec(e, *inc),
            StmtKind::Assign(lhs, rhs) => self.assign(lhs, rhs),
            StmtKind::OpAssign(op, lhs, rhs) => self.op_assign(*op, lhs, rhs, s.span.lo),
            StmtKind::Define(lhs, rhs, _) => self.define(lhs, rhs),
            StmtKind::Go(e) => self.go(e),
            StmtKind::Defer(e) => self.defer(s, e),
            StmtKind::Return(list) => self.ret(list),
            StmtKind::Break(l) => self.leave(l.as_ref(), false),
            StmtKind::Continue(l) => self.leave(l.as_ref(), true),
            StmtKind::Goto(l) => self.goto(l),
            StmtKind::Fallthrough => self.fallthrough(),
            StmtKind::Block(b) => {
                // `L: { … break L … }`
                if label.is_some() {
                    let done = self.b.block();
                    self.label = label;
                    self.push_ctl(done, None);
                    self.block(b);
                    self.pop_ctl();
                    self.b.jump(done);
                    self.enter(done);
                } else {
                    self.block(b);
                }
            }
            StmtKind::If { init, cond, then, els } => self.if_stmt(init.as_deref(), cond, then, els.as_deref()),
            StmtKind::For { init, cond, post, body } => self.for_stmt(init.as_deref(), cond.as_ref(), post.as_deref(), body),
            StmtKind::Range { key, value, define, x, body, .. } => self.range(s, key.as_ref(), value.as_ref(), *define, x, body),
            StmtKind::Switch { init, tag, clauses, .. } => self.switch(init.as_deref(), tag.as_ref(), clauses),
            StmtKind::TypeSwitch { init, x, clauses, .. } => self.type_switch(init.as_deref(), x, clauses),
            StmtKind::Select(clauses, _) => self.select_stmt(clauses, s.span.lo),
        }
    }

    fn local_decl(&mut self, decl: &Decl) {
        let Decl::Var(spec) = decl else { return };
        let objs: Vec<_> = spec.names.iter().map(|n| self.def_of(n)).collect();
        let types: Vec<Option<TypeId>> = objs.iter().map(|o| o.map(|o| self.obj_ty(o))).collect();
        if spec.values.is_empty() {
            for (name, (obj, t)) in spec.names.iter().zip(objs.iter().zip(types)) {
                if let (Some(obj), Some(t)) = (*obj, t)
                    && name.name != "_"
                {
                    self.declare(obj, t, None);
                }
            }
            return;
        }
        let names: Vec<&str> = spec.names.iter().map(|n| n.name.as_str()).collect();
        self.declare_all(&names, &objs, &types, &spec.values);
    }

    /// Declares variables with values.
    pub(crate) fn declare_all(
        &mut self,
        names: &[&str],
        objs: &[Option<mgo_types::object::ObjId>],
        types: &[Option<TypeId>],
        values: &[Expr],
    ) {
        if let ([value], [Some(obj)], [Some(t)]) = (values, objs, types)
            && names[0] != "_"
        {
            return self.declare_with(*obj, *t, value);
        }
        let targets = self.value_types(values, types);
        let vals = self.expr_list(values, &targets);
        for (i, val) in vals.into_iter().enumerate() {
            if let (Some(obj), Some(t)) = (objs[i], types[i])
                && names[i] != "_"
            {
                self.declare(obj, t, Some(val));
            }
        }
    }

    /// What each of several values is to be converted to; blank targets take the value as it is.
    pub(crate) fn value_types(&mut self, values: &[Expr], types: &[Option<TypeId>]) -> Vec<TypeId> {
        let own: Vec<TypeId> = match values {
            [e] if types.len() > 1 => {
                let t = self.tv(e).map(|tv| tv.ty).map(|t| self.inst_ty(t));
                t.map(|t| self.lw.tuple(t)).unwrap_or_default()
            }
            _ => values.iter().map(|e| self.ty(e)).collect(),
        };
        types.iter().enumerate().map(|(i, t)| t.or_else(|| own.get(i).copied()).unwrap_or(super::types::INT)).collect()
    }

    fn if_stmt(&mut self, init: Option<&Stmt>, cond: &Expr, then: &Block, els: Option<&Stmt>) {
        if let Some(init) = init {
            self.stmt(init);
        }
        let (yes, done) = (self.b.block(), self.b.block());
        let no = if els.is_some() { self.b.block() } else { done };
        self.at(cond.span.lo);
        self.cond(cond, yes, no);
        self.enter(yes);
        self.block(then);
        self.b.jump(done);
        if let Some(els) = els {
            self.enter(no);
            self.stmt(els);
            self.b.jump(done);
        }
        self.enter(done);
    }

    fn ret(&mut self, list: &[Expr]) {
        if self.range_exits.is_some() {
            return self.return_from_range_func(list);
        }
        let types = self.abi.results.clone();
        let vals = if list.is_empty() { None } else { Some(self.expr_list(list, &types)) };
        self.return_with(vals);
    }

    /// Returns the values, or what the result variables hold.
    pub(crate) fn return_with(&mut self, vals: Option<Vec<super::value::Val>>) {
        let types = self.abi.results.clone();
        let simple = self.results.is_empty() || (!self.defers && self.results_are_private());
        match vals {
            Some(vals) if simple && !self.defers => self.return_vals(&vals),
            Some(vals) => {
                let places: Vec<_> = self.results.clone().iter().map(|s| self.storage_place(s)).collect();
                for ((place, val), t) in places.iter().zip(&vals).zip(types) {
                    self.store_place(t, place, val);
                }
                self.return_results();
            }
            None => self.return_results(),
        }
    }

    /// Whether nobody but this function sees the result variables.
    fn results_are_private(&self) -> bool {
        self.results.iter().all(|s| matches!(s, super::storage::Storage::Words(_)))
    }
}
