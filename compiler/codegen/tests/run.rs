//! Calls, stacks, memory, switches, stubs and landing pads.

mod support;
use mgo_abi::builtins::{Builtin, PanicCode};
use mgo_ir::ir::{BinOp, Callee, Cmp, Mem, Op, RmwOp, Sig, Target, Term, Ty, UnOp};
use mgo_ir::program::{FuncKind, FuncSym, GlobalSym};
use mgo_syntax::source::Pos;
use support::{Arg, BuilderExt, Test};

#[test]
fn recursion_and_calls_within_a_batch() {
    let mut t = Test::new();
    let fib = t.declare("main.fib", &[Ty::I64], &[Ty::I64]);
    t.define(fib, |b| {
        let n = b.param(0);
        let (two, one) = (b.int(2), b.int(1));
        let small = b.inst1(Op::Cmp(Cmp::SLt, n, two), Ty::I8);
        let (base, step) = (b.block(), b.block());
        b.br(small, base, step);
        b.seal(base);
        b.seal(step);
        b.switch_to(base);
        b.ret(&[n]);
        b.switch_to(step);
        let (a, c) = (b.bin(BinOp::Sub, n, one), b.bin(BinOp::Sub, n, two));
        let (x, y) = (b.call(fib, &[a], &[Ty::I64])[0], b.call(fib, &[c], &[Ty::I64])[0]);
        let sum = b.bin(BinOp::Add, x, y);
        b.ret(&[sum]);
    });
    t.compile_all();
    assert_eq!(t.call_int(fib, &[20]), 6765);
    assert_eq!(t.info(fib).prefix, 16);
}

#[test]
fn many_arguments_and_results_and_growing_the_stack() {
    let mut t = Test::new();
    let params = [[Ty::I64; 9].as_slice(), &[Ty::F64; 10]].concat();
    let results = [[Ty::I64; 8].as_slice(), &[Ty::F64; 8]].concat();
    let inner = t.func("inner", &params, &results, |b| {
        let p = b.params().to_vec();
        let sum = b.bin(BinOp::Add, p[0], p[8]);
        let fsum = b.bin(BinOp::FAdd, p[9], p[18]);
        let slot = b.slot(4000, 8);
        let addr = b.inst1(Op::SlotAddr(slot, 16), Ty::Ptr);
        b.inst0(Op::Store(sum, addr, 8, Mem::default()));
        let back = b.inst1(Op::Load(Ty::I64, addr, 8, Mem::default()), Ty::I64);
        let values = [&[back], &p[1..8], &[fsum], &p[10..17]].concat();
        b.ret(&values);
    });
    let outer = t.func("outer", &params, &results, |b| {
        let p = b.params().to_vec();
        let values = b.call(inner, &p, &results);
        b.ret(&values);
    });
    t.compile_all();
    let args: Vec<Arg> = (1..=9).map(Arg::I).chain((1..=10).map(|x| Arg::F(f64::from(x)))).collect();
    for guard in [0, u64::MAX - 0x521] {
        t.set_guard(guard);
        let r = t.call(outer, &args);
        assert_eq!(r.ints, [10, 2, 3, 4, 5, 6, 7, 8]);
        assert_eq!(r.floats, [11.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0]);
    }
    // The last run met the guard at `outer`, and the entry and words of stack arguments were passed.
    assert_eq!(t.g[0x90 / 8], 1);
    assert_eq!(t.g[0x80 / 8], t.info(outer).entry as u64);
    assert_eq!(t.g[0x88 / 8] as u32, 5 | 48 << 16);
    assert!(t.info(inner).frame_size > 4000 && t.info(inner).prefix == 32);
}

#[test]
fn big_frames_meet_the_guard_even_in_leaves() {
    let mut t = Test::new();
    let leaf = t.func("leaf", &[Ty::I64], &[Ty::I64], |b| b.ret(&[b.param(0)]));
    let big = t.func("big", &[Ty::I64], &[Ty::I64], |b| {
        let slot = b.slot(1000, 16);
        let addr = b.inst1(Op::SlotAddr(slot, 0), Ty::Ptr);
        b.inst0(Op::AtomicStore(b.param(0), addr));
        let back = b.inst1(Op::AtomicLoad(Ty::I64, addr), Ty::I64);
        b.ret(&[back]);
    });
    t.compile_all();
    assert_eq!(t.info(leaf).prefix, 0);
    t.set_guard(u64::MAX);
    assert_eq!(t.call_int(leaf, &[7]), 7);
    assert_eq!(t.g[0x90 / 8], 0);
    assert_eq!(t.call_int(big, &[8]), 8);
    assert_eq!(t.g[0x90 / 8], 1);
}

