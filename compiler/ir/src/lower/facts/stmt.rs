//! What statements do to variables.

use mgo_syntax::ast::*;
use mgo_types::object::ObjId;
use mgo_types::types::Type;

use super::{Finder, strip};
use crate::lower::devirtualize::Origin;

impl Finder<'_> {
    /// Statements in order.
    pub(crate) fn stmts(&mut self, list: &[Stmt]) {
        list.iter().for_each(|s| self.stmt(s));
    }

    /// One statement.
    pub(crate) fn stmt(&mut self, s: &Stmt) {
        match &s.kind {
            StmtKind::Bad | StmtKind::Empty | StmtKind::Break(_) | StmtKind::Continue(_) | StmtKind::Fallthrough => {}
            StmtKind::Goto(label) => {
                self.facts.gotos.insert(label.name.clone());
            }
            StmtKind::Decl(Decl::Var(spec)) => {
                self.exprs(&spec.values);
                spec.names.iter().for_each(|n| self.define(n));
                self.originate(spec.names.iter(), &spec.values);
            }
            StmtKind::Decl(_) => {}
            StmtKind::Labeled(label, inner) => {
                self.facts.labels.insert((self.func, label.name.clone()));
                self.stmt(inner);
            }
            StmtKind::Expr(e) | StmtKind::Go(e) => self.expr(e),
            StmtKind::Defer(e) => {
                let owner = self.deferring();
                self.facts.funcs.entry(owner).or_default().defers = true;
                self.expr(e);
            }
            StmtKind::Send(a, b) => {
                self.expr(a);
                self.expr(b);
            }
            StmtKind::IncDec(e, _) => self.assign(e),
            StmtKind::Assign(lhs, rhs) => {
                lhs.iter().for_each(|e| self.assign(e));
                self.exprs(rhs);
                self.originate(lhs.iter().map(as_name), rhs);
            }
            StmtKind::OpAssign(_, lhs, rhs) => {
                self.assign(lhs);
                self.expr(rhs);
            }
            StmtKind::Define(lhs, rhs, _) => {
                self.exprs(rhs);
                lhs.iter().for_each(|e| self.define_or_assign(e));
                self.originate(lhs.iter().map(as_name), rhs);
            }
            StmtKind::Return(list) => self.exprs(list),
            StmtKind::Block(b) => self.stmts(&b.stmts),
            StmtKind::If { init, cond, then, els } => {
                self.opt_stmt(init);
                self.expr(cond);
                self.stmts(&then.stmts);
                self.opt_stmt(els);
            }
            StmtKind::For { init, cond, post, body } => {
                self.opt_stmt(init);
                cond.iter().for_each(|e| self.expr(e));
                self.stmts(&body.stmts);
                self.opt_stmt(post);
            }
            StmtKind::Range { key, value, define, x, body, .. } => self.range(s.id, [key.as_ref(), value.as_ref()], *define, x, body),
            StmtKind::Switch { init, tag, clauses, .. } => {
                self.opt_stmt(init);
                tag.iter().for_each(|e| self.expr(e));
                self.clauses(clauses);
            }
            StmtKind::TypeSwitch { init, x, clauses, .. } => {
                self.opt_stmt(init);
                self.expr(x);
                self.clauses(clauses);
                let origin = Origin::of(self.world, self.pkg, x);
                for c in clauses {
                    if let Some(&obj) = self.world.package(self.pkg).info.implicits.get(&c.id) {
                        self.add_origin(obj, origin);
                    }
                }
            }
            StmtKind::Select(clauses, _) => {
                for c in clauses {
                    self.opt_stmt(&c.comm);
                    self.stmts(&c.body);
                }
            }
        }
    }

    fn opt_stmt(&mut self, s: &Option<Box<Stmt>>) {
        if let Some(s) = s {
            self.stmt(s);
        }
    }

    fn clauses(&mut self, clauses: &[CaseClause]) {
        for c in clauses {
            if let Some(&obj) = self.world.package(self.pkg).info.implicits.get(&c.id) {
                self.declare(obj);
            }
            self.exprs(&c.exprs);
            self.stmts(&c.body);
        }
    }

    fn define_or_assign(&mut self, e: &Expr) {
        match &e.kind {
            ExprKind::Name(name) if self.world.package(self.pkg).info.defs.contains_key(&name.id) => self.define(name),
            _ => self.assign(e),
        }
    }

    fn range(&mut self, id: NodeId, vars: [Option<&Expr>; 2], define: bool, x: &Expr, body: &Block) {
        let over = self.under(x);
        self.expr(x);
        let walk = |c: &mut Self| {
            for e in vars.into_iter().flatten() {
                if define {
                    c.define_or_assign(e)
                } else {
                    c.assign(e)
                }
                c.originate_from(as_name(e), Origin::Unknown);
                // One variable for all rounds gets a new value in each.
                if define && c.world.shares_loop_vars(c.pkg, e.span.lo) {
                    c.reassign(e);
                }
            }
            c.stmts(&body.stmts);
        };
        match over {
            Some(Type::Signature(_)) => {
                self.bodies.insert(id);
                self.enter(id, walk);
            }
            Some(Type::Array(..)) if vars[1].is_some() => {
                self.root(x, |v| v.indexed = true);
                walk(self);
            }
            _ => walk(self),
        }
    }

    /// Notes what values variables get: one each, or all from one call or comma-ok form.
    fn originate<'e>(&mut self, lhs: impl ExactSizeIterator<Item = impl Into<Option<&'e Ident>>>, rhs: &[Expr]) {
        let each = lhs.len() == rhs.len();
        for (i, name) in lhs.enumerate() {
            let origin = match rhs.get(i) {
                Some(e) if each || i == 0 => Origin::of(self.world, self.pkg, e),
                None if rhs.is_empty() => Origin::Nil,
                _ => Origin::Unknown,
            };
            self.originate_from(name.into(), origin);
        }
    }

    fn originate_from(&mut self, name: Option<&Ident>, origin: Origin) {
        let Some(name) = name else { return };
        let info = &self.world.package(self.pkg).info;
        if let Some(&obj) = info.defs.get(&name.id).or_else(|| info.uses.get(&name.id)) {
            self.add_origin(obj, origin);
        }
    }

    fn add_origin(&mut self, obj: ObjId, origin: Origin) {
        let t = self.world.object(obj).ty;
        if self.facts.vars.contains_key(&obj) && self.world.is_non_tparam_interface(t) {
            self.facts.origins.entry(obj).or_default().push(origin);
        }
    }
}

/// The variable that is assigned to as a whole.
fn as_name(e: &Expr) -> Option<&Ident> {
    match &strip(e).kind {
        ExprKind::Name(name) => Some(name),
        _ => None,
    }
}
