//! Wrong use: what is said of commands and flags that there are not.

use clap::error::{ContextKind, ContextValue, ErrorKind};

/// Commands of Go's that mgo does without, and what to do instead.
const GO_COMMANDS: &[(&[&str], &str)] = &[
    (&["build", "install", "clean"], "programs run as soon as they are compiled: mgo run"),
    (&["fmt"], "gofmt formats Go's files"),
    (&["doc"], ":doc NAME in a session (mgo repl) shows what the library says"),
    (&["get", "mod", "work"], "there is nothing to download: a program's packages are its own and the standard library's"),
    (&["env"], "settings are environment variables: GOMAXPROCS, GOGC, GOMEMLIMIT, MGODEBUG"),
    (&["generate", "list", "tool", "bug", "fix", "telemetry"], "only Go's own command has it"),
];

/// There is no `what` of this name; but maybe another one is meant.
pub(super) fn no_such<'a>(what: &str, name: &str, all: impl Iterator<Item = &'a str>) -> String {
    let meant = crate::suggest::closest(name, all).map(|meant| format!("; did you mean {meant}?"));
    format!("no {what} {name}{}", meant.unwrap_or_default())
}

/// Ends the process as wrong use does.
pub(super) fn wrong_use(message: &str) -> ! {
    eprintln!("mgo: {message}\nFor more information, try 'mgo --help'.");
    std::process::exit(2)
}

/// Ends the process with what the parser of arguments has to say: help, or an error.
pub(super) fn end(err: &clap::Error, commands: &[String]) -> ! {
    if !err.use_stderr() {
        err.exit();
    }
    if let (ErrorKind::InvalidSubcommand, Some(ContextValue::String(name))) = (err.kind(), err.get(ContextKind::InvalidSubcommand)) {
        wrong_use(&no_command(name, commands));
    }
    let text = err.render().to_string();
    eprint!("mgo: {}", text.strip_prefix("error: ").unwrap_or(&text));
    std::process::exit(2)
}

fn no_command(name: &str, commands: &[String]) -> String {
    if let Some((_, instead)) = GO_COMMANDS.iter().find(|(names, _)| names.contains(&name)) {
        return format!("no command {name}: {instead}");
    }
    if name.contains('.') {
        return format!("{name}: no such file");
    }
    no_such("command", name, commands.iter().map(String::as_str))
}
