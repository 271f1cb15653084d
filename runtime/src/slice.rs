//! Slices: `make`, and growth by Go's rule, so that `cap` is Go's.

use std::ptr;

use mgo_abi::builtins::PanicCode;
use mgo_abi::typedesc::TypeDesc;

use crate::mem::alloc::in_pieces;
use crate::mem::sizes::roundupsize;
use crate::mem::{malloc_tail, mallocgc};
use crate::string::Pair;
use crate::typ::raise;

/// Go's `maxAlloc`: sizes above it raise instead of running out of memory.
const MAX_ALLOC: usize = 1 << 48;
/// Below this capacity slices double.
const DOUBLE_BELOW: usize = 256;

/// An array of `n` zero elements; the caller has checked `n`.
///
/// # Safety
/// From compiled code through systemstack.
pub unsafe extern "C" fn rt_newarray(elem: *const TypeDesc, n: usize) -> *mut u8 {
    // SAFETY: compiled code passes a descriptor.
    let elem = unsafe { &*elem };
    mallocgc(elem.size * n, Some(elem))
}

/// `make([]T, len, cap)`
///
/// # Safety
/// From compiled code through systemstack.
pub unsafe extern "C" fn rt_makeslice(elem: *const TypeDesc, len: isize, cap: isize) -> *mut u8 {
    // SAFETY: compiled code passes a descriptor.
    makeslice(unsafe { &*elem }, len, cap)
}

fn makeslice(elem: &TypeDesc, len: isize, cap: isize) -> *mut u8 {
    let fits = |n: isize| usize::try_from(n).ok().and_then(|n| n.checked_mul(elem.size)).filter(|&m| m <= MAX_ALLOC);
    match fits(cap) {
        Some(size) if (0..=cap).contains(&len) => mallocgc(size, Some(elem)),
        _ if fits(len).is_none() => raise(PanicCode::MakeSliceLen, 0, 0),
        _ => raise(PanicCode::MakeSliceCap, 0, 0),
    }
}

/// Room for `new_len` > `cap` elements: a new array with the first `len` copied, and its capacity.
///
/// # Safety
/// From compiled code through systemstack.
pub unsafe extern "C" fn rt_growslice(elem: *const TypeDesc, old: *const u8, len: usize, cap: usize, new_len: usize) -> Pair {
    // SAFETY: compiled code passes a descriptor.
    let elem = unsafe { &*elem };
    if new_len as isize <= 0 {
        raise(PanicCode::GrowSliceLen, 0, 0);
    }
    if elem.size == 0 {
        return Pair { a: mallocgc(0, None) as usize, b: new_len };
    }
    let noscan = elem.gc_period == 0;
    let want = next_cap(new_len, cap);
    let Some(size) = want.checked_mul(elem.size).map(|m| roundupsize(m, noscan)).filter(|&m| m <= MAX_ALLOC) else {
        raise(PanicCode::GrowSliceLen, 0, 0);
    };
    let new_cap = size / elem.size;
    let size = new_cap * elem.size;
    // What `append` overwrites needs no zeros.
    let p = if noscan { malloc_tail(size, new_len * elem.size) } else { mallocgc(size, Some(elem)) };
    if len != 0 {
        // SAFETY: the old array has `len` elements, the new one more; filling a fresh object takes no barrier, for the old one is reachable too.
        unsafe { in_pieces(len * elem.size, |at, n| ptr::copy_nonoverlapping(old.add(at), p.add(at), n)) };
    }
    Pair { a: p as usize, b: new_cap }
}

/// Go's growth rule, before rounding to a size class.
fn next_cap(new_len: usize, old: usize) -> usize {
    if new_len > old.saturating_mul(2) {
        return new_len;
    }
    if old < DOUBLE_BELOW {
        return old * 2;
    }
    let mut cap = old;
    while cap < new_len {
        // From doubling to a quarter more, smoothly.
        cap = cap.saturating_add((cap + 3 * DOUBLE_BELOW) >> 2);
    }
    cap
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mem::tests::{TestHeap, desc};

    /// The capacities that appending one by one goes through.
    fn caps(elem: &TypeDesc, to: usize) -> Vec<usize> {
        let (mut p, mut cap, mut out) = (ptr::null(), 0, vec![]);
        for len in 0..to {
            if len == cap {
                // SAFETY: the array has `len` elements.
                let grown = unsafe { rt_growslice(elem, p, len, cap, len + 1) };
                (p, cap) = (grown.a as *const u8, grown.b);
                out.push(cap);
            }
        }
        out
    }

    #[test]
    fn capacities_are_gos() {
        let _h = TestHeap::new();
        // Recorded from Go 1.27.
        assert_eq!(caps(&desc(1, 0, &[]), 3000), [8, 16, 32, 64, 128, 256, 512, 896, 1408, 2048, 3072]);
        assert_eq!(caps(&desc(8, 0, &[]), 5000), [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 848, 1280, 1792, 2560, 3408, 5120]);
        assert_eq!(caps(&desc(8, 1, &[1]), 3000), [1, 2, 4, 8, 16, 32, 64, 143, 287, 607, 1023, 1535, 2303, 3071]);
        assert_eq!(caps(&desc(24, 3, &[1]), 1000), [1, 2, 4, 8, 16, 37, 74, 170, 341, 682, 1135]);
        assert_eq!(caps(&desc(0, 0, &[]), 5), [1, 2, 3, 4, 5]);
    }

    #[test]
    fn grown_slices_keep_their_elements() {
        let _h = TestHeap::new();
        let elem = desc(8, 0, &[]);
        let (mut p, mut cap) = (ptr::null_mut::<u64>(), 0);
        for len in 0..20_000usize {
            // SAFETY: the array has room for `cap` elements.
            unsafe {
                if len == cap {
                    let grown = rt_growslice(&elem, p.cast(), len, cap, len + 1);
                    (p, cap) = (grown.a as *mut u64, grown.b);
                    assert!((len + 1..cap).all(|i| *p.add(i) == 0), "the rest is zero");
                }
                *p.add(len) = len as u64;
            }
        }
        // SAFETY: as above.
        assert!((0..20_000).all(|i| unsafe { *p.add(i) } == i as u64));
    }

    #[test]
    fn bad_lengths_raise() {
        let _h = TestHeap::new();
        let elem = desc(8, 0, &[]);
        let raised = |len: isize, cap: isize| {
            let fails = std::panic::catch_unwind(|| makeslice(&elem, len, cap) as usize);
            fails.err().map(|e| e.downcast::<String>().map(|s| s.split(' ').next().unwrap_or("").to_owned()).unwrap_or_default())
        };
        assert_eq!(raised(-1, 0).as_deref(), Some("MakeSliceLen"));
        assert_eq!(raised(0, -1).as_deref(), Some("MakeSliceCap"));
        assert_eq!(raised(2, 1).as_deref(), Some("MakeSliceCap"));
        assert_eq!(raised(1 << 60, 1 << 60).as_deref(), Some("MakeSliceLen"));
        assert_eq!(raised(1, 1 << 60).as_deref(), Some("MakeSliceCap"));
        assert_eq!(raised(1, 2), None);
    }
}
