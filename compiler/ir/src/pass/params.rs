//! Block parameters that always get one value, and blocks that are never reached.

use crate::cfg::{Cfg, successors};
use crate::ir::*;
use std::collections::VecDeque;

/// Empties the blocks that no path reaches; their numbers stay.
pub fn clear_unreachable(func: &mut Function) {
    let mut reached = vec![false; func.blocks.len()];
    let mut work: VecDeque<Block> = func.recover_block.into_iter().chain([Block(0)]).collect();
    while let Some(block) = work.pop_front() {
        if !std::mem::replace(&mut reached[block.0 as usize], true) {
            successors(func, block, |to| work.push_back(to));
        }
    }
    for (block, _) in func.blocks.iter_mut().zip(reached).filter(|(_, reached)| !reached) {
        *block = BlockData { term: Some(Term::Unreachable), cold: true, ..BlockData::default() };
    }
}

/// Replaces each parameter whose arguments are all one value (or the parameter itself) by that value. Gives whether there was one.
pub fn remove_redundant_params(func: &mut Function) -> bool {
    let cfg = Cfg::new(func);
    let mut found = Copies { of: (0..func.values.len() as u32).map(Value).collect() };
    let mut any = false;
    let mut changed = true;
    while changed {
        changed = false;
        for &block in cfg.rpo.iter().filter(|&&b| b != Block(0)) {
            for index in 0..func.blocks[block.0 as usize].params.len() {
                let param = func.blocks[block.0 as usize].params[index];
                if found.resolve(param) == param
                    && let Some(value) = found.only_argument(func, &cfg, block, index)
                {
                    found.of[param.0 as usize] = value;
                    changed = true;
                }
            }
        }
        any |= changed;
    }
    if any {
        found.apply(func);
    }
    any
}

/// Which values are copies of which.
struct Copies {
    of: Vec<Value>,
}

impl Copies {
    fn resolve(&self, mut value: Value) -> Value {
        while self.of[value.0 as usize] != value {
            value = self.of[value.0 as usize];
        }
        value
    }

    /// The one value that every branch gives for a parameter, other than the parameter itself.
    fn only_argument(&self, func: &Function, cfg: &Cfg, block: Block, index: usize) -> Option<Value> {
        let param = func.blocks[block.0 as usize].params[index];
        let mut only = None;
        let mut several = false;
        for &pred in &cfg.preds[block.0 as usize] {
            let term = func.blocks[pred.0 as usize].term.as_ref()?;
            term.for_each_target(|target| {
                if target.block == block {
                    let arg = self.resolve(target.args[index]);
                    several |= arg != param && *only.get_or_insert(arg) != arg;
                }
            });
        }
        only.filter(|_| !several)
    }

    /// Drops the parameters that are copies, with their arguments, and renames all uses.
    fn apply(&self, func: &mut Function) {
        let dropped: Vec<Vec<bool>> = func.blocks.iter().map(|b| b.params.iter().map(|&p| self.of[p.0 as usize] != p).collect()).collect();
        for (block, dropped_here) in func.blocks.iter_mut().zip(&dropped) {
            keep(&mut block.params, dropped_here);
            for inst in &mut block.insts {
                inst.op.map_values(|v| self.resolve(v));
            }
            if let Some(term) = &mut block.term {
                term.for_each_target_mut(|target| keep(&mut target.args, &dropped[target.block.0 as usize]));
                term.map_values(|v| self.resolve(v));
            }
        }
    }
}

/// Keeps the items that are not dropped.
pub(super) fn keep(items: &mut Vec<Value>, dropped: &[bool]) {
    let mut flags = dropped.iter();
    items.retain(|_| !flags.next().copied().unwrap_or(false));
}
