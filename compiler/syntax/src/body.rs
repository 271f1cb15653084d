//! Bodies of functions: there from the start, or parsed when somebody first looks.
//!
//! Most functions of a library are never called, so their bodies are only skipped: [`skip`] finds the brace that closes one without making tokens.
//! Invariant: the numbers of a body's nodes follow from where it stands in its file, so they do not depend on which bodies were looked at.

use crate::ast::Block;
use crate::diag::Diagnostic;
use crate::parse::parse_body;
use crate::source::{FileId, SourceFile, Span};
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

/// No text has more nodes than this per byte: a name that is a statement makes three.
const NODES_PER_BYTE: u32 = 4;
/// What a text without bytes may still need.
const SPARE_NODES: u32 = 16;

/// A function's body.
#[derive(Clone, Debug)]
pub struct Body {
    /// With the braces; known without looking inside.
    pub span: Span,
    parsed: OnceLock<Box<(Block, Vec<Diagnostic>)>>,
    origin: Option<Origin>,
}

/// What is needed to parse a body later.
#[derive(Clone, Debug)]
struct Origin {
    file: Arc<LazyFile>,
    first_node: u32,
}

/// A file whose bodies are parsed later.
#[derive(Debug)]
pub(crate) struct LazyFile {
    pub(crate) id: FileId,
    pub(crate) source: SourceFile,
    pub(crate) first_node: u32,
}

impl LazyFile {
    fn text_len(&self) -> u32 {
        self.source.text.len() as u32
    }

    /// The first node number that neither the declarations nor any body can get.
    pub(crate) fn end_node(&self) -> u32 {
        self.first_node + 2 * (NODES_PER_BYTE * self.text_len() + SPARE_NODES)
    }

    /// The numbers of what is parsed later come behind those of all declarations, in the order of the text.
    pub(crate) fn node_at(&self, span: Span) -> u32 {
        let offset = span.lo.0 - self.source.base.0;
        self.first_node + NODES_PER_BYTE * (self.text_len() + offset) + SPARE_NODES
    }
}

impl Body {
    /// A body that is parsed when it is first looked at.
    pub(crate) fn deferred(file: Arc<LazyFile>, span: Span) -> Body {
        let first_node = file.node_at(span);
        Body { span, parsed: OnceLock::new(), origin: Some(Origin { file, first_node }) }
    }

    /// What is wrong with the text of a body that was skipped at first.
    pub fn diags(&self) -> &[Diagnostic] {
        &self.look().1
    }

    fn look(&self) -> &(Block, Vec<Diagnostic>) {
        self.parsed.get_or_init(|| {
            Box::new(match &self.origin {
                Some(Origin { file, first_node }) => parse_body(file.id, &file.source, self.span, *first_node),
                None => (Block { stmts: Vec::new(), span: self.span }, Vec::new()),
            })
        })
    }
}

impl From<Block> for Body {
    fn from(block: Block) -> Body {
        Body { span: block.span, parsed: OnceLock::from(Box::new((block, Vec::new()))), origin: None }
    }
}

impl Deref for Body {
    type Target = Block;

    fn deref(&self) -> &Block {
        &self.look().0
    }
}

/// The length of the block that `text` starts with, braces included; `None` when it is not closed.
pub(crate) fn skip(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut depth = 0usize;
    let mut i = 0;
    while let Some(&byte) = bytes.get(i) {
        match byte {
            b'{' => depth += 1,
            b'}' => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(i + 1);
                }
            }
            b'"' | b'\'' => i += quoted(&bytes[i + 1..], byte)?,
            b'`' => i += memchr::memchr(b'`', &bytes[i + 1..])? + 1,
            b'/' if bytes.get(i + 1) == Some(&b'/') => i += memchr::memchr(b'\n', &bytes[i..])?,
            b'/' if bytes.get(i + 1) == Some(&b'*') => i += memchr::memmem::find(&bytes[i + 2..], b"*/")? + 3,
            _ => {}
        }
        i += 1;
    }
    None
}

/// The length of a literal behind its first quote, the last one included; `None` when its line ends before.
fn quoted(bytes: &[u8], quote: u8) -> Option<usize> {
    let mut i = 0;
    loop {
        match *bytes.get(i)? {
            b'\\' => i += 1,
            b'\n' => return None,
            byte if byte == quote => return Some(i + 1),
            _ => {}
        }
        i += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::skip;

    #[test]
    fn braces_in_literals_and_comments_do_not_count() {
        for text in [
            "{}",
            "{ { } }",
            r#"{ "}" }"#,
            r"{ '}' }",
            r"{ '\'' + '{' }",
            "{ `}` + `\n{` }",
            "{ // }\n}",
            "{ /* } */ }",
            r#"{ "\"}" }"#,
            "{ a / b }",
        ] {
            assert_eq!(skip(&format!("{text} }}")), Some(text.len()), "{text}");
        }
        for text in ["{", "{ \"\n}", "{ /* }", "{ `}", "{ // }"] {
            assert_eq!(skip(text), None, "{text}");
        }
    }
}
