//! Stack for deep trees: a long text may nest deeper, or have longer chains of operators, than a thread's ordinary stack has room for.

use mgo_syntax::{BYTES_PER_LEVEL, MAX_DEPTH, allow_depth};
use std::sync::{Mutex, PoisonError};

/// No tree is deeper. Pages of the stack that are not touched cost nothing.
const DEEPEST: u16 = 30_000;

/// Runs `f`, which parses so many bytes at most and walks what comes of them, with the stack that may take.
pub(crate) fn with_room<R: Send>(bytes: usize, f: impl FnOnce() -> R + Send) -> R {
    // A level takes at least two bytes of the text: an operator and its operand.
    let depth = u16::try_from(bytes / 2).unwrap_or(DEEPEST).min(DEEPEST);
    if depth <= MAX_DEPTH {
        return f();
    }
    let work = Mutex::new(Some(f));
    let take = || work.lock().unwrap_or_else(PoisonError::into_inner).take();
    let done = std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(usize::from(depth) * BYTES_PER_LEVEL).spawn_scoped(scope, || {
            allow_depth(depth);
            take().map(|f| f())
        });
        thread.ok().map(|thread| thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    });
    match done.flatten() {
        Some(result) => result,
        // There is no such thread; on this one only shallow trees are allowed.
        None => take().expect("the work was not taken by a thread that did not start")(),
    }
}

/// Runs `f`, which walks trees parsed before, with the stack that the deepest of them may take.
pub(crate) fn with_room_for_known<R: Send>(f: impl FnOnce() -> R + Send) -> R {
    with_room(if mgo_syntax::met_deep_tree() { usize::MAX } else { 0 }, f)
}
