//! What the cycles so far have seen: for `MemStats`, `debug.GCStats` and `gctrace`.

/// How many pauses `MemStats` keeps.
pub const PAUSES: usize = 256;

/// Figures of the cycles that have ended.
#[derive(Clone, Debug)]
pub struct GcStats {
    /// Cycles.
    pub num_gc: u32,
    /// Of these, asked for by `runtime.GC`.
    pub num_forced: u32,
    /// Nanoseconds the world stood still, in all.
    pub pause_total_ns: u64,
    /// The last [`PAUSES`] of them, the latest at `(num_gc + PAUSES - 1) % PAUSES`.
    pub pause_ns: [u64; PAUSES],
    /// When they ended, nanoseconds since 1970.
    pub pause_end: [u64; PAUSES],
    /// Objects freed by all cycles.
    pub frees: u64,
    /// Bytes allocated from the start to the last cycle.
    pub total_then: u64,
    /// Processor time of the collector, nanoseconds.
    pub cpu_ns: u64,
}

impl Default for GcStats {
    fn default() -> GcStats {
        GcStats {
            num_gc: 0,
            num_forced: 0,
            pause_total_ns: 0,
            pause_ns: [0; PAUSES],
            pause_end: [0; PAUSES],
            frees: 0,
            total_then: 0,
            cpu_ns: 0,
        }
    }
}

impl GcStats {
    /// When the last cycle ended, nanoseconds since 1970; 0 before the first.
    pub fn last_end(&self) -> u64 {
        self.pause_end[(self.num_gc as usize + PAUSES - 1) % PAUSES]
    }

    /// Notes a cycle: the world stood still for `pause` in all, and the cycle ended at `end`.
    pub fn cycle(&mut self, pause: u64, end: u64) {
        let at = self.num_gc as usize % PAUSES;
        (self.pause_ns[at], self.pause_end[at]) = (pause, end);
        self.pause_total_ns += pause;
        self.num_gc += 1;
    }
}
