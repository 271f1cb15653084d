//! Threads: making, starting, stopping them; giving a P away; goroutines wired to a thread.

use std::ptr::null_mut;
use std::sync::atomic::{AtomicI32, Ordering};

use super::{idle, schedule, spin};
use crate::arch;
use crate::g::{G, status};
use crate::m::{M, getm, setm};
use crate::p::{P, pstatus};
use crate::rand::Rand;
use crate::sched::Sched;
use crate::trace::{self, Kind};
use crate::{signal, stack};

/// Stack of a thread: g0. The collector and the compiler of lazy functions run there.
const G0_STACK: usize = 8 << 20;

/// Makes an M and its g0, not yet running.
pub(super) fn allocm(sched: &Sched) -> *mut M {
    let id = {
        let mut l = sched.lock.lock();
        l.mnext += 1;
        l.mnext - 1
    };
    // SAFETY: zero is a valid value of every field of a G.
    let g0 = Box::into_raw(unsafe { Box::<G>::new_zeroed().assume_init() });
    let mp = Box::into_raw(Box::new(M {
        g0,
        g0_sp: 0,
        curg: null_mut(),
        p: null_mut(),
        nextp: null_mut(),
        oldp: null_mut(),
        sched: std::ptr::from_ref(sched).cast_mut(),
        id,
        tid: AtomicI32::new(0),
        spinning: false,
        blocked: false,
        park: Default::default(),
        waitunlockf: None,
        waitlock: null_mut(),
        lockedg: null_mut(),
        schedlink: null_mut(),
        alllink: null_mut(),
        mstartfn: None,
        rand: Rand::new(sched.seeder.seed()),
        signal_pending: false.into(),
        preemptgen: 0.into(),
        dying: 0.into(),
        g0_scan_sp: null_mut::<u8>().into(),
        woken_at: 0,
        spare_save_buf: stack::new_save_buf(),
        gsignal: null_mut(),
        alarm: Default::default(),
        trace: Default::default(),
        exit_on_goexit: false,
    }));
    // SAFETY: both are fresh; the M is published by the exchange below.
    unsafe {
        (*g0).m = mp;
        (*g0).system = true;
        (*g0).atomicstatus.store(status::RUNNING, Ordering::Relaxed);
        let mut head = sched.allm.load(Ordering::Acquire);
        loop {
            (*mp).alllink = head;
            match sched.allm.compare_exchange_weak(head, mp, Ordering::AcqRel, Ordering::Acquire) {
                Ok(_) => break,
                Err(now) => head = now,
            }
        }
    }
    mp
}

/// Starts a new thread with `pp` (may be null when `f` is given: a thread without P that runs `f`).
///
/// # Safety
/// `pp` is owned by the caller.
pub(super) unsafe fn newm(sched: &Sched, pp: *mut P, spinning: bool, f: Option<fn(*mut M)>) {
    let limit = sched.limits.threads();
    if sched.live_ms.load(Ordering::Relaxed) as usize >= limit {
        sched.printf(format_args!("runtime: program exceeds {limit}-thread limit\n"));
        crate::throw::throw("thread exhaustion");
    }
    let mp = allocm(sched);
    // SAFETY: nobody else uses the M before its thread runs.
    unsafe {
        (*mp).nextp = pp;
        (*mp).spinning = spinning;
        (*mp).mstartfn = f;
        (*mp).woken_at = if spinning { sched.clock.nanotime() } else { 0 };
    }
    let others = sched.live_ms.fetch_add(1, Ordering::AcqRel);
    let addr = mp as usize;
    let spawned =
        std::thread::Builder::new().name(format!("mgo-m{}", sched.live_ms.load(Ordering::Relaxed))).stack_size(G0_STACK).spawn(move || {
            let mp = addr as *mut M;
            // SAFETY: the M is this thread's from here on.
            unsafe { mstart(mp) };
        });
    if let Err(err) = spawned {
        let errno = err.raw_os_error().unwrap_or_default();
        sched.printf(format_args!("runtime: failed to create new OS thread (have {others} already; errno={errno})\n"));
        if errno == libc::EAGAIN {
            sched.printf(format_args!("runtime: may need to increase max user processes (ulimit -u)\n"));
        }
        crate::throw::throw("newosproc");
    }
}

/// What a thread does: from its start to its end.
///
/// # Safety
/// `mp` is the calling thread's own.
pub(super) unsafe fn mstart(mp: *mut M) {
    // SAFETY: the caller's promise.
    unsafe {
        let sched = &*(*mp).sched;
        setm(mp);
        minit(mp);
        if let Some(f) = (*mp).mstartfn {
            f(mp);
        } else {
            if !(*mp).nextp.is_null() {
                let pp = (*mp).nextp;
                (*mp).nextp = null_mut();
                acquirep(mp, pp);
            }
            arch::enter((*mp).g0, mstart1);
        }
        unminit(mp);
        setm(null_mut());
        // The last access: the instance may be freed as soon as the count is 0.
        sched.live_ms.fetch_sub(1, Ordering::AcqRel);
    }
}

