//! The interactive session: `mgo`, `mgo repl`.
//!
//! One instance of the runtime lives as long as the session. Each input becomes one more file of its package ([`unit`]); what it declares stays, what it
//! starts goes on while the next line is typed.

mod again;
mod builtin;
mod commands;
mod complete;
mod dependents;
mod doc;
mod editor;
mod goroutines;
mod session;
mod unit;
mod versions;

use crate::engine::EngineError;
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
            eprintln!("mgo: {err}");
            return ExitCode::FAILURE;
        }
    };
    session.warm_up();
    if terminal {
        interactive(session, color)
    } else {
        piped(session)
    }
    ExitCode::SUCCESS
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
fn piped(mut session: Session) {
    let mut text = String::new();
    let mut lines = std::io::stdin().lock().lines();
    loop {
        session.waits_for_input(true);
        let line = lines.next();
        session.waits_for_input(false);
        let Some(Ok(line)) = line else { break };
        text.push_str(&line);
        match input(&mut session, &text) {
            (_, Next::Quit) => return,
            (Outcome::Incomplete, _) => text.push('\n'),
            _ => text.clear(),
        }
    }
    if !text.is_empty() {
        eprintln!("mgo: the input ends in the middle of a statement");
    }
}

/// Lines from a person.
fn interactive(session: Session, color: bool) {
    println!("mgo {} - Go, a line at a time. :help lists commands, Ctrl-D leaves.", env!("CARGO_PKG_VERSION"));
    let session = Rc::new(RefCell::new(session));
    let mut editor = match editor::editor(session.clone(), color) {
        Ok(editor) => editor,
        Err(err) => {
            eprintln!("mgo: {err}");
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
                    eprintln!("the input ends in the middle of a statement");
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