#[test]
fn lazy_stub_compiles_once_and_is_patched() {
    let mut t = Test::new();
    let callee = t.func("callee", &[Ty::I64, Ty::F64], &[Ty::I64, Ty::F64], |b| b.ret(&[b.param(0), b.param(1)]));
    let sig = [Ty::I64, Ty::F64];
    let caller = t.func("caller", &sig, &sig, |b| {
        let p = b.params().to_vec();
        let values = b.call(callee, &p, &sig);
        b.ret(&values);
    });
    let indirect = t.func("indirect", &sig, &sig, |b| {
        let p = b.params().to_vec();
        let funcval = b.inst1(Op::FuncValAddr(callee), Ty::Ptr);
        let code = b.inst1(Op::Load(Ty::Ptr, funcval, 0, Mem::default()), Ty::Ptr);
        let callee = Callee::Indirect(code, Box::new(Sig { params: sig.to_vec(), results: sig.to_vec() }));
        let values = b.inst(Op::Call(callee, p), &sig).to_vec();
        b.ret(&values);
    });
    let tail = t.func("tail", &sig, &sig, |b| {
        let p = b.params().to_vec();
        b.terminate(Term::TailCall(Callee::Func(caller), p));
    });
    let funcs = t.funcs.clone();
    t.compile(&funcs[1..]);
    let stub = t.jit.code_addr(callee);
    for f in [indirect, caller, tail, indirect] {
        let r = t.call(f, &[Arg::I(5), Arg::F(2.5)]);
        assert_eq!((r.ints[0], r.floats[0]), (5, 2.5));
    }
    assert_eq!(t.lazy_calls, 1);
    assert_ne!(t.jit.code_addr(callee), stub, "now its code");
    let funcval = t.jit.funcval_addr(callee);
    // SAFETY: a funcval's first word.
    assert_eq!(unsafe { *(funcval as *const usize) }, t.info(callee).entry, "funcvals follow");
}

#[test]
fn slots_copies_and_zeroing() {
    for bytes in [1u32, 3, 7, 8, 12, 16, 24, 40, 127, 128, 129, 1000] {
        let mut t = Test::new();
        let f = t.func("f", &[Ty::Ptr, Ty::Ptr], &[], |b| {
            let slot = b.slot(bytes, 8);
            let slot = b.inst1(Op::SlotAddr(slot, 0), Ty::Ptr);
            let (dst, src) = (b.param(0), b.param(1));
            b.inst0(Op::Copy(slot, src, bytes));
            b.inst0(Op::Zero(src, bytes));
            b.inst0(Op::Copy(dst, slot, bytes));
            b.ret(&[]);
        });
        t.compile_all();
        let pattern: Vec<u8> = (0..bytes + 1).map(|i| (i * 7 + 1) as u8).collect();
        let (mut src, mut dst) = (pattern.clone(), vec![0xee; bytes as usize + 1]);
        t.call(f, &[Arg::I(dst.as_mut_ptr() as u64), Arg::I(src.as_mut_ptr() as u64)]);
        let n = bytes as usize;
        assert_eq!(dst[..n], pattern[..n], "{bytes} bytes copied");
        assert!(src[..n].iter().all(|&b| b == 0), "{bytes} bytes zeroed");
        assert_eq!((dst[n], src[n]), (0xee, pattern[n]), "nothing behind is touched");
    }
}

#[test]
fn switches_with_arguments() {
    let cases = [(-3i64, 10i64), (0, 20), (1, 30), (2, 40), (3, 50), (4, 60), (1000, 70)];
    let mut t = Test::new();
    let f = t.func("f", &[Ty::I32], &[Ty::I64], |b| {
        let join = b.block();
        let result = b.block_param(join, Ty::I64);
        let other = b.int(-1);
        let targets = cases.iter().map(|&(n, v)| (n, Target { block: join, args: vec![b.int(v)] })).collect();
        b.terminate(Term::Switch(b.param(0), targets, Target { block: join, args: vec![other] }));
        b.seal(join);
        b.switch_to(join);
        b.ret(&[result]);
    });
    t.compile_all();
    for (n, want) in cases {
        assert_eq!(t.call_int(f, &[n as u64]) as i64, want);
    }
    for n in [-4i64, 5, 999] {
        assert_eq!(t.call_int(f, &[n as u64]) as i64, -1);
    }
}

