//! A P's run queue: a ring with one producer, its owner, and many consumers, its owner and thieves; and `next`, the slot of the goroutine that
//! runs next.
//!
//! Invariants: `head <= tail <= head + RUNQ_SIZE` (wrapping); slots `head..tail` hold queued items. Only the owner writes `tail` and slots; a
//! consumer owns the items it has moved `head` past. Only the owner makes `next` non-null; anybody may take it. While there is one P there are no
//! thieves: the owner claims by plain stores, for a locked instruction costs as much as all the rest.

use core::ptr::null_mut;

use super::sync::atomic::{AtomicBool, AtomicPtr, AtomicU32, Ordering};
use super::sync::{Step, left_out, shrunken};

/// Slots of a ring.
pub const RUNQ_SIZE: usize = shrunken(256, 4);

/// The queue.
#[repr(C)]
#[derive(Debug)]
pub struct Runq<T> {
    head: AtomicU32,
    tail: AtomicU32,
    next: AtomicPtr<T>,
    /// There are no thieves; changes with the world stopped.
    alone: AtomicBool,
    ring: [AtomicPtr<T>; RUNQ_SIZE],
}

impl<T> Default for Runq<T> {
    fn default() -> Self {
        Runq {
            head: AtomicU32::new(0),
            tail: AtomicU32::new(0),
            next: AtomicPtr::new(null_mut()),
            alone: AtomicBool::new(false),
            ring: core::array::from_fn(|_| AtomicPtr::new(null_mut())),
        }
    }
}

impl<T> Runq<T> {
    #[inline]
    fn slot(&self, i: u32) -> &AtomicPtr<T> {
        &self.ring[i as usize % RUNQ_SIZE]
    }

    /// Says whether there are thieves.
    ///
    /// # Safety
    /// The world is stopped.
    pub unsafe fn set_alone(&self, alone: bool) {
        self.alone.store(alone, Ordering::Relaxed);
    }

    /// There are no thieves: this is the only P.
    #[inline]
    pub fn is_alone(&self) -> bool {
        self.alone.load(Ordering::Relaxed)
    }

    /// Owner: makes `item` the next to run; gives the one that was it, or null.
    #[inline]
    pub fn set_next(&self, item: *mut T) -> *mut T {
        let old = self.next.load(Ordering::Relaxed);
        // Only the owner fills the slot: an empty one stays empty.
        if old.is_null() || self.is_alone() {
            self.next.store(item, Ordering::Release);
            return old;
        }
        self.next.swap(item, Ordering::AcqRel)
    }

    /// Anybody: takes the next to run, or null.
    #[inline]
    pub fn take_next(&self) -> *mut T {
        if self.next.load(Ordering::Relaxed).is_null() {
            return null_mut();
        }
        if self.is_alone() || left_out(Step::NextSwap) {
            let next = self.next.load(Ordering::Acquire);
            self.next.store(null_mut(), Ordering::Relaxed);
            return next;
        }
        self.next.swap(null_mut(), Ordering::Acquire)
    }

    /// There is a next to run.
    #[inline]
    pub fn has_next(&self) -> bool {
        !self.next.load(Ordering::Relaxed).is_null()
    }

    /// Owner: appends to the ring; false when it is full.
    #[inline]
    pub fn push(&self, item: *mut T) -> bool {
        let head = self.head.load(Ordering::Acquire); // consumers have read the slots they freed
        let tail = self.tail.load(Ordering::Relaxed);
        if tail.wrapping_sub(head) >= RUNQ_SIZE as u32 {
            return false;
        }
        self.slot(tail).store(item, Ordering::Relaxed);
        self.tail.store(tail.wrapping_add(1), Ordering::Release);
        true
    }

    /// Owner: takes the first of the ring, or null.
    #[inline]
    pub fn pop(&self) -> *mut T {
        self.pop_and_peek(0).0
    }

    /// Owner: takes the first of the ring, or null; with it the one that comes `ahead` places behind it, if nobody takes that before, or null.
    #[inline]
    pub fn pop_and_peek(&self, ahead: u32) -> (*mut T, *mut T) {
        loop {
            let head = self.head.load(Ordering::Acquire);
            let tail = self.tail.load(Ordering::Relaxed);
            if head == tail {
                return (null_mut(), null_mut());
            }
            let item = self.slot(head).load(Ordering::Relaxed);
            let later =
                if tail.wrapping_sub(head) > ahead { self.slot(head.wrapping_add(ahead)).load(Ordering::Relaxed) } else { null_mut() };
            let next = head.wrapping_add(1);
            if self.is_alone() {
                self.head.store(next, Ordering::Release);
                return (item, later);
            }
            let ours = self.head.compare_exchange_weak(head, next, Ordering::Release, Ordering::Relaxed).is_ok();
            if ours || left_out(Step::PopClaim) {
                return (item, later);
            }
        }
    }

    /// Owner: takes half of a full ring for the global queue; gives how many were stored in `out`, 0 when a thief was faster.
    pub fn take_half(&self, out: &mut [*mut T; RUNQ_SIZE / 2]) -> usize {
        let head = self.head.load(Ordering::Acquire);
        let tail = self.tail.load(Ordering::Relaxed);
        let n = tail.wrapping_sub(head) / 2;
        if n as usize != RUNQ_SIZE / 2 {
            return 0;
        }
        for i in 0..n {
            out[i as usize] = self.slot(head.wrapping_add(i)).load(Ordering::Relaxed);
        }
        match self.head.compare_exchange(head, head.wrapping_add(n), Ordering::Release, Ordering::Relaxed) {
            Ok(_) => n as usize,
            Err(_) => 0,
        }
    }

    /// Thief: moves half of the ring of `victim` into this ring, which the caller owns and which is empty; gives the last of them, or null. When
    /// the ring is empty and `next_too` allows, takes the victim's next to run.
    pub fn steal(&self, victim: &Runq<T>, next_too: impl FnOnce() -> bool) -> *mut T {
        let tail = self.tail.load(Ordering::Relaxed);
        loop {
            let h = victim.head.load(Ordering::Acquire);
            let t = victim.tail.load(Ordering::Acquire); // with the owner's release: the slots before it are filled
            let n = t.wrapping_sub(h);
            let n = n - n / 2;
            if n == 0 {
                if victim.has_next() && next_too() {
                    return victim.take_next();
                }
                return null_mut();
            }
            if n > RUNQ_SIZE as u32 / 2 {
                continue; // h and t were not read at one time
            }
            for i in 0..n {
                let item = victim.slot(h.wrapping_add(i)).load(Ordering::Relaxed);
                self.slot(tail.wrapping_add(i)).store(item, Ordering::Relaxed);
            }
            let ours = victim.head.compare_exchange(h, h.wrapping_add(n), Ordering::AcqRel, Ordering::Relaxed).is_ok();
            if ours || left_out(Step::StealClaim) {
                let last = self.slot(tail.wrapping_add(n - 1)).load(Ordering::Relaxed);
                self.tail.store(tail.wrapping_add(n - 1), Ordering::Release);
                return last;
            }
        }
    }

    /// Items in the ring, as seen by one that does not own it.
    #[inline]
    pub fn len(&self) -> usize {
        let h = self.head.load(Ordering::Acquire);
        let t = self.tail.load(Ordering::Acquire);
        (t.wrapping_sub(h) as usize).min(RUNQ_SIZE)
    }

    /// Nothing in the ring.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
