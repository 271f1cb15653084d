//! `// Output:` comments: what an example, or a program, should print.

use mgo_syntax::ast::Decl;
use mgo_syntax::source::SourceMap;
use mgo_syntax::{Mode, parse_file};
use std::path::Path;

/// The output comment of a program's `main`, or of a script: `(text, unordered)`.
pub fn of_program(file: &Path, text: &str) -> Option<(String, bool)> {
    // Most files have none; those that may are parsed to make sure.
    if !text.to_ascii_lowercase().contains("output:") {
        return None;
    }
    let script = crate::source::is_script(file);
    let sources = SourceMap::default();
    let id = sources.add(file.display().to_string(), text.to_owned());
    let parsed = parse_file(id, sources.file(id), Mode { script }, 0).file;
    let main = parsed.decls.iter().find_map(|decl| match decl {
        Decl::Func(f) if f.recv.is_none() && f.name.name == "main" => f.body.as_ref(),
        _ => None,
    });
    match main {
        Some(body) => output(sources.file(id).slice(body.span)),
        None if script && !parsed.script.is_empty() => output(text),
        None => None,
    }
}

/// What the last comment in `body` says after `Output:`.
pub fn output(body: &str) -> Option<(String, bool)> {
    let (_, comment) = comment_groups(body).pop()?;
    let trimmed = comment.trim_start();
    let lower = trimmed.to_ascii_lowercase();
    let (unordered, rest) = after_unordered(&lower);
    let rest = rest.strip_prefix("output:")?;
    let text = trimmed[trimmed.len() - rest.len()..].trim_start_matches(' ');
    Some((text.strip_prefix('\n').unwrap_or(text).to_owned(), unordered))
}

/// Whether a comment tells an output.
pub fn is_output(comment: &str) -> bool {
    after_unordered(&comment.trim_start().to_ascii_lowercase()).1.starts_with("output:")
}

fn after_unordered(text: &str) -> (bool, &str) {
    text.strip_prefix("unordered").map_or((false, text), |rest| (true, rest.trim_start()))
}

/// The groups of comments, comments on lines right below each other: where they begin, and their text.
pub fn comment_groups(body: &str) -> Vec<(usize, String)> {
    let mut groups: Vec<(usize, Vec<&str>)> = Vec::new();
    let mut end = 0;
    for (start, comment) in comments(body) {
        let between = &body[end..start];
        match groups.last_mut().filter(|_| between.trim().is_empty() && between.matches('\n').count() <= 1) {
            Some((_, group)) => group.push(comment),
            None => groups.push((start, vec![comment])),
        }
        end = start + comment.len();
    }
    groups.into_iter().map(|(start, group)| (start, comment_text(&group))).collect()
}

/// The comments of a text and where they begin; strings and runes are skipped.
fn comments(text: &str) -> Vec<(usize, &str)> {
    let bytes = text.as_bytes();
    let find = |from: usize, what: &str| text[from..].find(what).map_or(text.len(), |i| from + i);
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'/' if bytes.get(at + 1) == Some(&b'/') => {
                let end = find(at, "\n");
                found.push((at, text[at..end].trim_end_matches('\r')));
                at = end;
            }
            b'/' if bytes.get(at + 1) == Some(&b'*') => {
                let end = (find(at + 2, "*/") + 2).min(text.len());
                found.push((at, &text[at..end]));
                at = end;
            }
            b'`' => at = find(at + 1, "`") + 1,
            quote @ (b'"' | b'\'') => {
                at += 1;
                while at < bytes.len() && bytes[at] != quote && bytes[at] != b'\n' {
                    at += if bytes[at] == b'\\' { 2 } else { 1 };
                }
                at += 1;
            }
            _ => at += 1,
        }
    }
    found
}

/// A group's text without comment marks, trailing spaces, and empty lines at its ends or beside each other.
fn comment_text(group: &[&str]) -> String {
    let mut lines: Vec<&str> = Vec::new();
    for comment in group {
        if let Some(line) = comment.strip_prefix("//") {
            if is_directive(line) {
                continue;
            }
            lines.push(line.strip_prefix(' ').unwrap_or(line));
        } else {
            lines.extend(comment[2..comment.len().max(4) - 2].split('\n'));
        }
    }
    let mut text = String::new();
    let mut blank = true;
    for line in lines.iter().map(|line| line.trim_end()) {
        if !(line.is_empty() && blank) {
            text.push_str(line);
            text.push('\n');
        }
        blank = line.is_empty();
    }
    text.truncate(text.trim_end_matches('\n').len());
    if !text.is_empty() {
        text.push('\n');
    }
    text
}

/// `//go:noinline` and the like.
fn is_directive(line: &str) -> bool {
    let Some((word, rest)) = line.split_once(':') else { return line.starts_with("line ") };
    !word.is_empty()
        && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        && rest.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::output;

    fn some(text: &str, unordered: bool) -> Option<(String, bool)> {
        Some((text.to_owned(), unordered))
    }

    #[test]
    fn output_is_the_last_comment() {
        assert_eq!(output("{\n f()\n // Output: one\n}"), some("one\n", false));
        assert_eq!(output("{\n f()\n // Output:\n // one\n //   two\n //\n //\n // three\n}"), some("one\n  two\n\nthree\n", false));
        assert_eq!(output("{\n f()\n // unordered output: 1\n // 2\n}"), some("1\n2\n", true));
        assert_eq!(output("{\n f()\n /* Output:\n a\n */\n}"), some(" a\n", false));
        assert_eq!(output("{\n // Output:\n}"), some("", false));
    }

    #[test]
    fn other_comments_are_none() {
        assert_eq!(output("{\n // Output: x\n f()\n // more\n}"), None);
        assert_eq!(output("{\n f(\"// Output: x\", `// Output: y`, '\"')\n}"), None);
        assert_eq!(output("{\n // Output: x\n\n // y\n}"), None);
        assert_eq!(output("{}"), None);
    }
}
