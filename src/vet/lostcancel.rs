//! Contexts whose cancel function is not called on all paths.
//!
//! The search follows the structure of the statements: `live` says whether some path comes to a statement with the function not used yet. Labels
//! that `goto` jumps to end it.

use super::{Pass, own_nodes};
use mgo_syntax::ast::{Block, CaseClause, Expr, ExprKind, Ident, Stmt, StmtKind};
use mgo_syntax::source::Span;
use mgo_syntax::visit::Node;
use mgo_types::object::{ObjId, ObjKind, VarKind};

/// Functions of package context that give a cancel function.
const MAKERS: &[&str] = &["WithCancel", "WithTimeout", "WithDeadline", "WithCancelCause", "WithTimeoutCause", "WithDeadlineCause"];

impl Pass<'_> {
    /// Looks at one function's body; those inside it are looked at by themselves.
    pub(super) fn lost_cancel(&mut self, body: &Block, named_results: bool) {
        let mut cancels = Vec::new();
        own_nodes(body, &mut |node| {
            if let Node::Stmt(stmt @ Stmt { kind: StmtKind::Define(lhs, rhs, _) | StmtKind::Assign(lhs, rhs), .. }) = node
                && let ([_, Expr { kind: ExprKind::Name(cancel), .. }], [call]) = (&lhs[..], &rhs[..])
                && let Some(maker) = self.maker(call)
            {
                cancels.push((cancel, maker, stmt));
            }
        });
        for (name, maker, stmt) in cancels {
            self.cancel_var(body, name, maker, stmt, named_results);
        }
    }

    /// The function of package context that a call calls.
    fn maker(&self, e: &Expr) -> Option<&'static str> {
        let ExprKind::Call(call) = &e.kind else { return None };
        let name = self.callee(call)?;
        MAKERS.iter().copied().find(|maker| name.strip_prefix("context.") == Some(maker))
    }

    fn cancel_var(&mut self, body: &Block, name: &Ident, maker: &str, made: &Stmt, named_results: bool) {
        if name.name == "_" {
            let text = format!("the cancel function returned by context.{maker} should be called, not discarded, to avoid a context leak");
            return self.report("lostcancel", name.span, text);
        }
        let Some(obj) = self.used(name.id) else { return };
        let declared = self.world.object(obj).span;
        let inside = body.span.lo <= declared.lo && declared.hi <= body.span.hi;
        if !inside {
            return;
        }
        let mut search = Search { pass: self, obj, stmt: made, named_results, leak: None, frames: Vec::new() };
        let falls = search.list(&body.stmts, false);
        let end = Span::new(mgo_syntax::source::Pos(body.span.hi.0 - 1), body.span.hi);
        let leak = search.leak.or(falls.then_some(end));
        if let Some(at) = leak {
            let line = self.line(made.span);
            self.report("lostcancel", made.span, format!("the {} function is not used on all paths (possible context leak)", name.name));
            let text = format!("this return statement may be reached without using the {} var defined on line {line}", name.name);
            self.report("lostcancel", at, text);
        }
    }
}

/// A loop, switch or select on the way.
struct Frame {
    label: Option<String>,
    is_loop: bool,
    /// A break out of it, or a continue, was met with the function not used.
    breaks: bool,
    continues: bool,
}

struct Search<'p, 'w> {
    pass: &'p Pass<'w>,
    obj: ObjId,
    /// The statement that makes the function.
    stmt: &'p Stmt,
    named_results: bool,
    /// The first return that is reached with the function not used.
    leak: Option<Span>,
    frames: Vec<Frame>,
}

impl Search<'_, '_> {
    /// Runs a list of statements; gives whether its end is reached with the function made and not used.
    fn list(&mut self, stmts: &[Stmt], mut live: bool) -> bool {
        for stmt in stmts {
            live = self.run(stmt, live, None);
        }
        live
    }

    fn uses(&self, node: Node<'_>) -> bool {
        self.pass.mentions(node, self.obj)
    }

    fn unless_used(&self, live: bool, e: Option<&Expr>) -> bool {
        live && !e.is_some_and(|e| self.uses(Node::Expr(e)))
    }

    fn opt(&mut self, stmt: &Option<Box<Stmt>>, live: bool) -> bool {
        stmt.as_ref().map_or(live, |s| self.run(s, live, None))
    }

