//! Choosing what runs next: `schedule` -> `find_runnable` -> `execute`, and back to asm, which resumes it.

use std::ptr::null_mut;
use std::sync::atomic::Ordering;

use super::{casgstatus, globrunq, idle, late, park, spin, steal, stw, thread};
use crate::clock::Nanos;
use crate::g::{G, status};
use crate::gc;
use crate::lock;
use crate::m::{M, getm};
use crate::netpoll::Wait;
use crate::p::P;
use crate::sched::{GQueue, Sched};
use crate::timer;
use crate::trace::{self, Kind};

/// So many rounds in a row what timers have woken comes before the global queue's turn.
const TIMERS_FIRST: u32 = 8;
/// Rounds after which the global queue comes first.
pub(super) const GLOBAL_EVERY: u32 = 61;

/// One round of scheduling on this thread: gives the goroutine to run, or the g0 itself when the thread is to end.
///
/// # Safety
/// On g0, with no current goroutine; the last thing a park does.
pub unsafe fn schedule() -> *mut G {
    // SAFETY: the caller's promise.
    unsafe {
        let mp = getm();
        if lock::held() != 0 {
            crate::throw::throw("schedule: holding locks");
        }
        loop {
            if !(*mp).lockedg.is_null() {
                let gp = schedule_locked(mp);
                if gp.is_null() {
                    continue;
                }
                return gp;
            }
            let pp = (*mp).p;
            if (*pp).preempt.load(Ordering::Relaxed) {
                end_slice(pp);
            }
            if (*mp).spinning && ((*pp).runq.has_next() || !(*pp).runq.is_empty()) {
                crate::throw::throw("schedule: spinning with local work");
            }
            let mut search = Search { mp, now: 0, poll_until: 0, woke: false, inherit_time: false };
            let gp = find_runnable(&mut search);
            if gp.is_null() {
                return (*mp).g0;
            }
            if (*mp).spinning {
                spin::resetspinning(mp);
            }
            if (*(*mp).sched).disable_user.load(Ordering::Relaxed) && !(*gp).system && park_disabled(mp, gp) {
                continue;
            }
            if !(*gp).lockedm.is_null() {
                if !thread::startlockedm(mp, gp) {
                    return (*mp).g0;
                }
                continue;
            }
            let gp = execute(mp, gp, search.inherit_time);
            if gp.is_null() {
                continue;
            }
            set_alarm(mp, &search);
            return gp;
        }
    }
}

/// The M goes on to run a goroutine: it is to be interrupted when a timer is due, and for its share of marking.
#[inline]
unsafe fn set_alarm(mp: *mut M, search: &Search) {
    // SAFETY: as schedule.
    unsafe {
        let sched = &*(*mp).sched;
        let mut when = search.poll_until;
        if gc::worker::is_marking(sched) && !(*(*mp).curg).system {
            let turn = sched.clock.nanotime() + gc::worker::TURN;
            when = if when == 0 { turn } else { when.min(turn) };
        }
        if when != 0 {
            (*mp).alarm.set(mp, when);
        }
    }
}

/// The time slice is over: the goroutine that would have inherited it queues up behind the others, and every other time the next search starts with
/// the global queue. So goroutines that hand each other work for ever starve nobody; nor does one that is preempted over and over, which itself
/// goes to the global queue.
#[cold]
unsafe fn end_slice(pp: *mut P) {
    // SAFETY: the calling M holds pp.
    unsafe {
        (*pp).preempt.store(false, Ordering::Relaxed);
        let tick = (*pp).schedtick.load(Ordering::Relaxed);
        (*pp).slices_ended = (*pp).slices_ended.wrapping_add(1);
        // The one just preempted is there too, behind the others: those of this P come before it.
        let mine = usize::from(std::mem::take(&mut (*pp).requeued));
        let others = (*(*pp).sched).runqsize() > mine;
        if others && (*pp).slices_ended.is_multiple_of(2) {
            (*pp).schedtick.store(tick.next_multiple_of(GLOBAL_EVERY), Ordering::Relaxed);
        }
        let gp = (*pp).runq.take_next();
        if !gp.is_null() && !(*pp).runq.push(gp) {
            globrunq::runqputslow(pp, gp);
        }
    }
}

/// This thread is wired to a goroutine: wait until that can run. Null as from [`execute`].
#[cold]
unsafe fn schedule_locked(mp: *mut M) -> *mut G {
    // SAFETY: as schedule.
    unsafe {
        if !thread::stoplockedm(mp) {
            return (*mp).g0;
        }
        execute(mp, (*mp).lockedg, false)
    }
}

