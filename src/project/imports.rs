//! What a program's packages import: packages of its module are read, all others must be in the standard library.

use super::Package;
use super::embed;
use super::gomod::{Module, Outside};
use super::read::{self, Files, clean};
use mgo_syntax::ast::File;
use mgo_syntax::diag::Diagnostic;
use mgo_syntax::source::{SourceMap, Span};
use rustc_hash::FxHashMap;
use smol_str::SmolStr;
use std::path::{Path, PathBuf};

/// Reads packages, each once.
pub(super) struct Loader<'a> {
    sources: &'a SourceMap,
    module: Option<Module>,
    /// What the packages found so far are called.
    names: FxHashMap<SmolStr, SmolStr>,
    /// The packages found so far, those first that others import.
    pub(super) packages: Vec<Package>,
    /// What is wrong with imports.
    pub(super) diags: Vec<Diagnostic>,
    /// The last package that imports what it must not.
    intruder: Option<String>,
    /// The packages whose imports are being read, outermost first, and in which file the one before imports each.
    path: Vec<(SmolStr, String)>,
}

/// An import as written.
struct Wanted {
    path: SmolStr,
    span: Span,
    /// Name of the file.
    file: String,
}

impl<'a> Loader<'a> {
    pub(super) fn new(sources: &'a SourceMap, module: Option<Module>) -> Loader<'a> {
        Loader { sources, module, names: FxHashMap::default(), packages: Vec::new(), diags: Vec::new(), intruder: None, path: Vec::new() }
    }

    /// The package `path` with these files, after all that it imports. `home` is where it stands for the rule on internal packages.
    pub(super) fn package(&mut self, path: SmolStr, home: &str, dir: &Path, mut files: Files, go: (u32, u32)) -> Package {
        self.diags.extend(embed::resolve(dir, &mut files));
        self.imports(&path, home, &files.trees);
        Package { path, files: files.trees, diags: files.diags, go, script: files.script }
    }

    /// Reads what the files of package `path` import.
    pub(super) fn imports(&mut self, path: &str, home: &str, files: &[File]) {
        if self.path.is_empty() {
            self.path.push((path.into(), String::new()));
        }
        for wanted in wanted(files) {
            self.import(home, &wanted);
        }
    }

    /// From now on `path` is a package that is there, and may be imported.
    pub(super) fn finish(&mut self, path: &str, name: &str) {
        self.path.clear();
        self.names.insert(path.into(), name.into());
    }

    /// Complains, at the import if there is one, unless all files of a package have one name.
    pub(super) fn same_name(&mut self, at: Span, dir: &Path, files: &Files) {
        let clauses: Vec<_> = files.trees.iter().filter_map(|f| Some((f.package.as_ref()?, base(&f.source.name)))).collect();
        let Some((first, first_file)) = clauses.first() else { return };
        if let Some((other, other_file)) = clauses.iter().find(|(p, _)| p.name != first.name) {
            let dir = std::path::absolute(dir).map_or_else(|_| dir.to_owned(), |d| clean(&d));
            let found = format!("found packages {} ({first_file}) and {} ({other_file})", first.name, other.name);
            let diag = Diagnostic::error("MismatchedPkgName", at, format!("{found} in {}", dir.display()));
            self.diags.push(diag.with_label(other.span, format!("expected package {}", first.name)));
        }
    }

    fn fail(&mut self, at: &Wanted, text: String) {
        self.diags.push(Diagnostic::error("BrokenImport", at.span, text));
    }

    /// Makes sure an imported package is there.
    fn import(&mut self, home: &str, at: &Wanted) {
        let path = at.path.as_str();
        match path {
            // The checker knows the one and reports the other.
            "unsafe" => return,
            _ if mgo_syntax::literal::valid_import_path(path).is_err() => return,
            "C" => return self.fail(at, "import \"C\": mgo has no cgo".into()),
            _ => {}
        }
        if path.starts_with("./") || path.starts_with("../") || path == "." || path == ".." {
            let text = match self.module {
                Some(_) => format!("{path:?} is relative, but relative import paths are not supported in module mode"),
                None => format!("local import {path:?} in non-local package"),
            };
            return self.fail(at, text);
        }
        if internal_to(path).is_some_and(|parent| !within(home, parent)) {
            // Go says it once of each package.
            if self.intruder.as_deref() != Some(home) {
                self.intruder = Some(home.into());
                self.fail(at, format!("use of internal package {path} not allowed"));
            }
            return;
        }
        if mgo_stdlib::package(path).is_some() {
            return;
        }
        if self.path.iter().any(|(p, _)| p == path) {
            return self.cycle(at);
        }
        let name = match self.names.get(&at.path) {
            Some(name) => Some(name.clone()),
            None => self.load(at),
        };
        if name.is_some_and(|name| name == "main") {
            self.fail(at, format!("import {path:?} is a program, not an importable package"));
        }
    }

    /// Reads a package of the module; gives its name.
    fn load(&mut self, at: &Wanted) -> Option<SmolStr> {
        let (dir, go) = self.find(at)?;
        let files = match read::dir(self.sources, &dir) {
            Ok(Some(files)) => files,
            Ok(None) => {
                let why = read::nothing_in(&dir).to_string();
                if why.starts_with("no Go files") {
                    self.missing(at)
                } else {
                    self.fail(at, why)
                }
                return None;
            }
            Err(err) => {
                self.fail(at, err.to_string());
                return None;
            }
        };
        let name = files.trees.iter().find_map(|f| f.package.as_ref()).map_or(SmolStr::new_static("main"), |p| p.name.clone());
        self.same_name(at.span, &dir, &files);
        self.names.insert(at.path.clone(), name.clone());
        self.path.push((at.path.clone(), at.file.clone()));
        let package = self.package(at.path.clone(), &at.path, &dir, files, go);
        self.path.pop();
        self.packages.push(package);
        Some(name)
    }

    /// The folder of a package outside the standard library, and its language version; complains when there is none.
    fn find(&mut self, at: &Wanted) -> Option<(PathBuf, (u32, u32))> {
        let module = self.module.clone();
        if let Some(m) = &module
            && let Some(dir) = m.dir_of(&at.path).filter(|dir| dir.is_dir())
        {
            return Some((dir, m.go));
        }
        match module.map(|m| m.outside(&at.path)) {
            Some(Ok(Some(Outside::Dir(dir, go)))) if dir.is_dir() => return Some((dir, go)),
            Some(Ok(Some(Outside::NotRequired(path)))) => {
                let provides = format!("module {path} provides package {} and is replaced but not required", at.path);
                self.fail(at, format!("{provides}; to add it:\n\tgo get {path}"));
            }
            Some(Err(err)) => self.fail(at, err),
            _ => self.missing(at),
        }
        None
    }

    fn missing(&mut self, at: &Wanted) {
        let mut diag = Diagnostic::error("BrokenImport", at.span, not_found(&at.path, self.module.is_some()));
        if let Some(similar) = crate::suggest::closest(&at.path, mgo_stdlib::packages().filter(|p| internal_to(p).is_none())) {
            diag = diag.with_help(format!("did you mean {similar:?}?"));
        }
        self.diags.push(diag);
    }

    /// Reports the packages on the way from `at` back to itself.
    fn cycle(&mut self, at: &Wanted) {
        let mut text = String::new();
        for (i, (path, file)) in self.path.iter().enumerate() {
            text += &if i == 0 { format!("package {path}") } else { format!("\n\timports {path} from {}", base(file)) };
        }
        text += &format!("\n\timports {} from {}: import cycle not allowed", at.path, base(&at.file));
        let diag = Diagnostic::error("ImportCycle", Span::NONE, text).with_label(at.span, "the cycle closes here");
        self.diags.push(diag);
    }
}

/// Why an import path names no package.
pub(super) fn not_found(path: &str, in_module: bool) -> String {
    let host = path.split('/').next().unwrap_or(path);
    match (host.contains('.'), in_module) {
        (false, _) if crate::importer::is_gos(path) => format!("could not import {path} (Go has it, mgo's library does not)"),
        (false, _) => format!("package {path} is not in std"),
        (true, true) => format!("no required module provides package {path}; to add it:\n\tgo get {path}"),
        (true, false) => format!(
            "no required module provides package {path}: go.mod file not found in current directory or any parent directory; see 'go help modules'"
        ),
    }
}

/// What the files of a package import, each path once, in the order of the paths.
fn wanted(files: &[File]) -> Vec<Wanted> {
    let mut all: Vec<Wanted> = Vec::new();
    for file in files {
        for import in &file.imports {
            if all.iter().all(|w| w.path != import.path) {
                all.push(Wanted { path: import.path.clone(), span: import.span, file: file.source.name.to_string() });
            }
        }
    }
    all.sort_by(|a, b| a.path.cmp(&b.path));
    all
}

/// The last element of a path.
fn base(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// The import path at and below which alone `path` may be used, when it is an internal one.
fn internal_to(path: &str) -> Option<&str> {
    if path == "internal" || path.starts_with("internal/") {
        return Some("");
    }
    let at = path.rfind("/internal/").or_else(|| path.strip_suffix("/internal").map(str::len))?;
    Some(&path[..at])
}

/// Whether the package `path` stands at or below `parent`; the standard library, whose parent is empty, is nobody else's.
fn within(path: &str, parent: &str) -> bool {
    !parent.is_empty() && path.strip_prefix(parent).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn internal_packages_have_their_limits() {
        assert_eq!(internal_to("a/b"), None);
        assert_eq!(internal_to("internal/b"), Some(""));
        assert_eq!(internal_to("a/internal"), Some("a"));
        assert_eq!(internal_to("a/internal/b/internal/c"), Some("a/internal/b"));
        assert_eq!(internal_to("a/internals/b"), None);
        assert!(within("a", "a") && within("a/b/c", "a"));
        assert!(!within("ab", "a") && !within("a", ""));
    }
}
