//! Building a [`Function`]: appending instructions, and turning assigned variables into SSA (Braun et al., "Simple and Efficient Construction of
//! Static Single Assignment Form", 2013).
//!
//! A block must be sealed ([`Builder::seal`]) once all its predecessors are known. Reading a variable where paths meet makes a block parameter; its
//! arguments are filled in when the block is sealed. Parameters that turn out to be copies of one value go when the function is finished.

use crate::ir::*;
use crate::pass::params::{clear_unreachable, remove_redundant_params};
use crate::program::FuncId;
use mgo_syntax::source::Pos;
use rustc_hash::FxHashMap;
use smallvec::SmallVec;

/// A variable of the source (or a part of one) that lives in SSA values.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Var(pub u32);

/// What the builder knows of a block while it grows.
#[derive(Default)]
struct BlockState {
    sealed: bool,
    preds: Vec<Block>,
    defs: FxHashMap<Var, Value>,
    /// Parameters made for variables read before the block was sealed.
    incomplete: Vec<(Var, Value)>,
    /// How many parameters were asked for with [`Builder::block_param`]; they come first.
    explicit: usize,
}

/// Builds one function.
pub struct Builder {
    /// The function so far.
    pub func: Function,
    vars: Vec<Ty>,
    states: Vec<BlockState>,
    /// Parameters of sealed blocks whose arguments are still to be filled in.
    pending: Vec<(Var, Block)>,
    loc_ids: FxHashMap<LocData, Loc>,
    cur: Block,
    loc: Loc,
}

impl Builder {
    /// An empty function; its entry block is current and sealed, with one parameter per parameter of `sig`.
    pub fn new(id: FuncId, name: impl Into<String>, sig: Sig, pos: Pos) -> Builder {
        let func = Function {
            id,
            name: name.into(),
            sig: sig.clone(),
            blocks: Vec::new(),
            values: Vec::new(),
            slots: Vec::new(),
            locs: vec![LocData { pos: Pos::NONE, inlined: None }],
            recover_block: None,
            pos,
            attrs: Attrs::default(),
        };
        let mut b = Builder {
            func,
            vars: Vec::new(),
            states: Vec::new(),
            pending: Vec::new(),
            loc_ids: FxHashMap::default(),
            cur: Block(0),
            loc: Loc(0),
        };
        let entry = b.block();
        for &ty in &sig.params {
            b.block_param(entry, ty);
        }
        b.seal(entry);
        b.set_pos(pos);
        b
    }

    /// The function's parameters.
    pub fn params(&self) -> &[Value] {
        &self.func.blocks[0].params
    }

    /// A new, unsealed block.
    pub fn block(&mut self) -> Block {
        self.func.blocks.push(BlockData::default());
        self.states.push(BlockState::default());
        Block(self.func.blocks.len() as u32 - 1)
    }

    /// A new block for code that rarely runs.
    pub fn cold_block(&mut self) -> Block {
        let block = self.block();
        self.func.blocks[block.0 as usize].cold = true;
        block
    }

    /// Adds an explicit parameter to a block; branches to it give the arguments.
    pub fn block_param(&mut self, block: Block, ty: Ty) -> Value {
        let value = self.func.new_value(ty);
        let state = &mut self.states[block.0 as usize];
        self.func.blocks[block.0 as usize].params.insert(state.explicit, value);
        state.explicit += 1;
        value
    }

    /// Adds a parameter that stands for a variable; [`Builder::fill_params`] gives its arguments.
    fn var_param(&mut self, block: Block, var: Var) -> Value {
        let value = self.func.new_value(self.vars[var.0 as usize]);
        self.func.blocks[block.0 as usize].params.push(value);
        value
    }

    /// Instructions go to `block` from here on.
    pub fn switch_to(&mut self, block: Block) {
        self.cur = block;
    }

    /// The block that instructions go to.
    pub fn current(&self) -> Block {
        self.cur
    }

    /// Whether the current block has its terminator: what follows is dead code.
    pub fn is_terminated(&self) -> bool {
        self.func.blocks[self.cur.0 as usize].term.is_some()
    }

    /// Instructions come from `pos` from here on.
    pub fn set_pos(&mut self, pos: Pos) {
        let data = LocData { pos, inlined: None };
        let next = Loc(self.func.locs.len() as u32);
        self.loc = *self.loc_ids.entry(data).or_insert(next);
        if self.loc == next {
            self.func.locs.push(data);
        }
    }

    /// A new piece of the frame.
    pub fn slot(&mut self, size: u32, align: u32) -> Slot {
        self.func.slots.push(SlotData { size, align });
        Slot(self.func.slots.len() as u32 - 1)
    }

    /// Type of a value.
    pub fn ty(&self, value: Value) -> Ty {
        self.func.values[value.0 as usize]
    }

    /// Appends an instruction with results of the given types. Dead code (behind a terminator) goes to a fresh unreachable block.
    pub fn inst(&mut self, op: Op, results: &[Ty]) -> SmallVec<[Value; 2]> {
        if self.is_terminated() {
            let dead = self.block();
            self.seal(dead);
            self.switch_to(dead);
        }
        let results: SmallVec<[Value; 2]> = results.iter().map(|&ty| self.func.new_value(ty)).collect();
        self.func.blocks[self.cur.0 as usize].insts.push(Inst { op, results: results.clone(), loc: self.loc });
        results
    }

