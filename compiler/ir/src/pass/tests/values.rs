//! Constants, arithmetic, selects: values that become cheaper.

use super::*;

#[test]
fn constants_fold_and_decided_branches_go() {
    let mut w = World::default();
    let f = w.func("f", &[Ty::I64], &[Ty::I64], |b| {
        let (two, three) = (int(b, 2), int(b, 3));
        let six = bin(b, BinOp::Mul, two, three);
        let yes = cmp(b, Cmp::SGt, six, two);
        let (then, els) = (b.block(), b.block());
        b.br(yes, then, els);
        enter(b, then);
        let x = bin(b, BinOp::Add, b.params()[0], six);
        ret(b, &[x]);
        enter(b, els);
        ret(b, &[two]);
    });
    assert_eq!(
        w.text(f).lines().collect::<Vec<_>>()[..5].join("\n"),
        "func f(i64) -> (i64) {
b0(v0: i64):
    v3: i64 = const 6
    v5: i64 = add v0, v3
    return v5"
    );
}

#[test]
fn remainders_and_products_become_cheaper() {
    let mut w = World::default();
    let f = w.func("f", &[Ty::I64], &[Ty::I8, Ty::I64], |b| {
        let x = b.params()[0];
        let (eight, zero, five) = (int(b, 8), int(b, 0), int(b, 5));
        let rem = bin(b, BinOp::SRem, x, eight);
        let multiple = cmp(b, Cmp::Eq, rem, zero);
        let product = bin(b, BinOp::Mul, x, five);
        ret(b, &[multiple, product]);
    });
    let text = w.text(f);
    assert!(!text.contains("rem") && !text.contains("mul") && text.contains("const 7") && text.contains("shlraw"), "{text}");
}

#[test]
fn constants_in_addresses_go_into_the_offset() {
    let mut w = World::default();
    let f = w.func("f", &[Ty::Ptr, Ty::I64], &[Ty::I64], |b| {
        let (p, i) = (b.params()[0], b.params()[1]);
        let (one, header) = (int(b, 1), b.inst1(Op::Iconst(Ty::Ptr, 56), Ty::Ptr));
        let field = bin(b, BinOp::Add, p, header);
        let before = bin(b, BinOp::Sub, i, one);
        let at = b.inst1(Op::Index(field, before, 8, 0), Ty::Ptr);
        let x = b.inst1(Op::Load(Ty::I64, at, 0, Mem::default()), Ty::I64);
        ret(b, &[x]);
    });
    assert!(w.text(f).contains("index v0 + v1 * 8+48"), "{}", w.text(f));
}

#[test]
fn choices_of_one_and_zero_are_their_condition() {
    let mut w = World::default();
    let f = w.func("f", &[Ty::I64], &[Ty::I64], |b| {
        let x = b.params()[0];
        let (one, zero) = (int(b, 1), int(b, 0));
        let low = cmp(b, Cmp::SLt, x, one);
        let chosen = b.inst1(Op::Select(low, one, zero), Ty::I64);
        ret(b, &[chosen]);
    });
    assert!(w.text(f).contains("zext") && !w.text(f).contains("select"), "{}", w.text(f));
}

#[test]
fn halves_of_even_numbers_are_shifts() {
    let mut w = World::default();
    let f = w.func("f", &[Ty::I64], &[Ty::I64], |b| {
        let x = b.params()[0];
        let (two, zero) = (int(b, 2), int(b, 0));
        let low = bin(b, BinOp::SRem, x, two);
        let odd = cmp(b, Cmp::Ne, low, zero);
        let (yes, no) = (b.block(), b.block());
        b.br(odd, yes, no);
        for block in [yes, no] {
            enter(b, block);
            let half = bin(b, BinOp::SDiv, x, two);
            ret(b, &[half]);
        }
    });
    let text = w.text(f);
    assert_eq!((text.matches("sdiv").count(), text.matches("sshrraw").count()), (1, 1), "{text}");
}

#[test]
fn a_remainder_uses_the_quotient_of_the_same_numbers() {
    let mut w = World::default();
    let f = w.func("f", &[Ty::I64, Ty::I64], &[Ty::I64, Ty::I64, Ty::I64], |b| {
        let (x, y) = (b.params()[0], b.params()[1]);
        let rem = bin(b, BinOp::SRem, x, y);
        let quotient = bin(b, BinOp::SDiv, x, y);
        let alone = bin(b, BinOp::SRem, y, x);
        ret(b, &[rem, quotient, alone]);
    });
    let text = w.text(f);
    assert_eq!((text.matches("sdiv").count(), text.matches("srem").count()), (1, 1), "{text}");
}

