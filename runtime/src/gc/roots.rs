//! Collecting the instance's heap: stops the world, gathers the roots, collects, starts the world.
//!
//! Roots, all scanned conservatively: registered ranges (globals), every goroutine's live stack extents, its G, save buffer, deferred calls
//! and the sudogs it waits on, the g0 frames of the collecting M and of those that stopped inside a native, Ms, Ps and the instance itself, and what root
//! functions add (timers). Callee-saved registers of natives are spilled by [`world`] before it stops, as it is below them on the same g0.

use std::hint::black_box;
use std::ptr::from_ref;
use std::sync::atomic::Ordering;

use mgo_abi::layouts::SAVE_BUF_SIZE;

use super::mark::Range;
use crate::g::{G, G_SIZE, status};
use crate::m::{M, getm};
use crate::mem::BLOCK;
use crate::mem::heap::Heap;
use crate::mem::mcache::MCache;
use crate::mem::stats::{self, MemStats};
use crate::proc::stw;
use crate::sched::Sched;
use crate::sudog::Sudog;
use crate::{arch, lock, stack};

/// Adds ranges that a part of the runtime keeps outside the heap. Runs with the world stopped.
pub type RootFn = fn(&Sched, &mut Vec<Range>);

/// Free memory that is kept beyond the goal, in percent of it.
const KEEP_PERCENT: usize = 10;
/// And at least so many bytes.
const KEEP_MIN: usize = 1 << 20;

/// Collects when it is time and the thread may: called by every refill.
///
/// # Safety
/// `mc` is the cache of the caller's P.
#[inline]
pub unsafe fn poll(heap: &Heap, _mc: *mut MCache) {
    #[cfg(test)]
    if crate::mem::is_standalone() {
        return;
    }
    if heap.pacer.due() && lock::held() == 0 && !stw::is_frozen() {
        // SAFETY: on g0 of an M with a P, without locks.
        unsafe { world(heap, false) };
    }
}

/// `runtime.GC`: a whole cycle. On g0 of an M with a P.
pub fn gc() {
    // SAFETY: the caller's context; the instance lives as long as its Ms.
    unsafe { world(&*(*crate::mem::mcache()).heap, true) };
}

/// `debug.FreeOSMemory`: a cycle, then all free memory goes back to the kernel.
pub fn free_os_memory() {
    gc();
    // SAFETY: as in `gc`.
    unsafe { (*(*crate::mem::mcache()).heap).blocks.lock().release(0) };
}

/// `runtime.ReadMemStats`, with the pauses in nanoseconds, a ring as in [`super::GcStats`].
pub fn read_mem_stats() -> (MemStats, super::GcStats) {
    // SAFETY: on g0 of an M with a P, without locks; between stop and start nobody else touches the caches.
    unsafe {
        let heap = &*(*crate::mem::mcache()).heap;
        stw::stop_the_world();
        let figures = stats::read(heap, &caches(&*(*getm()).sched));
        let gc = heap.cycle.stats.lock().clone();
        stw::start_the_world();
        (figures, gc)
    }
}

/// The registers that C functions keep for their callers.
#[inline(always)]
fn callee_saved() -> [usize; 6] {
    let mut regs = [0usize; 6];
    #[cfg(target_arch = "x86_64")]
    // SAFETY: stores registers into the array.
    unsafe {
        std::arch::asm!(
            "mov [{r}], rbx",
            "mov [{r}+8], rbp",
            "mov [{r}+16], r12",
            "mov [{r}+24], r13",
            "mov [{r}+32], r14",
            "mov [{r}+40], r15",
            r = in(reg) regs.as_mut_ptr(),
            options(nostack, preserves_flags),
        );
    }
    regs
}

