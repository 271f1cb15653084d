//! The house in order: paths that the documents name exist, source files say their notion and stay small, every program has its record.

use std::path::{Path, PathBuf};

/// Lines that a source file may have; the exceptions have a reason.
const LIMIT: usize = 800;
/// Tables.
const LONG: &[&str] = &["stdlib/src/unicode/tables.mgo"];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// All files below `dir` that end so.
fn files(dir: &str, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut todo = vec![root().join(dir)];
    while let Some(dir) = todo.pop() {
        for entry in std::fs::read_dir(&dir).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                todo.push(path);
            } else if path.extension().is_some_and(|e| e == extension) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn relative(path: &Path) -> String {
    path.strip_prefix(root()).expect("below the root").display().to_string()
}

/// Words in backquotes that look like a path of the repository.
fn named_paths(text: &str) -> Vec<String> {
    let tops = ["compiler/", "runtime/src/", "runtime/abi/", "stdlib/", "examples/", "tests/", "book/", "src/", ".ci/"];
    text.split('`')
        .skip(1)
        .step_by(2)
        .filter(|w| tops.iter().any(|t| w.starts_with(t)) && !w.contains(['*', '{', ' ', '…']))
        .map(Into::into)
        .collect()
}

/// `src/x.rs` may be meant inside the crate that the line began with.
fn exists(path: &str, line: &str) -> bool {
    let base = line.split('`').nth(1).unwrap_or("");
    root().join(path).exists() || root().join(base).join(path).exists() || root().join(base).join("src").join(path).exists()
}

#[test]
fn documents_name_paths_that_exist() {
    let mut documents: Vec<PathBuf> = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"].map(|f| root().join(f)).into();
    documents.extend(files("book/src", "md"));
    let mut missing = Vec::new();
    for document in documents {
        let text = std::fs::read_to_string(&document).expect("readable");
        let mut item = String::new();
        for line in text.lines() {
            if line.starts_with("- ") {
                item = line.to_owned();
            }
            missing.extend(named_paths(line).into_iter().filter(|p| !exists(p, &item)).map(|p| format!("{}: {p}", relative(&document))));
        }
    }
    assert!(missing.is_empty(), "documents name what is not there:\n{}", missing.join("\n"));
}

#[test]
fn source_files_are_small_and_say_their_notion() {
    let mut wrong = Vec::new();
    for dir in ["src", "compiler", "runtime", "stdlib/src", "tests"] {
        for file in files(dir, "rs").into_iter().chain(files(dir, "mgo")) {
            let name = relative(&file);
            if name.contains("/target/") || LONG.contains(&name.as_str()) {
                continue;
            }
            let text = std::fs::read_to_string(&file).unwrap_or_default();
            let lines = text.lines().count();
            if lines > LIMIT {
                wrong.push(format!("{name}: {lines} lines"));
            }
            if name.ends_with(".rs") && !text.starts_with("//!") {
                wrong.push(format!("{name}: does not open with //!"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_program_has_a_record() {
    let programs = ["examples", "tests/rows", "tests/golden/run", "tests/golden/panic", "tests/spec"];
    let all = programs.iter().flat_map(|d| files(d, "mgo").into_iter().chain(files(d, "go")));
    let bare: Vec<String> = all.filter(|f| !f.with_extension("out").exists()).map(|f| relative(&f)).collect();
    assert!(bare.is_empty(), "record these with tests/oracle.sh: {bare:?}");
}

#[test]
fn every_record_has_a_program() {
    let orphan = |f: &PathBuf| !["go", "mgo", "in"].iter().any(|e| f.with_extension(e).exists()) && !f.with_extension("").is_dir();
    let records = ["out", "err", "code", "errors"];
    let left: Vec<String> =
        records.iter().flat_map(|e| [files("tests", e), files("examples", e)].concat()).filter(orphan).map(|f| relative(&f)).collect();
    assert!(left.is_empty(), "records without a program: {left:?}");
}

#[test]
fn the_tour_has_its_pages() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let status = std::process::Command::new("book/tour.sh").arg(dir.path()).current_dir(root()).status().expect("bash runs");
    assert!(status.success());
    let summary = std::fs::read_to_string(root().join("book/src/SUMMARY.md")).expect("readable");
    for entry in std::fs::read_dir(dir.path()).expect("listed").flatten() {
        let name = entry.file_name().display().to_string();
        let have = std::fs::read_to_string(root().join("book/src/tour").join(&name)).unwrap_or_default();
        assert!(have == std::fs::read_to_string(entry.path()).expect("readable"), "{name} is stale: run book/tour.sh");
        assert!(summary.contains(&format!("(tour/{name})")), "{name} is not in book/src/SUMMARY.md");
    }
}
