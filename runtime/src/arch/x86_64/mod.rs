//! x86-64. What compiled code calls directly on a goroutine's stack lies outside the range of compiled code: nothing is preempted in the middle of it.

#[macro_use]
mod fragments;
mod alloc;
mod bytes;
mod chan;
mod defer;
mod pool;
mod strings;
mod switch;

pub use alloc::*;
pub use bytes::*;
pub use chan::*;
pub use defer::*;
pub use pool::*;
pub use strings::*;
pub use switch::*;
