//! Powers of ten with 128 bits, worked out by the compiler.

/// The least and the greatest exponent in the table: what floats of 64 bits and numbers of 19 digits need.
pub(super) const MIN: i32 = -348;
pub(super) const MAX: i32 = 347;

const COUNT: usize = (MAX - MIN + 1) as usize;
/// Words of the exact powers: 10^347 has 1153 bits.
const WORDS: usize = 24;

/// `high * 2^64 - low`, from 2^127 to below 2^128: the power with its binary exponent taken away, rounded up.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Power {
    pub(super) high: u64,
    pub(super) low: u64,
}

/// The power with this exponent.
pub(super) fn power(exp: i32) -> Power {
    POWERS[(exp - MIN) as usize]
}

/// `⌊log₂ 10^exp⌋` for the exponents of the table: what was taken away, less 127.
pub(super) const fn log2_pow10(exp: i32) -> i32 {
    (exp * 108_853) >> 15
}

static POWERS: [Power; COUNT] = powers();

const fn powers() -> [Power; COUNT] {
    let mut all = [Power { high: 0, low: 0 }; COUNT];
    // 10^0, 10^1, … as integers.
    let mut exact = [0; WORDS];
    exact[0] = 1;
    let mut exp = 0;
    while exp <= MAX {
        all[(exp - MIN) as usize] = leading(&exact, false);
        exact = times_ten(exact);
        exp += 1;
    }
    // 10^-1, 10^-2, … as binary fractions, cut off far behind the bits that count; none is exact.
    let mut fraction = [0; WORDS];
    fraction[WORDS - 1] = 1 << 63;
    exp = -1;
    while exp >= MIN {
        fraction = by_ten(fraction);
        all[(exp - MIN) as usize] = leading(&fraction, true);
        exp -= 1;
    }
    all
}

const fn times_ten(mut n: [u64; WORDS]) -> [u64; WORDS] {
    let (mut i, mut carry) = (0, 0);
    while i < WORDS {
        let product = n[i] as u128 * 10 + carry;
        n[i] = product as u64;
        carry = product >> 64;
        i += 1;
    }
    n
}

const fn by_ten(mut n: [u64; WORDS]) -> [u64; WORDS] {
    let (mut i, mut rest) = (WORDS, 0);
    while i > 0 {
        i -= 1;
        let part = rest << 64 | n[i] as u128;
        n[i] = (part / 10) as u64;
        rest = part % 10;
    }
    n
}

/// The 128 leading bits of a number, rounded up if anything follows them.
const fn leading(n: &[u64; WORDS], more: bool) -> Power {
    let mut top = WORDS - 1;
    while n[top] == 0 {
        top -= 1;
    }
    let shift = n[top].leading_zeros();
    let mut parts = [0; 3];
    let mut i = 0;
    while i < 3 && i <= top {
        parts[i] = n[top - i];
        i += 1;
    }
    let mut bits = (parts[0] as u128) << 64 | parts[1] as u128;
    if shift > 0 {
        bits = bits << shift | (parts[2] >> (64 - shift)) as u128;
    }
    let mut sticky = more || parts[2] << shift != 0;
    let mut below = top as isize - 3;
    while below >= 0 {
        sticky |= n[below as usize] != 0;
        below -= 1;
    }
    if sticky {
        bits += 1;
    }
    let low = (bits as u64).wrapping_neg();
    Power { high: (bits >> 64) as u64 + (low != 0) as u64, low }
}
