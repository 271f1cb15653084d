//! When to collect, and how much allocating goroutines must help.
//!
//! The goal is Go's rule: the live heap plus GOGC percent of it and of the roots, never beyond the memory limit by choice. Marking is to end when the heap
//! reaches it, so it begins earlier: by what was allocated during the last marking and a margin. While marking, work is due in proportion to
//! what was allocated since its start; what the workers have not done of that is the debt of those who allocate.

use std::sync::atomic::{AtomicBool, AtomicI32, AtomicI64, AtomicU32, AtomicUsize, Ordering::Relaxed};

/// Smallest heap goal at GOGC=100.
const MIN_GOAL: usize = 4 << 20;
/// Near the memory limit, a cycle is worth it only after that share of the live heap was allocated again: the program crawls, but moves.
const LIMIT_SHARE: usize = 16;
/// That share of the largest heap of late is forgotten in so many nanoseconds.
const LATELY_SHARE: usize = 8;
const LATELY_PERIOD: i64 = 100_000_000;
/// A heap that nobody has collected for so many nanoseconds is, at the next refill (Go's `forcegcperiod`).
const FORCE_PERIOD: i64 = 120_000_000_000;
/// Marking begins when at most that share of the budget is left, in percent, and at least the other: what Go allows.
const RUNWAY_MAX: usize = 30;
const RUNWAY_MIN: usize = 5;
/// A share of that, in percent, over what was allocated during the last marking.
const RUNWAY_MARGIN: usize = 150;
/// Most work that one allocation is charged with, bytes: about a quarter of a millisecond; for a large one, a share of it.
const ASSIST_MAX: usize = 256 << 10;
const ASSIST_SHARE: usize = 4;
/// And at least so many bytes.
const LIMIT_MIN: usize = 256 << 10;

/// The pacer of a heap.
#[derive(Debug)]
pub struct Pacer {
    /// Bytes allocated since the last cycle, as far as Ps have told.
    allocated: AtomicUsize,
    /// Bytes that may be allocated before the next cycle has ended.
    budget: AtomicUsize,
    /// Bytes after which the next cycle begins.
    trigger: AtomicUsize,
    /// Bytes allocated when marking began, and during the last marking.
    began: AtomicUsize,
    during: AtomicUsize,
    /// Work that the cycle under way is thought to need.
    expected: AtomicUsize,
    /// Work of the last cycle.
    work: AtomicUsize,
    /// Live bytes after the last cycle.
    live: AtomicUsize,
    /// Bytes of the roots, and of the instance's memory outside the heap, at the end of the last cycle.
    roots: AtomicUsize,
    other: AtomicUsize,
    /// `live` + `budget`.
    goal: AtomicUsize,
    /// What the heap was at most of late, bytes of its spans; it comes down to the goal by and by.
    lately: AtomicUsize,
    /// When it came down last.
    forgot: AtomicI64,
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
            trigger: AtomicUsize::new(MIN_GOAL - MIN_GOAL * RUNWAY_MIN / 100),
            began: AtomicUsize::new(0),
            during: AtomicUsize::new(0),
            expected: AtomicUsize::new(0),
            work: AtomicUsize::new(0),
            live: AtomicUsize::new(0),
            roots: AtomicUsize::new(0),
            other: AtomicUsize::new(0),
            goal: AtomicUsize::new(MIN_GOAL),
            lately: AtomicUsize::new(MIN_GOAL),
            forgot: AtomicI64::new(0),
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

