//! The flow of arguments and results through calls.

use super::graph::{Hole, Kind};
use super::{Leak, Walker};
use crate::lower::facts::strip;
use crate::lower::types::Kind as TypeKind;
use mgo_syntax::ast::{Call, Expr, ExprKind};
use mgo_types::info::{Mode, Selection, SelectionKind};
use mgo_types::object::{BuiltinId, ObjId, ObjKind};
use mgo_types::types::{Type, TypeId};

/// What is known of a callee.
enum Callee {
    /// A declared function; for a method call the hole its receiver needs is made from the selection.
    Declared(ObjId),
    /// A literal within the declaration.
    Lit(mgo_syntax::ast::NodeId),
    Unknown,
}

impl Walker<'_> {
    /// A call whose results flow into `ks`.
    pub(super) fn call(&mut self, ks: &[Hole], e: &Expr, call: &Call) {
        if self.mode(&call.fun) == Mode::Type {
            let t = self.ty(e);
            return self.conversion(ks.first().copied().unwrap_or(Hole::NOWHERE), e, &call.args[0], t);
        }
        if let Some(id) = self.builtin_of(&call.fun) {
            return self.builtin(ks.first().copied().unwrap_or(Hole::NOWHERE), e, id, call);
        }
        let (callee, recv) = self.callee(call);
        let mut holes = self.param_holes(ks, &callee, call, recv.is_some());
        if let Some((sel, x)) = recv {
            let first = holes.remove(0);
            let hole = self.receiver_hole(first, &sel);
            self.value(hole, x);
        }
        self.args(call, &holes);
    }

    /// A call all of whose operands outlive the frame: `go`, and `defer` in a loop.
    pub(super) fn call_on_heap(&mut self, e: &Expr, call: &Call) {
        if self.mode(&call.fun) == Mode::Type || self.builtin_of(&call.fun).is_some() {
            return call.args.iter().for_each(|a| self.value(Hole::HEAP, a));
        }
        let _ = e;
        let recv = self.method_selection(&call.fun);
        match recv {
            Some((sel, x)) => {
                let hole = self.receiver_hole(Hole::HEAP, &sel);
                self.value(hole, x);
            }
            None => self.value(Hole::HEAP, &call.fun),
        }
        let n = self.param_types(call).len();
        self.args(call, &vec![Hole::HEAP; n]);
    }

    fn conversion(&mut self, k: Hole, e: &Expr, arg: &Expr, to: TypeId) {
        let from = self.ty(arg);
        if self.is_iface(to) {
            return self.value_to(k, arg, to);
        }
        match (self.kind(from), self.kind(to)) {
            (TypeKind::String, TypeKind::Slice(_)) => {
                self.spill(k, Kind::Site(e.id));
                self.discard(arg);
            }
            (TypeKind::Slice(_), TypeKind::String) => self.discard(arg),
            (TypeKind::Slice(_), TypeKind::Array(..)) => self.value(k.shift(1), arg),
            _ => self.value(k, arg),
        }
    }

    /// The builtin that `fun` names.
    pub(super) fn builtin_of(&self, fun: &Expr) -> Option<BuiltinId> {
        let (ExprKind::Name(name) | ExprKind::Selector(_, name)) = &strip(fun).kind else { return None };
        match self.lw.world.object(self.object_of(name)?).kind {
            ObjKind::Builtin(id) => Some(id),
            _ => None,
        }
    }

    fn method_selection<'e>(&self, fun: &'e Expr) -> Option<(Selection, &'e Expr)> {
        let fun = match &strip(fun).kind {
            ExprKind::Index(f, _) => strip(f),
            _ => strip(fun),
        };
        let ExprKind::Selector(x, _) = &fun.kind else { return None };
        let sel = self.lw.world.package(self.pkg).info.selections.get(&fun.id)?;
        (sel.kind == SelectionKind::Method).then(|| (sel.clone(), &**x))
    }

    /// Who is called, and the selector of its receiver.
    fn callee<'e>(&mut self, call: &'e Call) -> (Callee, Option<(Selection, &'e Expr)>) {
        if let Some((sel, x)) = self.method_selection(&call.fun) {
            let (_, end) = self.path_derefs(sel.recv, &sel.path);
            let callee = match sel.obj.filter(|_| !self.is_iface(end) && !self.is_tparam(end)) {
                Some(obj) => Callee::Declared(obj),
                None => Callee::Unknown,
            };
            return (callee, Some((sel, x)));
        }
        let fun = match &strip(&call.fun).kind {
            ExprKind::Index(x, _) if !matches!(self.mode(x), Mode::Var | Mode::MapIndex) => strip(x),
            _ => strip(&call.fun),
        };
        match &fun.kind {
            ExprKind::FuncLit(lit) => {
                self.func_lit(Hole::NOWHERE, fun, lit);
                return (Callee::Lit(fun.id), None);
            }
            ExprKind::Name(name) | ExprKind::Selector(_, name) => {
                if let Some(obj) = self.object_of(name) {
                    if matches!(self.lw.world.object(obj).kind, ObjKind::Func(_)) {
                        return (Callee::Declared(obj), None);
                    }
                    if let Some(&lit) = self.known_lits.get(&obj) {
                        return (Callee::Lit(lit), None);
                    }
                }
            }
            _ => {}
        }
        self.discard(fun);
        (Callee::Unknown, None)
    }

    /// Where each parameter flows, the receiver first.
    fn param_holes(&mut self, ks: &[Hole], callee: &Callee, call: &Call, recv: bool) -> Vec<Hole> {
        let count = self.param_types(call).len() + usize::from(recv);
        match callee {
            Callee::Lit(id) => self.own_holes(ks, Some(*id), count),
            Callee::Declared(obj) if self.root == Some(*obj) && !self.lw.is_open(*obj) => self.own_holes(ks, None, count),
            Callee::Declared(obj) => match self.lw.tags_of(*obj) {
                Some(tags) => tags.params.iter().map(|leak| self.leak_hole(ks, leak)).collect(),
                None => (0..count).map(|i| self.untagged(*obj, i)).collect(),
            },
            Callee::Unknown => vec![Hole::HEAP; count],
        }
    }

    /// A parameter of a function without body or beyond what is looked into.
    fn untagged(&self, obj: ObjId, index: usize) -> Hole {
        let intrinsic = self.lw.is_intrinsic(obj);
        let told = self.lw.world.func_decl(obj).is_some_and(|d| d.directives.iter().any(|d| d == "go:noescape" || d == "mgo:noescape"));
        // The first operand of an atomic operation is only an address.
        if told || (intrinsic && index == 0) { Hole::NOWHERE } else { Hole::HEAP }
    }

    /// Functions of this declaration: their own parameters and results.
    fn own_holes(&mut self, ks: &[Hole], node: crate::lower::facts::FuncNode, count: usize) -> Vec<Hole> {
        let Some(locs) = self.funcs.get(&node).cloned() else { return vec![Hole::HEAP; count] };
        for (&k, &r) in ks.iter().zip(&locs.results) {
            self.graph.flow(k, r);
        }
        locs.params.iter().map(|&p| Hole::to(p)).collect()
    }

    fn leak_hole(&mut self, ks: &[Hole], leak: &Leak) -> Hole {
        let mut holes = Vec::new();
        holes.extend(leak.heap.map(|d| Hole::HEAP.shift(d)));
        holes.extend(leak.results.iter().zip(ks).filter_map(|(d, k)| Some(k.shift((*d)?))));
        self.tee(&holes)
    }

    /// The hole of the operand of a method selector, given that of the receiver.
    pub(super) fn receiver_hole(&mut self, k: Hole, sel: &Selection) -> Hole {
        let (derefs, end) = self.path_derefs(sel.recv, &sel.path);
        let pointer_end = matches!(self.lw.world.types.get(end), Type::Pointer(_));
        let pointer_recv = sel.obj.is_some_and(|o| self.lw.world.has_ptr_recv(o));
        let k = Hole { derefs: k.derefs + derefs, ..k };
        match (pointer_recv, pointer_end) {
            (true, false) => k.shift(-1),
            (false, true) if sel.obj.is_some() => k.shift(1),
            // A method found through a type parameter may want the address.
            (false, false) if sel.obj.is_none() && self.is_tparam(end) => {
                let tmp = [k.shift(-1), k];
                self.tee_addr(&tmp)
            }
            _ => k,
        }
    }

    /// As `tee`, for holes that take addresses: the most far-reaching one stands for all.
    fn tee_addr(&self, ks: &[Hole]) -> Hole {
        *ks.iter().min_by_key(|k| k.derefs).unwrap_or(&Hole::HEAP)
    }

    /// Parameter types of the called function, as far as its type tells.
    fn param_types(&mut self, call: &Call) -> Vec<TypeId> {
        let t = self.ty(&call.fun);
        let t = self.lw.world.core_type(t).unwrap_or(t);
        let u = self.lw.world.underlying(t);
        match self.lw.world.types.get(u) {
            Type::Signature(sig) => sig.params.iter().map(|p| p.ty).collect(),
            _ => Vec::new(),
        }
    }

    fn is_variadic(&mut self, call: &Call) -> bool {
        let t = self.ty(&call.fun);
        let t = self.lw.world.core_type(t).unwrap_or(t);
        let u = self.lw.world.underlying(t);
        matches!(self.lw.world.types.get(u), Type::Signature(sig) if sig.variadic)
    }

    /// The arguments flow into the holes of the parameters.
    fn args(&mut self, call: &Call, holes: &[Hole]) {
        let types = self.param_types(call);
        let hole = |i: usize| holes.get(i).copied().unwrap_or(Hole::HEAP);
        let packs = self.is_variadic(call) && call.ellipsis.is_none();
        let fixed = if packs { types.len() - 1 } else { types.len() };
        if let [one] = &call.args[..]
            && let Some(n) = self.tuple_len(one)
        {
            let mut ks: Vec<Hole> = (0..n.min(fixed)).map(hole).collect();
            if packs {
                let site = self.spill(hole(fixed), Kind::Site(call.fun.id));
                ks.resize(n, site);
            }
            return self.multi(&ks, one);
        }
        for (i, e) in call.args.iter().enumerate().take(fixed) {
            self.value_to(hole(i), e, types[i]);
        }
        if packs && call.args.len() > fixed {
            let TypeKind::Slice(elem) = self.kind(types[fixed]) else { return };
            let site = self.spill(hole(fixed), Kind::Site(call.fun.id));
            for e in &call.args[fixed..] {
                self.value_to(site, e, elem);
            }
        }
    }

    /// How many results the call has that stands for all arguments of another.
    fn tuple_len(&self, e: &Expr) -> Option<usize> {
        match self.lw.world.types.get(self.tv(e)?.ty) {
            Type::Tuple(list) if !matches!(self.mode(e), Mode::CommaOk | Mode::MapIndex) => Some(list.len()),
            _ => None,
        }
    }

    fn builtin(&mut self, k: Hole, e: &Expr, id: BuiltinId, call: &Call) {
        let args = &call.args;
        if let [one] = &args[..]
            && let Some(n) = self.tuple_len(one)
        {
            return self.multi(&vec![Hole::HEAP; n], one);
        }
        match id {
            BuiltinId::Append => self.append(k, e, call),
            BuiltinId::Copy => {
                self.discard(&args[0]);
                let t = self.ty(&args[1]);
                let pointers = matches!(self.kind(t), TypeKind::Slice(elem) if self.lw.world.has_pointers(elem));
                self.value(if pointers { Hole::HEAP.shift(1) } else { Hole::NOWHERE }, &args[1]);
            }
            BuiltinId::Panic => {
                let any = self.lw.any();
                self.value_to(Hole::HEAP, &args[0], any);
            }
            BuiltinId::New => {
                let inner = self.spill(k, Kind::Site(e.id));
                let t = self.ty(e);
                if let (TypeKind::Pointer(elem), false) = (self.kind(t), self.mode(&args[0]) == Mode::Type) {
                    self.value_to(inner, &args[0], elem);
                }
            }
            BuiltinId::Make => {
                self.spill(k, Kind::Site(e.id));
                self.discard_all(&args[1..]);
            }
            BuiltinId::Max | BuiltinId::Min => args.iter().for_each(|a| self.value(k, a)),
            BuiltinId::UnsafeAdd | BuiltinId::UnsafeSlice | BuiltinId::UnsafeString => {
                self.value(k, &args[0]);
                self.discard(&args[1]);
            }
            BuiltinId::UnsafeSliceData | BuiltinId::UnsafeStringData => self.value(k, &args[0]),
            _ => self.discard_all(args),
        }
    }

    /// What is appended may end up in a new array on the heap; the old array flows to the result.
    fn append(&mut self, k: Hole, e: &Expr, call: &Call) {
        let t = self.ty(e);
        let TypeKind::Slice(elem) = self.kind(t) else {
            return call.args.iter().for_each(|a| self.value(Hole::HEAP, a));
        };
        let pointers = self.lw.world.has_pointers(elem);
        let old = if pointers { self.tee(&[k, Hole::HEAP.shift(1)]) } else { k };
        self.value(old, &call.args[0]);
        if call.ellipsis.is_some() {
            let hole = if pointers { Hole::HEAP.shift(1) } else { Hole::NOWHERE };
            return call.args[1..].iter().for_each(|a| self.value(hole, a));
        }
        call.args[1..].iter().for_each(|a| self.value_to(Hole::HEAP, a, elem));
        // A new array. It is used once per call, so loops do not matter.
        let array = self.spill(k, Kind::Site(e.id));
        self.graph.locs[array.dst].depth = 0;
    }
}
