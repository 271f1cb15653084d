//! Untyped operands: which types they can take, and how a type found late reaches the expressions below.
//!
//! Invariant: an expression whose recorded type is untyped has not got its final type yet; once it has one, nothing here changes it again.

use crate::check::Checker;
use crate::constant::{Value, represent::represent};
use crate::info::Mode;
use crate::operand::{Operand, place};
use crate::types::{Basic, TypeId};
use mgo_syntax::ast::{BinaryOp, Expr, ExprKind};

/// Code of an error with which a constant cannot be converted.
type Code = &'static str;

/// Integers of untyped constants must not have more bits.
const MAX_INT_BITS: u64 = 512;
/// Constant strings must not be longer: a few constants, each twice the one before, must not exhaust memory.
const MAX_STRING: usize = 1 << 24;

/// Whether `op` compares.
pub(crate) fn is_comparison(op: BinaryOp) -> bool {
    matches!(op, BinaryOp::Eq | BinaryOp::Ne | BinaryOp::Lt | BinaryOp::Le | BinaryOp::Gt | BinaryOp::Ge)
}

/// Whether `op` shifts.
pub(crate) fn is_shift(op: BinaryOp) -> bool {
    matches!(op, BinaryOp::Shl | BinaryOp::Shr)
}

impl Checker<'_> {
    /// Checks that constant `x` has not grown out of its type, or, untyped, out of all proportion. `x.expr` is the operation that made it.
    pub(crate) fn overflow(&mut self, x: &mut Operand<'_>) {
        let span = x.op_span();
        let value = x.value();
        if value == Value::Unknown {
            self.error("InvalidConstVal", span, "constant result is not representable");
            return;
        }
        if let Value::String(s) = &value
            && s.len() > MAX_STRING
        {
            self.error("InvalidConstVal", span, format!("constant string too long ({} bytes > {MAX_STRING} bytes)", s.len()));
            x.val = Some(Value::Unknown);
            return;
        }
        if self.is_typed(x.ty) {
            if self.basic_of(x.ty).is_some() {
                let under = self.spelled_underlying(x.ty);
                self.representable(x, under);
            }
            return;
        }
        match &value {
            Value::Int(i) if i.bits() > MAX_INT_BITS => {
                let name = x.expr.map_or("", op_name);
                let space = if name.is_empty() { "" } else { " " };
                self.error("InvalidConstVal", span, format!("constant {name}{space}overflow"));
                x.val = Some(Value::Unknown);
            }
            _ => {}
        }
    }

    /// Represents constant `x` in basic type `t`, or reports that it does not fit.
    pub(crate) fn representable(&mut self, x: &mut Operand<'_>, t: TypeId) {
        match self.representation(x, t) {
            Ok(value) => x.val = Some(value),
            Err(code) => {
                self.invalid_conversion(code, x, t);
                x.invalidate();
            }
        }
    }

    /// Constant `x` as a value of the basic type `t`, or the code of the error.
    pub(crate) fn representation(&mut self, x: &Operand<'_>, t: TypeId) -> Result<Value, Code> {
        let Some(basic) = self.basic_of(t) else { return Err("InvalidConstVal") };
        if let Some(value) = represent(&x.value(), basic) {
            return Ok(value);
        }
        if self.is_numeric(x.ty) && self.is_numeric(t) {
            // Only what is no integer can be truncated; all else is too large.
            let truncated = !self.is_integer(x.ty) && self.is_integer(t);
            return Err(if truncated { "TruncatedFloat" } else { "NumericOverflow" });
        }
        Err("InvalidConstVal")
    }

    /// Reports that `x` cannot become a `target`.
    pub(crate) fn invalid_conversion(&mut self, code: Code, x: &Operand<'_>, target: TypeId) {
        let (x_str, t_str) = (self.operand_string(x), self.tstr(target));
        let msg = match code {
            "TruncatedFloat" => format!("{x_str} truncated to {t_str}"),
            "NumericOverflow" => format!("{x_str} overflows {t_str}"),
            _ => format!("cannot convert {x_str} to type {t_str}"),
        };
        self.error(code, x.span(), msg);
    }

    /// Gives untyped `x` the type `target`, or reports that it cannot have it.
    pub(crate) fn convert_untyped(&mut self, x: &mut Operand<'_>, target: TypeId) {
        match self.implicit_type_and_value(x, target) {
            Err(code) => {
                let shown = if self.is_type_param(target) { target } else { self.underlying(target) };
                self.invalid_conversion(code, x, shown);
                x.invalidate();
            }
            Ok((ty, value)) => self.settle(x, ty, value),
        }
    }

    /// Takes over what [`Checker::implicit_type_and_value`] found, down to the expressions below `x`.
    pub(crate) fn settle(&mut self, x: &mut Operand<'_>, ty: TypeId, value: Option<Value>) {
        if let Some(value) = value {
            if let Some(e) = x.expr {
                self.update_expr_val(e, &value);
            }
            x.val = Some(value);
        }
        if ty != x.ty {
            x.ty = ty;
            if let Some(e) = x.expr {
                self.update_expr_type(e, ty, false);
            }
        }
    }

    /// The type (and for constants the value) that `x` takes where a `target` is expected, or the code of the error.
    pub(crate) fn implicit_type_and_value(&mut self, x: &Operand<'_>, target: TypeId) -> Result<(TypeId, Option<Value>), Code> {
        if !x.is_valid() || self.is_typed(x.ty) || !self.is_valid(target) {
            return Ok((x.ty, None));
        }
        const INVALID: Code = "InvalidUntypedConversion";
        let Some(kind) = self.basic_of(x.ty) else { return Err(INVALID) };
        if self.is_untyped(target) {
            return self.max_type(x.ty, target).map(|ty| (ty, None)).ok_or(INVALID);
        }
        if x.is_nil() {
            return if self.has_nil(target) { Ok((target, None)) } else { Err(INVALID) };
        }
        if self.is_type_param(target) {
            let Some(unders) = self.under_types(target) else { return Err(INVALID) };
            let fits = unders.into_iter().all(|under| self.implicit_type_and_value(x, under).is_ok());
            return if fits { Ok((target, None)) } else { Err(INVALID) };
        }
        if self.is_non_tparam_interface(target) {
            // Values need a concrete dynamic type.
            return if self.is_empty_interface(target) { Ok((self.default_type(x.ty), None)) } else { Err(INVALID) };
        }
        if self.basic_of(target).is_none() {
            return Err(INVALID);
        }
        if x.is_const() {
            return self.representation(x, target).map(|value| (target, Some(value)));
        }
        // Results of comparisons, and shifts whose left operand waits for its type.
        let fits = match kind {
            Basic::UntypedBool => self.is_boolean(target),
            Basic::UntypedString => self.is_string(target),
            _ if kind.is_numeric() => self.is_numeric(target),
            _ => false,
        };
        if fits { Ok((target, None)) } else { Err(INVALID) }
    }

    /// Whether every type implements interface `t`.
    fn is_empty_interface(&mut self, t: TypeId) -> bool {
        let under = self.underlying(t);
        self.iface_methods(under).is_empty() && self.is_method_set(under)
    }

    /// Whether expression `e` still waits for its final type.
    fn pending_type(&self, e: &Expr) -> Option<TypeId> {
        let recorded = self.package(self.env.pkg).info.exprs.get(&e.id)?;
        self.is_untyped(recorded.ty).then_some(recorded.ty)
    }

    /// Changes the value of `e` while it waits for its final type.
    fn update_expr_val(&mut self, e: &Expr, value: &Value) {
        if self.pending_type(e).is_none() {
            return;
        }
        let pkg = self.env.pkg.0 as usize;
        if let Some(recorded) = self.world.packages[pkg].info.exprs.get_mut(&e.id) {
            recorded.value = Some(value.clone());
        }
    }

    /// Gives `e`, and what it gets its type from, the type `ty`: its final one if that is typed or `is_final` is set.
    pub(crate) fn update_expr_type(&mut self, e: &Expr, ty: TypeId, is_final: bool) {
        let Some(old_ty) = self.pending_type(e) else { return };
        let pkg = self.env.pkg;
        let Some(old) = self.package(pkg).info.exprs.get(&e.id).cloned() else { return };
        let is_const = old.value.is_some();
        match &e.kind {
            ExprKind::Paren(x) => self.update_expr_type(x, ty, is_final),
            // Operands of constant operations are never computed at run time, so they need no final type.
            ExprKind::Unary(_, x) if !is_const => self.update_expr_type(x, ty, is_final),
            ExprKind::Binary { op, x, y, .. } if !is_const => {
                if is_comparison(*op) {
                    // The operands have their final types; the result's type does not depend on them.
                } else if is_shift(*op) {
                    self.update_expr_type(x, ty, is_final);
                } else {
                    self.update_expr_type(x, ty, is_final);
                    self.update_expr_type(y, ty, is_final);
                }
            }
            _ => {}
        }
        if !is_final && self.is_untyped(ty) {
            self.record(e.id, old.mode, ty, old.value);
            return;
        }
        if self.world.state.shift_lhs.remove(&(pkg, e.id)) && !self.all_integer(ty) {
            let msg = format!(
                "invalid operation: shifted operand {} (type {}) must be integer",
                crate::exprstring::expr_string(e),
                self.tstr(ty)
            );
            self.error("InvalidShiftOperand", place(e), msg);
            self.record(e.id, Mode::Invalid, Basic::Invalid.id(), None);
            return;
        }
        let mut value = old.value;
        if value.is_some() {
            // Constants must fit their final type. The check must not come back here.
            let mut c = Operand::new(e);
            c.mode = old.mode;
            c.ty = old_ty;
            c.val = value;
            match self.implicit_type_and_value(&c, ty) {
                Ok((_, represented)) => value = represented.or(c.val),
                Err(code) => {
                    let shown = if self.is_type_param(ty) { ty } else { self.underlying(ty) };
                    self.invalid_conversion(code, &c, shown);
                    self.record(e.id, Mode::Invalid, Basic::Invalid.id(), None);
                    return;
                }
            }
        }
        self.record(e.id, old.mode, ty, value);
    }
}

/// What an operation that may overflow is called.
fn op_name(e: &Expr) -> &'static str {
    use mgo_syntax::ast::UnaryOp;
    match &e.kind {
        ExprKind::Unary(UnaryOp::BitNot, _) => "bitwise complement",
        ExprKind::Binary { op, .. } => match op {
            BinaryOp::Add => "addition",
            BinaryOp::Sub => "subtraction",
            BinaryOp::Xor => "bitwise XOR",
            BinaryOp::Mul => "multiplication",
            BinaryOp::Shl => "shift",
            _ => "",
        },
        _ => "",
    }
}
