//! What `parse_file` promises beside the tree.

use mgo_syntax::ast::{Decl, ExprKind, NodeId, StmtKind};
use mgo_syntax::source::SourceMap;
use mgo_syntax::{Mode, Parsed, add_bytes, parse_file};

fn parse(text: &str, script: bool) -> Parsed {
    let map = SourceMap::default();
    let id = map.add("x.mgo", text);
    parse_file(id, map.file(id), Mode { script }, 0)
}

#[test]
fn incomplete_input() {
    let open = [
        "if x {",
        "f(",
        "f(1,",
        "x := 1 +",
        "x = []int{1,",
        "func f() {\n",
        "func f(",
        "for i := 0; i < 3; i++ {\n\tx()\n",
        "`abc",
        "/* abc",
        "x.",
        "var x =",
        "switch x {\ncase 1:",
        "type T struct {\n\ta int\n",
        "f(1",
        "x = [",
    ];
    for text in open {
        let parsed = parse(text, true);
        assert!(parsed.incomplete, "{text:?} is incomplete");
        assert!(!parsed.diags.is_empty(), "{text:?} is not right as it is");
    }
    let closed = [
        "",
        "x := 1",
        "if x {\n}",
        "f()",
        "func f() {\n}\n",
        "x y",
        ")",
        "f(]",
        "if x {\n)",
        "\"abc",
        "'a",
        "// x",
        "x := 1 y := (",
        "type T struct{}",
    ];
    for text in closed {
        assert!(!parse(text, true).incomplete, "{text:?} cannot be completed");
    }
}

#[test]
fn nodes_are_numbered_on() {
    let map = SourceMap::default();
    let id = map.add("a.go", "package p\nvar x = y + 1\n");
    let first = parse_file(id, map.file(id), Mode::default(), 0);
    let again = parse_file(id, map.file(id), Mode::default(), first.next_node);
    let value = |parsed: &Parsed| match &parsed.file.decls[0] {
        Decl::Var(spec) => spec.values[0].id,
        other => panic!("{other:?}"),
    };
    assert!(value(&first).0 < first.next_node);
    assert_eq!(value(&again), NodeId(value(&first).0 + first.next_node));
}

#[test]
fn empty_constants_repeat_the_same_nodes() {
    let parsed = parse("package p\nconst (\n\ta int = iota\n\tb\n)\n", false);
    let [Decl::Const(a), Decl::Const(b)] = &parsed.file.decls[..] else { panic!("{:?}", parsed.file.decls) };
    assert_eq!((a.iota, a.inherited, b.iota, b.inherited), (0, false, 1, true));
    assert_eq!(a.values[0].id, b.values[0].id);
    assert_eq!(a.ty.as_ref().map(|ty| ty.id), b.ty.as_ref().map(|ty| ty.id));
}

#[test]
fn variables_of_a_script_are_its_own() {
    // nothing but declarations: an ordinary file
    let file = parse("var x = 1\nfunc f() { x++ }\n", true);
    assert!(file.file.script.is_empty());
    assert!(matches!(&file.file.decls[..], [Decl::Var(_), Decl::Func(_)]));
    // a statement makes it a script
    let script = parse("var x = 1\nf()\nfunc f() {}\ntype T int\n", true);
    assert!(matches!(script.file.script[0].kind, StmtKind::Decl(Decl::Var(_))));
    assert!(matches!(script.file.script[1].kind, StmtKind::Expr(_)));
    assert!(matches!(&script.file.decls[..], [Decl::Func(_), Decl::Type(_)]));
}

#[test]
fn scripts_tell_functions_from_literals() {
    let parsed = parse("func f(a int) int { return a }\nfunc (t T) m() {}\nfunc() {}()\nfunc(a int) T { return a }(1)\n", true);
    assert!(parsed.diags.is_empty(), "{:?}", parsed.diags);
    assert_eq!((parsed.file.decls.len(), parsed.file.script.len()), (2, 2));
}

#[test]
fn precedence_and_receive_types() {
    let parsed = parse("package p\nvar a = x + y*z\nvar b = <-chan int(c)\nvar c = (<-chan int)(c)\n", false);
    let values = parsed.file.decls.iter().map(|decl| match decl {
        Decl::Var(spec) => &spec.values[0].kind,
        other => panic!("{other:?}"),
    });
    let [ExprKind::Binary { y, .. }, ExprKind::Unary(..), ExprKind::Call(call)] = values.collect::<Vec<_>>()[..] else { panic!() };
    assert!(matches!(y.kind, ExprKind::Binary { .. }));
    assert!(matches!(&call.fun.kind, ExprKind::Paren(x) if matches!(x.kind, ExprKind::ChanType(..))));
}

#[test]
fn bytes_that_are_no_text() {
    let map = SourceMap::default();
    let (id, diags) = add_bytes(&map, "a.go", b"package p\nvar x = \"\xff\xfe\" + 1\n".to_vec());
    let places: Vec<_> = diags.iter().map(|d| (map.file(id).line_col(d.span.lo), d.message.as_str())).collect();
    assert_eq!(places, [((2, 10), "invalid UTF-8 encoding"), ((2, 11), "invalid UTF-8 encoding")]);
    assert!(parse_file(id, map.file(id), Mode::default(), 0).diags.is_empty());
}

#[test]
fn byte_order_marks_and_nul() {
    assert!(parse("\u{feff}package p\n", false).diags.is_empty());
    let messages = |text: &str| parse(text, false).diags.iter().map(|d| d.message.clone()).collect::<Vec<_>>();
    assert_eq!(messages("package p\nvar x\u{feff} = 1 // \u{feff}\n"), ["invalid BOM in the middle of the file"; 2]);
    assert_eq!(messages("package p\0\nvar s = \"\0\"\n"), ["invalid NUL character"; 2]);
}

#[test]
fn line_ends_of_windows() {
    let parsed = parse("package p\r\n\r\n//go:noinline\r\nfunc f() {\r\n\tx := `a\r\nb`\r\n}\r\n", false);
    assert!(parsed.diags.is_empty(), "{:?}", parsed.diags);
    assert_eq!(parsed.file.directives[0].text, "go:noinline");
}

#[test]
fn an_end_among_the_imports_is_on_the_last_line() {
    let texts = [
        ("package\n", 1),
        ("package main\n\nimport\n", 3),
        ("package main\n\nimport (\n\t\"fmt\"\n\n\n", 6),
        ("package main\n\nfunc main() {\n\n\n", 6),
    ];
    for (text, line) in texts {
        let map = SourceMap::default();
        let id = map.add("x.go", text);
        let parsed = parse_file(id, map.file(id), Mode::default(), 0);
        let lines: Vec<u32> = parsed.diags.iter().map(|d| map.file(id).line_col(d.span.lo).0).collect();
        assert_eq!(lines, [line], "{text:?}");
    }
}
