//! The interactive session: piped, against the recorded outputs in `tests/repl`, and in terminals: a bare
//! pseudo-terminal, and tmux, which shows what a person sees. Without tmux its tests are reported as ignored; all others always run.

mod common;
#[path = "repl/pty.rs"]
mod pty;
#[path = "repl/tmux.rs"]
mod tmux;

use common::root;
use libtest_mimic::{Arguments, Failed, Trial};
use std::process::Command;

fn main() {
    let args = Arguments::from_args();
    let mut trials = Vec::new();
    let mut inputs: Vec<_> =
        std::fs::read_dir(root().join("tests/repl")).expect("the inputs").map(|e| e.expect("an entry").path()).collect();
    inputs.retain(|p| p.extension().is_some_and(|e| e == "in"));
    for input in inputs {
        let name = format!("piped {}", input.file_stem().expect("a name").to_string_lossy());
        trials.push(Trial::test(name, move || piped(&input)));
    }
    trials.push(Trial::test("terminal: values, several lines, state", pty::values));
    trials.push(Trial::test("terminal: Ctrl-C ends what runs, not the session", pty::interrupts));
    trials.push(Trial::test("terminal: completion and history", pty::completion));
    trials.push(Trial::test("terminal: what is typed ahead", pty::typed_ahead));
    let has_tmux = Command::new("tmux").arg("-V").output().is_ok_and(|out| out.status.success());
    if !has_tmux {
        eprintln!("tests/repl: NO TMUX HERE: the session is not tried in a real terminal; install tmux to have these tests run");
    }
    for (name, test) in tmux::TESTS {
        trials.push(Trial::test(format!("tmux: {name}"), test).with_ignored_flag(!has_tmux));
    }
    libtest_mimic::run(&args, trials).exit();
}

/// What a session prints, errors in between, and its exit code.
fn piped(input: &std::path::Path) -> Result<(), Failed> {
    let script = format!("exec {} repl < {} 2>&1", env!("CARGO_BIN_EXE_mgo"), input.display());
    let out = Command::new("sh").args(["-c", &script]).current_dir(root()).output()?;
    let got = format!("{}exit {}\n", String::from_utf8_lossy(&out.stdout), out.status.code().unwrap_or(-1));
    let got = without_places(&got);
    let record = input.with_extension("out");
    if std::env::var_os("MGO_RECORD").is_some() {
        std::fs::write(&record, &got)?;
    }
    let want = std::fs::read_to_string(&record)?;
    if want == got { Ok(()) } else { Err(format!("want:\n{want}\ngot:\n{got}").into()) }
}

/// Numbers of goroutines and offsets in code differ from run to run.
fn without_places(text: &str) -> String {
    let rules = [
        (r"goroutine \d+", "goroutine N"),
        (r"(?m)^\d+\t", "N\t"),
        (r" \+0x[0-9a-f]+", ""),
        (r"0x[0-9a-f]{6,}", "ADDR"),
        (r"took .*", "took TIME"),
        (r"(\t<\d+>:\d+\n)(main\.endless\(\.\.\.\)\n\t<\d+>:\d+\n)+", "$1"),
        (r"\.\.\.\d+ frames", "...N frames"),
    ];
    rules
        .iter()
        .fold(text.to_owned(), |text, (rule, to)| regex_lite::Regex::new(rule).expect("a valid rule").replace_all(&text, *to).into_owned())
}
