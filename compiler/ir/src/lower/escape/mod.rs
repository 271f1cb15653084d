//! Escape analysis: which variables and allocations may live in the frame.

/// What a function does with its parameters, as its callers see it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tags {}
