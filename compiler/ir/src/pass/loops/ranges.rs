//! Where the values of a function are defined and used, and what lies in between.

use smallvec::SmallVec;

use super::{Loop, has_call};
use crate::cfg::{self, Cfg};
use crate::ir::*;

/// Where values are defined and used.
pub(super) struct Ranges {
    /// The block that defines each value.
    pub(super) defs: Vec<Block>,
    /// The values whose definitions cost nothing to repeat.
    constants: Vec<bool>,
    /// The blocks that use each value.
    uses: Vec<SmallVec<[Block; 4]>>,
}

impl Ranges {
    pub(super) fn of(func: &Function) -> Ranges {
        let n = func.values.len();
        let mut ranges = Ranges { defs: vec![Block(0); n], constants: vec![false; n], uses: vec![SmallVec::new(); n] };
        for (b, block) in func.blocks.iter().enumerate() {
            let b = Block(b as u32);
            block.params.iter().for_each(|param| ranges.defs[param.0 as usize] = b);
            let mut used = |value: Value| {
                let uses = &mut ranges.uses[value.0 as usize];
                if uses.last() != Some(&b) {
                    uses.push(b);
                }
            };
            block.insts.iter().for_each(|inst| inst.op.for_each_value(&mut used));
            block.term.iter().for_each(|term| term.for_each_value(&mut used));
            for inst in &block.insts {
                for result in &inst.results {
                    ranges.defs[result.0 as usize] = b;
                    ranges.constants[result.0 as usize] = is_constant(&inst.op);
                }
            }
        }
        ranges
    }

    pub(super) fn is_constant(&self, value: Value) -> bool {
        self.constants[value.0 as usize]
    }

    /// Whether a call lies in the value's range, and the range goes on behind the loop. (Without the second the allocator would join the range in the loop
    /// to that before it again.) `work` is how many blocks may still be looked at.
    pub(super) fn crosses_calls_and_outlives(&self, func: &Function, cfg: &Cfg, value: Value, a_loop: &Loop, work: &mut usize) -> bool {
        let def = self.defs[value.0 as usize];
        let mut live_at_start = vec![false; func.blocks.len()];
        let mut crosses = call_after_definition(&func.blocks[def.0 as usize], value);
        let mut todo: SmallVec<[Block; 16]> = SmallVec::new();
        for &block in &self.uses[value.0 as usize] {
            if block != def && cfg.is_reachable(block) {
                live_at_start[block.0 as usize] = true;
                crosses |= call_before_last_use(&func.blocks[block.0 as usize], value);
                todo.push(block);
            }
        }
        while let Some(block) = todo.pop() {
            for &pred in &cfg.preds[block.0 as usize] {
                let Some(left) = work.checked_sub(1) else { return false };
                *work = left;
                if pred == def || live_at_start[pred.0 as usize] {
                    // Live at the end of a block that was only known to use it.
                    crosses |= pred != def && has_call(&func.blocks[pred.0 as usize]);
                    continue;
                }
                live_at_start[pred.0 as usize] = true;
                crosses |= has_call(&func.blocks[pred.0 as usize]);
                todo.push(pred);
            }
        }
        let mut outlives = false;
        for &block in &a_loop.body {
            cfg::successors(func, block, |to| outlives |= !a_loop.has(to) && live_at_start[to.0 as usize]);
        }
        crosses && outlives
    }
}

/// What Cranelift makes again instead of keeping it.
pub(super) fn is_constant(op: &Op) -> bool {
    matches!(op, Op::Iconst(..) | Op::Fconst(..)) || op.is_address()
}

/// Whether the defining block makes a call behind the definition; a parameter is defined at the start.
fn call_after_definition(block: &BlockData, value: Value) -> bool {
    let from = block.insts.iter().position(|inst| inst.results.contains(&value)).map_or(0, |at| at + 1);
    block.insts[from..].iter().any(|inst| matches!(inst.op, Op::Call(..)))
}

/// Whether a call comes before the block's last use.
fn call_before_last_use(block: &BlockData, value: Value) -> bool {
    let uses = |inst: &Inst| {
        let mut found = false;
        inst.op.for_each_value(|used| found |= used == value);
        found
    };
    let mut end = block.insts.iter().rposition(uses).unwrap_or(0);
    block.term.iter().for_each(|term| {
        term.for_each_value(|used| {
            if used == value {
                end = block.insts.len();
            }
        });
    });
    block.insts[..end].iter().any(|inst| matches!(inst.op, Op::Call(..)))
}
