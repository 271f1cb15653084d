//! `type T[x] …`: whether `x` is an array's length or a type parameter, which only the whole of it tells.

use super::{Builder, Param};
use crate::ast::{BinaryOp, Expr, ExprKind, Ident, TypeSpec, UnaryOp};
use crate::source::{Pos, Span};

impl Builder<'_> {
    /// `type name [x] elem`: an array type, unless `x` can only be a type parameter and its constraint.
    pub(crate) fn array_or_generic(&mut self, lo: Pos, name: Ident, bracket: Pos, x: Expr, elem: Expr, hi: Pos) -> Box<TypeSpec> {
        match split_param(x, false) {
            (Some(param), Some(constraint)) => {
                let span = param.span.to(constraint.span);
                let param = Param { name: Some(param), ty: Some(constraint), dots: None, span };
                let tparams = self.tparams(vec![param], hi);
                self.type_spec(lo, name, tparams, false, elem, hi)
            }
            (param, len) => {
                let len = match (param, len) {
                    (Some(param), None) => self.expr(param.span.lo, param.span.hi, ExprKind::Name(param)),
                    (_, Some(len)) => len,
                    (None, None) => self.expr(bracket, bracket, ExprKind::Bad),
                };
                let ty = self.expr(bracket, hi, ExprKind::ArrayType { len: Some(Box::new(len)), elem: Box::new(elem) });
                self.type_spec(lo, name, Vec::new(), false, ty, hi)
            }
        }
    }

    /// `type name [x] = ty`
    #[allow(clippy::too_many_arguments)]
    pub(crate) fn generic_alias(
        &mut self,
        lo: Pos,
        name: Ident,
        bracket: Pos,
        x: Expr,
        close: Pos,
        eq: Pos,
        ty: Expr,
        hi: Pos,
    ) -> Box<TypeSpec> {
        let span = x.span;
        match split_param(x, false) {
            (Some(param), ty1) => {
                let tparams = self.tparams(vec![Param { name: Some(param), ty: ty1, dots: None, span }], close);
                self.type_spec(lo, name, tparams, true, ty, hi)
            }
            (None, len) => {
                self.syntax_error(Span::new(eq, eq.plus(1)), "unexpected =, expected type");
                let ty = self.expr(bracket, hi, ExprKind::ArrayType { len: len.map(Box::new), elem: Box::new(ty) });
                self.type_spec(lo, name, Vec::new(), false, ty, hi)
            }
        }
    }

    /// `type name [x, rest] ty`: generic, or an array type with a comma too many when `x` cannot be a type parameter.
    #[allow(clippy::too_many_arguments)]
    pub(crate) fn generic_or_array(
        &mut self,
        lo: Pos,
        name: Ident,
        bracket: Pos,
        x: Expr,
        comma: Pos,
        rest: Option<Vec<Param>>,
        close: Pos,
        alias: bool,
        ty: Expr,
        hi: Pos,
    ) -> Box<TypeSpec> {
        let span = x.span;
        let (param, ty1) = split_param(x, true);
        if param.is_none() && rest.is_none() {
            self.syntax_error(Span::new(comma, comma.plus(1)), "unexpected comma; expected ]");
            let ty = self.expr(bracket, hi, ExprKind::ArrayType { len: ty1.map(Box::new), elem: Box::new(ty) });
            return self.type_spec(lo, name, Vec::new(), false, ty, hi);
        }
        let mut list = vec![Param { name: param, ty: ty1, dots: None, span }];
        list.extend(rest.unwrap_or_default());
        let tparams = self.tparams(list, close);
        self.type_spec(lo, name, tparams, alias, ty, hi)
    }
}

/// Takes `x` apart into a type parameter's name and its constraint, as Go does: a name alone is (name, nothing); `P *C`, `P (C)` and
/// `P *C|D` read as an expression are taken apart when `force`d or when the constraint can only be a type; else (nothing, x).
fn split_param(x: Expr, force: bool) -> (Option<Ident>, Option<Expr>) {
    let Expr { id, span, kind } = x;
    match kind {
        ExprKind::Name(name) => (Some(name), None),
        ExprKind::Binary { op: BinaryOp::Mul, op_pos, x, y } => match x.kind {
            ExprKind::Name(name) if force || is_type_elem(&y) => {
                let kind = ExprKind::Star(y);
                (Some(name), Some(Expr { id, span: Span::new(op_pos, span.hi), kind }))
            }
            left => {
                let x = Box::new(Expr { kind: left, ..*x });
                (None, Some(Expr { id, span, kind: ExprKind::Binary { op: BinaryOp::Mul, op_pos, x, y } }))
            }
        },
        ExprKind::Binary { op: BinaryOp::Or, op_pos, x, y } => {
            let force = force || is_type_elem(&y);
            match split_param(*x, force) {
                (Some(name), Some(left)) => {
                    let span = Span::new(left.span.lo, span.hi);
                    let kind = ExprKind::Binary { op: BinaryOp::Or, op_pos, x: Box::new(left), y };
                    (Some(name), Some(Expr { id, span, kind }))
                }
                (name, left) => {
                    let left = left.or_else(|| name.map(|name| Expr { id: name.id, span: name.span, kind: ExprKind::Name(name) }));
                    let x = Box::new(left.unwrap_or(Expr { id, span, kind: ExprKind::Bad }));
                    (None, Some(Expr { id, span, kind: ExprKind::Binary { op: BinaryOp::Or, op_pos, x, y } }))
                }
            }
        }
        ExprKind::Call(mut call) if call.args.len() == 1 && call.ellipsis.is_none() && (force || is_type_elem(&call.args[0])) => {
            match call.fun.kind {
                ExprKind::Name(name) => (Some(name), call.args.pop()),
                fun => {
                    call.fun.kind = fun;
                    (None, Some(Expr { id, span, kind: ExprKind::Call(call) }))
                }
            }
        }
        kind => (None, Some(Expr { id, span, kind })),
    }
}

/// Whether `x` can only be a type, not a value.
fn is_type_elem(x: &Expr) -> bool {
    match &x.kind {
        ExprKind::ArrayType { .. }
        | ExprKind::SliceType(_)
        | ExprKind::StructType(_)
        | ExprKind::FuncType(_)
        | ExprKind::InterfaceType(_)
        | ExprKind::MapType(..)
        | ExprKind::ChanType(..)
        | ExprKind::Unary(UnaryOp::Tilde, _) => true,
        ExprKind::Binary { x, y, .. } => is_type_elem(x) || is_type_elem(y),
        ExprKind::Unary(_, x) | ExprKind::Star(x) | ExprKind::Paren(x) => is_type_elem(x),
        _ => false,
    }
}
