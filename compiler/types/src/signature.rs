//! Signatures: receivers, type parameters, parameters and results.

use crate::check::Checker;
use crate::exprstring::unparen;
use crate::info::Mode;
use crate::look::AliasName;
use crate::object::{ObjId, ObjKind, VarKind};
use crate::scope::ScopeId;
use crate::subst::Subst;
use crate::types::{Basic, InterfaceType, Param, Signature, Type, TypeId, TypeParam, TypeParamId};
use mgo_syntax::ast::{BinaryOp, Expr, ExprKind, Field, FuncType, Ident, UnaryOp};
use mgo_syntax::source::{Pos, Span};

const INVALID: TypeId = Basic::Invalid.id();

/// A signature with the scope its parameters are declared in.
#[derive(Clone, Debug)]
pub(crate) struct FuncSig {
    /// A [`Type::Signature`].
    pub(crate) ty: TypeId,
    /// Where parameters and results are declared.
    pub(crate) scope: ScopeId,
    /// Results, in order.
    pub(crate) results: Vec<ObjId>,
    /// The receiver.
    pub(crate) recv: Option<ObjId>,
    /// The receiver's own names for type parameters.
    pub(crate) recv_tparams: Vec<TypeParamId>,
}

/// A receiver's type taken apart: `*base[params]`.
pub(crate) struct RecvParts<'e> {
    pub(crate) ptr: bool,
    pub(crate) base: &'e Expr,
    pub(crate) targs: Option<&'e [Expr]>,
}

/// Takes a receiver's type apart.
pub(crate) fn unpack_recv(e: &Expr) -> RecvParts<'_> {
    let mut base = unparen(e);
    let mut ptr = false;
    if let ExprKind::Star(inner) = &base.kind {
        ptr = true;
        base = unparen(inner);
    }
    match &base.kind {
        ExprKind::Index(x, args) => RecvParts { ptr, base: x, targs: Some(args) },
        _ => RecvParts { ptr, base, targs: None },
    }
}

