//! Function literals and the objects that carry their captures.
//!
//! A variable that is never assigned after its declaration is captured by value; of any other the closure holds the address.

use super::func::{FnCx, last_pos};
use super::place::Place;
use super::storage::Storage;
use super::types::UNSAFE_POINTER;
use super::value::{Addr, Val};
use crate::ir::{Op, Ty, Value};
use crate::program::FuncId;
use mgo_syntax::ast::{Expr, Field, FuncLit};
use mgo_types::object::ObjId;
use mgo_types::types::TypeId;
use std::sync::Arc;

/// A captured variable.
pub(crate) struct Capture {
    pub(crate) obj: ObjId,
    /// Type of what the closure holds.
    pub(crate) held: TypeId,
    /// Whether that is the variable's address.
    pub(crate) by_ref: bool,
}

impl FnCx<'_> {
    /// The func value of a literal.
    pub(crate) fn func_lit(&mut self, e: &Expr, lit: &FuncLit) -> Value {
        self.closure(e, lit).0
    }

    /// The func value of a literal and its code.
    pub(crate) fn closure(&mut self, e: &Expr, lit: &FuncLit) -> (Value, FuncId) {
        let (id, captures) = self.literal(e, lit);
        let on_stack = self.facts.stack_sites.contains(&e.id);
        (self.close_over(id, &captures, on_stack), id)
    }

    /// Lowers a literal; gives its code and what it captures.
    pub(crate) fn literal(&mut self, e: &Expr, lit: &FuncLit) -> (FuncId, Vec<Capture>) {
        let sig = self.ty(e);
        let abi = self.lw.abi(None, sig);
        let name = self.lit_name();
        let id = self.lw.inner_func(name, abi.with_context());
        let captures = self.captures(Some(e.id));
        self.lower_lit(id, e, lit, abi, &captures);
        self.at(e.span.lo);
        (id, captures)
    }

    /// `main.f.func1`, `main.f.func1.2`
    fn lit_name(&mut self) -> String {
        self.names.lits += 1;
        let outer = &self.b.func.name;
        if self.node.is_some() { format!("{outer}.{}", self.names.lits) } else { format!("{outer}.func{}", self.names.lits) }
    }

    /// What the function `node` inside this one captures.
    pub(crate) fn captures(&mut self, node: super::facts::FuncNode) -> Vec<Capture> {
        let objs = self.facts.func(node).captures;
        let mut out = Vec::new();
        for obj in objs {
            let by_ref = self.facts.by_ref(obj);
            let held = if by_ref { UNSAFE_POINTER } else { self.obj_ty(obj) };
            out.push(Capture { obj, held, by_ref });
        }
        out
    }

    /// Makes the func value of `id` over the variables as they are now.
    pub(crate) fn close_over(&mut self, id: FuncId, captures: &[Capture], on_stack: bool) -> Value {
        if captures.is_empty() {
            let value = self.b.inst1(Op::FuncValAddr(id), Ty::Ptr);
            self.closure = Some((value, id));
            return value;
        }
        let held = self.held(captures);
        self.make_closure(id, &held, on_stack)
    }

    /// What a closure holds of the variables as they are now.
    pub(crate) fn held(&mut self, captures: &[Capture]) -> Vec<(TypeId, Val)> {
        let mut held = Vec::new();
        for c in captures {
            let place = self.var_place(c.obj);
            let val = match (&place, c.by_ref) {
                (Place::Mem(addr), true) => Val::word(self.addr_value(*addr)),
                _ => self.load_place(c.held, &place),
            };
            held.push((c.held, val));
        }
        held
    }

    /// A funcval of `id` with these captures.
    pub(crate) fn make_closure(&mut self, id: FuncId, held: &[(TypeId, Val)], on_stack: bool) -> Value {
        let types: Vec<TypeId> = held.iter().map(|h| h.0).collect();
        let (offsets, t) = self.lw.closure_layout(&types);
        let base = if on_stack {
            let slot = self.slot(t);
            self.slot_addr(slot)
        } else {
            Addr::heap(self.new_object(t))
        };
        let code = self.b.inst1(Op::CodeAddr(id), Ty::Ptr);
        self.store_word(code, base);
        for ((t, val), off) in held.iter().zip(offsets) {
            self.store(*t, base.plus(off), val);
        }
        self.closure = Some((base.base, id));
        base.base
    }

    fn lower_lit(&mut self, id: FuncId, e: &Expr, lit: &FuncLit, abi: Arc<super::abi::Abi>, captures: &[Capture]) {
        let (pkg, subst, facts) = (self.pkg, self.subst.clone(), self.facts.clone());
        let mut cx = FnCx::new(self.lw, id, pkg, subst, facts, Some(e.id), abi, e.span.lo);
        cx.at(lit.body.span.lo);
        cx.b.func.attrs.literal = true;
        let vals = cx.take_params();
        cx.bind_captures(captures);
        let fields: Vec<&Field> = lit.sig.params.iter().collect();
        cx.bind_params(&fields, vals);
        cx.bind_results(&lit.sig.results);
        cx.body(&lit.body.stmts, last_pos(lit.body.span.hi));
        let function = cx.finish();
        self.lw.finish_inner(function);
    }

    /// Finds the captured variables behind the context.
    pub(crate) fn bind_captures(&mut self, captures: &[Capture]) {
        self.bind_captures_after(captures, &[]);
    }

    /// The same, behind captures of the compiler's own.
    pub(crate) fn bind_captures_after(&mut self, captures: &[Capture], own: &[TypeId]) {
        let Some(ctx) = self.ctx else { return };
        let types: Vec<TypeId> = own.iter().copied().chain(captures.iter().map(|c| c.held)).collect();
        let (offsets, _) = self.lw.closure_layout(&types);
        for (c, off) in captures.iter().zip(offsets.into_iter().skip(own.len())) {
            let storage = self.captured(c, ctx, off);
            self.vars.insert(c.obj, storage);
        }
    }

    fn captured(&mut self, c: &Capture, ctx: Value, off: i32) -> Storage {
        let layout = self.lw.layout(c.held);
        let load = |cx: &mut Self, ty: Ty, at: i32| {
            let v = cx.load_readonly(ty, ctx, off + at);
            let var = cx.b.var(ty);
            cx.b.def(var, v);
            var
        };
        match &layout.leaves {
            _ if c.by_ref => Storage::Ref { ptr: load(self, Ty::Ptr, 0), frame: false },
            // One that is indexed by a variable has to stay in memory; nobody writes to it.
            Some(leaves) if !self.facts.var(c.obj).indexed => Storage::Words(leaves.iter().map(|l| load(self, l.ty, l.off)).collect()),
            _ => {
                let at = self.addr_value(Addr::heap(ctx).plus(off));
                let ptr = self.b.var(Ty::Ptr);
                self.b.def(ptr, at);
                Storage::Ref { ptr, frame: false }
            }
        }
    }
}
