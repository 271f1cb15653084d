//! Putting the bodies of small functions in the place of their calls.
//!
//! Tracebacks still show the inlined frames: each place of an inlined instruction carries the chain of calls it came by.

use crate::ir::*;
use crate::program::FuncId;
use mgo_abi::builtins::Builtin;
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// A body may cost this much to be inlined; about Go's budget of 80 nodes.
const BUDGET: u32 = 60;
/// A function literal that is called in one place may cost this much there: mostly nothing else uses it then.
const LITERAL_BUDGET: u32 = 400;
/// What a call in a body costs: more than most bodies that are worth inlining for themselves.
pub(super) const CALL_COST: u32 = 40;
/// A function grows to at most this many instructions by inlining.
const MAX_SIZE: usize = 4000;
/// Calls inlined into inlined calls, this deep.
const MAX_DEPTH: u32 = 12;
/// A recursive function is put into itself this deep, if it is small but for its calls of itself and has few of them.
const SELF_DEPTH: u32 = 2;
/// What it may cost, and how often it may call itself.
const SELF_BUDGET: (u32, u32) = (30, 2);
/// Slots of a body together have at most this many bytes: frames of recursive functions stay small.
const MAX_FRAME: u32 = 512;

/// Inlines what is worth it. `callee` gives a function's body when it can be had. Gives whether anything was inlined.
pub fn inline(func: &mut Function, callee: &mut dyn FnMut(FuncId) -> Option<Arc<Function>>) -> bool {
    if func.attrs.starts_goroutine {
        return false;
    }
    let size = func.blocks.iter().map(|block| block.insts.len() + 1).sum();
    let mut pass = Inliner { func, callee, verdicts: FxHashMap::default(), size };
    let mut any = false;
    // Blocks that inlining appends are looked at in their turn, so calls inside inlined bodies are met, too.
    let mut block = 0;
    while block < pass.func.blocks.len() {
        any |= pass.block(block);
        block += 1;
    }
    any
}

struct Inliner<'a> {
    func: &'a mut Function,
    callee: &'a mut dyn FnMut(FuncId) -> Option<Arc<Function>>,
    /// Bodies worth inlining, as far as asked for.
    verdicts: FxHashMap<FuncId, Option<Arc<Function>>>,
    /// Instructions of the function so far.
    size: usize,
}

impl Inliner<'_> {
    /// Inlines the first suitable call of a block; what follows it moves to a new block, which is looked at later.
    fn block(&mut self, index: usize) -> bool {
        if self.func.blocks[index].cold || self.size > MAX_SIZE {
            return false;
        }
        for i in 0..self.func.blocks[index].insts.len() {
            let inst = &self.func.blocks[index].insts[i];
            let Op::Call(Callee::Func(id), _) = inst.op else { continue };
            if let Some(body) = self.wanted(id, inst.loc) {
                self.splice(index, i, &body);
                return true;
            }
        }
        let block = &self.func.blocks[index];
        if let Some(Term::TailCall(Callee::Func(id), _)) = block.term
            && let Some(body) = self.wanted(id, block.term_loc)
        {
            self.call_and_return(index, &body.sig);
            self.splice(index, self.func.blocks[index].insts.len() - 1, &body);
            return true;
        }
        false
    }

    /// The body to put in the place of a call.
    fn wanted(&mut self, id: FuncId, call: Loc) -> Option<Arc<Function>> {
        let (depth, within) = self.depth(call, id);
        let recursive = id == self.func.id;
        if depth >= MAX_DEPTH || within >= if recursive { SELF_DEPTH } else { 1 } {
            return None;
        }
        if recursive { self.own_body() } else { self.body(id) }
    }

    /// Makes a call out of a block's tail call.
    fn call_and_return(&mut self, index: usize, sig: &Sig) {
        let first = self.func.values.len() as u32;
        self.func.values.extend(&sig.results);
        let results: Vec<Value> = (first..self.func.values.len() as u32).map(Value).collect();
        let block = &mut self.func.blocks[index];
        if let Some(Term::TailCall(callee, args)) = block.term.replace(Term::Return(results.clone())) {
            block.insts.push(Inst { op: Op::Call(callee, args), results: results.into(), loc: block.term_loc });
        }
    }

    /// How many inlined calls lead to a place, and how many of those are calls of `id`.
    fn depth(&self, mut loc: Loc, id: FuncId) -> (u32, u32) {
        let (mut depth, mut within) = (0, 0);
        while let Some((from, call)) = self.func.locs[loc.0 as usize].inlined {
            depth += 1;
            within += u32::from(from == id);
            loc = call;
        }
        (depth, within)
    }

    /// The function itself, when it pays to put it into itself: calls are then fewer, with their frames and saved registers.
    fn own_body(&mut self) -> Option<Arc<Function>> {
        let id = self.func.id;
        if let Some(verdict) = self.verdicts.get(&id) {
            return verdict.clone();
        }
        let body = (self.callee)(id).filter(|body| {
            let count = calls(body, id) as u32;
            may_move(body) && count <= SELF_BUDGET.1 && cost(body).is_some_and(|cost| cost <= SELF_BUDGET.0 + count * CALL_COST)
        });
        self.verdicts.insert(id, body.clone());
        body
    }

    fn body(&mut self, id: FuncId) -> Option<Arc<Function>> {
        if let Some(verdict) = self.verdicts.get(&id) {
            return verdict.clone();
        }
        let body = (self.callee)(id).filter(|body| is_inlinable(body) || is_inlinable_once(body) && calls(self.func, id) == 1);
        self.verdicts.insert(id, body.clone());
        body
    }

    fn splice(&mut self, index: usize, i: usize, body: &Function) {
        self.size += body.blocks.iter().map(|block| block.insts.len() + 1).sum::<usize>();
        splice(self.func, index, i, body);
    }
}