/// A cycle with the world stopped.
#[inline(never)]
unsafe fn world(heap: &Heap, forced: bool) {
    let regs = callee_saved();
    black_box(&regs);
    // SAFETY: the caller's context.
    unsafe {
        let mp = getm();
        let sched = &*(*mp).sched;
        let before = heap.cycle.stats.lock().num_gc;
        stw::stop_the_world();
        // Another M may have collected while this one waited.
        if forced || heap.cycle.stats.lock().num_gc == before {
            let since = sched.clock.nanotime();
            let caches = caches(sched);
            let roots = roots(sched, heap, mp, regs.as_ptr() as usize);
            let helpers = (sched.gomaxprocs.load(Ordering::Relaxed).min(sched.ncpu) - 1).max(0) as usize;
            let swept = super::collect(heap, &caches, &roots, helpers);
            let (sec, nsec) = sched.clock.walltime();
            let now = sched.clock.nanotime();
            heap.pacer.ended(now);
            let (pause, end) = ((now - since) as u64, sec as u64 * 1_000_000_000 + nsec as u64);
            super::record(heap, swept, pause, end, forced, stats::allocated(&caches));
        }
        stw::start_the_world();
    }
    let keep = (heap.pacer.goal().min(heap.pacer.limit()) / 100).saturating_mul(100 + KEEP_PERCENT) + KEEP_MIN;
    let mut blocks = heap.blocks.lock();
    let keep = (keep / BLOCK).saturating_sub(blocks.in_use);
    blocks.release(keep);
}

/// The caches of all Ps that ever ran.
fn caches(sched: &Sched) -> Vec<*mut MCache> {
    let all = sched.allp.iter().map(|p| p.load(Ordering::Acquire)).filter(|p| !p.is_null());
    // SAFETY: Ps are never freed.
    all.map(|p| unsafe { &raw mut (*p).mcache }).collect()
}

/// All roots. `here` is the lowest live word of the calling M's g0.
unsafe fn roots(sched: &Sched, heap: &Heap, me: *mut M, here: usize) -> Vec<Range> {
    let mut roots = heap.cycle.root_ranges.lock().clone();
    roots.push(of(sched));
    // SAFETY: the world is stopped; Gs, Ms and Ps are never freed.
    unsafe {
        sched.for_each_g(|gp| goroutine(&mut roots, gp));
        for mp in sched.ms() {
            roots.push(of(&*mp));
            let low = if mp == me { here } else { (*mp).g0_scan_sp.load(Ordering::Acquire) as usize };
            if low != 0 {
                roots.push((low, (*mp).g0_sp));
            }
        }
        for pp in sched.allp.iter().map(|p| p.load(Ordering::Acquire)).filter(|p| !p.is_null()) {
            // The caches are no roots.
            roots.push((&raw const (*pp).id as usize, pp.add(1) as usize));
            roots.push((*pp).timers.root_range());
        }
    }
    let functions = heap.cycle.root_fns.lock().clone();
    functions.iter().for_each(|f| f(sched, &mut roots));
    roots
}

fn of<T>(x: &T) -> Range {
    (from_ref(x) as usize, from_ref(x) as usize + size_of::<T>())
}

unsafe fn goroutine(roots: &mut Vec<Range>, gp: *mut G) {
    // SAFETY: Gs are never freed; with the world stopped each has published its context.
    unsafe {
        if matches!((*gp).readgstatus() & !status::SCAN, status::DEAD | status::IDLE) {
            return;
        }
        roots.push((gp as usize, gp as usize + G_SIZE));
        stack::extents(gp, |e| roots.push((e.lo, e.hi)));
        // Only where it was interrupted are its registers there; else they are those of an earlier interruption.
        if !(*gp).save_buf.is_null() && *((*gp).sched_sp as *const usize) == arch::async_resume() {
            roots.push(((*gp).save_buf as usize, (*gp).save_buf as usize + SAVE_BUF_SIZE));
        }
        let mut d = (*gp).defer;
        while !d.is_null() {
            roots.push(of(&*d));
            d = (*d).link;
        }
        let mut sg: *mut Sudog = (*gp).waiting;
        while !sg.is_null() {
            roots.push(of(&*sg));
            sg = (*sg).waitlink;
        }
    }
}
