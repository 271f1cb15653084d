//! Statements.

use super::node::{Kind, Node};
use super::{Parser, SEMI};
use crate::ast::BinaryOp;
use crate::source::Span;
use crate::token::Token;

/// A simple statement.
pub(super) enum Simple {
    /// An expression.
    Expr,
    /// A range clause.
    Range,
    /// Another one: the place and the sort of its operator, and its two sides.
    Other { at: Span, op: Op, left: Node, right: Option<Node> },
}

/// What makes a statement of expressions.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Op {
    Assign,
    Define,
    /// `+=`, `++`, `<-` and their like.
    Other,
}

impl Parser<'_, '_> {
    /// Statements up to what closes their block or clause.
    fn stmts(&mut self) {
        while let Some(token) = self.tok() {
            if matches!(token, Token::RBrace | Token::Case | Token::Default) || !self.stmt() {
                break;
            }
            if !self.got(SEMI) && !self.is(Token::RBrace) {
                self.syntax_error("at end of statement");
                self.advance(&[SEMI, Token::RBrace, Token::Case, Token::Default]);
                self.got(SEMI);
            }
        }
    }

    /// A statement, if one starts here.
    pub(super) fn stmt(&mut self) -> bool {
        if !self.enter() {
            return false;
        }
        let found = self.stmt_inner();
        self.leave();
        found
    }

    fn stmt_inner(&mut self) -> bool {
        let Some(token) = self.tok() else { return false };
        match token {
            Token::Name(_) => {
                let left = self.exprs();
                if matches!(left.kind, Kind::Name) && self.is(Token::Colon) {
                    return self.labeled();
                }
                self.simple(Some(left), None);
            }
            Token::Var | Token::Const | Token::Type => {
                self.decl();
            }
            Token::LBrace => self.block(None),
            Token::Star | Token::Not | Token::Sign(BinaryOp::Add | BinaryOp::Sub | BinaryOp::And | BinaryOp::Xor) => {
                self.simple(None, None);
            }
            Token::Lit(..) | Token::Str(_) | Token::Func | Token::LParen | Token::LBrack | Token::Struct => {
                self.simple(None, None);
            }
            Token::Map | Token::Chan | Token::Interface | Token::Arrow => {
                self.simple(None, None);
            }
            Token::For => {
                self.header(Token::For);
                self.block(Some("for clause"));
            }
            Token::Switch => {
                self.header(Token::Switch);
                self.clauses("switch clause");
            }
            Token::Select => {
                self.bump();
                self.clauses("select clause");
            }
            Token::If => self.if_stmt(),
            Token::Fallthrough => self.bump(),
            Token::Break | Token::Continue => {
                self.bump();
                if self.is_name() {
                    self.bump();
                }
            }
            Token::Go | Token::Defer => self.call_stmt(token),
            Token::Goto => {
                self.bump();
                self.name();
            }
            Token::Return => {
                self.bump();
                if !self.is(SEMI) && !self.is(Token::RBrace) {
                    self.exprs();
                }
            }
            Token::Semi(_) => {}
            _ => return false,
        }
        true
    }

    /// At the `:` behind a label.
    fn labeled(&mut self) -> bool {
        let colon = self.span();
        self.bump();
        if self.is(Token::RBrace) || self.stmt() {
            return true;
        }
        self.syntax_error_at(colon, "missing statement after label");
        false
    }

    fn call_stmt(&mut self, keyword: Token<'_>) {
        self.bump();
        let keep = self.is(Token::LParen);
        let x = self.primary(keep);
        if matches!(x.kind, Kind::Paren(_)) {
            let keyword = keyword.keyword().unwrap_or_default();
            self.error(x.span, format!("expression in {keyword} must not be parenthesized"));
        }
    }

    /// A block, behind `context` unless it is known to be there.
    pub(super) fn block(&mut self, context: Option<&str>) {
        if !self.got(Token::LBrace) {
            self.syntax_error(&format!("expected {{ after {}", context.unwrap_or_default()));
            self.advance(&[Token::Name(""), Token::RBrace]);
            if self.got(Token::RBrace) {
                return;
            }
        }
        self.stmts();
        self.want(Token::RBrace);
    }

    fn if_stmt(&mut self) {
        self.header(Token::If);
        self.block(Some("if clause"));
        if !self.got(Token::Else) {
            return;
        }
        match self.tok() {
            Some(Token::If) => {
                if self.enter() {
                    self.if_stmt();
                    self.leave();
                }
            }
            Some(Token::LBrace) => self.block(None),
            _ => {
                self.syntax_error("else must be followed by if or statement block");
                self.advance(&[Token::Name(""), Token::RBrace]);
            }
        }
    }

    /// The clauses of a `switch` or `select`, from `{` on.
    fn clauses(&mut self, context: &str) {
        let select = context == "select clause";
        if !self.got(Token::LBrace) {
            self.syntax_error(&format!("missing {{ after {context}"));
            self.advance(&[Token::Case, Token::Default, Token::RBrace]);
        }
        while self.tok().is_some() && !self.is(Token::RBrace) {
            match self.tok() {
                Some(Token::Case) => {
                    self.bump();
                    if select {
                        self.simple(None, None);
                    } else {
                        self.exprs();
                    }
                }
                Some(Token::Default) => self.bump(),
                _ => {
                    self.syntax_error("expected case or default or }");
                    self.advance(&[Token::Colon, Token::Case, Token::Default, Token::RBrace]);
                }
            }
            self.want(Token::Colon);
            self.stmts();
        }
        self.want(Token::RBrace);
    }

    /// A simple statement, the left side of which may have been consumed; a range clause only behind `for`.
    pub(super) fn simple(&mut self, left: Option<Node>, keyword: Option<Token<'_>>) -> Simple {
        let in_for = keyword == Some(Token::For);
        if in_for && self.is(Token::Range) {
            return self.range_clause();
        }
        let left = left.unwrap_or_else(|| self.exprs());
        let at = self.span();
        let single = !matches!(left.kind, Kind::List);
        let op = match self.tok() {
            Some(Token::Assign) => Op::Assign,
            Some(Token::Define) => Op::Define,
            Some(Token::OpAssign(_) | Token::Arrow) if single => {
                self.bump();
                let right = self.expr();
                return Simple::Other { at, op: Op::Other, left, right: Some(right) };
            }
            Some(Token::IncDec(_)) if single => {
                self.bump();
                return Simple::Other { at, op: Op::Other, left, right: None };
            }
            _ if single => return Simple::Expr,
            _ => {
                self.syntax_error("expected := or = or comma");
                self.advance(&[SEMI, Token::RBrace]);
                return Simple::Expr;
            }
        };
        self.bump();
        if in_for && self.is(Token::Range) {
            return self.range_clause();
        }
        let right = self.exprs();
        let guard = matches!(right.kind, Kind::Guard) && matches!(left.kind, Kind::Name);
        if guard && op == Op::Define && keyword == Some(Token::Switch) {
            return Simple::Expr;
        }
        Simple::Other { at, op, left, right: Some(right) }
    }

    fn range_clause(&mut self) -> Simple {
        self.bump();
        self.expr();
        Simple::Range
    }
}
