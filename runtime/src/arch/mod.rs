//! Switching between stacks, one file per architecture.
//!
//! The contract. In compiled code r15 is the current G; in Rust it is an ordinary callee-saved register. Rust runs on the g0 of the thread, always
//! started at the same `g0_sp`, so nothing on a g0 survives a switch. A goroutine that does not execute compiled code has published `sched_sp`
//! (all its live words are at or above it in its segments) and `sched_bp`, a frame with the pc it left compiled code at:
//!
//! ```text
//!   goroutine inside systemstack       parked (parkcall, mcall)          preempted (async_preempt)      not yet started
//!   ...  frame of compiled code        ...  frame of compiled code       ...  interrupted frame         goexit + 1
//!   pc after the call                  pc after the call                 interrupted pc                 funcval
//!   caller's rbp      <- sched_bp      caller's rbp      <- sched_bp     its rbp        <- sched_bp     gostart     <- sched_sp
//!   rbx r12 r13 r14   <- sched_sp      rbx r12 r13 r14                   flags
//!                                      park_resume       <- sched_sp     async_resume   <- sched_sp
//! ```
//!
//! [`gogo`]-able means: the word at `sched_sp` is the pc to resume at. A goroutine inside `systemstack` is not; it goes on by returning.
//!
//! | routine         | in                                     | does                                                                    |
//! |-----------------|----------------------------------------|-------------------------------------------------------------------------|
//! | `enter`         | rdi = g0, rsi = fn(g0) -> G            | makes this thread's stack a g0, calls fn, resumes what it gives         |
//! | `leave`         | resumed through the g0 itself          | returns from `enter`                                                    |
//! | `systemstack`   | r11 = fn, C arguments                  | calls it on g0, gives its results; then stops if that was asked for     |
//! | `parkcall`      | r11 = fn, 5 C arguments, G is the 6th  | calls it on g0; null: goes on; else resumes the G it gives              |
//! | `mcall`         | r11 = fn(G) -> G                       | the same without arguments; null is a bug                               |
//! | `gostart`       | new goroutine                          | loads the closure pointer, jumps to its code                            |
//! | `goexit`        | a goroutine's first function returned  | mcall(goexit0)                                                          |
//! | `morestack`     | r11 = entry, r10 = stack argument words| runs the function on a new segment; on a poisoned guard: preemption     |
//! | `async_preempt` | pushed pc                              | saves every register in the save buffer, asks `gopreempt` who runs next |
//! | `lazycall`      | r11d = function number                 | has it compiled on g0, jumps there with the argument registers intact   |
//! | `jump`          | rdi = [`Context`]                      | abandons g0's frames, goes on in compiled code                          |

use crate::g::G;

#[cfg(target_arch = "x86_64")]
mod x86_64;
#[cfg(target_arch = "x86_64")]
pub use x86_64::*;

/// Where compiled code goes on after `jump`.
#[repr(C)]
#[derive(Debug)]
pub struct Context {
    /// The current goroutine.
    pub g: *mut G,
    /// Address to go on at.
    pub pc: usize,
    /// Stack pointer there.
    pub sp: usize,
    /// Frame pointer there.
    pub bp: usize,
    /// First three arguments, when `pc` is a function's entry.
    pub args: [usize; 3],
}
