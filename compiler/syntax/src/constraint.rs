//! `//go:build` lines: whether a file belongs to a build, and which language version it asks for.
//!
//! Such a line stands before the package clause, with only comments and empty lines above it.

use crate::source::{Pos, Span};

/// A constraint, such as `linux && !cgo || go1.22`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Constraint {
    /// A word that holds or not.
    Tag(String),
    /// `!x`
    Not(Box<Constraint>),
    /// `x && y`
    And(Box<Constraint>, Box<Constraint>),
    /// `x || y`
    Or(Box<Constraint>, Box<Constraint>),
}

impl Constraint {
    /// Parses what follows `//go:build`.
    ///
    /// # Errors
    /// What is wrong, in Go's words.
    pub fn parse(text: &str) -> Result<Constraint, String> {
        let mut parser = Parser { rest: text };
        let x = parser.or()?;
        match parser.next()? {
            None => Ok(x),
            Some(token) => Err(format!("unexpected token {token}")),
        }
    }

    /// Whether it holds when `tag` says which words do.
    pub fn holds(&self, tag: &dyn Fn(&str) -> bool) -> bool {
        match self {
            Constraint::Tag(t) => tag(t),
            Constraint::Not(x) => !x.holds(tag),
            Constraint::And(x, y) => x.holds(tag) && y.holds(tag),
            Constraint::Or(x, y) => x.holds(tag) || y.holds(tag),
        }
    }

    /// The least minor version `N` of `go1.N` without which it cannot hold, whatever else does; `None` when it asks for no version.
    pub fn min_version(&self) -> Option<u32> {
        self.min_version_if(true)
    }

    /// As [`Constraint::min_version`], for the case that it is to be `wanted`.
    fn min_version_if(&self, wanted: bool) -> Option<u32> {
        match self {
            Constraint::Tag(t) if wanted => t.strip_prefix("go1.")?.parse().ok(),
            Constraint::Tag(_) => None,
            Constraint::Not(x) => x.min_version_if(!wanted),
            Constraint::And(x, y) | Constraint::Or(x, y) => {
                let (x_min, y_min) = (x.min_version_if(wanted), y.min_version_if(wanted));
                let both = matches!(self, Constraint::And(..)) == wanted;
                // `None` is less than any version.
                if both { x_min.max(y_min) } else { x_min.min(y_min) }
            }
        }
    }
}

/// Splits a constraint into words and operators.
struct Parser<'a> {
    rest: &'a str,
}

impl<'a> Parser<'a> {
    fn peek(&self) -> &'a str {
        self.rest.trim_start_matches([' ', '\t'])
    }

    fn next(&mut self) -> Result<Option<&'a str>, String> {
        let text = self.peek();
        let word = |c: char| c.is_alphanumeric() || c == '_' || c == '.';
        let len = match text.chars().next() {
            None => return Ok(None),
            Some('(' | ')' | '!') => 1,
            Some('&') if text.starts_with("&&") => 2,
            Some('|') if text.starts_with("||") => 2,
            Some(c) if word(c) => text.find(|c| !word(c)).unwrap_or(text.len()),
            Some(c) => return Err(format!("invalid syntax at {c}")),
        };
        self.rest = &text[len..];
        Ok(Some(&text[..len]))
    }

    fn or(&mut self) -> Result<Constraint, String> {
        let mut x = self.and()?;
        while self.peek().starts_with("||") {
            self.next()?;
            x = Constraint::Or(Box::new(x), Box::new(self.and()?));
        }
        Ok(x)
    }

    fn and(&mut self) -> Result<Constraint, String> {
        let mut x = self.not()?;
        while self.peek().starts_with("&&") {
            self.next()?;
            x = Constraint::And(Box::new(x), Box::new(self.not()?));
        }
        Ok(x)
    }

    fn not(&mut self) -> Result<Constraint, String> {
        match self.next()? {
            Some("!") if self.peek().starts_with('!') => Err("double negation not allowed".into()),
            Some("!") => Ok(Constraint::Not(Box::new(self.not()?))),
            Some("(") => {
                let x = self.or()?;
                match self.next()? {
                    Some(")") => Ok(x),
                    _ => Err("missing close paren".into()),
                }
            }
            Some(token @ (")" | "&&" | "||")) => Err(format!("unexpected token {token}")),
            Some(tag) => Ok(Constraint::Tag(tag.to_owned())),
            None => Err("unexpected end of expression".into()),
        }
    }
}

/// The `//go:build` line of a file's text: what follows these words, and where (relative to the text).
pub fn build_line(text: &str) -> Option<(&str, Span)> {
    let mut rest = text.strip_prefix('\u{feff}').unwrap_or(text);
    loop {
        rest = rest.trim_start();
        if let Some(comment) = rest.strip_prefix("//") {
            let line = comment.lines().next().unwrap_or_default();
            if let Some(constraint) = line.strip_prefix("go:build").filter(|c| c.is_empty() || c.starts_with([' ', '\t'])) {
                let at = (text.len() - rest.len()) as u32;
                return Some((constraint.trim(), Span::new(Pos(at), Pos(at + 2 + line.trim_end().len() as u32))));
            }
            rest = &comment[line.len()..];
        } else if let Some(comment) = rest.strip_prefix("/*") {
            rest = &comment[comment.find("*/")? + 2..];
        } else if let Some(script) = rest.strip_prefix("#!") {
            rest = &script[script.find('\n')?..];
        } else {
            return None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_found_above_the_package_clause_only() {
        let found = |text| build_line(text).map(|(line, _)| line);
        assert_eq!(found("// A\n\n/* b\n*/ //go:build linux\n\npackage p"), Some("linux"));
        assert_eq!(found("package p\n//go:build linux\n"), None);
        assert_eq!(found("//go:builder\npackage p"), None);
        assert_eq!(found("#!/usr/bin/env mgo\n//go:build go1.20\n"), Some("go1.20"));
    }

    #[test]
    fn constraints_hold_or_not() {
        let holds = |text: &str| Constraint::parse(text).expect("a constraint").holds(&|t| matches!(t, "linux" | "amd64"));
        assert!(holds("linux"));
        assert!(holds("!windows && (darwin || amd64)"));
        assert!(!holds("ignore"));
        assert!(!holds("linux && !amd64 || darwin"));
        for wrong in ["", "a b", "(a", "!!a", "&& a", "a &", "a ||"] {
            assert!(Constraint::parse(wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn versions_follow_the_operators() {
        let min = |text: &str| Constraint::parse(text).expect("a constraint").min_version();
        assert_eq!(min("go1.21"), Some(21));
        assert_eq!(min("go1.21 && go1.23"), Some(23));
        assert_eq!(min("go1.21 || go1.23"), Some(21));
        assert_eq!(min("go1.21 || linux"), None);
        assert_eq!(min("!go1.21"), None);
        assert_eq!(min("!(!go1.22 || windows)"), Some(22));
        assert_eq!(min("linux"), None);
    }
}
