//! Reading source files: with `go.mod` and embedded files the only input of the compiler side.

use mgo_syntax::diag::Diagnostic;
use mgo_syntax::source::{FileId, SourceMap};
use std::path::{Path, PathBuf};

/// Why a program could not be read.
#[derive(Debug)]
pub enum ReadError {
    /// The file can't be read.
    Io(PathBuf, std::io::Error),
    /// Neither `.go` nor `.mgo`.
    UnknownKind(PathBuf),
    /// Something else, as Go says it.
    Other(String),
}

impl std::fmt::Display for ReadError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            ReadError::Io(path, err) => write!(f, "{}: {}", path.display(), io_reason(err)),
            ReadError::UnknownKind(path) => write!(f, "{}: not a Go program (its name must end in .go or .mgo)", path.display()),
            ReadError::Other(text) => f.write_str(text),
        }
    }
}

impl std::error::Error for ReadError {}

/// An error of the system, as its users call it.
pub fn io_reason(err: &std::io::Error) -> String {
    match err.kind() {
        std::io::ErrorKind::NotFound => "no such file".into(),
        std::io::ErrorKind::PermissionDenied => "permission denied".into(),
        std::io::ErrorKind::IsADirectory => "is a directory".into(),
        _ => err.to_string(),
    }
}

/// Whether a path names a script, with the relaxations of `.mgo` files.
pub fn is_script(path: &Path) -> bool {
    path.extension().is_some_and(|e| e == "mgo")
}

/// The contents of a source file. One that starts with `#!` may have any name.
pub fn bytes(path: &Path) -> Result<Vec<u8>, ReadError> {
    let named = path.extension().is_some_and(|e| e == "go" || e == "mgo");
    let bytes = std::fs::read(path).map_err(|err| ReadError::Io(path.to_owned(), err))?;
    if !named && !bytes.starts_with(b"#!") {
        return Err(ReadError::UnknownKind(path.to_owned()));
    }
    match no_text(&bytes) {
        Some(what) => Err(ReadError::Other(format!("{}: {what}", path.display()))),
        None => Ok(bytes),
    }
}

/// What a file is that is no text at all: its errors would be many, and mean nothing.
fn no_text(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => Some("the text is UTF-16; Go's is UTF-8"),
        _ if bytes.contains(&0) && std::str::from_utf8(bytes).is_err() => Some("not a text file"),
        _ => None,
    }
}

/// Reads one source file into the map; the findings are about bytes that are no UTF-8.
pub fn read(sources: &SourceMap, path: &Path) -> Result<(FileId, Vec<Diagnostic>), ReadError> {
    let bytes = bytes(path)?;
    Ok(mgo_syntax::add_bytes(sources, path.display().to_string(), bytes))
}
