//! Branches around one or two cheap instructions become selections: a branch that is hard to predict costs more than computing both.

use crate::cfg::Cfg;
use crate::ir::*;
use smallvec::SmallVec;

/// Both arms together may have so many instructions.
const MAX_INSTS: usize = 3;

/// Replaces branches whose arms only compute one word. Gives whether there was one.
pub fn select_short_arms(func: &mut Function) -> bool {
    let cfg = Cfg::new(func);
    let mut any = false;
    // Inner branches first, so that what they leave can be an arm.
    for &block in cfg.rpo.iter().rev() {
        any |= select_in(func, &cfg, block);
    }
    any
}

fn select_in(func: &mut Function, cfg: &Cfg, block: Block) -> bool {
    let Some(Term::Br { cond, then, els }) = func.blocks[block.0 as usize].term.clone() else { return false };
    let (then_arm, els_arm) = (arm(func, cfg, &then), arm(func, cfg, &els));
    // Where the two meet, with the arguments that each brings and the blocks that are passed.
    let (join, a, b, passed) = match (then_arm, els_arm) {
        (Some(t), Some(e)) if t.block == e.block => (t.block, t.args, e.args, vec![then.block, els.block]),
        (Some(t), _) if t.block == els.block => (t.block, t.args, els.args, vec![then.block]),
        (_, Some(e)) if e.block == then.block => (e.block, then.args, e.args, vec![els.block]),
        _ => return false,
    };
    let differ: Vec<usize> = (0..a.len()).filter(|&i| a[i] != b[i]).collect();
    let insts: usize = passed.iter().map(|arm| func.blocks[arm.0 as usize].insts.len()).sum();
    let words = differ.iter().all(|&i| !func.values[a[i].0 as usize].is_float());
    // At the end of a loop the branch may well be the loop's own, which predicts well.
    if differ.len() > 1 || !words || insts > MAX_INSTS || cfg.is_back_edge(block, join) {
        return false;
    }
    let mut moved: Vec<Inst> = Vec::new();
    for arm in passed {
        moved.append(&mut func.blocks[arm.0 as usize].insts);
        func.blocks[arm.0 as usize].term = Some(Term::Unreachable);
    }
    let mut args = a.clone();
    for i in differ {
        let ty = func.values[a[i].0 as usize];
        let result = func.new_value(ty);
        let loc = func.blocks[block.0 as usize].term_loc;
        moved.push(Inst { op: Op::Select(cond, a[i], b[i]), results: SmallVec::from_slice(&[result]), loc });
        args[i] = result;
    }
    let data = &mut func.blocks[block.0 as usize];
    data.insts.append(&mut moved);
    data.term = Some(Term::Jump(Target { block: join, args }));
    true
}

/// Where a block leads that only this branch enters, and that only computes a little.
fn arm(func: &Function, cfg: &Cfg, target: &Target) -> Option<Target> {
    let data = &func.blocks[target.block.0 as usize];
    let short = data.insts.len() <= MAX_INSTS && data.insts.iter().all(|inst| is_cheap(&inst.op));
    let alone = cfg.preds[target.block.0 as usize].len() == 1 && data.params.is_empty() && !data.cold;
    match &data.term {
        Some(Term::Jump(next)) if short && alone && next.block != target.block => Some(next.clone()),
        _ => None,
    }
}

fn is_cheap(op: &Op) -> bool {
    use BinOp::*;
    match op {
        Op::Iconst(..) | Op::Conv(ConvOp::SExt | ConvOp::ZExt | ConvOp::Trunc, ..) | Op::Un(UnOp::Neg | UnOp::Not | UnOp::BoolNot, _) => {
            true
        }
        Op::Bin(op, ..) => matches!(op, Add | Sub | And | Or | Xor | ShlRaw | UShrRaw | SShrRaw | SMin | SMax | UMin | UMax),
        _ => false,
    }
}
