//! Constants as messages show them: short, not exact.

use super::round::Scaled;
use super::{Value, round};
use num_rational::BigRational;
use num_traits::{One, ToPrimitive, Zero};
use std::fmt::{self, Display, Formatter};

/// Quoted strings longer than this many characters are cut.
const MAX_STRING: usize = 72;

impl Display for Value {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Value::Unknown => f.write_str("unknown"),
            Value::Bool(b) => write!(f, "{b}"),
            Value::String(s) => f.write_str(&shorten(mgo_syntax::literal::quote(s))),
            Value::Int(i) => write!(f, "{i}"),
            Value::Float(x) => f.write_str(&float(x)),
            Value::Vast(x) => f.write_str(&out_of_range(x)),
            Value::Complex(c) => write!(f, "({} + {}i)", float(&c.0), float(&c.1)),
        }
    }
}

fn shorten(quoted: String) -> String {
    if quoted.chars().count() <= MAX_STRING {
        return quoted;
    }
    let mut short: String = quoted.chars().take(MAX_STRING - 3).collect();
    short.push_str("...");
    short
}

/// A fraction as `%.6g` of the nearest float64, with more digits where a fraction would look whole.
fn float(x: &BigRational) -> String {
    let approx = round::to_f64(x);
    if approx.is_finite() && (approx == 0.0) == x.is_zero() {
        let short = general(approx, Some(6));
        return if !x.is_integer() && !short.contains('.') { general(approx, None) } else { short };
    }
    out_of_range(&Scaled::of(x.numer(), x.denom()))
}

/// Beyond float64: the decimal exponent estimated from the binary one.
fn out_of_range(x: &Scaled) -> String {
    let (mantissa, exponent) = (x.mantissa.clone(), x.exponent);
    let bits = mantissa.bits();
    // The mantissa as a fraction in [0.5, 1), so that the value is `m * 2^exp`.
    let m = round::to_f64(&BigRational::new(mantissa, num_bigint::BigInt::one() << bits));
    let decimal = (exponent + bits as i64) as f64 * (std::f64::consts::LN_2 / std::f64::consts::LN_10);
    let mut e = decimal.to_i64().unwrap_or(0);
    let mut m = m * 10f64.powf(decimal - e as f64);
    if m.abs() < 1.0 - 0.5e-6 {
        m *= 10.0;
        e -= 1;
    } else if m.abs() >= 10.0 {
        m /= 10.0;
        e += 1;
    }
    format!("{}e{e:+}", general(m, Some(6)))
}

/// `%g` with `digits` significant digits, or with as many as it takes.
fn general(x: f64, digits: Option<usize>) -> String {
    let scientific = match digits {
        Some(digits) => format!("{:.*e}", digits - 1, x.abs()),
        None => format!("{:e}", x.abs()),
    };
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let all: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    let significant = all.trim_end_matches('0');
    let significant = if significant.is_empty() { "0" } else { significant };
    // `%g` without precision switches to an exponent at 21 digits.
    let limit = digits.map_or(21, |d| d as i32);
    let sign = if x.is_sign_negative() && x != 0.0 { "-" } else { "" };
    if exponent < -4 || exponent >= limit {
        let (first, rest) = significant.split_at(1);
        let point = if rest.is_empty() { "" } else { "." };
        let exponent_sign = if exponent < 0 { '-' } else { '+' };
        return format!("{sign}{first}{point}{rest}e{exponent_sign}{:02}", exponent.abs());
    }
    if exponent < 0 {
        return format!("{sign}0.{}{significant}", "0".repeat(-exponent as usize - 1));
    }
    let whole = exponent as usize + 1;
    if significant.len() <= whole {
        return format!("{sign}{significant}{}", "0".repeat(whole - significant.len()));
    }
    format!("{sign}{}.{}", &significant[..whole], &significant[whole..])
}
