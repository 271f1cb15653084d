//! The parser's front: feeds tokens to the generated parser and collects what all stages say.

use crate::ast::File;
use crate::build::Builder;
use crate::diag::Diagnostic;
use crate::grammar::InputParser;
use crate::lexer::{Findings, Lexer, Spanned};
use crate::source::{FileId, Pos, SourceFile, Span};
use crate::token::{Semi, Token};
use lalrpop_util::ParseError;

/// What the text is to be read as.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Mode {
    /// A `.mgo` script: a `#!` line, no package clause and statements at top level are fine.
    pub script: bool,
}

/// A parsed file.
#[derive(Clone, Debug)]
pub struct Parsed {
    /// The tree; whole but for [`crate::ast::ExprKind::Bad`] and [`crate::ast::StmtKind::Bad`] where something is wrong.
    pub file: File,
    /// What is wrong, in order of position.
    pub diags: Vec<Diagnostic>,
    /// The first node number not used.
    pub next_node: u32,
    /// The text ended where more could follow.
    pub incomplete: bool,
}

/// Parses the text of `src`; nodes are numbered from `first_node`.
pub fn parse_file(id: FileId, src: &SourceFile, mode: Mode, first_node: u32) -> Parsed {
    let mut found = Findings::default();
    let mut builder = Builder::new(id, src, first_node);
    let tokens = Feed::new(src, mode, Lexer::new(src, mode.script, &mut found));
    let result = InputParser::new().parse(&mut builder, tokens);
    let mut incomplete = found.unterminated;
    if let Err(error) = result {
        let (lo, hi) = match error {
            ParseError::UnrecognizedEof { location, .. } => {
                incomplete = true;
                (location, location)
            }
            ParseError::UnrecognizedToken { token: (lo, token, hi), .. } | ParseError::ExtraToken { token: (lo, token, hi) } => {
                incomplete |= token == Token::Semi(Semi::Eof);
                (lo, hi)
            }
            ParseError::InvalidToken { location } => (location, location),
            ParseError::User { .. } => (src.base, src.base),
        };
        builder.syntax_error(Span::new(lo, hi), "unexpected token");
    }
    let next_node = builder.next_node();
    let mut diags = std::mem::take(&mut builder.diags);
    let file = builder.finish(found.directives);
    diags.append(&mut found.diags);
    diags.sort_by_key(|d| d.span.lo);
    Parsed { file, diags, next_node, incomplete }
}

/// The tokens as the grammar wants them: the kind of file first, and `func` told apart where a declaration starts.
struct Feed<'s, 'f> {
    lexer: Lexer<'s, 'f>,
    src: &'s SourceFile,
    script: bool,
    started: bool,
    /// Nothing is open here: neither brace nor parenthesis.
    depth: u32,
    /// The last token ended a declaration or statement.
    fresh: bool,
}

impl<'s, 'f> Feed<'s, 'f> {
    fn new(src: &'s SourceFile, mode: Mode, lexer: Lexer<'s, 'f>) -> Feed<'s, 'f> {
        Feed { lexer, src, script: mode.script, started: false, depth: 0, fresh: true }
    }

    /// Whether the `func` that ends at `pos` starts a declaration; in a script it may start a function literal.
    fn declares(&self, pos: Pos) -> bool {
        if !self.script {
            return true;
        }
        let mut found = Findings::default();
        let mut ahead = Lexer::at(self.src, pos, &mut found).map(|(_, token, _)| token);
        match ahead.next() {
            Some(Token::Name(_)) => true,
            Some(Token::LParen) => {
                let mut depth = 1;
                for token in ahead.by_ref() {
                    match token {
                        Token::LParen | Token::LBrack | Token::LBrace => depth += 1,
                        Token::RParen | Token::RBrack | Token::RBrace => depth -= 1,
                        _ => {}
                    }
                    if depth == 0 {
                        break;
                    }
                }
                matches!((ahead.next(), ahead.next()), (Some(Token::Name(_)), Some(Token::LParen | Token::LBrack)))
            }
            _ => false,
        }
    }
}

impl<'s> Iterator for Feed<'s, '_> {
    type Item = Spanned<'s>;

    fn next(&mut self) -> Option<Spanned<'s>> {
        if !self.started {
            self.started = true;
            let token = if self.script { Token::StartScript } else { Token::StartFile };
            return Some((self.src.base, token, self.src.base));
        }
        let (lo, mut token, hi) = self.lexer.next()?;
        match token {
            Token::LParen | Token::LBrack | Token::LBrace => self.depth += 1,
            Token::RParen | Token::RBrack | Token::RBrace => self.depth = self.depth.saturating_sub(1),
            Token::Func if self.fresh && self.depth == 0 && self.declares(hi) => token = Token::FuncDecl,
            _ => {}
        }
        self.fresh = matches!(token, Token::Semi(_));
        Some((lo, token, hi))
    }
}
