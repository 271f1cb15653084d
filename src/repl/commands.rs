//! The commands that begin with a colon.

use super::session::{Outcome, Session};
use super::{doc, goroutines};
use crate::engine::Emit;
use crate::source::io_reason;
use mgo_types::info::Mode;
use mgo_types::typestring::Qualifier;
use std::time::Instant;

/// Name, arguments, what it does.
pub const COMMANDS: &[(&str, &str, &str)] = &[
    (":help", "", "this list"),
    (":type", "EXPR", "the type of an expression, without running it"),
    (":doc", "NAME", "what is known of a package or name: :doc strings.Cut, :doc append"),
    (":gs", "", "all goroutines: number, state, where they are"),
    (":why", "[N]", "what goroutine N waits for, and who could wake it; or all"),
    (":stack", "[N]", "the stack of goroutine N, or all"),
    (":sched", "", "the scheduler's threads and processors now"),
    (":emit", "ir|clif|asm FUNC", "what a function of the session is compiled to"),
    (":time", "EXPR", "run it and tell how long it took"),
    (":load", "FILE", "run a file as if it had been typed"),
    (":save", "FILE", "write what was typed to a file, for :load"),
    (":reset", "", "forget all declarations; goroutines go on"),
    (":quit", "", "leave (so does Ctrl-D)"),
];

/// What comes after a command.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Next {
    /// The next line.
    GoOn,
    /// The end.
    Quit,
}

/// Runs a line that begins with a colon.
pub fn run(session: &mut Session, line: &str) -> Next {
    let (command, arg) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let arg = arg.trim();
    if matches!(command, ":gs" | ":why" | ":stack") {
        goroutines::settle(session.sched());
    }
    let result = match command {
        ":quit" | ":q" | ":exit" => return Next::Quit,
        ":help" | ":h" | ":?" => {
            help();
            Ok(())
        }
        ":type" | ":t" => type_of(session, arg),
        ":doc" => doc::show(session, arg),
        ":gs" => done(session.inspect("Goroutines()")),
        ":why" if arg.is_empty() => {
            let waiting = goroutines::waiting(session.sched());
            waiting.iter().for_each(|&n| crate::report::print(&goroutines::why(session, n)));
            if waiting.is_empty() {
                tell!("no goroutine waits");
            }
            Ok(())
        }
        ":why" => number(arg).map(|n| crate::report::print(&goroutines::why(session, n))),
        ":stack" if arg.is_empty() => done(session.inspect("Stack(0)")),
        ":stack" => number(arg).and_then(|n| done(session.inspect(&format!("Stack({n})")))),
        ":sched" => {
            crate::report::print(&goroutines::scheduler(session.sched()));
            Ok(())
        }
        ":emit" => emit(session, arg),
        ":load" | ":save" | ":time" if arg.is_empty() => Err(format!("usage: {}", usage(command))),
        ":time" => {
            let start = Instant::now();
            let outcome = session.once(arg);
            let took = session.ran_for;
            let before = start.elapsed().saturating_sub(took);
            if outcome == Outcome::Incomplete {
                Err("the expression is not complete".into())
            } else {
                tell!("took {took:.1?}, and {before:.1?} to compile");
                Ok(())
            }
        }
        ":load" => load(session, arg),
        ":save" => save(session, arg),
        ":reset" => {
            session.reset();
            Ok(())
        }
        _ => Err(match near(command) {
            Some(name) => format!("no command {command}; did you mean {name}?"),
            None => format!("no command {command}; :help lists them"),
        }),
    };
    if let Err(message) = result {
        complain!("{message}");
    }
    Next::GoOn
}

/// A command with its arguments.
fn usage(command: &str) -> String {
    let args = COMMANDS.iter().find(|(name, ..)| *name == command).map_or("", |(_, args, _)| args);
    format!("{command} {args}")
}

/// The command that was meant, most likely.
fn near(command: &str) -> Option<&'static str> {
    let names = || COMMANDS.iter().map(|&(name, ..)| name);
    names().find(|name| name.starts_with(command)).or_else(|| crate::suggest::closest(command, names()))
}

fn done(_: Outcome) -> Result<(), String> {
    Ok(())
}

fn help() {
    for (name, _, text) in COMMANDS {
        tell!("{:28} {text}", usage(name));
    }
    tell!(
        "\nExpressions are shown with their types, statements and declarations run; what is declared again replaces what was there.\n\
         _ is what was shown last. Packages of the standard library need no import. Ctrl-C ends an evaluation, Ctrl-R searches the history, Tab completes."
    );
}

fn number(arg: &str) -> Result<u64, String> {
    arg.parse().map_err(|_| "which goroutine? :gs lists them".into())
}

/// `:type EXPR`
fn type_of(session: &mut Session, arg: &str) -> Result<(), String> {
    if arg.is_empty() {
        return Err(format!("usage: {}", usage(":type")));
    }
    let text = session.probe(arg, |world, pkg, ty, mode| {
        let text = world.type_string(ty, Qualifier::Relative(pkg));
        match mode {
            Mode::NoValue => "no value".to_owned(),
            Mode::Builtin => format!("built-in, see :doc {arg}"),
            Mode::Type => {
                let under = world.underlying(ty);
                let under = world.type_string(under, Qualifier::Relative(pkg));
                if under == text { format!("type {text}") } else { format!("type {text} {under}") }
            }
            _ => text,
        }
    });
    tell!("{}", text.map_err(|message| message.trim_end().to_owned())?);
    Ok(())
}

/// `:emit STAGE FUNC`
fn emit(session: &Session, arg: &str) -> Result<(), String> {
    let (stage, name) = arg.split_once(char::is_whitespace).ok_or_else(|| format!("usage: {}", usage(":emit")))?;
    let what = match stage {
        "ir" => Emit::Ir,
        "clif" => Emit::Clif,
        "asm" => Emit::Asm,
        _ => return Err(format!("no stage {stage}: there are ir, clif and asm")),
    };
    tell!("{}", session.emit(name.trim(), what)?.trim_end());
    Ok(())
}

/// Why a file cannot be used.
fn reason(file: &str, err: &std::io::Error) -> String {
    format!("{file}: {}", io_reason(err))
}

fn load(session: &mut Session, file: &str) -> Result<(), String> {
    let text = std::fs::read_to_string(file).map_err(|err| reason(file, &err))?;
    // Input by input, so that a file may declare again what it has declared before.
    let mut input = String::new();
    for line in text.lines() {
        input.push_str(line);
        match session.eval(&input) {
            Outcome::Incomplete => input.push('\n'),
            Outcome::Done => input.clear(),
            Outcome::Failed => return Err(format!("{file}: the rest is left out")),
        }
    }
    if input.is_empty() { Ok(()) } else { Err(format!("{file}: ends in the middle of a statement")) }
}

fn save(session: &Session, file: &str) -> Result<(), String> {
    let mut text = session.history.join("\n");
    text.push('\n');
    std::fs::write(file, text).map_err(|err| reason(file, &err))
}
