//! The map file by which `perf` names JIT code: one line per function, `start size name` in hexadecimal.

use crate::table::CompiledFunc;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::PathBuf;

/// An open map file.
pub(crate) struct Map {
    out: BufWriter<File>,
}

impl Map {
    /// Creates the file; none when that fails: a profile without names is better than no run.
    pub(crate) fn create(path: PathBuf) -> Option<Map> {
        let file = File::create(path).ok()?;
        Some(Map { out: BufWriter::new(file) })
    }

    /// Adds functions.
    pub(crate) fn add(&mut self, funcs: &[CompiledFunc]) {
        for func in funcs {
            // A full disk must not stop the program.
            _ = writeln!(self.out, "{:x} {:x} {}", func.entry, func.end - func.entry, func.name);
        }
        _ = self.out.flush();
    }
}
