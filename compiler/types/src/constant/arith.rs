//! Exact arithmetic on constants. Operands are whatever the checker let through; what has no meaning gives [`Value::Unknown`].

use super::represent::sign;
use super::round::Scaled;
use super::{Value, round};
use mgo_syntax::ast::{BinaryOp, UnaryOp};
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed, Zero};

/// Real and imaginary part of a complex constant.
type Parts = (BigRational, BigRational);

/// `op x`. `bits` is the width of an unsigned type, to which `^x` is cut.
pub fn unary(op: UnaryOp, x: &Value, bits: Option<u64>) -> Value {
    match (op, x) {
        (UnaryOp::Plus, Value::Int(_) | Value::Float(_) | Value::Vast(_) | Value::Complex(_)) => x.clone(),
        (UnaryOp::Neg, Value::Vast(v)) => Value::Vast(v.negated()),
        (UnaryOp::Neg, Value::Int(i)) => Value::Int(-i),
        (UnaryOp::Neg, Value::Float(f)) => Value::Float(-f),
        (UnaryOp::Neg, Value::Complex(c)) => Value::Complex(Box::new((-&c.0, -&c.1))),
        (UnaryOp::BitNot, Value::Int(i)) => {
            let not: BigInt = !i;
            Value::Int(match bits {
                Some(bits) => not & ((BigInt::one() << bits) - 1),
                None => not,
            })
        }
        (UnaryOp::Not, Value::Bool(b)) => Value::Bool(!b),
        _ => Value::Unknown,
    }
}

/// `x op y`, shifts and comparisons left out. `int_div` makes `/` of two integers truncate.
pub fn binary(x: &Value, op: BinaryOp, y: &Value, int_div: bool) -> Value {
    match matched(x, y) {
        Some(Matched::Bool(a, b)) => match op {
            BinaryOp::LAnd => Value::Bool(a && b),
            BinaryOp::LOr => Value::Bool(a || b),
            _ => Value::Unknown,
        },
        Some(Matched::String(a, b)) if op == BinaryOp::Add => Value::String([a, b].concat().into()),
        Some(Matched::Int(a, b)) => int(a, op, b, int_div),
        Some(Matched::Float(a, b)) => float(&a, op, &b),
        Some(Matched::Vast(a, b)) => vast(&a, op, &b),
        Some(Matched::Complex(a, b)) => complex(&a, op, &b).unwrap_or(Value::Unknown),
        _ => Value::Unknown,
    }
}

/// `x << by` or `x >> by`; `x` is an integer.
pub fn shift(x: &Value, op: BinaryOp, by: u64) -> Value {
    match (x, op) {
        (Value::Int(i), BinaryOp::Shl) => Value::Int(i << by),
        (Value::Int(i), BinaryOp::Shr) => Value::Int(i >> by),
        _ => Value::Unknown,
    }
}

/// Whether `x op y` holds; false when it cannot be told.
pub fn compare(x: &Value, op: BinaryOp, y: &Value) -> bool {
    let ordering = match matched(x, y) {
        Some(Matched::Bool(a, b)) => a.cmp(&b),
        Some(Matched::String(a, b)) => a.cmp(b),
        Some(Matched::Int(a, b)) => a.cmp(b),
        Some(Matched::Float(a, b)) if a == b => std::cmp::Ordering::Equal,
        Some(Matched::Float(a, b)) => match float(&a, BinaryOp::Sub, &b) {
            Value::Float(difference) => difference.cmp(&BigRational::zero()),
            _ => a.is_negative().cmp(&b.is_negative()).reverse(),
        },
        Some(Matched::Vast(a, b)) => match vast(&a, BinaryOp::Sub, &b) {
            Value::Unknown => a.mantissa.is_negative().cmp(&b.mantissa.is_negative()).reverse(),
            difference => super::represent::sign(&difference).cmp(&0),
        },
        // Only equality is defined for complex numbers.
        Some(Matched::Complex(a, b)) => a.cmp(&b),
        None => return false,
    };
    match op {
        BinaryOp::Eq => ordering.is_eq(),
        BinaryOp::Ne => ordering.is_ne(),
        BinaryOp::Lt => ordering.is_lt(),
        BinaryOp::Le => ordering.is_le(),
        BinaryOp::Gt => ordering.is_gt(),
        BinaryOp::Ge => ordering.is_ge(),
        _ => false,
    }
}

/// `x + y*i` of two real constants.
pub fn make_complex(x: &Value, y: &Value) -> Value {
    match (real(x), real(y)) {
        (Some(re), Some(im)) => Value::Complex(Box::new((re, im))),
        _ => Value::Unknown,
    }
}

/// Whether `x / y` has no value: for a complex `x` what is nearer to zero than all floats is zero.
pub fn is_zero_divisor(x: &Value, y: &Value) -> bool {
    sign(y) == 0 || matches!((x, y), (Value::Complex(_), Value::Vast(v)) if v.is_tiny())
}

/// A real number as a fraction; one that is nearer to zero than all floats is zero.
fn real(x: &Value) -> Option<BigRational> {
    match x {
        Value::Vast(v) if v.is_tiny() => Some(BigRational::zero()),
        Value::Int(i) => Some(BigRational::from_integer(i.clone())),
        Value::Float(f) => Some(f.clone()),
        Value::Complex(c) if c.1.is_zero() => Some(c.0.clone()),
        _ => None,
    }
}

