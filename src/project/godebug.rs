//! A program's settings of `GODEBUG`: what changed since the language version of its module stays as it was, unless `go.mod` or the program's
//! own `//go:debug` lines say otherwise.

use super::gomod::Module;
use mgo_syntax::ast::File;
use std::collections::BTreeMap;

/// A setting that the library here knows, the minor version of Go that changed what it is without it, and what it was before.
const CHANGED: [(&str, u32, &str); 3] = [("panicnil", 21, "1"), ("randseednop", 24, "0"), ("tracebacklabels", 27, "0")];

/// The oldest version whose behaviour can be had.
const OLDEST: u32 = 20;

/// The settings of a main package of language version `go`, as `GODEBUG` would have them.
pub(super) fn defaults(go: (u32, u32), module: Option<&Module>, files: &[File]) -> String {
    let mut settings: BTreeMap<&str, &str> = BTreeMap::new();
    settings.extend(module.iter().flat_map(|m| &m.godebug).map(|(name, value)| (name.as_str(), value.as_str())));
    for file in files {
        let package = file.package.as_ref().map(|name| name.span.lo);
        let leading = file.directives.iter().filter(|d| package.is_none_or(|package| d.span.lo < package));
        settings.extend(leading.filter_map(|d| d.text.strip_prefix("go:debug")?.trim().split_once('=')));
    }
    let version = settings.remove("default").and_then(|v| v.strip_prefix("go1.")?.parse().ok()).unwrap_or(go.1).max(OLDEST);
    for (name, _, old) in CHANGED.iter().filter(|(_, changed, _)| version < *changed) {
        settings.entry(name).or_insert(old);
    }
    settings.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join(",")
}
