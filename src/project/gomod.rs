//! `go.mod`: where a module starts, what it is called, which language version it is written in, and where the modules it requires are on this
//! machine: in a workspace, vendored, or replaced by a folder. Nothing is ever fetched.

use super::modfile::{Directive, directives};
use super::read::clean;
use smol_str::SmolStr;
use std::path::{Path, PathBuf};

/// Language version of a module whose `go.mod` does not say.
const OLD: (u32, u32) = (1, 16);

/// A module on disk.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Module {
    /// The folder of its `go.mod`.
    pub root: PathBuf,
    /// The path that its packages' import paths start with.
    pub path: SmolStr,
    /// Its language version.
    pub go: (u32, u32),
    /// Its settings of `GODEBUG`.
    pub godebug: Vec<(SmolStr, SmolStr)>,
    /// The modules that it requires.
    requires: Vec<SmolStr>,
    /// Folders that stand for modules: what `replace` says.
    replaces: Vec<(SmolStr, PathBuf)>,
    /// The other modules of a workspace.
    beside: Vec<Module>,
}

/// Where a package of another module is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Outside {
    /// In this folder, with this language version.
    Dir(PathBuf, (u32, u32)),
    /// In a module that is replaced by a folder, but not required.
    NotRequired(SmolStr),
}

impl Module {
    /// The module that `dir` lies in: that of the nearest `go.mod` at or above it, with what belongs to its build.
    pub fn find(dir: &Path) -> Result<Option<Module>, String> {
        let dir = std::path::absolute(dir).map_err(|err| err.to_string())?;
        for root in dir.ancestors() {
            if let Some(mut module) = Module::at(root)? {
                module.join_workspace()?;
                return Ok(Some(module));
            }
        }
        Ok(None)
    }

    /// The module whose `go.mod` lies in `root`.
    fn at(root: &Path) -> Result<Option<Module>, String> {
        let file = root.join("go.mod");
        let Some(text) = text_of(&file)? else { return Ok(None) };
        parse(root, &text).map(Some).map_err(|(line, err)| format!("{}:{line}: {err}", file.display()))
    }

    /// Takes in the other modules of the nearest `go.work`, unless `GOWORK=off`.
    fn join_workspace(&mut self) -> Result<(), String> {
        if std::env::var_os("GOWORK").is_some_and(|v| v == "off") {
            return Ok(());
        }
        for top in self.root.ancestors() {
            let Some(text) = text_of(&top.join("go.work"))? else { continue };
            let directives = directives(&text);
            let used = |d: &Directive<'_>| Some(clean(&top.join(d.words.first()?)));
            let roots: Vec<PathBuf> = directives.iter().filter(|d| d.verb == "use").filter_map(used).collect();
            if !roots.contains(&clean(&self.root)) {
                return Err("current directory is contained in a module that is not one of the workspace modules listed in go.work. \
                     You can add the module to the workspace using:\n\tgo work use ."
                    .into());
            }
            for root in roots.iter().filter(|&root| *root != clean(&self.root)) {
                self.beside.extend(Module::at(root)?);
            }
            self.replaces.extend(directives.iter().filter_map(|d| replacement(top, d)));
            break;
        }
        Ok(())
    }

    /// Where the package with this import path is, when it belongs to another module: one of the workspace, a vendored or a replaced one.
    pub fn outside(&self, import: &str) -> Result<Option<Outside>, String> {
        let beside = self.beside.iter().filter_map(|m| Some((m.dir_of(import)?, m.go, m.path.len())));
        if let Some((dir, go, _)) = beside.max_by_key(|found| found.2) {
            return Ok(Some(Outside::Dir(dir, go)));
        }
        let vendor = self.root.join("vendor");
        if self.beside.is_empty() && vendor.is_dir() {
            let dir = vendor.join(import);
            return Ok(dir.is_dir().then(|| Outside::Dir(dir, vendored_version(&vendor, import).unwrap_or(self.go))));
        }
        let modules = std::iter::once(self).chain(&self.beside);
        let replaced =
            modules.flat_map(|m| &m.replaces).filter(|(path, _)| below(path, import).is_some()).max_by_key(|(path, _)| path.len());
        let Some((path, root)) = replaced else { return Ok(None) };
        if !std::iter::once(self).chain(&self.beside).any(|m| m.requires.contains(path)) {
            return Ok(Some(Outside::NotRequired(path.clone())));
        }
        let go = Module::at(root)?.map_or(OLD, |m| m.go);
        Ok(below(path, import).map(|rest| Outside::Dir(root.join(rest), go)))
    }

