//! Strings: concatenation, comparison, conversions from and to bytes and runes.

use std::ptr;

use mgo_abi::layouts::{BYTES_IN_FRAME, RUNES_IN_FRAME};
use mgo_abi::typedesc::GoString;

use crate::mem::sizes::roundupsize;
use crate::mem::{MAX_STRING, malloc_bytes, malloc_tail, new_string};
use crate::typ::{bytes, elems};

/// What stands for bytes that are no UTF-8 and numbers that are no code points.
pub const RUNE_ERROR: u32 = 0xfffd;
/// `string(byte)` without an allocation.
static ONE_BYTE: [u8; 256] = {
    let mut t = [0; 256];
    let mut i = 0;
    while i < 256 {
        t[i] = i as u8;
        i += 1;
    }
    t
};
const EMPTY: GoString = GoString { ptr: ptr::null(), len: 0 };

/// Two results in registers.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Pair {
    /// First.
    pub a: usize,
    /// Second.
    pub b: usize,
}

/// `a + b`
///
/// # Safety
/// From compiled code through systemstack.
pub unsafe extern "C" fn rt_concatstring2(ap: *const u8, an: usize, bp: *const u8, bn: usize) -> GoString {
    concat(&[GoString { ptr: ap, len: an }, GoString { ptr: bp, len: bn }])
}

/// Concatenation of an array of strings.
///
/// # Safety
/// From compiled code through systemstack.
pub unsafe extern "C" fn rt_concatstrings(parts: *const GoString, n: usize) -> GoString {
    // SAFETY: compiled code passes an array of live strings.
    concat(unsafe { elems(parts, n) })
}

/// One part that is not empty is the result itself.
fn concat(parts: &[GoString]) -> GoString {
    let mut full = parts.iter().filter(|s| s.len != 0);
    let Some(first) = full.next() else { return EMPTY };
    if full.next().is_none() {
        return *first;
    }
    let len = parts.iter().try_fold(0usize, |n, s| n.checked_add(s.len));
    let Some(len) = len.filter(|&n| n <= MAX_STRING) else { crate::throw::throw("string concatenation too long") };
    let p = malloc_bytes(len);
    let mut at = p;
    for s in parts {
        // SAFETY: the parts are live strings, their lengths add up to `len`.
        unsafe {
            ptr::copy_nonoverlapping(if s.len == 0 { at } else { s.ptr }, at, s.len);
            at = at.add(s.len);
        }
    }
    GoString { ptr: p, len }
}

/// -1, 0, 1
///
/// # Safety
/// From compiled code through systemstack.
pub unsafe extern "C" fn rt_cmpstring(ap: *const u8, an: usize, bp: *const u8, bn: usize) -> isize {
    // SAFETY: compiled code passes live strings.
    unsafe { crate::typ::compare_strings(GoString { ptr: ap, len: an }, GoString { ptr: bp, len: bn }) as isize }
}

/// `string(rune)`
///
/// # Safety
/// From compiled code through systemstack.
pub unsafe extern "C" fn rt_intstring(rune: i64) -> GoString {
    let rune = u32::try_from(rune).unwrap_or(RUNE_ERROR);
    if rune < 0x80 {
        return GoString { ptr: &raw const ONE_BYTE[rune as usize], len: 1 };
    }
    let mut buf = [0; 4];
    new_string(encode(rune, &mut buf))
}

/// UTF-8 of a code point, or of [`RUNE_ERROR`].
pub fn encode(rune: u32, buf: &mut [u8; 4]) -> &[u8] {
    char::from_u32(rune).unwrap_or(char::REPLACEMENT_CHARACTER).encode_utf8(buf).as_bytes()
}

/// `string([]byte)`
///
/// # Safety
/// From compiled code through systemstack.
pub unsafe extern "C" fn rt_slicebytetostring(p: *const u8, n: usize) -> GoString {
    // SAFETY: compiled code passes a live slice.
    match unsafe { elems(p, n) } {
        [] => EMPTY,
        [b] => GoString { ptr: &raw const ONE_BYTE[usize::from(*b)], len: 1 },
        bytes => new_string(bytes),
    }
}

/// Where a byte is first, or -1: for texts that the asm in front does not search.
///
/// # Safety
/// From compiled code through systemstack.
pub unsafe extern "C" fn rt_indexbyte(p: *const u8, n: usize, c: usize) -> isize {
    // SAFETY: compiled code passes `n` bytes.
    memchr::memchr(c as u8, unsafe { elems(p, n) }).map_or(-1, |at| at as isize)
}

