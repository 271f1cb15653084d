//! What the runtime knows of a map type beyond its descriptor: made at the first `make`, kept in `TypeDesc::private`.

use std::sync::atomic::Ordering;

use mgo_abi::typedesc::{GoSlice, GoString, Kind, TypeDesc};
use std::ptr;
use std::sync::atomic::{AtomicU32, AtomicUsize};

use super::{HMAP_MASK, Hmap};
use crate::mem::alloc::MAX_ALLOC;
use crate::mem::class::{FREE, Shape};
use crate::mem::sizes::MEDIUM_MAX;
use crate::mem::{WORD, mcache};
use crate::typ::{is, list};

/// Layout and properties of a map type.
pub struct MapKind {
    /// The key's type.
    pub key: *const TypeDesc,
    /// The element's type.
    pub elem: *const TypeDesc,
    /// The type of a slot: key, then element.
    pub slot: TypeDesc,
    /// Bytes from a slot to its element.
    pub elem_offset: usize,
    /// Equal keys can differ in their bytes (zeros, strings), so assignment writes the key again.
    pub need_key_update: bool,
    /// Allocation class of the header.
    pub hmap_class: usize,
    /// Allocation classes of four and eight slots; [`FREE`] for those that need the slow path.
    pub small_classes: [usize; 2],
    _mask: Box<[u64]>,
}

// SAFETY: immutable after it is made, but for the atomic class in `slot`.
unsafe impl Send for MapKind {}
// SAFETY: as above.
unsafe impl Sync for MapKind {}

impl MapKind {
    fn new(ty: &TypeDesc) -> MapKind {
        // SAFETY: a map type has both, and descriptors live as long as the instance.
        let (key, elem) = unsafe { (&*ty.key, &*ty.elem) };
        // Behind the last slot begins another object: an element without size is where its key is.
        let elem_offset = if elem.size == 0 { 0 } else { key.size.next_multiple_of(usize::from(elem.align.max(1))) };
        let align = usize::from(key.align.max(elem.align).max(1));
        let size = (elem_offset.max(key.size) + elem.size).next_multiple_of(align).max(1);
        let pointers = key.gc_period != 0 || elem.gc_period != 0;
        let words = if pointers { size / WORD } else { 0 };
        let mut mask = vec![0u64; words.div_ceil(64)].into_boxed_slice();
        copy_mask(&mut mask, key, 0);
        copy_mask(&mut mask, elem, elem_offset / WORD);
        let slot = slot_desc(size, align, words as u32, &mask);
        let small_classes = [4, 8].map(|n| slots_class(&slot, n));
        MapKind {
            key,
            elem,
            slot,
            elem_offset,
            need_key_update: need_key_update(key),
            hmap_class: hmap_class(),
            small_classes,
            _mask: mask,
        }
    }

    /// How many elements to make room for at once when a program says `hint`: none for sizes that Go does not even try.
    pub fn room_for(&self, hint: isize) -> usize {
        /// Go's limit of an object, how many slots its tables have when they are full, and its groups.
        const GO_MAX_ALLOC: u128 = 1 << 48;
        const GO_TABLE: u128 = 1024;
        const GO_GROUP: usize = 8;
        let n = usize::try_from(hint).unwrap_or(0);
        let tables = (n as u128 * 8 / 7).div_ceil(GO_TABLE).next_power_of_two();
        let group = (GO_GROUP * (self.slot.size + 1)) as u128;
        if tables * GO_TABLE * group > GO_MAX_ALLOC {
            return 0;
        }
        n.min(1 << 31).min(MAX_ALLOC / 64 / self.slot.size)
    }
}

/// Copies the pointer bits of a type to `at` words into a mask.
fn copy_mask(mask: &mut [u64], ty: &TypeDesc, at: usize) {
    if ty.gc_period == 0 {
        return;
    }
    for w in 0..ty.size / WORD {
        let k = w % ty.gc_period as usize;
        // SAFETY: the mask has one bit per word of the period.
        let bit = unsafe { *ty.gc_mask.add(k / 64) } >> (k % 64) & 1;
        mask[(at + w) / 64] |= bit << ((at + w) % 64);
    }
}

fn slot_desc(size: usize, align: usize, period: u32, mask: &[u64]) -> TypeDesc {
    const NONE: GoString = GoString { ptr: ptr::null(), len: 0 };
    TypeDesc {
        size,
        hash: 0,
        align: align as u8,
        kind: Kind::Struct as u8,
        flags: 0,
        chan_dir: 0,
        alloc_class: AtomicU32::new(u32::MAX),
        gc_period: period,
        gc_mask: mask.as_ptr(),
        name: NONE,
        pkg_path: NONE,
        elem: ptr::null(),
        key: ptr::null(),
        len: 0,
        fields: no_slice(),
        methods: no_slice(),
        imethods: no_slice(),
        ptr_to: ptr::null(),
        params: no_slice(),
        num_in: 0,
        slice_of: ptr::null(),
        derived: std::sync::atomic::AtomicPtr::new(std::ptr::null_mut()),
        next_derived: ptr::null(),
        private: AtomicUsize::new(0),
    }
}

const fn no_slice<T>() -> GoSlice<T> {
    GoSlice { ptr: ptr::null(), len: 0, cap: 0 }
}

fn hmap_class() -> usize {
    // SAFETY: the caller's P's cache names its heap.
    let classes = unsafe { &(*(*mcache()).heap).classes };
    classes.of(size_of::<Hmap>(), classes.masked((size_of::<Hmap>() / WORD) as u8, HMAP_MASK))
}

/// The class of `n` slots.
fn slots_class(slot: &TypeDesc, n: usize) -> usize {
    // SAFETY: the caller's P's cache names its heap.
    let classes = unsafe { &(*(*mcache()).heap).classes };
    match classes.shape_of(slot) {
        Shape::HEADER => FREE,
        _ if slot.size * n > MEDIUM_MAX => FREE,
        shape => classes.of(slot.size * n, shape),
    }
}

/// Equal keys of the type can differ: floats in their zero, strings in their memory, interfaces in either.
fn need_key_update(key: &TypeDesc) -> bool {
    const CHANGING: [Kind; 6] = [Kind::Float32, Kind::Float64, Kind::Complex64, Kind::Complex128, Kind::String, Kind::Interface];
    // SAFETY: descriptors of parts live as long as the instance.
    unsafe {
        CHANGING.iter().any(|&k| is(key, k))
            || is(key, Kind::Array) && need_key_update(&*key.elem)
            || is(key, Kind::Struct) && list(&key.fields).iter().any(|f| need_key_update(&*f.ty))
    }
}

/// The kind of a map type. It lives as long as its descriptor's instance.
pub fn of(ty: &TypeDesc) -> &MapKind {
    let mut known = ty.private.load(Ordering::Acquire) as *const MapKind;
    if known.is_null() {
        known = make(ty);
    }
    // SAFETY: written once, kept by the heap.
    unsafe { &*known }
}

#[cold]
fn make(ty: &TypeDesc) -> *const MapKind {
    // SAFETY: the caller's P's cache names its heap.
    let mut kinds = unsafe { (*(*mcache()).heap).values.map_kinds.lock() };
    let known = ty.private.load(Ordering::Acquire) as *const MapKind;
    if !known.is_null() {
        return known;
    }
    let kind = Box::new(MapKind::new(ty));
    let p = ptr::from_ref(&*kind);
    kinds.push(kind);
    ty.private.store(p as usize, Ordering::Release);
    p
}
