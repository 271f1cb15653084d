//! The timers of one P: a heap with four children a node.

use super::super::gc::barrier;
use super::super::lock::RawLock;
use super::super::mem::mcache;
use super::super::sync::atomic::{AtomicI64, Ordering};
use super::Nanos;
use super::Timer;

/// `Timer::place` of a timer that is in no heap.
pub(super) const OUT: usize = 0;

/// The timers of one P.
#[derive(Default)]
pub struct Timers {
    pub(super) lock: RawLock,
    /// A heap with four children a node, earliest first. Guarded by `lock`.
    heap: std::cell::UnsafeCell<Vec<*mut Timer>>,
    /// When the first is due; 0: none. To look at without the lock.
    first: AtomicI64,
}

// SAFETY: the heap is only touched under the lock; the timers in it are valid until they leave it.
unsafe impl Sync for Timers {}
// SAFETY: as above.
unsafe impl Send for Timers {}

impl Timers {
    /// When the first timer is due, nanoseconds; 0 for none.
    #[inline]
    pub fn next_when(&self) -> Nanos {
        self.first.load(Ordering::Acquire)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.lock.lock();
        // SAFETY: the lock is held.
        let n = unsafe { self.heap() }.len();
        self.lock.unlock();
        n
    }

    /// There is none; to look at without the lock.
    pub fn is_empty(&self) -> bool {
        self.next_when() == 0
    }

    #[allow(clippy::mut_from_ref)]
    pub(super) unsafe fn heap(&self) -> &mut Vec<*mut Timer> {
        // SAFETY: callers hold the lock and make no second reference.
        unsafe { &mut *self.heap.get() }
    }

    pub(super) unsafe fn publish(&self) {
        // SAFETY: the lock is held; timers in the heap are valid.
        unsafe {
            let first = self.heap().first().map_or(0, |&t| (*t).when.load(Ordering::Relaxed));
            self.first.store(first, Ordering::Release);
        }
    }

    unsafe fn before(&self, a: usize, b: usize) -> bool {
        // SAFETY: as for `publish`; both are places in the heap.
        unsafe {
            let heap = self.heap();
            (*heap[a]).when.load(Ordering::Relaxed) < (*heap[b]).when.load(Ordering::Relaxed)
        }
    }

    unsafe fn swap(&self, a: usize, b: usize) {
        // SAFETY: as for `before`.
        unsafe {
            let heap = self.heap();
            heap.swap(a, b);
            (*heap[a]).place = a + 1;
            (*heap[b]).place = b + 1;
        }
    }

    pub(super) unsafe fn sift(&self, mut at: usize) {
        // SAFETY: as for `before`.
        unsafe {
            while at > 0 && self.before(at, (at - 1) / 4) {
                self.swap(at, (at - 1) / 4);
                at = (at - 1) / 4;
            }
            let n = self.heap().len();
            loop {
                let mut least = at;
                for child in 4 * at + 1..(4 * at + 5).min(n) {
                    if self.before(child, least) {
                        least = child;
                    }
                }
                if least == at {
                    return;
                }
                self.swap(at, least);
                at = least;
            }
        }
    }

    pub(super) unsafe fn insert(&self, t: *mut Timer) {
        // SAFETY: the lock is held; `t` is valid and not in the heap.
        unsafe {
            let heap = self.heap();
            heap.push(t);
            (*t).place = heap.len();
            self.sift((*t).place - 1);
            self.publish();
        }
    }

    pub(super) unsafe fn remove(&self, t: *mut Timer) {
        // SAFETY: the lock is held.
        unsafe {
            let place = std::mem::replace(&mut (*t).place, OUT);
            if place == OUT {
                return;
            }
            shade(t);
            let place = place - 1;
            let heap = self.heap();
            let last = heap.len() - 1;
            heap.swap(place, last);
            heap.pop();
            if place < last {
                (*heap[place]).place = place + 1;
                self.sift(place);
            }
            self.publish();
        }
    }

    /// Visits the addresses of the running timers: roots of the collector.
    pub(crate) fn for_each(&self, visit: impl FnMut(usize)) {
        self.lock.lock();
        // SAFETY: the lock is held.
        unsafe { self.heap().iter().map(|&t| t as usize).for_each(visit) };
        self.lock.unlock();
    }

    /// The memory that holds the addresses of the running timers: roots of the collector.
    ///
    /// # Safety
    /// The world is stopped.
    pub unsafe fn root_range(&self) -> (usize, usize) {
        // SAFETY: nobody changes a heap while the world is stopped.
        let range = unsafe { self.heap() }.as_ptr_range();
        (range.start as usize, range.end as usize)
    }
}

/// A timer leaves its heap, a root: the barrier of that deletion.
fn shade(t: *mut Timer) {
    #[cfg(test)]
    if super::super::mem::is_standalone() {
        return;
    }
    // SAFETY: called on an M, which holds a P.
    unsafe {
        let mc = mcache();
        if barrier::enabled(&*(*mc).heap) {
            barrier::shade(mc, t as usize);
        }
    }
}
