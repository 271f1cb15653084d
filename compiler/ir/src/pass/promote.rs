//! Slots that need no memory: each word that is only loaded and stored as a whole becomes a variable in SSA form.
//!
//! Slots that the recover block reads stay, since a panic finds nothing but memory; so do slots whose address escapes into anything but loads,
//! stores and zeroing.

use super::memory::private_slots;
use super::params::remove_redundant_params;
use crate::cfg::Cfg;
use crate::ir::*;
use rustc_hash::FxHashMap;
use smallvec::SmallVec;

/// Slots with more words than this stay in memory: their words would fight for registers.
const MAX_WORDS: usize = 8;

/// Promotes what can be. Gives whether anything was.
pub fn promote_slots(func: &mut Function) -> bool {
    let words = promotable(func);
    if words.is_empty() {
        return false;
    }
    let mut pass = Promote::new(func, words);
    pass.run();
    remove_redundant_params(func);
    true
}

/// A word of a slot.
type Word = (Slot, i32);

/// Which slot and offset an address value stands for.
fn addresses(func: &Function) -> FxHashMap<Value, Word> {
    let insts = func.blocks.iter().flat_map(|block| &block.insts);
    insts.filter_map(|inst| if let Op::SlotAddr(slot, o) = inst.op { Some((inst.results[0], (slot, o))) } else { None }).collect()
}

/// The words that can live in values, with their types: private slots, always accessed with one type per offset, without overlaps.
fn promotable(func: &Function) -> FxHashMap<Word, Ty> {
    if func.slots.is_empty() {
        return FxHashMap::default();
    }
    let mut good = private_slots(func);
    let at = addresses(func);
    let mut words: FxHashMap<Word, Ty> = FxHashMap::default();
    let mut access = |good: &mut Vec<bool>, addr: Value, offset: i32, ty: Ty| {
        if let Some(&(slot, o)) = at.get(&addr) {
            let word = (slot, o + offset);
            let inside = o + offset >= 0 && (o + offset) as u32 + ty.size() <= func.slots[slot.0 as usize].size;
            good[slot.0 as usize] &= inside && *words.entry(word).or_insert(ty) == ty;
        }
    };
    let refuse = |good: &mut Vec<bool>, addr: Value| {
        if let Some(&(slot, _)) = at.get(&addr) {
            good[slot.0 as usize] = false;
        }
    };
    for block in &func.blocks {
        for inst in &block.insts {
            match inst.op {
                Op::Load(ty, addr, offset, _) => access(&mut good, addr, offset, ty),
                // The collector scans frames without being told of stores.
                Op::Store(value, addr, offset, _) | Op::StoreBarrier(value, addr, offset, _) => {
                    access(&mut good, addr, offset, func.values[value.0 as usize]);
                }
                Op::Copy(dst, src, _) => {
                    refuse(&mut good, dst);
                    refuse(&mut good, src);
                }
                // Zeroing the whole slot is one store to each word.
                Op::Zero(dst, bytes) if at.get(&dst).is_none_or(|&(slot, o)| o != 0 || bytes < func.slots[slot.0 as usize].size) => {
                    refuse(&mut good, dst);
                }
                _ => {}
            }
        }
    }
    for slot in slots_of_recovery(func, &at) {
        good[slot.0 as usize] = false;
    }
    refuse_overlaps(&words, &mut good);
    words.retain(|(slot, _), _| good[slot.0 as usize]);
    words
}

fn refuse_overlaps(words: &FxHashMap<Word, Ty>, good: &mut [bool]) {
    let mut by_slot: FxHashMap<Slot, Vec<(i32, u32)>> = FxHashMap::default();
    for (&(slot, offset), ty) in words {
        by_slot.entry(slot).or_default().push((offset, ty.size()));
    }
    for (slot, mut list) in by_slot {
        list.sort_unstable();
        let overlap = list.windows(2).any(|pair| pair[0].0 + pair[0].1 as i32 > pair[1].0);
        good[slot.0 as usize] &= !overlap && list.len() <= MAX_WORDS;
    }
}

/// The slots that blocks reached from the recover block mention.
fn slots_of_recovery(func: &Function, at: &FxHashMap<Value, Word>) -> Vec<Slot> {
    let mut slots = Vec::new();
    let mut seen = vec![false; func.blocks.len()];
    let mut work: Vec<Block> = func.recover_block.into_iter().collect();
    while let Some(block) = work.pop() {
        if std::mem::replace(&mut seen[block.0 as usize], true) {
            continue;
        }
        let results = func.blocks[block.0 as usize].insts.iter().flat_map(|inst| &inst.results);
        slots.extend(results.filter_map(|result| at.get(result)).map(|&(slot, _)| slot));
        crate::cfg::successors(func, block, |to| work.push(to));
    }
    slots
}

struct Promote<'a> {
    func: &'a mut Function,
    cfg: Cfg,
    at: FxHashMap<Value, Word>,
    /// The words, numbered.
    words: Vec<(Word, Ty)>,
    number: FxHashMap<Word, usize>,
    /// The value of each word at the end of each block; parameters stand at the start of blocks where paths meet.
    at_end: Vec<Vec<Option<Value>>>,
    /// What removed loads gave.
    renamed: FxHashMap<Value, Value>,
}

