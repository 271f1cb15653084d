//! The interactive session: `mgo`, `mgo repl`.
//!
//! One instance of the runtime lives as long as the session. Each input becomes one more file of its package ([`unit`]); what it declares stays, what it
//! starts goes on while the next line is typed.

/// A line to standard output, whose reader may have gone.
macro_rules! tell {
    ($($arg:tt)*) => { $crate::report::print(&(format!($($arg)*) + "\n")) };
}
/// A line to standard error, likewise.
macro_rules! complain {
    ($($arg:tt)*) => { $crate::report::warn(&(format!($($arg)*) + "\n")) };
}

mod again;
mod builtin;
mod commands;
mod complete;
mod dependents;
mod doc;
mod editor;
mod exported;
mod goroutines;
mod session;
mod unit;
mod versions;

use crate::engine::EngineError;
use crate::source::io_reason;
use commands::Next;
use rustc_hash::FxHashSet;
use rustyline::error::ReadlineError;
pub use session::WARM;
use session::{Outcome, Session};
use std::cell::RefCell;
use std::io::{BufRead, IsTerminal};
use std::process::ExitCode;
use std::rc::Rc;
use std::sync::Arc;

/// Runs a session on standard input, with an editor when that is a terminal.
pub fn run() -> ExitCode {
    let terminal = std::io::stdin().is_terminal() && std::io::stdout().is_terminal();
    let color = terminal && crate::report::may_color();
    let mut session = match Session::start(color) {
        Ok(session) => session,
        Err(err) => {
            complain!("mgo: {err}");
            return ExitCode::FAILURE;
        }
    };
    session.warm_up();
    if terminal {
        interactive(session, color);
        ExitCode::SUCCESS
    } else {
        piped(session)
    }
}

/// The functions of the library that a session has compiled after `inputs`, when those of `ahead`, one a line, were compiled before; and those of
/// `ahead` that there are not. How `warm.txt` is made and checked.
///
/// # Errors
/// The session cannot be started.
pub fn compiled<'a>(inputs: &str, ahead: &'a str) -> Result<(Vec<Arc<str>>, Vec<&'a str>), EngineError> {
    let mut session = Session::start(false)?;
    let missing = session.living().warm_up_now(ahead);
    let before: FxHashSet<Arc<str>> =
        if ahead.is_empty() { FxHashSet::default() } else { session.living().compiled().into_iter().collect() };
    inputs.lines().filter(|line| !line.starts_with('#')).for_each(|line| _ = session.eval(line));
    let mut compiled = session.living().compiled();
    compiled.retain(|name| !before.contains(name));
    Ok((compiled, missing))
}

/// Runs a whole input, or says that it goes on.
fn input(session: &mut Session, text: &str) -> (Outcome, Next) {
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return (Outcome::Done, Next::GoOn);
    }
    if trimmed.starts_with(':') {
        return (Outcome::Done, commands::run(session, trimmed));
    }
    (session.eval(text), Next::GoOn)
}

/// Lines from a file or pipe: no prompt, no colours.
fn piped(mut session: Session) -> ExitCode {
    let mut text = String::new();
    let mut stdin = std::io::stdin().lock();
    loop {
        let mut line = Vec::new();
        session.waits_for_input(true);
        let read = stdin.read_until(b'\n', &mut line);
        session.waits_for_input(false);
        match read {
            Ok(0) => break,
            Ok(_) => {}
            // A standard input that is closed is an empty one.
            Err(err) if err.raw_os_error() == Some(libc::EBADF) => break,
            Err(err) => {
                complain!("mgo: <stdin>: {}", io_reason(&err));
                return ExitCode::FAILURE;
            }
        }
        let Ok(line) = std::str::from_utf8(&line) else {
            complain!("mgo: not UTF-8: {}", String::from_utf8_lossy(&line).trim_end());
            text.clear();
            continue;
        };
        let line = line.strip_suffix('\n').unwrap_or(line);
        text.push_str(line.strip_suffix('\r').unwrap_or(line));
        match input(&mut session, &text) {
            (_, Next::Quit) => return ExitCode::SUCCESS,
            (Outcome::Incomplete, _) => text.push('\n'),
            _ => text.clear(),
        }
    }
    if !text.is_empty() {
        complain!("mgo: the input ends in the middle of a statement");
    }
    ExitCode::SUCCESS
}

/// Lines from a person.
fn interactive(session: Session, color: bool) {
    tell!("mgo {} - Go, a line at a time. :help lists commands, Ctrl-D leaves.", env!("CARGO_PKG_VERSION"));
    let session = Rc::new(RefCell::new(session));
    let mut editor = match editor::editor(session.clone(), color) {
        Ok(editor) => editor,
        Err(err) => {
            complain!("mgo: {err}");
            return;
        }
    };
    let history = editor::history_file();
    session.borrow().warm_first();
    loop {
        session.borrow().waits_for_input(true);
        editor::start_line(&mut editor);
        let line = editor.readline("mgo> ");
        session.borrow().waits_for_input(false);
        match line {
            Ok(text) => {
                if !text.trim().is_empty() {
                    // A history that cannot be kept is no reason to stop.
                    let _ = editor.add_history_entry(text.as_str());
                    let _ = history.as_ref().map(|path| editor.append_history(path));
                }
                let (outcome, next) = input(&mut session.borrow_mut(), &text);
                if outcome == Outcome::Incomplete {
                    complain!("the input ends in the middle of a statement");
                }
                if next == Next::Quit {
                    return;
                }
            }
            Err(ReadlineError::Interrupted) => {}
            Err(_) => return,
        }
    }
}
