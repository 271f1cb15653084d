//! `mgo completions SHELL`

use crate::test::flags;
use std::process::ExitCode;

/// Arguments of `mgo completions`.
#[derive(clap::Args)]
#[command(
    after_help = "Examples:\n  mgo completions bash > ~/.local/share/bash-completion/completions/mgo\n  mgo completions fish > ~/.config/fish/completions/mgo.fish"
)]
pub(super) struct Args {
    /// Which shell
    shell: clap_complete::Shell,
}

/// A flag of `mgo test`, which may have one hyphen or two.
fn flag((name, takes_value): (&'static str, bool)) -> clap::Arg {
    clap::Arg::new(name).long(name).action(if takes_value { clap::ArgAction::Set } else { clap::ArgAction::SetTrue })
}

pub(super) fn run(args: Args, command: &mut clap::Command) -> ExitCode {
    let mut text = Vec::new();
    // Those of `mgo test` are not clap's.
    *command =
        std::mem::take(command).mut_subcommand("test", |test| test.args(flags::known().filter(|(name, _)| name.len() > 1).map(flag)));
    clap_complete::generate(args.shell, command, "mgo", &mut text);
    super::input::print(&String::from_utf8_lossy(&text));
    ExitCode::SUCCESS
}
