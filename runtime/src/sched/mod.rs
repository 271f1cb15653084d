//! An instance of the runtime. Reached from any M; many can live in one process.

mod compiler;
mod config;
mod queues;

use std::fmt::{self, Write as _};
use std::ptr::null_mut;
use std::sync::atomic::{AtomicBool, AtomicI32, AtomicI64, AtomicPtr, AtomicU32, AtomicU64, AtomicUsize, Ordering};

use mgo_abi::native::EntryPoint;

use crate::clock::{Clock, Nanos};
use crate::debugvars::GodebugVar;
use crate::functab::FuncTab;
use crate::g::G;
use crate::idlers::Idlers;
use crate::lock::{Lock, RawLock};
use crate::m::M;
use crate::mem::heap::Heap;
use crate::netpoll::Netpoll;
use crate::note::Note;
use crate::p::P;
use crate::profile::contention::Contention;
use crate::rand::Seeder;
use crate::sema::SemaTable;
use crate::stack::StackPool;
use crate::sudog::SudogPool;
use crate::throw::throw;
use crate::trace::Trace;
pub use compiler::{Compiler, LazyHook, RestHook, StubHook};
pub use config::{Config, gomaxprocs_from_env};
pub use queues::{FreeGs, GFREE_MAX, GFree, GQueue};

/// Most Ps an instance can have.
pub const MAX_PROCS: usize = 256;

/// State under [`Sched::lock`].
#[derive(Debug)]
pub struct Locked {
    /// Goroutines held back while user scheduling is disabled.
    pub disabled: GQueue,
    /// Idle Ms through `M::schedlink`.
    pub midle: *mut M,
    /// Their number.
    pub nmidle: i32,
    /// Idle Ms that wait for their locked goroutine.
    pub nmidlelocked: i32,
    /// Ms made so far: the next id.
    pub mnext: i64,
    /// System Ms, not counted for deadlock.
    pub nmsys: i32,
    /// Ms that have ended.
    pub nmfreed: i64,
    /// Idle Ps through `P::link`.
    pub pidle: *mut P,
    /// Ps still to stop.
    pub stopwait: i32,
}

// SAFETY: the pointers are to Ms, Ps and Gs of the instance, which live as long as it does.
unsafe impl Send for Locked {}

/// An instance.
pub struct Sched {
    /// What the host decided.
    pub config: Config,
    /// Waiters of package sync's semaphores.
    pub semas: SemaTable,
    /// Free sudogs that Ps have given up.
    pub sudogs: SudogPool,
    /// When the instance was made, nanoseconds of its clock.
    pub start_time: Nanos,
    /// The big lock of the scheduler.
    pub lock: Lock<Locked>,
    /// Idle Ps and spinning Ms.
    pub idlers: Idlers,
    /// The world is stopping or stopped.
    pub gcwaiting: AtomicBool,
    /// A fatal error is being printed: goroutines do not run any more.
    pub freezing: AtomicBool,
    /// Functions that a host hands in while the instance lives.
    pub session: crate::session::Session,
    /// Tracebacks show all goroutines, whatever `GOTRACEBACK` says.
    pub traceback_all: AtomicBool,
    /// The program's value of `GODEBUG`.
    pub godebug: GodebugVar,
    /// What the program sets by way of `runtime/debug`.
    pub limits: crate::limits::Limits,
    /// User goroutines are not to be scheduled.
    pub disable_user: AtomicBool,
    /// The collector takes stacks one by one: status changes must respect the scan bit. Flips only with the world stopped.
    pub scanning: AtomicBool,
    /// The program has exited: Ms leave.
    pub exiting: AtomicBool,
    /// Its exit code.
    pub exit_code: AtomicI32,
    /// Ms whose thread has not ended.
    pub live_ms: AtomicU32,
    /// The stopper sleeps here.
    pub stopnote: Note,
    /// One stopper at a time.
    pub worldsema: RawLock,
    /// All Ps; null beyond the highest used.
    pub allp: Box<[AtomicPtr<P>]>,
    /// How many of them run goroutines.
    pub gomaxprocs: AtomicI32,
    /// Not 0 while that is one: goroutines need no locked instructions among themselves. Changes with the world stopped.
    pub alone: AtomicU32,
    /// GOMAXPROCS to take up when the world starts; 0 no change.
    pub newprocs: AtomicI32,
    /// Processors of the machine.
    pub ncpu: i32,
    /// All Gs ever made, by address, for tracebacks and the collector.
    pub allgs: Lock<Vec<usize>>,
    /// All Ms through `M::alllink`.
    pub allm: AtomicPtr<M>,
    /// The first thread.
    pub m0: AtomicPtr<M>,
    /// Dead goroutines that Ps have given up.
    pub gfree: Lock<FreeGs>,
    /// Source of goroutine numbers.
    pub goidgen: AtomicU64,
    /// System goroutines.
    pub ngsys: AtomicI32,
    /// newproc may wake Ms.
    pub main_started: AtomicBool,
    /// The packages have been initialised.
    pub main_init_done: AtomicBool,
    /// Goroutines that run deferred calls of a panic.
    pub running_panic_defers: AtomicI32,
    /// Goroutines that have run all deferred calls of a panic which nobody recovered: they are about to report it.
    pub doomed: AtomicU32,
    /// Threads that report a fatal error.
    pub panicking: AtomicU32,
    /// Held while a fatal error is printed.
    pub paniclk: RawLock,
    /// Memory of the program.
    pub heap: Box<Heap>,
    /// Time.
    pub clock: Clock,
    /// Randomness.
    pub seeder: Seeder,
    /// Stack memory.
    pub stackpool: StackPool,
    /// When sysmon has looked last which stacks nobody needs.
    pub stacks_looked: AtomicI64,
    /// Functions of compiled code.
    pub functab: FuncTab,
    /// Code addresses of [`EntryPoint`]s.
    pub entry_points: [AtomicUsize; EntryPoint::ALL.len()],
    /// Who compiles, and where code lies.
    pub compiler: Compiler,
    /// Futile wake-ups make this grow: submissions to let pass before the next (see `proc::spin`).
    pub wake_backoff: AtomicU32,
    /// sysmon sleeps until work appears.
    pub sysmonwait: AtomicBool,
    /// Where it sleeps.
    pub sysmonnote: Note,
    /// When the earliest sleeping thread wakes for a timer; 0 none does.
    pub sleep_until: AtomicI64,
    /// The thread that sleeps for timers, or null.
    pub sleeper: AtomicPtr<M>,
    /// The execution trace.
    pub trace: Trace,
    /// The profiles of waiting.
    pub contention: Contention,
    /// Who waits for descriptors.
    pub netpoll: Netpoll,
    /// funcval of the main goroutine.
    pub main_funcval: AtomicUsize,
}

