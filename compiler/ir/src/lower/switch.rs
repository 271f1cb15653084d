//! `switch` on values.

use super::func::FnCx;
use super::types::{BOOL, Kind};
use super::value::Val;
use crate::ir::{Block, Target, Term, Value};
use mgo_syntax::ast::{BinaryOp, CaseClause, Expr, Stmt};
use mgo_types::info::Mode;
use mgo_types::types::TypeId;

/// From so many constant cases on, an integer switch is a table.
const TABLE_CASES: usize = 4;

impl FnCx<'_> {
    /// `switch init; tag { … }`
    pub(crate) fn switch(&mut self, init: Option<&Stmt>, tag: Option<&Expr>, clauses: &[CaseClause]) {
        let label = self.label.take();
        if let Some(init) = init {
            self.stmt(init);
        }
        let tag = tag.map(|e| {
            let t = self.ty(e);
            self.order_root(e);
            let val = self.expr_stable(e, t);
            (t, val)
        });
        let done = self.b.block();
        let bodies: Vec<Block> = clauses.iter().map(|_| self.b.block()).collect();
        let default = clauses.iter().position(|c| c.is_default).map_or(done, |i| bodies[i]);
        match &tag {
            Some((t, val)) => match self.table(*t, val, clauses, &bodies, default) {
                Some(term) => self.b.terminate(term),
                None => self.tests(clauses, &bodies, default, |cx, e, yes, no| {
                    let eq = cx.case_equal(*t, val, e);
                    cx.b.br(eq, yes, no);
                }),
            },
            None => self.tests(clauses, &bodies, default, |cx, e, yes, no| {
                let t = cx.ty(e);
                if !cx.lw.is_iface(t) {
                    return cx.cond(e, yes, no);
                }
                // An interface is compared with the implicit `true`.
                let truth = Val::word(cx.boolc(true));
                let eq = cx.case_equal(BOOL, &truth, e);
                cx.b.br(eq, yes, no);
            }),
        }
        self.label = label;
        self.push_ctl(done, None);
        for (i, clause) in clauses.iter().enumerate() {
            self.enter(bodies[i]);
            self.fall_to.push(bodies.get(i + 1).copied());
            self.stmts(&clause.body);
            self.fall_to.pop();
            self.b.jump(done);
        }
        self.pop_ctl();
        self.enter(done);
    }

    /// The tests of all cases in order; `test` branches on one.
    fn tests(&mut self, clauses: &[CaseClause], bodies: &[Block], default: Block, mut test: impl FnMut(&mut Self, &Expr, Block, Block)) {
        for (clause, &body) in clauses.iter().zip(bodies) {
            for e in &clause.exprs {
                self.at(e.span.lo);
                let next = self.b.block();
                test(self, e, body, next);
                self.enter(next);
            }
        }
        self.b.jump(default);
    }

    /// All cases as one table of integers.
    fn table(&mut self, t: TypeId, val: &Val, clauses: &[CaseClause], bodies: &[Block], default: Block) -> Option<Term> {
        let cases: Vec<(&Expr, Block)> = clauses.iter().zip(bodies).flat_map(|(c, &b)| c.exprs.iter().map(move |e| (e, b))).collect();
        let Kind::Int { bytes, .. } = self.lw.kind(t) else { return None };
        if cases.len() < TABLE_CASES {
            return None;
        }
        let target = |block| Target { block, args: Vec::new() };
        let mut table: Vec<(i64, Target)> = Vec::new();
        for (e, block) in cases {
            let bits = self.tv(e)?.value.as_ref()?.to_bits()?;
            let n = super::constant::sign_extend(bits, bytes);
            if !table.iter().any(|c| c.0 == n) {
                table.push((n, target(block)));
            }
        }
        Some(Term::Switch(val.first(), table, target(default)))
    }

    fn case_equal(&mut self, t: TypeId, val: &Val, e: &Expr) -> Value {
        if self.mode(e) == Mode::Nil {
            return self.is_null(val.first());
        }
        let te = self.ty(e);
        if let (Kind::Bool, true) = (self.lw.kind(t), t == BOOL)
            && let Some(b) = self.tv(e).and_then(|tv| tv.value.as_ref()).and_then(|v| v.as_bool())
        {
            return if b { val.first() } else { self.is_null(val.first()) };
        }
        self.order_root(e);
        let other = self.expr(e);
        match (self.lw.is_iface(t), self.lw.is_iface(te)) {
            (true, false) => self.compare_mixed(BinaryOp::Eq, t, val, te, &other),
            (false, true) => self.compare_mixed(BinaryOp::Eq, te, &other, t, val),
            (true, true) if t != te => self.compare_ifaces(BinaryOp::Eq, t, val, te, &other),
            _ => self.equal(t, val, &other),
        }
    }

    /// `fallthrough`
    pub(crate) fn fallthrough(&mut self) {
        if let Some(Some(next)) = self.fall_to.last().copied() {
            self.b.jump(next);
            self.dead();
        }
    }
}
