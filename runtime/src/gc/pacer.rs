//! When to collect: after as many allocated bytes as Go's rule allows over the live heap, never beyond the memory limit by choice.

use std::sync::atomic::{AtomicBool, AtomicI32, AtomicI64, AtomicU32, AtomicUsize, Ordering::Relaxed};

/// Smallest heap goal at GOGC=100.
const MIN_GOAL: usize = 4 << 20;
/// Near the memory limit, a cycle is worth it only after that share of the live heap was allocated again: the program crawls, but moves.
const LIMIT_SHARE: usize = 16;
/// A heap that nobody has collected for so many nanoseconds is, at the next refill (Go's `forcegcperiod`).
const FORCE_PERIOD: i64 = 120_000_000_000;
/// And at least so many bytes.
const LIMIT_MIN: usize = 256 << 10;

/// The pacer of a heap.
#[derive(Debug)]
pub struct Pacer {
    /// Bytes allocated since the last cycle, as far as Ps have told.
    allocated: AtomicUsize,
    /// Bytes that may be allocated before the next cycle.
    budget: AtomicUsize,
    /// Live bytes after the last cycle.
    live: AtomicUsize,
    /// `live` + `budget`.
    goal: AtomicUsize,
    /// GOGC; negative: off.
    percent: AtomicI32,
    /// GOMEMLIMIT in bytes.
    limit: AtomicUsize,
    /// Collect every so many refills (`gcstress`); 0: off.
    stress: AtomicU32,
    refills: AtomicU32,
    /// When the last cycle ended, of the monotonic clock; 0 before the first.
    last: AtomicI64,
    /// No collection yet: start-up, or the instance has no roots.
    disabled: AtomicBool,
}

impl Default for Pacer {
    fn default() -> Pacer {
        Pacer {
            allocated: AtomicUsize::new(0),
            budget: AtomicUsize::new(MIN_GOAL),
            live: AtomicUsize::new(0),
            goal: AtomicUsize::new(MIN_GOAL),
            percent: AtomicI32::new(100),
            limit: AtomicUsize::new(usize::MAX),
            stress: AtomicU32::new(0),
            refills: AtomicU32::new(0),
            last: AtomicI64::new(0),
            disabled: AtomicBool::new(false),
        }
    }
}

impl Pacer {
    /// Bytes were allocated.
    #[inline]
    pub fn charge(&self, bytes: usize) {
        self.allocated.fetch_add(bytes, Relaxed);
    }

    /// A cycle is due.
    #[inline]
    pub fn due(&self) -> bool {
        (self.allocated.load(Relaxed) >= self.budget.load(Relaxed) || self.stress_due()) && !self.disabled.load(Relaxed)
    }

    fn stress_due(&self) -> bool {
        let every = self.stress.load(Relaxed);
        every != 0 && self.refills.fetch_add(1, Relaxed) % every == every - 1
    }

    /// `gcstress` is on: holes are cut to one object, so that refills come often.
    #[inline]
    pub fn stress(&self) -> bool {
        self.stress.load(Relaxed) != 0
    }

    /// Collect every `every` refills; 0 stops that.
    pub fn set_stress(&self, every: u32) {
        self.stress.store(every, Relaxed);
    }

    /// Allows or forbids collections that allocation starts.
    pub fn set_enabled(&self, on: bool) {
        self.disabled.store(!on, Relaxed);
    }

    /// A cycle has found `live` bytes; `roots` were scanned beside the heap and `other` is the memory of the instance outside it.
    pub fn cycle_done(&self, live: usize, roots: usize, other: usize) {
        self.allocated.store(0, Relaxed);
        self.live.store(live, Relaxed);
        self.set_goal(roots, other);
    }

    /// A cycle ended at `now`.
    pub fn ended(&self, now: i64) {
        self.last.store(now, Relaxed);
    }

    /// Makes a cycle due when the last one is long ago; from sysmon.
    pub fn force_if_old(&self, now: i64) {
        let last = self.last.load(Relaxed);
        if last == 0 {
            self.last.store(now, Relaxed);
        } else if now - last >= FORCE_PERIOD && self.percent.load(Relaxed) >= 0 {
            self.last.store(now, Relaxed);
            self.budget.store(0, Relaxed);
        }
    }

    fn set_goal(&self, roots: usize, other: usize) {
        let live = self.live.load(Relaxed);
        let budget = match usize::try_from(self.percent.load(Relaxed)) {
            Ok(percent) => {
                let least = (MIN_GOAL as u128 * percent as u128 / 100) as usize;
                let grow = ((live as u128 + roots as u128) * percent as u128 / 100) as usize;
                grow.max(least.saturating_sub(live))
            }
            Err(_) => usize::MAX - live,
        };
        let room = self.limit.load(Relaxed).saturating_sub(other.saturating_add(live)).max(live / LIMIT_SHARE + LIMIT_MIN);
        let budget = budget.min(room);
        self.budget.store(budget, Relaxed);
        self.goal.store(live.saturating_add(budget), Relaxed);
    }

    /// Sets GOGC and answers the old value (`debug.SetGCPercent`).
    pub fn set_percent(&self, percent: i32) -> i32 {
        let old = self.percent.swap(percent.max(-1), Relaxed);
        self.set_goal(0, 0);
        old
    }

    /// Sets the memory limit in bytes and answers the old one (`debug.SetMemoryLimit`).
    pub fn set_limit(&self, limit: usize) -> usize {
        let old = self.limit.swap(limit, Relaxed);
        self.set_goal(0, 0);
        old
    }

    /// The memory limit in bytes.
    pub fn limit(&self) -> usize {
        self.limit.load(Relaxed)
    }

    /// Heap size at which the next cycle starts.
    pub fn goal(&self) -> usize {
        self.goal.load(Relaxed)
    }

    /// Live bytes after the last cycle.
    pub fn live(&self) -> usize {
        self.live.load(Relaxed)
    }

    /// Bytes allocated since, as far as Ps have told.
    pub fn allocated(&self) -> usize {
        self.allocated.load(Relaxed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn goal_follows_gogc() {
        let p = Pacer::default();
        p.cycle_done(1 << 20, 0, 0);
        assert_eq!(p.goal(), MIN_GOAL);
        p.cycle_done(100 << 20, 20 << 20, 0);
        assert_eq!(p.goal(), 220 << 20);
        assert_eq!(p.set_percent(50), 100);
        assert_eq!(p.goal(), 150 << 20);
        p.set_percent(-1);
        p.charge(1 << 40);
        assert!(!p.due());
    }

    #[test]
    fn an_old_heap_is_collected() {
        let p = Pacer::default();
        p.force_if_old(1);
        p.force_if_old(FORCE_PERIOD);
        assert!(!p.due());
        p.force_if_old(FORCE_PERIOD + 1);
        assert!(p.due());
        p.cycle_done(0, 0, 0);
        p.ended(FORCE_PERIOD + 2);
        p.force_if_old(FORCE_PERIOD + 3);
        assert!(!p.due());
    }

    #[test]
    fn limit_caps_the_goal() {
        let p = Pacer::default();
        p.set_limit(150 << 20);
        p.cycle_done(100 << 20, 0, 10 << 20);
        assert_eq!(p.goal(), 140 << 20);
        p.cycle_done(149 << 20, 0, 10 << 20);
        assert!(p.goal() > 149 << 20, "room to move");
    }
}
