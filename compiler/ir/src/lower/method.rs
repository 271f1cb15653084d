//! Methods: calls, method values and method expressions.

use super::Lowerer;
use super::callee::{CallTarget, Prepared};
use super::func::FnCx;
use super::instance::{Key, MethodName};
use super::place::Place;
use super::types::{Kind, is_exported};
use super::value::{Addr, Val};
use crate::ir::{Op, Value};
use crate::program::FuncId;
use mgo_syntax::ast::{Expr, Ident};
use mgo_types::info::Selection;
use mgo_types::lookup::Lookup;
use mgo_types::object::ObjId;
use mgo_types::types::{Type, TypeId};
use std::sync::Arc;

/// A method as found on a type.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    /// Fields that lead to the embedded receiver.
    pub(crate) path: Vec<u32>,
    /// What it is there.
    pub(crate) what: What,
}

/// A concrete method or one of an interface.
#[derive(Clone, Debug)]
pub(crate) enum What {
    /// A declared method with the type arguments of its receiver.
    Declared {
        /// The method.
        obj: ObjId,
        /// Type arguments of the receiver's type, then the method's own.
        targs: Vec<TypeId>,
        /// Whether it wants a pointer.
        pointer: bool,
    },
    /// The method with this index of interface `end`; its signature.
    Interface(usize, TypeId),
}

impl Lowerer {
    /// Finds a method on a concrete or interface type.
    pub(crate) fn find_method(&mut self, m: &MethodName) -> Option<Found> {
        let pkg = m.pkg;
        match self.world.lookup_field_or_method(m.recv, true, pkg, &m.name) {
            Lookup::Method(sel) => self.found(m, sel.path, sel.obj),
            _ => None,
        }
    }

    fn found(&mut self, m: &MethodName, path: Vec<u32>, obj: Option<ObjId>) -> Option<Found> {
        let mut end = m.recv;
        for &index in &path {
            let base = self.deref(end);
            end = self.fields(base).get(index as usize)?.ty;
        }
        let what = match obj.filter(|_| !self.is_iface(end)) {
            Some(obj) => {
                let base = match self.world.types.get(end) {
                    Type::Pointer(e) => *e,
                    _ => end,
                };
                let targs = match self.world.types.get(base) {
                    Type::Named(n) => self.world.types.named(*n).targs.clone(),
                    _ => Vec::new(),
                };
                let targs = targs.into_iter().map(|t| self.canon(t)).chain(m.targs.iter().copied()).collect();
                What::Declared { obj, targs, pointer: self.world.has_ptr_recv(obj) }
            }
            None => {
                let methods = self.world.iface_methods(end);
                let index = methods.iter().position(|x| x.name == m.name && (is_exported(&m.name) || x.pkg == m.pkg))?;
                What::Interface(index, self.canon(methods[index].sig))
            }
        };
        Some(Found { path, what })
    }

    /// The method's code where that can take the receiver as `recv` has it, as a data word or a value alike.
    pub(crate) fn direct_method(&mut self, m: &MethodName) -> Option<FuncId> {
        let found = self.find_method(m)?;
        let What::Declared { obj, targs, pointer } = found.what else { return None };
        let is_pointer = matches!(self.world.types.get(m.recv), Type::Pointer(_));
        (found.path.is_empty() && pointer && is_pointer).then(|| self.func_id(Key::Decl(obj, targs)))
    }

    /// The signature type of a method.
    pub(crate) fn method_sig_ty(&mut self, m: &MethodName) -> TypeId {
        match self.find_method(m).map(|f| f.what) {
            Some(What::Declared { obj, targs, .. }) => self.decl_sig(obj, &targs),
            Some(What::Interface(_, sig)) => sig,
            None => m.recv,
        }
    }

    /// How the method is called, with the receiver (if any) as given.
    pub(crate) fn method_abi(&mut self, m: &MethodName, recv: Option<TypeId>) -> Arc<super::abi::Abi> {
        let sig = self.method_sig_ty(m);
        self.abi(recv, sig)
    }

    /// `main.T.m`, `main.(*T).m`
    pub(crate) fn method_name(&mut self, m: &MethodName) -> String {
        let path = self.world.type_string(m.recv, mgo_types::typestring::Qualifier::Path);
        match path.strip_prefix('*') {
            Some(base) => match base.rsplit_once('.') {
                Some((pkg, name)) => format!("{pkg}.(*{name}).{}", m.name),
                None => format!("(*{base}).{}", m.name),
            },
            None => format!("{path}.{}", m.name),
        }
    }
}

