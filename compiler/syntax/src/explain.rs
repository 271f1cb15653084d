//! What is wrong with a text that the grammar does not take, in the words and at the places of Go's own parser.
//!
//! The grammar only says that a text is wrong. This parser by recursive descent then goes over the tokens once more, reports, and
//! resynchronises where Go's does (cmd/compile/internal/syntax); it builds no tree but the outlines of expressions that some of its
//! decisions need. A text without errors never gets here.
//!
//! Invariants: every loop consumes a token or ends; recursion is bounded as that of trees is ([`allowed_depth`]).

mod decl;
mod expr;
mod header;
mod node;
mod params;
mod stmt;
mod types;

use crate::build::allowed_depth;
use crate::diag::Diagnostic;
use crate::lexer::{Findings, Lexer, Spanned};
use crate::parse::Mode;
use crate::source::{Pos, SourceFile, Span};
use crate::token::{Semi, Token};

/// Any semicolon; [`same`] does not look at why there is one.
const SEMI: Token<'static> = Token::Semi(Semi::Written);

/// Tokens at which a declaration starts.
const DECLS: &[Token<'static>] = &[Token::Import, Token::Const, Token::Type, Token::Var, Token::Func];

/// What a second look at a text gives.
#[derive(Default)]
pub(crate) struct Explained {
    /// All that is wrong with its form, lexical errors left out, in the order in which Go's parser meets it.
    pub(crate) said: Vec<Diagnostic>,
    /// The lexer's findings, for all of the text.
    pub(crate) found: Findings,
    /// An import is malformed: nothing more is worth saying.
    pub(crate) bad_import: bool,
    /// The bodies of functions, and whether something is wrong inside.
    pub(crate) bodies: Vec<(Span, bool)>,
}

/// Goes over `src` once more.
pub(crate) fn explain(src: &SourceFile, mode: Mode) -> Explained {
    let mut found = Findings::default();
    let tokens: Vec<Spanned<'_>> = Lexer::new(src, mode.script, &mut found).collect();
    let end = src.base.plus(src.text.len() as u32);
    let lexical = found.diags.iter().map(|d| d.span.lo).min();
    let mut parser = Parser {
        src,
        tokens: &tokens,
        at: 0,
        end,
        lexical,
        expr_nest: 0,
        func_nest: 0,
        depth: 0,
        said: Vec::new(),
        bad_import: false,
        bodies: Vec::new(),
    };
    if mode.script {
        parser.script();
    } else {
        parser.file();
    }
    let Parser { mut said, bad_import, mut bodies, .. } = parser;
    one_per_line(src, &mut said);
    for (span, flawed) in &mut bodies {
        *flawed |= found.diags.iter().any(|d| span.lo < d.span.lo && d.span.lo < span.hi);
    }
    Explained { said, found, bad_import, bodies }
}

/// Of the syntax errors in one line only the first is worth reading, as Go has it.
fn one_per_line(src: &SourceFile, diags: &mut Vec<Diagnostic>) {
    let mut last = 0;
    diags.retain(|d| {
        if !d.message.starts_with("syntax error") {
            return true;
        }
        let line = src.line_col(d.span.lo).0;
        std::mem::replace(&mut last, line) != line
    });
}

struct Parser<'t, 's> {
    src: &'s SourceFile,
    tokens: &'t [Spanned<'s>],
    /// Index of the current token.
    at: usize,
    /// The text's end.
    end: Pos,
    /// The first lexical error.
    lexical: Option<Pos>,
    /// How many parentheses are open around an expression; negative in the head of a control clause, where `{` starts its block.
    expr_nest: i32,
    /// How many functions are open.
    func_nest: u32,
    /// How deep the recursion is.
    depth: u16,
    said: Vec<Diagnostic>,
    /// An import is malformed, and nothing before it was.
    bad_import: bool,
    /// The bodies of functions, those inside others first, and whether something was said of them.
    bodies: Vec<(Span, bool)>,
}

/// Whether two tokens are the same, whatever text they carry.
fn same(a: Token<'_>, b: Token<'_>) -> bool {
    std::mem::discriminant(&a) == std::mem::discriminant(&b)
}

/// Tokens that start a statement: skipping does not run over them inside a function.
fn starts_statement(token: Token<'_>) -> bool {
    use Token::*;
    matches!(token, Break | Const | Continue | Defer | Fallthrough | For | Go | Goto | If | Return | Select | Switch | Type | Var)
}

/// What a token that was expected is called in messages.
fn wanted_name(token: Token<'_>) -> String {
    match token {
        Token::Comma => "comma".into(),
        Token::Semi(_) => "semicolon or newline".into(),
        token => token.keyword().map_or_else(|| token.text().into(), |keyword| format!("keyword {keyword}")),
    }
}

