//! The functions of compiled code: ranges, names, lines, landing pads.
//!
//! Invariants: ranges do not overlap and stay registered for the life of the instance. The signal handlers do not come here: they compare a pc with
//! [`crate::sched::Compiler::code_range`], one fixed range.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use parking_lot::RwLock;

/// Bits of [`FuncEntry::flags`].
pub mod flags {
    /// Made by the compiler around another function (method value, interface method, `go` and `defer` with arguments): left out of tracebacks, and
    /// `recover` looks through it.
    pub const WRAPPER: u32 = 1;
    /// Part of the runtime though its name does not say so; hidden from tracebacks.
    pub const HIDDEN: u32 = 2;
    /// Takes no arguments: a traceback prints `f()` instead of `f(...)`.
    pub const NO_ARGS: u32 = 4;
}

/// Where a function goes on after a recovered panic: its code there uses no values but those in the frame, and runs the remaining deferred calls.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Landing {
    /// Address.
    pub pc: usize,
    /// rbp minus rsp there, bytes.
    pub fp_to_sp: usize,
}

/// A place in the source, as a traceback prints it. For an inlined call there are several, innermost first.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SourceFrame {
    /// Function, as `main.(*T).method`.
    pub func: Arc<str>,
    /// File path.
    pub file: Arc<str>,
    /// Line, 1-based; 0 unknown.
    pub line: u32,
}

/// Finds the source of an instruction.
pub trait LineTable: Send + Sync {
    /// Adds the frames of the instruction at `offset` bytes behind the entry to `out`, innermost inlined one first, the function itself last.
    fn frames(&self, offset: u32, out: &mut Vec<SourceFrame>);
}

/// The plain table: each entry holds from its offset to the next one's.
#[derive(Clone, Debug, Default)]
pub struct SortedLines(pub Vec<(u32, Vec<SourceFrame>)>);

impl LineTable for SortedLines {
    fn frames(&self, offset: u32, out: &mut Vec<SourceFrame>) {
        let i = self.0.partition_point(|e| e.0 <= offset);
        if i > 0 {
            out.extend_from_slice(&self.0[i - 1].1);
        }
    }
}

/// A function.
pub struct FuncEntry {
    /// First byte, prologue prefix included.
    pub entry: usize,
    /// One past the last byte.
    pub end: usize,
    /// Full name: `main.f`, `main.(*T).m`, `main.f.func1`.
    pub name: Arc<str>,
    /// Where panics recovered by its deferred functions land; it has no `defer` when there is none.
    pub landing: Option<Landing>,
    /// [`flags`].
    pub flags: u32,
    /// Lines.
    pub lines: Box<dyn LineTable>,
}

impl fmt::Debug for FuncEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {:#x}..{:#x}", self.name, self.entry, self.end)
    }
}

/// All functions of an instance.
#[derive(Debug, Default)]
pub struct FuncTab {
    by_entry: RwLock<BTreeMap<usize, Arc<FuncEntry>>>,
    sigpanic: OnceLock<Range<usize>>,
}

impl FuncTab {
    /// Adds a function; from any thread, before its code is called.
    pub fn register_code(&self, entry: FuncEntry) {
        if &*entry.name == "runtime.sigpanic" {
            self.sigpanic.get_or_init(|| entry.entry..entry.end);
        }
        self.by_entry.write().insert(entry.entry, Arc::new(entry));
    }

    /// The function that contains `pc`.
    pub fn findfunc(&self, pc: usize) -> Option<Arc<FuncEntry>> {
        let map = self.by_entry.read();
        let (_, f) = map.range(..=pc).next_back()?;
        (pc < f.end).then(|| f.clone())
    }

    /// Where the code of `runtime.sigpanic` lies: empty until it is compiled.
    pub fn sigpanic_code(&self) -> Range<usize> {
        self.sigpanic.get().cloned().unwrap_or_default()
    }

    /// The function with this name; slow.
    pub fn by_name(&self, name: &str) -> Option<Arc<FuncEntry>> {
        self.by_entry.read().values().find(|f| &*f.name == name).cloned()
    }

    /// Source places of the instruction at `pc`, innermost inlined call first; empty when `pc` is not in compiled code.
    pub fn source(&self, pc: usize) -> Vec<SourceFrame> {
        let mut out = Vec::new();
        if let Some(f) = self.findfunc(pc) {
            f.lines.frames((pc - f.entry) as u32, &mut out);
            if out.is_empty() {
                out.push(SourceFrame { func: f.name.clone(), file: "?".into(), line: 0 });
            }
        }
        out
    }
}
