//! Maps: swiss tables. A table is an array of control bytes, one per slot, and an array of slots, key then element. Sixteen control bytes are
//! a group and are looked at in one step; a lookup walks the groups from the one that the hash names until it meets an empty byte.
//!
//! Small maps (up to eight elements) have their control bytes in the header and one group that may fill up completely.
//!
//! Invariants:
//! - Arrays never change once a map has grown out of them, so an iterator that began on them goes on there ([`iter`]).
//! - A tombstone is left only where a walk may have passed: in a group without an empty byte.
//! - Nothing raises while the header says "writing": keys are hashed (which may raise) before.

pub mod fast;
pub mod group;
pub mod iter;
pub mod key;
pub mod kind;
pub mod table;

#[cfg(test)]
pub(crate) mod tests;

use std::mem::offset_of;
use std::ptr;

use mgo_abi::builtins::PanicCode;
use mgo_abi::layouts;
use mgo_abi::typedesc::TypeDesc;

use self::group::{EMPTY, GROUP};
use self::key::{AnyKey, Key};
use self::kind::MapKind;
use crate::gc::omit::Omit;
use crate::mem::copy::clear_values;
use crate::mem::mcache;
use crate::typ::raise;

/// Most slots of a small map.
pub const SMALL_MAX: usize = 8;

/// A map's header. Compiled code reads `len`.
#[repr(C)]
pub struct Hmap {
    /// Elements.
    pub len: usize,
    /// Control bytes; null until the first insertion.
    ctrl: *mut u8,
    /// Slots.
    slots: *mut u8,
    /// Sizes and functions of the type.
    kind: *const MapKind,
    /// Groups minus one; [`SMALL`] for a small map.
    mask: u32,
    seed: u32,
    /// Empty slots that may be filled before the map grows.
    growth_left: u32,
    /// How often it was cleared, for iterators.
    clear_seq: u16,
    writing: u8,
    /// Logarithm of the slots of a small map.
    small_log: u8,
    /// Control bytes of a small map.
    small: [u8; GROUP],
}

const _: () = assert!(offset_of!(Hmap, len) == layouts::hmap::LEN && size_of::<Hmap>() == 64);
/// `Hmap::mask` of a small map.
const SMALL: u32 = u32::MAX;

/// Words of the header that point into the heap.
pub(crate) const HMAP_MASK: u64 = 0b110;

/// A random word from the instance's source.
pub fn random() -> u64 {
    #[cfg(test)]
    if crate::mem::is_standalone() {
        return tests::random();
    }
    // SAFETY: natives run on an M.
    unsafe { (*crate::m::getm()).rand.next() }
}

impl Hmap {
    #[inline(always)]
    fn kind(&self) -> &MapKind {
        // SAFETY: kinds live as long as the instance.
        unsafe { &*self.kind }
    }

    #[inline(always)]
    fn seed(&self) -> u64 {
        u64::from(self.seed) | u64::from(self.seed) << 32
    }

    #[inline(always)]
    fn is_small(&self) -> bool {
        self.mask == SMALL
    }

    /// Slots, full or not.
    fn slot_count(&self) -> usize {
        match (self.ctrl.is_null(), self.is_small()) {
            (true, _) => 0,
            (_, true) => 1 << self.small_log,
            _ => (self.mask as usize + 1) * GROUP,
        }
    }

    fn begin_write(&mut self) {
        if self.writing != 0 {
            crate::throw::throw("concurrent map writes");
        }
        self.writing = 1;
    }

    fn check_read(&self) {
        if self.writing != 0 {
            crate::throw::throw("concurrent map read and map write");
        }
    }
}

/// A new map for about `hint` elements.
///
/// # Safety
/// `ty` is a map type's descriptor that lives as long as the instance.
pub unsafe fn makemap(ty: &TypeDesc, hint: isize) -> *mut Hmap {
    let kind = kind::of(ty);
    let mc = mcache();
    // SAFETY: a fresh object of the header's size, zero: an empty small map but for its kind and seed. Held by this frame.
    unsafe {
        let m = (*(*mc).heap).malloc_class(mc, kind.hmap_class).cast::<Hmap>();
        (*m).kind = kind;
        (*m).seed = random() as u32;
        (*m).mask = SMALL;
        (*m).small = [EMPTY; GROUP];
        (*m).small_log = 3;
        match kind.room_for(hint) {
            0 => {}
            n @ 1..=SMALL_MAX => table::init_small(&mut *m, if n <= 4 { 2 } else { 3 }),
            n => table::init(&mut *m, table::groups_for(n)),
        }
        m
    }
}

/// The element of a key, or null.
///
/// # Safety
/// `m` is null or a map; the key is of its type.
#[inline]
pub unsafe fn access<K: Key>(m: *const Hmap, key: K) -> *mut u8 {
    // SAFETY: the caller's.
    let Some(m) = (unsafe { m.as_ref() }).filter(|m| m.len != 0) else {
        key.check_hashable();
        return ptr::null_mut();
    };
    m.check_read();
    // SAFETY: the slot is one of the map's, its element inside.
    unsafe { table::find(m, &key, key.hash(m.seed())).map_or(ptr::null_mut(), |slot| slot.add(m.kind().elem_offset)) }
}

/// The element of a key, made zero if need be.
///
/// # Safety
/// As [`access`]; raises when `m` is null.
#[inline]
pub unsafe fn assign<K: Key>(m: *mut Hmap, key: K) -> *mut u8 {
    // SAFETY: the caller's.
    let Some(m) = (unsafe { m.as_mut() }) else {
        raise(PanicCode::NilMap, 0, 0);
    };
    let hash = key.hash(m.seed());
    m.begin_write();
    // SAFETY: the key and slots are of the map's type.
    let slot = unsafe {
        match table::find(m, &key, hash) {
            Some(slot) => {
                if m.kind().need_key_update {
                    key.store(m.kind(), slot);
                }
                slot
            }
            None => {
                let slot = table::insert(m, hash);
                key.store(m.kind(), slot);
                m.len += 1;
                slot
            }
        }
    };
    m.writing = 0;
    // SAFETY: inside the slot.
    unsafe { slot.add(m.kind().elem_offset) }
}

/// Removes a key.
///
/// # Safety
/// As [`access`].
pub unsafe fn delete(m: *mut Hmap, key: AnyKey<'_>) {
    // SAFETY: the caller's.
    let Some(m) = (unsafe { m.as_mut() }).filter(|m| m.len != 0) else {
        key.check_hashable();
        return;
    };
    let hash = key.hash(m.seed());
    m.begin_write();
    // SAFETY: the slot is one of the map's.
    unsafe {
        if let Some(slot) = table::find(m, &key, hash) {
            table::remove(m, slot);
        }
    }
    m.writing = 0;
}

/// Removes all elements.
///
/// # Safety
/// `m` is null or a map.
pub unsafe fn clear(m: *mut Hmap) {
    // SAFETY: the caller's.
    let Some(m) = (unsafe { m.as_mut() }).filter(|m| m.len != 0) else { return };
    m.begin_write();
    let (kind, n) = (m.kind(), m.slot_count());
    // SAFETY: the arrays have `n` control bytes and slots.
    unsafe {
        clear_values(Omit::Maps, &kind.slot, m.slots, n);
        ptr::write_bytes(m.ctrl, EMPTY, n);
    }
    m.len = 0;
    m.growth_left = table::room(m) as u32;
    m.clear_seq = m.clear_seq.wrapping_add(1);
    m.seed = random() as u32;
    m.writing = 0;
}
