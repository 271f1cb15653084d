//! Functions parsed later are the functions parsed at once.

use mgo_syntax::ast::Decl;
use mgo_syntax::diag::Diagnostic;
use mgo_syntax::func::Func;
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
        let map = SourceMap::default();
        let id = map.add("x.go", text);
        let whole = parse_file(id, map.file(id), Mode::default(), 5);
        let lazy = parse_declarations(id, map.file(id), 5);
        // Labels are looked at where they are parsed with the file.
        let right = whole.diags.iter().all(|d| d.code != "Syntax");
        let mut diags = lazy.diags;
        if diags.is_empty() {
            diags = funcs(&lazy.file).flat_map(complaints).collect();
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
    let map = SourceMap::default();
    let id = map.add("x.go", "package p\n\nfunc good() {}\n\nfunc bad() { x y }\n");
    let lazy = parse_declarations(id, map.file(id), 0);
    assert!(lazy.diags.is_empty());
    let said: Vec<Vec<String>> = funcs(&lazy.file).map(|func| complaints(func).into_iter().map(|d| d.message).collect()).collect();
    assert_eq!(said[0], Vec::<String>::new());
    assert_eq!(said[1], ["syntax error: unexpected name y at end of statement"]);
}

#[test]
fn outlines_tell_what_is_declared() {
    let map = SourceMap::default();
    let text = "package p\n\nfunc f()\n\nfunc (t *T[K]) m[P interface{ int }](x struct{ a int }) (r int) { return }\n\nfunc (T) n() {}\n";
    let id = map.add("x.go", text);
    let lazy = parse_declarations(id, map.file(id), 0);
    let said: Vec<String> = funcs(&lazy.file)
        .map(|func| {
            let outline = func.outline().expect("functions are outlined");
            assert_eq!((&outline.name, outline.span), (&func.name.name, func.span));
            let recv = outline.recv.as_ref().map(|recv| format!("{}{}", if recv.ptr { "*" } else { "" }, recv.base));
            format!("{} {} {}", outline.name, recv.unwrap_or_default(), outline.has_body)
        })
        .collect();
    assert_eq!(said, ["f  false", "m *T true", "n T true"]);
}

fn funcs(file: &mgo_syntax::ast::File) -> impl Iterator<Item = &Func> {
    file.decls.iter().filter_map(|decl| if let Decl::Func(func) = decl { Some(func) } else { None })
}

/// All that is wrong with a function.
fn complaints(func: &Func) -> Vec<Diagnostic> {
    func.diags().iter().chain(func.body.iter().flat_map(|body| body.diags())).cloned().collect()
}
