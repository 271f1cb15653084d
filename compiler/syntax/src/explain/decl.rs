//! Files and declarations.

use super::node::{Node, extract_name};
use super::{DECLS, Parser, SEMI};
use crate::source::Span;
use crate::token::Token;

impl Parser<'_, '_> {
    pub(super) fn file(&mut self) {
        if !self.got(Token::Package) {
            self.syntax_error("package statement must be first");
            return;
        }
        self.name();
        self.want(SEMI);
        if self.failed() {
            return;
        }
        let mut after_imports = false;
        let mut lacks_body = false;
        while let Some(token) = self.tok() {
            if token == Token::Import && after_imports {
                self.syntax_error("imports must appear before other declarations");
            }
            after_imports = token != Token::Import;
            match token {
                Token::Func => {
                    self.bump();
                    lacks_body = !self.func_decl();
                }
                _ if self.decl() => lacks_body = false,
                _ => {
                    if token == Token::LBrace && lacks_body {
                        self.syntax_error("unexpected semicolon or newline before {");
                    } else {
                        self.syntax_error("non-declaration statement outside function body");
                    }
                    self.advance(DECLS);
                    continue;
                }
            }
            if self.tok().is_some() && !self.got(SEMI) {
                self.syntax_error("after top level declaration");
                self.advance(DECLS);
            }
        }
    }

    /// A script: declarations and statements in any order, a package clause or none.
    pub(super) fn script(&mut self) {
        if self.got(Token::Package) {
            self.name();
            self.want(SEMI);
        }
        self.func_nest = 1;
        while self.tok().is_some() {
            if self.got(SEMI) {
                continue;
            }
            let start = self.at;
            if self.at_func_decl() {
                self.bump();
                self.func_decl();
            } else if !self.got_import() && !self.stmt() {
                self.syntax_error("expected statement");
                self.advance(&[SEMI]);
            }
            if self.tok().is_some() && !self.got(SEMI) {
                self.syntax_error("at end of statement");
                if self.at == start {
                    self.bump();
                }
                self.advance(&[SEMI]);
                self.got(SEMI);
            }
        }
    }

    fn got_import(&mut self) -> bool {
        self.is(Token::Import) && self.decl()
    }

    /// Whether a function's declaration starts here, and not a function literal.
    fn at_func_decl(&self) -> bool {
        let token = |i: usize| self.tokens.get(i).map(|t| t.1);
        if token(self.at) != Some(Token::Func) {
            return false;
        }
        match token(self.at + 1) {
            Some(Token::Name(_)) => true,
            Some(Token::LParen) => {
                let mut open = 0;
                let close = (self.at + 1..self.tokens.len()).find(|&i| {
                    match self.tokens[i].1 {
                        Token::LParen => open += 1,
                        Token::RParen => open -= 1,
                        _ => {}
                    }
                    open == 0
                });
                close.is_some_and(|i| matches!((token(i + 1), token(i + 2)), (Some(Token::Name(_)), Some(Token::LParen | Token::LBrack))))
            }
            _ => false,
        }
    }

    /// A declaration that is no function's, if there is one.
    pub(super) fn decl(&mut self) -> bool {
        let spec: fn(&mut Self) = match self.tok() {
            Some(Token::Import) => Self::import_spec,
            Some(Token::Const) => Self::const_spec,
            Some(Token::Type) => Self::type_spec,
            Some(Token::Var) => Self::var_spec,
            _ => return false,
        };
        let import = self.is(Token::Import);
        let unharmed = self.said.is_empty();
        self.bump();
        if self.got(Token::LParen) {
            self.list("grouped declaration", SEMI, Token::RParen, |p| {
                spec(p);
                false
            });
        } else {
            spec(self);
        }
        // Before it compiles anything Go looks at what is imported, and goes no further than the first error there.
        if import && unharmed && !self.said.is_empty() {
            self.said.truncate(1);
            self.bad_import = true;
            self.at = self.tokens.len();
        }
        true
    }

