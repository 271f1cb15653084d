//! Parking and making ready.
//!
//! All of these run on g0 after an asm stub has saved the goroutine's context, so a goroutine may be resumed elsewhere the moment another thread can
//! reach it.

use mgo_abi::layouts::STACK_SLACK;
use std::ptr::null_mut;
use std::sync::atomic::Ordering;

use super::schedule::{GLOBAL_EVERY, execute_or_schedule, schedule};
use super::{casgstatus, globrunq, spin};
use crate::g::{G, WaitReason, status};
use crate::m::{Unlockf, getm};
use crate::profile::contention;
use crate::sched::Sched;
use crate::stack;
use crate::trace::{self, Kind};

/// Parks the current goroutine and gives the next to run. `unlockf(gp, lock)` runs when the goroutine can no longer run by itself; when it gives
/// false the goroutine goes on at once.
///
/// # Safety
/// From a Park native or mcall of `gp`, holding no runtime locks but what `unlockf` releases.
pub unsafe fn gopark(gp: *mut G, unlockf: Option<Unlockf>, lock: *mut u8, reason: WaitReason) -> *mut G {
    // SAFETY: the M runs gp, whose context is saved.
    unsafe {
        let mp = getm();
        (*gp).waitreason = reason;
        let sched = &*(*mp).sched;
        trace::emit(sched, Kind::Block, gp, 0, reason as u8);
        if sched.contention.is_on() {
            (*gp).waitsince = sched.clock.nanotime();
        }
        stack::release_spares(gp, (*mp).p);
        dropg(gp);
        casgstatus(gp, status::RUNNING, status::WAITING); // from here on others may have it, unless `unlockf` keeps them out
        if let Some(f) = unlockf
            && !f(gp, lock)
        {
            casgstatus(gp, status::WAITING, status::RUNNABLE);
            return execute_or_schedule(mp, gp, true);
        }
        schedule()
    }
}

/// `select {}`: parks for ever.
///
/// # Safety
/// As a Park builtin.
pub unsafe extern "C" fn block(_: usize, _: usize, _: usize, _: usize, _: usize, gp: *mut G) -> *mut G {
    // SAFETY: a Park builtin.
    unsafe { gopark(gp, None, null_mut(), WaitReason::SelectNoCases) }
}

/// Makes a waiting goroutine runnable: next on this P.
///
/// # Safety
/// The thread is an M that holds a P; the caller has taken `gp` out of whatever it waited in.
#[inline]
pub unsafe fn goready(gp: *mut G) {
    // SAFETY: the caller owns gp.
    unsafe {
        let mp = getm();
        let sched = &*(*mp).sched;
        if sched.contention.is_on() {
            contention::unblocked(sched, gp);
        }
        casgstatus(gp, status::WAITING, status::RUNNABLE);
        trace::unblocked(sched, gp);
        runqput(mp, gp, true);
    }
}

/// The current goroutine has given a lock up that `waiter` waits for, and is about to wake it: the profile may want to know.
///
/// # Safety
/// As [`goready`], on g0 on behalf of a goroutine.
#[inline]
pub unsafe fn lock_released(waiter: *mut G) {
    // SAFETY: the caller's promise.
    unsafe {
        let sched = &*(*getm()).sched;
        if sched.contention.is_on() {
            contention::released(sched, waiter);
        }
    }
}

/// Puts a runnable goroutine on the local queue: as the next to run, or last. Lets other threads know.
///
/// # Safety
/// `mp` is the calling M and holds a P; nobody else has `gp`.
#[inline]
pub(super) unsafe fn runqput(mp: *mut crate::m::M, gp: *mut G, next: bool) {
    // SAFETY: only the M that holds a P puts into its queue.
    unsafe {
        let pp = (*mp).p;
        let mut gp = gp;
        let mut ringed = true;
        if next {
            gp = (*pp).runq.set_next(gp);
            ringed = !gp.is_null();
        }
        if ringed && !(*pp).runq.push(gp) {
            globrunq::runqputslow(pp, gp);
        }
        spin::submitted(mp, ringed);
    }
}

/// Queues all of `list` here, in order.
///
/// # Safety
/// As [`runqput`].
pub(super) unsafe fn runqputall(mp: *mut crate::m::M, list: &mut crate::sched::GQueue) {
    // SAFETY: the caller's promise.
    unsafe {
        let pp = (*mp).p;
        let any = !list.head.is_null();
        while !list.head.is_null() {
            let gp = list.pop();
            if !(*pp).runq.push(gp) {
                globrunq::runqputslow(pp, gp);
            }
        }
        if any {
            spin::submitted(mp, true);
        }
    }
}

