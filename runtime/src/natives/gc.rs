//! The collector as the program sees it.

use mgo_abi::typedesc::GoString;

use super::text;
use crate::gc::{self, PAUSES};
use crate::throw;

/// `runtime.MemStats` of the language, up to the figures that are kept.
#[repr(C)]
struct MemStats {
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
    /// Stacks, spans, caches, buckets, the collector's own, other: not measured apart.
    unmeasured: [u64; 9],
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
}

natives! {
    System "runtime.GC" () -> () |gp| { gc::gc() }
    // The world stops for a whole cycle: there are no background goroutines to start.
    System "runtime.gcenable" () -> () |gp| {}
    System "runtime.readmemstats" (out: *mut MemStats) -> () |gp| {
        let (m, cycles) = gc::read_mem_stats();
        let out = &mut *out;
        (out.alloc, out.heap_alloc, out.total_alloc, out.sys) = (m.heap_alloc, m.heap_alloc, m.total_alloc, m.sys);
        (out.mallocs, out.frees, out.heap_objects) = (m.mallocs, m.frees, m.heap_objects);
        (out.heap_sys, out.heap_idle, out.heap_inuse, out.heap_released) = (m.heap_sys, m.heap_idle, m.heap_inuse, m.heap_released);
        (out.next_gc, out.pause_total_ns, out.pause_ns) = (m.next_gc, m.pause_total_ns, cycles.pause_ns);
        (out.num_gc, out.num_forced_gc, out.enable_gc) = (m.num_gc, m.num_forced_gc, true);
    }
    System "sync.gccycle" () -> (n: u32) |gp| { (gc::cycles(),) }
    System "sync.fatal" (message: GoString) -> () |gp| { throw::fatal(&text(message)) }
}
