//! The collector's goroutines: mark workers and the sweeper.
//!
//! They are goroutines of the language's runtime package that call one Park native for ever. A worker parks in [`Workers`], and `find_runnable` hands it
//! out: a quarter of a P's time while it has other work, all of it while it has none. So GOMAXPROCS 1 and 2 get what Go's fractional workers get,
//! and larger ones the same share without a thread of their own. The sweeper is made ready when marking has ended.

use std::ptr::null_mut;
use std::sync::atomic::{AtomicPtr, AtomicUsize, Ordering};

use super::{phase, step, sweep};
use crate::g::{G, WaitReason, status};
use crate::lock::Lock;
use crate::m::getm;
use crate::mem::BLOCK;
use crate::mem::heap::Heap;
use crate::p::P;
use crate::proc::{self, casgstatus, gopark, goready, spin};
use crate::sched::{GQueue, Sched};

/// Work between two looks at the clock, bytes.
const PIECE: usize = 16 << 10;
/// How long a worker marks in one go, nanoseconds.
const SLICE: i64 = 100_000;
/// The share of a busy P's time: one part in so many.
const SHARE: i64 = 4;
/// How long a goroutine runs while marking goes on before a worker gets its turn.
pub const TURN: i64 = SLICE * (SHARE - 1);
/// Chunks that the sweeper sweeps, and blocks that it gives back to the kernel, before it lets others run.
const SWEEP_CHUNKS: usize = 4;
const RELEASE_BLOCKS: usize = 32;
/// Free memory that is kept beyond the largest heap of late, in percent of it.
const KEEP_PERCENT: usize = 10;
/// And at least so many bytes.
const KEEP_MIN: usize = 1 << 20;

/// The collector's goroutines.
#[derive(Default)]
pub struct Workers {
    /// funcvals of a worker and of the sweeper; 0 until the program has told.
    worker_fn: AtomicUsize,
    sweeper_fn: AtomicUsize,
    /// Workers made so far.
    made: AtomicUsize,
    /// Parked workers.
    parked: Lock<Vec<usize>>,
    /// Their number, to look at without the lock.
    idle: AtomicUsize,
    /// The sweeper while it is parked.
    sweeper: AtomicPtr<G>,
}

impl Workers {
    /// The functions that the goroutines run.
    pub fn set_functions(&self, worker: usize, sweeper: usize) {
        self.worker_fn.store(worker, Ordering::Release);
        self.sweeper_fn.store(sweeper, Ordering::Release);
    }

    fn take(&self) -> *mut G {
        if self.idle.load(Ordering::Acquire) == 0 {
            return null_mut();
        }
        let mut parked = self.parked.lock();
        let gp = parked.pop().map_or(null_mut(), |gp| gp as *mut G);
        self.idle.store(parked.len(), Ordering::Release);
        gp
    }
}

/// Makes sure that there are as many workers as Ps, and the sweeper.
///
/// # Safety
/// On g0 of an M with a P and without locks.
pub(super) unsafe fn start(sched: &Sched) {
    let w = &sched.heap.cycle.worker;
    let worker = w.worker_fn.load(Ordering::Acquire);
    if worker == 0 {
        return;
    }
    let procs = sched.gomaxprocs.load(Ordering::Relaxed).max(0) as usize;
    let made = w.made.fetch_max(procs, Ordering::AcqRel);
    let sweeper = if made == 0 { w.sweeper_fn.swap(0, Ordering::AcqRel) } else { 0 };
    for funcval in std::iter::repeat_n(worker, procs.saturating_sub(made)).chain((sweeper != 0).then_some(sweeper)) {
        // SAFETY: the caller's; the funcvals are static.
        unsafe { proc::new_system_goroutine(funcval as *mut u8) };
    }
}

/// A worker for a P that has other work too, when its share of the time is not used up; else null.
///
/// # Safety
/// The calling M holds `pp`.
pub unsafe fn fractional(sched: &Sched, pp: *mut P) -> *mut G {
    let cycle = &sched.heap.cycle;
    if !cycle.pool.has_work() {
        return null_mut();
    }
    // SAFETY: the caller's.
    unsafe {
        if (*pp).gc_cycle != cycle.number() {
            ((*pp).gc_cycle, (*pp).gc_mark_time) = (cycle.number(), 0);
        }
        // Goroutines that were woken do not wait for more than one slice.
        let tick = (*pp).schedtick.load(Ordering::Relaxed);
        if tick.wrapping_sub((*pp).gc_tick) <= 1 && ((*pp).runq.has_next() || !(*pp).runq.is_empty()) {
            return null_mut();
        }
        if (*pp).gc_mark_time > cycle.times.since_start(sched.clock.nanotime()) / SHARE {
            return null_mut();
        }
        (*pp).gc_tick = tick;
        hand_out(cycle.worker.take())
    }
}

/// A cycle marks beside the program. Callable from signal handlers.
#[inline(always)]
pub fn is_marking(sched: &Sched) -> bool {
    sched.scanning.load(Ordering::Relaxed)
}

/// There is something to mark that nobody has taken. Callable from signal handlers.
pub fn is_wanted(sched: &Sched) -> bool {
    is_marking(sched) && sched.heap.cycle.pool.has_work()
}

