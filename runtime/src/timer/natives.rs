//! The clock as the language sees it, and the natives of package time.

use std::ptr::null_mut;

use mgo_abi::native::{Native, NativeKind};

use super::super::clock::Nanos;
use super::super::g::{G, WaitReason};
use super::super::m::{getg, getm};
use super::super::proc::gopark;
use super::super::sched::Sched;
use super::super::sync::atomic::Ordering;
use super::{Timer, set, start, stop, when_in};

/// A `time.Time`, as the language lays it out.
#[repr(C)]
pub(super) struct Time {
    wall: u64,
    ext: i64,
    loc: usize,
}

/// Seconds from 1885 to 1970: `Time.wall` counts from there.
const WALL_TO_UNIX: i64 = 2_682_288_000;

impl Time {
    /// The time `late` nanoseconds ago.
    pub(super) fn now(loc: usize, late: i64) -> Time {
        // SAFETY: called on an M.
        let sched = unsafe { &*(*getm()).sched };
        let (sec, nsec) = sched.clock.walltime();
        let total = i128::from(sec) * 1_000_000_000 + i128::from(nsec) - i128::from(late);
        let (sec, nsec) = (total.div_euclid(1_000_000_000) as i64, total.rem_euclid(1_000_000_000) as u64);
        Time { wall: 1 << 63 | ((sec + WALL_TO_UNIX) as u64) << 30 | nsec, ext: since_start(sched) - late, loc }
    }
}

/// The language's monotonic clock: nanoseconds since the instance started, never 0.
fn since_start(sched: &Sched) -> i64 {
    sched.clock.nanotime() - sched.start_time + 1
}

#[repr(C)]
struct Now {
    sec: i64,
    nsec: i32,
    mono: i64,
}

unsafe extern "C" fn time_now(f: *mut Now) {
    // SAFETY: the frame is the caller's, as `time` declares it; called on an M.
    unsafe {
        let sched = &*(*getm()).sched;
        let (sec, nsec) = sched.clock.walltime();
        *f = Now { sec, nsec, mono: since_start(sched) };
    }
}

unsafe extern "C" fn time_monotonic(f: *mut i64) {
    // SAFETY: as for `time_now`.
    unsafe { *f = since_start(&*(*getm()).sched) };
}

unsafe extern "C" fn time_sleep(f: *mut i64, _: usize, _: usize, _: usize, _: usize, gp: *mut G) -> *mut G {
    // SAFETY: as for `time_now`.
    unsafe { sleep(*f, gp) }
}

/// `time.Sleep`; gives null when there is nothing to wait for, else the goroutine to run.
///
/// # Safety
/// On g0 on behalf of `gp`.
pub(crate) unsafe fn sleep(ns: Nanos, gp: *mut G) -> *mut G {
    // SAFETY: the caller's promise; the timer belongs to the G, which is never freed.
    unsafe {
        if ns <= 0 {
            return null_mut();
        }
        if (*gp).timer.is_null() {
            (*gp).timer = Box::into_raw(Box::new(Timer { gp, ..Timer::stopped() })).cast();
        }
        let t = (*gp).timer.cast::<Timer>();
        // It is in no heap now, so it may move to this P's.
        (*t).home = &raw const (*(*gp).p).timers;
        (*t).when.store(when_in(ns), Ordering::Relaxed);
        gopark(gp, Some(start_sleep), t.cast(), WaitReason::Sleep)
    }
}

/// Starts the timer of a sleep once the goroutine waits: it may be woken from here on.
unsafe fn start_sleep(_gp: *mut G, t: *mut u8) -> bool {
    // SAFETY: the timer of a G is valid and in no heap while it does not sleep.
    unsafe {
        let t = t.cast::<Timer>();
        let ts = &*(*t).home;
        ts.lock.lock();
        start(ts, t);
    }
    true
}

/// Ends the sleep of a goroutine before its time; false when the timer has fired.
///
/// # Safety
/// The world is stopped and `gp` sleeps.
pub(crate) unsafe fn withdraw(gp: *mut G) -> bool {
    // SAFETY: a sleeping goroutine has a timer.
    unsafe { stop((*gp).timer.cast()) }
}

/// Frees the timer with which a goroutine has slept; null is fine.
///
/// # Safety
/// The goroutine has exited and nobody uses `t` any more.
pub(crate) unsafe fn free_of_sleep(t: *mut u8) {
    if !t.is_null() {
        // SAFETY: made in `sleep`; it has fired, or was withdrawn, before the goroutine went on.
        drop(unsafe { Box::from_raw(t.cast::<Timer>()) });
    }
}

unsafe extern "C" fn time_start_timer(f: *mut *mut Timer) {
    // SAFETY: as for `time_now`.
    unsafe { start_timer(*f) }
}

/// Starts a fresh timer that is due at `when` of the language's clock; its channel refers to it from here on.
///
/// # Safety
/// On g0 on behalf of a goroutine.
pub(crate) unsafe fn start_timer(t: *mut Timer) {
    // SAFETY: the caller's promise.
    unsafe {
        (*t).when.store(absolute((*t).when.load(Ordering::Relaxed)), Ordering::Relaxed);
        (*t).home = &raw const (*(*getg()).p).timers;
        if !(*t).c.is_null() {
            (*(*t).c).timer = t;
            (*(*t).c).cap = 0;
        }
        let ts = &*(*t).home;
        ts.lock.lock();
        start(ts, t);
    }
}

/// A moment of the language's monotonic clock on the runtime's.
fn absolute(when: i64) -> Nanos {
    // SAFETY: called on an M.
    let start = unsafe { (*(*getm()).sched).start_time };
    when.saturating_add(start - 1).max(1)
}

#[repr(C)]
struct StopTimer {
    t: *mut Timer,
    result: u8,
}

unsafe extern "C" fn time_stop_timer(f: *mut StopTimer) {
    // SAFETY: as for `time_now`; the language passes what `newTimer` gave.
    unsafe { (*f).result = u8::from(stop((*f).t)) };
}

#[repr(C)]
struct ResetTimer {
    t: *mut Timer,
    when: i64,
    period: i64,
    result: u8,
}

unsafe extern "C" fn time_reset_timer(f: *mut ResetTimer) {
    // SAFETY: as for `time_stop_timer`.
    unsafe {
        let f = &mut *f;
        let ts = &*(*f.t).home;
        ts.lock.lock();
        f.result = u8::from(set(ts, f.t, absolute(f.when), f.period));
        start(ts, f.t);
    }
}

/// The natives of package time.
pub fn natives() -> [Native; 6] {
    let system = |name, addr| Native { name, kind: NativeKind::System, addr };
    [
        system("time.now", time_now as *const () as usize),
        system("time.monotonic", time_monotonic as *const () as usize),
        Native { name: "time.sleep", kind: NativeKind::Park, addr: time_sleep as *const () as usize },
        system("time.startTimer", time_start_timer as *const () as usize),
        system("time.stopTimer", time_stop_timer as *const () as usize),
        system("time.resetTimer", time_reset_timer as *const () as usize),
    ]
}
