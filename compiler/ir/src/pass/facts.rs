//! What branches and checks that were passed tell about values: differences `a <= b + k` that hold at a point of a function.

use super::fold::{negated, sign_extend};
use crate::cfg::Cfg;
use crate::ir::*;
use mgo_abi::builtins::PanicCode;
use rustc_hash::FxHashMap;

/// A point: before instruction `.1` of block `.0`. `u32::MAX` is the block's end.
pub(super) type Point = (Block, u32);

/// `lower <= upper + k`, where `None` stands for 0.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Fact {
    pub(super) lower: Option<Value>,
    pub(super) upper: Option<Value>,
    pub(super) k: i64,
}

/// A function's definitions and facts, to be asked at any point.
pub(super) struct Facts<'a> {
    pub(super) func: &'a Function,
    pub(super) cfg: Cfg,
    /// Where each value is defined: block and index of its instruction, or `None` for a parameter at the block's start.
    defs: Vec<(Block, Option<u32>)>,
    /// Facts by the value on their lower side, with the point from which they hold.
    above: FxHashMap<Value, Vec<(Point, Fact)>>,
    /// Facts by the value on their upper side.
    below: FxHashMap<Value, Vec<(Point, Fact)>>,
    /// Points behind which a comparison's result is known.
    decided: FxHashMap<Value, Vec<(Point, bool)>>,
    /// Values that are lengths or capacities wherever these points have been reached.
    lengths: FxHashMap<Value, Vec<Point>>,
}

impl<'a> Facts<'a> {
    pub(super) fn new(func: &'a Function) -> Facts<'a> {
        let mut facts = Facts {
            func,
            cfg: Cfg::new(func),
            defs: vec![(Block(0), None); func.values.len()],
            above: FxHashMap::default(),
            below: FxHashMap::default(),
            decided: FxHashMap::default(),
            lengths: FxHashMap::default(),
        };
        facts.find_definitions();
        for block in facts.cfg.rpo.clone() {
            facts.learn_from_branch_into(block);
            facts.learn_from_checks(block);
        }
        facts
    }

    fn find_definitions(&mut self) {
        for (b, block) in self.func.blocks.iter().enumerate() {
            for param in &block.params {
                self.defs[param.0 as usize] = (Block(b as u32), None);
            }
            for (i, inst) in block.insts.iter().enumerate() {
                for result in &inst.results {
                    self.defs[result.0 as usize] = (Block(b as u32), Some(i as u32));
                }
            }
        }
    }

    /// The block that defines a value.
    pub(super) fn block_of(&self, value: Value) -> Block {
        self.defs[value.0 as usize].0
    }

    /// The op that defines a value, unless it is a parameter.
    pub(super) fn op(&self, value: Value) -> Option<&'a Op> {
        let (block, index) = self.defs[value.0 as usize];
        Some(&self.func.blocks[block.0 as usize].insts[index? as usize].op)
    }

    /// A value's type.
    pub(super) fn ty(&self, value: Value) -> Ty {
        self.func.values[value.0 as usize]
    }

    /// A value as a constant.
    pub(super) fn int(&self, value: Value) -> Option<i64> {
        match self.op(value)? {
            Op::Iconst(ty, n) => Some(sign_extend(*ty, *n)),
            _ => None,
        }
    }

    /// The block and position of a parameter.
    pub(super) fn param(&self, value: Value) -> Option<(Block, usize)> {
        let (block, index) = self.defs[value.0 as usize];
        if index.is_some() {
            return None;
        }
        let at = self.func.blocks[block.0 as usize].params.iter().position(|&p| p == value)?;
        Some((block, at))
    }

    /// A value and a distance; constants become distances from 0.
    fn side(&self, value: Value) -> (Option<Value>, i64) {
        self.int(value).map_or((Some(value), 0), |n| (None, n))
    }

    /// Records `a <= b + k` from a point on.
    fn add(&mut self, at: Point, a: Value, b: Value, k: i64) {
        let ((lower, x), (upper, y)) = (self.side(a), self.side(b));
        let Some(k) = k.checked_add(y).and_then(|k| k.checked_sub(x)) else { return };
        self.record(at, Fact { lower, upper, k });
    }

    fn record(&mut self, at: Point, fact: Fact) {
        if let Some(lower) = fact.lower {
            self.above.entry(lower).or_default().push((at, fact));
        }
        if let Some(upper) = fact.upper {
            self.below.entry(upper).or_default().push((at, fact));
        }
    }

    /// What follows from a condition being true or false, as differences.
    fn learn(&mut self, at: Point, cond: Value, truth: bool) {
        self.decided.entry(cond).or_default().push((at, truth));
        match self.op(cond) {
            Some(&Op::Un(UnOp::BoolNot, inner)) => self.learn(at, inner, !truth),
            Some(&Op::Cmp(cmp, a, b)) if !self.ty(a).is_float() => {
                let Some(cmp) = (if truth { Some(cmp) } else { negated(cmp) }) else { return };
                self.learn_comparison(at, cmp, a, b);
            }
            // Both hold.
            Some(&Op::Bin(BinOp::And, a, b)) if truth && self.ty(a) == Ty::I8 => {
                self.learn(at, a, true);
                self.learn(at, b, true);
            }
            _ => {}
        }
    }

