//! The list of deferred calls, kept in place: records that lie in frames are linked and unlinked by a few instructions.
//!
//! Invariant: a record is written before the G's word leads to it, since the goroutine may be stopped and scanned at any instruction.

use super::Translator;
use crate::symbol::Symbol;
use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::{self as clif, BlockArg, InstBuilder, MemFlagsData, types};
use mgo_abi::builtins::Builtin;
use mgo_abi::layouts::{defer_record as record, g};

impl Translator<'_, '_> {
    /// [`Builtin::DeferProcStack`]
    pub(super) fn link_deferred(&mut self, record: clif::Value, func: clif::Value, frame: clif::Value) {
        let gp = self.b.ins().get_pinned_reg(types::I64);
        let flags = MemFlagsData::trusted();
        let newest = self.b.ins().load(types::I64, flags, gp, g::DEFER as i32);
        let zero = self.b.ins().iconst(types::I64, 0);
        for (offset, word) in [(record::LINK, newest), (record::FN, func), (record::FRAME, frame), (record::FLAGS, zero)] {
            self.b.ins().store(flags, word, record, offset as i32);
        }
        self.b.ins().store(flags, record, gp, g::DEFER as i32);
    }

    /// [`Builtin::DeferReturn`]: it is called for records on the heap and for nil functions.
    pub(super) fn next_deferred(&mut self, frame: clif::Value) -> clif::Value {
        let gp = self.b.ins().get_pinned_reg(types::I64);
        let flags = MemFlagsData::trusted();
        let [some, own, plain, slow, done] = std::array::from_fn(|_| self.b.create_block());
        let result = self.b.append_block_param(done, types::I64);
        let newest = self.b.ins().load(types::I64, flags, gp, g::DEFER as i32);
        // No record: null is the answer.
        self.b.ins().brif(newest, some, &[], done, &[BlockArg::Value(newest)]);

        self.b.switch_to_block(some);
        let whose = self.b.ins().load(types::I64, flags, newest, record::FRAME as i32);
        let same = self.b.ins().icmp(IntCC::Equal, whose, frame);
        let zero = self.b.ins().iconst(types::I64, 0);
        self.b.ins().brif(same, own, &[], done, &[BlockArg::Value(zero)]);

        self.b.switch_to_block(own);
        let on_heap = self.b.ins().load(types::I64, flags, newest, record::FLAGS as i32);
        let func = self.b.ins().load(types::I64, flags, newest, record::FN as i32);
        let is_plain = self.b.ins().icmp(IntCC::Equal, on_heap, zero);
        let next = self.b.create_block();
        self.b.ins().brif(is_plain, next, &[], slow, &[]);
        self.b.switch_to_block(next);
        self.b.ins().brif(func, plain, &[], slow, &[]);

        self.b.switch_to_block(plain);
        let older = self.b.ins().load(types::I64, flags, newest, record::LINK as i32);
        self.b.ins().store(flags, older, gp, g::DEFER as i32);
        self.b.ins().jump(done, &[BlockArg::Value(func)]);

        self.b.set_cold_block(slow);
        self.b.switch_to_block(slow);
        let func = self.call_symbol(Symbol::Builtin(Builtin::DeferReturn), &[frame])[0];
        self.b.ins().jump(done, &[BlockArg::Value(func)]);
        self.b.switch_to_block(done);
        result
    }
}
