//! The heap on one thread, with made-up types and roots.

use std::cell::Cell;
use std::ptr::null_mut;
use std::sync::atomic::{AtomicU32, AtomicUsize};

use mgo_abi::typedesc::{GoSlice, GoString, Kind, TypeDesc};

use super::heap::Heap;
use super::mcache::MCache;
use super::*;
use crate::gc::{self, mark::Range};

thread_local! {
    static STANDALONE: Cell<*mut MCache> = const { Cell::new(null_mut()) };
}

/// The cache of a test's own heap.
pub(super) fn standalone() -> Option<*mut MCache> {
    Some(STANDALONE.get()).filter(|p| !p.is_null())
}

/// Makes natives of this thread allocate from another cache of the same heap.
pub(crate) fn set_standalone(mc: *const MCache) {
    STANDALONE.set(mc.cast_mut());
}

/// A heap with one cache that natives of the calling thread allocate from.
pub(crate) struct TestHeap {
    pub(crate) heap: Box<Heap>,
    pub(crate) mc: Box<MCache>,
}

impl TestHeap {
    pub(crate) fn new() -> TestHeap {
        let heap = Box::new(Heap::new().expect("address space"));
        let mut mc = MCache::boxed(&raw const *heap);
        STANDALONE.set(&raw mut *mc);
        TestHeap { heap, mc }
    }

    /// Collects with these words as the only roots.
    pub(crate) fn collect(&mut self, roots: &[usize]) -> crate::gc::Live {
        let range: Range = (roots.as_ptr() as usize, roots.as_ptr() as usize + roots.len() * WORD);
        self.heap.cycle.verify.store(true, std::sync::atomic::Ordering::Relaxed);
        // SAFETY: one thread; the words are readable.
        unsafe { gc::collect(&self.heap, &[&raw mut *self.mc], &[range]) }
    }

    fn alloc(&mut self, ty: &TypeDesc) -> usize {
        // SAFETY: the cache is this heap's.
        unsafe { self.heap.newobject(&raw mut *self.mc, ty) as usize }
    }
}

impl Drop for TestHeap {
    fn drop(&mut self) {
        STANDALONE.set(null_mut());
    }
}

/// A type of `size` bytes whose pointer words are the bits of `mask` in each `period` words.
pub(crate) fn desc(size: usize, period: u32, mask: &'static [u64]) -> TypeDesc {
    const EMPTY: GoString = GoString { ptr: std::ptr::null(), len: 0 };
    TypeDesc {
        size,
        hash: size as u32 ^ period,
        align: 8,
        kind: Kind::Struct as u8,
        flags: 0,
        chan_dir: 0,
        alloc_class: AtomicU32::new(u32::MAX),
        gc_period: period,
        gc_mask: mask.as_ptr(),
        name: EMPTY,
        pkg_path: EMPTY,
        elem: std::ptr::null(),
        key: std::ptr::null(),
        len: 0,
        fields: no_slice(),
        methods: no_slice(),
        imethods: no_slice(),
        ptr_to: std::ptr::null(),
        params: no_slice(),
        num_in: 0,
        slice_of: std::ptr::null(),
        derived: std::sync::atomic::AtomicPtr::new(std::ptr::null_mut()),
        next_derived: std::ptr::null(),
        private: AtomicUsize::new(0),
    }
}

pub(crate) const fn no_slice<T>() -> GoSlice<T> {
    GoSlice { ptr: std::ptr::null(), len: 0, cap: 0 }
}

/// Word `i` of an object.
fn word(p: usize, i: usize) -> &'static Cell<usize> {
    // SAFETY: tests only use words of live objects.
    unsafe { &*((p + i * WORD) as *const Cell<usize>) }
}

#[test]
fn interior_pointers_resolve_to_their_object() {
    let mut h = TestHeap::new();
    for size in [1, 16, 24, 40, 100, 2048, 2049, 7000, 20000, 32768, 32769, 1 << 20] {
        let ty = desc(size, 0, &[]);
        let a: Vec<usize> = (0..20).map(|_| h.alloc(&ty)).collect();
        for &p in &a {
            for off in [0, size / 2, size - 1] {
                let o = h.heap.resolve(p + off).expect("in the heap");
                assert_eq!(o.start, p, "size {size} offset {off}");
                assert!(h.heap.size_of(o) >= size);
            }
        }
        let mut sorted = a.clone();
        sorted.sort_unstable();
        assert!(sorted.windows(2).all(|w| w[1] - w[0] >= size), "no overlap");
    }
    for w in [0, 1, usize::MAX, h.heap.base - 1, h.heap.base + h.heap.size, h.heap.base + h.heap.size - 1] {
        assert_eq!(h.heap.resolve(w), None);
    }
}

