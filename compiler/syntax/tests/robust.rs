//! Bad and huge input neither overflows the stack nor takes more than linear time.

use mgo_syntax::source::SourceMap;
use mgo_syntax::{Mode, Parsed, parse_file, print};
use std::time::{Duration, Instant};

const DEEP: usize = 100_000;

/// Parses as a file and as a script.
fn parse(text: &str) -> [Parsed; 2] {
    [false, true].map(|script| parse_as(text, script))
}

/// Parses, and prints the tree, which walks all of it.
fn parse_as(text: &str, script: bool) -> Parsed {
    let map = SourceMap::default();
    let id = map.add("x.go", text);
    let start = Instant::now();
    let parsed = parse_file(id, map.file(id), Mode { script }, 0);
    let limit = Duration::from_secs(30);
    assert!(start.elapsed() < limit, "{} bytes took {:?}: {:?}...", text.len(), start.elapsed(), text.get(..80));
    print::ast(&map, &parsed.file);
    parsed
}

fn deep(prefix: &str, open: &str, middle: &str, close: &str, suffix: &str) {
    let whole = [prefix, &open.repeat(DEEP), middle, &close.repeat(DEEP), suffix].concat();
    let file = parse_as(&whole, false);
    let too_deep = file.diags.iter().any(|d| d.message == "exceeded max nesting depth");
    assert!(too_deep, "{prefix}{open}: {:?}", file.diags);
    // and what is not closed, or was never opened
    parse(&[prefix, &open.repeat(DEEP / 10)].concat());
    parse(&[prefix, &open.repeat(DEEP / 10), middle, suffix].concat());
    parse(&[prefix, middle, &close.repeat(DEEP / 10), suffix].concat());
}

#[test]
fn deep_expressions() {
    deep("package p\nvar x = ", "(", "1", ")", "\n");
    deep("package p\nvar x = ", "- ", "1", "", "\n");
    deep("package p\nvar x = ", "*", "y", "", "\n");
    deep("package p\nvar x = ", "<-", "y", "", "\n");
    deep("package p\nvar x = ", "f(", "1", ")", "\n");
    deep("package p\nvar x = ", "a[", "1", "]", "\n");
    deep("package p\nvar x = ", "T{", "1", "}", "\n");
    deep("package p\nvar x = []T", "{", "1", "}", "\n");
    deep("package p\nvar x = ", "func() { return ", "1", "}", "\n");
    deep("package p\nvar x = 1", "", "", " + 1", "\n");
    deep("package p\nvar x = y", "", "", ".z", "\n");
    deep("package p\nvar x = y", "", "", "()", "\n");
    deep("package p\nvar x = y", "", "", "[0]", "\n");
}

#[test]
fn deep_types() {
    for open in ["*", "[]", "[2]", "map[int]", "chan ", "<-chan ", "chan<- ", "func() ", "func(", "struct{ a ", "interface{ m() ", "("] {
        let close = match open.as_bytes()[open.len() - 1] {
            b'(' => ")",
            _ if open.contains('{') => "}",
            _ => "",
        };
        deep("package p\ntype T ", open, "int", close, "\n");
    }
    deep("package p\nvar x = ", "<-chan ", "int", "", "\n");
    deep("package p\nvar x = <-", "chan<- ", "chan int", "", "\n");
}

#[test]
fn deep_statements() {
    deep("package p\nfunc f() {", "{", "", "}", "}\n");
    deep("package p\nfunc f() {", "if x {", "", "}", "}\n");
    deep("package p\nfunc f() {", "for {", "", "}", "}\n");
    deep("package p\nfunc f() {", "switch { case x: ", "", "}", "}\n");
    deep("package p\nfunc f() {", "select { default: ", "", "}", "}\n");
    deep("package p\nfunc f() {", "L: ", "", "", "}\n");
    deep("package p\nfunc f() { if x {}", "", "", " else if x {}", "}\n");
}

#[test]
fn many_errors() {
    for line in [
        "x y\n",
        "x := \n",
        ")\n",
        "f(1 2)\n",
        "func f() { x y }\n",
        "func f( {\n",
        "{\n",
        "}\n",
        "case\n",
        "if\n",
        "a, b\n",
        "type T struct { a b c }\n",
        "'\n",
        "\"\n",
        "var x [\n",
        "\0",
        "(((;",
        "type",
        "else ",
    ] {
        parse(&["package p\n", &line.repeat(300)].concat());
        parse(&["package p\nfunc f() {\n", &line.repeat(300), "}\n"].concat());
    }
}

#[test]
fn huge_but_right() {
    let [file, _] = parse(&["package p\n", &"func f(a int) int {\n\treturn a + 1\n}\n".repeat(30_000)].concat());
    assert!(file.diags.is_empty());
    assert_eq!(file.file.decls.len(), 30_000);
    let [file, _] = parse(&["package p\nvar x = []int{", &"1, ".repeat(200_000), "}\n"].concat());
    assert!(file.diags.is_empty());
    let [file, _] = parse(&["package p\nfunc f() {\n", &"x++\n".repeat(100_000), "}\n"].concat());
    assert!(file.diags.is_empty());
}
