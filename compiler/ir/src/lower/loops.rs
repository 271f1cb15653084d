//! `for` with clauses: rotated, so that each round ends with the test.

use super::func::FnCx;
use mgo_syntax::ast::{Block, Expr, ExprKind, Stmt, StmtKind};
use mgo_types::object::ObjId;

impl FnCx<'_> {
    /// `for init; cond; post { … }`
    pub(crate) fn for_stmt(&mut self, init: Option<&Stmt>, cond: Option<&Expr>, post: Option<&Stmt>, body: &Block) {
        let label = self.label.take();
        if let Some(init) = init {
            self.stmt(init);
        }
        self.label = label;
        let vars = self.loop_vars(init);
        let (top, next, done) = (self.b.block(), self.b.block(), self.b.block());
        let test = cond.filter(|c| self.tv(c).is_none_or(|tv| tv.value.is_none()));
        let bottom_only = test.is_some_and(|c| !is_cheap(c, &mut 12));
        match cond {
            // A condition worth having only once is tested at the bottom; the loop is entered there.
            Some(_) if bottom_only => {}
            Some(c) => self.cond(c, top, done),
            None => self.b.jump(top),
        }
        let bottom = bottom_only.then(|| self.b.block());
        if let Some(bottom) = bottom {
            self.b.jump(bottom);
        }
        self.loops += 1;
        self.push_ctl(done, Some(next));
        self.b.switch_to(top);
        self.block(body);
        self.pop_ctl();
        self.b.jump(next);
        self.enter(next);
        for obj in vars {
            let t = self.obj_ty(obj);
            self.renew(obj, t);
        }
        if let Some(post) = post {
            self.stmt(post);
        }
        if let Some(bottom) = bottom {
            self.b.jump(bottom);
            self.enter(bottom);
        }
        match cond {
            Some(c) => {
                self.at(c.span.lo);
                self.cond(c, top, done);
            }
            None => self.b.jump(top),
        }
        self.loops -= 1;
        self.b.seal(top);
        self.enter(done);
    }

    /// The variables of a loop that each round has its own of, as closures or pointers may keep them.
    fn loop_vars(&self, init: Option<&Stmt>) -> Vec<ObjId> {
        let Some(Stmt { kind: StmtKind::Define(lhs, ..), span, .. }) = init else { return Vec::new() };
        if self.lw.world.shares_loop_vars(self.pkg, span.lo) {
            return Vec::new();
        }
        lhs.iter().filter_map(|e| self.defined(e)).filter(|&o| self.facts.on_heap(o)).collect()
    }
}

/// Whether a condition may be lowered twice: few nodes, no function literal.
fn is_cheap(e: &Expr, budget: &mut i32) -> bool {
    *budget -= 1;
    *budget >= 0
        && match &e.kind {
            ExprKind::Name(_) | ExprKind::Lit(..) => true,
            ExprKind::Paren(x) | ExprKind::Selector(x, _) | ExprKind::Star(x) | ExprKind::Unary(_, x) => is_cheap(x, budget),
            ExprKind::Binary { x, y, .. } => is_cheap(x, budget) && is_cheap(y, budget),
            ExprKind::Index(x, list) => is_cheap(x, budget) && list.iter().all(|i| is_cheap(i, budget)),
            ExprKind::Call(call) => is_cheap(&call.fun, budget) && call.args.iter().all(|a| is_cheap(a, budget)),
            _ => false,
        }
}
