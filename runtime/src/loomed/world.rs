//! The lock-free parts once more, over loom's atomics.

#[path = "../idlers.rs"]
pub mod idlers;
#[path = "../lock.rs"]
pub mod lock;
#[path = "../note.rs"]
pub mod note;
#[path = "../runq.rs"]
pub mod runq;
#[path = "../waitword.rs"]
pub mod waitword;

/// Loom's atomics; what waits for another thread lets it run.
pub mod sync {
    pub use loom::sync::atomic;
    pub use loom::thread::yield_now as spin_loop;

    pub use crate::left_out::{leave_out, left_out};
    pub use crate::sync::Step;

    pub fn full_fence() {
        atomic::fence(atomic::Ordering::SeqCst);
    }

    /// Models have more than one P.
    pub fn alone() -> bool {
        false
    }

    pub const fn shrunken(_program: usize, model: usize) -> usize {
        model
    }

    pub fn handing_over(step: Step) -> atomic::Ordering {
        if left_out(step) { atomic::Ordering::Relaxed } else { atomic::Ordering::Release }
    }

    pub fn back_off(_round: u32) {
        loom::thread::yield_now();
    }

    /// A sleeper looks again whenever another thread has run.
    pub fn futex_wait(word: &atomic::AtomicU32, expected: u32, _timeout: i64) {
        if word.load(atomic::Ordering::Acquire) == expected {
            loom::thread::yield_now();
        }
    }

    /// Nothing to do: sleepers poll.
    pub fn futex_wake(_word: &atomic::AtomicU32, _n: i32) {}
}
