//! The collector: mark and sweep, non-moving, after Go's.
//!
//! A cycle: flush the Ps' caches (`begin`), mark from the roots, end (`finish`): barrier off, sweep, new PREV. Today the world stands still from
//! begin to finish and helper threads mark with the collecting one. The parts that a concurrent marker needs are here and tested: the write barrier
//! (`barrier`), objects born marked while it is on, marking in steps.
//!
//! Invariant: what a goroutine or a native can still reach is found from the roots of `roots`; natives keep pointers into the heap in their
//! frames on g0, in objects, or in registered roots, never only in memory of Rust's allocator.

pub mod barrier;
pub mod mark;
pub mod pacer;
pub mod roots;
pub mod settings;
pub mod sweep;
pub mod verify;
pub mod workers;

use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};

use self::mark::{Marker, Range, Shared};
use self::sweep::Swept;
use self::workers::Workers;
use crate::lock::Lock;
use crate::mem::heap::Heap;
use crate::mem::mcache::MCache;

pub use self::roots::{RootFn, free_os_memory, gc, poll, read_mem_stats};

/// Below this live heap marking alone is faster than waking helpers.
const PARALLEL_MIN: usize = 1 << 20;
/// How many pauses `MemStats` keeps.
pub const PAUSES: usize = 256;

/// What the cycles so far have seen.
#[derive(Clone, Debug)]
pub struct GcStats {
    /// Cycles.
    pub num_gc: u32,
    /// Of these, asked for by `runtime.GC`.
    pub num_forced: u32,
    /// Nanoseconds the world stood still, in all.
    pub pause_total_ns: u64,
    /// The last [`PAUSES`] of them, the latest at `(num_gc + PAUSES - 1) % PAUSES`.
    pub pause_ns: [u64; PAUSES],
    /// When they ended, nanoseconds since 1970.
    pub pause_end: [u64; PAUSES],
    /// Live objects after the last cycle.
    pub objects: usize,
    /// Objects freed by all cycles.
    pub frees: u64,
    /// Bytes allocated from the start to the last cycle.
    pub total_then: u64,
}

impl GcStats {
    /// When the last cycle ended, nanoseconds since 1970; 0 before the first.
    pub fn last_end(&self) -> u64 {
        self.pause_end[(self.num_gc as usize + PAUSES - 1) % PAUSES]
    }
}

/// The collector's state in a heap.
pub struct Cycle {
    /// Words found by write barriers and not looked at yet.
    grey: Lock<Vec<usize>>,
    /// Registered ranges: globals and other memory of the program outside the heap.
    pub root_ranges: Lock<Vec<Range>>,
    /// Functions that add further roots.
    pub root_fns: Lock<Vec<RootFn>>,
    workers: Workers,
    /// Mark again with a simple marker and compare (`gcverify`).
    pub verify: AtomicBool,
    /// Cycles so far, to look at without the lock of `stats`.
    pub count: AtomicU32,
    /// Figures.
    pub stats: Lock<GcStats>,
    /// Bytes of roots scanned by the last cycle.
    pub root_bytes: AtomicU64,
}

impl Default for Cycle {
    fn default() -> Cycle {
        let stats = GcStats {
            num_gc: 0,
            num_forced: 0,
            pause_total_ns: 0,
            pause_ns: [0; PAUSES],
            pause_end: [0; PAUSES],
            objects: 0,
            frees: 0,
            total_then: 0,
        };
        Cycle {
            grey: Lock::default(),
            root_ranges: Lock::default(),
            root_fns: Lock::default(),
            workers: Workers::default(),
            verify: AtomicBool::new(false),
            count: AtomicU32::new(0),
            stats: Lock::new(stats),
            root_bytes: AtomicU64::new(0),
        }
    }
}

impl Cycle {
    /// Keeps words that the write barrier saw.
    pub fn shade(&self, _heap: &Heap, words: &[usize]) {
        self.grey.lock().extend_from_slice(words);
    }
}

/// Completed cycles of the calling thread's instance.
pub fn cycles() -> u32 {
    // SAFETY: on an M with a P; the heap lives as long as the instance.
    unsafe { (*(*crate::mem::mcache()).heap).cycle.count.load(Ordering::Relaxed) }
}

