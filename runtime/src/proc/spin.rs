//! Waking threads for work, and spinning threads.
//!
//! The protocol is that of [`crate::idlers`]. The second look of a thread that goes idle leaves out the `next` slots: their owners run them soon, and
//! if not, sysmon wakes a P.
//!
//! The economy. Waking a core costs 9-14 us, far more than most goroutines run between two blocks. A wake-up after which the thread
//! goes back to sleep within [`WORTHWHILE`] was futile; each one doubles the number of submissions that let the next wake-up pass, up to
//! [`MAX_BACKOFF`], and one that pays resets it. What is left out meanwhile, sysmon finds at its next look.

use std::sync::atomic::Ordering;

use super::{idle, thread};
use crate::clock::Nanos;
use crate::m::M;
use crate::sched::Sched;

/// A woken thread that finds work for less than this was not worth waking, nanoseconds.
const WORTHWHILE: Nanos = 50_000;
/// Most submissions that pass without a wake-up.
const MAX_BACKOFF: u32 = 4096;

/// After a submission to the local queue: wakes a thread if that seems worthwhile. `ringed`: the ring has got an item, not just the `next` slot.
///
/// # Safety
/// `mp` is the calling M and holds a P.
#[inline]
pub(super) unsafe fn submitted(mp: *mut M, ringed: bool) {
    // SAFETY: the caller's promise.
    unsafe {
        if (*(*mp).p).runq.is_alone() {
            return; // nobody to wake, and no fence to pay for
        }
        let sched = &*(*mp).sched;
        let wanted = if ringed { sched.idlers.wanted_after_queueing() } else { sched.idlers.wanted() };
        if wanted {
            submitted_slow(mp, sched);
        }
    }
}

#[cold]
unsafe fn submitted_slow(mp: *mut M, sched: &Sched) {
    // SAFETY: as submitted.
    unsafe {
        if !sched.main_started.load(Ordering::Relaxed) {
            return;
        }
        let skip = &(*(*mp).p).wake_skip;
        let left = skip.load(Ordering::Relaxed);
        if left > 0 {
            skip.store(left - 1, Ordering::Relaxed);
            return;
        }
        skip.store(sched.wake_backoff.load(Ordering::Relaxed), Ordering::Relaxed);
        wakep(sched);
    }
}

/// Wakes a thread to spin for work when a P is idle and nobody spins.
///
/// # Safety
/// The thread is an M.
pub unsafe fn wakep(sched: &Sched) {
    if sched.idlers.npidle() == 0 || !sched.idlers.claim_spinning() {
        return;
    }
    let pp = idle::pidleget(sched, &mut sched.lock.lock());
    if pp.is_null() {
        sched.idlers.stop_spinning();
        return;
    }
    // SAFETY: pp is ours now.
    unsafe { thread::startm(sched, pp, true) };
}

/// A spinning thread has found work: another may have to spin on for the rest.
///
/// # Safety
/// `mp` is the calling M and spins.
pub(super) unsafe fn resetspinning(mp: *mut M) {
    // SAFETY: the caller's promise.
    unsafe {
        let sched = &*(*mp).sched;
        (*mp).spinning = false;
        let left = sched.idlers.stop_spinning();
        if left < 0 {
            crate::throw::throw("findrunnable: negative nmspinning");
        }
        // Only for work that waits in rings or the global queue: this thread runs what it has found.
        if left == 0 && sched.idlers.npidle() != 0 && work_in_rings(sched) {
            wakep(sched);
        }
    }
}

/// Some ring or part of the global queue has work.
pub(super) fn work_in_rings(sched: &Sched) -> bool {
    // SAFETY: Ps are never freed.
    sched.procs().any(|pp| unsafe { !(*pp).runq.is_empty() || !(*pp).global.is_empty() })
}

/// A thread is about to sleep: draws the conclusion of its wake-up.
///
/// # Safety
/// `mp` is the calling M.
pub(super) unsafe fn judge_wakeup(mp: *mut M) {
    // SAFETY: the caller's promise.
    unsafe {
        let since = (*mp).woken_at;
        if since == 0 {
            return;
        }
        (*mp).woken_at = 0;
        let sched = &*(*mp).sched;
        if sched.clock.nanotime() - since < WORTHWHILE {
            let b = sched.wake_backoff.load(Ordering::Relaxed);
            sched.wake_backoff.store((b * 2).clamp(1, MAX_BACKOFF), Ordering::Relaxed);
        } else {
            wakeups_pay(sched);
        }
    }
}

/// Work was found that lasts: wake at the next submission again.
pub(super) fn wakeups_pay(sched: &Sched) {
    sched.wake_backoff.store(0, Ordering::Relaxed);
    for pp in sched.procs() {
        // SAFETY: Ps are never freed.
        unsafe { (*pp).wake_skip.store(0, Ordering::Relaxed) };
    }
}
