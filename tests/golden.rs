//! Runs every program under `examples/` and `tests/golden/{run,panic}` and compares output and exit code with what was recorded from real Go
//! (`tests/oracle.sh`), and checks every program of `tests/golden/check` and `tests/golden/vet` for exactly the recorded errors. The folders in
//! `tests/projects` are programs of several files and packages. A program without a record fails.

mod common;

use common::{mgo, name, programs, record, root, run_recorded, same};
use libtest_mimic::{Arguments, Failed, Trial};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

fn main() {
    let args = Arguments::from_args();
    let mut trials = Vec::new();
    for dir in ["examples", "tests/golden/run", "tests/golden/panic"] {
        for file in programs(&root().join(dir)) {
            trials.push(Trial::test(name(&file), move || run_recorded(&file)));
        }
    }
    for (dir, command) in [("tests/golden/check", "check"), ("tests/golden/vet", "vet")] {
        for file in programs(&root().join(dir)) {
            trials.push(Trial::test(name(&file), move || check_program(&file, command)));
        }
    }
    for dir in projects() {
        trials.push(Trial::test(name(&dir), move || run_project(&dir)));
    }
    libtest_mimic::run(&args, trials).exit();
}

/// The record's lines are `LINE:COL: message`; columns and texts must agree as well as lines. The file is `./NAME.go` in texts.
fn check_program(file: &Path, command: &str) -> Result<(), Failed> {
    let want = record(file, "errors").ok_or("no .errors beside the program: record it with tests/oracle.sh")?;
    let got = mgo(&[command, &file.display().to_string()]);
    let prefix = format!("{}:", file.display());
    let own = format!("./{}.go", file.file_stem().unwrap_or_default().display());
    let lines: String = got
        .stderr
        .lines()
        .filter_map(|l| l.strip_prefix(&prefix))
        .map(|l| format!("{}\n", l.replace(&file.display().to_string(), &own)))
        .collect();
    same("errors", &want, &lines, &got.stderr)?;
    let want_code = i32::from(!want.is_empty());
    if got.code != want_code {
        return Err(format!("exit code {}, want {want_code}", got.code).into());
    }
    Ok(())
}

/// The folders that hold a whole program each.
fn projects() -> Vec<PathBuf> {
    let entries = std::fs::read_dir(root().join("tests/projects")).into_iter().flatten().flatten();
    let mut dirs: Vec<PathBuf> = entries.map(|e| e.path()).filter(|p| p.is_dir()).collect();
    dirs.sort();
    dirs
}

/// Runs the program from its own folder, as the record was made.
fn run_project(dir: &Path) -> Result<(), Failed> {
    let want_out = record(dir, "out").ok_or("no .out beside the folder: record it with tests/oracle.sh")?;
    let want_code: i32 = record(dir, "code").map_or(Ok(0), |c| c.trim().parse()).map_err(|e| format!("bad .code: {e}"))?;
    let mut command = Command::new(env!("CARGO_BIN_EXE_mgo"));
    command.args(["run", "."]).current_dir(dir);
    let got = common::run(command, Duration::from_secs(180));
    same("stdout", &want_out, &got.stdout, &got.stderr)?;
    if want_code != got.code {
        return Err(format!("exit code {}, want {want_code}\n{}", got.code, got.stderr).into());
    }
    let messages = |text: &str| {
        let here = dir.display().to_string();
        let mut lines: Vec<String> =
            text.replace(&here, ".").lines().filter(|l| is_message(l)).map(|l| l.trim().trim_start_matches("./").to_owned()).collect();
        lines.sort();
        lines.join("\n")
    };
    same("errors", &messages(&record(dir, "errors").unwrap_or_default()), &messages(&got.stderr), &got.stderr)
}

/// Whether a line is one that Go prints, too: not a part of the source, and not a heading.
fn is_message(line: &str) -> bool {
    let placed = line
        .trim_start()
        .split_once(':')
        .is_some_and(|(file, rest)| file.ends_with(".go") && rest.starts_with(|c: char| c.is_ascii_digit()));
    placed
        || ["runtime.main_main", "found packages", "\timports ", "\tgo get "].iter().any(|start| line.starts_with(start))
        || line.ends_with(" is not a main package")
}
