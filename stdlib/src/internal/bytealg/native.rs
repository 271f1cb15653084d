//! Byte search, over `memchr`'s vector code.

use crate::native::bytes;
use mgo_abi::typedesc::{GoSlice, GoString};

/// An index as the language has it: -1 for none.
fn index(found: Option<usize>) -> isize {
    found.map_or(-1, |i| i as isize)
}

fn string(s: &GoString) -> &[u8] {
    // SAFETY: strings of the language are readable for their length.
    unsafe { bytes(s.ptr, s.len) }
}

fn slice(b: &GoSlice<u8>) -> &[u8] {
    // SAFETY: slices of the language are readable for their length.
    unsafe { bytes(b.ptr, b.len) }
}

fn count(haystack: &[u8], c: u8) -> isize {
    memchr::memchr_iter(c, haystack).count() as isize
}

fn compare(a: &[u8], b: &[u8]) -> isize {
    a.cmp(b) as isize
}

/// Where `sep` occurs in `s` without overlap, as many places as there is room for.
fn places(s: &[u8], sep: &[u8], at: &GoSlice<isize>) -> usize {
    let store = |found: &mut dyn Iterator<Item = usize>| {
        let place = |(n, i): (usize, usize)| {
            // SAFETY: `n` is less than the length of the caller's slice, which is alive.
            unsafe { at.ptr.cast_mut().add(n).write(i as isize) };
        };
        found.take(at.len).enumerate().map(place).count()
    };
    match sep {
        [c] => store(&mut memchr::memchr_iter(*c, s)),
        _ => store(&mut memchr::memmem::find_iter(s, sep)),
    }
}

/// `bytealg.Same`, `Changed` or `Other`.
fn case_kind(s: &[u8], lo: u8) -> isize {
    if !s.is_ascii() {
        return 2;
    }
    isize::from(s.iter().fold(false, |any, c| any | (c.wrapping_sub(lo) < 26)))
}

/// Stores `s` in `dst` with the 26 letters from `lo` on in the other case.
fn change_case(dst: &GoSlice<u8>, s: &[u8], lo: u8) {
    // SAFETY: the caller's slice is as long as the string, and nobody else knows it yet.
    let dst = unsafe { std::slice::from_raw_parts_mut(dst.ptr.cast_mut(), s.len().min(dst.len)) };
    for (to, c) in dst.iter_mut().zip(s) {
        *to = c ^ (u8::from(c.wrapping_sub(lo) < 26) << 5);
    }
}

natives! {
    System "internal/bytealg.CaseKind" (s: GoString, lo: u8) -> (kind: isize) { kind = case_kind(string(&s), lo); }
    System "internal/bytealg.ChangeCase" (dst: GoSlice<u8>, s: GoString, lo: u8) -> () { change_case(&dst, string(&s), lo); }
    System "internal/bytealg.LastIndexByte" (b: GoSlice<u8>, c: u8) -> (i: isize) { i = index(memchr::memrchr(c, slice(&b))); }
    System "internal/bytealg.LastIndexByteString" (s: GoString, c: u8) -> (i: isize) { i = index(memchr::memrchr(c, string(&s))); }
    System "internal/bytealg.IndexString" (s: GoString, sep: GoString) -> (i: isize) { i = index(memchr::memmem::find(string(&s), string(&sep))); }
    System "internal/bytealg.LastIndexString" (s: GoString, sep: GoString) -> (i: isize) { i = index(memchr::memmem::rfind(string(&s), string(&sep))); }
    System "internal/bytealg.Count" (b: GoSlice<u8>, c: u8) -> (n: isize) { n = count(slice(&b), c); }
    System "internal/bytealg.CountString" (s: GoString, c: u8) -> (n: isize) { n = count(string(&s), c); }
    System "internal/bytealg.CountSeq" (s: GoString, sep: GoString) -> (n: isize) {
        n = memchr::memmem::find_iter(string(&s), string(&sep)).count() as isize;
    }
    System "internal/bytealg.Places" (s: GoString, sep: GoString, at: GoSlice<isize>) -> (n: usize) { n = places(string(&s), string(&sep), &at); }
    System "internal/bytealg.Compare" (a: GoSlice<u8>, b: GoSlice<u8>) -> (n: isize) { n = compare(slice(&a), slice(&b)); }
}
