//! What the sources of the library declare, found line by line: gofmt's layout says where a declaration begins and ends, so nothing is parsed.

use std::collections::BTreeSet;

/// The kinds of declarations, as their keywords.
pub const KINDS: [&str; 4] = ["func", "type", "const", "var"];

/// The path of the package that is called `name`, or has this path.
pub fn package_path(name: &str) -> Option<&'static str> {
    mgo_stdlib::packages().find(|path| *path == name).or_else(|| crate::importer::std_package(name))
}

/// The texts of a package's files.
pub fn texts(path: &str) -> Vec<&'static str> {
    mgo_stdlib::package(path).map(|package| package.files().iter().map(|(_, text)| *text).collect()).unwrap_or_default()
}

/// The exported names of a text, with the kind of each.
pub fn names(text: &str) -> BTreeSet<(&'static str, String)> {
    let mut found = BTreeSet::new();
    let mut group = None;
    for line in text.lines() {
        if line.starts_with(')') {
            group = None;
        }
        if let Some(kind) = KINDS.iter().find(|kind| line.strip_suffix(" (") == Some(**kind)) {
            group = Some(*kind);
        }
        let single = KINDS.iter().find_map(|kind| Some((*kind, line.strip_prefix(kind)?.strip_prefix(' ')?)));
        let Some((kind, rest)) = single.or_else(|| Some((group?, line.strip_prefix('\t')?))) else { continue };
        let name: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        if is_exported(&name) {
            found.insert((kind, name));
        }
    }
    found
}

/// The first lines of the exported methods of a type.
pub fn methods(text: &str, ty: &str) -> BTreeSet<String> {
    let of_type = |line: &&str| receiver(line).is_some_and(|(base, rest)| base == ty && is_exported(rest));
    text.lines().filter(of_type).map(heading).collect()
}

/// The base of a method's receiver, and what follows it.
pub fn receiver(line: &str) -> Option<(&str, &str)> {
    let (receiver, rest) = line.strip_prefix("func (")?.split_once(") ")?;
    let base = receiver.rsplit(' ').next().unwrap_or(receiver).trim_start_matches('*');
    Some((base.split('[').next().unwrap_or(base), rest))
}

/// A function's first line, without its body.
pub fn heading(line: &str) -> String {
    let head = line.split_once(" { ").filter(|(_, body)| body.ends_with('}')).map_or(line, |(head, _)| head);
    head.trim().trim_end_matches('{').trim_end().to_owned()
}

/// Whether other packages see a name.
pub fn is_exported(name: &str) -> bool {
    name.starts_with(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "package p\n\nconst (\n\tA = iota\n\tb\n)\n\n// T is.\ntype T struct {\n\tField int\n}\n\nfunc (t *T) Do(x int) {\n}\n
func (t T) hidden() {}\n\nfunc F() int { return 1 }\n\nvar V = func() {}\n\ntype G[K any] struct{}\n\nfunc (g *G[K]) Get() (k K) { return }\n";

    #[test]
    fn names_and_methods() {
        let list: Vec<String> = names(TEXT).into_iter().map(|(kind, name)| format!("{kind} {name}")).collect();
        assert_eq!(list, ["const A", "func F", "type G", "type T", "var V"]);
        assert_eq!(methods(TEXT, "T").into_iter().collect::<Vec<_>>(), ["func (t *T) Do(x int)"]);
        assert_eq!(methods(TEXT, "G").into_iter().collect::<Vec<_>>(), ["func (g *G[K]) Get() (k K)"]);
    }

    #[test]
    fn packages_by_name_and_path() {
        assert_eq!(package_path("rand"), Some("math/rand"));
        assert_eq!(package_path("encoding/json"), Some("encoding/json"));
        assert_eq!(package_path("internal"), None);
    }
}
