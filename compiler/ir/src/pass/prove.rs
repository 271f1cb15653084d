//! Proving differences between values by following facts and definitions backwards (after Bodík, Gupta and Sarkar's ABCD).
//!
//! Going round a loop, a proof may assume what it is proving as long as the round did not weaken it; the other side of the difference must then be
//! the same value in every round, that is, defined outside the loop. All arithmetic met on the way is shown not to overflow.

use super::facts::{Fact, Facts, Point};
use super::fold::zero_extend;
use crate::ir::*;

/// Steps after which a proof is given up.
const STEPS: u32 = 60;
/// Counters rise by at most this much a round …
const SMALL_STEP: i64 = 16;
/// … from at most here.
const LOW: i64 = 1 << 62;

/// One attempt at a proof.
pub(super) struct Prover<'f, 'a> {
    facts: &'f Facts<'a>,
    steps: u32,
    /// Parameters being looked at, with what is to be shown of them.
    upper: Vec<(Value, Option<Value>, i64)>,
    lower: Vec<(Value, i64)>,
    room: Vec<Value>,
    /// A length at the point where the proof starts, thus not negative.
    length: Option<Value>,
}

impl<'f, 'a> Prover<'f, 'a> {
    pub(super) fn new(facts: &'f Facts<'a>) -> Prover<'f, 'a> {
        Prover { facts, steps: STEPS, upper: Vec::new(), lower: Vec::new(), room: Vec::new(), length: None }
    }

    /// Whether `a <= b + c` where the proof starts.
    pub(super) fn prove(&mut self, a: Value, b: Value, c: i64, at: Point) -> bool {
        self.length = Some(b).filter(|&b| self.facts.is_length(b, at));
        self.at_most(a, Some(b), c, at, &[])
    }

    /// Whether the value is the length of the start, and still the same one: defined before all loops gone into on the way.
    fn is_same_length(&self, value: Value) -> bool {
        let facts = self.facts;
        let upper = self.upper.iter().map(|&(param, ..)| param);
        let mut passed = upper.chain(self.lower.iter().map(|&(param, _)| param)).chain(self.room.iter().copied());
        let before = |param: Value| {
            let (own, loops) = (facts.block_of(value), facts.block_of(param));
            own != loops && facts.cfg.dominates(own, loops)
        };
        self.length == Some(value) && passed.all(before)
    }

    fn step(&mut self) -> bool {
        self.steps = self.steps.saturating_sub(1);
        self.steps > 0
    }

    /// Whether `value <= target + c` at a point; `None` is 0. Signed.
    pub(super) fn at_most(&mut self, value: Value, target: Option<Value>, c: i64, at: Point, edge: &[Fact]) -> bool {
        if target == Some(value) {
            return c >= 0;
        }
        if let Some(n) = target.and_then(|target| self.facts.int(target)) {
            return c.checked_add(n).is_some_and(|c| self.at_most(value, None, c, at, edge));
        }
        if let Some(n) = self.facts.int(value) {
            return match target {
                None => n <= c,
                Some(target) => n.checked_sub(c).is_some_and(|least| self.at_least(target, least, at, edge)),
            };
        }
        if target.is_none() && self.greatest(value).is_some_and(|most| most <= c) {
            return true;
        }
        if !self.step() {
            return false;
        }
        let facts = self.facts;
        let known = edge.iter().copied().filter(|f| f.lower == Some(value)).chain(facts.above(value, at));
        for fact in known.collect::<Vec<_>>() {
            let Some(left) = c.checked_sub(fact.k) else { continue };
            let shown = match fact.upper {
                // value <= k: enough when k <= target + c.
                None => match target {
                    None => fact.k <= c,
                    Some(target) => left.checked_neg().is_some_and(|least| self.at_least(target, least, at, edge)),
                },
                Some(next) => self.at_most(next, target, left, at, edge),
            };
            if shown {
                return true;
            }
        }
        self.at_most_by_definition(value, target, c, at, edge) || self.at_most_by_target(value, target, c, at, edge)
    }

