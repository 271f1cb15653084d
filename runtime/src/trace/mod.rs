//! The execution trace: what each goroutine did where and when, as a file that Perfetto opens.
//!
//! Each M notes events in a buffer of its own, without a lock; full buffers go to a writer's thread through a queue of bounded length, so memory stays
//! bounded and a program that is faster than the disk waits. The writer only stores them: they get their form at the end, when the program no longer
//! needs the processors. While no trace is taken an event costs the test of one flag.
//!
//! Invariant: only its M appends to a buffer and moves its length; under the buffer's lock the M swaps it and the end of the trace reads it.

mod json;
mod perfetto;
pub mod proto;
mod slices;
mod writer;

use std::path::Path;
use std::ptr::null_mut;
use std::sync::atomic::{AtomicBool, AtomicPtr, AtomicUsize, Ordering};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::g::G;
use crate::lock::Lock;
use crate::m::{M, getm};
use crate::p::P;
use crate::sched::Sched;

/// Events in a buffer.
const BUFFER: usize = 4096;
/// Full buffers that may wait for the writer.
const QUEUE: usize = 64;
/// Number of no P.
pub(crate) const NO_P: u16 = u16::MAX;

/// What happened.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Kind {
    /// `g` was made; `arg`: the code that it starts with.
    Create,
    /// `g` runs from here on; `arg`: the code that it started with.
    Start,
    /// `g` is done.
    End,
    /// `g` waits; `detail`: its [`crate::g::WaitReason`].
    Block,
    /// `g` lets others run.
    Yield,
    /// `g` was made to.
    Preempt,
    /// `g` can run again.
    Unblock,
    /// `g` is in a system call.
    SyscallEnter,
    /// `g` is back from it, with a P.
    SyscallExit,
    /// `g` is back from it, and queues up for a P.
    SyscallExitBlocked,
    /// Goroutines were taken from the P `arg`.
    Steal,
    /// The P `arg` was given away, its M being about to block.
    Handoff,
    /// The P `arg` was taken from an M in a system call.
    Retake,
    /// The world is to stop.
    StopTheWorld,
    /// It goes on.
    StartTheWorld,
    /// The M sleeps for want of work.
    Sleep,
    /// It is awake.
    Wake,
    /// The collector had the world stopped until now; `arg`: for how many nanoseconds.
    GcStop,
    /// It has marked; `arg`: nanoseconds since it began.
    GcMark,
    /// It has swept; `arg`: nanoseconds since it had marked.
    GcSweep,
    /// A goroutine that allocates has helped it; `arg`: for how many nanoseconds.
    GcAssist,
}

/// One event.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct Event {
    /// Ticks of the processor's clock.
    pub ticks: u64,
    /// The goroutine that it is about; 0 none.
    pub g: u64,
    /// See [`Kind`].
    pub arg: u64,
    /// The M that noted it.
    pub m: u16,
    /// The P that it held, or [`NO_P`].
    pub p: u16,
    /// What happened.
    pub kind: Kind,
    /// See [`Kind`].
    pub detail: u8,
    /// Which of its wake-ups this is about: joins an Unblock and the Start that follows from it.
    pub wake: u16,
}

const _: () = assert!(size_of::<Event>() == 32);

type Buffer = Vec<Event>;

/// An M's buffer.
#[derive(Debug, Default)]
pub struct MTrace {
    lock: Lock<()>,
    /// [`BUFFER`] events, or null.
    events: AtomicPtr<Event>,
    len: AtomicUsize,
}

/// The trace of an instance.
#[derive(Default)]
pub struct Trace {
    on: AtomicBool,
    running: Lock<Option<Running>>,
    /// Buffers to use again.
    free: Lock<Vec<Buffer>>,
}

struct Running {
    full: SyncSender<Buffer>,
    writer: JoinHandle<()>,
}

