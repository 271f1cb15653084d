//! How blocks end.

use super::call::NEVER;
use super::{Translator, clif_ty};
use crate::symbol::Symbol;
use cranelift_codegen::ir::{self as clif, BlockArg, InstBuilder};
use cranelift_codegen::isa::CallConv;
use cranelift_frontend::Switch;
use mgo_ir::ir::{Callee, Target, Term, Value};

impl Translator<'_, '_> {
    pub(super) fn term(&mut self, term: &Term) {
        match term {
            Term::Jump(target) => {
                let (block, args) = (self.target(target.block), self.args(target));
                self.b.ins().jump(block, &args);
            }
            Term::Br { cond, then, els } => {
                let cond = self.value(*cond);
                let (then_block, then_args) = (self.target(then.block), self.args(then));
                let (els_block, els_args) = (self.target(els.block), self.args(els));
                self.b.ins().brif(cond, then_block, &then_args, els_block, &els_args);
            }
            Term::Switch(value, cases, default) => self.switch(*value, cases, default),
            Term::Return(values) => {
                let values: Vec<_> = values.iter().map(|&v| self.value(v)).collect();
                self.b.ins().return_(&values);
            }
            Term::TailCall(callee, args) => self.tail_call(callee, args),
            Term::Unreachable => _ = self.b.ins().trap(NEVER),
        }
    }

    fn args(&self, target: &Target) -> Vec<BlockArg> {
        target.args.iter().map(|&v| BlockArg::Value(self.value(v))).collect()
    }

    fn switch(&mut self, value: Value, cases: &[(i64, Target)], default: &Target) {
        let bits = clif_ty(self.ty(value)).bits();
        let value = self.value(value);
        let mut switch = Switch::new();
        let mut on_the_way = Vec::new();
        for (n, target) in cases {
            let block = self.without_args(target, &mut on_the_way);
            switch.set_entry(u128::from(*n as u64 & (u64::MAX >> (64 - bits))), block);
        }
        let otherwise = self.without_args(default, &mut on_the_way);
        switch.emit(&mut self.b, value, otherwise);
        for (block, target) in on_the_way {
            self.b.switch_to_block(block);
            let (to, args) = (self.target(target.block), self.args(target));
            self.b.ins().jump(to, &args);
        }
    }

    /// A block that leads to the target without arguments, as jump tables need.
    fn without_args<'t>(&mut self, target: &'t Target, on_the_way: &mut Vec<(clif::Block, &'t Target)>) -> clif::Block {
        if target.args.is_empty() {
            return self.target(target.block);
        }
        let block = self.b.create_block();
        on_the_way.push((block, target));
        block
    }

    fn tail_call(&mut self, callee: &Callee, args: &[Value]) {
        assert!(self.func.recover_block.is_none(), "the frame of a deferring function stays until it returns");
        let args: Vec<_> = args.iter().map(|&v| self.value(v)).collect();
        match callee {
            Callee::Func(id) => {
                let callee = self.callee(Symbol::Func(*id));
                self.b.ins().return_call(callee, &args);
            }
            Callee::Indirect(code, sig) => {
                let code = self.value(*code);
                let sig = self.sig(sig, CallConv::Tail);
                self.b.ins().return_call_indirect(sig, code, &args);
            }
            Callee::Builtin(_) | Callee::Native(_) => unreachable!("only functions of the language are tail-called"),
        }
    }
}
