//! Words of memory: slots, loads, stores, barriers, what lies in the frame.

use super::*;

#[test]
fn few_bytes_are_compared_and_copied_in_place() {
    let mut w = World::default();
    w.program.data.push(b"true"[..].into());
    let f = w.func("f", &[Ty::Ptr, Ty::I64], &[Ty::I8], |b| {
        let (p, n) = (b.params()[0], b.params()[1]);
        let text = b.inst1(Op::DataAddr(crate::program::DataId(0)), Ty::Ptr);
        let (four, five) = (int(b, 4), int(b, 5));
        b.inst0(Op::Call(Callee::Builtin(Builtin::Memmove), vec![p, text, five]));
        // As many as the branch says.
        let same = cmp(b, Cmp::Eq, n, four);
        let (yes, no) = (b.block(), b.block());
        b.br(same, yes, no);
        enter(b, no);
        ret(b, &[same]);
        enter(b, yes);
        let equal = b.inst1(Op::Call(Callee::Builtin(Builtin::Memequal), vec![p, text, n]), Ty::I8);
        ret(b, &[equal]);
    });
    let text = w.text(f);
    assert!(!text.contains("call") && text.contains("const 1702195828") && text.contains("copy"), "{text}");
}

#[test]
fn slots_become_values_and_loads_are_answered() {
    let mut w = World::default();
    let swap = w.func("swap", &[Ty::Ptr], &[], |b| {
        let mem = Mem { may_fault: true, readonly: false };
        let p = b.params()[0];
        let x = b.inst1(Op::Load(Ty::I64, p, 0, mem), Ty::I64);
        let y = b.inst1(Op::Load(Ty::I64, p, 8, mem), Ty::I64);
        b.inst0(Op::Store(y, p, 0, mem));
        b.inst0(Op::Store(x, p, 8, mem));
        ret(b, &[]);
    });
    let f = w.func("f", &[Ty::I64, Ty::I64, Ty::I8], &[Ty::I64, Ty::I64], |b| {
        let (x, y, c) = (b.params()[0], b.params()[1], b.params()[2]);
        let slot = b.slot(16, 8);
        let addr = b.inst1(Op::SlotAddr(slot, 0), Ty::Ptr);
        b.inst0(Op::Store(x, addr, 0, Mem::default()));
        b.inst0(Op::Store(y, addr, 8, Mem::default()));
        let (then, join) = (b.block(), b.block());
        b.br(c, then, join);
        enter(b, then);
        b.inst0(Op::Call(Callee::Func(swap), vec![addr]));
        b.jump(join);
        enter(b, join);
        let a = b.inst1(Op::Load(Ty::I64, addr, 0, Mem::default()), Ty::I64);
        let d = b.inst1(Op::Load(Ty::I64, addr, 8, Mem::default()), Ty::I64);
        ret(b, &[a, d]);
    });
    let func = w.optimized(f);
    let text = func.display(&w.program).to_string();
    assert!(func.slots.is_empty() && !text.contains("load") && !text.contains("store"), "{text}");
    assert!(text.contains("b2(v"), "the words meet as parameters: {text}");
}

#[test]
fn what_paths_agree_on_is_known_where_they_meet() {
    let mut w = World::default();
    let f = w.func("f", &[Ty::Ptr, Ty::Ptr, Ty::I8], &[Ty::I64, Ty::I64], |b| {
        let (p, q, c) = (b.params()[0], b.params()[1], b.params()[2]);
        let x = b.inst1(Op::Load(Ty::I64, p, 0, Mem::default()), Ty::I64);
        let y = b.inst1(Op::Load(Ty::I64, q, 0, Mem::default()), Ty::I64);
        let (then, join) = (b.block(), b.block());
        b.br(c, then, join);
        enter(b, then);
        // Beside p's word, but maybe q's.
        b.inst0(Op::Store(y, p, 8, Mem::default()));
        b.jump(join);
        enter(b, join);
        let again = b.inst1(Op::Load(Ty::I64, p, 0, Mem::default()), Ty::I64);
        let other = b.inst1(Op::Load(Ty::I64, q, 0, Mem::default()), Ty::I64);
        let sum = bin(b, BinOp::Add, x, again);
        ret(b, &[sum, other]);
    });
    assert_eq!(w.text(f).matches("load").count(), 3, "{}", w.text(f));
}

