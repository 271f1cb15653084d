//! What the grammar's actions call: every node of the tree is made here and gets its number here.
//!
//! Invariant: ids grow in the order in which nodes are finished, so children have smaller ids than their parents.

mod decl;
mod expr;
mod stmt;
mod types;

use crate::ast::{Decl, Directive, Expr, ExprKind, File, Ident, Import, NodeId, Stmt, StmtKind};
use crate::diag::Diagnostic;
use crate::source::{FileId, Pos, SourceFile, Span};
use smol_str::SmolStr;

pub(crate) use decl::{ConstGroupSpec, Param};
pub(crate) use expr::{Args, Bounds, unary_op};
pub(crate) use stmt::{Head, Simple};

/// The tree under construction.
pub(crate) struct Builder<'s> {
    file: FileId,
    src: &'s SourceFile,
    next_node: u32,
    package: Option<Ident>,
    imports: Vec<Import>,
    decls: Vec<Decl>,
    script: Vec<Stmt>,
    /// What the actions complain about.
    pub(crate) diags: Vec<Diagnostic>,
}

impl<'s> Builder<'s> {
    pub(crate) fn new(file: FileId, src: &'s SourceFile, first_node: u32) -> Builder<'s> {
        Builder {
            file,
            src,
            next_node: first_node,
            package: None,
            imports: Vec::new(),
            decls: Vec::new(),
            script: Vec::new(),
            diags: Vec::new(),
        }
    }

    /// The first number that is still free.
    pub(crate) fn next_node(&self) -> u32 {
        self.next_node
    }

    /// The tree, once everything is parsed.
    pub(crate) fn finish(mut self, directives: Vec<Directive>) -> File {
        self.settle_script();
        decl::hand_out(&directives, &mut self.decls, &self.imports);
        let end = self.src.base.plus(self.src.text.len() as u32);
        let Builder { file, package, imports, decls, script, .. } = self;
        File { file, package, imports, decls, script, directives, end }
    }

    pub(crate) fn id(&mut self) -> NodeId {
        let id = NodeId(self.next_node);
        self.next_node += 1;
        id
    }

    pub(crate) fn ident(&mut self, lo: Pos, name: &str, hi: Pos) -> Ident {
        Ident { id: self.id(), name: SmolStr::new(name), span: Span::new(lo, hi) }
    }

    pub(crate) fn expr(&mut self, lo: Pos, hi: Pos, kind: ExprKind) -> Expr {
        Expr { id: self.id(), span: Span::new(lo, hi), kind }
    }

    pub(crate) fn stmt(&mut self, lo: Pos, hi: Pos, kind: StmtKind) -> Stmt {
        Stmt { id: self.id(), span: Span::new(lo, hi), kind }
    }

    /// Complains with Go's `syntax error: ` in front.
    pub(crate) fn syntax_error(&mut self, span: Span, message: impl AsRef<str>) {
        self.error(span, format!("syntax error: {}", message.as_ref()));
    }

    pub(crate) fn error(&mut self, span: Span, message: impl Into<String>) {
        self.diags.push(Diagnostic::error("Syntax", span, message));
    }

    /// The source text of `span`.
    pub(crate) fn text(&self, span: Span) -> &'s str {
        let at = |pos: Pos| (pos.0 - self.src.base.0) as usize;
        &self.src.text[at(span.lo)..at(span.hi)]
    }
}
