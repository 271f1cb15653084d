//! Which constants fit which basic types, and what they become there.

use super::{Value, round};
use crate::types::Basic;
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{Signed, Zero};

/// Size in bits and signedness of a typed integer.
fn int_range(basic: Basic) -> Option<(u64, bool)> {
    Some(match basic {
        Basic::Int8 => (8, true),
        Basic::Int16 => (16, true),
        Basic::Int32 => (32, true),
        Basic::Int | Basic::Int64 => (64, true),
        Basic::Uint8 => (8, false),
        Basic::Uint16 => (16, false),
        Basic::Uint32 => (32, false),
        Basic::Uint | Basic::Uint64 | Basic::Uintptr => (64, false),
        _ => return None,
    })
}

/// Width of an unsigned type, to which complements are cut.
pub fn unsigned_bits(basic: Basic) -> Option<u64> {
    int_range(basic).filter(|&(_, signed)| !signed).map(|(bits, _)| bits)
}

/// Whether an integer fits a typed integer type.
fn int_fits(i: &BigInt, basic: Basic) -> bool {
    match int_range(basic) {
        // `-2^63` has 64 bits, but its complement has 63.
        Some((bits, true)) => {
            if i.is_negative() {
                (!i).bits() < bits
            } else {
                i.bits() < bits
            }
        }
        Some((bits, false)) => !i.is_negative() && i.bits() <= bits,
        None => true,
    }
}

/// `x` as a value of type `basic`, rounded where the type rounds; nothing when it does not fit.
/// An unknown value fits everywhere: its error has been reported.
pub fn represent(x: &Value, basic: Basic) -> Option<Value> {
    use Basic::*;
    if *x == Value::Unknown {
        return Some(Value::Unknown);
    }
    if let Value::Vast(v) = x {
        return match basic {
            UntypedFloat | UntypedComplex => Some(x.clone()),
            Float32 | Float64 if v.is_tiny() => Some(Value::Float(BigRational::zero())),
            Complex64 | Complex128 if v.is_tiny() => Some(Value::Complex(Box::default())),
            _ => None,
        };
    }
    match basic {
        Int | Int8 | Int16 | Int32 | Int64 | Uint | Uint8 | Uint16 | Uint32 | Uint64 | Uintptr | UntypedInt | UntypedRune => {
            let i = to_int(x)?;
            int_fits(&i, basic).then_some(Value::Int(i))
        }
        Float32 => Some(Value::Float(round::round_f32(&to_float(x)?)?)),
        Float64 => Some(Value::Float(round::round_f64(&to_float(x)?)?)),
        // Untyped values keep their form, so that `2.0` can still be an integer.
        UntypedFloat => to_float(x).map(|_| x.clone()),
        Complex64 => {
            let (re, im) = to_complex(x)?;
            Some(Value::Complex(Box::new((round::round_f32(&re)?, round::round_f32(&im)?))))
        }
        Complex128 => {
            let (re, im) = to_complex(x)?;
            Some(Value::Complex(Box::new((round::round_f64(&re)?, round::round_f64(&im)?))))
        }
        UntypedComplex => to_complex(x).map(|_| x.clone()),
        String | UntypedString => matches!(x, Value::String(_)).then(|| x.clone()),
        Bool | UntypedBool => matches!(x, Value::Bool(_)).then(|| x.clone()),
        Invalid | UnsafePointer | UntypedNil => None,
    }
}

/// As an integer, when it is one. A value that went through rounding counts as one when it is one but for the last few bits.
pub fn to_int(x: &Value) -> Option<BigInt> {
    match x {
        Value::Int(i) => Some(i.clone()),
        Value::Float(f) => float_to_int(f),
        Value::Complex(c) if c.1.is_zero() => float_to_int(&c.0),
        _ => None,
    }
}

fn float_to_int(f: &BigRational) -> Option<BigInt> {
    // Only what is small enough to be a fraction is looked at, so that no huge integers arise.
    if f.is_integer() {
        return (f.numer().bits() < round::SMALL_BITS).then(|| f.to_integer());
    }
    round::nearly_integer(f)
}

/// As a real number.
pub fn to_float(x: &Value) -> Option<BigRational> {
    match x {
        Value::Int(i) => Some(BigRational::from_integer(i.clone())),
        Value::Float(f) => Some(f.clone()),
        Value::Complex(c) if c.1.is_zero() => Some(c.0.clone()),
        _ => None,
    }
}

/// As real and imaginary part.
pub fn to_complex(x: &Value) -> Option<(BigRational, BigRational)> {
    match x {
        Value::Complex(c) => Some((**c).clone()),
        _ => Some((to_float(x)?, BigRational::zero())),
    }
}

/// Real part of a number.
pub fn real_part(x: &Value) -> Value {
    match x {
        Value::Complex(c) => Value::Float(c.0.clone()),
        Value::Int(_) | Value::Float(_) | Value::Vast(_) => x.clone(),
        _ => Value::Unknown,
    }
}

/// Imaginary part of a number.
pub fn imag_part(x: &Value) -> Value {
    match x {
        Value::Complex(c) => Value::Float(c.1.clone()),
        Value::Int(_) | Value::Float(_) | Value::Vast(_) => Value::Int(BigInt::zero()),
        _ => Value::Unknown,
    }
}

/// -1, 0 or 1; for complex numbers 0 exactly when both parts are. 1 for what has no sign.
pub fn sign(x: &Value) -> i32 {
    let of = |negative: bool, zero: bool| {
        if zero {
            0
        } else if negative {
            -1
        } else {
            1
        }
    };
    match x {
        Value::Int(i) => of(i.is_negative(), i.is_zero()),
        Value::Float(f) => of(f.is_negative(), f.is_zero()),
        Value::Vast(v) => of(v.mantissa.is_negative(), v.mantissa.is_zero()),
        Value::Complex(c) => of(c.0.is_negative(), c.0.is_zero() && c.1.is_zero()),
        _ => 1,
    }
}
