//! Preemption: cooperative by a poisoned stack guard, asynchronous by SIGURG.
//!
//! A request sets `G::preempt` and the guard, then signals the thread. Whichever comes first ends in `gopreempt`. The handler acts only when the pc
//! lies in compiled code and outside the ranges registered as not preemptible; everywhere else the guard does it at the next function entry. A
//! request may hit the goroutine that runs next; that costs it a round through the queue.

use std::sync::atomic::Ordering;

use mgo_abi::layouts::STACK_PREEMPT;

use crate::g::G;
use crate::m::getm;
use crate::p::{P, pstatus};
use crate::proc;
use crate::sched::Sched;
use crate::stack;

/// Asks the goroutine on `pp` to stop; false when it runs none.
///
/// # Safety
/// `pp` is a P of an instance.
pub unsafe fn preemptone(pp: *mut P) -> bool {
    // SAFETY: Ps, Ms and Gs are never freed while threads run; what is read here may be a moment old.
    unsafe {
        let mp = std::ptr::read_volatile(&raw const (*pp).m);
        // A thread that reports a fatal error must not lose its goroutine to the frozen world.
        if mp.is_null() || mp == getm() || (*mp).dying.load(Ordering::Relaxed) != 0 {
            return false;
        }
        let gp = std::ptr::read_volatile(&raw const (*mp).curg);
        if gp.is_null() {
            return false;
        }
        request(gp, pp);
        if !(*(*mp).sched).config.debug.asyncpreemptoff {
            preempt_m(mp);
        }
        true
    }
}

/// Leaves the request for `gp`, which runs on `pp`.
///
/// # Safety
/// They are a G and a P of an instance.
pub(crate) unsafe fn request(gp: *mut G, pp: *mut P) {
    // SAFETY: the caller's promise.
    unsafe {
        (*gp).preempt.store(1, Ordering::SeqCst);
        (*gp).stackguard0.store(STACK_PREEMPT, Ordering::SeqCst);
        (*pp).preempt.store(true, Ordering::Relaxed);
    }
}

/// Signals the thread, unless a signal is on its way.
unsafe fn preempt_m(mp: *mut crate::m::M) {
    // SAFETY: as preemptone; a thread that has ended gets nothing.
    unsafe {
        let tid = (*mp).tid.load(Ordering::Acquire);
        if tid != 0 && !(*mp).signal_pending.swap(true, Ordering::AcqRel) {
            libc::syscall(libc::SYS_tgkill, libc::getpid(), tid, libc::SIGURG);
        }
    }
}

/// Asks all running goroutines but the caller's to stop; tells whether there were any.
pub fn preemptall(sched: &Sched) -> bool {
    let mut any = false;
    for pp in sched.procs() {
        // SAFETY: Ps of the instance.
        unsafe {
            if (*pp).status.load(Ordering::Acquire) == pstatus::RUNNING {
                any |= preemptone(pp);
            }
        }
    }
    any
}

/// The goroutine has been stopped, by the guard or the signal; gives the one to run instead.
///
/// # Safety
/// From asm, on g0, with the context of `gp` saved.
pub(crate) unsafe extern "C" fn gopreempt(gp: *mut G) -> *mut G {
    // SAFETY: the M runs gp.
    unsafe {
        let mp = getm();
        if (*mp).spare_save_buf.is_null() {
            (*mp).spare_save_buf = stack::new_save_buf();
        }
        (*gp).retry_sp = 0;
        // The request came before the thread began to report a fatal error: it holds the right to print and goes on.
        if (*mp).dying.load(Ordering::Relaxed) != 0 {
            proc::clear_preempt(gp);
            return gp;
        }
        proc::goschedimpl(gp)
    }
}
