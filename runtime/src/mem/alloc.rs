//! Allocation: from the P's hole, from the next hole, from a new span, or as a run of blocks of its own.
//!
//! Invariant: a hole is zeroed before objects are taken from it, so objects are born zero; but for those of [`Shape::RAW`], which only natives make
//! that overwrite or zero them themselves. The first word of a slot in a span of [`Shape::HEADER`] is a descriptor or zero at any time, for a marker may
//! ask for a slot that nobody has taken yet.

use std::ptr;
use std::sync::atomic::Ordering;

use mgo_abi::typedesc::TypeDesc;

use super::class::{Class, FREE, LARGE, LARGE_REST, Scan, Shape};
use super::heap::{Heap, MARK_WORDS};
use super::mcache::{CACHE_SIZE, CLEAN, DUE, MCache};
use super::sizes::MEDIUM_MAX;
use super::{BLOCK, BLOCK_SHIFT, GRAIN, WORD};
use crate::gc::{self, barrier, sweep};
use crate::lock;
use crate::map::random;
use crate::proc::stw;
use crate::profile::heap::distance;

/// A hole taken in one go is at most this long, so that its zeros are still in the first-level cache when objects use them.
const HOLE_MAX: usize = 8 << 10;
/// From here on, contents that will be overwritten are worth not zeroing before.
const RAW_MIN: usize = 1024;
/// The pacer hears of that many bytes at once, so that Ps do not fight for its counter.
const CHARGE_MIN: usize = 16 << 10;
/// Chunks that are swept for a large object, at most: a part of a millisecond.
const SWEEP_LARGE: usize = 128;
/// Bytes of a large object that are zeroed, filled or copied in one go: some tens of microseconds.
const PIECE: usize = 512 << 10;
/// Address space of a process; larger requests fail before any arithmetic on them overflows.
pub const MAX_ALLOC: usize = 1 << 47;

/// What an object is taken from by the slow path.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Hole {
    Plain,
    /// A hole of one object, which is a sample of the heap's profile.
    Sample,
}

/// Does something with `len` bytes of an object piece by piece, and lets the world stop in between: nobody is to wait for all of a large one.
///
/// # Safety
/// As [`let_stop`].
#[inline]
pub(crate) unsafe fn in_pieces(len: usize, mut act: impl FnMut(usize, usize)) {
    let mut at = 0;
    loop {
        let n = (len - at).min(PIECE);
        act(at, n);
        at += n;
        if at == len {
            return;
        }
        // SAFETY: the caller's.
        unsafe { let_stop() };
    }
}

/// In the middle of what takes long: the world may be stopped here, and a cycle begin or end.
///
/// # Safety
/// On g0 of an M with a P; what the caller uses afterwards is found from its frames or other roots.
pub(crate) unsafe fn let_stop() {
    #[cfg(test)]
    if super::is_standalone() {
        return;
    }
    if lock::held() == 0 && !stw::is_frozen() {
        // SAFETY: the caller's.
        unsafe { stw::stop_if_asked() };
    }
}

impl Heap {
    /// A new object of `size` bytes with pointers as in `ty` (repeated), or without any; then its first `zero_from` bytes may be anything,
    /// as the caller overwrites them. All else is zero.
    ///
    /// # Safety
    /// `mc` is the cache of the caller's P. The object lives as long as a root or an object holds its address; Rust frames on g0 are roots.
    pub unsafe fn mallocgc(&self, mc: *mut MCache, size: usize, ty: Option<&TypeDesc>, zero_from: usize) -> *mut u8 {
        if size == 0 {
            return self.zero_base();
        }
        let shape = ty.map_or(Shape::NONE, |t| self.shape_of(t));
        // SAFETY: the caller's.
        unsafe { self.malloc_shape(mc, size, shape, ty, zero_from) }
    }

    /// Address of all objects without size.
    pub fn zero_base(&self) -> *mut u8 {
        ptr::from_ref(&self.zero_base).cast_mut().cast()
    }

