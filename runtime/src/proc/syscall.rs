//! System calls: while a goroutine is in one, its P can be taken by others.

use std::ptr::null_mut;
use std::sync::atomic::Ordering;

use super::schedule::execute_or_schedule;
use super::{casgstatus, globrunq, idle, park, schedule, spin, thread};
use crate::g::{G, status};
use crate::gc;
use crate::m::{M, getm};
use crate::p::pstatus;
use crate::session;
use crate::trace::{self, Kind};

/// Runs a native of kind `Syscall`: a Park function with arguments (frame, native's address).
///
/// # Safety
/// From compiled code through parkcall.
pub unsafe extern "C" fn syscall_native(frame: *mut u8, addr: usize, _: usize, _: usize, _: usize, gp: *mut G) -> *mut G {
    // SAFETY: `addr` is the code of a native that takes its frame.
    unsafe {
        let native = std::mem::transmute::<usize, extern "C" fn(*mut u8)>(addr);
        entersyscall(gp);
        native(frame);
        let interrupted = session::interrupted_in_syscall(gp);
        let next = exitsyscall(gp);
        if interrupted && next.is_null() { gp } else { next }
    }
}

/// The goroutine is about to block in the kernel.
///
/// # Safety
/// On g0 of the M that runs `gp`, whose context is saved.
pub unsafe fn entersyscall(gp: *mut G) {
    // SAFETY: the caller's promise.
    unsafe {
        let mp = (*gp).m;
        let sched = &*(*mp).sched;
        let pp = (*mp).p;
        trace::emit(sched, Kind::SyscallEnter, gp, 0, 0);
        casgstatus(gp, status::RUNNING, status::SYSCALL);
        thread::wake_sysmon(sched);
        (*pp).m = null_mut();
        (*mp).oldp = pp;
        (*mp).p = null_mut();
        if (*pp).status.enter_syscall(&sched.gcwaiting) {
            stop_for_gc(mp);
        }
    }
}

/// A stop was under way when the P became takeable: give it up now.
#[cold]
unsafe fn stop_for_gc(mp: *mut M) {
    // SAFETY: as entersyscall.
    unsafe {
        let sched = &*(*mp).sched;
        let pp = (*mp).oldp;
        let mut l = sched.lock.lock();
        if l.stopwait > 0 && (*pp).status.take_from_syscall(pstatus::GCSTOP) {
            l.stopwait -= 1;
            if l.stopwait == 0 {
                sched.stopnote.wakeup();
            }
        }
    }
}

/// The goroutine comes back: with its old P, another idle one, or by queueing up. Gives null when it goes on.
///
/// # Safety
/// After [`entersyscall`] on the same thread.
pub unsafe fn exitsyscall(gp: *mut G) -> *mut G {
    // SAFETY: the caller's promise.
    unsafe {
        let mp = getm();
        let sched = &*(*mp).sched;
        let old = (*mp).oldp;
        (*mp).oldp = null_mut();
        if !sched.freezing.load(Ordering::Relaxed) && (*old).status.take_from_syscall(pstatus::IDLE) {
            thread::acquirep(mp, old);
            let tick = (*old).syscalltick.load(Ordering::Relaxed);
            (*old).syscalltick.store(tick.wrapping_add(1), Ordering::Relaxed);
            casgstatus(gp, status::SYSCALL, status::RUNNING);
            // The P may have been another thread's meanwhile, and marking have begun.
            let scanned = gc::roots::may_run(sched, old, gp);
            trace::emit(sched, Kind::SyscallExit, gp, 0, 0);
            return if scanned && !sched.gcwaiting.load(Ordering::Relaxed) { null_mut() } else { park::goschedimpl(gp) };
        }
        exitsyscall_slow(mp, gp)
    }
}

#[cold]
unsafe fn exitsyscall_slow(mp: *mut M, gp: *mut G) -> *mut G {
    // SAFETY: as exitsyscall.
    unsafe {
        let sched = &*(*mp).sched;
        casgstatus(gp, status::SYSCALL, status::RUNNABLE);
        trace::emit(sched, Kind::SyscallExitBlocked, gp, 0, 0);
        park::dropg(gp);
        let pp = {
            let mut l = sched.lock.lock();
            if sched.gcwaiting.load(Ordering::Relaxed) { null_mut() } else { idle::pidleget(sched, &mut l) }
        };
        if !pp.is_null() {
            thread::wake_sysmon(sched);
            thread::acquirep(mp, pp);
            return execute_or_schedule(mp, gp, false);
        }
        // One that is wired to this thread is queued too: any P then hands itself over to the thread, which waits for it.
        globrunq::globrunqput(sched, null_mut(), gp);
        if sched.idlers.wanted_after_queueing() {
            spin::wakep(sched);
        }
        if (*mp).lockedg.is_null() {
            if !thread::stopm(mp) {
                return (*mp).g0;
            }
            return schedule();
        }
        schedule() // waits in stoplockedm
    }
}
