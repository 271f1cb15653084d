//! `mgo explain CODE`

use super::input::print;
use crate::explain::{all, find, similar};
use std::process::ExitCode;

/// Arguments of `mgo explain`.
#[derive(clap::Args)]
#[command(
    after_help = "Examples:\n  mgo explain UnusedVar   one code\n  mgo explain             all codes\n\nmgo check --json shows the codes of errors."
)]
pub(super) struct Args {
    /// The code; a list of all when it is missing
    code: Option<String>,
}

pub(super) fn run(args: Args) -> ExitCode {
    let Some(code) = args.code else {
        print(&all().map(|e| format!("{:28} {}\n", e.code, first_sentence(e.text))).collect::<String>());
        return ExitCode::SUCCESS;
    };
    if let Some(found) = find(&code) {
        let example: String =
            found.example.trim_end().lines().map(|l| if l.is_empty() { "\n".into() } else { format!("    {l}\n") }).collect();
        print(&format!("{}\n\n{}\n\nFor example:\n\n{example}", found.code, found.text));
        return ExitCode::SUCCESS;
    }
    if let Some((check, about)) = crate::vet::CHECKS.iter().find(|(check, _)| *check == code) {
        print(&format!("{check}\n\nA check of mgo vet: {about}.\n"));
        return ExitCode::SUCCESS;
    }
    let hint = similar(&code).map(|c| format!("; did you mean {c}?")).unwrap_or_default();
    eprintln!("mgo: no error has the code {code}{hint}");
    ExitCode::from(2)
}

/// The text up to the first full stop or colon behind which a word may begin.
fn first_sentence(text: &str) -> &str {
    let end = |(at, c): (usize, char)| ".:".contains(c) && text[at + 1..].chars().next().is_none_or(char::is_whitespace);
    match text.char_indices().find(|&at| end(at)) {
        Some((at, ':')) => &text[..at],
        Some((at, _)) => &text[..=at],
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::first_sentence;

    #[test]
    fn sentences_end_where_they_do() {
        for (text, want) in [
            ("`[...]T` is short. It counts.", "`[...]T` is short."),
            ("What `unsafe.Offsetof` wants: a field.", "What `unsafe.Offsetof` wants"),
            ("All.", "All."),
            ("no end", "no end"),
        ] {
            assert_eq!(first_sentence(text), want);
        }
    }
}
