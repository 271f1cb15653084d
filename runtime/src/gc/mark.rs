//! Marking: from words to objects to their words, until nothing is grey.
//!
//! Words of roots are taken conservatively, objects by the shape of their class. An item of work is a tagged address: an object to scan, or a
//! chunk of a large one. Markers on several threads share items through [`Shared`] and end when all of them are out of work.

use std::ptr;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use mgo_abi::typedesc::TypeDesc;

use crate::lock::Lock;
use crate::mem::class::{LARGE, Scan};
use crate::mem::heap::Heap;
use crate::mem::{GRAIN, WORD};

/// Large objects and roots are scanned in pieces of this size, so that markers can share one.
const CHUNK: usize = 128 << 10;
/// Items that change hands at once, at most.
const BATCH: usize = 256;
/// Markers with fewer keep them.
const SHARE_MIN: usize = 8;
/// How often an idle marker looks for work before it lets others run.
const SPINS: u32 = 200;
/// Objects whose memory is on its way to the cache while others are scanned.
const AHEAD: usize = 8;
const TAG_SHIFT: u32 = 48;
const ADDR: usize = (1 << TAG_SHIFT) - 1;
/// Tag of a piece of a root; its end is in the item after it.
const ROOT: usize = 0xffff;

/// A range of words `[lo, hi)` that may hold pointers into the heap.
pub type Range = (usize, usize);

/// Work that markers share.
#[derive(Default)]
pub struct Shared {
    pool: Lock<Vec<Vec<usize>>>,
    /// Items in the pool, to look at without the lock.
    pooled: AtomicUsize,
    /// Markers without work.
    idle: AtomicUsize,
    /// Markers taking part.
    markers: usize,
}

impl Shared {
    /// For so many markers.
    pub fn new(markers: usize) -> Shared {
        Shared { markers, ..Shared::default() }
    }

    fn put(&self, items: Vec<usize>) {
        let mut pool = self.pool.lock();
        pool.push(items);
        self.pooled.store(pool.len(), Ordering::Release);
    }

    /// A marker waits for work and there is none to take.
    #[inline(always)]
    fn hungry(&self) -> bool {
        self.idle.load(Ordering::Relaxed) != 0 && self.pooled.load(Ordering::Relaxed) == 0
    }

    fn take(&self) -> Option<Vec<usize>> {
        if self.pooled.load(Ordering::Acquire) == 0 {
            return None;
        }
        let mut pool = self.pool.lock();
        let items = pool.pop();
        self.pooled.store(pool.len(), Ordering::Release);
        items
    }

    /// Gives roots to the markers, cut into pieces.
    pub fn add_roots(&self, roots: &[Range]) {
        let mut items = Vec::new();
        for &(lo, hi) in roots {
            let mut at = lo.next_multiple_of(WORD);
            while at + WORD <= hi {
                let end = hi.min(at + CHUNK);
                items.extend([end, ROOT << TAG_SHIFT | at]);
                at = end;
            }
            if items.len() >= BATCH {
                self.put(std::mem::take(&mut items));
            }
        }
        self.put(items);
    }

    /// Makes ready for another round of marking, after all markers have ended.
    pub fn reset(&self) {
        self.idle.store(0, Ordering::Release);
    }
}

/// A marking thread's state.
pub struct Marker<'a> {
    heap: &'a Heap,
    shared: &'a Shared,
    marks: *const AtomicU64,
    /// Bytes of the heap in use.
    used: usize,
    stack: Vec<usize>,
    /// Other markers may be marking: set bits atomically.
    atomic: bool,
}

