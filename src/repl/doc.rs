//! `:doc`: the comment above a declaration, and the declaration.

use super::builtin;
use super::session::Session;

/// Prints the documentation of a package, or of a name in one: `strings`, `strings.Cut`, `strings.Builder.Grow`.
pub fn show(session: &Session, name: &str) -> Result<(), String> {
    if name.is_empty() {
        return Err("usage: :doc NAME".into());
    }
    if let Some(text) = own(session, name) {
        println!("{text}");
        return Ok(());
    }
    if let Some((declaration, text)) = builtin::doc(name) {
        println!("{declaration}\n    {text}");
        return Ok(());
    }
    let (package, symbol) = name.split_once('.').map_or((name, None), |(p, s)| (p, Some(s)));
    let path = mgo_stdlib::packages()
        .filter(|p| *p == package || p.rsplit('/').next() == Some(package) && !p.starts_with("internal/"))
        .min_by_key(|p| p.len())
        .ok_or_else(|| format!("no package {package}"))?;
    let files = mgo_stdlib::package(path).ok_or_else(|| format!("no package {path}"))?.files();
    let is_wanted = |line: &str| match symbol {
        None => line.starts_with("package "),
        Some(symbol) => declares(line, symbol),
    };
    for (_, text) in files {
        let lines: Vec<&str> = text.lines().collect();
        for (at, line) in lines.iter().enumerate().filter(|(_, line)| is_wanted(line)) {
            let start = lines[..at].iter().rposition(|l| !l.starts_with("//")).map_or(0, |i| i + 1);
            if symbol.is_none() && start == at {
                continue; // another file has the package's comment
            }
            println!("{}", line.trim().trim_end_matches('{').trim_end());
            lines[start..at]
                .iter()
                .filter(|l| !l.starts_with("//mgo:") && !l.starts_with("//go:"))
                .for_each(|l| println!("    {}", l.trim_start_matches('/').trim()));
            return Ok(());
        }
    }
    Err(format!("{name}: nothing is known"))
}

/// Whether the line declares `symbol`, a method as `T.m`.
fn declares(line: &str, symbol: &str) -> bool {
    let ends = |rest: &str| rest.is_empty() || !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_');
    let starts = |line: &str, name: &str| line.strip_prefix(name).is_some_and(ends);
    if let Some((ty, method)) = symbol.split_once('.') {
        let Some((receiver, rest)) = line.strip_prefix("func (").and_then(|l| l.split_once(") ")) else { return false };
        let receiver = receiver.rsplit(' ').next().unwrap_or(receiver).trim_start_matches('*');
        return starts(receiver, ty) && starts(rest, method);
    }
    let rest = ["func ", "type ", "var ", "const ", "\t"].iter().find_map(|keyword| line.strip_prefix(keyword));
    rest.is_some_and(|rest| starts(rest, symbol))
}

/// The input that declared a name of the session last, or a method as `T.m`.
fn own(session: &Session, name: &str) -> Option<String> {
    session.object(name.split('.').next()?)?;
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