/// First thing on a g0: chooses the first goroutine.
unsafe extern "C" fn mstart1(g0: *mut G) -> *mut G {
    // SAFETY: called by `enter` on the M's own stack.
    unsafe {
        let mp = (*g0).m;
        (*mp).g0_sp = (*g0).g0_sp;
        schedule()
    }
}

/// Signal stack and handlers of the calling thread.
///
/// # Safety
/// `mp` is the calling thread's own.
pub(super) unsafe fn minit(mp: *mut M) {
    // SAFETY: the caller's promise; gettid has no preconditions.
    unsafe {
        (*mp).tid.store(libc::gettid(), Ordering::Release);
        (*mp).gsignal = signal::set_sigstack();
    }
}

/// Undoes [`minit`].
///
/// # Safety
/// As [`minit`].
pub(super) unsafe fn unminit(mp: *mut M) {
    // SAFETY: the caller's promise.
    unsafe {
        (*mp).tid.store(0, Ordering::Release);
        (*mp).alarm.delete();
        signal::drop_sigstack((*mp).gsignal);
        (*mp).gsignal = null_mut();
    }
}

/// Gives `pp` to a sleeping thread, or a new one; `pp` null: to an idle P, if there is one.
///
/// # Safety
/// The caller owns `pp`; `spinning` has been counted by the caller.
pub(super) unsafe fn startm(sched: &Sched, pp: *mut P, spinning: bool) {
    let mut l = sched.lock.lock();
    let pp = if pp.is_null() { idle::pidleget(sched, &mut l) } else { pp };
    if pp.is_null() {
        return;
    }
    let mp = idle::mget(&mut l);
    drop(l);
    wake_sysmon(sched);
    // SAFETY: the M sleeps in stopm until its note is signalled; pp is ours to give.
    unsafe {
        if mp.is_null() {
            return newm(sched, pp, spinning, None);
        }
        (*mp).spinning = spinning;
        (*mp).nextp = pp;
        (*mp).woken_at = if spinning { sched.clock.nanotime() } else { 0 };
        (*mp).park.wakeup();
    }
}

/// sysmon sleeps deeply while nothing runs: wakes it.
pub(crate) fn wake_sysmon(sched: &Sched) {
    if sched.sysmonwait.load(Ordering::Relaxed) && sched.sysmonwait.swap(false, Ordering::AcqRel) {
        sched.sysmonnote.wakeup();
    }
}

/// Sleeps until there is a P for this M. Gives false when the instance ends.
///
/// # Safety
/// `mp` is the calling M; it holds no P and does not spin.
pub(super) unsafe fn stopm(mp: *mut M) -> bool {
    // SAFETY: the caller's promise.
    unsafe {
        let sched = &*(*mp).sched;
        spin::judge_wakeup(mp);
        let dead = {
            let mut l = sched.lock.lock();
            // Under the lock, for the end of the instance wakes all that it finds in the list.
            if sched.exiting.load(Ordering::Acquire) {
                return false;
            }
            idle::mput(sched, &mut l, mp)
        };
        if dead {
            super::deadlock::report(sched);
        }
        mpark(mp)
    }
}

/// Sleeps on the M's note and takes up the P it was given; false when the instance ends.
unsafe fn mpark(mp: *mut M) -> bool {
    // SAFETY: as stopm.
    unsafe {
        trace::emit(&*(*mp).sched, Kind::Sleep, null_mut(), 0, 0);
        (*mp).park.sleep();
        (*mp).park.clear();
        trace::emit(&*(*mp).sched, Kind::Wake, null_mut(), 0, 0);
        let pp = (*mp).nextp;
        if pp.is_null() {
            return false;
        }
        (*mp).nextp = null_mut();
        acquirep(mp, pp);
        true
    }
}

/// Connects an M and a P.
///
/// # Safety
/// The caller owns both; the M is the caller's or sleeps.
pub(super) unsafe fn acquirep(mp: *mut M, pp: *mut P) {
    // SAFETY: the caller's promise.
    unsafe {
        if !(*mp).p.is_null() {
            crate::throw::throw("acquirep: already in go");
        }
        (*mp).p = pp;
        (*pp).m = mp;
        (*pp).status.store(pstatus::RUNNING, Ordering::Release);
    }
}

/// Disconnects them; the P is the caller's.
///
/// # Safety
/// `mp` is the calling M and holds a P.
pub(super) unsafe fn releasep(mp: *mut M) -> *mut P {
    // SAFETY: the caller's promise.
    unsafe {
        let pp = (*mp).p;
        if pp.is_null() || (*pp).m != mp {
            crate::throw::throw("releasep: invalid arg");
        }
        (*mp).p = null_mut();
        (*pp).m = null_mut();
        (*pp).status.store(pstatus::IDLE, Ordering::Release);
        pp
    }
}