#[test]
fn stores_that_may_hit_the_word_make_it_unknown() {
    let mut w = World::default();
    let f = w.func("f", &[Ty::Ptr, Ty::Ptr, Ty::I64], &[Ty::I64, Ty::I64], |b| {
        let (p, q, x) = (b.params()[0], b.params()[1], b.params()[2]);
        let a = b.inst1(Op::Load(Ty::I64, p, 0, Mem::default()), Ty::I64);
        // Beside the word: known still. Through another pointer: no longer.
        b.inst0(Op::Store(x, p, 8, Mem::default()));
        let same = b.inst1(Op::Load(Ty::I64, p, 0, Mem::default()), Ty::I64);
        b.inst0(Op::Store(x, q, 0, Mem::default()));
        let new = b.inst1(Op::Load(Ty::I64, p, 0, Mem::default()), Ty::I64);
        let sum = bin(b, BinOp::Add, a, same);
        ret(b, &[sum, new]);
    });
    assert_eq!(w.text(f).matches("load").count(), 2, "{}", w.text(f));
}

#[test]
fn first_stores_to_fresh_objects_need_no_barrier() {
    let mut w = World::default();
    w.program.types.push(Some(type_of_size(16)));
    let new = |b: &mut Builder| {
        let ty = b.inst1(Op::TypeAddr(TypeRef(0)), Ty::Ptr);
        b.inst1(Op::Call(Callee::Builtin(Builtin::NewObject), vec![ty]), Ty::Ptr)
    };
    let store = |b: &mut Builder, value, addr, offset| b.inst0(Op::StoreBarrier(value, addr, offset, Mem::default()));
    let known = w.func("known", &[Ty::Ptr, Ty::Ptr], &[Ty::Ptr], |b| {
        let (p, q) = (b.params()[0], b.params()[1]);
        let object = new(b);
        store(b, p, object, 0);
        store(b, q, object, 8);
        store(b, q, object, 0);
        store(b, p, q, 0);
        ret(b, &[object]);
    });
    let text = w.text(known);
    assert_eq!(text.matches("store.barrier").count(), 2, "the word's second store, and the other object's: {text}");
    assert!(text.contains("store.barrier v1, v3+0") && text.contains("store.barrier v0, v1+0"), "{text}");
    let told = w.func("told", &[Ty::Ptr, Ty::Ptr], &[Ty::Ptr], |b| {
        let (p, q) = (b.params()[0], b.params()[1]);
        let object = new(b);
        store(b, object, q, 0);
        store(b, p, object, 0);
        ret(b, &[object]);
    });
    let text = w.text(told);
    assert_eq!(text.matches("store.barrier").count(), 2, "others know of the object: {text}");
}

#[test]
fn a_function_that_collects_keeps_only_what_it_uses() {
    let mut w = World::default();
    let gc = w.func("runtime.GC", &[], &[], |b| ret(b, &[]));
    let other = w.func("other", &[], &[], |b| ret(b, &[]));
    // Neither is inlined.
    w.program.funcs.iter_mut().for_each(|f| f.replaceable = true);
    let body = |calls: FuncId| {
        move |b: &mut Builder| {
            let (p, q) = (b.params()[0], b.params()[1]);
            b.inst0(Op::Call(Callee::Func(other), Vec::new()));
            b.inst0(Op::Store(p, q, 0, Mem::default()));
            b.inst0(Op::Call(Callee::Func(calls), Vec::new()));
            ret(b, &[q]);
        }
    };
    let collects = w.func("collects", &[Ty::Ptr, Ty::Ptr], &[Ty::Ptr], body(gc));
    let plain = w.func("plain", &[Ty::Ptr, Ty::Ptr], &[Ty::Ptr], body(other));
    let func = w.optimized(collects);
    let text = func.display(&w.program).to_string();
    assert_eq!(func.slots.len(), 2, "both live across the first call: {text}");
    assert_eq!(text.matches("load").count(), 3, "p and q behind the first call, q behind the second: {text}");
    assert_eq!(text.matches("store").count(), 3, "two that keep, and the program's own: {text}");
    assert_eq!(text.matches("zero").count(), 1, "p is forgotten: {text}");
    assert!(w.optimized(plain).slots.is_empty());
}

#[test]
fn stores_of_what_is_there_go() {
    let mut w = World::default();
    let f = w.func("f", &[Ty::Ptr, Ty::Ptr], &[], |b| {
        let (p, q) = (b.params()[0], b.params()[1]);
        let x = b.inst1(Op::Load(Ty::Ptr, p, 8, Mem::default()), Ty::Ptr);
        b.inst0(Op::StoreBarrier(x, p, 8, Mem::default()));
        b.inst0(Op::StoreBarrier(q, p, 16, Mem::default()));
        b.inst0(Op::StoreBarrier(x, p, 8, Mem::default()));
        b.inst0(Op::StoreBarrier(q, q, 8, Mem::default()));
        b.inst0(Op::StoreBarrier(x, p, 8, Mem::default()));
        ret(b, &[]);
    });
    let text = w.text(f);
    assert_eq!(text.matches("store.barrier").count(), 3, "p+16, q+8, which may be p+8, and then p+8: {text}");
}
