//! `defer`, and what runs when a function with deferred calls ends.
//!
//! A deferred call is a record linked to the G. Outside loops record and closure lie in the frame. The function's end takes the records of its frame
//! one after the other; behind a recovered panic the recover block does the same and returns what the result variables hold.
//!
//! Where only records in the frame can be linked, the end looks for each of them by its address, last first: they are linked in the order of their
//! statements, as control has gone forward only.

use super::closure::Capture;
use super::facts::strip;
use super::func::FnCx;
use super::value::Addr;
use crate::ir::{Cmp, Mem, Op, Sig, Slot, Ty, Value};
use crate::program::FuncId;
use mgo_abi::builtins::Builtin;
use mgo_abi::layouts::{defer_record, g};
use mgo_syntax::ast::{Expr, ExprKind, FuncLit, Stmt};

/// The deferred calls of a function.
#[derive(Default)]
pub(crate) struct Deferred {
    /// Those that are made at most once: the record, and the function where it is known.
    once: Vec<(Slot, Option<FuncId>)>,
    /// There may be others, in records on the heap.
    pub(crate) elsewhere: bool,
}

impl FnCx<'_> {
    /// `defer f(x)`
    pub(crate) fn defer(&mut self, s: &Stmt, e: &Expr) {
        let ExprKind::Call(call) = &strip(e).kind else { return };
        // Code behind a label may run again.
        let once = self.loops == 0 && self.labels.is_empty() && self.range_exits.is_none();
        let f = self.delayed_call(e, call, "deferwrap", once);
        self.at(s.span.lo);
        let frame = self.defer_frame();
        if once {
            let slot = self.raw_slot(defer_record::SIZE as u32);
            let record = self.slot_addr(slot).base;
            self.rt0(Builtin::DeferProcStack, &[record, f, frame]);
            let code = self.closure.filter(|&(value, _)| value == f).map(|(_, id)| id);
            let code = code.filter(|&id| self.lw.program.func(id).sig.params == [Ty::Ptr]);
            self.deferred.once.push((slot, code));
        } else {
            self.deferred.elsewhere = true;
            self.rt0(Builtin::DeferProc, &[f, frame]);
        }
    }

    /// Defers nothing: what the body of a range over a function defers later gets its place by this record, behind those of the iterator's frames.
    pub(crate) fn mark_defers(&mut self, frame: Value) {
        let Some(nothing) = self.lw.entry("runtime.deferNothing") else { return };
        let f = self.func_value(nothing, true);
        self.rt0(Builtin::DeferProc, &[f, frame]);
    }

    /// The frame whose end runs the deferred call.
    fn defer_frame(&mut self) -> Value {
        match self.range_func_frame() {
            Some(frame) => frame,
            None => self.b.inst1(Op::FramePtr, Ty::Ptr),
        }
    }

    /// A literal that is deferred outside loops: its closure lies in the frame.
    pub(crate) fn closure_in_frame(&mut self, e: &Expr, lit: &FuncLit) -> Value {
        let (id, captures): (_, Vec<Capture>) = self.literal(e, lit);
        self.close_over(id, &captures, true)
    }

    /// Runs the calls this frame has deferred, last first.
    pub(crate) fn run_defers(&mut self) {
        let forward = self.loops == 0 && self.labels.is_empty() && self.range_exits.is_none();
        if !forward || self.deferred.elsewhere {
            return self.run_linked();
        }
        for i in (0..self.deferred.once.len()).rev() {
            let (record, code) = self.deferred.once[i];
            self.run_record(record, code);
        }
    }

    /// Runs a deferred call if its record is the newest: whether the statement was reached is seen from that.
    fn run_record(&mut self, record: Slot, code: Option<FuncId>) {
        let (call, done) = (self.b.block(), self.b.block());
        let gp = self.b.inst1(Op::CurG, Ty::Ptr);
        let newest = self.b.inst1(Op::Load(Ty::Ptr, gp, g::DEFER as i32, Mem::default()), Ty::Ptr);
        let record = self.slot_addr(record);
        let linked = self.cmp(Cmp::Eq, newest, record.base);
        self.b.br(linked, call, done);
        self.enter(call);
        let older = self.load_leaf(Ty::Ptr, record.plus(defer_record::LINK as i32));
        self.b.inst0(Op::Store(older, gp, g::DEFER as i32, Mem::default()));
        let f = self.load_leaf(Ty::Ptr, record.plus(defer_record::FN as i32));
        match code {
            Some(id) => _ = self.call_func(id, vec![f]),
            None => self.call_deferred(f),
        }
        self.b.jump(done);
        self.enter(done);
    }

    fn call_deferred(&mut self, f: Value) {
        let code = self.load_leaf(Ty::Ptr, Addr::heap(f));
        self.call_code(code, Sig { params: vec![Ty::Ptr], results: Vec::new() }, vec![f]);
    }

    /// Runs what is linked for this frame.
    fn run_linked(&mut self) {
        let (top, call, done) = (self.b.block(), self.b.block(), self.b.block());
        self.b.jump(top);
        self.b.switch_to(top);
        let frame = self.b.inst1(Op::FramePtr, Ty::Ptr);
        let f = self.rt1(Builtin::DeferReturn, &[frame]);
        let some = self.not_null(f);
        self.b.br(some, call, done);
        self.enter(call);
        self.call_deferred(f);
        self.b.jump(top);
        self.b.seal(top);
        self.enter(done);
    }

    /// Where a recovered panic goes on.
    pub(crate) fn recover_block(&mut self) {
        let block = self.b.cold_block();
        self.enter(block);
        // The loop is smaller.
        self.deferred.elsewhere = true;
        self.return_results();
        self.b.func.recover_block = Some(block);
    }
}
