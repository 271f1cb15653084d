//! The collector: concurrent mark and sweep, non-moving, after Go's.
//!
//! A cycle ([`phase`]):
//! 1. *Start*, world stopped: the barrier goes on, open holes become black, the immediate [`roots`] are scanned.
//! 2. *Mark*, beside the program: worker goroutines ([`worker`]) get a quarter of each P's time and all of an idle one's; allocation beyond the pacer's
//!    schedule makes the allocating goroutine mark ([`assist`]). Objects are born marked, a goroutine that runs has been scanned.
//! 3. *Termination*, world stopped: the barrier's buffers are empty and nothing is grey (else marking goes on); barrier off, the marks become PREV.
//! 4. *Sweep*, beside the program ([`sweep`]), and free memory beyond the goal goes back to the kernel.
//!
//! Invariant: what a goroutine or a native can still reach is found from the roots of `roots`; natives keep pointers into the heap in their
//! frames on g0, in objects, or in registered roots, never only in memory of Rust's allocator.

pub mod assist;
pub mod barrier;
pub mod mark;
pub mod omit;
pub mod pacer;
pub mod phase;
pub mod pool;
pub mod pools;
pub mod roots;
pub mod settings;
pub mod specials;
pub mod stats;
pub mod sweep;
pub mod trace;
pub mod verify;
pub mod worker;

use std::sync::atomic::{AtomicBool, AtomicPtr, AtomicU32, AtomicUsize, Ordering};

use self::mark::{Found, Marker, Range, Roots};
use self::omit::{Omission, Omit, omitted};
use self::pool::Pool;
use self::stats::GcStats;
use self::sweep::Sweep;
use crate::lock::Lock;
use crate::mem::BLOCK;
use crate::mem::heap::Heap;
use crate::mem::mcache::MCache;
use crate::mem::stats::{allocated, by_class};

pub use self::phase::{gc_step, poll, read_mem_stats, release_free};

/// The collector's state in a heap.
#[derive(Default)]
pub struct Cycle {
    /// Cycles begun.
    number: AtomicU32,
    /// Grey objects.
    pool: Pool,
    /// Bytes of the heap in use when marking began.
    used: AtomicUsize,
    live: AtomicUsize,
    objects: AtomicUsize,
    work: AtomicUsize,
    /// Bytes of stacks.
    stacks: AtomicUsize,
    /// Bytes and objects allocated when marking began.
    allocated_then: Lock<(u64, u64)>,
    /// Registered ranges: globals and other memory of the program outside the heap.
    pub root_ranges: Lock<Vec<Range>>,
    /// Mark again with a simple marker and compare (`gcverify`).
    pub verify: AtomicBool,
    /// Mark with the world stopped (`gcstoptheworld`).
    pub stop_the_world: AtomicBool,
    /// The lists of package sync's pools, or null.
    pub pools: AtomicPtr<pools::Lists>,
    /// What is left out on purpose.
    pub omission: Omission,
    /// Cycles that have marked, to look at without the lock of `stats`.
    pub count: AtomicU32,
    /// Figures.
    pub stats: Lock<GcStats>,
    /// The sweep after the last cycle.
    pub sweep: Sweep,
    /// Finalizers, cleanups, weak pointers.
    pub specials: specials::Specials,
    /// The collector's goroutines.
    pub worker: worker::Workers,
    /// Times of the cycle under way.
    times: trace::Times,
    /// Somebody tries to end marking.
    finishing: AtomicBool,
    /// See [`Cycle::set_one_proc`].
    one_proc: AtomicBool,
}

impl Cycle {
    /// Number of the cycle under way, or of the last one.
    #[inline]
    pub fn number(&self) -> u32 {
        self.number.load(Ordering::Relaxed)
    }

    /// Work done in this cycle, bytes as markers count them.
    pub fn work(&self) -> usize {
        self.work.load(Ordering::Relaxed)
    }

    /// Prints a line for each cycle from now on (`gctrace`).
    pub fn trace(&self, on: bool) {
        self.times.enabled.store(on, Ordering::Relaxed);
    }

    /// Nothing is grey, as far as the markers know.
    #[cfg(test)]
    pub(crate) fn is_idle(&self) -> bool {
        self.pool.is_done()
    }

    /// Marks what words that the write barrier saw lead to.
    pub fn shade(&self, heap: &Heap, words: &[usize]) {
        let mut marker = self.marker(heap);
        marker.words(words.iter().copied());
        self.note(marker.found);
    }

    fn marker<'a>(&'a self, heap: &'a Heap) -> Marker<'a> {
        Marker::new(heap, &self.pool, self.used.load(Ordering::Relaxed), self.one_proc.load(Ordering::Relaxed))
    }

    /// Whether there is one P: then nobody marks beside a marker, nor allocates marked objects. The world is stopped.
    pub fn set_one_proc(&self, one: bool) {
        self.one_proc.store(one, Ordering::Relaxed);
    }

    /// Scans part of a stack that stands still; what is to be scanned goes to the pool.
    ///
    /// # Safety
    /// The range is readable; marking is on.
    unsafe fn scan_range(&self, heap: &Heap, range: Range) {
        let mut marker = self.marker(heap);
        // SAFETY: the caller's.
        unsafe { marker.range_now(range) };
        self.note(marker.found);
    }

    /// A goroutine's stack was scanned.
    fn scanned_stack(&self, bytes: usize) {
        self.stacks.fetch_add(bytes, Ordering::Relaxed);
    }

