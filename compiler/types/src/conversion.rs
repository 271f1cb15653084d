//! Conversions `T(x)`; see "Conversions" in the language specification.

use crate::assignable::{Cause, add_cause};
use crate::check::Checker;
use crate::constant::Value;
use crate::constant::represent::{represent, to_int};
use crate::info::Mode;
use crate::operand::Operand;
use crate::types::{Basic, Type, TypeId};
use num_traits::ToPrimitive;

impl Checker<'_> {
    /// Checks `t(x)` and makes `x` its result.
    pub(crate) fn conversion(&mut self, x: &mut Operand<'_>, t: TypeId) {
        let const_arg = x.is_const();
        let mut cause: Cause = Some(String::new());
        let ok = if const_arg && self.is_const_type(t) {
            match self.const_convertible(x, t) {
                Some(value) => {
                    x.val = Some(value);
                    true
                }
                None if self.is_integer(x.ty) && self.is_integer(t) => {
                    let msg = format!("constant {} overflows {}", x.value(), self.tstr(t));
                    self.error("InvalidConversion", x.span(), msg);
                    x.invalidate();
                    return;
                }
                None => {
                    // What is a whole number is shown as one.
                    if let Some(whole) = to_int(&x.value()).filter(|_| self.is_integer(t)) {
                        x.val = Some(Value::Int(whole));
                    }
                    false
                }
            }
        } else if const_arg && self.is_type_param(t) {
            let ok = self.const_convertible_to_each(x, t, &mut cause);
            x.mode = Mode::Value;
            ok
        } else {
            let ok = self.convertible_to(x, t, &mut cause);
            if ok {
                x.mode = Mode::Value;
            }
            ok
        };
        if !ok {
            let mut msg = format!("cannot convert {} to type {}", self.operand_string(x), self.tstr(t));
            if let Some(cause) = cause.filter(|cause| !cause.is_empty()) {
                msg.push_str(": ");
                msg.push_str(&cause);
            }
            self.error("InvalidConversion", x.span(), msg);
            x.invalidate();
            return;
        }
        if self.is_untyped(x.ty) {
            self.settle_argument(x, t, const_arg);
        }
        x.ty = t;
        if x.mode != Mode::Const {
            x.val = None;
        }
    }

    /// Gives the untyped argument of a conversion to `t` its final type.
    fn settle_argument(&mut self, x: &Operand<'_>, t: TypeId, const_arg: bool) {
        let Some(e) = x.expr else { return };
        let nil = x.ty == Basic::UntypedNil.id();
        let ty = if !nil && (self.is_non_tparam_interface(t) || const_arg && !self.is_const_type(t)) {
            // The value keeps the type it would have by itself.
            self.default_type(x.ty)
        } else if x.is_const() && self.is_integer(x.ty) && self.all_string(t) {
            x.ty
        } else {
            t
        };
        self.update_expr_type(e, ty, true);
    }

    /// Constant `x` as a value of the constant type `t`.
    fn const_convertible(&mut self, x: &Operand<'_>, t: TypeId) -> Option<Value> {
        let basic = self.basic_of(t)?;
        let value = x.value();
        if let Some(represented) = represent(&value, basic) {
            return Some(represented);
        }
        if self.is_integer(x.ty) && basic.is_string() {
            // What is no code point becomes the replacement character.
            let c = value.to_u64().and_then(|c| c.to_u32()).and_then(char::from_u32).unwrap_or(char::REPLACEMENT_CHARACTER);
            return Some(Value::String(c.to_string().into_bytes().into()));
        }
        None
    }

    fn const_convertible_to_each(&mut self, x: &Operand<'_>, t: TypeId, cause: &mut Cause) -> bool {
        let Some(unders) = self.under_types(t) else {
            *cause = Some(format!("{} does not contain specific types", self.tstr(t)));
            return false;
        };
        for under in unders {
            if self.is_string(x.ty) && self.is_bytes_or_runes(under) || self.const_convertible(x, under).is_some() {
                continue;
            }
            let (u_str, t_str) = (self.tstr(under), self.tstr(t));
            *cause = Some(if self.is_integer(x.ty) && self.is_integer(under) {
                format!("constant {} overflows {u_str} (in {t_str})", x.value())
            } else {
                format!("cannot convert {} to type {u_str} (in {t_str})", self.operand_string(x))
            });
            return false;
        }
        true
    }

    /// Whether `t(x)` is possible for a value that is no constant.
    pub(crate) fn convertible_to(&mut self, x: &Operand<'_>, t: TypeId, cause: &mut Cause) -> bool {
        if self.assignable_to(x, t, cause).is_ok() {
            return true;
        }
        let named = t;
        let (v, t) = (self.types.unalias(x.ty), self.types.unalias(t));
        let (v_param, t_param) = (self.is_type_param(v), self.is_type_param(t));
        let (v_under, t_under) = (self.underlying(v), self.underlying(t));
        if !v_param && !t_param && self.identical_ignore_tags(v_under, t_under) {
            return true;
        }
        if let (&Type::Pointer(v_base), &Type::Pointer(t_base)) = (self.types.get(v), self.types.get(t)) {
            let (v_base_under, t_base_under) = (self.underlying(v_base), self.underlying(t_base));
            if !self.is_type_param(v_base) && !self.is_type_param(t_base) && self.identical_ignore_tags(v_base_under, t_base_under) {
                return true;
            }
        }
        if !v_param && !t_param {
            if self.basic_convertible(v_under, t_under) {
                return true;
            }
            return self.slice_to_array(v_under, t_under, cause);
        }
        self.terms_convertible(x, t, named, cause)
    }

    /// Numbers, strings, byte and rune slices, and `unsafe.Pointer`.
    fn basic_convertible(&mut self, v: TypeId, t: TypeId) -> bool {
        if self.is_integer_or_float(v) && self.is_integer_or_float(t) || self.is_complex(v) && self.is_complex(t) {
            return true;
        }
        if self.is_string(t) && (self.is_integer(v) || self.is_bytes_or_runes(v)) || self.is_string(v) && self.is_bytes_or_runes(t) {
            return true;
        }
        let address = |check: &mut Self, t: TypeId| check.basic_of(t) == Some(Basic::Uintptr) || check.pointer_base(t).is_some();
        let unsafe_pointer = |check: &mut Self, t: TypeId| check.basic_of(t) == Some(Basic::UnsafePointer);
        unsafe_pointer(self, t) && address(self, v) || unsafe_pointer(self, v) && address(self, t)
    }

    /// A slice to an array, or to a pointer to one, with the same elements.
    fn slice_to_array(&mut self, v: TypeId, t: TypeId, cause: &mut Cause) -> bool {
        let &Type::Slice(elem) = self.types.get(v) else { return false };
        let (array, version, what) = match self.types.get(t) {
            Type::Array(..) => (t, 20, "array"),
            &Type::Pointer(base) => (self.underlying(base), 17, "array pointer"),
            _ => return false,
        };
        let &Type::Array(array_elem, _) = self.types.get(array) else { return false };
        if !self.identical(elem, array_elem) {
            return false;
        }
        if !self.allow_version(1, version) {
            if cause.is_some() {
                *cause = Some(format!("conversion of slice to {what} requires go1.{version} or later"));
            }
            return false;
        }
        true
    }

    /// Conversions from and to type parameters: between all of their types. `named` is `t` by the name it was given.
    fn terms_convertible(&mut self, x: &Operand<'_>, t: TypeId, named: TypeId, cause: &mut Cause) -> bool {
        let v = x.ty;
        let (v_param, t_param) = (self.is_type_param(v), self.is_type_param(t));
        let (Some(v_terms), Some(t_terms)) = (self.specific_types(v), self.specific_types(t)) else { return false };
        for &(v_term, _) in &v_terms {
            let mut typed = x.clone();
            typed.ty = v_term;
            for &(t_term, _) in &t_terms {
                if self.convertible_to(&typed, t_term, cause) {
                    continue;
                }
                let (v_str, t_str) = (self.tstr(v_term), self.tstr(if t_param { t_term } else { named }));
                let v_in = if v_param { format!(" (in {})", self.tstr(v)) } else { String::new() };
                let t_in = if t_param { format!(" (in {})", self.tstr(t)) } else { String::new() };
                add_cause(cause, format!("cannot convert {v_str}{v_in} to type {t_str}{t_in}"));
                return false;
            }
        }
        true
    }

    /// Whether `t` is `[]byte` or `[]rune` underneath.
    pub(crate) fn is_bytes_or_runes(&mut self, t: TypeId) -> bool {
        let under = self.underlying(t);
        let &Type::Slice(elem) = self.types.get(under) else { return false };
        matches!(self.basic_of(elem), Some(Basic::Uint8 | Basic::Int32))
    }
}