/// `runtime.Gosched`: others first; the goroutine goes to the global queue.
///
/// # Safety
/// From a Park native or mcall of `gp`.
pub unsafe fn gosched(gp: *mut G) -> *mut G {
    // SAFETY: the M runs gp, whose context is saved.
    unsafe {
        let mp = getm();
        let sched = &*(*mp).sched;
        let pp = (*mp).p;
        let local = (*pp).runq.has_next() || !(*pp).runq.is_empty();
        if local
            || (*pp).schedtick.load(Ordering::Relaxed).is_multiple_of(GLOBAL_EVERY)
            || (*pp).timers.next_when() != 0
            || (*pp).preempt.load(Ordering::Relaxed)
            || sched.gcwaiting.load(Ordering::Relaxed)
            || sched.disable_user.load(Ordering::Relaxed)
            || !(*gp).lockedm.is_null()
        {
            return goschedimpl(gp);
        }
        // What the two steps of `goschedimpl` would come to when only this P's part of the global queue has work: one lock instead of two.
        let next = (*pp).global.rotate(gp, || {
            trace::emit(sched, Kind::Yield, gp, 0, 0);
            casgstatus(gp, status::RUNNING, status::RUNNABLE);
            dropg(gp);
        });
        if next.is_null() {
            return if sched.runqsize() == 0 { null_mut() } else { yield_to_other_parts(sched, gp) };
        }
        spin::submitted(mp, false);
        if !(*next).lockedm.is_null() {
            runqput(mp, next, true); // schedule knows how to hand it over
            return schedule();
        }
        execute_or_schedule(mp, next, false)
    }
}

/// Yields to goroutines that other Ps have queued: they share what they have with this P, which has nothing else.
///
/// # Safety
/// As [`gosched`].
#[cold]
unsafe fn yield_to_other_parts(sched: &Sched, gp: *mut G) -> *mut G {
    // SAFETY: the caller's promise.
    unsafe {
        let mp = getm();
        let next = globrunq::globrunqget(sched, (*mp).p);
        if next.is_null() {
            return null_mut();
        }
        runqput(mp, next, true); // the others wait in the ring behind it
        goschedimpl(gp)
    }
}

/// What a yield and a preemption share.
///
/// # Safety
/// As [`gosched`].
pub(crate) unsafe fn goschedimpl(gp: *mut G) -> *mut G {
    // SAFETY: the caller's promise.
    unsafe {
        let sched = &*(*getm()).sched;
        trace::emit(sched, if (*gp).preempt.load(Ordering::Relaxed) != 0 { Kind::Preempt } else { Kind::Yield }, gp, 0, 0);
        (*(*getm()).p).requeued = true;
        requeue(gp);
        schedule()
    }
}

/// Takes the goroutine off its M; it queues up behind all others.
///
/// # Safety
/// The calling M runs `gp`, whose context is saved.
pub(super) unsafe fn requeue(gp: *mut G) {
    // SAFETY: the caller's promise.
    unsafe {
        let mp = getm();
        casgstatus(gp, status::RUNNING, status::RUNNABLE);
        dropg(gp);
        globrunq::globrunqput(&*(*mp).sched, (*mp).p, gp);
        spin::submitted(mp, true);
    }
}

/// Yields to the goroutines of the local queue only.
///
/// # Safety
/// As [`gosched`].
pub unsafe fn goyield(gp: *mut G) -> *mut G {
    // SAFETY: the caller's promise.
    unsafe {
        trace::emit(&*(*getm()).sched, Kind::Yield, gp, 0, 0);
        casgstatus(gp, status::RUNNING, status::RUNNABLE);
        dropg(gp);
        runqput(getm(), gp, false);
        schedule()
    }
}

/// Takes the goroutine off its M.
///
/// # Safety
/// The calling M runs `gp`.
#[inline]
pub(crate) unsafe fn dropg(gp: *mut G) {
    // SAFETY: the caller's promise.
    unsafe {
        let mp = (*gp).m;
        (*mp).curg = null_mut();
        (*gp).m = null_mut();
        (*gp).p = null_mut();
    }
}

/// Clears a preemption request.
///
/// # Safety
/// The calling M owns `gp`.
#[inline]
pub(crate) unsafe fn clear_preempt(gp: *mut G) {
    // SAFETY: the caller's promise.
    unsafe {
        (*gp).preempt.store(0, Ordering::Relaxed);
        (*gp).stackguard0.store((*gp).stack_lo + STACK_SLACK, Ordering::Relaxed);
    }
}
