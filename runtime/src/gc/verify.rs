//! `gcverify`: marks again with the simplest marker there is and compares, with the world stopped.

use std::sync::atomic::Ordering;

use mgo_abi::typedesc::TypeDesc;
use rustc_hash::FxHashSet;

use super::mark::Range;
use crate::mem::WORD;
use crate::mem::class::{LARGE, Scan};
use crate::mem::heap::{Heap, Object};

/// Checks that MARK holds every object that is reachable from `roots`.
///
/// # Panics
/// When one is not marked: the collector would free a live object.
pub fn verify(heap: &Heap, roots: &[Range]) {
    let mut seen = FxHashSet::default();
    let mut todo = Vec::new();
    for &(lo, hi) in roots {
        for at in (lo.next_multiple_of(WORD)..hi.saturating_sub(WORD - 1)).step_by(WORD) {
            visit(heap, at, &mut seen, &mut todo);
        }
    }
    while let Some(o) = todo.pop() {
        for at in (o.start..o.start + heap.size_of(o)).step_by(WORD) {
            if may_point(heap, o, (at - o.start) / WORD) {
                visit(heap, at, &mut seen, &mut todo);
            }
        }
    }
}

fn visit(heap: &Heap, at: usize, seen: &mut FxHashSet<usize>, todo: &mut Vec<Object>) {
    // SAFETY: a word of a root or of an object, by the caller.
    let word = unsafe { std::ptr::read_volatile(at as *const usize) };
    let Some(o) = heap.resolve(word) else { return };
    if seen.insert(o.start) {
        let bit = heap.bit_of(o.start);
        let marked = heap.mark().at(bit / 64).load(Ordering::Relaxed) >> (bit % 64) & 1 != 0;
        assert!(marked, "gcverify: object {:#x} (class {}), reached by {word:#x} at {at:#x}, is not marked", o.start, o.class);
        todo.push(o);
    }
}

/// Word `k` of an object may be a pointer.
fn may_point(heap: &Heap, o: Object, k: usize) -> bool {
    if o.class == LARGE {
        return by_type(heap.large_type.at(heap.block_of(o.start)).load(Ordering::Relaxed), k);
    }
    let c = heap.classes.get(o.class);
    match c.scan {
        Scan::None => false,
        Scan::Mask | Scan::Periodic => {
            let (period, mask) = heap.classes.mask_of(c.shape);
            mask >> (k % usize::from(period)) & 1 != 0
        }
        // SAFETY: the object's first word.
        Scan::Header => k > 0 && by_type(unsafe { *(o.start as *const usize) }, k - 1),
    }
}

fn by_type(ty: usize, k: usize) -> bool {
    // SAFETY: a descriptor or 0, as the allocator wrote it.
    let Some(ty) = (unsafe { (ty as *const TypeDesc).as_ref() }) else { return false };
    let k = k % ty.gc_period as usize;
    // SAFETY: the mask has a bit per word of the period.
    unsafe { *ty.gc_mask.add(k / 64) >> (k % 64) & 1 != 0 }
}
