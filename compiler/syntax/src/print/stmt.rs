//! Statements.

use super::Printer;
use crate::ast::{CaseClause, CommClause, Ident, Stmt, StmtKind};

impl Printer<'_> {
    pub(super) fn stmts(&mut self, list: &[Stmt]) {
        for stmt in list {
            self.stmt(stmt);
        }
    }

    fn opt_stmt(&mut self, role: &'static str, stmt: Option<&Stmt>) {
        if let Some(stmt) = stmt {
            self.role = role;
            self.stmt(stmt);
        }
    }

    pub(super) fn stmt(&mut self, stmt: &Stmt) {
        let pos = stmt.span.lo;
        match &stmt.kind {
            StmtKind::Bad => self.line("bad", pos),
            StmtKind::Empty => self.line("empty", pos),
            StmtKind::Decl(decl) => self.decl(decl),
            StmtKind::Labeled(label, stmt) => self.node(format!("label {}", label.name), pos, |p| p.stmt(stmt)),
            StmtKind::Expr(x) => self.node("expr", pos, |p| p.expr(x)),
            StmtKind::Send(ch, x) => self.node("send", pos, |p| {
                p.role = "to";
                p.expr(ch);
                p.expr(x);
            }),
            StmtKind::IncDec(x, up) => self.node(if *up { "++" } else { "--" }, pos, |p| p.expr(x)),
            StmtKind::Assign(x, y) => self.node("=", pos, |p| {
                p.exprs("to", x);
                p.exprs("", y);
            }),
            StmtKind::OpAssign(op, x, y) => self.node(format!("{}=", op.text()), pos, |p| {
                p.role = "to";
                p.expr(x);
                p.expr(y);
            }),
            StmtKind::Define(x, y, _) => self.node(":=", pos, |p| {
                p.exprs("to", x);
                p.exprs("", y);
            }),
            StmtKind::Go(x) => self.node("go", pos, |p| p.expr(x)),
            StmtKind::Defer(x) => self.node("defer", pos, |p| p.expr(x)),
            StmtKind::Return(list) => self.node("return", pos, |p| p.exprs("", list)),
            StmtKind::Break(label) => self.line(branch("break", label.as_ref()), pos),
            StmtKind::Continue(label) => self.line(branch("continue", label.as_ref()), pos),
            StmtKind::Goto(label) => self.line(branch("goto", Some(label)), pos),
            StmtKind::Fallthrough => self.line("fallthrough", pos),
            StmtKind::Block(block) => {
                let role = std::mem::take(&mut self.role);
                self.block(role, block);
            }
            _ => self.control(stmt),
        }
    }

    fn control(&mut self, stmt: &Stmt) {
        let pos = stmt.span.lo;
        match &stmt.kind {
            StmtKind::If { init, cond, then, els } => self.node("if", pos, |p| {
                p.opt_stmt("init", init.as_deref());
                p.opt_expr("cond", Some(cond));
                p.block("then", then);
                p.opt_stmt("else", els.as_deref());
            }),
            StmtKind::For { init, cond, post, body } => self.node("for", pos, |p| {
                p.opt_stmt("init", init.as_deref());
                p.opt_expr("cond", cond.as_ref());
                p.opt_stmt("post", post.as_deref());
                p.block("body", body);
            }),
            StmtKind::Range { key, value, define, x, body, .. } => self.node(if *define { "range :=" } else { "range" }, pos, |p| {
                p.opt_expr("key", key.as_ref());
                p.opt_expr("value", value.as_ref());
                p.opt_expr("over", Some(x));
                p.block("body", body);
            }),
            StmtKind::Switch { init, tag, clauses, .. } => self.node("switch", pos, |p| {
                p.opt_stmt("init", init.as_deref());
                p.opt_expr("tag", tag.as_ref());
                p.clauses(clauses);
            }),
            StmtKind::TypeSwitch { init, bind, x, clauses, .. } => self.node(branch("type switch", bind.as_ref()), pos, |p| {
                p.opt_stmt("init", init.as_deref());
                p.opt_expr("over", Some(x));
                p.clauses(clauses);
            }),
            StmtKind::Select(clauses, _) => self.node("select", pos, |p| clauses.iter().for_each(|clause| p.comm(clause))),
            _ => self.line("bad", pos),
        }
    }

    fn clauses(&mut self, clauses: &[CaseClause]) {
        for clause in clauses {
            self.node(if clause.is_default { "default" } else { "case" }, clause.span.lo, |p| {
                p.exprs("of", &clause.exprs);
                p.stmts(&clause.body);
            });
        }
    }

    fn comm(&mut self, clause: &CommClause) {
        self.node(if clause.comm.is_some() { "case" } else { "default" }, clause.span.lo, |p| {
            p.opt_stmt("comm", clause.comm.as_deref());
            p.stmts(&clause.body);
        });
    }
}

fn branch(keyword: &str, label: Option<&Ident>) -> String {
    label.map_or(keyword.to_string(), |label| format!("{keyword} {}", label.name))
}
