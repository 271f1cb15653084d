//! Calls of the predeclared functions and those of `unsafe`: their number of arguments, and the dispatch to the rules of each.

mod consts;
mod memory;
mod slices;
mod unsafe_fns;

use crate::check::Checker;
use crate::expr::ExprKindOf;
use crate::exprstring::expr_string;
use crate::object::BuiltinId;
use crate::operand::{Operand, place};
use crate::types::{Param, Signature, Type, TypeId};
use mgo_syntax::ast::{Call, Expr, ExprKind};

/// A call of a builtin under examination. The result of a rule is nothing when the call is broken.
pub(crate) struct BuiltinCall<'e> {
    /// Which.
    id: BuiltinId,
    /// The whole call.
    e: &'e Expr,
    /// Its parts.
    call: &'e Call,
    /// The arguments, for builtins that take values only.
    args: Vec<Operand<'e>>,
}

/// Name, least number of arguments, whether more are allowed, and what a call may stand for.
fn builtin_signature(id: BuiltinId) -> (&'static str, usize, bool, ExprKindOf) {
    use BuiltinId::*;
    use ExprKindOf::{Expression, Statement};
    match id {
        Append => ("append", 1, true, Expression),
        Cap => ("cap", 1, false, Expression),
        Clear => ("clear", 1, false, Statement),
        Close => ("close", 1, false, Statement),
        Complex => ("complex", 2, false, Expression),
        Copy => ("copy", 2, false, Statement),
        Delete => ("delete", 2, false, Statement),
        Imag => ("imag", 1, false, Expression),
        Len => ("len", 1, false, Expression),
        Make => ("make", 1, true, Expression),
        Max => ("max", 1, true, Expression),
        Min => ("min", 1, true, Expression),
        New => ("new", 1, false, Expression),
        Panic => ("panic", 1, false, Statement),
        Print => ("print", 0, true, Statement),
        Println => ("println", 0, true, Statement),
        Real => ("real", 1, false, Expression),
        Recover => ("recover", 0, false, Statement),
        UnsafeAdd => ("Add", 2, false, Expression),
        UnsafeAlignof => ("Alignof", 1, false, Expression),
        UnsafeOffsetof => ("Offsetof", 1, false, Expression),
        UnsafeSizeof => ("Sizeof", 1, false, Expression),
        UnsafeSlice => ("Slice", 2, false, Expression),
        UnsafeSliceData => ("SliceData", 1, false, Expression),
        UnsafeString => ("String", 2, false, Expression),
        UnsafeStringData => ("StringData", 1, false, Expression),
    }
}

impl Checker<'_> {
    /// Checks call `e` of the builtin in `x` and makes `x` its result, invalid after an error.
    pub(crate) fn builtin_call<'e>(&mut self, x: &mut Operand<'e>, e: &'e Expr, call: &'e Call) -> ExprKindOf {
        let Some(id) = x.builtin else {
            x.invalidate();
            return ExprKindOf::Statement;
        };
        let kind = builtin_signature(id).3;
        // `len` and `cap` of an array are constant unless something is called on the way to it.
        let outer = self.env.has_call_or_recv;
        if matches!(id, BuiltinId::Len | BuiltinId::Cap) {
            self.env.has_call_or_recv = false;
        }
        let checked = self.builtin(x, id, e, call);
        if matches!(id, BuiltinId::Len | BuiltinId::Cap) {
            self.env.has_call_or_recv = outer;
        }
        if checked.is_none() {
            x.invalidate();
        }
        kind
    }

    fn builtin<'e>(&mut self, x: &mut Operand<'e>, id: BuiltinId, e: &'e Expr, call: &'e Call) -> Option<()> {
        let (name, least, variadic, _) = builtin_signature(id);
        if call.ellipsis.is_some() && id != BuiltinId::Append {
            self.error("InvalidDotDotDot", place(e), format!("invalid operation: invalid use of ... with built-in {name}"));
            self.use_all(&call.args);
            return None;
        }
        let takes_types = matches!(id, BuiltinId::Make | BuiltinId::New | BuiltinId::UnsafeOffsetof);
        let args = if takes_types { Vec::new() } else { self.expr_list(&call.args) };
        if args.iter().any(|arg| !arg.is_valid()) {
            return None;
        }
        let count = if takes_types { call.args.len() } else { args.len() };
        if count < least || count > least && !variadic {
            let qualifier = if count < least { "not enough" } else { "too many" };
            let msg = format!("invalid operation: {qualifier} arguments for {} (expected {least}, found {count})", expr_string(e));
            self.error("WrongArgCount", place(e), msg);
            return None;
        }
        if let Some(first) = args.first() {
            *x = first.clone();
        }
        let mut this = BuiltinCall { id, e, call, args };
        match id {
            BuiltinId::Append => self.builtin_append(x, &mut this),
            BuiltinId::Cap | BuiltinId::Len => self.builtin_len(x, &this),
            BuiltinId::Clear => self.builtin_clear(x, &this),
            BuiltinId::Close => self.builtin_close(x, &this),
            BuiltinId::Complex => self.builtin_complex(x, &mut this),
            BuiltinId::Copy => self.builtin_copy(x, &this),
            BuiltinId::Delete => self.builtin_delete(x, &mut this),
            BuiltinId::Imag | BuiltinId::Real => self.builtin_real(x, &this),
            BuiltinId::Make => self.builtin_make(x, &this),
            BuiltinId::Max | BuiltinId::Min => self.builtin_max(x, &mut this),
            BuiltinId::New => self.builtin_new(x, &this),
            BuiltinId::Panic => self.builtin_panic(x, &this),
            BuiltinId::Print | BuiltinId::Println => self.builtin_print(x, &mut this),
            BuiltinId::Recover => self.builtin_recover(x, &this),
            BuiltinId::UnsafeAdd => self.unsafe_add(x, &mut this),
            BuiltinId::UnsafeAlignof | BuiltinId::UnsafeSizeof => self.unsafe_sizeof(x, &this),
            BuiltinId::UnsafeOffsetof => self.unsafe_offsetof(x, &this),
            BuiltinId::UnsafeSlice => self.unsafe_slice(x, &mut this),
            BuiltinId::UnsafeSliceData => self.unsafe_slice_data(x, &this),
            BuiltinId::UnsafeString => self.unsafe_string(x, &mut this),
            BuiltinId::UnsafeStringData => self.unsafe_string_data(x, &this),
        }
    }

    /// Records the function type that the builtin has in this call.
    fn record_builtin(&mut self, this: &BuiltinCall<'_>, args: &[TypeId], result: Option<TypeId>) {
        let param = |ty| Param { name: Default::default(), ty };
        let params = args.iter().map(|&arg| param(self.default_type(arg))).collect();
        let sig = Signature { tparams: Vec::new(), params, results: result.map(param).into_iter().collect(), variadic: false };
        let sig = self.types.intern(Type::Signature(sig));
        let mut fun = &this.call.fun;
        loop {
            self.record(fun.id, crate::info::Mode::Builtin, sig, None);
            match &fun.kind {
                ExprKind::Paren(inner) => fun = inner,
                _ => return,
            }
        }
    }

    /// `[]byte`
    fn bytes_type(&mut self) -> TypeId {
        self.types.intern(Type::Slice(TypeId::BYTE))
    }
}
