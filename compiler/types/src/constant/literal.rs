//! Number literals to values: nothing for what is malformed (the lexer complained), [`Value::Unknown`] for what is out of all bounds.

use super::round::Scaled;
use super::{Value, round};
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, ToPrimitive, Zero};

/// Value of an integer literal in any base, underscores allowed.
pub fn int_literal(text: &str) -> Option<Value> {
    parse_int(text).map(Value::Int)
}

/// Value of a floating-point literal, decimal or hexadecimal.
pub fn float_literal(text: &str) -> Option<Value> {
    parse_float(text)
}

/// Value of an imaginary literal.
pub fn imag_literal(text: &str) -> Option<Value> {
    Some(match parse_float(text.strip_suffix('i')?)? {
        Value::Float(part) => Value::Complex(Box::new((BigRational::zero(), part))),
        // Parts of complex numbers are fractions.
        Value::Vast(part) if part.is_tiny() => Value::Complex(Box::default()),
        _ => Value::Unknown,
    })
}

fn parse_int(text: &str) -> Option<BigInt> {
    let digits = text.replace('_', "");
    let (radix, digits) = split_base(&digits);
    let (radix, digits) = match radix {
        0 if digits.len() > 1 && digits.starts_with('0') => (8, &digits[1..]),
        0 => (10, digits),
        _ => (radix, digits),
    };
    BigInt::parse_bytes(digits.as_bytes(), radix)
}

/// Base of a prefix (0: none) and what follows it.
fn split_base(text: &str) -> (u32, &str) {
    let mut chars = text.chars();
    let radix = match (chars.next(), chars.next()) {
        (Some('0'), Some('x' | 'X')) => 16,
        (Some('0'), Some('o' | 'O')) => 8,
        (Some('0'), Some('b' | 'B')) => 2,
        _ => return (0, text),
    };
    (radix, chars.as_str())
}

/// Also takes integers: as the number of an imaginary literal, where a leading zero does not mean octal.
fn parse_float(text: &str) -> Option<Value> {
    let text = text.replace('_', "");
    let (radix, digits) = split_base(&text);
    let (radix, exponent_marks): (u32, &[char]) = match radix {
        0 => (10, &['e', 'E']),
        16 => (16, &['p', 'P']),
        _ => return Some(round::float(BigRational::from_integer(BigInt::parse_bytes(digits.as_bytes(), radix)?))),
    };
    let (number, exponent) = match digits.find(exponent_marks) {
        Some(at) => (&digits[..at], parse_exponent(&digits[at + 1..])?),
        None => (digits, 0),
    };
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let mantissa = BigInt::parse_bytes(format!("{whole}{fraction}").as_bytes(), radix)?;
    if mantissa.is_zero() {
        return Some(Value::Float(BigRational::zero()));
    }
    let exponent = exponent.saturating_sub(if radix == 16 { 4 } else { 1 } * fraction.len() as i64);
    let binary = if radix == 16 { exponent as f64 } else { exponent as f64 * std::f64::consts::LOG2_10 };
    let magnitude = binary + mantissa.bits() as f64;
    if magnitude.abs() > round::MAX_EXPONENT as f64 {
        return Some(vast(&mantissa, radix, exponent, magnitude));
    }
    if radix == 16 {
        return Some(round::float(round::scaled(mantissa, exponent)));
    }
    let power = num_traits::pow(BigInt::from(10), exponent.unsigned_abs() as usize);
    let (numer, denom) = if exponent >= 0 { (mantissa * power, BigInt::one()) } else { (mantissa, power) };
    // Without the detour over lowest terms when it would take too long.
    Some(if round::is_small(&numer, &denom) { Value::Float(BigRational::new(numer, denom)) } else { round::large(&numer, &denom) })
}

/// `mantissa * radix^exponent`, which is about `2^magnitude` and no fraction.
fn vast(mantissa: &BigInt, radix: u32, exponent: i64, magnitude: f64) -> Value {
    // Not worth calculating what is this far out.
    if magnitude.abs() > 2.0 * round::LIMIT as f64 {
        return if magnitude > 0.0 { Value::Unknown } else { Value::Float(BigRational::zero()) };
    }
    let mut scaled = Scaled::of(mantissa, &BigInt::one());
    if radix != 16 {
        let power = Scaled::of(&BigInt::from(5), &BigInt::one()).pow(exponent.unsigned_abs());
        scaled = if exponent >= 0 { scaled.times(&power) } else { scaled.over(&power) };
    }
    Scaled { exponent: scaled.exponent + exponent, ..scaled }.value()
}

/// A decimal exponent, saturated.
fn parse_exponent(text: &str) -> Option<i64> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let value = BigInt::parse_bytes(digits.as_bytes(), 10)?;
    let value = if value < BigInt::one() << 40 { value.to_i64()? } else { 1 << 40 };
    Some(if negative { -value } else { value })
}
