//! Declarations, parameter lists and what stands at the top level of a file.

use super::Builder;
use crate::ast::{
    BinaryOp, Block, ConstSpec, Decl, Directive, Expr, ExprKind, Field, FuncDecl, FuncType, Ident, Import, Stmt, StmtKind, TypeSpec,
    UnaryOp,
};
use crate::literal::string_value;
use crate::source::{Pos, Span};
use smol_str::SmolStr;

/// A constant spec as written.
pub(crate) struct ConstGroupSpec {
    pub(crate) names: Vec<Ident>,
    pub(crate) ty: Option<Expr>,
    pub(crate) values: Option<Vec<Expr>>,
    pub(crate) span: Span,
}

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
    pub(crate) fn package(&mut self, name: Ident) {
        self.done(name.span.hi);
        self.package = Some(name);
    }

    pub(crate) fn import(&mut self, name: Option<Ident>, literal: &str, path_span: Span, lo: Pos) {
        let path = SmolStr::new(String::from_utf8_lossy(&string_value(literal)));
        let import = Import { name, path, path_span, span: Span::new(lo, path_span.hi), id: self.id() };
        self.imports.push(import);
    }

    /// Behind an import declaration that starts at `lo`.
    pub(crate) fn import_decl(&mut self, lo: Pos) {
        if !self.decls.is_empty() || !self.script.is_empty() {
            self.syntax_error(Span::new(lo, lo.plus(6)), "imports must appear before other declarations");
        }
    }

    pub(crate) fn top_decls(&mut self, decls: Vec<Decl>) {
        self.decls.extend(decls);
    }

    /// A script's statements; types and constants are declared for the whole file.
    pub(crate) fn script_stmts(&mut self, stmts: Vec<Stmt>) {
        for stmt in stmts {
            match stmt.kind {
                StmtKind::Decl(decl @ (Decl::Type(_) | Decl::Const(_))) => self.decls.push(decl),
                _ => self.script.push(stmt),
            }
        }
    }

    /// A script of nothing but declarations is an ordinary file: its variables are the package's.
    pub(super) fn settle_script(&mut self) {
        if !self.script.iter().all(|stmt| matches!(stmt.kind, StmtKind::Decl(_))) {
            return;
        }
        for stmt in std::mem::take(&mut self.script) {
            if let StmtKind::Decl(decl) = stmt.kind {
                self.decls.push(decl);
            }
        }
        self.decls.sort_by_key(|decl| decl_span(decl).lo);
    }

    /// Gives every spec its iota, and the empty ones the type and values they repeat.
    pub(crate) fn const_group(&mut self, specs: Vec<Box<ConstGroupSpec>>) -> Vec<Decl> {
        let mut decls: Vec<Decl> = Vec::with_capacity(specs.len());
        for (iota, spec) in specs.into_iter().enumerate() {
            let ConstGroupSpec { names, mut ty, values, span } = *spec;
            let mut inherited = false;
            let mut values = values.unwrap_or_default();
            if ty.is_none()
                && values.is_empty()
                && let Some(Decl::Const(last)) = decls.last()
            {
                inherited = true;
                ty = last.ty.clone();
                values = last.values.clone();
            }
            decls.push(Decl::Const(ConstSpec { names, ty, values, inherited, iota: iota as u32, span }));
        }
        decls
    }

    pub(crate) fn type_spec(&mut self, lo: Pos, name: Ident, tparams: Vec<Field>, alias: bool, ty: Expr, hi: Pos) -> Box<TypeSpec> {
        Box::new(TypeSpec { name, tparams, alias, ty, span: Span::new(lo, hi) })
    }

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
                Some(name) => names.push(name),
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

    #[allow(clippy::too_many_arguments)]
    pub(crate) fn func_decl(
        &mut self,
        span: Span,
        recv: Option<Vec<Field>>,
        name: Ident,
        tparams: Option<Vec<Field>>,
        params: Vec<Field>,
        results: Option<Vec<Field>>,
        sig_span: Span,
        body: Option<Block>,
    ) {
        let recv = recv.and_then(|list| self.receiver(list, name.span));
        let sig = FuncType { tparams: tparams.unwrap_or_default(), params, results: results.unwrap_or_default(), span: sig_span };
        self.decls.push(Decl::Func(FuncDecl { recv, name, sig, body, span, directives: Vec::new() }));
    }

    /// The one receiver; Go complains behind the list.
    fn receiver(&mut self, list: Vec<Field>, behind: Span) -> Option<Field> {
        let list = self.no_dots(list);
        let count: usize = list.iter().map(|field| field.names.len().max(1)).sum();
        if count != 1 {
            let message = if count == 0 { "method has no receiver" } else { "method has multiple receivers" };
            self.error(behind, message);
        }
        list.into_iter().next()
    }
}

fn decl_span(decl: &Decl) -> Span {
    match decl {
        Decl::Const(spec) => spec.span,
        Decl::Var(spec) => spec.span,
        Decl::Type(spec) => spec.span,
        Decl::Func(func) => func.span,
    }
}

/// Gives each function the directives between it and what is declared before it.
pub(super) fn hand_out(directives: &[Directive], decls: &mut [Decl], imports: &[Import]) {
    let mut left = directives;
    let mut from = imports.last().map_or(Pos::NONE, |import| import.span.hi);
    for decl in decls {
        let span = decl_span(decl);
        let above = left.partition_point(|d| d.span.lo < span.lo);
        if let Decl::Func(func) = decl {
            func.directives = left[..above].iter().filter(|d| d.span.lo >= from).map(|d| d.text.clone()).collect();
        }
        left = &left[above..];
        from = span.hi;
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
