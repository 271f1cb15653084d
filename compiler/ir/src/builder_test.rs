//! Tests of [`super::Builder`]: shapes of the SSA form it makes, always checked by the verifier.

use super::*;
use crate::program::Program;
use crate::verify::assert_valid;

fn builder(params: &[Ty], results: &[Ty]) -> Builder {
    Builder::new(FuncId(0), "f", Sig { params: params.to_vec(), results: results.to_vec() }, Pos(1))
}

fn finish(b: Builder) -> Function {
    let func = b.finish();
    assert_valid(&func, &Program::default(), "building");
    func
}

fn iconst(b: &mut Builder, n: i64) -> Value {
    b.inst1(Op::Iconst(Ty::I64, n), Ty::I64)
}

#[test]
fn variable_assigned_on_both_arms_becomes_a_parameter() {
    let mut b = builder(&[Ty::I8], &[Ty::I64]);
    let x = b.var(Ty::I64);
    let (then, els, join) = (b.block(), b.block(), b.block());
    b.br(b.params()[0], then, els);
    for (block, n) in [(then, 1), (els, 2)] {
        b.seal(block);
        b.switch_to(block);
        let value = iconst(&mut b, n);
        b.def(x, value);
        b.jump(join);
    }
    b.seal(join);
    b.switch_to(join);
    let value = b.use_var(x);
    b.terminate(Term::Return(vec![value]));
    let func = finish(b);
    assert_eq!(func.blocks[join.0 as usize].params, [value]);
}

#[test]
fn variable_that_a_loop_leaves_alone_needs_no_parameter() {
    let mut b = builder(&[Ty::I64], &[Ty::I64]);
    let (x, i) = (b.var(Ty::I64), b.var(Ty::I64));
    let arg = b.params()[0];
    b.def(x, arg);
    let zero = iconst(&mut b, 0);
    b.def(i, zero);
    let (body, exit) = (b.block(), b.block());
    b.jump(body);
    b.switch_to(body);
    let (at, limit) = (b.use_var(i), b.use_var(x));
    let one = iconst(&mut b, 1);
    let next = b.inst1(Op::Bin(BinOp::Add, at, one), Ty::I64);
    b.def(i, next);
    let more = b.inst1(Op::Cmp(Cmp::SLt, next, limit), Ty::I8);
    b.br(more, body, exit);
    b.seal(body);
    b.seal(exit);
    b.switch_to(exit);
    let result = b.use_var(x);
    b.terminate(Term::Return(vec![result]));
    let func = finish(b);
    assert_eq!(func.blocks[body.0 as usize].params, [at], "only the counter");
    assert_eq!(func.blocks[exit.0 as usize].term, Some(Term::Return(vec![arg])));
}

#[test]
fn nested_loops_resolve_copies_of_copies() {
    let mut b = builder(&[Ty::I64, Ty::I8], &[Ty::I64]);
    let x = b.var(Ty::I64);
    let (arg, cond) = (b.params()[0], b.params()[1]);
    b.def(x, arg);
    let (outer, inner, latch, exit) = (b.block(), b.block(), b.block(), b.block());
    b.jump(outer);
    b.switch_to(outer);
    b.jump(inner);
    b.switch_to(inner);
    let read = b.use_var(x);
    b.def(x, read);
    b.br(cond, inner, latch);
    b.seal(inner);
    b.seal(latch);
    b.switch_to(latch);
    b.br(cond, outer, exit);
    b.seal(outer);
    b.seal(exit);
    b.switch_to(exit);
    let value = b.use_var(x);
    b.terminate(Term::Return(vec![value]));
    let func = finish(b);
    assert!(func.blocks.iter().skip(1).all(|block| block.params.is_empty()));
    assert_eq!(func.blocks[exit.0 as usize].term, Some(Term::Return(vec![arg])));
}

#[test]
fn explicit_parameters_stay_before_variables() {
    let mut b = builder(&[Ty::I64], &[Ty::I64, Ty::F64]);
    let x = b.var(Ty::I64);
    let join = b.block();
    b.switch_to(join);
    let value = b.use_var(x);
    let explicit = b.block_param(join, Ty::F64);
    b.terminate(Term::Return(vec![value, explicit]));
    b.switch_to(Block(0));
    let (left, right) = (b.block(), b.block());
    let small = b.inst1(Op::Conv(ConvOp::Trunc, b.params()[0], Ty::I8), Ty::I8);
    b.br(small, left, right);
    for (block, n) in [(left, 1), (right, 2)] {
        b.seal(block);
        b.switch_to(block);
        let n = iconst(&mut b, n);
        b.def(x, n);
        let f = b.inst1(Op::Conv(ConvOp::SIntToFloat, n, Ty::F64), Ty::F64);
        b.jump_args(join, vec![f]);
    }
    b.seal(join);
    let func = finish(b);
    assert_eq!(func.blocks[join.0 as usize].params, [explicit, value]);
}

#[test]
fn unassigned_variable_reads_as_zero() {
    let mut b = builder(&[], &[Ty::F64]);
    let x = b.var(Ty::F64);
    let value = b.use_var(x);
    b.terminate(Term::Return(vec![value]));
    let func = finish(b);
    assert_eq!(func.blocks[0].insts[0].op, Op::Fconst(Ty::F64, 0));
}

#[test]
fn code_behind_a_return_is_emptied() {
    let mut b = builder(&[], &[]);
    b.terminate(Term::Return(vec![]));
    let value = iconst(&mut b, 1);
    b.inst0(Op::KeepAlive(value));
    let func = finish(b);
    assert!(func.blocks[1].insts.is_empty());
}

#[test]
fn loop_that_nothing_enters_ends() {
    let mut b = builder(&[], &[]);
    let x = b.var(Ty::I64);
    b.terminate(Term::Return(vec![]));
    let (one, two) = (b.block(), b.block());
    b.switch_to(one);
    b.jump(two);
    b.switch_to(two);
    b.jump(one);
    b.seal(one);
    b.seal(two);
    b.use_var(x);
    finish(b);
}

#[test]
fn thousands_of_joins_do_not_recurse() {
    let mut b = builder(&[Ty::I8, Ty::I64], &[Ty::I64]);
    let x = b.var(Ty::I64);
    let (cond, arg) = (b.params()[0], b.params()[1]);
    b.def(x, arg);
    for _ in 0..20_000 {
        let (side, join) = (b.block(), b.block());
        b.br(cond, side, join);
        b.seal(side);
        b.switch_to(side);
        b.jump(join);
        b.seal(join);
        b.switch_to(join);
    }
    let value = b.use_var(x);
    b.terminate(Term::Return(vec![value]));
    let last = b.current();
    let func = finish(b);
    assert_eq!(func.blocks[last.0 as usize].term, Some(Term::Return(vec![arg])));
}

#[test]
fn places_are_shared() {
    let mut b = builder(&[], &[]);
    b.set_pos(Pos(7));
    b.set_pos(Pos(9));
    b.set_pos(Pos(7));
    iconst(&mut b, 1);
    b.terminate(Term::Return(vec![]));
    let func = finish(b);
    assert_eq!(func.locs.len(), 4);
    assert_eq!(func.locs[func.blocks[0].insts[0].loc.0 as usize].pos, Pos(7));
}
