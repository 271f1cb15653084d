//! The global run queue, in one part for each P.
//!
//! What yields, is preempted or overflows goes to the end of the part of its P, under that part's lock alone: Ps that queue all the time do not wait for
//! each other. Who runs out of local work takes a share of its own part, then of the others'; every 61st round the longest part comes first, so that
//! the parts keep about one length and nobody waits much longer than in one queue. What comes from outside of any P goes to P 0, which is always there.
//!
//! Invariant: who puts something in afterwards looks for an idle P, with a full fence between (`spin`), as for the rings.

use std::collections::VecDeque;
use std::ptr::null_mut;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::{idle, thread};
use crate::g::G;
use crate::lock::Lock;
use crate::m::getm;
use crate::p::P;
use crate::runq::RUNQ_SIZE;
use crate::sched::{GQueue, Sched};

/// A part that has held more than this gives its memory back when it is empty.
const KEPT: usize = 8192;

/// One P's part.
#[derive(Debug, Default)]
#[repr(align(128))]
pub struct Part {
    fifo: Lock<VecDeque<*mut G>>,
    /// Its length, to look at without the lock.
    len: AtomicUsize,
}

impl Part {
    /// How many wait; a moment old.
    #[inline]
    pub fn len(&self) -> usize {
        self.len.load(Ordering::Acquire)
    }

    /// Nobody waits; a moment old.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn push(&self, gp: *mut G) {
        let mut fifo = self.fifo.lock();
        fifo.push_back(gp);
        self.len.store(fifo.len(), Ordering::Release);
    }

    fn extend(&self, gs: &[*mut G]) {
        let mut fifo = self.fifo.lock();
        fifo.extend(gs);
        self.len.store(fifo.len(), Ordering::Release);
    }

    /// The first, or null.
    fn pop(&self) -> *mut G {
        let mut fifo = self.fifo.lock();
        let first = fifo.pop_front().unwrap_or(null_mut());
        self.len.store(fifo.len(), Ordering::Release);
        first
    }

    /// The first, with `last` at the end in its stead once `queue` has been called; null, and nothing happens, when there is none.
    #[inline]
    pub(super) fn rotate(&self, last: *mut G, queue: impl FnOnce()) -> *mut G {
        let mut fifo = self.fifo.lock();
        let Some(first) = fifo.pop_front() else { return null_mut() };
        if let Some(&soon) = fifo.get(G::PREFETCH_AHEAD) {
            G::prefetch(soon);
        }
        queue();
        fifo.push_back(last);
        first
    }

    /// Takes one share of `procs`: gives the first and puts the rest into the local queue of `pp`, which the caller holds.
    fn take_share(&self, procs: usize, pp: *mut P) -> *mut G {
        let mut fifo = self.fifo.lock();
        let Some(first) = fifo.pop_front() else { return null_mut() };
        let n = fifo.len().min((fifo.len() + 1) / procs).min(RUNQ_SIZE / 2 - 1);
        for i in 0..n {
            let gp = fifo[0];
            if i < G::PREFETCH_AHEAD {
                G::prefetch(gp);
            }
            // SAFETY: the caller holds pp.
            if !unsafe { (*pp).runq.push(gp) } {
                break;
            }
            fifo.pop_front();
        }
        if fifo.is_empty() && fifo.capacity() > KEPT {
            *fifo = VecDeque::new();
        }
        self.len.store(fifo.len(), Ordering::Release);
        first
    }
}

impl Sched {
    /// Length of the global queue, all parts; a moment old.
    pub fn runqsize(&self) -> usize {
        // SAFETY: Ps are never freed.
        self.procs().map(|pp| unsafe { (*pp).global.len() }).sum()
    }
}

/// Appends a runnable goroutine to the part of `pp`; null: of P 0, for who holds no P.
///
/// # Safety
/// Nobody else has `gp`.
pub unsafe fn globrunqput(sched: &Sched, pp: *mut P, gp: *mut G) {
    let pp = if pp.is_null() { sched.allp[0].load(Ordering::Acquire) } else { pp };
    // SAFETY: Ps are never freed.
    unsafe { (*pp).global.push(gp) };
}

/// Takes a P's share of the queue, from its own part if there is anything: gives the first and puts the rest into the local queue. Null when all are empty.
///
/// # Safety
/// The calling M holds `pp`.
pub(super) unsafe fn globrunqget(sched: &Sched, pp: *mut P) -> *mut G {
    let procs = sched.gomaxprocs.load(Ordering::Relaxed).max(1) as usize;
    // SAFETY: Ps are never freed.
    unsafe {
        let mine = (*pp).id as usize % procs;
        for i in 0..procs {
            let part = &(*sched.allp[(mine + i) % procs].load(Ordering::Acquire)).global;
            if !part.is_empty() {
                let first = part.take_share(procs, pp);
                if !first.is_null() {
                    return first;
                }
            }
        }
        null_mut()
    }
}

/// Takes the first of the longest part, or null.
pub(super) fn globrunqget_one(sched: &Sched) -> *mut G {
    // SAFETY: Ps are never freed.
    let longest = sched.procs().map(|pp| unsafe { &(*pp).global }).max_by_key(|part| part.len());
    longest.filter(|part| !part.is_empty()).map_or(null_mut(), Part::pop)
}

/// Moves half of a full local queue, and `gp`, to the P's part of the global one. When a thief has made room meanwhile `gp` stays local.
///
/// # Safety
/// The calling M holds `pp`; nobody else has `gp`.
#[cold]
pub(super) unsafe fn runqputslow(pp: *mut P, gp: *mut G) {
    // SAFETY: the caller's promise.
    unsafe {
        loop {
            let mut half = [null_mut(); RUNQ_SIZE / 2 + 1];
            let n = (*pp).runq.take_half(half.first_chunk_mut().expect("a longer array"));
            if n > 0 {
                half[n] = gp;
                return (*pp).global.extend(&half[..=n]);
            }
            if (*pp).runq.push(gp) {
                return;
            }
        }
    }
}

/// Moves all of a P that goes out of use to P 0.
///
/// # Safety
/// The world is stopped.
pub(super) unsafe fn globrunq_purge(sched: &Sched, pp: *mut P) {
    // SAFETY: nobody else uses a P while the world is stopped.
    unsafe {
        let mut all: Vec<*mut G> = Vec::new();
        for take in [crate::runq::Runq::take_next, crate::runq::Runq::pop] {
            all.extend(std::iter::from_fn(|| Some(take(&(*pp).runq)).filter(|gp| !gp.is_null())));
        }
        all.extend(std::iter::from_fn(|| Some((*pp).global.pop()).filter(|gp| !gp.is_null())));
        (*sched.allp[0].load(Ordering::Acquire)).global.extend(&all);
    }
}

/// Queues goroutines that became runnable away from any P (timers, network), and starts threads for them.
///
/// # Safety
/// The thread is an M; the Gs are in state runnable and in no queue.
pub unsafe fn injectglist(list: &mut GQueue) {
    // SAFETY: the caller's promise.
    unsafe {
        let sched = &*(*getm()).sched;
        let all: Vec<*mut G> = std::iter::from_fn(|| Some(list.pop()).filter(|gp| !gp.is_null())).collect();
        if all.is_empty() {
            return;
        }
        (*sched.allp[0].load(Ordering::Acquire)).global.extend(&all);
        // The list of idle Ps is under a lock: who comes into it later looks at the queues afterwards.
        for _ in &all {
            let pp = idle::pidleget(sched, &mut sched.lock.lock());
            if pp.is_null() {
                return;
            }
            thread::startm(sched, pp, false);
        }
    }
}