    /// A target x + k, for a small k > 0, that is a length and so did not overflow: c + k more than x.
    fn at_most_by_target(&mut self, value: Value, target: Option<Value>, c: i64, at: Point, edge: &[Fact]) -> bool {
        let Some(target) = target else { return false };
        let Some(&Op::Bin(BinOp::Add, x, k)) = self.facts.op(target) else { return false };
        let Some(k) = self.facts.int(k).filter(|k| (1..=SMALL_STEP).contains(k)) else { return false };
        (self.facts.is_length(target, at) || self.is_same_length(target)) && self.at_most(value, Some(x), c.saturating_add(k), at, edge)
    }

    fn at_most_by_definition(&mut self, value: Value, target: Option<Value>, c: i64, at: Point, edge: &[Fact]) -> bool {
        let facts = self.facts;
        match facts.op(value) {
            Some(&Op::Bin(BinOp::Add, x, k)) if let Some(k) = facts.int(k) => {
                // Overflow makes a sum smaller when k is positive, which does no harm here; when k is negative there must be none.
                (k >= 0 || self.at_least(x, least_of(facts.ty(x)) - k, at, edge))
                    && c.checked_sub(k).is_some_and(|c| self.at_most(x, target, c, at, edge))
            }
            Some(&Op::Bin(BinOp::Sub, x, k)) if let Some(k) = facts.int(k) => {
                k >= 0
                    && least_of(facts.ty(x)).checked_add(k).is_some_and(|least| self.at_least(x, least, at, edge))
                    && c.checked_add(k).is_some_and(|c| self.at_most(x, target, c, at, edge))
            }
            Some(&Op::Bin(BinOp::Add, x, y)) => {
                target.is_none() && c >= 0 && [x, y].iter().all(|&part| self.between(part, c / 2, at, edge))
            }
            // x - y <= x for y not negative, when x is not negative.
            Some(&Op::Bin(BinOp::Sub, x, y)) => {
                self.at_least(y, 0, at, edge) && self.at_least(x, 0, at, edge) && self.at_most(x, target, c, at, edge)
            }
            Some(Op::Bin(BinOp::SRem, ..)) if target.is_none() && self.remainder(value).is_some_and(|most| most <= c) => true,
            // Half of what is not negative is no more than it.
            Some(&Op::Bin(BinOp::SShrRaw | BinOp::UShrRaw | BinOp::SShr | BinOp::UShr | BinOp::SDiv | BinOp::UDiv, x, y))
                if facts.int(y).is_some_and(|n| n >= 0) =>
            {
                self.at_least(x, 0, at, edge) && self.at_most(x, target, c, at, edge)
            }
            Some(&Op::Bin(BinOp::SMin, x, y)) => self.at_most(x, target, c, at, edge) || self.at_most(y, target, c, at, edge),
            Some(&Op::Bin(BinOp::SMax, x, y)) => self.at_most(x, target, c, at, edge) && self.at_most(y, target, c, at, edge),
            Some(&Op::Select(_, x, y)) => self.at_most(x, target, c, at, edge) && self.at_most(y, target, c, at, edge),
            Some(&Op::Conv(ConvOp::SExt, x, _)) => self.at_most(x, target, c, at, edge),
            Some(&Op::Conv(ConvOp::ZExt, x, _)) => self.at_least(x, 0, at, edge) && self.at_most(x, target, c, at, edge),
            Some(_) => false,
            None => self.param_at_most(value, target, c),
        }
    }

    fn param_at_most(&mut self, value: Value, target: Option<Value>, c: i64) -> bool {
        let facts = self.facts;
        if let Some(&(.., assumed)) = self.upper.iter().find(|&&(v, t, _)| (v, t) == (value, target)) {
            return c >= assumed;
        }
        let Some((block, index)) = facts.param(value) else { return false };
        let outside = |v: Value| facts.block_of(v) != block && facts.cfg.dominates(facts.block_of(v), block);
        if block == Block(0) || !target.is_none_or(outside) {
            return false;
        }
        let incoming = facts.incoming(block, index);
        self.upper.push((value, target, c));
        let shown = !incoming.is_empty() && incoming.iter().all(|(at, arg, edge)| self.at_most(*arg, target, c, *at, edge));
        self.upper.pop();
        shown
    }