/// `[]byte(string)`: array and capacity. Few bytes go to `buf`, unless that is null.
///
/// # Safety
/// From compiled code through systemstack.
pub unsafe extern "C" fn rt_stringtoslicebyte(p: *const u8, n: usize, buf: *mut [u8; BYTES_IN_FRAME]) -> Pair {
    let (to, cap) = if !buf.is_null() && n <= BYTES_IN_FRAME {
        // SAFETY: compiled code passes an array in the caller's frame.
        unsafe { buf.write([0; BYTES_IN_FRAME]) };
        (buf.cast::<u8>(), BYTES_IN_FRAME)
    } else {
        let cap = if n == 0 { 0 } else { roundupsize(n, true) };
        (malloc_tail(cap, n), cap)
    };
    // SAFETY: a live string and an array of at least its length that nobody else knows.
    unsafe { ptr::copy_nonoverlapping(if n == 0 { to.cast_const() } else { p }, to, n) };
    Pair { a: to as usize, b: cap }
}

/// `[]rune(string)`: array, length and how much larger the capacity is in the upper 16 bits. Few runes go to `buf`, unless that is null.
///
/// # Safety
/// From compiled code through systemstack.
pub unsafe extern "C" fn rt_stringtoslicerune(p: *const u8, n: usize, buf: *mut [u32; RUNES_IN_FRAME]) -> Pair {
    // SAFETY: compiled code passes a live string.
    let s = unsafe { bytes(GoString { ptr: p, len: n }) };
    let len = Runes(s).count();
    let (to, size) = if !buf.is_null() && len <= RUNES_IN_FRAME {
        // SAFETY: compiled code passes an array in the caller's frame.
        unsafe { buf.write([0; RUNES_IN_FRAME]) };
        (buf.cast::<u32>(), RUNES_IN_FRAME * 4)
    } else {
        let size = if len == 0 { 0 } else { roundupsize(len * 4, true) };
        (malloc_tail(size, len * 4).cast::<u32>(), size)
    };
    for (i, r) in Runes(s).enumerate() {
        // SAFETY: `len` runes were counted.
        unsafe { to.add(i).write(r) };
    }
    Pair { a: to as usize, b: len | (size / 4 - len) << 48 }
}

/// `string([]rune)`
///
/// # Safety
/// From compiled code through systemstack.
pub unsafe extern "C" fn rt_slicerunetostring(p: *const u32, n: usize) -> GoString {
    // SAFETY: compiled code passes a live slice.
    let runes = unsafe { elems(p, n) };
    let mut buf = [0; 4];
    let len = runes.iter().map(|&r| encode(r, &mut buf).len()).sum();
    if len == 0 {
        return EMPTY;
    }
    let to = malloc_bytes(len);
    let mut at = to;
    for &r in runes {
        let b = encode(r, &mut buf);
        // SAFETY: the lengths add up to `len`.
        unsafe {
            ptr::copy_nonoverlapping(b.as_ptr(), at, b.len());
            at = at.add(b.len());
        }
    }
    GoString { ptr: to, len }
}

/// The rune that starts at a byte of a string, and the index after it.
///
/// # Safety
/// From compiled code through systemstack.
pub unsafe extern "C" fn rt_decoderune(p: *const u8, n: usize, at: usize) -> Pair {
    // SAFETY: compiled code passes a live string and an index into it.
    let s = unsafe { bytes(GoString { ptr: p, len: n }) };
    let (rune, len) = decode(&s[at..]);
    Pair { a: rune as usize, b: at + len }
}

/// The runes of a string; bytes that are no UTF-8 give [`RUNE_ERROR`] each.
pub struct Runes<'a>(pub &'a [u8]);

impl Iterator for Runes<'_> {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        if self.0.is_empty() {
            return None;
        }
        let (rune, len) = decode(self.0);
        self.0 = &self.0[len..];
        Some(rune)
    }
}

