//! Arithmetic, shifts, comparisons and conversions give Go's results.

mod support;
use mgo_ir::ir::{BinOp, Cmp, ConvOp, Op, Ty, UnOp};
use support::{Arg, BuilderExt, Test};

const WORDS: [u64; 14] = [0, 1, 2, 3, 7, 63, 64, 100, 1 << 31, (1 << 31) - 1, 1 << 63, (1 << 63) - 1, u64::MAX, 0x1234_5678_9abc_def0];

/// Runs `op` on all pairs of words and compares.
fn check_binary(op: BinOp, ty: Ty, divides: bool, want: impl Fn(u64, u64) -> u64) {
    let mut t = Test::new();
    let f = t.func("f", &[ty, ty], &[ty], |b| {
        let r = b.bin(op, b.param(0), b.param(1));
        b.ret(&[r]);
    });
    t.compile_all();
    let mask = u64::MAX >> (64 - 8 * ty.size());
    for a in WORDS {
        for b in WORDS {
            if divides && (b & mask == 0 || b & mask == mask) {
                continue;
            }
            let have = t.call_int(f, &[a, b]) & mask;
            assert_eq!(have, want(a & mask, b & mask) & mask, "{op:?} {ty:?} {a:#x} {b:#x}");
        }
    }
}

macro_rules! integer {
    ($unsigned:ty, $signed:ty, $ty:expr) => {{
        let s = |x: u64| x as $unsigned as $signed;
        let u = |x: u64| x as $unsigned;
        check_binary(BinOp::Add, $ty, false, |a, b| u(a).wrapping_add(u(b)) as u64);
        check_binary(BinOp::Sub, $ty, false, |a, b| u(a).wrapping_sub(u(b)) as u64);
        check_binary(BinOp::Mul, $ty, false, |a, b| u(a).wrapping_mul(u(b)) as u64);
        check_binary(BinOp::SDiv, $ty, true, |a, b| s(a).wrapping_div(s(b)) as u64);
        check_binary(BinOp::UDiv, $ty, true, |a, b| (u(a) / u(b)) as u64);
        check_binary(BinOp::SRem, $ty, true, |a, b| s(a).wrapping_rem(s(b)) as u64);
        check_binary(BinOp::URem, $ty, true, |a, b| (u(a) % u(b)) as u64);
        check_binary(BinOp::SMin, $ty, false, |a, b| s(a).min(s(b)) as u64);
        check_binary(BinOp::UMax, $ty, false, |a, b| u(a).max(u(b)) as u64);
        check_binary(BinOp::Rotl, $ty, false, |a, b| u(a).rotate_left((b % <$unsigned>::BITS as u64) as u32) as u64);
        check_binary(BinOp::Shl, $ty, false, |a, b| if b < <$unsigned>::BITS as u64 { (u(a) << b) as u64 } else { 0 });
        check_binary(BinOp::UShr, $ty, false, |a, b| if b < <$unsigned>::BITS as u64 { (u(a) >> b) as u64 } else { 0 });
        check_binary(BinOp::SShr, $ty, false, |a, b| (s(a) >> b.min(<$unsigned>::BITS as u64 - 1)) as u64);
    }};
}

#[test]
fn integers_of_all_widths() {
    integer!(u8, i8, Ty::I8);
    integer!(u16, i16, Ty::I16);
    integer!(u32, i32, Ty::I32);
    integer!(u64, i64, Ty::I64);
}

#[test]
fn high_products() {
    check_binary(BinOp::UMulHi, Ty::I64, false, |a, b| ((u128::from(a) * u128::from(b)) >> 64) as u64);
    check_binary(BinOp::SMulHi, Ty::I64, false, |a, b| ((i128::from(a as i64) * i128::from(b as i64)) >> 64) as u64);
}