    /// Whether `value >= least` at a point. Signed.
    pub(super) fn at_least(&mut self, value: Value, least: i64, at: Point, edge: &[Fact]) -> bool {
        let facts = self.facts;
        if let Some(n) = facts.int(value) {
            return n >= least;
        }
        if least <= least_of(facts.ty(value)) {
            return true;
        }
        if least <= 0 && (self.greatest(value).is_some() || facts.is_length(value, at) || self.is_same_length(value)) {
            return true;
        }
        if !self.step() {
            return false;
        }
        let known = edge.iter().copied().filter(|f| f.upper == Some(value)).chain(facts.below(value, at));
        for fact in known.collect::<Vec<_>>() {
            // lower <= value + k
            let shown = match (fact.lower, least.checked_add(fact.k)) {
                (None, Some(sum)) => sum <= 0,
                (Some(lower), Some(sum)) => self.at_least(lower, sum, at, edge),
                _ => false,
            };
            if shown {
                return true;
            }
        }
        match facts.op(value) {
            Some(&Op::Bin(BinOp::Add, x, k)) if let Some(k) = facts.int(k) => {
                least.checked_sub(k).is_some_and(|least| self.at_least(x, least, at, edge)) && (k <= 0 || self.has_room(x, k, at, edge))
            }
            Some(&Op::Bin(BinOp::Sub, x, k)) if let Some(k) = facts.int(k) => {
                k >= 0 && least.checked_add(k).is_some_and(|least| self.at_least(x, least, at, edge))
            }
            // Sums and products of what is small enough do not overflow.
            Some(&Op::Bin(BinOp::Add, x, y)) if least <= 0 => {
                let half = greatest_of(facts.ty(value)) / 2;
                [x, y].iter().all(|&part| self.between(part, half, at, edge))
            }
            Some(&Op::Bin(BinOp::Mul, x, y)) if least <= 0 => {
                let root = 1 << (4 * facts.ty(value).size() - 1);
                [x, y].iter().all(|&part| self.between(part, root, at, edge))
            }
            Some(&Op::Bin(BinOp::SShrRaw | BinOp::SShr | BinOp::SDiv, x, y)) if least <= 0 && facts.int(y).is_some_and(|n| n > 0) => {
                self.at_least(x, 0, at, edge)
            }
            Some(&Op::Bin(BinOp::SRem, x, _)) if least <= 0 => self.at_least(x, 0, at, edge),
            Some(&Op::Bin(BinOp::SMin, x, y)) => self.at_least(x, least, at, edge) && self.at_least(y, least, at, edge),
            Some(&Op::Bin(BinOp::SMax, x, y)) => self.at_least(x, least, at, edge) || self.at_least(y, least, at, edge),
            Some(&Op::Select(_, x, y)) => self.at_least(x, least, at, edge) && self.at_least(y, least, at, edge),
            Some(&Op::Conv(ConvOp::SExt, x, _)) => self.at_least(x, least, at, edge),
            Some(_) => false,
            None => self.param_at_least(value, least),
        }
    }

    /// Whether `0 <= value <= most` at a point.
    fn between(&mut self, value: Value, most: i64, at: Point, edge: &[Fact]) -> bool {
        self.at_least(value, 0, at, edge) && self.at_most(value, None, most, at, edge)
    }

    fn param_at_least(&mut self, value: Value, least: i64) -> bool {
        if let Some(&(_, assumed)) = self.lower.iter().find(|(v, _)| *v == value) {
            return least <= assumed;
        }
        let Some((block, index)) = self.facts.param(value).filter(|&(block, _)| block != Block(0)) else { return false };
        let incoming = self.facts.incoming(block, index);
        self.lower.push((value, least));
        let shown = !incoming.is_empty() && incoming.iter().all(|(at, arg, edge)| self.at_least(*arg, least, *at, edge));
        self.lower.pop();
        shown
    }