#[test]
fn precise_marking_ignores_other_words() {
    let mut h = TestHeap::new();
    let node = desc(24, 3, &[0b001]);
    let (a, b, c) = (h.alloc(&node), h.alloc(&node), h.alloc(&node));
    word(a, 0).set(b + 8);
    word(a, 1).set(c);
    let s = h.collect(&[a + 23]);
    assert_eq!((s.objects, s.bytes), (2, 48));
    // The hole is found again and is zero; the live ones stay.
    let fresh: Vec<usize> = (0..1000).map(|_| h.alloc(&node)).collect();
    assert!(fresh.contains(&c));
    assert!(!fresh.contains(&a) && !fresh.contains(&b));
    assert!(fresh.iter().all(|&p| (0..3).all(|i| word(p, i).get() == 0)));
    assert_eq!((word(a, 0).get(), word(a, 1).get()), (b + 8, c));
}

#[test]
fn every_shape_is_scanned() {
    static LONG: [u64; 2] = [1 << 3, 1 << 1];
    let mut h = TestHeap::new();
    let leaf = desc(16, 0, &[]);
    // (type, word that holds a pointer, word that does not)
    let cases = [
        (desc(16, 1, &[1]), 1, None),
        (desc(512, 2, &[0b10]), 63, Some(62)),
        (desc(1000, 5, &[0b00100]), 122, Some(123)),
        (desc(30000, 3, &[0b100]), 3749, Some(3748)),
        (desc(66 * 8, 66, &LONG), 65, Some(64)),
        (desc(66 * 8 * 50, 66, &LONG), 66 * 49 + 3, Some(2)),
        (desc(66 * 8 * 1000, 66, &LONG), 66 * 999 + 65, Some(66 * 999 + 64)),
        (desc(8 * 300_000, 3, &[0b001]), 299_997, Some(299_998)),
    ];
    for (i, (ty, yes, no)) in cases.iter().enumerate() {
        let p = h.alloc(ty);
        let live = h.alloc(&leaf);
        let dead = h.alloc(&leaf);
        word(p, *yes).set(live);
        if let Some(no) = no {
            word(p, *no).set(dead);
        }
        let s = h.collect(&[p + ty.size - 1]);
        assert_eq!(s.objects, 2, "case {i}");
    }
}

#[test]
fn holes_of_the_last_cycle_are_filled() {
    let mut h = TestHeap::new();
    let ty = desc(64, 0, &[]);
    let all: Vec<usize> = (0..4096).map(|_| h.alloc(&ty)).collect();
    let keep: Vec<usize> = all.iter().copied().filter(|p| p / 64 % 3 == 0).collect();
    let top = h.heap.blocks.lock().top();
    assert_eq!(h.collect(&keep).objects, keep.len());
    let fresh: Vec<usize> = (0..4096 - keep.len()).map(|_| h.alloc(&ty)).collect();
    assert_eq!(h.heap.blocks.lock().top(), top, "no new block while there are holes");
    let mut both: Vec<usize> = fresh.iter().chain(&keep).copied().collect();
    both.sort_unstable();
    both.dedup();
    assert_eq!(both.len(), 4096, "nothing was given twice");
}

#[test]
fn free_memory_goes_back_to_the_system() {
    let mut h = TestHeap::new();
    let big = desc(8 << 20, 0, &[]);
    let p = h.alloc(&big);
    // SAFETY: inside the object.
    unsafe { std::ptr::write_bytes(p as *mut u8, 7, 8 << 20) };
    assert_eq!(h.collect(&[p]).bytes, 8 << 20);
    h.collect(&[]);
    assert_eq!(h.heap.resolve(p), None);
    assert_eq!(h.heap.blocks.lock().release(0, usize::MAX), 8 << 20);
    let again = h.alloc(&big);
    assert_eq!((again, word(again, 5).get()), (p, 0));
}

#[test]
fn large_objects_are_zeroed_when_reused() {
    let mut h = TestHeap::new();
    let big = desc(100_000, 1, &[1]);
    let p = h.alloc(&big);
    word(p, 77).set(1);
    h.collect(&[]);
    assert_eq!(h.alloc(&big), p);
    assert_eq!(word(p, 77).get(), 0);
}

#[test]
fn tails_are_zero_and_heads_are_not_touched() {
    let mut h = TestHeap::new();
    for size in [100, 1024, 5000, 32768, 100_000] {
        let mut live = Vec::new();
        for i in 0..50 {
            let p = malloc_tail(size, size / 2);
            // SAFETY: inside the object.
            unsafe {
                assert!((size / 2..size).all(|at| *p.add(at) == 0), "size {size}");
                ptr::write_bytes(p, 0xff, size);
            }
            live.push(p as usize);
            if i % 10 == 9 {
                h.collect(&live[..i / 2]);
                live.truncate(i / 2);
            }
        }
    }
}

