//! Parameter lists: `a, b` may be two names or two types, and only the whole list tells.

use super::Builder;
use crate::ast::{Expr, ExprKind, Field, Ident};
use crate::source::{Pos, Span};

/// A parameter before the whole list tells what is a name and what a type.
pub(crate) struct Param {
    pub(crate) name: Option<Ident>,
    /// A type alone may still turn out to be a name.
    pub(crate) ty: Option<Expr>,
    /// Of `...`.
    pub(crate) dots: Option<Pos>,
    pub(crate) span: Span,
}

impl Param {
    /// In a list where some have names a name alone is one too, and belongs to the next type.
    fn settle(&mut self) {
        if self.name.is_none()
            && self.dots.is_none()
            && let Some(Expr { kind: ExprKind::Name(name), .. }) = &self.ty
        {
            self.name = Some(name.clone());
            self.ty = None;
        }
    }
}

/// A parameter list's kind; they differ in what may be left out.
#[derive(Clone, Copy, PartialEq, Eq)]
enum ListKind {
    Params,
    TypeParams,
}

impl Builder<'_> {
    pub(crate) fn tparams(&mut self, mut list: Vec<Param>, close: Pos) -> Vec<Field> {
        list.iter_mut().for_each(Param::settle);
        let dots = list.iter().find_map(|param| param.dots);
        list.iter_mut().for_each(|param| param.dots = None);
        let fields = self.fields(list, close, ListKind::TypeParams);
        if let Some(dots) = dots {
            self.error(Span::new(dots, dots.plus(3)), "invalid use of ...");
        }
        fields
    }

    /// A bracket behind a name begins a length or arguments: `[...]T` is for elsewhere.
    pub(crate) fn no_open_array(&mut self, ty: &Expr) {
        if let ExprKind::ArrayType { len: None, .. } = ty.kind {
            self.syntax_error(ty.span, "unexpected ..., expected expression");
        }
    }

    /// A list of parameters; only the last may be variadic.
    pub(crate) fn params(&mut self, mut list: Vec<Param>, close: Pos) -> Vec<Field> {
        let last = list.len() - 1;
        if let Some(misplaced) = list[..last].iter().find_map(|param| param.dots) {
            self.error(Span::new(misplaced, misplaced.plus(3)), "can only use ... with final parameter");
            list[..last].iter_mut().for_each(|param| param.dots = None);
        }
        if list.iter().all(|param| param.name.is_none()) {
            return list.into_iter().map(|param| self.type_only(param)).collect();
        }
        // some have names, so all must
        list.iter_mut().for_each(Param::settle);
        if let [.., before, last] = &mut list[..]
            && before.ty.is_none()
            && let Some(shared) = last.dots.take_if(|_| last.ty.is_some())
        {
            self.error(Span::new(shared, shared.plus(3)), "can only use ... with final parameter");
        }
        self.fields(list, close, ListKind::Params)
    }

    /// Results and receivers cannot be variadic.
    pub(crate) fn no_dots(&mut self, mut fields: Vec<Field>) -> Vec<Field> {
        if let Some(field) = fields.last_mut()
            && let ExprKind::Ellipsis(_) = field.ty.kind
        {
            let at = field.ty.span.lo;
            if let ExprKind::Ellipsis(elem) = std::mem::replace(&mut field.ty.kind, ExprKind::Bad) {
                field.ty = *elem;
            }
            self.error(Span::new(at, at.plus(3)), "invalid use of ...");
        }
        fields
    }

    fn type_only(&mut self, param: Param) -> Field {
        let ty = match (param.ty, param.dots) {
            (Some(ty), Some(dots)) => self.expr(dots, param.span.hi, ExprKind::Ellipsis(Box::new(ty))),
            (Some(ty), None) => ty,
            (None, _) => self.expr(param.span.lo, param.span.hi, ExprKind::Bad),
        };
        Field { names: Vec::new(), ty, tag: None, span: param.span, id: self.id() }
    }

    /// Groups names with the type that follows them.
    fn fields(&mut self, list: Vec<Param>, close: Pos, kind: ListKind) -> Vec<Field> {
        self.check_names(&list, close, kind);
        let mut fields = Vec::with_capacity(list.len());
        let mut names: Vec<Ident> = Vec::new();
        let mut start = None;
        for mut param in list {
            let lo = *start.get_or_insert(param.span.lo);
            match param.name.take() {
                Some(name) => {
                    names.push(name);
                    param.ty.iter().filter(|_| param.dots.is_none()).for_each(|ty| self.no_open_array(ty));
                }
                None => {
                    let blank = self.ident(param.span.lo, "_", param.span.lo);
                    names.push(blank);
                }
            }
            if param.ty.is_some() {
                param.span.lo = lo;
                let span = param.span;
                let Field { ty, id, .. } = self.type_only(param);
                fields.push(Field { names: std::mem::take(&mut names), ty, tag: None, span, id });
                start = None;
            }
        }
        if let (Some(lo), Some(last)) = (start, names.last()) {
            let hi = last.span.hi;
            let ty = self.expr(hi, hi, ExprKind::Bad);
            fields.push(Field { names, ty, tag: None, span: Span::new(lo, hi), id: self.id() });
        }
        fields
    }

    /// Complains when some entry has no name, or the last ones have no type.
    fn check_names(&mut self, list: &[Param], close: Pos, kind: ListKind) {
        let generic = kind == ListKind::TypeParams;
        let nameless = list.iter().find(|param| param.name.is_none());
        let typeless = list.last().is_some_and(|param| param.ty.is_none());
        if let Some(param) = nameless {
            // Go's place is the first entry that lacks something
            let trailing = list.iter().rposition(|param| param.ty.is_some()).map_or(0, |i| i + 1);
            let first = list[trailing..].first().filter(|p| p.span.lo < param.span.lo).unwrap_or(param);
            let message = match (generic, list.len()) {
                (true, 1) => "missing type parameter name or invalid array length",
                (true, _) => "missing type parameter name",
                (false, _) => "missing parameter name",
            };
            self.syntax_error(first.span, message);
        } else if typeless {
            let message = if generic { "missing type constraint" } else { "missing parameter type" };
            self.syntax_error(Span::new(close, close.plus(1)), message);
        }
    }
}
