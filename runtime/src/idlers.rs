//! How threads that run out of work and threads that make work do not miss each other.
//!
//! A submitter queues an item, then (full fence) looks for an idle P without a spinning thread. A thread that gives its P up first counts the P as idle
//! and itself as not spinning, then (full fence) looks at the queues once more. In every order of these four steps one of the two sees the other.

use super::sync::atomic::{AtomicI32, Ordering};
use super::sync::full_fence;

/// The counts both sides look at.
#[derive(Debug, Default)]
pub struct Idlers {
    npidle: AtomicI32,
    nmspinning: AtomicI32,
}

impl Idlers {
    /// Idle Ps; a moment old.
    #[inline]
    pub fn npidle(&self) -> i32 {
        self.npidle.load(Ordering::Relaxed)
    }

    /// Spinning threads; a moment old.
    #[inline]
    pub fn nmspinning(&self) -> i32 {
        self.nmspinning.load(Ordering::Relaxed)
    }

    /// After an item was queued where the second look of idle threads finds it: whether a thread should be woken. The caller then
    /// calls [`Self::claim_spinning`].
    #[inline]
    pub fn wanted_after_queueing(&self) -> bool {
        full_fence();
        self.wanted()
    }

    /// There is an idle P and nobody spins; a moment old.
    #[inline]
    pub fn wanted(&self) -> bool {
        self.npidle.load(Ordering::Relaxed) != 0 && self.nmspinning.load(Ordering::Relaxed) == 0
    }

    /// Becomes the one to wake a spinning thread, which is counted from here on; false when there is one.
    pub fn claim_spinning(&self) -> bool {
        self.nmspinning.compare_exchange(0, 1, Ordering::AcqRel, Ordering::Relaxed).is_ok()
    }

    /// The calling thread spins from here on.
    pub fn start_spinning(&self) {
        self.nmspinning.fetch_add(1, Ordering::AcqRel);
    }

    /// A thread has found work, or a wake-up was given up; gives how many spin still.
    pub fn stop_spinning(&self) -> i32 {
        self.nmspinning.fetch_sub(1, Ordering::AcqRel) - 1
    }

    /// A P is put into the idle list.
    pub fn p_idle(&self) {
        self.npidle.fetch_add(1, Ordering::AcqRel);
    }

    /// A P is taken from it.
    pub fn p_busy(&self) {
        self.npidle.fetch_sub(1, Ordering::AcqRel);
    }

    /// The thread's P has been counted as idle: stops spinning if it did. The caller looks at the queues once more afterwards.
    pub fn before_second_look(&self, spinning: bool) {
        if spinning {
            self.nmspinning.fetch_sub(1, Ordering::AcqRel);
        }
        full_fence();
    }
}
