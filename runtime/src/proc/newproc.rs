//! Starting goroutines.

use std::ptr::null_mut;
use std::sync::atomic::Ordering;

use super::{casgstatus, park};
use crate::arch;
use crate::g::{G, WaitReason, status};
use crate::m::{M, getg, getm};
use crate::p::P;
use crate::sched::{GFree, Sched};
use crate::stack;
use crate::trace::{self, Kind};

/// Goroutine numbers that a P takes at once.
const GOID_BATCH: u64 = 16;

/// The `go` statement: a builtin. The funcval takes no arguments.
///
/// # Safety
/// From compiled code through systemstack.
pub unsafe extern "C" fn newproc(funcval: *mut u8) {
    // SAFETY: the caller's promise: the current goroutine has published its frame.
    unsafe {
        if funcval.is_null() {
            crate::throw::fatal("go of nil func value");
        }
        let gp = getg();
        let pc = *((*gp).sched_bp as *const usize).add(1);
        newproc_from(funcval, pc, (*gp).goid);
    }
}

/// Starts a goroutine on behalf of `parent`, whose `go` statement returns to `gopc`.
///
/// # Safety
/// The thread is an M that holds a P; the funcval is valid and takes no arguments.
#[inline]
pub unsafe fn newproc_from(funcval: *mut u8, gopc: usize, parent: u64) -> *mut G {
    // SAFETY: the caller's promise.
    unsafe {
        let mp = getm();
        let gp = newproc1(mp, funcval, gopc, parent);
        trace::emit(&*(*mp).sched, Kind::Create, gp, (*gp).startpc as u64, 0);
        park::runqput(mp, gp, true);
        gp
    }
}

/// Starts a goroutine of the runtime's own.
///
/// # Safety
/// As [`newproc_from`].
pub unsafe fn new_system_goroutine(funcval: *mut u8) {
    // SAFETY: the caller's promise.
    unsafe {
        let mp = getm();
        let gp = newproc1(mp, funcval, 0, 0);
        (*gp).system = true;
        (*(*mp).sched).ngsys.fetch_add(1, Ordering::Relaxed);
        park::runqput(mp, gp, false);
    }
}

/// Makes a runnable goroutine whose stack looks as if `goexit` had called the function.
///
/// # Safety
/// As [`newproc_from`].
#[inline]
pub(super) unsafe fn newproc1(mp: *mut M, funcval: *mut u8, gopc: usize, parent: u64) -> *mut G {
    // SAFETY: mp is the calling M and holds a P; a G from the free list or malg is ours.
    unsafe {
        let pp = (*mp).p;
        let sched = &*(*mp).sched;
        let mut gp = gfget(sched, pp);
        if gp.is_null() {
            gp = stack::malg(&sched.stackpool);
            sched.allgs.lock().push(gp as usize);
        }
        stack::renew(gp);
        let top = (*gp).stack_hi as *mut usize;
        *top.sub(1) = arch::goexit_return();
        *top.sub(2) = funcval as usize;
        *top.sub(3) = arch::gostart();
        (*gp).sched_sp = top.sub(3) as usize;
        (*gp).sched_bp = 0;
        (*gp).startpc = *(funcval as *const usize);
        (*gp).gopc = gopc;
        (*gp).parent_goid = parent;
        (*gp).labels = (*mp).curg.as_ref().map_or(0, |starter| starter.labels);
        if (*pp).goidcache == (*pp).goidcacheend {
            (*pp).goidcache = sched.goidgen.fetch_add(GOID_BATCH, Ordering::Relaxed) + 1;
            (*pp).goidcacheend = (*pp).goidcache + GOID_BATCH;
        }
        (*gp).goid = (*pp).goidcache;
        // All that it holds comes from its maker, which has been scanned.
        (*gp).gcscan.store(sched.heap.cycle.number(), Ordering::Relaxed);
        (*pp).goidcache += 1;
        casgstatus(gp, status::DEAD, status::RUNNABLE);
        gp
    }
}

