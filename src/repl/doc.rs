//! `:doc`: the comment above a declaration, and the declaration.

use super::builtin;
use super::exported::{self, heading, is_exported, package_path, receiver};
use super::session::Session;

/// Prints the documentation of a package, or of a name in one: `strings`, `strings.Cut`, `strings.Builder.Grow`.
pub fn show(session: &Session, name: &str) -> Result<(), String> {
    if name.is_empty() {
        return Err("usage: :doc NAME".into());
    }
    if let Some(text) = own(session, name) {
        tell!("{text}");
        return Ok(());
    }
    if let Some((declaration, text)) = builtin::doc(name) {
        tell!("{declaration}\n    {text}");
        return Ok(());
    }
    let (package, symbol) = name.split_once('.').map_or((name, None), |(p, s)| (p, Some(s)));
    let path = package_path(package).ok_or_else(|| format!("no package {package}"))?;
    let texts = exported::texts(path);
    let shown = match symbol {
        None => show_package(path, &texts),
        Some(symbol) => texts.iter().any(|text| show_symbol(text, symbol, &texts)),
    };
    if shown { Ok(()) } else { Err(format!("{name}: nothing is known")) }
}

/// Prints a package's comment and the names that it exports.
fn show_package(path: &str, texts: &[&str]) -> bool {
    for text in texts {
        let lines: Vec<&str> = text.lines().collect();
        let clause = lines.iter().position(|line| line.starts_with("package ")).unwrap_or_default();
        if clause > 0 && lines[clause - 1].starts_with("//") {
            tell!("{}", lines[clause]);
            print_comment(&lines, clause);
            break; // the other files have no such comment
        }
    }
    tell!("import {path:?}");
    let names: std::collections::BTreeSet<_> = texts.iter().flat_map(|text| exported::names(text)).collect();
    for kind in exported::KINDS {
        let list: Vec<&str> = names.iter().filter(|(k, _)| *k == kind).map(|(_, name)| name.as_str()).collect();
        if !list.is_empty() {
            tell!("\n{kind}");
            crate::report::print(&wrapped(&list));
        }
    }
    true
}

/// Names with commas between, in lines of up to 96 columns.
fn wrapped(names: &[&str]) -> String {
    let mut out = String::new();
    let mut line = String::new();
    for (i, name) in names.iter().enumerate() {
        if line.len() + name.len() > 90 {
            out.push_str(&format!("    {}\n", line.trim_end()));
            line.clear();
        }
        line.push_str(name);
        line.push_str(if i + 1 < names.len() { ", " } else { "" });
    }
    out + &format!("    {line}\n")
}

/// Prints the declaration of a symbol, if it is in this text, and the methods of a type.
fn show_symbol(text: &str, symbol: &str, texts: &[&str]) -> bool {
    let lines: Vec<&str> = text.lines().collect();
    let Some(at) = lines.iter().position(|line| declares(line, symbol)) else { return false };
    match lines[at].strip_prefix("type ").filter(|rest| rest.ends_with('{')) {
        Some(_) => print_type(&lines[at..]),
        None => tell!("{}", heading(lines[at])),
    }
    print_comment(&lines, at);
    let methods: Vec<String> = texts.iter().flat_map(|text| exported::methods(text, symbol)).collect();
    if !methods.is_empty() {
        tell!("\n{}", methods.join("\n"));
    }
    true
}

/// Prints a type of several lines: of its fields and methods those that others see.
fn print_type(lines: &[&str]) {
    tell!("{}", lines[0]);
    let mut hides = false;
    for line in lines[1..].iter().take_while(|line| **line != "}") {
        let member = line.trim_start().trim_start_matches('*');
        if line.starts_with("\t") && !line.starts_with("\t\t") && is_exported(member) {
            // gofmt's columns are of the whole type.
            tell!("    {}", line.split_whitespace().collect::<Vec<_>>().join(" "));
        } else {
            hides |= !member.is_empty() && !member.starts_with("//");
        }
    }
    tell!("{}}}", if hides { "    // and what is not exported\n" } else { "" });
}

/// Prints the comment that ends above line `at`.
fn print_comment(lines: &[&str], at: usize) {
    let is_comment = |line: &str| line.trim_start().starts_with("//");
    let start = lines[..at].iter().rposition(|line| !is_comment(line)).map_or(0, |i| i + 1);
    let words =
        lines[start..at].iter().map(|line| line.trim_start()).filter(|line| !line.starts_with("//mgo:") && !line.starts_with("//go:"));
    words.for_each(|line| tell!("    {}", line.trim_start_matches('/').trim()));
}

/// Whether the line declares `symbol`, a method as `T.m`.
fn declares(line: &str, symbol: &str) -> bool {
    let ends = |rest: &str| rest.is_empty() || !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_');
    let starts = |line: &str, name: &str| line.strip_prefix(name).is_some_and(ends);
    if let Some((ty, method)) = symbol.split_once('.') {
        return receiver(line).is_some_and(|(base, rest)| base == ty && starts(rest, method));
    }
    let rest = ["func ", "type ", "var ", "const ", "\t"].iter().find_map(|keyword| line.strip_prefix(keyword));
    rest.is_some_and(|rest| starts(rest, symbol))
}

/// How a name of the session was declared last, or a method as `T.m`: of a type with its methods, of a variable the input that it was in.
fn own(session: &Session, name: &str) -> Option<String> {
    session.object(name.split('.').next()?)?;
    if let Some(source) = session.declarations.source(name) {
        let methods = session.declarations.methods(name);
        return Some(if methods.is_empty() { source.to_owned() } else { format!("{source}\n\n{}", methods.join("\n")) });
    }
    session.history.iter().rev().find(|input| declares_here(input, name)).cloned()
}

/// Whether an input declares `name`.
fn declares_here(input: &str, name: &str) -> bool {
    let is_group = ["type (", "var (", "const ("].iter().any(|keyword| input.trim_start().starts_with(keyword));
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let listed = |names: &str| names.split(|c| !is_word(c)).any(|word| word == name);
    input.lines().map(str::trim).any(|line| {
        declares(line, name)
            || line.split_once(":=").is_some_and(|(names, _)| listed(names))
            || ["var ", "const "].iter().any(|k| line.strip_prefix(k).is_some_and(|rest| listed(rest.split('=').next().unwrap_or(rest))))
            || is_group && listed(line.split(' ').next().unwrap_or(line))
    })
}

#[cfg(test)]
mod tests {
    use super::declares_here;

    #[test]
    fn declarations_are_told_from_mentions() {
        for (input, name, want) in [
            ("type P struct{ X int }", "P", true),
            ("func (p P) String() string { return f(p) }", "P", false),
            ("func (p *P) String() string { return f(p) }", "P.String", true),
            ("a, b := f()", "b", true),
            ("x := P{}", "P", false),
            ("var p P", "p", true),
            ("type (\n\tA int\n\tB string\n)", "B", true),
        ] {
            assert_eq!(declares_here(input, name), want, "{input}");
        }
    }
}
