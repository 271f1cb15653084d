//! Declarations and what stands at the top level of a file.

use super::Builder;
use crate::ast::{Block, ConstSpec, Decl, Directive, Expr, Field, FuncDecl, FuncType, Ident, Import, Stmt, StmtKind, TypeSpec};
use crate::body::{Body, LazyFile};
use crate::diag::Diagnostic;
use crate::func::{Func, Outline};
use crate::literal::string_value;
use crate::source::{Pos, Span};
use smol_str::SmolStr;
use std::sync::Arc;

/// A constant spec as written.
pub(crate) struct ConstGroupSpec {
    pub(crate) names: Vec<Ident>,
    pub(crate) ty: Option<Expr>,
    pub(crate) values: Option<Vec<Expr>>,
    pub(crate) span: Span,
}

impl Builder<'_> {
    pub(crate) fn package(&mut self, name: Ident) {
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
        self.decls.sort_by_key(|decl| decl.span().lo);
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
        let body = body.map(|block| match &self.lazy {
            Some(file) => Body::deferred(file.clone(), block.span),
            None => Body::from(block),
        });
        self.decls.push(Decl::Func(FuncDecl { recv, name, sig, body, span, directives: Vec::new() }.into()));
    }

    /// Adds functions that are parsed later.
    pub(crate) fn outlined(&mut self, file: &Arc<LazyFile>, outlines: Vec<Outline>) {
        self.decls.extend(outlines.into_iter().map(|outline| Decl::Func(Func::deferred(file.clone(), outline))));
        self.decls.sort_by_key(|decl| decl.span().lo);
    }

    /// The function that was parsed alone, and what is wrong with it.
    pub(crate) fn finish_func(mut self) -> (Option<FuncDecl>, Vec<Diagnostic>) {
        let func = match self.decls.pop() {
            Some(Decl::Func(func)) => func.into_parsed(),
            _ => None,
        };
        (func, self.diags)
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

/// Gives each function the directives between it and what is declared before it.
pub(super) fn hand_out(directives: &[Directive], decls: &mut [Decl], imports: &[Import]) {
    let mut left = directives;
    let mut from = imports.last().map_or(Pos::NONE, |import| import.span.hi);
    for decl in decls {
        let span = decl.span();
        let above = left.partition_point(|d| d.span.lo < span.lo);
        if let Decl::Func(func) = decl {
            func.set_directives(left[..above].iter().filter(|d| d.span.lo >= from).map(|d| d.text.clone()).collect());
        }
        left = &left[above..];
        from = span.hi;
    }
}
