//! The main package of a test program: what the test files declare, as a table for `testing.MainStart`.

use super::example;
use mgo_syntax::ast::{Decl, ExprKind, File, FuncDecl};
use mgo_syntax::diag::Diagnostic;
use mgo_syntax::source::Span;
use std::collections::BTreeSet;
use std::fmt::Write;

/// What one package of tests declares, in source order.
#[derive(Default)]
pub struct Declared {
    files: usize,
    tests: Vec<String>,
    benchmarks: Vec<String>,
    fuzz_targets: Vec<String>,
    /// Name, output, unordered.
    examples: Vec<(String, String, bool)>,
    test_main: bool,
    /// Argument lists of fuzz targets: `string, int`.
    fuzz_types: BTreeSet<Vec<&'static str>>,
    /// Functions with the name of a test and another signature.
    pub diags: Vec<Diagnostic>,
}

impl Declared {
    /// Adds what a test file declares.
    pub fn add(&mut self, file: &File) {
        self.files += 1;
        for decl in &file.decls {
            let Decl::Func(f) = decl else { continue };
            if f.recv.is_none() {
                self.add_func(file, f);
            }
        }
        self.fuzz_types.extend(fuzz_types(&file.source.text));
    }

    fn add_func(&mut self, file: &File, f: &FuncDecl) {
        let name = f.name.name.as_str();
        if name == "TestMain" && has_param(f, "M") {
            self.test_main = true;
        } else if is_test(name, "Test") {
            if self.check(f, "T", "t") {
                self.tests.push(name.into());
            }
        } else if is_test(name, "Benchmark") {
            if self.check(f, "B", "b") {
                self.benchmarks.push(name.into());
            }
        } else if is_test(name, "Fuzz") {
            if self.check(f, "F", "f") {
                self.fuzz_targets.push(name.into());
            }
        } else if is_test(name, "Example") && f.sig.params.is_empty() && f.sig.results.is_empty() {
            // Those without a comment are compiled, not run.
            let body = f.body.as_ref().map(|body| file.source.slice(body.span)).unwrap_or_default();
            if let Some((output, unordered)) = example::output(body) {
                self.examples.push((name.into(), output, unordered));
            }
        }
    }

    /// Whether `f` takes a `*testing.T` (or B, F); else it is reported.
    fn check(&mut self, f: &FuncDecl, ty: &str, param: &str) -> bool {
        let name = &f.name.name;
        let heading = Span::new(f.span.lo, f.name.span.hi);
        if !f.sig.tparams.is_empty() {
            self.diags.push(Diagnostic::error("BadTest", heading, format!("wrong type parameters for {name}, must be none")));
            return false;
        }
        let ok = has_param(f, ty) && f.sig.results.is_empty();
        if !ok {
            let message = format!("wrong signature for {name}, must be: func {name}({param} *testing.{ty})");
            self.diags.push(Diagnostic::error("BadTest", heading, message));
        }
        ok
    }

    /// Whether no file was added.
    pub fn is_empty(&self) -> bool {
        self.files == 0
    }

    /// Whether nothing refers to the package: then it is imported for its tests' sake only.
    fn is_unused(&self) -> bool {
        self.tests.is_empty() && self.benchmarks.is_empty() && self.fuzz_targets.is_empty() && self.examples.is_empty() && !self.test_main
    }
}

/// Whether the only parameter is `*testing.ty`, or `*ty` where testing is imported with a dot.
pub fn has_param(f: &FuncDecl, ty: &str) -> bool {
    let [field] = &f.sig.params[..] else { return false };
    let ExprKind::Star(elem) = &field.ty.kind else { return false };
    field.names.len() <= 1
        && match &elem.kind {
            ExprKind::Selector(_, sel) => sel.name == ty,
            ExprKind::Name(name) => name.name == ty,
            _ => false,
        }
}

/// `Test`, `TestX`, `Test_x`, but not `Testify`.
fn is_test(name: &str, prefix: &str) -> bool {
    name.strip_prefix(prefix).is_some_and(|rest| !rest.starts_with(char::is_lowercase))
}

/// The types that a fuzz target's arguments can have, under the name they go by in type assertions.
const FUZZ_TYPES: &[(&str, &str)] = &[
    ("[]byte", "[]byte"),
    ("[]uint8", "[]byte"),
    ("string", "string"),
    ("bool", "bool"),
    ("byte", "uint8"),
    ("uint8", "uint8"),
    ("rune", "int32"),
    ("int32", "int32"),
    ("float32", "float32"),
    ("float64", "float64"),
    ("int", "int"),
    ("int8", "int8"),
    ("int16", "int16"),
    ("int64", "int64"),
    ("uint", "uint"),
    ("uint16", "uint16"),
    ("uint32", "uint32"),
    ("uint64", "uint64"),
];

/// The argument lists of all functions in `text` that may be fuzz targets.
fn fuzz_types(text: &str) -> Vec<Vec<&'static str>> {
    let target = regex_lite::Regex::new(r"func\s*\w*\(\s*\w+\s+\*\s*(?:testing\.)?T\s*,([^(){}]*)\)").expect("a valid pattern");
    target.captures_iter(text).filter_map(|found| param_types(found.get(1)?.as_str())).collect()
}

