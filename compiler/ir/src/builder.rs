//! Building a [`Function`]: appending instructions, and turning assigned variables into SSA (Braun et al., "Simple and Efficient Construction of
//! Static Single Assignment Form", 2013).
//!
//! A block must be sealed ([`Builder::seal`]) once all its predecessors are known; reading a variable in an unsealed block makes a parameter whose
//! arguments are filled in when it is sealed.

use crate::ir::*;
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
}

/// Builds one function.
pub struct Builder {
    /// The function so far.
    pub func: Function,
    vars: Vec<Ty>,
    states: Vec<BlockState>,
    /// Parameters found to be copies of another value.
    replaced: FxHashMap<Value, Value>,
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
            replaced: FxHashMap::default(),
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

    /// Adds an explicit parameter to a block.
    pub fn block_param(&mut self, block: Block, ty: Ty) -> Value {
        let value = self.new_value(ty);
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

    fn new_value(&mut self, ty: Ty) -> Value {
        self.func.values.push(ty);
        Value(self.func.values.len() as u32 - 1)
    }

    /// Appends an instruction with results of the given types. Dead code (behind a terminator) goes to a fresh unreachable block.
    pub fn inst(&mut self, op: Op, results: &[Ty]) -> SmallVec<[Value; 2]> {
        if self.is_terminated() {
            let dead = self.block();
            self.seal(dead);
            self.switch_to(dead);
        }
        let results: SmallVec<[Value; 2]> = results.iter().map(|&ty| self.new_value(ty)).collect();
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
        for_each_target(&term, |t| self.states[t.block.0 as usize].preds.push(from));
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
        self.read(var, self.cur)
    }

    fn read(&mut self, var: Var, block: Block) -> Value {
        // Walks up chains of single predecessors without recursion: long functions must not overflow the stack.
        let mut at = block;
        let mut passed = Vec::new();
        let value = loop {
            let state = &self.states[at.0 as usize];
            if let Some(&value) = state.defs.get(&var) {
                break self.resolve(value);
            }
            passed.push(at);
            if !state.sealed {
                let value = self.block_param(at, self.vars[var.0 as usize]);
                self.states[at.0 as usize].incomplete.push((var, value));
                break value;
            }
            match state.preds[..] {
                [] => break self.zero_at_start(at, self.vars[var.0 as usize]),
                [single] => at = single,
                _ => {
                    let value = self.block_param(at, self.vars[var.0 as usize]);
                    self.states[at.0 as usize].defs.insert(var, value);
                    break self.fill_param(var, at, value);
                }
            }
        };
        for b in passed {
            self.states[b.0 as usize].defs.insert(var, value);
        }
        value
    }

    fn zero_at_start(&mut self, block: Block, ty: Ty) -> Value {
        let value = self.new_value(ty);
        let op = if ty.is_float() { Op::Fconst(ty, 0) } else { Op::Iconst(ty, 0) };
        let inst = Inst { op, results: SmallVec::from_slice(&[value]), loc: Loc(0) };
        self.func.blocks[block.0 as usize].insts.insert(0, inst);
        value
    }

    /// Gives each predecessor's branch the argument for `param`, which stands for `var`; drops the parameter when all arguments are one value.
    fn fill_param(&mut self, var: Var, block: Block, param: Value) -> Value {
        let preds = self.states[block.0 as usize].preds.clone();
        let args: Vec<Value> = preds.iter().map(|&p| self.read(var, p)).collect();
        let args: Vec<Value> = args.into_iter().map(|a| self.resolve(a)).collect();
        let mut others = args.iter().copied().filter(|&a| a != param);
        if let Some(first) = others.next()
            && others.all(|a| a == first)
        {
            self.replaced.insert(param, first);
            self.func.blocks[block.0 as usize].params.retain(|&p| p != param);
            return first;
        }
        let mut seen: FxHashMap<Block, usize> = FxHashMap::default();
        for (pred, arg) in preds.into_iter().zip(args) {
            let nth = seen.entry(pred).or_insert(0);
            push_arg(self.func.blocks[pred.0 as usize].term.as_mut().expect("a predecessor has ended"), block, *nth, arg);
            *nth += 1;
        }
        param
    }

    fn resolve(&self, mut value: Value) -> Value {
        while let Some(&next) = self.replaced.get(&value) {
            value = next;
        }
        value
    }

    /// Declares that all predecessors of `block` are known.
    pub fn seal(&mut self, block: Block) {
        let state = &mut self.states[block.0 as usize];
        if std::mem::replace(&mut state.sealed, true) {
            return;
        }
        for (var, param) in std::mem::take(&mut state.incomplete) {
            let value = self.fill_param(var, block, param);
            let def = self.states[block.0 as usize].defs.entry(var).or_insert(value);
            if *def == param {
                *def = value;
            }
        }
    }

    /// The finished function: all blocks sealed and ended, copies resolved, unreachable blocks emptied.
    pub fn finish(mut self) -> Function {
        for i in 0..self.func.blocks.len() {
            self.seal(Block(i as u32));
            self.func.blocks[i].term.get_or_insert(Term::Unreachable);
        }
        let replaced = std::mem::take(&mut self.replaced);
        let resolve = |mut v: Value| {
            while let Some(&next) = replaced.get(&v) {
                v = next;
            }
            v
        };
        for block in &mut self.func.blocks {
            for inst in &mut block.insts {
                inst.op.map_values(resolve);
            }
            block.term.as_mut().expect("just set").map_values(resolve);
        }
        self.func
    }
}

/// Calls `f` on each target of a terminator.
pub fn for_each_target(term: &Term, mut f: impl FnMut(&Target)) {
    match term {
        Term::Jump(t) => f(t),
        Term::Br { then, els, .. } => {
            f(then);
            f(els);
        }
        Term::Switch(_, cases, default) => {
            cases.iter().for_each(|(_, t)| f(t));
            f(default);
        }
        Term::Return(_) | Term::TailCall(..) | Term::Unreachable => {}
    }
}

/// Adds `arg` to the `nth` target of `term` that goes to `block`.
fn push_arg(term: &mut Term, block: Block, nth: usize, arg: Value) {
    let mut targets: Vec<&mut Target> = match term {
        Term::Jump(t) => vec![t],
        Term::Br { then, els, .. } => vec![then, els],
        Term::Switch(_, cases, default) => cases.iter_mut().map(|(_, t)| t).chain([default]).collect(),
        Term::Return(_) | Term::TailCall(..) | Term::Unreachable => Vec::new(),
    };
    let mut to_block = targets.iter_mut().filter(|t| t.block == block);
    to_block.nth(nth).expect("the predecessor branches here").args.push(arg);
}

impl Op {
    /// Replaces each operand by what `f` gives for it.
    pub fn map_values(&mut self, mut f: impl FnMut(Value) -> Value) {
        self.for_each_value_mut(|v| *v = f(*v));
    }

