//! Programs with errors: what the checker says about them is what Go's compiler says, word for word and column by column.
//!
//! Each `errors/NAME.go` comes with `errors/NAME.want`, recorded from real Go by `errors/record.sh`.
//! Most are written to have all the errors of one kind; `mutant_*` are working programs with a few tokens changed at random.
//! `ERRORS=NAME cargo test -p mgo-types --test errors -- --nocapture` shows one of them.

mod library;

use library::Library;
use mgo_syntax::source::{Pos, SourceMap};
use mgo_types::package::{Options, check_package};
use mgo_types::world::World;
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// What is wrong with a program, as Go's compiler lists it.
fn findings(text: &str) -> String {
    let sources = SourceMap::default();
    let id = sources.add("FILE", text);
    let parsed = mgo_syntax::parse_file(id, sources.file(id), mgo_syntax::Mode { script: false }, 0);
    let mut diags = parsed.diags;
    if !diags.iter().any(|diag| diag.message.starts_with("syntax error")) {
        let mut library = Library::new(&sources);
        diags.extend(check_package(&mut World::new(), "p", vec![parsed.file], &mut library, &Options::default()).1);
        mgo_syntax::diag::tidy(&mut diags, &sources);
    }
    let place = |pos: Pos| sources.locate(pos).map_or("?".into(), |at| format!("{}:{}", at.line, at.column));
    let mut out = String::new();
    for diag in diags {
        writeln!(out, "{}: {}", place(diag.span.lo), diag.message).unwrap();
        // Go has these places within the message only.
        if ["goto ", "label ", "method ", "multiple defaults"].iter().any(|start| diag.message.starts_with(start)) {
            continue;
        }
        for label in diag.labels {
            writeln!(out, "\tFILE:{}: {}", place(label.span.lo), label.text).unwrap();
        }
    }
    out
}

fn programs() -> Vec<PathBuf> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/errors");
    let mut list: Vec<PathBuf> = std::fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()).collect();
    list.retain(|path| path.extension().is_some_and(|ext| ext == "go"));
    list.sort();
    list
}

#[test]
fn errors_are_gos() {
    let only = std::env::var("ERRORS").ok();
    let mut wrong = Vec::new();
    for path in programs() {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        if only.as_ref().is_some_and(|only| !name.contains(only.as_str())) {
            continue;
        }
        let want = std::fs::read_to_string(path.with_extension("want")).unwrap();
        let got = findings(&std::fs::read_to_string(&path).unwrap());
        if got != want {
            let (got_lines, want_lines): (Vec<&str>, Vec<&str>) = (got.lines().collect(), want.lines().collect());
            println!("== {name}");
            want_lines.iter().filter(|line| !got_lines.contains(line)).for_each(|line| println!("  want {line}"));
            got_lines.iter().filter(|line| !want_lines.contains(line)).for_each(|line| println!("  got  {line}"));
            wrong.push(name);
        }
    }
    assert!(wrong.is_empty(), "{} programs with other errors than Go's: {wrong:?}", wrong.len());
}
