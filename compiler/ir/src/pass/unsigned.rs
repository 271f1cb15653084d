//! Signed divisions of what is shown not to be negative: the machine's unsigned ones need neither a look at the divisor -1 nor, by constants, a correction.

use super::facts::{Facts, Point};
use super::prove::Prover;
use crate::ir::*;

/// Makes divisions and remainders unsigned where both sides are shown not to be negative.
pub fn divide_unsigned(func: &mut Function) {
    let facts = Facts::new(func);
    let mut found: Vec<(usize, usize, BinOp)> = Vec::new();
    for &block in &facts.cfg.rpo {
        let index = block.0 as usize;
        for (i, inst) in func.blocks[index].insts.iter().enumerate() {
            let (unsigned, x, y) = match inst.op {
                Op::Bin(BinOp::SDiv, x, y) => (BinOp::UDiv, x, y),
                Op::Bin(BinOp::SRem, x, y) => (BinOp::URem, x, y),
                _ => continue,
            };
            let at: Point = (block, i as u32);
            let not_negative = |value| Prover::new(&facts).at_least(value, 0, at, &[]);
            if not_negative(y) && not_negative(x) {
                found.push((index, i, unsigned));
            }
        }
    }
    for (block, i, unsigned) in found {
        if let Op::Bin(op, ..) = &mut func.blocks[block].insts[i].op {
            *op = unsigned;
        }
    }
}
