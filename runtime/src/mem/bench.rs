//! Figures against Go's, by hand: `cargo test -p mgo-runtime --release -- --ignored --nocapture bench_`.

use std::hint::black_box;
use std::time::Instant;

use mgo_abi::typedesc::TypeDesc;

use super::tests::{TestHeap, desc};
use super::*;
use crate::gc;

fn time<R>(name: &str, n: usize, f: impl FnOnce() -> R) -> R {
    let t = Instant::now();
    let r = f();
    println!("{name}: {:.2} ns", t.elapsed().as_nanos() as f64 / n as f64);
    r
}

/// What `newobject` does, with the collection that its slow path would start.
#[inline(always)]
fn new(h: &mut TestHeap, class: usize, ty: &TypeDesc, roots: &[usize]) -> *mut usize {
    if let Some(p) = h.mc.bump(class) {
        return p as *mut usize;
    }
    if h.heap.pacer.due(0) {
        let range = (roots.as_ptr() as usize, roots.as_ptr() as usize + roots.len() * WORD);
        // SAFETY: one thread; all live objects are reachable from `roots`.
        unsafe { gc::collect(&h.heap, &[&raw mut *h.mc], &[range]) };
    }
    // SAFETY: the cache is the heap's.
    unsafe { h.heap.newobject(&raw mut *h.mc, ty).cast() }
}

#[test]
#[ignore = "a measurement"]
fn bench_churn() {
    let mut h = TestHeap::new();
    for size in [16, 32, 64, 128, 1024] {
        let ty = desc(size, 1, &[1]);
        new(&mut h, 0, &ty, &[]);
        let class = ty.alloc_class.load(std::sync::atomic::Ordering::Relaxed) as usize / mcache::CACHE_SIZE;
        let n = 20_000_000;
        time(&format!("churn {size}"), n, || {
            for _ in 0..n {
                // SAFETY: a fresh object.
                unsafe { *new(&mut h, class, &ty, &[]) = 0 };
            }
        });
    }
}

struct Trees<'a> {
    h: TestHeap,
    ty: &'a TypeDesc,
    class: usize,
    /// The path that is being built, and what lives long.
    roots: Vec<usize>,
}

impl Trees<'_> {
    fn build(&mut self, depth: usize) -> usize {
        let p = new(&mut self.h, self.class, self.ty, &self.roots);
        self.roots.push(p as usize);
        if depth > 0 {
            let (l, r) = (self.build(depth - 1), self.build(depth - 1));
            // SAFETY: a live object of two words.
            unsafe { (*p, *p.add(1)) = (l, r) };
        }
        self.roots.pop();
        p as usize
    }

    fn count(&self, p: usize) -> usize {
        // SAFETY: a live tree.
        let (l, r) = unsafe { (*(p as *const usize), *(p as *const usize).add(1)) };
        if l == 0 { 1 } else { 1 + self.count(l) + self.count(r) }
    }
}

/// The program `bintrees` of the comparison with Go; a build with optimisation is needed for figures.
#[test]
#[ignore = "a measurement"]
fn bench_trees() {
    const DEPTH: usize = 18;
    let ty = desc(16, 1, &[1]);
    let mut h = TestHeap::new();
    new(&mut h, 0, &ty, &[]);
    let class = ty.alloc_class.load(std::sync::atomic::Ordering::Relaxed) as usize / mcache::CACHE_SIZE;
    let mut t = Trees { h, ty: &ty, class, roots: Vec::new() };
    let start = Instant::now();
    let stretch = t.build(DEPTH + 1);
    black_box(t.count(stretch));
    let long = t.build(DEPTH);
    t.roots.push(long);
    let mut sum = 0;
    for d in (4..=DEPTH).step_by(4) {
        for _ in 0..1 << (DEPTH - d + 4) {
            let p = t.build(d);
            sum += t.count(p);
        }
    }
    black_box(sum);
    println!("binary trees {DEPTH}: {:?}", start.elapsed());
}

#[test]
#[ignore = "a measurement"]
fn bench_maps() {
    use crate::map::{self, key::Key64, tests::map_types};
    let _h = TestHeap::new();
    let (key, elem) = map_types();
    let ty = crate::map::tests::map_desc(&key, &elem);
    for n in [8usize, 1000, 100_000, 1_000_000] {
        // SAFETY: a map of such keys; the heap never collects in here.
        unsafe {
            let m = map::makemap(&ty, 0);
            let key = |i: usize| (i as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 20;
            time(&format!("map fast64 insert {n}"), n, || {
                for i in 0..n {
                    *map::assign(m, Key64(key(i))).cast::<u64>() = 1;
                }
            });
            let rounds = 20_000_000 / n;
            let sum: u64 = time(&format!("map fast64 hit {n}"), n * rounds, || {
                (0..rounds).map(|_| (0..n).map(|i| *map::access(m, Key64(key(i))).cast::<u64>()).sum::<u64>()).sum()
            });
            let misses = time(&format!("map fast64 miss {n}"), n * rounds, || {
                (0..rounds).map(|_| (0..n).filter(|&i| map::access(m, Key64(key(i) | 1 << 60)).is_null()).count()).sum::<usize>()
            });
            assert_eq!((sum as usize, misses), (n * rounds, n * rounds));
        }
    }
}

#[test]
#[ignore = "a measurement"]
fn bench_map_growth() {
    use crate::map::{self, key::Key64, tests::map_types};
    let mut h = TestHeap::new();
    let (key, elem) = map_types();
    let ty = crate::map::tests::map_desc(&key, &elem);
    for n in [3usize, 8, 100, 1000, 10_000] {
        let rounds = 4_000_000 / n;
        time(&format!("map fast64 grow to {n}"), n * rounds, || {
            for _ in 0..rounds {
                // SAFETY: a map of such keys, which nobody needs when the heap collects.
                unsafe {
                    let m = map::makemap(&ty, 0);
                    for i in 0..n {
                        *map::assign(m, Key64((i as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15))).cast::<u64>() = 1;
                    }
                }
                if h.heap.pacer.due(0) {
                    h.heap.cycle.verify.store(false, std::sync::atomic::Ordering::Relaxed);
                    // SAFETY: one thread, no roots.
                    unsafe { gc::collect(&h.heap, &[&raw mut *h.mc], &[]) };
                }
            }
        });
    }
}