    /// A cycle is due before another `bytes` are allocated.
    #[inline]
    pub fn due(&self, bytes: usize) -> bool {
        (self.allocated.load(Relaxed).saturating_add(bytes) >= self.trigger.load(Relaxed) || self.stress_due())
            && !self.disabled.load(Relaxed)
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

    /// Marking begins.
    pub fn cycle_began(&self) {
        let allocated = self.allocated.load(Relaxed);
        self.began.store(allocated, Relaxed);
        // Before the first cycle everything may be live.
        let work = self.work.load(Relaxed);
        self.expected.store(if work == 0 { allocated } else { work }, Relaxed);
    }

    /// Work that is overdue when `done` has been done, and that falls to an allocation of `bytes`.
    pub fn assist_work(&self, done: usize, bytes: usize) -> usize {
        let (began, mut expected) = (self.began.load(Relaxed), self.expected.load(Relaxed));
        if done >= expected {
            // More lives than did last time: perhaps everything.
            expected = (self.live() + began) / 2 * 3;
        }
        let runway = self.budget.load(Relaxed).saturating_sub(began).max(LIMIT_MIN);
        let since = self.allocated.load(Relaxed).saturating_sub(began);
        let per_byte = |bytes: usize| (expected as u128 * bytes as u128 / runway as u128).min(usize::MAX as u128) as usize;
        // Beyond the goal, marking can only be over too late.
        let debt = if since < runway { per_byte(since).saturating_sub(done) } else { usize::MAX };
        // Twice its share, so that a debt is paid off and does not grow.
        debt.min(per_byte(bytes).saturating_mul(2)).min(ASSIST_MAX.max(bytes / ASSIST_SHARE))
    }

    /// A cycle has found `live` bytes with so much `work`; `roots` were scanned beside the heap and `other` is the memory of the instance outside it.
    pub fn cycle_done(&self, live: usize, work: usize, roots: usize, other: usize) {
        let during = self.allocated.swap(0, Relaxed).saturating_sub(self.began.load(Relaxed));
        self.during.store(during, Relaxed);
        self.work.store(work, Relaxed);
        self.live.store(live, Relaxed);
        self.roots.store(roots, Relaxed);
        self.other.store(other, Relaxed);
        self.set_goal();
        self.lately.fetch_max(self.settled().max(live.saturating_add(other)), Relaxed);
    }

    /// What a heap that goes on like this will need.
    fn settled(&self) -> usize {
        match self.goal() {
            usize::MAX => self.live(),
            goal => goal,
        }
    }

    /// Time passes: forgets part of the largest heap of late. Gives whether memory may go back to the kernel for that, and the nanoseconds until more of it
    /// can be forgotten, 0 for never. From sysmon.
    pub fn forget(&self, now: i64) -> (bool, i64) {
        let (settled, lately) = (self.settled(), self.lately());
        if lately <= settled {
            return (false, 0);
        }
        let left = self.forgot.load(Relaxed) + LATELY_PERIOD - now;
        if left > 0 {
            return (false, left);
        }
        self.forgot.store(now, Relaxed);
        // A cycle that ends meanwhile has the last word.
        let less = settled.max(lately - lately / LATELY_SHARE);
        let _ = self.lately.compare_exchange(lately, less, Relaxed, Relaxed);
        (true, if less > settled { LATELY_PERIOD } else { 0 })
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
            self.trigger.store(0, Relaxed);
        }
    }

    fn set_goal(&self) {
        let [live, roots, other] = [&self.live, &self.roots, &self.other].map(|bytes| bytes.load(Relaxed));
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
        let share = |percent: usize| (budget as u128 * percent as u128 / 100) as usize;
        let runway = (self.during.load(Relaxed) / 100).saturating_mul(RUNWAY_MARGIN).clamp(share(RUNWAY_MIN), share(RUNWAY_MAX));
        self.trigger.store(budget - runway, Relaxed);
        self.goal.store(live.saturating_add(budget), Relaxed);
    }

    /// Sets GOGC and answers the old value (`debug.SetGCPercent`).
    pub fn set_percent(&self, percent: i32) -> i32 {
        let old = self.percent.swap(percent.max(-1), Relaxed);
        self.set_goal();
        old
    }

    /// Sets the memory limit in bytes and answers the old one (`debug.SetMemoryLimit`).
    pub fn set_limit(&self, limit: usize) -> usize {
        let old = self.limit.swap(limit, Relaxed);
        self.set_goal();
        old
    }

    /// The memory limit in bytes.
    pub fn limit(&self) -> usize {
        self.limit.load(Relaxed)
    }

