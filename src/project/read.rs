//! Reading and parsing the files of one package.

use super::select::{Kind, holds, kind};
use crate::source::{ReadError, bytes, is_script};
use mgo_syntax::ast::File;
use mgo_syntax::diag::Diagnostic;
use mgo_syntax::source::SourceMap;
use mgo_syntax::{Mode, add_bytes, parse_file};
use std::path::{Path, PathBuf};

/// The parsed files of a package.
#[derive(Debug, Default)]
pub(super) struct Files {
    pub(super) trees: Vec<File>,
    pub(super) diags: Vec<Diagnostic>,
    pub(super) script: bool,
    pub(super) next_node: u32,
}

impl Files {
    /// Parses a file and adds it.
    fn add(&mut self, sources: &SourceMap, name: String, bytes: Vec<u8>, script: bool) {
        let (id, wrong) = add_bytes(sources, name, bytes);
        let parsed = parse_file(id, sources.file(id), Mode { script }, self.next_node);
        self.next_node = parsed.next_node;
        self.trees.push(parsed.file);
        self.diags.extend(wrong);
        self.diags.extend(parsed.diags);
        self.script |= script;
    }
}

/// Reads the files named on the command line. A file of any name that starts with `#!` is a script.
pub(super) fn files(sources: &SourceMap, paths: &[PathBuf]) -> Result<Files, ReadError> {
    let mut files = Files::default();
    for path in paths {
        let bytes = bytes(path)?;
        let script = is_script(path) || bytes.starts_with(b"#!");
        files.add(sources, path.display().to_string(), bytes, script);
    }
    Ok(files)
}

/// A script that is in no file.
pub(super) fn text(sources: &SourceMap, name: &str, bytes: Vec<u8>) -> Files {
    let mut files = Files::default();
    files.add(sources, name.to_owned(), bytes, true);
    files
}

/// Reads the files in `dir` that make its package; `None` when there are none. Scripts count where there is nothing else.
pub(super) fn dir(sources: &SourceMap, dir: &Path) -> Result<Option<Files>, ReadError> {
    let names = names(dir)?;
    let go_only = names.iter().any(|n| n.ends_with(".go") && kind(n) == Kind::Source);
    let mut files = Files::default();
    for name in names.iter().filter(|n| kind(n) == Kind::Source && !(go_only && n.ends_with(".mgo"))) {
        let path = dir.join(name);
        let bytes = bytes(&path)?;
        if holds(&String::from_utf8_lossy(&bytes)) {
            files.add(sources, shown(&path), bytes, is_script(&path));
        }
    }
    Ok((!files.trees.is_empty()).then_some(files))
}

/// Names of all entries of a folder, sorted.
fn names(dir: &Path) -> Result<Vec<String>, ReadError> {
    let fail = |err| ReadError::Io(dir.to_owned(), err);
    let mut names = Vec::new();
    for entry in std::fs::read_dir(dir).map_err(fail)? {
        names.push(entry.map_err(fail)?.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    Ok(names)
}

/// Why a folder has no package.
pub(super) fn nothing_in(dir: &Path) -> ReadError {
    let full = std::path::absolute(dir).unwrap_or_else(|_| dir.to_owned());
    let sources = names(dir).is_ok_and(|names| names.iter().any(|n| n.ends_with(".go") || n.ends_with(".mgo")));
    let why = if sources { "build constraints exclude all Go files in" } else { "no Go files in" };
    ReadError::Other(format!("{why} {}", clean(&full).display()))
}

/// The one folder that the files named on the command line must be in.
pub(super) fn common_dir(paths: &[PathBuf]) -> Result<PathBuf, ReadError> {
    let dir_of = |path: &PathBuf| match path.parent() {
        Some(dir) if dir != Path::new("") => dir.to_owned(),
        _ => PathBuf::from("."),
    };
    let first = paths.first().map_or_else(|| PathBuf::from("."), dir_of);
    for path in paths {
        let dir = dir_of(path);
        if clean(&dir) != clean(&first) {
            let text = format!("named files must all be in one directory; have {} and {}", first.display(), dir.display());
            return Err(ReadError::Other(text));
        }
    }
    Ok(first)
}

/// A path as messages show it: relative to where the user is when it lies there, with a `./` in front of a bare name.
fn shown(path: &Path) -> String {
    let full = clean(&std::path::absolute(path).unwrap_or_else(|_| path.to_owned()));
    let here = std::env::current_dir().ok();
    match here.as_ref().and_then(|here| full.strip_prefix(here).ok()) {
        Some(inside) if inside.components().count() == 1 => format!("./{}", inside.display()),
        Some(inside) => inside.display().to_string(),
        None => full.display().to_string(),
    }
}

/// The path without `.` and with `..` taken back.
pub(super) fn clean(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            std::path::Component::CurDir => {}
            std::path::Component::ParentDir if out.file_name().is_some() => {
                out.pop();
            }
            part => out.push(part),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_cleaned() {
        for (path, want) in [("/a/./b/../c", "/a/c"), ("../a", "../a"), ("./a", "a"), (".", "")] {
            assert_eq!(clean(Path::new(path)), Path::new(want));
        }
    }
}
