//! Functions that adapt a method or function to another way of being called.

use super::Lowerer;
use super::func::FnCx;
use super::instance::MethodName;
use super::method::{Found, What};
use super::place::Place;
use super::types::Kind;
use super::value::{Addr, Val};
use crate::ir::{Callee, Function, Term, Ty};
use crate::program::FuncId;
use mgo_types::types::{Type, TypeId};

impl Lowerer {
    /// The code for a method in a method table: it takes the interface data word.
    pub(crate) fn word_method(&mut self, m: MethodName) -> FuncId {
        match self.direct_method(&m) {
            Some(f) => f,
            None => self.func_id(super::instance::Key::OnWord(m)),
        }
    }

    /// A method that takes the interface data word as its receiver.
    pub(crate) fn lower_on_word(&mut self, f: FuncId, m: &MethodName) -> Function {
        let abi = self.method_abi(m, None);
        let mut made = (*abi).clone();
        made.params.insert(0, Self::any_pointer());
        let mut cx = self.made_up(f, std::sync::Arc::new(made), true);
        let mut vals = cx.take_params();
        let word = vals.remove(0).first();
        let recv = cx.from_word(word, m.recv);
        cx.call_on(m, recv, vals);
        cx.finish()
    }

    /// `T.m` as a function.
    pub(crate) fn lower_on_value(&mut self, f: FuncId, m: &MethodName) -> Function {
        let abi = self.method_abi(m, Some(m.recv));
        let mut cx = self.made_up(f, abi, true);
        let mut vals = cx.take_params();
        let recv = vals.remove(0);
        cx.call_on(m, recv, vals);
        cx.finish()
    }

    /// `x.m` as a function: the receiver is its only capture.
    pub(crate) fn lower_bound(&mut self, f: FuncId, m: &MethodName) -> Function {
        let abi = self.method_abi(m, None);
        let mut cx = self.made_up(f, abi, true);
        let vals = cx.take_params();
        let Some(ctx) = cx.ctx else { return cx.finish() };
        let recv = cx.load_captures(ctx, &[m.recv]).remove(0);
        cx.call_on(m, recv, vals);
        cx.finish()
    }

    /// A function with a context that it does not need.
    pub(crate) fn lower_thunk(&mut self, f: FuncId, target: FuncId) -> Function {
        let abi = self.empty_abi();
        let mut cx = self.made_up(f, abi, true);
        let mut words = cx.b.params().to_vec();
        words.pop();
        cx.b.terminate(Term::TailCall(Callee::Func(target), words));
        cx.finish()
    }
}

impl FnCx<'_> {
    /// Ends a made-up function by calling a method of `recv` with these arguments.
    fn call_on(&mut self, m: &MethodName, recv: Val, args: Vec<Val>) {
        let Some(found) = self.lw.find_method(m) else { return self.unreachable() };
        let (place, start) = match self.lw.kind(m.recv) {
            Kind::Pointer(elem) => {
                self.check_nil_receiver(m, &found, &recv);
                (Place::Mem(Addr::pointer(recv.first())), elem)
            }
            _ => (self.val_place(m.recv, recv), m.recv),
        };
        let prepared = self.prepare_found(&found, place, start, false);
        let skip = self.abi.params.len() - args.len();
        let types: Vec<TypeId> = self.abi.params[skip..].to_vec();
        let args: Vec<(TypeId, Val)> = prepared.recv.iter().cloned().chain(types.into_iter().zip(args)).collect();
        self.finish_by_call(&prepared, &args);
    }

    /// A value method called through a nil pointer panics with words of its own.
    fn check_nil_receiver(&mut self, m: &MethodName, found: &Found, recv: &Val) {
        let What::Declared { pointer: false, .. } = found.what else { return };
        if !found.path.is_empty() {
            return;
        }
        let base = self.lw.deref(m.recv);
        let Type::Named(n) = self.lw.world.types.get(base) else { return };
        let obj = self.lw.world.object(self.lw.world.types.named(*n).obj);
        let names = [self.lw.world.package(obj.pkg).name.clone(), obj.name.clone(), m.name.clone()];
        let (good, bad) = (self.b.block(), self.b.cold_block());
        let some = self.not_null(recv.first());
        self.b.br(some, good, bad);
        self.enter(bad);
        let mut words = Vec::new();
        for name in &names {
            words.extend_from_slice(self.string_const(name.as_bytes()).as_words());
        }
        self.call_runtime("panicwrap", words);
        self.unreachable();
        self.enter(good);
    }

    /// Whether a word is a pointer.
    pub(crate) fn is_ptr(&self, v: crate::ir::Value) -> bool {
        self.b.ty(v) == Ty::Ptr
    }
}
