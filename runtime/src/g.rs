//! A goroutine. The G lies at the top of its own first stack segment and is never freed while its instance lives, so a stale `*mut G` is safe to
//! look at.
//!
//! Who owns the stack, by status: Running, Syscall: the M in `m`; Waiting, Runnable, Preempted: nobody, its registers are below `sched_sp`;
//! Dead, Idle: the free list. The scan bit takes ownership for the collector until it is cleared.

use std::mem::offset_of;
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU32, AtomicUsize, Ordering};

use mgo_abi::layouts::{self, DeferRecord};

use crate::m::M;
use crate::p::P;
use crate::stack::Seg;
use crate::sudog::Sudog;

/// Numbers of [`G::atomicstatus`], Go's.
pub mod status {
    /// Just made.
    pub const IDLE: u32 = 0;
    /// On a run queue.
    pub const RUNNABLE: u32 = 1;
    /// Runs on an M with a P.
    pub const RUNNING: u32 = 2;
    /// In a system call; has an M, its P may be taken away.
    pub const SYSCALL: u32 = 3;
    /// Parked; somebody holds it in a queue.
    pub const WAITING: u32 = 4;
    /// Exited, on a free list.
    pub const DEAD: u32 = 6;
    /// Stopped itself for a suspension; whoever suspends it makes it ready.
    pub const PREEMPTED: u32 = 9;
    /// Added to a status while the collector owns the stack.
    pub const SCAN: u32 = 0x1000;

    /// Name of a status, for reports.
    pub fn name(s: u32) -> &'static str {
        match s & !SCAN {
            IDLE => "idle",
            RUNNABLE => "runnable",
            RUNNING => "running",
            SYSCALL => "syscall",
            WAITING => "waiting",
            DEAD => "dead",
            PREEMPTED => "preempted",
            _ => "???",
        }
    }
}

macro_rules! wait_reasons {
    ($($variant:ident $text:literal,)*) => {
        /// Why a goroutine waits, in the words of Go's tracebacks.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
        #[repr(u8)]
        #[allow(missing_docs)]
        pub enum WaitReason { $($variant,)* }

        impl WaitReason {
            /// All of them, by number.
            pub const ALL: &'static [WaitReason] = &[$(WaitReason::$variant),*];

            /// Text in tracebacks.
            pub const fn text(self) -> &'static str {
                match self { $(WaitReason::$variant => $text,)* }
            }
        }
    };
}

wait_reasons! {
    Zero "",
    GCAssistMarking "GC assist marking",
    IOWait "IO wait",
    DumpingHeap "dumping heap",
    GarbageCollection "garbage collection",
    GarbageCollectionScan "garbage collection scan",
    PanicWait "panicwait",
    GCAssistWait "GC assist wait",
    GCSweepWait "GC sweep wait",
    GCScavengeWait "GC scavenge wait",
    FinalizerWait "finalizer wait",
    ForceGCIdle "force gc (idle)",
    UpdateGOMAXPROCSIdle "GOMAXPROCS updater (idle)",
    Semacquire "semacquire",
    Sleep "sleep",
    ChanReceiveNilChan "chan receive (nil chan)",
    ChanSendNilChan "chan send (nil chan)",
    SelectNoCases "select (no cases)",
    Select "select",
    ChanReceive "chan receive",
    ChanSend "chan send",
    SyncCondWait "sync.Cond.Wait",
    SyncMutexLock "sync.Mutex.Lock",
    SyncRWMutexRLock "sync.RWMutex.RLock",
    SyncRWMutexLock "sync.RWMutex.Lock",
    SyncWaitGroupWait "sync.WaitGroup.Wait",
    TraceReaderBlocked "trace reader (blocked)",
    WaitForGCCycle "wait for GC cycle",
    GCWorkerIdle "GC worker (idle)",
    GCWorkerActive "GC worker (active)",
    Preempted "preempted",
    DebugCall "debug call",
    GCMarkTermination "GC mark termination",
    StoppingTheWorld "stopping the world",
    FlushProcCaches "flushing proc caches",
    TraceGoroutineStatus "trace goroutine status",
    TraceProcStatus "trace proc status",
    PageTraceFlush "page trace flush",
    Coroutine "coroutine",
    GCWeakToStrongWait "GC weak to strong wait",
    SynctestRun "synctest.Run",
    SynctestWait "synctest.Wait",
    SynctestChanReceive "chan receive (durable)",
    SynctestChanSend "chan send (durable)",
    SynctestSelect "select (durable)",
    SynctestWaitGroupWait "sync.WaitGroup.Wait (durable)",
    CleanupWait "cleanup wait",
}

/// A goroutine. The fields up to `scratch` are [`layouts::g`], which compiled code and asm reach into.
#[repr(C)]
pub struct G {
    /// Lowest usable byte of the current stack segment.
    pub stack_lo: usize,
    /// One past the highest.
    pub stack_hi: usize,
    /// `stack_lo + STACK_SLACK`, or `STACK_PREEMPT`.
    pub stackguard0: AtomicUsize,
    /// Published stack pointer: valid whenever the goroutine is not executing compiled code. Everything live is at or above it.
    pub sched_sp: usize,
    /// Published frame pointer: `[bp + 8]` is the pc in compiled code where the goroutine left it, `[bp]` the rbp there.
    pub sched_bp: usize,
    /// Stack pointer to call Rust at: the g0 stack of `m`.
    pub g0_sp: usize,
    /// The M that runs this G, else null.
    pub m: *mut M,
    /// The P that M holds, else null.
    pub p: *mut P,
    /// Result of a park.
    pub param: usize,
    /// Newest deferred call.
    pub defer: *mut DeferRecord,
    /// Newest panic in flight ([`crate::panic::Panic`]).
    pub panic: *mut u8,
    /// Save area of an asynchronous preemption, or null.
    pub save_buf: *mut u8,
    /// Current stack segment beyond the first, or null.
    pub cur_seg: *mut Seg,
    /// Spare segments for the next `morestack`, smallest first, or null.
    pub next_seg: *mut Seg,
    /// A preemption is wanted.
    pub preempt: AtomicU8,
    _pad: [u8; 7],
    /// Scratch word of the asm.
    pub scratch: usize,
    /// The two operands of a check that failed, on their way to the run-time error.
    pub check_args: [usize; 2],