    fn learn_comparison(&mut self, at: Point, cmp: Cmp, a: Value, b: Value) {
        match cmp {
            Cmp::SLt => self.add(at, a, b, -1),
            Cmp::SLe => self.add(at, a, b, 0),
            Cmp::SGt => self.add(at, b, a, -1),
            Cmp::SGe => self.add(at, b, a, 0),
            Cmp::Eq => {
                self.add(at, a, b, 0);
                self.add(at, b, a, 0);
            }
            Cmp::ULt => self.learn_unsigned(at, a, b, -1),
            Cmp::ULe => self.learn_unsigned(at, a, b, 0),
            Cmp::UGt => self.learn_unsigned(at, b, a, -1),
            Cmp::UGe => self.learn_unsigned(at, b, a, 0),
            Cmp::Ne | Cmp::FEq | Cmp::FNe | Cmp::FLt | Cmp::FLe | Cmp::FGt | Cmp::FGe => {}
        }
    }

    /// `a < b` unsigned with `b` not negative: `a` is not negative either, and smaller.
    fn learn_unsigned(&mut self, at: Point, a: Value, b: Value, k: i64) {
        if self.int(b).is_some_and(|n| n >= 0) || self.is_length(b, at) {
            self.add(at, a, b, k);
            self.record(at, Fact { lower: None, upper: Some(a), k: 0 });
        }
    }

    fn learn_from_branch_into(&mut self, block: Block) {
        if let [pred] = self.cfg.preds[block.0 as usize][..]
            && let Some((cond, truth)) = self.conditions(pred, block)
        {
            self.learn((block, 0), cond, truth);
        }
    }

    /// What is known when control goes from one block to another.
    fn conditions(&self, from: Block, to: Block) -> Option<(Value, bool)> {
        match self.func.blocks[from.0 as usize].term.as_ref()? {
            Term::Br { cond, then, els } if then.block != els.block => Some((*cond, then.block == to)),
            _ => None,
        }
    }

    fn learn_from_checks(&mut self, block: Block) {
        let func = self.func;
        for (i, inst) in func.blocks[block.0 as usize].insts.iter().enumerate() {
            if let Op::Check(cond, code, _, len) = inst.op {
                // By the contract of lowering, these checks compare with the length or capacity of something that exists.
                if matches!(code, PanicCode::Index | PanicCode::IndexUnsigned | PanicCode::SliceAlen | PanicCode::SliceAcap) {
                    self.lengths.entry(len).or_default().push((block, i as u32));
                }
                self.learn((block, i as u32 + 1), cond, true);
            }
        }
    }

    /// Whether what holds from `from` on holds at `point`.
    fn holds(&self, from: Point, point: Point) -> bool {
        if from.0 == point.0 { from.1 <= point.1 } else { self.cfg.dominates(from.0, point.0) }
    }

    /// Whether the value is a length, thus not negative, at a point.
    pub(super) fn is_length(&self, value: Value, point: Point) -> bool {
        self.lengths.get(&value).is_some_and(|points| points.iter().any(|&from| self.holds(from, point)))
    }

    /// Whether a condition is known at a point.
    pub(super) fn decided(&self, cond: Value, point: Point) -> Option<bool> {
        let known = self.decided.get(&cond)?;
        known.iter().find(|&&(from, _)| self.holds(from, point)).map(|&(_, truth)| truth)
    }

    /// The facts with `lower` on their lower side that hold at a point.
    pub(super) fn above(&self, lower: Value, point: Point) -> impl Iterator<Item = Fact> + '_ {
        let list = self.above.get(&lower).map_or(&[][..], |list| list);
        list.iter().filter(move |(from, _)| self.holds(*from, point)).map(|&(_, fact)| fact)
    }

    /// The facts with `upper` on their upper side that hold at a point.
    pub(super) fn below(&self, upper: Value, point: Point) -> impl Iterator<Item = Fact> + '_ {
        let list = self.below.get(&upper).map_or(&[][..], |list| list);
        list.iter().filter(move |(from, _)| self.holds(*from, point)).map(|&(_, fact)| fact)
    }

    /// The arguments a parameter gets: the predecessor's end, the value, and what the branch itself tells on this edge.
    pub(super) fn incoming(&self, block: Block, index: usize) -> Vec<(Point, Value, Vec<Fact>)> {
        let mut list = Vec::new();
        for &pred in &self.cfg.preds[block.0 as usize] {
            let Some(term) = &self.func.blocks[pred.0 as usize].term else { continue };
            term.for_each_target(|target| {
                if target.block == block {
                    list.push(((pred, u32::MAX), target.args[index], self.edge_facts(pred, block)));
                }
            });
        }
        list
    }

    fn edge_facts(&self, from: Block, to: Block) -> Vec<Fact> {
        let Some((cond, truth)) = self.conditions(from, to) else { return Vec::new() };
        let Some(&Op::Cmp(cmp, a, b)) = self.op(cond) else { return Vec::new() };
        if self.ty(a).is_float() {
            return Vec::new();
        }
        let Some(cmp) = (if truth { Some(cmp) } else { negated(cmp) }) else { return Vec::new() };
        let fact = |a, b, k: i64| {
            let ((lower, x), (upper, y)) = (self.side(a), self.side(b));
            Some(Fact { lower, upper, k: k.checked_add(y)?.checked_sub(x)? })
        };
        let facts = match cmp {
            Cmp::SLt => [fact(a, b, -1), None],
            Cmp::SLe => [fact(a, b, 0), None],
            Cmp::SGt => [fact(b, a, -1), None],
            Cmp::SGe => [fact(b, a, 0), None],
            Cmp::Eq => [fact(a, b, 0), fact(b, a, 0)],
            _ => [None, None],
        };
        facts.into_iter().flatten().collect()
    }
}
