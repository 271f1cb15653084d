//! The heap of an instance: one reservation cut into blocks, side tables for what is in them, and the answer to "which object is this address in?".
//!
//! Invariants:
//! - Every word may be asked: what is no address of an object (free block, rest of a span, outside) has none.
//! - Mark bits: one per [`GRAIN`] bytes, that of an object at its first byte. PREV holds the marks of the last cycle and, where bits are clear,
//!   the holes that allocation fills; MARK is being built and is all zero when marking begins.
//! - `entry` of a block changes only under the lock of `blocks`; it is published last, so whoever reads it sees what it stands for.

use std::sync::atomic::{AtomicU8, AtomicU16, AtomicU32, AtomicU64, AtomicUsize, Ordering};

use super::blocks::Blocks;
use super::class::{Classes, FREE, LARGE, LARGE_REST};
use super::os::{Mapping, Table};
use super::{BLOCK, BLOCK_SHIFT, GRAIN, SPAN};
use crate::gc::Cycle;
use crate::gc::pacer::Pacer;
use crate::lock::Lock;
use crate::profile::heap::Profile;
use crate::values::Values;

/// Words of mark bits per block.
pub const MARK_WORDS: usize = BLOCK / GRAIN / 64;

/// Address space to ask for: so much, or a multiple of the machine's memory; and the least that will do.
const RESERVE: usize = 64 << 30;
const RESERVE_TIMES: usize = 2;
const RESERVE_MIN: usize = 64 << 20;
/// Where address space is limited, the next smaller size to ask for is less by one part in so many, and such a part is left for code, stacks and side tables,
/// but so much at least, unless that is more than half.
const RESERVE_STEP: usize = 8;
const RESERVE_LEFT: usize = 1 << 30;

/// The heap.
pub struct Heap {
    /// First address; a multiple of [`SPAN`].
    pub base: usize,
    /// Bytes of address space.
    pub size: usize,
    /// Class of each block.
    pub entry: Table<AtomicU16>,
    /// Of a block of a large object: of the first the number of blocks, of others the first.
    pub link: Table<AtomicU32>,
    /// Of the first block of a large object: its element's `TypeDesc`, or 0 without pointers.
    pub large_type: Table<AtomicUsize>,
    /// Of the first block of a span or large object: the sweep that has seen it, or in whose time it was made.
    pub sweepgen: Table<AtomicU8>,
    marks: [Table<AtomicU64>; 2],
    /// Which of `marks` is PREV.
    prev: AtomicUsize,
    /// All classes.
    pub classes: Classes,
    /// The page heap.
    pub blocks: Lock<Blocks>,
    /// When to collect.
    pub pacer: Pacer,
    /// Non-zero while marking: compiled code tests it before pointer stores, at this address.
    pub wb_enabled: AtomicU32,
    /// The same for natives and allocation.
    pub marking: AtomicU32,
    /// The collector.
    pub cycle: Cycle,
    /// Who allocates what.
    pub profile: Profile,
    /// What values need beside memory.
    pub values: Values,
    /// What all objects without size are.
    pub zero_base: u64,
    _arena: Mapping,
}

/// An object of the heap.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Object {
    /// Its first byte.
    pub start: usize,
    /// Its class; [`LARGE`] for a large object.
    pub class: usize,
}

impl Heap {
    /// Reserves a heap; `None` when the system refuses address space.
    pub fn new() -> Option<Heap> {
        let mut want = RESERVE.max(super::os::memory().saturating_mul(RESERVE_TIMES).next_multiple_of(SPAN));
        let mut limited = false;
        let arena = loop {
            match Mapping::reserve(want + SPAN) {
                Some(a) if !limited || Mapping::reserve((want / RESERVE_STEP).max(RESERVE_LEFT.min(want / 2))).is_some() => break a,
                _ if want > RESERVE_MIN => (want, limited) = ((want - want / RESERVE_STEP).next_multiple_of(SPAN), true),
                _ => return None,
            }
        };
        let base = arena.base().next_multiple_of(SPAN);
        let blocks = want >> BLOCK_SHIFT;
        Some(Heap {
            base,
            size: want,
            entry: Table::new(blocks)?,
            link: Table::new(blocks)?,
            large_type: Table::new(blocks)?,
            sweepgen: Table::new(blocks)?,
            marks: [Table::new(blocks * MARK_WORDS)?, Table::new(blocks * MARK_WORDS)?],
            prev: AtomicUsize::new(0),
            classes: Classes::new()?,
            blocks: Lock::new(Blocks::new(base, blocks)),
            pacer: Pacer::default(),
            wb_enabled: AtomicU32::new(0),
            marking: AtomicU32::new(0),
            cycle: Cycle::default(),
            profile: Profile::default(),
            values: Values::default(),
            zero_base: 0,
            _arena: arena,
        })
    }

