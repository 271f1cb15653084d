//! Source files and positions.
//!
//! Invariants: a [`Pos`] is global: the base of its file plus a byte offset, so that one `u32` names a place in any file. Files are only ever added, at
//! any time and by any holder of the map: packages are read while the program runs.

use crate::line;
use elsa::sync::FrozenVec;
use std::fmt;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// A place in the sources: base of the file + byte offset. `Pos::NONE` (0) means "nowhere".
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Debug)]
pub struct Pos(pub u32);

impl Pos {
    /// No position (made up by the compiler).
    pub const NONE: Pos = Pos(0);

    /// Whether this names a real place.
    pub fn is_known(self) -> bool {
        self.0 != 0
    }

    /// The position `bytes` further on.
    pub fn plus(self, bytes: u32) -> Pos {
        Pos(self.0 + bytes)
    }
}

/// A half-open range of source bytes, `lo..hi`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default, Debug)]
pub struct Span {
    /// First byte.
    pub lo: Pos,
    /// One past the last byte.
    pub hi: Pos,
}

impl Span {
    /// No place (made up by the compiler).
    pub const NONE: Span = Span { lo: Pos::NONE, hi: Pos::NONE };

    /// The span from `lo` to `hi`.
    pub fn new(lo: Pos, hi: Pos) -> Span {
        Span { lo, hi }
    }

    /// The smallest span that covers both.
    pub fn to(self, other: Span) -> Span {
        Span { lo: self.lo, hi: other.hi }
    }
}

/// Index of a file in its [`SourceMap`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct FileId(pub u32);

/// A file's text: part of the executable, or read.
#[derive(Clone, Debug)]
pub enum Text {
    /// The library's.
    Embedded(&'static str),
    /// Any other.
    Read(Arc<str>),
}

impl std::ops::Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        match self {
            Text::Embedded(text) => text,
            Text::Read(text) => text,
        }
    }
}

/// One source file's name and text.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// The path as the user gave it, or `$mgo/fmt/print.mgo` for the standard library.
    pub name: Arc<str>,
    /// The whole text.
    pub text: Text,
    /// Position of its first byte.
    pub base: Pos,
    /// Byte offsets at which its lines start, found when somebody asks for a line.
    lines: Arc<OnceLock<Vec<u32>>>,
    /// What `//line` tells of it.
    line_directives: Arc<line::Found>,
}

impl SourceFile {
    /// The bytes before `pos`, which lies in this file.
    pub fn offset(&self, pos: Pos) -> usize {
        (pos.0 - self.base.0) as usize
    }

    /// The text of `span`, which lies in this file.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(self.offset(span.lo)..self.offset(span.hi)).unwrap_or_default()
    }

    /// 1-based line and 1-based byte column of `pos`, which lies in this file.
    pub fn line_col(&self, pos: Pos) -> (u32, u32) {
        let offset = pos.0.saturating_sub(self.base.0);
        let lines = self.lines();
        let line = lines.partition_point(|&start| start <= offset) - 1;
        (line as u32 + 1, offset - lines[line] + 1)
    }

    fn lines(&self) -> &[u32] {
        self.lines.get_or_init(|| {
            let starts = memchr::memchr_iter(b'\n', self.text.as_bytes()).map(|i| i as u32 + 1);
            std::iter::once(0).chain(starts).collect()
        })
    }

    /// Whether `pos` lies in this file.
    pub fn contains(&self, pos: Pos) -> bool {
        self.base <= pos && pos.0 <= self.base.0 + self.text.len() as u32
    }

    /// `pos` as messages write it: `name:line:column`.
    pub fn place(&self, pos: Pos) -> String {
        self.locate(pos).to_string()
    }

    /// Where people look for `pos`, which lies in this file: where `//line` says, if it says.
    pub fn locate(&self, pos: Pos) -> Location {
        let (line, column) = self.line_col(pos);
        let offset = pos.0.saturating_sub(self.base.0);
        let Some(origin) = self.line_directives.before(offset) else {
            return Location { file: self.name.clone(), line, column };
        };
        let start = self.base.plus(origin.offset.min(self.text.len() as u32));
        let (first_line, first_column) = self.line_col(start);
        let column = match origin.column {
            None => 0,
            Some(shown) if line == first_line => shown + column - first_column,
            Some(_) => column,
        };
        Location { file: origin.name.clone(), line: origin.line + line - first_line, column }
    }

    /// What is wrong with its `//line` directives: byte offsets and what to say.
    pub(crate) fn wrong_line_directives(&self) -> &[(usize, String)] {
        &self.line_directives.wrong
    }

    /// The text of 1-based line `line` without its line end.
    pub fn line_text(&self, line: u32) -> &str {
        let lines = self.lines();
        let start = lines[line as usize - 1] as usize;
        let end = lines.get(line as usize).map_or(self.text.len(), |&e| e as usize);
        self.text[start..end].trim_end_matches(['\n', '\r'])
    }
}

/// All source files of a compilation. Clones share them.
#[derive(Clone, Default)]
pub struct SourceMap {
    files: Arc<FrozenVec<Box<SourceFile>>>,
    /// Held while a file is added, since its base follows from the one before.
    adding: Arc<Mutex<()>>,
}

impl std::fmt::Debug for SourceMap {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SourceMap({} files)", self.files.len())
    }
}

/// A position for people: file name, 1-based line, 1-based byte column.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Location {
    /// The file's name.
    pub file: Arc<str>,
    /// 1-based.
    pub line: u32,
    /// 1-based, in bytes; 0 when not known.
    pub column: u32,
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)?;
        if self.column > 0 { write!(f, ":{}", self.column) } else { Ok(()) }
    }
}

impl SourceMap {
    /// Adds a file and gives its id.
    pub fn add(&self, name: impl Into<Arc<str>>, text: impl Into<Arc<str>>) -> FileId {
        self.insert(name.into(), Text::Read(text.into()))
    }

    /// Adds a file whose text is part of the executable, and gives its id.
    pub fn add_embedded(&self, name: impl Into<Arc<str>>, text: &'static str) -> FileId {
        self.insert(name.into(), Text::Embedded(text))
    }

    fn insert(&self, name: Arc<str>, text: Text) -> FileId {
        let lines = Arc::default();
        let line_directives = Arc::new(line::scan(&name, &text));
        let _adding = self.adding.lock().unwrap_or_else(PoisonError::into_inner);
        let last = self.files.len().checked_sub(1).and_then(|last| self.files.get(last));
        let base = last.map_or(Pos(1), |f| f.base.plus(f.text.len() as u32 + 1));
        FileId(self.files.push_get_index(Box::new(SourceFile { name, text, base, lines, line_directives })) as u32)
    }

    /// The file with this id.
    pub fn file(&self, id: FileId) -> &SourceFile {
        self.at(id.0 as usize)
    }

    fn at(&self, index: usize) -> &SourceFile {
        self.files.get(index).expect("ids are of files in the map")
    }

    /// The file that `pos` lies in.
    pub fn file_of(&self, pos: Pos) -> Option<(FileId, &SourceFile)> {
        if !pos.is_known() {
            return None;
        }
        // The first file that starts behind `pos`.
        let (mut low, mut high) = (0, self.files.len());
        while low < high {
            let middle = low.midpoint(high);
            if self.at(middle).base <= pos { low = middle + 1 } else { high = middle }
        }
        let index = low.checked_sub(1)?;
        Some((FileId(index as u32), self.at(index)))
    }

    /// `pos` as file, line and column.
    pub fn locate(&self, pos: Pos) -> Option<Location> {
        Some(self.file_of(pos)?.1.locate(pos))
    }
}
