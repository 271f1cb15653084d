//! Comparisons, with Go's reasons why two operands cannot be compared.

use crate::check::Checker;
use crate::constant::{Value, arith};
use crate::exprstring::binary_op_str;
use crate::info::Mode;
use crate::operand::Operand;
use crate::types::{Basic, Type, TypeId};
use mgo_syntax::ast::BinaryOp;

/// Why a comparison is not possible, and whose fault it is.
struct Fault {
    code: &'static str,
    /// The second operand is to blame.
    second: bool,
    cause: String,
}

impl Checker<'_> {
    /// `x op y`. With `switch_case`, `x` is a case value and `y` what is switched on.
    pub(crate) fn comparison(&mut self, x: &mut Operand<'_>, y: &mut Operand<'_>, op: BinaryOp, switch_case: bool) {
        if !self.is_valid(x.ty) || !self.is_valid(y.ty) {
            x.invalidate();
            return;
        }
        let op = if switch_case { BinaryOp::Eq } else { op };
        if let Some(fault) = self.comparison_fault(x, y, op) {
            self.report_comparison(x, y, op, switch_case, fault);
            x.invalidate();
            return;
        }
        if x.is_const() && y.is_const() {
            let (a, b) = (x.value(), y.value());
            x.set_const(Basic::UntypedBool.id(), Value::Bool(arith::compare(&a, op, &b)));
            return;
        }
        // The operands are computed at run time, with the types they have now.
        for operand in [&*x, &*y] {
            if let Some(e) = operand.expr {
                let ty = self.default_type(operand.ty);
                self.update_expr_type(e, ty, true);
            }
        }
        x.set_value(Mode::Value, Basic::UntypedBool.id());
    }

    fn comparison_fault(&mut self, x: &Operand<'_>, y: &Operand<'_>, op: BinaryOp) -> Option<Fault> {
        let assignable = self.assignable_to(x, y.ty, &mut None).is_ok() || self.assignable_to(y, x.ty, &mut None).is_ok();
        if !assignable {
            let cause = format!("mismatched types {} and {}", self.tstr(x.ty), self.tstr(y.ty));
            return Some(Fault { code: "MismatchedTypes", second: true, cause });
        }
        let fault = |second, cause| Some(Fault { code: "UndefinedOp", second, cause });
        if matches!(op, BinaryOp::Eq | BinaryOp::Ne) {
            if x.is_nil() || y.is_nil() {
                let other = if x.is_nil() { y.ty } else { x.ty };
                return if self.has_nil(other) { None } else { fault(true, String::new()) };
            }
            if !self.comparable(x.ty) {
                return fault(false, self.comparison_cause(x.ty));
            }
            if !self.comparable(y.ty) {
                return fault(true, self.comparison_cause(y.ty));
            }
            return None;
        }
        if !self.all_ordered(x.ty) {
            return fault(false, String::new());
        }
        if !self.all_ordered(y.ty) {
            return fault(true, String::new());
        }
        None
    }

    fn report_comparison(&mut self, x: &Operand<'_>, y: &Operand<'_>, op: BinaryOp, switch_case: bool, fault: Fault) {
        let Fault { code, mut second, mut cause } = fault;
        if cause.is_empty() {
            if self.is_type_param(x.ty) || self.is_type_param(y.ty) {
                if !self.is_type_param(x.ty) {
                    second = true;
                }
                let ty = if second { y.ty } else { x.ty };
                cause = format!("type parameter {} cannot use operator {}", self.tstr(ty), binary_op_str(op));
            } else {
                let ty = if second { y.ty } else { x.ty };
                let kind = self.composite_kind(ty);
                let what = if kind.is_empty() { self.tstr(ty) } else { kind.into() };
                cause = format!("operator {} not defined on {what}", binary_op_str(op));
            }
        }
        let (a, b) = (x.text(), y.text());
        if switch_case {
            self.error(code, x.span(), format!("invalid case {a} in switch on {b} ({cause})"));
        } else {
            let span = if second { y.span() } else { x.span() };
            self.error(code, span, format!("invalid operation: {a} {} {b} ({cause})", binary_op_str(op)));
        }
    }

    /// Why values of type `t` cannot be compared; empty when there is nothing more to say.
    pub(crate) fn comparison_cause(&mut self, t: TypeId) -> String {
        let under = self.underlying(t);
        if matches!(self.types.get(under), Type::Slice(_) | Type::Signature(_) | Type::Map(..)) {
            return format!("{} can only be compared to nil", self.composite_kind(t));
        }
        self.incomparable_cause(t).unwrap_or_default()
    }
}
