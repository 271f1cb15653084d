//! Expression switches and type switches.

use crate::check::Checker;
use crate::composite::ConstKey;
use crate::constant::Value;
use crate::exprstring::unparen;
use crate::info::Mode;
use crate::object::{ObjId, ObjKind};
use crate::operand::{Operand, op_span, place};
use crate::types::{Basic, TypeId};
use mgo_syntax::ast::{BinaryOp, CaseClause, Expr, ExprKind, Stmt, StmtKind};
use mgo_syntax::diag::Diagnostic;
use mgo_syntax::source::Span;
use rustc_hash::FxHashMap;

/// Constant case values met so far, with place and type.
type Seen = FxHashMap<ConstKey, Vec<(Span, TypeId)>>;

impl Checker<'_> {
    /// `switch tag { … }`
    pub(crate) fn switch_stmt(&mut self, s: &Stmt) {
        let StmtKind::Switch { init, tag, clauses, body_span } = &s.kind else { return };
        self.open_scope();
        self.simple_stmt(init.as_deref());
        let mut x;
        match tag {
            Some(tag) => {
                x = Operand::new(tag);
                self.expr(None, &mut x, tag);
                // As if it were assigned to a variable that cannot be seen.
                self.assignment(&mut x, None, "switch expression");
                if x.is_valid() && !self.comparable(x.ty) && !self.has_nil(x.ty) {
                    let msg = format!("cannot switch on {} ({} is not comparable)", self.operand_string(&x), self.tstr(x.ty));
                    self.error("InvalidExprSwitch", x.span(), msg);
                    x.invalidate();
                }
            }
            None => {
                let span = clauses.first().map_or(*body_span, |first| first.span);
                x = Operand::described(Mode::Const, Basic::Bool.id(), span, "true");
                x.val = Some(Value::Bool(true));
            }
        }
        self.case_defaults(clauses);
        let mut seen = Seen::default();
        for clause in clauses {
            for e in &clause.exprs {
                self.case_value(&x, e, &mut seen);
            }
            self.block(&clause.body);
        }
        self.close_scope();
    }

    fn case_defaults(&mut self, clauses: &[CaseClause]) {
        self.multiple_defaults(clauses.iter().filter(|clause| clause.is_default).map(|clause| clause.span));
    }

    /// Checks one case value against the switch expression and against the values before it.
    fn case_value(&mut self, x: &Operand<'_>, e: &Expr, seen: &mut Seen) {
        let mut v = Operand::new(e);
        self.expr(None, &mut v, e);
        if !x.is_valid() || !v.is_valid() {
            return;
        }
        self.convert_untyped(&mut v, x.ty);
        if !v.is_valid() {
            return;
        }
        // With the case value first, errors are reported there.
        let (mut result, mut y) = (v.clone(), x.clone());
        self.comparison(&mut result, &mut y, BinaryOp::Eq, true);
        if !result.is_valid() || !v.is_const() {
            return;
        }
        let value = v.value();
        if matches!(value, Value::Bool(_) | Value::Complex(_)) {
            // Go does not look for these.
            return;
        }
        let Some(key) = ConstKey::of(&value) else { return };
        let known = seen.get(&key).cloned().unwrap_or_default();
        if let Some(&(previous, _)) = known.iter().find(|&&(_, ty)| self.identical(ty, v.ty)) {
            let msg = format!("duplicate case {} in expression switch", self.operand_string(&v));
            self.report(Diagnostic::error("DuplicateCase", v.span(), msg).with_label(previous, "previous case"));
            return;
        }
        seen.entry(key).or_default().push((op_span(e), v.ty));
    }

    /// `switch bind := x.(type) { … }`
    pub(crate) fn type_switch_stmt(&mut self, s: &Stmt) {
        let StmtKind::TypeSwitch { init, bind, x: guard, clauses, .. } = &s.kind else { return };
        self.open_scope();
        self.simple_stmt(init.as_deref());
        let mut bind = bind.as_ref();
        if let Some(blank) = bind.filter(|ident| ident.name == "_") {
            self.soft_error("NoNewVar", blank.span, "no new variable on left side of :=");
            bind = None;
        }
        let mut x = Operand::new(guard);
        self.expr(None, &mut x, guard);
        if x.is_valid() {
            if self.is_type_param(x.ty) {
                let msg = format!("cannot use type switch on type parameter value {}", self.operand_string(&x));
                self.error("InvalidTypeSwitch", x.span(), msg);
                x.invalidate();
            } else if !self.is_interface(x.ty) {
                let msg = format!("{} is not an interface", self.operand_string(&x));
                self.error("InvalidTypeSwitch", x.span(), msg);
                x.invalidate();
            }
        }
        self.case_defaults(clauses);
        let mut vars: Vec<ObjId> = Vec::new();
        let mut seen = Vec::new();
        for clause in clauses {
            let t = self.case_types(&x, &clause.exprs, &mut seen);
            self.open_scope();
            if let Some(ident) = bind {
                let var = self.new_local(ident.name.clone(), ident.span);
                self.set_type(var, t);
                self.declare(None, var, clause.span.lo);
                self.record_implicit(clause.id, var);
                vars.push(var);
            }
            self.stmt_list(&clause.body);
            self.close_scope();
        }
        if let Some(ident) = bind {
            // The variables of all clauses count as one.
            let used = vars.iter().any(|var| self.world.state.used_vars.contains(var));
            for var in vars {
                self.use_var(var);
            }
            if !used {
                self.soft_error("UnusedVar", ident.span, format!("{} declared and not used", ident.name));
            }
        }
        self.close_scope();
    }

    /// Checks the types of a clause against the switch expression (which may be broken) and those before them.
    /// Gives the type of the clause's variable.
    fn case_types<'e>(&mut self, x: &Operand<'_>, types: &'e [Expr], seen: &mut Vec<(Option<TypeId>, &'e Expr)>) -> TypeId {
        let mut last = None;
        for e in types {
            let t = if self.is_nil_expr(e) {
                let mut nil = Operand::new(e);
                self.expr(None, &mut nil, e);
                None
            } else {
                let t = self.var_type(e);
                last = Some(t);
                if !self.is_valid(t) {
                    continue;
                }
                Some(t)
            };
            last = t;
            let same = |check: &mut Self, other: Option<TypeId>| match (t, other) {
                (Some(a), Some(b)) => check.identical(a, b),
                (None, None) => true,
                _ => false,
            };
            if let Some(&(_, previous)) = seen.iter().find(|&&(other, _)| same(self, other)) {
                let name = t.map_or_else(|| "nil".into(), |t| self.tstr(t));
                let diag = Diagnostic::error("DuplicateCase", place(e), format!("duplicate case {name} in type switch"));
                self.report(diag.with_label(place(previous), "previous case"));
                continue;
            }
            seen.push((t, e));
            if let Some(t) = t.filter(|_| x.is_valid()) {
                self.type_assertion(e, x, t, true);
            }
        }
        match last {
            Some(t) if types.len() == 1 => t,
            _ if x.is_valid() => x.ty,
            _ => Basic::Invalid.id(),
        }
    }

    /// Whether `e` is the predeclared `nil`.
    fn is_nil_expr(&mut self, e: &Expr) -> bool {
        let ExprKind::Name(ident) = &unparen(e).kind else { return false };
        self.lookup(&ident.name).is_some_and(|obj| matches!(self.object(obj).kind, ObjKind::Nil))
    }
}
