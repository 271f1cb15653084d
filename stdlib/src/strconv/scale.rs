//! Binary to decimal and back by one scaling with a power of ten: the algorithms of Russ Cox, "Floating-Point Printing and Parsing Can Be
//! Simple And Fast" (2026).
//!
//! All is exact: a scaled number keeps two bits behind the point, the second of them sticky, which is what rounding needs to know.

use super::powers::{Power, log2_pow10, power};

/// Most digits that [`fixed`] gives.
pub(super) const MAX_FIXED: i32 = 18;

/// A number not yet rounded: four times its value, the last bit set when anything was cut off.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Unrounded(u64);

impl Unrounded {
    fn floor(self) -> u64 {
        self.0 >> 2
    }

    fn ceil(self) -> u64 {
        (self.0 + 3) >> 2
    }

    /// The nearest integer, the even one of two.
    fn round(self) -> u64 {
        (self.0 + 1 + (self.0 >> 2 & 1)) >> 2
    }

    /// A little more (1) or less (-1): past an exact bound that does not count itself.
    fn nudge(self, by: i64) -> Unrounded {
        Unrounded(self.0.wrapping_add_signed(by))
    }

    fn by_ten(self) -> Unrounded {
        Unrounded((self.0 / 10) | (self.0 & 1) | u64::from(!self.0.is_multiple_of(10)))
    }

    fn half(self) -> Unrounded {
        Unrounded(self.0 >> 1 | (self.0 & 1))
    }
}

/// Multiplies by `2^e * 10^p`.
struct Scaler {
    power: Power,
    shift: u32,
}

impl Scaler {
    /// For numbers with the highest bit set whose product is below 2^62.
    fn new(e: i32, p: i32) -> Scaler {
        Scaler { power: power(p), shift: -(e + log2_pow10(p) + 3) as u32 }
    }

    fn scale(&self, x: u64) -> Unrounded {
        let product = u128::from(x) * u128::from(self.power.high);
        let (mut high, middle) = ((product >> 64) as u64, product as u64);
        if high & ((1 << self.shift) - 1) != 0 {
            // The power's low part cannot carry as far as the bits that are kept.
            return Unrounded(high >> self.shift | 1);
        }
        let correction = ((u128::from(x) * u128::from(self.power.low)) >> 64) as u64;
        let (rest, borrow) = middle.overflowing_sub(correction);
        high -= u64::from(borrow);
        Unrounded(high >> self.shift | u64::from(rest > 1))
    }
}

/// `⌊log₁₀ 2^e⌋`
fn log10_pow2(e: i32) -> i32 {
    (e * 78_913) >> 18
}

/// A float's shape.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Shape {
    /// Bits of the mantissa that are stored.
    mantissa: i32,
    /// The exponent of the least subnormal number.
    least: i32,
}

/// `float64`
pub(super) const DOUBLE: Shape = Shape { mantissa: 52, least: -1074 };
/// `float32`
pub(super) const SINGLE: Shape = Shape { mantissa: 23, least: -149 };

/// A positive float as `m * 2^e` with the highest bit of `m` set.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unpacked {
    m: u64,
    e: i32,
}

impl Shape {
    /// The bits of the infinity.
    pub(super) fn infinity(self) -> u64 {
        let exponent = if self == DOUBLE { 0x7ff } else { 0xff };
        exponent << self.mantissa
    }

    /// Takes the bits of a finite positive float apart.
    pub(super) fn unpack(self, bits: u64) -> Unpacked {
        let (mut m, mut e) = (bits & ((1 << self.mantissa) - 1), (bits >> self.mantissa) as i32);
        if e > 0 {
            m |= 1 << self.mantissa;
            e -= 1;
        }
        let shift = m.leading_zeros();
        Unpacked { m: m << shift, e: e + self.least - shift as i32 }
    }

    /// The shortest `d * 10^p` that reads back as this float, and of those the nearest.
    pub(super) fn shortest(self, Unpacked { m, e }: Unpacked) -> (u64, i32) {
        // Bits of m below the mantissa: more for a subnormal number.
        let least = self.least - (63 - self.mantissa);
        let unit = 63 - self.mantissa + (least - e).max(0);
        // Below a power of two floats are twice as dense.
        let (p, below) = if m == 1 << 63 && e > least {
            (-(((e + unit) * 631_305 - 261_663) >> 21), 1 << (unit - 2))
        } else {
            (-log10_pow2(e + unit), 1 << (unit - 1))
        };
        // Bounds that are met exactly count for an even mantissa only.
        let odd = (m >> unit & 1) as i64;
        let scaler = Scaler::new(e, p);
        let min = scaler.scale(m - below).nudge(odd).ceil();
        let max = scaler.scale(m + (1 << (unit - 1))).nudge(-odd).floor();
        let d = max / 10;
        if d * 10 >= min {
            return (d, 1 - p);
        }
        (if min < max { scaler.scale(m).round() } else { min }, -p)
    }
}

impl Unpacked {
    /// The least n such that the float is below 10^n, or one more.
    pub(super) fn digits_before_point(self) -> i32 {
        log10_pow2(self.e + 63) + 2
    }

    /// Rounded to `n` digits, 1 to [`MAX_FIXED`], as `d * 10^p`.
    pub(super) fn fixed(self, n: i32) -> (u64, i32) {
        let p = n - 1 - log10_pow2(self.e + 63);
        let scaled = Scaler::new(self.e, p).scale(self.m);
        // One digit too many?
        if scaled >= Unrounded(10u64.pow(n as u32) * 4 - 2) { (scaled.by_ten().round(), 1 - p) } else { (scaled.round(), -p) }
    }

    /// Rounded to `p` digits behind the point, as `d * 10^-p`; there are then at most [`MAX_FIXED`] digits.
    pub(super) fn positional(self, p: i32) -> u64 {
        let scaler = Scaler::new(self.e, p);
        // Below a quarter of the last digit nothing is left.
        if scaler.shift < 64 { scaler.scale(self.m).round() } else { 0 }
    }
}

impl Shape {
    /// The bits of the float nearest to `d * 10^p`; `None` when it is too large. For `d` of 1 to 19 digits and p in the table.
    pub(super) fn nearest(self, d: u64, p: i32) -> Option<u64> {
        let bits = 64 - d.leading_zeros() as i32;
        let lp = log2_pow10(p);
        let mut e = (-self.least).min(self.mantissa + 1 - bits - lp);
        if -(e - (64 - bits) + lp + 3) >= 64 {
            return Some(0);
        }
        let mut scaled = Scaler::new(e - (64 - bits), p).scale(d << (64 - bits));
        // One bit too many?
        if scaled >= Unrounded((4 << (self.mantissa + 1)) - 2) {
            scaled = scaled.half();
            e -= 1;
        }
        let mantissa = scaled.round();
        let hidden = 1 << self.mantissa;
        if mantissa & hidden == 0 {
            return Some(mantissa);
        }
        let biased = (1 - e - self.least) as u64;
        Some((mantissa - hidden) | biased << self.mantissa).filter(|&bits| bits < self.infinity())
    }
}
