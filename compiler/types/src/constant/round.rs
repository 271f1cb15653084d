//! Rounding: fractions to typed floats, and to the precision Go's compiler keeps for untyped ones.
//!
//! Invariant: every fraction that leaves this crate's arithmetic has gone through `float`, so its parts stay below
//! `SMALL_BITS` bits or are a `PRECISION`-bit mantissa times a power of two; that power is a number of its own where it is beyond `MAX_EXPONENT`.

use super::Value;
use num_bigint::{BigInt, Sign};
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{One, Signed, ToPrimitive, Zero};

/// Bits of mantissa kept once a fraction gets too large to stay exact.
pub(super) const PRECISION: u64 = 512;

/// Fractions whose parts have fewer bits are kept exactly.
pub(super) const SMALL_BITS: u64 = 4096;

/// Beyond this binary exponent, or below its negative, a value is no fraction any more.
pub(super) const MAX_EXPONENT: i64 = 1 << 20;

/// Beyond this binary exponent a value counts as infinite (or, below its negative, as zero), as in Go's compiler.
pub(super) const LIMIT: i64 = (1 << 31) - 1;

/// `mantissa * 2^exponent`.
#[derive(Clone, PartialEq, Debug)]
pub struct Scaled {
    /// With its sign; `PRECISION` bits at most.
    pub(super) mantissa: BigInt,
    pub(super) exponent: i64,
}

impl Scaled {
    /// `numer / denom`, rounded.
    pub(super) fn of(numer: &BigInt, denom: &BigInt) -> Scaled {
        let (mantissa, exponent) = approximate(numer, denom);
        Scaled { mantissa, exponent }
    }

    fn rounded(mantissa: &BigInt, exponent: i64) -> Scaled {
        let (mantissa, shift) = approximate(mantissa, &BigInt::one());
        Scaled { mantissa, exponent: exponent + shift }
    }

    pub(super) fn times(&self, other: &Scaled) -> Scaled {
        Scaled::rounded(&(&self.mantissa * &other.mantissa), self.exponent + other.exponent)
    }

    /// `other` is not zero.
    pub(super) fn over(&self, other: &Scaled) -> Scaled {
        let extra = 2 * PRECISION;
        Scaled::rounded(&((&self.mantissa << extra) / &other.mantissa), self.exponent - other.exponent - extra as i64)
    }

    pub(super) fn plus(&self, other: &Scaled) -> Scaled {
        if self.mantissa.is_zero() {
            return other.clone();
        }
        if other.mantissa.is_zero() {
            return self.clone();
        }
        let (high, low) = if self.exponent < other.exponent { (other, self) } else { (self, other) };
        let apart = high.exponent - low.exponent;
        // What lies that far below does not reach the mantissa.
        if apart > 4 * PRECISION as i64 {
            return high.clone();
        }
        Scaled::rounded(&((&high.mantissa << apart as u64) + &low.mantissa), low.exponent)
    }

    pub(super) fn negated(&self) -> Scaled {
        Scaled { mantissa: -&self.mantissa, exponent: self.exponent }
    }

    /// To the power of `n`.
    pub(super) fn pow(&self, mut n: u64) -> Scaled {
        let (mut base, mut result) = (self.clone(), Scaled { mantissa: BigInt::one(), exponent: 0 });
        while n > 0 {
            if n & 1 == 1 {
                result = result.times(&base);
            }
            base = base.times(&base);
            n >>= 1;
        }
        result
    }

    /// The exponent that it has as a fraction of one.
    fn magnitude(&self) -> i64 {
        self.exponent.saturating_add(self.mantissa.bits() as i64)
    }

    /// Whether it is nearer to zero than all floats.
    pub(super) fn is_tiny(&self) -> bool {
        self.magnitude() < 0
    }

    /// As a value: unknown when infinite, zero when too small.
    pub(super) fn value(self) -> Value {
        let magnitude = self.magnitude();
        if self.mantissa.is_zero() || magnitude < -LIMIT {
            Value::Float(BigRational::zero())
        } else if magnitude > LIMIT {
            Value::Unknown
        } else if magnitude.abs() > MAX_EXPONENT {
            Value::Vast(self)
        } else {
            Value::Float(scaled(self.mantissa, self.exponent))
        }
    }
}

/// `numer/denom` cut to `bits` bits of mantissa, ties to even: `(mantissa, exponent)` with value `mantissa * 2^exponent`.
/// The exponent is at least `min_exponent`, at the price of fewer bits. `numer` is not negative.
fn mantissa(numer: &BigInt, denom: &BigInt, bits: u64, min_exponent: i64) -> (BigInt, i64) {
    if numer.is_zero() {
        return (BigInt::zero(), 0);
    }
    // The quotient of an `n`-bit by a `d`-bit number has `n - d` or `n - d + 1` bits.
    let mut exponent = (numer.bits() as i64 - denom.bits() as i64 - bits as i64).max(min_exponent);
    loop {
        let (scaled_numer, scaled_denom) =
            if exponent >= 0 { (numer.clone(), denom << exponent as u64) } else { (numer << exponent.unsigned_abs(), denom.clone()) };
        let (mut quotient, remainder) = scaled_numer.div_rem(&scaled_denom);
        if quotient.bits() > bits {
            exponent += 1;
            continue;
        }
        match (remainder << 1u32).cmp(&scaled_denom) {
            std::cmp::Ordering::Greater => quotient += 1,
            std::cmp::Ordering::Equal if quotient.is_odd() => quotient += 1,
            _ => {}
        }
        return (quotient, exponent);
    }
}

