//! An M's alarm: timers of its P that come due while it runs a goroutine, and the turns of mark workers.
//!
//! While every P is busy no thread sleeps for timers: one is seen when its P schedules next, which with a goroutine that runs on and on is a time slice
//! later. So an M that goes on to run a goroutine while its P has a timer lets the kernel signal it when that is due; the handler preempts the goroutine.
//! No other thread has to get a processor for that. While the collector marks, workers get their share of the P's time in the same way, and timers of
//! Ps whose threads the kernel lets wait are seen ([`late`]).
//!
//! Invariant: the alarm is set for the first timer or earlier, or [`SHORTEST`] from when it was set; only its own thread touches it, the handler included.

use std::mem::zeroed;
use std::ptr::null_mut;
use std::sync::atomic::{AtomicI64, AtomicPtr, Ordering, compiler_fence};

use super::late;
use crate::clock::Nanos;
use crate::gc::worker;
use crate::m::M;

/// The alarm rings at most once in so many nanoseconds: bounds what preemption for timers costs.
const SHORTEST: Nanos = 100_000;
/// An alarm that rings that much later is as good.
const SLACK: Nanos = 20_000;
/// A timer of the kernel could not be had.
const NONE: *mut u8 = std::ptr::without_provenance_mut(1);

/// A goroutine has set a timer due at `when` and goes on.
///
/// # Safety
/// As [`Alarm::set`].
pub(crate) unsafe fn set_alarm(mp: *mut M, when: Nanos) {
    // SAFETY: the caller's promise.
    unsafe { (*mp).alarm.set(mp, when) }
}

/// An M's alarm.
#[derive(Debug, Default)]
pub struct Alarm {
    /// When it rings; 0: not at all.
    at: AtomicI64,
    /// The kernel's timer; null before the first use.
    timer: AtomicPtr<u8>,
}

impl Alarm {
    /// Lets the thread be signalled at `when`.
    ///
    /// # Safety
    /// `mp` is the calling M, whose alarm this is; its handlers are installed.
    #[inline]
    pub(super) unsafe fn set(&self, mp: *mut M, when: Nanos) {
        let at = self.at.load(Ordering::Relaxed);
        if at == 0 || at > when.saturating_add(SLACK) {
            // SAFETY: the caller's promise.
            unsafe { self.set_slow(mp, at, when) };
        }
    }

    #[cold]
    unsafe fn set_slow(&self, mp: *mut M, at: Nanos, when: Nanos) {
        // SAFETY: the caller's promise; the instance lives as long as its Ms.
        unsafe {
            let sched = &*(*mp).sched;
            let ring = when.max(sched.clock.nanotime() + SHORTEST);
            if (at != 0 && at <= ring + SLACK) || sched.config.debug.asyncpreemptoff {
                return;
            }
            if self.timer.load(Ordering::Relaxed).is_null() {
                self.create((*mp).tid.load(Ordering::Relaxed));
            }
            self.start(ring);
        }
    }

    /// Makes the kernel's timer, which signals the thread `tid`.
    unsafe fn create(&self, tid: i32) {
        let mut id: libc::timer_t = null_mut();
        // SAFETY: zero is a valid value of every field; the arguments live across the call.
        let made = unsafe {
            let mut event: libc::sigevent = zeroed();
            event.sigev_notify = libc::SIGEV_THREAD_ID;
            event.sigev_signo = libc::SIGURG;
            event.sigev_notify_thread_id = tid;
            libc::timer_create(libc::CLOCK_MONOTONIC, &raw mut event, &raw mut id) == 0
        };
        // Identifiers count from zero: moved, so that null stays free.
        self.timer.store(if made { id.cast::<u8>().wrapping_add(2) } else { NONE }, Ordering::Relaxed);
    }

    fn id(&self) -> Option<libc::timer_t> {
        let timer = self.timer.load(Ordering::Relaxed);
        (timer > NONE).then(|| timer.wrapping_sub(2).cast())
    }

    fn start(&self, ring: Nanos) {
        let Some(id) = self.id() else { return };
        self.at.store(ring, Ordering::Relaxed);
        compiler_fence(Ordering::SeqCst); // the handler may run from here on
        // SAFETY: a timer of this thread; zero is a valid value of every field.
        unsafe {
            let mut time: libc::itimerspec = zeroed();
            (time.it_value.tv_sec, time.it_value.tv_nsec) = (ring / 1_000_000_000, ring % 1_000_000_000);
            libc::timer_settime(id, libc::TIMER_ABSTIME, &raw const time, null_mut());
        }
    }

    /// The thread `mp` was signalled: whether its goroutine must make way for a timer or a worker. If not now, the alarm is set again. From the handler.
    ///
    /// # Safety
    /// `mp` is the calling M and runs a goroutine.
    pub(crate) unsafe fn rang(&self, mp: *mut M) -> bool {
        let at = self.at.load(Ordering::Relaxed);
        if at == 0 {
            return false;
        }
        // SAFETY: the caller's promise; Ps are never freed.
        unsafe {
            let now = (*(*mp).sched).clock.nanotime();
            let pp = (*mp).p;
            if now < at {
                return false;
            }
            if pp.is_null() {
                self.rang_in_vain();
                return false;
            }
            let sched = &*(*mp).sched;
            let next = (*pp).timers.next_when();
            if worker::is_wanted(sched) || (next != 0 && next <= now) || late::any(sched, pp, now) {
                self.at.store(0, Ordering::Relaxed);
                return true;
            }
            let turn = if worker::is_marking(sched) { now + worker::TURN } else { 0 };
            match (next, turn) {
                (0, 0) => self.at.store(0, Ordering::Relaxed),
                (0, when) | (when, 0) => self.start(when.max(now + SHORTEST)),
                _ => self.start(next.min(turn).max(now + SHORTEST)),
            }
            false
        }
    }

    /// It rang, or may have, while the thread ran no goroutine: it is set again when one runs. From the handler.
    pub(crate) fn rang_in_vain(&self) {
        self.at.store(0, Ordering::Relaxed);
    }

    /// The request could not be met where the thread was interrupted: it is repeated. From the handler.
    ///
    /// # Safety
    /// As [`Self::rang`].
    pub(crate) unsafe fn again(&self, mp: *mut M) {
        // SAFETY: the caller's promise.
        self.start(unsafe { (*(*mp).sched).clock.nanotime() } + SHORTEST);
    }

    /// The thread ends.
    pub(super) fn delete(&self) {
        if let Some(id) = self.id() {
            // SAFETY: a timer of this thread, which nobody uses any more.
            unsafe { libc::timer_delete(id) };
        }
        self.timer.store(null_mut(), Ordering::Relaxed);
    }
}
