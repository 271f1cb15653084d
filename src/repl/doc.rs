//! `:doc`: the comment above a declaration, and the declaration.

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

/// The input that declared a name of the session.
fn own(session: &Session, name: &str) -> Option<String> {
    session.object(name)?;
    let word = |text: &str| text.split(|c: char| !c.is_alphanumeric() && c != '_').any(|w| w == name);
    session
        .history
        .iter()
        .rev()
        .find(|input| {
            let head = input.split(['=', '{']).next().unwrap_or(input);
            word(head)
        })
        .cloned()
}
