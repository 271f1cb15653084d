//! Constant arithmetic: exactness, rounding, limits, and how messages show values.

use mgo_syntax::ast::{BinaryOp, UnaryOp};
use mgo_types::constant::Value;
use mgo_types::constant::arith::{binary, compare, shift, unary};
use mgo_types::constant::literal::{float_literal, imag_literal, int_literal};
use mgo_types::constant::represent::represent;
use mgo_types::constant::round::{from_f64, to_f32, to_f64};
use mgo_types::types::Basic;

fn int(text: &str) -> Value {
    int_literal(text).unwrap()
}

fn float(text: &str) -> Value {
    float_literal(text).unwrap()
}

fn f64_of(value: &Value) -> f64 {
    match represent(value, Basic::Float64) {
        Some(Value::Float(x)) => to_f64(&x),
        other => panic!("{value} is no float64: {other:?}"),
    }
}

#[test]
fn literals_in_all_bases() {
    for (text, want) in [("0x_ff", 255), ("0b1010", 10), ("0o17", 15), ("017", 15), ("1_000", 1000), ("0", 0)] {
        assert_eq!(int(text).to_i64(), Some(want), "{text}");
    }
    assert_eq!(f64_of(&float("0x1p-2")), 0.25);
    assert_eq!(f64_of(&float("0x1.8p1")), 3.0);
    assert_eq!(f64_of(&float("1_0.2_5e1")), 102.5);
    assert_eq!(f64_of(&float(".5")), 0.5);
    assert_eq!(imag_literal("010i").unwrap().to_string(), "(0 + 10i)");
    assert_eq!(int_literal("08"), None);
    assert_eq!(float_literal("0x1p"), None);
}

#[test]
fn floats_round_as_the_hardware_does() {
    let texts =
        ["0.1", "1e23", "9007199254740993", "2.2250738585072011e-308", "4.9e-324", "2.4e-324", "1.7976931348623157e308", "3.0e-400"];
    for text in texts {
        assert_eq!(f64_of(&float(text)).to_bits(), text.parse::<f64>().unwrap().to_bits(), "{text}");
    }
    for text in ["0.1", "16777217", "1e-45", "3.4028235e38", "1.17549435e-38"] {
        let Value::Float(x) = float(text) else { panic!("{text}") };
        assert_eq!(to_f32(&x).to_bits(), text.parse::<f32>().unwrap().to_bits(), "{text}");
    }
    assert_eq!(represent(&float("1.8e308"), Basic::Float64), None);
    assert_eq!(represent(&float("3.5e38"), Basic::Float32), None);
    // Back and forth, over all exponents.
    let mut bits = 1u64;
    for _ in 0..5000 {
        bits = bits.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        let x = f64::from_bits(bits);
        if x.is_finite() {
            assert_eq!(to_f64(&from_f64(x).unwrap()), x);
        }
    }
}

#[test]
fn integers_have_any_size_and_floats_do_not_blow_up() {
    let big = shift(&int("1"), BinaryOp::Shl, 500);
    assert_eq!(shift(&big, BinaryOp::Shr, 498).to_i64(), Some(4));
    assert_eq!(binary(&big, BinaryOp::Sub, &big, true).to_i64(), Some(0));
    let huge = float("1e100000");
    let ratio = binary(&huge, BinaryOp::Div, &float("1e99999"), false);
    assert!(compare(&ratio, BinaryOp::Gt, &float("9.999999")) && compare(&ratio, BinaryOp::Lt, &float("10.000001")), "{ratio}");
    assert!(compare(&huge, BinaryOp::Gt, &float("1e99999")));
    assert_eq!(float("1e1000000000"), Value::Unknown);
    assert_eq!(f64_of(&float("1e-1000000000")), 0.0);
    let tiny = binary(&float("1"), BinaryOp::Div, &float("1e300000"), false);
    assert_eq!(f64_of(&tiny), 0.0);
    assert!(compare(&tiny, BinaryOp::Gt, &float("0")));
}

#[test]
fn types_have_their_ranges() {
    let fits = |text: &str, basic| represent(&int(text), basic).is_some();
    assert!(fits("127", Basic::Int8) && !fits("128", Basic::Int8));
    assert!(fits("18446744073709551615", Basic::Uint64) && !fits("18446744073709551616", Basic::Uint64));
    let min = unary(UnaryOp::Neg, &int("9223372036854775808"), None);
    assert!(represent(&min, Basic::Int64).is_some() && !fits("9223372036854775808", Basic::Int64));
    assert!(represent(&unary(UnaryOp::Neg, &int("1"), None), Basic::Uint).is_none());
    assert_eq!(unary(UnaryOp::BitNot, &int("0"), Some(8)).to_i64(), Some(255));
    assert_eq!(represent(&float("2.0"), Basic::Int).and_then(|value| value.to_i64()), Some(2));
    assert_eq!(represent(&float("2.5"), Basic::Int), None);
}

#[test]
fn division_and_remainder_truncate() {
    let minus7 = unary(UnaryOp::Neg, &int("7"), None);
    assert_eq!(binary(&minus7, BinaryOp::Div, &int("2"), true).to_i64(), Some(-3));
    assert_eq!(binary(&minus7, BinaryOp::Rem, &int("2"), true).to_i64(), Some(-1));
    assert_eq!(binary(&int("7"), BinaryOp::Div, &int("2"), false).to_string(), "3.5");
    assert_eq!(binary(&int("12"), BinaryOp::AndNot, &int("10"), true).to_i64(), Some(4));
    assert_eq!(binary(&int("1"), BinaryOp::Div, &int("0"), true), Value::Unknown);
}

#[test]
fn messages_show_values_shortly() {
    for (value, want) in [
        (float("1e100"), "1e+100"),
        (float("1e1000"), "1e+1000"),
        (float("1e-1000"), "1e-1000"),
        (float("3.14159265358979"), "3.14159"),
        (float("100000.0"), "100000"),
        (float("1000000.0"), "1e+06"),
        (float("1234567.5"), "1.23457e+06"),
        (float("0.00001"), "1e-05"),
        (float("1e-7"), "1e-07"),
        (int("123456789012345678901234567890"), "123456789012345678901234567890"),
        (Value::String((*b"a\"\n\x01\xff").into()), r#""a\"\n\x01\xff""#),
        (binary(&int("1"), BinaryOp::Add, &imag_literal("2.5i").unwrap(), false), "(1 + 2.5i)"),
    ] {
        assert_eq!(value.to_string(), want);
    }
    let long = Value::String("x".repeat(100).into_bytes().into()).to_string();
    assert!(long.ends_with("...") && long.chars().count() == 72, "{long}");
}
