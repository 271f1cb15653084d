//! Inlining, tail calls, calls that become direct.

use super::*;

#[test]
fn tail_calls_of_small_functions_are_inlined() {
    let mut w = World::default();
    let twice = w.func("twice", &[Ty::I64], &[Ty::I64], |b| {
        let x = b.params()[0];
        let sum = bin(b, BinOp::Add, x, x);
        ret(b, &[sum]);
    });
    let wrapper = w.func("wrapper", &[Ty::I64], &[Ty::I64], |b| {
        let x = b.params()[0];
        b.terminate(Term::TailCall(Callee::Func(twice), vec![x]));
    });
    let text = w.text(wrapper);
    assert!(text.contains("add") && !text.contains("call"), "{text}");
}

#[test]
fn callees_are_put_into_a_body_that_is_too_large_only_for_calling_them() {
    let mut w = World::default();
    let twice = w.func("twice", &[Ty::I64], &[Ty::I64], |b| {
        let x = b.params()[0];
        let sum = bin(b, BinOp::Add, x, x);
        ret(b, &[sum]);
    });
    let call = |b: &mut Builder, x| {
        let call = Op::Call(Callee::Func(twice), vec![x]);
        b.inst(call, &[Ty::I64])[0]
    };
    let often = w.func("often", &[Ty::I64], &[Ty::I64], |b| {
        let x = (0..4).fold(b.params()[0], |x, _| call(b, x));
        ret(b, &[x]);
    });
    let body = &w.bodies[&often];
    assert!(!inline::is_inlinable(body));
    let small = with_small_callees(body, &w.program, &mut |callee| w.bodies.get(&callee).cloned()).expect("it gets small");
    assert_valid(&small, &w.program, "passes");
    assert!(inline::is_inlinable(&small));
    let none = with_small_callees(body, &w.program, &mut |_| None);
    assert!(none.is_none(), "calls that stay cost as much as before");
}

#[test]
fn small_functions_are_inlined_and_places_keep_the_chain() {
    let mut w = World::default();
    let leaf = w.func("main.leaf", &[Ty::I64, Ty::I64], &[Ty::I64], |b| {
        let (x, len) = (b.params()[0], b.params()[1]);
        b.set_pos(Pos(42));
        check_index(b, x, len);
        ret(b, &[x]);
    });
    let middle = w.func("main.middle", &[Ty::I64], &[Ty::I64], |b| {
        b.set_pos(Pos(142));
        let x = b.params()[0];
        let y = b.inst(Op::Call(Callee::Func(leaf), vec![x, x]), &[Ty::I64])[0];
        let z = bin(b, BinOp::Add, y, x);
        ret(b, &[z]);
    });
    let top = w.func("main.top", &[Ty::I64], &[Ty::I64], |b| {
        b.set_pos(Pos(242));
        let x = b.params()[0];
        let y = b.inst(Op::Call(Callee::Func(middle), vec![x]), &[Ty::I64])[0];
        ret(b, &[y]);
    });
    let func = w.optimized(top);
    let text = func.display(&w.program).to_string();
    assert!(!text.contains("call "), "{text}");
    let check = func.blocks[0].insts.iter().find(|inst| matches!(inst.op, Op::Check(..))).expect("x < x never holds");
    let mut chain = Vec::new();
    let mut loc = check.loc;
    while let Some((from, call)) = func.locs[loc.0 as usize].inlined {
        chain.push((from, func.locs[loc.0 as usize].pos));
        loc = call;
    }
    assert_eq!(chain, [(leaf, Pos(42)), (middle, Pos(142))]);
    assert_eq!(func.locs[loc.0 as usize].pos, Pos(242));
}

#[test]
fn recursion_is_inlined_a_little_and_frames_are_not() {
    let mut w = World::default();
    let f = w.func("f", &[Ty::I64], &[Ty::I64], |b| {
        let x = b.params()[0];
        let y = b.inst(Op::Call(Callee::Func(FuncId(0)), vec![x]), &[Ty::I64])[0];
        let z = bin(b, BinOp::Mul, y, x);
        ret(b, &[z]);
    });
    assert!(w.text(f).contains("call f"));
    // Its own body may be put in a few times where that is small.
    assert!(w.text(f).matches("call f").count() == 1 && w.text(f).contains("// f"));
    let frame = w.func("frame", &[], &[Ty::Ptr], |b| {
        let fp = b.inst1(Op::FramePtr, Ty::Ptr);
        ret(b, &[fp]);
    });
    let g = w.func("g", &[], &[Ty::Ptr], |b| {
        let fp = b.inst(Op::Call(Callee::Func(frame), vec![]), &[Ty::Ptr])[0];
        ret(b, &[fp]);
    });
    assert!(w.text(g).contains("call frame"));
}

#[test]
fn known_itabs_and_func_values_make_calls_direct() {
    let mut w = World::default();
    let method = w.func("main.T.M", &[Ty::Ptr], &[Ty::I64], |b| {
        let seven = int(b, 7);
        ret(b, &[seven]);
    });
    w.program.itabs.push(ItabSym { inter: TypeRef(0), ty: TypeRef(1), methods: vec![method] });
    let f = w.func("f", &[Ty::Ptr], &[Ty::I64], |b| {
        let itab = b.inst1(Op::ItabAddr(ItabId(0)), Ty::Ptr);
        let code = b.inst1(Op::Load(Ty::Ptr, itab, 24, Mem { may_fault: false, readonly: true }), Ty::Ptr);
        let sig = Sig { params: vec![Ty::Ptr], results: vec![Ty::I64] };
        let r = b.inst(Op::Call(Callee::Indirect(code, Box::new(sig)), vec![b.params()[0]]), &[Ty::I64])[0];
        ret(b, &[r]);
    });
    let text = w.text(f);
    assert!(!text.contains("call") && text.contains("const 7"), "direct, and then inlined: {text}");
}
