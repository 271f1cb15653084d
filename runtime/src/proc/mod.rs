//! The scheduler: it distributes runnable goroutines (G) over threads (M) that hold a processor (P).
//!
//! How a switch goes. A goroutine leaves compiled code through an asm stub (`arch`), which publishes its context and calls Rust on the thread's g0.
//! What parks gives `schedule()` as its result, and that returns the goroutine to run next; the stub resumes it. So the scheduling loop never
//! nests, g0's depth is always the same, and no goroutine is visible to others before its registers are saved.
//!
//! How threads sleep and wake (`spin`). Work goes on the submitter's own P. When another P is idle and nobody spins, the submitter may wake a thread;
//! a wake-up that turns out futile makes the next ones rarer, and sysmon catches what was left out. A thread that finds no work first
//! counts its P as idle and then looks at all queues once more; a submitter first queues and then looks for idle Ps. One of them sees the other.
//!
//! What natives and the other modules call (all on g0):
//! - Park natives get their G as sixth argument and return the G to run next; null means: go on with the caller.
//! - [`gopark`]`(gp, unlockf, lock, reason)` parks `gp`; what it gives is what the native returns. [`goready`] makes it runnable, next on this P.
//! - [`gosched`], [`goyield`], [`goexit1`]; [`stw::stop_the_world`] and [`stw::start_the_world`] around a collection.
//! - `panic::raise(code, a, b)` raises a Go panic at the call site; `throw::throw(text)` ends the program.

pub mod alarm;
pub mod coro;
pub mod deadlock;
mod globrunq;
mod goexit;
mod idle;
mod late;
pub mod letgo;
pub mod main;
mod newproc;
mod park;
mod procresize;
mod schedtrace;
mod schedule;
pub mod spin;
mod status;
mod steal;
pub mod stw;
pub mod syscall;
mod sysmon;
pub mod thread;

pub use globrunq::{Part, globrunqput, injectglist};
pub use goexit::{goexit0, goexit1};
pub use newproc::{new_system_goroutine, newproc, newproc_from, num_goroutine};
pub use park::{block, gopark, goready, gosched, goyield, lock_released};
pub(crate) use park::{clear_preempt, goschedimpl};
pub(crate) use schedule::wake_sleeper;
pub use schedule::{SOURCES, sched_enable_user, schedule, wake_for_timer};
pub use status::{casgstatus, casgstatus_any};
pub use sysmon::FORCE_PREEMPT;

use crate::g::G;
use crate::m::getm;

/// mcall on a g0: from asm.
pub(crate) extern "C" fn badmcall() -> ! {
    crate::throw::throw("runtime: mcall called on m->g0 stack")
}

/// The function of an mcall gave no goroutine to run: from asm.
pub(crate) extern "C" fn badmcall2() -> ! {
    crate::throw::throw("runtime: mcall function returned")
}

/// The target of `lazycall`: asks the engine for the code of function `number`.
///
/// # Safety
/// From asm only.
pub(crate) unsafe extern "C" fn lazy_compile(gp: *mut G, number: u32) -> usize {
    use std::sync::atomic::Ordering;
    // SAFETY: asm calls this on the g0 of an M.
    let sched = unsafe { &*(*getm()).sched };
    // SAFETY: asm calls this on g0 and has published the goroutine's context; compiling touches neither goroutines nor objects.
    let addr = unsafe { stw::away(|| sched.compiler.compile(number, || sched.clock.nanotime())) };
    // Compiling is not the goroutine's own work: it begins its time slice again. Who stops the world asks again.
    // SAFETY: the M holds a P and runs gp.
    unsafe {
        let pp = (*getm()).p;
        let tick = (*pp).schedtick.load(Ordering::Relaxed);
        (*pp).schedtick.store(tick.wrapping_add(1), Ordering::Relaxed);
        if !sched.gcwaiting.load(Ordering::Relaxed) {
            (*pp).preempt.store(false, Ordering::Relaxed);
            park::clear_preempt(gp);
        }
    }
    addr
}