/// Holds `gp` back while user scheduling is disabled; false when it has been enabled meanwhile.
unsafe fn park_disabled(mp: *mut M, gp: *mut G) -> bool {
    // SAFETY: as schedule.
    unsafe {
        let sched = &*(*mp).sched;
        let mut l = sched.lock.lock();
        let disabled = sched.disable_user.load(Ordering::Relaxed);
        if disabled {
            l.disabled.push_back(gp);
        }
        disabled
    }
}

/// Allows or forbids the scheduling of user goroutines; those held back are queued again. Who runs goes on until it stops by itself.
///
/// # Safety
/// The thread is an M that holds no runtime locks.
pub unsafe fn sched_enable_user(sched: &Sched, enable: bool) {
    let mut held = {
        let mut l = sched.lock.lock();
        sched.disable_user.store(!enable, Ordering::Relaxed);
        if enable { std::mem::take(&mut l.disabled) } else { GQueue::default() }
    };
    // SAFETY: the caller's promise; the goroutines are runnable and in no queue now.
    unsafe { globrunq::injectglist(&mut held) };
}

/// Runs `gp`, or what comes before it: see [`execute`].
///
/// # Safety
/// As [`execute`].
pub(super) unsafe fn execute_or_schedule(mp: *mut M, gp: *mut G, inherit_time: bool) -> *mut G {
    // SAFETY: the caller's promise.
    unsafe {
        let gp = execute(mp, gp, inherit_time);
        if gp.is_null() { schedule() } else { gp }
    }
}

/// Makes `gp` the current goroutine of this M and gives it. A goroutine that inherits the time slice does not start a new scheduling round. Null when the
/// collector has to scan more of its stack first: it is queued again.
///
/// # Safety
/// `mp` is the calling M and holds a P; `gp` is runnable and the caller's.
#[inline]
unsafe fn execute(mp: *mut M, gp: *mut G, inherit_time: bool) -> *mut G {
    // SAFETY: the caller's promise.
    unsafe {
        let pp = (*mp).p;
        (*mp).curg = gp;
        (*gp).m = mp;
        (*gp).p = pp;
        (*gp).g0_sp = (*mp).g0_sp;
        casgstatus(gp, status::RUNNABLE, status::RUNNING);
        let sched = &*(*mp).sched;
        if !gc::roots::may_run(sched, pp, gp) {
            park::requeue(gp);
            return null_mut();
        }
        park::clear_preempt(gp);
        let tick = if inherit_time { &(*pp).inherited } else { &(*pp).schedtick };
        tick.store(tick.load(Ordering::Relaxed).wrapping_add(1), Ordering::Release);
        trace::emit(&*(*mp).sched, Kind::Start, gp, (*gp).startpc as u64, 0);
        gp
    }
}

/// State of a search for work.
pub(super) struct Search {
    pub(super) mp: *mut M,
    /// Time, 0 until it was needed.
    pub(super) now: Nanos,
    /// When the next timer is due; 0 none.
    pub(super) poll_until: Nanos,
    /// Timers have made goroutines runnable.
    pub(super) woke: bool,
    /// What was found goes on with the running time slice.
    pub(super) inherit_time: bool,
}

impl Search {
    unsafe fn pp(&self) -> *mut P {
        // SAFETY: the M is the calling one.
        unsafe { (*self.mp).p }
    }
}

