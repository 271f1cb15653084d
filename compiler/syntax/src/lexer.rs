//! Source text to tokens: logos' automaton, literals by hand, semicolons put in where lines end.
//!
//! Invariants: every byte of the text is looked at once; any text gives a stream of tokens, and what is wrong with it goes to the
//! [`Findings`]; positions grow from token to token.

mod number;
mod quoted;
mod raw;

use crate::ast::Directive;
use crate::diag::Diagnostic;
use crate::directive::Target;
use crate::source::{Pos, SourceFile, Span};
use crate::token::{Semi, Token};
use logos::Logos;
use raw::Raw;
use smol_str::SmolStr;

/// A token and its place, as the parser takes it.
pub type Spanned<'s> = (Pos, Token<'s>, Pos);

/// What the lexer found beside tokens.
#[derive(Default, Debug)]
pub struct Findings {
    /// Lexical errors.
    pub diags: Vec<Diagnostic>,
    /// `//go:` and `//mgo:` comments.
    pub directives: Vec<Directive>,
    /// The text ends inside a raw string or a comment.
    pub unterminated: bool,
}

/// The lexer: an iterator of tokens, semicolons included.
pub struct Lexer<'s, 'f> {
    raw: logos::Lexer<'s, Raw<'s>>,
    base: Pos,
    /// The last token lets a line end be a semicolon.
    line_ends: bool,
    found: &'f mut Findings,
}

impl<'s, 'f> Lexer<'s, 'f> {
    /// A lexer at the start of `file`; a `#!` line is skipped when `script`.
    pub fn new(file: &'s SourceFile, script: bool, found: &'f mut Findings) -> Lexer<'s, 'f> {
        let mut raw = Raw::lexer(&file.text);
        let text = &*file.text;
        let bom = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        raw.bump(bom);
        if script && text[bom..].starts_with("#!") {
            raw.bump(text[bom..].find('\n').unwrap_or(text.len() - bom));
        }
        Lexer { raw, base: file.base, line_ends: false, found }
    }

    /// A lexer that starts at `pos`, between two tokens; `line_ends` tells whether a line end there is a semicolon.
    pub(crate) fn at(file: &'s SourceFile, pos: Pos, line_ends: bool, found: &'f mut Findings) -> Lexer<'s, 'f> {
        let mut raw = Raw::lexer(&file.text);
        raw.bump(file.offset(pos));
        Lexer { raw, base: file.base, line_ends, found }
    }

    /// Goes on at `pos`, in front of a token, without a look at what lies between.
    pub(crate) fn skip_to(&mut self, pos: Pos) {
        let here = self.raw.span().end;
        self.raw.bump((pos.0 - self.base.0) as usize - here);
        self.line_ends = false;
    }

    fn span(&self, lo: usize, hi: usize) -> Span {
        Span::new(self.base.plus(lo as u32), self.base.plus(hi as u32))
    }

    fn error(&mut self, lo: usize, hi: usize, message: impl Into<String>) {
        let span = self.span(lo, hi);
        self.found.diags.push(Diagnostic::error("Syntax", span, message));
    }

    /// Moves the complaints of a literal's scanner over, `at` bytes into the text.
    fn complain(&mut self, at: usize, errors: Vec<raw::Error>) {
        for error in errors {
            let lo = at + error.offset as usize;
            let len = self.raw.source()[lo..].chars().next().map_or(0, char::len_utf8);
            self.error(lo, lo + len, error.message);
        }
    }

    /// Looks at the comment `text` (with its `//`), which starts `at` bytes into the file.
    fn line_comment(&mut self, at: usize, text: &str) {
        let body = text[2..].trim_end_matches('\r');
        if body.starts_with("go:") || body.starts_with("mgo:") {
            let span = self.span(at, at + 2 + body.len());
            self.found.directives.push(Directive { text: SmolStr::new(body), span, target: Target::Nothing });
        }
    }

    /// The next real token, semicolons of line ends included.
    fn advance(&mut self) -> Option<(usize, Token<'s>, usize)> {
        loop {
            let Some(next) = self.raw.next() else {
                let end = self.raw.source().len();
                return std::mem::take(&mut self.line_ends).then_some((end, Token::Semi(Semi::Eof), end));
            };
            let range = self.raw.span();
            let Ok(raw) = next else {
                self.stray(range.start, range.end);
                continue;
            };
            if !self.raw.extras.is_empty() {
                let errors = std::mem::take(&mut self.raw.extras);
                self.complain(range.start, errors);
            }
            match raw {
                Raw::Token(token) => {
                    self.line_ends = token.ends_statement();
                    return Some((range.start, token, range.end));
                }
                Raw::Newline => {
                    if std::mem::take(&mut self.line_ends) {
                        return Some((range.start, Token::Semi(Semi::Newline), range.end));
                    }
                }
                Raw::LineComment => {
                    let text = self.raw.slice();
                    self.line_comment(range.start, text);
                }
                Raw::BlockComment(comment) => {
                    self.found.unterminated |= !comment.closed;
                    // a comment over several lines acts like a line end
                    if comment.lines && std::mem::take(&mut self.line_ends) {
                        return Some((range.start, Token::Semi(Semi::Newline), range.end));
                    }
                }
                Raw::Quoted((token, closed)) => {
                    self.found.unterminated |= !closed;
                    self.line_ends = true;
                    return Some((range.start, token, range.end));
                }
            }
        }
    }

    /// Reports a character that belongs to no token.
    fn stray(&mut self, lo: usize, hi: usize) {
        for (i, c) in self.raw.source()[lo..hi].char_indices() {
            let message = match c {
                '\0' => "invalid NUL character".to_string(),
                '\u{feff}' => "invalid BOM in the middle of the file".to_string(),
                c => format!("invalid character {}", raw::unicode_name(c)),
            };
            self.error(lo + i, lo + i + c.len_utf8(), message);
        }
    }
}

impl<'s> Iterator for Lexer<'s, '_> {
    type Item = Spanned<'s>;

    fn next(&mut self) -> Option<Spanned<'s>> {
        let (lo, token, hi) = self.advance()?;
        Some((self.base.plus(lo as u32), token, self.base.plus(hi as u32)))
    }
}
