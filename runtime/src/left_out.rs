//! Leaving out a step of a protocol, to show by a model that it is needed.

use std::cell::Cell;

use crate::sync::Step;

thread_local! {
    static LEFT_OUT: Cell<Option<Step>> = const { Cell::new(None) };
}

/// A model has left `step` out.
pub fn left_out(step: Step) -> bool {
    LEFT_OUT.get() == Some(step)
}

/// Leaves a step out on this thread, where a model runs all of its own, until the result is dropped.
#[must_use]
pub fn leave_out(step: Step) -> impl Drop {
    struct Back;
    impl Drop for Back {
        fn drop(&mut self) {
            LEFT_OUT.set(None);
        }
    }
    LEFT_OUT.set(Some(step));
    Back
}
