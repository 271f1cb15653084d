//! The number of Ps.

use std::ptr::null_mut;
use std::sync::atomic::Ordering;

use super::{globrunq, idle, newproc};
use crate::m::getm;
use crate::p::{P, pstatus};
use crate::proc::Part;
use crate::sched::{Locked, MAX_PROCS, Sched};
use crate::timer::Timers;

/// A fresh P.
fn allocp(sched: &Sched, id: u32) -> *mut P {
    let mut pp = Box::<P>::new_zeroed();
    // SAFETY: zero is a valid value of every other field: null pointers, empty queues, empty caches.
    let mut pp = unsafe {
        (&raw mut (*pp.as_mut_ptr()).timers).write(Timers::default());
        (&raw mut (*pp.as_mut_ptr()).global).write(Part::default());
        pp.assume_init()
    };
    pp.id = id;
    pp.sched = std::ptr::from_ref(sched).cast_mut();
    pp.mcache.init(&raw const *sched.heap);
    Box::into_raw(pp)
}

/// Sets the number of Ps to `n`, with the world stopped. The caller's M keeps its P, or gets P 0 when it has none or its own goes. Gives the other Ps that
/// have local work, linked; those without are put into the idle list.
///
/// # Safety
/// The world is stopped, or there is only this thread.
pub(super) unsafe fn procresize(sched: &Sched, l: &mut Locked, n: i32) -> *mut P {
    let old = sched.gomaxprocs.load(Ordering::Relaxed);
    // A thread stopped in place goes on with its P, which stays for now. Such a thread waits to stop the world itself; its start does the rest.
    // SAFETY: as below.
    let in_place = sched.procs().filter(|&pp| unsafe { (*pp).stopped_in_place }).map(|pp| unsafe { (*pp).id } as i32 + 1).max();
    let wanted = n.clamp(1, MAX_PROCS as i32);
    let n = wanted.max(in_place.unwrap_or(0));
    if n != wanted {
        sched.newprocs.store(wanted, Ordering::Relaxed);
    }
    // SAFETY: nobody else uses a P while the world is stopped.
    unsafe {
        for id in 0..n.max(old) as u32 {
            if sched.allp[id as usize].load(Ordering::Relaxed).is_null() {
                let pp = allocp(sched, id);
                (*pp).status.store(pstatus::GCSTOP, Ordering::Relaxed);
                sched.allp[id as usize].store(pp, Ordering::Release);
            }
        }
        let mp = getm();
        let mine = (*mp).p;
        let keep = !mine.is_null() && ((*mine).id as i32) < n;
        if !keep {
            if !mine.is_null() {
                (*mine).m = null_mut();
                (*mp).p = null_mut();
            }
            let pp = sched.allp[0].load(Ordering::Relaxed);
            (*mp).p = pp;
            (*pp).m = mp;
            if !(*mp).curg.is_null() {
                (*(*mp).curg).p = pp;
            }
        }
        (*(*mp).p).status.store(pstatus::RUNNING, Ordering::Relaxed);
        for id in n..old {
            destroy(sched, sched.allp[id as usize].load(Ordering::Relaxed));
        }
        sched.gomaxprocs.store(n, Ordering::Release);
        sched.alone.store(u32::from(n == 1), Ordering::Release);
        sched.heap.cycle.set_one_proc(n == 1);
        let mut runnable = null_mut::<P>();
        for id in (0..n).rev() {
            let pp = sched.allp[id as usize].load(Ordering::Relaxed);
            if pp == (*mp).p || (*pp).stopped_in_place {
                continue;
            }
            (*pp).status.store(pstatus::IDLE, Ordering::Release);
            if (*pp).runq.has_next() || !(*pp).runq.is_empty() {
                (*pp).link = runnable;
                runnable = pp;
            } else {
                idle::pidleput(sched, l, pp);
            }
        }
        runnable
    }
}

/// Takes everything out of a P that is no longer used.
unsafe fn destroy(sched: &Sched, pp: *mut P) {
    // SAFETY: as procresize.
    unsafe {
        globrunq::globrunq_purge(sched, pp);
        newproc::gfpurge(pp);
        (*pp).status.store(pstatus::DEAD, Ordering::Release);
    }
}
