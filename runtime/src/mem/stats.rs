//! Figures for `runtime.MemStats`.

use std::sync::atomic::{AtomicU8, AtomicU16, AtomicU32, AtomicUsize};

use super::class::FIRST_SIZED;
use super::heap::{Heap, MARK_WORDS};
use super::mcache::MCache;
use super::sizes::{GO_SIZES, go_class};
use super::{BLOCK, WORD};

/// Bytes of the side tables for a block: what Go's MSpan figures stand for.
const BLOCK_TABLES: usize = size_of::<AtomicU16>() + size_of::<AtomicU32>() + size_of::<AtomicUsize>() + size_of::<AtomicU8>();
/// Bytes of both mark bitmaps for a block.
const BLOCK_MARKS: usize = 2 * MARK_WORDS * WORD;
const PAGE: u64 = 4096;

/// Objects of one of Go's size classes.
#[derive(Clone, Copy, Default, Debug)]
pub struct BySize {
    /// Made since the start.
    pub mallocs: u64,
    /// Freed since the start.
    pub frees: u64,
}

/// The figures that do not follow from others; names are `runtime.MemStats`'.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs)]
pub struct MemStats {
    pub heap_alloc: u64,
    pub total_alloc: u64,
    pub mallocs: u64,
    pub frees: u64,
    pub heap_sys: u64,
    pub heap_idle: u64,
    pub heap_inuse: u64,
    pub heap_released: u64,
    pub heap_objects: u64,
    pub mspan_inuse: u64,
    pub mspan_sys: u64,
    pub mcache_inuse: u64,
    pub mcache_sys: u64,
    pub gc_sys: u64,
    pub next_gc: u64,
    pub by_size: [BySize; GO_SIZES.len()],
}

/// Reads the figures.
///
/// # Safety
/// The world is stopped, the heap is swept; `caches` are all of the heap's.
pub unsafe fn read(heap: &Heap, caches: &[*mut MCache]) -> MemStats {
    // SAFETY: the caller's.
    let (total, mallocs) = unsafe { allocated(caches) };
    let (total_then, frees) = {
        let gc = heap.cycle.stats.lock();
        (gc.total_then, gc.frees)
    };
    let (in_use, held, top) = {
        let blocks = heap.blocks.lock();
        (blocks.in_use as u64, blocks.held as u64, blocks.top() as u64)
    };
    let block = BLOCK as u64;
    let pages = |bytes: u64| bytes.next_multiple_of(PAGE);
    let mcache = (caches.len() * size_of::<MCache>()) as u64;
    MemStats {
        heap_alloc: (heap.pacer.live() as u64 + total).saturating_sub(total_then),
        total_alloc: total,
        mallocs,
        frees,
        heap_sys: top * block,
        heap_idle: (top - in_use) * block,
        heap_inuse: in_use * block,
        heap_released: (top - in_use - held) * block,
        heap_objects: mallocs - frees,
        mspan_inuse: in_use * BLOCK_TABLES as u64,
        mspan_sys: pages(top * BLOCK_TABLES as u64),
        mcache_inuse: mcache,
        mcache_sys: pages(mcache),
        gc_sys: pages(top * BLOCK_MARKS as u64),
        next_gc: heap.pacer.goal() as u64,
        // SAFETY: the caller's.
        by_size: unsafe { by_size(heap, caches) },
    }
}

/// Bytes and objects allocated since the start, to the object.
///
/// # Safety
/// As [`read`].
pub unsafe fn allocated(caches: &[*mut MCache]) -> (u64, u64) {
    let (mut total, mut mallocs) = (0, 0);
    for &mc in caches {
        // SAFETY: the world is stopped.
        let mc = unsafe { &*mc };
        total += mc.total;
        mallocs += mc.mallocs;
        for c in mc.caches.iter().filter(|c| c.cur != 0) {
            let rest = c.cur.saturating_sub(c.lo + 1);
            total -= rest as u64;
            mallocs -= (rest / c.size) as u64;
        }
    }
    (total, mallocs)
}

/// Objects of each class allocated since the start, to the object.
///
/// # Safety
/// As [`read`].
pub unsafe fn by_class(heap: &Heap, caches: &[*mut MCache]) -> Vec<u64> {
    let mut counts = vec![0; heap.classes.len()];
    for &mc in caches {
        // SAFETY: the world is stopped.
        let mc = unsafe { &*mc };
        for (class, count) in counts.iter_mut().enumerate() {
            let c = &mc.caches[class];
            let rest = if c.cur == 0 { 0 } else { c.cur.saturating_sub(c.lo + 1) / c.size };
            *count += mc.counts[class] - rest as u64;
        }
    }
    counts
}

unsafe fn by_size(heap: &Heap, caches: &[*mut MCache]) -> [BySize; GO_SIZES.len()] {
    let mut sizes = [BySize::default(); GO_SIZES.len()];
    // SAFETY: the caller's.
    let mallocs = unsafe { by_class(heap, caches) };
    for (class, mallocs) in mallocs.into_iter().enumerate().skip(FIRST_SIZED) {
        let size = &mut sizes[go_class(heap.classes.get(class).size as usize)];
        size.mallocs += mallocs;
        size.frees += heap.cycle.sweep.frees(class);
    }
    sizes
}