impl Checker<'_> {
    /// Checks a function type. Parameters are declared in a new scope, which is left again.
    pub(crate) fn func_type(&mut self, ft: &FuncType) -> FuncSig {
        self.signature_of(None, ft, &mut |_, _| {})
    }

    /// As [`Checker::func_type`], with a receiver. `bind` is told the type parameters before anything mentions them.
    pub(crate) fn signature_of(&mut self, recv: Option<&Field>, ft: &FuncType, bind: &mut dyn FnMut(&mut Self, &[TypeParamId])) -> FuncSig {
        let scope = self.open_scope();
        self.world.state.scopes[scope.0 as usize].is_func = true;
        let start = ft.span.lo;
        let (mut recv_obj, mut recv_tparams) = (None, Vec::new());
        if let Some(field) = recv {
            let (obj, tparams) = self.collect_recv(field, start);
            recv_obj = Some(obj);
            recv_tparams = tparams;
        }
        let tparams = if ft.tparams.is_empty() { Vec::new() } else { self.collect_tparams(&ft.tparams, bind) };
        let (params, variadic) = self.collect_params(VarKind::Param, &ft.params);
        let (results, _) = self.collect_params(VarKind::Result, &ft.results);
        let end = ft.span.hi;
        if let (Some(obj), Some(name)) = (recv_obj, recv.and_then(|f| f.names.first())) {
            self.declare(Some(name.id), obj, end);
        }
        self.declare_params(&ft.params, &params, end);
        self.declare_params(&ft.results, &results, end);
        self.close_scope();
        let sig = Signature { tparams, params: self.params_of(&params), results: self.params_of(&results), variadic };
        let ty = self.types.intern(Type::Signature(sig));
        FuncSig { ty, scope, results, recv: recv_obj, recv_tparams }
    }

    fn params_of(&self, objs: &[ObjId]) -> Vec<Param> {
        objs.iter().map(|&o| Param { name: self.object(o).name.clone(), ty: self.object(o).ty }).collect()
    }

    /// The variables of a parameter or result list, not yet declared; whether the last is variadic.
    fn collect_params(&mut self, kind: VarKind, list: &[Field]) -> (Vec<ObjId>, bool) {
        let mut objs = Vec::new();
        let mut variadic = false;
        for (i, field) in list.iter().enumerate() {
            let mut ty = match &field.ty.kind {
                ExprKind::Ellipsis(elem) => {
                    if kind == VarKind::Param && i == list.len() - 1 && field.names.len() <= 1 {
                        variadic = true;
                    } else {
                        self.error("InvalidSyntaxTree", field.ty.span, "can only use ... with final parameter in list");
                    }
                    self.var_type(elem)
                }
                _ => self.var_type(&field.ty),
            };
            if variadic {
                ty = self.types.intern(Type::Slice(ty));
                self.record(field.ty.id, Mode::Type, ty, None);
            }
            if field.names.is_empty() {
                let obj = self.new_object("".into(), field.span, ObjKind::Var(kind), Some(ty));
                self.record_implicit(field.id, obj);
                objs.push(obj);
            }
            for name in &field.names {
                objs.push(self.new_object(name.name.clone(), name.span, ObjKind::Var(kind), Some(ty)));
            }
        }
        (objs, variadic)
    }

    fn declare_params(&mut self, list: &[Field], objs: &[ObjId], pos: Pos) {
        let mut objs = objs.iter();
        for field in list {
            if field.names.is_empty() {
                objs.next();
            }
            for name in &field.names {
                if let Some(&obj) = objs.next() {
                    self.declare(Some(name.id), obj, pos);
                }
            }
        }
    }

    /// The receiver's variable and its names for type parameters; the latter are declared.
    fn collect_recv(&mut self, field: &Field, pos: Pos) -> (ObjId, Vec<TypeParamId>) {
        let parts = unpack_recv(&field.ty);
        let mut tparams = Vec::new();
        let ty = match parts.targs {
            None => self.plain_recv(&field.ty, parts.base.span),
            Some(targs) => {
                self.verify_version(parts.base.span, 1, 18, "type instantiation");
                let mut base_type = None;
                let mut cause = String::new();
                let generic = self.generic_type(parts.base, &mut cause);
                if self.is_valid(generic) {
                    base_type = self.as_named(generic).filter(|_| self.is_generic(generic));
                    if base_type.is_none() {
                        let name = crate::exprstring::expr_string(parts.base);
                        let tparams =
                            self.generic_alias(parts.base).map(|a| self.world.state.alias_tparams[&a].clone()).unwrap_or_default();
                        let msg = format!("cannot define new methods on generic alias type {name}{}", self.tparams_string(&tparams));
                        self.error("InvalidRecv", parts.base.span, msg);
                    }
                } else if !cause.is_empty() {
                    self.error("InvalidRecv", parts.base.span, cause);
                }
                tparams = self.recv_tparams(targs, pos);
                match base_type {
                    None => INVALID,
                    Some(base) => {
                        self.bind_recv_tparams(parts.base.span, base, &tparams);
                        let args: Vec<TypeId> = tparams.iter().map(|&p| self.types.intern(Type::TypeParam(p))).collect();
                        let inst = self.instantiate(base, args.clone());
                        if let ExprKind::Name(name) = &parts.base.kind {
                            self.record_instance(name.id, args);
                        }
                        if parts.ptr { self.types.intern(Type::Pointer(inst)) } else { inst }
                    }
                }
            }
        };
        self.record(field.ty.id, Mode::Type, ty, None);
        let kind = ObjKind::Var(VarKind::Param);
        let obj = match field.names.first() {
            Some(name) => self.new_object(name.name.clone(), name.span, kind, Some(ty)),
            None => {
                let obj = self.new_object("".into(), field.span, kind, Some(ty));
                self.record_implicit(field.id, obj);
                obj
            }
        };
        let span = parts.base.span;
        self.later(move |c| c.valid_recv(span, ty));
        (obj, tparams)
    }

    /// A receiver's type without type parameters. Aliases must not stand for instances.
    fn plain_recv(&mut self, e: &Expr, base: Span) -> TypeId {
        let ty = self.var_type(e);
        let mut at = self.unpointer(ty);
        while let Some(means) = self.types.alias_means(at) {
            at = self.unpointer(means);
            if self.is_instance(at) {
                let msg = format!("cannot define new methods on instantiated type {}", self.tstr(at));
                self.error("InvalidRecv", base, msg);
                return INVALID;
            }
        }
        ty
    }

    /// What the pointers of a pointer type lead to; an alias is no pointer type.
    fn unpointer(&self, mut t: TypeId) -> TypeId {
        while let (false, &Type::Pointer(inner)) = (self.types.is_alias(t), self.types.get(t)) {
            t = inner;
        }
        t
    }

    /// Whether `t` is an instance of a generic type or alias.
    fn is_instance(&self, t: TypeId) -> bool {
        match self.types.alias_name(t) {
            Some(AliasName::Declared(_, targs)) => !targs.is_empty(),
            Some(AliasName::Predeclared(_)) => false,
            None => self.as_named(t).is_some_and(|named| self.types.named(named).origin.is_some()),
        }
    }

    /// Declares the names that a receiver `T[A, B]` gives to type parameters.
    fn recv_tparams(&mut self, targs: &[Expr], pos: Pos) -> Vec<TypeParamId> {
        let mut tparams = Vec::new();
        for (i, arg) in targs.iter().enumerate() {
            let blank;
            let name = match &arg.kind {
                ExprKind::Name(name) => name,
                other => {
                    if !matches!(other, ExprKind::Bad) {
                        let msg = format!("receiver type parameter {} must be an identifier", crate::exprstring::expr_string(arg));
                        self.error("BadDecl", arg.span, msg);
                    }
                    blank = Ident { id: arg.id, name: "_".into(), span: arg.span };
                    &blank
                }
            };
            let p = self.declare_tparam(name, i, pos);
            let obj = self.types.tparam(p).obj;
            let ty = self.object(obj).ty;
            self.record_use(name.id, obj);
            self.record(arg.id, Mode::Type, ty, None);
            tparams.push(p);
        }
        tparams
    }

    /// Gives a receiver's type parameters the constraints of the generic type's.
    fn bind_recv_tparams(&mut self, span: Span, base: crate::types::NamedId, tparams: &[TypeParamId]) {
        let own = self.types.named(base).tparams.clone();
        if own.len() != tparams.len() {
            let got = match tparams.len() {
                1 => "1 type parameter".to_string(),
                n => format!("{n} type parameters"),
            };
            self.error("BadRecv", span, format!("receiver declares {got}, but receiver base type declares {}", own.len()));
            return;
        }
        let mut map = Subst::default();
        for (&b, &p) in own.iter().zip(tparams) {
            let ty = self.types.intern(Type::TypeParam(p));
            map.insert(b, ty);
            self.mono_canon(p, b);
        }
        for (&b, &p) in own.iter().zip(tparams) {
            let bound = self.types.tparam(b).constraint;
            let bound = self.subst(bound, &map);
            self.types.tparams[p.0 as usize].constraint = bound;
        }
    }

    /// Reports receiver types that cannot have methods.
    fn valid_recv(&mut self, span: Span, recv: TypeId) {
        let (base, _) = self.deref(recv);
        if !self.is_valid(base) {
            return;
        }
        match *self.types.get(base) {
            Type::Named(n) => {
                if self.object(self.types.named(n).obj).pkg != self.env.pkg {
                    let msg = format!("cannot define new methods on non-local type {}", self.tstr(base));
                    self.error("InvalidRecv", span, msg);
                    return;
                }
                let cause = match *self.under(base) {
                    Type::Basic(Basic::UnsafePointer) => "unsafe.Pointer",
                    Type::Pointer(_) | Type::Interface(_) => "pointer or interface type",
                    _ => return,
                };
                let msg = format!("invalid receiver type {} ({cause})", self.tstr(base));
                self.error("InvalidRecv", span, msg);
            }
            Type::Basic(_) => {
                let msg = format!("cannot define new methods on non-local type {}", self.tstr(base));
                self.error("InvalidRecv", span, msg);
            }
            _ => {
                let msg = format!("invalid receiver type {}", self.tstr(recv));
                self.error("InvalidRecv", span, msg);
            }
        }
    }

    /// Declares type parameters and finds out their constraints. `bind` is told the list before that, as constraints may mention its owner.
    pub(crate) fn collect_tparams(&mut self, list: &[Field], bind: &mut dyn FnMut(&mut Self, &[TypeParamId])) -> Vec<TypeParamId> {
        let pos = list.first().map_or(Pos::NONE, |f| f.span.lo);
        let mut tparams = Vec::new();
        for field in list {
            for name in &field.names {
                let p = self.declare_tparam(name, tparams.len(), pos);
                tparams.push(p);
            }
        }
        bind(self, &tparams);
        self.env.in_tparam_list = true;
        let mut next = tparams.iter();
        for field in list {
            let mut bound = self.bound(&field.ty);
            if self.is_type_param(bound) {
                self.error("MisplacedTypeParam", field.ty.span, "cannot use a type parameter as constraint");
                bound = INVALID;
            }
            for &p in next.by_ref().take(field.names.len()) {
                self.types.tparams[p.0 as usize].constraint = bound;
            }
        }
        self.env.in_tparam_list = false;
        tparams
    }

    fn declare_tparam(&mut self, name: &Ident, index: usize, pos: Pos) -> TypeParamId {
        let obj = self.new_object(name.name.clone(), name.span, ObjKind::TypeName { alias: false }, None);
        let p = self.new_tparam(TypeParam { obj, index: index as u32, constraint: INVALID });
        let ty = self.types.intern(Type::TypeParam(p));
        self.set_type(obj, ty);
        self.declare(Some(name.id), obj, pos);
        p
    }

    /// A constraint: an interface, or an element that stands for one.
    fn bound(&mut self, e: &Expr) -> TypeId {
        let element = matches!(e.kind, ExprKind::Unary(UnaryOp::Tilde, _) | ExprKind::Binary { op: BinaryOp::Or, .. });
        if !element {
            return self.typ(e);
        }
        let embed = self.parse_union(e);
        let iface = self.types.intern(Type::Interface(InterfaceType {
            methods: Vec::new(),
            embeds: vec![embed],
            implicit: true,
            comparable: false,
        }));
        self.check_interface_later(iface, vec![e.span]);
        iface
    }
}