/// Whether an instruction is a call of this function.
pub(super) fn is_call_of(inst: &Inst, id: FuncId) -> bool {
    matches!(inst.op, Op::Call(Callee::Func(callee), _) if callee == id)
}

/// How often a body calls a function.
fn calls(body: &Function, id: FuncId) -> usize {
    body.blocks.iter().flat_map(|block| &block.insts).filter(|inst| is_call_of(inst, id)).count()
}

/// Replaces instruction `i` of a block, a call, by a body. Gives the body's first block; what follows the call is in the block before it.
pub(super) fn splice(func: &mut Function, index: usize, i: usize, body: &Function) -> Block {
    let block = &mut func.blocks[index];
    let behind = block.insts.split_off(i + 1);
    let call = block.insts.pop().expect("the call");
    let Op::Call(_, args) = call.op else { unreachable!("only calls are inlined") };
    // What follows the call goes on with the results as parameters.
    let after =
        BlockData { params: call.results.to_vec(), insts: behind, term: block.term.take(), term_loc: block.term_loc, cold: block.cold };
    let after_id = Block(func.blocks.len() as u32);
    func.blocks.push(after);

    let base = Base {
        value: func.values.len() as u32,
        block: func.blocks.len() as u32,
        slot: func.slots.len() as u32,
        loc: func.locs.len() as u32,
        after: after_id,
    };
    func.values.extend(&body.values);
    func.slots.extend(&body.slots);
    func.locs.extend(body.locs.iter().map(|data| base.loc_data(*data, body, call.loc)));
    func.blocks.extend(body.blocks.iter().map(|data| base.block_data(data)));
    let block = &mut func.blocks[index];
    block.term = Some(Term::Jump(Target { block: Block(base.block), args }));
    block.term_loc = call.loc;
    Block(base.block)
}

/// Where the numbers of a body start in the function it goes into.
struct Base {
    value: u32,
    block: u32,
    slot: u32,
    loc: u32,
    /// Where the body's returns go.
    after: Block,
}

impl Base {
    fn value(&self, value: Value) -> Value {
        Value(value.0 + self.value)
    }

    fn loc(&self, loc: Loc) -> Loc {
        Loc(loc.0 + self.loc)
    }

    fn loc_data(&self, data: LocData, body: &Function, call: Loc) -> LocData {
        match data.inlined {
            Some((from, inner)) => LocData { pos: data.pos, inlined: Some((from, self.loc(inner))) },
            None => LocData { pos: if data.pos.is_known() { data.pos } else { body.pos }, inlined: Some((body.id, call)) },
        }
    }

