//! Timers: a heap per P, after Go's `runtime/time.go`, with the semantics of Go 1.23.
//!
//! A timer belongs to the heap of the P that made it ([`Timer::home`], for ever) and is guarded by that heap's lock; any M may run another P's due
//! timers, which is how they are stolen. A channel timer is in the heap only while a goroutine waits on its channel (`armed > 0`): others are
//! brought up to date when somebody looks ([`before_receive`]), so a dropped timer is garbage at once. Lock order: heap, then channel.

mod heap;
pub(crate) mod natives;

use std::ptr::null_mut;

use super::chan::{Hchan, complete, drain, send_if_room};
use super::clock::Nanos;
use super::g::G;
use super::m::getm;
use super::p::P;
use super::proc::alarm::set_alarm;
use super::proc::{goready, newproc_from, wake_for_timer};
use super::sudog::Sudog;
use super::sync::atomic::{AtomicI64, Ordering};
use heap::OUT;
pub use heap::Timers;
use natives::Time;
pub use natives::natives;
pub(crate) use natives::{free_of_sleep, withdraw};

/// A timer: the language's `runtimeTimer` of package time, one of `time.Sleep` that belongs to its G, or one of the runtime's own. It does the first of
/// `gp`, `callback`, `c`, `func` that is not null.
#[repr(C)]
pub struct Timer {
    /// When it is due, nanoseconds of the runtime's clock; 0: stopped or done.
    pub(crate) when: AtomicI64,
    /// Nanoseconds between two sends of a ticker, else 0.
    period: i64,
    /// The time is sent to this channel.
    pub(crate) c: *mut Hchan,
    /// This funcval runs in its own goroutine.
    pub(crate) func: *mut u8,
    /// `Time.loc` of the times sent; the argument of `callback`.
    loc: usize,
    home: *const Timers,
    /// Place in the heap plus 1; 0 when not in it.
    place: usize,
    /// Goroutines that wait on the channel.
    armed: usize,
    /// `time.Sleep`: this goroutine goes on.
    gp: *mut G,
    /// The runtime's own action, on an M with a P that holds no locks.
    callback: Option<Callback>,
}

/// What a timer of the runtime's own does with its argument.
pub(crate) type Callback = unsafe fn(argument: *mut u8);

impl Timer {
    /// A stopped timer that does nothing yet.
    pub(crate) fn stopped() -> Timer {
        Timer {
            when: AtomicI64::new(0),
            period: 0,
            c: null_mut(),
            func: null_mut(),
            loc: 0,
            home: std::ptr::null(),
            place: OUT,
            armed: 0,
            gp: null_mut(),
            callback: None,
        }
    }

    /// A stopped timer of the runtime's own.
    pub(crate) fn with_callback(callback: Callback) -> Timer {
        Timer { callback: Some(callback), ..Timer::stopped() }
    }

    /// Sets the argument of the callback, before the timer is first started.
    pub(crate) fn set_argument(&mut self, argument: *mut u8) {
        self.loc = argument as usize;
    }
}

/// Sets when a timer of the runtime's own is due (0: not at all); at its first start it gets `home` for ever.
///
/// # Safety
/// The timer stays where it is; nobody else sets it at the same time; called on an M with a P.
pub(crate) unsafe fn set_callback(t: *mut Timer, when: Nanos, home: *const Timers) {
    // SAFETY: the caller's promise.
    unsafe {
        if when == 0 && (*t).when.load(Ordering::Relaxed) == 0 {
            return;
        }
        if (*t).home.is_null() {
            (*t).home = home;
        }
        let ts = &*(*t).home;
        ts.lock.lock();
        set(ts, t, when, 0);
        start(ts, t);
    }
}

fn nanotime() -> Nanos {
    // SAFETY: called on an M.
    unsafe { (*(*getm()).sched).clock.nanotime() }
}

/// Nanoseconds from `now` on, without overflow; at least 1, for 0 means stopped.
fn when_in(ns: i64) -> Nanos {
    nanotime().saturating_add(ns.max(0)).max(1)
}

/// Runs one due timer of `ts`, if there is one; `now` is the current time. The lock is held and released for the action.
unsafe fn run_one(ts: &Timers, now: Nanos) -> bool {
    // SAFETY: the lock is held on entry; a due timer is valid, and leaves the heap or is put back before the lock is released.
    unsafe {
        let Some(&t) = ts.heap().first() else { return false };
        let when = (*t).when.load(Ordering::Relaxed);
        if when > now {
            return false;
        }
        let after = fire(t, now);
        ts.lock.unlock();
        after.run();
        ts.lock.lock();
        true
    }
}

/// What is left to do for a fired timer once its heap is unlocked.
enum After {
    Nothing,
    Ready(*mut G),
    Received(*mut Sudog),
    Call(*mut u8),
    Callback(Callback, *mut u8),
}

impl After {
    unsafe fn run(self) {
        // SAFETY: what `fire` gives is for its caller alone to finish.
        unsafe {
            match self {
                After::Nothing => {}
                After::Ready(gp) => goready(gp),
                After::Received(sg) => complete(sg),
                After::Call(fv) => {
                    newproc_from(fv, 0, 0);
                }
                After::Callback(f, argument) => f(argument),
            }
        }
    }
}

