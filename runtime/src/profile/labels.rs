//! Labels of goroutines: what a program calls its work, in profiles and tracebacks.
//!
//! A set is an object of the language that never changes; its goroutine points to it, and who is started inherits it. A G is a root; elsewhere the runtime
//! notes sets only in samples of the CPU profile and in records lent to the language, and both are roots, too ([`roots`]).

use std::fmt::Write;

use mgo_abi::typedesc::{GoSlice, GoString};
use parking_lot::Mutex;

use super::cpu;
use crate::natives::text;

/// A `runtime/pprof.labelMap`; 0 is none.
pub type Set = usize;

/// A key and its value, as the language lays them out.
#[repr(C)]
#[derive(Clone, Copy)]
struct Label {
    key: GoString,
    value: GoString,
}

/// Sets that the language has got numbers of, and may not have looked at yet.
static LENT: Mutex<Vec<Set>> = Mutex::new(Vec::new());
/// What [`roots`] gave last.
static ROOTS: Mutex<Vec<Set>> = Mutex::new(Vec::new());

/// Keeps sets alive until the next ones are lent.
pub(super) fn lend(sets: Vec<Set>) {
    *LENT.lock() = sets;
}

/// The words that hold sets outside of Gs, until the next call. The world is stopped.
pub fn roots() -> (usize, usize) {
    let mut roots = ROOTS.lock();
    roots.clear();
    cpu::labels(&mut roots);
    roots.extend(LENT.lock().iter());
    let words = roots.as_ptr_range();
    (words.start as usize, words.end as usize)
}

/// The labels of a set, by key.
///
/// # Safety
/// The set is alive.
pub(super) unsafe fn read(set: Set) -> Vec<(String, String)> {
    if set == 0 {
        return Vec::new();
    }
    // SAFETY: the caller's promise: a slice of the language.
    unsafe {
        let list = &*(set as *const GoSlice<Label>);
        let labels = if list.len == 0 { &[] } else { std::slice::from_raw_parts(list.ptr, list.len) };
        labels.iter().map(|label| (text(label.key), text(label.value))).collect()
    }
}

/// Writes a set as tracebacks show it: ` {key: value, …}`, and nothing for none.
///
/// # Safety
/// The set is alive.
pub unsafe fn print(set: Set, out: &mut String) {
    // SAFETY: the caller's promise.
    let labels = unsafe { read(set) };
    for (i, (key, value)) in labels.iter().enumerate() {
        out.push_str(if i == 0 { " {" } else { ", " });
        print_word(key, out);
        out.push_str(": ");
        print_word(value, out);
    }
    if !labels.is_empty() {
        out.push('}');
    }
}

/// A key or a value: in quotes when it has other characters than those of plain names.
fn print_word(word: &str, out: &mut String) {
    if word.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '/' | '_')) {
        out.push_str(word);
        return;
    }
    out.push('"');
    for c in word.chars() {
        let _ = match c {
            '\n' => write!(out, "\\n"),
            '\r' => write!(out, "\\r"),
            '\t' => write!(out, "\\t"),
            '\\' | '"' => write!(out, "\\{c}"),
            ' '..='~' => write!(out, "{c}"),
            '\0'..='\x7e' => write!(out, "\\x{:02x}", u32::from(c)),
            '\x7f'..='\u{ffff}' => write!(out, "\\u{:04x}", u32::from(c)),
            _ => write!(out, "\\U{:08x}", u32::from(c)),
        };
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_quoted_when_they_are_no_plain_names() {
        let printed = |word| {
            let mut out = String::new();
            print_word(word, &mut out);
            out
        };
        assert_eq!(printed("a.b/c_1"), "a.b/c_1");
        assert_eq!(printed("two words"), "\"two words\"");
        assert_eq!(printed("\"\\\n\x01\x7f\u{e9}\u{1f600}"), "\"\\\"\\\\\\n\\x01\\u007f\\u00e9\\U0001f600\"");
    }
}