/// Registers memory outside the heap that may hold pointers into it: globals.
pub fn add_root_range(heap: &Heap, lo: usize, hi: usize) {
    heap.cycle.root_ranges.lock().push((lo, hi));
}

/// Puts the ranges in place of all that were registered: package variables, whose memory grows while functions are compiled.
pub fn set_root_ranges(heap: &Heap, ranges: Vec<Range>) {
    *heap.cycle.root_ranges.lock() = ranges;
}

/// Registers a function that adds roots at each collection.
pub fn add_root_fn(heap: &Heap, f: RootFn) {
    heap.cycle.root_fns.lock().push(f);
}

/// Collects with the world stopped.
///
/// # Safety
/// No other thread touches the heap; `caches` are all of it; `roots` are readable words and all that reaches live objects.
pub unsafe fn collect(heap: &Heap, caches: &[*mut MCache], roots: &[Range], helpers: usize) -> Swept {
    for &mc in caches {
        // SAFETY: the world is stopped.
        unsafe { (*mc).flush(heap) };
    }
    let helpers = if heap.pacer.live() < PARALLEL_MIN { 0 } else { helpers };
    let shared = Shared::new(helpers + 1);
    shared.add_roots(roots);
    heap.cycle.workers.run(helpers, &|| Marker::new(heap, &shared).drain());
    end_mark(heap, roots)
}

/// Starts a cycle whose marking runs beside the program: from here to [`finish`] stores need the barrier and objects are born marked.
///
/// # Safety
/// As [`collect`].
pub unsafe fn begin(heap: &Heap, caches: &[*mut MCache], roots: &[Range]) -> Shared {
    for &mc in caches {
        // SAFETY: the world is stopped.
        unsafe { (*mc).flush(heap) };
    }
    heap.wb_enabled.store(1, Ordering::SeqCst);
    let shared = Shared::new(1);
    shared.add_roots(roots);
    shared
}

/// Marks what is known so far.
pub fn step(heap: &Heap, shared: &Shared) {
    let words = std::mem::take(&mut *heap.cycle.grey.lock());
    let mut m = Marker::new(heap, shared);
    words.iter().for_each(|&w| m.word(w));
    m.drain();
    shared.reset();
}

/// Ends a cycle that [`begin`] started. `verify_roots` are only used to check it.
///
/// # Safety
/// As [`collect`].
pub unsafe fn finish(heap: &Heap, shared: &Shared, caches: &[*mut MCache], verify_roots: &[Range]) -> Swept {
    for &mc in caches {
        // SAFETY: the world is stopped.
        unsafe { barrier::flush(mc) };
    }
    step(heap, shared);
    for &mc in caches {
        // SAFETY: the world is stopped.
        unsafe { (*mc).flush(heap) };
    }
    heap.wb_enabled.store(0, Ordering::SeqCst);
    end_mark(heap, verify_roots)
}

fn end_mark(heap: &Heap, roots: &[Range]) -> Swept {
    if heap.cycle.verify.load(Ordering::Relaxed) {
        verify::verify(heap, roots);
    }
    let swept = sweep::sweep(heap);
    let root_bytes: usize = roots.iter().map(|r| r.1.saturating_sub(r.0)).sum();
    heap.cycle.root_bytes.store(root_bytes as u64, Ordering::Relaxed);
    // What spans hold beside live objects counts towards the memory limit.
    let spans = heap.blocks.lock().in_use * crate::mem::BLOCK;
    heap.pacer.cycle_done(swept.live, root_bytes, spans.saturating_sub(swept.live));
    swept
}

/// Notes a cycle in the figures: the world stood still for `pause` until `end` (nanoseconds, the latter since 1970); `allocated` are all bytes and
/// objects from the start.
pub fn record(heap: &Heap, swept: Swept, pause: u64, end: u64, forced: bool, allocated: (u64, u64)) {
    let mut s = heap.cycle.stats.lock();
    let at = s.num_gc as usize % PAUSES;
    (s.pause_ns[at], s.pause_end[at]) = (pause, end);
    s.pause_total_ns += pause;
    s.num_gc += 1;
    heap.cycle.count.store(s.num_gc, Ordering::Relaxed);
    s.num_forced += u32::from(forced);
    s.objects = swept.objects;
    s.total_then = allocated.0;
    s.frees = allocated.1.saturating_sub(swept.objects as u64);
}
