//! An instance of the runtime. Reached from any M; many can live in one process.

use std::sync::atomic::{AtomicBool, AtomicI32, AtomicI64, AtomicPtr, AtomicU32, AtomicU64, AtomicUsize};

use mgo_abi::native::EntryPoint;

use crate::clock::Clock;
use crate::g::G;
use crate::lock::{Lock, RawLock};
use crate::m::M;
use crate::note::Note;
use crate::p::P;
use crate::rand::Seeder;

/// Most Ps an instance can have.
pub const MAX_PROCS: usize = 256;

/// A queue of Gs through `G::schedlink`, first in first out.
#[derive(Debug)]
pub struct GQueue {
    /// First.
    pub head: *mut G,
    /// Last.
    pub tail: *mut G,
    /// Their number.
    pub size: usize,
}

/// State under [`Sched::lock`].
#[derive(Debug)]
pub struct Locked {
    /// Global run queue.
    pub runq: GQueue,
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

/// An instance.
pub struct Sched {
    /// The big lock of the scheduler.
    pub lock: Lock<Locked>,
    /// Length of the global queue, to look at without the lock.
    pub runqsize: AtomicUsize,
    /// Idle Ps.
    pub npidle: AtomicI32,
    /// Spinning Ms.
    pub nmspinning: AtomicI32,
    /// A P could not find an M or a spinning M is owed.
    pub needspinning: AtomicU32,
    /// The world is stopping or stopped.
    pub gcwaiting: AtomicBool,
    /// The stopper sleeps here.
    pub stopnote: Note,
    /// One stopper at a time.
    pub worldsema: RawLock,
    /// All Ps; null beyond the highest used.
    pub allp: Box<[AtomicPtr<P>]>,
    /// How many of them run goroutines.
    pub gomaxprocs: AtomicI32,
    /// All Gs ever made, for tracebacks and the collector.
    pub allgs: Lock<Vec<usize>>,
    /// All Ms through `M::alllink`.
    pub allm: AtomicPtr<M>,
    /// The first thread.
    pub m0: AtomicPtr<M>,
    /// Dead goroutines, spilled from Ps.
    pub gfree: Lock<GQueue>,
    /// Source of goroutine numbers.
    pub goidgen: AtomicU64,
    /// System goroutines.
    pub ngsys: AtomicI32,
    /// newproc may wake Ms.
    pub main_started: AtomicBool,
    /// Time.
    pub clock: Clock,
    /// Randomness.
    pub seeder: Seeder,
    /// Code addresses of [`EntryPoint`]s.
    pub entry_points: [AtomicUsize; EntryPoint::ALL.len()],
    /// Compiled code lies in `code_lo..code_hi`.
    pub code_lo: AtomicUsize,
    /// End of it.
    pub code_hi: AtomicUsize,
    /// When the network was polled last; 0 while a thread blocks in it.
    pub lastpoll: AtomicI64,
}
