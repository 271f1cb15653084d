//! Reading programs: the only I/O of the compiler side.

use mgo_syntax::source::{FileId, SourceMap};
use std::path::{Path, PathBuf};

/// Why a program could not be read.
#[derive(Debug)]
pub enum ReadError {
    /// The file can't be read.
    Io(PathBuf, std::io::Error),
    /// The file is not UTF-8; 1-based line of the first bad byte.
    NotUtf8(PathBuf, usize),
    /// Neither `.go` nor `.mgo`.
    UnknownKind(PathBuf),
}

impl std::fmt::Display for ReadError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            ReadError::Io(path, err) => write!(f, "{}: {}", path.display(), io_reason(err)),
            ReadError::NotUtf8(path, line) => write!(f, "{}:{line}:1: invalid UTF-8 encoding", path.display()),
            ReadError::UnknownKind(path) => write!(f, "{}: not a Go program (its name must end in .go or .mgo)", path.display()),
        }
    }
}

impl std::error::Error for ReadError {}

fn io_reason(err: &std::io::Error) -> String {
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

/// Reads one source file into the map.
pub fn read(sources: &mut SourceMap, path: &Path) -> Result<FileId, ReadError> {
    if !path.extension().is_some_and(|e| e == "go" || e == "mgo") {
        return Err(ReadError::UnknownKind(path.to_owned()));
    }
    let bytes = std::fs::read(path).map_err(|err| ReadError::Io(path.to_owned(), err))?;
    let text = String::from_utf8(bytes).map_err(|err| {
        let good = err.utf8_error().valid_up_to();
        ReadError::NotUtf8(path.to_owned(), err.as_bytes()[..good].iter().filter(|&&b| b == b'\n').count() + 1)
    })?;
    Ok(sources.add(path.display().to_string(), text))
}