    /// Adds up what a marker has found.
    fn note(&self, found: Found) {
        self.live.fetch_add(found.live, Ordering::Relaxed);
        self.objects.fetch_add(found.objects, Ordering::Relaxed);
        self.work.fetch_add(found.work, Ordering::Relaxed);
    }
}

/// Puts the ranges in place of all that were registered: package variables, whose memory grows while functions are compiled.
pub fn set_root_ranges(heap: &Heap, ranges: Vec<Range>) {
    *heap.cycle.root_ranges.lock() = ranges;
}

/// What a cycle has left.
#[derive(Clone, Copy, Default, Debug)]
pub struct Live {
    /// Bytes of live objects.
    pub bytes: usize,
    /// Live objects.
    pub objects: usize,
}

/// Begins marking: from here to [`finish`] stores need the barrier and objects are born marked. `now` are roots to scan at once, `later` others.
///
/// # Safety
/// The world is stopped; `caches` are all of the heap's; the ranges are readable; the last sweep has ended.
pub unsafe fn begin(heap: &Heap, caches: &[*mut MCache], now: &[Range], later: Roots) {
    let cycle = &heap.cycle;
    // SAFETY: the world is stopped.
    unsafe { pools::age(cycle.pools.load(Ordering::Acquire)) };
    cycle.number.fetch_add(1, Ordering::Relaxed);
    cycle.used.store(heap.blocks.lock().top() * BLOCK, Ordering::Relaxed);
    for counter in [&cycle.live, &cycle.objects, &cycle.work] {
        counter.store(0, Ordering::Relaxed);
    }
    // SAFETY: the world is stopped.
    unsafe {
        *cycle.allocated_then.lock() = allocated(caches);
        for &mc in caches {
            (*mc).blacken(heap);
        }
    }
    heap.marking.store(1, Ordering::SeqCst);
    if !omitted(cycle, Omit::Stores) {
        heap.wb_enabled.store(1, Ordering::SeqCst);
    }
    let mut marker = cycle.marker(heap);
    for &range in now {
        // SAFETY: the caller's.
        unsafe { marker.range_now(range) };
    }
    cycle.note(marker.found);
    let mut later = later;
    cycle.specials.roots(heap, &mut later);
    cycle.pool.put(later.into_items());
}

/// Marks up to `budget` bytes of work, or until `stop`; gives the work done.
pub fn step(heap: &Heap, budget: usize, stop: impl Fn() -> bool) -> usize {
    let mut marker = heap.cycle.marker(heap);
    marker.run(budget, stop);
    heap.cycle.note(marker.found);
    marker.found.work
}

/// Looks at what the Ps' barrier buffers hold and marks up to `budget` bytes of work; whether nothing is grey.
///
/// # Safety
/// The world is stopped; `caches` are all of the heap's.
pub unsafe fn is_complete(heap: &Heap, caches: &[*mut MCache], budget: usize) -> bool {
    for &mc in caches {
        // SAFETY: the world is stopped.
        unsafe { barrier::flush(mc) };
    }
    step(heap, budget, || false);
    heap.cycle.pool.is_done()
}

/// Marking is complete: finalizers and cleanups of what is dead are queued, weak pointers to it cleared, and what finalizers need is kept.
///
/// # Safety
/// The world is stopped.
pub unsafe fn settle(heap: &Heap) {
    let mut marker = heap.cycle.marker(heap);
    // SAFETY: the caller's.
    unsafe { heap.cycle.specials.after_marking(heap, &mut marker) };
    heap.cycle.note(marker.found);
    step(heap, usize::MAX, || false);
}

/// Ends marking, which is complete, and makes the heap ready to be swept.
///
/// # Safety
/// As [`is_complete`].
pub unsafe fn finish(heap: &Heap, caches: &[*mut MCache]) -> Live {
    let cycle = &heap.cycle;
    for &mc in caches {
        // SAFETY: the world is stopped.
        unsafe { (*mc).flush(heap) };
    }
    heap.wb_enabled.store(0, Ordering::SeqCst);
    heap.marking.store(0, Ordering::SeqCst);
    let then = *cycle.allocated_then.lock();
    // SAFETY: the world is stopped.
    let now = unsafe { allocated(caches) };
    heap.swap_marks();
    let top = {
        let mut blocks = heap.blocks.lock();
        blocks.partial.iter_mut().for_each(Vec::clear);
        blocks.top()
    };
    // SAFETY: the world is stopped.
    cycle.sweep.begin(top, unsafe { by_class(heap, caches) }, heap.profile.cycle_ended());
    Live {
        bytes: cycle.live.load(Ordering::Relaxed) + (now.0 - then.0) as usize,
        objects: cycle.objects.load(Ordering::Relaxed) + (now.1 - then.1) as usize,
    }
}

/// A whole cycle, sweep and all, for heaps without scheduler.
///
/// # Safety
/// No other thread touches the heap; `caches` are all of it; `roots` are readable words and all that reaches live objects.
#[cfg(test)]
pub(crate) unsafe fn collect(heap: &Heap, caches: &[*mut MCache], roots: &[Range]) -> Live {
    // SAFETY: the caller's.
    unsafe {
        begin(heap, caches, roots, Roots::default());
        assert!(is_complete(heap, caches, usize::MAX));
        settle(heap);
        if heap.cycle.verify.load(Ordering::Relaxed) {
            verify::closed(heap, roots);
            verify::reached(heap, roots);
        }
        let live = finish(heap, caches);
        sweep::all(heap);
        heap.pacer.cycle_done(live.bytes, heap.cycle.work(), 0, 0);
        live
    }
}
