//! What is known of compiled code by pc: function, place, inline chain, landing pad.

use mgo_ir::ir::{Loc, LocData, Sig};
use mgo_ir::program::FuncId;
use mgo_syntax::source::Pos;

/// The instructions from `offset` on (up to the next entry) come from `loc`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct LineEntry {
    /// Bytes from the entry.
    pub offset: u32,
    /// Index into [`CompiledFunc::locs`].
    pub loc: Loc,
}

/// A function's place in memory and what tracebacks, recover and debuggers need to know of it.
#[derive(Clone, Debug)]
pub struct CompiledFunc {
    /// Its symbol.
    pub id: FuncId,
    /// Its name in tracebacks.
    pub name: String,
    /// Address of its first instruction.
    pub entry: usize,
    /// One past its last byte.
    pub end: usize,
    /// Bytes of the stack check in front of the body: 0 when there is none.
    pub prefix: u32,
    /// Where a recovered panic goes on: offset of the landing pad from the entry, and how far below rbp rsp must be there.
    pub landing: Option<(u32, u32)>,
    /// By offset, ascending. The first entry starts at 0.
    pub lines: Vec<LineEntry>,
    /// Where nothing may be preempted by a signal: offsets from the entry, from and to.
    pub windows: Vec<(u32, u32)>,
    /// Source places.
    pub locs: Vec<LocData>,
    /// Bytes of the frame below the return address.
    pub frame_size: u32,
    /// Where the function starts in the source.
    pub pos: Pos,
    /// Hidden in tracebacks and transparent to `recover`.
    pub wrapper: bool,
    /// Takes no arguments in the language.
    pub no_args: bool,
    /// Signature.
    pub sig: Sig,
}

/// One source-level frame at a pc.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Frame {
    /// The function: of inlined code, the one that was inlined.
    pub func: FuncId,
    /// The place in it.
    pub pos: Pos,
    /// Whether the function was inlined into the next frame's.
    pub inlined: bool,
}

impl CompiledFunc {
    /// The frames at an instruction, innermost first. For a return address ask for the byte before it.
    pub fn frames(&self, pc: usize) -> Vec<Frame> {
        let offset = pc.wrapping_sub(self.entry) as u32;
        let index = self.lines.partition_point(|line| line.offset <= offset);
        let mut loc = index.checked_sub(1).map_or(Loc(0), |i| self.lines[i].loc);
        let mut frames = Vec::new();
        loop {
            let data = self.locs[loc.0 as usize];
            match data.inlined {
                Some((func, call)) => {
                    frames.push(Frame { func, pos: data.pos, inlined: true });
                    loc = call;
                }
                None => {
                    let pos = if data.pos.is_known() { data.pos } else { self.pos };
                    frames.push(Frame { func: self.id, pos, inlined: false });
                    return frames;
                }
            }
        }
    }
}