// SAFETY: all shared state is atomic or under locks; raw pointers in it are to structs of the instance.
unsafe impl Sync for Sched {}
// SAFETY: as above.
unsafe impl Send for Sched {}

impl Sched {
    /// An instance that has not started: code can be registered, nothing runs yet. Its address must not change from here on.
    pub fn new(config: Config) -> Box<Sched> {
        let limits = crate::limits::Limits::new(config.traceback);
        let seeder = config.seed.map_or_else(Seeder::from_os, Seeder::new);
        let clock = Clock;
        let ncpu = std::thread::available_parallelism().map_or(1, |n| n.get() as i32);
        Box::new(Sched {
            config,
            semas: SemaTable::default(),
            sudogs: SudogPool::default(),
            start_time: clock.nanotime(),
            godebug: GodebugVar::from_env(),
            lock: Lock::new(Locked {
                disabled: GQueue::default(),
                midle: null_mut(),
                nmidle: 0,
                nmidlelocked: 0,
                mnext: 0,
                nmsys: 0,
                nmfreed: 0,
                pidle: null_mut(),
                stopwait: 0,
            }),
            idlers: Idlers::default(),
            gcwaiting: AtomicBool::new(false),
            freezing: AtomicBool::new(false),
            session: crate::session::Session::default(),
            traceback_all: AtomicBool::new(false),
            limits,
            disable_user: AtomicBool::new(false),
            scanning: AtomicBool::new(false),
            exiting: AtomicBool::new(false),
            exit_code: AtomicI32::new(0),
            live_ms: AtomicU32::new(0),
            stopnote: Note::default(),
            worldsema: RawLock::default(),
            allp: (0..MAX_PROCS).map(|_| AtomicPtr::new(null_mut())).collect(),
            gomaxprocs: AtomicI32::new(0),
            alone: AtomicU32::new(0),
            newprocs: AtomicI32::new(0),
            ncpu,
            allgs: Lock::new(Vec::new()),
            allm: AtomicPtr::new(null_mut()),
            m0: AtomicPtr::new(null_mut()),
            gfree: Lock::new(FreeGs::default()),
            goidgen: AtomicU64::new(0),
            ngsys: AtomicI32::new(0),
            main_started: AtomicBool::new(false),
            main_init_done: AtomicBool::new(false),
            running_panic_defers: AtomicI32::new(0),
            doomed: AtomicU32::new(0),
            panicking: AtomicU32::new(0),
            paniclk: RawLock::default(),
            heap: Box::new(Heap::new().unwrap_or_else(|| throw("runtime: cannot reserve address space for the heap"))),
            clock,
            seeder,
            stackpool: StackPool::default(),
            stacks_looked: AtomicI64::new(0),
            functab: FuncTab::default(),
            entry_points: Default::default(),
            compiler: Compiler::default(),
            wake_backoff: AtomicU32::new(0),
            sysmonwait: AtomicBool::new(false),
            sysmonnote: Note::default(),
            sleep_until: AtomicI64::new(0),
            sleeper: AtomicPtr::new(null_mut()),
            trace: Trace::default(),
            contention: Contention::default(),
            netpoll: Netpoll::default(),
            main_funcval: AtomicUsize::new(0),
        })
    }

