//! The shape of a function: predecessors, reverse postorder, dominators.
//!
//! Invariant: a [`Cfg`] describes the function as it was when computed. The recover block is a second entry: nothing but itself dominates it.

use crate::ir::*;

/// Predecessors, order and dominators of a function's blocks.
pub struct Cfg {
    /// Predecessors of each block; a block that branches twice to the same target is listed twice. Unreachable blocks are not listed.
    pub preds: Vec<Vec<Block>>,
    /// Reachable blocks, each before its successors but for back edges.
    pub rpo: Vec<Block>,
    /// Immediate dominator of each block; `None` for entries, for blocks reached from both entries, and for unreachable blocks.
    idom: Vec<Option<Block>>,
    /// Position in `rpo`; `u32::MAX` for unreachable blocks.
    number: Vec<u32>,
    /// Depth in the dominator tree.
    depth: Vec<u32>,
}

impl Cfg {
    /// Computes the shape of `func`, whose blocks have all ended.
    pub fn new(func: &Function) -> Cfg {
        let n = func.blocks.len();
        let rpo = reverse_postorder(func);
        let mut number = vec![u32::MAX; n];
        for (i, block) in rpo.iter().enumerate() {
            number[block.0 as usize] = i as u32;
        }
        let mut preds = vec![Vec::new(); n];
        for &block in &rpo {
            successors(func, block, |to| preds[to.0 as usize].push(block));
        }
        let mut cfg = Cfg { preds, rpo, idom: vec![None; n], number, depth: vec![0; n] };
        cfg.find_dominators(func);
        cfg
    }

    /// Whether any path from an entry leads to `block`.
    pub fn is_reachable(&self, block: Block) -> bool {
        self.number[block.0 as usize] != u32::MAX
    }

    /// Whether `a` comes before `b` in the order of `rpo`.
    pub fn is_before(&self, a: Block, b: Block) -> bool {
        self.number[a.0 as usize] < self.number[b.0 as usize]
    }

    /// The closest block that every path to `block` passes.
    pub fn idom(&self, block: Block) -> Option<Block> {
        self.idom[block.0 as usize]
    }

    /// Whether every path to `b` passes `a` (a block dominates itself).
    pub fn dominates(&self, a: Block, b: Block) -> bool {
        let mut at = b;
        while self.depth[at.0 as usize] > self.depth[a.0 as usize] {
            match self.idom(at) {
                Some(up) => at = up,
                None => return false,
            }
        }
        at == a
    }

    /// Whether the edge from `from` to `to` closes a loop.
    pub fn is_back_edge(&self, from: Block, to: Block) -> bool {
        self.dominates(to, from)
    }

    /// Cooper, Harvey and Kennedy's iteration. `done` tells "not yet computed" from "no dominator".
    fn find_dominators(&mut self, func: &Function) {
        let is_entry = |b: Block| b == Block(0) || func.recover_block == Some(b);
        let mut done = vec![false; func.blocks.len()];
        let mut changed = true;
        while changed {
            changed = false;
            for i in 0..self.rpo.len() {
                let block = self.rpo[i];
                let at = block.0 as usize;
                let new = if is_entry(block) {
                    None
                } else {
                    let mut known = self.preds[at].iter().copied().filter(|p| done[p.0 as usize]);
                    let first = known.next();
                    known.fold(first, |acc, p| acc.and_then(|acc| self.common(acc, p)))
                };
                if !done[at] || self.idom[at] != new {
                    self.idom[at] = new;
                    done[at] = true;
                    changed = true;
                }
            }
        }
        for &block in &self.rpo {
            self.depth[block.0 as usize] = self.idom[block.0 as usize].map_or(0, |up| self.depth[up.0 as usize] + 1);
        }
    }

    /// The closest common dominator of two blocks.
    fn common(&self, a: Block, b: Block) -> Option<Block> {
        let (mut a, mut b) = (a, b);
        while a != b {
            if self.number[a.0 as usize] > self.number[b.0 as usize] {
                a = self.idom(a)?;
            } else {
                b = self.idom(b)?;
            }
        }
        Some(a)
    }
}

/// Calls `f` on each successor of a block, once per edge.
pub fn successors(func: &Function, block: Block, mut f: impl FnMut(Block)) {
    if let Some(term) = &func.blocks[block.0 as usize].term {
        term.for_each_target(|target| f(target.block));
    }
}

/// Reachable blocks in reverse postorder: the function's entry first.
pub fn reverse_postorder(func: &Function) -> Vec<Block> {
    let mut seen = vec![false; func.blocks.len()];
    let mut order = Vec::new();
    for root in func.recover_block.into_iter().chain([Block(0)]) {
        if std::mem::replace(&mut seen[root.0 as usize], true) {
            continue;
        }
        let mut stack = vec![(root, list_successors(func, root))];
        while let Some((block, rest)) = stack.last_mut() {
            match rest.pop() {
                Some(next) if !std::mem::replace(&mut seen[next.0 as usize], true) => {
                    let successors = list_successors(func, next);
                    stack.push((next, successors));
                }
                Some(_) => {}
                None => {
                    order.push(*block);
                    stack.pop();
                }
            }
        }
    }
    order.reverse();
    order
}

fn list_successors(func: &Function, block: Block) -> Vec<Block> {
    let mut list = Vec::new();
    successors(func, block, |to| list.push(to));
    list
}
