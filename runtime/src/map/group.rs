//! Sixteen control bytes at a time.
//!
//! A control byte is [`EMPTY`], [`DELETED`], or the low seven bits of the hash of the key in its slot.

/// Never used since the table was made.
pub const EMPTY: u8 = 0xff;
/// A tombstone.
pub const DELETED: u8 = 0x80;
/// Control bytes per group.
pub const GROUP: usize = 16;

/// Slots of a group, one bit each.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Bits(pub u32);

impl Iterator for Bits {
    type Item = usize;

    #[inline(always)]
    fn next(&mut self) -> Option<usize> {
        if self.0 == 0 {
            return None;
        }
        let i = self.0.trailing_zeros();
        self.0 &= self.0 - 1;
        Some(i as usize)
    }
}

/// A group of control bytes in a register.
#[derive(Clone, Copy, Debug)]
pub struct Group(imp::Vector);

#[cfg(target_arch = "x86_64")]
mod imp {
    use std::arch::x86_64::{__m128i, _mm_cmpeq_epi8, _mm_loadu_si128, _mm_movemask_epi8, _mm_set1_epi8};

    pub(super) type Vector = __m128i;

    #[inline(always)]
    pub(super) unsafe fn load(p: *const u8) -> Vector {
        // SAFETY: the caller's sixteen bytes; every x86-64 has SSE2.
        unsafe { _mm_loadu_si128(p.cast()) }
    }

    #[inline(always)]
    pub(super) fn equal(v: Vector, byte: u8) -> u32 {
        // SAFETY: SSE2, as above.
        unsafe { _mm_movemask_epi8(_mm_cmpeq_epi8(v, _mm_set1_epi8(byte as i8))) as u32 }
    }

    #[inline(always)]
    pub(super) fn high(v: Vector) -> u32 {
        // SAFETY: SSE2, as above.
        unsafe { _mm_movemask_epi8(v) as u32 }
    }
}

#[cfg(not(target_arch = "x86_64"))]
mod imp {
    pub(super) type Vector = [u8; 16];

    pub(super) unsafe fn load(p: *const u8) -> Vector {
        // SAFETY: the caller's sixteen bytes.
        unsafe { p.cast::<Vector>().read_unaligned() }
    }

    pub(super) fn equal(v: Vector, byte: u8) -> u32 {
        (0..16).filter(|&i| v[i] == byte).fold(0, |m, i| m | 1 << i)
    }

    pub(super) fn high(v: Vector) -> u32 {
        (0..16).filter(|&i| v[i] >= 0x80).fold(0, |m, i| m | 1 << i)
    }
}

impl Group {
    /// The group at `p`.
    ///
    /// # Safety
    /// Sixteen bytes are readable there.
    #[inline(always)]
    pub unsafe fn load(p: *const u8) -> Group {
        // SAFETY: the caller's.
        Group(unsafe { imp::load(p) })
    }

    /// Slots whose key may have these seven bits of hash.
    #[inline(always)]
    pub fn matching(self, h2: u8) -> Bits {
        Bits(imp::equal(self.0, h2))
    }

    /// Empty slots.
    #[inline(always)]
    pub fn empty(self) -> Bits {
        Bits(imp::equal(self.0, EMPTY))
    }

    /// Slots without a key: empty or tombstones.
    #[inline(always)]
    pub fn free(self) -> Bits {
        Bits(imp::high(self.0))
    }

    /// Slots with a key.
    #[inline(always)]
    pub fn full(self) -> Bits {
        Bits(imp::high(self.0) ^ 0xffff)
    }
}
