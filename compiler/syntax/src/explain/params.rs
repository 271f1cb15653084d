//! Parameter lists of functions and types.

use super::Parser;
use super::node::{Kind, Node};
use crate::source::{Pos, Span};
use crate::token::Token;

/// One parameter as written; what stands alone is a name until the whole list is known.
pub(super) struct Param {
    pub(super) name: Option<Span>,
    pub(super) ty: Option<Node>,
}

impl Parser<'_, '_> {
    /// A list behind its opening bracket, up to `close`; gives the number of parameters. `first` was consumed already: a name and
    /// perhaps its type. Type parameters need names; `dots` may be allowed for the last parameter.
    pub(super) fn params(&mut self, first: Option<(Span, Option<Node>)>, close: Token<'static>, need_names: bool, dots: bool) -> usize {
        if matches!(first, Some((_, Some(_)))) && self.got(close) {
            return 1;
        }
        let mut first = first;
        let mut list: Vec<Param> = Vec::new();
        let end = self.list("parameter list", Token::Comma, close, |p| {
            let param = match first.take() {
                Some((name, Some(ty))) => Some(Param { name: Some(name), ty: Some(ty) }),
                given => p.param(given.map(|(name, _)| name), close),
            };
            list.extend(param);
            false
        });
        let named = self.check_names(&mut list, end, need_names);
        self.check_dots(&list, dots, named);
        list.len()
    }

    /// As [`Parser::params`] for what could also be type arguments: the number, and whether the first has a name.
    pub(super) fn params_or_args(&mut self, close: Token<'static>) -> (usize, bool) {
        let mut list: Vec<Param> = Vec::new();
        let end = self.list("parameter list", Token::Comma, close, |p| {
            list.extend(p.param(None, close));
            false
        });
        let named = self.check_names(&mut list, end, false);
        self.check_dots(&list, false, named);
        (list.len(), named)
    }

    /// Either all parameters have names or none. Gives whether they do.
    fn check_names(&mut self, list: &mut [Param], end: Span, need_names: bool) -> bool {
        let named = list.iter().filter(|p| p.name.is_some() && p.ty.is_some()).count();
        let typed = list.iter().filter(|p| p.ty.is_some()).count();
        if list.is_empty() || named == 0 && !need_names {
            return false;
        }
        if named == list.len() {
            return true;
        }
        // the leftmost place that lacks something
        let mut place: Option<Pos> = None;
        let mut type_follows = false;
        for param in list.iter().rev() {
            match (&param.ty, param.name) {
                (Some(ty), name) => {
                    type_follows = true;
                    if name.is_none() {
                        place = Some(ty.span.lo);
                    }
                }
                (None, Some(name)) if !type_follows => place = Some(name.lo),
                _ => {}
            }
        }
        let Some(place) = place else { return true };
        if named == typed {
            let message = if need_names { "missing type constraint" } else { "missing parameter type" };
            self.syntax_error_at(end, message);
        } else {
            let message = match (need_names, list.len()) {
                (true, 1) => "missing type parameter name or invalid array length",
                (true, _) => "missing type parameter name",
                (false, _) => "missing parameter name",
            };
            self.syntax_error_at(Span::new(place, place.plus(1)), message);
        }
        true
    }

    fn check_dots(&mut self, list: &[Param], allowed: bool, named: bool) {
        let misplaced = list.iter().enumerate().find_map(|(i, param)| {
            // A type belongs to all the names in front of it.
            let shared = named && i > 0 && list[i - 1].ty.is_none();
            match param.ty.as_ref()?.kind {
                Kind::Dots(at) if !allowed || shared || i + 1 < list.len() => Some(at),
                _ => None,
            }
        });
        if let Some(at) = misplaced {
            let message = if allowed { "can only use ... with final parameter" } else { "invalid use of ..." };
            self.error(Span::new(at, at.plus(3)), message);
        }
    }

    /// One parameter, whose name may have been consumed. `close` tells whether it is a type parameter.
    fn param(&mut self, name: Option<Span>, close: Token<'static>) -> Option<Param> {
        let sets = close == Token::RBrack;
        if name.is_none() && sets && self.is(Token::Tilde) {
            return Some(Param { name: None, ty: Some(self.union(None)) });
        }
        let mut own_name = None;
        if name.is_some() || self.is_name() {
            let name = name.unwrap_or_else(|| self.name().span);
            let given = Node::new(Kind::Name, name.lo, name.hi);
            if self.is(Token::LBrack) {
                let (ty, indexed) = self.array_or_args(name.lo);
                let ty = if sets && self.is(Token::Or) { self.union(Some(ty)) } else { ty };
                return Some(Param { name: (!indexed).then_some(name), ty: Some(ty) });
            }
            if self.is(Token::Dot) {
                let ty = self.qualified(Some(given));
                let ty = if sets && self.is(Token::Or) { self.union(Some(ty)) } else { ty };
                return Some(Param { name: None, ty: Some(ty) });
            }
            if sets && self.is(Token::Or) {
                return Some(Param { name: None, ty: Some(self.union(Some(given))) });
            }
            own_name = Some(name);
        }
        if self.is(Token::Ellipsis) {
            let lo = self.span().lo;
            self.bump();
            let ty = if self.type_or_none().is_some() {
                Node::new(Kind::Dots(lo), lo, self.behind())
            } else {
                self.syntax_error("... is missing type");
                Node::bad(lo)
            };
            return Some(Param { name: own_name, ty: Some(ty) });
        }
        if sets && self.is(Token::Tilde) {
            return Some(Param { name: own_name, ty: Some(self.union(None)) });
        }
        let mut ty = self.type_or_none();
        if sets && self.is(Token::Or) && ty.is_some() {
            ty = Some(self.union(ty));
        }
        if own_name.is_some() || ty.is_some() {
            return Some(Param { name: own_name, ty });
        }
        self.syntax_error(&format!("expected {}", super::wanted_name(close)));
        self.advance(&[Token::Comma, close]);
        None
    }
}
