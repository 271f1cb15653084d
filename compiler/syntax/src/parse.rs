//! The parser's front: feeds tokens to the generated parser and collects what all stages say.
//!
//! Invariant: a text without errors is lexed and parsed once, token by token; only one that the grammar does not take is gone over again.

use crate::ast::{Block, File, FuncDecl};
use crate::body::{LazyFile, skip};
use crate::branches::{check_body, check_file};
use crate::build::Builder;
use crate::diag::Diagnostic;
use crate::directive::settle;
use crate::explain::explain;
use crate::feed::Marker;
use crate::func::{Outline, Receiver};
use crate::grammar::InputParser;
use crate::lexer::{Findings, Lexer, Spanned};
use crate::literal::valid_import_path;
use crate::source::{FileId, Pos, SourceFile, Span};
use crate::token::{Semi, Start, Token};
use lalrpop_util::ParseError;
use std::sync::Arc;

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
    parse(Builder::new(id, src, src.text.len(), first_node), src, mode, None)
}

/// Parses a Go file but for its functions, which are parsed when they are first looked at, and their bodies later still: for libraries, of which
/// little is used.
pub fn parse_declarations(id: FileId, src: &SourceFile, first_node: u32) -> Parsed {
    let file = Arc::new(LazyFile { id, source: src.clone(), first_node });
    let end_node = file.end_node();
    let parsed = parse(Builder::new(id, src, src.text.len() / 4, first_node), src, Mode::default(), Some(file));
    if !parsed.diags.is_empty() {
        // Recovery looks at every token: such a file is parsed as a whole.
        return parse_file(id, src, Mode::default(), first_node);
    }
    Parsed { next_node: end_node, ..parsed }
}

/// Parses the block at `span`, a function's body.
pub(crate) fn parse_body(id: FileId, src: &SourceFile, span: Span, first_node: u32) -> (Block, Vec<Diagnostic>) {
    match block_at(id, src, span, first_node) {
        Some(parsed) => parsed,
        // Only the parser of whole files says what is wrong in Go's words.
        None => (Block { stmts: Vec::new(), span }, parse_file(id, src, Mode::default(), first_node).diags),
    }
}

/// The block at `span`, if the grammar takes it, and what else is wrong with it.
fn block_at(id: FileId, src: &SourceFile, span: Span, first_node: u32) -> Option<(Block, Vec<Diagnostic>)> {
    let mut found = Findings::default();
    let mut builder = Builder::new(id, src, (span.hi.0 - span.lo.0) as usize, first_node);
    let lexer = Lexer::at(src, span.lo, false, &mut found).take_while(|&(_, _, hi)| hi <= span.hi);
    let start = std::iter::once((span.lo, Token::Start(Start::Body), span.lo));
    InputParser::new().parse(&mut builder, start.chain(lexer)).ok()?;
    let (block, mut diags) = builder.finish_body();
    diags.append(&mut found.diags);
    Some((block?, diags))
}

/// Parses the declared function at `span`, but for its body.
pub(crate) fn parse_func(file: &Arc<LazyFile>, span: Span) -> (Option<FuncDecl>, Vec<Diagnostic>) {
    let src = &file.source;
    let mut found = Findings::default();
    let mut builder = Builder::new(file.id, src, 256, file.node_at(span)).lazily(file.clone());
    let lexer = Lexer::at(src, span.lo, false, &mut found);
    let tokens = Stream {
        start: Some((span.lo, Start::Func)),
        marker: Marker::new(src, false),
        lexer,
        skips: true,
        head: Head::None,
        outlines: None,
    };
    let result = InputParser::new().parse(&mut builder, tokens.take_while(|&(_, _, hi)| hi <= span.hi));
    let (func, mut diags) = builder.finish_func();
    diags.append(&mut found.diags);
    if result.is_err() {
        // Only the parser of whole files says what is wrong in Go's words.
        diags = parse_file(file.id, src, Mode::default(), file.first_node).diags;
    }
    (func, diags)
}

