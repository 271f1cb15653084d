//! Assignability, with Go's causes; see "Assignability" in the language specification.

use crate::check::Checker;
use crate::operand::Operand;
use crate::types::{Type, TypeId};
use mgo_syntax::ast::ChanDir;

/// Where the reason of a failure goes, if anyone wants to know.
pub(crate) type Cause = Option<String>;

impl Checker<'_> {
    /// Whether `x` can be assigned to a variable of type `t`; else the error's code. A wanted `cause` starts out as `Some`.
    pub(crate) fn assignable_to(&mut self, x: &Operand<'_>, t: TypeId, cause: &mut Cause) -> Result<(), &'static str> {
        const INCOMPATIBLE: Result<(), &str> = Err("IncompatibleAssign");
        // Causes name types by what aliases stand for.
        let (v, orig) = (self.types.unalias(x.ty), t);
        let t = self.types.unalias(t);
        if !x.is_valid() || !self.is_valid(t) || self.identical(v, t) {
            return Ok(());
        }
        let (v_param, t_param) = (self.is_type_param(v), self.is_type_param(t));
        if self.is_untyped(v) {
            let fits = if t_param {
                self.specific_types(t).is_some_and(|terms| terms.into_iter().all(|(term, _)| self.implicit_type_and_value(x, term).is_ok()))
            } else {
                self.implicit_type_and_value(x, t).is_ok()
            };
            return if fits { Ok(()) } else { INCOMPATIBLE };
        }
        let (v_under, t_under) = (self.underlying(v), self.underlying(t));
        let a_name_missing = !self.has_name(v) || !self.has_name(t);
        if a_name_missing && !v_param && !t_param && self.identical(v_under, t_under) {
            return Ok(());
        }
        let t_iface = !t_param && matches!(self.types.get(t_under), Type::Interface(_));
        if t_iface || self.is_interface_ptr(t_under) {
            let mut reason = String::new();
            // Messages call `any` by what it stands for.
            let source = if v == self.any_type() { self.empty_interface() } else { v };
            if self.implements(source, t, false, &mut reason) {
                return Ok(());
            }
            // A value of type parameter type may still be assignable for its type set.
            if !v_param {
                if cause.is_some() {
                    *cause = Some(reason);
                }
                return Err("InvalidIfaceAssign");
            }
        }
        if self.is_non_tparam_interface(v) && self.implements(t, v, false, &mut String::new()) {
            if cause.is_some() {
                *cause = Some("need type assertion".into());
            }
            return INCOMPATIBLE;
        }
        if let (&Type::Chan(ChanDir::Both, v_elem), &Type::Chan(_, t_elem)) = (self.types.get(v_under), self.types.get(t_under))
            && self.identical(v_elem, t_elem)
        {
            return if a_name_missing { Ok(()) } else { Err("InvalidChanAssign") };
        }
        if t_param && !self.has_name(v) {
            return self.assignable_to_each(x, t, cause);
        }
        if v_param && !self.has_name(t) {
            return self.each_assignable_to(x, orig, cause);
        }
        INCOMPATIBLE
    }

    /// Assignability to type parameter `t`: to each of its types.
    fn assignable_to_each(&mut self, x: &Operand<'_>, t: TypeId, cause: &mut Cause) -> Result<(), &'static str> {
        let Some(terms) = self.specific_types(t) else { return Err("IncompatibleAssign") };
        for (term, _) in terms {
            if let Err(code) = self.assignable_to(x, term, cause) {
                let msg = format!("cannot assign {} to {} (in {})", self.tstr(x.ty), self.tstr(term), self.tstr(t));
                add_cause(cause, msg);
                return Err(code);
            }
        }
        Ok(())
    }

    /// Assignability of a value of type parameter type: of each of its types.
    fn each_assignable_to(&mut self, x: &Operand<'_>, t: TypeId, cause: &mut Cause) -> Result<(), &'static str> {
        let Some(terms) = self.specific_types(x.ty) else { return Err("IncompatibleAssign") };
        for (term, _) in terms {
            let mut typed = x.clone();
            typed.ty = term;
            if let Err(code) = self.assignable_to(&typed, t, cause) {
                let msg = format!("cannot assign {} (in {}) to {}", self.tstr(term), self.tstr(x.ty), self.tstr(t));
                add_cause(cause, msg);
                return Err(code);
            }
        }
        Ok(())
    }
}

/// Puts `msg` before the cause found so far.
pub(crate) fn add_cause(cause: &mut Cause, msg: String) {
    if let Some(inner) = cause {
        *inner = if inner.is_empty() { msg } else { format!("{msg}\n\t{inner}") };
    }
}
