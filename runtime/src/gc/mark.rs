//! Marking: from words to objects to their words, until nothing is grey.
//!
//! Words of roots are taken conservatively, objects by the shape of their class. An item of work is a tagged address: a word that is still to be
//! resolved, an object to scan, a piece of a large one, or a root. Markers on several threads share items through a [`Pool`].
//!
//! The program may run meanwhile: mark bits are set atomically, words are read once, and any value that is read is a valid question to the heap.

use std::ptr;
use std::sync::atomic::{AtomicU16, AtomicU64, AtomicUsize, Ordering};

use mgo_abi::typedesc::TypeDesc;

use super::pool::Pool;
use super::roots;
use crate::g::G;
use crate::mem::class::{Class, FIRST_SIZED, FREE, LARGE, Scan, repeat};
use crate::mem::heap::{Heap, Object};
use crate::mem::{BLOCK, BLOCK_SHIFT, GRAIN, WORD};
use crate::p::P;
use crate::sched::Sched;

/// An item of work: a tag in the upper 16 bits, an address in the others.
pub type Item = usize;

/// Large objects and roots are scanned in pieces of this size, so that markers can share one and stop between them: five hundred pointers to
/// objects in no cache are some tens of microseconds.
pub const CHUNK: usize = 4 << 10;
/// Goroutines that become items at once.
const GOROUTINES: usize = 256;
/// Items that change hands at once, at most.
const BATCH: usize = 256;
/// Markers with fewer keep them.
const SHARE_MIN: usize = 8;
/// Objects whose memory is on its way to the cache while others are scanned.
const AHEAD: usize = 8;
/// What an object costs beside its words, in bytes of work.
const OBJECT_WORK: usize = 16;
/// Work between two looks at whether to stop or to share, bytes: some microseconds.
const STRETCH: usize = 1 << 10;
const TAG_SHIFT: u32 = 48;
const ADDR: usize = (1 << TAG_SHIFT) - 1;
/// Tags below are classes, and [`FREE`] tags a word to resolve. A root; its end is in the item before it.
const ROOT: usize = 0xffff;
/// A goroutine.
const GOROUTINE: usize = 0xfffe;
/// The timers of a P.
const TIMERS: usize = 0xfffd;
/// All goroutines of an instance from a number on, which is in the item before it.
const ALL_GOROUTINES: usize = 0xfffc;
/// All specials, likewise.
const SPECIALS: usize = 0xfffb;

/// A range of words `[lo, hi)` that may hold pointers into the heap.
pub type Range = (usize, usize);

/// Roots as items.
#[derive(Default)]
pub struct Roots(Vec<Item>);

impl Roots {
    /// A range to scan.
    pub fn range(&mut self, (lo, hi): Range) {
        self.0.extend([hi, ROOT << TAG_SHIFT | lo.next_multiple_of(WORD)]);
    }

    /// A word.
    pub fn word(&mut self, heap: &Heap, word: usize) {
        if heap.contains(word) {
            self.0.push(word);
        }
    }

    /// The words of an object, which is not marked itself.
    pub fn inside(&mut self, object: Object) {
        self.0.push(object.class << TAG_SHIFT | object.start);
    }

    /// The stacks of all goroutines, each when a marker comes to it or before it runs.
    pub fn goroutines(&mut self, sched: &Sched) {
        self.0.extend([0, ALL_GOROUTINES << TAG_SHIFT | ptr::from_ref(sched) as usize]);
    }

    /// A goroutine of which a part was scanned.
    pub fn goroutine(&mut self, gp: *mut G) {
        self.0.push(GOROUTINE << TAG_SHIFT | gp as usize);
    }

    /// What specials refer to.
    pub fn specials(&mut self) {
        self.0.extend([0, SPECIALS << TAG_SHIFT]);
    }

    /// The running timers of a P.
    pub fn timers(&mut self, pp: *mut P) {
        self.0.push(TIMERS << TAG_SHIFT | pp as usize);
    }

    /// The items.
    pub fn into_items(self) -> Vec<Item> {
        self.0
    }
}

/// What a marker has found and done.
#[derive(Clone, Copy, Default, Debug)]
pub struct Found {
    /// Bytes of objects it was the first to mark.
    pub live: usize,
    /// Their number.
    pub objects: usize,
    /// Work in bytes, as the pacer counts it.
    pub work: usize,
}

