//! mgo's runtime: Go's scheduler, stacks, channels and memory.
//!
//! The order of the `mod` lines is the layer order. Everything hangs off an instance, [`sched::Sched`]; process-wide state is only the signal
//! dispatch and the thread-local pointer to the current M.
//!
//! Invariant: Rust runs on a g0 (a thread's own stack), never on a goroutine's stack; so a Rust frame stays on its thread until it returns.

// `loom` is a cfg of the command line, unknown to cargo.
#![allow(unexpected_cfgs)]

// Lock-free parts. What they use comes through `sync`, so that loom can model them (`RUSTFLAGS="--cfg loom" cargo test -p mgo-runtime --release --lib models`).
pub mod idlers;
pub mod lock;
pub mod note;
pub mod pstatus;
pub mod runq;
pub mod sync;
pub mod waitword;

// The machine and the instance.
#[cfg(not(loom))]
pub mod arch;
#[cfg(not(loom))]
pub mod clock;
#[cfg(not(loom))]
pub mod debugvars;
#[cfg(not(loom))]
pub mod functab;
#[cfg(not(loom))]
pub mod g;
#[cfg(not(loom))]
pub mod limits;
#[cfg(not(loom))]
pub mod m;
#[cfg(not(loom))]
pub mod p;
#[cfg(not(loom))]
pub mod rand;
#[cfg(not(loom))]
pub mod sched;
#[cfg(not(loom))]
pub mod stack;
#[cfg(not(loom))]
pub mod sudog;
#[cfg(not(loom))]
pub mod trace;

// Memory and the values of the language.
#[cfg(not(loom))]
pub mod gc;
#[cfg(not(loom))]
pub mod hash;
#[cfg(not(loom))]
pub mod iface;
#[cfg(not(loom))]
pub mod map;
#[cfg(not(loom))]
pub mod mem;
#[cfg(not(loom))]
pub mod print;
#[cfg(not(loom))]
pub mod slice;
#[cfg(not(loom))]
pub mod string;
#[cfg(not(loom))]
pub mod typ;
#[cfg(not(loom))]
pub mod values;

// Scheduling and failing.
#[cfg(not(loom))]
pub mod cpuprof;
#[cfg(not(loom))]
pub mod defer;
#[cfg(not(loom))]
pub mod netpoll;
#[cfg(not(loom))]
pub mod panic;
#[cfg(not(loom))]
pub mod preempt;
#[cfg(not(loom))]
pub mod proc;
#[cfg(not(loom))]
pub mod signal;
#[cfg(not(loom))]
pub mod sigqueue;
#[cfg(not(loom))]
pub mod throw;
#[cfg(not(loom))]
pub mod timer;
#[cfg(not(loom))]
pub mod traceback;

// What goroutines wait on.
#[cfg(not(loom))]
pub mod chan;
#[cfg(not(loom))]
pub mod select;
#[cfg(not(loom))]
pub mod sema;
#[cfg(not(loom))]
pub mod session;

// What compiled code is linked with.
#[cfg(not(loom))]
pub mod builtins;
#[cfg(not(loom))]
pub mod natives;

#[cfg(all(test, loom))]
mod models;
#[cfg(all(test, not(loom)))]
mod shuttled;
#[cfg(all(test, not(loom)))]
mod tests;

#[cfg(not(loom))]
pub use api::*;

#[cfg(not(loom))]
mod api {
    use mgo_abi::native::Native;

    use crate::proc::main::{self, Exit};
    use crate::sched::Sched;

    /// The natives of package `runtime`.
    pub fn natives() -> &'static [Native] {
        crate::natives::all()
    }

    /// Runs the program of an instance as this process: when it has ended, so has the process.
    pub fn rt0(sched: &'static Sched) -> ! {
        // SAFETY: the host has set the entry points to code that keeps the contract, and gives the instance for ever.
        let exit = unsafe { main::rt0(sched) };
        std::process::exit(exit.code)
    }

    /// Runs the program of an instance inside this process.
    ///
    /// # Safety
    /// The entry points are code that keeps the contract of `mgo_abi`. Unless the exit is clean, the instance and its code must stay where they are.
    pub unsafe fn run(sched: &Sched) -> Exit {
        // SAFETY: the caller's promise.
        unsafe { main::rt0(sched) }
    }
}