/// Gives a P away whose M blocks: to a thread if there is anything to do, else to the idle list.
///
/// # Safety
/// The caller owns `pp`, which no M holds.
pub(super) unsafe fn handoffp(sched: &Sched, pp: *mut P) {
    // SAFETY: the caller's promise.
    unsafe {
        trace::emit(sched, Kind::Handoff, null_mut(), trace::number(pp), 0);
        if (*pp).runq.has_next() || !(*pp).runq.is_empty() || sched.runqsize() != 0 {
            return startm(sched, pp, false);
        }
        // Nobody looks for work and nobody sleeps without a P: somebody must be ready to find what comes.
        if sched.idlers.nmspinning() + sched.idlers.npidle() == 0 && sched.idlers.claim_spinning() {
            return startm(sched, pp, true);
        }
        let mut l = sched.lock.lock();
        if sched.gcwaiting.load(Ordering::Acquire) {
            (*pp).status.store(pstatus::GCSTOP, Ordering::Release);
            l.stopwait -= 1;
            if l.stopwait == 0 {
                sched.stopnote.wakeup();
            }
            return;
        }
        idle::pidleput(sched, &mut l, pp);
        drop(l);
        sched.idlers.before_second_look(false);
        if spin::work_in_rings(sched) {
            spin::wakep(sched);
        }
        let when = (*pp).timers.next_when();
        if sched.sleeper.load(Ordering::SeqCst).is_null() {
            // The M blocks and will not look itself: somebody has to watch the timers and the network.
            if schedule::to_watch(sched) {
                spin::wakep(sched);
            }
        } else if when != 0 {
            schedule::wake_for_timer(sched, when);
        }
    }
}

/// Sleeps until the goroutine that is wired to this thread can run; the M then holds a P. False when the instance ends.
///
/// # Safety
/// `mp` is the calling M.
pub(super) unsafe fn stoplockedm(mp: *mut M) -> bool {
    // SAFETY: the caller's promise.
    unsafe {
        let sched = &*(*mp).sched;
        if !(*mp).p.is_null() {
            let pp = releasep(mp);
            handoffp(sched, pp);
        }
        let dead = {
            let mut l = sched.lock.lock();
            if sched.exiting.load(Ordering::Acquire) {
                return false;
            }
            l.nmidlelocked += 1;
            (*mp).blocked = (*mp).nextp.is_null(); // the P may have come before us, the signal is then on its way
            super::deadlock::checkdead(sched, &l)
        };
        if dead {
            super::deadlock::report(sched);
        }
        mpark(mp)
    }
}

/// Hands the P of the calling M to the thread that `gp` is wired to, and stops.  False when the instance ends.
///
/// # Safety
/// `mp` is the calling M; `gp` is runnable, in no queue, and wired to another M.
pub(super) unsafe fn startlockedm(mp: *mut M, gp: *mut G) -> bool {
    // SAFETY: the caller's promise.
    unsafe {
        let sched = &*(*mp).sched;
        let other = (*gp).lockedm;
        let pp = releasep(mp);
        {
            // Its thread sleeps in stoplockedm, or is just about to.
            let mut l = sched.lock.lock();
            if sched.exiting.load(Ordering::Acquire) {
                return false; // the end of the instance has woken it, or it will see that by itself
            }
            l.nmidlelocked -= 1;
            (*other).blocked = false;
            (*other).nextp = pp;
        }
        (*other).park.wakeup();
        stopm(mp)
    }
}

/// `LockOSThread`: wires the goroutine to this thread.
///
/// # Safety
/// The thread is an M that runs `gp`.
pub unsafe fn lock_os_thread(gp: *mut G) {
    // SAFETY: the caller's promise.
    unsafe {
        let mp = getm();
        (*gp).locked_ext += 1;
        if (*gp).locked_ext == 0 {
            (*gp).locked_ext -= 1;
            crate::throw::throw("LockOSThread nesting overflow");
        }
        (*mp).lockedg = gp;
        (*gp).lockedm = mp;
    }
}

/// `UnlockOSThread`: undoes one [`lock_os_thread`].
///
/// # Safety
/// As [`lock_os_thread`].
pub unsafe fn unlock_os_thread(gp: *mut G) {
    // SAFETY: the caller's promise.
    unsafe {
        if (*gp).locked_ext == 0 {
            return;
        }
        (*gp).locked_ext -= 1;
        if (*gp).locked_ext == 0 && (*gp).locked_int == 0 {
            (*getm()).lockedg = null_mut();
            (*gp).lockedm = null_mut();
        }
    }
}
