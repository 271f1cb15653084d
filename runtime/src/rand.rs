//! The instance's one source of randomness. Steal order, select order, map iteration and hash seeds all come from it, so that a run can be
//! replayed from its seed. Each M draws from a stream of its own that the instance's generator seeds.

use std::cell::Cell;
use std::sync::atomic::{AtomicU64, Ordering};

/// Seeds streams; shared by all threads.
#[derive(Debug)]
pub struct Seeder(AtomicU64);

impl Seeder {
    /// A seeder; the same seed gives the same seeds in the same order.
    pub const fn new(seed: u64) -> Seeder {
        Seeder(AtomicU64::new(seed))
    }

    /// A seed from the kernel.
    pub fn from_os() -> Seeder {
        let mut bytes = [0u8; 8];
        // SAFETY: the buffer is 8 bytes long; a failing call leaves zeros, which is a valid seed.
        unsafe { libc::getrandom(bytes.as_mut_ptr().cast(), bytes.len(), 0) };
        Seeder::new(u64::from_ne_bytes(bytes))
    }

    /// The next seed (splitmix64).
    pub fn seed(&self) -> u64 {
        let mut z = self.0.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::Relaxed).wrapping_add(0x9e37_79b9_7f4a_7c15);
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}

/// A stream of one thread (wyrand).
#[derive(Debug)]
pub struct Rand(Cell<u64>);

impl Rand {
    /// A stream that starts at `seed`.
    pub const fn new(seed: u64) -> Rand {
        Rand(Cell::new(seed))
    }

    /// 64 random bits.
    #[inline]
    pub fn next(&self) -> u64 {
        let s = self.0.get().wrapping_add(0xa076_1d64_78bd_642f);
        self.0.set(s);
        let t = u128::from(s) * u128::from(s ^ 0xe703_7ed1_a0b4_28db);
        (t >> 64) as u64 ^ t as u64
    }

    /// A number below `n`; `n` > 0.
    #[inline]
    pub fn below(&self, n: u32) -> u32 {
        ((u64::from(self.next() as u32) * u64::from(n)) >> 32) as u32
    }
}
