//! What lowering makes of small programs: `tests/lower/NAME.mgo` against `NAME.ir` (set `MGO_BLESS` to rewrite the latter).

mod common;

use std::fmt::Write;
use std::path::Path;

#[test]
fn golden() {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/lower");
    let mut count = 0;
    let mut failures = String::new();
    let mut list: Vec<_> = std::fs::read_dir(&dir).expect("the golden programs exist").filter_map(|e| Some(e.ok()?.path())).collect();
    list.sort();
    for path in list.iter().filter(|p| p.extension().is_some_and(|x| x == "mgo")) {
        let text = std::fs::read_to_string(path).expect("a golden program can be read");
        let mut program = common::check(&path.to_string_lossy(), &text).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        let main = program.lowerer.entry("main.main").expect("a golden program has a main");
        let functions = program.lower(vec![main], true).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        let mut made = String::new();
        for f in &functions {
            writeln!(made, "{}", f.display(&program.lowerer.program)).expect("writing to a string");
        }
        let golden = path.with_extension("ir");
        if std::env::var_os("MGO_BLESS").is_some() {
            std::fs::write(&golden, &made).expect("the golden file can be written");
        }
        if std::fs::read_to_string(&golden).unwrap_or_default() != made {
            writeln!(failures, "{}: differs\n{made}", path.display()).expect("writing to a string");
        }
        count += 1;
    }
    assert!(count > 0 && failures.is_empty(), "{failures}");
}
