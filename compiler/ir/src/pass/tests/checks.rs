//! Index and nil checks that go.

use super::*;

#[test]
fn index_checks_of_counting_loops_go() {
    let mut w = World::default();
    let checks = |w: &World, f| w.text(f).matches("check ").count();
    let up = |w: &mut World, start, step| {
        w.func("up", &[Ty::I64], &[], |b| {
            let len = b.params()[0];
            counted(b, start, len, step, |b, i| check_index(b, i, len));
            ret(b, &[]);
        })
    };
    let from_zero = up(&mut w, 0, 1);
    assert_eq!(checks(&w, from_zero), 0);
    let from_five = up(&mut w, 5, 1);
    assert_eq!(checks(&w, from_five), 0);
    let from_below = up(&mut w, -1, 1);
    assert_eq!(checks(&w, from_below), 1, "-1 is out of range");
    let by_two = up(&mut w, 0, 2);
    assert_eq!(checks(&w, by_two), 0);
    let by_much = up(&mut w, 0, 1 << 40);
    assert_eq!(checks(&w, by_much), 1, "the counter may overflow when the length is near the greatest integer");
    let up_to_and_with = w.func("closed", &[Ty::I64], &[], |b| {
        // for i := 1; i <= n; i++ { s[i]; s[i-1] } where len(s) == n+1
        let n = b.params()[0];
        let one = int(b, 1);
        let len = bin(b, BinOp::Add, n, one);
        counted(b, 1, len, 1, |b, i| {
            let ok = cmp(b, Cmp::SLe, i, n);
            let (then, els) = (b.block(), b.block());
            b.br(ok, then, els);
            enter(b, els);
            ret(b, &[]);
            enter(b, then);
            check_index(b, i, len);
            let one = int(b, 1);
            let before = bin(b, BinOp::Sub, i, one);
            check_index(b, before, len);
        });
        ret(b, &[]);
    });
    assert_eq!(checks(&w, up_to_and_with), 0);
    let other_length = w.func("other", &[Ty::I64, Ty::I64], &[], |b| {
        let (n, len) = (b.params()[0], b.params()[1]);
        counted(b, 0, n, 1, |b, i| check_index(b, i, len));
        ret(b, &[]);
    });
    assert_eq!(checks(&w, other_length), 1);
    let neighbour = w.func("neighbour", &[Ty::I64], &[], |b| {
        let len = b.params()[0];
        counted(b, 1, len, 1, |b, i| {
            let one = int(b, 1);
            let before = bin(b, BinOp::Sub, i, one);
            check_index(b, before, len);
            let after = bin(b, BinOp::Add, i, one);
            check_index(b, after, len);
        });
        ret(b, &[]);
    });
    assert_eq!(checks(&w, neighbour), 1, "i-1 is in range, i+1 need not be");
}

#[test]
fn index_checks_of_loops_counting_down_go() {
    let mut w = World::default();
    let f = w.func("down", &[Ty::I64], &[], |b| {
        let len = b.params()[0];
        let (zero, one) = (int(b, 0), int(b, 1));
        let i = b.var(Ty::I64);
        let last = bin(b, BinOp::Sub, len, one);
        b.def(i, last);
        let (top, done) = (b.block(), b.block());
        let some = cmp(b, Cmp::SGe, last, zero);
        b.br(some, top, done);
        b.switch_to(top);
        let now = b.use_var(i);
        check_index(b, now, len);
        let next = bin(b, BinOp::Sub, now, one);
        b.def(i, next);
        let more = cmp(b, Cmp::SGe, next, zero);
        b.br(more, top, done);
        b.seal(top);
        enter(b, done);
        ret(b, &[]);
    });
    assert!(!w.text(f).contains("check "), "{}", w.text(f));
}

#[test]
fn masked_and_compared_indices_need_no_check() {
    let mut w = World::default();
    let f = w.func("f", &[Ty::I64, Ty::I8, Ty::I64], &[], |b| {
        let (x, byte, len) = (b.params()[0], b.params()[1], b.params()[2]);
        let (mask, table) = (int(b, 63), int(b, 64));
        let masked = bin(b, BinOp::And, x, mask);
        check_index(b, masked, table);
        let wide = b.inst1(Op::Conv(ConvOp::ZExt, byte, Ty::I64), Ty::I64);
        let table = int(b, 256);
        check_index(b, wide, table);
        check_index(b, x, len);
        // Again, and one below, which may be -1.
        check_index(b, x, len);
        let one = int(b, 1);
        let below = bin(b, BinOp::Sub, x, one);
        check_index(b, below, len);
        ret(b, &[]);
    });
    assert_eq!(w.text(f).matches("check ").count(), 2, "{}", w.text(f));
}

#[test]
fn a_length_that_changes_in_the_loop_proves_nothing() {
    let mut w = World::default();
    // for i := 0; i < n; i++ { check(i < len); len = other() }, entered with len == n
    let other = w.func("other", &[], &[Ty::I64], |b| {
        let g = b.inst1(Op::GlobalAddr(GlobalId(0), 0), Ty::Ptr);
        let n = b.inst1(Op::AtomicLoad(Ty::I64, g), Ty::I64);
        ret(b, &[n]);
    });
    let f = w.func("f", &[Ty::I64], &[], |b| {
        let n = b.params()[0];
        let len = b.var(Ty::I64);
        b.def(len, n);
        counted(b, 0, n, 1, |b, i| {
            let now = b.use_var(len);
            check_index(b, i, now);
            let new = b.inst(Op::Call(Callee::Func(other), vec![]), &[Ty::I64])[0];
            b.def(len, new);
        });
        ret(b, &[]);
    });
    assert_eq!(w.text(f).matches("check ").count(), 1);
}

#[test]
fn second_nil_check_of_a_pointer_goes() {
    let mut w = World::default();
    let mem = Mem { may_fault: true, readonly: false };
    let f = w.func("f", &[Ty::Ptr, Ty::I8], &[Ty::I64], |b| {
        let (p, c) = (b.params()[0], b.params()[1]);
        let (then, join) = (b.block(), b.block());
        b.br(c, then, join);
        enter(b, then);
        b.inst0(Op::NilCheck(p));
        b.inst1(Op::Load(Ty::I64, p, 0, mem), Ty::I64);
        b.inst0(Op::NilCheck(p));
        b.jump(join);
        enter(b, join);
        let x = b.inst1(Op::Load(Ty::I64, p, 8, mem), Ty::I64);
        ret(b, &[x]);
    });
    let text = w.text(f);
    assert_eq!(text.matches("nilcheck").count(), 1, "{text}");
    assert!(text.contains("load.nil v0+8"), "not checked on the other path: {text}");
}
