//! mgo's runtime: Go's scheduler, stacks, channels and memory.
//!
//! The order of the `mod` lines is the layer order. Everything hangs off an instance, [`sched::Sched`]; process-wide state is only the signal
//! dispatch and the thread-local pointer to the current M.
//!
//! Invariant: Rust runs on a g0 (a thread's own stack), never on a goroutine's stack; so a Rust frame stays on its thread until it returns.

// Lock-free parts. What they use comes through `sync`, so that models can compile them a second time with another (`loomed`, `shuttled`).
pub mod idlers;
pub mod lock;
pub mod note;
pub mod pstatus;
pub mod runq;
pub mod sync;
pub mod waitword;

// The machine and the instance.
pub mod arch;
pub mod clock;
pub mod debugvars;
pub mod functab;
pub mod g;
pub mod limits;
pub mod m;
pub mod p;
pub mod rand;
pub mod sched;
pub mod spares;
pub mod stack;
pub mod sudog;
pub mod trace;

// Memory and the values of the language.
pub mod gc;
pub mod hash;
pub mod iface;
pub mod map;
pub mod mem;
pub mod print;
pub mod slice;
pub mod string;
pub mod typ;
pub mod values;

// Scheduling and failing.
pub mod defer;
pub mod netpoll;
pub mod panic;
pub mod preempt;
pub mod proc;
pub mod profile;
pub mod signal;
pub mod sigqueue;
pub mod throw;
pub mod timer;
pub mod traceback;

// What goroutines wait on.
pub mod chan;
pub mod select;
pub mod sema;
pub mod session;

// What compiled code is linked with.
pub mod builtins;
pub mod natives;

#[cfg(test)]
mod left_out;
#[cfg(test)]
mod loomed;
#[cfg(test)]
mod shuttled;
#[cfg(test)]
mod tests;

pub use api::*;

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
