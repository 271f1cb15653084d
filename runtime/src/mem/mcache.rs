//! What a P caches of the heap: for each class a hole to allocate from, and the write barrier's buffer.
//!
//! Invariants: only the P's own M touches it, or the collector with the world stopped. All zero is the empty cache.
//! Compiled code reaches it through asm: the first fields of [`Cache`] and `wb_*` are its contract with `arch/x86_64/alloc.rs`.

use super::WORD;
use super::class::{MAX_CLASSES, Shape};
use super::heap::Heap;

/// A hole of one class, filled from its upper end down: `cur - size` is the next object as long as it lies above `lo`.
#[repr(C)]
#[derive(Clone, Copy, Default, Debug)]
pub struct Cache {
    /// One past the free part of the hole.
    pub cur: usize,
    /// First byte of the hole minus one; with `cur` = 0 and `size` = 0 nothing lies above it, so zero is empty.
    pub lo: usize,
    /// Bytes per object.
    pub size: usize,
    /// First block of the span plus one (0: none).
    pub span: u32,
    /// Object of the span where the search for the next hole begins.
    pub next: u16,
    /// [`CLEAN`], [`DUE`].
    pub flags: u16,
}

/// The span's memory was never used.
pub const CLEAN: u16 = 1;
/// The next object of the class is a sample of the heap's profile.
pub const DUE: u16 = 2;

/// Objects without pointers up to this size have their caches in `MCache::noscan`.
pub const NOSCAN_MAX: usize = 64;

/// Entries of the write barrier's buffer; each barrier takes two.
pub const WB_ENTRIES: usize = 512;

/// A P's cache; the first field of [`crate::p::P`], so that `TypeDesc::alloc_class` is an offset from the P.
#[repr(C)]
pub struct MCache {
    /// By class.
    pub caches: [Cache; MAX_CLASSES],
    /// Next free entry of `wb_buf`.
    pub wb_next: *mut usize,
    /// Its last entry: with `wb_next` there or beyond it must be flushed, as the next barrier writes two.
    pub wb_end: *mut usize,
    /// The heap of the instance.
    pub heap: *const Heap,
    /// Bytes of holes taken and not yet told to the pacer.
    pub charged: usize,
    /// Objects of the holes taken since the start.
    pub mallocs: u64,
    /// Bytes of the holes taken since the start.
    pub total: u64,
    /// Bytes of holes until the next sample of the heap's profile, and the rate that was drawn for.
    pub until_sample: usize,
    /// See `until_sample`.
    pub sample_rate: usize,
    /// Where the caches for objects without pointers are, by their size in words rounded up, as an offset like `TypeDesc::alloc_class`.
    pub noscan: [u32; NOSCAN_MAX / WORD + 1],
    /// Pointers that the collector must look at.
    pub wb_buf: [usize; WB_ENTRIES],
    /// Objects of the holes taken since the start, by class.
    pub counts: [u64; MAX_CLASSES],
}

/// Bytes between caches, the unit of `TypeDesc::alloc_class`.
pub const CACHE_SIZE: usize = size_of::<Cache>();

impl MCache {
    /// Makes a zeroed cache one of `heap`, which outlives it. It must not move afterwards.
    pub(crate) fn init(&mut self, heap: *const Heap) {
        self.heap = heap;
        for (words, offset) in self.noscan.iter_mut().enumerate().skip(1) {
            // SAFETY: the caller passes a heap.
            *offset = (unsafe { &*heap }.classes.of(words * WORD, Shape::NONE) * CACHE_SIZE) as u32;
        }
        self.until_sample = usize::MAX;
        let buf = self.wb_buf.as_mut_ptr();
        self.wb_next = buf;
        // SAFETY: inside the array.
        self.wb_end = unsafe { buf.add(WB_ENTRIES - 1) };
    }

    /// A zeroed cache on the heap, for tests and threads without a P.
    pub fn boxed(heap: *const Heap) -> Box<MCache> {
        // SAFETY: zero is a valid value of every field.
        let mut mc = unsafe { Box::<MCache>::new_zeroed().assume_init() };
        mc.init(heap);
        mc
    }

    /// Takes the next object of a class from its hole.
    #[inline(always)]
    pub fn bump(&mut self, class: usize) -> Option<usize> {
        let c = &mut self.caches[class];
        let p = c.cur.wrapping_sub(c.size);
        if p > c.lo {
            c.cur = p;
            return Some(p);
        }
        None
    }

    /// Makes what is left of the holes black: marking begins.
    pub fn blacken(&self, heap: &Heap) {
        for (class, c) in self.caches.iter().enumerate().filter(|(_, c)| c.cur > c.lo + 1) {
            heap.born_marked(heap.classes.get(class), c.lo + 1, c.cur - (c.lo + 1));
        }
    }

    /// Forgets all holes: their free parts are found again as holes of the next cycle. The counters are made exact.
    pub fn flush(&mut self, heap: &Heap) {
        for (class, c) in self.caches.iter_mut().enumerate().filter(|(_, c)| c.span != 0) {
            let rest = c.cur.saturating_sub(c.lo + 1);
            if c.cur != 0 && rest != 0 {
                heap.unborn(class, c.lo + 1, c.cur);
                self.total -= rest as u64;
                self.mallocs -= (rest / c.size) as u64;
                self.counts[class] -= (rest / c.size) as u64;
            }
            *c = Cache::default();
        }
    }
}
