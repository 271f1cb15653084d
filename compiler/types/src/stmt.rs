//! Statements, and the bodies they make up.

use crate::check::{Checker, Env};
use crate::expr::ExprKindOf;
use crate::exprstring::{expr_string, unparen};
use crate::info::Mode;
use crate::object::ObjId;
use crate::operand::{Operand, at, place, pos_of};
use crate::scope::ScopeId;
use crate::signature::FuncSig;
use crate::types::{Basic, TypeId};
use mgo_syntax::ast::{Block, CommClause, Expr, ExprKind, Stmt, StmtKind, UnaryOp};
use mgo_syntax::diag::Diagnostic;
use mgo_syntax::source::{Pos, Span};

impl Checker<'_> {
    /// Checks the body of a function of type `sig`, whose parameters are declared in its scope.
    pub(crate) fn func_body(&mut self, decl: Option<ObjId>, sig: &FuncSig, body: &Block, iota: Option<u32>) {
        let rbrace = Pos(body.span.hi.0.saturating_sub(1));
        self.func_body_stmts(decl, sig, &body.stmts, rbrace, iota);
    }

    /// As [`Checker::func_body`], for statements that end at `end`.
    pub(crate) fn func_body_stmts(&mut self, decl: Option<ObjId>, sig: &FuncSig, stmts: &[Stmt], end: Pos, iota: Option<u32>) {
        let env = Env {
            scope: Some(sig.scope),
            decl,
            iota,
            err_span: None,
            in_tparam_list: false,
            results: sig.results.clone(),
            is_panic: Default::default(),
            has_call_or_recv: false,
            ..self.env.clone()
        };
        let outer = std::mem::replace(&mut self.env, env);
        self.stmt_list(stmts);
        if !sig.results.is_empty() && !self.is_terminating_list(stmts) {
            self.error("MissingReturn", at(end), "missing return");
        }
        self.usage(sig.scope);
        self.env = outer;
    }

    /// Reports the unused variables of a scope and of the blocks in it.
    pub(crate) fn usage(&mut self, scope: ScopeId) {
        let data = self.scope(scope);
        let (vars, children) = (data.vars.clone(), data.children.clone());
        for var in vars {
            let object = self.object(var);
            if object.name == "_" || self.world.state.used_vars.contains(&var) {
                continue;
            }
            let (span, msg) = (object.span, format!("declared and not used: {}", object.name));
            self.soft_error("UnusedVar", span, msg);
        }
        for child in children {
            // Function literals look after themselves.
            if !self.scope(child).is_func {
                self.usage(child);
            }
        }
    }

    pub(crate) fn stmt_list(&mut self, list: &[Stmt]) {
        for stmt in list {
            self.stmt(stmt);
        }
    }

    /// Statements in a scope of their own.
    pub(crate) fn block(&mut self, stmts: &[Stmt]) {
        self.open_scope();
        self.stmt_list(stmts);
        self.close_scope();
    }

    /// Checks `s`. Function literals in it are checked before the scope changes.
    pub(crate) fn stmt(&mut self, s: &Stmt) {
        let top = self.state().later.len();
        self.stmt_kind(s);
        self.process_delayed(top);
    }

    fn stmt_kind(&mut self, s: &Stmt) {
        match &s.kind {
            // Branches and labels are checked before all else: see `branches`.
            StmtKind::Bad | StmtKind::Empty | StmtKind::Break(_) | StmtKind::Continue(_) | StmtKind::Goto(_) | StmtKind::Fallthrough => {}
            StmtKind::Decl(decl) => self.decl_stmt(decl),
            StmtKind::Labeled(_, inner) => self.stmt(inner),
            StmtKind::Expr(e) => self.expr_stmt(e),
            StmtKind::Send(chan, value) => self.send_stmt(chan, value),
            StmtKind::IncDec(lhs, increment) => self.inc_dec(lhs, *increment),
            StmtKind::Assign(lhs, rhs) => self.assign_vars(lhs, rhs),
            StmtKind::Define(lhs, rhs, op) => self.short_var_decl(Span::new(*op, op.plus(2)), lhs, rhs),
            StmtKind::OpAssign(op, lhs, rhs) => {
                let mut x = Operand::new(lhs);
                self.binary(&mut x, None, lhs, rhs, *op);
                self.assign_var(lhs, &mut x, "assignment");
            }
            StmtKind::Go(call) => self.suspended_call("go", call),
            StmtKind::Defer(call) => self.suspended_call("defer", call),
            StmtKind::Return(results) => self.return_stmt(s, results),
            StmtKind::Block(block) => self.block(&block.stmts),
            StmtKind::If { init, cond, then, els } => {
                self.open_scope();
                self.simple_stmt(init.as_deref());
                self.condition(cond, "if");
                self.block(&then.stmts);
                self.simple_stmt(els.as_deref());
                self.close_scope();
            }
            StmtKind::For { init, cond, post, body } => {
                self.open_scope();
                self.simple_stmt(init.as_deref());
                if let Some(cond) = cond {
                    self.condition(cond, "for");
                }
                self.simple_stmt(post.as_deref());
                if let Some(StmtKind::Define(lhs, ..)) = post.as_deref().map(|post| &post.kind) {
                    // The parser complained.
                    self.use_all(lhs);
                }
                self.block(&body.stmts);
                self.close_scope();
            }
            StmtKind::Range { .. } => self.range_stmt(s),
            StmtKind::Switch { .. } => self.switch_stmt(s),
            StmtKind::TypeSwitch { .. } => self.type_switch_stmt(s),
            StmtKind::Select(clauses, _) => self.select_stmt(clauses),
        }
    }

    pub(crate) fn simple_stmt(&mut self, s: Option<&Stmt>) {
        if let Some(s) = s {
            self.stmt(s);
        }
    }

    fn condition(&mut self, cond: &Expr, keyword: &str) {
        let mut x = Operand::new(cond);
        self.expr(None, &mut x, cond);
        if !x.is_valid() {
            return;
        }
        if !self.all_boolean(x.ty) {
            self.error("InvalidCond", place(cond), format!("non-boolean condition in {keyword} statement"));
            return;
        }
        self.settle_default(&x);
    }

    /// Gives an untyped operand whose value is used as it is its default type.
    pub(crate) fn settle_default(&mut self, x: &Operand<'_>) {
        if let (Some(e), true) = (x.expr, self.is_untyped(x.ty)) {
            let t = self.default_type(x.ty);
            self.update_expr_type(e, t, true);
        }
    }

    fn expr_stmt(&mut self, e: &Expr) {
        let mut x = Operand::new(e);
        let kind = self.raw_expr(None, &mut x, e, None, false);
        let (code, what) = match x.mode {
            Mode::Builtin => ("UncalledBuiltin", "must be called"),
            Mode::Type => ("NotAnExpr", "is not an expression"),
            _ if kind == ExprKindOf::Statement => return,
            _ => ("UnusedExpr", "is not used"),
        };
        let msg = format!("{} {what}", self.operand_string(&x));
        self.error(code, x.span(), msg);
    }

    fn send_stmt(&mut self, chan: &Expr, value: &Expr) {
        let (mut ch, mut val) = (Operand::new(chan), Operand::new(value));
        self.expr(None, &mut ch, chan);
        self.generic_expr(&mut val, value, None);
        if !ch.is_valid() || !val.is_valid() {
            return;
        }
        if let Some(elem) = self.chan_elem(ch.span(), &ch, false) {
            self.assignment(&mut val, Some(elem), "send");
        }
    }

    fn inc_dec(&mut self, lhs: &Expr, increment: bool) {
        let mut x = Operand::new(lhs);
        self.expr(None, &mut x, lhs);
        if !x.is_valid() {
            return;
        }
        if !self.all_numeric(x.ty) {
            let op = if increment { "++" } else { "--" };
            let msg = format!("invalid operation: {}{op} (non-numeric type {})", expr_string(lhs), self.tstr(x.ty));
            self.error("NonNumericIncDec", place(lhs), msg);
            return;
        }
        self.assign_var(lhs, &mut x, "assignment");
    }

    /// `go f()`, `defer f()`
    fn suspended_call(&mut self, keyword: &str, call: &Expr) {
        let code = if keyword == "go" { "InvalidGo" } else { "InvalidDefer" };
        if !matches!(call.kind, ExprKind::Call(_)) {
            self.error(code, place(call), format!("expression in {keyword} must be function call"));
            self.use_exprs(&[call]);
            return;
        }
        let mut x = Operand::new(call);
        let (code, what) = match self.raw_expr(None, &mut x, call, None, false) {
            ExprKindOf::Statement => return,
            ExprKindOf::Conversion => (code, "requires function call, not conversion"),
            ExprKindOf::Expression => ("UnusedResults", "discards result of"),
        };
        let msg = format!("{keyword} {what} {}", self.operand_string(&x));
        self.error(code, x.span(), msg);
    }

    fn return_stmt(&mut self, s: &Stmt, values: &[Expr]) {
        let results = self.env.results.clone();
        let named = results.first().is_some_and(|&first| !self.object(first).name.is_empty());
        if !values.is_empty() || !named {
            self.init_vars(&results, values, Some(s));
            return;
        }
        // The results' own values are returned: they must be what their names mean here.
        for result in results {
            let name = self.object(result).name.clone();
            let Some(inner) = self.lookup(&name).filter(|&inner| inner != result) else { continue };
            let label = self.object_string(result);
            let span = self.object(inner).span;
            let diag = Diagnostic::error("OutOfScopeResult", s.span, format!("result parameter {name} not in scope at return"));
            self.report(diag.with_label(span, format!("inner declaration of {label}")));
        }
    }

    /// A variable as messages describe it: `var x int`.
    fn object_string(&mut self, var: ObjId) -> String {
        let object = self.object(var);
        let (name, ty) = (object.name.clone(), object.ty);
        format!("var {name} {}", self.tstr(ty))
    }

    fn select_stmt(&mut self, clauses: &[CommClause]) {
        let defaults = clauses.iter().filter(|clause| clause.comm.is_none()).map(|clause| clause.span);
        self.multiple_defaults(defaults);
        for clause in clauses {
            if let Some(comm) = clause.comm.as_deref().filter(|comm| !is_communication(comm)) {
                let msg = "select case must be send or receive (possibly with assignment)";
                let span = match &comm.kind {
                    StmtKind::Expr(e) => pos_of(e),
                    _ => comm.span,
                };
                self.error("InvalidSelectCase", span, msg);
                continue;
            }
            self.open_scope();
            self.simple_stmt(clause.comm.as_deref());
            self.stmt_list(&clause.body);
            self.close_scope();
        }
    }

    /// Reports all default clauses but the first.
    pub(crate) fn multiple_defaults(&mut self, mut defaults: impl Iterator<Item = Span>) {
        let Some(first) = defaults.next() else { return };
        for again in defaults {
            let msg = format!("multiple defaults (first at {})", self.place_text(first.lo));
            self.report(Diagnostic::error("DuplicateDefault", again, msg).with_label(first, "first default"));
        }
    }

    /// Whether `t` is neither missing nor broken.
    pub(crate) fn is_usable(&self, t: Option<TypeId>) -> Option<TypeId> {
        t.filter(|&t| t != Basic::Invalid.id())
    }
}

/// Whether a clause of a select sends or receives.
fn is_communication(comm: &Stmt) -> bool {
    let receives = |e: &Expr| matches!(unparen(e).kind, ExprKind::Unary(UnaryOp::Recv, _));
    match &comm.kind {
        StmtKind::Send(..) | StmtKind::Bad => true,
        StmtKind::Expr(e) => receives(e),
        StmtKind::Assign(_, rhs) | StmtKind::Define(_, rhs, _) => matches!(&rhs[..], [only] if receives(only)),
        _ => false,
    }
}