    fn import_spec(&mut self) {
        if self.is_name() || self.is(Token::Dot) {
            self.bump();
        }
        match self.tok() {
            Some(Token::Str(_)) => self.bump(),
            Some(Token::Lit(..)) => {
                let span = self.span();
                self.bump();
                self.syntax_error_at(span, "import path must be a string");
            }
            _ => {
                self.syntax_error("missing import path");
                self.advance(&[SEMI, Token::RParen]);
            }
        }
    }

    fn const_spec(&mut self) {
        self.names();
        if self.tok().is_some() && !self.is(SEMI) && !self.is(Token::RParen) {
            self.type_or_none();
            if self.got_assign() {
                self.exprs();
            }
        }
    }

    fn var_spec(&mut self) {
        self.names();
        if self.got_assign() {
            self.exprs();
            return;
        }
        self.typ();
        if self.got_assign() {
            self.exprs();
        }
    }

    fn type_spec(&mut self) {
        self.name();
        let ty = if self.is(Token::LBrack) {
            self.array_or_generic()
        } else {
            self.got_assign();
            self.type_or_none()
        };
        if ty.is_none() {
            self.syntax_error("in type declaration");
            self.advance(&[SEMI, Token::RParen]);
        }
    }

    /// Behind the name of a type, at `[`: an array or slice type, or type parameters and a type.
    fn array_or_generic(&mut self) -> Option<Node> {
        let lo = self.span().lo;
        self.bump();
        if self.got(Token::RBrack) {
            return Some(self.slice_type(lo));
        }
        if !self.is_name() {
            return Some(self.array_type(lo, None));
        }
        let mut x = self.name();
        // A name and `[` start a type parameter, since nothing indexed is a constant.
        if !self.is(Token::LBrack) {
            self.expr_nest += 1;
            x = self.primary_from(x);
            x = self.binary_from(x, 0);
            self.expr_nest -= 1;
        }
        match extract_name(x, self.is(Token::Comma)) {
            Ok((name, ty)) if ty.is_some() || !self.is(Token::RBrack) => {
                self.params(Some((name, ty)), Token::RBrack, true, false);
                self.got_assign();
                self.type_or_none()
            }
            Ok((name, _)) => Some(self.array_type(lo, Some(Node::new(super::node::Kind::Name, name.lo, name.hi)))),
            Err(x) => Some(self.array_type(lo, Some(x))),
        }
    }

    /// Behind `func`; gives whether there is a body.
    fn func_decl(&mut self) -> bool {
        let receiver = self.got(Token::LParen);
        if receiver {
            match self.params(None, Token::RParen, false, false) {
                1 => {}
                0 => self.error(self.span(), "method has no receiver"),
                _ => self.error(self.span(), "method has multiple receivers"),
            }
        }
        if self.is_name() {
            self.bump();
            self.func_type(None);
        } else {
            self.syntax_error(if receiver { "expected name" } else { "expected name or (" });
            self.advance(&[Token::LBrace, SEMI]);
        }
        let body = self.is(Token::LBrace);
        if body {
            self.func_body();
        }
        body
    }

    pub(super) fn func_body(&mut self) {
        let (lo, said) = (self.span().lo, self.said.len());
        self.func_nest += 1;
        self.block(None);
        self.func_nest -= 1;
        let flawed = self.said.len() > said;
        self.bodies.push((Span::new(lo, self.behind()), flawed));
    }

    pub(super) fn name(&mut self) -> Node {
        let span = self.span();
        if self.is_name() {
            self.bump();
            return Node::new(super::node::Kind::Name, span.lo, span.hi);
        }
        self.syntax_error("expected name");
        self.bump();
        Node::new(super::node::Kind::Name, span.lo, span.lo)
    }

    /// Names with commas between them.
    fn names(&mut self) {
        self.name();
        self.more_names();
    }

    /// The names behind the first; gives how many.
    pub(super) fn more_names(&mut self) -> usize {
        let mut count = 0;
        while self.got(Token::Comma) {
            self.name();
            count += 1;
        }
        count
    }
}