    /// Appends an instruction with one result.
    pub fn inst1(&mut self, op: Op, ty: Ty) -> Value {
        self.inst(op, &[ty])[0]
    }

    /// Appends an instruction without results.
    pub fn inst0(&mut self, op: Op) {
        self.inst(op, &[]);
    }

    /// Ends the current block, unless it has ended.
    pub fn terminate(&mut self, term: Term) {
        if self.is_terminated() {
            return;
        }
        let from = self.cur;
        term.for_each_target(|t| self.states[t.block.0 as usize].preds.push(from));
        let data = &mut self.func.blocks[from.0 as usize];
        data.term = Some(term);
        data.term_loc = self.loc;
    }

    /// Jumps to a block that has no explicit parameters.
    pub fn jump(&mut self, block: Block) {
        self.terminate(Term::Jump(Target { block, args: Vec::new() }));
    }

    /// Jumps with arguments for the explicit parameters.
    pub fn jump_args(&mut self, block: Block, args: Vec<Value>) {
        self.terminate(Term::Jump(Target { block, args }));
    }

    /// Branches to blocks that have no explicit parameters. The two must differ.
    pub fn br(&mut self, cond: Value, then: Block, els: Block) {
        self.terminate(Term::Br { cond, then: Target { block: then, args: Vec::new() }, els: Target { block: els, args: Vec::new() } });
    }

    /// Declares a variable.
    pub fn var(&mut self, ty: Ty) -> Var {
        self.vars.push(ty);
        Var(self.vars.len() as u32 - 1)
    }

    /// Assigns a variable in the current block.
    pub fn def(&mut self, var: Var, value: Value) {
        self.states[self.cur.0 as usize].defs.insert(var, value);
    }

    /// Reads a variable in the current block. A variable never assigned on some path reads as zero there.
    pub fn use_var(&mut self, var: Var) -> Value {
        let value = self.read(var, self.cur);
        self.fill_params();
        value
    }

    /// The variable's value at the end of `block` (so far). Without recursion: long functions must not overflow the stack.
    fn read(&mut self, var: Var, block: Block) -> Value {
        let mut at = block;
        let mut passed = Vec::new();
        let value = loop {
            let state = &self.states[at.0 as usize];
            if let Some(&value) = state.defs.get(&var) {
                break value;
            }
            passed.push(at);
            match state.preds[..] {
                _ if !state.sealed => {
                    let value = self.var_param(at, var);
                    self.states[at.0 as usize].incomplete.push((var, value));
                    break value;
                }
                [] => break self.zero_at_start(at, self.vars[var.0 as usize]),
                // A loop that nothing enters.
                [_] if passed.len() > self.states.len() => break self.zero_at_start(at, self.vars[var.0 as usize]),
                [single] => at = single,
                _ => {
                    self.pending.push((var, at));
                    break self.var_param(at, var);
                }
            }
        };
        for b in passed {
            self.states[b.0 as usize].defs.insert(var, value);
        }
        value
    }

    fn zero_at_start(&mut self, block: Block, ty: Ty) -> Value {
        let value = self.func.new_value(ty);
        let op = if ty.is_float() { Op::Fconst(ty, 0) } else { Op::Iconst(ty, 0) };
        let inst = Inst { op, results: SmallVec::from_slice(&[value]), loc: Loc(0) };
        self.func.blocks[block.0 as usize].insts.insert(0, inst);
        value
    }

    /// Gives the predecessors' branches the arguments for all pending parameters. Per block they are pending in the order of its parameters.
    fn fill_params(&mut self) {
        let mut next = 0;
        while let Some(&(var, block)) = self.pending.get(next) {
            next += 1;
            for i in 0..self.states[block.0 as usize].preds.len() {
                let pred = self.states[block.0 as usize].preds[i];
                let nth = self.states[block.0 as usize].preds[..i].iter().filter(|&&p| p == pred).count();
                let arg = self.read(var, pred);
                push_arg(self.func.blocks[pred.0 as usize].term.as_mut().expect("a predecessor has ended"), block, nth, arg);
            }
        }
        self.pending.clear();
    }

    /// Declares that all predecessors of `block` are known.
    pub fn seal(&mut self, block: Block) {
        let state = &mut self.states[block.0 as usize];
        if std::mem::replace(&mut state.sealed, true) {
            return;
        }
        let incomplete = std::mem::take(&mut state.incomplete);
        self.pending.extend(incomplete.iter().map(|&(var, _)| (var, block)));
        self.fill_params();
    }

    /// The finished function: all blocks sealed and ended, unreachable blocks emptied, parameters that are copies removed.
    pub fn finish(mut self) -> Function {
        for i in 0..self.func.blocks.len() {
            self.seal(Block(i as u32));
            self.func.blocks[i].term.get_or_insert(Term::Unreachable);
        }
        clear_unreachable(&mut self.func);
        remove_redundant_params(&mut self.func);
        self.func
    }
}

/// Adds `arg` to the `nth` target of `term` that goes to `block`.
fn push_arg(term: &mut Term, block: Block, mut nth: usize, arg: Value) {
    term.for_each_target_mut(|target| {
        if target.block == block {
            if nth == 0 {
                target.args.push(arg);
            }
            nth = nth.wrapping_sub(1);
        }
    });
}

#[cfg(test)]
#[path = "builder_test.rs"]
mod tests;
