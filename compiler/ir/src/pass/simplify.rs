//! One walk over a function that folds constants, reuses values computed before, resolves known callees, and straightens branches.
//!
//! Blocks are visited so that definitions come before uses; a value is replaced by one whose definition dominates it, so no second walk is needed.

mod strengthen;

use super::fold::{self, Folded, Known};
use super::memory::Available;
use super::number;
use super::params::{clear_unreachable, remove_redundant_params};
use crate::cfg::Cfg;
use crate::ir::*;
use crate::program::{FuncId, Program};
use mgo_abi::typedesc::Itab;
use rustc_hash::{FxHashMap, FxHashSet};

/// Simplifies until branches stop falling away. Gives whether an indirect call became direct.
pub fn simplify(func: &mut Function, program: &Program) -> bool {
    let mut direct = false;
    for _ in 0..4 {
        let mut pass = Simplify::new(func, program);
        pass.run();
        direct |= pass.direct;
        let branches = pass.branches;
        if branches {
            clear_unreachable(func);
        }
        let params = remove_redundant_params(func);
        super::merge::merge_blocks(func);
        if !branches && !params {
            break;
        }
    }
    direct
}

/// Of the places that compute one value, so many of the first and of the latest are asked whether they dominate a further one: among thousands
/// of branches that do the same, all would take too long.
const LOOKED_AT: usize = 16;

struct Simplify<'a> {
    func: &'a mut Function,
    program: &'a Program,
    cfg: Cfg,
    /// What each value is a copy of.
    same_as: Vec<Value>,
    /// The pure instruction that defines a value.
    ops: Vec<Option<Op>>,
    numbered: FxHashMap<number::Key, Vec<(Block, Value)>>,
    memory: Available,
    /// Quotients of values computed somewhere: a remainder of the same values can use one.
    quotients: FxHashSet<(BinOp, Value, Value)>,
    /// A branch was decided.
    branches: bool,
    /// An indirect call became direct.
    direct: bool,
}

impl Known for Simplify<'_> {
    fn op(&self, value: Value) -> Option<&Op> {
        self.ops[value.0 as usize].as_ref()
    }

    fn ty(&self, value: Value) -> Ty {
        self.func.values[value.0 as usize]
    }
}

