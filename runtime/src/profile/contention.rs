//! The profiles of waiting: who has waited for channels and locks (`block`), and who has kept others waiting for locks (`mutex`).
//!
//! Nobody runs Rust after a park, so the waker notes both: the stack of the goroutine it wakes, which still stands where it parked, and its own. Parking
//! leaves the time in `G::waitsince` while either profile is on; else wakers pay for one test.

use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};

use rustc_hash::FxHashMap;

use super::walk;
use crate::g::{G, WaitReason};
use crate::lock::Lock;
use crate::m::getm;
use crate::map::random;
use crate::sched::Sched;

/// Events of one stack; numbers are estimates where only some events were noted.
#[derive(Clone, Copy, Default, Debug)]
pub struct Events {
    /// How many there were.
    pub count: f64,
    /// Nanoseconds that they took.
    pub nanos: i64,
}

/// Events by stack.
pub type Table = FxHashMap<Vec<usize>, Events>;

/// Both profiles of an instance.
#[derive(Default, Debug)]
pub struct Contention {
    /// One of the rates is not 0.
    on: AtomicBool,
    /// Waiting of so many nanoseconds is noted once, on average; 0: none.
    block_rate: AtomicI64,
    /// One event of so many is noted; 0: none.
    mutex_fraction: AtomicI64,
    /// Who has waited.
    pub block: Lock<Table>,
    /// Who has kept others waiting.
    pub mutex: Lock<Table>,
}

impl Contention {
    /// Goroutines that park leave the time.
    #[inline(always)]
    pub fn is_on(&self) -> bool {
        self.on.load(Ordering::Relaxed)
    }

    /// `runtime.SetBlockProfileRate`.
    pub fn set_block_rate(&self, rate: i64) {
        self.block_rate.store(rate.max(0), Ordering::Relaxed);
        self.update();
    }

    /// `runtime.SetMutexProfileFraction`; a negative one changes nothing. Gives the old one.
    pub fn set_mutex_fraction(&self, fraction: i64) -> i64 {
        let old = self.mutex_fraction.load(Ordering::Relaxed);
        if fraction >= 0 {
            self.mutex_fraction.store(fraction, Ordering::Relaxed);
            self.update();
        }
        old
    }

    fn update(&self) {
        let on = self.block_rate.load(Ordering::Relaxed) != 0 || self.mutex_fraction.load(Ordering::Relaxed) != 0;
        self.on.store(on, Ordering::Relaxed);
    }
}

/// What counts as waiting.
fn is_blocking(reason: WaitReason) -> bool {
    use WaitReason::*;
    matches!(
        reason,
        Select
            | ChanReceive
            | ChanSend
            | SyncCondWait
            | SyncMutexLock
            | SyncRWMutexRLock
            | SyncRWMutexLock
            | SyncWaitGroupWait
            | Semacquire
    )
}

/// What package sync's locks are waited for with.
fn is_lock(reason: WaitReason) -> bool {
    matches!(reason, WaitReason::SyncMutexLock | WaitReason::SyncRWMutexRLock | WaitReason::SyncRWMutexLock)
}

fn waited(sched: &Sched, gp: *const G) -> Option<i64> {
    // SAFETY: Gs are never freed.
    let since = unsafe { (*gp).waitsince };
    (since != 0).then(|| (sched.clock.nanotime() - since).max(1))
}

/// `gp`, which waits, is about to be made runnable.
///
/// # Safety
/// The caller owns the parked `gp`; the thread is an M.
#[cold]
pub unsafe fn unblocked(sched: &Sched, gp: *mut G) {
    // SAFETY: the caller's.
    unsafe {
        let Some(nanos) = waited(sched, gp) else { return };
        (*gp).waitsince = 0;
        let rate = sched.contention.block_rate.load(Ordering::Relaxed);
        if rate == 0 || !is_blocking((*gp).waitreason) || (nanos < rate && random() as i64 & i64::MAX > i64::MAX / rate * nanos) {
            return;
        }
        let mut table = sched.contention.block.lock();
        let events = table.entry(walk::stack_of(gp)).or_default();
        // What is noted by chance stands for others.
        events.count += rate.max(nanos) as f64 / nanos as f64;
        events.nanos += rate.max(nanos);
    }
}

/// The current goroutine gives a lock up that `waiter` waits for, and is about to wake it.
///
/// # Safety
/// The caller owns the parked `waiter`; the thread is an M, on g0 on behalf of its goroutine.
#[cold]
pub unsafe fn released(sched: &Sched, waiter: *const G) {
    // SAFETY: the caller's.
    unsafe {
        let fraction = sched.contention.mutex_fraction.load(Ordering::Relaxed);
        let (Some(nanos), gp) = (waited(sched, waiter), (*getm()).curg) else { return };
        if gp.is_null() || fraction == 0 || !is_lock((*waiter).waitreason) || !random().is_multiple_of(fraction as u64) {
            return;
        }
        let mut table = sched.contention.mutex.lock();
        let events = table.entry(walk::stack_of(gp)).or_default();
        events.count += fraction as f64;
        events.nanos += fraction * nanos;
    }
}
