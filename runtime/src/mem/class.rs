//! Allocation classes: a size with a pointer shape. Every block of the heap belongs to one class, so the class says for any address where its
//! object begins and which of its words may be pointers, and objects need no header (but those of irregular types).
//!
//! Invariant: a class never changes once its number is published (in a block's entry or in `TypeDesc::alloc_class`).

use std::sync::atomic::{AtomicU16, Ordering};

use mgo_abi::typedesc::TypeDesc;
use rustc_hash::FxHashMap;

use super::os::{Mapping, Table};
use super::sizes::{NUM_SIZES, SIZES, SMALL_MAX, size_class};
use super::{BLOCK, SPAN, WORD};
use crate::lock::Lock;

/// Class of a free block; as a cache it is always empty, so types that need the slow path every time name it.
pub const FREE: usize = 0;
/// First block of a large object.
pub const LARGE: usize = 1;
/// Another block of a large object.
pub const LARGE_REST: usize = 2;
/// First class with a size.
pub const FIRST_SIZED: usize = 3;
/// Numbers are below this; when they run out, new shapes fall back to [`Shape::ALL`].
pub const MAX_CLASSES: usize = 1024;

const MAX_SHAPES: usize = 256;
const SIZES_STRIDE: usize = 64;

/// Number of a pointer shape: which words of an object may be pointers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Shape(u8);

impl Shape {
    /// No pointers.
    pub const NONE: Shape = Shape(0);
    /// Any word may be one. Allowed for every object, as marking ignores what is no heap address.
    pub const ALL: Shape = Shape(1);
    /// The object's first word is its `TypeDesc`.
    pub const HEADER: Shape = Shape(2);
    /// No pointers, and not zeroed: for objects whose contents the allocating native writes.
    pub const RAW: Shape = Shape(3);
    const FIRST_MASK: usize = 4;
}

/// How objects of a class are scanned.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Scan {
    /// Not at all.
    None,
    /// `mask` covers the whole object (up to 64 words).
    Mask,
    /// `mask` covers `period` words and repeats.
    Periodic,
    /// By the type descriptor in its first word.
    Header,
}

/// What the allocator and the collector know of a class.
#[derive(Debug)]
pub struct Class {
    /// Bytes per object.
    pub size: u32,
    /// `offset * magic >> 32` = index of the object in its span.
    pub magic: u32,
    /// Bytes of a span minus one; spans are aligned to their size.
    pub span_mask: u32,
    /// Objects per span.
    pub nobj: u32,
    /// Pointer words, see [`Scan`].
    pub mask: u64,
    /// How to scan.
    pub scan: Scan,
    /// Words of the period, 1 to 64.
    pub period: u8,
    /// The shape.
    pub shape: Shape,
}

impl Class {
    fn new(size_class: usize, shape: Shape, period: u8, mask: u64) -> Class {
        let size = usize::from(SIZES[size_class]);
        let span = if size <= SMALL_MAX { BLOCK } else { SPAN };
        let words = size / WORD;
        let (scan, mask) = match shape {
            Shape::NONE | Shape::RAW => (Scan::None, 0),
            Shape::HEADER => (Scan::Header, 0),
            _ if words <= 64 => (Scan::Mask, repeat(mask, period, words)),
            _ => (Scan::Periodic, mask),
        };
        Class {
            size: size as u32,
            magic: (u32::MAX as usize / size + 1) as u32,
            span_mask: (span - 1) as u32,
            nobj: (span / size) as u32,
            mask,
            scan,
            period,
            shape,
        }
    }

    /// Index of the object that holds byte `offset` of a span; past the last object for the rest of the span.
    #[inline(always)]
    pub fn index(&self, offset: usize) -> usize {
        ((offset as u64 * u64::from(self.magic)) >> 32) as usize
    }
}

