//! Loops over the words of natural numbers.
//!
//! Each native goes over one row of words, or over as many as its caller in the language has found few enough, so that long computations stay
//! preemptible. Rows are pairs of a pointer and a length, for results may be stored over operands.

use mgo_abi::typedesc::GoSlice;

/// Words in memory that is alive while the native runs.
#[derive(Clone, Copy)]
struct Row {
    at: *mut u64,
    len: usize,
}

impl Row {
    /// Word `i`.
    #[inline(always)]
    fn get(self, i: usize) -> u64 {
        debug_assert!(i < self.len);
        // SAFETY: `i` is less than the length: the callers in the language pass operands at least as long as what is asked of them.
        unsafe { *self.at.add(i) }
    }

    #[inline(always)]
    fn set(self, i: usize, word: u64) {
        debug_assert!(i < self.len);
        // SAFETY: as above; results lie in memory that nothing else reads meanwhile.
        unsafe { *self.at.add(i) = word }
    }

    /// The words from `from` on, `len` of them.
    #[inline(always)]
    fn part(self, from: usize, len: usize) -> Row {
        debug_assert!(from + len <= self.len);
        // SAFETY: the part lies within the row.
        Row { at: unsafe { self.at.add(from) }, len }
    }

    /// Sets all words to 0.
    fn clear(self) {
        // SAFETY: the row is alive and of this length.
        unsafe { self.at.write_bytes(0, self.len) }
    }
}

impl From<GoSlice<u64>> for Row {
    fn from(s: GoSlice<u64>) -> Row {
        Row { at: s.ptr.cast_mut(), len: s.len }
    }
}

/// Calls `step` for 0 to `n` with the carry from one to the next; four at a time, which keeps the carry in a flag or register.
#[inline(always)]
fn carried<C>(n: usize, mut carry: C, step: impl Fn(usize, C) -> C) -> C {
    let mut i = 0;
    while i + 4 <= n {
        carry = step(i, carry);
        carry = step(i + 1, carry);
        carry = step(i + 2, carry);
        carry = step(i + 3, carry);
        i += 4;
    }
    while i < n {
        carry = step(i, carry);
        i += 1;
    }
    carry
}

/// z = x + y; the carry.
fn add(z: Row, x: Row, y: Row) -> u64 {
    u64::from(carried(z.len, false, |i, carry| {
        let (sum, next) = x.get(i).carrying_add(y.get(i), carry);
        z.set(i, sum);
        next
    }))
}

/// z = x - y; the borrow.
fn sub(z: Row, x: Row, y: Row) -> u64 {
    u64::from(carried(z.len, false, |i, borrow| {
        let (difference, next) = x.get(i).borrowing_sub(y.get(i), borrow);
        z.set(i, difference);
        next
    }))
}

/// z += x * y; the carry.
fn add_mul(z: Row, x: Row, y: u64) -> u64 {
    carried(z.len, 0, |i, carry| {
        let (low, high) = x.get(i).carrying_mul_add(y, z.get(i), carry);
        z.set(i, low);
        high
    })
}

/// z -= x * y; the borrow.
fn sub_mul(z: Row, x: Row, y: u64) -> u64 {
    carried(z.len, 0, |i, carry| {
        let (low, high) = x.get(i).carrying_mul(y, carry);
        let (word, borrow) = z.get(i).overflowing_sub(low);
        z.set(i, word);
        high + u64::from(borrow)
    })
}

/// z += x * y, where the words beyond x's length are only stored to.
fn mul(z: Row, x: Row, y: Row) {
    for i in 0..y.len {
        z.set(x.len + i, add_mul(z.part(i, x.len), x, y.get(i)));
    }
}

