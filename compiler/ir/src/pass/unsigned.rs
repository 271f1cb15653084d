//! Signed divisions of what is shown not to be negative: the machine's unsigned ones need neither a look at the divisor -1 nor, by constants, a correction.

use super::facts::{Facts, Point};
use super::prove::Prover;
use crate::ir::*;

/// A signed division or remainder: where it stands, what it would be for unsigned numbers, its operands.
struct Division {
    at: Point,
    unsigned: BinOp,
    operands: [Value; 2],
}

/// Makes divisions and remainders unsigned where both sides are shown not to be negative.
pub fn divide_unsigned(func: &mut Function) {
    let mut found = divisions(func);
    if found.is_empty() {
        return;
    }
    let facts = Facts::new(func);
    found.retain(|division| {
        let [x, y] = division.operands;
        let not_negative = |value| Prover::new(&facts).at_least(value, 0, division.at, &[]);
        facts.cfg.is_reachable(division.at.0) && not_negative(y) && not_negative(x)
    });
    for Division { at: (block, i), unsigned, .. } in found {
        if let Op::Bin(op, ..) = &mut func.blocks[block.0 as usize].insts[i as usize].op {
            *op = unsigned;
        }
    }
}

fn divisions(func: &Function) -> Vec<Division> {
    let mut found = Vec::new();
    for (b, block) in func.blocks.iter().enumerate() {
        for (i, inst) in block.insts.iter().enumerate() {
            let (unsigned, x, y) = match inst.op {
                Op::Bin(BinOp::SDiv, x, y) => (BinOp::UDiv, x, y),
                Op::Bin(BinOp::SRem, x, y) => (BinOp::URem, x, y),
                _ => continue,
            };
            found.push(Division { at: (Block(b as u32), i as u32), unsigned, operands: [x, y] });
        }
    }
    found
}