#[test]
fn shifts_by_counts_of_other_widths_and_constants() {
    let mut t = Test::new();
    let narrow = t.func("narrow", &[Ty::I64, Ty::I8], &[Ty::I64], |b| {
        let r = b.bin(BinOp::Shl, b.param(0), b.param(1));
        b.ret(&[r]);
    });
    let wide = t.func("wide", &[Ty::I8, Ty::I64], &[Ty::I8], |b| {
        let r = b.bin(BinOp::SShr, b.param(0), b.param(1));
        b.ret(&[r]);
    });
    let constant = t.func("constant", &[Ty::I32], &[Ty::I32, Ty::I32, Ty::I32], |b| {
        let (small, large) = (b.int(5), b.int(32));
        let left = b.bin(BinOp::Shl, b.param(0), small);
        let gone = b.bin(BinOp::UShr, b.param(0), large);
        let sign = b.bin(BinOp::SShr, b.param(0), large);
        b.ret(&[left, gone, sign]);
    });
    t.compile_all();
    assert_eq!(t.call_int(narrow, &[1, 63]), 1 << 63);
    assert_eq!(t.call_int(narrow, &[1, 200]), 0);
    assert_eq!(t.call_int(wide, &[0x80, 1 << 40]) as u8, 0xff);
    assert_eq!(t.call_int(wide, &[0x80, 3]) as u8, 0xf0);
    let r = t.call(constant, &[Arg::I(0x8000_0001)]);
    assert_eq!([r.ints[0] as u32, r.ints[1] as u32, r.ints[2] as u32], [32, 0, u32::MAX]);
}

#[test]
fn one_operand_operations() {
    type Unary = fn(u64) -> u64;
    let cases: [(UnOp, Unary); 7] = [
        (UnOp::Neg, |x| x.wrapping_neg()),
        (UnOp::Not, |x| !x),
        (UnOp::Clz, |x| x.leading_zeros().into()),
        (UnOp::Ctz, |x| x.trailing_zeros().into()),
        (UnOp::Popcnt, |x| x.count_ones().into()),
        (UnOp::Bswap, |x| x.swap_bytes()),
        (UnOp::Bitrev, |x| x.reverse_bits()),
    ];
    for (op, want) in cases {
        let mut t = Test::new();
        let f = t.func("f", &[Ty::I64], &[Ty::I64], |b| {
            let r = b.inst1(Op::Un(op, b.param(0)), Ty::I64);
            b.ret(&[r]);
        });
        t.compile_all();
        for x in WORDS {
            assert_eq!(t.call_int(f, &[x]), want(x), "{op:?} {x:#x}");
        }
    }
}

#[test]
fn float_min_max_and_comparisons() {
    let mut t = Test::new();
    let f = t.func("f", &[Ty::F64, Ty::F64], &[Ty::F64, Ty::F64, Ty::I8, Ty::I8, Ty::I8], |b| {
        let (x, y) = (b.param(0), b.param(1));
        let (min, max) = (b.bin(BinOp::FMin, x, y), b.bin(BinOp::FMax, x, y));
        let [ne, lt, eq] = [Cmp::FNe, Cmp::FLt, Cmp::FEq].map(|cmp| b.inst1(Op::Cmp(cmp, x, y), Ty::I8));
        b.ret(&[min, max, ne, lt, eq]);
    });
    t.compile_all();
    let mut run = |x: f64, y: f64| {
        let r = t.call(f, &[Arg::F(x), Arg::F(y)]);
        (r.floats[0], r.floats[1], [r.ints[0] as u8, r.ints[1] as u8, r.ints[2] as u8])
    };
    assert_eq!(run(1.0, 2.0), (1.0, 2.0, [1, 1, 0]));
    let (min, max, _) = run(0.0, -0.0);
    assert!(min.is_sign_negative() && max.is_sign_positive());
    let (min, max, bools) = run(f64::NAN, 1.0);
    assert!(min.is_nan() && max.is_nan());
    assert_eq!(bools, [1, 0, 0]);
}

type Row = (f64, i64, u64, i32, u32, i16, u16, i8, u8);

/// Rows recorded from real Go 1.27 on amd64: x, int64, uint64, int32, uint32, int16, uint16, int8, uint8.
const GO: &[Row] = &[
    (f64::NAN, i64::MIN, 1 << 63, i32::MIN, 0, 0, 0, 0, 0),
    (f64::INFINITY, i64::MIN, 1 << 63, i32::MIN, 0, 0, 0, 0, 0),
    (f64::NEG_INFINITY, i64::MIN, 1 << 63, i32::MIN, 0, 0, 0, 0, 0),
    (1e19, i64::MIN, 10_000_000_000_000_000_000, i32::MIN, 0, 0, 0, 0, 0),
    (1e20, i64::MIN, 1 << 63, i32::MIN, 0, 0, 0, 0, 0),
    (-1e19, i64::MIN, 1 << 63, i32::MIN, 0, 0, 0, 0, 0),
    (-1.5, -1, u64::MAX, -1, u32::MAX, -1, 65535, -1, 255),
    (-0.5, 0, 0, 0, 0, 0, 0, 0, 0),
    (3e9, 3_000_000_000, 3_000_000_000, i32::MIN, 3_000_000_000, 0, 0, 0, 0),
    (5e9, 5_000_000_000, 5_000_000_000, i32::MIN, 705_032_704, 0, 0, 0, 0),
    (-3e9, -3_000_000_000, 18_446_744_070_709_551_616, i32::MIN, 1_294_967_296, 0, 0, 0, 0),
    (70_000.0, 70_000, 70_000, 70_000, 70_000, 4464, 4464, 112, 112),
    (-70_000.0, -70_000, 18_446_744_073_709_481_616, -70_000, 4_294_897_296, -4464, 61_072, -112, 144),
    (9_223_372_036_854_775_808.0, i64::MIN, 1 << 63, i32::MIN, 0, 0, 0, 0, 0),
    (18_446_744_073_709_551_616.0, i64::MIN, 1 << 63, i32::MIN, 0, 0, 0, 0, 0),
    (2_147_483_648.0, 2_147_483_648, 2_147_483_648, i32::MIN, 2_147_483_648, 0, 0, 0, 0),
];

