//! Runs every program under `examples/` and `tests/golden/{run,panic}` and compares output and exit code with what was recorded from real Go
//! (`tests/oracle.sh`), and checks every program of `tests/golden/check` for exactly the recorded errors. A program without a record fails.

mod common;

use common::{mgo, name, programs, record, root, run_recorded, same};
use libtest_mimic::{Arguments, Failed, Trial};
use std::path::Path;

fn main() {
    let args = Arguments::from_args();
    let mut trials = Vec::new();
    for dir in ["examples", "tests/golden/run", "tests/golden/panic"] {
        for file in programs(&root().join(dir)) {
            trials.push(Trial::test(name(&file), move || run_recorded(&file)));
        }
    }
    for file in programs(&root().join("tests/golden/check")) {
        trials.push(Trial::test(name(&file), move || check_program(&file)));
    }
    libtest_mimic::run(&args, trials).exit();
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