    // The runtime's own. What starting, switching and ending touch comes first, and ends with the fourth cache line.
    /// [`status`]; change it with `proc::casgstatus`.
    pub atomicstatus: AtomicU32,
    /// Why it waits, while it does ([`WaitReason`]).
    pub waitreason: WaitReason,
    /// A session wants it to panic.
    pub interrupt: AtomicBool,
    /// Stop as PREEMPTED instead of yielding: a suspension waits for it.
    pub preempt_stop: bool,
    /// Started by the runtime itself: not counted as the user's, not in tracebacks by default.
    pub system: bool,
    /// The collector's cycle in which this stack was scanned last.
    pub gcscan: AtomicU32,
    /// How often it has been woken while traced.
    pub trace_wakes: u32,
    /// Number, unique in its instance; 0 is a g0.
    pub goid: u64,
    /// Next G in the queue that holds this one.
    pub schedlink: *mut G,
    /// Return address of the `go` statement.
    pub gopc: usize,
    /// Code that it started with.
    pub startpc: usize,
    /// Goroutine that started it.
    pub parent_goid: u64,
    /// The M it is wired to.
    pub lockedm: *mut M,
    /// Nested `LockOSThread` calls: the user's.
    pub locked_ext: u16,
    /// Nested `LockOSThread` calls: the runtime's.
    pub locked_int: u16,
    /// 1 when a case of its select has been chosen by another goroutine.
    pub select_done: AtomicU32,
    /// Sudogs it waits on, in lock order (`Sudog::waitlink`).
    pub waiting: *mut Sudog,
    /// When it began to wait, nanoseconds; 0 unknown.
    pub waitsince: i64,
    /// Its labels ([`crate::profile::labels`]), which it has from its starter or has set itself.
    pub labels: usize,
    /// Allocation credit towards the collector, bytes.
    pub gc_assist_bytes: i64,
    /// Signal of the fault being turned into a panic.
    pub sig: u16,
    /// A fault at an address that is not nil's becomes a panic, too (`debug.SetPanicOnFault`).
    pub panic_on_fault: bool,
    /// si_code of that signal.
    pub sigcode0: u32,

    /// Address it faulted at.
    pub sigaddr: usize,
    /// pc of the faulting instruction.
    pub sigpc: usize,
    /// The timer of its `time.Sleep`, made on first use.
    pub timer: *mut u8,
    /// Stack pointer at which a stack check last failed; 0 since the goroutine was preempted.
    pub retry_sp: usize,
    /// Lowest byte of the first segment.
    pub base_lo: usize,
    /// Where the collector goes on in its deep stack; 0 when the scan that `gcscan` tells of is complete.
    pub gcscan_at: usize,
}

/// The room of a G at the top of its first segment: whole cache lines.
pub const G_SIZE: usize = (size_of::<G>() + 63) & !63;

macro_rules! assert_layout {
    ($($field:ident = $offset:ident,)*) => { $(const _: () = assert!(offset_of!(G, $field) == layouts::g::$offset);)* };
}
assert_layout! {
    stack_lo = STACK_LO, stack_hi = STACK_HI, stackguard0 = STACKGUARD0, sched_sp = SCHED_SP, sched_bp = SCHED_BP, g0_sp = G0_SP, m = M, p = P,
    param = PARAM, defer = DEFER, panic = PANIC, save_buf = SAVE_BUF, cur_seg = CUR_SEG, next_seg = NEXT_SEG, preempt = PREEMPT,
    scratch = SCRATCH, check_args = CHECK_ARGS, atomicstatus = PRIVATE,
}
const _: () = assert!(G_SIZE <= 400);
const _: () = assert!(offset_of!(G, sigaddr) == G::HOT_LINES as usize * 64);

impl G {
    /// Cache lines of a G that starting, switching and ending touch.
    const HOT_LINES: isize = 4;
    /// Lines of the top of its stack, which lies below it, that a goroutine touches first.
    const STACK_LINES: isize = 2;
    /// How many places before its turn a goroutine is fetched: one runs for less time than memory takes to answer.
    pub const PREFETCH_AHEAD: usize = 3;

    /// Has the processor fetch what a switch to `gp` will touch.
    #[inline]
    pub fn prefetch(gp: *const G) {
        #[cfg(target_arch = "x86_64")]
        {
            use core::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
            for line in -Self::STACK_LINES..Self::HOT_LINES {
                // SAFETY: a hint, for any address.
                unsafe { _mm_prefetch::<_MM_HINT_T0>(gp.cast::<i8>().wrapping_offset(64 * line)) };
            }
        }
    }

    /// The status, scan bit included.
    #[inline]
    pub fn readgstatus(&self) -> u32 {
        self.atomicstatus.load(Ordering::Acquire)
    }
}
