//! What a call calls: a known function, a func value, a method of an interface.

use super::abi::Abi;
use super::facts::strip;
use super::func::FnCx;
use super::instance::Key;
use super::value::{Addr, Val};
use crate::ir::{Callee, Sig, Ty, Value};
use crate::program::FuncId;
use mgo_syntax::ast::{Expr, ExprKind, Ident};
use mgo_types::info::SelectionKind;
use mgo_types::object::{ObjId, ObjKind};
use mgo_types::types::TypeId;
use std::sync::Arc;

/// What is called.
#[derive(Clone, Debug)]
pub(crate) enum CallTarget {
    /// A known function.
    Func(FuncId),
    /// A function of the standard library that is a few instructions.
    Intrinsic(ObjId),
    /// A known function with its context.
    Closure(FuncId, Value),
    /// A func value.
    Value(Value),
    /// A method of an interface value: its itab and the method's place in it.
    Method(Value, usize),
}

/// A call with everything but its arguments.
#[derive(Clone, Debug)]
pub(crate) struct Prepared {
    /// What is called.
    pub(crate) target: CallTarget,
    /// The receiver, with its type; for interface methods the data word.
    pub(crate) recv: Option<(TypeId, Val)>,
    /// How it is called; the receiver counts as a parameter, but for interface methods.
    pub(crate) abi: Arc<Abi>,
    /// Whether the last parameter is variadic.
    pub(crate) variadic: bool,
}

impl FnCx<'_> {
    /// Evaluates what is called.
    pub(crate) fn prepare(&mut self, fun: &Expr) -> Prepared {
        let sig_ty = self.ty(fun);
        let variadic = self.lw.signature(sig_ty).variadic;
        let plain = |target, abi| Prepared { target, recv: None, abi, variadic };
        let fun = self.uninstantiated(strip(fun));
        match &fun.kind {
            ExprKind::Name(name) => {
                if let Some((obj, targs)) = self.declared_func(name) {
                    return self.prepare_declared(obj, targs, variadic);
                }
            }
            ExprKind::Selector(x, name) => match self.selection(fun) {
                Some(sel) if sel.kind == SelectionKind::Method => return self.prepare_method(x, name, &sel, variadic),
                Some(_) => {}
                None => {
                    if let Some((obj, targs)) = self.declared_func(name) {
                        return self.prepare_declared(obj, targs, variadic);
                    }
                }
            },
            ExprKind::FuncLit(lit) => {
                let abi = self.lw.abi(None, sig_ty);
                let (ctx, id) = self.closure(fun, lit);
                return plain(CallTarget::Closure(id, ctx), abi);
            }
            _ => {}
        }
        let abi = self.lw.abi(None, sig_ty);
        let f = self.expr(fun).first();
        plain(CallTarget::Value(f), abi)
    }

    /// `f` of an instantiated function or method `f[T]`, else `fun` itself.
    pub(crate) fn uninstantiated<'e>(&self, fun: &'e Expr) -> &'e Expr {
        match &fun.kind {
            ExprKind::Index(f, _) if self.names_func(strip(f)) => strip(f),
            _ => fun,
        }
    }

    /// Whether `e` names a declared function or method.
    fn names_func(&self, e: &Expr) -> bool {
        let (ExprKind::Name(name) | ExprKind::Selector(_, name)) = &e.kind else { return false };
        match self.selection(e) {
            Some(sel) => sel.kind != SelectionKind::Field,
            None => self.object_of(name).is_some_and(|obj| matches!(self.lw.world.object(obj).kind, ObjKind::Func(_))),
        }
    }

    /// The declared function a name stands for, with its type arguments.
    pub(crate) fn declared_func(&mut self, name: &Ident) -> Option<(ObjId, Vec<TypeId>)> {
        let obj = self.object_of(name)?;
        matches!(self.lw.world.object(obj).kind, ObjKind::Func(_)).then(|| (obj, self.type_args(name)))
    }

    /// The type arguments of an instantiated name, in this instance.
    pub(crate) fn type_args(&mut self, name: &Ident) -> Vec<TypeId> {
        let targs = self.lw.world.package(self.pkg).info.instances.get(&name.id).cloned().unwrap_or_default();
        targs.into_iter().map(|t| self.inst_ty(t)).collect()
    }

    fn prepare_declared(&mut self, obj: ObjId, targs: Vec<TypeId>, variadic: bool) -> Prepared {
        let abi = self.lw.decl_abi(obj, &targs);
        if self.lw.is_intrinsic(obj) {
            return Prepared { target: CallTarget::Intrinsic(obj), recv: None, abi, variadic };
        }
        let f = self.lw.func_id(Key::Decl(obj, targs));
        Prepared { target: CallTarget::Func(f), recv: None, abi, variadic }
    }

    /// A declared function as a func value.
    pub(crate) fn declared_func_value(&mut self, obj: ObjId, targs: Vec<TypeId>) -> Value {
        let harmless = self.lw.decl_abi(obj, &targs).context_is_harmless();
        let f = self.lw.func_id(Key::Decl(obj, targs));
        self.func_value(f, harmless)
    }

    /// Where the code of a target is, its signature, and the context to pass.
    pub(crate) fn resolve_target(&mut self, target: &CallTarget, abi: &Abi) -> (Callee, Option<Value>) {
        match target {
            CallTarget::Func(f) => (Callee::Func(*f), None),
            CallTarget::Closure(f, ctx) => (Callee::Func(*f), Some(*ctx)),
            CallTarget::Value(f) => {
                let code = self.load_code(*f);
                (Callee::Indirect(code, Box::new(abi.with_context())), Some(*f))
            }
            CallTarget::Method(tab, index) => {
                let code = self.load_leaf(Ty::Ptr, Addr::pointer(*tab).plus(24 + 8 * *index as i32));
                (Callee::Indirect(code, Box::new(method_sig(abi))), None)
            }
            CallTarget::Intrinsic(_) => (Callee::Indirect(self.null(), Box::new(abi.sig.clone())), None),
        }
    }
}

/// The signature of an interface method's code: the data word stands before the parameters.
pub(crate) fn method_sig(abi: &Abi) -> Sig {
    let mut sig = abi.sig.clone();
    sig.params.insert(usize::from(abi.memory.is_some()), Ty::Ptr);
    sig
}
