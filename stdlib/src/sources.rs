//! The embedded sources, by import path.
//!
//! In development builds the environment's `MGO_STDLIB` names a folder laid out as `stdlib/src` whose packages come before the embedded ones, so
//! that a change to a package's source needs no build.

include!(concat!(env!("OUT_DIR"), "/sources.rs"));

/// A package's files as (name, text), sorted by name.
pub type Files = &'static [(&'static str, &'static str)];

/// The files of a package; `None` when the library has no such package.
pub fn source(path: &str) -> Option<Files> {
    #[cfg(debug_assertions)]
    if let Some(files) = overlay(path) {
        return Some(files);
    }
    let at = PACKAGES.binary_search_by_key(&path, |(name, _)| name).ok()?;
    Some(PACKAGES[at].1)
}

/// Import paths of all embedded packages, sorted.
pub fn packages() -> impl Iterator<Item = &'static str> {
    PACKAGES.iter().map(|(path, _)| *path)
}

/// The files of a package in the folder `MGO_STDLIB`.
#[cfg(debug_assertions)]
fn overlay(path: &str) -> Option<Files> {
    let folder = std::path::PathBuf::from(std::env::var_os("MGO_STDLIB")?).join(path);
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).ok()? {
        let file = entry.ok()?.path();
        let name = file.file_name()?.to_str()?.to_owned();
        if name.ends_with(".mgo") && !name.ends_with("_test.mgo") {
            let text = std::fs::read_to_string(file).ok()?;
            files.push((&*name.leak(), &*text.leak()));
        }
    }
    files.sort();
    if files.is_empty() { None } else { Some(files.leak()) }
}