/// The first `words` bits of `mask` repeated every `period` bits.
pub(crate) fn repeat(mask: u64, period: u8, words: usize) -> u64 {
    let (mut repeated, mut have) = (mask & (u64::MAX >> (64 - period)), usize::from(period));
    while have < words {
        repeated |= repeated << have;
        have *= 2;
    }
    if words < 64 { repeated & ((1 << words) - 1) } else { repeated }
}

#[derive(Default)]
struct Intern {
    /// (period, mask) -> shape
    shapes: FxHashMap<(u8, u64), Shape>,
    /// The inverse, from [`Shape::FIRST_MASK`] on.
    masks: Vec<(u8, u64)>,
    next_class: usize,
}

/// All classes of a heap.
pub struct Classes {
    classes: Mapping,
    /// [shape][size class] -> class, 0 when not made yet.
    by: Table<AtomicU16>,
    made: Lock<Intern>,
}

// SAFETY: `classes` is written under `made` before a number is published with release ordering, and never after.
unsafe impl Send for Classes {}
// SAFETY: as above.
unsafe impl Sync for Classes {}

impl Classes {
    /// The table with the classes that every program uses.
    pub fn new() -> Option<Classes> {
        let classes = Mapping::reserve(MAX_CLASSES * size_of::<Class>())?;
        let by = Table::new(MAX_SHAPES * SIZES_STRIDE)?;
        let made = Lock::new(Intern { next_class: FIRST_SIZED, ..Intern::default() });
        Some(Classes { classes, by, made })
    }

    /// Numbers of classes made so far are below this.
    pub fn len(&self) -> usize {
        self.made.lock().next_class
    }

    /// There is always a class.
    pub fn is_empty(&self) -> bool {
        false
    }

    /// Class number `id`, which has been published.
    #[inline(always)]
    pub fn get(&self, id: usize) -> &Class {
        debug_assert!((FIRST_SIZED..MAX_CLASSES).contains(&id));
        // SAFETY: published classes are initialised (see the invariant).
        unsafe { &*self.first().add(id) }
    }

    /// The first class, for loops that keep the pointer in a register; published classes are initialised.
    pub fn as_ptr(&self) -> *const Class {
        self.first()
    }

    #[inline(always)]
    fn first(&self) -> *mut Class {
        self.classes.base() as *mut Class
    }

    /// The class for objects of `size` <= [`super::sizes::MEDIUM_MAX`] bytes.
    #[inline]
    pub fn of(&self, size: usize, shape: Shape) -> usize {
        let sc = size_class(size);
        let id = self.by.at(usize::from(shape.0) * SIZES_STRIDE + sc).load(Ordering::Acquire);
        if id != 0 { usize::from(id) } else { self.make(sc, shape) }
    }

    #[cold]
    fn make(&self, sc: usize, shape: Shape) -> usize {
        let mut made = self.made.lock();
        let slot = self.by.at(usize::from(shape.0) * SIZES_STRIDE + sc);
        let id = slot.load(Ordering::Acquire);
        if id != 0 {
            return usize::from(id);
        }
        // The fixed shapes always get their classes; keep enough numbers for them.
        let reserve = Shape::FIRST_MASK * NUM_SIZES;
        if usize::from(shape.0) >= Shape::FIRST_MASK && made.next_class + reserve >= MAX_CLASSES {
            drop(made);
            return self.of(usize::from(SIZES[sc]), Shape::ALL);
        }
        let (period, mask) = match usize::from(shape.0).checked_sub(Shape::FIRST_MASK) {
            Some(i) => made.masks[i],
            None => (1, 1),
        };
        let id = made.next_class;
        made.next_class += 1;
        // SAFETY: `id` is in range by the reserve, and nobody reads it before it is published below.
        unsafe { self.first().add(id).write(Class::new(sc, shape, period, mask)) };
        slot.store(id as u16, Ordering::Release);
        id
    }

