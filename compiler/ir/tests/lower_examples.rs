//! Every example and golden program lowers, with all it reaches of the standard library, to IR that the verifier accepts.

mod common;

use std::path::{Path, PathBuf};

fn programs(dir: &Path, out: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(dir) else { return };
    for path in entries.filter_map(|e| Some(e.ok()?.path())) {
        if path.is_dir() {
            programs(&path, out);
        } else if path.extension().is_some_and(|x| x == "mgo" || x == "go") {
            out.push(path);
        }
    }
}

#[test]
fn examples_lower() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut list = Vec::new();
    for dir in ["examples", "tests/golden/run"] {
        programs(&root.join(dir), &mut list);
    }
    if let Some(more) = std::env::var_os("MGO_PROGRAMS") {
        programs(Path::new(&more), &mut list);
    }
    list.sort();
    assert!(list.len() >= 20, "the examples are where the test looks for them");
    let mut failures = Vec::new();
    let mut lowered = 0;
    for path in &list {
        let text = std::fs::read_to_string(path).expect("an example can be read");
        match lower_all(&path.to_string_lossy(), &text) {
            // The library does not have all packages yet.
            Err(e) if e.contains("is not in std") => {}
            Err(e) => failures.push(format!("{}: {e}", path.display())),
            Ok(()) => lowered += 1,
        }
    }
    assert!(lowered + failures.len() >= 15, "most examples need nothing that is missing");
    assert!(failures.is_empty(), "{} of {} programs:\n{}", failures.len(), list.len(), failures.join("\n"));
}

fn lower_all(name: &str, text: &str) -> Result<(), String> {
    let mut program = common::check(name, text)?;
    let main = program.lowerer.entry("main.main").ok_or("no main")?;
    let inits = program.lowerer.inits(program.main);
    let start = program.lowerer.entry("runtime.main");
    program.lower([main, inits].into_iter().chain(start).collect(), false)?;
    Ok(())
}
