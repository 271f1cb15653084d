//! What diagnostics look like.

use mgo_syntax::diag::Diagnostic;
use mgo_syntax::render;
use mgo_syntax::source::{SourceMap, Span};

fn span(map: &SourceMap, text: &str) -> Span {
    let file = map.file_of(mgo_syntax::source::Pos(1)).unwrap().1;
    let at = file.text.find(text).unwrap() as u32;
    Span::new(file.base.plus(at), file.base.plus(at + text.len() as u32))
}

#[test]
fn labels_and_help() {
    let map = SourceMap::default();
    map.add("dir/a.mgo", "package main\n\nvar x = 1\n\tvar x, second = 2, \"é\"\n");
    let diag = Diagnostic::error("DuplicateDecl", span(&map, "second"), "second redeclared in this block")
        .with_label(span(&map, "x = 1"), "other declaration")
        .with_label(span(&map, "\"é\""), "its value")
        .with_help("choose another name");
    let warning = Diagnostic::warning("UnusedVar", span(&map, "x ="), "declared and not used: x");
    let text = render(&map, &[diag, warning], false);
    let expected = "\
dir/a.mgo:4:9: second redeclared in this block
  |
4 |     var x, second = 2, \"é\"
  |            ^^^^^^      --- its value
  |
 ::: dir/a.mgo:3:5
  |
3 | var x = 1
  |     ----- other declaration
  |
  = help: choose another name
dir/a.mgo:3:5: warning: declared and not used: x
  |
3 | var x = 1
  |     ^^^
";
    assert_eq!(text, expected);
}

#[test]
fn colours_are_optional() {
    let map = SourceMap::default();
    map.add("a.go", "package main\n");
    let diag = Diagnostic::error("Syntax", span(&map, "main"), "wrong");
    assert!(!render(&map, std::slice::from_ref(&diag), false).contains('\x1b'));
    assert!(render(&map, &[diag], true).contains("\x1b["));
}

#[test]
fn no_place_and_long_lines() {
    let map = SourceMap::default();
    map.add("a.go", format!("{}x{}", "é".repeat(100_000), "é".repeat(100_000)));
    let nowhere = Diagnostic::error("Syntax", Span::NONE, "nowhere");
    assert_eq!(render(&map, &[nowhere], false), "nowhere\n");
    let far = Diagnostic::error("Syntax", span(&map, "x"), "far");
    let text = render(&map, &[far], false);
    assert!(text.starts_with("a.go:1:200001: far\n"), "{text}");
    assert!(text.len() < 4000, "{text}");
}
