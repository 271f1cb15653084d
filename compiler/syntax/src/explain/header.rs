//! What stands between `if`, `for` or `switch` and the block.

use super::node::{Kind, Node};
use super::stmt::{Op, Simple};
use super::{Parser, SEMI, semi_name};
use crate::source::Span;
use crate::token::{Semi, Token};

impl Parser<'_, '_> {
    /// From the keyword on, up to `{`.
    pub(super) fn header(&mut self, keyword: Token<'static>) {
        self.bump();
        if self.is(Token::LBrace) {
            if keyword == Token::If {
                self.syntax_error("missing condition in if statement");
            }
            return;
        }
        let outer = std::mem::replace(&mut self.expr_nest, -1);
        self.header_inner(keyword);
        self.expr_nest = outer;
    }

    fn header_inner(&mut self, keyword: Token<'static>) {
        let mut init = None;
        if !self.is(SEMI) {
            if self.got(Token::Var) {
                let keyword = keyword.keyword().unwrap_or_default();
                self.syntax_error(&format!("var declaration not allowed in {keyword} initializer"));
            }
            match self.simple(None, Some(keyword)) {
                Simple::Range => return,
                stmt => init = Some(stmt),
            }
        }
        if self.is(Token::LBrace) {
            self.condition(init, None, keyword);
            return;
        }
        let mut semi: Option<(Span, Semi)> = None;
        if let Some(Token::Semi(why)) = self.tok() {
            semi = Some((self.span(), why));
            self.bump();
        } else {
            self.want(Token::LBrace);
            if !self.is(Token::LBrace) {
                self.advance(&[Token::LBrace, Token::RBrace]);
            }
        }
        let mut cond = None;
        if keyword == Token::For {
            if !self.is(SEMI) {
                if self.is(Token::LBrace) {
                    self.syntax_error("expected for loop condition");
                    return;
                }
                cond = Some(self.simple(None, None));
            }
            self.want(SEMI);
            if !self.is(Token::LBrace)
                && let Simple::Other { at, op: Op::Define, .. } = self.simple(None, None)
            {
                self.syntax_error_at(at, "cannot declare in post statement of for loop");
            }
        } else if !self.is(Token::LBrace) {
            cond = Some(self.simple(None, Some(keyword)));
        }
        self.condition(cond, semi, keyword);
    }

    /// Only an expression is a condition, and an `if` needs one.
    fn condition(&mut self, stmt: Option<Simple>, semi: Option<(Span, Semi)>, keyword: Token<'static>) {
        let (at, op, left, right) = match stmt {
            Some(Simple::Other { at, op, left, right }) => (at, op, left, right),
            Some(Simple::Expr | Simple::Range) => return,
            None => {
                if let (Token::If, Some((at, why))) = (keyword, semi) {
                    let message = match why {
                        Semi::Written => "missing condition in if statement".to_string(),
                        why => format!("unexpected {}, expected {{ after if clause", semi_name(why)),
                    };
                    self.syntax_error_at(at, &message);
                }
                return;
            }
        };
        let text = match (op, &right) {
            (Op::Assign, Some(right)) => format!("assignment {} = {}", self.emphasized(&left), self.emphasized(right)),
            _ => self.text(left.span.lo, right.as_ref().map_or(at.hi, |right| right.span.hi)).to_string(),
        };
        self.syntax_error_at(at, &format!("cannot use {text} as value"));
    }

    /// The text of `x`, an operation with two operands in parentheses.
    fn emphasized(&self, x: &Node) -> String {
        let text = self.text(x.span.lo, x.span.hi);
        if matches!(x.kind, Kind::Mul(..) | Kind::Or(..) | Kind::Binary { .. }) { format!("({text})") } else { text.to_string() }
    }
}
