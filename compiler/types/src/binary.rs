//! Binary operations: matching the types of the operands, arithmetic, shifts. Comparisons are in [`crate::comparison`].

use crate::check::Checker;
use crate::constant::{Value, arith, represent};
use crate::exprstring::{binary_op_str, expr_string};
use crate::info::Mode;
use crate::operand::Operand;
use crate::types::Basic;
use crate::untyped::{is_comparison, is_shift};
use mgo_syntax::ast::{BinaryOp, Expr};
use num_traits::ToPrimitive;

/// Largest count of a constant shift: enough to write down the smallest float64.
const SHIFT_BOUND: u64 = 1023 - 1 + 52;

impl Checker<'_> {
    /// `lhs op rhs`; `e` is the whole expression, or nothing for `lhs op= rhs`.
    pub(crate) fn binary<'e>(&mut self, x: &mut Operand<'e>, e: Option<&'e Expr>, lhs: &'e Expr, rhs: &'e Expr, op: BinaryOp) {
        let mut y = Operand::new(rhs);
        self.expr(None, x, lhs);
        self.expr(None, &mut y, rhs);
        if !x.is_valid() {
            return;
        }
        if !y.is_valid() {
            x.invalidate();
            x.set_expr(rhs);
            return;
        }
        if is_shift(op) {
            self.shift(x, &mut y, e, op);
            return;
        }
        self.match_types(x, &mut y);
        if !x.is_valid() {
            return;
        }
        if is_comparison(op) {
            self.comparison(x, &mut y, op, false);
            return;
        }
        if !self.identical(x.ty, y.ty) {
            if self.is_valid(x.ty) && self.is_valid(y.ty) {
                let what = match e {
                    Some(e) => expr_string(e),
                    None => format!("{} {}= {}", expr_string(lhs), binary_op_str(op), expr_string(rhs)),
                };
                let msg = format!("invalid operation: {what} (mismatched types {} and {})", self.tstr(x.ty), self.tstr(y.ty));
                self.error("MismatchedTypes", x.span(), msg);
            }
            x.invalidate();
            return;
        }
        let defined = match op {
            BinaryOp::Add => self.all_numeric_or_string(x.ty),
            BinaryOp::Sub | BinaryOp::Mul | BinaryOp::Div => self.all_numeric(x.ty),
            BinaryOp::LAnd | BinaryOp::LOr => self.all_boolean(x.ty),
            _ => self.all_integer(x.ty),
        };
        if !defined {
            self.undefined_op(x, binary_op_str(op));
            return;
        }
        if matches!(op, BinaryOp::Div | BinaryOp::Rem) && self.divides_by_zero(x, &y) {
            self.error("DivByZero", y.span(), "invalid operation: division by zero");
            x.invalidate();
            return;
        }
        if !x.is_const() || !y.is_const() {
            x.set_value(Mode::Value, x.ty);
            return;
        }
        let (a, b) = (x.value(), y.value());
        if a == Value::Unknown || b == Value::Unknown {
            x.val = Some(Value::Unknown);
            return;
        }
        let int_div = self.is_integer(x.ty);
        x.val = Some(arith::binary(&a, op, &b, int_div));
        if let Some(e) = e {
            x.set_expr(e);
        }
        self.overflow(x);
    }

    fn divides_by_zero(&mut self, x: &Operand<'_>, y: &Operand<'_>) -> bool {
        if !y.is_const() {
            return false;
        }
        let divisor = y.value();
        if x.is_const() {
            return arith::is_zero_divisor(&x.value(), &divisor);
        }
        self.all_integer(x.ty) && represent::sign(&divisor) == 0
    }

    /// Gives an untyped operand the type of the other where that can go well.
    pub(crate) fn match_types(&mut self, x: &mut Operand<'_>, y: &mut Operand<'_>) {
        if !self.may_convert(x, y) {
            return;
        }
        self.convert_untyped(x, y.ty);
        if !x.is_valid() {
            return;
        }
        self.convert_untyped(y, x.ty);
        if !y.is_valid() {
            x.invalidate();
        }
    }

    /// Whether converting one operand to the other's type is worth trying; if not, a type mismatch is the better error.
    fn may_convert(&mut self, x: &Operand<'_>, y: &Operand<'_>) -> bool {
        if self.is_typed(x.ty) && self.is_typed(y.ty) {
            return false;
        }
        if self.all_numeric(x.ty) != self.all_numeric(y.ty) {
            return false;
        }
        if self.is_non_tparam_interface(x.ty) || self.is_non_tparam_interface(y.ty) {
            return true;
        }
        if self.all_boolean(x.ty) != self.all_boolean(y.ty) || self.all_string(x.ty) != self.all_string(y.ty) {
            return false;
        }
        if x.is_nil() {
            return self.has_nil(y.ty);
        }
        if y.is_nil() {
            return self.has_nil(x.ty);
        }
        self.pointer_base(x.ty).is_none() && self.pointer_base(y.ty).is_none()
    }

    /// `x op y` for a shift; `e` is the whole expression, or nothing for `x op= y`.
    fn shift<'e>(&mut self, x: &mut Operand<'e>, y: &mut Operand<'e>, e: Option<&'e Expr>, op: BinaryOp) {
        let x_int = x.val.as_ref().filter(|_| x.is_const()).and_then(represent::to_int);
        let fits = self.all_integer(x.ty) || self.is_untyped(x.ty) && x_int.is_some();
        if !fits {
            self.shifted_operand(x);
            return;
        }
        if !self.check_shift_count(y) {
            x.invalidate();
            return;
        }
        if x.is_const() {
            if y.is_const() {
                self.const_shift(x, y, x_int.map_or(Value::Unknown, Value::Int), e, op);
                return;
            }
            if self.is_untyped(x.ty) {
                // The type is the one the operand would have without the shift: wait for it.
                if let Some(lhs) = x.expr {
                    let key = (self.env.pkg, lhs.id);
                    self.world.state.shift_lhs.insert(key);
                }
                x.set_value(Mode::Value, x.ty);
                return;
            }
        }
        if !self.all_integer(x.ty) {
            self.shifted_operand(x);
            return;
        }
        x.set_value(Mode::Value, x.ty);
    }

    fn shifted_operand(&mut self, x: &mut Operand<'_>) {
        let msg = format!("invalid operation: shifted operand {} must be integer", self.operand_string(x));
        self.error("InvalidShiftOperand", x.span(), msg);
        x.invalidate();
    }

    /// Whether `y` can be a shift count; if not, that is reported.
    fn check_shift_count(&mut self, y: &mut Operand<'_>) -> bool {
        if y.is_const() {
            if represent::to_int(&y.value()).is_some_and(|count| num_traits::Signed::is_negative(&count)) {
                let msg = format!("invalid operation: negative shift count {}", self.operand_string(y));
                self.error("InvalidShiftCount", y.span(), msg);
                return false;
            }
            if self.is_untyped(y.ty) {
                // Only a check: the count keeps its type.
                self.representable(y, Basic::Uint.id());
            }
            return y.is_valid();
        }
        if self.all_integer(y.ty) && self.is_typed(y.ty) {
            if !self.all_unsigned(y.ty) && !self.allow_version(1, 13) {
                let what = format!("invalid operation: signed shift count {}", self.operand_string(y));
                return self.verify_version(y.span(), 1, 13, &what);
            }
            return true;
        }
        if self.is_untyped(y.ty) {
            self.convert_untyped(y, Basic::Uint.id());
            return y.is_valid();
        }
        self.shift_count_kind(y)
    }

    fn shift_count_kind(&mut self, y: &Operand<'_>) -> bool {
        let msg = format!("invalid operation: shift count {} must be integer", self.operand_string(y));
        self.error("InvalidShiftCount", y.span(), msg);
        false
    }

    fn const_shift<'e>(&mut self, x: &mut Operand<'e>, y: &Operand<'e>, x_int: Value, e: Option<&'e Expr>, op: BinaryOp) {
        // Untyped floats that are whole numbers become integers here.
        if !self.is_integer(x.ty) {
            x.ty = Basic::UntypedInt.id();
        }
        if x.value() == Value::Unknown || y.value() == Value::Unknown {
            x.val = Some(Value::Unknown);
            return;
        }
        let count = represent::to_int(&y.value()).and_then(|count| count.to_u64()).filter(|&count| count <= SHIFT_BOUND);
        let Some(count) = count else {
            let msg = format!("invalid operation: invalid shift count {}", self.operand_string(y));
            self.error("InvalidShiftCount", y.span(), msg);
            x.invalidate();
            return;
        };
        x.val = Some(arith::shift(&x_int, op, count));
        if let Some(e) = e {
            x.set_expr(e);
        }
        self.overflow(x);
    }
}
