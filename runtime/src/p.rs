//! A processor: the right to run goroutines, with the resources for it. `Sched::allp` has GOMAXPROCS of them.

use std::sync::atomic::{AtomicBool, AtomicU32};

use crate::g::G;
use crate::m::M;
use crate::mem::mcache::MCache;
use crate::proc::Part;
pub use crate::pstatus;
use crate::runq::Runq;
use crate::sched::{GFree, Sched};
use crate::stack::Seg;
use crate::sudog::Sudog;
use crate::timer::Timers;

/// A processor.
#[repr(C)]
pub struct P {
    /// Heap caches; first, so that `TypeDesc::alloc_class` is an offset from the P.
    pub mcache: MCache,
    /// Number, index into `allp`.
    pub id: u32,
    /// Who may use it.
    pub status: pstatus::PStatus,
    /// The instance.
    pub sched: *mut Sched,
    /// The M that holds it, else null.
    pub m: *mut M,
    /// Next idle P.
    pub link: *mut P,
    /// Incremented at every scheduling round that begins a time slice.
    pub schedtick: AtomicU32,
    /// Incremented at every other one.
    pub inherited: AtomicU32,
    /// Incremented at every system call.
    pub syscalltick: AtomicU32,
    /// Stop at the next chance and let others in.
    pub preempt: AtomicBool,
    /// The goroutine whose slice was used up has gone to the global queue.
    pub requeued: bool,
    /// Rounds in a row in which what timers had woken came before the global queue's turn.
    pub timers_came_first: u32,
    /// Time slices that were used up.
    pub slices_ended: u32,
    /// Local run queue.
    pub runq: Runq<G>,
    /// Its part of the global one.
    pub global: Part,
    /// Dead goroutines to reuse.
    pub gfree: GFree,
    /// A full list of them, or an empty one.
    pub gfree_full: GFree,
    /// Free goroutine numbers: `goidcache..goidcacheend`.
    pub goidcache: u64,
    /// End of them.
    pub goidcacheend: u64,
    /// Free stack segments by tier (0 unused).
    pub segfree: [*mut Seg; 3],
    /// Their numbers.
    pub nsegfree: [u32; 3],
    /// Free save buffers, linked through their first word.
    pub save_buf_free: *mut u8,
    /// Free sudogs (`Sudog::waitlink`).
    pub sudogcache: *mut Sudog,
    /// Function to run at the next safe point.
    pub runsafepointfn: AtomicU32,
    /// Its timers.
    pub timers: Timers,
    /// What sysmon saw last.
    pub sysmontick: Sysmontick,
    /// Time that mark workers have run on it in cycle `gc_cycle`, nanoseconds.
    pub gc_mark_time: i64,
    /// See there.
    pub gc_cycle: u32,
    /// `schedtick` when it was given a mark worker last.
    pub gc_tick: u32,
    /// Held in place by an M that waits for a stopped world inside a native.
    pub stopped_in_place: bool,
    /// Submissions to let pass before the next wake-up of an idle P (see `proc::spin`).
    pub wake_skip: AtomicU32,
}

/// What sysmon saw of a P when it looked last.
#[derive(Clone, Copy, Default, Debug)]
pub struct Sysmontick {
    /// `schedtick` then.
    pub schedtick: u32,
    /// `syscalltick` then.
    pub syscalltick: u32,
    /// When that was first seen.
    pub schedwhen: i64,
    /// Likewise.
    pub syscallwhen: i64,
}
