//! `break`, `continue`, `goto` and labels.

use super::func::FnCx;
use crate::ir::Block;
use mgo_syntax::ast::{Ident, Stmt};
use smol_str::SmolStr;

/// A statement that can be left.
#[derive(Clone, Debug)]
pub(crate) struct Ctl {
    pub(crate) label: Option<SmolStr>,
    pub(crate) brk: Block,
    /// Loops only.
    pub(crate) cont: Option<Block>,
}

impl FnCx<'_> {
    /// Enters a statement that can be left; takes the label in front of it.
    pub(crate) fn push_ctl(&mut self, brk: Block, cont: Option<Block>) {
        let label = self.label.take();
        self.ctls.push(Ctl { label, brk, cont });
    }

    pub(crate) fn pop_ctl(&mut self) {
        self.ctls.pop();
    }

    /// `break` or `continue`
    pub(crate) fn leave(&mut self, label: Option<&Ident>, is_continue: bool) {
        let matches = |c: &&Ctl| match label {
            Some(name) => c.label.as_ref() == Some(&name.name),
            None => !is_continue || c.cont.is_some(),
        };
        let ctl = self.ctls.iter().rev().find(matches).cloned();
        match ctl {
            Some(ctl) => {
                let to = if is_continue { ctl.cont.unwrap_or(ctl.brk) } else { ctl.brk };
                self.b.jump(to);
                self.dead();
            }
            // The target lies outside the body of a range over a function.
            None => self.leave_range_func(label, is_continue),
        }
    }

    /// The block of a label.
    fn label_block(&mut self, name: &SmolStr) -> Block {
        if let Some(&b) = self.labels.get(name) {
            return b;
        }
        let block = self.b.block();
        self.labels.insert(name.clone(), block);
        block
    }

    /// `goto L`
    pub(crate) fn goto(&mut self, label: &Ident) {
        if self.goto_leaves_range_func(label) {
            return;
        }
        let block = self.label_block(&label.name);
        self.b.jump(block);
        self.dead();
    }

    /// `L: stmt`. Jumps may still come from further down: the builder seals the block at the end.
    pub(crate) fn labeled(&mut self, label: &Ident, inner: &Stmt) {
        let block = self.label_block(&label.name);
        self.b.jump(block);
        self.b.switch_to(block);
        self.label = Some(label.name.clone());
        self.stmt(inner);
        self.label = None;
    }
}
