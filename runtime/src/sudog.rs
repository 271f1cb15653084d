//! A goroutine in a wait list: of a channel, a select case or a semaphore.
//!
//! Invariant: a sudog belongs to the list it is in, under that list's lock; whoever takes it out of the list owns it, completes the waiting
//! goroutine's operation and frees it. A resumed goroutine has nothing left to do, for no Rust runs on its behalf after a park.

use std::ptr::null_mut;

use super::g::G;
use super::lock::Lock;
use super::p::P;
use super::sync::{Step, left_out};

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
    /// When it was released, for profiles; in the free list, how many are behind it.
    pub releasetime: i64,
    /// Select: number of the case. Semaphore: 1 when the permit was handed over directly. Notify list: its ticket.
    pub ticket: u32,
    /// Part of a select: `G.select_done` decides the race.
    pub is_select: bool,
    /// Woken by a value, not by a close.
    pub success: bool,
}

/// Sudogs a P keeps for itself; beyond that half of them go to the shared pool.
const LOCAL_MAX: i64 = 128;

/// Free sudogs that Ps have given up, in batches linked by `waitlink`. Owned by the instance.
///
/// A collection drops them ([`SudogPool::drop_spares`]): with the world stopped no marker looks at a goroutine's sudogs, and those in the pool belong to none.
/// What the Ps keep is little and stays.
#[derive(Debug, Default)]
pub struct SudogPool {
    spare: Lock<Vec<usize>>,
    /// Nobody will use these any more.
    dropped: Lock<Vec<usize>>,
}

impl SudogPool {
    /// A batch of spare ones.
    pub(crate) fn take(&self) -> Option<*mut Sudog> {
        self.spare.lock().pop().map(|batch| batch as *mut Sudog)
    }

    /// Adds a batch.
    pub(crate) fn put(&self, batch: *mut Sudog) {
        self.spare.lock().push(batch as usize);
    }

    /// Gives up all spare sudogs: their memory is freed by [`SudogPool::free_some`]. The world is stopped.
    pub fn drop_spares(&self) {
        self.dropped.lock().append(&mut self.spare.lock());
    }

    /// Frees a batch of those that were given up; whether there was one.
    pub fn free_some(&self) -> bool {
        let Some(batch) = self.dropped.lock().pop() else { return false };
        let mut sg = batch as *mut Sudog;
        while !sg.is_null() {
            // SAFETY: a free sudog is the pool's, and came from a box.
            sg = unsafe { Box::from_raw(sg) }.waitlink;
        }
        true
    }
}

impl Drop for SudogPool {
    fn drop(&mut self) {
        self.drop_spares();
        while self.free_some() {}
    }
}

/// A free sudog, all fields zero but `g`.
///
/// # Safety
/// The calling thread must hold `pp`.
#[inline]
pub unsafe fn acquire_sudog(pp: *mut P, gp: *mut G) -> *mut Sudog {
    // SAFETY: the P's holder alone touches its cache; free sudogs are owned by the list.
    unsafe {
        let sg = (*pp).sudogcache;
        if sg.is_null() {
            return acquire_slow(pp, gp);
        }
        (*pp).sudogcache = (*sg).waitlink;
        sg.write(Sudog { g: gp, ..EMPTY });
        sg
    }
}

/// What nobody uses.
pub(crate) const EMPTY: Sudog = Sudog {
    g: null_mut(),
    next: null_mut(),
    prev: null_mut(),
    elem: null_mut(),
    waitlink: null_mut(),
    c: null_mut(),
    releasetime: 0,
    ticket: 0,
    is_select: false,
    success: false,
};

#[cold]
unsafe fn acquire_slow(pp: *mut P, gp: *mut G) -> *mut Sudog {
    // SAFETY: as for `acquire_sudog`; a batch in the pool is owned by the pool.
    unsafe {
        let pool = &(*(*pp).sched).sudogs;
        if let Some(batch) = pool.take() {
            (*pp).sudogcache = batch;
            return acquire_sudog(pp, gp);
        }
        Box::into_raw(Box::new(Sudog { g: gp, ..EMPTY }))
    }
}

/// Gives a sudog back.
///
/// # Safety
/// The calling thread must hold `pp`; nothing may refer to `sg` any more.
#[inline]
pub unsafe fn release_sudog(pp: *mut P, sg: *mut Sudog) {
    // SAFETY: the caller's promise.
    unsafe {
        let head = (*pp).sudogcache;
        let depth = if head.is_null() { 0 } else { (*head).releasetime };
        (*sg).g = null_mut();
        (*sg).elem = null_mut();
        (*sg).c = null_mut();
        (*sg).waitlink = head;
        (*sg).releasetime = depth + 1;
        (*pp).sudogcache = sg;
        if depth >= LOCAL_MAX {
            spill(pp);
        }
    }
}

