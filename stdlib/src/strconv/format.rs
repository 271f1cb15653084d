//! Floats to text as `strconv.AppendFloat` has it. Digits come from `scale`; more than it can give, from Rust's exact formatting.

use super::scale::{DOUBLE, MAX_FIXED, SINGLE, Unpacked};
use std::io::Write as _;

/// Decimal digits `0.d1d2d3… * 10^point`, without trailing zeros; none for zero.
#[derive(Clone, Copy)]
struct Digits<'a> {
    digits: &'a [u8],
    point: i32,
}

/// Room for the digits of a `u64`.
type Short = [u8; 20];

/// A float has at most 767 significant digits; beyond them come zeros.
const MAX_DIGITS: usize = 800;
/// More digits after the point than any float has.
const MAX_FRACTION: usize = 1100;

/// A cursor over the caller's buffer, which is large enough by construction (`strconv.floatRoom`).
struct Out<'a> {
    buf: &'a mut [u8],
    n: usize,
}

impl Out<'_> {
    fn byte(&mut self, b: u8) {
        self.buf[self.n] = b;
        self.n += 1;
    }

    fn bytes(&mut self, s: &[u8]) {
        self.buf[self.n..self.n + s.len()].copy_from_slice(s);
        self.n += s.len();
    }

    fn zeros(&mut self, n: usize) {
        self.buf[self.n..self.n + n].fill(b'0');
        self.n += n;
    }

    /// The exponent of a `%e`, `%x` or `%b`: sign and at least `width` digits.
    fn exponent(&mut self, mark: u8, exp: i32, width: usize) {
        self.byte(mark);
        self.byte(if exp < 0 { b'-' } else { b'+' });
        let mut buf = Short::default();
        let text = decimal(exp.unsigned_abs().into(), &mut buf);
        self.zeros(width.saturating_sub(text.len()));
        self.bytes(text);
    }
}

/// `00`, `01`, … `99`
static PAIRS: [[u8; 2]; 100] = {
    let mut pairs = [[0; 2]; 100];
    let mut i = 0;
    while i < 100 {
        pairs[i] = [b'0' + i as u8 / 10, b'0' + i as u8 % 10];
        i += 1;
    }
    pairs
};

/// The digits of a number.
fn decimal(mut v: u64, buf: &mut Short) -> &[u8] {
    let mut at = buf.len();
    // Eight digits at a time as far as 64 bits are needed: arithmetic of 32 bits is faster.
    while v >= 100_000_000 {
        let (rest, mut low) = (v / 100_000_000, (v % 100_000_000) as u32);
        v = rest;
        for _ in 0..4 {
            at -= 2;
            buf[at..at + 2].copy_from_slice(&PAIRS[(low % 100) as usize]);
            low /= 100;
        }
    }
    let mut v = v as u32;
    while v >= 10 {
        at -= 2;
        buf[at..at + 2].copy_from_slice(&PAIRS[(v % 100) as usize]);
        v /= 100;
    }
    if v > 0 || at == buf.len() {
        at -= 1;
        buf[at] = b'0' + v as u8;
    }
    &buf[at..]
}

/// Writes the float with these bits to `dst`, gives the length. `prec < 0` asks for the shortest text that reads back as the same float.
pub(super) fn format_float(dst: &mut [u8], bits: u64, fmt: u8, prec: isize, single: bool) -> usize {
    let value = if single { f64::from(f32::from_bits(bits as u32)) } else { f64::from_bits(bits) };
    let mut out = Out { buf: dst, n: 0 };
    if value.is_nan() {
        out.bytes(b"NaN");
        return out.n;
    }
    if value.is_infinite() {
        out.bytes(if value > 0.0 { b"+Inf" } else { b"-Inf" });
        return out.n;
    }
    if value.is_sign_negative() {
        out.byte(b'-');
    }
    let value = value.abs();
    match fmt {
        b'b' => binary(&mut out, bits, single),
        b'x' | b'X' => hexadecimal(&mut out, bits, fmt, prec, single),
        b'e' | b'E' => {
            with_digits(value, single, if prec < 0 { None } else { Some(prec as usize + 1) }, |digits| {
                let after_point = if prec < 0 { digits.digits.len().saturating_sub(1) } else { prec as usize };
                scientific(&mut out, digits, after_point, fmt);
            });
        }
        b'f' => {
            if prec < 0 {
                with_digits(value, single, None, |digits| {
                    let after_point = (digits.digits.len() as i32 - digits.point).max(0) as usize;
                    positional(&mut out, digits, after_point);
                });
            } else {
                fixed(&mut out, value, prec as usize);
            }
        }
        b'g' | b'G' => {
            let count = if prec < 0 { None } else { Some(prec.max(1) as usize) };
            with_digits(value, single, count, |digits| general(&mut out, digits, fmt, prec));
        }
        _ => {
            out.n = 0;
            out.bytes(&[b'%', fmt]);
        }
    }
    out.n
}

