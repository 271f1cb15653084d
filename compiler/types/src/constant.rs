//! Values of constants, exact.
//!
//! The modules below calculate with them: [`literal`] reads them, [`arith`] and [`round`] compute, [`represent`] fits them to types, [`mod@format`] shows them.

pub mod arith;
pub mod format;
pub mod literal;
pub mod represent;
pub mod round;

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::ToPrimitive;
use std::sync::Arc;

/// A constant's value. The kind says how it is represented, not which type it has.
#[derive(Clone, PartialEq, Debug)]
pub enum Value {
    /// Not known, because of an error reported elsewhere.
    Unknown,
    /// `true`, `false`
    Bool(bool),
    /// The bytes of a string (Go strings need not be UTF-8).
    String(Arc<[u8]>),
    /// An integer of any size.
    Int(BigInt),
    /// A real number, exact.
    Float(BigRational),
    /// A real number that is too large or too small for a fraction.
    Vast(round::Scaled),
    /// Real and imaginary part.
    Complex(Box<(BigRational, BigRational)>),
}

impl Value {
    /// As a boolean.
    pub fn as_bool(&self) -> Option<bool> {
        if let Value::Bool(b) = self { Some(*b) } else { None }
    }

    /// As a string's bytes.
    pub fn as_bytes(&self) -> Option<&[u8]> {
        if let Value::String(s) = self { Some(s) } else { None }
    }

    /// As an integer, when it is a whole number.
    pub fn to_int(&self) -> Option<BigInt> {
        match self {
            Value::Int(i) => Some(i.clone()),
            Value::Float(r) if r.is_integer() => Some(r.to_integer()),
            Value::Complex(c) if c.1 == BigRational::default() && c.0.is_integer() => Some(c.0.to_integer()),
            _ => None,
        }
    }

    /// As an `i64`, when it fits.
    pub fn to_i64(&self) -> Option<i64> {
        self.to_int()?.to_i64()
    }

    /// As a `u64`, when it fits.
    pub fn to_u64(&self) -> Option<u64> {
        self.to_int()?.to_u64()
    }

    /// The low 64 bits of an integer in two's complement: what a typed integer constant looks like in a register.
    pub fn to_bits(&self) -> Option<u64> {
        let int = self.to_int()?;
        int.to_i64().map(|i| i as u64).or_else(|| int.to_u64())
    }
}
