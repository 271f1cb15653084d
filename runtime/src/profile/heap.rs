//! The heap's profile: which calls have allocated what, and what of it lives, by a sample of the objects.
//!
//! Each allocated byte is a sample with the same small probability, so the distances between samples are exponential, as Go's are. Objects come out of holes
//! without anybody being told; so a hole is cut short in front of an object that is to be a sample (`Heap::cut` in `mem/alloc.rs`), the next object of the class
//! takes the slow path alone, and its maker's stack is noted there. While nothing is sampled a refill pays for one comparison.
//!
//! A sample counts when a cycle has ended that began after it, and so do its deaths: the profile is that of a moment, and garbage that nobody has looked at yet
//! does not seem to live. Between cycles nobody looks at the objects: whether a sample's mark bit is set is asked in pieces as part of the sweep.

use std::sync::atomic::{AtomicPtr, AtomicUsize, Ordering};

use rustc_hash::FxHashMap;

use super::walk;
use crate::lock::Lock;
use crate::m::getm;
use crate::mem::heap::Heap;

/// Samples that a piece of the sweep looks at.
const PIECE: usize = 1024;

/// Objects of one size that one stack has made, as far as they are samples.
#[derive(Clone, Default, Debug)]
pub struct Bucket {
    /// Return addresses, innermost first.
    pub stack: Vec<usize>,
    /// Bytes of each object.
    pub size: usize,
    /// Objects made, and those of them that are gone.
    pub allocs: u64,
    /// See `allocs`.
    pub frees: u64,
}

/// An object that is a sample.
#[derive(Clone, Copy, Debug)]
struct Sample {
    object: usize,
    bucket: u32,
}

#[derive(Default, Debug)]
struct Samples {
    buckets: Vec<Bucket>,
    number: FxHashMap<(Vec<usize>, usize), u32>,
    /// Made since the last cycle: they do not count yet.
    new: Vec<Sample>,
    /// Alive when the last cycle ended.
    live: Vec<Sample>,
    /// To be looked at after the cycle that has just ended: those that count, and those that begin to.
    old: Vec<Sample>,
    born: Vec<Sample>,
}

/// The profile of a heap.
#[derive(Default, Debug)]
pub struct Profile {
    /// The program's `runtime.MemProfileRate`; null while nobody can ask for the profile.
    rate: AtomicPtr<AtomicUsize>,
    samples: Lock<Samples>,
}

impl Profile {
    /// Samples are taken from now on, as often as this variable of the program says.
    pub fn start(&self, rate: *mut AtomicUsize) {
        self.rate.store(rate, Ordering::Release);
    }

    /// Bytes for each sample; 0: none.
    #[inline]
    pub fn rate(&self) -> usize {
        let rate = self.rate.load(Ordering::Relaxed);
        // SAFETY: a variable of the program, which lives as long as the instance.
        if rate.is_null() { 0 } else { unsafe { (*rate).load(Ordering::Relaxed) }.min(isize::MAX as usize) }
    }

    /// The object that the calling goroutine is making is a sample.
    ///
    /// # Safety
    /// On g0 of an M with a P.
    #[cold]
    pub unsafe fn note(&self, object: usize, size: usize) {
        // SAFETY: the caller's: the goroutine has published its frame.
        let stack = unsafe {
            match (*getm()).curg {
                gp if gp.is_null() => return,
                gp => walk::stack_of(gp),
            }
        };
        let mut all = self.samples.lock();
        let next = all.buckets.len() as u32;
        let bucket = *all.number.entry((stack.clone(), size)).or_insert(next);
        if bucket == next {
            all.buckets.push(Bucket { stack, size, ..Bucket::default() });
        }
        all.new.push(Sample { object, bucket });
    }

    /// A cycle has marked: in how many pieces [`Profile::settle`] is to look at the samples. The world is stopped.
    pub fn cycle_ended(&self) -> usize {
        let mut all = self.samples.lock();
        (all.old, all.born) = (std::mem::take(&mut all.live), std::mem::take(&mut all.new));
        all.old.len().div_ceil(PIECE) + all.born.len().div_ceil(PIECE)
    }

    /// Looks at some samples of before the last cycle.
    pub fn settle(&self, heap: &Heap) {
        let mut all = self.samples.lock();
        let all = &mut *all;
        let is_born = all.old.is_empty();
        let list = if is_born { &mut all.born } else { &mut all.old };
        for sample in list.split_off(list.len().saturating_sub(PIECE)) {
            let bucket = &mut all.buckets[sample.bucket as usize];
            bucket.allocs += u64::from(is_born);
            let bit = heap.bit_of(sample.object);
            if heap.prev().at(bit / 64).load(Ordering::Relaxed) >> (bit % 64) & 1 != 0 {
                all.live.push(sample);
            } else {
                bucket.frees += 1;
            }
        }
    }

    /// The profile as of the last cycle; before the first one, as if nothing had died yet.
    pub fn read(&self) -> Vec<Bucket> {
        let all = self.samples.lock();
        let mut buckets = all.buckets.clone();
        if buckets.iter().all(|b| b.allocs == 0) {
            all.new.iter().for_each(|sample| buckets[sample.bucket as usize].allocs += 1);
        }
        buckets.retain(|b| b.allocs != 0);
        buckets
    }
}

/// Bytes until the next sample, when there is one in `rate` on average: exponentially distributed.
pub fn distance(rate: usize, random: u64) -> usize {
    match rate {
        0 => usize::MAX,
        1 => 0,
        _ => {
            let uniform = ((random >> 11) as f64 + 1.0) / (1u64 << 53) as f64; // in (0, 1]
            (-uniform.ln() * rate as f64) as usize
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_have_the_mean_that_is_asked_for() {
        let mean = (0..10_000).map(|i| distance(1000, crate::hash::word(i, 1))).sum::<usize>() / 10_000;
        assert!((900..1100).contains(&mean), "{mean}");
        assert_eq!((distance(0, 5), distance(1, 5)), (usize::MAX, 0));
    }
}
