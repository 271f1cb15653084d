//! What the codes of errors mean, each with an example that has exactly that error.

/// One explanation.
#[derive(Clone, Copy, Debug)]
pub struct Explanation {
    /// The code, such as `UnusedVar`.
    pub code: &'static str,
    /// What it means and what to do.
    pub text: &'static str,
    /// A program with the error, or several files of one, each behind a line `-- NAME --`.
    pub example: &'static str,
    /// Whether only `mgo run` reports it.
    pub when_run: bool,
}

static CODES: &str = include_str!("codes.md");

/// All explanations, in the order of their codes.
pub fn all() -> impl Iterator<Item = Explanation> {
    CODES.split("\n## ").map(|section| section.strip_prefix("## ").unwrap_or(section)).filter_map(explanation)
}

/// The explanation of a code, whatever its case.
pub fn find(code: &str) -> Option<Explanation> {
    all().find(|e| e.code.eq_ignore_ascii_case(code))
}

/// The code that is most like one that does not exist.
pub fn similar(code: &str) -> Option<&'static str> {
    crate::suggest::closest(code, all().map(|e| e.code))
}

fn explanation(section: &'static str) -> Option<Explanation> {
    let (code, rest) = section.split_once('\n')?;
    let (text, rest) = rest.split_once("\n```go")?;
    let (head, example) = rest.split_once('\n')?;
    Some(Explanation { code, text, example: example.trim_end().strip_suffix("```")?, when_run: head.trim() == "run" })
}

impl Explanation {
    /// The files of the example with their names.
    pub fn files(&self) -> Vec<(&'static str, String)> {
        if !self.example.starts_with("-- ") {
            let clause = if self.example.contains("package ") { "" } else { "package p\n\n" };
            return vec![("example.go", format!("{clause}{}", self.example))];
        }
        let parts = self.example.split("\n-- ").map(|part| part.strip_prefix("-- ").unwrap_or(part));
        parts.filter_map(|part| part.split_once(" --\n")).map(|(name, text)| (name, format!("{text}\n"))).collect()
    }
}
