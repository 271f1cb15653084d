//! `go.mod`: where a module starts, what it is called and which language version it is written in.

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
}

impl Module {
    /// The module that `dir` lies in: that of the nearest `go.mod` at or above it.
    pub fn find(dir: &Path) -> Result<Option<Module>, String> {
        let dir = std::path::absolute(dir).map_err(|err| err.to_string())?;
        for root in dir.ancestors() {
            let file = root.join("go.mod");
            match std::fs::read_to_string(&file) {
                Ok(text) => return parse(root, &text).map(Some).map_err(|(line, err)| format!("{}:{line}: {err}", file.display())),
                Err(err) if matches!(err.kind(), std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory) => {}
                Err(err) => return Err(format!("{}: {err}", file.display())),
            }
        }
        Ok(None)
    }

    /// The folder of the package with this import path, if it belongs to the module.
    pub fn dir_of(&self, import: &str) -> Option<PathBuf> {
        match import.strip_prefix(self.path.as_str())? {
            "" => Some(self.root.clone()),
            rest => Some(self.root.join(rest.strip_prefix('/')?)),
        }
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

/// Reads the lines that matter; an error has its line.
fn parse(root: &Path, text: &str) -> Result<Module, (usize, String)> {
    let mut module = Module { root: root.to_owned(), path: SmolStr::default(), go: OLD };
    for (i, line) in text.lines().enumerate() {
        let line = line.split("//").next().unwrap_or_default();
        let mut words = line.split_whitespace();
        let (verb, arg) = (words.next(), words.next());
        match (verb, arg) {
            (Some("module"), Some(path)) => module.path = SmolStr::new(path.trim_matches(['"', '`'])),
            (Some("go"), Some(version)) => {
                module.go =
                    parse_version(version).ok_or_else(|| (i + 1, format!("invalid go version '{version}': must match format 1.23")))?;
            }
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
