//! Loops over the words of natural numbers.
//!
//! Each native goes over one row of words, so that its time is linear in the operands' length and long computations stay preemptible.

use mgo_abi::typedesc::GoSlice;

/// `op` on the words of `x` and `y`, from the least on, with a carry; results go to `z`, which may be `x` or `y`.
fn rows(z: &GoSlice<u64>, x: &GoSlice<u64>, y: &GoSlice<u64>, op: impl Fn(u64, u64, bool) -> (u64, bool)) -> u64 {
    let mut carry = false;
    for i in 0..z.len {
        // SAFETY: the callers in the language pass operands at least as long as `z`, all of them alive.
        unsafe {
            let (word, next) = op(*x.ptr.add(i), *y.ptr.add(i), carry);
            *z.ptr.cast_mut().add(i) = word;
            carry = next;
        }
    }
    u64::from(carry)
}

fn add(x: u64, y: u64, carry: bool) -> (u64, bool) {
    let (s, a) = x.overflowing_add(y);
    let (s, b) = s.overflowing_add(u64::from(carry));
    (s, a | b)
}

fn sub(x: u64, y: u64, borrow: bool) -> (u64, bool) {
    let (d, a) = x.overflowing_sub(y);
    let (d, b) = d.overflowing_sub(u64::from(borrow));
    (d, a | b)
}

/// `op(z word, x word, carry)` gives a word of `z` and the next carry.
fn row(z: &GoSlice<u64>, x: &GoSlice<u64>, mut carry: u64, op: impl Fn(u64, u64, u64) -> (u64, u64)) -> u64 {
    for i in 0..z.len {
        // SAFETY: the callers in the language pass an `x` at least as long as `z`, both alive.
        unsafe {
            let at = z.ptr.cast_mut().add(i);
            let (word, next) = op(*at, *x.ptr.add(i), carry);
            *at = word;
            carry = next;
        }
    }
    carry
}

/// The low and the high word.
fn halves(x: u128) -> (u64, u64) {
    (x as u64, (x >> 64) as u64)
}

/// `z = x / y` for `x` with `rest` in front; the remainder. Goes from the most significant word down.
fn divide(z: &GoSlice<u64>, mut rest: u64, x: &GoSlice<u64>, y: u64) -> u64 {
    for i in (0..z.len).rev() {
        // SAFETY: the callers in the language pass an `x` at least as long as `z`, both alive.
        unsafe {
            let whole = u128::from(rest) << 64 | u128::from(*x.ptr.add(i));
            *z.ptr.cast_mut().add(i) = (whole / u128::from(y)) as u64;
            rest = (whole % u128::from(y)) as u64;
        }
    }
    rest
}

natives! {
    System "math/big.addVV" (z: GoSlice<u64>, x: GoSlice<u64>, y: GoSlice<u64>) -> (c: u64) { c = rows(&z, &x, &y, add); }
    System "math/big.subVV" (z: GoSlice<u64>, x: GoSlice<u64>, y: GoSlice<u64>) -> (c: u64) { c = rows(&z, &x, &y, sub); }
    System "math/big.mulAddVWW" (z: GoSlice<u64>, x: GoSlice<u64>, y: u64, r: u64) -> (c: u64) {
        c = row(&z, &x, r, |_, x, carry| halves(u128::from(x) * u128::from(y) + u128::from(carry)));
    }
    System "math/big.addMulVVW" (z: GoSlice<u64>, x: GoSlice<u64>, y: u64) -> (c: u64) {
        c = row(&z, &x, 0, |z, x, carry| halves(u128::from(x) * u128::from(y) + u128::from(z) + u128::from(carry)));
    }
    System "math/big.subMulVVW" (z: GoSlice<u64>, x: GoSlice<u64>, y: u64) -> (c: u64) {
        c = row(&z, &x, 0, |z, x, carry| {
            let (low, high) = halves(u128::from(x) * u128::from(y) + u128::from(carry));
            let (word, borrow) = z.overflowing_sub(low);
            (word, high + u64::from(borrow))
        });
    }
    System "math/big.divWVW" (z: GoSlice<u64>, rest: u64, x: GoSlice<u64>, y: u64) -> (r: u64) { r = divide(&z, rest, &x, y); }
}