/// `s string, a, b int` as types; `None` when one cannot be fuzzed.
fn param_types(list: &str) -> Option<Vec<&'static str>> {
    let mut types = Vec::new();
    let mut last = None;
    for param in list.split(',').map(str::trim).filter(|p| !p.is_empty()).collect::<Vec<_>>().into_iter().rev() {
        if let Some((_, ty)) = param.split_once(char::is_whitespace) {
            last = Some(FUZZ_TYPES.iter().find(|(name, _)| *name == ty.trim())?.1);
        }
        types.push(last?);
    }
    types.reverse();
    Some(types)
}

/// The source of the test program's main file: `path` is the package under test, `inner` its own tests, `outer` those of `path_test`; each is absent
/// where there is no such package.
pub fn main_file(path: &str, inner: Option<&Declared>, outer: Option<&Declared>) -> String {
    let mut src = String::from("// Code generated by 'mgo test'. DO NOT EDIT.\n\npackage main\n\nimport (\n\t\"os\"\n\t\"testing\"\n");
    let mut import = |name: &str, path: &str, unused: bool| _ = writeln!(src, "\t{} {path:?}", if unused { "_" } else { name });
    if let Some(inner) = inner {
        import("_test", path, inner.is_unused());
    }
    if let Some(outer) = outer {
        import("_xtest", &format!("{path}_test"), outer.is_unused());
    }
    src.push_str(")\n\n");
    let parts: Vec<(&str, &Declared)> = inner.map(|i| ("_test", i)).into_iter().chain(outer.map(|o| ("_xtest", o))).collect();
    table(&mut src, "tests", "InternalTest", parts.iter().flat_map(|(pkg, d)| d.tests.iter().map(move |n| plain(pkg, n))));
    table(&mut src, "benchmarks", "InternalBenchmark", parts.iter().flat_map(|(pkg, d)| d.benchmarks.iter().map(move |n| plain(pkg, n))));
    table(
        &mut src,
        "fuzzTargets",
        "InternalFuzzTarget",
        parts.iter().flat_map(|(pkg, d)| d.fuzz_targets.iter().map(move |n| plain(pkg, n))),
    );
    let examples = parts.iter().flat_map(|(pkg, d)| {
        d.examples.iter().map(move |(name, output, unordered)| format!("{{{name:?}, {pkg}.{name}, {}, {unordered}}}", quote(output)))
    });
    table(&mut src, "examples", "InternalExample", examples);
    src.push_str("func main() {\n");
    let fuzz = parts.iter().any(|(_, d)| !d.fuzz_targets.is_empty());
    let types: BTreeSet<_> = parts.iter().filter(|_| fuzz).flat_map(|(_, d)| &d.fuzz_types).collect();
    for types in types {
        fuzz_caller(&mut src, types);
    }
    let _ = writeln!(src, "\tm := testing.MainStart({path:?}, tests, benchmarks, fuzzTargets, examples)");
    match parts.iter().find(|(_, d)| d.test_main) {
        Some((pkg, _)) => _ = writeln!(src, "\t{pkg}.TestMain(m)\n\tos.Exit(m.ExitCode())"),
        None => src.push_str("\tos.Exit(m.Run())\n"),
    }
    src.push_str("}\n");
    src
}

fn plain(pkg: &str, name: &str) -> String {
    format!("{{{name:?}, {pkg}.{name}}}")
}

fn table(src: &mut String, name: &str, ty: &str, rows: impl Iterator<Item = String>) {
    let _ = writeln!(src, "var {name} = []testing.{ty}{{");
    rows.for_each(|row| _ = writeln!(src, "\t{row},"));
    src.push_str("}\n\n");
}

/// Teaches package testing to call targets with arguments of these types.
fn fuzz_caller(src: &mut String, types: &[&str]) {
    let args: Vec<String> = types.iter().enumerate().map(|(i, ty)| format!("a[{i}].({ty})")).collect();
    let _ = writeln!(
        src,
        "\ttesting.FuzzCaller(func(target any) func(*testing.T, []any) {{\n\t\tif f, ok := target.(func(*testing.T, {})); ok {{\n\t\t\treturn func(t *testing.T, a []any) {{ f(t, {}) }}\n\t\t}}\n\t\treturn nil\n\t}})",
        types.join(", "),
        args.join(", ")
    );
}

/// A string literal of the language.
fn quote(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => _ = write!(out, "\\U{:08x}", c as u32),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_tests() {
        assert!(is_test("Test", "Test") && is_test("TestX", "Test") && is_test("Test_x", "Test") && is_test("Test1", "Test"));
        assert!(!is_test("Testify", "Test") && !is_test("XTest", "Test"));
    }

    #[test]
    fn types_of_fuzz_targets() {
        let text =
            "f.Fuzz(func(t *testing.T, s string, a, b rune) {}); func g(t *testing.T, x []byte) {}; func h(t *testing.T, m map[int]int) {}";
        assert_eq!(fuzz_types(text), [vec!["string", "int32", "int32"], vec!["[]byte"]]);
    }

    #[test]
    fn literals_are_quoted() {
        assert_eq!(quote("a\"\\\n\t\u{1}é"), "\"a\\\"\\\\\\n\\t\\U00000001é\"");
    }
}
