//! The builtins `print` and `println`: formatting of Go 1.27, to standard error.
//!
//! What one call prints goes out in one write.

use std::io::Write;

use crate::lock::Lock;
use crate::m::{getg, getm};
use crate::mem::mcache;

/// Appends a float with as few digits as read back the same (`strconv`'s 'g' with precision -1).
pub fn float(out: &mut Vec<u8>, v: f64) {
    general(out, v, &format!("{v:e}"));
}

/// The same for a float32.
pub fn float32(out: &mut Vec<u8>, v: f64) {
    general(out, v, &format!("{:e}", v as f32));
}

/// `scientific` is the shortest form `d.ddde±x`, or a name.
fn general(out: &mut Vec<u8>, v: f64, scientific: &str) {
    /// Decimal exponents from here on are written with `e`: `strconv` takes the precision of the shortest form as 6.
    const EXP_MAX: i32 = 6;
    const EXP_MIN: i32 = -4;
    if v.is_nan() {
        return out.extend(b"NaN");
    }
    if v.is_infinite() || scientific.ends_with("inf") {
        return out.extend(if v > 0.0 { b"+Inf" } else { b"-Inf" });
    }
    let (mantissa, exp) = scientific.split_once('e').unwrap_or((scientific, "0"));
    let exp: i32 = exp.parse().unwrap_or(0);
    let digits: Vec<u8> = mantissa.bytes().filter(u8::is_ascii_digit).collect();
    if v.is_sign_negative() {
        out.push(b'-');
    }
    if !(EXP_MIN..EXP_MAX).contains(&exp) {
        out.push(digits[0]);
        if digits.len() > 1 {
            out.push(b'.');
            out.extend(&digits[1..]);
        }
        let _ = write!(out, "e{}{:02}", if exp < 0 { '-' } else { '+' }, exp.abs());
    } else if exp < 0 {
        out.extend(b"0.");
        out.extend(std::iter::repeat_n(b'0', (-exp - 1) as usize));
        out.extend(digits);
    } else {
        let point = exp as usize + 1;
        for (i, d) in digits.iter().enumerate() {
            if i == point {
                out.push(b'.');
            }
            out.push(*d);
        }
        out.extend(std::iter::repeat_n(b'0', point.saturating_sub(digits.len())));
    }
}

/// Appends a complex number: `(re+imi)`.
fn complex(out: &mut Vec<u8>, re: f64, im: f64, part: fn(&mut Vec<u8>, f64)) {
    out.push(b'(');
    part(out, re);
    let at = out.len();
    part(out, im);
    if !matches!(out[at], b'+' | b'-') {
        out.insert(at, b'+');
    }
    out.extend(b"i)");
}

/// Appends an address as `print` shows it.
pub fn pointer(out: &mut Vec<u8>, p: usize) {
    // Writing to a vector cannot fail.
    let _ = write!(out, "{p:#x}");
}

/// What goroutines have gathered between `printlock` and `printunlock`, by number: they may be preempted in between.
#[derive(Default)]
pub struct Printer(Lock<Vec<(u64, Vec<u8>)>>);

impl Printer {
    /// Appends to what a goroutine has gathered.
    fn put(&self, goid: u64, append: impl FnOnce(&mut Vec<u8>)) {
        let mut all = self.0.lock();
        match all.iter_mut().find(|e| e.0 == goid) {
            Some(e) => append(&mut e.1),
            None => {
                let mut out = Vec::new();
                append(&mut out);
                all.push((goid, out));
            }
        }
    }

    /// Takes what a goroutine has gathered.
    fn take(&self, goid: u64) -> Vec<u8> {
        let mut all = self.0.lock();
        all.iter().position(|e| e.0 == goid).map(|i| all.swap_remove(i).1).unwrap_or_default()
    }
}

fn put(append: impl FnOnce(&mut Vec<u8>)) {
    // SAFETY: natives run for a goroutine on an M with a P.
    unsafe { (*(*mcache()).heap).values.printer.put((*getg()).goid, append) }
}

/// Begins a `print`. Nothing to do: what follows is gathered for the calling goroutine.
pub extern "C" fn rt_printlock() {}

