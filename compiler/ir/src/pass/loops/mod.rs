//! Names of their own for what an innermost loop uses.
//!
//! Cranelift's register allocator splits the range of a value where it meets a call, and gives each value two splits: what was made before some calls and
//! is used in a loop behind them would be loaded from the frame, and stored again, in every round. So where a loop makes no calls, what it uses of such
//! values passes its header as a parameter: the loop's part of the range stands on its own, and gets a register.
//!
//! What computes the same in every round keeps its operands: Cranelift moves it in front of the loop.
//!
//! Invariant: this runs last. `UnOp::Same` on the back edges keeps the parameters from being recognized as copies.

mod ranges;

use rustc_hash::FxHashSet;
use smallvec::SmallVec;

use self::ranges::{Ranges, is_constant};
use crate::cfg::Cfg;
use crate::ir::*;

/// Most values that a loop gets names for: beyond the machine's registers there is nothing to win.
const MOST: usize = 12;

/// Larger loops keep the names they have: there is too much in them for all to stay in registers.
const MOST_BLOCKS: usize = 64;

/// Most blocks that are walked for the ranges of one function.
const WORK: usize = 1 << 18;

/// Splits the ranges of values at innermost loops.
pub fn name_values_of_loops(func: &mut Function) {
    if !func.blocks.iter().any(has_call) {
        return;
    }
    let cfg = Cfg::new(func);
    let loops = innermost_without_calls(func, &cfg);
    if loops.is_empty() {
        return;
    }
    let ranges = Ranges::of(func);
    let mut work = WORK;
    let found: Vec<(Loop, Vec<Value>)> = loops
        .into_iter()
        .map(|mut a_loop| {
            a_loop.find_invariants(func, &ranges);
            let mut used = a_loop.uses_from_outside(func, &ranges);
            used.truncate(2 * MOST);
            used.retain(|&value| ranges.crosses_calls_and_outlives(func, &cfg, value, &a_loop, &mut work));
            used.truncate(MOST);
            (a_loop, used)
        })
        .collect();
    for (a_loop, values) in found {
        values.into_iter().for_each(|value| a_loop.rename(func, &cfg, value));
    }
}

/// Whether a block makes a call that returns.
fn has_call(block: &BlockData) -> bool {
    block.term != Some(Term::Unreachable) && block.insts.iter().any(|inst| matches!(inst.op, Op::Call(..)))
}

/// A loop: its header, which blocks belong to it, and the values that are computed in it and the same in every round.
struct Loop {
    header: Block,
    body: Vec<Block>,
    invariants: FxHashSet<Value>,
}

/// The loops that have neither a loop nor a call inside.
fn innermost_without_calls(func: &Function, cfg: &Cfg) -> Vec<Loop> {
    let latches = |header: Block| cfg.preds[header.0 as usize].iter().copied().filter(move |&from| cfg.is_back_edge(from, header));
    let is_header: Vec<bool> = (0..func.blocks.len() as u32).map(|b| latches(Block(b)).next().is_some()).collect();
    let mut found = Vec::new();
    'headers: for &header in cfg.rpo.iter().filter(|header| is_header[header.0 as usize]) {
        let mut body = vec![header];
        let mut todo: Vec<Block> = latches(header).collect();
        while let Some(block) = todo.pop() {
            if body.contains(&block) {
                continue;
            }
            if is_header[block.0 as usize] || has_call(&func.blocks[block.0 as usize]) || body.len() == MOST_BLOCKS {
                continue 'headers;
            }
            body.push(block);
            todo.extend(&cfg.preds[block.0 as usize]);
        }
        if !has_call(&func.blocks[header.0 as usize]) {
            found.push(Loop { header, body, invariants: FxHashSet::default() });
        }
    }
    found
}

impl Loop {
    fn has(&self, block: Block) -> bool {
        self.body.contains(&block)
    }

    /// Finds what computes the same in every round.
    fn find_invariants(&mut self, func: &Function, ranges: &Ranges) {
        let mut changed = true;
        while std::mem::take(&mut changed) {
            for inst in self.body.iter().flat_map(|block| &func.blocks[block.0 as usize].insts) {
                if let [result] = inst.results[..]
                    && moves_out(&inst.op)
                    && !self.invariants.contains(&result)
                {
                    let mut same = true;
                    inst.op.for_each_value(|v| {
                        same &= !self.has(ranges.defs[v.0 as usize]) || self.invariants.contains(&v) || ranges.is_constant(v)
                    });
                    if same {
                        self.invariants.insert(result);
                        changed = true;
                    }
                }
            }
        }
    }

    /// Whether an instruction stays in the loop.
    fn stays(&self, inst: &Inst) -> bool {
        !inst.results.first().is_some_and(|result| self.invariants.contains(result))
    }

    /// The values that the loop uses and does not define, the most used ones first. Constants and addresses are made anew where they are needed.
    fn uses_from_outside(&self, func: &Function, ranges: &Ranges) -> Vec<Value> {
        let mut uses: Vec<(Value, usize)> = Vec::new();
        let mut used = |value: Value| {
            if self.has(ranges.defs[value.0 as usize]) || ranges.is_constant(value) {
                return;
            }
            match uses.iter_mut().find(|(known, _)| *known == value) {
                Some((_, n)) => *n += 1,
                None => uses.push((value, 1)),
            }
        };
        for block in self.body.iter().map(|block| &func.blocks[block.0 as usize]) {
            block.insts.iter().filter(|inst| self.stays(inst)).for_each(|inst| inst.op.for_each_value(&mut used));
            block.term.iter().for_each(|term| term.for_each_value(&mut used));
        }
        uses.sort_by_key(|&(_, n)| std::cmp::Reverse(n));
        uses.into_iter().map(|(value, _)| value).collect()
    }

    /// Passes `value` through the header, under another name inside.
    fn rename(&self, func: &mut Function, cfg: &Cfg, value: Value) {
        let ty = func.values[value.0 as usize];
        let inside = func.new_value(ty);
        let mut preds: SmallVec<[Block; 4]> = cfg.preds[self.header.0 as usize].iter().copied().collect();
        preds.dedup();
        let round: Vec<(Block, Value)> = preds.iter().filter(|&&from| self.has(from)).map(|&from| (from, func.new_value(ty))).collect();
        for &block in &self.body {
            let data = &mut func.blocks[block.0 as usize];
            let rename = |used: Value| if used == value { inside } else { used };
            data.insts.iter_mut().filter(|inst| self.stays(inst)).for_each(|inst| inst.op.map_values(rename));
            data.term.iter_mut().for_each(|term| term.map_values(rename));
        }
        for &(latch, again) in &round {
            let data = &mut func.blocks[latch.0 as usize];
            data.insts.push(Inst { op: Op::Un(UnOp::Same, inside), results: [again].into_iter().collect(), loc: data.term_loc });
        }
        for from in preds {
            let arg = round.iter().find(|(latch, _)| *latch == from).map_or(value, |&(_, again)| again);
            let term = func.blocks[from.0 as usize].term.as_mut().expect("a finished function");
            term.for_each_target_mut(|target| {
                if target.block == self.header {
                    target.args.push(arg);
                }
            });
        }
        func.blocks[self.header.0 as usize].params.push(inside);
    }
}

/// Whether Cranelift moves an instruction with the same operands in every round out of a loop.
fn moves_out(op: &Op) -> bool {
    match op {
        Op::Load(_, _, _, access) => access.readonly && !access.may_fault,
        _ => op.is_pure() && !is_constant(op),
    }
}
