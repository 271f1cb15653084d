//! Objects of the runtime itself in the garbage-collected heap: every word of them may point somewhere.

use std::ptr::null;
use std::sync::atomic::{AtomicU32, AtomicUsize};

use mgo_abi::typedesc::{GoSlice, GoString, Kind, TypeDesc};

const NO_NAME: GoString = GoString { ptr: null(), len: 0 };

const fn none<T>() -> GoSlice<T> {
    GoSlice { ptr: null(), len: 0, cap: 0 }
}

/// A descriptor that can be shared: it points at nothing that changes.
struct Words(TypeDesc);

// SAFETY: the descriptor is read-only but for `alloc_class`, which is atomic.
unsafe impl Sync for Words {}

static MASK: u64 = 1;

static WORDS: Words = Words(TypeDesc {
    size: 8,
    hash: 0,
    align: 8,
    kind: Kind::UnsafePointer as u8,
    flags: 0,
    chan_dir: 0,
    alloc_class: AtomicU32::new(u32::MAX),
    gc_period: 1,
    gc_mask: &raw const MASK,
    name: NO_NAME,
    pkg_path: NO_NAME,
    elem: null(),
    key: null(),
    len: 0,
    fields: none(),
    methods: none(),
    imethods: none(),
    ptr_to: null(),
    params: none(),
    num_in: 0,
    slice_of: null(),
    derived: std::sync::atomic::AtomicPtr::new(std::ptr::null_mut()),
    next_derived: null(),
    private: AtomicUsize::new(0),
});

/// A zeroed object of `size` bytes that is scanned conservatively.
pub fn malloc_words(size: usize) -> *mut u8 {
    super::mallocgc(size, Some(&WORDS.0))
}
