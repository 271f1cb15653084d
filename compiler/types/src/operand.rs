//! Operands: what an expression has been found to be while it is being checked, and how messages describe it.

use crate::check::Checker;
use crate::constant::Value;
use crate::exprstring::expr_string;
use crate::info::Mode;
use crate::object::BuiltinId;
use crate::types::{Basic, Type, TypeId};
use mgo_syntax::ast::{Expr, ExprKind};
use mgo_syntax::source::{Pos, Span};

/// An expression under examination.
#[derive(Clone, Debug)]
pub(crate) struct Operand<'e> {
    /// What it is.
    pub(crate) mode: Mode,
    /// Its type; `Basic::Invalid` where it has none.
    pub(crate) ty: TypeId,
    /// A constant's value (`Mode::Const`).
    pub(crate) val: Option<Value>,
    /// Which builtin (`Mode::Builtin`).
    pub(crate) builtin: Option<BuiltinId>,
    /// The expression; `None` for made-up operands.
    pub(crate) expr: Option<&'e Expr>,
    /// How messages call a made-up operand, e.g. `1st function result`.
    pub(crate) desc: Option<String>,
    /// Where to report a made-up operand.
    at: Span,
}

impl<'e> Operand<'e> {
    /// An operand not yet looked at.
    pub(crate) fn new(e: &'e Expr) -> Operand<'e> {
        Operand { mode: Mode::Invalid, ty: Basic::Invalid.id(), val: None, builtin: None, expr: Some(e), desc: None, at: Span::NONE }
    }

    /// An operand without expression.
    pub(crate) fn made_up(mode: Mode, ty: TypeId, span: Span) -> Operand<'static> {
        Operand { mode, ty, val: None, builtin: None, expr: None, desc: None, at: span }
    }

    /// An operand without expression that messages call `desc`.
    pub(crate) fn described(mode: Mode, ty: TypeId, span: Span, desc: impl Into<String>) -> Operand<'static> {
        Operand { desc: Some(desc.into()), ..Operand::made_up(mode, ty, span) }
    }

    /// Marks it as broken. The type stays, for messages about what is around it.
    pub(crate) fn invalidate(&mut self) {
        self.mode = Mode::Invalid;
        self.val = None;
    }

    /// Whether it is not broken.
    pub(crate) fn is_valid(&self) -> bool {
        self.mode != Mode::Invalid
    }

    /// Whether it is `nil` without a type.
    pub(crate) fn is_nil(&self) -> bool {
        self.mode == Mode::Nil
    }

    /// Whether it is a constant.
    pub(crate) fn is_const(&self) -> bool {
        self.mode == Mode::Const
    }

    /// A constant's value; unknown for all else.
    pub(crate) fn value(&self) -> Value {
        self.val.clone().unwrap_or(Value::Unknown)
    }

    /// Becomes what `e` is written as.
    pub(crate) fn set_expr(&mut self, e: &'e Expr) {
        self.expr = Some(e);
        self.desc = None;
    }

    /// Where to report.
    pub(crate) fn span(&self) -> Span {
        self.expr.map_or(self.at, place)
    }

    /// Becomes a value of type `ty`.
    pub(crate) fn set_value(&mut self, mode: Mode, ty: TypeId) {
        self.mode = mode;
        self.ty = ty;
        self.val = None;
    }

    /// Becomes a constant of type `ty`.
    pub(crate) fn set_const(&mut self, ty: TypeId, val: Value) {
        self.mode = Mode::Const;
        self.ty = ty;
        self.val = Some(val);
    }

    /// The expression as written, or what stands for it.
    pub(crate) fn text(&self) -> String {
        match (&self.desc, self.expr) {
            (Some(desc), _) => desc.clone(),
            (None, Some(e)) => expr_string(e),
            (None, None) => self.val.as_ref().map(Value::to_string).unwrap_or_default(),
        }
    }

    /// Where the operator stands if it is a unary or binary operation; else where it begins.
    pub(crate) fn op_span(&self) -> Span {
        self.expr.map_or(self.at, op_span)
    }
}

/// Where the operator of `e` stands, or where `e` begins.
pub(crate) fn op_span(e: &Expr) -> Span {
    match &e.kind {
        &ExprKind::Binary { op_pos, op, .. } => Span::new(op_pos, op_pos.plus(crate::exprstring::binary_op_str(op).len() as u32)),
        _ => place(e),
    }
}

