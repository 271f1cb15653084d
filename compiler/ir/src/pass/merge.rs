//! Joining a block to the one block that jumps to it.

use crate::ir::*;

/// Appends each block with a single predecessor that only jumps to it to that predecessor.
pub fn merge_blocks(func: &mut Function) {
    let mut preds = vec![0u32; func.blocks.len()];
    for block in &func.blocks {
        if let Some(term) = &block.term {
            term.for_each_target(|target| preds[target.block.0 as usize] += 1);
        }
    }
    let mut renamed: Vec<(Value, Value)> = Vec::new();
    for i in 0..func.blocks.len() {
        while let Some(Term::Jump(target)) = &func.blocks[i].term {
            let to = target.block.0 as usize;
            if to == i
                || to == 0
                || preds[to] != 1
                || func.recover_block == Some(target.block)
                || func.blocks[i].cold != func.blocks[to].cold
            {
                break;
            }
            let args = target.args.clone();
            let next = std::mem::replace(&mut func.blocks[to], empty());
            renamed.extend(next.params.into_iter().zip(args));
            let block = &mut func.blocks[i];
            block.insts.extend(next.insts);
            block.term = next.term;
            block.term_loc = next.term_loc;
        }
    }
    if !renamed.is_empty() {
        rename(func, &renamed);
    }
}

/// What is left of a block that was joined to another.
fn empty() -> BlockData {
    BlockData { term: Some(Term::Unreachable), cold: true, ..BlockData::default() }
}

fn rename(func: &mut Function, renamed: &[(Value, Value)]) {
    let mut to: Vec<Value> = (0..func.values.len() as u32).map(Value).collect();
    for &(param, arg) in renamed {
        to[param.0 as usize] = arg;
    }
    let resolve = |mut value: Value| {
        while to[value.0 as usize] != value {
            value = to[value.0 as usize];
        }
        value
    };
    for block in &mut func.blocks {
        for inst in &mut block.insts {
            inst.op.map_values(resolve);
        }
        if let Some(term) = &mut block.term {
            term.map_values(resolve);
        }
    }
}