#[test]
fn builtins_and_natives() {
    let mut t = Test::new();
    let native = t.declare("test.double", &[], &[]);
    t.program.funcs[native.0 as usize].kind = FuncKind::Native;
    let f = t.func("f", &[Ty::Ptr, Ty::I64], &[Ty::Ptr, Ty::I64, Ty::I64], |b| {
        let (p, n) = (b.param(0), b.param(1));
        let grown = b.builtin(Builtin::GrowSlice, &[p, p, n, n, n], &[Ty::Ptr, Ty::I64]);
        // A boolean in the low byte of a full register: the callee gets it zero-extended.
        let flag = b.inst1(Op::Conv(mgo_ir::ir::ConvOp::Trunc, n, Ty::I8), Ty::I8);
        b.builtin(Builtin::PrintBool, &[flag], &[]);
        let frame = b.slot(16, 8);
        let frame = b.inst1(Op::SlotAddr(frame, 0), Ty::Ptr);
        b.inst0(Op::Store(n, frame, 0, Mem::default()));
        b.inst0(Op::Call(Callee::Native(native), vec![frame]));
        let doubled = b.inst1(Op::Load(Ty::I64, frame, 8, Mem::default()), Ty::I64);
        b.ret(&[grown[0], grown[1], doubled]);
    });
    t.compile_all();
    let r = t.call(f, &[Arg::I(1000), Arg::I(0xfff_ff01)]);
    assert_eq!(r.ints[..3], [1000 + 0xfff_ff01, 2 * 0xfff_ff01, 2 * 0xfff_ff01]);
    assert_eq!(support::PRINTED.lock().unwrap().pop(), Some(1));
}

#[test]
fn write_barrier_runs_while_marking_only() {
    let mut t = Test::new();
    let f = t.func("f", &[Ty::Ptr, Ty::Ptr], &[Ty::I64], |b| {
        let mem = Mem { may_fault: true, readonly: false };
        b.inst0(Op::StoreBarrier(b.param(1), b.param(0), 8, mem));
        let seven = b.int(7);
        b.ret(&[seven]);
    });
    t.compile_all();
    let mut object = [0u64; 2];
    let at = object.as_mut_ptr() as u64;
    assert_eq!(t.call_int(f, &[at, 42]), 7);
    assert_eq!((object[1], t.g[0x98 / 8]), (42, 0));
    *t.wb_enabled = 1;
    t.call_int(f, &[at, 43]);
    assert_eq!((object[1], t.g[0x98 / 8], t.g[0xa0 / 8]), (43, at + 8, 43));
}

/// `panicCode` that unwinds at once.
fn with_panics(t: &mut Test) {
    let id = t.func("runtime.panicCode", &[Ty::I64; 3], &[], |b| {
        let null = b.inst1(Op::Iconst(Ty::Ptr, 0), Ty::Ptr);
        b.builtin(Builtin::NewObject, &[null], &[Ty::Ptr]);
        b.terminate(Term::Unreachable);
    });
    t.program.panic_code = Some(id);
}

