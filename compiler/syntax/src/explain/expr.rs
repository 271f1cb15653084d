//! Expressions.

use super::Parser;
use super::node::{Direction, Kind, Node, Unary};
use crate::ast::BinaryOp;
use crate::build::precedence;
use crate::token::Token;

impl Parser<'_, '_> {
    pub(super) fn expr(&mut self) -> Node {
        let x = self.unary();
        self.binary_from(x, 0)
    }

    /// The operator with two operands at hand, if any.
    fn binary_operator(&self) -> Option<BinaryOp> {
        match self.tok()? {
            Token::Star => Some(BinaryOp::Mul),
            Token::Or => Some(BinaryOp::Or),
            Token::Sign(op) | Token::BinOp(op) => Some(op),
            _ => None,
        }
    }

    /// The operators behind `x` that bind more tightly than `above`, with their operands.
    pub(super) fn binary_from(&mut self, x: Node, above: u8) -> Node {
        let mut x = x;
        while let Some(op) = self.binary_operator().filter(|&op| precedence(op) > above) {
            self.bump();
            let y = self.unary();
            let y = self.binary_from(y, precedence(op));
            let hi = self.behind();
            x = match op {
                BinaryOp::Mul => x.and(Kind::Mul, y, hi),
                BinaryOp::Or => x.and(Kind::Or, y, hi),
                _ => Node::new(Kind::Binary { types: x.is_type() || y.is_type() }, x.span.lo, hi),
            };
        }
        x
    }

    fn unary(&mut self) -> Node {
        let lo = self.span().lo;
        if !self.enter() {
            return Node::bad(lo);
        }
        let x = match self.tok() {
            Some(token @ (Token::Star | Token::Tilde | Token::Not | Token::Sign(_))) => {
                self.bump();
                let op = match token {
                    Token::Star => Unary::Star,
                    Token::Tilde => Unary::Tilde,
                    _ => Unary::Other,
                };
                let x = self.unary();
                Node::new(Kind::Unary(op, Box::new(x)), lo, self.behind())
            }
            Some(Token::Arrow) => {
                self.bump();
                let x = self.unary();
                self.receive(x)
            }
            _ => self.primary(true),
        };
        self.leave();
        x
    }

    /// `<-x`, where `x` may be a channel type that the arrow belongs to.
    fn receive(&mut self, mut x: Node) -> Node {
        let span = x.span;
        if !matches!(x.kind, Kind::Chan(..)) {
            return Node::new(Kind::Unary(Unary::Other, Box::new(x)), span.lo, self.behind());
        }
        let mut elem = &mut x;
        let mut direction = Direction::Send;
        while direction == Direction::Send
            && let Kind::Chan(own, inner) = &mut elem.kind
        {
            direction = std::mem::replace(own, Direction::Receive);
            if direction == Direction::Receive {
                self.syntax_error("unexpected <-, expected chan");
            }
            elem = inner;
        }
        if direction == Direction::Send {
            let text = self.text(elem.span.lo, elem.span.hi);
            self.syntax_error(&format!("unexpected {text}, expected chan"));
        }
        x
    }

    /// An operand with what follows it. Parentheses around it are kept where they matter.
    pub(super) fn primary(&mut self, keep_parens: bool) -> Node {
        let x = self.operand(keep_parens);
        self.primary_from(x)
    }

    fn operand(&mut self, keep_parens: bool) -> Node {
        let lo = self.span().lo;
        match self.tok() {
            Some(Token::Name(_)) => self.name(),
            Some(Token::Lit(..) | Token::Str(_)) => {
                self.bump();
                Node::new(Kind::Value, lo, self.behind())
            }
            Some(Token::LParen) => {
                self.bump();
                self.expr_nest += 1;
                let x = self.expr();
                self.expr_nest -= 1;
                self.want(Token::RParen);
                if keep_parens || self.is(Token::LBrace) { Node::new(Kind::Paren(Box::new(x)), lo, self.behind()) } else { x }
            }
            Some(Token::Func) => {
                self.bump();
                self.func_type(Some("function type"));
                let literal = self.is(Token::LBrace);
                if literal {
                    self.expr_nest += 1;
                    self.func_body();
                    self.expr_nest -= 1;
                }
                Node::new(if literal { Kind::Value } else { Kind::Type }, lo, self.behind())
            }
            Some(Token::LBrack | Token::Chan | Token::Map | Token::Struct | Token::Interface) => self.typ(),
            _ => {
                self.syntax_error("expected expression");
                self.advance(&[Token::RParen, Token::RBrack, Token::RBrace]);
                Node::bad(lo)
            }
        }
    }

