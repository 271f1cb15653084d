//! Bodies parsed later are the bodies parsed at once.

use mgo_syntax::ast::Decl;
use mgo_syntax::source::SourceMap;
use mgo_syntax::{Mode, parse_declarations, parse_file, print};
use std::path::{Path, PathBuf};

/// Sources of the standard library and of the parser's own tests.
fn sources() -> Vec<PathBuf> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut todo = vec![here.join("../../stdlib/src"), here.join("tests/parse"), here.join("tests/errors")];
    let mut found = Vec::new();
    while let Some(dir) = todo.pop() {
        for entry in std::fs::read_dir(&dir).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                todo.push(path);
            } else if path.extension().is_some_and(|e| e == "mgo" || e == "go") {
                found.push(path);
            }
        }
    }
    assert!(found.len() > 100, "only {} sources found", found.len());
    found
}

#[test]
fn same_trees_and_complaints() {
    for path in sources() {
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        let mut map = SourceMap::default();
        let id = map.add("x.go", text);
        let whole = parse_file(id, map.file(id), Mode::default(), 5);
        let lazy = parse_declarations(id, map.file(id), 5);
        // Labels are looked at where they are parsed with the file.
        let right = whole.diags.iter().all(|d| d.code != "Syntax");
        let mut diags = lazy.diags;
        if diags.is_empty() {
            diags = funcs(&lazy.file).flat_map(|body| body.diags().to_vec()).collect();
        }
        // Broken bodies are not mended: they are never run.
        if right {
            assert_eq!(print::ast(&map, &lazy.file), print::ast(&map, &whole.file), "{}", path.display());
        }
        diags.dedup();
        assert_eq!(diags.is_empty(), right, "{}", path.display());
        assert!(diags.iter().all(|d| whole.diags.contains(d)), "{}: {diags:?}", path.display());
    }
}

#[test]
fn a_broken_body_has_its_complaints() {
    let mut map = SourceMap::default();
    let id = map.add("x.go", "package p\n\nfunc good() {}\n\nfunc bad() { x y }\n");
    let lazy = parse_declarations(id, map.file(id), 0);
    assert!(lazy.diags.is_empty());
    let said: Vec<Vec<String>> = funcs(&lazy.file).map(|body| body.diags().iter().map(|d| d.message.clone()).collect()).collect();
    assert_eq!(said[0], Vec::<String>::new());
    assert_eq!(said[1], ["syntax error: unexpected name y at end of statement"]);
}

fn funcs(file: &mgo_syntax::ast::File) -> impl Iterator<Item = &mgo_syntax::body::Body> {
    file.decls.iter().filter_map(|decl| if let Decl::Func(func) = decl { func.body.as_ref() } else { None })
}
