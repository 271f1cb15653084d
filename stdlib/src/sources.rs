//! The embedded sources, by import path.
//!
//! In development builds the environment's `MGO_STDLIB` names a folder laid out as `stdlib/src` whose packages come before the embedded ones, so
//! that a change to a package's source needs no build.

include!(concat!(env!("OUT_DIR"), "/sources.rs"));

/// A package of the library.
#[derive(Clone, Copy, Debug)]
pub struct Package(&'static Entry);

/// What the build knows of a package.
#[derive(Debug)]
struct Entry {
    path: &'static str,
    /// Name and text, sorted by name.
    files: &'static [(&'static str, &'static str)],
    /// Neither it nor any package that it needs has to run anything before it is first mentioned (`deferred.txt`).
    deferred: bool,
    /// A line for each function of which its callers must know something, from `summaries.txt`.
    summaries: Option<&'static str>,
}

impl Package {
    /// Its import path.
    pub fn path(self) -> &'static str {
        self.0.path
    }

    /// Its files as (name, text), sorted by name.
    pub fn files(self) -> &'static [(&'static str, &'static str)] {
        self.0.files
    }

    /// Whether it may be loaded when it is first mentioned: neither it nor any package that it needs has to run anything before.
    pub fn is_deferred(self) -> bool {
        self.0.deferred
    }
}

/// The package with this import path; `None` when the library has no such package.
pub fn package(path: &str) -> Option<Package> {
    #[cfg(debug_assertions)]
    if let Some(package) = overlay(path) {
        return Some(package);
    }
    let at = PACKAGES.binary_search_by_key(&path, |entry| entry.path).ok()?;
    Some(Package(&PACKAGES[at]))
}

/// What callers must know of the functions of a package, a line for each as `summaries.txt` has them; `None` when nothing was written down.
pub fn summaries(path: &str) -> Option<&'static str> {
    // Other sources of one package change what is known of those that call it.
    if cfg!(debug_assertions) && std::env::var_os("MGO_STDLIB").is_some() {
        return None;
    }
    package(path)?.0.summaries
}

/// Import paths of all embedded packages, sorted.
pub fn packages() -> impl Iterator<Item = &'static str> {
    PACKAGES.iter().map(|entry| entry.path)
}

/// The package in the folder `MGO_STDLIB`; it is not put off, for what it imports is not known.
#[cfg(debug_assertions)]
fn overlay(path: &str) -> Option<Package> {
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
    let entry = Entry { path: path.to_owned().leak(), files: files.leak(), deferred: false, summaries: None };
    if entry.files.is_empty() { None } else { Some(Package(Box::leak(Box::new(entry)))) }
}
