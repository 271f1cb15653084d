//! Text to floats as `strconv.ParseFloat` has it: Go's syntax is checked here; decimal numbers are rounded by `scale`, those with more digits than
//! it takes by Rust's exact parser.

use super::powers;
use super::scale::{DOUBLE, SINGLE};

/// Read in full.
const OK: isize = 0;
/// Not a number in Go's syntax.
const SYNTAX: isize = 1;
/// Too large: the value is an infinity.
const RANGE: isize = 2;

/// What the digits said.
struct Number<'a> {
    negative: bool,
    hex: bool,
    /// Text from the first digit on.
    digits: &'a [u8],
    underscores: bool,
}

/// Gives the bits of the float nearest to `text`, and a status.
pub(super) fn parse_float(text: &[u8], single: bool) -> (u64, isize) {
    if let Some(value) = special(text) {
        return (encode(value, single), OK);
    }
    let Some(number) = scan(text) else { return (0, SYNTAX) };
    let (bits, overflow) = if number.hex { hexadecimal(&number, single) } else { decimal(&number, single) };
    let sign = if number.negative { if single { 1 << 31 } else { 1 << 63 } } else { 0 };
    (bits | sign, if overflow { RANGE } else { OK })
}

fn encode(value: f64, single: bool) -> u64 {
    if single { u64::from((value as f32).to_bits()) } else { value.to_bits() }
}

/// Infinities and NaN.
fn special(text: &[u8]) -> Option<f64> {
    let (sign, rest) = match text {
        [b'-', rest @ ..] => (-1.0, rest),
        [b'+', rest @ ..] => (1.0, rest),
        _ => (1.0, text),
    };
    if rest.eq_ignore_ascii_case(b"inf") || rest.eq_ignore_ascii_case(b"infinity") {
        return Some(sign * f64::INFINITY);
    }
    // Go's NaN has the lowest mantissa bit set.
    text.eq_ignore_ascii_case(b"nan").then(|| f64::from_bits(0x7ff8_0000_0000_0001))
}

/// Checks the syntax of a decimal or hexadecimal number.
fn scan(text: &[u8]) -> Option<Number<'_>> {
    let (negative, mut rest) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, text),
    };
    let hex = matches!(rest, [b'0', b'x' | b'X', _, ..]);
    if hex {
        rest = &rest[2..];
    }
    let digits = rest;
    let (mut i, mut seen_digit, mut seen_point, mut underscores) = (0, false, false, false);
    while let Some(&c) = rest.get(i) {
        match c {
            b'_' => underscores = true,
            b'.' if seen_point => break,
            b'.' => seen_point = true,
            b'0'..=b'9' => seen_digit = true,
            b'a'..=b'f' | b'A'..=b'F' if hex => seen_digit = true,
            _ => break,
        }
        i += 1;
    }
    if !seen_digit {
        return None;
    }
    let mark = if hex { b'p' } else { b'e' };
    if rest.get(i).is_some_and(|c| c.to_ascii_lowercase() == mark) {
        i += 1;
        if matches!(rest.get(i), Some(b'+' | b'-')) {
            i += 1;
        }
        if !rest.get(i).is_some_and(u8::is_ascii_digit) {
            return None;
        }
        while let Some(&c) = rest.get(i) {
            match c {
                b'_' => underscores = true,
                b'0'..=b'9' => {}
                _ => break,
            }
            i += 1;
        }
    } else if hex {
        return None; // a hexadecimal number needs its exponent
    }
    if i != rest.len() || (underscores && !underscores_ok(digits, hex)) {
        return None;
    }
    Some(Number { negative, hex, digits, underscores })
}

/// Underscores stand only between digits, or between the base prefix and a digit.
fn underscores_ok(digits: &[u8], hex: bool) -> bool {
    let is_digit = |c: u8| c.is_ascii_digit() || (hex && c.is_ascii_hexdigit());
    digits.iter().enumerate().filter(|&(_, &c)| c == b'_').all(|(i, _)| {
        let before = if i == 0 { hex } else { is_digit(digits[i - 1]) };
        before && digits.get(i + 1).is_some_and(|&c| is_digit(c))
    })
}