impl<'a> Simplify<'a> {
    fn new(func: &'a mut Function, program: &'a Program) -> Simplify<'a> {
        let n = func.values.len();
        let cfg = Cfg::new(func);
        let memory = Available::new(func);
        let quotient = |inst: &Inst| match inst.op {
            Op::Bin(op @ (BinOp::SDiv | BinOp::UDiv), x, y) => Some((op, x, y)),
            _ => None,
        };
        let quotients = func.blocks.iter().flat_map(|block| &block.insts).filter_map(quotient).collect();
        Simplify {
            func,
            program,
            cfg,
            same_as: (0..n as u32).map(Value).collect(),
            ops: vec![None; n],
            numbered: FxHashMap::default(),
            memory,
            quotients,
            branches: false,
            direct: false,
        }
    }

    fn run(&mut self) {
        for block in self.cfg.rpo.clone() {
            self.block(block);
        }
        // Back edges were passed before the values they carry were simplified.
        let same_as = std::mem::take(&mut self.same_as);
        for block in &mut self.func.blocks {
            if let Some(term) = &mut block.term {
                term.map_values(|v| same_as[v.0 as usize]);
            }
        }
    }

    fn block(&mut self, id: Block) {
        self.memory.enter(id, &self.cfg);
        let insts = std::mem::take(&mut self.func.blocks[id.0 as usize].insts);
        let mut kept = Vec::with_capacity(insts.len());
        for mut inst in insts {
            inst.op.map_values(|v| self.same_as[v.0 as usize]);
            self.expand_call(id, &mut inst, &mut kept);
            if self.keep(id, &mut inst) {
                self.strengthen(id, &mut inst, &mut kept);
                kept.push(inst);
            }
        }
        self.memory.leave(id);
        self.func.blocks[id.0 as usize].insts = kept;
        let mut term = self.func.blocks[id.0 as usize].term.take().expect("passes get finished functions");
        term.map_values(|v| self.same_as[v.0 as usize]);
        self.straighten(&mut term);
        self.func.blocks[id.0 as usize].term = Some(term);
    }

    /// Simplifies an instruction; whether it is still needed.
    fn keep(&mut self, block: Block, inst: &mut Inst) -> bool {
        if let Op::Call(callee, _) = &mut inst.op
            && let Callee::Indirect(code, sig) = callee
            && let Some(id) = self.known_code(*code)
            && self.program.func(id).sig == **sig
        {
            *callee = Callee::Func(id);
            self.direct = true;
        }
        match &mut inst.op {
            Op::Load(_, addr, _, access) if access.may_fault && fold::is_address(*addr, self) => access.may_fault = false,
            // The collector scans frames without being told of stores.
            &mut Op::StoreBarrier(value, addr, offset, access) if matches!(self.op(addr), Some(Op::SlotAddr(..))) => {
                inst.op = Op::Store(value, addr, offset, access);
            }
            _ => {}
        }
        match inst.op {
            Op::Check(cond, ..) if self.int(cond).is_some_and(|n| n != 0) => return false,
            Op::NilCheck(ptr) if fold::is_address(ptr, self) => return false,
            _ => {}
        }
        if let [result] = inst.results[..]
            && inst.op.is_pure()
        {
            return self.keep_pure(block, inst, result);
        }
        if self.memory.is_stored(inst, &self.ops, &self.func.values) {
            return false;
        }
        if let Some(value) = self.memory.visit(inst, &self.ops, &self.func.values)
            && let [result] = inst.results[..]
            && self.func.values[value.0 as usize] == self.func.values[result.0 as usize]
        {
            self.same_as[result.0 as usize] = value;
            return false;
        }
        true
    }

    fn keep_pure(&mut self, block: Block, inst: &mut Inst, result: Value) -> bool {
        for _ in 0..3 {
            match fold::fold(&inst.op, self) {
                Folded::Same => break,
                Folded::Copy(value) if self.func.values[value.0 as usize] == self.func.values[result.0 as usize] => {
                    self.same_as[result.0 as usize] = value;
                    return false;
                }
                Folded::Copy(_) => break,
                Folded::Op(op) => inst.op = op,
            }
        }
        let ty = self.func.values[result.0 as usize];
        // What memory learns of must stay: it is asked last.
        let known = self.known_result(block, &inst.op, ty).or_else(|| self.memory.visit(inst, &self.ops, &self.func.values));
        if let Some(value) = known
            && self.func.values[value.0 as usize] == ty
        {
            self.same_as[result.0 as usize] = value;
            return false;
        }
        self.number(block, &inst.op, result);
        self.ops[result.0 as usize] = Some(inst.op.clone());
        true
    }

    /// A value computed before that is what the op would give.
    fn known_result(&self, block: Block, op: &Op, ty: Ty) -> Option<Value> {
        let usable = |&&(at, value): &&(Block, Value)| self.func.values[value.0 as usize] == ty && self.cfg.dominates(at, block);
        let list = self.numbered.get(&number::key(op)?)?;
        let (first, others) = list.split_at(list.len().min(LOOKED_AT));
        first.iter().chain(others.iter().rev().take(LOOKED_AT)).find(usable).map(|&(_, value)| value)
    }

    fn number(&mut self, block: Block, op: &Op, result: Value) {
        if let Some(key) = number::key(op) {
            self.numbered.entry(key).or_default().push((block, result));
        }
    }

    /// The function behind a code address: taken directly, from a static func value, or from a known itab.
    fn known_code(&self, code: Value) -> Option<FuncId> {
        match *self.op(code)? {
            Op::CodeAddr(id) => Some(id),
            Op::Load(_, addr, offset, _) => match *self.op(addr)? {
                Op::FuncValAddr(id) if offset == 0 => Some(id),
                Op::ItabAddr(id) => {
                    let index = (offset as usize).checked_sub(std::mem::offset_of!(Itab, fun))? / 8;
                    self.program.itabs[id.0 as usize].methods.get(index).copied()
                }
                _ => None,
            },
            _ => None,
        }
    }

    /// Decides branches on constants, and those whose targets are one.
    fn straighten(&mut self, term: &mut Term) {
        let decided = match term {
            Term::Br { cond, then, els } => {
                if let Some(&Op::Un(UnOp::BoolNot, inner)) = self.ops[cond.0 as usize].as_ref() {
                    *cond = inner;
                    std::mem::swap(then, els);
                }
                match self.int(*cond) {
                    Some(0) => Some(els.clone()),
                    Some(_) => Some(then.clone()),
                    None => (then == els).then(|| then.clone()),
                }
            }
            Term::Switch(value, cases, default) => self.int(*value).map(|n| {
                let ty = self.func.values[value.0 as usize];
                let taken = cases.iter().find(|(case, _)| fold::sign_extend(ty, *case) == n);
                taken.map_or(&*default, |(_, target)| target).clone()
            }),
            _ => None,
        };
        if let Some(target) = decided {
            *term = Term::Jump(target);
            self.branches = true;
        }
    }
}
