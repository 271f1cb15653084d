//! When events happen: ticks of the processor's clock, which become nanoseconds at the end.

use std::time::Duration;

/// The processor's clock.
#[inline]
pub(super) fn ticks() -> u64 {
    #[cfg(target_arch = "x86_64")]
    // SAFETY: every x86-64 has it.
    unsafe {
        core::arch::x86_64::_rdtsc()
    }
    #[cfg(not(target_arch = "x86_64"))]
    {
        std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(0, |d| d.as_nanos() as u64)
    }
}

/// When a trace began, on both clocks.
#[derive(Clone, Copy)]
pub(super) struct Origin {
    ticks: u64,
    instant: std::time::Instant,
}

impl Origin {
    pub(super) fn now() -> Origin {
        Origin { ticks: ticks(), instant: std::time::Instant::now() }
    }
}

/// How ticks become nanoseconds: measured against the system's clock while the trace runs.
pub(super) struct Scale {
    origin: Origin,
    per_tick: f64,
}

impl Scale {
    /// Shortest time that gives a good estimate.
    const MEASURE: Duration = Duration::from_millis(20);

    /// Measured from the beginning up to now, or a little longer.
    pub(super) fn new(origin: Origin) -> Scale {
        std::thread::sleep(Scale::MEASURE.saturating_sub(origin.instant.elapsed()));
        let per_tick = origin.instant.elapsed().as_nanos() as f64 / ticks().saturating_sub(origin.ticks).max(1) as f64;
        Scale { origin, per_tick }
    }

    /// Nanoseconds since the trace began; 0 for what was before.
    pub(super) fn nanos(&self, at: u64) -> u64 {
        (at.saturating_sub(self.origin.ticks) as f64 * self.per_tick) as u64
    }
}
