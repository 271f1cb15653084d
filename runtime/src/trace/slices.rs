//! From events to what a viewer shows: slices of goroutines on the tracks of Ps and Ms, marks, and arrows from a wake-up to the run that follows.

use std::fmt::Write as _;

use rustc_hash::FxHashMap;

use super::fields::arrow;
use super::{Event, Kind, NO_P};
use crate::g::WaitReason;

/// A row of the display.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) enum Track {
    /// A processor: which goroutine runs on it.
    P(u16),
    /// A thread: which goroutine runs on it, its system calls and sleeps, and when it helps the collector.
    M(u16),
    /// The collector: the steps of its cycles.
    Collector,
}

impl std::fmt::Display for Track {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Track::P(n) => write!(f, "P{n}"),
            Track::M(n) => write!(f, "M{n}"),
            Track::Collector => f.write_str("Collector"),
        }
    }
}

/// What a format has to write.
pub(super) trait Sink {
    /// A slice from `start` to `end`, nanoseconds; `from`: the wake-up that made it start.
    fn slice(&mut self, track: Track, name: &str, start: u64, end: u64, from: Option<u64>, how: &str);
    /// A mark.
    fn mark(&mut self, track: Track, name: &str, at: u64);
    /// The start of an arrow.
    fn arrow(&mut self, track: Track, at: u64, id: u64);
}

/// What an M is doing.
#[derive(Clone, Copy)]
struct Doing {
    start: u64,
    g: u64,
    startpc: u64,
    p: u16,
    from: Option<u64>,
    what: What,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    Running,
    Syscall,
    Asleep,
}

/// The state of the Ms, whose events come in order each.
pub(super) struct Slices<'a> {
    doing: FxHashMap<u16, Doing>,
    /// Code addresses to names of functions.
    name_of: Box<dyn Fn(u64) -> String + 'a>,
    names: FxHashMap<u64, String>,
    label: String,
    last: u64,
}

/// A slice that is told when it is over: its event carries how long it was.
fn past(track: Track, name: &str, event: &Event, at: u64, sink: &mut dyn Sink) {
    sink.slice(track, name, at.saturating_sub(event.arg), at, None, "");
}

impl<'a> Slices<'a> {
    pub(super) fn new(name_of: impl Fn(u64) -> String + 'a) -> Slices<'a> {
        Slices { doing: FxHashMap::default(), name_of: Box::new(name_of), names: FxHashMap::default(), label: String::new(), last: 0 }
    }

    /// Makes `label` the name of a goroutine's slices.
    fn label(&mut self, g: u64, startpc: u64) {
        let name = self.names.entry(startpc).or_insert_with(|| (self.name_of)(startpc));
        self.label.clear();
        let _ = write!(self.label, "G{g}"); // never fails
        if !name.is_empty() {
            self.label.push(' ');
            self.label.push_str(name);
        }
    }

    fn begin(&mut self, event: &Event, at: u64, what: What) {
        let from = (event.kind == Kind::Start && event.wake != 0).then(|| arrow(event.g, event.wake));
        self.doing.insert(event.m, Doing { start: at, g: event.g, startpc: event.arg, p: event.p, from, what });
    }

    /// Ends what an M was doing.
    fn end(&mut self, m: u16, at: u64, how: &str, sink: &mut dyn Sink) -> Option<Doing> {
        let doing = self.doing.remove(&m)?;
        match doing.what {
            What::Running => {
                self.label(doing.g, doing.startpc);
                if doing.p != NO_P {
                    sink.slice(Track::P(doing.p), &self.label, doing.start, at, doing.from, how);
                }
                sink.slice(Track::M(m), &self.label, doing.start, at, None, how);
            }
            What::Syscall => sink.slice(Track::M(m), &format!("G{} system call", doing.g), doing.start, at, None, how),
            What::Asleep => sink.slice(Track::M(m), "asleep", doing.start, at, None, how),
        }
        Some(doing)
    }

    /// Takes one event; `at` is its time in nanoseconds.
    pub(super) fn event(&mut self, event: &Event, at: u64, sink: &mut dyn Sink) {
        self.last = self.last.max(at);
        let track = if event.p == NO_P { Track::M(event.m) } else { Track::P(event.p) };
        match event.kind {
            Kind::Create => sink.mark(track, &format!("go G{}", event.g), at),
            Kind::Start => {
                self.end(event.m, at, "", sink);
                self.begin(event, at, What::Running);
            }
            Kind::End => _ = self.end(event.m, at, "goexit", sink),
            Kind::Block => {
                let reason = WaitReason::ALL.get(usize::from(event.detail)).map_or("", |r| r.text());
                self.end(event.m, at, reason, sink);
            }
            Kind::Yield => _ = self.end(event.m, at, "Gosched", sink),
            Kind::Preempt => {
                self.end(event.m, at, "preempted", sink);
                sink.mark(track, &format!("preempt G{}", event.g), at);
            }
            Kind::Unblock => sink.arrow(track, at, arrow(event.g, event.wake)),
            Kind::SyscallEnter => {
                let was = self.end(event.m, at, "system call", sink);
                self.begin(event, at, What::Syscall);
                if let (Some(was), Some(now)) = (was, self.doing.get_mut(&event.m)) {
                    now.startpc = was.startpc;
                }
            }
            Kind::SyscallExit => {
                let was = self.end(event.m, at, "", sink);
                self.begin(event, at, What::Running);
                if let (Some(was), Some(now)) = (was, self.doing.get_mut(&event.m)) {
                    now.startpc = was.startpc;
                }
            }
            Kind::SyscallExitBlocked => _ = self.end(event.m, at, "no P left", sink),
            Kind::Steal => sink.mark(track, &format!("steal from P{}", event.arg), at),
            Kind::Handoff => sink.mark(Track::P(event.arg as u16), "handoff", at),
            Kind::Retake => sink.mark(Track::P(event.arg as u16), "retake", at),
            Kind::StopTheWorld => sink.mark(track, "stop the world", at),
            Kind::StartTheWorld => sink.mark(track, "start the world", at),
            Kind::Sleep => {
                self.end(event.m, at, "", sink);
                self.begin(event, at, What::Asleep);
            }
            Kind::Wake => _ = self.end(event.m, at, "", sink),
            Kind::GcStop => past(Track::Collector, "world stopped", event, at, sink),
            Kind::GcMark => past(Track::Collector, "mark", event, at, sink),
            Kind::GcSweep => past(Track::Collector, "sweep", event, at, sink),
            Kind::GcAssist => past(Track::M(event.m), "assist", event, at, sink),
        }
    }

    /// Ends everything that has not ended.
    pub(super) fn finish(&mut self, sink: &mut dyn Sink) {
        let ms: Vec<u16> = self.doing.keys().copied().collect();
        for m in ms {
            self.end(m, self.last, "end of the trace", sink);
        }
    }
}