impl FnCx<'_> {
    /// `x.m` about to be called: evaluates the receiver.
    pub(crate) fn prepare_method(&mut self, x: &Expr, name: &Ident, sel: &Selection, variadic: bool) -> Prepared {
        let recv = self.inst_ty(sel.recv);
        if !self.delays_call
            && sel.path.is_empty()
            && self.lw.is_iface(recv)
            && let Some(known) = self.prepare_known(x, recv, name, variadic)
        {
            return known;
        }
        let Some(found) = self.found_by(recv, name, sel) else {
            let abi = self.lw.empty_abi();
            return Prepared { target: CallTarget::Value(self.null()), recv: None, abi, variadic };
        };
        let place = self.recv_place(x, recv);
        let start = self.lw.deref(recv);
        let start = if self.is_deref(recv) { start } else { recv };
        self.prepare_found(&found, place, start, variadic)
    }

    fn is_deref(&mut self, recv: TypeId) -> bool {
        matches!(self.lw.kind(recv), Kind::Pointer(_))
    }

    fn found_by(&mut self, recv: TypeId, name: &Ident, sel: &Selection) -> Option<Found> {
        // A method found through a type parameter is looked up again on its argument.
        let generic = matches!(self.lw.world.types.get(sel.recv), Type::TypeParam(_))
            || matches!(self.lw.world.types.get(sel.recv), Type::Pointer(e) if matches!(self.lw.world.types.get(*e), Type::TypeParam(_)));
        let method = self.method_of(recv, name);
        if generic {
            return self.lw.find_method(&method);
        }
        self.lw.found(&method, sel.path.clone(), sel.obj)
    }

    /// The method that `name` selects on `recv`.
    fn method_of(&mut self, recv: TypeId, name: &Ident) -> MethodName {
        MethodName { recv, pkg: self.pkg, name: name.name.clone(), targs: self.type_args(name) }
    }

    /// Where the operand of a method selector is: what it points to, when it is a pointer.
    fn recv_place(&mut self, x: &Expr, recv: TypeId) -> Place {
        if self.is_deref(recv) {
            let p = self.expr(x).first();
            self.at(x.span.lo);
            return Place::Mem(Addr::pointer(p));
        }
        if self.is_place(x) {
            let place = self.place(x);
            if let Place::Mem(addr) = place
                && addr.fault
            {
                self.b.inst0(Op::NilCheck(addr.base));
            }
            return place;
        }
        let val = self.expr(x);
        self.val_place(recv, val)
    }

    /// A place that holds a value for reading.
    pub(crate) fn val_place(&mut self, t: TypeId, val: Val) -> Place {
        match val {
            Val::Mem(addr) => Place::Mem(addr),
            Val::Words(words) => {
                let vars = words.iter().map(|&w| {
                    let var = self.b.var(self.b.ty(w));
                    self.b.def(var, w);
                    var
                });
                let _ = t;
                Place::Vars(vars.collect())
            }
        }
    }

    /// A call of a found method with the operand at `place` of type `start` (never a pointer unless it is a defined pointer's element).
    pub(crate) fn prepare_found(&mut self, found: &Found, place: Place, start: TypeId, variadic: bool) -> Prepared {
        let (place, end) = self.path_place(place, start, &found.path);
        match &found.what {
            What::Interface(index, sig) => {
                let val = self.load_place(end, &place);
                let abi = self.lw.abi(None, *sig);
                let words = val.as_words();
                let data = Val::word(words[1]);
                let word_ty = Lowerer::any_pointer();
                Prepared { target: CallTarget::Method(words[0], *index), recv: Some((word_ty, data)), abi, variadic }
            }
            What::Declared { obj, targs, pointer } => {
                let abi = self.lw.decl_abi(*obj, targs);
                let is_pointer = matches!(self.lw.world.types.get(end), Type::Pointer(_));
                let val = match (pointer, is_pointer) {
                    (true, true) => self.load_place(end, &place),
                    (true, false) => {
                        // The method itself meets a nil receiver; only an embedded field of nil faults here.
                        let addr = self.place_addr(end, &place);
                        if addr.fault && !found.path.is_empty() {
                            self.b.inst0(Op::NilCheck(addr.base));
                        }
                        Val::word(self.addr_value(addr))
                    }
                    (false, true) => {
                        let p = self.load_place(end, &place).first();
                        let elem = self.lw.deref(end);
                        self.load(elem, Addr::pointer(p))
                    }
                    (false, false) => self.load_place(end, &place),
                };
                let t = abi.params[0];
                let val = self.stable(t, val);
                let f = self.lw.func_id(Key::Decl(*obj, targs.clone()));
                Prepared { target: CallTarget::Func(f), recv: Some((t, val)), abi, variadic }
            }
        }
    }

    /// `x.m` as a value: a closure over the receiver.
    pub(crate) fn method_value(&mut self, e: &Expr, x: &Expr, name: &Ident, sel: &Selection) -> Value {
        let recv = self.inst_ty(sel.recv);
        let Some(found) = self.found_by(recv, name, sel) else { return self.null() };
        let place = self.recv_place(x, recv);
        let start = if self.is_deref(recv) { self.lw.deref(recv) } else { recv };
        let (t, val) = match &found.what {
            What::Interface(..) => {
                let (place, end) = self.path_place(place, start, &found.path);
                let val = self.load_place(end, &place);
                self.nil_check(val.first());
                (end, val)
            }
            What::Declared { .. } => match self.prepare_found(&found, place, start, false).recv {
                Some(recv) => recv,
                None => return self.null(),
            },
        };
        self.at(e.span.lo);
        let method = self.method_of(t, name);
        let f = self.lw.func_id(Key::Bound(method));
        self.make_closure(f, &[(t, val)], self.facts.stack_sites.contains(&e.id))
    }

    /// `T.m` as a value.
    pub(crate) fn method_expr(&mut self, name: &Ident, sel: &Selection) -> Value {
        let recv = self.inst_ty(sel.recv);
        let method = self.method_of(recv, name);
        let abi = self.lw.method_abi(&method, Some(recv));
        let f = match self.lw.direct_method(&method) {
            Some(f) => f,
            None => self.lw.func_id(Key::OnValue(method)),
        };
        self.func_value(f, abi.context_is_harmless())
    }
}
