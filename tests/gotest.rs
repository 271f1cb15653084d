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
    trials.push(Trial::test("fuzzing: several workers, one report, and what was found is kept", workers));
    trials.push(Trial::test("does not shadow the standard library", does_not_shadow));
    libtest_mimic::run(&args, trials).exit();
}

/// Makes each run of a case and compares all of them with the record.
fn case(dir: &Path) -> Result<(), Failed> {
    let want = std::fs::read_to_string(dir.join("want")).map_err(|e| format!("no record: {e}; run tests/gotest/record.sh"))?;
    // Fuzzing writes to testdata: the case stays as it is.
    let (copy, cache) = (tempfile::tempdir()?, tempfile::tempdir()?);
    copy_all(dir, copy.path())?;
    let mut got = String::new();
    for args in std::fs::read_to_string(dir.join("args"))?.lines() {
        let mut mgo = Command::new(env!("CARGO_BIN_EXE_mgo"));
        let out = mgo
            .args(["test", "-vet=off"])
            .args(args.split_whitespace())
            .current_dir(copy.path())
            .env("XDG_CACHE_HOME", cache.path())
            .output()?;
        got += &format!("$ go test {args}\n{}exit {}\n", String::from_utf8_lossy(&out.stdout), out.status.code().unwrap_or(-1));
    }
    let (want, got) = (normalize(&want), normalize(&got));
    if want == got {
        return Ok(());
    }
    Err(similar::TextDiff::from_lines(&want, &got).unified_diff().context_radius(4).header("go", "mgo").to_string().into())
}

fn copy_all(from: &Path, to: &Path) -> std::io::Result<()> {
    for entry in std::fs::read_dir(from)? {
        let (path, target) = entry.map(|e| (e.path(), to.join(e.file_name())))?;
        if path.is_dir() {
            std::fs::create_dir(&target)?;
            copy_all(&path, &target)?;
        } else {
            std::fs::copy(&path, &target)?;
        }
    }
    Ok(())
}

const FUZZED: &str = r#"package fuzzed

import (
	"os"
	"testing"
)

func FuzzKeeps(f *testing.F) {
	f.Add("seed")
	f.Fuzz(func(t *testing.T, s string) {
		n := 0
		for _, c := range s {
			switch {
			case c < 'A':
				n++
			case c > 'y':
				n += 2
			case c == 'e':
				n += 3
			}
		}
		if n > 5 && len(s) > 3 {
			n--
		}
	})
}

func FuzzFails(f *testing.F) {
	f.Add("seed")
	f.Fuzz(func(t *testing.T, s string) {
		if len(s) > 5 {
			t.Error("too long")
		}
	})
}

func FuzzExits(f *testing.F) {
	f.Add("seed")
	f.Fuzz(func(t *testing.T, s string) {
		if len(s) > 5 {
			os.Exit(3)
		}
	})
}
"#;

fn workers() -> Result<(), Failed> {
    let (dir, cache) = (tempfile::tempdir()?, tempfile::tempdir()?);
    std::fs::write(dir.path().join("go.mod"), "module example.com/fuzzed\n\ngo 1.27\n")?;
    std::fs::write(dir.path().join("f_test.go"), FUZZED)?;
    let run = |args: &[&str]| -> Result<(String, Option<i32>), Failed> {
        let mut mgo = Command::new(env!("CARGO_BIN_EXE_mgo"));
        let out = mgo.args(["test", "-vet=off"]).args(args).current_dir(dir.path()).env("XDG_CACHE_HOME", cache.path()).output()?;
        Ok((format!("{}{}", String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr)), out.status.code()))
    };
    let (first, code) = run(&["-parallel", "3", "-fuzz", "FuzzKeeps", "-fuzztime", "3000x"])?;
    if code != Some(0) || !first.contains("now fuzzing with 3 workers") || !first.contains("0/1 completed") {
        return Err(first.into());
    }
    let kept = std::fs::read_dir(cache.path().join("mgo/fuzz/example.com/fuzzed/FuzzKeeps"))?.count();
    let (second, code) = run(&["-parallel", "3", "-fuzz", "FuzzKeeps", "-fuzztime", "100x"])?;
    if code != Some(0) || kept == 0 || !second.contains(&format!("0/{} completed", kept + 1)) {
        return Err(format!("{kept} kept\n{second}").into());
    }
    // The test, and the subtest in which it failed; nothing is left of a subtest whose process has ended.
    for (target, reports) in [("FuzzFails", 2), ("FuzzExits", 1)] {
        let (text, code) = run(&["-run", "^$", "-parallel", "3", "-fuzz", target])?;
        if code != Some(1)
            || text.matches(&format!("--- FAIL: {target} (")).count() != reports
            || !text.contains("Failing input written to testdata/fuzz")
        {
            return Err(text.into());
        }
    }
    Ok(())
}

/// A directory with the name of a standard package, outside of all modules: its tests get the standard one.
fn does_not_shadow() -> Result<(), Failed> {
    let dir = tempfile::tempdir()?;
    let sort = dir.path().join("sort");
    std::fs::create_dir(&sort)?;
    let test = "package sort\n\nimport (\n\t\"sort\"\n\t\"testing\"\n)\n\nfunc TestSorts(t *testing.T) {\n\ts := []int{2, 1}\n\tsort.Ints(s)\n\tif s[0] != 1 {\n\t\tt.Fatal(s)\n\t}\n}\n";
    std::fs::write(sort.join("s_test.go"), test)?;
    let out = Command::new(env!("CARGO_BIN_EXE_mgo")).args(["test", "sort"]).current_dir(dir.path()).output()?;
    let text = String::from_utf8_lossy(&out.stdout).into_owned();
    if text.starts_with("ok ") && out.status.success() {
        Ok(())
    } else {
        Err(format!("{text}{}", String::from_utf8_lossy(&out.stderr)).into())
    }
}

/// What depends on neither the machine, nor the moment, nor the frames of package testing.
fn normalize(text: &str) -> String {
    let rules = [
        (r"\d+\.\d+s\b", "TIME"),
        (r"\(\d+s\)", "(TIME)"),
        (r#""Time":"[^"]*""#, r#""Time":"T""#),
        (r#""Elapsed":[0-9.e-]+"#, r#""Elapsed":0"#),
        (r" +\d+(\t *[0-9.]+ (ns/op|MB/s|B/op|allocs/op))+", " FIGURES"),
        (r"[0-9.]+ ns/op", "N ns/op"),
        (r"\t *[0-9.]+ MB/s", "\tN MB/s"),
        (r"\t *\d+ (B|allocs)/op", "\tN $1/op"),
        (r"N ns/op\t *", "N ns/op\t"),
        (r"\t *N ns", "\tN ns"),
        (r"(Fuzz\w+/)[0-9a-f]{16}\b", "${1}HASH"),
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
        // How far a search is depends on chance, and what it begins with on what Go has found before.
        if !trace && !line.starts_with("fuzz: ") && line != "warning: starting with empty corpus" {
            out += line;
            out.push('\n');
        }
    }
    out
}
