//! Coroutines, which `iter.Pull` is made of: a goroutine changes places with the one that waits, and no queue is involved.
//!
//! Invariant: a place is a word of the language's memory that holds the one goroutine that waits there, null while none does. Only the goroutine that
//! runs in its stead reads and writes it.

use std::ptr::{null_mut, replace};
use std::sync::atomic::Ordering;

use super::newproc::newproc1;
use super::schedule::{execute_or_schedule, schedule};
use super::{casgstatus, goexit, goready, park};
use crate::g::{G, WaitReason, status};
use crate::m::getm;
use crate::profile::contention;
use crate::stack;
use crate::throw::throw;
use crate::trace::{self, Kind};

/// Makes a goroutine for the function, which waits in the place until somebody switches to it.
///
/// # Safety
/// From a System native of `gp`; the funcval is valid and takes no arguments.
pub unsafe fn create(place: *mut *mut G, funcval: *mut u8, gp: *mut G) {
    // SAFETY: the caller's promise: the current goroutine has published its frame.
    unsafe {
        let mp = getm();
        let gopc = *((*gp).sched_bp as *const usize).add(1);
        let made = newproc1(mp, funcval, gopc, (*gp).goid);
        trace::emit(&*(*mp).sched, Kind::Create, made, (*made).startpc as u64, 0);
        (*made).waitreason = WaitReason::Coroutine;
        *place = made;
        casgstatus(made, status::RUNNABLE, status::WAITING);
    }
}

/// Parks the current goroutine in the place and gives the one that waited there.
///
/// # Safety
/// From a Park native of `gp`, holding no runtime locks.
pub unsafe fn switch(gp: *mut G, place: *mut *mut G) -> *mut G {
    // SAFETY: the M runs gp, whose context is saved; who waits in the place belongs to us by the invariant.
    unsafe {
        let mp = getm();
        let next = replace(place, gp);
        if next.is_null() {
            throw("switch to a coroutine that runs");
        }
        let sched = &*(*mp).sched;
        // A goroutine that is asked to stop, or that belongs to a thread, goes by way of the scheduler.
        let queued = (*gp).preempt.load(Ordering::Relaxed) != 0 || !(*gp).lockedm.is_null() || !(*next).lockedm.is_null();
        (*gp).waitreason = WaitReason::Coroutine;
        trace::emit(sched, Kind::Block, gp, 0, WaitReason::Coroutine as u8);
        if sched.contention.is_on() {
            (*gp).waitsince = sched.clock.nanotime();
        }
        stack::release_spares(gp, (*mp).p);
        park::dropg(gp);
        casgstatus(gp, status::RUNNING, status::WAITING);
        if queued {
            goready(next);
            return schedule();
        }
        if sched.contention.is_on() {
            contention::unblocked(sched, next);
        }
        casgstatus(next, status::WAITING, status::RUNNABLE);
        trace::unblocked(sched, next);
        execute_or_schedule(mp, next, true)
    }
}

/// Lets go on who waits in the place, for the current goroutine runs its last deferred calls.
///
/// # Safety
/// From a System native of a coroutine's goroutine.
pub unsafe fn leave(place: *mut *mut G) {
    // SAFETY: who waits in the place belongs to us by the invariant.
    unsafe { goready(last(place)) }
}

/// Ends the current goroutine, and only then lets go on who waits in the place: to them the goroutine has never outlived its coroutine.
///
/// # Safety
/// From a Park native of `gp`, which has no deferred calls left.
pub unsafe fn finish(gp: *mut G, place: *mut *mut G) -> *mut G {
    // SAFETY: as above; the place is read before gp's stack is given up.
    unsafe {
        let next = last(place);
        let locked = goexit::bury(gp);
        goready(next);
        if locked { goexit::exit_locked() } else { schedule() }
    }
}

/// Takes the last one out of a place.
unsafe fn last(place: *mut *mut G) -> *mut G {
    // SAFETY: the place is a word of the language's memory.
    let next = unsafe { replace(place, null_mut()) };
    if next.is_null() {
        throw("end of a coroutine that nobody waits for");
    }
    next
}
