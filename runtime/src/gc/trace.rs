//! Times of a cycle, for the figures and for `GODEBUG=gctrace=1`, whose lines are Go's.

use std::ptr::null_mut;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicUsize, Ordering::Relaxed};

use crate::m::getm;
use crate::mem::heap::Heap;
use crate::sched::Sched;
use crate::trace::{self, Kind};

/// The times of the cycle under way; nanoseconds and bytes.
#[derive(Default)]
pub struct Times {
    /// Print a line for each cycle.
    pub enabled: AtomicBool,
    forced: AtomicBool,
    /// When the world was asked to stop, and when it went on.
    asked: AtomicI64,
    began: AtomicI64,
    /// When marking had ended.
    marked: AtomicI64,
    /// The world stood still: at the start, in vain, at the end.
    first_pause: AtomicI64,
    vain_pauses: AtomicI64,
    last_pause: AtomicI64,
    /// The concurrent part.
    marking: AtomicI64,
    assists: AtomicI64,
    workers: AtomicI64,
    /// The heap at the start, when marking ended, of that alive, and the goal.
    heap: [AtomicUsize; 3],
    goal: AtomicUsize,
}

/// What a cycle took.
pub struct Took {
    /// The world stood still, nanoseconds.
    pub pause_ns: u64,
    /// Processor time, nanoseconds.
    pub cpu_ns: u64,
}

impl Times {
    /// The world was asked to stop at `asked` and goes on at `now`.
    pub(super) fn started(&self, asked: i64, now: i64, forced: bool, heap: usize, goal: usize) {
        self.forced.store(forced, Relaxed);
        self.asked.store(asked, Relaxed);
        self.began.store(now, Relaxed);
        self.first_pause.store(now - asked, Relaxed);
        for counter in [&self.vain_pauses, &self.assists, &self.workers] {
            counter.store(0, Relaxed);
        }
        self.heap[0].store(heap, Relaxed);
        self.goal.store(goal, Relaxed);
    }

    /// How long marking has been going on.
    pub(super) fn since_start(&self, now: i64) -> i64 {
        now - self.began.load(Relaxed)
    }

    pub(super) fn assisted(&self, ns: i64) {
        self.assists.fetch_add(ns, Relaxed);
    }

    pub(super) fn worked(&self, ns: i64) {
        self.workers.fetch_add(ns, Relaxed);
    }

    /// The world stood still and marking had not ended.
    pub(super) fn paused(&self, ns: i64) {
        self.vain_pauses.fetch_add(ns, Relaxed);
    }

    /// Marking has ended; the world was asked to stop at `asked`.
    pub(super) fn ended(&self, asked: i64, now: i64, sched: &Sched, heap: usize, live: usize) -> Took {
        self.last_pause.store(now - asked, Relaxed);
        self.marked.store(now, Relaxed);
        self.marking.store(asked - self.began.load(Relaxed), Relaxed);
        self.heap[1].store(heap, Relaxed);
        self.heap[2].store(live, Relaxed);
        let pauses = [&self.first_pause, &self.vain_pauses, &self.last_pause].map(|p| p.load(Relaxed)).iter().sum::<i64>();
        let procs = i64::from(sched.gomaxprocs.load(Relaxed));
        let cpu = pauses * procs + self.assists.load(Relaxed) + self.workers.load(Relaxed);
        Took { pause_ns: pauses.max(0) as u64, cpu_ns: cpu.max(0) as u64 }
    }

    /// The sweep has ended.
    pub(super) fn swept(&self) {
        let mp = getm();
        if mp.is_null() {
            return; // a heap without scheduler
        }
        // SAFETY: the M is this thread's.
        unsafe {
            let sched = &*(*mp).sched;
            if sched.trace.is_on() {
                let since = sched.clock.nanotime() - self.marked.load(Relaxed);
                trace::emit(sched, Kind::GcSweep, null_mut(), since.max(0) as u64, 0);
            }
        }
    }

    /// Go's line for the cycle that has ended.
    pub(super) fn print(&self, sched: &Sched, heap: &Heap) {
        if !self.enabled.load(Relaxed) {
            return;
        }
        let (number, cpu) = {
            let stats = heap.cycle.stats.lock();
            (stats.num_gc, stats.cpu_ns)
        };
        let procs = i64::from(sched.gomaxprocs.load(Relaxed));
        let up = sched.clock.nanotime() - sched.start_time;
        let share = cpu as f64 / (up as f64 * procs as f64) * 100.0;
        let ms = |ns: i64| milliseconds(ns.max(0) as u64);
        let [first, last, marking] = [&self.first_pause, &self.last_pause, &self.marking].map(|t| t.load(Relaxed));
        let [h0, h1, h2] = [0, 1, 2].map(|i| self.heap[i].load(Relaxed) >> 20);
        let globals: usize = heap.cycle.root_ranges.lock().iter().map(|r| r.1.saturating_sub(r.0)).sum();
        sched.printf(format_args!(
            "gc {number} @{}s {}%: {}+{}+{} ms clock, {}+{}/{}/{}+{} ms cpu, {h0}->{h1}->{h2} MB, {} MB goal, {} MB stacks, {} MB globals, {procs} P{}\n",
            seconds(up),
            share as u64,
            ms(first),
            ms(marking),
            ms(last),
            ms(first * procs),
            ms(self.assists.load(Relaxed)),
            ms(self.workers.load(Relaxed)),
            ms(0),
            ms(last * procs),
            self.goal.load(Relaxed) >> 20,
            heap.cycle.stacks.load(Relaxed) >> 20,
            globals >> 20,
            if self.forced.load(Relaxed) { " (forced)" } else { "" },
        ));
    }
}

/// Seconds with three digits, as Go's `itoaDiv(buf, ms, 3)`.
fn seconds(ns: i64) -> String {
    let ms = ns.max(0) / 1_000_000;
    format!("{}.{:03}", ms / 1000, ms % 1000)
}

/// Milliseconds to two significant digits below ten, as Go's `fmtNSAsMS`.
fn milliseconds(ns: u64) -> String {
    const TENTHS_FROM: u64 = 10_000_000;
    if ns >= TENTHS_FROM {
        return (ns / 1_000_000).to_string();
    }
    let mut x = ns / 1000;
    if x == 0 {
        return "0".to_owned();
    }
    let mut digits = 3;
    while x >= 100 {
        x /= 10;
        digits -= 1;
    }
    let unit = 10u64.pow(digits);
    if digits == 0 { x.to_string() } else { format!("{}.{:0width$}", x / unit, x % unit, width = digits as usize) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_look_like_gos() {
        for (ns, text) in
            [(0, "0"), (900, "0"), (1_500, "0.001"), (18_000, "0.018"), (345_000, "0.34"), (1_234_000, "1.2"), (25_000_000, "25")]
        {
            assert_eq!(milliseconds(ns), text, "{ns}");
        }
        assert_eq!(seconds(12_345_678), "0.012");
        assert_eq!(seconds(61_002_000_000), "61.002");
    }
}