/// Takes a dead goroutine from the P's free list, refilling it from the instance's.
#[inline]
unsafe fn gfget(sched: &Sched, pp: *mut P) -> *mut G {
    // SAFETY: the calling M holds pp.
    unsafe {
        if (*pp).gfree.n == 0 {
            gfrefill(sched, pp);
        }
        (*pp).gfree.pop()
    }
}

#[cold]
unsafe fn gfrefill(sched: &Sched, pp: *mut P) {
    // SAFETY: as gfget.
    unsafe {
        let full = std::mem::take(&mut (*pp).gfree_full);
        (*pp).gfree = if full.n == 0 { sched.gfree.lock().take() } else { full };
    }
}

/// Puts a dead goroutine on the P's free list. A P keeps two lists; full ones go to the instance and come back whole.
///
/// # Safety
/// The calling M holds `pp`; nobody has `gp`.
#[inline]
pub(super) unsafe fn gfput(pp: *mut P, gp: *mut G) {
    // SAFETY: the caller's promise.
    unsafe {
        if (*pp).gfree.is_full() {
            let full = std::mem::replace(&mut (*pp).gfree_full, std::mem::take(&mut (*pp).gfree));
            if full.n != 0 {
                (*(*pp).sched).gfree.lock().put(full);
            }
        }
        (*pp).gfree.push(gp);
    }
}

/// Moves all free goroutines of a P to the instance.
///
/// # Safety
/// As [`gfput`].
pub(super) unsafe fn gfpurge(pp: *mut P) {
    // SAFETY: the caller's promise.
    unsafe {
        let mut free = (*(*pp).sched).gfree.lock();
        for list in [std::mem::take(&mut (*pp).gfree), std::mem::take(&mut (*pp).gfree_full)] {
            if list.n != 0 {
                free.put(list);
            }
        }
    }
}

/// Clears what a goroutine may have left in its G; hot fields only, the rest is set anew at the next start.
///
/// # Safety
/// The caller owns `gp`, which has exited.
#[inline]
pub(super) unsafe fn clear(gp: *mut G) {
    // SAFETY: the caller's promise.
    unsafe {
        (*gp).param = 0;
        (*gp).defer = null_mut();
        (*gp).panic = null_mut();
        (*gp).waiting = null_mut();
        (*gp).waitreason = WaitReason::Zero;
        (*gp).labels = 0;
        (*gp).sig = 0;
        (*gp).panic_on_fault = false;
        (*gp).trace_wakes = 0;
        (*gp).system = false;
        (*gp).preempt_stop = false;
        (*gp).waitsince = 0;
        (*gp).gc_assist_bytes = 0;
        if !(*gp).save_buf.is_null() {
            stack::free_save_buf((*gp).save_buf);
            (*gp).save_buf = null_mut();
        }
    }
}

/// Lets the memory go of free goroutines that nobody has needed since the last look, or of `all` that no P keeps; whether there are more to look at.
/// Who starts goroutines meanwhile takes others.
pub(super) fn gfrelease(sched: &Sched, all: bool) -> bool {
    let mut gs = sched.gfree.lock().lend(all);
    // SAFETY: they come from a free list and are in no other.
    unsafe { stack::release_first(&mut gs) };
    sched.gfree.lock().give_back(&gs)
}

/// Goroutines that exist, without the runtime's own.
pub fn num_goroutine(sched: &Sched) -> usize {
    let all = sched.allgs.lock().len();
    let mut free = sched.gfree.lock().len();
    for p in sched.allp.iter() {
        let pp = p.load(Ordering::Acquire);
        if !pp.is_null() {
            // SAFETY: Ps are never freed; the count may be a moment old.
            let n = |list: *const GFree| unsafe { std::ptr::read_volatile(&raw const (*list).n) } as usize;
            // SAFETY: as above.
            free += unsafe { n(&raw const (*pp).gfree) + n(&raw const (*pp).gfree_full) };
        }
    }
    all.saturating_sub(free + sched.ngsys.load(Ordering::Relaxed).max(0) as usize).max(1)
}
