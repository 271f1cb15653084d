//! `mgo completions SHELL`

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

pub(super) fn run(args: Args, command: &mut clap::Command) -> ExitCode {
    let mut text = Vec::new();
    clap_complete::generate(args.shell, command, "mgo", &mut text);
    super::input::print(&String::from_utf8_lossy(&text));
    ExitCode::SUCCESS
}