/// Two operands in the smaller of the forms that fit both.
enum Matched<'a> {
    Bool(bool, bool),
    String(&'a [u8], &'a [u8]),
    Int(&'a BigInt, &'a BigInt),
    Float(BigRational, BigRational),
    Vast(Scaled, Scaled),
    Complex(Parts, Parts),
}

fn matched<'a>(x: &'a Value, y: &'a Value) -> Option<Matched<'a>> {
    Some(match (x, y) {
        (Value::Bool(a), Value::Bool(b)) => Matched::Bool(*a, *b),
        (Value::String(a), Value::String(b)) => Matched::String(a, b),
        (Value::Int(a), Value::Int(b)) => Matched::Int(a, b),
        (Value::Complex(_), _) | (_, Value::Complex(_)) => Matched::Complex(parts(x)?, parts(y)?),
        (Value::Vast(_), _) | (_, Value::Vast(_)) => Matched::Vast(scaled(x)?, scaled(y)?),
        _ => Matched::Float(real(x)?, real(y)?),
    })
}

fn parts(x: &Value) -> Option<Parts> {
    match x {
        Value::Complex(c) => Some((**c).clone()),
        _ => Some((real(x)?, BigRational::zero())),
    }
}

fn int(a: &BigInt, op: BinaryOp, b: &BigInt, int_div: bool) -> Value {
    let divides = matches!(op, BinaryOp::Div | BinaryOp::Rem);
    if divides && b.is_zero() {
        return Value::Unknown;
    }
    Value::Int(match op {
        BinaryOp::Add => a + b,
        BinaryOp::Sub => a - b,
        BinaryOp::Mul => a * b,
        BinaryOp::Div if int_div => a / b,
        BinaryOp::Div => return round::float(BigRational::new(a.clone(), b.clone())),
        BinaryOp::Rem => a % b,
        BinaryOp::And => a & b,
        BinaryOp::Or => a | b,
        BinaryOp::Xor => a ^ b,
        BinaryOp::AndNot => a & !b.clone(),
        _ => return Value::Unknown,
    })
}

fn float(a: &BigRational, op: BinaryOp, b: &BigRational) -> Value {
    if op == BinaryOp::Div && b.is_zero() {
        return Value::Unknown;
    }
    if !round::is_small(a.numer(), a.denom()) || !round::is_small(b.numer(), b.denom()) {
        return vast(&Scaled::of(a.numer(), a.denom()), op, &Scaled::of(b.numer(), b.denom()));
    }
    match op {
        BinaryOp::Add => round::float(a + b),
        BinaryOp::Sub => round::float(a - b),
        BinaryOp::Mul => round::float(a * b),
        BinaryOp::Div => round::float(a / b),
        _ => Value::Unknown,
    }
}

/// Arithmetic on mantissas and exponents, where exact fractions would take too long or be impossible.
fn vast(a: &Scaled, op: BinaryOp, b: &Scaled) -> Value {
    match op {
        BinaryOp::Add => a.plus(b).value(),
        BinaryOp::Sub => a.plus(&b.negated()).value(),
        BinaryOp::Mul => a.times(b).value(),
        BinaryOp::Div if !b.mantissa.is_zero() => a.over(b).value(),
        _ => Value::Unknown,
    }
}

/// A real number as mantissa and exponent.
fn scaled(x: &Value) -> Option<Scaled> {
    match x {
        Value::Vast(v) => Some(v.clone()),
        _ => real(x).map(|r| Scaled::of(r.numer(), r.denom())),
    }
}

fn complex(x: &Parts, op: BinaryOp, y: &Parts) -> Option<Value> {
    let calc = |a: &BigRational, op, b: &BigRational| match float(a, op, b) {
        Value::Float(f) => Some(f),
        _ => None,
    };
    let ((a, b), (c, d)) = (x, y);
    let result = match op {
        BinaryOp::Add | BinaryOp::Sub => (calc(a, op, c)?, calc(b, op, d)?),
        BinaryOp::Mul | BinaryOp::Div => {
            let (ac, bd) = (calc(a, BinaryOp::Mul, c)?, calc(b, BinaryOp::Mul, d)?);
            let (bc, ad) = (calc(b, BinaryOp::Mul, c)?, calc(a, BinaryOp::Mul, d)?);
            if op == BinaryOp::Mul {
                (calc(&ac, BinaryOp::Sub, &bd)?, calc(&bc, BinaryOp::Add, &ad)?)
            } else {
                let square = calc(&calc(c, BinaryOp::Mul, c)?, BinaryOp::Add, &calc(d, BinaryOp::Mul, d)?)?;
                let re = calc(&ac, BinaryOp::Add, &bd)?;
                let im = calc(&bc, BinaryOp::Sub, &ad)?;
                (calc(&re, BinaryOp::Div, &square)?, calc(&im, BinaryOp::Div, &square)?)
            }
        }
        _ => return None,
    };
    Some(Value::Complex(Box::new(result)))
}
