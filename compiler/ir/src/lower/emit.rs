//! Small helpers that append one or a few instructions.

use super::func::FnCx;
use super::instance::Key;
use super::value::Words;
use crate::ir::{BinOp, Block, Callee, Cmp, ConvOp, Op, Sig, Term, Ty, UnOp, Value};
use crate::program::FuncId;
use mgo_abi::builtins::{Builtin, PanicCode, Word};
use mgo_syntax::source::Pos;
use mgo_types::types::TypeId;

impl FnCx<'_> {
    pub(crate) fn iconst(&mut self, ty: Ty, n: i64) -> Value {
        self.b.inst1(Op::Iconst(ty, n), ty)
    }

    pub(crate) fn i64c(&mut self, n: i64) -> Value {
        self.iconst(Ty::I64, n)
    }

    pub(crate) fn null(&mut self) -> Value {
        self.iconst(Ty::Ptr, 0)
    }

    pub(crate) fn boolc(&mut self, b: bool) -> Value {
        self.iconst(Ty::I8, i64::from(b))
    }

    pub(crate) fn zero_word(&mut self, ty: Ty) -> Value {
        if ty.is_float() { self.b.inst1(Op::Fconst(ty, 0), ty) } else { self.iconst(ty, 0) }
    }

    pub(crate) fn bin(&mut self, op: BinOp, x: Value, y: Value) -> Value {
        let ty = self.b.ty(x);
        self.b.inst1(Op::Bin(op, x, y), ty)
    }

    pub(crate) fn bin_imm(&mut self, op: BinOp, x: Value, y: i64) -> Value {
        let ty = self.b.ty(x);
        let y = self.iconst(ty, y);
        self.bin(op, x, y)
    }

    pub(crate) fn un(&mut self, op: UnOp, x: Value) -> Value {
        let ty = self.b.ty(x);
        self.b.inst1(Op::Un(op, x), ty)
    }

    pub(crate) fn conv(&mut self, op: ConvOp, x: Value, ty: Ty) -> Value {
        self.b.inst1(Op::Conv(op, x, ty), ty)
    }

    pub(crate) fn cmp(&mut self, op: Cmp, x: Value, y: Value) -> Value {
        self.b.inst1(Op::Cmp(op, x, y), Ty::I8)
    }

    pub(crate) fn cmp_imm(&mut self, op: Cmp, x: Value, y: i64) -> Value {
        let ty = self.b.ty(x);
        let y = self.iconst(ty, y);
        self.cmp(op, x, y)
    }

    pub(crate) fn is_null(&mut self, x: Value) -> Value {
        self.cmp_imm(Cmp::Eq, x, 0)
    }

    pub(crate) fn not_null(&mut self, x: Value) -> Value {
        self.cmp_imm(Cmp::Ne, x, 0)
    }

    pub(crate) fn select(&mut self, cond: Value, a: Value, b: Value) -> Value {
        let ty = self.b.ty(a);
        self.b.inst1(Op::Select(cond, a, b), ty)
    }

    /// `base + index * scale`, an address.
    pub(crate) fn index_addr(&mut self, base: Value, index: Value, scale: u64) -> Value {
        self.b.inst1(Op::Index(base, index, scale as u32, 0), Ty::Ptr)
    }

    /// Goes on when `cond` holds, else raises the run-time error.
    pub(crate) fn check(&mut self, cond: Value, code: PanicCode, a: Value, b: Value) {
        self.b.inst0(Op::Check(cond, code, a, b));
    }

    pub(crate) fn check_plain(&mut self, cond: Value, code: PanicCode) {
        let zero = self.i64c(0);
        self.check(cond, code, zero, zero);
    }

    /// Calls a function of the runtime.
    pub(crate) fn rt(&mut self, f: Builtin, args: &[Value]) -> Words {
        let results: Vec<Ty> = f.results().iter().map(|&w| word_ty(w)).collect();
        self.b.inst(Op::Call(Callee::Builtin(f), args.to_vec()), &results).into_iter().collect()
    }

    pub(crate) fn rt0(&mut self, f: Builtin, args: &[Value]) {
        self.rt(f, args);
    }

    pub(crate) fn rt1(&mut self, f: Builtin, args: &[Value]) -> Value {
        self.rt(f, args)[0]
    }

    /// Calls a function by its symbol.
    pub(crate) fn call_func(&mut self, f: FuncId, args: Vec<Value>) -> Words {
        let results = self.lw.program.func(f).sig.results.clone();
        self.b.inst(Op::Call(Callee::Func(f), args), &results).into_iter().collect()
    }

    /// Calls a code address.
    pub(crate) fn call_code(&mut self, code: Value, sig: Sig, args: Vec<Value>) -> Words {
        let results = sig.results.clone();
        self.b.inst(Op::Call(Callee::Indirect(code, Box::new(sig)), args), &results).into_iter().collect()
    }

    /// Address of the descriptor of `t`.
    pub(crate) fn type_addr(&mut self, t: TypeId) -> Value {
        let r = self.lw.rtype(t);
        self.b.inst1(Op::TypeAddr(r), Ty::Ptr)
    }

    /// The func value of a function without captures.
    pub(crate) fn func_value(&mut self, f: FuncId, harmless: bool) -> Value {
        let f = if harmless { f } else { self.lw.func_id(Key::Thunk(f)) };
        self.b.inst1(Op::FuncValAddr(f), Ty::Ptr)
    }

    /// What follows comes from there.
    pub(crate) fn at(&mut self, pos: Pos) {
        if pos.is_known() {
            self.b.set_pos(pos);
        }
    }

    /// Goes on in a new block nobody jumps to: what follows a jump in the source.
    pub(crate) fn dead(&mut self) {
        let dead = self.b.block();
        self.b.seal(dead);
        self.b.switch_to(dead);
    }

    /// Goes on in `block`, all of whose predecessors are known.
    pub(crate) fn enter(&mut self, block: Block) {
        self.b.seal(block);
        self.b.switch_to(block);
    }

    /// Ends the block behind a call that does not return.
    pub(crate) fn unreachable(&mut self) {
        self.b.terminate(Term::Unreachable);
        self.dead();
    }
}

/// The IR type of a builtin's argument or result.
pub(crate) fn word_ty(w: Word) -> Ty {
    match w {
        Word::I8 => Ty::I8,
        Word::I32 => Ty::I32,
        Word::I64 => Ty::I64,
        Word::F64 => Ty::F64,
        Word::P => Ty::Ptr,
    }
}