/// z = x * x, of all its words: products of different words once, doubled, and the squares.
fn sqr(z: Row, x: Row) {
    z.clear();
    for i in 0..x.len {
        let rest = x.len - i - 1;
        z.set(x.len + i, add_mul(z.part(2 * i + 1, rest), x.part(i + 1, rest), x.get(i)));
    }
    let (mut carry, mut out) = (false, 0);
    for i in 0..x.len {
        let (low, high) = x.get(i).carrying_mul(x.get(i), 0);
        for (at, word) in [(2 * i, low), (2 * i + 1, high)] {
            let twice = z.get(at) << 1 | out;
            out = z.get(at) >> 63;
            let (sum, next) = twice.carrying_add(word, carry);
            z.set(at, sum);
            carry = next;
        }
    }
}

/// Divides pairs of words by one whose top bit is set (Möller and Granlund, "Improved division by invariant integers").
#[derive(Clone, Copy)]
struct Divisor {
    word: u64,
    /// (2**128 - 1) / word - 2**64.
    reciprocal: u64,
}

impl Divisor {
    fn new(word: u64) -> Divisor {
        let reciprocal = (u128::from(!word) << 64 | u128::from(u64::MAX)) / u128::from(word);
        Divisor { word, reciprocal: reciprocal as u64 }
    }

    /// The quotient and the remainder of `high` and `low`, `high` less than the divisor.
    #[inline(always)]
    fn divide(self, high: u64, low: u64) -> (u64, u64) {
        let estimate = u128::from(self.reciprocal) * u128::from(high) + (u128::from(high) << 64 | u128::from(low));
        let mut q = ((estimate >> 64) as u64).wrapping_add(1);
        let mut r = low.wrapping_sub(q.wrapping_mul(self.word));
        if r > estimate as u64 {
            q = q.wrapping_sub(1);
            r = r.wrapping_add(self.word);
        }
        if r >= self.word {
            q = q.wrapping_add(1);
            r -= self.word;
        }
        (q, r)
    }
}

/// `z = x / y` for `x` with `rest`, less than `y`, in front; the remainder. Goes from the most significant word down.
fn divide_by_word(z: Row, rest: u64, x: Row, y: u64) -> u64 {
    let shift = y.leading_zeros();
    let divisor = Divisor::new(y << shift);
    // The dividend, shifted like the divisor, word by word; the double shift is one by 64 for none.
    let shifted = |high: u64, low: u64| high << shift | low >> 1 >> (63 - shift);
    let mut next = if z.len > 0 { x.get(z.len - 1) } else { 0 };
    let mut r = shifted(rest, next);
    for i in (0..z.len).rev() {
        let word = next;
        next = if i > 0 { x.get(i - 1) } else { 0 };
        let (q, left) = divisor.divide(r, shifted(word, next));
        z.set(i, q);
        r = left;
    }
    r >> shift
}

/// The division that is taught at school (Knuth, volume 2, 4.3.1, algorithm D): `q` = `rest` / `v`, and `rest` becomes the remainder. The top bit of
/// `v`, of two words or more, is set; `rest` has the words of `q` and `v` together, or one less, which then is 0.
fn divide(q: Row, rest: Row, v: Row) {
    let n = v.len;
    let (top, below) = (Divisor::new(v.get(n - 1)), v.get(n - 2));
    for j in (0..q.len).rev() {
        let high = if j + n < rest.len { rest.get(j + n) } else { 0 };
        let mut estimate = u64::MAX;
        if high < top.word {
            // The estimate is at most two too large, mostly seen by the next word.
            let (digit, mut r) = top.divide(high, rest.get(j + n - 1));
            estimate = digit;
            while u128::from(estimate) * u128::from(below) > (u128::from(r) << 64 | u128::from(rest.get(j + n - 2))) {
                estimate -= 1;
                let (sum, over) = r.overflowing_add(top.word);
                if over {
                    break;
                }
                r = sum;
            }
        }
        let part = rest.part(j, n);
        let borrow = sub_mul(part, v, estimate);
        if borrow > high {
            estimate -= 1;
            add(part, part, v);
        }
        if j + n < rest.len {
            rest.set(j + n, 0);
        }
        q.set(j, estimate);
    }
}

