//! What the grammar's actions call: every node of the tree is made here and gets its number here.
//!
//! Invariant: ids grow in the order in which nodes are finished, so children have smaller ids than their parents.

// The grammar boxes its bigger symbols, so that the parser's stack moves little.
#![allow(clippy::vec_box, clippy::boxed_local)]

mod decl;
mod depth;
mod expr;
mod generic;
mod params;
mod stmt;
mod types;

use crate::ast::{Block, Decl, Directive, Expr, ExprKind, File, Ident, Import, NodeId, Stmt, StmtKind};
use crate::body::LazyFile;
use crate::diag::Diagnostic;
use crate::lexer::{Findings, Lexer};
use crate::source::{FileId, Pos, SourceFile, Span};
use smol_str::SmolStr;
use std::sync::Arc;

pub(crate) use decl::ConstGroupSpec;
pub use depth::{BYTES_PER_LEVEL, MAX_DEPTH, allow_depth, allowed_depth, met_deep_tree};
pub(crate) use expr::{Args, Bounds, precedence, unary_op};
pub(crate) use params::Param;
pub(crate) use stmt::{Head, Simple};

/// The tree under construction.
pub(crate) struct Builder<'s> {
    file: FileId,
    src: &'s SourceFile,
    first_node: u32,
    next_node: u32,
    /// The depth of the tree below each node so far, by its number.
    depths: Vec<u16>,
    max_depth: u16,
    /// That a tree is too deep was said.
    too_deep: bool,
    package: Option<Ident>,
    imports: Vec<Import>,
    decls: Vec<Decl>,
    script: Vec<Stmt>,
    /// Bodies of functions are parsed later.
    lazy: Option<Arc<LazyFile>>,
    /// The block that was parsed alone.
    lone_body: Option<Block>,
    /// What the actions complain about.
    pub(crate) diags: Vec<Diagnostic>,
}

impl<'s> Builder<'s> {
    /// `size`: about how many bytes are parsed.
    pub(crate) fn new(file: FileId, src: &'s SourceFile, size: usize, first_node: u32) -> Builder<'s> {
        Builder {
            file,
            src,
            first_node,
            next_node: first_node,
            depths: Vec::with_capacity(size / 4),
            max_depth: allowed_depth(),
            too_deep: false,
            package: None,
            imports: Vec::new(),
            decls: Vec::new(),
            script: Vec::new(),
            lazy: None,
            lone_body: None,
            diags: Vec::new(),
        }
    }

    /// Bodies of functions are not in the tokens and are to be parsed later.
    pub(crate) fn lazily(mut self, file: Arc<LazyFile>) -> Self {
        self.lazy = Some(file);
        self
    }

    /// A body stands alone.
    pub(crate) fn lone_body(&mut self, block: Block) {
        self.lone_body = Some(block);
    }

    /// The block that was parsed alone, and what is wrong with it.
    pub(crate) fn finish_body(self) -> (Option<Block>, Vec<Diagnostic>) {
        (self.lone_body, self.diags)
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
        let source = self.src.clone();
        let Builder { file, package, imports, decls, script, .. } = self;
        File { file, source, package, imports, decls, script, directives, end, broken: false, flawed: false }
    }

    pub(crate) fn id(&mut self) -> NodeId {
        let id = NodeId(self.next_node);
        self.next_node += 1;
        self.depths.push(0);
        id
    }

    pub(crate) fn ident(&mut self, lo: Pos, name: &str, hi: Pos) -> Ident {
        Ident { id: self.id(), name: SmolStr::new(name), span: Span::new(lo, hi) }
    }

    pub(crate) fn expr(&mut self, lo: Pos, hi: Pos, kind: ExprKind) -> Expr {
        let (id, span) = (self.id(), Span::new(lo, hi));
        let kind = self.bounded_expr(id, span, kind);
        Expr { id, span, kind }
    }

    pub(crate) fn stmt(&mut self, lo: Pos, hi: Pos, kind: StmtKind) -> Stmt {
        let (id, span) = (self.id(), Span::new(lo, hi));
        let kind = self.bounded_stmt(id, span, kind);
        Stmt { id, span, kind }
    }

    /// Complains with Go's `syntax error: ` in front.
    pub(crate) fn syntax_error(&mut self, span: Span, message: impl AsRef<str>) {
        self.error(span, format!("syntax error: {}", message.as_ref()));
    }

    pub(crate) fn error(&mut self, span: Span, message: impl Into<String>) {
        self.diags.push(Diagnostic::error("Syntax", span, message));
    }

    /// Complains about what Go's parser lets pass and its checker does not; such complaints go when there are syntax errors.
    pub(crate) fn fault(&mut self, code: &'static str, span: Span, message: impl Into<String>) {
        self.diags.push(Diagnostic::error(code, span, message));
    }

    /// The place of the next token at or behind `pos`.
    pub(crate) fn token_after(&self, pos: Pos) -> Option<Span> {
        let mut found = Findings::default();
        let (lo, _, hi) = Lexer::at(self.src, pos, false, &mut found).next()?;
        Some(Span::new(lo, hi))
    }

    /// The source text of `span`.
    pub(crate) fn text(&self, span: Span) -> &'s str {
        self.src.slice(span)
    }
}