impl<'a> Marker<'a> {
    /// A marker; the heap's upper end does not move while it lives, but for objects that are born marked.
    pub fn new(heap: &'a Heap, shared: &'a Shared) -> Marker<'a> {
        let used = heap.blocks.lock().top() * crate::mem::BLOCK;
        Marker { heap, shared, marks: heap.mark().as_ptr(), used, stack: Vec::new(), atomic: shared.markers != 1 }
    }

    /// Marks until no marker has work left.
    pub fn drain(&mut self) {
        loop {
            self.drain_own();
            match self.get_work() {
                Some(items) => self.stack = items,
                None => return,
            }
        }
    }

    fn get_work(&mut self) -> Option<Vec<usize>> {
        if let Some(items) = self.shared.take() {
            return Some(items);
        }
        self.shared.idle.fetch_add(1, Ordering::AcqRel);
        let mut spins = 0;
        loop {
            if self.shared.pooled.load(Ordering::Acquire) != 0 {
                self.shared.idle.fetch_sub(1, Ordering::AcqRel);
                if let Some(items) = self.shared.take() {
                    return Some(items);
                }
                self.shared.idle.fetch_add(1, Ordering::AcqRel);
            }
            // Whoever has work is not idle, so when all are idle and the pool is empty, nothing can appear.
            if self.shared.idle.load(Ordering::Acquire) == self.shared.markers && self.shared.pooled.load(Ordering::Acquire) == 0 {
                return None;
            }
            spins += 1;
            if spins % SPINS == 0 { std::thread::yield_now() } else { std::hint::spin_loop() }
        }
    }

    fn drain_own(&mut self) {
        let mut ring = [0usize; AHEAD];
        let (mut head, mut held) = (0, 0);
        loop {
            while held < AHEAD {
                let Some(item) = self.stack.pop() else { break };
                if item >> TAG_SHIFT == ROOT {
                    let end = self.stack.pop().unwrap_or(0);
                    self.range(item & ADDR, end);
                    continue;
                }
                prefetch(item & ADDR);
                ring[(head + held) % AHEAD] = item;
                held += 1;
            }
            if held == 0 {
                return;
            }
            let item = ring[head];
            head = (head + 1) % AHEAD;
            held -= 1;
            self.scan(item);
            if self.stack.len() >= SHARE_MIN && self.shared.hungry() {
                self.share();
            }
        }
    }

    /// Gives the older half of the stack away: of a tree, the larger part.
    #[cold]
    fn share(&mut self) {
        let n = (self.stack.len() / 2).min(BATCH);
        let mut given: Vec<usize> = self.stack.drain(..n).collect();
        // A root's two items must stay together: its tag is the second.
        if self.stack.first().is_some_and(|i| i >> TAG_SHIFT == ROOT) {
            given.push(self.stack.remove(0));
        }
        self.shared.put(given);
    }

    /// Scans memory conservatively.
    fn range(&mut self, lo: usize, hi: usize) {
        let mut at = lo;
        while at + WORD <= hi {
            // SAFETY: roots are readable words; the owner of a root stands still while it is scanned.
            self.word(unsafe { ptr::read_volatile(at as *const usize) });
            at += WORD;
        }
    }

    /// Marks the object that a word points into, if any.
    #[inline(always)]
    pub fn word(&mut self, w: usize) {
        if w.wrapping_sub(self.heap.base) >= self.used {
            return;
        }
        let Some(o) = self.heap.resolve(w) else { return };
        if !self.set_mark(o.start) {
            return;
        }
        if o.class == LARGE {
            self.push_large(o.start);
        } else if self.heap.classes.get(o.class).scan != Scan::None {
            self.stack.push(o.class << TAG_SHIFT | o.start);
        }
    }

    /// Sets the mark bit; false when it was set.
    #[inline(always)]
    fn set_mark(&self, start: usize) -> bool {
        let i = (start - self.heap.base) / GRAIN;
        // SAFETY: the bitmap covers the heap, and `start` lies in it.
        let word = unsafe { &*self.marks.add(i / 64) };
        let bit = 1u64 << (i % 64);
        let old = word.load(Ordering::Relaxed);
        if old & bit != 0 {
            return false;
        }
        if self.atomic {
            return word.fetch_or(bit, Ordering::Relaxed) & bit == 0;
        }
        word.store(old | bit, Ordering::Relaxed);
        true
    }

    #[cold]
    fn push_large(&mut self, start: usize) {
        let block = self.heap.block_of(start);
        if self.heap.large_type.at(block).load(Ordering::Relaxed) == 0 {
            return;
        }
        let end = start + self.heap.link.at(block).load(Ordering::Relaxed) as usize * crate::mem::BLOCK;
        self.stack.extend((start..end).step_by(CHUNK).map(|at| LARGE << TAG_SHIFT | at));
    }

    #[inline(always)]
    fn scan(&mut self, item: usize) {
        let (class, start) = (item >> TAG_SHIFT, item & ADDR);
        if class == LARGE {
            return self.scan_large(start);
        }
        let c = self.heap.classes.get(class);
        match c.scan {
            Scan::None => {}
            Scan::Mask => {
                let mut mask = c.mask;
                while mask != 0 {
                    self.load(start + mask.trailing_zeros() as usize * WORD);
                    mask &= mask - 1;
                }
            }
            Scan::Periodic => self.scan_words(start, start + c.size as usize, 0, &[c.mask], usize::from(c.period)),
            Scan::Header => self.scan_header(start, c.size as usize),
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
        let ty = unsafe { *(start as *const *const TypeDesc) };
        // SAFETY: descriptors live as long as the instance.
        if let Some(ty) = unsafe { ty.as_ref() } {
            self.scan_words(start + WORD, start + size, 0, mask_words(ty), ty.gc_period as usize);
        }
    }

    fn scan_large(&mut self, at: usize) {
        let Some(o) = self.heap.resolve(at) else { return };
        let block = self.heap.block_of(o.start);
        let end = o.start + self.heap.size_of(o);
        let ty = self.heap.large_type.at(block).load(Ordering::Relaxed) as *const TypeDesc;
        // SAFETY: set when the object was made; descriptors live as long as the instance.
        let Some(ty) = (unsafe { ty.as_ref() }) else { return };
        let period = ty.gc_period as usize;
        self.scan_words(at, end.min(at + CHUNK), (at - o.start) / WORD % period, mask_words(ty), period);
    }

    /// Scans `[lo, hi)`, whose first word is number `phase` of the period.
    fn scan_words(&mut self, lo: usize, hi: usize, phase: usize, mask: &[u64], period: usize) {
        let mut k = phase;
        let mut at = lo;
        while at + WORD <= hi {
            if mask[k / 64] >> (k % 64) & 1 != 0 {
                self.load(at);
            }
            k += 1;
            if k == period {
                k = 0;
            }
            at += WORD;
        }
    }
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
