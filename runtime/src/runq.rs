//! A P's run queue: a ring with one producer, its owner, and many consumers, its owner and thieves; and `next`, the slot of the goroutine that
//! runs next.
//!
//! Invariant: `head <= tail <= head + N` (wrapping); slots `head..tail` hold queued items. Only the owner writes `tail` and slots; a consumer
//! owns the items it has moved `head` past.

use crate::sync::atomic::{AtomicPtr, AtomicU32};

/// Slots of a ring.
#[cfg(not(loom))]
pub const RUNQ_SIZE: usize = 256;
/// Shrunken for the model.
#[cfg(loom)]
pub const RUNQ_SIZE: usize = 4;

/// The queue.
#[repr(C)]
pub struct Runq<T> {
    head: AtomicU32,
    tail: AtomicU32,
    next: AtomicPtr<T>,
    ring: [AtomicPtr<T>; RUNQ_SIZE],
}
