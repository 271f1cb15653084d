//! Recovery from syntax errors: says what is wrong in Go's words, mends the row of tokens as Go's parser would go on, and parses again.
//!
//! The grammar knows nothing of errors. When the parser stops at a token, [`explain`] looks at what the grammar would have taken there
//! and at the tokens before it, and gives a message and an edit: tokens to skip and tokens to put in. The parser then starts again
//! behind the last item of the file that is parsed for good, with the edits applied.
//!
//! Invariants: every edit skips a token or puts one in that the grammar takes, so each round gets further; rounds that do not, and a
//! single item with errors without end, are given up and the next declaration is looked for.

mod context;
mod explain;

use crate::build::Builder;
use crate::diag::Diagnostic;
use crate::feed::Marker;
use crate::grammar::InputParser;
use crate::lexer::{Findings, Lexer, Spanned};
use crate::parse::Mode;
use crate::source::{Pos, SourceFile, Span};
use crate::token::{Semi, Start, Token};
use context::Context;
use explain::{Repair, Skip};
use lalrpop_util::ParseError;
use std::collections::BTreeMap;

/// How often, on average, a token may be looked at again before an item is given up.
const PATIENCE: usize = 20;

/// More tokens than this put in at one place without getting on make no sense.
const LONG: usize = 8;

/// How many tokens further on a closing parenthesis is looked for.
const NEARBY: usize = 16;

/// A change to the row of tokens in front of a token.
#[derive(Default)]
struct Edit {
    insert: Vec<Token<'static>>,
    /// The token to go on with.
    resume: usize,
}

/// Parses what the fast path could not, from the last item that is done; all complaints go to the builder and to `found`.
pub(crate) fn recover(builder: &mut Builder<'_>, src: &SourceFile, mode: Mode, found: &mut Findings) {
    let from = builder.back_up();
    let fresh = from == src.base;
    // the lexer goes over the rest once more, for good
    found.diags.retain(|d| d.span.lo < from);
    found.directives.retain(|d| d.span.lo < from);
    found.unterminated = false;
    let lexer = if fresh { Lexer::new(src, mode.script, found) } else { Lexer::at(src, from, true, found) };
    let tokens: Vec<Spanned> = lexer.collect();
    let end = src.base.plus(src.text.len() as u32);
    let lexical = found.diags.iter().map(|d| d.span.lo).min();
    let mut recovery = Recovery {
        src,
        mode,
        tokens,
        end,
        edits: BTreeMap::new(),
        budget: 0,
        said: Vec::new(),
        done: from,
        from: Cursor::default(),
        fresh,
    };
    recovery.budget = recovery.tokens.len() * PATIENCE + 1_000_000;
    recovery.run(builder, lexical);
    // of two complaints about one place the parser's own is the better one
    builder.diags.splice(0..0, recovery.said);
}

/// Of the syntax errors in one line only the first is worth reading, as Go has it.
pub(crate) fn one_per_line(src: &SourceFile, diags: &mut Vec<Diagnostic>) {
    let mut last = 0;
    diags.retain(|d| {
        if !d.message.starts_with("syntax error") {
            return true;
        }
        let line = src.line_col(d.span.lo).0;
        std::mem::replace(&mut last, line) != line
    });
}

struct Recovery<'s> {
    src: &'s SourceFile,
    mode: Mode,
    /// From the item at which the fast path failed.
    tokens: Vec<Spanned<'s>>,
    end: Pos,
    edits: BTreeMap<usize, Edit>,
    /// How many tokens may still be fed to the parser.
    budget: usize,
    said: Vec<Diagnostic>,
    /// Behind the last item that is done.
    done: Pos,
    /// Where a round starts.
    from: Cursor,
    /// Nothing is done yet.
    fresh: bool,
}

