//! What is said about wrong programs. Beside each `errors/NAME.go` lies `NAME.err`, what real Go says about it (`record.sh` asks it);
//! where mgo says something else, and for scripts, `NAME.mgo.err` holds that. `BLESS=1` writes the latter anew.

use mgo_syntax::source::SourceMap;
use mgo_syntax::{Mode, parse_file};
use std::fmt::Write;
use std::path::{Path, PathBuf};

fn cases() -> Vec<PathBuf> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/errors");
    let mut files: Vec<_> = std::fs::read_dir(dir).unwrap().map(|e| e.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|ext| ext == "go" || ext == "mgo"));
    files.sort();
    assert!(!files.is_empty());
    files
}

fn ours(text: &str, script: bool) -> String {
    let map = SourceMap::default();
    let id = map.add("x.go", text);
    let parsed = parse_file(id, map.file(id), Mode { script }, 0);
    let mut out = String::new();
    for diag in &parsed.diags {
        let at = map.locate(diag.span.lo).unwrap();
        writeln!(out, "{}:{}: {}", at.line, at.column, diag.message).unwrap();
    }
    out
}

#[test]
fn like_go() {
    let bless = std::env::var_os("BLESS").is_some();
    let mut failures = String::new();
    for path in cases() {
        let text = std::fs::read_to_string(&path).unwrap();
        let (go_path, mgo_path) = (path.with_extension("err"), path.with_extension("mgo.err"));
        let script = path.extension().is_some_and(|ext| ext == "mgo");
        // Go knows no scripts
        let go = if script { Ok(String::new()) } else { std::fs::read_to_string(&go_path) };
        let go = go.unwrap_or_else(|err| panic!("{}: {err}", go_path.display()));
        let said = ours(&text, script);
        if bless {
            if said == go {
                let _ = std::fs::remove_file(&mgo_path);
            } else {
                std::fs::write(&mgo_path, &said).unwrap();
            }
        }
        let expected = std::fs::read_to_string(&mgo_path).unwrap_or(go);
        if said != expected {
            writeln!(failures, "--- {}\n{}", path.file_name().unwrap().display(), difference(&expected, &said)).unwrap();
        }
    }
    assert!(failures.is_empty(), "expected -, said +\n{failures}");
}

fn difference(expected: &str, said: &str) -> String {
    let gone = expected.lines().filter(|line| !said.lines().any(|l| l == *line)).map(|line| format!("- {line}\n"));
    let new = said.lines().filter(|line| !expected.lines().any(|l| l == *line)).map(|line| format!("+ {line}\n"));
    gone.chain(new).collect()
}