#[test]
fn recovered_panic_goes_on_in_the_recover_block() {
    let mut t = Test::new();
    with_panics(&mut t);
    let inner = t.func("inner", &[Ty::I64, Ty::I64], &[Ty::I64], |b| {
        let (i, n) = (b.param(0), b.param(1));
        let ok = b.inst1(Op::Cmp(Cmp::ULt, i, n), Ty::I8);
        b.inst0(Op::Check(ok, PanicCode::Index, i, n));
        b.ret(&[i]);
    });
    let outer = t.func("outer", &[Ty::I64, Ty::I64], &[Ty::I64], |b| {
        let result = b.slot(8, 8);
        let addr = b.inst1(Op::SlotAddr(result, 0), Ty::Ptr);
        let (i, n) = (b.param(0), b.param(1));
        let hundred = b.int(100);
        b.inst0(Op::Store(hundred, addr, 0, Mem::default()));
        let value = b.call(inner, &[i, n], &[Ty::I64])[0];
        b.inst0(Op::Store(value, addr, 0, Mem::default()));
        let value = b.call(inner, &[value, i], &[Ty::I64])[0];
        b.ret(&[value]);
        let recover = b.block();
        b.seal(recover);
        b.func.recover_block = Some(recover);
        b.switch_to(recover);
        let addr = b.inst1(Op::SlotAddr(result, 0), Ty::Ptr);
        let value = b.inst1(Op::Load(Ty::I64, addr, 0, Mem::default()), Ty::I64);
        b.ret(&[value]);
    });
    let caller = t.func("caller", &[Ty::I64, Ty::I64], &[Ty::I64], |b| {
        let p = b.params().to_vec();
        let value = b.call(outer, &p, &[Ty::I64])[0];
        let sum = b.bin(BinOp::Add, value, p[0]);
        b.ret(&[sum]);
    });
    t.compile_all();
    assert!(t.info(outer).landing.is_some() && t.info(inner).landing.is_none());
    assert_eq!(t.call_int(caller, &[9, 5]), 100 + 9, "the first call panics");
    assert_eq!(t.call_int(caller, &[3, 5]), 3 + 3, "the second call panics, behind the store");
}

#[test]
fn nil_checks_leave_their_access_able_to_fault() {
    let mut t = Test::new();
    let f = t.func("f", &[Ty::Ptr], &[Ty::I64], |b| {
        b.inst0(Op::NilCheck(b.param(0)));
        let one = b.int(1);
        let x = b.inst1(Op::Load(Ty::I64, b.param(0), 8, Mem::default()), Ty::I64);
        let sum = b.bin(BinOp::Add, x, one);
        b.ret(&[sum]);
    });
    let alone = t.func("alone", &[Ty::Ptr], &[], |b| {
        b.inst0(Op::NilCheck(b.param(0)));
        b.ret(&[]);
    });
    let (f, alone) = (t.funcs[f.0 as usize].clone(), t.funcs[alone.0 as usize].clone());
    let clif = t.jit.emit(&t.program, &f, mgo_codegen::Stage::Clif);
    assert_eq!(clif.matches("load").count(), 1, "{clif}");
    assert!(!clif.contains("notrap"), "{clif}");
    let asm = t.jit.emit(&t.program, &alone, mgo_codegen::Stage::Asm);
    assert!(asm.contains("(%rdi)"), "the access stays though its value is not used: {asm}");
}

#[test]
fn globals_atomics_and_pinned_register() {
    let mut t = Test::new();
    let global = |name: &str, has_pointers, init: Option<&[u8]>| GlobalSym {
        name: name.into(),
        size: 16,
        align: 8,
        has_pointers,
        pkg: mgo_ir::program::PackageId(0),
        image: init.map(|bytes| std::sync::Arc::new(mgo_ir::program::Image { bytes: bytes.to_vec(), ..Default::default() })),
    };
    t.program.globals = vec![global("main.a", false, Some(&[1, 0, 0, 0, 0, 0, 0, 0, 9])), global("main.p", true, None)];
    let f = t.func("f", &[Ty::I64], &[Ty::I64, Ty::I64, Ty::Ptr, Ty::I64], |b| {
        let a = b.inst1(Op::GlobalAddr(mgo_ir::program::GlobalId(0), 0), Ty::Ptr);
        let p = b.inst1(Op::GlobalAddr(mgo_ir::program::GlobalId(1), 8), Ty::Ptr);
        let old = b.inst1(Op::AtomicRmw(RmwOp::Add, a, b.param(0)), Ty::I64);
        let second = b.inst1(Op::Load(Ty::I64, a, 8, Mem::default()), Ty::I64);
        b.inst0(Op::AtomicStore(old, p));
        let two = b.int(2);
        let found = b.inst1(Op::AtomicCas(p, old, two), Ty::I64);
        let g = b.inst1(Op::CurG, Ty::Ptr);
        b.inst0(Op::KeepAlive(g));
        b.ret(&[old, second, g, found]);
    });
    t.compile_all();
    let r = t.call(f, &[Arg::I(41)]);
    assert_eq!(r.ints[..4], [1, 9, t.g.as_ptr() as u64, 1]);
    let a = t.jit.global_addr(&t.program, mgo_ir::program::GlobalId(0));
    let p = t.jit.global_addr(&t.program, mgo_ir::program::GlobalId(1));
    // SAFETY: variables of the program under test.
    unsafe {
        assert_eq!(*(a as *const u64), 42);
        assert_eq!(*((p + 8) as *const u64), 2);
    }
    let mut inside = |addr| t.jit.global_ranges().iter().any(|&(lo, hi)| lo <= addr && addr < hi);
    assert!(inside(p) && !inside(a));
}

