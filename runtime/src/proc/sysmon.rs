//! The monitor: a thread without a P that takes Ps back from long system calls, preempts goroutines that run too long, and finds work that nobody was
//! woken for.

use std::sync::atomic::Ordering;
use std::time::Instant;

use super::main::EXIT_GRACE;
use super::{globrunq, letgo, schedtrace, schedule, spin, thread};
use crate::clock::Nanos;
use crate::m::M;
use crate::netpoll::Wait;
use crate::p::{P, pstatus};
use crate::preempt;
use crate::profile;
use crate::sched::Sched;
use crate::sigqueue;
use crate::trace::{self, Kind};

/// Time slice of a goroutine.
pub const FORCE_PREEMPT: Nanos = 10_000_000;
/// First and shortest sleep, microseconds.
const DELAY_MIN: u64 = 20;
/// Longest sleep.
const DELAY_MAX: u64 = 10_000;
/// Longest sleep while some Ps are idle and others run: bounds how long work that nobody was woken for waits.
const DELAY_MAX_SOME_IDLE: u64 = 500;
/// Longest sleep while nothing runs, nanoseconds.
pub(super) const SLEEP_MAX: Nanos = 60_000_000_000;
/// Quiet rounds before the sleep doubles.
const QUIET_ROUNDS: u32 = 50;

/// The loop of the monitor's thread.
pub(super) fn sysmon(mp: *mut M) {
    // SAFETY: the M is this thread's.
    let sched = unsafe { &*(*mp).sched };
    let mut quiet = 0;
    let mut delay = DELAY_MIN;
    let mut last_trace = sched.start_time;
    while !sched.exiting.load(Ordering::Acquire) {
        if quiet == 0 {
            delay = DELAY_MIN;
        } else if quiet > QUIET_ROUNDS {
            delay = (delay * 2).min(DELAY_MAX);
        }
        if sched.idlers.npidle() > 0 {
            delay = delay.min(DELAY_MAX_SOME_IDLE);
        }
        sched.clock.usleep(delay);
        if sleep_while_all_idle(sched) {
            quiet = 0;
        }
        sigqueue::quit_if_asked(sched);
        profile::cpu::collect();
        let now = sched.clock.nanotime();
        let period = Nanos::from(sched.config.debug.schedtrace) * 1_000_000;
        if period > 0 && now - last_trace >= period {
            last_trace = now;
            sched.write_err(schedtrace::schedtrace(sched, sched.config.debug.scheddetail).as_bytes());
        }
        sched.heap.pacer.force_if_old(now);
        // SAFETY: this thread is an M.
        unsafe { letgo::unused(sched, now) };
        let due = schedule::next_timer(sched);
        // SAFETY: this thread is an M.
        unsafe { poll_network(sched, now) };
        // SAFETY: this thread is an M; retake and wakep need no P.
        unsafe {
            if due != 0 && due < now {
                thread::startm(sched, std::ptr::null_mut(), false); // its thread is late or there is none
            }
            let left_out = find_left_out(sched);
            if retake(sched, now) != 0 || left_out {
                quiet = 0;
            } else {
                quiet += 1;
            }
        }
    }
    // A thread that was asked to leave where it could not be stopped has to be asked again.
    let end = Instant::now() + EXIT_GRACE;
    while sched.live_ms.load(Ordering::Acquire) > 1 && Instant::now() < end {
        preempt::preemptall(sched);
        sched.clock.usleep(100);
    }
}

/// Polls when nobody has for a time slice: all Ps are busy.
///
/// # Safety
/// The thread is an M.
unsafe fn poll_network(sched: &Sched, now: Nanos) {
    let last = sched.netpoll.lastpoll();
    if last == 0 || now - last < FORCE_PREEMPT || !sched.netpoll.has_waiters() {
        return;
    }
    // SAFETY: the caller's promise.
    unsafe { globrunq::injectglist(&mut sched.netpoll.poll(sched, Wait::Not)) };
}

