//! The one place from which the lock-free parts take atomics and futexes: std's and the kernel's. Models compile those parts with a module of their own in
//! its stead.

pub use core::hint::spin_loop;
pub use core::sync::atomic;

use atomic::AtomicU32;

/// A full fence between a store and the loads behind it: `fence(SeqCst)`.
#[cfg(not(target_arch = "x86_64"))]
pub fn full_fence() {
    atomic::fence(atomic::Ordering::SeqCst);
}

/// A full fence between a store and the loads behind it. A locked instruction is one, and waits for less than the `mfence` that `fence(SeqCst)` becomes.
#[cfg(target_arch = "x86_64")]
#[inline]
pub fn full_fence() {
    // SAFETY: changes no memory but the flags; to the compiler it may change all.
    unsafe { core::arch::asm!("lock or dword ptr [rsp], 0", options(nostack)) };
}

/// The calling thread holds the only P of its instance: no other thread touches what only holders of a P touch.
#[inline]
pub fn alone() -> bool {
    // SAFETY: callers are Ms; an instance outlives them.
    unsafe { (*(*crate::m::getm()).sched).alone.load(atomic::Ordering::Relaxed) != 0 }
}

/// Steps of protocols that a model can leave out, to show that they are needed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Step {
    /// A waiter of a select is taken only by who wins its `select_done`.
    SelectDone,
    /// Who is about to wait for a permit looks for one again once it can be seen to wait.
    SemaSecondLook,
    /// A receiver looks at a timer's channel again once the timer is in its heap.
    TimerSecondLook,
    /// Who enters a system call looks for a stop of the world once its P can be taken.
    SyscallLook,
    /// A parking goroutine gives up the lock of what it waits for only when it no longer runs.
    ParkBeforeUnlock,
    /// A thief has the items of a ring only when it has moved the ring's head.
    StealClaim,
    /// The owner takes from the ring by the same exchange as thieves.
    PopClaim,
    /// Who takes `next` leaves nothing there.
    NextSwap,
    /// What was done before a wake-up is seen behind the sleep.
    NoteOrder,
    /// What was done under a lock is seen by the next to hold it.
    LockOrder,
    /// Who announces that it will wait looks for reasons not to only behind a fence.
    AnnounceFence,
    /// Who has said why waiting is useless looks for the waiter only behind a fence.
    TakeFence,
    /// A waiter stands in the word only if nothing has happened since its announcement.
    CommitClaim,
    /// Who takes the waiter, or leaves an event, does it in the state of the word that it has looked at.
    TakeClaim,
    /// What was done before an event is seen by who finds it.
    EventOrder,
}

/// A model has left `step` out: never in a program.
#[inline(always)]
pub const fn left_out(_step: Step) -> bool {
    false
}

/// The order of a store that hands something over: none when a model has left `step` out.
#[inline(always)]
pub fn handing_over(step: Step) -> atomic::Ordering {
    if left_out(step) { atomic::Ordering::Relaxed } else { atomic::Ordering::Release }
}

/// A constant that models shrink: they try every order of so many steps.
pub const fn shrunken(program: usize, _model: usize) -> usize {
    program
}

/// Lets the holder of a lock run: round by round more patiently.
pub fn back_off(round: u32) {
    const YIELDS: u32 = 20;
    if round < YIELDS {
        std::thread::yield_now();
    } else {
        std::thread::sleep(core::time::Duration::from_micros(10 << (round - YIELDS).min(7)));
    }
}

/// Sleeps while `*word == expected`, at most `timeout` nanoseconds when that is not negative. May wake spuriously.
pub fn futex_wait(word: &AtomicU32, expected: u32, timeout: i64) {
    let ts = libc::timespec { tv_sec: timeout / 1_000_000_000, tv_nsec: timeout % 1_000_000_000 };
    let ts: *const libc::timespec = if timeout < 0 { core::ptr::null() } else { &ts };
    // SAFETY: `word` and `ts` outlive the call; every error means "look again", which callers do.
    unsafe { libc::syscall(libc::SYS_futex, word.as_ptr(), libc::FUTEX_WAIT | libc::FUTEX_PRIVATE_FLAG, expected, ts) };
}

/// Wakes up to `n` sleepers of `word`.
pub fn futex_wake(word: &AtomicU32, n: i32) {
    // SAFETY: the kernel only uses the address as a key.
    unsafe { libc::syscall(libc::SYS_futex, word.as_ptr(), libc::FUTEX_WAKE | libc::FUTEX_PRIVATE_FLAG, n) };
}