#[test]
fn code_for_profilers_runs_and_is_named() {
    let map = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("perf.map");
    let mut t = Test::with(|config| config.perf_map = Some(map.clone()));
    let f = t.func("main.half", &[Ty::F64], &[Ty::F64], |b| {
        let half = b.inst1(Op::Fconst(Ty::F64, 0.5f64.to_bits()), Ty::F64);
        let r = b.bin(BinOp::FMul, b.param(0), half);
        b.ret(&[r]);
    });
    t.compile_all();
    assert_eq!(t.call(f, &[Arg::F(5.0)]).floats[0], 2.5);
    let line = format!("{:x} {:x} main.half\n", t.info(f).entry, t.info(f).end - t.info(f).entry);
    assert_eq!(std::fs::read_to_string(map).unwrap(), line);
}

#[test]
fn frames_resolve_inline_chains() {
    let mut t = Test::new();
    let inlined = t.declare("main.inlined", &[], &[]);
    t.program.funcs[inlined.0 as usize] =
        FuncSym { name: "main.inlined".into(), sig: Sig::default(), kind: FuncKind::Body, lazy: false, replaceable: false };
    let f = t.func("main.f", &[Ty::Ptr], &[Ty::I64], |b| {
        b.set_pos(Pos(50));
        b.inst0(Op::NilCheck(b.param(0)));
        b.inst1(Op::Un(UnOp::Neg, b.params()[0]), Ty::I64);
        b.set_pos(Pos(60));
        let x = b.inst1(Op::AtomicLoad(Ty::I64, b.param(0)), Ty::I64);
        b.ret(&[x]);
        let call = b.func.locs.len() as u32 - 1;
        b.func.locs.push(mgo_ir::ir::LocData { pos: Pos(70), inlined: Some((inlined, mgo_ir::ir::Loc(call))) });
        let last = b.func.blocks[0].insts.len() - 1;
        b.func.blocks[0].insts[last].loc = mgo_ir::ir::Loc(call + 1);
    });
    t.compile_all();
    let info = t.info(f);
    let chains: Vec<Vec<(u32, u32, bool)>> =
        (info.entry..info.end).map(|pc| info.frames(pc).iter().map(|frame| (frame.func.0, frame.pos.0, frame.inlined)).collect()).collect();
    assert!(chains.contains(&vec![(f.0, 50, false)]));
    assert!(chains.contains(&vec![(inlined.0, 70, true), (f.0, 60, false)]));
    assert_eq!(chains[0], [(f.0, 1, false)], "the prologue is at the function's start");
}

#[test]
fn local_atomics_give_the_same_with_one_p_and_with_more() {
    for alone in [0, 1] {
        let mut t = Test::new();
        *t.alone = alone;
        let f = t.func("f", &[Ty::Ptr, Ty::I64], &[Ty::I64, Ty::I64, Ty::I64, Ty::I32], |b| {
            let word = b.param(0);
            let before = b.inst1(Op::AtomicRmw(RmwOp::LocalAdd, word, b.param(1)), Ty::I64);
            let (five, nine) = (b.int(5), b.int(9));
            let found = b.inst1(Op::LocalCas(word, five, nine), Ty::I64);
            let not_found = b.inst1(Op::LocalCas(word, five, before), Ty::I64);
            let half = b.inst1(Op::Index(word, b.param(1), 2, 4), Ty::Ptr);
            let one = b.inst1(Op::Iconst(Ty::I32, 1), Ty::I32);
            let small = b.inst1(Op::AtomicRmw(RmwOp::LocalAdd, half, one), Ty::I32);
            b.ret(&[before, found, not_found, small]);
        });
        t.compile_all();
        assert!(!t.compiled[0].windows.is_empty(), "nothing may come between the test for one P and the store");
        let mut words = [3u64, 70, 0];
        let r = t.call(f, &[Arg::I(words.as_mut_ptr() as u64), Arg::I(2)]);
        assert_eq!((r.ints[0], r.ints[1], r.ints[2], r.ints[3] as u32), (3, 5, 9, 70));
        assert_eq!(words, [9, 71, 0]);
    }
}
