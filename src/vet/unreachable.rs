//! Code behind a statement that never lets control pass.

use super::{Pass, own_nodes};
use mgo_syntax::ast::{Block, CaseClause, Expr, ExprKind, Stmt, StmtKind};
use mgo_syntax::source::Span;
use mgo_syntax::visit::Node;
use rustc_hash::FxHashSet;
use smol_str::SmolStr;

impl Pass<'_> {
    /// Reports the first statement of each piece of a body that can't be reached.
    pub(super) fn unreachable(&mut self, body: &Block) {
        let mut gotos = FxHashSet::default();
        own_nodes(body, &mut |node| {
            if let Node::Stmt(Stmt { kind: StmtKind::Goto(label), .. }) = node {
                gotos.insert(label.name.clone());
            }
        });
        let mut walk = Walk { reachable: true, gotos, dead: Vec::new() };
        walk.list(&body.stmts);
        for span in walk.dead {
            self.report("unreachable", span, "unreachable code");
        }
    }
}

struct Walk {
    /// Control can come here.
    reachable: bool,
    /// Labels that something jumps to.
    gotos: FxHashSet<SmolStr>,
    dead: Vec<Span>,
}

impl Walk {
    fn list(&mut self, stmts: &[Stmt]) {
        stmts.iter().for_each(|s| self.stmt(s, None));
    }

    fn stmt(&mut self, stmt: &Stmt, label: Option<&str>) {
        if let StmtKind::Labeled(name, inner) = &stmt.kind {
            self.reachable |= self.gotos.contains(&name.name);
            return self.stmt(inner, Some(&name.name));
        }
        if !self.reachable && !matches!(stmt.kind, StmtKind::Empty) {
            self.dead.push(stmt.span);
            // One report for what follows, too.
            self.reachable = true;
        }
        match &stmt.kind {
            StmtKind::Block(block) => self.list(&block.stmts),
            StmtKind::Break(_) | StmtKind::Continue(_) | StmtKind::Goto(_) | StmtKind::Fallthrough | StmtKind::Return(_) => {
                self.reachable = false
            }
            StmtKind::Expr(e) => self.reachable = !is_panic(e),
            StmtKind::If { then, els, .. } => {
                self.list(&then.stmts);
                let after_then = std::mem::replace(&mut self.reachable, true);
                if let Some(els) = els {
                    self.stmt(els, None);
                    self.reachable |= after_then;
                }
            }
            StmtKind::For { cond, body, .. } => {
                self.list(&body.stmts);
                self.reachable = cond.is_some() || breaks(&body.stmts, label);
            }
            StmtKind::Range { body, .. } => {
                self.list(&body.stmts);
                self.reachable = true;
            }
            StmtKind::Switch { clauses, .. } | StmtKind::TypeSwitch { clauses, .. } => self.clauses(clauses, label),
            StmtKind::Select(clauses, _) => {
                let mut any = false;
                for clause in clauses {
                    self.reachable = true;
                    self.list(&clause.body);
                    any |= self.reachable || breaks(&clause.body, label);
                }
                self.reachable = any;
            }
            _ => {}
        }
    }

    fn clauses(&mut self, clauses: &[CaseClause], label: Option<&str>) {
        let mut any = !clauses.iter().any(|c| c.is_default);
        for clause in clauses {
            self.reachable = true;
            self.list(&clause.body);
            any |= self.reachable || breaks(&clause.body, label);
        }
        self.reachable = any;
    }
}

/// A call of `panic`.
fn is_panic(e: &Expr) -> bool {
    matches!(&e.kind, ExprKind::Call(call) if matches!(&call.fun.kind, ExprKind::Name(name) if name.name == "panic"))
}

/// Whether a statement in the body of a loop, switch or select with this label breaks out of it.
fn breaks(stmts: &[Stmt], label: Option<&str>) -> bool {
    stmts.iter().any(|s| breaks_out(s, label, true))
}

/// `plain`: a break without label is meant for the body, too.
fn breaks_out(stmt: &Stmt, label: Option<&str>, plain: bool) -> bool {
    let list = |stmts: &[Stmt], plain| stmts.iter().any(|s| breaks_out(s, label, plain));
    match &stmt.kind {
        StmtKind::Break(None) => plain,
        StmtKind::Break(Some(name)) => Some(name.name.as_str()) == label,
        StmtKind::Labeled(_, s) => breaks_out(s, label, plain),
        StmtKind::Block(block) => list(&block.stmts, plain),
        StmtKind::If { then, els, .. } => list(&then.stmts, plain) || els.as_ref().is_some_and(|s| breaks_out(s, label, plain)),
        StmtKind::For { body, .. } | StmtKind::Range { body, .. } => list(&body.stmts, false),
        StmtKind::Switch { clauses, .. } | StmtKind::TypeSwitch { clauses, .. } => clauses.iter().any(|c| list(&c.body, false)),
        StmtKind::Select(clauses, _) => clauses.iter().any(|c| list(&c.body, false)),
        _ => false,
    }
}