/// Moves the older half of the cache to the pool: wakers free what sleepers on other Ps acquire.
#[cold]
unsafe fn spill(pp: *mut P) {
    // SAFETY: as for `release_sudog`; the cache holds more than `LOCAL_MAX` sudogs.
    unsafe {
        let mut last = (*pp).sudogcache;
        for kept in 0..LOCAL_MAX / 2 {
            (*last).releasetime = LOCAL_MAX / 2 + 1 - kept;
            last = (*last).waitlink;
        }
        (*last).releasetime = 1;
        let batch = std::mem::replace(&mut (*last).waitlink, null_mut());
        (*(*pp).sched).sudogs.put(batch);
    }
}

/// Goroutines waiting on one thing, oldest first. Guarded by the lock of that thing.
#[derive(Debug)]
#[repr(C)]
pub struct Waitq {
    first: *mut Sudog,
    last: *mut Sudog,
}

impl Waitq {
    /// Nobody waits.
    pub const EMPTY: Waitq = Waitq { first: null_mut(), last: null_mut() };

    /// Whether nobody waits.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.first.is_null()
    }

    /// The one that waits longest, or null.
    pub fn first(&self) -> *mut Sudog {
        self.first
    }

    /// Adds at the end.
    ///
    /// # Safety
    /// `sg` is valid and in no queue; the queue's lock is held.
    #[inline]
    pub unsafe fn enqueue(&mut self, sg: *mut Sudog) {
        // SAFETY: the caller's promise.
        unsafe {
            (*sg).next = null_mut();
            (*sg).prev = self.last;
            if self.last.is_null() {
                self.first = sg;
            } else {
                (*self.last).next = sg;
            }
            self.last = sg;
        }
    }

    /// Adds at the start.
    ///
    /// # Safety
    /// As for [`Self::enqueue`].
    #[inline]
    pub unsafe fn enqueue_first(&mut self, sg: *mut Sudog) {
        // SAFETY: the caller's promise.
        unsafe {
            (*sg).next = self.first;
            (*sg).prev = null_mut();
            if self.first.is_null() {
                self.last = sg;
            } else {
                (*self.first).prev = sg;
            }
            self.first = sg;
        }
    }

    /// The sudog with which a goroutine waits here.
    ///
    /// # Safety
    /// The queue's lock is held.
    pub unsafe fn find(&self, gp: *mut G) -> Option<*mut Sudog> {
        let mut sg = self.first;
        // SAFETY: members of the queue are valid under its lock.
        unsafe {
            while !sg.is_null() && (*sg).g != gp {
                sg = (*sg).next;
            }
        }
        (!sg.is_null()).then_some(sg)
    }

    /// Takes out the longest waiting goroutine that is still to be had: of a select, only one case wins `G::select_done`. Null when there is none.
    ///
    /// # Safety
    /// The queue's lock is held.
    #[inline]
    pub unsafe fn dequeue(&mut self) -> *mut Sudog {
        use super::sync::atomic::Ordering::{AcqRel, Acquire};
        loop {
            let sg = self.first;
            if sg.is_null() {
                return sg;
            }
            // SAFETY: members of the queue are valid under its lock; a G is never freed.
            unsafe {
                self.remove(sg);
                let lost = (*sg).is_select && (*(*sg).g).select_done.compare_exchange(0, 1, AcqRel, Acquire).is_err();
                if lost && !left_out(Step::SelectDone) {
                    // Lost: whoever won takes this sudog back.
                    continue;
                }
                return sg;
            }
        }
    }

    /// Takes `sg` out, if it is in.
    ///
    /// # Safety
    /// `sg` is valid and in this queue or in none; the queue's lock is held.
    #[inline]
    pub unsafe fn remove(&mut self, sg: *mut Sudog) {
        // SAFETY: the caller's promise.
        unsafe {
            let (prev, next) = ((*sg).prev, (*sg).next);
            if prev.is_null() && self.first != sg {
                return;
            }
            if prev.is_null() {
                self.first = next;
            } else {
                (*prev).next = next;
            }
            if next.is_null() {
                self.last = prev;
            } else {
                (*next).prev = prev;
            }
            (*sg).prev = null_mut();
            (*sg).next = null_mut();
        }
    }
}
