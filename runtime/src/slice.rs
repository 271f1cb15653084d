//! Slices: making, growing, copying.
