//! `mgo completions SHELL`

use crate::test::flags;
use clap::ValueEnum;
use clap_complete::Shell;
use std::process::ExitCode;

/// Arguments of `mgo completions`.
#[derive(clap::Args)]
#[command(
    after_help = "Examples:\n  mgo completions bash > ~/.local/share/bash-completion/completions/mgo\n  mgo completions fish > ~/.config/fish/completions/mgo.fish"
)]
pub(super) struct Args {
    /// Which shell
    shell: Shell,
}

/// A flag of `mgo test`, which may have one hyphen or two.
fn flag((name, takes_value): (&'static str, bool)) -> clap::Arg {
    let action = if takes_value { clap::ArgAction::Set } else { clap::ArgAction::SetTrue };
    clap::Arg::new(name).long(name).action(action).help(about(name))
}

/// What the help of `mgo test` says of a flag, in its line or the next one.
fn about(flag: &str) -> Option<&'static str> {
    let mut lines = super::test::HELP.lines().map(str::trim_start);
    let rest = lines
        .by_ref()
        .find_map(|line| line.strip_prefix('-')?.strip_prefix(flag).filter(|rest| !rest.starts_with(char::is_alphanumeric)))?;
    rest.split_once("  ").map(|(_, text)| text.trim()).or_else(|| lines.next())
}

pub(super) fn run(args: Args, command: &mut clap::Command) -> ExitCode {
    let mut text = Vec::new();
    // Those of `mgo test` are not clap's, and any text may be a code.
    let flags = flags::known().filter(|(name, _)| name.len() > 1).map(flag);
    let codes: Vec<&str> = crate::explain::all().map(|e| e.code).chain(crate::vet::CHECKS.iter().map(|(check, _)| *check)).collect();
    let parser = clap::builder::PossibleValuesParser::new(&codes);
    *command = std::mem::take(command)
        .mut_subcommand("test", |test| test.args(flags))
        .mut_subcommand("explain", |explain| explain.mut_arg("code", |code| code.value_parser(parser)));
    clap_complete::generate(args.shell, command, "mgo", &mut text);
    let mut text = String::from_utf8_lossy(&text).into_owned();
    if args.shell == Shell::Fish {
        // For fish, clap leaves out what an argument without a flag can be.
        let shells: Vec<String> = Shell::value_variants().iter().map(Shell::to_string).collect();
        for (command, values) in [("explain", codes.join(" ")), ("completions", shells.join(" "))] {
            text += &format!("complete -c mgo -n \"__fish_mgo_using_subcommand {command}\" -f -a \"{values}\"\n");
        }
    }
    super::input::print(&text);
    ExitCode::SUCCESS
}

#[cfg(test)]
mod tests {
    use super::{about, flags};

    #[test]
    fn every_flag_is_described() {
        for (name, _) in flags::known().filter(|(name, _)| !matches!(*name, "h" | "help")) {
            assert!(about(name).is_some_and(|text| text.len() > 8), "{name}");
        }
        assert_eq!(about("bench"), Some("run benchmarks, too"));
        assert_eq!(about("fuzzminimizetime"), Some("how long to make such an input smaller (default 60s), or Nx"));
    }
}
