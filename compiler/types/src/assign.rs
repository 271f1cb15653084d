//! Assignments and initialisations: of one value to one place, and of lists to lists.

use crate::check::Checker;
use crate::exprstring::{expr_string, unparen};
use crate::info::Mode;
use crate::object::{ObjId, ObjKind};
use crate::operand::{Operand, place};
use crate::types::{Basic, Type, TypeId};
use mgo_syntax::ast::{Expr, ExprKind, Stmt};
use mgo_syntax::source::Span;

const INVALID: TypeId = Basic::Invalid.id();

/// The left side of an assignment.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Place {
    /// `_`
    Blank,
    /// Broken; already reported.
    Broken,
    /// A variable, or element of a map, of this type.
    Of(TypeId),
}

impl Checker<'_> {
    /// Checks that `x` can be assigned to a variable of type `t` (nothing: the blank identifier), and gives untyped `x` that type.
    /// `context` says what the assignment is; after an error `x` is invalid.
    pub(crate) fn assignment(&mut self, x: &mut Operand<'_>, t: Option<TypeId>, context: &str) {
        self.single_value(x);
        match x.mode {
            Mode::Invalid => return,
            Mode::NoValue | Mode::Builtin | Mode::Type => {
                let place = t.map_or_else(|| "_".into(), |t| self.tstr(t));
                let msg = format!("cannot assign {} to {place} in {context}", self.operand_string(x));
                self.error("IncompatibleAssign", x.span(), msg);
                x.invalidate();
                return;
            }
            _ => {}
        }
        if self.is_untyped(x.ty) && !self.assign_untyped(x, t, context) {
            x.invalidate();
            return;
        }
        let target = self.new_target(t, context);
        self.non_generic(target.as_ref(), x);
        let Some(t) = t.filter(|_| x.is_valid()) else { return };
        let mut cause = Some(String::new());
        let Err(code) = self.assignable_to(x, t, &mut cause) else { return };
        let mut msg = format!("cannot use {} as {} value in {context}", self.operand_string(x), self.tstr(t));
        if let Some(cause) = cause.filter(|cause| !cause.is_empty()) {
            msg.push_str(": ");
            msg.push_str(&cause);
        }
        self.error(code, x.span(), msg);
        x.invalidate();
    }

    /// Gives untyped `x` the type it takes as a `t`. False after an error.
    fn assign_untyped(&mut self, x: &mut Operand<'_>, t: Option<TypeId>, context: &str) -> bool {
        let target = match t {
            None if x.is_nil() => {
                self.error("UntypedNilUse", x.span(), format!("use of untyped nil in {context}"));
                return false;
            }
            Some(t) if x.is_nil() || !self.is_non_tparam_interface(t) => t,
            _ => self.default_type(x.ty),
        };
        match self.implicit_type_and_value(x, target) {
            Ok((ty, value)) => {
                self.settle(x, ty, value);
                true
            }
            Err(code) => {
                let (code, why) = match code {
                    "TruncatedFloat" => (code, " (truncated)"),
                    "NumericOverflow" => (code, " (overflows)"),
                    _ => ("IncompatibleAssign", ""),
                };
                let msg = format!("cannot use {} as {} value in {context}{why}", self.operand_string(x), self.tstr(target));
                self.error(code, x.span(), msg);
                false
            }
        }
    }

    /// Initialises constant `lhs`.
    pub(crate) fn init_const(&mut self, lhs: ObjId, x: &mut Operand<'_>) {
        let broken = self.has_type(lhs) && !self.is_valid(self.object(lhs).ty);
        if !x.is_valid() || !self.is_valid(x.ty) || broken {
            self.set_default_type(lhs);
            return;
        }
        if !x.is_const() {
            let msg = format!("{} is not constant", self.operand_string(x));
            self.error("InvalidConstInit", x.span(), msg);
            self.set_default_type(lhs);
            return;
        }
        if !self.has_type(lhs) {
            self.set_type(lhs, x.ty);
        }
        let t = self.object(lhs).ty;
        self.assignment(x, Some(t), "constant declaration");
        if x.is_valid() {
            self.world.objects[lhs.0 as usize].kind = ObjKind::Const { value: x.value() };
        }
    }

    /// Marks `obj` as broken unless its type is known.
    fn set_default_type(&mut self, obj: ObjId) {
        if !self.has_type(obj) {
            self.set_type(obj, INVALID);
        }
    }

    /// Initialises variable `lhs`, which takes the type of `x` if it has none.
    pub(crate) fn init_var(&mut self, lhs: ObjId, x: &mut Operand<'_>, context: &str) {
        let broken = self.has_type(lhs) && !self.is_valid(self.object(lhs).ty);
        if !x.is_valid() || !self.is_valid(x.ty) || broken {
            self.set_default_type(lhs);
            x.invalidate();
            return;
        }
        if !self.has_type(lhs) {
            if x.ty == Basic::UntypedNil.id() {
                self.error("UntypedNilUse", x.span(), format!("use of untyped nil in {context}"));
                self.set_type(lhs, INVALID);
                x.invalidate();
                return;
            }
            let t = self.default_type(x.ty);
            self.set_type(lhs, t);
        }
        let t = self.object(lhs).ty;
        self.assignment(x, Some(t), context);
    }

    /// Checks the left side of an assignment. A variable by itself does not count as used there.
    fn lhs_var(&mut self, lhs: &Expr) -> Place {
        let mut unused = None;
        if let ExprKind::Name(ident) = &unparen(lhs).kind {
            if ident.name == "_" {
                return Place::Blank;
            }
            unused = self.unused_var(&ident.name);
        }
        let mut x = Operand::new(lhs);
        self.expr(None, &mut x, lhs);
        if let Some(var) = unused {
            self.world.state.used_vars.remove(&var);
        }
        if !x.is_valid() || !self.is_valid(x.ty) {
            return Place::Broken;
        }
        if matches!(x.mode, Mode::Var | Mode::MapIndex) {
            return Place::Of(x.ty);
        }
        if let Some(ExprKind::Selector(base, _)) = x.expr.map(|e| &e.kind) {
            let mut op = Operand::new(base);
            self.expr(None, &mut op, base);
            if op.mode == Mode::MapIndex {
                let msg = format!("cannot assign to struct field {} in map", x.text());
                self.error("UnaddressableFieldAssign", x.span(), msg);
                return Place::Broken;
            }
        }
        let msg = format!("cannot assign to {} (neither addressable nor a map index expression)", x.text());
        self.error("UnassignableOperand", x.span(), msg);
        Place::Broken
    }

    /// `lhs = rhs`
    fn assign_expr(&mut self, lhs: &Expr, rhs: &Expr, context: &str) {
        let place = self.lhs_var(lhs);
        if place == Place::Broken {
            self.use_exprs(&[rhs]);
            return;
        }
        let target = match place {
            Place::Of(t) => self.new_target(Some(t), &expr_string(lhs)),
            _ => None,
        };
        let mut x = Operand::new(rhs);
        self.expr(target.as_ref(), &mut x, rhs);
        self.assign_place(place, &mut x, context);
    }

    /// `lhs = x`
    pub(crate) fn assign_var(&mut self, lhs: &Expr, x: &mut Operand<'_>, context: &str) {
        match self.lhs_var(lhs) {
            Place::Broken => x.invalidate(),
            place => self.assign_place(place, x, context),
        }
    }

    fn assign_place(&mut self, place: Place, x: &mut Operand<'_>, context: &str) {
        match place {
            Place::Of(t) => self.assignment(x, Some(t), context),
            _ if context == "assignment" => self.assignment(x, None, "assignment to _ identifier"),
            _ => self.assignment(x, None, context),
        }
    }

    /// Reports that `vars` variables cannot be assigned `values` values.
    fn assign_error(&mut self, rhs: &[Expr], vars: usize, values: usize) {
        let vars = measure(vars, "variable");
        let values = measure(values, "value");
        let Some(first) = rhs.first() else { return };
        let msg = match &unparen(first).kind {
            ExprKind::Call(call) if rhs.len() == 1 => {
                format!("assignment mismatch: {vars} but {} returns {values}", expr_string(&call.fun))
            }
            _ => format!("assignment mismatch: {vars} but {values}"),
        };
        self.error("WrongAssignCount", place(first), msg);
    }

    /// Reports that a return statement has too few or too many values.
    fn return_error(&mut self, stmt: &Stmt, lhs: &[ObjId], rhs: &[Operand<'_>]) {
        let (span, qualifier) = match rhs.get(lhs.len()) {
            Some(extra) => (extra.span(), "too many"),
            None => (rhs.last().map_or(stmt.span, |last| last.span()), "not enough"),
        };
        let have: Vec<TypeId> = rhs.iter().map(|x| x.ty).collect();
        let want: Vec<TypeId> = lhs.iter().map(|&var| self.object(var).ty).collect();
        let (have, want) = (self.types_summary(&have, false, false), self.types_summary(&want, false, false));
        self.error("WrongResultCount", span, format!("{qualifier} return values\n\thave {have}\n\twant {want}"));
    }

    /// Initialises variables with the values of expressions; for a return statement, the results.
    pub(crate) fn init_vars(&mut self, lhs: &[ObjId], rhs: &[Expr], return_stmt: Option<&Stmt>) {
        let context = match return_stmt {
            Some(_) => "return statement",
            None if lhs.len() > 1 => "multiple assignment",
            None => "assignment",
        };
        // A single call is treated as if it had several values: errors are better so.
        if lhs.len() == rhs.len() && !is_single_call(rhs) {
            for (&var, e) in lhs.iter().zip(rhs) {
                let mut desc = self.object(var).name.to_string();
                if return_stmt.is_some() && desc.is_empty() {
                    desc = "result variable".into();
                }
                let t = self.has_type(var).then(|| self.object(var).ty);
                let target = self.new_target(t, &desc);
                let mut x = Operand::new(e);
                self.expr(target.as_ref(), &mut x, e);
                self.init_var(var, &mut x, context);
            }
            return;
        }
        if let [only] = rhs {
            let (mut values, comma_ok) = self.multi_expr(only, lhs.len() == 2 && return_stmt.is_none());
            if values.len() == lhs.len() {
                for (&var, x) in lhs.iter().zip(&mut values) {
                    self.init_var(var, x, context);
                }
                if comma_ok {
                    self.record_comma_ok(only, &values);
                }
                return;
            }
            if values[0].is_valid() {
                match return_stmt {
                    Some(stmt) => self.return_error(stmt, lhs, &values),
                    None => self.assign_error(rhs, lhs.len(), values.len()),
                }
            }
        } else if self.use_all(rhs) {
            // Only when nothing else is wrong.
            match return_stmt {
                Some(stmt) => {
                    let values = self.expr_list(rhs);
                    self.return_error(stmt, lhs, &values);
                }
                None => self.assign_error(rhs, lhs.len(), rhs.len()),
            }
        }
        for &var in lhs {
            self.set_default_type(var);
        }
    }

    /// `lhs… = rhs…`
    pub(crate) fn assign_vars(&mut self, lhs: &[Expr], rhs: &[Expr]) {
        let context = if lhs.len() > 1 { "multiple assignment" } else { "assignment" };
        if lhs.len() == rhs.len() && !is_single_call(rhs) {
            for (place, e) in lhs.iter().zip(rhs) {
                self.assign_expr(place, e, context);
            }
            return;
        }
        let [only] = rhs else {
            let lhs_ok = self.use_lhs(lhs);
            let rhs_ok = self.use_all(rhs);
            if lhs_ok && rhs_ok {
                self.assign_error(rhs, lhs.len(), rhs.len());
            }
            return;
        };
        let (mut values, comma_ok) = self.multi_expr(only, lhs.len() == 2);
        if values.len() == lhs.len() {
            for (place, x) in lhs.iter().zip(&mut values) {
                self.assign_var(place, x, context);
            }
            if comma_ok {
                self.record_comma_ok(only, &values);
            }
            return;
        }
        if values[0].is_valid() {
            self.assign_error(rhs, lhs.len(), values.len());
        }
        self.use_lhs(lhs);
    }

    /// Records that `e` gives two values, unless one of the assignments failed.
    fn record_comma_ok(&mut self, e: &Expr, values: &[Operand<'_>]) {
        let [first, second] = values else { return };
        if !first.is_valid() || !second.is_valid() {
            return;
        }
        let tuple = self.types.intern(Type::Tuple(vec![first.ty, second.ty]));
        let mut e = e;
        loop {
            let pkg = self.env.pkg.0 as usize;
            if let Some(recorded) = self.world.packages[pkg].info.exprs.get_mut(&e.id) {
                recorded.ty = tuple;
            }
            match &e.kind {
                ExprKind::Paren(inner) => e = inner,
                _ => return,
            }
        }
    }

    /// `lhs… := rhs…`; `op` is the place of `:=`.
    pub(crate) fn short_var_decl(&mut self, op: Span, lhs: &[Expr], rhs: &[Expr]) {
        let top = self.state().later.len();
        let Some(scope) = self.env.scope else { return };
        let mut seen = rustc_hash::FxHashSet::default();
        let mut vars = Vec::with_capacity(lhs.len());
        let mut new_vars = Vec::new();
        let mut has_error = false;
        for e in lhs {
            let var = self.define_lhs(e, scope, &mut seen, &mut new_vars);
            has_error |= var.is_none();
            vars.push(var.unwrap_or_else(|| self.new_local("_".into(), place(e))));
        }
        self.init_vars(&vars, rhs, None);
        // Function literals on the right do not see the new variables.
        self.process_delayed(top);
        if new_vars.is_empty() && !has_error {
            self.soft_error("NoNewVar", op, "no new variables on left side of :=");
            return;
        }
        let pos = rhs.last().map_or(op.hi, |last| last.span.hi);
        for var in new_vars {
            self.declare_in(scope, None, var, pos);
        }
    }

    /// A new local variable without a type.
    pub(crate) fn new_local(&mut self, name: smol_str::SmolStr, span: Span) -> ObjId {
        self.new_object(name, span, ObjKind::Var(crate::object::VarKind::Local), None)
    }

    /// The variable that one left side of `:=` declares or assigns to; nothing after an error.
    fn define_lhs(
        &mut self,
        e: &Expr,
        scope: crate::scope::ScopeId,
        seen: &mut rustc_hash::FxHashSet<smol_str::SmolStr>,
        new_vars: &mut Vec<ObjId>,
    ) -> Option<ObjId> {
        let ExprKind::Name(ident) = &e.kind else {
            self.use_lhs(std::slice::from_ref(e));
            self.error("BadDecl", place(e), format!("non-name {} on left side of :=", expr_string(e)));
            return None;
        };
        if ident.name != "_" && !seen.insert(ident.name.clone()) {
            self.error("RepeatedDecl", place(e), format!("{} repeated on left side of :=", ident.name));
            return None;
        }
        if let Some(&known) = self.scope(scope).names.get(&ident.name) {
            self.record_use(ident.id, known);
            if matches!(self.object(known).kind, ObjKind::Var(_)) {
                return Some(known);
            }
            self.error("UnassignableOperand", place(e), format!("cannot assign to {}", ident.name));
            return None;
        }
        let var = self.new_local(ident.name.clone(), ident.span);
        if ident.name != "_" {
            new_vars.push(var);
        }
        self.record_def(ident.id, var);
        Some(var)
    }
}

fn is_single_call(rhs: &[Expr]) -> bool {
    matches!(rhs, [only] if matches!(unparen(only).kind, ExprKind::Call(_)))
}

/// `1 value`, `2 values`
fn measure(n: usize, unit: &str) -> String {
    format!("{n} {unit}{}", if n == 1 { "" } else { "s" })
}
