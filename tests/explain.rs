//! Every code that an error can have is explained, and its example has exactly that error.

mod common;

use common::{mgo, root};
use std::collections::BTreeSet;
use std::path::Path;

#[test]
fn examples_have_their_error() {
    for explanation in mgo::explain::all() {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let files = explanation.files();
        for (name, text) in &files {
            let path = dir.path().join(name);
            std::fs::create_dir_all(path.parent().expect("a parent")).expect("writable");
            std::fs::write(path, text).expect("writable");
        }
        let target = if files.len() == 1 { dir.path().join(files[0].0) } else { dir.path().to_owned() };
        let command = if explanation.when_run { "run" } else { "check" };
        let got = mgo(&[command, "--json", &target.display().to_string()]);
        let codes: BTreeSet<String> = got
            .stdout
            .lines()
            .map(|line| serde_json::from_str::<serde_json::Value>(line).expect("JSON")["code"].as_str().expect("a code").to_owned())
            .collect();
        assert_eq!(codes.into_iter().collect::<Vec<_>>(), [explanation.code], "{}\n{}", got.stdout, got.stderr);
        assert_eq!(got.code, 1);
    }
}

#[test]
fn every_code_is_explained() {
    let explained: BTreeSet<&str> = mgo::explain::all().map(|e| e.code).collect();
    let mut used = BTreeSet::new();
    for dir in ["compiler/syntax/src", "compiler/types/src", "src/project"] {
        codes_below(&root().join(dir), &mut used);
    }
    assert!(used.len() > 80, "only {} codes found", used.len());
    // Trees that the parser does not make.
    for code in ["InvalidSyntaxTree", "UntypedLit"] {
        used.remove(code);
    }
    let missing: Vec<&String> = used.iter().filter(|code| !explained.contains(code.as_str())).collect();
    assert!(missing.is_empty(), "not explained: {missing:?}");
}

/// The codes in calls such as `error("Code", …)`.
fn codes_below(dir: &Path, found: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(dir).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            codes_below(&path, found);
            continue;
        }
        let text = std::fs::read_to_string(&path).expect("text");
        for call in ["error(", "fault("] {
            for (at, _) in text.match_indices(call) {
                let rest = text[at + call.len()..].trim_start();
                let code = rest.strip_prefix('"').and_then(|r| r.split('"').next()).unwrap_or_default();
                if code.starts_with(|c: char| c.is_ascii_uppercase()) && code.chars().all(char::is_alphanumeric) {
                    found.insert(code.to_owned());
                }
            }
        }
    }
}