    #[inline]
    unsafe fn malloc_shape(&self, mc: *mut MCache, size: usize, shape: Shape, ty: Option<&TypeDesc>, zero_from: usize) -> *mut u8 {
        let header = if shape == Shape::HEADER { WORD } else { 0 };
        if size > MEDIUM_MAX - header {
            let ty = ty.filter(|_| shape != Shape::NONE);
            // SAFETY: the caller's.
            return unsafe { self.malloc_large(mc, size, ty, zero_from) };
        }
        if ty.is_none() && zero_from != 0 && size >= RAW_MIN {
            // SAFETY: the caller's; the part to be zeroed is inside the object.
            unsafe {
                let p = self.malloc_class(mc, self.classes.of(size, Shape::RAW));
                ptr::write_bytes(p.add(zero_from.min(size)), 0, size - zero_from.min(size));
                return p;
            }
        }
        let class = self.classes.of(size + header, shape);
        // SAFETY: the caller's.
        let p = unsafe { self.malloc_class(mc, class) };
        if header != 0 {
            // SAFETY: the object has a word for it in front.
            unsafe { p.cast::<usize>().write(ty.map_or(0, |t| ptr::from_ref(t) as usize)) };
        }
        // SAFETY: inside the object.
        unsafe { p.add(header) }
    }

    /// An object of a class.
    ///
    /// # Safety
    /// As [`Heap::mallocgc`].
    #[inline]
    pub unsafe fn malloc_class(&self, mc: *mut MCache, class: usize) -> *mut u8 {
        // SAFETY: the caller's.
        match unsafe { (*mc).bump(class) } {
            Some(p) => p as *mut u8,
            // SAFETY: the caller's.
            None => unsafe { self.refill(mc, class) },
        }
    }

    /// `newobject` when the cache of the type's class is empty or the type not known yet.
    ///
    /// # Safety
    /// As [`Heap::mallocgc`].
    pub unsafe fn newobject(&self, mc: *mut MCache, ty: &TypeDesc) -> *mut u8 {
        let class = self.class_of(ty);
        if class == FREE {
            // SAFETY: the caller's.
            return unsafe { self.mallocgc(mc, ty.size, Some(ty), 0) };
        }
        // SAFETY: the caller's.
        unsafe { self.malloc_class(mc, class) }
    }

    /// The class of objects of a type; [`FREE`] for those that need the slow path (no size, large, irregular).
    fn class_of(&self, ty: &TypeDesc) -> usize {
        let known = ty.alloc_class.load(Ordering::Acquire);
        if known != u32::MAX {
            return known as usize / CACHE_SIZE;
        }
        let shape = self.classes.shape_of(ty);
        let class = if ty.size == 0 || ty.size > MEDIUM_MAX || shape == Shape::HEADER { FREE } else { self.classes.of(ty.size, shape) };
        ty.alloc_class.store((class * CACHE_SIZE) as u32, Ordering::Release);
        class
    }

    /// The shape of a type's values.
    pub fn shape_of(&self, ty: &TypeDesc) -> Shape {
        if ty.gc_period == 0 {
            return Shape::NONE;
        }
        match self.class_of(ty) {
            FREE => self.classes.shape_of(ty),
            class => self.classes.get(class).shape,
        }
    }

    /// Finds the next hole for a class and takes an object from it; collects when it is time.
    #[cold]
    #[inline(never)]
    unsafe fn refill(&self, mc: *mut MCache, class: usize) -> *mut u8 {
        // SAFETY: the caller's.
        unsafe { gc::poll(self, mc, HOLE_MAX) };
        let c = self.classes.get(class);
        // SAFETY: the cache is the caller's P's; no other reference to it is alive in this function after the poll.
        let mc = unsafe { &mut *mc };
        loop {
            let hole = self.next_hole(mc, class, c);
            if let Some(p) = hole.and_then(|_| mc.bump(class)) {
                if hole == Some(Hole::Sample) {
                    // SAFETY: the caller's.
                    unsafe { self.profile.note(p, c.size as usize) };
                }
                return p as *mut u8;
            }
            let (block, clean) = self.span(class, c);
            let cache = &mut mc.caches[class];
            (cache.span, cache.next, cache.flags) = (block as u32 + 1, 0, cache.flags & DUE | if clean { CLEAN } else { 0 });
        }
    }

