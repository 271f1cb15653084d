//! Sweeping: a count of mark bits per span says whether it is free, full or has holes. Objects are not touched.
//!
//! It runs beside the program, in chunks from the top of the heap down: by the sweeper goroutine, by allocations that need a span, and by whoever
//! starts the next cycle. A span belongs to the sweeper until `Heap::sweepgen` of its first block is the current generation; spans that are
//! taken meanwhile are born with it. The bits that held the marks of the cycle before are cleared on the way, for the next cycle to set.

use std::sync::atomic::{AtomicU8, AtomicUsize, Ordering};

use super::verify::POISON;
use crate::lock::Lock;
use crate::mem::BLOCK;
use crate::mem::class::{Class, FREE, LARGE, LARGE_REST, Scan};
use crate::mem::heap::{Heap, MARK_WORDS};

/// Blocks swept in one go: a megabyte.
const CHUNK: usize = 64;
/// Chunks an allocation sweeps at most before it takes memory that was free all along.
const HELP: usize = 8;

/// How far the sweep has come.
#[derive(Default)]
pub struct Sweep {
    /// Chunks that nobody has begun: those below this number. Those beyond the heap's are pieces of the profile's samples.
    unclaimed: AtomicUsize,
    /// Chunks that are not swept.
    pending: AtomicUsize,
    /// Blocks of the heap when it began.
    top: AtomicUsize,
    generation: AtomicU8,
    /// By class, objects made until the last cycle ended and those of them that it left.
    made: Lock<Vec<u64>>,
    left: Lock<Vec<u64>>,
}

impl Sweep {
    /// There are spans that were not swept.
    #[inline]
    pub fn is_active(&self) -> bool {
        self.pending.load(Ordering::Acquire) != 0
    }

    /// What [`Heap::sweepgen`] is for spans that have been swept.
    pub fn generation(&self) -> u8 {
        self.generation.load(Ordering::Relaxed)
    }

    /// Objects of a class that were freed; once the sweep has ended.
    pub fn frees(&self, class: usize) -> u64 {
        let of = |counts: &Lock<Vec<u64>>| counts.lock().get(class).copied().unwrap_or(0);
        of(&self.made).saturating_sub(of(&self.left))
    }

    /// Makes all spans ones to sweep; `made` are the objects allocated so far by class, and the profile's samples are looked at in `samples` pieces. The world
    /// is stopped.
    pub(super) fn begin(&self, top: usize, made: Vec<u64>, samples: usize) {
        *self.left.lock() = vec![0; made.len()];
        *self.made.lock() = made;
        self.generation.store(self.generation().wrapping_add(1), Ordering::Relaxed);
        let chunks = top.div_ceil(CHUNK) + samples;
        self.top.store(top, Ordering::Relaxed);
        self.pending.store(chunks, Ordering::Release);
        self.unclaimed.store(chunks, Ordering::Release);
    }
}

/// Sweeps one chunk; false when none is left to begin.
pub fn some(heap: &Heap) -> bool {
    let sweep = &heap.cycle.sweep;
    let claimed = sweep.unclaimed.fetch_update(Ordering::AcqRel, Ordering::Acquire, |n| n.checked_sub(1));
    let Ok(before) = claimed else { return false };
    if before > sweep.top.load(Ordering::Relaxed).div_ceil(CHUNK) {
        heap.profile.settle(heap);
    } else {
        chunk(heap, before - 1);
    }
    if sweep.pending.fetch_sub(1, Ordering::AcqRel) == 1 {
        heap.cycle.times.swept();
    }
    true
}

/// Sweeps all that is left, and waits for those who are at it.
pub fn all(heap: &Heap) {
    while some(heap) {}
    let mut round = 0;
    while heap.cycle.sweep.is_active() {
        crate::sync::back_off(round);
        round += 1;
    }
}

