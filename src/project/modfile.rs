//! The lines of `go.mod` and `go.work` files: a verb with words, or several behind a verb in parentheses.

/// One directive.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Directive<'t> {
    /// Its line, from 1.
    pub(super) line: usize,
    /// `module`, `require`, `replace`, `use` …
    pub(super) verb: &'t str,
    /// What follows, without quotes.
    pub(super) words: Vec<&'t str>,
}

/// All directives of a file, in order. Comments count for nothing.
pub(super) fn directives(text: &str) -> Vec<Directive<'_>> {
    let mut found = Vec::new();
    let mut block = None;
    for (i, line) in text.lines().enumerate() {
        let line_text = line.split("//").next().unwrap_or_default();
        let mut words = line_text.split_whitespace().map(|w| w.trim_matches(['"', '`']));
        let verb = match (block, words.next()) {
            (_, None) => continue,
            (Some(_), Some(")")) => {
                block = None;
                continue;
            }
            (Some(verb), Some(first)) => {
                found.push(Directive { line: i + 1, verb, words: std::iter::once(first).chain(words).collect() });
                continue;
            }
            (None, Some(verb)) => verb,
        };
        let words: Vec<&str> = words.collect();
        match words[..] {
            ["("] => block = Some(verb),
            _ => found.push(Directive { line: i + 1, verb, words }),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_and_single_lines_are_alike() {
        let text = "module \"m\" // here\n\nrequire (\n\ta v1 // indirect\n\tb v2\n)\nuse ./x\n";
        let found: Vec<(usize, &str, Vec<&str>)> = directives(text).into_iter().map(|d| (d.line, d.verb, d.words)).collect();
        let want = [(1, "module", vec!["m"]), (4, "require", vec!["a", "v1"]), (5, "require", vec!["b", "v2"]), (7, "use", vec!["./x"])];
        assert_eq!(found, want);
    }
}
