//! Removing what has no effect and is not used: instructions, block parameters, slots.

use crate::ir::*;

/// Removes unused pure instructions, and parameters that only feed themselves.
pub fn remove_dead(func: &mut Function) {
    let live = live_values(func);
    let entry = Block(0);
    let dropped: Vec<Vec<bool>> = func
        .blocks
        .iter()
        .enumerate()
        .map(|(i, block)| block.params.iter().map(|p| Block(i as u32) != entry && !live[p.0 as usize]).collect())
        .collect();
    for (block, dropped_here) in func.blocks.iter_mut().zip(&dropped) {
        super::params::keep(&mut block.params, dropped_here);
        block.insts.retain(|inst| !inst.op.is_pure() || inst.results.iter().any(|r| live[r.0 as usize]));
        if let Some(term) = &mut block.term {
            term.for_each_target_mut(|target| super::params::keep(&mut target.args, &dropped[target.block.0 as usize]));
        }
    }
    remove_unused_slots(func);
}

/// Drops the slots whose address is never taken, and numbers the others anew.
fn remove_unused_slots(func: &mut Function) {
    let mut used = vec![false; func.slots.len()];
    let addresses = |block: &mut BlockData, f: &mut dyn FnMut(&mut Slot)| {
        for inst in &mut block.insts {
            if let Op::SlotAddr(slot, _) = &mut inst.op {
                f(slot);
            }
        }
    };
    func.blocks.iter_mut().for_each(|block| addresses(block, &mut |slot| used[slot.0 as usize] = true));
    if used.iter().all(|&used| used) {
        return;
    }
    let before = |slot: usize| used[..slot].iter().filter(|&&used| used).count() as u32;
    let number: Vec<u32> = (0..used.len()).map(before).collect();
    func.blocks.iter_mut().for_each(|block| addresses(block, &mut |slot| slot.0 = number[slot.0 as usize]));
    let mut flags = used.into_iter();
    func.slots.retain(|_| flags.next().unwrap_or(true));
}

/// Where a value comes from.
#[derive(Clone, Copy)]
enum Def {
    Param(u32, u32),
    Inst(u32, u32),
    None,
}

/// The values that an effect, a branch or a return depends on.
fn live_values(func: &Function) -> Vec<bool> {
    let mut defs = vec![Def::None; func.values.len()];
    let mut incoming: Vec<Vec<&Target>> = vec![Vec::new(); func.blocks.len()];
    let mut work = Vec::new();
    for (b, block) in func.blocks.iter().enumerate() {
        for (i, param) in block.params.iter().enumerate() {
            defs[param.0 as usize] = Def::Param(b as u32, i as u32);
        }
        for (i, inst) in block.insts.iter().enumerate() {
            for result in &inst.results {
                defs[result.0 as usize] = Def::Inst(b as u32, i as u32);
            }
            if !inst.op.is_pure() {
                inst.op.for_each_value(|v| work.push(v));
            }
        }
        match &block.term {
            Some(Term::Jump(target)) => incoming[target.block.0 as usize].push(target),
            Some(Term::Br { cond, then, els }) => {
                work.push(*cond);
                incoming[then.block.0 as usize].push(then);
                incoming[els.block.0 as usize].push(els);
            }
            Some(Term::Switch(value, cases, default)) => {
                work.push(*value);
                cases.iter().map(|(_, target)| target).chain([default]).for_each(|t| incoming[t.block.0 as usize].push(t));
            }
            Some(term) => term.for_each_value(|v| work.push(v)),
            None => {}
        }
    }
    let mut live = vec![false; func.values.len()];
    while let Some(value) = work.pop() {
        if std::mem::replace(&mut live[value.0 as usize], true) {
            continue;
        }
        match defs[value.0 as usize] {
            Def::Param(b, i) => work.extend(incoming[b as usize].iter().map(|target| target.args[i as usize])),
            Def::Inst(b, i) => func.blocks[b as usize].insts[i as usize].op.for_each_value(|v| work.push(v)),
            Def::None => {}
        }
    }
    live
}
