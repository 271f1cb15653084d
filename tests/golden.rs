//! Runs every program under `examples/` and `tests/golden/{run,panic}` and compares output and exit code with what was recorded from real Go
//! (`tests/oracle.sh`), and checks every program of `tests/golden/check` for exactly the recorded errors. A program without a record fails.

mod common;

use common::{Outcome, mgo, normalize_trace, programs, root};
use libtest_mimic::{Arguments, Failed, Trial};
use std::path::Path;

fn main() {
    let args = Arguments::from_args();
    let mut trials = Vec::new();
    for dir in ["examples", "tests/golden/run", "tests/golden/panic"] {
        for file in programs(&root().join(dir)) {
            trials.push(Trial::test(name(&file), move || run_program(&file)));
        }
    }
    for file in programs(&root().join("tests/golden/check")) {
        trials.push(Trial::test(name(&file), move || check_program(&file)));
    }
    libtest_mimic::run(&args, trials).exit();
}

fn name(file: &Path) -> String {
    file.strip_prefix(root()).unwrap_or(file).display().to_string()
}

fn record(file: &Path, extension: &str) -> Option<String> {
    // Output need not be UTF-8; what is not shows the same way on both sides.
    std::fs::read(file.with_extension(extension)).ok().map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
}

fn run_program(file: &Path) -> Result<(), Failed> {
    let want_out = record(file, "out").ok_or("no .out beside the program: record it with tests/oracle.sh")?;
    let want_code: i32 = record(file, "code").map_or(Ok(0), |c| c.trim().parse()).map_err(|e| format!("bad .code: {e}"))?;
    let got: Outcome = mgo(&["run", &file.display().to_string()]);
    same("stdout", &want_out, &got.stdout, &got.stderr)?;
    if want_code != got.code {
        return Err(format!("exit code {}, want {want_code}\n{}", got.code, got.stderr).into());
    }
    if let Some(want_err) = record(file, "err") {
        same("stderr", &normalize_trace(&want_err), &normalize_trace(&got.stderr), "")?;
    }
    Ok(())
}

/// The record's lines are `LINE:COL: message`; columns and texts must agree as well as lines.
fn check_program(file: &Path) -> Result<(), Failed> {
    let want = record(file, "errors").ok_or("no .errors beside the program: record it with tests/oracle.sh")?;
    let got = mgo(&["check", &file.display().to_string()]);
    let prefix = format!("{}:", file.display());
    let lines: String = got.stderr.lines().filter_map(|l| l.strip_prefix(&prefix)).map(|l| format!("{l}\n")).collect();
    same("errors", &want, &lines, &got.stderr)?;
    let want_code = i32::from(!want.is_empty());
    if got.code != want_code {
        return Err(format!("exit code {}, want {want_code}", got.code).into());
    }
    Ok(())
}

fn same(what: &str, want: &str, got: &str, also: &str) -> Result<(), Failed> {
    if want == got {
        return Ok(());
    }
    let line = want.lines().zip(got.lines()).position(|(w, g)| w != g).unwrap_or_else(|| want.lines().count().min(got.lines().count()));
    let at = |text: &str| text.lines().nth(line).unwrap_or("<end>").to_owned();
    Err(format!("{what} differs at line {}:\n  want {}\n  got  {}\n{also}", line + 1, at(want), at(got)).into())
}
