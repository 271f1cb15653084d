//! Bytes of a file to text: Go source is UTF-8.

use crate::diag::Diagnostic;
use crate::source::{FileId, SourceMap, Span};
use std::sync::Arc;

/// Adds a file of any bytes to `map`. Each byte that is not UTF-8 is reported and read as a space, so that all places stay what they are.
pub fn add_bytes(map: &SourceMap, name: impl Into<Arc<str>>, bytes: Vec<u8>) -> (FileId, Vec<Diagnostic>) {
    let (text, wrong) = match String::from_utf8(bytes) {
        Ok(text) => (text, Vec::new()),
        Err(error) => replace_invalid(error.as_bytes()),
    };
    let id = map.add(name, text);
    let base = map.file(id).base;
    let report = |at: u32| Diagnostic::error("Syntax", Span::new(base.plus(at), base.plus(at + 1)), "invalid UTF-8 encoding");
    (id, wrong.into_iter().map(report).collect())
}

/// The text with spaces for what is no UTF-8, and where that was.
fn replace_invalid(bytes: &[u8]) -> (String, Vec<u32>) {
    let mut text = String::with_capacity(bytes.len());
    let mut wrong = Vec::new();
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        for _ in chunk.invalid() {
            wrong.push(text.len() as u32);
            text.push(' ');
        }
    }
    (text, wrong)
}
