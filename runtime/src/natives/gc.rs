//! The collector and the figures of memory.

use std::sync::atomic::Ordering;

use mgo_abi::typedesc::GoString;

use super::{instance, text};
use crate::gc::stats::PAUSES;
use crate::gc::{self, worker};
use crate::mem::sizes::GO_SIZES;
use crate::proc;
use crate::sched::Sched;
use crate::throw;
use crate::traceback::Level;

/// One size class in `runtime.MemStats`.
#[repr(C)]
#[derive(Clone, Copy)]
pub(crate) struct BySize {
    size: u32,
    mallocs: u64,
    frees: u64,
}

/// Size classes that `MemStats` lists, after class 0.
const BY_SIZE: usize = 61;

/// `runtime.MemStats` as `stdlib/src/runtime/mstats.mgo` declares it.
#[repr(C)]
pub(crate) struct MemStats {
    alloc: u64,
    total_alloc: u64,
    sys: u64,
    lookups: u64,
    mallocs: u64,
    frees: u64,
    heap_alloc: u64,
    heap_sys: u64,
    heap_idle: u64,
    heap_inuse: u64,
    heap_released: u64,
    heap_objects: u64,
    stack_inuse: u64,
    stack_sys: u64,
    mspan_inuse: u64,
    mspan_sys: u64,
    mcache_inuse: u64,
    mcache_sys: u64,
    buck_hash_sys: u64,
    gc_sys: u64,
    other_sys: u64,
    next_gc: u64,
    last_gc: u64,
    pause_total_ns: u64,
    pause_ns: [u64; PAUSES],
    pause_end: [u64; PAUSES],
    num_gc: u32,
    num_forced_gc: u32,
    gc_cpu_fraction: f64,
    enable_gc: bool,
    debug_gc: bool,
    by_size: [BySize; BY_SIZE],
}

/// Fills `m`.
unsafe fn readmemstats(m: *mut MemStats) {
    // SAFETY: a System native; the language passes one of its MemStats, whose layout is this.
    unsafe {
        let (figures, cycles) = gc::read_mem_stats();
        let sched = instance();
        let m = &mut *m;
        (m.alloc, m.total_alloc, m.heap_alloc) = (figures.heap_alloc, figures.total_alloc, figures.heap_alloc);
        (m.mallocs, m.frees, m.heap_objects) = (figures.mallocs, figures.frees, figures.heap_objects);
        // Stacks that nobody uses count as idle memory of the heap, as Go's do.
        let free_gs = sched.gfree.lock().warm_and_cold();
        let stacks = sched.stackpool.usage(free_gs);
        let (spare, released) = ((stacks.idle + stacks.released) as u64, stacks.released as u64);
        (m.heap_sys, m.heap_idle, m.heap_inuse) = (figures.heap_sys + spare, figures.heap_idle + spare, figures.heap_inuse);
        (m.heap_released, m.next_gc, m.gc_sys) = (figures.heap_released + released, figures.next_gc, figures.gc_sys);
        (m.stack_inuse, m.stack_sys) = (stacks.in_use as u64, stacks.in_use as u64);
        (m.mspan_inuse, m.mspan_sys) = (figures.mspan_inuse, figures.mspan_sys);
        (m.mcache_inuse, m.mcache_sys) = (figures.mcache_inuse, figures.mcache_sys);
        m.other_sys = size_of::<Sched>() as u64;
        m.sys = m.heap_sys + m.stack_sys + m.mspan_sys + m.mcache_sys + m.buck_hash_sys + m.gc_sys + m.other_sys;
        (m.pause_total_ns, m.num_gc, m.num_forced_gc) = (cycles.pause_total_ns, cycles.num_gc, cycles.num_forced);
        (m.pause_ns, m.pause_end, m.enable_gc) = (cycles.pause_ns, cycles.pause_end, true);
        m.last_gc = cycles.last_end();
        let up = (sched.clock.nanotime() - sched.start_time) * i64::from(sched.gomaxprocs.load(Ordering::Relaxed));
        m.gc_cpu_fraction = cycles.cpu_ns as f64 / up.max(1) as f64;
        for (class, (size, counts)) in m.by_size.iter_mut().skip(1).zip(GO_SIZES.iter().zip(figures.by_size)) {
            *class = BySize { size: u32::from(*size), mallocs: counts.mallocs, frees: counts.frees };
        }
    }
}

