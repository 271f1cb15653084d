//! Type switches: the dynamic type is compared case by case.

use super::func::FnCx;
use super::value::Val;
use crate::builder::Var;
use crate::ir::{Block, Cmp, Ty, Value};
use mgo_syntax::ast::{CaseClause, Expr, ExprKind, Stmt};
use mgo_types::info::Mode;
use mgo_types::types::TypeId;

/// The value switched on.
struct Subject {
    iface: TypeId,
    val: Val,
    /// Its dynamic type, null for nil.
    have: Value,
    /// The itab found by the last case that is an interface.
    tab: Var,
}

impl FnCx<'_> {
    /// `switch init; bind := x.(type) { … }`
    pub(crate) fn type_switch(&mut self, init: Option<&Stmt>, x: &Expr, clauses: &[CaseClause]) {
        let label = self.label.take();
        if let Some(init) = init {
            self.stmt(init);
        }
        // The guard may come with or without `.(type)`.
        let x = match &x.kind {
            ExprKind::TypeAssert(inner, None) => inner,
            _ => x,
        };
        let iface = self.ty(x);
        self.order_root(x);
        let val = self.expr(x);
        let have = self.iface_type(iface, &val);
        let subject = Subject { iface, val, have, tab: self.b.var(Ty::Ptr) };
        let done = self.b.block();
        let bodies: Vec<Block> = clauses.iter().map(|_| self.b.block()).collect();
        let default = clauses.iter().position(|c| c.is_default).map_or(done, |i| bodies[i]);
        for (clause, &body) in clauses.iter().zip(&bodies) {
            for e in &clause.exprs {
                self.at(e.span.lo);
                let hit = self.type_case(&subject, e);
                let next = self.b.block();
                self.b.br(hit, body, next);
                self.enter(next);
            }
        }
        self.b.jump(default);
        self.label = label;
        self.push_ctl(done, None);
        for (clause, &body) in clauses.iter().zip(&bodies) {
            self.enter(body);
            self.bind_case(&subject, clause);
            self.stmts(&clause.body);
            self.b.jump(done);
        }
        self.pop_ctl();
        self.enter(done);
    }

    fn type_case(&mut self, s: &Subject, e: &Expr) -> Value {
        if self.mode(e) == Mode::Nil {
            return self.is_null(s.have);
        }
        let t = self.ty(e);
        let want = self.type_addr(t);
        if !self.lw.is_iface(t) {
            return self.cmp(Cmp::Eq, s.have, want);
        }
        let tab = self.assert_tab(s.have, want, t);
        self.b.def(s.tab, tab);
        self.not_null(tab)
    }

    /// Declares the clause's variable.
    fn bind_case(&mut self, s: &Subject, clause: &CaseClause) {
        let Some(&obj) = self.lw.world.package(self.pkg).info.implicits.get(&clause.id) else { return };
        let t = self.obj_ty(obj);
        let single = match &clause.exprs[..] {
            [e] if self.mode(e) != Mode::Nil => Some(self.ty(e)),
            _ => None,
        };
        let data = s.val.as_words()[1];
        let val = match single {
            None => s.val.clone(),
            Some(case) if self.lw.is_iface(case) => {
                let tab = self.b.use_var(s.tab);
                Val::words(&[tab, data])
            }
            Some(case) => self.from_word(data, case),
        };
        let _ = s.iface;
        self.declare(obj, t, Some(val));
    }
}