/// Montgomery's product of `x` and some words of `y` modulo `m`, in `room`, which is one word further for each of them; `k` is -1/m modulo 2**64.
fn montgomery(room: Row, x: Row, y: Row, m: Row, k: u64, carry: u64) -> u64 {
    let n = m.len;
    let mut carry = carry != 0;
    for i in 0..y.len {
        let part = room.part(i, n);
        let c2 = add_mul(part, x, y.get(i));
        let c3 = add_mul(part, m, part.get(0).wrapping_mul(k));
        let (sum, next) = c2.carrying_add(c3, carry);
        room.set(n + i, sum);
        carry = next;
    }
    u64::from(carry)
}

/// `r`, squared for each bit of `y` from the most significant on and then, where it is set, multiplied by `x`; modulo `m`.
fn exp(mut r: u64, x: u64, m: u64, y: Row) -> u64 {
    let shift = m.leading_zeros();
    let divisor = Divisor::new(m << shift);
    // One factor is shifted, so that the product is.
    let product = |a: u64, b: u64| {
        let (low, high) = (a << shift).carrying_mul(b, 0);
        divisor.divide(high, low).1 >> shift
    };
    for i in (0..y.len).rev() {
        for bit in (0..64).rev() {
            r = product(r, r);
            if y.get(i) >> bit & 1 != 0 {
                r = product(r, x);
            }
        }
    }
    r
}

natives! {
    System "math/big.addRows" (z: GoSlice<u64>, x: GoSlice<u64>, y: GoSlice<u64>) -> (c: u64) { c = add(z.into(), x.into(), y.into()); }
    System "math/big.subRows" (z: GoSlice<u64>, x: GoSlice<u64>, y: GoSlice<u64>) -> (c: u64) { c = sub(z.into(), x.into(), y.into()); }
    System "math/big.mulAddRow" (z: GoSlice<u64>, x: GoSlice<u64>, y: u64, r: u64) -> (c: u64) {
        let (z, x) = (Row::from(z), Row::from(x));
        c = carried(z.len, r, |i, carry| {
            let (low, high) = x.get(i).carrying_mul(y, carry);
            z.set(i, low);
            high
        });
    }
    System "math/big.addMulVVW" (z: GoSlice<u64>, x: GoSlice<u64>, y: u64) -> (c: u64) { c = add_mul(z.into(), x.into(), y); }
    System "math/big.subMulVVW" (z: GoSlice<u64>, x: GoSlice<u64>, y: u64) -> (c: u64) { c = sub_mul(z.into(), x.into(), y); }
    System "math/big.divWVW" (z: GoSlice<u64>, rest: u64, x: GoSlice<u64>, y: u64) -> (r: u64) {
        r = divide_by_word(z.into(), rest, x.into(), y);
    }
    System "math/big.mulRows" (z: GoSlice<u64>, x: GoSlice<u64>, y: GoSlice<u64>) -> () { mul(z.into(), x.into(), y.into()); }
    System "math/big.sqrRows" (z: GoSlice<u64>, x: GoSlice<u64>) -> () { sqr(z.into(), x.into()); }
    System "math/big.divideRows" (q: GoSlice<u64>, rest: GoSlice<u64>, v: GoSlice<u64>) -> () { divide(q.into(), rest.into(), v.into()); }
    System "math/big.montgomeryRows" (room: GoSlice<u64>, x: GoSlice<u64>, y: GoSlice<u64>, m: GoSlice<u64>, k: u64, carry: u64) -> (c: u64) {
        c = montgomery(room.into(), x.into(), y.into(), m.into(), k, carry);
    }
    System "math/big.expWord" (r: u64, x: u64, m: u64, y: GoSlice<u64>) -> (next: u64) { next = exp(r, x, m, y.into()); }
}