/// Where `debug.ReadGCStats` puts what it reads; pauses go to an array of [`PAUSES`] nanoseconds, the latest first.
#[repr(C)]
pub(crate) struct GcFigures {
    num_gc: i64,
    last_gc: i64,
    pause_total: i64,
    pauses: [i64; PAUSES],
    ends: [i64; PAUSES],
}

/// Fills `f` and gives how many pauses there are.
unsafe fn read_gc_stats(f: *mut GcFigures) -> usize {
    // SAFETY: the language passes a struct of this layout; natives run on an M.
    unsafe {
        let cycles = instance().heap.cycle.stats.lock().clone();
        let f = &mut *f;
        (f.num_gc, f.last_gc, f.pause_total) = (i64::from(cycles.num_gc), cycles.last_end() as i64, cycles.pause_total_ns as i64);
        let n = (cycles.num_gc as usize).min(PAUSES);
        for i in 0..n {
            let at = (cycles.num_gc as usize - 1 - i) % PAUSES;
            (f.pauses[i], f.ends[i]) = (cycles.pause_ns[at] as i64, cycles.pause_end[at] as i64);
        }
        n
    }
}

natives! {
    System "runtime.gcstart" (worker: usize, sweeper: usize) -> () |gp| {
        let heap = &instance().heap;
        heap.cycle.worker.set_functions(worker, sweeper);
        heap.pacer.set_enabled(true)
    }
    Park "runtime.gcwork" () -> () |gp| { worker::work(gp) }
    Park "runtime.gcsweep" () -> () |gp| { worker::sweep_some(gp) }
    System "sync.poolLists" (lists: *mut gc::pools::Lists) -> () |gp| { instance().heap.cycle.pools.store(lists, Ordering::Release) }
    System "sync.fatal" (message: GoString) -> () |gp| { throw::fatal(&text(message)) }
    System "runtime.gcstep" (target: u32) -> (number: u32, done: bool) |gp| { gc::gc_step(target) }
    System "runtime.readmemstats" (m: *mut MemStats) -> () |gp| { readmemstats(m) }
    System "runtime/debug.freeOSMemory" () -> () |gp| { proc::letgo::free_os_memory() }
    System "runtime/debug.setGCPercent" (percent: i32) -> (old: i32) |gp| { (instance().heap.pacer.set_percent(percent),) }
    System "runtime/debug.setMemoryLimit" (limit: i64) -> (old: i64) |gp| {
        let pacer = &instance().heap.pacer;
        let old = match usize::try_from(limit) {
            Ok(limit) => pacer.set_limit(limit),
            Err(_) => pacer.limit(),
        };
        (i64::try_from(old).unwrap_or(i64::MAX),)
    }
    System "runtime/debug.setCrashFD" (fd: i32) -> (old: i32) |gp| { (instance().limits.set_crash_fd(fd),) }
    System "runtime/debug.setMaxStack" (bytes: usize) -> (old: usize) |gp| { (instance().limits.set_stack(bytes),) }
    System "runtime/debug.setMaxThreads" (threads: usize) -> (old: usize) |gp| { (instance().limits.set_threads(threads),) }
    System "runtime/debug.setTraceback" (level: GoString) -> () |gp| {
        instance().limits.set_traceback(Level::parse(&text(level)), instance().config.traceback)
    }
    System "runtime/debug.readGCStats" (figures: *mut GcFigures) -> (n: usize) |gp| { (read_gc_stats(figures),) }
}

const _: () = assert!(size_of::<MemStats>() == 24 * 8 + 2 * PAUSES * 8 + 8 + 8 + 8 + BY_SIZE * 24);
