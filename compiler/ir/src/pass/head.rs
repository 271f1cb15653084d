//! The head of a recursive function: the test at its start and the short way out behind it.
//!
//! Recursion over trees and numbers ends in calls that return at once, half of all calls or more. Where a function calls itself the head stands in front of
//! the call, which then is only made for what goes on.

use super::inline::{CALL_COST, cost, is_call_of, may_move, splice};
use crate::ir::*;
use rustc_hash::FxHashSet;

/// The blocks of a head.
const ENTRY: usize = 0;
const OUT: Block = Block(1);
/// The block with the call that is left.
const REST: Block = Block(2);

/// What a head may cost, with the call in it.
const BUDGET: u32 = CALL_COST + 16;
/// A function grows to at most this many blocks by heads.
const MAX_BLOCKS: usize = 500;

/// Puts the head of `func`, whose body before inlining is `body`, in front of the calls that it makes of itself. Gives whether there were any.
pub(super) fn put_heads(func: &mut Function, body: &Function) -> bool {
    let Some(head) = head(body).filter(|head| may_move(head) && cost(head).is_some_and(|cost| cost <= BUDGET)) else { return false };
    let mut rests = FxHashSet::default();
    let mut index = 0;
    // What follows a call is moved to a block at the end, so all calls are met.
    while index < func.blocks.len() && func.blocks.len() < MAX_BLOCKS {
        let block = &func.blocks[index];
        let found = block.insts.iter().position(|inst| is_call_of(inst, func.id));
        if let Some(i) = found.filter(|_| !block.cold && !rests.contains(&index)) {
            let call = block.insts[i].loc;
            let first = splice(func, index, i, &head);
            // It is the call that stood here, for tracebacks, too.
            let rest = &mut func.blocks[(first.0 + REST.0) as usize];
            rest.insts.iter_mut().for_each(|inst| inst.loc = call);
            rests.insert((first.0 + REST.0) as usize);
        }
        index += 1;
    }
    !rests.is_empty()
}

/// The head of a function as a body of its own that calls the function for the rest; `None` when it does not start with a test that returns.
fn head(body: &Function) -> Option<Function> {
    let entry = &body.blocks[ENTRY];
    let Some(Term::Br { cond, then, els }) = &entry.term else { return None };
    let returns = |target: &Target| {
        let block = &body.blocks[target.block.0 as usize];
        !block.cold && matches!(block.term, Some(Term::Return(_))) && only_looks(block)
    };
    let (out, out_is_then) = match (returns(then), returns(els)) {
        (true, false) => (then, true),
        (false, true) => (els, false),
        _ => return None,
    };
    if !only_looks(entry) {
        return None;
    }
    let mut head = Function { blocks: Vec::with_capacity(3), values: body.values.clone(), ..shell(body) };
    let results: Vec<Value> = body.sig.results.iter().map(|&ty| head.new_value(ty)).collect();
    let way_out = Target { block: OUT, args: out.args.clone() };
    let rest = Target { block: REST, args: Vec::new() };
    let (then, els) = if out_is_then { (way_out, rest) } else { (rest, way_out) };
    head.blocks.push(BlockData { term: Some(Term::Br { cond: *cond, then, els }), ..entry.clone() });
    head.blocks.push(body.blocks[out.block.0 as usize].clone());
    let call = Inst { op: Op::Call(Callee::Func(body.id), entry.params.clone()), results: results.clone().into(), loc: Loc(0) };
    head.blocks.push(BlockData { insts: vec![call], term: Some(Term::Return(results)), ..BlockData::default() });
    Some(head)
}

/// A function like `body`, without blocks and values.
fn shell(body: &Function) -> Function {
    Function {
        blocks: Vec::new(),
        values: Vec::new(),
        slots: Vec::new(),
        name: body.name.clone(),
        sig: body.sig.clone(),
        locs: body.locs.clone(),
        ..*body
    }
}

/// Whether a block changes nothing, and has nothing of its frame.
fn only_looks(block: &BlockData) -> bool {
    block.insts.iter().all(|inst| match inst.op {
        Op::SlotAddr(..) | Op::FramePtr => false,
        Op::Load(..) | Op::NilCheck(_) | Op::Check(..) => true,
        _ => inst.op.is_pure(),
    })
}
