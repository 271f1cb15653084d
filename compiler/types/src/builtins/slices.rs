//! `append`, `copy`, `len` and `cap`.

use super::BuiltinCall;
use crate::call::Args;
use crate::check::Checker;
use crate::constant::Value;
use crate::info::Mode;
use crate::object::BuiltinId;
use crate::operand::Operand;
use crate::types::{Basic, Param, Signature, Type, TypeId};

impl<'e> Checker<'_> {
    /// The element type of slice (or type set of slices) `x`, or why it has none.
    fn slice_elem(&mut self, x: &Operand<'_>) -> Result<TypeId, String> {
        let mut common: Option<TypeId> = None;
        for term in self.type_pairs(x.ty) {
            let elem = match term.map(|(_, under)| self.types.get(under)) {
                Some(&Type::Slice(elem)) => elem,
                _ if x.is_nil() => return Err("argument must be a slice; have untyped nil".into()),
                _ => return Err(format!("argument must be a slice; have {}", self.operand_string(x))),
            };
            match common {
                Some(first) if !self.identical(first, elem) => {
                    let (a, b) = (self.tstr(first), self.tstr(elem));
                    return Err(format!("mismatched slice element types {a} and {b} in {}", self.operand_string(x)));
                }
                Some(_) => {}
                None => common = Some(elem),
            }
        }
        Ok(common.unwrap_or(Basic::Invalid.id()))
    }

    /// Whether all types of `t` are strings or byte slices, and whether a string is among them.
    fn strings_or_bytes(&mut self, t: TypeId) -> (bool, bool) {
        let Some(unders) = self.under_types(t) else { return (false, false) };
        let mut has_string = false;
        for under in unders {
            match *self.types.shared(under) {
                Type::Slice(elem) if self.identical(elem, Basic::Uint8.id()) => {}
                _ if self.is_string(under) => has_string = true,
                _ => return (false, false),
            }
        }
        (true, has_string)
    }

    /// `append(s, x...)`
    pub(super) fn builtin_append(&mut self, x: &mut Operand<'e>, this: &mut BuiltinCall<'e>) -> Option<()> {
        let elem = match self.slice_elem(x) {
            Ok(elem) => elem,
            Err(why) => {
                self.error("InvalidAppend", x.span(), format!("invalid append: {why}"));
                return None;
            }
        };
        let ty = x.ty;
        let bytes = self.bytes_type();
        // append([]byte, string...)
        if this.args.len() == 2 && this.call.ellipsis.is_some() && self.assignable_to(x, bytes, &mut None).is_ok() {
            let y = this.args[1].clone();
            if self.strings_or_bytes(y.ty) == (true, true) {
                if self.is_untyped(y.ty) {
                    let mut y = y.clone();
                    self.convert_untyped(&mut y, Basic::String.id());
                }
                self.record_builtin(this, &[ty, y.ty], Some(ty));
                x.set_value(Mode::Value, ty);
                return Some(());
            }
        }
        let rest = self.types.intern(Type::Slice(elem));
        let param = |ty| Param { name: Default::default(), ty };
        let sig = Signature { tparams: Vec::new(), params: vec![param(ty), param(rest)], results: vec![param(ty)], variadic: true };
        let sig = self.types.intern(Type::Signature(sig));
        let args = Args { targs: vec![Vec::new(); this.args.len()], list: std::mem::take(&mut this.args) };
        // Errors among the arguments do not change the result.
        self.arguments(this.e, this.call, sig, Vec::new(), &[], args);
        self.record(this.call.fun.id, Mode::Builtin, sig, None);
        x.set_value(Mode::Value, ty);
        Some(())
    }

    /// `copy(dst, src)`
    pub(super) fn builtin_copy(&mut self, x: &mut Operand<'e>, this: &BuiltinCall<'e>) -> Option<()> {
        let dst_elem = match self.slice_elem(x) {
            Ok(elem) => elem,
            Err(why) => {
                self.error("InvalidCopy", x.span(), format!("invalid copy: {why}"));
                return None;
            }
        };
        let mut y = this.args[1].clone();
        let bytes = self.bytes_type();
        let special = self.assignable_to(x, bytes, &mut None).is_ok() && self.strings_or_bytes(y.ty).0;
        if !special {
            let src_elem = match self.slice_elem(&y) {
                Ok(elem) => elem,
                Err(_) if self.all_string(y.ty) => TypeId::BYTE,
                Err(why) => {
                    self.error("InvalidCopy", y.span(), format!("invalid copy: {why}"));
                    return None;
                }
            };
            if !self.identical(dst_elem, src_elem) {
                let (a, b) = (self.operand_string(x), self.operand_string(&y));
                let (dst, src) = (self.tstr(dst_elem), self.tstr(src_elem));
                let msg = format!("invalid copy: arguments {a} and {b} have different element types {dst} and {src}");
                self.error("InvalidCopy", x.span(), msg);
                return None;
            }
        }
        if self.is_untyped(y.ty) {
            self.convert_untyped(&mut y, Basic::String.id());
        }
        self.record_builtin(this, &[x.ty, y.ty], Some(Basic::Int.id()));
        x.set_value(Mode::Value, Basic::Int.id());
        Some(())
    }

    /// `len(x)`, `cap(x)`
    pub(super) fn builtin_len(&mut self, x: &mut Operand<'e>, this: &BuiltinCall<'e>) -> Option<()> {
        let is_len = this.id == BuiltinId::Len;
        let under = self.underlying(x.ty);
        if !self.is_type_param(x.ty) {
            let constant = match (self.sized_length(under), &x.val) {
                (Some(length), _) if !self.env.has_call_or_recv => Some(Value::Int(length.into())),
                (None, Some(Value::String(s))) if is_len && x.is_const() => Some(Value::Int(s.len().into())),
                _ => None,
            };
            if let Some(value) = constant {
                x.set_const(Basic::Int.id(), value);
                return Some(());
            }
        }
        let unders = self.under_types(x.ty).unwrap_or_default();
        let fits = !unders.is_empty() && unders.into_iter().all(|under| self.has_len(under, is_len));
        if !fits {
            if self.is_valid(under) {
                let (name, code) = if is_len { ("len", "InvalidLen") } else { ("cap", "InvalidCap") };
                let msg = format!("invalid argument: {} for built-in {name}", self.operand_string(x));
                self.error(code, x.span(), msg);
            }
            return None;
        }
        self.record_builtin(this, &[x.ty], Some(Basic::Int.id()));
        x.set_value(Mode::Value, Basic::Int.id());
        Some(())
    }

    /// Length of an array or of what a pointer to an array points to.
    fn sized_length(&mut self, under: TypeId) -> Option<u64> {
        let array = self.array_ptr_deref(under);
        match *self.types.get(array) {
            Type::Array(_, length) => Some(length),
            _ => None,
        }
    }

    fn has_len(&mut self, under: TypeId, is_len: bool) -> bool {
        let under = self.array_ptr_deref(under);
        match *self.types.get(under) {
            Type::Basic(basic) => basic.is_string() && is_len,
            Type::Map(..) => is_len,
            Type::Array(..) | Type::Slice(_) | Type::Chan(..) => true,
            _ => false,
        }
    }
}