    /// Whether `value + k` does not overflow at a point, for k > 0.
    fn has_room(&mut self, value: Value, k: i64, at: Point, edge: &[Fact]) -> bool {
        let facts = self.facts;
        let fits = |n: i64| n.checked_add(k).is_some_and(|sum| sum <= greatest_of(facts.ty(value)));
        if let Some(n) = facts.int(value).or_else(|| self.greatest(value)).or_else(|| self.remainder(value)) {
            return fits(n);
        }
        if !self.step() {
            return false;
        }
        // value <= other + f.k, and other is at most the greatest integer of its type.
        let enough = |f: Fact| if f.upper.is_some() { f.k <= -k } else { fits(f.k) };
        if edge.iter().copied().filter(|f| f.lower == Some(value)).chain(facts.above(value, at)).any(enough) {
            return true;
        }
        facts.ty(value).size() == 8 && k <= SMALL_STEP && self.counts_slowly(value)
    }

    /// Whether the value is a counter that starts low and rises by small steps. It would take some hundred years to overflow.
    fn counts_slowly(&mut self, value: Value) -> bool {
        let facts = self.facts;
        if self.room.contains(&value) {
            return true;
        }
        match facts.op(value) {
            Some(&Op::Bin(BinOp::Add, x, k)) => {
                facts.int(k).is_some_and(|k| (0..=SMALL_STEP).contains(&k)) && self.step() && self.counts_slowly(x)
            }
            Some(_) => facts.int(value).or_else(|| self.greatest(value)).is_some_and(|n| n <= LOW),
            None => {
                let Some((block, index)) = facts.param(value).filter(|&(block, _)| block != Block(0)) else { return false };
                let incoming = facts.incoming(block, index);
                self.room.push(value);
                let shown = self.step() && !incoming.is_empty() && incoming.iter().all(|(_, arg, _)| self.counts_slowly(*arg));
                self.room.pop();
                shown
            }
        }
    }

    /// The greatest that a remainder by a constant can be; it may be negative.
    fn remainder(&self, value: Value) -> Option<i64> {
        match *self.facts.op(value)? {
            Op::Bin(BinOp::SRem, _, y) => self.facts.int(y)?.checked_abs().filter(|&n| n > 0).map(|n| n - 1),
            _ => None,
        }
    }

    /// The greatest a value can be when its definition alone says it is not negative.
    fn greatest(&self, value: Value) -> Option<i64> {
        let facts = self.facts;
        let bits = 8 * facts.ty(value).size();
        let top = greatest_of(facts.ty(value));
        match *facts.op(value)? {
            Op::Iconst(..) => facts.int(value).filter(|&n| n >= 0),
            Op::Conv(ConvOp::ZExt, x, _) => {
                let widest = zero_extend(facts.ty(x), -1) as i64;
                Some(self.greatest(x).map_or(widest, |n| n.min(widest)))
            }
            Op::Conv(ConvOp::SExt, x, _) => self.greatest(x),
            Op::Bin(BinOp::And, x, y) => match (self.greatest(x), self.greatest(y)) {
                (Some(x), Some(y)) => Some(x.min(y)),
                (one, other) => one.or(other),
            },
            Op::Bin(BinOp::URem, _, y) => facts.int(y).filter(|&n| n > 0).map(|n| n - 1),
            Op::Bin(BinOp::UShrRaw | BinOp::UShr, _, y) => match facts.int(y) {
                Some(n) if (1..i64::from(bits)).contains(&n) => Some(top >> (n - 1)),
                Some(n) if n >= i64::from(bits) => Some(0),
                _ => None,
            },
            Op::Un(UnOp::Clz | UnOp::Ctz | UnOp::Popcnt, _) => Some(i64::from(bits)).filter(|&n| n <= top),
            Op::Cmp(..) => Some(1),
            _ => None,
        }
    }
}

/// The least integer of a type.
fn least_of(ty: Ty) -> i64 {
    i64::MIN >> (64 - 8 * ty.size())
}

/// The greatest.
fn greatest_of(ty: Ty) -> i64 {
    i64::MAX >> (64 - 8 * ty.size())
}
