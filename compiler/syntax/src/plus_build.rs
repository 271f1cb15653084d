//! `// +build` lines, as files older than `//go:build` have them.
//!
//! They count in a file without `//go:build`: among the comments of single lines that it begins with, above the last empty line there. All of
//! them must hold; of one line an option, between spaces, is enough; of an option all tags, between commas, must hold.

use crate::constraint::Constraint;

/// What all such lines of a file's text ask for together; `None` when it has none.
pub fn plus_build(text: &str) -> Option<Constraint> {
    let lines = || text.lines().map(str::trim).take_while(|line| line.is_empty() || line.starts_with("//"));
    let last_empty = lines().enumerate().filter(|(_, line)| line.is_empty()).last()?.0;
    lines().take(last_empty).filter_map(options).map(line_constraint).reduce(and)
}

/// The options of a line that is one.
fn options(line: &str) -> Option<&str> {
    let rest = line.strip_prefix("//")?.trim_start_matches([' ', '\t']).strip_prefix("+build")?;
    (rest.is_empty() || rest.starts_with([' ', '\t'])).then_some(rest)
}

fn line_constraint(options: &str) -> Constraint {
    let option = |text: &str| text.split(',').map(tag).reduce(and);
    let or = |x, y| Constraint::Or(Box::new(x), Box::new(y));
    options.split_whitespace().filter_map(option).reduce(or).unwrap_or_else(never)
}

fn tag(text: &str) -> Constraint {
    let (negated, name) = text.strip_prefix('!').map_or((false, text), |name| (true, name));
    let valid = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '.');
    match (valid, negated) {
        (false, _) => never(),
        (true, true) => Constraint::Not(Box::new(Constraint::Tag(name.to_owned()))),
        (true, false) => Constraint::Tag(name.to_owned()),
    }
}

/// What cannot be read holds nowhere, as in Go.
fn never() -> Constraint {
    Constraint::Tag("ignore".to_owned())
}

fn and(x: Constraint, y: Constraint) -> Constraint {
    Constraint::And(Box::new(x), Box::new(y))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(text: &str) -> Option<bool> {
        plus_build(text).map(|c| c.holds(&|t| matches!(t, "linux" | "amd64")))
    }

    #[test]
    fn an_empty_line_must_follow() {
        assert_eq!(holds("// A\n\n// +build ignore\n\n// Package p\npackage p"), Some(false));
        assert_eq!(holds("//+build linux\n\npackage p"), Some(true));
        assert_eq!(holds("// +build ignore\npackage p"), None);
        assert_eq!(holds("\n// +build ignore\npackage p"), None);
        assert_eq!(holds("/* a */\n// +build ignore\n\npackage p"), None);
        assert_eq!(holds("package p\n\n// +build ignore\n\n"), None);
        assert_eq!(holds("// +builder ignore\n\npackage p"), None);
    }

    #[test]
    fn lines_options_and_tags() {
        let line = |text: &str| holds(&format!("// +build {text}\n\npackage p")).expect("a constraint");
        assert!(line("linux"));
        assert!(line("windows linux,amd64"));
        assert!(!line("linux,!amd64 windows"));
        assert!(line("!windows"));
        for wrong in ["", "!!linux", "linux,", "!", "a-b"] {
            assert!(!line(wrong), "{wrong:?}");
        }
        assert_eq!(holds("// +build linux\n// +build !amd64\n\npackage p"), Some(false));
    }
}
