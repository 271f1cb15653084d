//! The page heap: which blocks are free, which free ones still hold memory, and the spans with holes that no P works on.
//!
//! Invariant: a block is free exactly when its `free` bit is set or it lies at `top` or beyond; beyond `top` no block was ever used.
//! First fit by address keeps the heap dense, so that its upper end can go back to the kernel; free blocks that still hold memory come first, for others
//! cost page faults and make the resident set grow.

use super::os::decommit;
use super::{BLOCK, BLOCK_SHIFT};

/// The state of all blocks of a heap; indices are block numbers.
#[derive(Debug)]
pub struct Blocks {
    base: usize,
    total: usize,
    /// Blocks in use at some time: `[0, top)`.
    top: usize,
    free: Vec<u64>,
    /// Free blocks whose memory was used and not given back.
    dirty: Vec<u64>,
    /// No free block lies below, and no free one that holds memory.
    hint: usize,
    held_hint: usize,
    /// Blocks in use.
    pub in_use: usize,
    /// Free blocks that hold memory.
    pub held: usize,
    /// Spans with holes by class, lowest address last.
    pub partial: Vec<Vec<u32>>,
}

/// A run of blocks that was free.
#[derive(Clone, Copy, Debug)]
pub struct Run {
    /// First block.
    pub block: usize,
    /// Its memory reads as zero.
    pub clean: bool,
}

fn bit(map: &[u64], i: usize) -> bool {
    map.get(i / 64).is_some_and(|w| w >> (i % 64) & 1 != 0)
}

/// First index from `from` below `end` whose bit is set in the words that `word` gives, else `end`.
#[inline]
fn find(word: impl Fn(usize) -> u64, from: usize, end: usize) -> usize {
    let mut i = from;
    while i < end {
        let rest = word(i / 64) >> (i % 64);
        if rest != 0 {
            return (i + rest.trailing_zeros() as usize).min(end);
        }
        i = (i / 64 + 1) * 64;
    }
    end
}

/// The first `n` blocks from `from` on, the first a multiple of `align`, whose bits are all set in the words that `word` gives, below `top`; also the first
/// block from `from` on whose bit is.
#[inline]
fn first_fit(word: impl Fn(usize) -> u64, n: usize, align: usize, from: usize, top: usize) -> (Option<usize>, usize) {
    let first = find(&word, from, top);
    let mut at = first;
    while at < top {
        let start = at.next_multiple_of(align);
        let end = find(|i| !word(i), start.min(top), top.min(start.saturating_add(n)));
        if end >= start + n {
            return (Some(start), first);
        }
        at = find(&word, end.max(start).min(top), top);
    }
    (None, first)
}

impl Blocks {
    /// `total` free blocks from address `base`.
    pub fn new(base: usize, total: usize) -> Blocks {
        Blocks { base, total, top: 0, free: Vec::new(), dirty: Vec::new(), hint: 0, held_hint: 0, in_use: 0, held: 0, partial: Vec::new() }
    }

    /// One past the highest block that was ever used.
    pub fn top(&self) -> usize {
        self.top
    }

    /// Takes `n` blocks, the first a multiple of `align`; `None` when the address space is used up.
    pub fn take(&mut self, n: usize, align: usize) -> Option<Run> {
        self.take_used(n, align).or_else(|| self.extend(n, align))
    }

    /// Likewise, but only of blocks that were in use before.
    pub fn take_used(&mut self, n: usize, align: usize) -> Option<Run> {
        let mut start = None;
        if self.held >= n {
            (start, self.held_hint) = first_fit(|i| self.free[i] & self.dirty[i], n, align, self.held_hint, self.top);
        }
        if start.is_none() {
            (start, self.hint) = first_fit(|i| self.free[i], n, align, self.hint, self.top);
        }
        start.map(|start| self.claim(start, n))
    }

    /// Takes `n` free blocks below `top`.
    fn claim(&mut self, start: usize, n: usize) -> Run {
        let mut clean = true;
        for b in start..start + n {
            self.free[b / 64] &= !(1 << (b % 64));
            if bit(&self.dirty, b) {
                clean = false;
                self.held -= 1;
            }
        }
        self.in_use += n;
        Run { block: start, clean }
    }