    fn block_data(&self, data: &BlockData) -> BlockData {
        let mut insts: Vec<Inst> = data.insts.iter().map(|inst| self.inst(inst)).collect();
        let mut term = data.term.clone().expect("bodies are finished");
        term.map_values(|v| self.value(v));
        term.for_each_target_mut(|target| target.block.0 += self.block);
        let term = match term {
            Term::Return(values) => Term::Jump(Target { block: self.after, args: values }),
            // The caller's frame stays: an ordinary call.
            Term::TailCall(..) => unreachable!("is_inlinable refuses tail calls"),
            other => other,
        };
        insts.shrink_to_fit();
        BlockData {
            params: data.params.iter().map(|&p| self.value(p)).collect(),
            insts,
            term: Some(term),
            term_loc: self.loc(data.term_loc),
            cold: data.cold,
        }
    }

    fn inst(&self, inst: &Inst) -> Inst {
        let mut op = inst.op.clone();
        op.map_values(|v| self.value(v));
        if let Op::SlotAddr(slot, _) = &mut op {
            slot.0 += self.slot;
        }
        Inst { op, results: inst.results.iter().map(|&r| self.value(r)).collect(), loc: self.loc(inst.loc) }
    }
}

/// Whether a body may go into another frame, and is small enough to.
pub fn is_inlinable(body: &Function) -> bool {
    may_move(body) && cost(body).is_some_and(|cost| cost <= BUDGET)
}

/// Whether a body may go into another frame in one place: that of a function literal, which is larger than what is put in the place of all calls.
pub fn is_inlinable_once(body: &Function) -> bool {
    body.attrs.literal && may_move(body) && cost(body).is_some_and(|cost| cost <= LITERAL_BUDGET)
}

/// Whether a body is too large to go into another frame, but only for what its calls cost.
pub fn is_inlinable_but_for_calls(body: &Function) -> bool {
    let is_call = |inst: &&Inst| matches!(inst.op, Op::Call(Callee::Func(_), _));
    let calls = body.blocks.iter().flat_map(|block| &block.insts).filter(is_call).count() as u32;
    may_move(body) && cost(body).is_some_and(|cost| cost > BUDGET && cost <= BUDGET + calls * CALL_COST)
}

/// Whether a body may go into another frame.
pub(super) fn may_move(body: &Function) -> bool {
    // Tracebacks hide wrappers, which they know by their own code.
    let attrs = body.attrs;
    !(attrs.noinline || attrs.nosplit || attrs.wrapper || body.recover_block.is_some())
        && body.slots.iter().map(|slot| slot.size).sum::<u32>() <= MAX_FRAME
}

/// What a body costs where it is put; `None` when something in it forbids that.
pub(super) fn cost(body: &Function) -> Option<u32> {
    let mut cost = 0;
    for block in &body.blocks {
        if matches!(block.term, Some(Term::TailCall(..))) || block.insts.iter().any(|inst| needs_own_frame(&inst.op)) {
            return None;
        }
        let insts: u32 = block.insts.iter().map(|inst| op_cost(&inst.op)).sum();
        // Code that rarely runs costs less; what is never reached costs nothing.
        cost += match (&block.term, block.cold) {
            (Some(Term::Unreachable), _) if block.insts.is_empty() => 0,
            (_, true) => insts / 4 + 1,
            (_, false) => insts + 1,
        };
    }
    Some(cost)
}

/// Whether an op depends on which frame it runs in.
fn needs_own_frame(op: &Op) -> bool {
    matches!(op, Op::FramePtr | Op::Call(Callee::Builtin(Builtin::Recover), _))
}

fn op_cost(op: &Op) -> u32 {
    match op {
        Op::Iconst(..) | Op::Fconst(..) | Op::SlotAddr(..) | Op::GlobalAddr(..) | Op::DataAddr(_) | Op::TypeAddr(_) | Op::ItabAddr(_) => 0,
        Op::FuncValAddr(_) | Op::CodeAddr(_) | Op::NilCheck(_) | Op::KeepAlive(_) => 0,
        Op::Conv(..) | Op::Un(..) => 1,
        Op::Check(..) => 2,
        Op::StoreBarrier(..) => 3,
        Op::Copy(_, _, bytes) | Op::Zero(_, bytes) => 1 + bytes / 16,
        Op::Call(Callee::Builtin(_) | Callee::Native(_), _) => CALL_COST / 4,
        Op::Call(..) => CALL_COST,
        _ => 1,
    }
}
