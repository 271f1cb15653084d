//! The steps of a cycle in an instance: when it is time, with the world stopped where that is needed.

use std::hint::black_box;
use std::ptr::null_mut;
use std::sync::atomic::Ordering;

use super::assist::assist;
use super::stats::GcStats;
use super::{begin, finish, is_complete, roots, settle, step, sweep, verify, worker};
use crate::lock;
use crate::m::getm;
use crate::mem::BLOCK;
use crate::mem::heap::Heap;
use crate::mem::mcache::MCache;
use crate::mem::stats::{self, MemStats};
use crate::preempt;
use crate::proc::{spin, stw};
use crate::sched::Sched;
use crate::trace::{self, Kind};

/// Work that mark termination does with the world stopped before it rather lets marking go on, bytes: some tens of microseconds.
const LAST_WORK: usize = 64 << 10;
/// Chunks that whoever wants to start a cycle sweeps at a time.
const SWEEP_CHUNKS: usize = 16;
/// Work that `runtime.GC` does in one go.
const FORCED_WORK: usize = 128 << 10;

/// An allocation of `bytes` is about to take memory: collects when it is time and the thread may.
///
/// # Safety
/// `mc` is the cache of the caller's P.
#[inline]
pub unsafe fn poll(heap: &Heap, _mc: *mut MCache, bytes: usize) {
    #[cfg(test)]
    if crate::mem::is_standalone() {
        return;
    }
    let marking = super::barrier::enabled(heap);
    if (marking || heap.pacer.due(bytes)) && lock::held() == 0 && !stw::is_frozen() {
        // SAFETY: on g0 of an M with a P, without locks.
        unsafe { if marking { assist(heap, bytes) } else { start(heap, false) } }
    }
}

/// Starts a cycle, unless one is under way.
///
/// # Safety
/// On g0 of an M with a P and without locks.
#[inline(never)]
unsafe fn start(heap: &Heap, forced: bool) {
    let regs = roots::callee_saved();
    black_box(&regs);
    // The last cycle's sweep ends first: in pieces, so that nobody waits for the whole of a large heap.
    for _ in 0..SWEEP_CHUNKS {
        if !sweep::some(heap) {
            break;
        }
    }
    if heap.cycle.sweep.is_active() {
        return;
    }
    // SAFETY: the caller's.
    unsafe {
        let mp = getm();
        let sched = &*(*mp).sched;
        let before = heap.cycle.number();
        let asked = sched.clock.nanotime();
        stw::stop_the_world();
        // Another M may have begun one, and even ended it, while this one waited.
        let mine = heap.cycle.number() == before && !super::barrier::enabled(heap);
        let mut ended = false;
        if mine {
            heap.pacer.cycle_began();
            heap.cycle.stacks.store(0, Ordering::Relaxed);
            sched.sudogs.drop_spares();
            let here = regs.as_ptr() as usize;
            let now = roots::immediate(sched, before.wrapping_add(1), mp, here);
            begin(heap, &roots::caches(sched), &now, roots::later(sched));
            sched.scanning.store(true, Ordering::SeqCst);
            let live = heap.pacer.live() + heap.pacer.allocated();
            let now = sched.clock.nanotime();
            heap.cycle.times.started(asked, now, forced, live, heap.pacer.goal());
            trace::emit(sched, Kind::GcStop, null_mut(), (now - asked) as u64, 0);
            if heap.cycle.stop_the_world.load(Ordering::Relaxed) {
                let caches = roots::caches(sched);
                ended = is_complete(heap, &caches, usize::MAX);
                if heap.cycle.verify.load(Ordering::Relaxed) {
                    verify::reached(heap, &roots::all(sched, mp, here));
                }
                end(sched, &caches, sched.clock.nanotime());
            }
        }
        stw::start_the_world();
        roots::scan_own(mp);
        if mine {
            worker::start(sched);
            spin::wakep(sched);
            // On the only busy P a worker gets its first turn now.
            if let Some(gp) = (*mp).curg.as_mut() {
                preempt::request(gp, (*mp).p);
            }
        }
        if ended {
            after_end(sched);
        }
    }
}

/// Ends marking if nothing is grey; else it goes on.
///
/// # Safety
/// On g0 of an M with a P and without locks.
#[inline(never)]
pub(super) unsafe fn try_finish(heap: &Heap) {
    if heap.cycle.finishing.swap(true, Ordering::AcqRel) {
        return;
    }
    // SAFETY: the caller's.
    unsafe {
        let sched = &*(*getm()).sched;
        let asked = sched.clock.nanotime();
        stw::stop_the_world();
        let mut ended = false;
        if super::barrier::enabled(heap) {
            let caches = roots::caches(sched);
            ended = is_complete(heap, &caches, LAST_WORK);
            if ended {
                end(sched, &caches, asked);
            } else {
                let took = sched.clock.nanotime() - asked;
                heap.cycle.times.paused(took);
                trace::emit(sched, Kind::GcStop, null_mut(), took as u64, 0);
            }
        }
        heap.cycle.finishing.store(false, Ordering::Release);
        stw::start_the_world();
        if ended {
            after_end(sched);
        }
    }
}