impl<'s> Parser<'_, 's> {
    // ---- tokens -----------------------------------------------------------------------------------------------------------------

    /// The current token; `None` at the end.
    fn tok(&self) -> Option<Token<'s>> {
        self.tokens.get(self.at).map(|t| t.1)
    }

    /// Where the current token is.
    fn span(&self) -> Span {
        self.tokens.get(self.at).map_or(Span::new(self.end, self.end), |t| Span::new(t.0, t.2))
    }

    /// Behind the last token consumed.
    fn behind(&self) -> Pos {
        self.at.checked_sub(1).and_then(|i| self.tokens.get(i)).map_or(self.src.base, |t| t.2)
    }

    fn bump(&mut self) {
        self.at = (self.at + 1).min(self.tokens.len());
    }

    fn is(&self, token: Token<'_>) -> bool {
        self.tok().is_some_and(|t| same(t, token))
    }

    fn is_name(&self) -> bool {
        matches!(self.tok(), Some(Token::Name(_)))
    }

    fn is_literal(&self) -> bool {
        matches!(self.tok(), Some(Token::Lit(..) | Token::Str(_)))
    }

    fn got(&mut self, token: Token<'_>) -> bool {
        let got = self.is(token);
        if got {
            self.bump();
        }
        got
    }

    fn want(&mut self, token: Token<'_>) {
        if !self.got(token) {
            self.syntax_error(&format!("expected {}", wanted_name(token)));
            self.bump();
        }
    }

    /// `=`, or `:=` with a complaint.
    fn got_assign(&mut self) -> bool {
        if self.is(Token::Define) {
            self.syntax_error("expected =");
        }
        self.got(Token::Define) || self.got(Token::Assign)
    }

    /// Skips to one of these tokens, inside a function also to one that starts a statement.
    fn advance(&mut self, follow: &[Token<'_>]) {
        while let Some(token) = self.tok() {
            if follow.iter().any(|&f| same(f, token)) || self.func_nest > 0 && starts_statement(token) {
                break;
            }
            self.bump();
        }
    }

    /// Whether there is room for another level of recursion; if not, the rest of the text is given up.
    fn enter(&mut self) -> bool {
        if self.depth < allowed_depth() {
            self.depth += 1;
            return true;
        }
        if self.at < self.tokens.len() {
            self.error(self.span(), "exceeded max nesting depth");
            self.at = self.tokens.len();
        }
        false
    }

    fn leave(&mut self) {
        self.depth -= 1;
    }

    // ---- complaints -------------------------------------------------------------------------------------------------------------

    /// Whether anything was wrong before the current token.
    fn failed(&self) -> bool {
        !self.said.is_empty() || self.lexical.is_some_and(|at| at < self.span().lo)
    }

    fn error(&mut self, span: Span, message: impl Into<String>) {
        self.said.push(Diagnostic::error("Syntax", span, message));
    }

    fn syntax_error(&mut self, message: &str) {
        self.syntax_error_at(self.span(), message);
    }

    /// Complains; a message that goes on from what was expected, or where, is told which token came instead.
    fn syntax_error_at(&mut self, span: Span, message: &str) {
        if self.tok().is_none() && self.failed() {
            return; // only the consequence of another error
        }
        let glue = if ["in ", "at ", "after "].iter().any(|head| message.starts_with(head)) {
            " "
        } else if message.starts_with("expected ") {
            ", "
        } else {
            self.error(span, format!("syntax error: {message}"));
            return;
        };
        let text = format!("syntax error: unexpected {}{glue}{message}", self.token_name());
        self.error(span, text);
    }

    /// What the current token is called in messages.
    fn token_name(&self) -> String {
        match self.tok() {
            None => "EOF".into(),
            Some(Token::Name(name)) => format!("name {name}"),
            Some(Token::Lit(_, text) | Token::Str(text)) => format!("literal {text}"),
            Some(Token::Semi(semi)) => semi_name(semi).into(),
            Some(token) => wanted_name(token),
        }
    }

    /// The source text from `lo` to `hi`.
    fn text(&self, lo: Pos, hi: Pos) -> &'s str {
        self.src.slice(Span::new(lo, hi))
    }

    // ---- what all parts use -----------------------------------------------------------------------------------------------------

    /// Elements that `sep` separates and `close` ends, each of which `element` parses; none follows one for which that gives true.
    /// Gives the place of the end.
    fn list(&mut self, context: &str, sep: Token<'_>, close: Token<'_>, mut element: impl FnMut(&mut Self) -> bool) -> Span {
        let mut done = false;
        while self.tok().is_some() && !self.is(close) && !done {
            done = element(self);
            if !self.got(sep) && !self.is(close) {
                self.syntax_error(&format!("in {context}; possibly missing {} or {}", wanted_name(sep), wanted_name(close)));
                self.advance(&[Token::RParen, Token::RBrack, Token::RBrace]);
                if !self.is(close) {
                    return self.span();
                }
            }
        }
        let end = self.span();
        self.want(close);
        end
    }
}

/// Why there is a semicolon, in messages.
fn semi_name(semi: Semi) -> &'static str {
    match semi {
        Semi::Written => "semicolon",
        Semi::Newline => "newline",
        Semi::Eof => "EOF",
    }
}
