//! From an offset in a function's code to source lines, worked out only when a traceback asks.

use mgo_codegen::CompiledFunc;
use mgo_runtime::functab::{LineTable, SourceFrame};
use mgo_syntax::source::{Pos, SourceMap};
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

/// A compiled function's places, with the sources they refer to.
pub(super) struct Lines {
    pub(super) func: CompiledFunc,
    /// Names of the functions inlined into it, as [`CompiledFunc::frames`] refers to them.
    pub(super) names: Vec<(mgo_ir::program::FuncId, Arc<str>)>,
    pub(super) sources: SourceMap,
}

impl Lines {
    fn frame(&self, func: Arc<str>, pos: Pos) -> SourceFrame {
        match self.sources.locate(pos) {
            Some(at) => SourceFrame { func, file: absolute(at.file), line: at.line },
            None => SourceFrame { func, file: "?".into(), line: 0 },
        }
    }
}

impl LineTable for Lines {
    fn frames(&self, offset: u32, out: &mut Vec<SourceFrame>) {
        for frame in self.func.frames(self.func.entry + offset as usize) {
            let inlined = self.names.iter().find(|(id, _)| *id == frame.func).filter(|_| frame.inlined);
            let name = inlined.map_or_else(|| self.func.name.as_str().into(), |(_, name)| name.clone());
            out.push(self.frame(name, frame.pos));
        }
    }
}

/// Where relative names of files begin; the program may go elsewhere.
static DIRECTORY: OnceLock<PathBuf> = OnceLock::new();

/// Notes the current directory as the one that sources were read from; the first call counts.
pub fn note_directory() {
    DIRECTORY.get_or_init(|| std::env::current_dir().unwrap_or_default());
}

/// A file's full path, as Go prints it; files of the standard library, and what was typed in, keep their made-up names.
fn absolute(file: Arc<str>) -> Arc<str> {
    if file.is_empty() {
        // A `//line` that names no file.
        return "??".into();
    }
    if file.starts_with(['$', '<', '/']) {
        return file;
    }
    match DIRECTORY.get() {
        Some(directory) => directory.join(&*file).components().collect::<PathBuf>().display().to_string().into(),
        None => file,
    }
}
