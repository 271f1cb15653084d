//! Queues and lists of goroutines that belong to whoever holds them.

use std::ptr::null_mut;

use crate::g::G;
use crate::spares::Spares;

/// A queue of Gs through `G::schedlink`, first in first out.
#[derive(Debug)]
pub struct GQueue {
    /// First.
    pub head: *mut G,
    /// Last.
    pub tail: *mut G,
    /// Their number.
    pub size: usize,
}

// SAFETY: a queue owns the links of its Gs; whoever holds the queue may use them.
unsafe impl Send for GQueue {}

impl Default for GQueue {
    fn default() -> Self {
        GQueue { head: null_mut(), tail: null_mut(), size: 0 }
    }
}

impl GQueue {
    /// Appends.
    pub(crate) fn push_back(&mut self, gp: *mut G) {
        // SAFETY: gp is in no other queue; the tail is ours.
        unsafe {
            (*gp).schedlink = null_mut();
            if self.tail.is_null() {
                self.head = gp;
            } else {
                (*self.tail).schedlink = gp;
            }
        }
        self.tail = gp;
        self.size += 1;
    }

    /// Takes the first, or null.
    pub(crate) fn pop(&mut self) -> *mut G {
        let gp = self.head;
        if !gp.is_null() {
            // SAFETY: the queue owns the links of its Gs.
            self.head = unsafe { (*gp).schedlink };
            if self.head.is_null() {
                self.tail = null_mut();
            }
            self.size -= 1;
        }
        gp
    }
}

/// Dead goroutines in a [`GFree`].
pub const GFREE_MAX: usize = 32;

/// Dead goroutines, the newest last. Their addresses stand here and not in themselves, so that taking one touches no memory of the others.
#[derive(Debug)]
#[repr(C)]
pub struct GFree {
    /// Their number.
    pub n: u32,
    gs: [*mut G; GFREE_MAX],
}

// SAFETY: a list owns its Gs; whoever holds the list may use them.
unsafe impl Send for GFree {}

impl Default for GFree {
    fn default() -> Self {
        GFree { n: 0, gs: [null_mut(); GFREE_MAX] }
    }
}

/// Dead goroutines that no P keeps.
#[derive(Debug, Default)]
pub struct FreeGs {
    lists: Spares<GFree>,
    /// Goroutines whose memory is on its way back to the kernel.
    lent: usize,
}

impl FreeGs {
    /// Adds a list.
    pub(crate) fn put(&mut self, list: GFree) {
        self.lists.put(list);
    }

    /// Takes a list, or an empty one.
    pub(crate) fn take(&mut self) -> GFree {
        self.lists.take().unwrap_or_default()
    }

    /// How many goroutines these are.
    pub(crate) fn len(&self) -> usize {
        self.lent + self.lists.iter().map(|list| list.n as usize).sum::<usize>()
    }

    /// How many of them have their memory, and how many do not, or will not soon.
    pub(crate) fn warm_and_cold(&self) -> (usize, usize) {
        let count = |lists: &[GFree]| lists.iter().map(|list| list.n as usize).sum::<usize>();
        (count(self.lists.warm()), self.lent + count(self.lists.cold()))
    }

    /// Takes out those that nobody has needed since the last time, or `all` that may hold memory, until [`FreeGs::give_back`].
    pub(crate) fn lend(&mut self, all: bool) -> Vec<*mut G> {
        let lists = if all { self.lists.all_warm() } else { self.lists.idle() };
        let gs: Vec<*mut G> = lists.iter().flat_map(|list| &list.gs[..list.n as usize]).copied().collect();
        self.lent += gs.len();
        gs
    }

    /// Puts those back that were lent, sorted by address and without memory; whether there are others.
    pub(crate) fn give_back(&mut self, gs: &[*mut G]) -> bool {
        self.lent -= gs.len();
        // Who takes them gets the lowest first.
        self.lists.chill(gs.chunks(GFREE_MAX).rev().map(GFree::of).collect());
        self.lists.is_warm()
    }
}

impl GFree {
    /// A list of these, [`GFREE_MAX`] at most.
    fn of(gs: &[*mut G]) -> GFree {
        let mut list = GFree::default();
        // The first is taken first.
        gs.iter().rev().for_each(|&gp| list.push(gp));
        list
    }

    /// There is no room.
    #[inline]
    pub(crate) fn is_full(&self) -> bool {
        self.n as usize == GFREE_MAX
    }

    /// Adds one; there must be room.
    #[inline]
    pub(crate) fn push(&mut self, gp: *mut G) {
        self.gs[self.n as usize] = gp;
        self.n += 1;
    }

    /// Takes the newest, or null.
    #[inline]
    pub(crate) fn pop(&mut self) -> *mut G {
        let Some(n) = (self.n as usize).checked_sub(1) else { return null_mut() };
        self.n = n as u32;
        if let Some(soon) = n.checked_sub(G::PREFETCH_AHEAD) {
            G::prefetch(self.gs[soon]);
        }
        self.gs[n]
    }
}