/// The value as `d * 10^p`, if d has no more than 19 digits.
fn short(digits: &[u8]) -> Option<(u64, i32)> {
    let (mut d, mut p, mut count, mut seen_point) = (0u64, 0, 0, false);
    for (i, &c) in digits.iter().enumerate() {
        match c {
            b'0'..=b'9' => {
                if count == 19 {
                    return None;
                }
                d = d * 10 + u64::from(c - b'0');
                count += u32::from(d > 0);
                p -= i32::from(seen_point);
            }
            b'.' => seen_point = true,
            b'_' => {}
            _ => {
                let (negative, exp) = match &digits[i + 1..] {
                    [b'-', rest @ ..] => (true, rest),
                    [b'+', rest @ ..] => (false, rest),
                    rest => (false, rest),
                };
                let exp = exp.iter().filter(|&&c| c != b'_').fold(0i32, |n, c| n.saturating_mul(10).saturating_add((c - b'0').into()));
                p = p.saturating_add(if negative { -exp } else { exp });
                break;
            }
        }
    }
    Some((d, p))
}

fn decimal(number: &Number<'_>, single: bool) -> (u64, bool) {
    let shape = if single { SINGLE } else { DOUBLE };
    match short(number.digits) {
        Some((d, p)) if d == 0 || p < powers::MIN => return (0, false),
        Some((d, p)) => {
            let bits = if p > powers::MAX { None } else { shape.nearest(d, p) };
            return (bits.unwrap_or(shape.infinity()), bits.is_none());
        }
        None => {}
    }
    let without_underscores: Vec<u8>;
    let digits = if number.underscores {
        without_underscores = number.digits.iter().copied().filter(|&c| c != b'_').collect();
        &without_underscores
    } else {
        number.digits
    };
    // SAFETY: scan has let only ASCII pass.
    let text = unsafe { std::str::from_utf8_unchecked(digits) };
    if single {
        let value: f32 = text.parse().unwrap_or(0.0);
        (u64::from(value.to_bits()), value.is_infinite())
    } else {
        let value: f64 = text.parse().unwrap_or(0.0);
        (value.to_bits(), value.is_infinite())
    }
}

fn hexadecimal(number: &Number<'_>, single: bool) -> (u64, bool) {
    let (mut mantissa, mut sticky, mut exp) = (0u64, false, 0i64);
    let mut seen_point = false;
    let mut bytes = number.digits.iter().filter(|c| !number.underscores || **c != b'_');
    for &c in bytes.by_ref() {
        let digit = match c {
            b'.' => {
                seen_point = true;
                continue;
            }
            b'p' | b'P' => break,
            b'0'..=b'9' => c - b'0',
            _ => (c | 0x20) - b'a' + 10,
        };
        if mantissa >> 60 == 0 {
            mantissa = mantissa << 4 | u64::from(digit);
            exp -= if seen_point { 4 } else { 0 };
        } else {
            sticky |= digit != 0;
            exp += if seen_point { 0 } else { 4 };
        }
    }
    let (mut negative, mut e) = (false, 0i64);
    for &c in bytes {
        match c {
            b'-' => negative = true,
            b'+' => {}
            _ => e = (e * 10 + i64::from(c - b'0')).min(1_000_000),
        }
    }
    exp += if negative { -e } else { e };
    round(mantissa, sticky, exp, single)
}

/// Bits of `mantissa * 2^exp` (plus a bit of dust), rounded to nearest even.
fn round(mantissa: u64, sticky: bool, exp: i64, single: bool) -> (u64, bool) {
    let (mantissa_bits, bias) = if single { (23u32, 127i64) } else { (52, 1023) };
    if mantissa == 0 {
        return (0, false);
    }
    let shift = mantissa.leading_zeros();
    let mantissa = mantissa << shift;
    let exp = exp - i64::from(shift) + 63; // of the leading bit
    // Bits to drop, more for subnormal numbers.
    let mut drop = 63 - mantissa_bits;
    let mut biased = exp + bias;
    if biased < 1 {
        drop = drop.saturating_add((1 - biased).min(200) as u32);
        biased = 0;
    }
    let (mut kept, half, rest) = if drop > 64 {
        (0, false, true)
    } else if drop == 64 {
        (0, mantissa >> 63 == 1, mantissa << 1 != 0)
    } else {
        (mantissa >> drop, mantissa >> (drop - 1) & 1 == 1, mantissa & ((1 << (drop - 1)) - 1) != 0)
    };
    if half && (rest || sticky || kept & 1 == 1) {
        kept += 1;
    }
    // The implicit bit, and a carry out of the mantissa, add to the exponent by themselves.
    let bits = if biased == 0 { kept } else { kept + (((biased - 1) as u64) << mantissa_bits) };
    let infinity = ((2 * bias + 1) as u64) << mantissa_bits;
    if bits >= infinity || biased > 2 * bias { (infinity, true) } else { (bits, false) }
}
