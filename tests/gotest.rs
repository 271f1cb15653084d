//! `mgo test` against `go test`: the runs recorded by `tests/gotest/record.sh`, with times, figures and tracebacks left out.

mod common;

use common::root;
use libtest_mimic::{Arguments, Failed, Trial};
use regex_lite::Regex;
use std::path::Path;
use std::process::Command;

fn main() {
    let args = Arguments::from_args();
    let mut trials = Vec::new();
    for entry in std::fs::read_dir(root().join("tests/gotest")).expect("the cases").map(|e| e.expect("an entry").path()) {
        if entry.is_dir() {
            let name = entry.file_name().expect("a name").to_string_lossy().into_owned();
            trials.push(Trial::test(name, move || case(&entry)));
        }
    }
    libtest_mimic::run(&args, trials).exit();
}

/// Makes each run of a case and compares all of them with the record.
fn case(dir: &Path) -> Result<(), Failed> {
    let want = std::fs::read_to_string(dir.join("want")).map_err(|e| format!("no record: {e}; run tests/gotest/record.sh"))?;
    let mut got = String::new();
    for args in std::fs::read_to_string(dir.join("args"))?.lines() {
        let out = Command::new(env!("CARGO_BIN_EXE_mgo")).arg("test").args(args.split_whitespace()).current_dir(dir).output()?;
        got += &format!("$ go test {args}\n{}exit {}\n", String::from_utf8_lossy(&out.stdout), out.status.code().unwrap_or(-1));
    }
    let (want, got) = (normalize(&want), normalize(&got));
    if want == got {
        return Ok(());
    }
    Err(similar::TextDiff::from_lines(&want, &got).unified_diff().context_radius(4).header("go", "mgo").to_string().into())
}

/// What depends on neither the machine, nor the moment, nor the frames of package testing.
fn normalize(text: &str) -> String {
    let rules = [
        (r"\d+\.\d+s\b", "TIME"),
        (r#""Time":"[^"]*""#, r#""Time":"T""#),
        (r#""Elapsed":[0-9.e-]+"#, r#""Elapsed":0"#),
        (r" +\d+(\t *[0-9.]+ (ns/op|MB/s|B/op|allocs/op))+", " FIGURES"),
        (r"[0-9.]+ ns/op", "N ns/op"),
        (r"\t *[0-9.]+ MB/s", "\tN MB/s"),
        (r"\t *\d+ (B|allocs)/op", "\tN $1/op"),
        (r"N ns/op\t *", "N ns/op\t"),
        (r"\t *N ns", "\tN ns"),
        (r"(testing|fuzz|common|t)\.m?go:\d+: (test executed|returned without)", "FILE: $2"),
    ];
    let mut text = text.to_owned();
    for (pattern, replacement) in rules {
        text = Regex::new(pattern).expect("a valid rule").replace_all(&text, replacement).into_owned();
    }
    let mut out = String::new();
    let mut trace = false;
    for line in text.lines() {
        // A traceback goes on to the line that tells how the package ended.
        trace = (trace || line.starts_with("goroutine ")) && !line.starts_with("FAIL\t") && !line.starts_with("exit status");
        if !trace {
            out += line;
            out.push('\n');
        }
    }
    out
}