/// Marking is complete: what has to be done before the world starts. It was asked to stop at `asked`.
unsafe fn end(sched: &Sched, caches: &[*mut MCache], asked: i64) {
    let heap = &*sched.heap;
    // SAFETY: the world is stopped.
    unsafe {
        settle(heap);
        if heap.cycle.verify.load(Ordering::Relaxed) {
            verify::closed(heap, &roots::precise(sched));
        }
        let before = heap.pacer.live() + heap.pacer.allocated();
        let live = finish(heap, caches);
        sched.scanning.store(false, Ordering::SeqCst);
        let globals: usize = heap.cycle.root_ranges.lock().iter().map(|r| r.1.saturating_sub(r.0)).sum();
        // What spans hold beside live objects counts towards the memory limit.
        let spans = heap.blocks.lock().in_use * BLOCK;
        let roots = globals + heap.cycle.stacks.load(Ordering::Relaxed);
        heap.pacer.cycle_done(live.bytes, heap.cycle.work(), roots, spans.saturating_sub(live.bytes));
        let now = sched.clock.nanotime();
        heap.pacer.ended(now);
        let (sec, nsec) = sched.clock.walltime();
        let took = heap.cycle.times.ended(asked, now, sched, before, live.bytes);
        trace::emit(sched, Kind::GcMark, null_mut(), heap.cycle.times.since_start(now) as u64, 0);
        trace::emit(sched, Kind::GcStop, null_mut(), (now - asked) as u64, 0);
        let allocated = stats::allocated(caches);
        let mut figures = heap.cycle.stats.lock();
        (figures.total_then, figures.frees) = (allocated.0, allocated.1.saturating_sub(live.objects as u64));
        figures.cpu_ns += took.cpu_ns;
        figures.cycle(took.pause_ns, sec as u64 * 1_000_000_000 + nsec as u64);
        heap.cycle.count.store(figures.num_gc, Ordering::Relaxed);
    }
}

/// Marking has ended and the world goes on.
unsafe fn after_end(sched: &Sched) {
    let heap = &*sched.heap;
    // SAFETY: on g0 of an M with a P and without locks.
    unsafe {
        heap.cycle.times.print(sched, heap);
        worker::wake_sweeper(heap);
        heap.cycle.specials.wake_runner();
    }
}

/// Brings cycle number `target` (0: the next to begin) nearer to its end, sweep included. Gives the number, and whether the end is reached.
/// `runtime.GC` calls it again and again, and lets others run in between.
///
/// # Safety
/// On g0 of an M with a P and without locks.
pub unsafe fn gc_step(target: u32) -> (u32, bool) {
    // SAFETY: the caller's; the instance lives as long as its Ms.
    unsafe {
        let sched = &*(*getm()).sched;
        let heap = &*sched.heap;
        let number = heap.cycle.number();
        let target = if target == 0 {
            heap.cycle.stats.lock().num_forced += 1;
            number + 1
        } else {
            target
        };
        if super::barrier::enabled(heap) {
            let pp = (*getm()).p;
            step(heap, FORCED_WORK, || worker::stop_marking(sched, pp));
            if heap.cycle.pool.is_done() {
                try_finish(heap);
            }
            return (target, false);
        }
        if heap.cycle.sweep.is_active() {
            sweep::some(heap);
        } else if number < target {
            start(heap, true);
        } else {
            return (target, true);
        }
        (target, false)
    }
}

/// Gives all free memory of the heap back to the kernel.
///
/// # Safety
/// On an M with a P.
pub unsafe fn release_free() {
    // SAFETY: the caller's.
    unsafe { (*(*crate::mem::mcache()).heap).blocks.lock().release(0, usize::MAX) };
}

/// `runtime.ReadMemStats`, with the pauses in nanoseconds, a ring as in [`GcStats`].
///
/// # Safety
/// On g0 of an M with a P and without locks.
#[inline(never)]
pub unsafe fn read_mem_stats() -> (MemStats, GcStats) {
    // SAFETY: the caller's; between stop and start nobody else touches the caches.
    unsafe {
        let sched = &*(*getm()).sched;
        sweep::all(&sched.heap);
        stw::stop_the_world();
        sweep::all(&sched.heap); // another cycle may have ended
        let figures = stats::read(&sched.heap, &roots::caches(sched));
        let gc = sched.heap.cycle.stats.lock().clone();
        stw::start_the_world();
        (figures, gc)
    }
}
