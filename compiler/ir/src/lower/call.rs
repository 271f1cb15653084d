//! Calls: arguments, the call itself, results.

use super::abi::Abi;
use super::callee::{CallTarget, Prepared};
use super::facts::strip;
use super::func::FnCx;
use super::types::Kind;
use super::value::{Addr, Val, Words};
use crate::ir::{Callee, Op, Ty, Value};
use mgo_syntax::ast::{Call, Expr, ExprKind};
use mgo_types::info::Mode;
use mgo_types::object::ObjKind;
use mgo_types::types::TypeId;

impl FnCx<'_> {
    /// The results of a call, conversion or builtin, with their types.
    pub(crate) fn call_multi(&mut self, e: &Expr, call: &Call) -> Vec<(TypeId, Val)> {
        if self.mode(&call.fun) == Mode::Type {
            let val = match self.const_expr(e) {
                Some(val) => val,
                None => self.conversion(e, &call.args[0]),
            };
            return vec![(self.ty(e), val)];
        }
        if let Some(id) = self.builtin_of(&call.fun) {
            return self.builtin(e, id, call);
        }
        self.order_call(call);
        let prepared = self.prepare(&call.fun);
        let args = self.args(&prepared, call);
        self.at(call.fun.span.hi); // of the parenthesis, as Go has it: a chain of calls may go over several lines
        if let CallTarget::Intrinsic(obj) = prepared.target {
            let words = self.intrinsic(obj, &prepared.abi, &args);
            let vals = self.split_words(&prepared.abi.results, words);
            return prepared.abi.results.iter().copied().zip(vals).collect();
        }
        self.emit_call(&prepared, &args)
    }

    /// The builtin that `fun` names.
    pub(crate) fn builtin_of(&self, fun: &Expr) -> Option<mgo_types::object::BuiltinId> {
        if self.mode(fun) != Mode::Builtin && !matches!(strip(fun).kind, ExprKind::Name(_)) {
            return None;
        }
        let (ExprKind::Name(name) | ExprKind::Selector(_, name)) = &strip(fun).kind else { return None };
        match self.lw.world.object(self.object_of(name)?).kind {
            ObjKind::Builtin(id) => Some(id),
            _ => None,
        }
    }

    /// The arguments, the receiver first; variadic ones packed.
    pub(crate) fn args(&mut self, prepared: &Prepared, call: &Call) -> Vec<(TypeId, Val)> {
        let mut out: Vec<(TypeId, Val)> = prepared.recv.iter().cloned().collect();
        let skip = usize::from(prepared.recv.is_some() && !matches!(prepared.target, CallTarget::Method(..)));
        let params = prepared.abi.params[skip..].to_vec();
        let packs = prepared.variadic && call.ellipsis.is_none();
        let fixed = if packs { params.len() - 1 } else { params.len() };
        if let Some(vals) = self.results_as_arguments(&call.args) {
            self.spread(vals, &params, fixed, packs, call, &mut out);
            return out;
        }
        for (e, &t) in call.args.iter().zip(&params[..fixed]) {
            let val = self.arg(e, t);
            out.push((t, val));
        }
        if packs {
            let slice = params[fixed];
            let rest = &call.args[fixed.min(call.args.len())..];
            let val = self.pack(call, slice, rest);
            out.push((slice, val));
        }
        out
    }

    /// The results of a call that stands for all arguments of another.
    pub(crate) fn results_as_arguments(&mut self, args: &[Expr]) -> Option<Vec<(TypeId, Val)>> {
        let [one] = args else { return None };
        let tuple = matches!(self.tv(one).map(|tv| self.lw.world.types.get(tv.ty)), Some(mgo_types::types::Type::Tuple(_)));
        (tuple && !matches!(self.mode(one), Mode::CommaOk | Mode::MapIndex)).then(|| self.multi(one))
    }

    /// An argument; a large one is a copy that the callee may keep.
    fn arg(&mut self, e: &Expr, t: TypeId) -> Val {
        self.expr_stable(e, t)
    }

    /// The results of one call as the arguments of another.
    fn spread(
        &mut self,
        vals: Vec<(TypeId, Val)>,
        params: &[TypeId],
        fixed: usize,
        packs: bool,
        call: &Call,
        out: &mut Vec<(TypeId, Val)>,
    ) {
        let mut vals = vals.into_iter();
        for &t in &params[..fixed] {
            let Some((from, val)) = vals.next() else { return };
            let val = self.assign_conv(val, from, t);
            out.push((t, val));
        }
        if packs {
            let slice = params[fixed];
            let Kind::Slice(elem) = self.lw.kind(slice) else { return };
            let rest: Vec<(TypeId, Val)> = vals.collect();
            if rest.is_empty() {
                let nil = self.zero(slice);
                return out.push((slice, nil));
            }
            let base = self.variadic_array(call, elem, rest.len() as u64);
            let size = self.lw.layout(elem).size;
            let n = rest.len() as i64;
            for (i, (from, val)) in rest.into_iter().enumerate() {
                let val = self.assign_conv(val, from, elem);
                self.store(elem, base.plus((i as u64 * size) as i32), &val);
            }
            let words = [base.base, self.i64c(n), self.i64c(n)];
            out.push((slice, Val::words(&words)));
        }
    }

    /// Variadic arguments as a slice.
    fn pack(&mut self, call: &Call, slice: TypeId, rest: &[Expr]) -> Val {
        let Kind::Slice(elem) = self.lw.kind(slice) else { return self.zero(slice) };
        if rest.is_empty() {
            return self.zero(slice);
        }
        // The values come first: evaluating one may run a loop that packs into the same array again.
        let vals: Vec<Val> = rest.iter().map(|e| self.expr_stable(e, elem)).collect();
        let base = self.variadic_array(call, elem, rest.len() as u64);
        let size = self.lw.layout(elem).size;
        for (i, val) in vals.iter().enumerate() {
            self.store(elem, base.plus((i as u64 * size) as i32), val);
        }
        let words = [base.base, self.i64c(rest.len() as i64), self.i64c(rest.len() as i64)];
        Val::words(&words)
    }

    /// Memory for variadic arguments. The site is named by the called expression.
    fn variadic_array(&mut self, call: &Call, elem: TypeId, n: u64) -> Addr {
        let array = self.lw.array_of(elem, n);
        if self.site_in_frame(call.fun.id, array) {
            let slot = self.slot(array);
            return self.slot_addr(slot);
        }
        Addr::heap(self.new_object(array))
    }

    /// Passes arguments and takes results.
    pub(crate) fn emit_call(&mut self, prepared: &Prepared, args: &[(TypeId, Val)]) -> Vec<(TypeId, Val)> {
        let abi = prepared.abi.clone();
        let result_area = abi.memory.map(|t| {
            let slot = self.slot(t);
            (t, slot)
        });
        let mut words: Vec<Value> = Vec::new();
        if let Some((_, slot)) = result_area {
            words.push(self.slot_addr(slot).base);
        }
        for (t, val) in args {
            self.arg_words(*t, val, &mut words);
        }
        let (callee, ctx) = self.resolve_target(&prepared.target, &abi);
        words.extend(ctx);
        let results = self.call_callee(callee, words, &abi);
        match result_area {
            Some((t, slot)) => {
                let base = self.slot_addr(slot);
                let offsets = self.lw.world.field_offsets(t);
                abi.results.iter().zip(offsets).map(|(&r, off)| (r, self.load(r, base.plus(off as i32)))).collect()
            }
            None => {
                let vals = self.split_words(&abi.results, results);
                abi.results.iter().copied().zip(vals).collect()
            }
        }
    }

    fn call_callee(&mut self, callee: Callee, words: Vec<Value>, abi: &Abi) -> Words {
        let results = abi.sig.results.clone();
        self.b.inst(Op::Call(callee, words), &results).into_iter().collect()
    }

    /// The words that pass an argument.
    pub(crate) fn arg_words(&mut self, t: TypeId, val: &Val, words: &mut Vec<Value>) {
        match val {
            Val::Words(w) if self.lw.layout(t).in_words() => words.extend(w.iter().copied()),
            Val::Words(_) => {
                let copy = self.spill(t, val);
                words.push(copy.base);
            }
            Val::Mem(addr) => {
                let base = self.addr_value(*addr);
                words.push(base);
            }
        }
    }

    /// Calls a function of package runtime by name, with words as arguments.
    pub(crate) fn call_runtime(&mut self, name: &str, args: Vec<Value>) -> Words {
        match self.lw.entry(&format!("runtime.{name}")) {
            Some(f) => self.call_func(f, args),
            // Only programs made without the standard library get here (tests of lowering).
            None => {
                self.b.terminate(crate::ir::Term::Unreachable);
                self.dead();
                let poison = self.b.inst1(Op::Fconst(Ty::F64, 0), Ty::F64);
                Words::from_slice(&[poison, poison])
            }
        }
    }
}
