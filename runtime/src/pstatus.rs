//! Who may use a P, as one word.
//!
//! A thread that enters a system call leaves its P where others can take it: sysmon to hand it on, whoever stops the world, or the thread itself when it
//! comes back. Each takes it by the same exchange, so one of them gets it. A stopper says that it stops and then takes the Ps in system calls; a thread
//! gives its P up and then looks whether somebody stops: one of the two sees the other.

use super::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use super::sync::{Step, left_out};

/// Unused, in the idle list.
pub const IDLE: u32 = 0;
/// Held by an M.
pub const RUNNING: u32 = 1;
/// Its M is in a system call; sysmon or another M may take it.
pub const SYSCALL: u32 = 2;
/// Stopped for a stopped world.
pub const GCSTOP: u32 = 3;
/// Beyond GOMAXPROCS.
pub const DEAD: u32 = 4;
/// Held by an M that does what takes long and leaves goroutines and objects alone: who stops the world need not wait for it.
pub const AWAY: u32 = 5;

/// The word; its numbers are Go's.
#[derive(Debug)]
#[repr(transparent)]
pub struct PStatus(AtomicU32);

impl PStatus {
    /// A P in this state.
    pub fn new(status: u32) -> PStatus {
        PStatus(AtomicU32::new(status))
    }

    /// The state; a moment old for all but who holds the P.
    #[inline]
    pub fn load(&self, order: Ordering) -> u32 {
        self.0.load(order)
    }

    /// Who owns the P says what it is from here on.
    #[inline]
    pub fn store(&self, status: u32, order: Ordering) {
        self.0.store(status, order);
    }

    /// The holder enters a system call; true when a stop of the world is under way that may have missed this P: the caller takes it for the stop, if it
    /// is still to be had.
    #[inline]
    pub fn enter_syscall(&self, stopping: &AtomicBool) -> bool {
        self.0.store(SYSCALL, Ordering::SeqCst);
        !left_out(Step::SyscallLook) && stopping.load(Ordering::SeqCst)
    }

    /// The holder goes away for a while; true when a stop of the world is under way that may have missed this P, as for [`Self::enter_syscall`].
    pub fn go_away(&self, stopping: &AtomicBool) -> bool {
        self.0.store(AWAY, Ordering::SeqCst);
        stopping.load(Ordering::SeqCst)
    }

    /// The holder is back; false when the world was stopped meanwhile.
    pub fn come_back(&self) -> bool {
        self.0.compare_exchange(AWAY, RUNNING, Ordering::AcqRel, Ordering::Relaxed).is_ok()
    }

    /// Takes a P whose holder is away for a stop of the world.
    pub fn stop_away(&self) -> bool {
        self.0.compare_exchange(AWAY, GCSTOP, Ordering::AcqRel, Ordering::Relaxed).is_ok()
    }

    /// Takes a P that is in a system call, which makes the caller its owner; false when somebody else was faster.
    #[inline]
    pub fn take_from_syscall(&self, next: u32) -> bool {
        self.0.compare_exchange(SYSCALL, next, Ordering::AcqRel, Ordering::Relaxed).is_ok()
    }
}