/// A worker for a P that has nothing else to do; else null.
///
/// # Safety
/// The calling M holds a P.
pub unsafe fn idle(sched: &Sched) -> *mut G {
    let cycle = &sched.heap.cycle;
    // SAFETY: a parked worker is the taker's.
    if cycle.pool.has_work() { unsafe { hand_out(cycle.worker.take()) } } else { null_mut() }
}

unsafe fn hand_out(gp: *mut G) -> *mut G {
    if !gp.is_null() {
        // SAFETY: a parked worker is the taker's.
        unsafe { casgstatus(gp, status::WAITING, status::RUNNABLE) };
    }
    gp
}

/// A marker on `pp` has to stop: the world is to stop, or others are to run.
///
/// # Safety
/// The calling M holds `pp`.
#[inline(always)]
pub(super) unsafe fn stop_marking(sched: &Sched, pp: *mut P) -> bool {
    // SAFETY: the caller's.
    sched.gcwaiting.load(Ordering::Relaxed) || unsafe { (*pp).preempt.load(Ordering::Relaxed) }
}

/// What a worker does each time it runs: marks for a slice, ends marking when nothing is left, and parks. A Park native.
///
/// # Safety
/// From a Park native of `gp`.
pub unsafe fn work(gp: *mut G) -> *mut G {
    // SAFETY: the caller's; the M holds a P.
    unsafe {
        let mp = getm();
        let sched = &*(*mp).sched;
        let heap = &*sched.heap;
        if super::barrier::enabled(heap) {
            let pp = (*mp).p;
            let since = sched.clock.nanotime();
            let stop = || stop_marking(sched, pp);
            // A timer that comes due is not kept waiting.
            let timer = (*pp).timers.next_when();
            let end = if timer == 0 { since + SLICE } else { timer.min(since + SLICE) };
            while step(heap, PIECE, stop) != 0 && !stop() && sched.clock.nanotime() < end {}
            let took = sched.clock.nanotime() - since;
            (*(*mp).p).gc_mark_time += took;
            heap.cycle.times.worked(took);
            if heap.cycle.pool.is_done() {
                phase::try_finish(heap);
            } else if heap.cycle.pool.has_work() {
                spin::wakep(sched);
            }
        }
        gopark(gp, Some(put_back), null_mut(), WaitReason::GCWorkerIdle)
    }
}

unsafe fn put_back(gp: *mut G, _: *mut u8) -> bool {
    // SAFETY: on an M.
    let w = unsafe { &(*(*getm()).sched).heap.cycle.worker };
    let mut parked = w.parked.lock();
    parked.push(gp as usize);
    w.idle.store(parked.len(), Ordering::Release);
    true
}

/// What the sweeper does each time it runs: sweeps some, then frees sudogs and gives free memory back, then parks until the next cycle has marked. A Park native.
///
/// # Safety
/// From a Park native of `gp`.
pub unsafe fn sweep_some(gp: *mut G) -> *mut G {
    // SAFETY: the caller's; the M holds a P.
    unsafe {
        let sched = &*(*getm()).sched;
        let heap = &*sched.heap;
        let more =
            (0..SWEEP_CHUNKS).all(|_| sweep::some(heap)) || heap.cycle.sweep.is_active() || sched.sudogs.free_some() || scavenge(heap);
        if more { proc::gosched(gp) } else { gopark(gp, Some(sweeper_parks), null_mut(), WaitReason::GCSweepWait) }
    }
}

unsafe fn sweeper_parks(gp: *mut G, _: *mut u8) -> bool {
    // SAFETY: on an M.
    let heap = unsafe { &(*(*getm()).sched).heap };
    heap.cycle.worker.sweeper.store(gp, Ordering::Release);
    // A cycle may have ended just before.
    !heap.cycle.sweep.is_active() || heap.cycle.worker.sweeper.swap(null_mut(), Ordering::AcqRel).is_null()
}

/// Gives some free memory beyond the goal back; whether there is more.
fn scavenge(heap: &Heap) -> bool {
    let keep = (heap.pacer.lately().min(heap.pacer.limit()) / 100).saturating_mul(100 + KEEP_PERCENT).saturating_add(KEEP_MIN);
    let mut blocks = heap.blocks.lock();
    let keep = (keep / BLOCK).saturating_sub(blocks.in_use);
    blocks.release(keep, RELEASE_BLOCKS) != 0
}

/// Part of the largest heap of late is forgotten: the sweeper may have memory to give back. From sysmon.
///
/// # Safety
/// The thread is an M.
pub(crate) unsafe fn wake_scavenger(sched: &Sched) {
    let gp = sched.heap.cycle.worker.sweeper.swap(null_mut(), Ordering::AcqRel);
    if !gp.is_null() {
        let mut list = GQueue::default();
        // SAFETY: a parked sweeper is the taker's.
        unsafe {
            casgstatus(gp, status::WAITING, status::RUNNABLE);
            list.push_back(gp);
            proc::injectglist(&mut list);
        }
    }
}

/// Marking has ended: there is something to sweep.
///
/// # Safety
/// On g0 of an M with a P and without locks.
pub(super) unsafe fn wake_sweeper(heap: &Heap) {
    let gp = heap.cycle.worker.sweeper.swap(null_mut(), Ordering::AcqRel);
    if !gp.is_null() {
        // SAFETY: a parked sweeper is the taker's.
        unsafe { goready(gp) };
    }
}
