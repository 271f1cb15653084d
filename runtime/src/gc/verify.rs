//! `gcverify`: looks at the marks again when marking has ended, with the world stopped, with the simplest code there is.
//!
//! Two checks. [`closed`]: what a marked object, a package variable or a running timer points to is marked; it holds after every cycle. [`reached`]: whatever
//! the roots lead to is marked; that is only true of the moment the stacks were scanned, for conservative roots show words later that were dead before, so
//! it is for cycles that mark with the world stopped (`gcstoptheworld`). And what is freed is overwritten ([`POISON`]), so that nothing goes on
//! working by chance that refers to it.

use std::sync::atomic::Ordering;

use mgo_abi::typedesc::TypeDesc;
use rustc_hash::FxHashSet;

use super::mark::Range;
use crate::mem::WORD;
use crate::mem::class::{FREE, LARGE, LARGE_REST, Scan};
use crate::mem::heap::{Heap, Object};

/// Each byte of freed memory.
pub const POISON: u8 = 0xdb;

/// Checks that what `ranges` and marked objects point to is marked.
///
/// # Panics
/// When something is not: the collector would free a live object.
pub fn closed(heap: &Heap, ranges: &[Range]) {
    words(ranges).for_each(|at| _ = target(heap, at));
    let top = heap.blocks.lock().top();
    for block in 0..top {
        for start in objects(heap, block) {
            let Some(object) = heap.resolve(start).filter(|&o| o.start == start && heap.is_marked(o)) else { continue };
            pointers(heap, object).for_each(|at| _ = target(heap, at));
        }
    }
}

/// Checks that every object that is reachable from `roots` is marked.
///
/// # Panics
/// As [`closed`].
pub fn reached(heap: &Heap, roots: &[Range]) {
    let mut seen = FxHashSet::default();
    let mut todo: Vec<Object> = words(roots).filter_map(|at| target(heap, at)).collect();
    while let Some(o) = todo.pop() {
        if seen.insert(o.start) {
            todo.extend(pointers(heap, o).filter_map(|at| target(heap, at)));
        }
    }
}

/// The addresses of the words of ranges.
fn words(ranges: &[Range]) -> impl Iterator<Item = usize> {
    ranges.iter().flat_map(|&(lo, hi)| (lo.next_multiple_of(WORD)..hi.saturating_sub(WORD - 1)).step_by(WORD))
}

/// Where objects of a block may begin.
fn objects(heap: &Heap, block: usize) -> Vec<usize> {
    let lo = heap.block_addr(block);
    let class = usize::from(heap.entry.at(block).load(Ordering::Relaxed));
    match class {
        FREE | LARGE_REST => Vec::new(),
        LARGE => vec![lo],
        _ => {
            let c = heap.classes.get(class);
            if lo & c.span_mask as usize != 0 {
                return Vec::new();
            }
            (0..c.nobj as usize).map(|i| lo + i * c.size as usize).collect()
        }
    }
}

/// The addresses of an object's words that may be pointers.
fn pointers(heap: &Heap, o: Object) -> impl Iterator<Item = usize> {
    (o.start..o.start + heap.size_of(o)).step_by(WORD).filter(move |at| may_point(heap, o, (at - o.start) / WORD))
}

/// The object that a word points into.
fn target(heap: &Heap, at: usize) -> Option<Object> {
    // SAFETY: a word of a root or of an object, by the caller.
    let word = unsafe { std::ptr::read_volatile(at as *const usize) };
    let o = heap.resolve(word)?;
    assert!(heap.is_marked(o), "gcverify: object {:#x} (class {}), reached by {word:#x} at {at:#x}, is not marked", o.start, o.class);
    Some(o)
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
