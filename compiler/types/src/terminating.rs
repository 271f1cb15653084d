//! Terminating statements; see "Terminating statements" in the language specification.

use crate::check::Checker;
use crate::exprstring::unparen;
use mgo_syntax::ast::{ExprKind, Stmt, StmtKind};

impl Checker<'_> {
    /// Whether control cannot get past the end of `list`.
    pub(crate) fn is_terminating_list(&self, list: &[Stmt]) -> bool {
        let last = list.iter().rev().find(|stmt| !matches!(stmt.kind, StmtKind::Empty));
        last.is_some_and(|last| self.is_terminating(last, ""))
    }

    /// Whether control cannot get past `s`, labelled `label` unless that is empty.
    fn is_terminating(&self, s: &Stmt, label: &str) -> bool {
        match &s.kind {
            StmtKind::Labeled(label, inner) => self.is_terminating(inner, &label.name),
            StmtKind::Expr(e) => {
                let call = unparen(e);
                matches!(call.kind, ExprKind::Call(_)) && self.env.is_panic.contains(&call.id)
            }
            // What is broken gets no further errors.
            StmtKind::Return(_) | StmtKind::Goto(_) | StmtKind::Fallthrough | StmtKind::Bad => true,
            StmtKind::Block(block) => self.is_terminating_list(&block.stmts),
            StmtKind::If { then, els: Some(els), .. } => self.is_terminating_list(&then.stmts) && self.is_terminating(els, ""),
            StmtKind::Switch { clauses, .. } | StmtKind::TypeSwitch { clauses, .. } => {
                clauses.iter().any(|clause| clause.is_default)
                    && clauses.iter().all(|clause| self.is_terminating_list(&clause.body) && !has_break_list(&clause.body, label, true))
            }
            StmtKind::Select(clauses, _) => {
                clauses.iter().all(|clause| self.is_terminating_list(&clause.body) && !has_break_list(&clause.body, label, true))
            }
            StmtKind::For { cond: None, body, .. } => !has_break_list(&body.stmts, label, true),
            _ => false,
        }
    }
}

fn has_break_list(list: &[Stmt], label: &str, implicit: bool) -> bool {
    list.iter().any(|stmt| has_break(stmt, label, implicit))
}

/// Whether `s` contains a break out of the statement labelled `label`, or, with `implicit`, out of the innermost one around it.
fn has_break(s: &Stmt, label: &str, implicit: bool) -> bool {
    let labelled = !label.is_empty();
    match &s.kind {
        StmtKind::Labeled(_, inner) => has_break(inner, label, implicit),
        StmtKind::Break(None) => implicit,
        StmtKind::Break(Some(target)) => target.name == label,
        StmtKind::Block(block) => has_break_list(&block.stmts, label, implicit),
        StmtKind::If { then, els, .. } => {
            has_break_list(&then.stmts, label, implicit) || els.as_deref().is_some_and(|els| has_break(els, label, implicit))
        }
        StmtKind::Switch { clauses, .. } | StmtKind::TypeSwitch { clauses, .. } => {
            labelled && clauses.iter().any(|clause| has_break_list(&clause.body, label, false))
        }
        StmtKind::Select(clauses, _) => labelled && clauses.iter().any(|clause| has_break_list(&clause.body, label, false)),
        StmtKind::For { body, .. } | StmtKind::Range { body, .. } => labelled && has_break_list(&body.stmts, label, false),
        _ => false,
    }
}
