//! Bulk copies and clears that compiled code asks for: plain ones, and typed ones with the write barrier.

use std::ptr;
use std::slice::from_raw_parts;

use mgo_abi::typedesc::TypeDesc;

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
    unsafe {
        barrier::bulk(mcache(), site, &*ty, dst, src, n);
        rt_memmove(dst, src, n * (*ty).size);
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
        barrier::bulk(mcache(), site, &*ty, dst, ptr::null(), n);
        rt_memclr(dst, n * (*ty).size);
    }
}

/// Copies bytes; the places may overlap.
///
/// # Safety
/// From compiled code through systemstack.
pub unsafe extern "C" fn rt_memmove(dst: *mut u8, src: *const u8, n: usize) {
    if n != 0 {
        // SAFETY: compiled code passes `n` bytes each.
        unsafe { ptr::copy(src, dst, n) }
    }
}

/// Zeroes bytes.
///
/// # Safety
/// From compiled code through systemstack.
pub unsafe extern "C" fn rt_memclr(dst: *mut u8, n: usize) {
    if n != 0 {
        // SAFETY: compiled code passes `n` bytes.
        unsafe { ptr::write_bytes(dst, 0, n) }
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