/// Where Go's compiler reports errors about `e`: where it begins, but for slice expressions, which it reports at their bracket,
/// and function types, at their parameters.
pub(crate) fn place(e: &Expr) -> Span {
    let mut first = e;
    let lo = loop {
        first = match &first.kind {
            ExprKind::Composite { ty: Some(inner), .. }
            | ExprKind::Selector(inner, _)
            | ExprKind::Index(inner, _)
            | ExprKind::TypeAssert(inner, _)
            | ExprKind::Binary { x: inner, .. } => inner,
            ExprKind::Call(call) => &call.fun,
            ExprKind::Slice { x, .. } => break x.span.hi,
            ExprKind::FuncType(_) => break first.span.lo.plus("func".len() as u32),
            _ => break first.span.lo,
        };
    };
    Span::new(lo, e.span.hi)
}

/// Where Go's compiler says `e` itself is: at its operator, bracket, parenthesis or dot rather than where it begins.
pub(crate) fn pos_of(e: &Expr) -> Span {
    match &e.kind {
        ExprKind::Selector(inner, _) | ExprKind::Index(inner, _) | ExprKind::TypeAssert(inner, _) => Span::new(inner.span.hi, e.span.hi),
        ExprKind::Slice { x, .. } => Span::new(x.span.hi, e.span.hi),
        ExprKind::Call(call) => Span::new(call.fun.span.hi, e.span.hi),
        _ => op_span(e),
    }
}

/// An empty place at `pos`.
pub(crate) fn at(pos: Pos) -> Span {
    Span::new(pos, pos)
}

/// What messages call a mode.
fn mode_string(mode: Mode) -> &'static str {
    match mode {
        Mode::Invalid => "invalid operand",
        Mode::NoValue => "no value",
        Mode::Builtin => "built-in",
        Mode::Type => "type",
        Mode::Const => "constant",
        Mode::Var => "variable",
        Mode::MapIndex => "map index expression",
        Mode::Value => "value",
        Mode::CommaOk => "comma, ok expression",
        Mode::Nil => "nil",
    }
}

impl Checker<'_> {
    /// `x` as messages describe it: `x (variable of type int)`.
    pub(crate) fn operand_string(&mut self, x: &Operand<'_>) -> String {
        if x.mode == Mode::Nil {
            return match x.ty {
                t if t == Basic::Invalid.id() => "nil (with invalid type)".into(),
                t if t == Basic::UntypedNil.id() => "nil".into(),
                t => format!("nil (of type {})", self.tstr(t)),
            };
        }
        let expr = if x.expr.is_none() && x.desc.is_none() && x.mode == Mode::Type { self.tstr(x.ty) } else { x.text() };
        let mut out = String::new();
        let typeless = matches!(x.mode, Mode::Invalid | Mode::NoValue | Mode::Builtin | Mode::Type);
        let untyped = match self.types.get(x.ty) {
            &Type::Basic(basic) if !typeless && basic.is_untyped() => basic.name(),
            _ => "",
        };
        if !untyped.is_empty() {
            out.push_str(untyped);
            out.push(' ');
        }
        out.push_str(mode_string(x.mode));
        if x.mode == Mode::Const {
            let value = x.value().to_string();
            if value != expr {
                out.push(' ');
                out.push_str(&value);
            }
        }
        if !typeless && untyped.is_empty() {
            let ty = self.operand_type(x.ty);
            out.push_str(&ty);
        }
        if expr.is_empty() { out } else { format!("{expr} ({out})") }
    }

    /// ` of type T` with what kind of type a named `T` is.
    fn operand_type(&mut self, t: TypeId) -> String {
        if !self.is_valid(t) {
            return " with invalid type".into();
        }
        let name = self.tstr(t);
        if let &Type::TypeParam(tparam) = self.types.get(t) {
            let constraint = self.types.tparams[tparam.0 as usize].constraint;
            let mut out = format!(" of type {name} constrained by {}", self.tstr(constraint));
            if self.has_empty_type_set(t) {
                out.push_str(" with empty type set");
            }
            return out;
        }
        let generic = if self.is_generic(t) { "generic " } else { "" };
        let kind = if t == self.any_type() {
            "interface ".into()
        } else if self.types.is_alias(t) || matches!(self.types.get(t), Type::Named(_)) {
            let kind = self.composite_kind(t);
            let kind = if kind.is_empty() {
                let under = self.underlying(t);
                self.tstr(under)
            } else {
                kind.into()
            };
            format!("{kind} ")
        } else {
            String::new()
        };
        format!(" of {generic}{kind}type {name}")
    }
}
