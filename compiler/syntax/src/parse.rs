//! The parser's front: feeds tokens to the generated parser and collects what all stages say.
//!
//! Invariant: a text without errors is lexed and parsed once, token by token; only a text with errors pays for recovery.

use crate::ast::File;
use crate::build::Builder;
use crate::diag::Diagnostic;
use crate::feed::Marker;
use crate::grammar::InputParser;
use crate::lexer::{Findings, Lexer, Spanned};
use crate::recover;
use crate::source::{FileId, SourceFile};
use crate::token::{Semi, Start, Token};
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
    let start = if mode.script { Start::Script } else { Start::File };
    let marker = Marker::new(src, mode.script);
    let tokens = Stream { start: Some(start), marker, lexer: Lexer::new(src, mode.script, &mut found) };
    let mut incomplete = false;
    if let Err(error) = InputParser::new().parse(&mut builder, tokens) {
        incomplete = match error {
            ParseError::UnrecognizedEof { .. } => true,
            ParseError::UnrecognizedToken { token: (_, token, _), .. } => token == Token::Semi(Semi::Eof),
            _ => false,
        };
        recover::recover(&mut builder, src, mode, &mut found);
    }
    let next_node = builder.next_node();
    let mut diags = std::mem::take(&mut builder.diags);
    let file = builder.finish(found.directives);
    diags.append(&mut found.diags);
    diags.sort_by_key(|d| d.span.lo);
    if diags.iter().any(|d| d.code == "Syntax") {
        diags.retain(|d| d.code == "Syntax");
        recover::one_per_line(src, &mut diags);
    }
    Parsed { file, diags, next_node, incomplete: incomplete || found.unterminated }
}

/// The tokens of a text as the grammar wants them, straight from the lexer.
struct Stream<'s, 'f> {
    start: Option<Start>,
    marker: Marker<'s>,
    lexer: Lexer<'s, 'f>,
}

impl<'s> Iterator for Stream<'s, '_> {
    type Item = Spanned<'s>;

    fn next(&mut self) -> Option<Spanned<'s>> {
        if let Some(start) = self.start.take() {
            let base = self.marker.base();
            return Some((base, Token::Start(start), base));
        }
        self.lexer.next().map(|spanned| self.marker.mark(spanned))
    }
}