    fn extend(&mut self, n: usize, align: usize) -> Option<Run> {
        let start = self.top.next_multiple_of(align);
        let end = start.checked_add(n).filter(|&e| e <= self.total)?;
        let words = end.div_ceil(64);
        self.free.resize(words.max(self.free.len()), 0);
        self.dirty.resize(words.max(self.dirty.len()), 0);
        for b in self.top..start {
            self.free[b / 64] |= 1 << (b % 64);
        }
        self.top = end;
        self.in_use += n;
        Some(Run { block: start, clean: true })
    }

    /// Gives back `n` blocks in use.
    pub fn give(&mut self, start: usize, n: usize) {
        for b in start..start + n {
            debug_assert!(!bit(&self.free, b) && b < self.top);
            self.free[b / 64] |= 1 << (b % 64);
            self.dirty[b / 64] |= 1 << (b % 64);
        }
        self.in_use -= n;
        self.held += n;
        self.hint = self.hint.min(start);
        self.held_hint = self.held_hint.min(start);
    }

    /// Gives memory of free blocks back to the kernel, highest addresses first, until at most `keep` blocks are held, or at least `max` were given
    /// back; answers how many bytes.
    pub fn release(&mut self, keep: usize, max: usize) -> usize {
        let (mut released, mut end) = (0, self.top);
        while self.held > keep && end > 0 && released < max.saturating_mul(BLOCK) {
            let b = end - 1;
            if !(bit(&self.free, b) && bit(&self.dirty, b)) {
                end = b;
                continue;
            }
            let mut start = b;
            while start > 0
                && self.held - (end - start) > keep
                && end - start < max
                && bit(&self.free, start - 1)
                && bit(&self.dirty, start - 1)
            {
                start -= 1;
            }
            // SAFETY: free blocks of the arena; nobody has their contents.
            unsafe { decommit(self.base + (start << BLOCK_SHIFT), (end - start) * BLOCK) };
            for d in start..end {
                self.dirty[d / 64] &= !(1 << (d % 64));
            }
            self.held -= end - start;
            released += (end - start) * BLOCK;
            end = start;
        }
        released
    }

    /// A span of `class` with holes.
    pub fn pop_partial(&mut self, class: usize) -> Option<usize> {
        self.partial.get_mut(class)?.pop().map(|b| b as usize)
    }

    /// There is a span of `class` with holes.
    pub fn has_partial(&self, class: usize) -> bool {
        self.partial.get(class).is_some_and(|list| !list.is_empty())
    }

    /// Puts a span of `class` with holes on its list.
    pub fn push_partial(&mut self, class: usize, block: usize) {
        if self.partial.len() <= class {
            self.partial.resize_with(class + 1, Vec::new);
        }
        self.partial[class].push(block as u32);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mem::os::Mapping;

    #[test]
    fn first_fit_with_alignment() {
        let mut b = Blocks::new(0, 1000);
        let one = b.take(1, 1).unwrap();
        let span = b.take(4, 4).unwrap();
        assert_eq!((one.block, span.block), (0, 4));
        assert!(span.clean);
        assert_eq!(b.take(3, 1).unwrap().block, 1, "the gap before the aligned span");
        b.give(span.block, 4);
        assert_eq!(b.take(5, 1).unwrap().block, 8);
        let again = b.take(2, 1).unwrap();
        assert_eq!(again.block, 4, "memory that is still there comes first");
        assert!(!again.clean);
        assert_eq!((b.in_use, b.held), (11, 2));
        assert!(b.take(1000, 1).is_none());
        assert_eq!(b.take(987, 1).unwrap().block, 13);
    }

    #[test]
    fn release_keeps_the_lowest() {
        let map = Mapping::reserve(64 * BLOCK).unwrap();
        let mut b = Blocks::new(map.base(), 64);
        let run = b.take(10, 1).unwrap();
        // SAFETY: inside the mapping.
        unsafe { std::ptr::write_bytes(map.base() as *mut u8, 1, 10 * BLOCK) };
        b.give(run.block, 10);
        assert_eq!(b.release(4, usize::MAX), 6 * BLOCK);
        assert_eq!(b.held, 4);
        // SAFETY: inside the mapping.
        let first = |i: usize| unsafe { *((map.base() + i * BLOCK) as *const u8) };
        assert_eq!((first(3), first(4), first(9)), (1, 0, 0));
        assert!(!b.take(4, 1).unwrap().clean);
        assert!(b.take(6, 1).unwrap().clean);
    }
}