/// The processor's clock.
#[inline]
fn ticks() -> u64 {
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

impl Trace {
    /// Starts a trace into a file: protobuf when its name ends in `.pftrace`, else JSON.
    ///
    /// # Errors
    /// When the file cannot be made.
    pub fn start(sched: &'static Sched, path: &Path) -> std::io::Result<()> {
        let (spool, format) = (writer::spool(path)?, writer::open(path)?);
        let (full, queue) = sync_channel(QUEUE);
        let origin = Origin::now();
        let writer =
            std::thread::Builder::new().name("mgo-trace".into()).spawn(move || writer::run(sched, origin, spool, format, &queue))?;
        *sched.trace.running.lock() = Some(Running { full, writer });
        sched.trace.on.store(true, Ordering::Release);
        Ok(())
    }

    /// A trace is being taken.
    #[inline]
    pub fn is_on(&self) -> bool {
        self.on.load(Ordering::Relaxed)
    }

    /// Ends the trace: on return the file is complete.
    pub fn finish(&self, sched: &Sched) {
        if !self.on.swap(false, Ordering::SeqCst) {
            return;
        }
        let Some(running) = self.running.lock().take() else { return };
        for mp in sched.ms() {
            // SAFETY: Ms are never freed while threads run; under the lock the buffer stays, and events before its length are complete.
            let rest = unsafe {
                let t = &(*mp).trace;
                let _l = t.lock.lock();
                let events = t.events.load(Ordering::Acquire);
                if events.is_null() { Vec::new() } else { std::slice::from_raw_parts(events, t.len.load(Ordering::Acquire)).to_vec() }
            };
            let _ = running.full.send(rest); // the writer may have failed; it has said so
        }
        drop(running.full);
        let _ = running.writer.join();
    }
}

/// Notes an event of the calling thread.
///
/// # Safety
/// The thread is an M.
#[inline]
pub(crate) unsafe fn emit(sched: &Sched, kind: Kind, gp: *mut G, arg: u64, detail: u8) {
    if sched.trace.is_on() {
        // SAFETY: the caller's promise.
        unsafe { record(sched, kind, gp, arg, detail) }
    }
}

/// The goroutine on behalf of which the calling thread works has woken `gp`.
///
/// # Safety
/// The thread is an M and owns `gp`.
#[inline]
pub(crate) unsafe fn unblocked(sched: &Sched, gp: *mut G) {
    if sched.trace.is_on() {
        // SAFETY: the caller's promise.
        unsafe {
            (*gp).trace_wakes = (*gp).trace_wakes.wrapping_add(1);
            record(sched, Kind::Unblock, gp, 0, 0);
        }
    }
}

#[cold]
unsafe fn record(sched: &Sched, kind: Kind, gp: *mut G, arg: u64, detail: u8) {
    // SAFETY: the M is this thread's, and so is its buffer; gp is null or a G.
    unsafe {
        let mp = getm();
        let pp = (*mp).p;
        let (g, wake) = if gp.is_null() { (0, 0) } else { ((*gp).goid, (*gp).trace_wakes) };
        let p = if pp.is_null() { NO_P } else { (*pp).id as u16 };
        let event = Event { ticks: ticks(), g, arg, m: (*mp).id as u16, p, kind, detail, wake };
        let t = &(*mp).trace;
        let mut len = t.len.load(Ordering::Relaxed);
        if len == BUFFER || t.events.load(Ordering::Relaxed).is_null() {
            swap(sched, mp);
            len = 0;
        }
        t.events.load(Ordering::Relaxed).add(len).write(event);
        t.len.store(len + 1, Ordering::Release);
    }
}

/// Hands a full buffer to the writer and takes a fresh one.
unsafe fn swap(sched: &Sched, mp: *mut M) {
    // SAFETY: as record; the buffer came from `Vec` below, with this capacity.
    unsafe {
        let t = &(*mp).trace;
        let fresh = sched.trace.free.lock().pop();
        let mut fresh = std::mem::ManuallyDrop::new(fresh.unwrap_or_else(|| Buffer::with_capacity(BUFFER)));
        let full = {
            let _l = t.lock.lock();
            t.len.store(0, Ordering::Release);
            t.events.swap(fresh.as_mut_ptr(), Ordering::AcqRel)
        };
        if full.is_null() {
            return;
        }
        let full = Vec::from_raw_parts(full, BUFFER, BUFFER);
        let sender = sched.trace.running.lock().as_ref().map(|running| running.full.clone());
        if let Some(sender) = sender {
            let _ = sender.send(full); // waits while the queue is full
        }
    }
}

impl Drop for MTrace {
    fn drop(&mut self) {
        let events = self.events.swap(null_mut(), Ordering::AcqRel);
        if !events.is_null() {
            // SAFETY: as in `swap`; events need no dropping.
            drop(unsafe { Vec::from_raw_parts(events, 0, BUFFER) });
        }
    }
}

/// The number of a P as an argument of an event.
///
/// # Safety
/// `pp` is a P.
pub(crate) unsafe fn number(pp: *const P) -> u64 {
    // SAFETY: the caller's promise.
    u64::from(unsafe { (*pp).id })
}

/// When a trace began, on both clocks.
#[derive(Clone, Copy)]
struct Origin {
    ticks: u64,
    instant: std::time::Instant,
}

impl Origin {
    fn now() -> Origin {
        Origin { ticks: ticks(), instant: std::time::Instant::now() }
    }
}

/// How ticks become nanoseconds: measured against the system's clock while the trace runs.
struct Scale {
    origin: Origin,
    per_tick: f64,
}

impl Scale {
    /// Shortest time that gives a good estimate.
    const MEASURE: Duration = Duration::from_millis(20);

    /// Measured from the beginning up to now, or a little longer.
    fn new(origin: Origin) -> Scale {
        std::thread::sleep(Scale::MEASURE.saturating_sub(origin.instant.elapsed()));
        let per_tick = origin.instant.elapsed().as_nanos() as f64 / ticks().saturating_sub(origin.ticks).max(1) as f64;
        Scale { origin, per_tick }
    }

    /// Nanoseconds since the trace began; 0 for what was before.
    fn nanos(&self, at: u64) -> u64 {
        (at.saturating_sub(self.origin.ticks) as f64 * self.per_tick) as u64
    }
}
