//! Timers: a heap per P, after Go's `runtime/time.go`, with the semantics of Go 1.23.
//!
//! A timer belongs to the heap of the P that made it ([`Timer::home`], for ever) and is guarded by that heap's lock; any M may run another P's due
//! timers, which is how they are stolen. A channel timer is in the heap only while a goroutine waits on its channel (`armed > 0`): others are
//! brought up to date when somebody looks ([`before_receive`]), so a dropped timer is garbage at once. Lock order: heap, then channel.

use std::ptr::null_mut;

use mgo_abi::native::{Native, NativeKind};

use super::chan::{Hchan, complete, drain, send_if_room};
use super::clock::Nanos;
use super::g::{G, WaitReason};
use super::gc::barrier;
use super::lock::RawLock;
use super::m::{getg, getm};
use super::mem::mcache;
use super::p::P;
use super::proc::alarm::set_alarm;
use super::proc::newproc_from;
use super::proc::wake_for_timer;
use super::proc::{gopark, goready};
use super::sched::Sched;
use super::sudog::Sudog;
use super::sync::atomic::{AtomicI64, Ordering};

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

const OUT: usize = 0;

/// The timers of one P.
#[derive(Default)]
pub struct Timers {
    lock: RawLock,
    /// A heap with four children a node, earliest first. Guarded by `lock`.
    heap: std::cell::UnsafeCell<Vec<*mut Timer>>,
    /// When the first is due; 0: none. To look at without the lock.
    first: AtomicI64,
}

// SAFETY: the heap is only touched under the lock; the timers in it are valid until they leave it.
unsafe impl Sync for Timers {}
// SAFETY: as above.
unsafe impl Send for Timers {}

impl Timers {
    /// When the first timer is due, nanoseconds; 0 for none.
    #[inline]
    pub fn next_when(&self) -> Nanos {
        self.first.load(Ordering::Acquire)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.lock.lock();
        // SAFETY: the lock is held.
        let n = unsafe { self.heap() }.len();
        self.lock.unlock();
        n
    }

    /// There is none; to look at without the lock.
    pub fn is_empty(&self) -> bool {
        self.next_when() == 0
    }

    #[allow(clippy::mut_from_ref)]
    unsafe fn heap(&self) -> &mut Vec<*mut Timer> {
        // SAFETY: callers hold the lock and make no second reference.
        unsafe { &mut *self.heap.get() }
    }

    unsafe fn publish(&self) {
        // SAFETY: the lock is held; timers in the heap are valid.
        unsafe {
            let first = self.heap().first().map_or(0, |&t| (*t).when.load(Ordering::Relaxed));
            self.first.store(first, Ordering::Release);
        }
    }

    unsafe fn before(&self, a: usize, b: usize) -> bool {
        // SAFETY: as for `publish`; both are places in the heap.
        unsafe {
            let heap = self.heap();
            (*heap[a]).when.load(Ordering::Relaxed) < (*heap[b]).when.load(Ordering::Relaxed)
        }
    }

    unsafe fn swap(&self, a: usize, b: usize) {
        // SAFETY: as for `before`.
        unsafe {
            let heap = self.heap();
            heap.swap(a, b);
            (*heap[a]).place = a + 1;
            (*heap[b]).place = b + 1;
        }
    }

    unsafe fn sift(&self, mut at: usize) {
        // SAFETY: as for `before`.
        unsafe {
            while at > 0 && self.before(at, (at - 1) / 4) {
                self.swap(at, (at - 1) / 4);
                at = (at - 1) / 4;
            }
            let n = self.heap().len();
            loop {
                let mut least = at;
                for child in 4 * at + 1..(4 * at + 5).min(n) {
                    if self.before(child, least) {
                        least = child;
                    }
                }
                if least == at {
                    return;
                }
                self.swap(at, least);
                at = least;
            }
        }
    }

    unsafe fn insert(&self, t: *mut Timer) {
        // SAFETY: the lock is held; `t` is valid and not in the heap.
        unsafe {
            let heap = self.heap();
            heap.push(t);
            (*t).place = heap.len();
            self.sift((*t).place - 1);
            self.publish();
        }
    }

    unsafe fn remove(&self, t: *mut Timer) {
        // SAFETY: the lock is held.
        unsafe {
            let place = std::mem::replace(&mut (*t).place, OUT);
            if place == OUT {
                return;
            }
            shade(t);
            let place = place - 1;
            let heap = self.heap();
            let last = heap.len() - 1;
            heap.swap(place, last);
            heap.pop();
            if place < last {
                (*heap[place]).place = place + 1;
                self.sift(place);
            }
            self.publish();
        }
    }

    /// Visits the addresses of the running timers: roots of the collector.
    pub(crate) fn for_each(&self, visit: impl FnMut(usize)) {
        self.lock.lock();
        // SAFETY: the lock is held.
        unsafe { self.heap().iter().map(|&t| t as usize).for_each(visit) };
        self.lock.unlock();
    }

    /// The memory that holds the addresses of the running timers: roots of the collector.
    ///
    /// # Safety
    /// The world is stopped.
    pub unsafe fn root_range(&self) -> (usize, usize) {
        // SAFETY: nobody changes a heap while the world is stopped.
        let range = unsafe { self.heap() }.as_ptr_range();
        (range.start as usize, range.end as usize)
    }
}

/// A timer leaves its heap, a root: the barrier of that deletion.
fn shade(t: *mut Timer) {
    #[cfg(test)]
    if super::mem::is_standalone() {
        return;
    }
    // SAFETY: called on an M, which holds a P.
    unsafe {
        let mc = mcache();
        if barrier::enabled(&*(*mc).heap) {
            barrier::shade(mc, t as usize);
        }
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

/// A `time.Time`, as the language lays it out.
#[repr(C)]
struct Time {
    wall: u64,
    ext: i64,
    loc: usize,
}

/// Seconds from 1885 to 1970: `Time.wall` counts from there.
const WALL_TO_UNIX: i64 = 2_682_288_000;

impl Time {
    /// The time `late` nanoseconds ago.
    fn now(loc: usize, late: i64) -> Time {
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

// ---- natives of package time -------------------------------------------------------------------------------------------------------

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