/// `%g`: scientific for exponents below -4 or from the precision on.
fn general(out: &mut Out<'_>, digits: Digits<'_>, fmt: u8, prec: isize) {
    let (have, point) = (digits.digits.len() as i32, digits.point);
    let limit = match prec {
        ..0 => 6,
        _ => {
            let prec = prec.clamp(1, i32::MAX as isize) as i32;
            if prec > have && have >= point { have } else { prec }
        }
    };
    let exp = point - 1;
    if exp < -4 || exp >= limit {
        scientific(out, digits, digits.digits.len().saturating_sub(1), fmt + b'e' - b'g');
    } else {
        positional(out, digits, (have - point).max(0) as usize);
    }
}

/// A finite float that is not negative, taken apart; `None` for zero.
fn unpack(value: f64) -> Option<Unpacked> {
    (value != 0.0).then(|| DOUBLE.unpack(value.to_bits()))
}

/// Goes on with the digits of a float: the shortest that identify it, or so many.
fn with_digits(value: f64, single: bool, count: Option<usize>, next: impl FnOnce(Digits<'_>)) {
    let Some(unpacked) = unpack(value) else { return next(Digits { digits: &[], point: 0 }) };
    let (d, p) = match count {
        None if single => SINGLE.shortest(SINGLE.unpack((value as f32).to_bits().into())),
        None => DOUBLE.shortest(unpacked),
        Some(n) if n <= MAX_FIXED as usize => unpacked.fixed(n as i32),
        Some(n) => return with_exact(value, n, next),
    };
    let mut buf = Short::default();
    let digits = decimal(d, &mut buf);
    next(Digits { digits: without_zeros(digits), point: digits.len() as i32 + p });
}

/// Goes on with `value` rounded to `n` significant digits, more than fit into a machine word.
#[cold]
fn with_exact(value: f64, n: usize, next: impl FnOnce(Digits<'_>)) {
    let mut text = [0u8; MAX_DIGITS + 16];
    let mut rest = &mut text[..];
    let whole = rest.len();
    // Cannot fail: the buffer holds MAX_DIGITS digits and an exponent.
    let _ = write!(rest, "{:.*e}", n.min(MAX_DIGITS) - 1, value);
    let used = whole - rest.len();
    // d.ddde-xx
    let mark = text[..used].iter().position(|&c| c == b'e').unwrap_or(used);
    let number = &text[mark + 1..used];
    let (negative, number) = if let [b'-', rest @ ..] = number { (true, rest) } else { (false, number) };
    let exp = number.iter().fold(0, |n, c| n * 10 + i32::from(c - b'0'));
    text.copy_within(2..mark, 1);
    next(Digits { digits: without_zeros(&text[..mark - 1]), point: if negative { -exp } else { exp } + 1 });
}

fn without_zeros(digits: &[u8]) -> &[u8] {
    let zeros = digits.iter().rev().take_while(|&&c| c == b'0').count();
    &digits[..digits.len() - zeros]
}

/// `d.ddde±dd`
fn scientific(out: &mut Out<'_>, Digits { digits, point }: Digits<'_>, after_point: usize, mark: u8) {
    out.byte(digits.first().copied().unwrap_or(b'0'));
    if after_point > 0 {
        out.byte(b'.');
        let have = digits.len().saturating_sub(1).min(after_point);
        out.bytes(&digits[digits.len().min(1)..][..have]);
        out.zeros(after_point - have);
    }
    out.exponent(mark, if digits.is_empty() { 0 } else { point - 1 }, 2);
}

/// `ddd.ddd` of digits that need no rounding.
fn positional(out: &mut Out<'_>, Digits { digits, point }: Digits<'_>, after_point: usize) {
    let (whole, fraction) = digits.split_at(digits.len().min(point.max(0) as usize));
    if whole.is_empty() {
        out.byte(b'0');
    } else {
        out.bytes(whole);
        out.zeros(point as usize - whole.len());
    }
    if after_point > 0 {
        out.byte(b'.');
        let zeros = if digits.is_empty() { after_point } else { after_point.min((-point).max(0) as usize) };
        out.zeros(zeros);
        let have = fraction.len().min(after_point - zeros);
        out.bytes(&fraction[..have]);
        out.zeros(after_point - zeros - have);
    }
}

/// `ddd.ddd` rounded to `prec` digits after the point.
fn fixed(out: &mut Out<'_>, value: f64, prec: usize) {
    if prec < MAX_FIXED as usize
        && let Some(unpacked) = unpack(value)
        && (1..=MAX_FIXED).contains(&(unpacked.digits_before_point() + prec as i32))
    {
        let mut buf = Short::default();
        let digits = decimal(unpacked.positional(prec as i32), &mut buf);
        let (whole, fraction) = digits.split_at(digits.len().saturating_sub(prec));
        out.bytes(if whole.is_empty() { b"0" } else { whole });
        if prec > 0 {
            out.byte(b'.');
            out.zeros(prec - fraction.len());
            out.bytes(fraction);
        }
        return;
    }
    let mut rest = &mut out.buf[out.n..];
    let room = rest.len();
    // Cannot fail: the caller has made room for the largest float.
    let _ = write!(rest, "{:.*}", prec.min(MAX_FRACTION), value);
    out.n += room - rest.len();
    out.zeros(prec.saturating_sub(MAX_FRACTION));
}

/// Mantissa and binary exponent such that the value is `mantissa * 2^exp`.
fn decompose(bits: u64, single: bool) -> (u64, i32) {
    let (mantissa_bits, bias, exp_mask) = if single { (23, 127, 0xff) } else { (52, 1023, 0x7ff) };
    let mantissa = bits & ((1 << mantissa_bits) - 1);
    match ((bits >> mantissa_bits) & exp_mask) as i32 {
        0 => (mantissa, 1 - bias - mantissa_bits),
        exp => (mantissa | 1 << mantissa_bits, exp - bias - mantissa_bits),
    }
}

/// `%b`: decimal mantissa and binary exponent.
fn binary(out: &mut Out<'_>, bits: u64, single: bool) {
    let (mantissa, exp) = decompose(bits, single);
    out.bytes(decimal(mantissa, &mut Short::default()));
    out.exponent(b'p', exp, 1);
}

/// `%x`: `0x1.yyyyp±dd`
fn hexadecimal(out: &mut Out<'_>, bits: u64, fmt: u8, prec: isize, single: bool) {
    let (mut mantissa, mut exp) = decompose(bits, single);
    if mantissa == 0 {
        exp = 0;
    } else {
        // The leading 1 goes to bit 60: fifteen hexadecimal digits follow it.
        let shift = mantissa.leading_zeros() as i32 - 3;
        mantissa <<= shift;
        exp += 60 - shift;
    }
    if (0..15).contains(&prec) {
        let shift = prec as u32 * 4;
        let extra = (mantissa << shift) & ((1 << 60) - 1);
        mantissa >>= 60 - shift;
        if extra | (mantissa & 1) > 1 << 59 {
            mantissa += 1; // up, or to even
        }
        mantissa <<= 60 - shift;
        if mantissa & (1 << 61) != 0 {
            mantissa >>= 1;
            exp += 1;
        }
    }
    let digits = if fmt == b'X' { b"0123456789ABCDEF" } else { b"0123456789abcdef" };
    out.byte(b'0');
    out.byte(fmt);
    out.byte(b'0' + (mantissa >> 60 & 1) as u8);
    mantissa <<= 4;
    if prec > 0 || (prec < 0 && mantissa != 0) {
        out.byte(b'.');
        let count = if prec < 0 { usize::MAX } else { prec as usize };
        let mut i = 0;
        while i < count && (prec > 0 || mantissa != 0) {
            out.byte(digits[(mantissa >> 60) as usize]);
            mantissa <<= 4;
            i += 1;
        }
    }
    out.exponent(if fmt == b'X' { b'P' } else { b'p' }, exp, 2);
}
