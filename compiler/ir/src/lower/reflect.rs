//! Calls whose signature is known at run time only: each function type has two hidden methods that call with arguments and results in memory, and
//! one that is called with arguments and results as usual and passes them on in memory.
//!
//! Invariant: a frame holds the parameters and then the results, each at a multiple of eight bytes; it is fresh for each call, so the callee may own it.

use super::Lowerer;
use super::abi::Abi;
use super::callee::{CallTarget, Prepared};
use super::instance::Key;
use super::types::Kind;
use super::value::{Addr, Val};
use crate::ir::{Function, Term};
use crate::program::{FuncId, MethodSym, TypeRef};
use mgo_types::types::TypeId;
use std::sync::Arc;

/// Package path of the hidden methods.
const HIDDEN: &str = "reflect";

impl Lowerer {
    /// Whether the program may make values of types, and calls of functions, that it does not mention.
    pub(crate) fn reflects(&self) -> bool {
        self.world.packages.iter().any(|package| package.path == "reflect")
    }

    /// How a caller is called: with the func value (or what stands for an itab), the receiver's word and the frame.
    pub(crate) fn caller_abi(&mut self) -> Arc<Abi> {
        Arc::new(self.abi_of(vec![Lowerer::any_pointer(); 3], Vec::new()))
    }

    /// The hidden methods of a function type: `\u{b7}call` for func values, `\u{b7}callm` for the code of methods, `\u{b7}make` the code of func values
    /// made at run time. Their signature number is the number of results: the types of a function type's own methods follow these in its descriptor.
    pub(crate) fn callers(&mut self, t: TypeId) -> Vec<MethodSym> {
        let sig = self.under(t);
        let results = self.signature(sig).results.len() as u32;
        [("\u{b7}call", Key::Caller(sig, false)), ("\u{b7}callm", Key::Caller(sig, true)), ("\u{b7}make", Key::Maker(sig))]
            .map(|(name, key)| MethodSym { name: name.into(), pkg_path: HIDDEN.into(), sig: results, code: self.func_id(key) })
            .into()
    }

    /// The types of the methods, in the order of the descriptor.
    pub(crate) fn method_types(&mut self, t: TypeId) -> Vec<TypeRef> {
        let sigs: Vec<TypeId> = if self.kind(t) == Kind::Iface {
            self.world.iface_methods(t).into_iter().map(|m| m.sig).collect()
        } else {
            self.world.method_set(t).into_iter().map(|m| m.sig).collect()
        };
        sigs.into_iter().map(|sig| self.rtype(sig)).collect()
    }

    /// Code of a caller.
    pub(crate) fn lower_caller(&mut self, f: FuncId, sig: TypeId, on_word: bool) -> Function {
        let abi = self.abi(None, sig);
        let own = self.caller_abi();
        let mut cx = self.made_up(f, own, true);
        let vals = cx.take_params();
        let (callee, word, frame) = (vals[0].first(), vals[1].first(), Addr::pointer(vals[2].first()));
        let mut offset = 0;
        let mut place = |cx: &mut super::func::FnCx<'_>, t: TypeId| {
            let at = frame.plus(offset);
            offset += (cx.lw.layout(t).size as i32 + 7) & !7;
            at
        };
        let mut args: Vec<(TypeId, Val)> = Vec::new();
        if on_word {
            args.push((Lowerer::any_pointer(), Val::Words([word].into_iter().collect())));
        }
        for &t in &abi.params {
            let at = place(&mut cx, t);
            args.push((t, cx.load(t, at)));
        }
        let target = if on_word { CallTarget::Method(callee, 0) } else { CallTarget::Value(callee) };
        let prepared = Prepared { target, recv: None, abi, variadic: false };
        for (t, val) in cx.emit_call(&prepared, &args) {
            let at = place(&mut cx, t);
            cx.store(t, at, &val);
        }
        cx.b.terminate(Term::Return(Vec::new()));
        cx.finish()
    }

    /// Code of func values made at run time: the capture is a func value that takes the frame.
    pub(crate) fn lower_maker(&mut self, f: FuncId, sig: TypeId) -> Function {
        let abi = self.abi(None, sig);
        let handler_abi = Arc::new(self.abi_of(vec![Lowerer::any_pointer()], Vec::new()));
        let mut places = Vec::new();
        let mut size = 0;
        for &t in abi.params.iter().chain(&abi.results) {
            places.push(size as i32);
            size += (self.layout(t).size as u32 + 7) & !7;
        }
        let mut cx = self.made_up(f, abi.clone(), true);
        let vals = cx.take_params();
        let Some(ctx) = cx.ctx else { return cx.finish() };
        let slot = cx.b.slot(size.max(8), 8);
        let frame = cx.slot_addr(slot);
        let (param_places, result_places) = places.split_at(abi.params.len());
        for ((&t, val), &at) in abi.params.iter().zip(&vals).zip(param_places) {
            cx.store(t, frame.plus(at), val);
        }
        for (&t, &at) in abi.results.iter().zip(result_places) {
            let zero = cx.zero(t);
            cx.store(t, frame.plus(at), &zero);
        }
        let handler = cx.load_captures(ctx, &[Lowerer::any_pointer()]).remove(0).first();
        let prepared = Prepared { target: CallTarget::Value(handler), recv: None, abi: handler_abi, variadic: false };
        cx.emit_call(&prepared, &[(Lowerer::any_pointer(), Val::word(frame.base))]);
        let results: Vec<Val> = abi.results.iter().zip(result_places).map(|(&t, &at)| cx.load(t, frame.plus(at))).collect();
        cx.return_vals(&results);
        cx.finish()
    }
}
