//! Bulk copies and clears that compiled code asks for: plain ones, and typed ones with the write barrier.
//!
//! Many bytes are done in pieces, between which the world may stop and marking begin: each has its own look at the barrier.

use std::ops::Range;
use std::ptr;
use std::slice::from_raw_parts;

use mgo_abi::typedesc::TypeDesc;

use super::alloc::in_pieces;
use super::mcache;
use crate::gc::barrier;
use crate::gc::omit::Omit;

/// Copies one value; the places may overlap.
///
/// # Safety
/// From compiled code through systemstack.
pub unsafe extern "C" fn rt_typedmemmove(ty: *const TypeDesc, dst: *mut u8, src: *const u8) {
    // SAFETY: compiled code passes places of the type.
    unsafe { rt_typedslicecopy(ty, dst, src, 1) }
}

/// Zeroes one value.
///
/// # Safety
/// From compiled code through systemstack.
pub unsafe extern "C" fn rt_typedmemclr(ty: *const TypeDesc, dst: *mut u8) {
    // SAFETY: compiled code passes a place of the type.
    unsafe { rt_typedsliceclear(ty, dst, 1) }
}

/// Copies `n` elements; the arrays may overlap.
///
/// # Safety
/// From compiled code through systemstack.
pub unsafe extern "C" fn rt_typedslicecopy(ty: *const TypeDesc, dst: *mut u8, src: *const u8, n: usize) {
    // SAFETY: compiled code passes arrays of the type.
    unsafe { copy_values(Omit::Copies, ty, dst, src, n) }
}

/// Copies `n` values with the barrier of a site; the arrays may overlap.
///
/// # Safety
/// The arrays are of the type; the thread holds a P.
pub(crate) unsafe fn copy_values(site: Omit, ty: *const TypeDesc, dst: *mut u8, src: *const u8, n: usize) {
    // SAFETY: the caller's.
    unsafe { move_in_pieces(dst, src, n * (*ty).size, |part| barrier::bulk_part(mcache(), site, &*ty, dst, src, part)) }
}

/// Copies bytes, which may overlap, piece by piece, in the order in which none is written before it is read; `before` sees each piece first.
///
/// # Safety
/// As [`rt_memmove`].
#[inline]
unsafe fn move_in_pieces(dst: *mut u8, src: *const u8, len: usize, before: impl Fn(Range<usize>)) {
    let backwards = (dst as usize).wrapping_sub(src as usize) < len;
    // SAFETY: the caller's.
    unsafe {
        in_pieces(len, |at, n| {
            let at = if backwards { len - at - n } else { at };
            before(at..at + n);
            ptr::copy(src.add(at), dst.add(at), n);
        });
    }
}

/// Zeroes `n` elements.
///
/// # Safety
/// From compiled code through systemstack.
pub unsafe extern "C" fn rt_typedsliceclear(ty: *const TypeDesc, dst: *mut u8, n: usize) {
    // SAFETY: compiled code passes an array of the type.
    unsafe { clear_values(Omit::Clears, ty, dst, n) }
}

/// Zeroes `n` values with the barrier of a site.
///
/// # Safety
/// The array is of the type; the thread holds a P.
pub(crate) unsafe fn clear_values(site: Omit, ty: *const TypeDesc, dst: *mut u8, n: usize) {
    // SAFETY: the caller's.
    unsafe {
        in_pieces(n * (*ty).size, |at, len| {
            barrier::bulk_part(mcache(), site, &*ty, dst, ptr::null(), at..at + len);
            ptr::write_bytes(dst.add(at), 0, len);
        });
    }
}

/// Copies bytes; the places may overlap.
///
/// # Safety
/// From compiled code through systemstack.
pub unsafe extern "C" fn rt_memmove(dst: *mut u8, src: *const u8, n: usize) {
    if n != 0 {
        // SAFETY: compiled code passes `n` bytes each.
        unsafe { move_in_pieces(dst, src, n, |_| ()) }
    }
}

/// Zeroes bytes.
///
/// # Safety
/// From compiled code through systemstack.
pub unsafe extern "C" fn rt_memclr(dst: *mut u8, n: usize) {
    if n != 0 {
        // SAFETY: compiled code passes `n` bytes.
        unsafe { in_pieces(n, |at, len| ptr::write_bytes(dst.add(at), 0, len)) }
    }
}

/// Equality of bytes.
///
/// # Safety
/// From compiled code through systemstack.
pub unsafe extern "C" fn rt_memequal(a: *const u8, b: *const u8, n: usize) -> bool {
    // SAFETY: compiled code passes `n` bytes each.
    n == 0 || unsafe { from_raw_parts(a, n) == from_raw_parts(b, n) }
}
