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
    /// The item is a function's or method's declaration.
    func_decl: bool,
    /// Inside a function's body.
    pub(crate) in_function: bool,
    pub(crate) script: bool,
}

impl<'c, 's> Context<'c, 's> {
    pub(crate) fn new(before: &'c [Spanned<'s>], token: Option<Token<'s>>, expected: Vec<String>, script: bool) -> Context<'c, 's> {
        let mut context = Context { before, token, expected, open: Vec::new(), func_decl: false, in_function: script, script };
        context.scan();
        context
    }

    /// Finds out what is open.
    fn scan(&mut self) {
        let mut closed_params = false;
        // a function's body may come
        let mut function = false;
        for i in 0..self.before.len() {
            let after_params = std::mem::take(&mut closed_params);
            match self.at(i) {
                Token::FuncDecl => (self.func_decl, function) = (true, true),
                Token::Func => function = true,
                Token::LParen => self.open.push((self.paren_kind(i, after_params), i)),
                Token::LBrack => {
                    let kind = if self.opens_type_params(i) { Open::TypeParams } else { Open::Bracket };
                    self.open.push((kind, i));
                }
                Token::LBrace => {
                    let kind = match self.before(i, 1) {
                        Some(Token::Struct) => Open::Struct,
                        Some(Token::Interface) => Open::Interface,
                        _ => Open::Brace,
                    };
                    self.in_function |= function && kind == Open::Brace;
                    self.open.push((kind, i));
                }
                Token::RParen | Token::RBrack | Token::RBrace => {
                    closed_params = self.open.pop().is_some_and(|(kind, _)| kind == Open::Params);
                }
                _ => {}
            }
        }
    }

    fn at(&self, i: usize) -> Token<'s> {
        self.before[i].1
    }

    /// The token `n` before the `i`th.
    fn before(&self, i: usize, n: usize) -> Option<Token<'s>> {
        i.checked_sub(n).map(|i| self.at(i))
    }

    /// Still outside of all brackets of a function's or method's declaration.
    fn in_func_head(&self) -> bool {
        self.func_decl && self.open.is_empty()
    }

    fn paren_kind(&self, i: usize, after_params: bool) -> Open {
        let method_spec = matches!(self.open.last(), Some((Open::Interface, _)));
        match (self.before(i, 1), self.before(i, 2)) {
            _ if after_params => Open::Params,
            (Some(Token::Func | Token::FuncDecl), _) => Open::Params,
            (Some(Token::Import | Token::Const | Token::Var | Token::Type), _) => Open::Group,
            (Some(Token::Name(_)), Some(Token::FuncDecl)) => Open::Params,
            // behind a method's name, or type parameters
            (Some(Token::Name(_)), Some(Token::RParen)) | (Some(Token::RBrack), _) if self.in_func_head() => Open::Params,
            (Some(Token::Name(_)), _) if method_spec => Open::Params,
            _ => Open::Paren,
        }
    }

    /// Whether the `[` at `i` stands behind the name of a declared function, or behind that of a type and not an array's length in it.
    fn opens_type_params(&self, i: usize) -> bool {
        let (Some(Token::Name(_)), Some(before_name)) = (self.before(i, 1), self.before(i, 2)) else { return false };
        match before_name {
            Token::FuncDecl | Token::Func => true,
            Token::RParen => self.in_func_head(),
            Token::Type => self.names_param(i + 1),
            Token::Semi(_) | Token::LParen => {
                let group = self.open.last().filter(|(kind, _)| *kind == Open::Group);
                group.is_some_and(|&(_, open)| self.before(open, 1) == Some(Token::Type)) && self.names_param(i + 1)
            }
            _ => false,
        }
    }

    /// Whether the tokens from the `i`th on can only be a type parameter.
    fn names_param(&self, i: usize) -> bool {
        let at = |i: usize| self.before.get(i).map(|t| t.1);
        matches!(at(i), Some(Token::Name(_))) && matches!(at(i + 1), Some(Token::Name(_) | Token::Comma | Token::Interface | Token::Tilde))
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
