//! The instance's one clock: every time the runtime sees comes from here.

use std::time::Duration;

/// Nanoseconds of the monotonic clock.
pub type Nanos = i64;

/// A source of time.
#[derive(Debug, Default)]
pub struct Clock;

impl Clock {
    /// Monotonic time in nanoseconds, never 0.
    #[inline]
    pub fn nanotime(&self) -> Nanos {
        let t = rustix::time::clock_gettime(rustix::time::ClockId::Monotonic);
        t.tv_sec * 1_000_000_000 + t.tv_nsec
    }

    /// Wall time: seconds since 1970 and nanoseconds.
    pub fn walltime(&self) -> (i64, i32) {
        let t = rustix::time::clock_gettime(rustix::time::ClockId::Realtime);
        (t.tv_sec, t.tv_nsec as i32)
    }

    /// Puts the calling thread to sleep.
    pub fn usleep(&self, micros: u64) {
        std::thread::sleep(Duration::from_micros(micros));
    }
}
