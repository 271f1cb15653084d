//! Expressions: the dispatch by kind, and the demands a context makes (a value, a single value, a type).

use crate::check::Checker;
use crate::exprstring::{expr_string, unary_op_str};
use crate::info::Mode;
use crate::operand::{Operand, at, place, pos_of};
use crate::types::{Basic, Signature, Type, TypeId};
use mgo_syntax::ast::{Expr, ExprKind, UnaryOp};
use mgo_syntax::source::Span;

/// Whether an expression may stand as a statement.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum ExprKindOf {
    /// A conversion: may not.
    Conversion,
    /// Any other value: may not.
    Expression,
    /// A call or receive: may.
    Statement,
}

/// The function type that the place of an expression expects, from which missing type arguments can be inferred.
#[derive(Clone, Debug)]
pub(crate) struct Target {
    /// A [`Type::Signature`].
    pub(crate) sig: TypeId,
    /// What messages call the place.
    pub(crate) desc: String,
}

/// What [`Checker::exclude`] does not let through.
#[derive(Clone, Copy)]
struct Excluded {
    builtin: bool,
    types: bool,
}

impl Checker<'_> {
    /// The target that a variable of type `t` is; nothing unless that is a function type.
    pub(crate) fn new_target(&mut self, t: Option<TypeId>, desc: &str) -> Option<Target> {
        let under = self.common_under(t?).ok()?;
        matches!(self.types.get(under), Type::Signature(_)).then(|| Target { sig: under, desc: desc.into() })
    }

    /// Checks `e` and records what it is. `hint` is the element type of a composite literal around it.
    pub(crate) fn raw_expr<'e>(
        &mut self,
        target: Option<&Target>,
        x: &mut Operand<'e>,
        e: &'e Expr,
        hint: Option<TypeId>,
        allow_generic: bool,
    ) -> ExprKindOf {
        let kind = self.expr_internal(target, x, e, hint);
        if !allow_generic {
            self.non_generic(target, x);
        }
        self.record_operand(x);
        kind
    }

    /// Records what operand `x` is under its expression's node.
    pub(crate) fn record_operand(&mut self, x: &Operand<'_>) {
        let Some(e) = x.expr else { return };
        // Until an untyped type is replaced by the final one, it stands there itself.
        let ty = match x.mode {
            Mode::Invalid => return,
            Mode::NoValue => self.types.intern(Type::Tuple(Vec::new())),
            _ => x.ty,
        };
        let value = if x.mode == Mode::Const { x.val.clone() } else { None };
        self.record(e.id, x.mode, ty, value);
    }

    /// Reports a generic type or function that lacks type arguments, unless `target` says which.
    pub(crate) fn non_generic(&mut self, target: Option<&Target>, x: &mut Operand<'_>) {
        if matches!(x.mode, Mode::Invalid | Mode::NoValue) {
            return;
        }
        let alias = x.mode == Mode::Type && x.expr.is_some_and(|e| self.generic_alias(e).is_some());
        let what = match self.types.get(x.ty) {
            _ if alias => "type",
            Type::Named(_) if self.is_generic(x.ty) => "type",
            Type::Signature(sig) if !sig.tparams.is_empty() => {
                if let Some(target) = target {
                    self.func_inst(Some(target), x.span(), x, None, true);
                    return;
                }
                "function"
            }
            _ => return,
        };
        self.error("WrongTypeArgCount", x.span(), format!("cannot use generic {what} {} without instantiation", x.text()));
        x.invalidate();
        x.ty = Basic::Invalid.id();
    }

    fn expr_internal<'e>(&mut self, target: Option<&Target>, x: &mut Operand<'e>, e: &'e Expr, hint: Option<TypeId>) -> ExprKindOf {
        *x = Operand::new(e);
        let mut kind = ExprKindOf::Expression;
        match &e.kind {
            ExprKind::Bad => {}
            ExprKind::Name(ident) => self.ident(x, e, ident, false),
            ExprKind::Ellipsis(_) => self.error("InvalidSyntaxTree", place(e), "invalid use of ..."),
            ExprKind::Lit(lit, text) => self.basic_lit(x, e, *lit, text),
            ExprKind::FuncLit(lit) => self.func_lit(x, lit),
            ExprKind::Composite { .. } => self.composite_lit(x, e, hint),
            ExprKind::Paren(inner) => {
                // Inference does not look past parentheses.
                let kind = self.raw_expr(None, x, inner, None, false);
                x.set_expr(e);
                return kind;
            }
            ExprKind::Selector(base, sel) => self.selector(x, e, base, sel, false),
            ExprKind::Index(..) => {
                if self.index_expr(x, e) {
                    self.func_inst(target, pos_of(e), x, Some(e), true);
                }
            }
            ExprKind::Slice { .. } => self.slice_expr(x, e),
            ExprKind::TypeAssert(base, Some(ty)) => self.type_assert(x, e, base, ty),
            ExprKind::TypeAssert(base, None) => {
                self.error("InvalidSyntaxTree", place(e), "use of .(type) outside type switch");
                self.use_exprs(&[&**base]);
            }
            ExprKind::Call(call) => return self.call_expr(x, e, call),
            ExprKind::Star(inner) => self.star(x, inner),
            ExprKind::Unary(op, inner) => {
                self.unary(x, e, *op, inner);
                if *op == UnaryOp::Recv {
                    kind = ExprKindOf::Statement;
                }
            }
            ExprKind::Binary { op, x: lhs, y: rhs, .. } => self.binary(x, Some(e), lhs, rhs, *op),
            ExprKind::ArrayType { .. }
            | ExprKind::SliceType(_)
            | ExprKind::StructType(_)
            | ExprKind::FuncType(_)
            | ExprKind::InterfaceType(_)
            | ExprKind::MapType(..)
            | ExprKind::ChanType(..) => {
                let ty = self.typ(e);
                x.set_value(Mode::Type, ty);
            }
        }
        x.set_expr(e);
        if x.is_valid() {
            return kind;
        }
        x.invalidate();
        // So that no follow-up error says it is not used.
        ExprKindOf::Statement
    }

    /// Checks `e`, which must be a single value.
    pub(crate) fn expr<'e>(&mut self, target: Option<&Target>, x: &mut Operand<'e>, e: &'e Expr) {
        self.raw_expr(target, x, e, None, false);
        self.exclude(x, Excluded { builtin: true, types: true });
        self.single_value(x);
    }

    /// As [`Checker::expr`]; the value may be a generic function.
    pub(crate) fn generic_expr<'e>(&mut self, x: &mut Operand<'e>, e: &'e Expr, hint: Option<TypeId>) {
        self.raw_expr(None, x, e, hint, true);
        self.exclude(x, Excluded { builtin: true, types: true });
        self.single_value(x);
    }

    /// Checks `e`, a value or a type.
    pub(crate) fn expr_or_type<'e>(&mut self, x: &mut Operand<'e>, e: &'e Expr, allow_generic: bool) {
        self.raw_expr(None, x, e, None, allow_generic);
        self.exclude(x, Excluded { builtin: false, types: false });
        self.single_value(x);
    }

    /// Checks `e` and gives all its values. With `comma_ok`, a map index, assertion or receive gives two; then the flag is set.
    /// After an error the first operand is invalid.
    pub(crate) fn multi_expr<'e>(&mut self, e: &'e Expr, comma_ok: bool) -> (Vec<Operand<'e>>, bool) {
        let mut x = Operand::new(e);
        self.raw_expr(None, &mut x, e, None, false);
        self.exclude(&mut x, Excluded { builtin: true, types: true });
        if let Some(types) = self.tuple_of(&x) {
            let values = types.into_iter().enumerate().map(|(i, ty)| Operand::described(Mode::Value, ty, at(place(e).lo), nth(i + 1)));
            return (values.collect(), false);
        }
        if comma_ok && matches!(x.mode, Mode::MapIndex | Mode::CommaOk) {
            let ok = Operand::described(Mode::Value, Basic::UntypedBool.id(), at(place(e).lo), "ok value of (comma, ok) expression");
            return (vec![x, ok], true);
        }
        (vec![x], false)
    }

    /// The types of a call with several (or no) results.
    pub(crate) fn tuple_of(&self, x: &Operand<'_>) -> Option<Vec<TypeId>> {
        match self.types.get(x.ty) {
            Type::Tuple(types) if x.mode == Mode::Value => Some(types.clone()),
            _ => None,
        }
    }

    /// Reports `x` if it is no value, a builtin or a type, where that is not wanted.
    fn exclude(&mut self, x: &mut Operand<'_>, excluded: Excluded) {
        let (code, what) = match x.mode {
            Mode::NoValue if excluded.types => ("TooManyValues", "used as value"),
            Mode::NoValue => ("TooManyValues", "used as value or type"),
            Mode::Builtin if excluded.builtin => ("UncalledBuiltin", "must be called"),
            Mode::Type if excluded.types => ("NotAnExpr", "is not an expression"),
            _ => return,
        };
        let msg = format!("{} {what}", self.operand_string(x));
        self.error(code, x.span(), msg);
        x.invalidate();
    }

    /// As `exclude` for an argument that may be a type but no builtin.
    pub(crate) fn exclude_builtin(&mut self, x: &mut Operand<'_>) {
        self.exclude(x, Excluded { builtin: true, types: false });
    }

    /// As `exclude` for an argument that must be a value (or several).
    pub(crate) fn exclude_non_values(&mut self, x: &mut Operand<'_>) {
        self.exclude(x, Excluded { builtin: true, types: true });
    }

    /// Reports `x` if it has several values.
    pub(crate) fn single_value(&mut self, x: &mut Operand<'_>) {
        if self.tuple_of(x).is_some() {
            let msg = format!("multiple-value {} (value of type {}) in single-value context", x.text(), self.results_text(x));
            self.error("TooManyValues", x.span(), msg);
            x.invalidate();
        }
    }

    /// The results of call `x` with their names: `(n int, err error)`.
    fn results_text(&mut self, x: &Operand<'_>) -> String {
        let named = x.expr.and_then(|e| match &crate::exprstring::unparen(e).kind {
            ExprKind::Call(call) => self.package(self.env.pkg).info.exprs.get(&call.fun.id).map(|fun| fun.ty),
            _ => None,
        });
        let Some(sig) = named.and_then(|ty| self.core_type(ty)).and_then(|ty| self.signature(ty)) else { return self.tstr(x.ty) };
        let bare = self.types.intern(Type::Signature(Signature {
            tparams: Vec::new(),
            params: Vec::new(),
            variadic: false,
            results: sig.results,
        }));
        self.tstr(bare).trim_start_matches("func() ").into()
    }

    /// `*x`: an indirection or a pointer type.
    fn star<'e>(&mut self, x: &mut Operand<'e>, inner: &'e Expr) {
        self.expr_or_type(x, inner, false);
        match x.mode {
            Mode::Invalid => return,
            Mode::Type => {
                self.valid_var_type(inner, x.ty);
                x.ty = self.types.intern(Type::Pointer(x.ty));
                return;
            }
            _ => {}
        }
        let mut base: Option<TypeId> = None;
        let unders = self.under_types(x.ty).unwrap_or_else(|| vec![Basic::Invalid.id()]);
        for under in unders {
            let &Type::Pointer(this) = self.types.get(under) else {
                let msg = format!("invalid operation: cannot indirect {}", self.operand_string(x));
                self.error("InvalidIndirection", x.span(), msg);
                x.invalidate();
                return;
            };
            if base.is_some_and(|base| !self.identical(base, this)) {
                let msg = format!("invalid operation: pointers of {} must have identical base types", self.operand_string(x));
                self.error("InvalidIndirection", x.span(), msg);
                x.invalidate();
                return;
            }
            base = Some(this);
        }
        let base = base.unwrap_or(Basic::Invalid.id());
        if !self.is_complete(base) {
            x.invalidate();
            return;
        }
        x.set_value(Mode::Var, base);
    }

    fn type_assert<'e>(&mut self, x: &mut Operand<'e>, e: &'e Expr, base: &'e Expr, ty: &'e Expr) {
        self.expr(None, x, base);
        if !x.is_valid() {
            return;
        }
        if self.is_type_param(x.ty) {
            let msg = format!("invalid operation: cannot use type assertion on type parameter value {}", self.operand_string(x));
            self.error("InvalidAssert", x.span(), msg);
            x.invalidate();
            return;
        }
        if !self.is_non_tparam_interface(x.ty) {
            let msg = format!("invalid operation: {} is not an interface", self.operand_string(x));
            self.error("InvalidAssert", x.span(), msg);
            x.invalidate();
            return;
        }
        let t = self.var_type(ty);
        if !self.is_valid(t) || !self.is_complete(t) {
            x.invalidate();
            return;
        }
        self.type_assertion(e, x, t, false);
        x.set_value(Mode::CommaOk, t);
    }

    /// Reports an assertion (or a type switch's case) that cannot succeed.
    pub(crate) fn type_assertion(&mut self, e: &Expr, x: &Operand<'_>, t: TypeId, type_switch: bool) {
        let mut cause = String::new();
        if self.assertable_to(x.ty, t, &mut cause) {
            return;
        }
        let (text, t_str) = (expr_string(e), self.tstr(t));
        let msg = if type_switch {
            format!("impossible type switch case: {text}\n\t{} cannot have dynamic type {t_str} {cause}", self.operand_string(x))
        } else {
            format!("impossible type assertion: {text}\n\t{t_str} does not implement {} {cause}", self.tstr(x.ty))
        };
        self.error("ImpossibleAssert", place(e), msg);
    }

    fn unary<'e>(&mut self, x: &mut Operand<'e>, e: &'e Expr, op: UnaryOp, inner: &'e Expr) {
        self.expr(None, x, inner);
        if !x.is_valid() {
            return;
        }
        let mut op = op;
        match op {
            UnaryOp::Addr => {
                // Composite literals may have their address taken though they are not addressable.
                let literal = matches!(crate::exprstring::unparen(inner).kind, ExprKind::Composite { .. });
                if !literal && x.mode != Mode::Var {
                    let msg = format!("invalid operation: cannot take address of {}", self.operand_string(x));
                    self.error("UnaddressableOperand", x.span(), msg);
                    x.invalidate();
                    return;
                }
                let pointer = self.types.intern(Type::Pointer(x.ty));
                x.set_value(Mode::Value, pointer);
                return;
            }
            UnaryOp::Recv => {
                match self.chan_elem(x.span(), x, true) {
                    Some(elem) if self.is_complete(elem) => {
                        x.set_value(Mode::CommaOk, elem);
                        self.env.has_call_or_recv = true;
                    }
                    _ => x.invalidate(),
                }
                return;
            }
            UnaryOp::Tilde => {
                const MSG: &str = "cannot use ~ outside of interface or type constraint";
                if !self.all_integer(x.ty) {
                    self.error("UndefinedOp", place(e), MSG);
                    x.invalidate();
                    return;
                }
                self.error("UndefinedOp", place(e), format!("{MSG} (use ^ for bitwise complement)"));
                op = UnaryOp::BitNot;
            }
            _ => {}
        }
        let defined = match op {
            UnaryOp::Plus | UnaryOp::Neg => self.all_numeric(x.ty),
            UnaryOp::Not => self.all_boolean(x.ty),
            _ => self.all_integer(x.ty),
        };
        if !defined {
            self.undefined_op(x, unary_op_str(op));
            return;
        }
        if !x.is_const() {
            x.set_value(Mode::Value, x.ty);
            return;
        }
        let value = x.value();
        if value == crate::constant::Value::Unknown {
            return;
        }
        let bits = self.basic_of(x.ty).and_then(crate::constant::represent::unsigned_bits);
        x.val = Some(crate::constant::arith::unary(op, &value, bits));
        x.set_expr(e);
        self.overflow(x);
    }

    /// Reports that `op` is not defined on `x`.
    pub(crate) fn undefined_op(&mut self, x: &mut Operand<'_>, op: &str) {
        let msg = format!("invalid operation: operator {op} not defined on {}", self.operand_string(x));
        self.error("UndefinedOp", x.span(), msg);
        x.invalidate();
    }

    /// The element type of channel `x` for a receive or a send; nothing (and an error at `span`) when that is not possible.
    pub(crate) fn chan_elem(&mut self, span: Span, x: &Operand<'_>, recv: bool) -> Option<TypeId> {
        let mut condition = |check: &mut Checker<'_>, term: crate::common::Term| {
            use mgo_syntax::ast::ChanDir;
            let Some((ty, under)) = term else { return Some("no specific channel type".to_string()) };
            match check.types.get(under) {
                Type::Chan(ChanDir::Send, _) if recv => Some(format!("send-only channel {}", check.tstr(ty))),
                Type::Chan(ChanDir::Recv, _) if !recv => Some(format!("receive-only channel {}", check.tstr(ty))),
                Type::Chan(..) => None,
                _ => Some(format!("non-channel {}", check.tstr(ty))),
            }
        };
        let cause = match self.common_under_if(x.ty, &mut condition) {
            Ok(under) => match self.types.get(under) {
                &Type::Chan(_, elem) => return Some(elem),
                _ => String::new(),
            },
            Err(cause) => cause,
        };
        let (code, what) = if recv { ("InvalidReceive", "receive from") } else { ("InvalidSend", "send to") };
        let operand = self.operand_string(x);
        let msg = if self.is_type_param(x.ty) {
            format!("invalid operation: cannot {what} {operand}: {cause}")
        } else {
            format!("invalid operation: cannot {what} {cause} {operand}")
        };
        self.error(code, span, msg);
        None
    }
}

/// `1st function result`, `2nd …`
fn nth(n: usize) -> String {
    let suffix = match n {
        1 => "st",
        2 => "nd",
        3 => "rd",
        _ => "th",
    };
    format!("{n}{suffix} function result")
}
