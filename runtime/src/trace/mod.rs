//! The execution trace: what each goroutine did where and when, as a file that Perfetto opens.
//!
//! Each M notes events in a buffer of its own, without a lock; full buffers go to a writer's thread through a queue of bounded length, so memory stays
//! bounded and a program that is faster than the disk waits. The writer only stores them: they get their form at the end, when the program no longer
//! needs the processors. While no trace is taken an event costs the test of one flag.
//!
//! Invariant: only its M appends to a buffer and moves its length; under the buffer's lock the M swaps it and the end of the trace reads it.

mod block;
mod clock;
mod event;
pub mod fields;
mod json;
mod perfetto;
pub mod proto;
mod slices;
mod writer;

use std::cell::UnsafeCell;
use std::path::Path;
use std::ptr::null_mut;
use std::sync::atomic::{AtomicBool, AtomicPtr, AtomicUsize, Ordering};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread::JoinHandle;

use block::{Common, Note};
use clock::Origin;
pub use event::{Event, Kind};

use crate::g::G;
use crate::lock::Lock;
use crate::m::{M, getm};
use crate::p::P;
use crate::sched::Sched;

/// Notes in a buffer.
const BUFFER: usize = 4096;
/// Full buffers that may wait for the writer.
const QUEUE: usize = 64;
/// Number of no P.
pub(crate) const NO_P: u16 = u16::MAX;

/// A [`block`] of events.
type Buffer = Vec<Note>;

/// An M's buffer.
#[derive(Debug, Default)]
pub struct MTrace {
    lock: Lock<()>,
    /// [`BUFFER`] notes, or null.
    block: AtomicPtr<Note>,
    /// Those that are written.
    len: AtomicUsize,
    /// The M's own.
    common: UnsafeCell<Common>,
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
    full: SyncSender<writer::Noted>,
    writer: JoinHandle<()>,
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
                let block = t.block.load(Ordering::Acquire);
                let rest =
                    if block.is_null() { Vec::new() } else { std::slice::from_raw_parts(block, t.len.load(Ordering::Acquire)).to_vec() };
                ((*mp).id as u16, rest)
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
            (*gp).trace_wakes = ((*gp).trace_wakes + 1) % (1 << fields::WAKE_BITS);
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
        let event = Event { ticks: clock::ticks(), g, arg, m: (*mp).id as u16, p, kind, detail, wake };
        let t = &(*mp).trace;
        let mut len = t.len.load(Ordering::Relaxed);
        if len + block::MOST > BUFFER || t.block.load(Ordering::Relaxed).is_null() {
            swap(sched, mp);
            *t.common.get() = Common::default();
            len = 0;
        }
        let block = t.block.load(Ordering::Relaxed);
        (*t.common.get()).encode(&event, |note| {
            block.add(len).write(note);
            len += 1;
        });
        t.len.store(len, Ordering::Release);
    }
}

/// Hands a full buffer to the writer and takes a fresh one.
unsafe fn swap(sched: &Sched, mp: *mut M) {
    // SAFETY: as record; the buffer came from `Vec` below, with this capacity.
    unsafe {
        let t = &(*mp).trace;
        let fresh = sched.trace.free.lock().pop();
        let mut fresh = std::mem::ManuallyDrop::new(fresh.unwrap_or_else(|| Buffer::with_capacity(BUFFER)));
        let len;
        let full = {
            let _l = t.lock.lock();
            len = t.len.swap(0, Ordering::AcqRel);
            t.block.swap(fresh.as_mut_ptr(), Ordering::AcqRel)
        };
        if full.is_null() {
            return;
        }
        let full = Vec::from_raw_parts(full, len, BUFFER);
        let sender = sched.trace.running.lock().as_ref().map(|running| running.full.clone());
        if let Some(sender) = sender {
            let _ = sender.send(((*mp).id as u16, full)); // waits while the queue is full
        }
    }
}

impl Drop for MTrace {
    fn drop(&mut self) {
        let block = self.block.swap(null_mut(), Ordering::AcqRel);
        if !block.is_null() {
            // SAFETY: as in `swap`.
            drop(unsafe { Vec::from_raw_parts(block, 0, BUFFER) });
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
