//! `sync.Pool` and the collector: what a pool has got is dropped after two collections, as in Go.
//!
//! The lists are the language's (`sync/pool.mgo`), the layouts here are theirs. With the world stopped, before marking begins, every shelf becomes the
//! victim of its pool; no barrier is needed.

use std::ptr::null_mut;

/// A `sync.Pool`.
#[repr(C)]
struct Pool {
    shelf: *mut u8,
    victim: *mut u8,
}

/// A pool in a list.
#[repr(C)]
struct Node {
    next: *mut Node,
    pool: *mut Pool,
}

impl Node {
    /// Calls `f` on each pool of a list.
    unsafe fn each(mut node: *mut Node, f: impl Fn(&mut Pool)) {
        while !node.is_null() {
            // SAFETY: the list is a live object of the language, and keeps its pools alive.
            unsafe {
                f(&mut *(*node).pool);
                node = (*node).next;
            }
        }
    }
}

/// The two lists, a package variable.
#[repr(C)]
#[derive(Debug)]
pub struct Lists {
    shelved: *mut Node,
    victims: *mut Node,
}

/// A collection begins.
///
/// # Safety
/// The world is stopped and nothing is marked yet; `lists` is null or the variable of package sync.
pub(super) unsafe fn age(lists: *mut Lists) {
    // SAFETY: the caller's.
    unsafe {
        let Some(lists) = lists.as_mut() else { return };
        Node::each(lists.victims, |pool| pool.victim = null_mut());
        Node::each(lists.shelved, |pool| pool.victim = std::mem::replace(&mut pool.shelf, null_mut()));
        lists.victims = std::mem::replace(&mut lists.shelved, null_mut());
    }
}