/// Functions are put off when `later` tells of their file.
fn parse(mut builder: Builder<'_>, src: &SourceFile, mode: Mode, later: Option<Arc<LazyFile>>) -> Parsed {
    let mut found = Findings::default();
    let start = if mode.script { Start::Script } else { Start::File };
    let marker = Marker::new(src, mode.script);
    let lexer = Lexer::new(src, mode.script, &mut found);
    let mut outlines = Vec::new();
    let skips = later.is_some();
    let start = Some((src.base, start));
    let tokens = Stream { start, marker, lexer, skips, head: Head::None, outlines: skips.then_some(&mut outlines) };
    let (mut incomplete, mut failed) = (false, None);
    if let Err(error) = InputParser::new().parse(&mut builder, tokens) {
        incomplete = match &error {
            ParseError::UnrecognizedEof { .. } => true,
            ParseError::UnrecognizedToken { token: (_, token, _), .. } => *token == Token::Semi(Semi::Eof),
            _ => false,
        };
        failed = Some(error);
    }
    if let Some(file) = later {
        builder.outlined(&file, outlines);
    }
    let next_node = builder.next_node();
    let mut diags = std::mem::take(&mut builder.diags);
    let (mut bad_import, mut texts) = (false, Vec::new());
    let mut broken = failed.is_some();
    if broken || !found.diags.is_empty() || diags.iter().any(|d| d.code == "Syntax") {
        let explained = explain(src, mode);
        (found, bad_import, texts) = (explained.found, explained.bad_import, explained.bodies);
        if explained.said.is_empty() {
            diags.extend(failed.filter(|_| found.diags.is_empty()).map(|error| unexplained(&error, src)));
        } else {
            diags = explained.said;
        }
    }
    let mut misplaced = if !skips { settle(src, mode.script, broken, &mut found.directives) } else { Vec::new() };
    let mut file = builder.finish(found.directives);
    diags.append(&mut found.diags);
    for (at, message) in src.wrong_line_directives() {
        let at = src.base.plus(*at as u32);
        diags.push(Diagnostic::error("Syntax", Span::new(at, at.plus(1)), message.clone()));
    }
    diags.sort_by_key(|d| d.span.lo);
    // Go goes on to the types in spite of other complaints.
    broken |= diags.iter().any(|d| d.message.starts_with("syntax error"));
    if broken {
        diags.retain(|d| d.code == "Syntax");
    }
    // Nor further than the first malformed literal or character among the imports.
    let head = file.imports.last().map(|import| import.span.hi).or(file.package.as_ref().map(|name| name.span.hi));
    let mut bad_head = !mode.script && diags.first().is_some_and(|d| d.code == "Syntax" && head.is_none_or(|end| d.span.lo < end));
    // What reads the imports has words of its own for a path without its second quote.
    if let (false, Some(import), Some(diag)) = (mode.script, file.imports.last(), diags.first_mut())
        && diag.span.lo == import.path_span.hi
        && diag.message == "newline in string"
    {
        *diag = Diagnostic::error("Syntax", import.path_span, "string literal not terminated");
        bad_head = true;
    }
    let bad_path = (!mode.script && !skips && !bad_import && !bad_head)
        .then(|| file.imports.iter().find(|import| valid_import_path(&import.path).is_err()))
        .flatten();
    if let Some(import) = bad_path {
        let message = format!("invalid import path: {}", import.path);
        broken = true;
        diags = vec![Diagnostic::error("BadImportPath", import.span, message)];
        // Nor are the others looked for.
        file.imports.clear();
    } else if bad_import || bad_head {
        broken = true;
        diags.truncate(1);
        file.imports.clear();
        // What reads the imports takes the end of a text for a part of its last line.
        let last_line = Span::new(Pos(file.end.0.saturating_sub(1)), file.end);
        diags.iter_mut().filter(|d| d.span.lo == file.end && src.text.ends_with('\n')).for_each(|d| d.span = last_line);
    } else if !skips {
        diags.append(&mut misplaced);
        diags.extend(branches(&file, broken, &texts));
        diags.sort_by_key(|d| d.span.lo);
    }
    file.broken = broken;
    file.flawed = !diags.is_empty();
    Parsed { file, diags, next_node, incomplete: incomplete || found.unterminated }
}

/// What is wrong with the labels and branches of the functions in which nothing else is wrong. `texts` are the bodies in a text that is
/// not as it should be, with those in which something is wrong; there may be no trees of them.
fn branches(file: &File, broken: bool, texts: &[(Span, bool)]) -> Vec<Diagnostic> {
    let flawed: Vec<Span> = texts.iter().filter(|body| body.1).map(|body| body.0).collect();
    if !broken {
        return check_file(file, &flawed);
    }
    let inside = |span: Span, other: Span| other.lo < span.lo && span.hi <= other.hi;
    let whole = |span: Span| !flawed.contains(&span) && !texts.iter().any(|&(other, bad)| !bad && inside(span, other));
    let blocks = texts.iter().filter(|&&(span, _)| whole(span)).filter_map(|&(span, _)| block_at(file.file, &file.source, span, 0));
    blocks.flat_map(|(block, _)| check_body(&file.source, &block)).collect()
}

