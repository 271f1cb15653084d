//! The write barrier: while marking, the old and the new pointer of every store are kept for the collector (Yuasa's deletion barrier with Dijkstra's
//! insertion barrier, Go's hybrid), so that a stack has to be scanned only once.
//!
//! Compiled code tests `Heap::wb_enabled` and calls the asm `writebarrier`, which fills the P's buffer; a full one comes here. Stores that
//! the runtime itself makes into objects go through [`write_ptr`] and [`bulk`], which test `Heap::marking` and say what kind of site they are.
//!
//! Filling an object that was just made takes none, not even from another object (`append`, the growth of maps): it is born marked, and a running
//! goroutine holds nothing that the collector would not mark, for its stack was scanned before.

use std::ops::Range;
use std::sync::atomic::Ordering;

use mgo_abi::typedesc::TypeDesc;

use super::omit::{Omit, omitted};
use crate::mem::WORD;
use crate::mem::heap::Heap;
use crate::mem::mcache::MCache;

/// Marking is on: stores need the barrier, and objects are born marked.
#[inline(always)]
pub fn enabled(heap: &Heap) -> bool {
    heap.marking.load(Ordering::Relaxed) != 0
}

/// Empties a P's buffer into the collector's work.
///
/// # Safety
/// `mc` is the cache of the caller's P, or the world is stopped.
pub unsafe fn flush(mc: *mut MCache) {
    // SAFETY: the caller's; the heap outlives its caches, and the buffer is filled from its start to `wb_next`.
    unsafe {
        let start = (&raw mut (*mc).wb_buf).cast::<usize>();
        let words = std::slice::from_raw_parts(start, (*mc).wb_next.offset_from(start) as usize);
        if enabled(&*(*mc).heap) {
            (*(*mc).heap).cycle.shade(&*(*mc).heap, words);
        }
        (*mc).wb_next = start;
    }
}

/// Keeps one word for the collector.
///
/// # Safety
/// As [`flush`].
#[inline]
pub unsafe fn shade(mc: *mut MCache, word: usize) {
    if word == 0 {
        return;
    }
    // SAFETY: the caller's; `wb_next` < `wb_end` because the buffer is flushed when they meet.
    unsafe {
        (*mc).wb_next.write(word);
        (*mc).wb_next = (*mc).wb_next.add(1);
        if (*mc).wb_next >= (*mc).wb_end {
            flush(mc);
        }
    }
}

/// Stores a pointer into an object, with the barrier.
///
/// # Safety
/// `slot` is a word of an object or global, `mc` the cache of the caller's P.
#[inline]
pub unsafe fn write_ptr(mc: *mut MCache, site: Omit, slot: *mut usize, new: usize) {
    // SAFETY: the caller's.
    unsafe {
        if enabled(&*(*mc).heap) && !omitted(&(*(*mc).heap).cycle, site) {
            shade(mc, slot.read());
            shade(mc, new);
        }
        slot.write(new);
    }
}

/// The barrier for `n` values of a type about to be written at `dst` from `src` (null: zeros).
///
/// # Safety
/// `dst` and a non-null `src` point to `n` values of the type, `mc` is the cache of the caller's P.
#[inline]
pub unsafe fn bulk(mc: *mut MCache, site: Omit, ty: &TypeDesc, dst: *const u8, src: *const u8, n: usize) {
    // SAFETY: the caller's.
    unsafe { bulk_part(mc, site, ty, dst, src, 0..n * ty.size) }
}

/// The same for some of their bytes: whole words.
///
/// # Safety
/// As [`bulk`], of as many values as the bytes lie in.
#[inline]
pub unsafe fn bulk_part(mc: *mut MCache, site: Omit, ty: &TypeDesc, dst: *const u8, src: *const u8, bytes: Range<usize>) {
    // SAFETY: the caller's.
    unsafe {
        if ty.gc_period != 0 && enabled(&*(*mc).heap) && !omitted(&(*(*mc).heap).cycle, site) {
            bulk_slow(mc, ty, dst, src, bytes.start / WORD..bytes.end / WORD);
        }
    }
}

#[cold]
unsafe fn bulk_slow(mc: *mut MCache, ty: &TypeDesc, dst: *const u8, src: *const u8, words: Range<usize>) {
    let period = ty.gc_period as usize;
    let mut k = words.start % period;
    for w in words {
        // SAFETY: the mask has a bit per word of the period; both arrays have `n` values.
        unsafe {
            if *ty.gc_mask.add(k / 64) >> (k % 64) & 1 != 0 {
                shade(mc, dst.cast::<usize>().add(w).read());
                if !src.is_null() {
                    shade(mc, src.cast::<usize>().add(w).read());
                }
            }
        }
        k += 1;
        if k == period {
            k = 0;
        }
    }
}
