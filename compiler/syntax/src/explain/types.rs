//! Types.

use super::node::{Direction, Kind, Node, Unary};
use super::{Parser, SEMI};
use crate::source::Pos;
use crate::token::Token;

impl Parser<'_, '_> {
    pub(super) fn typ(&mut self) -> Node {
        self.type_or_none().unwrap_or_else(|| {
            let at = self.span().lo;
            self.syntax_error("expected type");
            self.advance(&[Token::Comma, Token::Colon, SEMI, Token::RParen, Token::RBrack, Token::RBrace]);
            Node::bad(at)
        })
    }

    /// A type, if one starts here.
    pub(super) fn type_or_none(&mut self) -> Option<Node> {
        if !self.enter() {
            return None;
        }
        let found = self.type_inner();
        self.leave();
        found
    }

    fn type_inner(&mut self) -> Option<Node> {
        let lo = self.span().lo;
        let kind = match self.tok()? {
            Token::Star => {
                self.bump();
                Kind::Unary(Unary::Star, Box::new(self.typ()))
            }
            Token::Arrow => {
                self.bump();
                self.want(Token::Chan);
                Kind::Chan(Direction::Receive, Box::new(self.chan_elem()))
            }
            Token::Func => {
                self.bump();
                self.func_type(Some("function type"));
                Kind::Type
            }
            Token::LBrack => {
                self.bump();
                return Some(if self.got(Token::RBrack) { self.slice_type(lo) } else { self.array_type(lo, None) });
            }
            Token::Chan => {
                self.bump();
                let direction = if self.got(Token::Arrow) { Direction::Send } else { Direction::Both };
                Kind::Chan(direction, Box::new(self.chan_elem()))
            }
            Token::Struct => {
                self.struct_type();
                Kind::Literal
            }
            Token::Interface => {
                self.interface_type();
                Kind::Type
            }
            Token::Name(_) => return Some(self.qualified(None)),
            Token::LParen => {
                self.bump();
                let ty = self.typ();
                self.want(Token::RParen);
                return Some(ty);
            }
            Token::Map => {
                self.bump();
                self.want(Token::LBrack);
                self.typ();
                self.want(Token::RBrack);
                self.typ();
                Kind::Literal
            }
            _ => return None,
        };
        Some(Node::new(kind, lo, self.behind()))
    }

    /// Behind `[` and perhaps a length.
    pub(super) fn array_type(&mut self, lo: Pos, len: Option<Node>) -> Node {
        if len.is_none() && !self.got(Token::Ellipsis) {
            self.expr_nest += 1;
            self.expr();
            self.expr_nest -= 1;
        }
        if self.is(Token::Comma) {
            self.syntax_error("unexpected comma; expected ]");
            self.bump();
        }
        self.want(Token::RBrack);
        self.typ();
        Node::new(Kind::Literal, lo, self.behind())
    }

    /// Behind `[]`.
    pub(super) fn slice_type(&mut self, lo: Pos) -> Node {
        self.typ();
        Node::new(Kind::Literal, lo, self.behind())
    }

    fn chan_elem(&mut self) -> Node {
        self.type_or_none().unwrap_or_else(|| {
            let at = self.span().lo;
            self.syntax_error("missing channel element type");
            Node::bad(at)
        })
    }

    /// Behind `func`, or the name of a declared one. What is called `context` has no type parameters.
    pub(super) fn func_type(&mut self, context: Option<&str>) {
        let at = self.span();
        if self.got(Token::LBrack) {
            if let Some(context) = context {
                self.syntax_error_at(at, &format!("{context} must have no type parameters"));
            }
            if self.is(Token::RBrack) {
                self.syntax_error("empty type parameter list");
                self.bump();
            } else {
                self.params(None, Token::RBrack, true, false);
            }
        }
        self.want(Token::LParen);
        self.params(None, Token::RParen, false, true);
        if self.got(Token::LParen) {
            self.params(None, Token::RParen, false, false);
        } else {
            self.type_or_none();
        }
    }

    fn struct_type(&mut self) {
        self.bump();
        self.want(Token::LBrace);
        self.list("struct type", SEMI, Token::RBrace, |p| {
            p.field();
            false
        });
    }

    fn field(&mut self) {
        match self.tok() {
            Some(Token::Name(_)) => {
                let name = self.name();
                if self.is(Token::Dot) || self.is_literal() || self.is(SEMI) || self.is(Token::RBrace) {
                    self.qualified(Some(name));
                } else if self.more_names() == 0 && self.is(Token::LBrack) {
                    self.array_or_args(name.span.lo);
                } else {
                    self.typ();
                }
            }
            Some(Token::Star) => {
                self.bump();
                self.embedded_type();
            }
            Some(Token::LParen) => {
                self.syntax_error("cannot parenthesize embedded type");
                self.bump();
                self.got(Token::Star);
                self.qualified(None);
                self.got(Token::RParen);
            }
            _ => {
                self.syntax_error("expected field name or embedded type");
                self.advance(&[SEMI, Token::RBrace]);
                return;
            }
        }
        if self.is_literal() {
            self.bump();
        }
    }