/// What to say of a text that the grammar does not take when [`explain`] finds nothing wrong with it.
fn unexplained(error: &ParseError<Pos, Token<'_>, ()>, src: &SourceFile) -> Diagnostic {
    let end = src.base.plus(src.text.len() as u32);
    let (span, text) = match error {
        ParseError::UnrecognizedToken { token: (lo, token, hi), .. } => (Span::new(*lo, *hi), token.keyword().unwrap_or(token.text())),
        _ => (Span::new(end, end), "EOF"),
    };
    Diagnostic::error("Syntax", span, format!("syntax error: unexpected {text}"))
}

/// The tokens of a text as the grammar wants them, straight from the lexer.
struct Stream<'s, 'f> {
    start: Option<(Pos, Start)>,
    marker: Marker<'s>,
    lexer: Lexer<'s, 'f>,
    /// Bodies of declared functions are left out.
    skips: bool,
    head: Head,
    /// Declared functions go here, and not to the parser.
    outlines: Option<&'f mut Vec<Outline>>,
}

/// Whether the tokens at hand are those between `func` and the body of a declared function.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Head {
    None,
    Inside,
    /// Behind `struct` or `interface`: the next brace belongs to a type.
    Type,
}

impl<'s> Stream<'s, '_> {
    /// Goes past the inside of the body that `token` opens, and says whether it does.
    fn skip_body(&mut self, token: Token<'s>, hi: Pos) -> bool {
        let inside = self.head != Head::None;
        match token {
            Token::FuncDecl => self.head = Head::Inside,
            Token::Struct | Token::Interface if inside => self.head = Head::Type,
            Token::LBrace if self.head == Head::Inside && self.marker.depth() == 1 => {
                self.head = Head::None;
                // A body that is not closed is left to the parser.
                let start = &self.marker.text()[(hi.0 - self.marker.base().0) as usize - 1..];
                if let Some(len) = skip(start) {
                    self.lexer.skip_to(hi.plus(len as u32 - 2));
                }
                return true;
            }
            Token::Semi(_) if self.marker.depth() == 0 => self.head = Head::None,
            _ if inside => self.head = Head::Inside,
            _ => {}
        }
        false
    }

    fn read(&mut self) -> Option<Spanned<'s>> {
        self.lexer.next().map(|spanned| self.marker.mark(spanned))
    }

    /// Reads on to the end of the declared function whose `func`, at `lo`, was just read; `None` when it is not as functions are.
    fn outline(&mut self, lo: Pos) -> Option<Outline> {
        self.head = Head::Inside;
        let mut at = self.read()?;
        let mut recv = None;
        if at.1 == Token::LParen {
            recv = Some(self.receiver()?);
            at = self.read()?;
        }
        let (name_lo, Token::Name(name), name_hi) = at else { return None };
        let (mut hi, mut has_body) = (name_hi, false);
        loop {
            let (_, token, end) = self.read()?;
            has_body |= self.skip_body(token, end);
            if matches!(token, Token::Semi(_)) && self.marker.depth() == 0 {
                break;
            }
            hi = end;
        }
        Some(Outline { name: name.into(), name_span: Span::new(name_lo, name_hi), recv, has_body, span: Span::new(lo, hi) })
    }

    /// Reads a receiver behind its `(`: the type is the last name in front of type arguments.
    fn receiver(&mut self) -> Option<Receiver> {
        let (mut ptr, mut base, mut args) = (false, None, false);
        while self.marker.depth() > 0 {
            match self.read()?.1 {
                Token::LBrack => args = true,
                Token::Star if !args => ptr = true,
                Token::Name(name) if !args => base = Some(name),
                _ => {}
            }
        }
        base.map(|base| Receiver { ptr, base: base.into() })
    }
}

impl<'s> Iterator for Stream<'s, '_> {
    type Item = Spanned<'s>;

    fn next(&mut self) -> Option<Spanned<'s>> {
        if let Some((at, start)) = self.start.take() {
            return Some((at, Token::Start(start), at));
        }
        loop {
            let spanned = self.read()?;
            // A function in front of the package clause or of an import is wrong: a missing token makes the parser notice.
            let misplaced = matches!(spanned.1, Token::Package | Token::Import) && self.outlines.as_ref().is_some_and(|o| !o.is_empty());
            if misplaced {
                return None;
            }
            if spanned.1 != Token::FuncDecl || self.outlines.is_none() {
                if self.skips {
                    self.skip_body(spanned.1, spanned.2);
                }
                return Some(spanned);
            }
            // What cannot be outlined is given to the parser, which complains.
            let Some(outline) = self.outline(spanned.0) else { return Some(spanned) };
            self.outlines.as_mut()?.push(outline);
        }
    }
}