/// With nothing running there is nothing to watch: sleeps until that changes. A stopped world is none of that: it starts before this thread would sleep.
fn sleep_while_all_idle(sched: &Sched) -> bool {
    let all_idle = || sched.idlers.npidle() == sched.gomaxprocs.load(Ordering::SeqCst);
    // With schedtrace its lines come in time.
    if sched.config.debug.schedtrace > 0 || !all_idle() || sched.exiting.load(Ordering::SeqCst) {
        return false;
    }
    {
        let _l = sched.lock.lock();
        if !all_idle() || sched.exiting.load(Ordering::SeqCst) {
            return false;
        }
        sched.sysmonnote.clear();
        sched.sysmonwait.store(true, Ordering::SeqCst);
    }
    // Set before the flag above was seen, it did not wake us.
    if sigqueue::quit_is_asked() {
        sched.sysmonwait.store(false, Ordering::SeqCst);
        return true;
    }
    // Woken when a P leaves the idle list; looks by itself from time to time all the same, and when memory can go.
    // SAFETY: this thread is an M.
    let left = unsafe { letgo::unused(sched, sched.clock.nanotime()) };
    let woken = sched.sysmonnote.sleep_for(left);
    if !woken && !sched.sysmonwait.swap(false, Ordering::AcqRel) {
        sched.sysmonnote.sleep(); // the waker signals
    }
    true
}

/// Wakes a P for work that has waited since the last look: a submitter thought it not worth a wake-up, and its P is still busy.
///
/// # Safety
/// The thread is an M.
unsafe fn find_left_out(sched: &Sched) -> bool {
    // SAFETY: Ps are never freed; what is read of them may be old.
    unsafe {
        if !sched.idlers.wanted() || sched.gcwaiting.load(Ordering::Relaxed) {
            return false;
        }
        let stuck = sched.procs().any(|pp| {
            let same = (*pp).sysmontick.schedtick == (*pp).schedtick.load(Ordering::Relaxed);
            same && (*pp).status.load(Ordering::Relaxed) == pstatus::RUNNING && ((*pp).runq.has_next() || !(*pp).runq.is_empty())
        });
        // While Ps are idle and others busy, somebody should sleep for the network.
        let unwatched = sched.netpoll.has_waiters() && sched.sleeper.load(Ordering::Relaxed).is_null();
        if stuck || unwatched || spin::work_in_rings(sched) {
            spin::wakeups_pay(sched);
            spin::wakep(sched);
            return true;
        }
        false
    }
}

/// Takes Ps back from system calls that last, and preempts goroutines that have run their time slice; gives how many Ps were taken.
unsafe fn retake(sched: &Sched, now: Nanos) -> u32 {
    let mut n = 0;
    for pp in sched.procs() {
        // SAFETY: Ps are never freed; `sysmontick` is this thread's.
        unsafe {
            let s = (*pp).status.load(Ordering::Acquire);
            if s == pstatus::RUNNING || s == pstatus::SYSCALL {
                let tick = (*pp).schedtick.load(Ordering::Relaxed);
                let seen = &mut (*pp).sysmontick;
                if seen.schedtick != tick {
                    seen.schedtick = tick;
                    seen.schedwhen = now;
                } else if now - seen.schedwhen >= FORCE_PREEMPT {
                    preempt::preemptone(pp);
                }
            }
            if s == pstatus::SYSCALL && retake_syscall(sched, pp, now) {
                n += 1;
            }
        }
    }
    n
}

/// Takes the P of a system call that has lasted a look at least, if others could use it or it lasts long.
unsafe fn retake_syscall(sched: &Sched, pp: *mut P, now: Nanos) -> bool {
    // SAFETY: as retake.
    unsafe {
        let tick = (*pp).syscalltick.load(Ordering::Relaxed);
        let seen = &mut (*pp).sysmontick;
        if seen.syscalltick != tick {
            seen.syscalltick = tick;
            seen.syscallwhen = now;
            return false;
        }
        let idle_others = sched.idlers.nmspinning() + sched.idlers.npidle() > 0;
        if !(*pp).runq.has_next() && (*pp).runq.is_empty() && idle_others && now - seen.syscallwhen < FORCE_PREEMPT {
            return false;
        }
        if !(*pp).status.take_from_syscall(pstatus::IDLE) {
            return false;
        }
        (*pp).syscalltick.store(tick.wrapping_add(1), Ordering::Relaxed);
        trace::emit(sched, Kind::Retake, std::ptr::null_mut(), trace::number(pp), 0);
        thread::handoffp(sched, pp);
        true
    }
}