/// An allocation finds no span of its class with holes: sweeps a little, for one or for free blocks.
pub fn help(heap: &Heap, class: usize) {
    for _ in 0..HELP {
        if !some(heap) {
            return;
        }
        let blocks = heap.blocks.lock();
        if blocks.has_partial(class) || blocks.held >= CHUNK {
            return;
        }
    }
}

/// What a chunk gives back.
#[derive(Default)]
struct Swept {
    /// (first block, blocks)
    free: Vec<(usize, usize)>,
    /// (class, block)
    partial: Vec<(usize, usize)>,
    /// (class, live objects)
    left: Vec<(usize, usize)>,
}

fn chunk(heap: &Heap, number: usize) {
    let generation = heap.cycle.sweep.generation();
    let end = ((number + 1) * CHUNK).min(heap.cycle.sweep.top.load(Ordering::Relaxed));
    let mut swept = Swept::default();
    let mut b = number * CHUNK;
    while b < end {
        b += span(heap, generation, b, &mut swept);
    }
    {
        let mut left = heap.cycle.sweep.left.lock();
        for &(class, live) in &swept.left {
            left[class] += live as u64;
        }
    }
    let mut blocks = heap.blocks.lock();
    for &(b, n) in &swept.free {
        for i in b..b + n {
            heap.entry.at(i).store(FREE as u16, Ordering::Relaxed);
        }
        blocks.give(b, n);
    }
    // Lists are popped from their end, so that allocation prefers low addresses.
    for &(class, b) in swept.partial.iter().rev() {
        blocks.push_partial(class, b);
    }
}

/// Sweeps what begins at block `b`; gives how many blocks that were.
fn span(heap: &Heap, generation: u8, b: usize, swept: &mut Swept) -> usize {
    let class = usize::from(heap.entry.at(b).load(Ordering::Acquire));
    match class {
        FREE | LARGE_REST => return 1,
        _ if heap.sweepgen.at(b).load(Ordering::Relaxed) == generation => return 1,
        LARGE => {
            let n = heap.link.at(b).load(Ordering::Relaxed) as usize;
            clear_marks(heap, b, 1);
            if count_live(heap, b, 1) == 0 {
                swept.free.push((b, n));
            }
        }
        _ => {
            let c = heap.classes.get(class);
            let n = (c.span_mask as usize + 1) / BLOCK;
            if !b.is_multiple_of(n) {
                return 1;
            }
            clear_marks(heap, b, n);
            if heap.cycle.verify.load(Ordering::Relaxed) && c.scan != Scan::Header {
                poison(heap, b, c);
            }
            let live = count_live(heap, b, n);
            swept.left.push((class, live));
            match live {
                0 => swept.free.push((b, n)),
                _ if live < c.nobj as usize => swept.partial.push((class, b)),
                _ => {}
            }
        }
    }
    heap.sweepgen.at(b).store(generation, Ordering::Relaxed);
    1
}

/// Overwrites the free slots of a span, so that nobody goes on using them by chance.
fn poison(heap: &Heap, block: usize, c: &Class) {
    let lo = heap.block_addr(block);
    for start in (0..c.nobj as usize).map(|i| lo + i * c.size as usize) {
        if !heap.resolve(start).is_some_and(|o| heap.was_marked(o)) {
            // SAFETY: no object lives there, and the span is the sweeper's.
            unsafe { std::ptr::write_bytes(start as *mut u8, POISON, c.size as usize) };
        }
    }
}

/// Marks of the cycle that has ended.
fn count_live(heap: &Heap, block: usize, n: usize) -> usize {
    let marks = heap.prev();
    (block * MARK_WORDS..(block + n) * MARK_WORDS).map(|i| marks.at(i).load(Ordering::Relaxed).count_ones() as usize).sum()
}

/// Clears the bits that the next cycle sets.
fn clear_marks(heap: &Heap, block: usize, n: usize) {
    let marks = heap.mark();
    for i in block * MARK_WORDS..(block + n) * MARK_WORDS {
        marks.at(i).store(0, Ordering::Relaxed);
    }
}
