//! The global run queue.

use std::ptr::null_mut;
use std::sync::atomic::Ordering;

use super::{idle, thread};
use crate::g::G;
use crate::m::getm;
use crate::p::P;
use crate::runq::RUNQ_SIZE;
use crate::sched::{GQueue, Locked, Sched};

/// Appends a runnable goroutine.
pub fn globrunqput(sched: &Sched, gp: *mut G) {
    let mut l = sched.lock.lock();
    l.runq.push_back(gp);
    sched.runqsize.store(l.runq.size, Ordering::Release);
}

/// Takes a P's share of the queue: gives the first and puts the rest into the local queue, `max` at most (0: half a ring).
///
/// # Safety
/// The calling M holds `pp`.
pub(super) unsafe fn globrunqget(sched: &Sched, l: &mut Locked, pp: *mut P, max: usize) -> *mut G {
    let size = l.runq.size;
    if size == 0 {
        return null_mut();
    }
    let procs = sched.gomaxprocs.load(Ordering::Relaxed).max(1) as usize;
    let mut n = size.min(size / procs + 1).min(RUNQ_SIZE / 2);
    if max > 0 {
        n = n.min(max);
    }
    let first = l.runq.pop();
    for _ in 1..n {
        let gp = l.runq.pop();
        G::prefetch(l.runq.head);
        // SAFETY: the caller holds pp.
        if !unsafe { (*pp).runq.push(gp) } {
            l.runq.push(gp);
            break;
        }
    }
    sched.runqsize.store(l.runq.size, Ordering::Release);
    first
}

/// Moves half of a full local queue, and `gp`, to the global one. When a thief has made room meanwhile `gp` stays local.
///
/// # Safety
/// The calling M holds `pp`; nobody else has `gp`.
#[cold]
pub(super) unsafe fn runqputslow(pp: *mut P, gp: *mut G) {
    // SAFETY: the caller's promise.
    unsafe {
        let sched = &*(*pp).sched;
        loop {
            let mut half = [null_mut(); RUNQ_SIZE / 2];
            let n = (*pp).runq.take_half(&mut half);
            if n > 0 {
                let mut l = sched.lock.lock();
                half[..n].iter().for_each(|&g| l.runq.push_back(g));
                l.runq.push_back(gp);
                sched.runqsize.store(l.runq.size, Ordering::Release);
                return;
            }
            if (*pp).runq.push(gp) {
                return;
            }
        }
    }
}

/// Queues goroutines that became runnable away from any P (timers, network), and starts threads for them.
///
/// # Safety
/// The thread is an M; the Gs are in state runnable and in no queue.
pub unsafe fn injectglist(list: &mut GQueue) {
    // SAFETY: the caller's promise.
    unsafe {
        let sched = &*(*getm()).sched;
        let n = list.size;
        if n == 0 {
            return;
        }
        {
            let mut l = sched.lock.lock();
            while !list.head.is_null() {
                let gp = list.pop();
                l.runq.push_back(gp);
            }
            sched.runqsize.store(l.runq.size, Ordering::Release);
        }
        for _ in 0..n {
            let pp = idle::pidleget(sched, &mut sched.lock.lock());
            if pp.is_null() {
                return;
            }
            thread::startm(sched, pp, false);
        }
    }
}