    /// Marks of the last cycle.
    #[inline]
    pub fn prev(&self) -> &Table<AtomicU64> {
        &self.marks[self.prev.load(Ordering::Relaxed)]
    }

    /// Marks being built.
    #[inline]
    pub fn mark(&self) -> &Table<AtomicU64> {
        &self.marks[1 - self.prev.load(Ordering::Relaxed)]
    }

    /// MARK becomes PREV. The world is stopped.
    pub fn swap_marks(&self) {
        self.prev.fetch_xor(1, Ordering::Relaxed);
    }

    /// Has the kernel give memory for the mark bits of a span or large object that begins at `block`, a free one, which has none set: else markers would
    /// meet the page faults, all at once. Only a store does that: a read gets a page of zeros that the first store replaces.
    pub fn touch_marks(&self, block: usize) {
        for marks in &self.marks {
            marks.at(block * MARK_WORDS).store(0, Ordering::Relaxed);
        }
    }

    /// First address of a block.
    #[inline]
    pub fn block_addr(&self, block: usize) -> usize {
        self.base + (block << BLOCK_SHIFT)
    }

    /// Block of an address of the heap.
    #[inline]
    pub fn block_of(&self, addr: usize) -> usize {
        (addr - self.base) >> BLOCK_SHIFT
    }

    /// The address lies in the reservation.
    #[inline(always)]
    pub fn contains(&self, addr: usize) -> bool {
        addr.wrapping_sub(self.base) < self.size
    }

    /// The object that holds `addr`, in constant time. Any word may be asked.
    #[inline(always)]
    pub fn resolve(&self, addr: usize) -> Option<Object> {
        let off = addr.wrapping_sub(self.base);
        if off >= self.size {
            return None;
        }
        let block = off >> BLOCK_SHIFT;
        // SAFETY: one entry per block of `size`.
        let class = usize::from(unsafe { self.entry.get(block) }.load(Ordering::Acquire));
        match class {
            FREE => None,
            LARGE => Some(Object { start: self.block_addr(block), class }),
            LARGE_REST => Some(Object { start: self.block_addr(self.link.at(block).load(Ordering::Relaxed) as usize), class: LARGE }),
            _ => {
                let c = self.classes.get(class);
                let span_off = off & c.span_mask as usize;
                let index = c.index(span_off);
                if index >= c.nobj as usize {
                    return None;
                }
                Some(Object { start: addr - (span_off - index * c.size as usize), class })
            }
        }
    }

    /// Bytes of an object.
    pub fn size_of(&self, o: Object) -> usize {
        if o.class == LARGE {
            self.link.at(self.block_of(o.start)).load(Ordering::Relaxed) as usize * BLOCK
        } else {
            self.classes.get(o.class).size as usize
        }
    }

    /// Number of an address's mark bit.
    #[inline(always)]
    pub fn bit_of(&self, addr: usize) -> usize {
        (addr - self.base) / GRAIN
    }

    /// The object is marked in the cycle under way.
    #[inline]
    pub fn is_marked(&self, o: Object) -> bool {
        let bit = self.bit_of(o.start);
        self.mark().at(bit / 64).load(Ordering::Relaxed) >> (bit % 64) & 1 != 0
    }

    /// The object was marked in the last cycle (always false right after its allocation).
    pub fn was_marked(&self, o: Object) -> bool {
        let bit = self.bit_of(o.start);
        self.prev().at(bit / 64).load(Ordering::Relaxed) >> (bit % 64) & 1 != 0
    }
}