#[test]
fn divisions_of_what_is_not_negative_are_unsigned() {
    let mut w = World::default();
    let f = w.func("f", &[Ty::I64, Ty::I64], &[Ty::I64, Ty::I64, Ty::I64, Ty::I64], |b| {
        let (x, y) = (b.params()[0], b.params()[1]);
        let (zero, five, seven) = (int(b, 0), int(b, 5), int(b, 7));
        let not = cmp(b, Cmp::SGe, x, zero);
        let (yes, no) = (b.block(), b.block());
        b.br(not, yes, no);
        for block in [yes, no] {
            enter(b, block);
            let rem = bin(b, BinOp::SRem, x, five);
            let divisor = bin(b, BinOp::Add, rem, seven);
            let (by, of) = (bin(b, BinOp::SDiv, x, divisor), bin(b, BinOp::SDiv, x, y));
            ret(b, &[rem, by, of, divisor]);
        }
    });
    let text = w.text(f);
    let count = |op: &str| text.matches(op).count();
    assert_eq!((count("urem"), count("udiv"), count("srem"), count("sdiv")), (1, 1, 1, 3), "{text}");
}

#[test]
fn products_of_small_numbers_are_not_negative() {
    for (limit, unsigned) in [(1 << 30, 1), (1 << 32, 0)] {
        let mut w = World::default();
        let f = w.func("f", &[Ty::I64], &[Ty::I64], |b| {
            let x = b.params()[0];
            let (zero, one, two, limit) = (int(b, 0), int(b, 1), int(b, 2), int(b, limit));
            let (low, high) = (cmp(b, Cmp::SGe, x, zero), cmp(b, Cmp::SLt, x, limit));
            let (first, yes, no) = (b.block(), b.block(), b.block());
            b.br(low, first, no);
            enter(b, first);
            b.br(high, yes, no);
            enter(b, yes);
            let next = bin(b, BinOp::Add, x, one);
            let product = bin(b, BinOp::Mul, x, next);
            let half = bin(b, BinOp::SDiv, product, two);
            ret(b, &[half]);
            enter(b, no);
            ret(b, &[zero]);
        });
        let text = w.text(f);
        assert_eq!(text.matches("udiv").count(), unsigned, "{text}");
    }
}

#[test]
fn short_arms_become_selects() {
    let mut w = World::default();
    let f = w.func("f", &[Ty::I64, Ty::I64], &[Ty::I64], |b| {
        let (x, y) = (b.params()[0], b.params()[1]);
        let less = cmp(b, Cmp::SLt, x, y);
        let (then, join) = (b.block(), b.block());
        let result = b.block_param(join, Ty::I64);
        b.terminate(Term::Br { cond: less, then: Target { block: then, args: vec![] }, els: Target { block: join, args: vec![y] } });
        enter(b, then);
        let one = int(b, 1);
        let more = bin(b, BinOp::Add, x, one);
        b.jump_args(join, vec![more]);
        enter(b, join);
        ret(b, &[result]);
    });
    let text = w.text(f);
    assert!(text.contains("select") && !text.contains("br "), "{text}");
}

#[test]
fn shifts_by_counts_known_to_be_small_need_no_comparison() {
    let mut w = World::default();
    let shift = |w: &mut World, name: &str, count: &dyn Fn(&mut Builder, Value) -> Value| {
        let f = w.func(name, &[Ty::I64, Ty::I64], &[Ty::I64], |b| {
            let (x, y) = (b.params()[0], b.params()[1]);
            let count = count(b, y);
            let shifted = bin(b, BinOp::Shl, x, count);
            ret(b, &[shifted]);
        });
        w.text(f).contains("shlraw")
    };
    let with = |op: BinOp, n: i64| {
        move |b: &mut Builder, y: Value| {
            let n = int(b, n);
            bin(b, op, y, n)
        }
    };
    assert!(shift(&mut w, "masked", &with(BinOp::And, 63)));
    assert!(shift(&mut w, "remainder", &with(BinOp::URem, 64)));
    assert!(shift(&mut w, "top", &with(BinOp::UShrRaw, 58)));
    assert!(!shift(&mut w, "mask_too_large", &with(BinOp::And, 64)));
    assert!(!shift(&mut w, "mask_of_all", &with(BinOp::And, -1)));
    assert!(!shift(&mut w, "signed", &with(BinOp::SRem, 64)));
    assert!(!shift(&mut w, "top_too_large", &with(BinOp::UShrRaw, 57)));
    assert!(!shift(&mut w, "any", &|_, y| y));
    let narrow = w.func("narrow", &[Ty::I32, Ty::I64], &[Ty::I32], |b| {
        let (x, y) = (b.params()[0], b.params()[1]);
        let mask = int(b, 31);
        let count = bin(b, BinOp::And, y, mask);
        let count = b.inst1(Op::Conv(ConvOp::Trunc, count, Ty::I8), Ty::I8);
        let shifted = bin(b, BinOp::UShr, x, count);
        ret(b, &[shifted]);
    });
    assert!(w.text(narrow).contains("ushrraw"), "{}", w.text(narrow));
}
