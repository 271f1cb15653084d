//! `//line` and `/*line …*/`: comments that say where the text behind them comes from, for messages and tracebacks.
//!
//! A directive is `line [NAME]:LINE[:COLUMN]`; `//line` stands at the start of its line. What ends in no number is an ordinary comment.

use std::sync::Arc;

/// Numbers are smaller.
const MAX_NUMBER: u32 = 1 << 30;

/// From `offset` on the text comes from elsewhere.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Origin {
    /// Where the directive ends, in bytes.
    pub(crate) offset: u32,
    /// The file that messages name.
    pub(crate) name: Arc<str>,
    /// Of the first byte, 1-based.
    pub(crate) line: u32,
    /// Of the first byte; `None` when columns are not known.
    pub(crate) column: Option<u32>,
}

/// All directives of a text, and what is wrong with some: its place and what to say.
#[derive(Default, Debug)]
pub(crate) struct Found {
    pub(crate) origins: Vec<Origin>,
    pub(crate) wrong: Vec<(usize, String)>,
}

impl Found {
    /// The last directive that ends at or in front of `offset`.
    pub(crate) fn before(&self, offset: u32) -> Option<&Origin> {
        self.origins.partition_point(|o| o.offset <= offset).checked_sub(1).map(|i| &self.origins[i])
    }
}

/// Finds the directives of the file `name`.
pub(crate) fn scan(name: &Arc<str>, text: &str) -> Found {
    let mut found = Found::default();
    let bytes = text.as_bytes();
    // Most texts have none, and need no closer look.
    if memchr::memmem::find(bytes, b"//line ").is_none() && memchr::memmem::find(bytes, b"/*line ").is_none() {
        return found;
    }
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        at = match (byte, bytes.get(at + 1)) {
            (b'/', Some(b'/')) => {
                let end = memchr::memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |len| at + len);
                if at == 0 || bytes[at - 1] == b'\n' {
                    directive(name, text[at + 2..end].trim_end_matches('\r'), at + 2, end + 1, &mut found);
                }
                end
            }
            (b'/', Some(b'*')) => {
                let Some(len) = memchr::memmem::find(&bytes[at + 2..], b"*/") else { break };
                let end = at + 2 + len;
                directive(name, &text[at + 2..end], at + 2, end + 2, &mut found);
                end + 2
            }
            (b'`', _) => memchr::memchr(b'`', &bytes[at + 1..]).map_or(bytes.len(), |len| at + len + 2),
            (b'"' | b'\'', _) => behind_quoted(bytes, at),
            _ => at + 1,
        };
    }
    found
}

/// Behind the literal that starts at `at`, or at the end of its line.
fn behind_quoted(bytes: &[u8], at: usize) -> usize {
    let mut i = at + 1;
    while let Some(&byte) = bytes.get(i) {
        match byte {
            b'\\' => i += 1,
            b'\n' => return i,
            _ if byte == bytes[at] => return i + 1,
            _ => {}
        }
        i += 1;
    }
    bytes.len()
}

/// Reads the comment `text`, which starts at `at`; what it says is true from `behind` on.
fn directive(file: &Arc<str>, text: &str, at: usize, behind: usize, found: &mut Found) {
    let Some(rest) = text.strip_prefix("line ") else { return };
    let at = at + "line ".len();
    let Some((head, last)) = rest.rsplit_once(':') else { return };
    let (last_at, last_text) = (at + head.len() + 1, last);
    let Some(last) = number(last) else {
        return found.wrong.push((last_at, format!("invalid line number: {last_text}")));
    };
    let before = head.rsplit_once(':').and_then(|(name, line)| Some((name, line, number(line)?)));
    let (name, line, line_at, line_text, column) = match before {
        Some((_, _, _)) if last == 0 || last >= MAX_NUMBER => {
            return found.wrong.push((last_at, format!("invalid column number: {last_text}")));
        }
        Some((name, text, line)) => (name, line, at + name.len() + 1, text, Some(last)),
        None => (head, last, last_at, last_text, None),
    };
    if line == 0 || line >= MAX_NUMBER {
        return found.wrong.push((line_at, format!("invalid line number: {line_text}")));
    }
    let name = match name {
        // The file named last.
        "" if column.is_some() => found.origins.last().map_or_else(|| file.clone(), |origin| origin.name.clone()),
        "" => Arc::from(""),
        name => Arc::from(resolve(file, name)),
    };
    found.origins.push(Origin { offset: behind as u32, name, line, column });
}

fn number(text: &str) -> Option<u32> {
    let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| text.parse().unwrap_or(u32::MAX))
}

/// `name` as seen from the folder of `file`, without `.` and `..`.
fn resolve(file: &str, name: &str) -> String {
    let dir = match file.rsplit_once('/') {
        Some((dir, _)) if !name.starts_with('/') => dir,
        _ => "",
    };
    let mut parts: Vec<&str> = Vec::new();
    let rooted = name.starts_with('/') || dir.starts_with('/') || file.starts_with('/') && dir.is_empty();
    for part in dir.split('/').chain(name.split('/')) {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|&last| last != "..") => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    let start = if rooted { "/" } else { "" };
    format!("{start}{}", parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directives_are_found_where_they_count() {
        let text = "//line a.go:10\nx\n //line b.go:1\n\"/*line c:1*/\" /*line :7:3*/ y\n//line d\n//line e:0\n`\n//line f:1\n`\n//line /g/./h.go:5";
        let found = scan(&Arc::from("dir/x.go"), text);
        let origins: Vec<_> = found
            .origins
            .iter()
            .map(|o| {
                (
                    &text[(o.offset as usize).min(text.len())..][..1.min(text.len().saturating_sub(o.offset as usize))],
                    &*o.name,
                    o.line,
                    o.column,
                )
            })
            .collect();
        assert_eq!(origins, [("x", "dir/a.go", 10, None), (" ", "dir/a.go", 7, Some(3)), ("", "/g/h.go", 5, None)]);
        let wrong: Vec<_> = found.wrong.iter().map(|(at, text_of)| (&text[*at..=*at], text_of.as_str())).collect();
        assert_eq!(wrong, [("0", "invalid line number: 0")]);
    }

    #[test]
    fn names_are_resolved() {
        for (file, name, want) in [
            ("x.go", "a.go", "a.go"),
            ("d/x.go", "../a.go", "a.go"),
            ("/d/x.go", "a.go", "/d/a.go"),
            ("/x.go", "a", "/a"),
            ("d/x.go", "/a/../b", "/b"),
        ] {
            assert_eq!(resolve(file, name), want, "{name} in {file}");
        }
    }
}
