//! The kinds of keys a table can be asked for. Each fast path is the same code for another kind.

use std::ptr;

use mgo_abi::builtins::PanicCode;
use mgo_abi::typedesc::{GoString, TypeDesc};

use super::kind::MapKind;
use crate::gc::barrier;
use crate::gc::omit::Omit;
use crate::mem::mcache;
use crate::{hash, typ};

/// A key that a table is asked for.
pub trait Key {
    /// Its hash.
    fn hash(&self, seed: u64) -> u64;

    /// It equals the key at `slot`.
    ///
    /// # Safety
    /// A key of the map's type is there.
    unsafe fn equals(&self, slot: *const u8) -> bool;

    /// Writes it to `slot`.
    ///
    /// # Safety
    /// A slot of the map is there.
    unsafe fn store(&self, kind: &MapKind, slot: *mut u8);

    /// Raises when the key cannot be hashed; for lookups that need no hash.
    fn check_hashable(&self) {}
}

/// Four bytes without pointers.
pub struct Key32(pub u32);

impl Key for Key32 {
    #[inline(always)]
    fn hash(&self, seed: u64) -> u64 {
        hash::word(u64::from(self.0), seed)
    }

    #[inline(always)]
    unsafe fn equals(&self, slot: *const u8) -> bool {
        // SAFETY: the caller's.
        unsafe { slot.cast::<u32>().read() == self.0 }
    }

    #[inline(always)]
    unsafe fn store(&self, _: &MapKind, slot: *mut u8) {
        // SAFETY: the caller's.
        unsafe { slot.cast::<u32>().write(self.0) }
    }
}

/// Eight bytes: an integer or a pointer.
pub struct Key64(pub u64);

impl Key for Key64 {
    #[inline(always)]
    fn hash(&self, seed: u64) -> u64 {
        hash::word(self.0, seed)
    }

    #[inline(always)]
    unsafe fn equals(&self, slot: *const u8) -> bool {
        // SAFETY: the caller's.
        unsafe { slot.cast::<u64>().read() == self.0 }
    }

    #[inline(always)]
    unsafe fn store(&self, kind: &MapKind, slot: *mut u8) {
        // SAFETY: the caller's; the slot held zero or an equal key, so only the new pointer has to be shaded.
        unsafe {
            barrier::bulk(mcache(), Omit::Maps, &*kind.key, slot, (&raw const self.0).cast(), 1);
            slot.cast::<u64>().write(self.0);
        }
    }
}

/// A string.
pub struct KeyStr(pub GoString);

impl Key for KeyStr {
    #[inline(always)]
    fn hash(&self, seed: u64) -> u64 {
        // SAFETY: the caller's string is live.
        unsafe { hash::memory(self.0.ptr, self.0.len, seed) }
    }

    #[inline(always)]
    unsafe fn equals(&self, slot: *const u8) -> bool {
        // SAFETY: the caller's; strings in live maps are live.
        unsafe { typ::equal_strings(self.0, slot.cast::<GoString>().read()) }
    }

    #[inline(always)]
    unsafe fn store(&self, kind: &MapKind, slot: *mut u8) {
        // SAFETY: the caller's.
        unsafe {
            barrier::bulk(mcache(), Omit::Maps, &*kind.key, slot, (&raw const self.0).cast(), 1);
            slot.cast::<GoString>().write(self.0);
        }
    }
}

/// A value of any type.
pub struct AnyKey<'a> {
    /// Its type.
    pub ty: &'a TypeDesc,
    /// Where it lies.
    pub at: *const u8,
}

impl Key for AnyKey<'_> {
    fn hash(&self, seed: u64) -> u64 {
        // SAFETY: whoever made the key says so.
        unsafe { hash::value(self.ty, self.at, seed) }
    }

    unsafe fn equals(&self, slot: *const u8) -> bool {
        // SAFETY: the caller's.
        unsafe { typ::equal(self.ty, self.at, slot) }
    }

    unsafe fn store(&self, _: &MapKind, slot: *mut u8) {
        // SAFETY: the caller's.
        unsafe {
            barrier::bulk(mcache(), Omit::Maps, self.ty, slot, self.at, 1);
            ptr::copy(self.at, slot, self.ty.size);
        }
    }

    fn check_hashable(&self) {
        // SAFETY: whoever made the key says so.
        if let Some(ty) = unsafe { hash::unhashable(self.ty, self.at) } {
            typ::raise(PanicCode::Unhashable, ptr::from_ref(ty) as usize, 1);
        }
    }
}