/// Fires a due timer: sets its next time (a ticker skips the ticks it has missed) or takes it out. The heap's lock is held.
unsafe fn fire(t: *mut Timer, now: Nanos) -> After {
    // SAFETY: the lock of its heap is held.
    unsafe {
        let ts = &*(*t).home;
        let when = (*t).when.load(Ordering::Relaxed);
        let next = if (*t).period > 0 { when + (*t).period * (1 + (now - when) / (*t).period) } else { 0 };
        (*t).when.store(next, Ordering::Relaxed);
        if (*t).place != OUT {
            if next == 0 {
                ts.remove(t);
            } else {
                ts.sift((*t).place - 1);
                ts.publish();
            }
        }
        if !(*t).gp.is_null() {
            After::Ready((*t).gp)
        } else if let Some(f) = (*t).callback {
            After::Callback(f, (*t).loc as *mut u8)
        } else if !(*t).c.is_null() {
            let time = Time::now((*t).loc, now - when);
            After::Received(send_if_room((*t).c, (&raw const time).cast()))
        } else {
            After::Call((*t).func)
        }
    }
}

/// Runs all timers of `pp` that are due at `now` (0: read the clock); gives when the next is due, 0 for none, and whether any ran.
///
/// # Safety
/// Called on g0 of an M that holds a P (not necessarily `pp`).
pub unsafe fn check_timers(pp: *mut P, now: Nanos) -> (Nanos, bool) {
    // SAFETY: Ps live as long as their instance.
    let ts = unsafe { &(*pp).timers };
    let first = ts.next_when();
    if first == 0 {
        return (0, false);
    }
    let now = if now == 0 { nanotime() } else { now };
    if now < first {
        return (first, false);
    }
    let mut ran = false;
    ts.lock.lock();
    // SAFETY: the lock is held.
    unsafe {
        while run_one(ts, now) {
            ran = true;
        }
    }
    ts.lock.unlock();
    (ts.next_when(), ran)
}

/// Brings a channel timer up to date that may be due without being in the heap. No locks are held.
///
/// # Safety
/// `t` is the timer of a channel; called on an M with a P.
pub(crate) unsafe fn before_receive(t: *mut Timer) {
    // SAFETY: timers live as long as their channel.
    unsafe {
        let when = (*t).when.load(Ordering::Relaxed);
        if when == 0 || nanotime() < when {
            return;
        }
        let ts = &*(*t).home;
        ts.lock.lock();
        let (when, now) = ((*t).when.load(Ordering::Relaxed), nanotime());
        let after = if when != 0 && when <= now { fire(t, now) } else { After::Nothing };
        ts.lock.unlock();
        after.run();
    }
}

/// A goroutine is about to wait on the timer's channel.
///
/// # Safety
/// As for [`before_receive`].
pub(crate) unsafe fn arm(t: *mut Timer) {
    // SAFETY: as for `before_receive`.
    unsafe {
        let ts = &*(*t).home;
        ts.lock.lock();
        (*t).armed += 1;
        start(ts, t);
    }
}

/// A goroutine has stopped waiting on it.
///
/// # Safety
/// As for [`before_receive`].
pub(crate) unsafe fn disarm(t: *mut Timer) {
    // SAFETY: as for `before_receive`.
    unsafe {
        let ts = &*(*t).home;
        ts.lock.lock();
        (*t).armed -= 1;
        if (*t).armed == 0 {
            ts.remove(t);
        }
        ts.lock.unlock();
    }
}

/// Puts a running timer into its heap where it belongs there, releases the lock, and lets a sleeping thread know.
unsafe fn start(ts: &Timers, t: *mut Timer) {
    // SAFETY: the lock of `ts` is held.
    unsafe {
        let when = (*t).when.load(Ordering::Relaxed);
        let belongs = (*t).c.is_null() || (*t).armed > 0;
        let mut first = false;
        if when != 0 && belongs && (*t).place == OUT {
            ts.insert(t);
            first = (*t).place == 1;
        }
        ts.lock.unlock();
        if first {
            wake_for_timer(&*(*getm()).sched, when);
            // A goroutine that sleeps is followed by another, which sets the alarm, or by a thread that watches.
            if (*t).gp.is_null() {
                set_alarm(getm(), when);
            }
        }
    }
}

/// Stops a timer; whether it was running, or its value had not been received.
///
/// # Safety
/// The timer has been started once.
pub(crate) unsafe fn stop(t: *mut Timer) -> bool {
    // SAFETY: the caller's `t` is valid.
    unsafe {
        let ts = &*(*t).home;
        ts.lock.lock();
        let pending = set(ts, t, 0, 0);
        ts.lock.unlock();
        pending
    }
}

/// Sets the timer's times under its lock; whether it was running, or its value had not been received (which is dropped).
unsafe fn set(ts: &Timers, t: *mut Timer, when: Nanos, period: i64) -> bool {
    // SAFETY: the lock is held.
    unsafe {
        ts.remove(t);
        let mut pending = (*t).when.load(Ordering::Relaxed) != 0;
        (*t).when.store(when, Ordering::Relaxed);
        (*t).period = period;
        if !(*t).c.is_null() {
            pending |= drain((*t).c);
        }
        pending
    }
}
