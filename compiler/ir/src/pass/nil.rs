//! Nil checks and faulting accesses behind another one through the same pointer.

use super::fold::sign_extend;
use crate::cfg::Cfg;
use crate::ir::*;
use mgo_abi::builtins::Builtin;
use mgo_abi::layouts::NIL_PAGE;

/// Removes nil checks of pointers known not to be nil, and marks accesses through them as safe.
pub fn remove_redundant_nil_checks(func: &mut Function) {
    let cfg = Cfg::new(func);
    let mut walk = Walk { known: vec![false; func.values.len()], zero: vec![false; func.values.len()], learned: Vec::new() };
    let children = dominator_children(&cfg, func.blocks.len());
    let roots = cfg.rpo.iter().copied().filter(|&block| cfg.idom(block).is_none());
    for root in roots {
        // Preorder over the dominator tree; what a block learned is forgotten when its subtree is done.
        let mut stack = vec![(root, None::<usize>)];
        while let Some((block, learned_before)) = stack.pop() {
            if let Some(before) = learned_before {
                walk.forget(before);
                continue;
            }
            stack.push((block, Some(walk.learned.len())));
            walk.learn_from_branch(func, &cfg, block);
            walk.block(&mut func.blocks[block.0 as usize]);
            stack.extend(children[block.0 as usize].iter().map(|&child| (child, None)));
        }
    }
}

fn dominator_children(cfg: &Cfg, blocks: usize) -> Vec<Vec<Block>> {
    let mut children = vec![Vec::new(); blocks];
    for &block in &cfg.rpo {
        if let Some(up) = cfg.idom(block) {
            children[up.0 as usize].push(block);
        }
    }
    children
}

struct Walk {
    /// Values known not to be nil here.
    known: Vec<bool>,
    /// Values that are the constant nil.
    zero: Vec<bool>,
    /// What became known, in order.
    learned: Vec<Value>,
}

impl Walk {
    fn learn(&mut self, value: Value) {
        if !std::mem::replace(&mut self.known[value.0 as usize], true) {
            self.learned.push(value);
        }
    }

    fn forget(&mut self, before: usize) {
        for value in self.learned.drain(before..) {
            self.known[value.0 as usize] = false;
        }
    }

    /// A comparison with nil that leads here.
    fn learn_from_branch(&mut self, func: &Function, cfg: &Cfg, block: Block) {
        let [pred] = cfg.preds[block.0 as usize][..] else { return };
        let Some(Term::Br { cond, then, els }) = &func.blocks[pred.0 as usize].term else { return };
        let compared = func.blocks[pred.0 as usize].insts.iter().rev().find(|inst| inst.results.first() == Some(cond));
        let Some(&Inst { op: Op::Cmp(cmp, a, b), .. }) = compared else { return };
        let not_nil = match cmp {
            Cmp::Ne => then.block == block && els.block != block,
            Cmp::Eq => els.block == block && then.block != block,
            _ => false,
        };
        if not_nil && self.zero[b.0 as usize] {
            self.learn(a);
        }
    }

    fn block(&mut self, block: &mut BlockData) {
        block.insts.retain_mut(|inst| self.inst(inst));
    }

    /// Whether the instruction is still needed.
    fn inst(&mut self, inst: &mut Inst) -> bool {
        match &mut inst.op {
            Op::NilCheck(ptr) => {
                let needed = !self.known[ptr.0 as usize];
                self.learn(*ptr);
                return needed;
            }
            Op::Load(_, addr, offset, access) | Op::Store(_, addr, offset, access) | Op::StoreBarrier(_, addr, offset, access) => {
                if self.known[addr.0 as usize] {
                    access.may_fault = false;
                } else if access.may_fault && (0..NIL_PAGE as i32).contains(offset) {
                    self.learn(*addr);
                }
            }
            Op::Iconst(ty, n) if sign_extend(*ty, *n) == 0 => self.zero[inst.results[0].0 as usize] = true,
            Op::SlotAddr(..) | Op::GlobalAddr(..) | Op::DataAddr(_) | Op::TypeAddr(_) | Op::ItabAddr(_) | Op::FuncValAddr(_) => {
                self.learn(inst.results[0]);
            }
            Op::Call(Callee::Builtin(Builtin::NewObject), _) => self.learn(inst.results[0]),
            _ => {}
        }
        true
    }
}
