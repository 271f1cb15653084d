//! Timers that their own P is late with: the kernel lets its thread wait, for there are more threads than processors, often until the next tick.
//!
//! While the collector marks no P is idle, so nobody sleeps for timers; but the others come by here at least once in [`worker::TURN`], and run what is due.
//!
//! [`worker::TURN`]: crate::gc::worker::TURN

use crate::clock::Nanos;
use crate::p::P;
use crate::sched::Sched;
use crate::timer;

/// So much later than due, nanoseconds, a timer is anybody's: its own P is still about to run it before that.
const GRACE: Nanos = 100_000;

/// The other Ps that are late.
fn procs(sched: &Sched, pp: *mut P, now: Nanos) -> impl Iterator<Item = *mut P> + '_ {
    sched.procs().filter(move |&other| {
        // SAFETY: Ps are never freed.
        let first = unsafe { (*other).timers.next_when() };
        other != pp && first != 0 && first + GRACE <= now
    })
}

/// Whether a P other than `pp` is late. Callable from signal handlers.
pub(super) fn any(sched: &Sched, pp: *mut P, now: Nanos) -> bool {
    procs(sched, pp, now).next().is_some()
}

/// Runs what other Ps are late with; whether there was something. What it makes runnable goes to the queue of `pp`.
///
/// # Safety
/// The calling M holds `pp` and no locks.
#[cold]
pub(super) unsafe fn run(sched: &Sched, pp: *mut P, now: Nanos) -> bool {
    // SAFETY: the caller's promise.
    procs(sched, pp, now).fold(false, |ran, other| ran | unsafe { timer::check_timers(other, now) }.1)
}
