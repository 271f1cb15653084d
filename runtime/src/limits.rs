//! What the program may set by way of `runtime/debug`: limits of stacks and threads, how much of a crash is shown, and where else.
//!
//! Invariant: a crash never shows less than `GOTRACEBACK` asked for when the program began.

use std::sync::atomic::{AtomicI32, AtomicU8, AtomicUsize, Ordering};

use crate::stack::MAX_STACK;
use crate::traceback::Level;

/// Go's limit of threads.
const MAX_THREADS: usize = 10_000;

/// The settings of an instance.
#[derive(Debug)]
pub struct Limits {
    stack: AtomicUsize,
    threads: AtomicUsize,
    /// [`Level::bits`]
    traceback: AtomicU8,
    /// Descriptor; -1: none.
    crash: AtomicI32,
}

impl Limits {
    /// Go's limits, and tracebacks of that level.
    pub fn new(traceback: Level) -> Limits {
        let (stack, threads) = (AtomicUsize::new(MAX_STACK), AtomicUsize::new(MAX_THREADS));
        Limits { stack, threads, traceback: AtomicU8::new(traceback.bits()), crash: AtomicI32::new(-1) }
    }

    /// Bytes that the stack of a goroutine may have.
    pub fn stack(&self) -> usize {
        self.stack.load(Ordering::Relaxed)
    }

    /// `debug.SetMaxStack`: gives the old limit. Segments that are in use already keep theirs.
    pub fn set_stack(&self, bytes: usize) -> usize {
        self.stack.swap(bytes, Ordering::Relaxed)
    }

    /// How many threads there may be.
    pub fn threads(&self) -> usize {
        self.threads.load(Ordering::Relaxed)
    }

    /// `debug.SetMaxThreads`: gives the old limit.
    pub fn set_threads(&self, threads: usize) -> usize {
        self.threads.swap(threads, Ordering::Relaxed)
    }

    /// What a crash shows.
    pub fn traceback(&self) -> Level {
        Level::from_bits(self.traceback.load(Ordering::Relaxed))
    }

    /// `debug.SetTraceback`: `level`, but at least `least`.
    pub fn set_traceback(&self, level: Level, least: Level) {
        let level = Level { level: level.level.max(least.level), all: level.all || least.all, crash: level.crash || least.crash };
        self.traceback.store(level.bits(), Ordering::Relaxed);
    }

    /// Where a crash is written beside stderr, if anywhere.
    pub fn crash_fd(&self) -> Option<i32> {
        Some(self.crash.load(Ordering::Relaxed)).filter(|&fd| fd >= 0)
    }

    /// `debug.SetCrashOutput`: gives the old descriptor; -1 stands for none.
    pub fn set_crash_fd(&self, fd: i32) -> i32 {
        self.crash.swap(fd, Ordering::Relaxed)
    }
}