    fn run(&mut self, stmt: &Stmt, live: bool, label: Option<&str>) -> bool {
        if std::ptr::eq(stmt, self.stmt) {
            return true;
        }
        match &stmt.kind {
            StmtKind::Labeled(name, inner) => self.run(inner, live, Some(&name.name)),
            StmtKind::Block(block) => self.list(&block.stmts, live),
            StmtKind::Return(values) => {
                let used = self.uses(Node::Stmt(stmt)) || (values.is_empty() && self.named_results && self.is_result());
                if live && !used && self.leak.is_none() {
                    self.leak = Some(stmt.span);
                }
                false
            }
            StmtKind::Goto(_) => false,
            StmtKind::Break(name) => {
                self.leave(name.as_ref(), live, false);
                false
            }
            StmtKind::Continue(name) => {
                self.leave(name.as_ref(), live, true);
                false
            }
            StmtKind::Expr(e) if self.never_returns(e) => false,
            StmtKind::If { init, cond, then, els } => {
                let live = self.opt(init, live);
                let live = self.unless_used(live, Some(cond));
                let after_then = self.list(&then.stmts, live);
                after_then | self.opt(els, live)
            }
            StmtKind::For { init, cond, post, body } => {
                let live = self.opt(init, live);
                let live = self.unless_used(live, cond.as_ref());
                self.push(label, true);
                let end = self.list(&body.stmts, live);
                let frame = self.pop();
                let end = self.opt(post, end | frame.continues);
                frame.breaks | (cond.is_some() && (live | end))
            }
            StmtKind::Range { x, body, .. } => {
                let live = self.unless_used(live, Some(x));
                self.push(label, true);
                let end = self.list(&body.stmts, live);
                let frame = self.pop();
                live | end | frame.breaks | frame.continues
            }
            StmtKind::Switch { init, tag, clauses, .. } => {
                let live = self.opt(init, live);
                let live = self.unless_used(live, tag.as_ref());
                self.clauses(clauses, live, label)
            }
            StmtKind::TypeSwitch { init, x, clauses, .. } => {
                let live = self.opt(init, live);
                let live = self.unless_used(live, Some(x));
                self.clauses(clauses, live, label)
            }
            StmtKind::Select(clauses, _) => {
                self.push(label, false);
                let mut end = false;
                for clause in clauses {
                    let live = self.opt(&clause.comm, live);
                    end |= self.list(&clause.body, live);
                }
                end | self.pop().breaks
            }
            _ => live && !self.uses(Node::Stmt(stmt)),
        }
    }

    fn clauses(&mut self, clauses: &[CaseClause], live: bool, label: Option<&str>) -> bool {
        self.push(label, false);
        let mut end = live && !clauses.iter().any(|c| c.is_default);
        let mut fallen = false;
        for clause in clauses {
            let used = clause.exprs.iter().any(|e| self.uses(Node::Expr(e)));
            let out = self.list(&clause.body, (live && !used) | fallen);
            let falls = matches!(clause.body.last(), Some(Stmt { kind: StmtKind::Fallthrough, .. }));
            fallen = falls && out;
            end |= out && !falls;
        }
        end | self.pop().breaks
    }

    fn push(&mut self, label: Option<&str>, is_loop: bool) {
        self.frames.push(Frame { label: label.map(str::to_owned), is_loop, breaks: false, continues: false });
    }

    fn pop(&mut self) -> Frame {
        self.frames.pop().unwrap_or(Frame { label: None, is_loop: false, breaks: false, continues: false })
    }

    fn leave(&mut self, label: Option<&Ident>, live: bool, is_continue: bool) {
        let target = self.frames.iter_mut().rev().find(|f| match label {
            Some(name) => f.label.as_deref() == Some(&name.name),
            None => f.is_loop || !is_continue,
        });
        if let Some(frame) = target {
            if is_continue { frame.continues |= live } else { frame.breaks |= live }
        }
    }

    /// Whether the variable is a result: a bare return uses it.
    fn is_result(&self) -> bool {
        matches!(self.pass.world.object(self.obj).kind, ObjKind::Var(VarKind::Result))
    }

    fn never_returns(&self, e: &Expr) -> bool {
        let ExprKind::Call(call) = &e.kind else { return false };
        let name = self.pass.callee(call);
        matches!(
            name.as_deref(),
            Some(
                "panic"
                    | "os.Exit"
                    | "log.Fatal"
                    | "log.Fatalf"
                    | "log.Fatalln"
                    | "log.Panic"
                    | "log.Panicf"
                    | "log.Panicln"
                    | "runtime.Goexit"
            )
        )
    }
}