impl<'a> Promote<'a> {
    fn new(func: &'a mut Function, words: FxHashMap<Word, Ty>) -> Promote<'a> {
        let cfg = Cfg::new(func);
        let at = addresses(func);
        let mut words: Vec<(Word, Ty)> = words.into_iter().collect();
        words.sort_unstable();
        let number = words.iter().enumerate().map(|(i, (word, _))| (*word, i)).collect();
        let at_end = vec![vec![None; words.len()]; func.blocks.len()];
        Promote { func, cfg, at, words, number, at_end, renamed: FxHashMap::default() }
    }

    fn run(&mut self) {
        for block in self.cfg.rpo.clone() {
            let mut now = self.at_start(block);
            self.block(block, &mut now);
            self.at_end[block.0 as usize] = now;
        }
        self.pass_arguments();
        let renamed = std::mem::take(&mut self.renamed);
        let resolve = |mut value: Value| {
            while let Some(&next) = renamed.get(&value) {
                value = next;
            }
            value
        };
        for block in &mut self.func.blocks {
            block.insts.iter_mut().for_each(|inst| inst.op.map_values(resolve));
            if let Some(term) = &mut block.term {
                term.map_values(resolve);
            }
        }
    }

    /// The words when a block starts: its predecessor's, or new parameters. Redundant ones go afterwards.
    fn at_start(&mut self, block: Block) -> Vec<Option<Value>> {
        match self.cfg.preds[block.0 as usize][..] {
            [] => vec![None; self.words.len()],
            [pred] => self.at_end[pred.0 as usize].clone(),
            _ => {
                let types: Vec<Ty> = self.words.iter().map(|&(_, ty)| ty).collect();
                types.into_iter().map(|ty| Some(self.param(block, ty))).collect()
            }
        }
    }

    fn param(&mut self, block: Block, ty: Ty) -> Value {
        let value = self.func.new_value(ty);
        self.func.blocks[block.0 as usize].params.push(value);
        value
    }

    fn word(&self, addr: Value, offset: i32) -> Option<usize> {
        let &(slot, o) = self.at.get(&addr)?;
        self.number.get(&(slot, o + offset)).copied()
    }

    fn block(&mut self, block: Block, now: &mut [Option<Value>]) {
        let insts = std::mem::take(&mut self.func.blocks[block.0 as usize].insts);
        let mut kept = Vec::with_capacity(insts.len());
        for inst in insts {
            match inst.op {
                Op::Load(_, addr, offset, _) if let Some(word) = self.word(addr, offset) => {
                    let value = self.read(word, now, &mut kept);
                    self.renamed.insert(inst.results[0], value);
                }
                Op::Store(value, addr, offset, _) | Op::StoreBarrier(value, addr, offset, _)
                    if let Some(word) = self.word(addr, offset) =>
                {
                    now[word] = Some(value);
                }
                Op::Zero(addr, _) if self.zeroed(addr).next().is_some() => {
                    for word in self.zeroed(addr).collect::<Vec<_>>() {
                        now[word] = Some(self.zero(word, &mut kept));
                    }
                }
                _ => kept.push(inst),
            }
        }
        self.func.blocks[block.0 as usize].insts = kept;
    }

    /// The words of the slot at an address.
    fn zeroed(&self, addr: Value) -> impl Iterator<Item = usize> + '_ {
        let slot = self.at.get(&addr).map(|&(slot, _)| slot);
        self.words.iter().enumerate().filter(move |(_, ((s, _), _))| Some(*s) == slot).map(|(i, _)| i)
    }

    /// A word's value; what was never stored is as good as zero.
    fn read(&mut self, word: usize, now: &mut [Option<Value>], kept: &mut Vec<Inst>) -> Value {
        if now[word].is_none() {
            now[word] = Some(self.zero(word, kept));
        }
        now[word].expect("just set")
    }

    fn zero(&mut self, word: usize, kept: &mut Vec<Inst>) -> Value {
        let ty = self.words[word].1;
        let value = self.func.new_value(ty);
        let op = if ty.is_float() { Op::Fconst(ty, 0) } else { Op::Iconst(ty, 0) };
        kept.push(Inst { op, results: SmallVec::from_slice(&[value]), loc: Loc(0) });
        value
    }

    /// Gives the new parameters their arguments.
    fn pass_arguments(&mut self) {
        for block in self.cfg.rpo.clone() {
            let joins = |to: Block, cfg: &Cfg| cfg.preds[to.0 as usize].len() > 1;
            let mut any = false;
            crate::cfg::successors(self.func, block, |to| any |= joins(to, &self.cfg));
            if !any {
                continue;
            }
            let mut kept = std::mem::take(&mut self.func.blocks[block.0 as usize].insts);
            let mut now = std::mem::take(&mut self.at_end[block.0 as usize]);
            let values: Vec<Value> = (0..self.words.len()).map(|word| self.read(word, &mut now, &mut kept)).collect();
            let data = &mut self.func.blocks[block.0 as usize];
            data.insts = kept;
            let cfg = &self.cfg;
            data.term.as_mut().expect("finished").for_each_target_mut(|target| {
                if joins(target.block, cfg) {
                    target.args.extend(&values);
                }
            });
        }
    }
}
