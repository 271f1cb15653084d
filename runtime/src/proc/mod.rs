//! The scheduler.
//!
//! What natives and the other modules call (all on g0):
//! - Park natives get their G as sixth argument and return the G to run next; null means: go on with the caller.
//! - `gopark(gp, unlockf, lock, reason) -> *mut G`: parks `gp`; what it returns is what the native returns. When `unlockf` refuses, it is `gp`.
//! - `goready(gp)`: makes a waiting goroutine runnable, next on this P. `goyield(gp) -> *mut G`, `gosched(gp) -> *mut G`, `goexit1(gp) -> *mut G`.
//! - `stw::stop_the_world(reason)` / `start_the_world()` around a collection; `for_each_g`, `stack::extents(gp)` inside it.
//! - `panic::raise(code, a, b) -> !` from natives; `throw::throw(text) -> !`.
