//! `go func() { wg.Add(1); … }()`: the waiter may be done before the goroutine has started.

use super::Pass;
use mgo_syntax::ast::{ExprKind, Stmt, StmtKind};

impl Pass<'_> {
    /// Reports an `Add` as the first thing that a goroutine does.
    pub(super) fn late_add(&mut self, stmt: &Stmt) {
        let StmtKind::Go(e) = &stmt.kind else { return };
        let ExprKind::Call(go_call) = &e.kind else { return };
        let ExprKind::FuncLit(lit) = &go_call.fun.kind else { return };
        if let Some(Stmt { kind: StmtKind::Expr(first), .. }) = lit.body.stmts.first()
            && let ExprKind::Call(call) = &first.kind
            && self.callee(call).is_some_and(|name| name == "(*sync.WaitGroup).Add")
        {
            let mut at = call.fun.span;
            at.lo = at.hi;
            self.report("waitgroup", at, "WaitGroup.Add called from inside new goroutine");
        }
    }
}