/// A marker's state.
pub struct Marker<'a> {
    heap: &'a Heap,
    pool: &'a Pool,
    /// Where the heap and its tables begin.
    base: usize,
    entries: *const AtomicU16,
    classes: *const Class,
    marks: *const AtomicU64,
    /// Bytes of the heap in use; what is made above them is born marked.
    used: usize,
    /// No other thread sets marks meanwhile.
    alone: bool,
    stack: Vec<Item>,
    /// Figures.
    pub found: Found,
}

impl<'a> Marker<'a> {
    /// A marker with nothing to do, for objects in the first `used` bytes of the heap. One that is `alone` must end before others may begin.
    pub fn new(heap: &'a Heap, pool: &'a Pool, used: usize, alone: bool) -> Marker<'a> {
        debug_assert!(used <= heap.size);
        Marker {
            heap,
            pool,
            base: heap.base,
            entries: heap.entry.as_ptr(),
            classes: heap.classes.as_ptr(),
            marks: heap.mark().as_ptr(),
            used,
            alone,
            stack: Vec::new(),
            found: Found::default(),
        }
    }

    /// Takes work from the pool and does it until `budget` bytes of work are done, `stop` says so, or nothing is left to take.
    pub fn run(&mut self, budget: usize, stop: impl Fn() -> bool) {
        let Some(items) = self.pool.enter() else { return };
        self.stack = items;
        let until = self.found.work.saturating_add(budget);
        loop {
            self.drain(until, &stop);
            if !self.stack.is_empty() {
                return self.pool.leave(std::mem::take(&mut self.stack));
            }
            match self.pool.refill() {
                Some(items) => self.stack = items,
                None => return,
            }
        }
    }

    /// Marks what words lead to directly; what is to be scanned goes to the pool.
    pub fn words(&mut self, words: impl Iterator<Item = usize>) {
        words.for_each(|w| self.word(w));
        self.pool.put(std::mem::take(&mut self.stack));
    }

    /// Scans a range conservatively; what is to be scanned goes to the pool.
    ///
    /// # Safety
    /// The range is readable.
    pub unsafe fn range_now(&mut self, (lo, hi): Range) {
        self.range(lo, hi);
        self.pool.put(std::mem::take(&mut self.stack));
    }

    /// Scans what is on the stack and what that leads to. What is taken off the stack waits in a ring, so that its memory is near when its turn comes.
    fn drain(&mut self, until: usize, stop: &impl Fn() -> bool) {
        let mut ring: [Item; AHEAD] = [0; AHEAD];
        let mut at = 0;
        loop {
            let pause = until.min(self.found.work.saturating_add(STRETCH));
            while self.found.work < pause {
                let next = match self.stack.pop() {
                    Some(item) if is_object(item) => {
                        prefetch(item & ADDR);
                        item
                    }
                    Some(item) => {
                        self.root(item >> TAG_SHIFT, item & ADDR);
                        continue;
                    }
                    None => 0,
                };
                at = (at + 1) % AHEAD;
                let item = std::mem::replace(&mut ring[at], next);
                if item != 0 {
                    self.scan(item);
                } else if next == 0 && ring == [0; AHEAD] {
                    return;
                }
            }
            if self.stack.len() >= SHARE_MIN && self.pool.is_starving() {
                self.share();
            }
            if self.found.work >= until || stop() {
                self.stack.extend(ring.into_iter().filter(|&item| item != 0));
                return;
            }
        }
    }

    /// An item that is no object.
    #[cold]
    fn root(&mut self, tag: usize, addr: usize) {
        self.found.work += WORD;
        match tag {
            FREE => self.word(addr),
            ROOT => {
                let end = self.stack.pop().unwrap_or(addr);
                let rest = addr + CHUNK;
                if rest < end {
                    self.stack.extend([end, ROOT << TAG_SHIFT | rest]);
                }
                self.range(addr, end.min(rest));
            }
            GOROUTINE => {
                // SAFETY: items of this tag and the next hold what they were made of, which lives as long as the instance.
                if unsafe { roots::scan_parked(addr as *mut G, |(lo, hi)| self.range(lo, hi)) } {
                    self.stack.push(GOROUTINE << TAG_SHIFT | addr);
                }
            }
            // SAFETY: as above.
            TIMERS => unsafe { (*(addr as *mut P)).timers.for_each(|w| self.stack.push(w)) },
            SPECIALS => {
                let from = self.stack.pop().unwrap_or(0);
                let mut some = Roots::default();
                if let Some(next) = self.heap.cycle.specials.some_roots(self.heap, from, &mut some) {
                    self.stack.extend([next, SPECIALS << TAG_SHIFT]);
                }
                self.found.work += some.0.len() * WORD;
                self.stack.extend(some.0);
            }
            _ => {
                let from = self.stack.pop().unwrap_or(0);
                // SAFETY: as above.
                let some = unsafe { (*(addr as *const Sched)).gs(from, GOROUTINES) };
                if some.len() == GOROUTINES {
                    self.stack.extend([from + GOROUTINES, ALL_GOROUTINES << TAG_SHIFT | addr]);
                }
                self.stack.extend(some.into_iter().map(|gp| GOROUTINE << TAG_SHIFT | gp));
            }
        }
    }

    /// Gives the older half of the stack away: of a tree, the larger part.
    #[cold]
    fn share(&mut self) {
        let n = (self.stack.len() / 2).min(BATCH);
        let mut given: Vec<Item> = self.stack.drain(..n).collect();
        // Two items that belong together must stay so: the tag is the second's.
        if self.stack.first().is_some_and(|i| matches!(i >> TAG_SHIFT, ROOT | ALL_GOROUTINES | SPECIALS)) {
            given.push(self.stack.remove(0));
        }
        self.pool.put(given);
    }

    /// Scans memory conservatively.
    fn range(&mut self, lo: usize, hi: usize) {
        let mut at = lo;
        while at + WORD <= hi {
            // SAFETY: roots are readable words.
            self.word(unsafe { ptr::read_volatile(at as *const usize) });
            at += WORD;
        }
        self.found.work += hi.saturating_sub(lo);
    }

    /// Marks the object that a word points into, if any: [`Heap::resolve`] for what was in use when marking began.
    #[inline(always)]
    fn word(&mut self, w: usize) {
        let off = w.wrapping_sub(self.base);
        if off >= self.used {
            return;
        }
        // SAFETY: one entry per block of the heap, and `used` is no more than that.
        let class = usize::from(unsafe { &*self.entries.add(off >> BLOCK_SHIFT) }.load(Ordering::Acquire));
        if class < FIRST_SIZED {
            return self.large(w);
        }
        // SAFETY: the entry is published after its class, which never changes.
        let c = unsafe { &*self.classes.add(class) };
        let in_span = off & c.span_mask as usize;
        let index = c.index(in_span);
        if index >= c.nobj as usize {
            return;
        }
        let size = c.size as usize;
        let start = off - (in_span - index * size);
        if !self.set_mark(start) {
            return;
        }
        self.count(size);
        if c.scan != Scan::None {
            self.stack.push(class << TAG_SHIFT | (self.base + start));
        }
    }

    /// The same for a word that points to no object of a class with a size.
    #[cold]
    fn large(&mut self, w: usize) {
        let Some(o) = self.heap.resolve(w) else { return };
        // Its block may have become another's since it was looked at.
        if o.class == LARGE && self.set_mark(o.start - self.base) {
            self.push_large(o.start);
        }
    }

    #[inline(always)]
    fn count(&mut self, size: usize) {
        self.found.live += size;
        self.found.objects += 1;
        self.found.work += OBJECT_WORK;
    }

    /// Sets the mark bit of the object that begins `off` bytes into the heap; false when it was set.
    #[inline(always)]
    fn set_mark(&self, off: usize) -> bool {
        let i = off / GRAIN;
        // SAFETY: the bitmap covers the heap, and the object lies in it.
        let word = unsafe { &*self.marks.add(i / 64) };
        let bit = 1u64 << (i % 64);
        let old = word.load(Ordering::Relaxed);
        if old & bit != 0 {
            return false;
        }
        if self.alone {
            word.store(old | bit, Ordering::Relaxed);
            return true;
        }
        word.fetch_or(bit, Ordering::Relaxed) & bit == 0
    }

    #[cold]
    fn push_large(&mut self, start: usize) {
        let block = self.heap.block_of(start);
        let bytes = self.heap.link.at(block).load(Ordering::Relaxed) as usize * BLOCK;
        self.count(bytes);
        if self.heap.large_type.at(block).load(Ordering::Relaxed) != 0 {
            self.stack.push(LARGE << TAG_SHIFT | start);
        }
    }

    #[inline(always)]
    fn scan(&mut self, item: Item) {
        let (class, start) = (item >> TAG_SHIFT, item & ADDR);
        if class == LARGE {
            return self.scan_large(start);
        }
        // SAFETY: items of objects have published classes.
        let c = unsafe { &*self.classes.add(class) };
        self.found.work += c.size as usize;
        match c.scan {
            Scan::None => {}
            Scan::Mask => self.masked(start, c.mask),
            Scan::Periodic => self.scan_words(start, start + c.size as usize, 0, &[c.mask], usize::from(c.period)),
            Scan::Header => self.scan_header(start, c.size as usize),
        }
    }

    /// Marks from the words at `start` that have their bits in `mask`.
    #[inline(always)]
    fn masked(&mut self, start: usize, mut mask: u64) {
        while mask != 0 {
            self.load(start + mask.trailing_zeros() as usize * WORD);
            mask &= mask - 1;
        }
    }

    /// Marks from the word at an address inside an object.
    #[inline(always)]
    fn load(&mut self, at: usize) {
        // SAFETY: inside an object of the heap. A running goroutine may write it: any value that is read is a valid question to `word`.
        let w = unsafe { &*(at as *const AtomicUsize) }.load(Ordering::Relaxed);
        self.word(w);
    }

    #[cold]
    fn scan_header(&mut self, start: usize, size: usize) {
        // SAFETY: the first word of such an object is its descriptor, or 0 in a slot that was never used.
        let ty = unsafe { &*(start as *const AtomicUsize) }.load(Ordering::Acquire) as *const TypeDesc;
        // SAFETY: descriptors live as long as the instance.
        if let Some(ty) = unsafe { ty.as_ref() } {
            self.scan_words(start + WORD, start + size, 0, mask_words(ty), ty.gc_period as usize);
        }
    }

    fn scan_large(&mut self, at: usize) {
        let Some(o) = self.heap.resolve(at) else { return };
        let block = self.heap.block_of(o.start);
        let rest = at + CHUNK;
        if rest < o.start + self.heap.size_of(o) {
            self.stack.push(LARGE << TAG_SHIFT | rest);
        }
        let end = (o.start + self.heap.size_of(o)).min(rest);
        let ty = self.heap.large_type.at(block).load(Ordering::Relaxed) as *const TypeDesc;
        // SAFETY: set when the object was made; descriptors live as long as the instance.
        let Some(ty) = (unsafe { ty.as_ref() }) else { return };
        let period = ty.gc_period as usize;
        self.found.work += end - at;
        self.scan_words(at, end, (at - o.start) / WORD % period, mask_words(ty), period);
    }

    /// Scans `[lo, hi)`, whose first word is number `phase` of the period.
    fn scan_words(&mut self, lo: usize, hi: usize, phase: usize, mask: &[u64], period: usize) {
        if period > 64 {
            for (i, at) in (lo..hi).step_by(WORD).enumerate() {
                let k = (phase + i) % period;
                if mask[k / 64] >> (k % 64) & 1 != 0 {
                    self.load(at);
                }
            }
            return;
        }
        // As many whole periods as fit a mask at a time.
        let words = 64 / period * period;
        let whole = repeat(mask[0], period as u8, words);
        let from_phase = if phase == 0 { whole } else { (whole >> phase | whole << (words - phase)) & (u64::MAX >> (64 - words)) };
        let mut at = lo;
        while at < hi {
            let left = (hi - at) / WORD;
            self.masked(at, if left < words { from_phase & ((1 << left) - 1) } else { from_phase });
            at += words * WORD;
        }
    }
}

/// The item is an object or a piece of a large one.
#[inline(always)]
fn is_object(item: Item) -> bool {
    (item >> TAG_SHIFT).wrapping_sub(1) < SPECIALS - 1
}

/// The mask of a type with pointers.
fn mask_words(ty: &TypeDesc) -> &[u64] {
    // SAFETY: the contract: one bit per word of the period.
    unsafe { std::slice::from_raw_parts(ty.gc_mask, (ty.gc_period as usize).div_ceil(64)) }
}

#[inline(always)]
fn prefetch(at: usize) {
    #[cfg(target_arch = "x86_64")]
    // SAFETY: prefetching any address is harmless.
    unsafe {
        std::arch::x86_64::_mm_prefetch::<{ std::arch::x86_64::_MM_HINT_T0 }>(at as *const i8)
    };
    #[cfg(not(target_arch = "x86_64"))]
    let _ = at;
}
