//! A goroutine in a wait list: of a channel, a select case or a semaphore.

use crate::g::G;

/// A G that waits; one G may be in many lists at once (select), and a list holds many.
#[repr(C)]
pub struct Sudog {
    /// Who waits.
    pub g: *mut G,
    /// Next in the wait queue.
    pub next: *mut Sudog,
    /// Previous in the wait queue.
    pub prev: *mut Sudog,
    /// Value to hand over; may point into a stack.
    pub elem: *mut u8,
    /// Next sudog of the same G, in lock order; also the free list.
    pub waitlink: *mut Sudog,
    /// Channel it waits on, or address of the semaphore.
    pub c: *mut u8,
    /// When it was released, for profiles and tickets.
    pub releasetime: i64,
    /// Semaphore hand-off ticket; treap priority.
    pub ticket: u32,
    /// Part of a select: `G.select_done` decides the race.
    pub is_select: bool,
    /// Woken by a value, not by a close.
    pub success: bool,
}