    /// `pc` is in compiled code. Callable from signal handlers.
    #[inline]
    pub fn is_compiled_pc(&self, pc: usize) -> bool {
        self.compiler.is_compiled_pc(pc)
    }

    /// Tells the code address of an entry point.
    pub fn set_entry_point(&self, entry: EntryPoint, addr: usize) {
        self.entry_points[entry as usize].store(addr, Ordering::Release);
    }

    /// Code address of an entry point, 0 when it has none.
    pub fn entry_point(&self, entry: EntryPoint) -> usize {
        self.entry_points[entry as usize].load(Ordering::Acquire)
    }

    /// The Ps that run goroutines.
    pub fn procs(&self) -> impl DoubleEndedIterator<Item = *mut P> + '_ {
        let n = self.gomaxprocs.load(Ordering::Acquire) as usize;
        self.allp[..n].iter().map(|p| p.load(Ordering::Acquire))
    }

    /// The Ps that GOMAXPROCS has put out of use; only their timers still count.
    pub fn retired_procs(&self) -> impl Iterator<Item = *mut P> + '_ {
        let n = self.gomaxprocs.load(Ordering::Acquire) as usize;
        self.allp[n..].iter().map(|p| p.load(Ordering::Acquire)).take_while(|p| !p.is_null())
    }

    /// All threads.
    pub fn ms(&self) -> impl Iterator<Item = *mut M> {
        let mut mp = self.allm.load(Ordering::Acquire);
        std::iter::from_fn(move || {
            let this = mp;
            if this.is_null() {
                return None;
            }
            // SAFETY: Ms are not freed, and `alllink` is set before an M is published.
            mp = unsafe { (*this).alllink };
            Some(this)
        })
    }

    /// Every G that was ever made, dead ones too.
    pub fn for_each_g(&self, mut visit: impl FnMut(*mut G)) {
        let all = self.allgs.lock().clone();
        all.into_iter().for_each(|gp| visit(gp as *mut G));
    }

    /// At most `n` of them from number `from` on.
    pub fn gs(&self, from: usize, n: usize) -> Vec<usize> {
        self.allgs.lock().iter().skip(from).take(n).copied().collect()
    }

    /// [`Self::for_each_g`] for fatal errors: visits none rather than wait for a lock whose holder may be stopped.
    pub fn for_each_g_race(&self, mut visit: impl FnMut(*mut G)) {
        let all = self.allgs.try_lock().map(|all| all.clone()).unwrap_or_default();
        all.into_iter().for_each(|gp| visit(gp as *mut G));
    }

    /// Writes to the instance's stderr, whole; from a thread that reports a crash also to where the program wants that.
    pub fn write_err(&self, bytes: &[u8]) {
        write_all(self.config.stderr, bytes);
        let mp = crate::m::getm();
        // SAFETY: the M is this thread's, or null.
        let dying = unsafe { mp.as_ref() }.is_some_and(|m| m.dying.load(Ordering::Relaxed) != 0);
        if dying && let Some(fd) = self.limits.crash_fd() {
            write_all(fd, bytes);
        }
    }

    /// Formats to the instance's stderr.
    pub fn printf(&self, args: fmt::Arguments<'_>) {
        let mut s = String::new();
        let _ = s.write_fmt(args);
        self.write_err(s.as_bytes());
    }

    /// Prints a step of the start-up when that was asked for.
    pub fn boot(&self, step: fmt::Arguments<'_>) {
        if self.config.trace_boot {
            self.printf(format_args!("boot: {step}\n"));
        }
    }
}

/// Writes all bytes, as far as that goes.
fn write_all(fd: i32, mut bytes: &[u8]) {
    while !bytes.is_empty() {
        // SAFETY: the buffer is valid for its length.
        let n = unsafe { libc::write(fd, bytes.as_ptr().cast(), bytes.len()) };
        if n <= 0 {
            return;
        }
        bytes = &bytes[n as usize..];
    }
}
