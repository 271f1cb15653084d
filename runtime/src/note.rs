//! One-shot events between threads, as Go's `note`: one sleeper, one waker, cleared before the next use.
//!
//! Invariant: `wakeup` before `sleep` is not lost, for the word keeps it.

use super::sync::atomic::{AtomicU32, Ordering};
use super::sync::{Step, futex_wait, futex_wake, handing_over};

/// An event that one thread sleeps on.
#[derive(Debug)]
pub struct Note(AtomicU32);

impl Default for Note {
    fn default() -> Self {
        Note(AtomicU32::new(0))
    }
}

impl Note {
    /// Readies the note for its next use. No thread may be sleeping on it or about to wake it.
    pub fn clear(&self) {
        self.0.store(0, Ordering::Relaxed);
    }

    /// Signals the event. At most once between two `clear`s.
    pub fn wakeup(&self) {
        let old = self.0.swap(1, handing_over(Step::NoteOrder));
        debug_assert_eq!(old, 0, "notewakeup - double wakeup");
        futex_wake(&self.0, 1);
    }

    /// Sleeps until the event.
    pub fn sleep(&self) {
        while self.0.load(Ordering::Acquire) == 0 {
            futex_wait(&self.0, 0, -1);
        }
    }

    /// Sleeps until the event, at most `ns` nanoseconds; tells whether the event has happened.
    pub fn sleep_for(&self, ns: i64) -> bool {
        let end = std::time::Instant::now() + std::time::Duration::from_nanos(ns.max(0) as u64);
        while self.0.load(Ordering::Acquire) == 0 {
            let left = end.saturating_duration_since(std::time::Instant::now());
            if left.is_zero() {
                return false;
            }
            futex_wait(&self.0, 0, left.as_nanos().min(i64::MAX as u128) as i64);
        }
        true
    }
}
