//! The verifier must find each kind of violation; a good function printed is the printer's test.

use super::*;
use crate::builder::Builder;
use crate::program::FuncId;
use mgo_abi::builtins::PanicCode;
use mgo_syntax::source::Pos;

/// `max(a, b)` with a check in front.
fn good() -> Function {
    let mut b = Builder::new(FuncId(0), "main.max", Sig { params: vec![Ty::I64, Ty::I64], results: vec![Ty::I64] }, Pos(1));
    let (x, y) = (b.params()[0], b.params()[1]);
    let less = b.inst1(Op::Cmp(Cmp::SLt, x, y), Ty::I8);
    b.inst0(Op::Check(less, PanicCode::Index, x, y));
    let (then, els) = (b.block(), b.cold_block());
    b.br(less, then, els);
    b.seal(then);
    b.seal(els);
    b.switch_to(then);
    b.terminate(Term::Return(vec![y]));
    b.switch_to(els);
    b.terminate(Term::Return(vec![x]));
    b.finish()
}

fn errors(change: impl FnOnce(&mut Function)) -> String {
    let mut func = good();
    change(&mut func);
    verify(&func, &Program::default()).join("\n")
}

#[test]
fn good_function_prints() {
    assert_eq!(errors(|_| {}), "");
    let text = "func main.max(i64, i64) -> (i64) {
b0(v0: i64, v1: i64):
    v2: i8 = cmp slt v0, v1
    check v2, Index, v0, v1
    br v2, b1, b2
b1:
    return v1
b2: cold
    return v0
}
";
    assert_eq!(good().display(&Program::default()).to_string(), text);
}

#[test]
fn wrong_types_are_found() {
    assert!(errors(|f| f.values[2] = Ty::F64).contains("results [F64]"));
    assert!(errors(|f| f.blocks[0].insts[0].op = Op::Cmp(Cmp::FLt, Value(0), Value(1))).contains("FLt of i64"));
    assert!(errors(|f| f.blocks[1].term = Some(Term::Return(vec![Value(2)]))).contains("v2 is i8, not i64"));
    assert!(errors(|f| f.sig.params[0] = Ty::I32).contains("signature"));
    assert!(errors(|f| f.blocks[0].insts[0].op = Op::Conv(ConvOp::SExt, Value(0), Ty::I8)).contains("SExt from i64 to i8"));
}

#[test]
fn wrong_shapes_are_found() {
    assert!(errors(|f| f.blocks[1].term = None).contains("not ended"));
    assert!(errors(|f| f.blocks[1].term = Some(Term::Jump(Target { block: Block(9), args: vec![] }))).contains("does not exist"));
    assert!(
        errors(|f| f.blocks[1].term = Some(Term::Jump(Target { block: Block(2), args: vec![Value(0)] }))).contains("1 arguments for the 0")
    );
    assert!(errors(|f| f.blocks[1].term = Some(Term::Return(vec![Value(99)]))).contains("out of range"));
}

#[test]
fn undominated_uses_are_found() {
    let define_in_b1 = |f: &mut Function| {
        f.values.push(Ty::I64);
        let inst = Inst { op: Op::Iconst(Ty::I64, 1), results: smallvec::smallvec![Value(3)], loc: Loc(0) };
        f.blocks[1].insts.push(inst);
    };
    assert_eq!(errors(define_in_b1), "");
    let used_in_b2 = errors(|f| {
        define_in_b1(f);
        f.blocks[2].term = Some(Term::Return(vec![Value(3)]));
    });
    assert!(used_in_b2.contains("does not dominate"), "{used_in_b2}");
    assert!(errors(|f| f.blocks[0].insts.swap(0, 1)).contains("before its definition"));
    let twice = errors(|f| {
        define_in_b1(f);
        define_in_b1(f);
    });
    assert!(twice.contains("defined twice"), "{twice}");
}

#[test]
fn recover_block_is_dominated_by_nothing() {
    let text = errors(|f| f.recover_block = Some(Block(2)));
    assert!(text.contains("v0, defined in b0, does not dominate"), "{text}");
}