    /// Heap size at which the next cycle is to end.
    pub fn goal(&self) -> usize {
        self.goal.load(Relaxed)
    }

    /// What the heap grows to every now and then, bytes of spans: memory up to there is about to be used again.
    pub fn lately(&self) -> usize {
        self.lately.load(Relaxed)
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
        p.cycle_done(1 << 20, 0, 0, 0);
        assert_eq!(p.goal(), MIN_GOAL);
        p.cycle_done(100 << 20, 0, 20 << 20, 0);
        assert_eq!(p.goal(), 220 << 20);
        p.cycle_done(50 << 20, 0, 0, 0);
        assert_eq!((p.goal(), p.lately()), (100 << 20, 220 << 20));
        let later = LATELY_PERIOD + 1;
        assert_eq!(p.forget(later), (true, LATELY_PERIOD), "a smaller heap is believed in slowly");
        assert_eq!(p.lately(), (220 << 20) / 8 * 7);
        assert_eq!(p.forget(later + 1), (false, LATELY_PERIOD - 1));
        let steps = (1..100).take_while(|i| p.forget(later + i * LATELY_PERIOD).0).count();
        assert_eq!((p.lately(), p.forget(i64::MAX - LATELY_PERIOD)), (100 << 20, (false, 0)), "{steps} steps");
        p.cycle_done(100 << 20, 0, 0, 0);
        assert_eq!(p.set_percent(50), 100);
        assert_eq!(p.goal(), 150 << 20);
        p.set_percent(-1);
        p.charge(1 << 40);
        assert!(!p.due(0));
    }

    #[test]
    fn an_old_heap_is_collected() {
        let p = Pacer::default();
        p.force_if_old(1);
        p.force_if_old(FORCE_PERIOD);
        assert!(!p.due(0));
        p.force_if_old(FORCE_PERIOD + 1);
        assert!(p.due(0));
        p.cycle_done(0, 0, 0, 0);
        p.ended(FORCE_PERIOD + 2);
        p.force_if_old(FORCE_PERIOD + 3);
        assert!(!p.due(0));
    }

    #[test]
    fn marking_begins_before_the_goal_and_debts_grow_towards_it() {
        let p = Pacer::default();
        p.cycle_done(100 << 20, 50 << 20, 0, 0);
        p.charge(94 << 20);
        assert!(!p.due(0));
        assert!(p.due(1 << 20), "a large object counts before it is there");
        p.charge(1 << 20);
        assert!(p.due(0));
        p.cycle_began();
        assert_eq!(p.assist_work(0, 8 << 10), 0, "nothing was allocated since");
        p.charge(1 << 20);
        let due = p.assist_work(0, 8 << 10);
        assert!(due > 80 << 10 && due <= 160 << 10, "{due}: 50 MB of work for 5 MB of allocation");
        assert_eq!(p.assist_work(11 << 20, 8 << 10), 0, "the workers are ahead");
        assert_eq!(p.assist_work(0, 64 << 10), ASSIST_MAX);
        assert_eq!(p.assist_work(0, 8 << 20), 2 << 20, "a large object has more time");
        assert_eq!(p.assist_work(60 << 20, 8 << 10), 0, "a fifth of the runway is used");
        p.charge(3 << 20);
        assert!(p.assist_work(60 << 20, 8 << 10) > 0, "more lives than was thought");
        p.charge(16 << 20);
        assert_eq!(p.assist_work(500 << 20, 64 << 10), ASSIST_MAX, "the goal is passed");
        p.cycle_done(100 << 20, 50 << 20, 0, 0);
        assert!(p.trigger.load(Relaxed) < 75 << 20, "marking took long: begin earlier");
    }

    #[test]
    fn limit_caps_the_goal() {
        let p = Pacer::default();
        p.set_limit(150 << 20);
        p.cycle_done(100 << 20, 0, 0, 10 << 20);
        assert_eq!(p.goal(), 140 << 20);
        p.cycle_done(149 << 20, 0, 0, 10 << 20);
        assert!(p.goal() > 149 << 20, "room to move");
    }
}