    /// Selectors, indices, calls and composite literals behind `x`.
    pub(super) fn primary_from(&mut self, x: Node) -> Node {
        let mut x = x;
        let lo = x.span.lo;
        loop {
            let kind = match self.tok() {
                Some(Token::Dot) => match self.selected() {
                    Some(kind) => kind,
                    None => continue,
                },
                Some(Token::LBrack) => self.indexed(&x),
                Some(Token::LParen) => {
                    self.bump();
                    match self.arguments() {
                        Some(arg) if matches!(x.kind, Kind::Name) => Kind::Call(Box::new(x), Box::new(arg)),
                        _ => Kind::Value,
                    }
                }
                Some(Token::LBrace) if self.may_be_literal_of(&x) => {
                    if matches!(x.kind, Kind::Paren(_)) {
                        self.syntax_error("cannot parenthesize type in composite literal");
                    }
                    self.elements();
                    Kind::Value
                }
                _ => return x,
            };
            x = Node::new(kind, lo, self.behind());
        }
    }

    /// At `.`: what comes of `x`, if anything.
    fn selected(&mut self) -> Option<Kind> {
        self.bump();
        if self.is_name() {
            self.bump();
            return Some(Kind::Selector);
        }
        if self.got(Token::LParen) {
            let guard = self.got(Token::Type);
            if !guard {
                self.typ();
            }
            self.want(Token::RParen);
            return Some(if guard { Kind::Guard } else { Kind::Value });
        }
        self.syntax_error("expected name or (");
        self.advance(&[super::SEMI, Token::RParen]);
        None
    }

    /// At `[` behind `x`: an index, type arguments or a slice.
    fn indexed(&mut self, x: &Node) -> Kind {
        self.bump();
        if !self.is(Token::Colon) {
            let (value, comma) = if self.is(Token::RBrack) {
                self.syntax_error("expected operand");
                (false, false)
            } else {
                self.type_list(false)
            };
            if comma || self.is(Token::RBrack) {
                self.want(Token::RBrack);
                return Kind::Index { value: value || x.is_value() };
            }
        }
        if !self.got(Token::Colon) {
            self.syntax_error("expected comma, : or ]");
            self.advance(&[Token::Comma, Token::Colon, Token::RBrack]);
        }
        self.expr_nest += 1;
        let second = !self.is(Token::Colon) && !self.is(Token::RBrack);
        if second {
            self.expr();
        }
        if self.is(Token::Colon) {
            if !second {
                self.error(self.span(), "middle index required in 3-index slice");
            }
            self.bump();
            if self.is(Token::RBrack) {
                self.error(self.span(), "final index required in 3-index slice");
            } else {
                self.expr();
            }
        }
        self.expr_nest -= 1;
        self.want(Token::RBrack);
        Kind::Value
    }

    /// Behind `(`: gives the argument, if there is just one and no `...`.
    fn arguments(&mut self) -> Option<Node> {
        let mut first = None;
        let mut plain = true;
        self.expr_nest += 1;
        self.list("argument list", Token::Comma, Token::RParen, |p| {
            let arg = p.expr();
            let dots = p.got(Token::Ellipsis);
            plain &= first.is_none() && !dots;
            first = Some(arg);
            dots
        });
        self.expr_nest -= 1;
        first.filter(|_| plain)
    }

    /// Whether `{` behind `x` can start a composite literal's elements.
    fn may_be_literal_of(&self, x: &Node) -> bool {
        match &x.unparen().kind {
            Kind::Name | Kind::Selector => self.expr_nest >= 0,
            Kind::Index { value } => self.expr_nest >= 0 && !value,
            Kind::Literal => true,
            _ => false,
        }
    }

    fn elements(&mut self) {
        self.expr_nest += 1;
        self.want(Token::LBrace);
        self.list("composite literal", Token::Comma, Token::RBrace, |p| {
            p.element();
            if p.got(Token::Colon) {
                p.element();
            }
            false
        });
        self.expr_nest -= 1;
    }

    fn element(&mut self) {
        if !self.is(Token::LBrace) {
            self.expr();
        } else if self.enter() {
            self.elements();
            self.leave();
        }
    }

    /// Expressions with commas between them.
    pub(super) fn exprs(&mut self) -> Node {
        let x = self.expr();
        if !self.is(Token::Comma) {
            return x;
        }
        let lo = x.span.lo;
        while self.got(Token::Comma) {
            self.expr();
        }
        Node::new(Kind::List, lo, self.behind())
    }
}
