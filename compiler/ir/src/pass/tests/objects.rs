//! Objects that only this function knows are values.

use super::*;

fn object(b: &mut Builder) -> Value {
    let ty = b.inst1(Op::TypeAddr(TypeRef(0)), Ty::Ptr);
    b.inst1(Op::Call(Callee::Builtin(Builtin::NewObject), vec![ty]), Ty::Ptr)
}

fn store(b: &mut Builder, value: Value, addr: Value, offset: i32) {
    b.inst0(Op::StoreBarrier(value, addr, offset, Mem::default()));
}

fn load(b: &mut Builder, ty: Ty, addr: Value, offset: i32, readonly: bool) -> Value {
    b.inst1(Op::Load(ty, addr, offset, Mem { may_fault: false, readonly }), ty)
}

/// A world whose first type has this size.
fn world(size: u64) -> World {
    let mut w = World::default();
    w.program.types.push(Some(type_of_size(size)));
    w
}

#[test]
fn an_object_that_only_inlined_callees_know_is_its_words() {
    let mut w = world(16);
    let sum = w.func("sum", &[Ty::Ptr], &[Ty::I64], |b| {
        let p = b.params()[0];
        let (x, y) = (load(b, Ty::I64, p, 0, false), load(b, Ty::I64, p, 8, false));
        let both = bin(b, BinOp::Add, x, y);
        ret(b, &[both]);
    });
    let calls = |b: &mut Builder| {
        let (x, y) = (b.params()[0], b.params()[1]);
        let p = object(b);
        store(b, x, p, 0);
        store(b, y, p, 8);
        let got = b.inst1(Op::Call(Callee::Func(sum), vec![p]), Ty::I64);
        ret(b, &[got]);
    };
    let caller = w.func("caller", &[Ty::I64, Ty::I64], &[Ty::I64], calls);
    let text = w.text(caller);
    assert!(!text.contains("newobject") && !text.contains("load") && text.contains("add v0, v1"), "{text}");
    w.program.funcs[sum.0 as usize].replaceable = true;
    let text = w.text(caller);
    assert!(text.contains("newobject"), "a call that stays gets an object: {text}");
}

#[test]
fn objects_that_others_get_to_know_stay() {
    let mut w = world(16);
    let returned = w.func("returned", &[], &[Ty::Ptr], |b| {
        let p = object(b);
        ret(b, &[p]);
    });
    let stored = w.func("stored", &[Ty::Ptr], &[], |b| {
        let p = object(b);
        let q = b.params()[0];
        store(b, p, q, 0);
        ret(b, &[]);
    });
    let compared = w.func("compared", &[Ty::Ptr], &[Ty::I8], |b| {
        let p = object(b);
        let same = cmp(b, Cmp::Eq, p, b.params()[0]);
        ret(b, &[same]);
    });
    for f in [returned, stored, compared] {
        assert!(w.text(f).contains("newobject"), "{}", w.text(f));
    }
    let mut w = world(4096);
    let large = w.func("large", &[], &[Ty::I64], |b| {
        let p = object(b);
        let x = load(b, Ty::I64, p, 8, false);
        ret(b, &[x]);
    });
    assert!(w.text(large).contains("newobject"));
}

/// `f := func() { x }; for { f() }`: what a closure holds is known behind calls and in loops.
#[test]
fn what_a_closure_holds_is_known_everywhere() {
    let mut w = world(16);
    let other = w.func("other", &[Ty::Ptr], &[], |b| ret(b, &[]));
    w.program.funcs[other.0 as usize].replaceable = true;
    let code = w.func("code", &[Ty::Ptr], &[Ty::I64], |b| {
        let x = load(b, Ty::I64, b.params()[0], 8, true);
        ret(b, &[x]);
    });
    let sig = Sig { params: vec![Ty::Ptr], results: vec![Ty::I64] };
    let caller = w.func("caller", &[Ty::I64], &[Ty::I64], |b| {
        let x = b.params()[0];
        let f = object(b);
        let word = b.inst1(Op::CodeAddr(code), Ty::Ptr);
        store(b, word, f, 0);
        store(b, x, f, 8);
        b.inst0(Op::Call(Callee::Func(other), vec![f]));
        counted(b, 0, x, 1, |b, _| {
            let word = b.inst1(Op::Load(Ty::Ptr, f, 0, Mem { may_fault: true, readonly: true }), Ty::Ptr);
            let got = b.inst1(Op::Call(Callee::Indirect(word, Box::new(sig.clone())), vec![f]), Ty::I64);
            b.inst0(Op::KeepAlive(got));
        });
        ret(b, &[x]);
    });
    let text = w.text(caller);
    assert!(!text.contains("load") && !text.contains("call ["), "{text}");
}
