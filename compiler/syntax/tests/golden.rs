//! Golden tests: `lex/NAME.go` against `NAME.tokens`, `parse/NAME.go` and `parse/NAME.mgo` (scripts) against `NAME.ast`.
//! `BLESS=1` writes the expectations anew; look at the difference before you commit it.

use mgo_syntax::source::{FileId, SourceMap};
use mgo_syntax::{Mode, parse_file, print, render};
use std::path::{Path, PathBuf};

fn cases(dir: &str) -> Vec<PathBuf> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(dir);
    let mut files: Vec<_> = std::fs::read_dir(dir).unwrap().map(|e| e.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|ext| ext == "go" || ext == "mgo"));
    files.sort();
    assert!(!files.is_empty());
    files
}

fn compare(dir: &str, ext: &str, dump: impl Fn(&SourceMap, FileId, bool) -> String) {
    let mut failures = Vec::new();
    for path in cases(dir) {
        let name = path.file_name().unwrap().to_str().unwrap();
        let map = SourceMap::default();
        let id = map.add(name, std::fs::read_to_string(&path).unwrap());
        let text = dump(&map, id, name.ends_with(".mgo"));
        let golden = path.with_extension(ext);
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(&golden, &text).unwrap();
        }
        let expected = std::fs::read_to_string(&golden).unwrap_or_default();
        if text != expected {
            let line =
                text.lines().zip(expected.lines()).position(|(a, b)| a != b).unwrap_or(text.lines().count().min(expected.lines().count()));
            let at = |text: &str| text.lines().nth(line).unwrap_or("(end)").to_string();
            failures.push(format!("{name}, line {} of .{ext}:\n- {}\n+ {}", line + 1, at(&expected), at(&text)));
        }
    }
    assert!(failures.is_empty(), "expected -, got +\n{}", failures.join("\n"));
}

#[test]
fn lex() {
    compare("lex", "tokens", print::tokens);
}

#[test]
fn parse() {
    compare("parse", "ast", |map, id, script| {
        let parsed = parse_file(id, map.file(id), Mode { script }, 0);
        assert!(!parsed.incomplete);
        // Labels that nothing uses have a tree like all others.
        assert!(parsed.diags.iter().all(|d| d.code == "UnusedLabel"), "{}", render(map, &parsed.diags, false));
        print::ast(map, &parsed.file)
    });
}