impl<'s> Recovery<'s> {
    fn run(&mut self, builder: &mut Builder<'_>, lexical: Option<Pos>) {
        loop {
            let mut replay = Replay::new(self);
            let result = InputParser::new().parse(builder, &mut replay);
            let Replay { seen, cursors, next, .. } = replay;
            self.budget = self.budget.saturating_sub(seen.len());
            let expected = match result {
                Err(ParseError::UnrecognizedEof { expected, .. } | ParseError::UnrecognizedToken { expected, .. }) => expected,
                // parsed to the end; the grammar gives no errors of its own
                _ => return,
            };
            let item = self.item_start(builder.back_up(), &seen, &cursors);
            let failed = if next.exhausted { None } else { seen.last().copied() };
            let before = &seen[item..seen.len() - usize::from(failed.is_some())];
            let context = Context::new(before, failed.map(|(_, token, _)| token), expected, self.mode.script);
            let repair = explain::explain(&context, builder);
            let quiet = failed.is_none() && (!self.said.is_empty() || lexical.is_some());
            if !quiet {
                let place = failed.map_or(Span::new(self.end, self.end), |(lo, _, hi)| Span::new(lo, hi));
                let after = self.tokens.get(next.index).filter(|_| repair.at_next).map(|&(lo, _, hi)| Span::new(lo, hi));
                self.said.push(Diagnostic::error("Syntax", repair.at.or(after).unwrap_or(place), repair.message.clone()));
            }
            if failed.is_none() || repair.stop || !self.apply(&repair, &next, context.in_function) {
                return;
            }
        }
    }

    /// Where in `seen` the item with the error starts; from there the next round starts too.
    fn item_start(&mut self, done: Pos, seen: &[Spanned<'s>], cursors: &[Cursor]) -> usize {
        if done == self.done {
            return 0;
        }
        self.done = done;
        // the last token of the item before; what follows it is a semicolon or the error
        let through = seen.partition_point(|&(_, _, hi)| hi <= done);
        let Some(last) = seen[..through].iter().rposition(|(_, token, _)| !matches!(token, Token::Semi(_))) else { return 0 };
        self.from = cursors[last];
        self.fresh = false;
        last + 1
    }

    /// Makes the edit that `repair` asks for at the token where the parser stopped; false when there is nothing left to parse.
    fn apply(&mut self, repair: &Repair, next: &Cursor, in_function: bool) -> bool {
        let at = next.index - usize::from(!next.inserted);
        let mut resume = at;
        match repair.skip {
            Skip::None => {}
            Skip::One => resume += 1,
            Skip::Until(stop) => resume = self.find(at, stop, in_function),
            Skip::OneAndUntil(stop) => resume = self.find(at + 1, stop, in_function),
            Skip::Past(stop) => {
                resume += self.tokens[at..].iter().take_while(|&&(_, token, _)| !stop(token)).count() + 1;
            }
        }
        resume = resume.min(self.tokens.len());
        // a round that changes nothing, or an edit that the grammar did not take, would go on for ever
        let mut insert = repair.insert.clone();
        insert.extend(repair.close.filter(|&close| self.tokens.get(resume).is_none_or(|t| !same_kind(t.1, close))));
        let stuck = resume == at && (insert.is_empty() || self.edits.get(&at).is_some_and(|edit| edit.insert.len() > LONG));
        if stuck || next.inserted || self.budget == 0 {
            return self.give_up(at);
        }
        // edits in a row become one, so that the next round does not walk over them again
        let through = self.edits.range(..at).next_back().filter(|(_, edit)| edit.resume == at).map_or(at, |(&key, _)| key);
        let edit = self.edits.entry(through).or_insert_with(|| Edit { insert: Vec::new(), resume: at });
        edit.insert.extend(insert);
        edit.resume = resume;
        if let Some(token) = repair.also_skip {
            let closing = self.tokens[resume..].iter().take(NEARBY).position(|&(_, t, _)| t == token);
            if let Some(i) = closing.map(|i| i + resume) {
                self.edits.insert(i, Edit { insert: Vec::new(), resume: i + 1 });
            }
        }
        true
    }

    /// The first token from `at` on that `stop` names or at which something new starts.
    fn find(&self, at: usize, stop: fn(Token<'_>) -> bool, in_function: bool) -> usize {
        let ends = |&(lo, token, _): &Spanned<'_>| {
            let new =
                if in_function { explain::starts_statement(token) } else { explain::starts_declaration(token) && self.starts_line(lo) };
            stop(token) || new
        };
        self.tokens.iter().skip(at).position(ends).map_or(self.tokens.len(), |i| at + i)
    }

    fn starts_line(&self, pos: Pos) -> bool {
        self.src.line_col(pos).1 == 1
    }

    /// Drops everything up to a declaration that starts a line behind token `at`.
    fn give_up(&mut self, at: usize) -> bool {
        let next =
            (at + 1..self.tokens.len()).find(|&i| explain::starts_declaration(self.tokens[i].1) && self.starts_line(self.tokens[i].0));
        let Some(next) = next else { return false };
        // the item up to there is lost, what follows is parsed as the rest of the file
        self.from = Cursor { index: next, ..Cursor::default() };
        self.fresh = false;
        self.edits.insert(next, Edit { insert: vec![Token::Semi(Semi::Newline)], resume: next });
        true
    }
}

/// Whether two tokens are the same but for why there is a semicolon.
fn same_kind(a: Token<'_>, b: Token<'_>) -> bool {
    a == b || matches!((a, b), (Token::Semi(_), Token::Semi(_)))
}

/// Where a [`Replay`] is.
#[derive(Clone, Copy, Default)]
struct Cursor {
    /// The token to give next.
    index: usize,
    /// How many tokens of the edit there were given.
    put_in: usize,
    /// The last token given was put in by an edit.
    inserted: bool,
    /// The text ended.
    exhausted: bool,
}

/// The tokens with the edits applied.
struct Replay<'r, 's> {
    tokens: &'r [Spanned<'s>],
    edits: &'r BTreeMap<usize, Edit>,
    end: Pos,
    marker: Marker<'s>,
    start: Option<Start>,
    next: Cursor,
    /// All that was given, but for the start.
    seen: Vec<Spanned<'s>>,
    /// Where it was after each of those.
    cursors: Vec<Cursor>,
}

