//! Floats to text as `strconv.AppendFloat` has it. Digits come from `ryu` (shortest) and from Rust's exact formatting (a given precision).

use std::io::Write as _;

/// Decimal digits `0.d1d2d3… * 10^point`, without trailing zeros; none for zero.
struct Digits {
    digits: [u8; MAX_DIGITS],
    len: usize,
    point: i32,
}

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
        let mut text = itoa_u32(exp.unsigned_abs());
        let text = text.as_bytes();
        self.zeros(width.saturating_sub(text.len()));
        self.bytes(text);
    }
}

/// Decimal text of a small number.
struct Decimal([u8; 10], usize);

impl Decimal {
    fn as_bytes(&mut self) -> &[u8] {
        &self.0[self.1..]
    }
}

fn itoa_u32(mut v: u32) -> Decimal {
    let mut d = Decimal([0; 10], 10);
    loop {
        d.1 -= 1;
        d.0[d.1] = b'0' + (v % 10) as u8;
        v /= 10;
        if v == 0 {
            return d;
        }
    }
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
            let digits = if prec < 0 { shortest(value, single) } else { rounded(value, prec as usize + 1) };
            let after_point = if prec < 0 { digits.len.saturating_sub(1) } else { prec as usize };
            scientific(&mut out, &digits, after_point, fmt);
        }
        b'f' => {
            if prec < 0 {
                let digits = shortest(value, single);
                let after_point = (digits.len as i32 - digits.point).max(0) as usize;
                positional(&mut out, &digits, after_point);
            } else {
                fixed(&mut out, value, prec as usize);
            }
        }
        b'g' | b'G' => general(&mut out, value, fmt, prec, single),
        _ => {
            out.n = 0;
            out.bytes(&[b'%', fmt]);
        }
    }
    out.n
}

/// `%g`: scientific for exponents below -4 or from the precision on.
fn general(out: &mut Out<'_>, value: f64, fmt: u8, prec: isize, single: bool) {
    let digits = if prec < 0 { shortest(value, single) } else { rounded(value, prec.max(1) as usize) };
    let (have, point) = (digits.len as i32, digits.point);
    let limit = match prec {
        ..0 => 6,
        _ => {
            let prec = prec.clamp(1, i32::MAX as isize) as i32;
            if prec > have && have >= point { have } else { prec }
        }
    };
    let exp = point - 1;
    if exp < -4 || exp >= limit {
        scientific(out, &digits, digits.len.saturating_sub(1), fmt + b'e' - b'g');
    } else {
        positional(out, &digits, (have - point).max(0) as usize);
    }
}

/// The shortest digits that identify `value`.
fn shortest(value: f64, single: bool) -> Digits {
    let mut digits = Digits { digits: [0; MAX_DIGITS], len: 0, point: 0 };
    if value == 0.0 {
        return digits;
    }
    let mut buffer = ryu::Buffer::new();
    let text = if single { buffer.format_finite(value as f32) } else { buffer.format_finite(value) };
    digits.read(text.as_bytes());
    digits
}

/// `value` rounded to `n` significant digits, to even when exactly in the middle.
fn rounded(value: f64, n: usize) -> Digits {
    let mut digits = Digits { digits: [0; MAX_DIGITS], len: 0, point: 0 };
    if value == 0.0 {
        return digits;
    }
    let mut text = [0u8; MAX_DIGITS + 16];
    let mut rest = &mut text[..];
    let whole = rest.len();
    // Cannot fail: the buffer holds MAX_DIGITS digits and an exponent.
    let _ = write!(rest, "{:.*e}", n.min(MAX_DIGITS - 1) - 1, value);
    let used = whole - rest.len();
    digits.read(&text[..used]);
    digits
}

impl Digits {
    /// Takes `ddd.ddd` or `d.ddde-xx` apart.
    fn read(&mut self, text: &[u8]) {
        let (mut before_point, mut seen_point, mut exp) = (0, false, 0);
        for (i, &c) in text.iter().enumerate() {
            match c {
                b'.' => seen_point = true,
                b'e' => {
                    let (negative, number) = match &text[i + 1..] {
                        [b'-', rest @ ..] => (true, rest),
                        rest => (false, rest),
                    };
                    exp = number.iter().fold(0, |n, d| n * 10 + i32::from(d - b'0'));
                    exp = if negative { -exp } else { exp };
                    break;
                }
                b'0' if self.len == 0 => before_point -= i32::from(seen_point), // a leading zero
                _ => {
                    self.digits[self.len] = c;
                    self.len += 1;
                    before_point += i32::from(!seen_point);
                }
            }
        }
        self.point = before_point + exp;
        while self.len > 0 && self.digits[self.len - 1] == b'0' {
            self.len -= 1;
        }
    }

    fn get(&self, i: usize) -> u8 {
        if i < self.len { self.digits[i] } else { b'0' }
    }
}

/// `d.ddde±dd`
fn scientific(out: &mut Out<'_>, digits: &Digits, after_point: usize, mark: u8) {
    out.byte(digits.get(0));
    if after_point > 0 {
        out.byte(b'.');
        let have = digits.len.saturating_sub(1).min(after_point);
        out.bytes(&digits.digits[1..1 + have]);
        out.zeros(after_point - have);
    }
    out.exponent(mark, if digits.len == 0 { 0 } else { digits.point - 1 }, 2);
}

/// `ddd.ddd` of digits that need no rounding.
fn positional(out: &mut Out<'_>, digits: &Digits, after_point: usize) {
    if digits.point <= 0 || digits.len == 0 {
        out.byte(b'0');
    } else {
        let whole = digits.point as usize;
        let have = digits.len.min(whole);
        out.bytes(&digits.digits[..have]);
        out.zeros(whole - have);
    }
    if after_point > 0 {
        out.byte(b'.');
        for i in 0..after_point as i32 {
            let at = digits.point + i;
            out.byte(if at < 0 || digits.len == 0 { b'0' } else { digits.get(at as usize) });
        }
    }
}

/// `ddd.ddd` rounded to `prec` digits after the point.
fn fixed(out: &mut Out<'_>, value: f64, prec: usize) {
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
    let mut rest = &mut out.buf[out.n..];
    let room = rest.len();
    // Cannot fail: 20 digits fit.
    let _ = write!(rest, "{mantissa}");
    out.n += room - rest.len();
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