    /// The folder of the package with this import path, if it belongs to the module and not to one inside it.
    pub fn dir_of(&self, import: &str) -> Option<PathBuf> {
        let rest = below(&self.path, import)?;
        let dir = if rest.is_empty() { self.root.clone() } else { self.root.join(rest) };
        let nested = dir.ancestors().take_while(|&d| d != self.root).any(|d| d.join("go.mod").is_file());
        (!nested).then_some(dir)
    }

    /// The import path of the package in `dir`.
    pub fn import_path(&self, dir: &Path) -> SmolStr {
        let inside = std::path::absolute(dir).ok().and_then(|dir| Some(dir.strip_prefix(&self.root).ok()?.display().to_string()));
        match inside.as_deref() {
            None | Some("") => self.path.clone(),
            Some(rest) => SmolStr::new(format!("{}/{rest}", self.path)),
        }
    }
}

/// The text of a file, if it is there.
fn text_of(file: &Path) -> Result<Option<String>, String> {
    match std::fs::read_to_string(file) {
        Ok(text) => Ok(Some(text)),
        Err(err) if matches!(err.kind(), std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory) => Ok(None),
        Err(err) => Err(format!("{}: {err}", file.display())),
    }
}

/// What follows the module's path in an import path that belongs to it.
fn below<'i>(module: &str, import: &'i str) -> Option<&'i str> {
    match import.strip_prefix(module)? {
        "" => Some(""),
        rest => rest.strip_prefix('/'),
    }
}

/// The module that a `replace` directive puts a folder in the place of.
fn replacement(root: &Path, d: &Directive<'_>) -> Option<(SmolStr, PathBuf)> {
    let arrow = d.words.iter().position(|&w| w == "=>").filter(|_| d.verb == "replace")?;
    let (path, with) = (d.words.first()?, d.words.get(arrow + 1)?);
    let local = with.starts_with("./") || with.starts_with("../") || with.starts_with('/') || matches!(*with, "." | "..");
    local.then(|| (SmolStr::new(path), clean(&root.join(with))))
}

/// The language version that `vendor/modules.txt` gives for the module of a package.
fn vendored_version(vendor: &Path, import: &str) -> Option<(u32, u32)> {
    let text = std::fs::read_to_string(vendor.join("modules.txt")).ok()?;
    let mut version = None;
    for line in text.lines() {
        if line.starts_with("# ") {
            version = None;
        } else if let Some(notes) = line.strip_prefix("## ") {
            version = notes.split("; ").find_map(|note| parse_version(note.strip_prefix("go ")?));
        } else if line == import {
            return Some(version.unwrap_or(OLD));
        }
    }
    None
}

/// Reads the lines that matter; an error has its line.
fn parse(root: &Path, text: &str) -> Result<Module, (usize, String)> {
    let mut module = Module {
        root: root.to_owned(),
        path: SmolStr::default(),
        go: OLD,
        godebug: Vec::new(),
        requires: Vec::new(),
        replaces: Vec::new(),
        beside: Vec::new(),
    };
    for d in directives(text) {
        match (d.verb, d.words.first()) {
            ("module", Some(path)) => module.path = SmolStr::new(path),
            ("go", Some(version)) => {
                module.go =
                    parse_version(version).ok_or_else(|| (d.line, format!("invalid go version '{version}': must match format 1.23")))?;
            }
            ("require", Some(path)) => module.requires.push(SmolStr::new(path)),
            ("godebug", Some(setting)) => module.godebug.extend(setting.split_once('=').map(|(n, v)| (n.into(), v.into()))),
            ("replace", _) => module.replaces.extend(replacement(root, &d)),
            _ => {}
        }
    }
    if module.path.is_empty() { Err((1, "no module declaration in go.mod".into())) } else { Ok(module) }
}

/// `1.21`, `1.21.3`, `1.21rc1` as major and minor.
fn parse_version(text: &str) -> Option<(u32, u32)> {
    let (major, rest) = text.split_once('.')?;
    let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    Some((major.parse().ok()?, rest[..digits].parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lines_that_matter_are_read() {
        let root = Path::new("/m");
        let m = parse(root, "module \"example.com/m\" // here\n\ngo 1.21.3\n\nrequire (\n\texample.com/x v1.0.0\n)\n").expect("a module");
        assert_eq!((m.path.as_str(), m.go), ("example.com/m", (1, 21)));
        assert_eq!(m.dir_of("example.com/m/a/b"), Some("/m/a/b".into()));
        assert_eq!(m.dir_of("example.com/m"), Some("/m".into()));
        assert_eq!(m.dir_of("example.com/me"), None);
        assert_eq!(m.import_path(Path::new("/m/a")), "example.com/m/a");
        assert_eq!(parse(root, "module m\n").expect("a module").go, OLD);
        assert_eq!(parse(root, "go 1.21\n"), Err((1, "no module declaration in go.mod".into())));
        assert_eq!(parse(root, "module m\ngo one\n").expect_err("no version").0, 2);
    }
}
