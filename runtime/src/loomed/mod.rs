//! Loom models of the lock-free parts: every order of their steps, with shrunken constants.
//!
//! The files under test are compiled a second time, in [`world`], over loom's atomics. Each protocol has tests with one of its steps left out
//! ([`crate::sync::Step`]), which must fail.

mod parking;
mod queues;
mod wakeups;
#[allow(dead_code, unused_imports, clippy::duplicate_mod)] // of the files under test only a part is used here
mod world;

use world::runq::Runq;

type Item = u32;

/// Items are addresses that are never followed.
fn item(n: usize) -> *mut Item {
    core::ptr::without_provenance_mut(n * align_of::<Item>())
}

fn number(item: *mut Item) -> usize {
    item.addr() / align_of::<Item>()
}

fn drain(q: &Runq<Item>) -> Vec<usize> {
    let mut all = Vec::new();
    for take in [Runq::take_next, Runq::pop] {
        loop {
            let it = take(q);
            if it.is_null() {
                break;
            }
            all.push(number(it));
        }
    }
    all
}

/// A cell that loom watches: who reads it must have seen the write before.
#[derive(Default)]
struct Watched(loom::cell::UnsafeCell<i32>);

// SAFETY: loom reports accesses that are not ordered.
unsafe impl Sync for Watched {}

impl Watched {
    fn add(&self, n: i32) {
        // SAFETY: as above.
        self.0.with_mut(|p| unsafe { *p += n });
    }

    fn get(&self) -> i32 {
        // SAFETY: as above.
        self.0.with(|p| unsafe { *p })
    }
}
