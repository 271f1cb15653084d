//! Counting and checking UTF-8, over the standard library's code, which looks at many bytes at once.
//!
//! The callers in the language hand over bounded pieces that end between sequences, so that long texts stay preemptible.

use crate::native::bytes;
use mgo_abi::typedesc::GoString;

/// The number of runes, where each byte of bad encoding counts as one.
fn count(text: &[u8]) -> usize {
    text.utf8_chunks().map(|chunk| chunk.valid().chars().count() + chunk.invalid().len()).sum()
}

fn string(s: &GoString) -> &[u8] {
    // SAFETY: strings of the language are readable for their length.
    unsafe { bytes(s.ptr, s.len) }
}

natives! {
    System "unicode/utf8.count" (s: GoString) -> (n: usize) { n = count(string(&s)); }
    System "unicode/utf8.valid" (s: GoString) -> (ok: bool) { ok = std::str::from_utf8(string(&s)).is_ok(); }
}
