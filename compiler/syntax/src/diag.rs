//! Diagnostics: what the stages of the front end have to say about a program.

use crate::source::{FileId, SourceMap, Span};
use std::collections::HashSet;

/// How bad it is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Severity {
    /// The program runs all the same.
    Warning,
    /// The program does not compile.
    Error,
}

/// A second place that explains the first.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What is there, e.g. `other declaration of x`.
    pub text: String,
}

/// One finding: Go's wording where Go has one, one primary place, labels and help beside it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Diagnostic {
    /// Error or warning.
    pub severity: Severity,
    /// A stable code such as `UnusedVar`, the name go/types' `internal/types/errors` gives it where it has one; `Syntax` for syntax errors.
    pub code: &'static str,
    /// The main place.
    pub span: Span,
    /// Go's text, without position: `declared and not used: x`.
    pub message: String,
    /// Further places.
    pub labels: Vec<Label>,
    /// "did you mean" and other advice, one line each.
    pub help: Vec<String>,
}

impl Diagnostic {
    /// An error with nothing beside it.
    pub fn error(code: &'static str, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic { severity: Severity::Error, code, span, message: message.into(), labels: Vec::new(), help: Vec::new() }
    }

    /// A warning with nothing beside it.
    pub fn warning(code: &'static str, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic { severity: Severity::Warning, ..Diagnostic::error(code, span, message) }
    }

    /// Adds a second place.
    pub fn with_label(mut self, span: Span, text: impl Into<String>) -> Diagnostic {
        self.labels.push(Label { span, text: text.into() });
        self
    }

    /// Adds a line of advice.
    pub fn with_help(mut self, text: impl Into<String>) -> Diagnostic {
        self.help.push(text.into());
        self
    }
}

/// Puts findings in the order of their places and removes repeats: what was said of a line before, as Go does.
pub fn tidy(diags: &mut Vec<Diagnostic>, sources: &SourceMap) {
    diags.sort_by_key(|d| (d.span.lo, d.span.hi));
    let mut said: HashSet<(Option<(FileId, u32)>, String)> = HashSet::new();
    diags.retain(|d| {
        let line = sources.file_of(d.span.lo).map(|(id, file)| (id, file.line_col(d.span.lo).0));
        said.insert((line, d.message.clone()))
    });
}
