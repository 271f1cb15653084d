//! The line in a terminal: colours, completion, several lines, history.

use super::complete;
use super::session::Session;
use regex_lite::Regex;
use rustyline::completion::{Completer, Pair};
use rustyline::highlight::{CmdKind, Highlighter};
use rustyline::hint::Hinter;
use rustyline::history::DefaultHistory;
use rustyline::validate::{ValidationContext, ValidationResult, Validator};
use rustyline::{CompletionType, Config, Context, Editor, Helper};
use std::borrow::Cow;
use std::cell::RefCell;
use std::io::Write;
use std::path::PathBuf;
use std::rc::Rc;

/// What the line editor asks about the text.
pub struct Assistant {
    session: Rc<RefCell<Session>>,
    words: Regex,
    color: bool,
}

/// Comment, string, number, keyword, predeclared name: one group each.
const WORDS: &str = concat!(
    r"(//[^\n]*|/\*(?s:.*?)(?:\*/|$))",
    r#"|("(?:\\.|[^"\\\n])*"?|`[^`]*`?|'(?:\\.|[^'\\\n])*'?)"#,
    r"|(\b[0-9][0-9a-zA-Z_.]*\b)",
    r"|(\b(?:break|case|chan|const|continue|default|defer|else|fallthrough|for|func|go|goto|if|import|interface|map|package|range|return|select|struct|switch|type|var)\b)",
    r"|(\b(?:true|false|nil|iota|any|bool|byte|complex64|complex128|error|float32|float64|int|int8|int16|int32|int64|rune|string|uint|uint8|uint16|uint32|uint64|uintptr)\b)",
);
/// Their colours.
const COLORS: [&str; 5] = ["90", "32", "36", "35", "34"];

impl Helper for Assistant {}
impl Hinter for Assistant {
    type Hint = String;
}

impl Validator for Assistant {
    fn validate(&self, ctx: &mut ValidationContext<'_>) -> rustyline::Result<ValidationResult> {
        let text = ctx.input();
        // An empty last line ends any input.
        let more = !text.starts_with(':') && !text.ends_with("\n\n") && Session::is_incomplete(text);
        Ok(if more { ValidationResult::Incomplete } else { ValidationResult::Valid(None) })
    }
}

impl Completer for Assistant {
    type Candidate = Pair;

    fn complete(&self, line: &str, pos: usize, _: &Context<'_>) -> rustyline::Result<(usize, Vec<Pair>)> {
        let (start, found) = complete::complete(&mut self.session.borrow_mut(), line, pos);
        Ok((start, found.into_iter().map(|name| Pair { display: name.clone(), replacement: name }).collect()))
    }
}

impl Highlighter for Assistant {
    fn highlight<'l>(&self, line: &'l str, _: usize) -> Cow<'l, str> {
        if !self.color {
            return Cow::Borrowed(line);
        }
        let mut out = String::new();
        let mut end = 0;
        for found in self.words.captures_iter(line) {
            let Some((group, part)) = (1..=COLORS.len()).find_map(|i| Some((i, found.get(i)?))) else { continue };
            out.push_str(&line[end..part.start()]);
            out.push_str(&format!("\x1b[{}m{}\x1b[0m", COLORS[group - 1], part.as_str()));
            end = part.end();
        }
        out.push_str(&line[end..]);
        Cow::Owned(out)
    }

    fn highlight_prompt<'b, 's: 'b, 'p: 'b>(&'s self, prompt: &'p str, _: bool) -> Cow<'b, str> {
        if self.color { Cow::Owned(format!("\x1b[1;36m{prompt}\x1b[0m")) } else { Cow::Borrowed(prompt) }
    }

    fn highlight_char(&self, _: &str, _: usize, kind: CmdKind) -> bool {
        kind != CmdKind::MoveCursor
    }
}

/// The line editor with its history.
pub fn editor(session: Rc<RefCell<Session>>, color: bool) -> rustyline::Result<Editor<Assistant, DefaultHistory>> {
    let config = Config::builder().max_history_size(10_000)?.history_ignore_dups(true)?.completion_type(CompletionType::List).build();
    let mut editor = Editor::with_config(config)?;
    let words = Regex::new(WORDS).expect("a valid pattern");
    editor.set_helper(Some(Assistant { session, words, color }));
    if let Some(path) = history_file() {
        // There is none the first time.
        let _ = editor.load_history(&path);
    }
    Ok(editor)
}

/// Lets the prompt stand on a line of its own, also when the program has not ended its last one: a mark, and as many spaces as get to the next line
/// unless the mark is the first thing in its line, where the prompt takes its place.
pub fn start_line(editor: &mut Editor<Assistant, DefaultHistory>) {
    let Some((columns, _)) = editor.dimensions() else { return };
    let mut out = std::io::stdout().lock();
    // A terminal that is gone is noticed by the next read.
    let _ = write!(out, "⏎{:1$}\r\x1b[K", "", usize::from(columns).saturating_sub(1)).and_then(|()| out.flush());
}

/// Where the history is kept: `MGO_HISTORY`, else in the user's state directory.
pub fn history_file() -> Option<PathBuf> {
    if let Some(path) = std::env::var_os("MGO_HISTORY") {
        return (!path.is_empty()).then(|| path.into());
    }
    let state = std::env::var_os("XDG_STATE_HOME").map(PathBuf::from);
    let dir = state.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".local/state")))?.join("mgo");
    std::fs::create_dir_all(&dir).ok()?;
    Some(dir.join("history"))
}
