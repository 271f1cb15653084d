//! The lists of idle Ps and idle Ms, under the scheduler's lock.

use std::ptr::null_mut;
use std::sync::atomic::Ordering;

use super::deadlock;
use crate::m::M;
use crate::p::{P, pstatus};
use crate::sched::{Locked, Sched};

/// Puts a P without work into the idle list. Afterwards the caller looks at all queues once more.
///
/// # Safety
/// The caller owns `pp`, which no M holds.
pub(super) unsafe fn pidleput(sched: &Sched, l: &mut Locked, pp: *mut P) {
    // SAFETY: the caller's promise.
    unsafe {
        if (*pp).runq.has_next() || !(*pp).runq.is_empty() {
            crate::throw::throw("pidleput: P has non-empty run queue");
        }
        (*pp).status.store(pstatus::IDLE, Ordering::Release);
        (*pp).link = l.pidle;
    }
    l.pidle = pp;
    sched.idlers.p_idle();
}

/// Takes an idle P, or null.
pub(super) fn pidleget(sched: &Sched, l: &mut Locked) -> *mut P {
    let pp = l.pidle;
    if !pp.is_null() {
        // SAFETY: Ps in the list are owned by the list.
        unsafe {
            l.pidle = (*pp).link;
            (*pp).link = null_mut();
        }
        sched.idlers.p_busy();
    }
    pp
}

/// Puts an M without P into the idle list; true when that leaves nobody who could ever run: a deadlock, which the caller reports after unlocking.
///
/// # Safety
/// The caller is `mp`.
#[must_use]
pub(super) unsafe fn mput(sched: &Sched, l: &mut Locked, mp: *mut M) -> bool {
    // SAFETY: the caller's promise.
    unsafe { (*mp).schedlink = l.midle };
    l.midle = mp;
    l.nmidle += 1;
    deadlock::checkdead(sched, l)
}

/// Takes an idle M, or null.
pub(super) fn mget(l: &mut Locked) -> *mut M {
    let mp = l.midle;
    if !mp.is_null() {
        // SAFETY: Ms in the list are owned by the list.
        l.midle = unsafe { (*mp).schedlink };
        l.nmidle -= 1;
    }
    mp
}
