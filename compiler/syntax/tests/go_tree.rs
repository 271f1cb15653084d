//! Parses every Go file and script below a directory: `MGO_GO_TREE=$(go env GOROOT)/src cargo test -p mgo-syntax --release --test go_tree -- --ignored --nocapture`.

use mgo_syntax::source::SourceMap;
use mgo_syntax::{Mode, parse_file};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

fn collect(dir: &Path, files: &mut Vec<PathBuf>) {
    let mut entries: Vec<_> = std::fs::read_dir(dir).unwrap().map(|e| e.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            // what lies in testdata may be wrong on purpose
            if path.file_name().is_some_and(|name| name != "testdata") {
                collect(&path, files);
            }
        } else if path.extension().is_some_and(|ext| ext == "go" || ext == "mgo") {
            files.push(path);
        }
    }
}

#[test]
#[ignore = "needs a tree of Go files, named by MGO_GO_TREE"]
fn every_file_parses() {
    let root = std::env::var("MGO_GO_TREE").expect("MGO_GO_TREE names a directory");
    let mut files = Vec::new();
    collect(Path::new(&root), &mut files);
    let (mut bad, mut lines, mut bytes, mut time) = (0, 0, 0, Duration::ZERO);
    for path in &files {
        let text = std::fs::read_to_string(path).unwrap();
        lines += text.lines().count();
        bytes += text.len();
        let map = SourceMap::default();
        let id = map.add(path.display().to_string(), text);
        let start = Instant::now();
        let parsed = parse_file(id, map.file(id), Mode { script: path.extension().is_some_and(|ext| ext == "mgo") }, 0);
        time += start.elapsed();
        for diag in &parsed.diags {
            let at = map.locate(diag.span.lo).unwrap();
            println!("{}:{}:{}: {}", at.file, at.line, at.column, diag.message);
        }
        bad += usize::from(!parsed.diags.is_empty() || parsed.incomplete);
    }
    let speed = lines as f64 / time.as_secs_f64() / 1e6;
    println!("{} files, {lines} lines, {bytes} bytes, {time:?} ({speed:.2} M lines/s), {bad} bad", files.len());
    assert_eq!(bad, 0);
}
