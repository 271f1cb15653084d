//! The end of a goroutine.

use std::ptr::null_mut;
use std::sync::atomic::Ordering;

use super::{newproc, park, schedule, thread};
use crate::g::{G, status};
use crate::m::getm;
use crate::stack;
use crate::trace::{self, Kind};

/// A goroutine whose deferred calls have run ends: a Park native.
///
/// # Safety
/// From a Park native of `gp`.
pub unsafe fn goexit1(gp: *mut G) -> *mut G {
    // SAFETY: the caller's promise.
    unsafe { goexit0(gp) }
}

/// The end of a goroutine, on g0: status dead, fields cleared, back to the free list; then the next one.
///
/// # Safety
/// Through mcall, from asm.
pub unsafe extern "C" fn goexit0(gp: *mut G) -> *mut G {
    // SAFETY: the caller's promise.
    unsafe { if bury(gp) { exit_locked() } else { schedule() } }
}

/// Makes an ended goroutine a free one, of which the M lets go; gives whether it was wired to its thread.
///
/// # Safety
/// As [`goexit0`].
pub(super) unsafe fn bury(gp: *mut G) -> bool {
    // SAFETY: the M runs gp, whose stack nobody uses any more.
    unsafe {
        let mp = getm();
        let sched = &*(*mp).sched;
        let pp = (*mp).p;
        if (*gp).goid == 1 && !sched.main_init_done.load(Ordering::Relaxed) {
            // A Goexit in an init function undoes the wiring of the main goroutine, too.
            thread::unlock_os_thread(gp);
        }
        if (*gp).system {
            sched.ngsys.fetch_sub(1, Ordering::Relaxed);
        }
        trace::emit(sched, Kind::End, gp, 0, 0);
        if !(*gp).cur_seg.is_null() {
            stack::reset(gp);
        }
        stack::release_spares(gp, pp);
        newproc::clear(gp);
        super::casgstatus(gp, status::RUNNING, status::DEAD);
        let locked = !(*gp).lockedm.is_null();
        (*gp).lockedm = null_mut();
        (*gp).locked_ext = 0;
        (*gp).locked_int = 0;
        park::dropg(gp);
        newproc::gfput(pp, gp);
        locked
    }
}

/// The goroutine was wired to its thread and has not unwired it: the thread ends too, for its state may be odd.
///
/// # Safety
/// As [`goexit0`], behind [`bury`].
#[cold]
pub(super) unsafe fn exit_locked() -> *mut G {
    // SAFETY: as goexit0.
    unsafe {
        let mp = getm();
        let sched = &*(*mp).sched;
        (*mp).lockedg = null_mut();
        let pp = thread::releasep(mp);
        thread::handoffp(sched, pp);
        let (dead, stays) = {
            let mut l = sched.lock.lock();
            l.nmfreed += 1;
            // The first thread never ends before the program, but runs nothing any more.
            let stays = mp == sched.m0.load(Ordering::Acquire) && !sched.exiting.load(Ordering::Acquire);
            (*mp).blocked = stays;
            (super::deadlock::checkdead(sched, &l), stays)
        };
        if dead {
            super::deadlock::report(sched);
        }
        if stays {
            (*mp).park.sleep(); // the end of the instance wakes it
            (*mp).park.clear();
        }
        (*mp).g0
    }
}
