//! The heap: after Go's, with DESIGN's choices. A reservation is cut into blocks ([`heap`]); a block or a span of four belongs to a class =
//! size and pointer shape ([`class`]); each P fills holes of its own ([`mcache`], [`alloc`]); free blocks are found first-fit ([`blocks`]).
//!
//! Natives allocate with [`mallocgc`], [`new_string`], [`new_slice`]. They may hold the addresses they get in their frames, which the collector scans.

pub mod alloc;
pub mod blocks;
pub mod class;
pub mod copy;
pub mod heap;
pub mod mcache;
pub mod os;
pub mod sizes;
pub mod stats;
pub mod words;

#[cfg(test)]
mod bench;
#[cfg(test)]
pub(crate) mod tests;

use std::ptr;

use mgo_abi::typedesc::{GoSlice, GoString, TypeDesc};

use self::mcache::MCache;
pub use self::words::malloc_words;

/// Bytes of a block.
pub const BLOCK: usize = 1 << BLOCK_SHIFT;
/// Its logarithm.
pub const BLOCK_SHIFT: usize = 14;
/// Bytes of a span of medium objects: four blocks.
pub const SPAN: usize = 64 << 10;
/// Bytes per mark bit.
pub const GRAIN: usize = 16;
/// Longest string.
pub const MAX_STRING: usize = 1 << 47;
/// Bytes of a word.
pub const WORD: usize = 8;

/// A test without scheduler is running on this thread.
#[cfg(test)]
pub(crate) fn is_standalone() -> bool {
    tests::standalone().is_some()
}

/// The cache of the P that the calling thread holds.
#[inline]
pub fn mcache() -> *mut MCache {
    #[cfg(test)]
    if let Some(mc) = tests::standalone() {
        return mc;
    }
    // SAFETY: natives run on an M with a P, whose first field is its cache.
    unsafe { (&raw mut (*(*crate::m::getm()).p).mcache) }
}

/// A zeroed object of `size` bytes, with pointers where `ty`, repeated, has them.
#[inline]
pub fn mallocgc(size: usize, ty: Option<&TypeDesc>) -> *mut u8 {
    let mc = mcache();
    // SAFETY: the cache is the calling thread's P's.
    unsafe { (*(*mc).heap).mallocgc(mc, size, ty, 0) }
}

/// An object without pointers whose contents the caller overwrites.
#[inline]
pub fn malloc_bytes(size: usize) -> *mut u8 {
    malloc_tail(size, size)
}

/// An object without pointers whose first `zero_from` bytes the caller overwrites; the rest is zero.
#[inline]
pub fn malloc_tail(size: usize, zero_from: usize) -> *mut u8 {
    let mc = mcache();
    // SAFETY: as above.
    unsafe { (*(*mc).heap).mallocgc(mc, size, None, zero_from) }
}

/// A string of these bytes.
pub fn new_string(bytes: &[u8]) -> GoString {
    if bytes.is_empty() {
        return GoString { ptr: ptr::null(), len: 0 };
    }
    let p = malloc_bytes(bytes.len());
    // SAFETY: a fresh object of that size.
    unsafe { ptr::copy_nonoverlapping(bytes.as_ptr(), p, bytes.len()) };
    GoString { ptr: p, len: bytes.len() }
}

/// A zeroed slice of `len` elements of type `elem`.
pub fn new_slice<T>(elem: &TypeDesc, len: usize) -> GoSlice<T> {
    debug_assert_eq!(elem.size, size_of::<T>());
    GoSlice { ptr: mallocgc(elem.size * len, Some(elem)).cast(), len, cap: len }
}

/// Ends the process as Go does when the address space is used up or the kernel refuses `bytes` more.
#[cold]
pub fn out_of_memory(bytes: usize) -> ! {
    let mp = crate::m::getm();
    if !mp.is_null() {
        // SAFETY: the M is this thread's.
        let sched = unsafe { &*(*mp).sched };
        let in_use = sched.heap.blocks.lock().in_use * BLOCK;
        sched.printf(format_args!("runtime: out of memory: cannot allocate {bytes}-byte block ({in_use} in use)\n"));
    }
    crate::throw::throw("out of memory")
}
