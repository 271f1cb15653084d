//! Diagnostics as people read them: a line `file:line:column: message`, the source under it, then advice.
//!
//! Invariants: the first line of each is unindented and carries all that tools need; the work per diagnostic does not grow with the file.

use crate::diag::{Diagnostic, Severity};
use crate::source::{SourceMap, Span};
use annotate_snippets::renderer::DEFAULT_TERM_WIDTH;
use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Renderer, Snippet};
use std::fmt::Write;
use std::ops::Range;

/// Source beyond this many bytes before or behind the place in question is left out of its line.
const WINDOW: usize = 300;

/// Renders `diags` in the order they come in, with colours for a terminal when `color`.
pub fn render(map: &SourceMap, diags: &[Diagnostic], color: bool) -> String {
    let renderer = if color { Renderer::styled() } else { Renderer::plain() }.term_width(DEFAULT_TERM_WIDTH);
    let mut out = String::new();
    for diag in diags {
        render_one(map, diag, &renderer, color, &mut out);
    }
    out
}

fn render_one(map: &SourceMap, diag: &Diagnostic, renderer: &Renderer, color: bool, out: &mut String) {
    let level = match diag.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    headline(map, diag, color, out);
    let mut excerpts: Vec<Excerpt> = Vec::new();
    add_excerpt(map, diag.span, AnnotationKind::Primary, None, &mut excerpts);
    for label in &diag.labels {
        add_excerpt(map, label.span, AnnotationKind::Context, Some(&label.text), &mut excerpts);
    }
    let snippets = excerpts.into_iter().enumerate().map(|(i, excerpt)| excerpt.snippet(i > 0));
    let help = diag.help.iter().map(|text| Level::HELP.message(text));
    let group = Group::with_level(level).elements(snippets).elements(help);
    if !group.is_empty() {
        out.push_str(&renderer.render(&[group]));
        out.push('\n');
    }
}

fn headline(map: &SourceMap, diag: &Diagnostic, color: bool, out: &mut String) {
    let place = map.locate(diag.span.lo).map(|at| format!("{at}: ")).unwrap_or_default();
    let warning = if diag.severity == Severity::Warning { "warning: " } else { "" };
    let text = format!("{place}{warning}{}", diag.message);
    let _ = match (color, diag.severity) {
        (false, _) => writeln!(out, "{text}"),
        (true, Severity::Error) => writeln!(out, "\x1b[1;31m{text}\x1b[0m"),
        (true, Severity::Warning) => writeln!(out, "\x1b[1;33m{text}\x1b[0m"),
    };
}

/// One line of source, or the part of a long one that matters, and what to mark in it.
struct Excerpt<'a> {
    file: &'a str,
    line: u32,
    text: &'a str,
    marks: Vec<(Range<usize>, AnnotationKind, Option<&'a str>)>,
}

impl<'a> Excerpt<'a> {
    /// The snippet; one that goes on from another says where it is from.
    fn snippet(self, further: bool) -> Snippet<'a, Annotation<'a>> {
        let marks = self.marks.into_iter().map(|(range, kind, label)| kind.span(range).label(label));
        let path = further.then_some(self.file);
        Snippet::source(self.text).line_start(self.line as usize).path(path).annotations(marks)
    }
}

/// Marks `span` in its line; a span of several lines is marked to the end of its first one.
fn add_excerpt<'a>(map: &'a SourceMap, span: Span, kind: AnnotationKind, label: Option<&'a str>, excerpts: &mut Vec<Excerpt<'a>>) {
    let Some((_, file)) = map.file_of(span.lo) else { return };
    let (line, column) = file.line_col(span.lo);
    let text = file.line_text(line);
    let start = (column as usize - 1).min(text.len());
    let end = (start + span.hi.0.saturating_sub(span.lo.0) as usize).clamp(start, text.len());
    let (start, end) = (text.floor_char_boundary(start), text.ceil_char_boundary(end));
    let same = excerpts.iter_mut().find(|e| e.file == &*file.name && e.line == line && text.len() <= WINDOW);
    if let Some(excerpt) = same {
        excerpt.marks.push((start..end, kind, label));
        return;
    }
    let (from, to) = window(text, start);
    let mark = start - from..end.min(to) - from;
    excerpts.push(Excerpt { file: &file.name, line, text: &text[from..to], marks: vec![(mark, kind, label)] });
}

/// The part of `text` around `at` that is worth showing.
fn window(text: &str, at: usize) -> (usize, usize) {
    if text.len() <= WINDOW {
        return (0, text.len());
    }
    (text.floor_char_boundary(at.saturating_sub(WINDOW)), text.ceil_char_boundary(at + WINDOW))
}
