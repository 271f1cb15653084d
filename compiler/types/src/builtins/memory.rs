//! `make`, `new`, `clear`, `close`, `delete`, `panic`, `print` and `recover`.

use super::{BuiltinCall, builtin_signature};
use crate::check::Checker;
use crate::common::Term;
use crate::exprstring::expr_string;
use crate::info::Mode;
use crate::operand::{Operand, place};
use crate::types::{Basic, Type, TypeId};
use mgo_syntax::ast::ChanDir;
use mgo_syntax::source::Span;

const NONE: TypeId = Basic::Invalid.id();

impl<'e> Checker<'_> {
    /// `make(T, n, m)`
    pub(super) fn builtin_make(&mut self, x: &mut Operand<'e>, this: &BuiltinCall<'e>) -> Option<()> {
        let args = &this.call.args;
        let t = self.var_type(&args[0]);
        if !self.is_valid(t) {
            return None;
        }
        let mut condition = |check: &mut Checker<'_>, term: Term| match term.map(|(_, under)| check.types.get(under)) {
            Some(Type::Slice(_) | Type::Map(..) | Type::Chan(..)) => None,
            Some(_) => Some("type must be slice, map, or channel".to_string()),
            None => Some("no specific type".to_string()),
        };
        let under = match self.common_under_if(t, &mut condition) {
            Ok(under) => under,
            Err(cause) => {
                let msg = format!("invalid argument: cannot make {}: {cause}", expr_string(&args[0]));
                self.error("InvalidMake", place(&args[0]), msg);
                return None;
            }
        };
        let least = if matches!(self.types.get(under), Type::Slice(_)) { 2 } else { 1 };
        if args.len() < least || args.len() > least + 1 {
            let (text, count) = (expr_string(this.e), args.len());
            let msg = format!("invalid operation: {text} expects {least} or {} arguments; found {count}", least + 1);
            self.error("WrongArgCount", place(this.e), msg);
            return None;
        }
        let mut types = vec![t];
        let mut sizes = Vec::new();
        for arg in &args[1..] {
            let (ty, size) = self.index(arg, None).unwrap_or((NONE, None));
            types.push(ty);
            sizes.extend(size);
        }
        if let [length, capacity] = sizes[..]
            && length > capacity
        {
            self.error("SwappedMakeArgs", place(&args[1]), "invalid argument: length and capacity swapped");
        }
        self.record_builtin(this, &types, Some(t));
        x.set_value(Mode::Value, t);
        Some(())
    }

    /// `new(T)`, `new(x)`
    pub(super) fn builtin_new(&mut self, x: &mut Operand<'e>, this: &BuiltinCall<'e>) -> Option<()> {
        let arg = &this.call.args[0];
        self.expr_or_type(x, arg, false);
        self.exclude_builtin(x);
        match x.mode {
            Mode::Invalid => return None,
            Mode::Type => self.valid_var_type(arg, x.ty),
            _ => {
                if self.is_untyped(x.ty) {
                    self.assignment(x, None, "argument to new");
                    if !x.is_valid() {
                        return None;
                    }
                }
                let what = format!("new({})", expr_string(arg));
                self.verify_version(place(&this.call.fun), 1, 26, &what);
            }
        }
        let t = x.ty;
        let pointer = self.types.intern(Type::Pointer(t));
        self.record_builtin(this, &[t], Some(pointer));
        x.set_value(Mode::Value, pointer);
        Some(())
    }

    /// `clear(x)`
    pub(super) fn builtin_clear(&mut self, x: &mut Operand<'e>, this: &BuiltinCall<'e>) -> Option<()> {
        self.verify_version(place(&this.call.fun), 1, 21, "clear");
        for term in self.type_pairs(x.ty) {
            if !matches!(term.map(|(_, under)| self.types.get(under)), Some(Type::Map(..) | Type::Slice(_))) {
                let operand = self.operand_string(x);
                let msg = format!("invalid argument: cannot clear {operand}: argument must be (or constrained by) map or slice");
                self.error("InvalidClear", x.span(), msg);
                return None;
            }
        }
        self.record_builtin(this, &[x.ty], None);
        x.set_value(Mode::NoValue, NONE);
        Some(())
    }

    /// `close(x)`
    pub(super) fn builtin_close(&mut self, x: &mut Operand<'e>, this: &BuiltinCall<'e>) -> Option<()> {
        for term in self.type_pairs(x.ty) {
            let what = match term.map(|(_, under)| self.types.get(under)) {
                Some(Type::Chan(ChanDir::Recv, _)) => "receive-only",
                Some(Type::Chan(..)) => continue,
                _ => "non-channel",
            };
            let operand = self.operand_string(x);
            let kind = if what == "receive-only" { "receive-only channel" } else { what };
            self.error("InvalidClose", x.span(), format!("invalid operation: cannot close {kind} {operand}"));
            return None;
        }
        self.record_builtin(this, &[x.ty], None);
        x.set_value(Mode::NoValue, NONE);
        Some(())
    }

    /// `delete(m, key)`
    pub(super) fn builtin_delete(&mut self, x: &mut Operand<'e>, this: &mut BuiltinCall<'e>) -> Option<()> {
        let map = x.ty;
        let mut key: Option<TypeId> = None;
        for term in self.type_pairs(map) {
            let Some(&Type::Map(this_key, _)) = term.map(|(_, under)| self.types.get(under)) else {
                let msg = format!("invalid argument: {} is not a map", self.operand_string(x));
                self.error("InvalidDelete", x.span(), msg);
                return None;
            };
            if key.is_some_and(|key| !self.identical(key, this_key)) {
                let msg = format!("invalid argument: maps of {} must have identical key types", self.operand_string(x));
                self.error("InvalidDelete", x.span(), msg);
                return None;
            }
            key = Some(this_key);
        }
        *x = this.args[1].clone();
        self.assignment(x, key, "argument to delete");
        if !x.is_valid() {
            return None;
        }
        self.record_builtin(this, &[map, key.unwrap_or(NONE)], None);
        x.set_value(Mode::NoValue, NONE);
        Some(())
    }

    /// `panic(x)`
    pub(super) fn builtin_panic(&mut self, x: &mut Operand<'e>, this: &BuiltinCall<'e>) -> Option<()> {
        // Noted for the search for terminating statements.
        self.env.is_panic.insert(this.e.id);
        let any = self.any_type();
        self.assignment(x, Some(any), "argument to panic");
        if !x.is_valid() {
            return None;
        }
        self.record_builtin(this, &[any], None);
        x.set_value(Mode::NoValue, NONE);
        Some(())
    }

    /// `print(…)`, `println(…)`
    pub(super) fn builtin_print(&mut self, x: &mut Operand<'e>, this: &mut BuiltinCall<'e>) -> Option<()> {
        let context = format!("argument to built-in {}", builtin_signature(this.id).0);
        let mut types = Vec::new();
        let mut args = std::mem::take(&mut this.args);
        for arg in &mut args {
            self.assignment(arg, None, &context);
            if !arg.is_valid() {
                return None;
            }
            types.push(arg.ty);
            let u = self.underlying(arg.ty);
            if matches!(self.types.get(u), Type::Struct(_) | Type::Array(..)) {
                let place = Span::new(this.call.fun.span.hi, this.call.rparen);
                self.late_error(place, format!("illegal types for operand: {}", builtin_signature(this.id).0));
            }
        }
        self.record_builtin(this, &types, None);
        x.set_value(Mode::NoValue, NONE);
        Some(())
    }

    /// `recover()`
    pub(super) fn builtin_recover(&mut self, x: &mut Operand<'e>, this: &BuiltinCall<'e>) -> Option<()> {
        let empty = self.empty_interface();
        self.record_builtin(this, &[], Some(empty));
        x.set_value(Mode::Value, empty);
        Some(())
    }
}
