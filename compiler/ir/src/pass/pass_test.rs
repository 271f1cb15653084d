//! Each pass on small functions; the verifier looks at every result.

use super::*;
use crate::builder::Builder;
use crate::ir::*;
use crate::program::{FuncKind, FuncSym, GlobalId, ItabId, ItabSym, TypeRef};
use crate::verify::assert_valid;
use mgo_abi::builtins::{Builtin, PanicCode};
use mgo_syntax::source::Pos;
use std::collections::HashMap;

/// A program under construction.
#[derive(Default)]
struct World {
    program: Program,
    bodies: HashMap<FuncId, Arc<Function>>,
}

impl World {
    fn func(&mut self, name: &str, params: &[Ty], results: &[Ty], body: impl FnOnce(&mut Builder)) -> FuncId {
        let id = FuncId(self.program.funcs.len() as u32);
        let sig = Sig { params: params.to_vec(), results: results.to_vec() };
        self.program.funcs.push(FuncSym { name: name.into(), sig: sig.clone(), kind: FuncKind::Body, lazy: false, replaceable: false });
        let mut b = Builder::new(id, name, sig, Pos(1 + id.0 * 100));
        body(&mut b);
        self.bodies.insert(id, Arc::new(b.finish()));
        id
    }

    fn optimized(&self, id: FuncId) -> Function {
        let mut func = (*self.bodies[&id]).clone();
        assert_valid(&func, &self.program, "building");
        optimize(&mut func, &self.program, &mut |callee| self.bodies.get(&callee).cloned());
        assert_valid(&func, &self.program, "passes");
        func
    }

    fn text(&self, id: FuncId) -> String {
        self.optimized(id).display(&self.program).to_string()
    }
}

fn int(b: &mut Builder, n: i64) -> Value {
    b.inst1(Op::Iconst(Ty::I64, n), Ty::I64)
}

fn bin(b: &mut Builder, op: BinOp, x: Value, y: Value) -> Value {
    let ty = b.ty(x);
    b.inst1(Op::Bin(op, x, y), ty)
}

fn cmp(b: &mut Builder, op: Cmp, x: Value, y: Value) -> Value {
    b.inst1(Op::Cmp(op, x, y), Ty::I8)
}

fn check_index(b: &mut Builder, i: Value, len: Value) {
    let ok = cmp(b, Cmp::ULt, i, len);
    b.inst0(Op::Check(ok, PanicCode::Index, i, len));
}

fn enter(b: &mut Builder, block: Block) {
    b.seal(block);
    b.switch_to(block);
}

/// `for i := start; i < n; i += step { body(i) }`, as lowering rotates it.
fn counted(b: &mut Builder, start: i64, n: Value, step: i64, body: impl FnOnce(&mut Builder, Value)) {
    let i = b.var(Ty::I64);
    let first = int(b, start);
    b.def(i, first);
    let (top, done) = (b.block(), b.block());
    let some = cmp(b, Cmp::SLt, first, n);
    b.br(some, top, done);
    b.switch_to(top);
    let now = b.use_var(i);
    body(b, now);
    let step = int(b, step);
    let next = bin(b, BinOp::Add, now, step);
    b.def(i, next);
    let more = cmp(b, Cmp::SLt, next, n);
    b.br(more, top, done);
    b.seal(top);
    enter(b, done);
}

fn ret(b: &mut Builder, values: &[Value]) {
    b.terminate(Term::Return(values.to_vec()));
}

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

#[test]
fn first_stores_to_fresh_objects_need_no_barrier() {
    let mut w = World::default();
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