/// The first rune of bytes that are not empty, and its length; `(RUNE_ERROR, 1)` when they start with no UTF-8.
pub fn decode(s: &[u8]) -> (u32, usize) {
    let more = |i: usize| s.get(i).filter(|&b| b & 0xc0 == 0x80).map(|b| u32::from(b & 0x3f));
    let first = u32::from(s[0]);
    let whole = match first {
        0..0x80 => return (first, 1),
        0xc2..0xe0 => more(1).map(|a| ((first & 0x1f) << 6 | a, 2)),
        0xe0..0xf0 => more(1).zip(more(2)).map(|(a, b)| ((first & 0xf) << 12 | a << 6 | b, 3)),
        0xf0..0xf5 => more(1).zip(more(2)).zip(more(3)).map(|((a, b), c)| ((first & 7) << 18 | a << 12 | b << 6 | c, 4)),
        _ => None,
    };
    // Longer than needed, surrogates and beyond Unicode are no UTF-8.
    let least = [0, 0, 0x80, 0x800, 0x1_0000];
    whole.filter(|&(r, n)| r >= least[n] && char::from_u32(r).is_some()).unwrap_or((RUNE_ERROR, 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mem::tests::TestHeap;

    fn text(s: GoString) -> Vec<u8> {
        // SAFETY: strings of a live heap or static.
        unsafe { bytes(s).to_vec() }
    }

    #[test]
    fn concatenation() {
        let _h = TestHeap::new();
        let s = |t: &'static str| GoString { ptr: t.as_ptr(), len: t.len() };
        assert_eq!(text(concat(&[s("a"), s(""), s("bc")])), b"abc");
        assert_eq!(concat(&[EMPTY, EMPTY]).len, 0);
        let one = s("only");
        assert_eq!(concat(&[EMPTY, one]).ptr, one.ptr, "no copy");
    }

    #[test]
    fn decoding_agrees_with_std() {
        for c in (0..=0x10_ffff).filter_map(char::from_u32) {
            let mut b = [0; 4];
            let e = c.encode_utf8(&mut b).as_bytes();
            assert_eq!(decode(e), (c as u32, e.len()));
            for cut in 1..e.len() {
                assert_eq!(decode(&e[..cut]), (RUNE_ERROR, 1));
            }
        }
        // Recorded from Go: surrogate, too long, beyond, stray.
        for bad in
            [&b"\xed\xa0\x80"[..], b"\xc0\x80", b"\xe0\x80\x80", b"\xf0\x80\x80\x80", b"\xf4\x90\x80\x80", b"\xff", b"\x80", b"\xc3("]
        {
            assert_eq!(decode(bad), (RUNE_ERROR, 1), "{bad:x?}");
        }
    }

    #[test]
    fn conversions() {
        let _h = TestHeap::new();
        let t = "aé\u{10348}";
        // SAFETY: live strings and slices.
        unsafe {
            let b = rt_stringtoslicebyte(t.as_ptr(), t.len(), ptr::null_mut());
            assert_eq!(b.b, 8);
            assert_eq!(elems(b.a as *const u8, t.len()), t.as_bytes());
            let mut few = [7; BYTES_IN_FRAME];
            let in_few = rt_stringtoslicebyte(t.as_ptr(), t.len(), &raw mut few);
            assert_eq!((in_few.a, in_few.b), (few.as_ptr() as usize, BYTES_IN_FRAME));
            assert_eq!((&few[..t.len()], few[t.len()]), (t.as_bytes(), 0));
            let r = rt_stringtoslicerune(t.as_ptr(), t.len(), ptr::null_mut());
            assert_eq!((r.b & 0xffff_ffff_ffff, r.b >> 48), (3, 1), "cap 4 in Go");
            assert_eq!(elems(r.a as *const u32, 3), [0x61, 0xe9, 0x10348]);
            let mut buf = [7; RUNES_IN_FRAME];
            let in_buf = rt_stringtoslicerune(t.as_ptr(), t.len(), &raw mut buf);
            assert_eq!((in_buf.a, in_buf.b >> 48), (buf.as_ptr() as usize, 29));
            assert_eq!(buf[..4], [0x61, 0xe9, 0x10348, 0]);
            assert_eq!(text(rt_slicerunetostring(r.a as *const u32, 3)), t.as_bytes());
            assert_eq!(text(rt_intstring(0xd800)), "\u{fffd}".as_bytes());
            assert_eq!(text(rt_intstring(-1)), "\u{fffd}".as_bytes());
            assert_eq!(text(rt_intstring(0x263a)), "\u{263a}".as_bytes());
            assert_eq!(rt_decoderune(t.as_ptr(), t.len(), 1), Pair { a: 0xe9, b: 3 });
            assert_eq!(rt_cmpstring(t.as_ptr(), 1, t.as_ptr(), 2), -1);
        }
    }
}
