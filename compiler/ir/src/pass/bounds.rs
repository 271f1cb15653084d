//! Checks that cannot fail, and branches that are decided, by what was passed before.

use super::facts::{Facts, Point};
use super::prove::Prover;
use crate::ir::*;

/// Removes the checks that are shown to hold; decides branches on conditions known on every path. Gives whether a branch was decided.
pub fn remove_redundant_checks(func: &mut Function) -> bool {
    let facts = Facts::new(func);
    let mut proven: Vec<(usize, usize)> = Vec::new();
    let mut decided: Vec<(usize, bool)> = Vec::new();
    for &block in &facts.cfg.rpo {
        let index = block.0 as usize;
        for (i, inst) in func.blocks[index].insts.iter().enumerate() {
            let shown = match inst.op {
                Op::Check(cond, ..) => is_true(&facts, cond, (block, i as u32)),
                _ => false,
            };
            if shown {
                proven.push((index, i));
            }
        }
        if let Some(Term::Br { cond, .. }) = func.blocks[index].term
            && let Some(truth) = facts.decided(cond, (block, u32::MAX))
        {
            decided.push((index, truth));
        }
    }
    // The last check of a block first, so that the indices of the others stay.
    for &(block, i) in proven.iter().rev() {
        func.blocks[block].insts.remove(i);
    }
    for &(block, truth) in &decided {
        if let Some(Term::Br { then, els, .. }) = func.blocks[block].term.take() {
            func.blocks[block].term = Some(Term::Jump(if truth { then } else { els }));
        }
    }
    !decided.is_empty()
}

/// Whether a condition holds at a point.
fn is_true(facts: &Facts<'_>, cond: Value, at: Point) -> bool {
    if facts.decided(cond, at) == Some(true) {
        return true;
    }
    let Some(&Op::Cmp(cmp, a, b)) = facts.op(cond) else { return false };
    if facts.ty(a).is_float() {
        return false;
    }
    let mut prover = Prover::new(facts);
    match cmp {
        Cmp::SLt => prover.prove(a, b, -1, at),
        Cmp::SLe => prover.prove(a, b, 0, at),
        Cmp::SGt => prover.prove(b, a, -1, at),
        Cmp::SGe => prover.prove(b, a, 0, at),
        // Not negative and below: below as unsigned, whatever sign the other has.
        Cmp::ULt => prover.at_least(a, 0, at, &[]) && Prover::new(facts).prove(a, b, -1, at),
        Cmp::ULe => prover.at_least(a, 0, at, &[]) && Prover::new(facts).prove(a, b, 0, at),
        // A divisor.
        Cmp::Ne if facts.int(b) == Some(0) => prover.at_least(a, 1, at, &[]),
        _ => false,
    }
}