    /// Points the cache of a class at the next hole of its span, if there is one.
    fn next_hole(&self, mc: &mut MCache, class: usize, c: &Class) -> Option<Hole> {
        let cache = &mut mc.caches[class];
        (cache.cur, cache.lo) = (0, 0);
        if cache.span == 0 {
            return None;
        }
        let span = self.block_addr(cache.span as usize - 1);
        let Some((from, to)) = self.find_hole(span, c, usize::from(cache.next)) else {
            cache.span = 0;
            return None;
        };
        let size = c.size as usize;
        let n = (to - from).min((HOLE_MAX / size).max(1));
        let n = if self.pacer.stress() { 1 } else { n };
        let (n, hole) = self.cut(mc, class, n, size);
        let cache = &mut mc.caches[class];
        let (start, bytes) = (span + from * size, n * size);
        if cache.flags & CLEAN == 0 && c.shape != Shape::RAW {
            // SAFETY: no object lies in the hole.
            unsafe { ptr::write_bytes(start as *mut u8, 0, bytes) };
        }
        if barrier::enabled(self) {
            self.born_marked(c, start, bytes);
        }
        cache.next = (from + n) as u16;
        (cache.size, cache.lo, cache.cur) = (size, start - 1, start + bytes);
        mc.mallocs += n as u64;
        mc.counts[class] += n as u64;
        self.charge(mc, bytes);
        Some(hole)
    }

    /// How many of a hole's `n` objects are taken when the profile is to have a sample: those in front of it, or it alone.
    #[inline]
    fn cut(&self, mc: &mut MCache, class: usize, n: usize, size: usize) -> (usize, Hole) {
        let cache = &mut mc.caches[class];
        if cache.flags & DUE != 0 {
            cache.flags &= !DUE;
            return (1, Hole::Sample);
        }
        match self.until_sample(mc, n * size) {
            None => (n, Hole::Plain),
            Some(before) if before < size => (1, Hole::Sample),
            Some(before) => {
                mc.caches[class].flags |= DUE;
                (before / size, Hole::Plain)
            }
        }
    }

    /// Of `bytes` about to be taken, how many lie in front of the one that is a sample of the profile, if one is.
    #[inline]
    fn until_sample(&self, mc: &mut MCache, bytes: usize) -> Option<usize> {
        let rate = self.profile.rate();
        if rate != mc.sample_rate {
            (mc.sample_rate, mc.until_sample) = (rate, distance(rate, random()));
        }
        if mc.until_sample >= bytes {
            mc.until_sample -= bytes;
            return None;
        }
        Some(std::mem::replace(&mut mc.until_sample, distance(rate, random())))
    }

    /// Marks a hole's objects: those born while marking is on live until the next cycle.
    #[cold]
    pub(super) fn born_marked(&self, c: &Class, start: usize, bytes: usize) {
        let (mut word, mut bits) = (self.bit_of(start) / 64, 0);
        for at in (start..start + bytes).step_by(c.size as usize) {
            let bit = self.bit_of(at);
            if bit / 64 != word {
                self.mark().at(word).fetch_or(bits, Ordering::Relaxed);
                (word, bits) = (bit / 64, 0);
            }
            bits |= 1 << (bit % 64);
        }
        self.mark().at(word).fetch_or(bits, Ordering::Relaxed);
    }

    /// Takes back the marks of the part of a hole that was not used.
    pub(super) fn unborn(&self, class: usize, lo: usize, hi: usize) {
        if barrier::enabled(self) {
            for at in (lo..hi).step_by(self.classes.get(class).size as usize) {
                let bit = self.bit_of(at);
                self.mark().at(bit / 64).fetch_and(!(1 << (bit % 64)), Ordering::Relaxed);
            }
        }
    }

    /// First run of unmarked objects at or after object `from` of a span.
    fn find_hole(&self, span: usize, c: &Class, from: usize) -> Option<(usize, usize)> {
        let prev = self.prev();
        let first = self.bit_of(span);
        let size = c.size as usize;
        let marked = |i: usize| {
            let b = first + i * size / GRAIN;
            prev.at(b / 64).load(Ordering::Relaxed) >> (b % 64) & 1 != 0
        };
        let nobj = c.nobj as usize;
        let start = (from..nobj).find(|&i| !marked(i))?;
        // The hole ends at the next mark, whose bit is that of an object's first byte, up to a grain before it.
        let end_bit = first + (c.span_mask as usize + 1) / GRAIN;
        let mut b = first + start * size / GRAIN;
        while b < end_bit {
            let word = prev.at(b / 64).load(Ordering::Relaxed) >> (b % 64);
            if word != 0 {
                b += word.trailing_zeros() as usize;
                return Some((start, c.index((b - first) * GRAIN + GRAIN - 1).min(nobj)));
            }
            b = (b / 64 + 1) * 64;
        }
        Some((start, nobj))
    }

