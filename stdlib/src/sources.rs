//! The embedded sources, by import path.

include!(concat!(env!("OUT_DIR"), "/sources.rs"));

/// The files of a package as (name, text), sorted by name; `None` when the library has no such package.
pub fn source(path: &str) -> Option<&'static [(&'static str, &'static str)]> {
    let at = PACKAGES.binary_search_by_key(&path, |(name, _)| name).ok()?;
    Some(PACKAGES[at].1)
}

/// Import paths of all packages, sorted.
pub fn packages() -> impl Iterator<Item = &'static str> {
    PACKAGES.iter().map(|(path, _)| *path)
}
