//! Diagnostics for people, on standard error, and for tools, as JSON on standard output.

use mgo_syntax::diag::{Diagnostic, Severity, tidy};
use mgo_syntax::source::{SourceMap, Span};
use serde_json::{Value, json};
use std::io::{IsTerminal, Write};

/// How diagnostics are printed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    /// A line in Go's style, the source below it.
    Text,
    /// One object a line.
    Json,
}

impl Format {
    /// JSON, when asked for.
    pub fn json_if(json: bool) -> Format {
        if json { Format::Json } else { Format::Text }
    }
}

/// Whether a terminal may be given colours: `NO_COLOR` with something in it forbids them.
pub fn may_color() -> bool {
    std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// Prints diagnostics in the order of their places; gives whether there is an error among them.
pub fn report(sources: &SourceMap, diags: &[Diagnostic]) -> bool {
    report_as(sources, diags, Format::Text)
}

/// As [`report`], in this format.
pub fn report_as(sources: &SourceMap, diags: &[Diagnostic], format: Format) -> bool {
    if diags.is_empty() {
        return false;
    }
    let color = std::io::stderr().is_terminal() && may_color();
    // A closed output is no reason to fail.
    let _ = match format {
        Format::Text => std::io::stderr().lock().write_all(text(sources, diags, color).as_bytes()),
        Format::Json => std::io::stdout().lock().write_all(json_lines(sources, diags).as_bytes()),
    };
    diags.iter().any(|d| d.severity == Severity::Error)
}

/// Prints to standard output; a reader that has gone is no error.
pub fn print(text: &str) {
    let _ = std::io::stdout().lock().write_all(text.as_bytes());
}

/// Prints to standard error, likewise.
pub fn warn(text: &str) {
    let _ = std::io::stderr().lock().write_all(text.as_bytes());
}

/// Diagnostics in the order of their places, as text.
pub fn text(sources: &SourceMap, diags: &[Diagnostic], color: bool) -> String {
    let mut sorted: Vec<Diagnostic> = diags.to_vec();
    tidy(&mut sorted, sources);
    mgo_syntax::render::render(sources, &sorted, color)
}

/// The errors among diagnostics in the order of their places, as tools know them: a line each.
pub fn lines(sources: &SourceMap, diags: &[Diagnostic]) -> String {
    let mut sorted: Vec<Diagnostic> = diags.iter().filter(|d| d.severity == Severity::Error).cloned().collect();
    tidy(&mut sorted, sources);
    let place = |d: &Diagnostic| sources.locate(d.span.lo).map(|at| format!("{at}: ")).unwrap_or_default();
    sorted.iter().map(|d| format!("{}{}\n", place(d), d.message)).collect()
}

/// Diagnostics in the order of their places, one JSON object a line.
pub fn json_lines(sources: &SourceMap, diags: &[Diagnostic]) -> String {
    let mut sorted: Vec<Diagnostic> = diags.to_vec();
    tidy(&mut sorted, sources);
    sorted.iter().map(|d| format!("{}\n", object(sources, d))).collect()
}

fn object(sources: &SourceMap, diag: &Diagnostic) -> Value {
    let severity = match diag.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let labels: Vec<Value> = diag.labels.iter().map(|l| json!({ "span": place(sources, l.span), "text": l.text })).collect();
    json!({
        "severity": severity,
        "code": diag.code,
        "message": diag.message,
        "span": place(sources, diag.span),
        "labels": labels,
        "help": diag.help,
    })
}

/// File and 1-based lines and columns (in bytes); null for what has no place.
fn place(sources: &SourceMap, span: Span) -> Value {
    let (Some(lo), Some(hi)) = (sources.locate(span.lo), sources.locate(span.hi)) else { return Value::Null };
    json!({ "file": &*lo.file, "line": lo.line, "column": lo.column, "end_line": hi.line, "end_column": hi.column })
}
