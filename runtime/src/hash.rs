//! Hashing of map keys: multiply and fold, seeded. Equal values (by [`crate::typ::equal`]) have equal hashes.

use std::ptr;

use mgo_abi::builtins::PanicCode;
use mgo_abi::layouts::iface;
use mgo_abi::typedesc::{GoString, Kind, TypeDesc, flags};

use crate::typ::{bytes, dynamic, has, list, raise};

const K0: u64 = 0xa076_1d64_78bd_642f;
const K1: u64 = 0xe703_7ed1_a0b4_28db;
const K2: u64 = 0x8ebc_6af0_9c88_c6e3;

#[inline(always)]
fn mix(a: u64, b: u64) -> u64 {
    let r = u128::from(a) * u128::from(b);
    r as u64 ^ (r >> 64) as u64
}

/// Hash of a word.
#[inline(always)]
pub fn word(x: u64, seed: u64) -> u64 {
    mix(x ^ K0, seed ^ K1)
}

/// Hash of `n` bytes.
///
/// # Safety
/// They are readable.
#[inline]
pub unsafe fn memory(p: *const u8, n: usize, seed: u64) -> u64 {
    // SAFETY: all offsets stay below `n`.
    unsafe {
        let r8 = |i: usize| p.add(i).cast::<u64>().read_unaligned();
        let r4 = |i: usize| u64::from(p.add(i).cast::<u32>().read_unaligned());
        let seed = seed ^ K0;
        let (a, b) = match n {
            0 => (0, 0),
            1..4 => (u64::from(*p) << 16 | u64::from(*p.add(n / 2)) << 8 | u64::from(*p.add(n - 1)), 0),
            4..8 => (r4(0), r4(n - 4)),
            8..=16 => (r8(0), r8(n - 8)),
            _ => {
                let mut seed = seed;
                let mut i = 0;
                while i + 16 < n {
                    seed = mix(r8(i) ^ K1, r8(i + 8) ^ seed);
                    i += 16;
                }
                return mix(K2 ^ n as u64, mix(r8(n - 16) ^ K1, r8(n - 8) ^ seed));
            }
        };
        mix(K2 ^ n as u64, mix(a ^ K1, b ^ seed))
    }
}

/// Hash of a value in memory. Raises when it holds an interface of an unhashable type.
///
/// # Safety
/// `p` points to a value of the type.
pub unsafe fn value(ty: &TypeDesc, p: *const u8, seed: u64) -> u64 {
    // SAFETY: the caller's, and the parts of a value lie where its descriptor says.
    unsafe {
        if has(ty, flags::REGULAR_MEMORY) {
            return match ty.size {
                8 => word(p.cast::<u64>().read(), seed),
                4 => word(u64::from(p.cast::<u32>().read()), seed),
                n => memory(p, n, seed),
            };
        }
        match ty.kind {
            k if k == Kind::Float32 as u8 => float(f64::from(p.cast::<f32>().read()), seed),
            k if k == Kind::Float64 as u8 => float(p.cast::<f64>().read(), seed),
            k if k == Kind::Complex64 as u8 => {
                let [re, im] = p.cast::<[f32; 2]>().read();
                float(f64::from(im), float(f64::from(re), seed))
            }
            k if k == Kind::Complex128 as u8 => {
                let [re, im] = p.cast::<[f64; 2]>().read();
                float(im, float(re, seed))
            }
            k if k == Kind::String as u8 => {
                let s = p.cast::<GoString>().read();
                memory(s.ptr, s.len, seed)
            }
            k if k == Kind::Interface as u8 => match dynamic(ty, p).as_ref() {
                None => seed,
                Some(t) => data(t, p.add(iface::DATA).cast::<usize>().read(), seed),
            },
            k if k == Kind::Array as u8 => (0..ty.len).fold(seed, |h, i| value(&*ty.elem, p.add(i * (*ty.elem).size), h)),
            k if k == Kind::Struct as u8 => {
                let named = list(&ty.fields).iter().filter(|f| bytes(f.name) != b"_");
                named.fold(seed, |h, f| value(&*f.ty, p.add(f.offset), h))
            }
            _ if has(ty, flags::COMPARABLE) => memory(p, ty.size, seed),
            _ => raise(PanicCode::Unhashable, ptr::from_ref(ty) as usize, 0),
        }
    }
}

/// Hash of an interface's data word, with the type in it.
unsafe fn data(ty: &TypeDesc, word: usize, seed: u64) -> u64 {
    if !has(ty, flags::COMPARABLE) {
        raise(PanicCode::Unhashable, ptr::from_ref(ty) as usize, 0);
    }
    let seed = seed ^ u64::from(ty.hash).wrapping_mul(K2);
    let p = if has(ty, flags::DIRECT_IFACE) { (&raw const word).cast() } else { word as *const u8 };
    // SAFETY: a data word holds the value at its low end, or its address.
    unsafe { value(ty, p, seed) }
}

/// The type that keeps a value from being hashed.
///
/// # Safety
/// `p` points to a value of the type.
pub unsafe fn unhashable(ty: &TypeDesc, p: *const u8) -> Option<&TypeDesc> {
    if !has(ty, flags::COMPARABLE) {
        return Some(ty);
    }
    if !has(ty, flags::HASH_MIGHT_PANIC) {
        return None;
    }
    // SAFETY: the caller's, and the parts of a value lie where its descriptor says.
    unsafe {
        match ty.kind {
            k if k == Kind::Interface as u8 => {
                let t = dynamic(ty, p).as_ref()?;
                let word = p.add(iface::DATA);
                unhashable(t, if has(t, flags::DIRECT_IFACE) { word } else { word.cast::<*const u8>().read() })
            }
            k if k == Kind::Array as u8 => (0..ty.len).find_map(|i| unhashable(&*ty.elem, p.add(i * (*ty.elem).size))),
            k if k == Kind::Struct as u8 => list(&ty.fields).iter().find_map(|f| unhashable(&*f.ty, p.add(f.offset))),
            _ => None,
        }
    }
}

/// Zeros of both signs are equal; a NaN is equal to nothing, so that any hash will do, and a random one keeps NaNs from crowding one place.
fn float(f: f64, seed: u64) -> u64 {
    if f == 0.0 {
        word(0, seed)
    } else if f.is_nan() {
        word(crate::map::random(), seed)
    } else {
        word(f.to_bits(), seed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_of_all_lengths_hash_apart() {
        let data: Vec<u8> = (0..200u8).collect();
        let mut seen = std::collections::HashSet::new();
        for n in 0..200 {
            // SAFETY: inside the vector.
            assert!(seen.insert(unsafe { memory(data.as_ptr(), n, 1) }), "{n}");
            for at in [0, n / 2, n.saturating_sub(1)] {
                if at < n {
                    let mut other = data.clone();
                    other[at] ^= 0x40;
                    // SAFETY: as above.
                    unsafe { assert_ne!(memory(other.as_ptr(), n, 1), memory(data.as_ptr(), n, 1), "{n} {at}") };
                }
            }
        }
    }

    #[test]
    fn low_bits_spread() {
        // 1024 consecutive words fill as many of 1024 places of the high bits, and of the 128 values of the low seven, as random ones would.
        let (mut high, mut low) = (std::collections::HashSet::new(), std::collections::HashSet::new());
        for i in 0..1024 {
            let h = word(i, 0x1234_5678);
            high.insert(h >> 7 & 1023);
            low.insert(h & 127);
        }
        assert!(high.len() > 550 && low.len() > 110, "{} {}", high.len(), low.len());
    }
}