    /// The shape of values of a type, repeated over an array of them.
    pub fn shape_of(&self, ty: &TypeDesc) -> Shape {
        let period = ty.gc_period as usize;
        if period == 0 {
            return Shape::NONE;
        }
        if period > 64 {
            // SAFETY: the mask has one bit per word of the period, by the contract.
            let mask = unsafe { std::slice::from_raw_parts(ty.gc_mask, period.div_ceil(64)) };
            return irregular(mask, period);
        }
        // SAFETY: as above.
        let mask = unsafe { *ty.gc_mask } & (u64::MAX >> (64 - period));
        if mask == 0 {
            return Shape::NONE;
        }
        self.masked(period as u8, mask)
    }

    /// The shape of `period` <= 64 words of which those in `mask`, not empty, may be pointers.
    pub fn masked(&self, period: u8, mask: u64) -> Shape {
        let (period, mask) = shortest(usize::from(period), mask);
        if (period, mask) == (1, 1) { Shape::ALL } else { self.intern(period, mask) }
    }

    fn intern(&self, period: u8, mask: u64) -> Shape {
        let mut made = self.made.lock();
        if let Some(&shape) = made.shapes.get(&(period, mask)) {
            return shape;
        }
        let n = Shape::FIRST_MASK + made.masks.len();
        if n == MAX_SHAPES {
            return Shape::ALL;
        }
        made.masks.push((period, mask));
        made.shapes.insert((period, mask), Shape(n as u8));
        Shape(n as u8)
    }

    /// (period, mask) of a shape that is scanned by mask.
    pub fn mask_of(&self, shape: Shape) -> (u8, u64) {
        match usize::from(shape.0).checked_sub(Shape::FIRST_MASK) {
            Some(i) => self.made.lock().masks[i],
            None => (1, u64::from(shape == Shape::ALL)),
        }
    }
}

/// Shape of a period longer than a mask word.
fn irregular(mask: &[u64], period: usize) -> Shape {
    let bit = |i: usize| mask[i / 64] >> (i % 64) & 1 != 0;
    if !(0..period).any(bit) {
        Shape::NONE
    } else if (0..period).all(bit) {
        Shape::ALL
    } else {
        Shape::HEADER
    }
}

/// The same pattern with its shortest period.
fn shortest(period: usize, mask: u64) -> (u8, u64) {
    let repeats = |p: usize| period.is_multiple_of(p) && repeat(mask, p as u8, period) == mask;
    let p = (1..=period).find(|&p| repeats(p)).unwrap_or(period);
    (p as u8, mask & (u64::MAX >> (64 - p)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mem::sizes::MEDIUM_MAX;

    #[test]
    fn index_by_multiplication_is_division() {
        for sc in 0..NUM_SIZES {
            let c = Class::new(sc, Shape::NONE, 1, 1);
            for off in 0..=c.span_mask as usize {
                assert_eq!(c.index(off), off / c.size as usize);
            }
        }
    }

    #[test]
    fn periods_are_reduced() {
        assert_eq!(shortest(6, 0b010101), (2, 0b01));
        assert_eq!(shortest(4, 0b1111), (1, 1));
        assert_eq!(shortest(3, 0b101), (3, 0b101));
        assert_eq!(shortest(64, u64::MAX), (1, 1));
    }

    #[test]
    fn classes_are_shared_and_run_out_gracefully() {
        let classes = Classes::new().unwrap();
        let a = classes.of(24, Shape::NONE);
        assert_eq!(a, classes.of(17, Shape::NONE));
        assert_ne!(a, classes.of(24, Shape::ALL));
        for period in 2..64u8 {
            for bit in 0..8 {
                let shape = classes.intern(period, 1 << (bit % period));
                for size in [16, 512, 4096] {
                    let c = classes.get(classes.of(size, shape));
                    assert_eq!(c.size as usize, size);
                    assert_ne!(c.scan, Scan::None);
                }
            }
        }
        for size in (1..=MEDIUM_MAX).step_by(8) {
            for shape in [Shape::NONE, Shape::ALL, Shape::HEADER, Shape::RAW] {
                assert!(classes.of(size, shape) < MAX_CLASSES);
            }
        }
    }
}