    /// Behind the `*` of an embedded field.
    fn embedded_type(&mut self) {
        if self.is(Token::LParen) {
            self.syntax_error("cannot parenthesize embedded type");
            self.bump();
            self.qualified(None);
            self.got(Token::RParen);
        } else {
            self.qualified(None);
        }
    }

    /// At the `[` behind a name: the type of an array or slice, or type arguments (then true).
    pub(super) fn array_or_args(&mut self, lo: Pos) -> (Node, bool) {
        self.want(Token::LBrack);
        if self.got(Token::RBrack) {
            return (self.slice_type(lo), false);
        }
        let (_, comma) = self.type_list(false);
        self.want(Token::RBrack);
        if !comma && self.type_or_none().is_some() {
            return (Node::new(Kind::Literal, lo, self.behind()), false);
        }
        (Node::new(Kind::Index { value: false }, lo, self.behind()), true)
    }

    fn interface_type(&mut self) {
        self.bump();
        self.want(Token::LBrace);
        self.list("interface type", SEMI, Token::RBrace, |p| {
            let embedded = if p.is_name() { p.method_or_type() } else { Some(None) };
            if let Some(first) = embedded {
                p.union(first);
            }
            false
        });
    }

    /// A method (then nothing), or the type that starts an embedded element.
    fn method_or_type(&mut self) -> Option<Option<Node>> {
        const CONTEXT: Option<&str> = Some("interface method");
        let name = self.name();
        match self.tok() {
            Some(Token::LParen) => {
                self.func_type(CONTEXT);
                None
            }
            Some(Token::LBrack) => {
                let at = self.span();
                self.bump();
                if self.is(Token::RBrack) {
                    let at = self.span();
                    self.bump();
                    if self.is(Token::LParen) {
                        self.error(at, "empty type parameter list");
                        self.func_type(CONTEXT);
                        return None;
                    }
                    self.error(at, "empty type argument list");
                    return Some(Some(name));
                }
                let (count, named) = self.params_or_args(Token::RBrack);
                if count == 0 && self.is(Token::LParen) {
                    self.func_type(CONTEXT);
                    return None;
                }
                if named {
                    self.func_type(CONTEXT);
                    self.error(at, "interface method must have no type parameters");
                    return None;
                }
                Some(Some(Node::new(Kind::Index { value: false }, name.span.lo, self.behind())))
            }
            _ => Some(Some(self.qualified(Some(name)))),
        }
    }

    /// `A | ~B`, the first of which may have been consumed.
    pub(super) fn union(&mut self, first: Option<Node>) -> Node {
        let mut x = first.unwrap_or_else(|| self.term());
        while self.got(Token::Or) {
            let y = self.term();
            x = x.and(Kind::Or, y, self.behind());
        }
        x
    }

    fn term(&mut self) -> Node {
        let lo = self.span().lo;
        if self.got(Token::Tilde) {
            let x = self.typ();
            return Node::new(Kind::Unary(Unary::Tilde, Box::new(x)), lo, self.behind());
        }
        self.type_or_none().unwrap_or_else(|| {
            self.syntax_error("expected ~ term or type");
            self.advance_to_term_end();
            Node::bad(lo)
        })
    }

    /// Skips to an operator or what closes or ends something.
    fn advance_to_term_end(&mut self) {
        use Token::{BinOp, Not, Or, Sign, Tilde};
        while let Some(token) = self.tok() {
            let operator = matches!(token, Or | Tilde | Not | Sign(_) | BinOp(_));
            let closer = matches!(token, Token::Semi(_) | Token::RParen | Token::RBrack | Token::RBrace);
            if operator || closer || self.func_nest > 0 && super::starts_statement(token) {
                break;
            }
            self.bump();
        }
    }

    /// `T`, `p.T`, `T[A]`, the first name of which may have been consumed.
    pub(super) fn qualified(&mut self, name: Option<Node>) -> Node {
        let mut x = match name {
            Some(name) => name,
            None if self.is_name() => self.name(),
            None => {
                let at = self.span().lo;
                self.syntax_error("expected name");
                self.advance(&[Token::Dot, SEMI, Token::RBrace]);
                Node::new(Kind::Name, at, at)
            }
        };
        let lo = x.span.lo;
        if self.got(Token::Dot) {
            self.name();
            x = Node::new(Kind::Selector, lo, self.behind());
        }
        if self.got(Token::LBrack) {
            if self.is(Token::RBrack) {
                self.syntax_error("expected type argument list");
            } else {
                self.type_list(true);
            }
            self.want(Token::RBrack);
            x = Node::new(Kind::Index { value: false }, lo, self.behind());
        }
        x
    }

    /// Types with commas between and perhaps behind them; the first may be an expression unless `strict`. Gives whether it can only be
    /// a value, and whether there was a comma.
    pub(super) fn type_list(&mut self, strict: bool) -> (bool, bool) {
        self.expr_nest += 1;
        let first = if strict { self.typ() } else { self.expr() };
        let mut comma = false;
        while self.got(Token::Comma) {
            comma = true;
            if self.type_or_none().is_none() {
                break;
            }
        }
        self.expr_nest -= 1;
        (first.is_value(), comma)
    }
}
