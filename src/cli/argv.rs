//! `mgo FILE …` and `mgo -e CODE …` are short for `mgo run …`.

use std::ffi::OsString;
use std::path::Path;

/// The arguments, with `run` put in where it was left out; `help --help` is help for help.
pub(super) fn with_run(mut args: Vec<OsString>, commands: &[String]) -> Vec<OsString> {
    let Some(first) = args.get(1) else { return args };
    let text = first.to_string_lossy().into_owned();
    let is_command = commands.contains(&text) || text == "help";
    let program =
        text == "-" || text == "-e" || text.ends_with(".go") || text.ends_with(".mgo") || text.contains('/') || Path::new(first).is_file();
    let option = text.starts_with('-') && text != "-" && text != "-e";
    if program && !is_command && !option {
        args.insert(1, "run".into());
    }
    if text == "help" && matches!(args.get(2).and_then(|arg| arg.to_str()), Some("-h" | "--help")) {
        args[2] = "help".into();
    }
    args
}

#[cfg(test)]
mod tests {
    use super::with_run;

    #[test]
    fn programs_are_told_from_commands() {
        let commands = ["run".to_owned(), "check".to_owned()];
        let with = |args: &[&str]| {
            let args = std::iter::once(&"mgo").chain(args).map(|a| a.into()).collect();
            with_run(args, &commands)[1..].iter().map(|a| a.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
        };
        for (args, want) in [
            ("x.mgo a -b", "run x.mgo a -b"),
            ("./x", "run ./x"),
            ("-e println(1)", "run -e println(1)"),
            ("- a", "run - a"),
            ("run x.go", "run x.go"),
            ("chekc x.go", "chekc x.go"),
            ("--version", "--version"),
            ("help --help", "help help"),
            ("", ""),
        ] {
            assert_eq!(with(&args.split_whitespace().collect::<Vec<_>>()), want);
        }
    }
}
