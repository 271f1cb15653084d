//! Memory that goes back to the kernel because nobody has used it for a while: the compiler's, the heap's, and stacks.

use std::sync::atomic::Ordering;

use super::newproc;
use super::sysmon::SLEEP_MAX;
use crate::clock::Nanos;
use crate::gc::{self, worker};
use crate::sched::Sched;

/// Stacks that nobody has needed for so long are let go.
const STACKS_UNUSED: Nanos = 100_000_000;

/// Lets go what nobody has used for a while. Gives the nanoseconds until there may be more. From sysmon.
///
/// # Safety
/// The thread is an M.
pub(super) unsafe fn unused(sched: &Sched, now: Nanos) -> Nanos {
    let rest = sched.compiler.tell_rest(now);
    let (forgot, again) = sched.heap.pacer.forget(now);
    if forgot {
        // SAFETY: the caller's promise.
        unsafe { worker::wake_scavenger(sched) };
    }
    [rest, again, stacks(sched, now)].into_iter().filter(|&left| left != 0).min().unwrap_or(SLEEP_MAX)
}

/// Stacks of goroutines that have exited and segments that have been left; gives the nanoseconds until the next look, 0 when there is nothing to look at.
fn stacks(sched: &Sched, now: Nanos) -> Nanos {
    let left = sched.stacks_looked.load(Ordering::Relaxed) + STACKS_UNUSED - now;
    if left > 0 {
        return left;
    }
    sched.stacks_looked.store(now, Ordering::Relaxed);
    if release_stacks(sched, false) { STACKS_UNUSED } else { 0 }
}

fn release_stacks(sched: &Sched, all: bool) -> bool {
    newproc::gfrelease(sched, all) | sched.stackpool.release(all)
}

/// Lets everything go that is not in use; for `debug.FreeOSMemory`, after a cycle.
///
/// # Safety
/// On an M with a P.
pub unsafe fn free_os_memory() {
    // SAFETY: the caller's; the instance lives as long as its Ms.
    unsafe {
        gc::release_free();
        release_stacks(&*(*crate::m::getm()).sched, true);
    }
}
