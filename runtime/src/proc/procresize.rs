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

/// Sets the number of Ps to `n`, with the world stopped. The caller's M keeps its P, or gets another when it has none or its own goes. Gives the other Ps that
/// have local work, linked; those without are put into the idle list.
///
/// # Safety
/// The world is stopped, or there is only this thread.
pub(super) unsafe fn procresize(sched: &Sched, l: &mut Locked, n: i32) -> *mut P {
    let old = sched.gomaxprocs.load(Ordering::Relaxed);
    let wanted = n.clamp(1, MAX_PROCS as i32);
    // SAFETY: as below.
    let n = unsafe { at_least(sched, wanted) };
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
            let free = (0..n as usize).map(|id| sched.allp[id].load(Ordering::Relaxed)).find(|&pp| !(*pp).stopped_in_place);
            let pp = free.expect("at_least has left one");
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
        (0..n as usize).for_each(|id| (*sched.allp[id].load(Ordering::Relaxed)).runq.set_alone(n == 1));
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

/// How many Ps there must be when `wanted` are: a thread that stopped in place goes on with its P, which stays for now, and the caller needs one beside
/// those. Such a thread starts the world again when it has stopped it, or when it comes back; that does the rest.
///
/// # Safety
/// The world is stopped.
unsafe fn at_least(sched: &Sched, wanted: i32) -> i32 {
    // SAFETY: nobody else uses a P while the world is stopped.
    unsafe {
        let in_place = |id: i32| sched.allp[id as usize].load(Ordering::Relaxed).as_ref().is_some_and(|p| p.stopped_in_place);
        let old = sched.gomaxprocs.load(Ordering::Relaxed);
        let n = (0..old).rev().find(|&id| in_place(id)).map_or(wanted, |last| wanted.max(last + 1));
        if (0..n).any(|id| !in_place(id)) { n } else { n + 1 }
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
