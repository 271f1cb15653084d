//! `for … range f`: the body becomes a function that `f` calls for each round.
//!
//! A control block tells the loop how its body was left: word 0 is the exit taken (0 when the body was left by its end or by `continue`), word 1 the
//! state, which catches iterators that call the body when it must not be called, word 2 the frame whose end runs what the body defers; the
//! values of a `return` follow.

use super::closure::Capture;
use super::func::{FnCx, last_pos};
use super::range::RangeVars;
use super::types::{INT, UINTPTR, UNSAFE_POINTER};
use super::value::{Addr, Val};
use crate::builder::Var;
use crate::ir::{Cmp, Op, Ty, Value};
use crate::program::FuncId;
use mgo_syntax::ast::{Block, Expr, Ident, Stmt};
use mgo_types::types::TypeId;
use smol_str::SmolStr;
use std::sync::Arc;

/// States of a loop; the numbers of the first four are those that `runtime.panicrangestate` reports.
mod state {
    /// The body has returned false.
    pub(super) const DONE: i64 = 0;
    /// The body is running (or has panicked).
    pub(super) const PANIC: i64 = 1;
    /// The loop has ended.
    pub(super) const EXHAUSTED: i64 = 2;
    /// The body panicked and the iterator recovered it.
    pub(super) const MISSING_PANIC: i64 = 3;
    /// The body may be called.
    pub(super) const READY: i64 = 4;
}

const EXIT: i32 = 0;
const STATE: i32 = 8;
const FRAME: i32 = 16;
/// Fields of the control block before the return values.
const HEADER: usize = 3;

/// How a body can be left other than by its end.
#[derive(Clone, PartialEq, Debug)]
enum Exit {
    Leave { label: Option<SmolStr>, is_continue: bool },
    Goto(SmolStr),
    Return { values: bool },
}

/// What the function made of a body knows of its loop.
pub(crate) struct Exits {
    /// The control block.
    control: Var,
    block_ty: TypeId,
    list: Vec<(Exit, Option<Ident>)>,
    /// Result types of the function around.
    results: Vec<TypeId>,
    label: Option<SmolStr>,
}

