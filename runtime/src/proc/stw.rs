//! Stopping and starting the world.
//!
//! Invariant: while the world is stopped every P but the stopper's is GCSTOP or its M sleeps, no goroutine runs, and each has published its context. A
//! thread that wants to stop the world while another does stops in place, inside its native; its g0 holds live words from `M::g0_scan_sp` on. One that is
//! away ([`away`]) runs on; it stops when it comes back.

use std::ptr::null_mut;
use std::sync::atomic::Ordering;

use super::{idle, procresize, spin, thread};
use crate::gc::roots;
use crate::m::{M, getm};
use crate::p::{P, pstatus};
use crate::preempt;
use crate::sched::Sched;
use crate::trace::{self, Kind};

/// How long the stopper waits before it asks again, nanoseconds.
const ASK_AGAIN: i64 = 100_000;

/// Stops the world: on return no other goroutine runs.
///
/// # Safety
/// On g0 of an M that holds a P and no runtime locks.
pub unsafe fn stop_the_world() {
    // SAFETY: the caller's promise.
    unsafe {
        let mp = getm();
        let sched = &*(*mp).sched;
        while !sched.worldsema.try_lock() {
            stop_in_place(mp);
        }
        trace::emit(sched, Kind::StopTheWorld, null_mut(), 0, 0);
        let wait = {
            let mut l = sched.lock.lock();
            l.stopwait = sched.gomaxprocs.load(Ordering::Relaxed);
            sched.stopnote.clear();
            sched.gcwaiting.store(true, Ordering::SeqCst);
            preempt::preemptall(sched);
            (*(*mp).p).status.store(pstatus::GCSTOP, Ordering::Relaxed);
            l.stopwait -= 1;
            for pp in sched.procs() {
                if take_from_syscall(pp) || take_away(pp) {
                    l.stopwait -= 1;
                }
            }
            loop {
                let pp = idle::pidleget(sched, &mut l);
                if pp.is_null() {
                    break;
                }
                (*pp).status.store(pstatus::GCSTOP, Ordering::Relaxed);
                l.stopwait -= 1;
            }
            l.stopwait > 0
        };
        if wait {
            while !sched.stopnote.sleep_for(ASK_AGAIN) {
                if sched.exiting.load(Ordering::SeqCst) {
                    super::main::leave(); // the others have left, or do so now
                }
                preempt::preemptall(sched);
            }
        }
        sched.stopnote.clear();
    }
}

/// Takes a P from a thread in a system call for a stop.
unsafe fn take_from_syscall(pp: *mut P) -> bool {
    // SAFETY: Ps are never freed; the exchange makes the P ours.
    unsafe {
        let taken = (*pp).status.take_from_syscall(pstatus::GCSTOP);
        if taken {
            let tick = (*pp).syscalltick.load(Ordering::Relaxed);
            (*pp).syscalltick.store(tick.wrapping_add(1), Ordering::Relaxed);
        }
        taken
    }
}

/// Starts the world again, with the number of Ps in `newprocs` when that is set.
///
/// # Safety
/// The calling thread has stopped it.
pub unsafe fn start_the_world() {
    // SAFETY: the caller's promise.
    unsafe {
        let mp = getm();
        let sched = &*(*mp).sched;
        let mut in_place = null_mut::<P>();
        let mut runnable;
        {
            let mut l = sched.lock.lock();
            let procs = match sched.newprocs.swap(0, Ordering::Relaxed) {
                0 => sched.gomaxprocs.load(Ordering::Relaxed),
                n => n,
            };
            runnable = procresize::procresize(sched, &mut l, procs);
            for pp in sched.procs() {
                if (*pp).stopped_in_place {
                    (*pp).stopped_in_place = false;
                    (*pp).status.store(pstatus::RUNNING, Ordering::Release);
                    (*pp).link = in_place;
                    in_place = pp;
                }
            }
            sched.gcwaiting.store(sched.exiting.load(Ordering::SeqCst), Ordering::SeqCst);
        }
        trace::emit(sched, Kind::StartTheWorld, null_mut(), 0, 0);
        sched.worldsema.unlock();
        thread::wake_sysmon(sched);
        while !in_place.is_null() {
            let pp = in_place;
            in_place = (*pp).link;
            (*pp).link = null_mut();
            (*(*pp).m).park.wakeup();
        }
        while !runnable.is_null() {
            let pp = runnable;
            runnable = (*pp).link;
            (*pp).link = null_mut();
            thread::startm(sched, pp, false);
        }
        if spin::work_in_rings(sched) {
            spin::wakep(sched);
        }
        // A timer on an idle P, or the network: somebody has to watch again.
        if super::schedule::to_watch(sched) && sched.sleeper.load(Ordering::SeqCst).is_null() {
            spin::wakep(sched);
        }
    }
}