macro_rules! sources {
    ($($(#[$doc:meta])* $name:ident,)*) => {
        /// Names of the sources of work, in the order they are asked.
        pub const SOURCES: &[&str] = &[$(stringify!($name)),*];

        #[inline]
        unsafe fn ask_sources(s: &mut Search) -> *mut G {
            $({
                // SAFETY: each source wants what find_runnable promises.
                let gp = unsafe { $name(s) };
                if !gp.is_null() {
                    return gp;
                }
            })*
            null_mut()
        }
    };
}

sources! {
    timers,
    gc_worker,
    global_queue_at_times,
    local_queue,
    global_queue,
    network,
    steal_work,
    idle_gc_worker,
}

/// Timers of this P that are due make goroutines runnable, here; while the collector marks, also those that other Ps are late with.
#[inline]
unsafe fn timers(s: &mut Search) -> *mut G {
    // SAFETY: the M holds the P.
    unsafe {
        let pp = s.pp();
        if (*pp).timers.next_when() != 0 {
            s.now = (*(*s.mp).sched).clock.nanotime();
            (s.poll_until, s.woke) = timer::check_timers(pp, s.now);
        }
        let sched = &*(*s.mp).sched;
        for retired in sched.retired_procs() {
            timer::check_timers(retired, s.now);
        }
        if gc::worker::is_marking(sched) {
            if s.now == 0 {
                s.now = sched.clock.nanotime();
            }
            s.woke |= late::run(sched, pp, s.now);
        }
    }
    null_mut()
}

/// A mark worker, while the collector marks and this P has given it less than its share.
#[inline]
unsafe fn gc_worker(s: &mut Search) -> *mut G {
    // SAFETY: the M holds the P.
    unsafe {
        let sched = &*(*s.mp).sched;
        // What a timer has just woken comes first.
        if gc::worker::is_marking(sched) && !s.woke { gc::worker::fractional(sched, s.pp()) } else { null_mut() }
    }
}

/// A mark worker, when there is nothing else to do.
#[inline]
unsafe fn idle_gc_worker(s: &mut Search) -> *mut G {
    // SAFETY: the M holds the P.
    unsafe {
        let sched = &*(*s.mp).sched;
        if gc::worker::is_marking(sched) { gc::worker::idle(sched) } else { null_mut() }
    }
}

/// Every 61st round the global queue comes first: two goroutines that hand each other work for ever must not starve it.
#[inline]
unsafe fn global_queue_at_times(s: &mut Search) -> *mut G {
    // SAFETY: the M holds the P.
    unsafe {
        let pp = s.pp();
        let sched = &*(*s.mp).sched;
        // What a timer has just woken comes first: it inherits the time slice, so the next round is the same of the 61. But not for ever.
        if s.woke && (*pp).timers_came_first < TIMERS_FIRST {
            (*pp).timers_came_first += 1;
            return null_mut();
        }
        (*pp).timers_came_first = 0;
        if (*pp).schedtick.load(Ordering::Relaxed).is_multiple_of(GLOBAL_EVERY) { globrunq::globrunqget_one(sched) } else { null_mut() }
    }
}

/// `next`, then the ring.
#[inline]
unsafe fn local_queue(s: &mut Search) -> *mut G {
    // SAFETY: the M holds the P.
    unsafe {
        let runq = &(*s.pp()).runq;
        let gp = runq.take_next();
        if !gp.is_null() {
            s.inherit_time = true;
            return gp;
        }
        let (gp, soon) = runq.pop_and_peek(1 + G::PREFETCH_AHEAD as u32);
        if !soon.is_null() {
            G::prefetch(soon);
        }
        gp
    }
}

/// A fair share of the global queue.
#[inline]
unsafe fn global_queue(s: &mut Search) -> *mut G {
    // SAFETY: the M holds the P.
    unsafe { globrunq::globrunqget(&*(*s.mp).sched, s.pp()) }
}

/// Goroutines whose descriptors are ready, without blocking; not while a thread sleeps for them.
unsafe fn network(s: &mut Search) -> *mut G {
    // SAFETY: the M holds the P.
    unsafe {
        let sched = &*(*s.mp).sched;
        if !sched.netpoll.has_waiters() || sched.netpoll.lastpoll() == 0 {
            return null_mut();
        }
        let mut ready = sched.netpoll.poll(sched, Wait::Not);
        let gp = ready.pop();
        if !gp.is_null() {
            park::runqputall(s.mp, &mut ready);
        }
        gp
    }
}

/// Work of other Ps, as long as at most half of the busy ones have a thread that looks for it.
unsafe fn steal_work(s: &mut Search) -> *mut G {
    // SAFETY: the M holds the P.
    unsafe {
        let sched = &*(*s.mp).sched;
        let busy = sched.gomaxprocs.load(Ordering::Relaxed) - sched.idlers.npidle();
        if !(*s.mp).spinning {
            if 2 * sched.idlers.nmspinning() >= busy {
                return null_mut();
            }
            (*s.mp).spinning = true;
            sched.idlers.start_spinning();
        }
        steal::steal_work(s)
    }
}

/// Finds a runnable goroutine; sleeps while there is none. Null when the thread is to end.
///
/// # Safety
/// The M of the search is the calling one and holds a P and no locks.
unsafe fn find_runnable(s: &mut Search) -> *mut G {
    // SAFETY: the caller's promise; everything below keeps "holds a P" at the head of the loop.
    unsafe {
        let mp = s.mp;
        let sched = &*(*mp).sched;
        loop {
            if sched.gcwaiting.load(Ordering::Relaxed) {
                if !stw::gcstopm(mp) {
                    return null_mut();
                }
                continue;
            }
            (s.poll_until, s.woke) = (0, false);
            let gp = ask_sources(s);
            if !gp.is_null() {
                return gp;
            }

            // Nothing: give the P up, unless something has come in the meantime.
            let pp;
            {
                let mut l = sched.lock.lock();
                if sched.gcwaiting.load(Ordering::Relaxed) {
                    continue;
                }
                pp = thread::releasep(mp);
                idle::pidleput(sched, &mut l, pp);
            }
            let was_spinning = std::mem::replace(&mut (*mp).spinning, false);
            sched.idlers.before_second_look(was_spinning);
            if spin::work_in_rings(sched) {
                let pp = idle::pidleget(sched, &mut sched.lock.lock());
                if !pp.is_null() {
                    thread::acquirep(mp, pp);
                    (*mp).spinning = true;
                    sched.idlers.start_spinning();
                    continue;
                }
            }
            match watch(mp) {
                Slept::GotP(gp) if gp.is_null() => {}
                Slept::GotP(gp) => return gp,
                Slept::Exit => return null_mut(),
                Slept::No => {
                    if !thread::stopm(mp) {
                        return null_mut();
                    }
                }
            }
        }
    }
}

/// When the earliest timer of any P is due; 0 none.
pub(super) fn next_timer(sched: &Sched) -> Nanos {
    // SAFETY: Ps are never freed.
    sched.procs().chain(sched.retired_procs()).map(|pp| unsafe { (*pp).timers.next_when() }).filter(|&t| t != 0).min().unwrap_or(0)
}

/// Somebody has to sleep for timers or the network.
pub(super) fn to_watch(sched: &Sched) -> bool {
    next_timer(sched) != 0 || sched.netpoll.has_waiters()
}

enum Slept {
    /// There is nothing to watch, another thread watches, or there was no P left at wake-up.
    No,
    /// The M holds a P and runs this goroutine, or looks for work when it is null.
    GotP(*mut G),
    /// The instance ends.
    Exit,
}

/// Sleeps until a timer is due or a descriptor is ready, as the one thread that watches them while Ps are idle.
unsafe fn watch(mp: *mut M) -> Slept {
    // SAFETY: mp is the calling M without P.
    unsafe {
        let sched = &*(*mp).sched;
        if !to_watch(sched) || sched.sleeper.compare_exchange(null_mut(), mp, Ordering::SeqCst, Ordering::Relaxed).is_err() {
            return Slept::No;
        }
        spin::judge_wakeup(mp);
        let until = next_timer(sched);
        sched.sleep_until.store(until, Ordering::SeqCst);
        // An earlier timer may have been set before the store was seen.
        let until = match next_timer(sched) {
            0 => until,
            t if until == 0 => t,
            t => t.min(until),
        };
        let mut ready = GQueue::default();
        if !sched.exiting.load(Ordering::SeqCst) {
            let left = until - sched.clock.nanotime();
            // The poller, once it is there, else the note: who makes the poller wakes us.
            if sched.netpoll.is_ready() {
                ready = sched.netpoll.poll(sched, if until == 0 { Wait::Forever } else { Wait::For(left) });
            } else if until != 0 {
                (*mp).park.sleep_for(left);
            }
        }
        if sched.sleeper.compare_exchange(mp, null_mut(), Ordering::SeqCst, Ordering::Relaxed).is_err() {
            (*mp).park.sleep(); // whoever took us out signals
        }
        (*mp).park.clear();
        sched.sleep_until.store(0, Ordering::SeqCst);
        if sched.exiting.load(Ordering::SeqCst) {
            return Slept::Exit;
        }
        let pp = idle::pidleget(sched, &mut sched.lock.lock());
        if pp.is_null() {
            globrunq::injectglist(&mut ready);
            return Slept::No;
        }
        thread::wake_sysmon(sched);
        thread::acquirep(mp, pp);
        let gp = ready.pop();
        if gp.is_null() {
            (*mp).spinning = true;
            sched.idlers.start_spinning();
        } else {
            park::runqputall(mp, &mut ready);
        }
        Slept::GotP(gp)
    }
}

/// Wakes the thread that watches: there is an earlier timer, a poller, or the instance ends.
pub(crate) fn wake_sleeper(sched: &Sched) {
    if sched.sleeper.load(Ordering::SeqCst).is_null() {
        return;
    }
    let mp = sched.sleeper.swap(null_mut(), Ordering::SeqCst);
    if !mp.is_null() {
        // SAFETY: the M waits for this signal once it has been taken out.
        unsafe { (*mp).park.wakeup() };
        sched.netpoll.wake();
    }
}

/// Wakes the sleeper, or a thread, when a timer due at `when` comes before all that anybody waits for.
pub fn wake_for_timer(sched: &Sched, when: Nanos) {
    let until = sched.sleep_until.load(Ordering::SeqCst);
    if until == 0 || when < until {
        wake_sleeper(sched);
    }
}
