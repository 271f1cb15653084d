//! {functions without a body and without a directive} == {registered natives}, and every directive is a known one.

use std::collections::BTreeSet;

/// Name and directive of every function without a body. The library's house style helps: a signature stands on one line, its directive right above.
fn bodyless() -> Vec<(String, Option<String>)> {
    let mut found = Vec::new();
    for path in mgo_stdlib::packages() {
        for (_, text) in mgo_stdlib::package(path).expect("listed").files() {
            let mut previous = "";
            for line in text.lines() {
                if line.starts_with("func ") && !line.contains('{') && !line.ends_with('(') && !line.ends_with(',') {
                    found.push((format!("{path}.{}", name(line)), previous.strip_prefix("//mgo:").map(str::to_owned)));
                }
                previous = line;
            }
        }
    }
    found
}

/// `func f(…)` -> `f`, `func (m *T) f(…)` -> `(*T).f`.
fn name(line: &str) -> String {
    let rest = &line["func ".len()..];
    let until_paren = |s: &str| s.split(['(', '[']).next().unwrap_or("").to_owned();
    match rest.strip_prefix('(') {
        None => until_paren(rest),
        Some(method) => {
            let (receiver, rest) = method.split_once(')').expect("a receiver ends");
            let ty = receiver.rsplit(' ').next().unwrap_or(receiver);
            format!("{}.{}", if ty.starts_with('*') { format!("({ty})") } else { ty.to_owned() }, until_paren(rest.trim_start()))
        }
    }
}

#[test]
fn bodyless_functions_are_the_registered_natives() {
    let declared: BTreeSet<String> = bodyless().into_iter().filter(|(_, directive)| directive.is_none()).map(|(name, _)| name).collect();
    let registered: BTreeSet<String> = mgo_stdlib::natives().iter().map(|n| n.name.to_owned()).collect();
    assert_eq!(registered.len(), mgo_stdlib::natives().len(), "a native is registered twice");
    assert_eq!(declared, registered);
}

#[test]
fn directives_are_known_and_builtins_exist() {
    let builtins: BTreeSet<&str> = mgo_abi::builtins::Builtin::ALL.iter().map(|b| b.name()).collect();
    for (name, directive) in bodyless() {
        let Some(directive) = directive else { continue };
        match directive.split_once(' ') {
            None => assert!(matches!(directive.as_str(), "intrinsic" | "runtime"), "{name}: {directive}"),
            Some(("link", symbol)) => assert!(symbol.contains('.'), "{name}: {symbol}"),
            Some(("builtin", builtin)) => assert!(builtins.contains(builtin), "{name}: no builtin {builtin}"),
            Some(_) => panic!("{name}: unknown directive {directive}"),
        }
    }
}

#[test]
fn every_package_has_one_name() {
    for path in mgo_stdlib::packages() {
        let names: BTreeSet<&str> = mgo_stdlib::package(path)
            .expect("listed")
            .files()
            .iter()
            .map(|(file, text)| {
                text.lines().find_map(|l| l.strip_prefix("package ")).unwrap_or_else(|| panic!("{path}/{file}: no package clause"))
            })
            .collect();
        assert_eq!(names.len(), 1, "{path}: {names:?}");
    }
}
