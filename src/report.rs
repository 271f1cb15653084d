//! Diagnostics on standard error.

use mgo_syntax::diag::{Diagnostic, Severity, tidy};
use mgo_syntax::source::SourceMap;
use std::io::{IsTerminal, Write};

/// Prints diagnostics in the order of their places; gives whether there is an error among them.
pub fn report(sources: &SourceMap, diags: &[Diagnostic]) -> bool {
    if diags.is_empty() {
        return false;
    }
    let color = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    let text = text(sources, diags, color);
    // A closed standard error is no reason to fail.
    let _ = std::io::stderr().lock().write_all(text.as_bytes());
    diags.iter().any(|d| d.severity == Severity::Error)
}

/// Diagnostics in the order of their places, as text.
pub fn text(sources: &SourceMap, diags: &[Diagnostic], color: bool) -> String {
    let mut sorted: Vec<Diagnostic> = diags.to_vec();
    tidy(&mut sorted, sources);
    mgo_syntax::render::render(sources, &sorted, color)
}
