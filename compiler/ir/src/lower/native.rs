//! Body-less functions: Rust behind them, a builtin of the runtime, another function, or a few instructions.

use super::Lowerer;
use super::abi::Abi;
use super::func::FnCx;
use super::instance::{Key, Subst};
use super::value::Val;
use crate::ir::{Callee, Function, Op, Term, Ty, Value};
use crate::program::FuncId;
use mgo_abi::builtins::Builtin;
use mgo_syntax::ast::FuncDecl;
use mgo_types::object::ObjId;
use std::sync::Arc;

impl Lowerer {
    /// Code of a function without a body: what its directive says.
    pub(crate) fn lower_native(&mut self, f: FuncId, obj: ObjId, decl: &FuncDecl, abi: Arc<Abi>) -> Function {
        let pkg = self.world.object(obj).pkg;
        let directive = |name: &str| decl.directives.iter().find_map(|d| d.strip_prefix(name).map(|rest| rest.trim().to_owned()));
        let (builtin, link, intrinsic) = (directive("mgo:builtin"), directive("mgo:link"), directive("mgo:intrinsic"));
        let target = link.and_then(|symbol| self.link_target(&symbol));
        let mut cx = FnCx::new(self, f, pkg, Arc::new(Subst::default()), Arc::default(), None, abi.clone(), decl.span.lo);
        if let Some(name) = builtin {
            cx.call_builtin(&name);
        } else if let Some(target) = target {
            let words = cx.b.params().to_vec();
            cx.b.terminate(Term::TailCall(Callee::Func(target), words));
        } else if intrinsic.is_some() {
            let vals = cx.take_params();
            let args: Vec<_> = abi.params.iter().copied().zip(vals).collect();
            let words = cx.intrinsic(obj, &abi, &args);
            cx.b.terminate(Term::Return(words.to_vec()));
        } else {
            cx.call_native(obj);
        }
        cx.finish()
    }

    fn link_target(&mut self, symbol: &str) -> Option<FuncId> {
        match symbol.strip_suffix(".init·all") {
            Some(path) => {
                let pkg = self.world.package_named(path)?;
                Some(self.inits(pkg))
            }
            None => self.entry(symbol),
        }
    }
}

impl FnCx<'_> {
    /// Passes the parameters' words to a builtin and returns its results.
    fn call_builtin(&mut self, name: &str) {
        let Some(&f) = Builtin::ALL.iter().find(|b| b.name() == name) else { return self.unreachable() };
        let words = self.b.params().to_vec();
        let args: Vec<Value> = words.into_iter().zip(f.params()).map(|(w, &p)| self.fit(w, super::emit::word_ty(p))).collect();
        let results = self.rt(f, &args);
        let types = self.abi.sig.results.clone();
        let words = results.into_iter().zip(types).map(|(w, ty)| self.fit(w, ty)).collect();
        self.b.terminate(Term::Return(words));
    }

    /// A word as another type of its size.
    fn fit(&mut self, w: Value, ty: Ty) -> Value {
        match (self.b.ty(w), ty) {
            (a, b) if a == b => w,
            (Ty::I64, Ty::Ptr) | (Ty::Ptr, Ty::I64) => self.conv(crate::ir::ConvOp::Bitcast, w, ty),
            (a, b) if !a.is_float() && !b.is_float() && a.size() < b.size() => self.conv(crate::ir::ConvOp::ZExt, w, ty),
            (a, b) if !a.is_float() && !b.is_float() => self.conv(crate::ir::ConvOp::Trunc, w, ty),
            _ => w,
        }
    }

    /// Lays out the frame of parameters and results, each at a multiple of eight bytes, and calls the Rust function.
    fn call_native(&mut self, obj: ObjId) {
        let vals = self.take_params();
        let abi = self.abi.clone();
        let mut size = 0;
        let mut place = |cx: &mut Self, t| {
            let at = size;
            size += (cx.lw.layout(t).size as u32).next_multiple_of(8);
            at
        };
        let param_offs: Vec<u32> = abi.params.iter().map(|&t| place(self, t)).collect();
        let result_offs: Vec<u32> = abi.results.iter().map(|&t| place(self, t)).collect();
        let slot = self.raw_slot(size.max(8));
        let frame = self.slot_addr(slot);
        for ((&t, val), &off) in abi.params.iter().zip(&vals).zip(&param_offs) {
            self.store(t, frame.plus(off as i32), val);
        }
        if let Some(&first) = result_offs.first() {
            let at = self.addr_value(frame.plus(first as i32));
            self.b.inst0(Op::Zero(at, size - first));
        }
        let native = self.lw.func_id(Key::Native(obj));
        self.b.inst0(Op::Call(Callee::Native(native), vec![frame.base]));
        let results: Vec<Val> = abi.results.iter().zip(result_offs).map(|(&t, off)| self.load(t, frame.plus(off as i32))).collect();
        self.return_vals(&results);
    }
}
