//! A thread that runs goroutines. An M is never freed while its instance lives.

use std::cell::Cell;
use std::ptr::null_mut;
use std::sync::atomic::{AtomicBool, AtomicI32, AtomicPtr, AtomicU32};

use crate::clock::Nanos;
use crate::g::G;
use crate::note::Note;
use crate::p::P;
use crate::proc::alarm::Alarm;
use crate::rand::Rand;
use crate::sched::Sched;
use crate::trace::MTrace;

/// Decides under the parking goroutine's lock whether it parks; called on g0 after its registers are saved.
pub type Unlockf = unsafe fn(gp: *mut G, lock: *mut u8) -> bool;

/// A thread.
#[repr(C)]
pub struct M {
    /// The goroutine of the thread's own stack: where Rust runs.
    pub g0: *mut G,
    /// Fixed stack pointer of g0 below which Rust calls from goroutines start.
    pub g0_sp: usize,
    /// The goroutine that runs on this M, else null.
    pub curg: *mut G,
    /// The P it holds, else null.
    pub p: *mut P,
    /// P to take up on wake-up.
    pub nextp: *mut P,
    /// P it held when it entered a system call.
    pub oldp: *mut P,
    /// The instance.
    pub sched: *mut Sched,
    /// Number in the instance; 0 is the first thread.
    pub id: i64,
    /// Kernel thread id, 0 before it runs and after it ended.
    pub tid: AtomicI32,
    /// Out of work and looking for some; counted in `Sched::idlers`.
    pub spinning: bool,
    /// Asleep until its locked goroutine can run; under the scheduler's lock.
    pub blocked: bool,
    /// Where it sleeps.
    pub park: Note,
    /// See [`Unlockf`]; set by gopark until park_m.
    pub waitunlockf: Option<Unlockf>,
    /// Argument of it.
    pub waitlock: *mut u8,
    /// Goroutine wired to this thread.
    pub lockedg: *mut G,
    /// Next in a list of idle Ms.
    pub schedlink: *mut M,
    /// Next in the list of all.
    pub alllink: *mut M,
    /// Code to run instead of scheduling: sysmon.
    pub mstartfn: Option<fn(*mut M)>,
    /// Its stream of random numbers.
    pub rand: Rand,
    /// A SIGURG is on its way.
    pub signal_pending: AtomicBool,
    /// Asynchronous preemptions that happened on it.
    pub preemptgen: AtomicU32,
    /// A fatal error is being reported by this thread: 0 no, then depth.
    pub dying: AtomicU32,
    /// Lowest live byte of its g0 stack while it waits for a stopped world inside a native; 0 otherwise.
    pub g0_scan_sp: AtomicPtr<u8>,
    /// When it was woken to look for work; 0: not counted.
    pub woken_at: Nanos,
    /// A spare save buffer for the asm of asynchronous preemption; never null while goroutines run.
    pub spare_save_buf: *mut u8,
    /// Its signal stack.
    pub gsignal: *mut u8,
    /// Rings when a timer of its P is due.
    pub alarm: Alarm,
    /// Its events of the execution trace.
    pub trace: MTrace,
    /// Locks the thread for the scheduler too: an exit of its goroutine ends the thread.
    pub exit_on_goexit: bool,
}

thread_local! {
    static CURRENT: Cell<*mut M> = const { Cell::new(null_mut()) };
}

/// The M of the calling thread, null on a foreign one.
///
/// May be cached within a Rust frame: Rust runs on g0s, which never change threads.
#[inline]
pub fn getm() -> *mut M {
    CURRENT.get()
}

/// Makes `mp` the calling thread's M.
pub fn setm(mp: *mut M) {
    CURRENT.set(mp);
}

/// The goroutine on whose behalf the calling native runs.
///
/// # Safety
/// The calling thread must be an M with a current goroutine.
#[inline]
pub unsafe fn getg() -> *mut G {
    // SAFETY: the caller's promise.
    unsafe { (*getm()).curg }
}