impl FnCx<'_> {
    /// `for vars := range x { … }` where `x` is a function.
    pub(crate) fn range_func(&mut self, s: &Stmt, vars: RangeVars<'_>, x: &Expr, body: &Block, label: Option<SmolStr>) {
        let f = self.expr(x).first();
        let results = self.abi_results();
        let mut types = vec![INT, INT, UINTPTR];
        types.extend_from_slice(&results);
        let block_ty = self.lw.struct_of(&types);
        let control = if self.site_in_frame(s.id, block_ty) {
            let slot = self.slot(block_ty);
            let addr = self.slot_addr(slot);
            self.store_zero(block_ty, addr);
            addr
        } else {
            Addr::heap(self.new_object(block_ty))
        };
        self.set_state(control, state::READY);
        // Only what the body defers asks for the frame; without it the loop can go into another function.
        if let Some(frame) = self.range_func_frame() {
            self.store_word(frame, control.plus(FRAME));
        } else if self.defers {
            let frame = self.b.inst1(Op::FramePtr, Ty::Ptr);
            self.store_word(frame, control.plus(FRAME));
            self.mark_defers(frame);
        }
        let (closure, exits) = self.body_closure(s, vars, x, body, control.base, block_ty, label);
        self.at(s.span.lo);
        let sig = self.ty(x);
        let abi = self.lw.abi(None, sig);
        let code = self.load_code(f);
        self.call_code(code, abi.with_context(), vec![closure, f]);
        let at_end = self.load_leaf(Ty::I64, control.plus(STATE));
        let panicked = self.cmp_imm(Cmp::Eq, at_end, state::PANIC);
        self.panic_if(panicked, state::MISSING_PANIC);
        self.set_state(control, state::EXHAUSTED);
        self.take_exits(control, exits, block_ty);
    }

    /// Results of the function that a `return` in the body returns from.
    fn abi_results(&self) -> Vec<TypeId> {
        match &self.range_exits {
            Some(exits) => exits.results.clone(),
            None => self.abi.results.clone(),
        }
    }

    fn set_state(&mut self, control: Addr, to: i64) {
        let v = self.i64c(to);
        self.store_word(v, control.plus(STATE));
    }

    fn panic_if(&mut self, cond: Value, code: i64) {
        let (bad, good) = (self.b.cold_block(), self.b.block());
        self.b.br(cond, bad, good);
        self.enter(bad);
        let code = self.i64c(code);
        self.call_runtime("panicrangestate", vec![code]);
        self.unreachable();
        self.enter(good);
    }

    fn body_closure(
        &mut self,
        s: &Stmt,
        vars: RangeVars<'_>,
        x: &Expr,
        body: &Block,
        control: Value,
        block_ty: TypeId,
        label: Option<SmolStr>,
    ) -> (Value, Vec<(Exit, Option<Ident>)>) {
        let x_ty = self.ty(x);
        let yield_ty = self.lw.signature(x_ty).params.first().map_or(INT, |p| p.ty);
        let abi = self.lw.abi(None, yield_ty);
        self.names.ranges += 1;
        let name = format!("{}-range{}", self.b.func.name, self.names.ranges);
        let id = self.lw.inner_func(name, abi.with_context());
        let captures = self.captures(Some(s.id));
        let exits = Exits { control: Var(0), block_ty, list: Vec::new(), results: self.abi_results(), label };
        let list = self.lower_body(id, s, vars, body, abi, &captures, exits);
        let mut held: Vec<(TypeId, Val)> = Vec::new();
        held.push((UNSAFE_POINTER, Val::word(control)));
        held.extend(self.held(&captures));
        (self.make_closure(id, &held, self.facts.stack_sites.contains(&s.id)), list)
    }

    #[allow(clippy::too_many_arguments)]
    fn lower_body(
        &mut self,
        id: FuncId,
        s: &Stmt,
        vars: RangeVars<'_>,
        body: &Block,
        abi: Arc<super::abi::Abi>,
        captures: &[Capture],
        mut exits: Exits,
    ) -> Vec<(Exit, Option<Ident>)> {
        let (pkg, subst, facts) = (self.pkg, self.subst.clone(), self.facts.clone());
        let params = abi.params.clone();
        let mut cx = FnCx::new(self.lw, id, pkg, subst, facts, Some(s.id), abi, s.span.lo);
        cx.b.func.attrs.literal = true;
        let vals = cx.take_params();
        let Some(ctx) = cx.ctx else { return Vec::new() };
        let control = cx.load_readonly(Ty::Ptr, ctx, 8);
        exits.control = cx.b.var(Ty::Ptr);
        cx.b.def(exits.control, control);
        cx.range_exits = Some(exits);
        cx.bind_captures_after(captures, &[UNSAFE_POINTER]);
        let now = cx.load_leaf(Ty::I64, Addr::heap(control).plus(STATE));
        cx.check_state(now);
        cx.set_state(Addr::heap(control), state::PANIC);
        let mut given = params.into_iter().zip(vals);
        match (given.next(), given.next()) {
            (Some(key), Some(value)) => cx.set_range_vars(vars, key, value),
            (Some(key), None) => cx.set_range_var(vars.key, vars.define, key.0, key.1),
            _ => {}
        }
        cx.stmts(&body.stmts);
        cx.at(last_pos(body.span.hi));
        cx.yield_result(true);
        let list = cx.range_exits.take().map(|e| e.list).unwrap_or_default();
        let function = cx.finish();
        self.lw.finish_inner(function);
        list
    }

    /// The body may only be called in state ready.
    fn check_state(&mut self, now: Value) {
        let (bad, good) = (self.b.cold_block(), self.b.block());
        let ready = self.cmp_imm(Cmp::Eq, now, state::READY);
        self.b.br(ready, good, bad);
        self.enter(bad);
        self.call_runtime("panicrangestate", vec![now]);
        self.unreachable();
        self.enter(good);
    }

    fn control(&mut self) -> Option<Addr> {
        let var = self.range_exits.as_ref()?.control;
        Some(Addr::heap(self.b.use_var(var)))
    }

    /// Ends a round: the iterator goes on, or stops.
    fn yield_result(&mut self, go_on: bool) {
        let Some(control) = self.control() else { return };
        self.set_state(control, if go_on { state::READY } else { state::DONE });
        let v = self.boolc(go_on);
        self.return_vals(&[Val::word(v)]);
    }

    /// The frame that a `defer` in the body belongs to.
    pub(crate) fn range_func_frame(&mut self) -> Option<Value> {
        let control = self.control()?;
        Some(self.load_leaf(Ty::Ptr, control.plus(FRAME)))
    }

    /// Leaves the body by an exit that the loop takes afterwards.
    fn exit(&mut self, exit: Exit, label: Option<&Ident>) {
        let Some(control) = self.control() else { return };
        let Some(exits) = &mut self.range_exits else { return };
        let index = match exits.list.iter().position(|(e, _)| *e == exit) {
            Some(i) => i,
            None => {
                exits.list.push((exit, label.cloned()));
                exits.list.len() - 1
            }
        };
        let code = self.i64c(index as i64 + 1);
        self.store_word(code, control.plus(EXIT));
        self.yield_result(false);
    }

    /// `break` or `continue` whose target is not inside the body.
    pub(crate) fn leave_range_func(&mut self, label: Option<&Ident>, is_continue: bool) {
        let Some(exits) = &self.range_exits else { return };
        let own = label.is_none_or(|l| exits.label.as_ref() == Some(&l.name));
        if own {
            return self.yield_result(is_continue);
        }
        self.exit(Exit::Leave { label: label.map(|l| l.name.clone()), is_continue }, label);
    }

    /// `goto` whose label is not inside the body; false when it is.
    pub(crate) fn goto_leaves_range_func(&mut self, label: &Ident) -> bool {
        if self.range_exits.is_none() || self.facts.labels.contains(&(self.node, label.name.clone())) {
            return false;
        }
        self.exit(Exit::Goto(label.name.clone()), Some(label));
        true
    }

    /// `return` in the body.
    pub(crate) fn return_from_range_func(&mut self, list: &[Expr]) {
        let types = self.abi_results();
        let vals = if list.is_empty() { None } else { Some(self.expr_list(list, &types)) };
        self.return_values_from_range_func(vals);
    }

    fn return_values_from_range_func(&mut self, vals: Option<Vec<Val>>) {
        let (Some(control), Some(exits)) = (self.control(), &self.range_exits) else { return };
        let (block_ty, types) = (exits.block_ty, exits.results.clone());
        let values = vals.is_some();
        let offsets = self.lw.world.field_offsets(block_ty);
        for ((val, t), off) in vals.into_iter().flatten().zip(types).zip(&offsets[HEADER..]) {
            self.store(t, control.plus(*off as i32), &val);
        }
        self.exit(Exit::Return { values }, None);
    }

    /// Behind the loop: does what the body was left for.
    fn take_exits(&mut self, control: Addr, exits: Vec<(Exit, Option<Ident>)>, block_ty: TypeId) {
        if exits.is_empty() {
            return;
        }
        let code = self.load_leaf(Ty::I64, control.plus(EXIT));
        for (i, (exit, label)) in exits.into_iter().enumerate() {
            let (hit, next) = (self.b.block(), self.b.block());
            let taken = self.cmp_imm(Cmp::Eq, code, i as i64 + 1);
            self.b.br(taken, hit, next);
            self.enter(hit);
            match (exit, label) {
                (Exit::Leave { is_continue, .. }, label) => self.leave(label.as_ref(), is_continue),
                (Exit::Goto(_), Some(label)) => self.goto(&label),
                (Exit::Goto(_), None) => {}
                (Exit::Return { values }, _) => self.return_again(control, values, block_ty),
            }
            self.enter(next);
        }
    }

    fn return_again(&mut self, control: Addr, values: bool, block_ty: TypeId) {
        let types = self.abi_results();
        let offsets = self.lw.world.field_offsets(block_ty);
        let vals: Vec<Val> = types.iter().zip(&offsets[HEADER..]).map(|(&t, &off)| self.load(t, control.plus(off as i32))).collect();
        let vals = values.then_some(vals);
        match self.range_exits {
            Some(_) => self.return_values_from_range_func(vals),
            None => self.return_with(vals),
        }
    }
}