/// Ends it: writes what was gathered, whole.
pub extern "C" fn rt_printunlock() {
    // SAFETY: as in `put`.
    unsafe {
        let out = (*(*mcache()).heap).values.printer.take((*getg()).goid);
        (*(*getm()).sched).write_err(&out);
    }
}

/// bool
pub extern "C" fn rt_printbool(v: bool) {
    put(|out| out.extend(if v { &b"true"[..] } else { b"false" }));
}

/// Signed.
pub extern "C" fn rt_printint(v: i64) {
    put(|out| drop(write!(out, "{v}")));
}

/// Unsigned.
pub extern "C" fn rt_printuint(v: u64) {
    put(|out| drop(write!(out, "{v}")));
}

/// float64
pub extern "C" fn rt_printfloat(v: f64) {
    put(|out| float(out, v));
}

/// float32, widened.
pub extern "C" fn rt_printfloat32(v: f64) {
    put(|out| float32(out, v));
}

/// complex128
pub extern "C" fn rt_printcomplex(re: f64, im: f64) {
    put(|out| complex(out, re, im, float));
}

/// complex64, widened.
pub extern "C" fn rt_printcomplex64(re: f64, im: f64) {
    put(|out| complex(out, re, im, float32));
}

/// string
///
/// # Safety
/// From compiled code through systemstack.
pub unsafe extern "C" fn rt_printstring(p: *const u8, n: usize) {
    // SAFETY: compiled code passes a live string.
    put(|out| out.extend(unsafe { crate::typ::elems(p, n) }));
}

/// Pointer.
pub extern "C" fn rt_printpointer(p: usize) {
    put(|out| pointer(out, p));
}

/// Slice: `[len/cap]0xptr`.
pub extern "C" fn rt_printslice(p: usize, len: usize, cap: usize) {
    put(|out| {
        drop(write!(out, "[{len}/{cap}]"));
        pointer(out, p);
    });
}

/// Interface: `(0xtype,0xdata)`.
pub extern "C" fn rt_printeface(ty: usize, data: usize) {
    put(|out| drop(write!(out, "({ty:#x},{data:#x})")));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(f: impl FnOnce(&mut Vec<u8>)) -> String {
        let mut out = Vec::new();
        f(&mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn floats_as_go_prints_them() {
        // Recorded from Go 1.27.
        let cases = [
            (0.0, "0", "0"),
            (-1.0, "-1", "-1"),
            (0.5, "0.5", "0.5"),
            (1e5, "100000", "100000"),
            (123456.0, "123456", "123456"),
            (1_234_567.0, "1.234567e+06", "1.234567e+06"),
            (1e6, "1e+06", "1e+06"),
            (123_456_789_012.0, "1.23456789012e+11", "1.2345679e+11"),
            (1e21, "1e+21", "1e+21"),
            (1.5e300, "1.5e+300", "+Inf"),
            (1e-4, "0.0001", "0.0001"),
            (0.00012345, "0.00012345", "0.00012345"),
            (1.2345e-5, "1.2345e-05", "1.2345e-05"),
            (5e-324, "5e-324", "0"),
            (f64::MAX, "1.7976931348623157e+308", "+Inf"),
            (3.25, "3.25", "3.25"),
            (2.7, "2.7", "2.7"),
            (999_999.5, "999999.5", "999999.5"),
            (99_999_999.0, "9.9999999e+07", "1e+08"),
            (0.1f32 as f64, "0.10000000149011612", "0.1"),
            (f64::NEG_INFINITY, "-Inf", "-Inf"),
            (-0.0, "-0", "-0"),
        ];
        for (v, wide, narrow) in cases {
            assert_eq!(shown(|out| float(out, v)), wide);
            // Go's float32(f) rounds to infinity as `as` does.
            assert_eq!(shown(|out| float32(out, v)), narrow);
        }
        assert_eq!(shown(|out| float(out, f64::NAN)), "NaN");
    }

    #[test]
    fn complex_numbers_as_go_prints_them() {
        assert_eq!(shown(|out| complex(out, 1.5, -2.0, float)), "(1.5-2i)");
        assert_eq!(shown(|out| complex(out, f64::INFINITY, f64::NAN, float)), "(+Inf+NaNi)");
        assert_eq!(shown(|out| complex(out, 0.1f32 as f64, 0.2f32 as f64, float32)), "(0.1+0.2i)");
    }
}