    /// Calls `f` on each operand.
    pub fn for_each_value(&self, mut f: impl FnMut(Value)) {
        self.clone().for_each_value_mut(|v| f(*v));
    }

    fn for_each_value_mut(&mut self, mut f: impl FnMut(&mut Value)) {
        match self {
            Op::Iconst(..)
            | Op::Fconst(..)
            | Op::SlotAddr(..)
            | Op::GlobalAddr(..)
            | Op::DataAddr(_)
            | Op::TypeAddr(_)
            | Op::ItabAddr(_) => {}
            Op::FuncValAddr(_) | Op::CodeAddr(_) | Op::FramePtr | Op::CurG => {}
            Op::Un(_, a)
            | Op::Conv(_, a, _)
            | Op::Load(_, a, _, _)
            | Op::Zero(a, _)
            | Op::NilCheck(a)
            | Op::AtomicLoad(_, a)
            | Op::KeepAlive(a) => f(a),
            Op::Bin(_, a, b)
            | Op::Cmp(_, a, b)
            | Op::Store(a, b, _, _)
            | Op::StoreBarrier(a, b, _, _)
            | Op::Index(a, b, _, _)
            | Op::Copy(a, b, _) => {
                f(a);
                f(b);
            }
            Op::AtomicStore(a, b) | Op::AtomicRmw(_, a, b) | Op::Barrier(a, b) => {
                f(a);
                f(b);
            }
            Op::Fma(a, b, c) | Op::Select(a, b, c) | Op::AtomicCas(a, b, c) | Op::Check(a, _, b, c) => {
                f(a);
                f(b);
                f(c);
            }
            Op::Call(callee, args) => {
                if let Callee::Indirect(code, _) = callee {
                    f(code);
                }
                args.iter_mut().for_each(f);
            }
        }
    }
}

impl Term {
    /// Replaces each operand by what `f` gives for it.
    pub fn map_values(&mut self, mut f: impl FnMut(Value) -> Value) {
        let mut args = |list: &mut Vec<Value>, f: &mut dyn FnMut(Value) -> Value| list.iter_mut().for_each(|v| *v = f(*v));
        match self {
            Term::Jump(t) => args(&mut t.args, &mut f),
            Term::Br { cond, then, els } => {
                *cond = f(*cond);
                args(&mut then.args, &mut f);
                args(&mut els.args, &mut f);
            }
            Term::Switch(v, cases, default) => {
                *v = f(*v);
                cases.iter_mut().for_each(|(_, t)| args(&mut t.args, &mut f));
                args(&mut default.args, &mut f);
            }
            Term::Return(values) => args(values, &mut f),
            Term::TailCall(callee, values) => {
                if let Callee::Indirect(code, _) = callee {
                    *code = f(*code);
                }
                args(values, &mut f);
            }
            Term::Unreachable => {}
        }
    }
}
