//! The work of marking that markers share: grey items in batches, and who still holds some.
//!
//! Invariant: an item is in the pool, or held by a marker that is counted in `active`; so marking is done when the pool is empty and nobody is active
//! (but for what waits in the Ps' barrier buffers, which mark termination looks at). Threads that have roots to scan count as active, too.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use super::mark::Item;
use crate::lock::Lock;

#[derive(Default)]
struct Batches {
    list: Vec<Vec<Item>>,
    /// Markers that hold items.
    active: usize,
}

/// The pool.
#[derive(Default)]
pub struct Pool {
    batches: Lock<Batches>,
    /// Batches in it, to look at without the lock.
    len: AtomicUsize,
    /// Somebody has looked for work in vain since the last batch came.
    starving: AtomicBool,
}

impl Pool {
    /// Adds items; for who is no marker.
    pub fn put(&self, items: Vec<Item>) {
        if items.is_empty() {
            return;
        }
        let mut b = self.batches.lock();
        b.list.push(items);
        self.len.store(b.list.len(), Ordering::Release);
        self.starving.store(false, Ordering::Relaxed);
    }

    /// A marker begins: it gets a batch and counts as active, or there is no work.
    pub fn enter(&self) -> Option<Vec<Item>> {
        self.take(false)
    }

    /// An active marker has no items left: it gets others, or is no longer active.
    pub fn refill(&self) -> Option<Vec<Item>> {
        self.take(true)
    }

    fn take(&self, was_active: bool) -> Option<Vec<Item>> {
        let mut b = self.batches.lock();
        let items = b.list.pop();
        self.len.store(b.list.len(), Ordering::Release);
        self.starving.store(items.is_none(), Ordering::Relaxed);
        match (was_active, items.is_some()) {
            (false, true) => b.active += 1,
            (true, false) => b.active -= 1,
            _ => {}
        }
        items
    }

    /// An active marker ends and gives its items back.
    pub fn leave(&self, items: Vec<Item>) {
        let mut b = self.batches.lock();
        if !items.is_empty() {
            b.list.push(items);
            self.len.store(b.list.len(), Ordering::Release);
        }
        b.active -= 1;
    }

    /// Somebody has roots that are no items: marking is not done before [`Pool::release`].
    pub fn hold(&self) {
        self.batches.lock().active += 1;
    }

    /// They have been scanned. Whoever marks hears of it: from an item that leads nowhere.
    pub fn release(&self) {
        self.leave(vec![0]);
    }

    /// There is something to take.
    #[inline]
    pub fn has_work(&self) -> bool {
        self.len.load(Ordering::Relaxed) != 0
    }

    /// Markers with many items should give some away.
    #[inline(always)]
    pub fn is_starving(&self) -> bool {
        self.starving.load(Ordering::Relaxed)
    }

    /// Nothing is grey any more, as far as the pool knows.
    pub fn is_done(&self) -> bool {
        if self.has_work() {
            return false;
        }
        let b = self.batches.lock();
        b.list.is_empty() && b.active == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn done_means_that_nobody_holds_items() {
        let p = Pool::default();
        assert!(p.is_done());
        p.put(vec![1]);
        p.put(vec![2]);
        assert!(!p.is_done());
        assert_eq!(p.enter(), Some(vec![2]));
        assert_eq!(p.refill(), Some(vec![1]));
        assert!(!p.is_done() && !p.has_work(), "a marker is active");
        assert_eq!(p.enter(), None);
        assert!(p.is_starving());
        p.leave(vec![3]);
        assert_eq!(p.enter(), Some(vec![3]));
        assert_eq!(p.refill(), None);
        assert!(p.is_done());
        p.hold();
        assert!(!p.is_done() && !p.has_work());
        p.release();
        assert!(!p.is_done() && p.has_work(), "somebody has to see that marking may be done");
    }
}