impl<'r, 's> Replay<'r, 's> {
    fn new(recovery: &'r Recovery<'s>) -> Replay<'r, 's> {
        let start = match (recovery.mode.script, recovery.fresh) {
            (false, true) => Start::File,
            (false, false) => Start::RestOfFile,
            (true, true) => Start::Script,
            (true, false) => Start::RestOfScript,
        };
        Replay {
            tokens: &recovery.tokens,
            edits: &recovery.edits,
            end: recovery.end,
            marker: Marker::new(recovery.src, recovery.mode.script),
            start: Some(start),
            next: Cursor { exhausted: false, ..recovery.from },
            seen: Vec::new(),
            cursors: Vec::new(),
        }
    }

    fn give(&mut self, spanned: Spanned<'s>) -> Option<Spanned<'s>> {
        let spanned = self.marker.mark(spanned);
        self.seen.push(spanned);
        self.cursors.push(self.next);
        Some(spanned)
    }
}

impl<'s> Iterator for Replay<'_, 's> {
    type Item = Spanned<'s>;

    fn next(&mut self) -> Option<Spanned<'s>> {
        if let Some(start) = self.start.take() {
            let base = self.marker.base();
            return Some((base, Token::Start(start), base));
        }
        let next = &mut self.next;
        while let Some(edit) = self.edits.get(&next.index) {
            if let Some(&token) = edit.insert.get(next.put_in) {
                next.put_in += 1;
                next.inserted = true;
                let pos = self.tokens.get(next.index).map_or(self.end, |t| t.0);
                return self.give((pos, token, pos));
            }
            next.put_in = 0;
            if edit.resume == next.index {
                break;
            }
            next.index = edit.resume;
        }
        next.inserted = false;
        match self.tokens.get(next.index) {
            Some(&spanned) => {
                next.index += 1;
                self.give(spanned)
            }
            None => {
                next.exhausted = true;
                None
            }
        }
    }
}
