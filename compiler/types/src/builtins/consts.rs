//! `complex`, `real`, `imag`, `max` and `min`: what may be constant.

use super::{BuiltinCall, builtin_signature};
use crate::check::Checker;
use crate::constant::{arith, represent};
use crate::exprstring::expr_string;
use crate::info::Mode;
use crate::object::BuiltinId;
use crate::operand::{Operand, place};
use crate::types::{Basic, TypeId};
use mgo_syntax::ast::BinaryOp;

/// Type of a complex number with parts of type `float`.
fn complex_of(float: Basic) -> Option<Basic> {
    Some(match float {
        Basic::Float32 => Basic::Complex64,
        Basic::Float64 => Basic::Complex128,
        Basic::UntypedFloat => Basic::UntypedComplex,
        _ => return None,
    })
}

/// Type of the parts of a complex number.
fn parts_of(complex: Basic) -> Option<Basic> {
    Some(match complex {
        Basic::Complex64 => Basic::Float32,
        Basic::Complex128 => Basic::Float64,
        Basic::UntypedComplex => Basic::UntypedFloat,
        _ => return None,
    })
}

impl<'e> Checker<'_> {
    /// `complex(x, y)`
    pub(super) fn builtin_complex(&mut self, x: &mut Operand<'e>, this: &mut BuiltinCall<'e>) -> Option<()> {
        let mut y = this.args[1].clone();
        match (self.is_untyped(x.ty), self.is_untyped(y.ty)) {
            (false, false) => {}
            (true, false) => self.convert_untyped(x, y.ty),
            (false, true) => self.convert_untyped(&mut y, x.ty),
            (true, true) if x.is_const() && y.is_const() => {
                for part in [&mut *x, &mut y] {
                    if self.is_numeric(part.ty) && represent::sign(&represent::imag_part(&part.value())) == 0 {
                        part.ty = Basic::UntypedFloat.id();
                    }
                }
            }
            (true, true) => {
                // One of them is a shift that waits for its type: not a float in the end.
                self.convert_untyped(x, Basic::Float64.id());
                self.convert_untyped(&mut y, Basic::Float64.id());
            }
        }
        if !x.is_valid() || !y.is_valid() {
            return None;
        }
        if !self.identical(x.ty, y.ty) {
            let msg = format!("invalid operation: {} (mismatched types {} and {})", expr_string(this.e), self.tstr(x.ty), self.tstr(y.ty));
            self.error("InvalidComplex", x.span(), msg);
            return None;
        }
        let Some(result) = self.part_type(x, this, complex_of) else {
            let msg = format!("invalid argument: arguments have type {}, expected floating-point", self.tstr(x.ty));
            self.error("InvalidComplex", x.span(), msg);
            return None;
        };
        if x.is_const() && y.is_const() {
            x.set_const(result, arith::make_complex(&x.value(), &y.value()));
            return Some(());
        }
        self.record_builtin(this, &[x.ty, x.ty], Some(result));
        x.set_value(Mode::Value, result);
        Some(())
    }

    /// `real(x)`, `imag(x)`
    pub(super) fn builtin_real(&mut self, x: &mut Operand<'e>, this: &BuiltinCall<'e>) -> Option<()> {
        if self.is_untyped(x.ty) {
            if !x.is_const() {
                // A shift that waits for its type: not complex in the end.
                self.convert_untyped(x, Basic::Complex128.id());
                if !x.is_valid() {
                    return None;
                }
            } else if self.is_numeric(x.ty) {
                x.ty = Basic::UntypedComplex.id();
            }
        }
        let is_real = this.id == BuiltinId::Real;
        let Some(result) = self.part_type(x, this, parts_of) else {
            let code = if is_real { "InvalidReal" } else { "InvalidImag" };
            let msg = format!("invalid argument: argument has type {}, expected complex type", self.tstr(x.ty));
            self.error(code, x.span(), msg);
            return None;
        };
        if x.is_const() {
            let value = x.value();
            let part = if is_real { represent::real_part(&value) } else { represent::imag_part(&value) };
            x.set_const(result, part);
            return Some(());
        }
        self.record_builtin(this, &[x.ty], Some(result));
        x.set_value(Mode::Value, result);
        Some(())
    }

    /// The type that goes with that of `x`. For a type parameter there is none: Go has no type for such results.
    fn part_type(&mut self, x: &Operand<'e>, this: &BuiltinCall<'e>, f: fn(Basic) -> Option<Basic>) -> Option<TypeId> {
        if !self.is_type_param(x.ty) {
            return self.basic_of(x.ty).and_then(f).map(Basic::id);
        }
        let unders = self.under_types(x.ty)?;
        let mut first = None;
        for under in unders {
            let part = self.basic_of(under).and_then(f)?;
            first.get_or_insert(part.id());
        }
        let (name, code) = match this.id {
            BuiltinId::Real => ("real", "InvalidReal"),
            BuiltinId::Imag => ("imag", "InvalidImag"),
            _ => ("complex", "InvalidComplex"),
        };
        let operand = self.operand_string(x);
        let msg = format!("{operand} not supported as argument to built-in {name} for go1.18 (see go.dev/issue/50937)");
        self.error(code, x.span(), msg);
        first
    }

    /// `max(x, …)`, `min(x, …)`
    pub(super) fn builtin_max(&mut self, x: &mut Operand<'e>, this: &mut BuiltinCall<'e>) -> Option<()> {
        let name = builtin_signature(this.id).0;
        self.verify_version(place(&this.call.fun), 1, 21, &format!("built-in {name}"));
        let op = if this.id == BuiltinId::Max { BinaryOp::Gt } else { BinaryOp::Lt };
        let mut args = std::mem::take(&mut this.args);
        for (i, arg) in args.iter_mut().enumerate() {
            if !self.all_ordered(arg.ty) {
                let msg = format!("invalid argument: {} cannot be ordered", self.operand_string(arg));
                self.error("InvalidMinMaxOperand", arg.span(), msg);
                return None;
            }
            if i == 0 {
                continue;
            }
            self.match_types(x, arg);
            if !x.is_valid() {
                return None;
            }
            if !self.identical(x.ty, arg.ty) {
                let (a, b) = (self.tstr(x.ty), self.tstr(arg.ty));
                let msg = format!("invalid argument: mismatched types {a} (previous argument) and {b} (type of {})", arg.text());
                self.error("MismatchedTypes", arg.span(), msg);
                return None;
            }
            if !x.is_const() || !arg.is_const() {
                x.set_value(Mode::Value, x.ty);
            } else if arith::compare(&arg.value(), op, &x.value()) {
                *x = arg.clone();
            }
        }
        if !x.is_const() {
            x.set_value(Mode::Value, x.ty);
            // A value must not stay untyped.
            let any = self.any_type();
            self.assignment(x, Some(any), &format!("argument to built-in {name}"));
            if !x.is_valid() {
                return None;
            }
        }
        for arg in &args {
            if let Some(e) = arg.expr {
                self.update_expr_type(e, x.ty, true);
            }
        }
        if !x.is_const() {
            let types = vec![x.ty; args.len()];
            self.record_builtin(this, &types, Some(x.ty));
        }
        Some(())
    }
}
