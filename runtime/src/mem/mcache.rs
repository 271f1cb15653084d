//! What a P caches of the heap.

/// A P's cache; the first field of [`crate::p::P`], so that `TypeDesc::alloc_class` is an offset from the P.
#[repr(C)]
#[derive(Default)]
pub struct MCache {
    _none_yet: [u64; 0],
}
