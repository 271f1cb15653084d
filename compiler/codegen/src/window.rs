//! Windows: stretches of code between the test of the write barrier's switch and the store that it is for. A goroutine that is stopped in one could store
//! without barrier after marking has begun, so preemption by signal must leave them out.
//!
//! Operations that are atomic among goroutines alone have windows too, from the test for one P to the store.
//!
//! Instructions of a window carry a mark beside their place in the source; Cranelift keeps both through to machine code, where cold blocks lie apart. It
//! also computes again, where it is used, what is computed easily, and such instructions have no mark: so a window in a block of its own begins with it.

use cranelift_codegen::ir::SourceLoc;
use mgo_ir::ir::Loc;

/// The switch is tested.
const TEST: u32 = 1 << 31;
/// The store is made.
const STORE: u32 = 1 << 30;

/// What an instruction is to a window.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Part {
    /// Nothing.
    None,
    /// It tests the switch: a window begins.
    Test,
    /// It runs in between, somewhere else: a window of its own.
    Cold,
    /// It stores: the window ends.
    Store,
}

/// The place of an instruction with its part in a window.
pub(crate) fn source_loc(loc: Loc, part: Part) -> SourceLoc {
    let mark = match part {
        Part::None => 0,
        Part::Test => TEST,
        Part::Cold => TEST | STORE,
        Part::Store => STORE,
    };
    SourceLoc::new(loc.0 | mark)
}

/// Takes apart what [`source_loc`] made.
fn parts(source: SourceLoc) -> (Loc, Part) {
    let bits = source.bits();
    let part = match (bits & TEST != 0, bits & STORE != 0) {
        (false, false) => Part::None,
        (true, false) => Part::Test,
        (true, true) => Part::Cold,
        (false, true) => Part::Store,
    };
    (Loc(bits & !(TEST | STORE)), part)
}

/// Lines and windows of a body, from runs of instructions `(start, end, place)` in the order of their addresses.
#[derive(Default)]
pub(crate) struct Places<'a> {
    /// Where runs of instructions from one place start.
    pub(crate) lines: Vec<(u32, Loc)>,
    /// Windows: from, to.
    pub(crate) windows: Vec<(u32, u32)>,
    open: Option<u32>,
    /// Where blocks begin, in the order of their addresses.
    blocks: &'a [u32],
}

impl<'a> Places<'a> {
    /// Of a body with these blocks.
    pub(crate) fn new(blocks: &'a [u32]) -> Self {
        Places { blocks, ..Places::default() }
    }

    /// The next run.
    pub(crate) fn run(&mut self, start: u32, end: u32, source: SourceLoc) {
        let (loc, part) = parts(source);
        if self.lines.last().is_none_or(|&(_, last)| last != loc) {
            self.lines.push((start, loc));
        }
        match part {
            Part::None => {}
            Part::Test => _ = self.open.get_or_insert(start),
            Part::Cold => {
                let block = self.blocks.partition_point(|&block| block <= start).checked_sub(1);
                self.windows.push((block.map_or(start, |i| self.blocks[i]), end));
            }
            Part::Store => self.windows.push((self.open.take().unwrap_or(start), end)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_reach_from_test_to_store() {
        let mut p = Places::new(&[0, 18]);
        let runs = [
            (0, 4, 1, Part::None),
            (4, 9, 2, Part::Test),
            (9, 12, 3, Part::None),
            (12, 16, 2, Part::Store),
            (16, 20, 2, Part::None),
            (20, 30, 2, Part::Cold),
            (30, 32, 1, Part::None),
            (32, 40, 2, Part::Cold),
        ];
        for (start, end, loc, part) in runs {
            p.run(start, end, source_loc(Loc(loc), part));
        }
        assert_eq!(p.windows, [(4, 16), (18, 30), (18, 40)]);
        assert_eq!(p.lines, [(0, Loc(1)), (4, Loc(2)), (9, Loc(3)), (12, Loc(2)), (30, Loc(1)), (32, Loc(2))]);
    }
}
