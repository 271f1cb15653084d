//! The map functions that compiled code calls.

use mgo_abi::typedesc::{GoString, TypeDesc};

use super::iter::{self, MapIter};
use super::key::{AnyKey, Key32, Key64, KeyStr};
use super::{Hmap, access, assign};

/// A key in memory of a map type.
///
/// # Safety
/// `ty` is a map type, `at` points to a key of it.
#[inline(always)]
unsafe fn any<'a>(ty: *const TypeDesc, at: *const u8) -> AnyKey<'a> {
    // SAFETY: the caller's; descriptors live as long as the instance.
    AnyKey { ty: unsafe { &*(*ty).key }, at }
}

/// `make(map[K]V, hint)`
///
/// # Safety
/// From compiled code through systemstack.
pub unsafe extern "C" fn rt_makemap(ty: *const TypeDesc, hint: isize) -> *mut Hmap {
    // SAFETY: compiled code passes a map type.
    unsafe { super::makemap(&*ty, hint) }
}

/// `m[k]` read: the element or null.
///
/// # Safety
/// From compiled code through systemstack.
pub unsafe extern "C" fn rt_mapaccess(ty: *const TypeDesc, m: *const Hmap, key: *const u8) -> *mut u8 {
    // SAFETY: compiled code passes a map of the type, and a key of it.
    unsafe { access(m, any(ty, key)) }
}

/// For keys of four bytes without pointers whose bytes say all.
///
/// # Safety
/// From compiled code through systemstack.
pub unsafe extern "C" fn rt_mapaccess_fast32(_: *const TypeDesc, m: *const Hmap, key: u32) -> *mut u8 {
    // SAFETY: as above.
    unsafe { access(m, Key32(key)) }
}

/// For keys of eight such bytes.
///
/// # Safety
/// From compiled code through systemstack.
pub unsafe extern "C" fn rt_mapaccess_fast64(_: *const TypeDesc, m: *const Hmap, key: u64) -> *mut u8 {
    // SAFETY: as above.
    unsafe { access(m, Key64(key)) }
}

/// For strings.
///
/// # Safety
/// From compiled code through systemstack.
pub unsafe extern "C" fn rt_mapaccess_faststr(_: *const TypeDesc, m: *const Hmap, ptr: *const u8, len: usize) -> *mut u8 {
    // SAFETY: as above.
    unsafe { access(m, KeyStr(GoString { ptr, len })) }
}

/// `m[k]` written: the element, made zero if need be.
///
/// # Safety
/// From compiled code through systemstack.
pub unsafe extern "C" fn rt_mapassign(ty: *const TypeDesc, m: *mut Hmap, key: *const u8) -> *mut u8 {
    // SAFETY: as above.
    unsafe { assign(m, any(ty, key)) }
}

/// For keys of four bytes.
///
/// # Safety
/// From compiled code through systemstack.
pub unsafe extern "C" fn rt_mapassign_fast32(_: *const TypeDesc, m: *mut Hmap, key: u32) -> *mut u8 {
    // SAFETY: as above.
    unsafe { assign(m, Key32(key)) }
}

/// For keys of eight bytes, pointers included.
///
/// # Safety
/// From compiled code through systemstack.
pub unsafe extern "C" fn rt_mapassign_fast64(_: *const TypeDesc, m: *mut Hmap, key: u64) -> *mut u8 {
    // SAFETY: as above.
    unsafe { assign(m, Key64(key)) }
}

/// For strings.
///
/// # Safety
/// From compiled code through systemstack.
pub unsafe extern "C" fn rt_mapassign_faststr(_: *const TypeDesc, m: *mut Hmap, ptr: *const u8, len: usize) -> *mut u8 {
    // SAFETY: as above.
    unsafe { assign(m, KeyStr(GoString { ptr, len })) }
}

/// `delete(m, k)`
///
/// # Safety
/// From compiled code through systemstack.
pub unsafe extern "C" fn rt_mapdelete(ty: *const TypeDesc, m: *mut Hmap, key: *const u8) {
    // SAFETY: as above.
    unsafe { super::delete(m, any(ty, key)) }
}

/// `clear(m)`
///
/// # Safety
/// From compiled code through systemstack.
pub unsafe extern "C" fn rt_mapclear(_: *const TypeDesc, m: *mut Hmap) {
    // SAFETY: as above.
    unsafe { super::clear(m) }
}

/// `range m`: start and first step.
///
/// # Safety
/// From compiled code through systemstack.
pub unsafe extern "C" fn rt_mapiterinit(_: *const TypeDesc, m: *mut Hmap, it: *mut MapIter) {
    // SAFETY: the iterator is a zeroed one in the caller's frame.
    unsafe { iter::init(m, &mut *it) }
}

/// `range m`: next step.
///
/// # Safety
/// From compiled code through systemstack.
pub unsafe extern "C" fn rt_mapiternext(it: *mut MapIter) {
    // SAFETY: the iterator was started.
    unsafe { iter::next(&mut *it) }
}
