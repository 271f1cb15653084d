//! The one place from which the lock-free parts take atomics and futexes: std and the kernel, or loom's models under `--cfg loom`.

#[cfg(not(loom))]
pub use core::hint::spin_loop;
#[cfg(not(loom))]
pub use core::sync::atomic;

#[cfg(loom)]
pub use loom::sync::atomic;
#[cfg(loom)]
pub use loom::thread::yield_now as spin_loop;

use atomic::AtomicU32;

/// Lets the holder of a lock run: round by round more patiently.
#[cfg(not(loom))]
pub fn back_off(round: u32) {
    const YIELDS: u32 = 20;
    if round < YIELDS {
        std::thread::yield_now();
    } else {
        std::thread::sleep(core::time::Duration::from_micros(10 << (round - YIELDS).min(7)));
    }
}

/// The model: any other thread may run.
#[cfg(loom)]
pub fn back_off(_round: u32) {
    loom::thread::yield_now();
}

/// Sleeps while `*word == expected`, at most `timeout` nanoseconds when that is not negative. May wake spuriously.
#[cfg(not(loom))]
pub fn futex_wait(word: &AtomicU32, expected: u32, timeout: i64) {
    let ts = libc::timespec { tv_sec: timeout / 1_000_000_000, tv_nsec: timeout % 1_000_000_000 };
    let ts: *const libc::timespec = if timeout < 0 { core::ptr::null() } else { &ts };
    // SAFETY: `word` and `ts` outlive the call; every error means "look again", which callers do.
    unsafe { libc::syscall(libc::SYS_futex, word.as_ptr(), libc::FUTEX_WAIT | libc::FUTEX_PRIVATE_FLAG, expected, ts) };
}

/// Wakes up to `n` sleepers of `word`.
#[cfg(not(loom))]
pub fn futex_wake(word: &AtomicU32, n: i32) {
    // SAFETY: the kernel only uses the address as a key.
    unsafe { libc::syscall(libc::SYS_futex, word.as_ptr(), libc::FUTEX_WAKE | libc::FUTEX_PRIVATE_FLAG, n) };
}

/// The model of the wait: a sleeper looks again whenever another thread has run.
#[cfg(loom)]
pub fn futex_wait(word: &AtomicU32, expected: u32, _timeout: i64) {
    if word.load(atomic::Ordering::Acquire) == expected {
        loom::thread::yield_now();
    }
}

/// The model of the wake: nothing to do, sleepers poll.
#[cfg(loom)]
pub fn futex_wake(_word: &AtomicU32, _n: i32) {}
