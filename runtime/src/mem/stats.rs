//! Figures for `runtime.MemStats`.

use super::BLOCK;
use super::heap::Heap;
use super::mcache::MCache;

/// The figures that do not follow from others; names are `runtime.MemStats`'.
#[derive(Clone, Copy, Default, Debug)]
#[allow(missing_docs)]
pub struct MemStats {
    pub heap_alloc: u64,
    pub total_alloc: u64,
    pub sys: u64,
    pub mallocs: u64,
    pub frees: u64,
    pub heap_sys: u64,
    pub heap_idle: u64,
    pub heap_inuse: u64,
    pub heap_released: u64,
    pub heap_objects: u64,
    pub next_gc: u64,
    pub pause_total_ns: u64,
    pub num_gc: u32,
    pub num_forced_gc: u32,
}

/// Reads the figures.
///
/// # Safety
/// The world is stopped; `caches` are all of the heap's.
pub unsafe fn read(heap: &Heap, caches: &[*mut MCache]) -> MemStats {
    // SAFETY: the caller's.
    let (total, mallocs) = unsafe { allocated(caches) };
    let gc = heap.cycle.stats.lock();
    let blocks = heap.blocks.lock();
    let (in_use, held, top) = (blocks.in_use as u64, blocks.held as u64, blocks.top() as u64);
    let block = BLOCK as u64;
    let released = (top - in_use - held) * block;
    MemStats {
        heap_alloc: (heap.pacer.live() as u64 + total).saturating_sub(gc.total_then),
        total_alloc: total,
        sys: top * block,
        mallocs,
        frees: gc.frees,
        heap_sys: top * block,
        heap_idle: (top - in_use) * block,
        heap_inuse: in_use * block,
        heap_released: released,
        heap_objects: mallocs - gc.frees,
        next_gc: heap.pacer.goal() as u64,
        pause_total_ns: gc.pause_total_ns,
        num_gc: gc.num_gc,
        num_forced_gc: gc.num_forced,
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