    /// A span for a class: one with holes, or a new one. Answers whether its memory is zero.
    fn span(&self, class: usize, c: &Class) -> (usize, bool) {
        let n = (c.span_mask as usize + 1) / BLOCK;
        let mut blocks = self.blocks.lock();
        if self.cycle.sweep.is_active() && !blocks.has_partial(class) {
            drop(blocks);
            sweep::help(self, class);
            blocks = self.blocks.lock();
        }
        if let Some(b) = blocks.pop_partial(class) {
            return (b, false);
        }
        let Some(run) = blocks.take(n, n) else {
            drop(blocks);
            super::out_of_memory(n * BLOCK);
        };
        let zero = c.scan == Scan::Header && !run.clean;
        if zero {
            // SAFETY: the blocks were free and are ours.
            unsafe { ptr::write_bytes(self.block_addr(run.block) as *mut u8, 0, n * BLOCK) };
        }
        if run.clean {
            self.touch_marks(run.block);
        }
        self.sweepgen.at(run.block).store(self.cycle.sweep.generation(), Ordering::Relaxed);
        for b in run.block..run.block + n {
            self.entry.at(b).store(class as u16, Ordering::Release);
        }
        (run.block, run.clean || zero)
    }

    unsafe fn malloc_large(&self, mc: *mut MCache, size: usize, ty: Option<&TypeDesc>, zero_from: usize) -> *mut u8 {
        // SAFETY: the caller's.
        unsafe { gc::poll(self, mc, size) };
        let n = size.div_ceil(BLOCK);
        let mut blocks = self.blocks.lock();
        let mut run = if size < MAX_ALLOC { blocks.take_used(n, 1) } else { None };
        if run.is_none() && self.cycle.sweep.is_active() {
            // Before the heap grows: what is dead may be large enough.
            for _ in 0..SWEEP_LARGE {
                drop(blocks);
                let more = sweep::some(self);
                blocks = self.blocks.lock();
                run = if size < MAX_ALLOC { blocks.take_used(n, 1) } else { None };
                if run.is_some() || !more {
                    break;
                }
            }
        }
        let Some(run) = run.or_else(|| if size < MAX_ALLOC { blocks.take(n, 1) } else { None }) else {
            drop(blocks);
            super::out_of_memory(size);
        };
        if run.clean {
            self.touch_marks(run.block);
        }
        if barrier::enabled(self) {
            // Before a marker can find it: its memory may not be zero yet.
            let bit = run.block * MARK_WORDS * 64;
            self.mark().at(bit / 64).fetch_or(1, Ordering::Relaxed);
        }
        for b in run.block + 1..run.block + n {
            self.link.at(b).store(run.block as u32, Ordering::Relaxed);
            self.entry.at(b).store(LARGE_REST as u16, Ordering::Release);
        }
        self.link.at(run.block).store(n as u32, Ordering::Relaxed);
        self.large_type.at(run.block).store(ty.map_or(0, |t| ptr::from_ref(t) as usize), Ordering::Relaxed);
        self.sweepgen.at(run.block).store(self.cycle.sweep.generation(), Ordering::Relaxed);
        self.entry.at(run.block).store(LARGE as u16, Ordering::Release);
        drop(blocks);
        let p = self.block_addr(run.block) as *mut u8;
        if !run.clean {
            let from = if ty.is_some() { 0 } else { zero_from.min(size) };
            // SAFETY: the object is ours alone so far.
            unsafe { in_pieces((n << BLOCK_SHIFT) - from, |at, len| ptr::write_bytes(p.add(from + at), 0, len)) };
        }
        // SAFETY: the cache is the caller's P's.
        let mc = unsafe { &mut *mc };
        mc.mallocs += 1;
        self.charge(mc, n * BLOCK);
        if self.until_sample(mc, n * BLOCK).is_some() {
            // SAFETY: the caller's.
            unsafe { self.profile.note(p as usize, n * BLOCK) };
        }
        p
    }

    fn charge(&self, mc: &mut MCache, bytes: usize) {
        mc.total += bytes as u64;
        mc.charged += bytes;
        if mc.charged >= CHARGE_MIN {
            self.pacer.charge(mc.charged);
            mc.charged = 0;
        }
    }
}
