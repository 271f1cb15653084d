//! `go`, and the closures without parameters that `go` and `defer` run.
//!
//! Such a closure carries the evaluated call; its code ends in a tail call, so that a goroutine's function has `goexit` as its caller.

use super::callee::{CallTarget, Prepared};
use super::facts::strip;
use super::func::FnCx;
use super::types::UNSAFE_POINTER;
use super::value::{Addr, Val};
use crate::ir::{Op, Sig, Term, Ty, Value};
use crate::program::FuncId;
use mgo_abi::builtins::Builtin;
use mgo_syntax::ast::{Call, Expr, ExprKind};
use mgo_types::object::BuiltinId;
use mgo_types::types::TypeId;
use std::sync::Arc;

impl FnCx<'_> {
    /// `go f(x)`
    pub(crate) fn go(&mut self, e: &Expr) {
        let ExprKind::Call(call) = &strip(e).kind else { return };
        let pos = e.span.lo;
        let f = self.delayed_call(e, call, "gowrap", false);
        self.at(pos);
        self.rt0(Builtin::Newproc, &[f]);
    }

    /// A func value without parameters that makes the call, operands being evaluated now.
    pub(crate) fn delayed_call(&mut self, e: &Expr, call: &Call, kind: &str, on_stack: bool) -> Value {
        if self.builtin_of(&call.fun).is_some() || self.is_conversion(strip(e)) {
            return self.delayed_builtin(e, call, kind, on_stack);
        }
        if let ExprKind::FuncLit(lit) = &strip(&call.fun).kind
            && call.args.is_empty()
            && on_stack
        {
            return self.closure_in_frame(strip(&call.fun), lit);
        }
        self.order_call(call);
        self.delays_call = true;
        let prepared = self.prepare(&call.fun);
        self.delays_call = false;
        if let CallTarget::Method(tab, _) = prepared.target {
            // A nil interface is found now, a nil func value when it is called.
            self.at(e.span.lo);
            self.nil_check(tab);
        }
        let args = self.args(&prepared, call);
        self.at(e.span.lo);
        if prepared.abi.memory.is_none() && args.is_empty() {
            match prepared.target {
                CallTarget::Func(f) => return self.func_value(f, true),
                CallTarget::Closure(_, ctx) => return ctx,
                CallTarget::Value(f) if kind == "gowrap" => {
                    // A nil function is found where the goroutine is started.
                    self.nil_check(f);
                    return f;
                }
                _ => {}
            }
        }
        self.thunk(&prepared, &args, kind, on_stack)
    }

    /// A name like `main.f.gowrap1`.
    pub(crate) fn wrap_name(&mut self, kind: &str) -> String {
        let count = if kind == "gowrap" { &mut self.names.gos } else { &mut self.names.defers };
        *count += 1;
        let n = *count;
        format!("{}.{kind}{n}", self.b.func.name)
    }

    /// A closure over an evaluated call.
    fn thunk(&mut self, prepared: &Prepared, args: &[(TypeId, Val)], kind: &str, on_stack: bool) -> Value {
        let mut held: Vec<(TypeId, Val)> = args.to_vec();
        match &prepared.target {
            CallTarget::Value(v) | CallTarget::Closure(_, v) | CallTarget::Method(v, _) => held.push((UNSAFE_POINTER, Val::word(*v))),
            CallTarget::Func(_) | CallTarget::Intrinsic(_) => {}
        }
        if let (CallTarget::Value(f), "gowrap") = (&prepared.target, kind) {
            self.nil_check(*f);
        }
        let name = self.wrap_name(kind);
        let sig = Sig { params: vec![Ty::Ptr], results: prepared.abi.sig.results.clone() };
        let id = self.lw.inner_func(name, sig);
        let types: Vec<TypeId> = held.iter().map(|h| h.0).collect();
        self.lower_call_thunk(id, prepared, &types, kind == "gowrap");
        self.make_closure(id, &held, on_stack)
    }

    fn lower_call_thunk(&mut self, id: FuncId, prepared: &Prepared, types: &[TypeId], starts_goroutine: bool) {
        let abi = self.lw.empty_abi();
        let pos = self.b.func.pos;
        let mut cx = self.lw.made_up(id, abi, true);
        cx.b.func.attrs.starts_goroutine = starts_goroutine;
        cx.at(pos);
        let ctx = cx.b.params()[0];
        let vals = cx.load_captures(ctx, types);
        let mut args: Vec<(TypeId, Val)> = types.iter().copied().zip(vals).collect();
        let mut prepared = prepared.clone();
        let moved = match prepared.target {
            CallTarget::Func(_) | CallTarget::Intrinsic(_) => None,
            _ => args.pop().map(|(_, v)| v.first()),
        };
        if let (CallTarget::Value(v) | CallTarget::Closure(_, v) | CallTarget::Method(v, _), Some(new)) = (&mut prepared.target, moved) {
            *v = new;
        }
        if let CallTarget::Intrinsic(obj) = prepared.target {
            let abi = prepared.abi.clone();
            let words = cx.intrinsic(obj, &abi, &args);
            cx.b.terminate(Term::Return(words.to_vec()));
        } else {
            cx.finish_by_call(&prepared, &args);
        }
        let function = cx.finish();
        self.lw.finish_inner(function);
    }

    /// The captured values behind a context.
    pub(crate) fn load_captures(&mut self, ctx: Value, types: &[TypeId]) -> Vec<Val> {
        let (offsets, _) = self.lw.closure_layout(types);
        types.iter().zip(offsets).map(|(&t, off)| self.load(t, Addr::heap(ctx).plus(off))).collect()
    }

    /// Ends a made-up function by a call of what it wraps: a tail call where no memory of this frame is passed.
    pub(crate) fn finish_by_call(&mut self, prepared: &Prepared, args: &[(TypeId, Val)]) {
        let in_words = args.iter().all(|(t, _)| self.lw.layout(*t).in_words());
        let passes_memory = self.abi.memory.is_some();
        if !in_words || (prepared.abi.memory.is_some() && !passes_memory) {
            let args: Vec<(TypeId, Val)> = args.iter().map(|(t, v)| (*t, self.stable(*t, v.clone()))).collect();
            let results = self.emit_call(prepared, &args);
            let same = self.abi.results.len() == results.len();
            let vals: Vec<Val> = if same { results.into_iter().map(|r| r.1).collect() } else { Vec::new() };
            return self.return_vals(&vals);
        }
        let mut words: Vec<Value> = Vec::new();
        if passes_memory {
            words.push(self.b.params()[0]);
        }
        for (t, val) in args {
            self.arg_words(*t, val, &mut words);
        }
        let abi = prepared.abi.clone();
        let (callee, ctx) = self.resolve_target(&prepared.target, &abi);
        words.extend(ctx);
        self.b.terminate(Term::TailCall(callee, words));
        self.dead();
    }

    /// `go println(x)`, `defer close(c)`: the arguments are captured and the builtin runs on them later.
    fn delayed_builtin(&mut self, e: &Expr, call: &Call, kind: &str, on_stack: bool) -> Value {
        if let Some(id) = self.builtin_of(&call.fun) {
            self.order_builtin(id, &call.args);
        }
        if let Some(vals) = self.results_as_arguments(&call.args) {
            let spread = ExprKind::Call(Box::new(self.stand_ins(call, vals)));
            let spread = Expr { id: e.id, span: e.span, kind: spread };
            let ExprKind::Call(call) = &spread.kind else { return self.null() };
            return self.capture_builtin(&spread, call, kind, on_stack);
        }
        self.capture_builtin(e, call, kind, on_stack)
    }

    /// A closure over the arguments of a builtin, which calls it.
    fn capture_builtin(&mut self, e: &Expr, call: &Call, kind: &str, on_stack: bool) -> Value {
        let captured: Vec<&Expr> = call.args.iter().filter(|a| self.is_operand(a)).collect();
        let mut held: Vec<(TypeId, Val)> = captured
            .iter()
            .map(|a| {
                let t = self.ty(a);
                (t, self.expr_stable(a, t))
            })
            .collect();
        let recovers = self.builtin_of(&call.fun) == Some(BuiltinId::Recover);
        if recovers {
            // It is the function with the `defer` that asks, not the closure.
            let frame = self.b.inst1(Op::FramePtr, Ty::Ptr);
            held.push((UNSAFE_POINTER, Val::word(frame)));
        }
        let name = self.wrap_name(kind);
        let id = self.lw.inner_func(name, Sig { params: vec![Ty::Ptr], results: Vec::new() });
        let types: Vec<TypeId> = held.iter().map(|h| h.0).collect();
        let abi = self.lw.empty_abi();
        let (pkg, subst, pos, stand_ins) = (self.pkg, self.subst.clone(), e.span.lo, self.stand_ins.clone());
        let mut cx = FnCx::new(self.lw, id, pkg, subst, Arc::default(), None, abi, pos);
        cx.b.func.attrs.wrapper = true;
        let ctx = cx.b.params()[0];
        let mut vals = cx.load_captures(ctx, &types);
        if recovers {
            cx.recover_frame = vals.pop().map(|frame| frame.first());
        }
        cx.stand_ins = stand_ins;
        for (arg, val) in captured.iter().zip(vals) {
            cx.given.insert(arg.id, val);
        }
        cx.discard(e);
        cx.return_vals(&[]);
        let function = cx.finish();
        self.lw.finish_inner(function);
        self.make_closure(id, &held, on_stack)
    }

    /// Whether an argument of a builtin has a value to be evaluated now.
    fn is_operand(&self, e: &Expr) -> bool {
        use mgo_types::info::Mode;
        !matches!(self.mode(e), Mode::Type | Mode::Nil | Mode::Invalid) && self.tv(e).is_some_and(|tv| tv.value.is_none())
    }
}