#[test]
fn types_without_size_share_an_address() {
    let mut h = TestHeap::new();
    let none = desc(0, 0, &[]);
    assert_eq!(h.alloc(&none), h.alloc(&none));
    assert_eq!(mallocgc(0, None) as usize, h.alloc(&none));
}

/// Marks in steps while the program moves the only reference to an object out of sight: the barrier must keep it.
#[test]
fn barrier_keeps_what_moves_while_marking() {
    let mut h = TestHeap::new();
    let node = desc(16, 2, &[0b01]);
    let mc = &raw mut *h.mc;
    let (a, b) = (h.alloc(&node), h.alloc(&node));
    word(a, 0).set(b);
    let (global, stack) = ([a], [Cell::new(0usize), Cell::new(0)]);
    let stack_range: Range = (stack.as_ptr() as usize, stack.as_ptr() as usize + 16);
    let global_range: Range = (global.as_ptr() as usize, global.as_ptr() as usize + 8);
    h.heap.cycle.verify.store(true, std::sync::atomic::Ordering::Relaxed);
    // SAFETY: one thread; slots are words of live objects.
    unsafe {
        // The stack has been scanned when the reference to `b` moves there from `a`, which has not.
        let mut later = gc::mark::Roots::default();
        later.range(global_range);
        gc::begin(&h.heap, &[mc], &[stack_range], later);
        stack[1].set(word(a, 0).get());
        gc::barrier::write_ptr(mc, gc::omit::Omit::Copies, a as *mut usize, 0);
        stack[0].set(h.alloc(&node));
        gc::step(&h.heap, usize::MAX, || false);
        assert!(gc::is_complete(&h.heap, &[mc], usize::MAX));
        // Verification scans the stack as it is now.
        gc::verify::closed(&h.heap, &[stack_range, global_range]);
        gc::verify::reached(&h.heap, &[stack_range, global_range]);
        assert_eq!(gc::finish(&h.heap, &[mc]).objects, 3);
        gc::sweep::all(&h.heap);
    }
    assert_eq!(h.collect(&[stack[0].get()]).objects, 1);
}

#[test]
fn markers_on_several_threads_mark_the_same() {
    let mut h = TestHeap::new();
    let node = desc(32, 4, &[0b0011]);
    // A tree of 2^17 nodes.
    let mut level: Vec<usize> = (0..1 << 16).map(|_| h.alloc(&node)).collect();
    while level.len() > 1 {
        level = level
            .chunks(2)
            .map(|c| {
                let p = h.alloc(&node);
                word(p, 0).set(c[0]);
                word(p, 1).set(c[1]);
                p
            })
            .collect();
    }
    let root = [level[0]];
    let roots = [(root.as_ptr() as usize, root.as_ptr() as usize + 8)];
    h.heap.cycle.verify.store(true, std::sync::atomic::Ordering::Relaxed);
    for helpers in [0, 1, 2, 3] {
        let mc = &raw mut *h.mc;
        // SAFETY: the program stands still while the others mark.
        unsafe {
            gc::begin(&h.heap, &[mc], &roots, gc::mark::Roots::default());
            let heap = &*h.heap;
            std::thread::scope(|s| {
                for _ in 0..helpers {
                    s.spawn(|| {
                        while !heap.cycle.is_idle() {
                            _ = gc::step(heap, 1000, || false)
                        }
                    });
                }
            });
            assert!(gc::is_complete(heap, &[mc], usize::MAX));
            gc::verify::reached(heap, &roots);
            assert_eq!(gc::finish(heap, &[mc]).objects, (1 << 17) - 1);
            std::thread::scope(|s| (0..=helpers).for_each(|_| drop(s.spawn(|| gc::sweep::all(heap)))));
        }
    }
}

#[test]
fn figures_are_exact() {
    let mut h = TestHeap::new();
    let ty = desc(48, 0, &[]);
    let kept: Vec<usize> = (0..100).map(|_| h.alloc(&ty)).collect();
    let mc = &raw mut *h.mc;
    // SAFETY: one thread.
    assert_eq!(unsafe { stats::allocated(&[mc]) }, (4800, 100));
    h.collect(&kept[..10]);
    // SAFETY: as above.
    assert_eq!(unsafe { stats::allocated(&[mc]) }, (4800, 100));
    h.alloc(&ty);
    // SAFETY: as above.
    assert_eq!(unsafe { stats::allocated(&[mc]) }, (4848, 101));
}