/// The world is stopping: gives the P up and sleeps. False when the instance ends.
///
/// # Safety
/// `mp` is the calling M, holds a P, and runs no goroutine.
pub(super) unsafe fn gcstopm(mp: *mut M) -> bool {
    // SAFETY: the caller's promise.
    unsafe {
        let sched = &*(*mp).sched;
        if (*mp).spinning {
            (*mp).spinning = false;
            sched.idlers.stop_spinning();
        }
        let pp = thread::releasep(mp);
        {
            let mut l = sched.lock.lock();
            (*pp).status.store(pstatus::GCSTOP, Ordering::Release);
            l.stopwait -= 1;
            if l.stopwait == 0 {
                sched.stopnote.wakeup();
            }
        }
        thread::stopm(mp)
    }
}

/// For natives that take long: stops here while somebody wants the world stopped. What the caller holds is found in its frames.
///
/// # Safety
/// On g0 of an M with a P and without locks.
pub unsafe fn stop_if_asked() {
    // SAFETY: the caller's promise.
    unsafe {
        let mp = getm();
        if (*(*mp).sched).gcwaiting.load(Ordering::Relaxed) {
            stop_in_place(mp);
        }
    }
}

/// Counts this P as stopped while its M sleeps inside a native, until the world has started again; returns at once when no stop is under way.
unsafe fn stop_in_place(mp: *mut M) {
    // SAFETY: mp is the calling M and holds a P.
    unsafe {
        let sched = &*(*mp).sched;
        let regs = roots::callee_saved();
        let pp = (*mp).p;
        {
            let mut l = sched.lock.lock();
            if sched.exiting.load(Ordering::Relaxed) {
                drop(l);
                super::main::leave();
            }
            if !sched.gcwaiting.load(Ordering::Relaxed) {
                drop(l);
                std::hint::spin_loop(); // the other is between taking the semaphore and saying so, or done
                return;
            }
            (*pp).status.store(pstatus::GCSTOP, Ordering::Release);
            (*pp).stopped_in_place = true;
            (*mp).g0_scan_sp.store(regs.as_ptr().cast_mut().cast(), Ordering::Release);
            l.stopwait -= 1;
            if l.stopwait == 0 {
                sched.stopnote.wakeup();
            }
        }
        sleep_in_place(mp);
        (*mp).g0_scan_sp.store(null_mut(), Ordering::Release);
        roots::scan_own(mp);
        std::hint::black_box(&regs);
    }
}

/// Counts a P as stopped whose M is away; under the scheduler's lock.
unsafe fn take_away(pp: *mut P) -> bool {
    // SAFETY: Ps are never freed; the exchange makes the P the stopper's.
    unsafe {
        let taken = (*pp).status.stop_away();
        if taken {
            (*pp).stopped_in_place = true;
        }
        taken
    }
}

/// Does something that takes long and touches neither goroutines nor objects: the world may be stopped meanwhile, and start again.
///
/// # Safety
/// On g0 of an M with a P and without locks, inside a native that has published its goroutine's context.
pub(super) unsafe fn away<R>(act: impl FnOnce() -> R) -> R {
    // SAFETY: the caller's promise.
    unsafe {
        let mp = getm();
        let sched = &*(*mp).sched;
        let pp = (*mp).p;
        let regs = roots::callee_saved();
        (*mp).g0_scan_sp.store(regs.as_ptr().cast_mut().cast(), Ordering::Release);
        if (*pp).status.go_away(&sched.gcwaiting) {
            let mut l = sched.lock.lock();
            if l.stopwait > 0 && take_away(pp) {
                l.stopwait -= 1;
                if l.stopwait == 0 {
                    sched.stopnote.wakeup();
                }
            }
        }
        let result = act();
        let stopped = !(*pp).status.come_back();
        if stopped {
            sleep_in_place(mp); // until the world has started again, which may be over
        }
        (*mp).g0_scan_sp.store(null_mut(), Ordering::Release);
        roots::scan_own(mp);
        std::hint::black_box(&regs);
        if stopped && sched.newprocs.load(Ordering::Relaxed) != 0 {
            // This P may have been one too many.
            stop_the_world();
            start_the_world();
        }
        result
    }
}

/// Sleeps until the world that counts this P as stopped starts.
unsafe fn sleep_in_place(mp: *mut M) {
    // SAFETY: mp is the calling M.
    unsafe {
        (*mp).park.sleep();
        (*mp).park.clear();
        if (*(*mp).sched).exiting.load(Ordering::SeqCst) {
            super::main::leave();
        }
    }
}

/// Stops everybody as far as that is possible without waiting long: for reports of fatal errors. The world does not start again.
pub fn freeze_the_world(sched: &Sched) {
    sched.freezing.store(true, Ordering::SeqCst);
    for _ in 0..5 {
        sched.gcwaiting.store(true, Ordering::SeqCst);
        if !preempt::preemptall(sched) {
            break;
        }
        sched.clock.usleep(1000);
    }
}

/// The world has been frozen for the report of a fatal error.
pub fn is_frozen() -> bool {
    let mp = getm();
    // SAFETY: the M is this thread's.
    !mp.is_null() && unsafe { (*(*mp).sched).freezing.load(Ordering::Relaxed) }
}