/// `mantissa * 2^exponent` as a fraction in lowest terms.
pub(super) fn scaled(mantissa: BigInt, exponent: i64) -> BigRational {
    if exponent >= 0 {
        return BigRational::from_integer(mantissa << exponent as u64);
    }
    let shift = exponent.unsigned_abs();
    let zeros = mantissa.trailing_zeros().unwrap_or(shift).min(shift);
    BigRational::new_raw(mantissa >> zeros, BigInt::one() << (shift - zeros))
}

/// Whether a fraction with these parts stays exact.
pub(super) fn is_small(numer: &BigInt, denom: &BigInt) -> bool {
    numer.bits() < SMALL_BITS && denom.bits() < SMALL_BITS
}

/// A fraction as a [`Value`]: exact while its parts are small, else rounded to `PRECISION` bits.
pub(super) fn float(x: BigRational) -> Value {
    if is_small(x.numer(), x.denom()) { Value::Float(x) } else { large(x.numer(), x.denom()) }
}

/// `numer / denom`, too large to stay exact and not necessarily in lowest terms, rounded to `PRECISION` bits.
pub(super) fn large(numer: &BigInt, denom: &BigInt) -> Value {
    Scaled::of(numer, denom).value()
}

/// The signed `PRECISION`-bit mantissa and the exponent of `numer / denom`.
pub(super) fn approximate(numer: &BigInt, denom: &BigInt) -> (BigInt, i64) {
    let (magnitude, exponent) = mantissa(&numer.abs(), denom, PRECISION, i64::MIN / 2);
    (if numer.is_negative() { -magnitude } else { magnitude }, exponent)
}

/// The integer that `x` is but for the last few bits of its mantissa, if it has been rounded.
pub(super) fn nearly_integer(x: &BigRational) -> Option<BigInt> {
    const LAST: u64 = 4;
    let (mantissa, zeros) = (x.numer().abs(), x.denom().trailing_zeros()?);
    let spare = mantissa.bits().checked_sub(PRECISION - LAST)?;
    if x.denom().bits() != zeros + 1 || mantissa.bits() > PRECISION || zeros > PRECISION {
        return None;
    }
    let down: BigInt = mantissa >> spare;
    let below = zeros.checked_sub(spare)?;
    let whole = [down.clone(), down + 1].into_iter().find(|m| m.trailing_zeros().is_none_or(|n| n >= below))? >> below;
    Some(if x.is_negative() { -whole } else { whole })
}

/// The nearest `float64`, infinite when out of range.
pub fn to_f64(x: &BigRational) -> f64 {
    let (mant, exponent) = mantissa(&x.numer().abs(), x.denom(), 53, -1074);
    if mant.bits() as i64 + exponent > 1024 {
        return if x.is_negative() { f64::NEG_INFINITY } else { f64::INFINITY };
    }
    // A mantissa of 53 bits is exact; both factors are powers of two in range, so each product is exact too.
    let mant = mant.to_u64().unwrap_or(0) as f64;
    let half = exponent / 2;
    let magnitude = mant * 2f64.powi(half as i32) * 2f64.powi((exponent - half) as i32);
    if x.is_negative() { -magnitude } else { magnitude }
}

/// The nearest `float32`, infinite when out of range.
pub fn to_f32(x: &BigRational) -> f32 {
    let (mant, exponent) = mantissa(&x.numer().abs(), x.denom(), 24, -149);
    if mant.bits() as i64 + exponent > 128 {
        return if x.is_negative() { f32::NEG_INFINITY } else { f32::INFINITY };
    }
    // Exact in float64, and representable in float32 by construction.
    let magnitude = (mant.to_u64().unwrap_or(0) as f64 * 2f64.powi(exponent as i32)) as f32;
    if x.is_negative() { -magnitude } else { magnitude }
}

/// A finite `float64` as a fraction.
pub fn from_f64(x: f64) -> Option<BigRational> {
    if !x.is_finite() {
        return None;
    }
    let bits = x.to_bits();
    let biased = (bits >> 52 & 0x7ff) as i64;
    let fraction = bits & ((1 << 52) - 1);
    let (mant, exponent) = if biased == 0 { (fraction, -1074) } else { (fraction | 1 << 52, biased - 1075) };
    let sign = if x.is_sign_negative() && mant != 0 { Sign::Minus } else { Sign::Plus };
    Some(scaled(BigInt::from_biguint(sign, mant.into()), exponent))
}

/// Rounded to `float64`; nothing when that overflows.
pub(super) fn round_f64(x: &BigRational) -> Option<BigRational> {
    from_f64(to_f64(x))
}

/// Rounded to `float32`; nothing when that overflows.
pub(super) fn round_f32(x: &BigRational) -> Option<BigRational> {
    from_f64(f64::from(to_f32(x)))
}
