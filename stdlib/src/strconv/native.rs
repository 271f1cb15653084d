//! Floats to text and back.

#[path = "format.rs"]
mod format;
#[path = "parse.rs"]
mod parse;
#[path = "powers.rs"]
mod powers;
#[path = "scale.rs"]
mod scale;

use crate::native::bytes;
use mgo_abi::typedesc::GoString;

/// Appends the shortest text that reads back as the float with these bits, as `%g` writes it.
pub(crate) fn shortest_float(out: &mut Vec<u8>, bits: u64, single: bool) {
    let mut buf = [0; 32];
    let n = format::format_float(&mut buf, bits, b'g', -1, single);
    out.extend_from_slice(&buf[..n]);
}

natives! {
    System "strconv.formatFloat" (dst: *mut u8, room: usize, bits: u64, fmt: u8, prec: isize, bit_size: isize) -> (n: usize) {
        // SAFETY: the caller has room bytes at dst.
        let dst = unsafe { std::slice::from_raw_parts_mut(dst, room) };
        n = format::format_float(dst, bits, fmt, prec, bit_size == 32);
    }
    System "strconv.parseFloat" (s: GoString, bit_size: isize) -> (bits: u64, status: isize) {
        // SAFETY: strings of the language are readable for their length.
        let text = unsafe { bytes(s.ptr, s.len) };
        (bits, status) = parse::parse_float(text, bit_size == 32);
    }
}
