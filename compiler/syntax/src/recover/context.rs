//! What is known where the parser stopped: the tokens so far, those the grammar would have taken, and what is open.

use crate::lexer::Spanned;
use crate::source::Span;
use crate::token::Token;

/// What an open bracket opened.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Open {
    /// `(` of parameters or results.
    Params,
    /// `(` of an `import`, `const`, `var` or `type` group.
    Group,
    /// Any other `(`.
    Paren,
    /// `[`
    Bracket,
    /// `[` of type parameters.
    TypeParams,
    /// `{` of a struct type.
    Struct,
    /// `{` of an interface type.
    Interface,
    /// Any other `{`.
    Brace,
}

/// The place of an error.
pub(crate) struct Context<'c, 's> {
    /// The tokens of the current item before the error.
    pub(crate) before: &'c [Spanned<'s>],
    /// The token that does not fit; `None` at the end of the text.
    pub(crate) token: Option<Token<'s>>,
    expected: Vec<String>,
    /// What is open, the innermost last.
    pub(crate) open: Vec<(Open, usize)>,
    /// Inside a function's body.
    pub(crate) in_function: bool,
    pub(crate) script: bool,
}

impl<'c, 's> Context<'c, 's> {
    pub(crate) fn new(before: &'c [Spanned<'s>], token: Option<Token<'s>>, expected: Vec<String>, script: bool) -> Context<'c, 's> {
        let mut context = Context { before, token, expected, open: Vec::new(), in_function: script, script };
        context.scan();
        context
    }

    /// Finds out what is open.
    fn scan(&mut self) {
        let mut closed_params = false;
        let mut literal = false;
        for i in 0..self.before.len() {
            let token = self.before[i].1;
            let prev = i.checked_sub(1).map(|i| self.before[i].1);
            let after_params = std::mem::take(&mut closed_params);
            match token {
                Token::Func | Token::FuncDecl => literal = true,
                Token::LParen => {
                    let kind = self.paren_kind(i, prev, after_params);
                    self.open.push((kind, i));
                }
                Token::LBrack => {
                    let kind = if self.opens_type_params(i) { Open::TypeParams } else { Open::Bracket };
                    self.open.push((kind, i));
                }
                Token::LBrace => {
                    let kind = match prev {
                        Some(Token::Struct) => Open::Struct,
                        Some(Token::Interface) => Open::Interface,
                        _ => {
                            self.in_function |= literal;
                            Open::Brace
                        }
                    };
                    self.open.push((kind, i));
                }
                Token::RParen | Token::RBrack | Token::RBrace => {
                    closed_params = self.open.pop().is_some_and(|(kind, _)| kind == Open::Params);
                }
                _ => {}
            }
        }
    }

    fn paren_kind(&self, i: usize, prev: Option<Token<'_>>, after_params: bool) -> Open {
        let before_name = i.checked_sub(2).map(|i| self.before[i].1);
        match prev {
            Some(Token::Func | Token::FuncDecl) => Open::Params,
            Some(Token::Import | Token::Const | Token::Var | Token::Type) => Open::Group,
            _ if after_params => Open::Params,
            Some(Token::Name(_)) if matches!(before_name, Some(Token::FuncDecl)) => Open::Params,
            // a method's name, or a generic function's
            Some(Token::Name(_))
                if before_name == Some(Token::RParen)
                    && self.before[0..i].iter().any(|t| t.1 == Token::FuncDecl)
                    && self.open.is_empty() =>
            {
                Open::Params
            }
            Some(Token::RBrack) if self.open.is_empty() && self.before[0..i].iter().any(|t| t.1 == Token::FuncDecl) => Open::Params,
            Some(Token::Name(_)) if matches!(self.open.last(), Some((Open::Interface, _))) => Open::Params,
            _ => Open::Paren,
        }
    }

    /// Whether the `[` at `i` stands behind the name of a declared type or function and has a name behind it.
    fn opens_type_params(&self, i: usize) -> bool {
        let at = |i: usize| self.before.get(i).map(|t| t.1);
        let (Some(name), Some(keyword)) = (i.checked_sub(1), i.checked_sub(2)) else { return false };
        let declared = match at(keyword) {
            Some(Token::FuncDecl | Token::Func) => true,
            Some(Token::Type) => true,
            Some(Token::RParen) => self.open.is_empty() && self.before.iter().any(|t| t.1 == Token::FuncDecl),
            Some(Token::Semi(_) | Token::LParen) => {
                matches!(self.open.last(), Some(&(Open::Group, open)) if open > 0 && at(open - 1) == Some(Token::Type))
            }
            _ => false,
        };
        let function = !matches!(at(keyword), Some(Token::Type | Token::Semi(_) | Token::LParen));
        let generic = function
            || matches!(
                (at(i + 1), at(i + 2)),
                (Some(Token::Name(_)), Some(Token::Name(_) | Token::Comma | Token::Interface | Token::Tilde))
            );
        declared && generic && matches!(at(name), Some(Token::Name(_)))
    }

    /// Whether the grammar would have taken this token, by its name there.
    pub(crate) fn takes(&self, terminal: &str) -> bool {
        self.expected.iter().any(|e| e.strip_prefix('"').and_then(|e| e.strip_suffix('"')).unwrap_or(e) == terminal)
    }

    /// Whether it would have taken any of these.
    pub(crate) fn takes_all(&self, terminals: &[&str]) -> bool {
        terminals.iter().all(|t| self.takes(t))
    }

    /// The `n`th token before the error, counted from 1.
    pub(crate) fn back(&self, n: usize) -> Option<Token<'s>> {
        self.before.len().checked_sub(n).map(|i| self.before[i].1)
    }

    /// The place of the `n`th token before the error.
    pub(crate) fn span_back(&self, n: usize) -> Option<Span> {
        self.before.len().checked_sub(n).map(|i| Span::new(self.before[i].0, self.before[i].2))
    }

    /// The innermost open bracket.
    pub(crate) fn innermost(&self) -> Option<Open> {
        self.open.last().map(|&(kind, _)| kind)
    }

    /// The token that would close the innermost open bracket.
    pub(crate) fn closer(&self) -> Option<&'static str> {
        Some(match self.innermost()? {
            Open::Params | Open::Group | Open::Paren => ")",
            Open::Bracket | Open::TypeParams => "]",
            Open::Struct | Open::Interface | Open::Brace => "}",
        })
    }

    /// The keyword of the control clause that the error is in: the nearest `if`, `for`, `switch` or `select` at the same depth.
    pub(crate) fn clause(&self) -> Option<&'static str> {
        let mut depth = 0;
        for &(_, token, _) in self.before.iter().rev() {
            match token {
                Token::RParen | Token::RBrack | Token::RBrace => depth += 1,
                Token::LParen | Token::LBrack | Token::LBrace if depth == 0 => return None,
                Token::LParen | Token::LBrack | Token::LBrace => depth -= 1,
                Token::If | Token::For | Token::Switch | Token::Select if depth == 0 => return token.keyword(),
                _ => {}
            }
        }
        None
    }
}