fn float_to_int(from: Ty, op: ConvOp, to: Ty, args: &[(f64, u64)]) {
    let mut t = Test::new();
    let f = t.func("f", &[from], &[to], |b| {
        let r = b.inst1(Op::Conv(op, b.param(0), to), to);
        b.ret(&[r]);
    });
    t.compile_all();
    let mask = u64::MAX >> (64 - 8 * to.size());
    for &(x, want) in args {
        let arg = if from == Ty::F32 { Arg::S(x as f32) } else { Arg::F(x) };
        assert_eq!(t.call(f, &[arg]).ints[0] & mask, want & mask, "{op:?} {from:?} {x} to {to:?}");
    }
}

#[test]
fn floats_to_integers_as_go_has_them_on_amd64() {
    let column = |get: fn(&Row) -> u64| GO.iter().map(|row| (row.0, get(row))).collect::<Vec<_>>();
    use ConvOp::{FloatToSInt as S, FloatToUInt as U};
    float_to_int(Ty::F64, S, Ty::I64, &column(|r| r.1 as u64));
    float_to_int(Ty::F64, U, Ty::I64, &column(|r| r.2));
    float_to_int(Ty::F64, S, Ty::I32, &column(|r| r.3 as u64));
    float_to_int(Ty::F64, U, Ty::I32, &column(|r| r.4.into()));
    float_to_int(Ty::F64, S, Ty::I16, &column(|r| r.5 as u64));
    float_to_int(Ty::F64, U, Ty::I16, &column(|r| r.6.into()));
    float_to_int(Ty::F64, S, Ty::I8, &column(|r| r.7 as u64));
    float_to_int(Ty::F64, U, Ty::I8, &column(|r| r.8.into()));
    // Recorded from real Go for float32 arguments.
    float_to_int(Ty::F32, U, Ty::I64, &[(1e19, 9_999_999_980_506_447_872), (f64::NAN, 1 << 63), (-1.0, u64::MAX)]);
    float_to_int(Ty::F32, S, Ty::I32, &[(1e19, 1 << 31), (3e9, 1 << 31), (-70_000.0, -70_000i64 as u64)]);
}

#[test]
fn integers_to_floats() {
    let mut t = Test::new();
    let f = t.func("f", &[Ty::I64, Ty::I8], &[Ty::F64, Ty::F64, Ty::F64, Ty::F64, Ty::F32], |b| {
        let (word, byte) = (b.param(0), b.param(1));
        let conv = |b: &mut mgo_ir::builder::Builder, op, v, ty| b.inst1(Op::Conv(op, v, ty), ty);
        let a = conv(b, ConvOp::SIntToFloat, word, Ty::F64);
        let u = conv(b, ConvOp::UIntToFloat, word, Ty::F64);
        let s = conv(b, ConvOp::SIntToFloat, byte, Ty::F64);
        let z = conv(b, ConvOp::UIntToFloat, byte, Ty::F64);
        let n = conv(b, ConvOp::FDemote, u, Ty::F32);
        b.ret(&[a, u, s, z, n]);
    });
    t.compile_all();
    for x in WORDS {
        let r = t.call(f, &[Arg::I(x), Arg::I(x)]);
        let want = [x as i64 as f64, x as f64, f64::from(x as u8 as i8), f64::from(x as u8)];
        assert_eq!(r.floats[..4], want, "{x:#x}");
        assert_eq!(r.floats[4].to_bits() as u32, (x as f64 as f32).to_bits());
    }
}
