//! Each pass on small functions; the verifier looks at every result.

mod calls;
mod checks;
mod loops;
mod objects;
mod values;
mod words;

use super::*;
use crate::builder::Builder;
use crate::ir::*;
use crate::program::{FuncKind, FuncSym, GlobalId, ItabId, ItabSym, TypeRef, TypeSym};
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

/// A struct type of so many bytes, without pointers.
fn type_of_size(size: u64) -> TypeSym {
    TypeSym {
        name: "T".into(),
        pkg_path: "".into(),
        size,
        align: 8,
        kind: mgo_abi::typedesc::Kind::Struct,
        flags: 0,
        chan_dir: 0,
        hash: 0,
        gc_mask: Vec::new(),
        elem: None,
        key: None,
        len: 0,
        fields: Vec::new(),
        methods: Vec::new(),
        imethods: Vec::new(),
        params: Vec::new(),
        num_in: 0,
        ptr_to: None,
        slice_of: None,
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
