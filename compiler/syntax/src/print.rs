//! Tokens and trees as text, for `--emit tokens`, `--emit ast` and golden tests.
//!
//! Invariant: one node a line, its place behind `@`, its children indented below it; nothing depends on node numbers.

mod expr;
mod stmt;

use crate::ast::{Decl, Field, File, FuncDecl, FuncType, Ident};
use crate::lexer::{Findings, Lexer};
use crate::source::{FileId, Pos, SourceFile, SourceMap, Span};
use std::fmt::Write;

/// The tokens of a file, one a line: `line:column`, token, text.
pub fn tokens(map: &SourceMap, id: FileId, script: bool) -> String {
    let file = map.file(id);
    let mut found = Findings::default();
    let mut out = String::new();
    for (lo, token, hi) in Lexer::new(file, script, &mut found) {
        let (line, column) = file.line_col(lo);
        let text = file.slice(Span::new(lo, hi));
        // writing to a string cannot fail
        let _ = writeln!(out, "{line}:{column}\t{}\t{}", token.kind(), one_line(text));
    }
    out
}

/// The tree of a file.
pub fn ast(map: &SourceMap, file: &File) -> String {
    let mut p = Printer { src: map.file(file.file), out: String::new(), depth: 0, role: "" };
    p.file(file);
    p.out
}

/// `text` without line ends and other control characters.
fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { c.escape_default().to_string() } else { c.to_string() }).collect()
}

struct Printer<'a> {
    src: &'a SourceFile,
    out: String,
    depth: usize,
    /// What the next node is to its parent.
    role: &'static str,
}

impl Printer<'_> {
    /// A line for a node.
    fn line(&mut self, label: impl AsRef<str>, pos: Pos) {
        let role = std::mem::take(&mut self.role);
        let sep = if role.is_empty() { "" } else { ": " };
        let (line, column) = self.src.line_col(pos);
        let width = self.depth * 2;
        let _ = writeln!(self.out, "{:width$}{role}{sep}{} @{line}:{column}", "", label.as_ref());
    }

    /// A line for a node and, below it, what `children` prints.
    fn node(&mut self, label: impl AsRef<str>, pos: Pos, children: impl FnOnce(&mut Self)) {
        self.line(label, pos);
        self.depth += 1;
        children(self);
        self.role = "";
        self.depth -= 1;
    }

    fn file(&mut self, file: &File) {
        match &file.package {
            Some(name) => self.line(format!("package {}", name.name), name.span.lo),
            None => self.line("no package", self.src.base),
        }
        for import in &file.imports {
            let name = import.name.as_ref().map(|name| format!("{} ", name.name)).unwrap_or_default();
            self.line(format!("import {name}{:?}", import.path), import.span.lo);
        }
        for directive in &file.directives {
            self.line(format!("directive {}", directive.text), directive.span.lo);
        }
        for decl in &file.decls {
            self.decl(decl);
        }
        for stmt in &file.script {
            self.role = "script";
            self.stmt(stmt);
        }
    }

    fn decl(&mut self, decl: &Decl) {
        match decl {
            Decl::Const(spec) => {
                let inherited = if spec.inherited { " inherited" } else { "" };
                let label = format!("const {} iota={}{inherited}", names(&spec.names), spec.iota);
                self.node(label, spec.span.lo, |p| {
                    p.opt_expr("type", spec.ty.as_ref());
                    p.exprs("", &spec.values);
                });
            }
            Decl::Var(spec) => self.node(format!("var {}", names(&spec.names)), spec.span.lo, |p| {
                p.opt_expr("type", spec.ty.as_ref());
                p.exprs("", &spec.values);
            }),
            Decl::Type(spec) => {
                let alias = if spec.alias { " =" } else { "" };
                self.node(format!("type {}{alias}", spec.name.name), spec.span.lo, |p| {
                    p.fields("tparam", &spec.tparams);
                    p.expr(&spec.ty);
                });
            }
            Decl::Func(func) => self.func_decl(func),
        }
    }

    fn func_decl(&mut self, func: &FuncDecl) {
        self.node(format!("func {}", func.name.name), func.span.lo, |p| {
            for directive in &func.directives {
                p.line(format!("directive {directive}"), func.span.lo);
            }
            p.fields("recv", func.recv.as_slice());
            p.signature(&func.sig);
            if let Some(body) = &func.body {
                p.block("body", body);
            }
        });
    }

    fn signature(&mut self, sig: &FuncType) {
        self.fields("tparam", &sig.tparams);
        self.fields("param", &sig.params);
        self.fields("result", &sig.results);
    }

    fn fields(&mut self, role: &'static str, fields: &[Field]) {
        for field in fields {
            let tag = field.tag.as_ref().map(|tag| format!(" {tag:?}")).unwrap_or_default();
            let names = if field.names.is_empty() { "-".to_string() } else { names(&field.names) };
            self.role = role;
            self.node(format!("{names}{tag}"), field.span.lo, |p| p.expr(&field.ty));
        }
    }
}

fn names(list: &[Ident]) -> String {
    list.iter().map(|name| name.name.as_str()).collect::<Vec<_>>().join(", ")
}
