//! Type expressions.

use crate::check::Checker;
use crate::exprstring::expr_string;
use crate::info::Mode;
use crate::object::ObjId;
use crate::operand::{Operand, place};
use crate::types::{Basic, NamedId, Type, TypeId, TypeParamId};
use mgo_syntax::ast::{Expr, ExprKind};
use mgo_syntax::source::Span;

const INVALID: TypeId = Basic::Invalid.id();

/// A generic type or alias.
#[derive(Clone, Copy)]
enum Generic {
    Named(NamedId),
    Alias(ObjId),
}

impl Checker<'_> {
    /// The type as messages about this package show it.
    pub(crate) fn tstr(&self, t: TypeId) -> String {
        self.name_of(t)
    }

    /// The type that `e` denotes, which must not be generic; invalid (and reported) if it denotes none.
    pub(crate) fn typ(&mut self, e: &Expr) -> TypeId {
        let mut ty = self.typ_internal(e);
        if self.is_generic(ty) || self.generic_alias(e).is_some() {
            let name = match self.generic_alias(e) {
                Some(alias) => format!("{}{}", expr_string(e), self.tparams_string(&self.world.state.alias_tparams[&alias])),
                None => self.tstr(ty),
            };
            self.error("WrongTypeArgCount", e.span, format!("cannot use generic type {name} without instantiation"));
            ty = INVALID;
        }
        self.record(e.id, Mode::Type, ty, None);
        ty
    }

    /// As [`Checker::typ`], for the type of a variable: constraints will not do.
    pub(crate) fn var_type(&mut self, e: &Expr) -> TypeId {
        let ty = self.typ(e);
        self.valid_var_type(e, ty);
        ty
    }

    /// Reports a constraint interface used as a variable's type. This waits until all types are known.
    pub(crate) fn valid_var_type(&mut self, e: &Expr, ty: TypeId) {
        let fine = match self.types.get(ty) {
            Type::Named(n) => match self.types.named(*n).underlying {
                Some(u) => !matches!(self.types.get(u), Type::Interface(_)),
                None => false,
            },
            Type::Interface(iface) => iface.embeds.is_empty() && !iface.comparable,
            _ => true,
        };
        if fine {
            return;
        }
        let span = e.span;
        self.later(move |c| {
            let u = c.underlying(ty);
            if !matches!(c.types.get(u), Type::Interface(_)) {
                return;
            }
            let set = c.type_set(u);
            if set.is_method_set() {
                return;
            }
            let why = if set.comparable { "interface is (or embeds) comparable" } else { "interface contains type constraints" };
            let msg = format!("cannot use type {} outside a type constraint: {why}", c.tstr(ty));
            c.error("MisplacedConstraintIface", span, msg);
        });
    }

    /// The generic type that `e` denotes. If it denotes another type, `cause` says so.
    pub(crate) fn generic_type(&mut self, e: &Expr, cause: &mut String) -> TypeId {
        let mut ty = self.typ_internal(e);
        if self.is_valid(ty) && !self.is_generic(ty) && self.generic_alias(e).is_none() {
            *cause = format!("{} is not a generic type", self.tstr(ty));
            ty = INVALID;
        }
        self.record(e.id, Mode::Type, ty, None);
        ty
    }

    /// The generic alias that `e`, checked before, names.
    pub(crate) fn generic_alias(&self, e: &Expr) -> Option<ObjId> {
        if self.world.state.alias_tparams.is_empty() {
            return None;
        }
        let id = match &e.kind {
            ExprKind::Name(name) => name.id,
            ExprKind::Selector(_, sel) => sel.id,
            _ => return None,
        };
        let obj = *self.package(self.env.pkg).info.uses.get(&id)?;
        self.world.state.alias_tparams.contains_key(&obj).then_some(obj)
    }

    fn typ_internal(&mut self, e: &Expr) -> TypeId {
        match &e.kind {
            ExprKind::Bad => INVALID,
            ExprKind::Name(name) => {
                let mut x = Operand::new(e);
                self.ident(&mut x, e, name, true);
                self.type_operand(&x)
            }
            ExprKind::Selector(base, sel) => {
                let mut x = Operand::new(e);
                self.selector(&mut x, e, base, sel, true);
                self.type_operand(&x)
            }
            ExprKind::Index(x, args) => {
                self.verify_version(e.span, 1, 18, "type instantiation");
                self.instantiated_type(x, args)
            }
            ExprKind::Paren(x) => self.typ(x),
            ExprKind::ArrayType { len: Some(len), elem } => {
                let n = self.array_length(len);
                let elem = self.var_type(elem);
                n.map_or(INVALID, |n| self.types.intern(Type::Array(elem, n)))
            }
            ExprKind::ArrayType { len: None, elem } => {
                self.error("BadDotDotDotSyntax", e.span, "invalid use of [...] array (outside a composite literal)");
                self.var_type(elem);
                INVALID
            }
            ExprKind::SliceType(elem) => {
                let elem = self.var_type(elem);
                self.types.intern(Type::Slice(elem))
            }
            ExprKind::Ellipsis(elem) => {
                self.error("InvalidSyntaxTree", e.span, "invalid use of ...");
                self.typ(elem);
                INVALID
            }
            ExprKind::StructType(fields) => self.struct_type(fields),
            ExprKind::Star(base) => {
                let base = self.var_type(base);
                // A pointer to something broken would only lead to follow-up errors.
                if self.is_valid(base) { self.types.intern(Type::Pointer(base)) } else { INVALID }
            }
            ExprKind::FuncType(sig) => self.func_type(sig).ty,
            ExprKind::InterfaceType(elems) => self.interface_type(e.span, elems),
            ExprKind::MapType(key, value) => {
                let key_type = self.var_type(key);
                let value_type = self.var_type(value);
                self.check_map_key(place(key), key_type);
                self.types.intern(Type::Map(key_type, value_type))
            }
            ExprKind::ChanType(dir, elem) => {
                let elem = self.var_type(elem);
                self.types.intern(Type::Chan(*dir, elem))
            }
            _ => {
                self.error("NotAType", e.span, format!("{} is not a type", expr_string(e)));
                self.use_exprs(&[e]);
                INVALID
            }
        }
    }

    fn type_operand(&mut self, x: &Operand<'_>) -> TypeId {
        match x.mode {
            Mode::Type => return x.ty,
            Mode::Invalid => {}
            Mode::NoValue => {
                let msg = format!("{} used as type", self.operand_string(x));
                self.error("NotAType", x.span(), msg);
            }
            _ => {
                let msg = format!("{} is not a type", self.operand_string(x));
                self.error("NotAType", x.span(), msg);
            }
        }
        INVALID
    }

    /// Reports a key type without `==`, once all types are known.
    fn check_map_key(&mut self, span: Span, key: TypeId) {
        if matches!(self.types.get(key), Type::Basic(_) | Type::Pointer(_) | Type::Chan(..)) {
            return;
        }
        self.later(move |c| {
            if !c.comparable(key) {
                let why = if c.is_type_param(key) { " (missing comparable constraint)" } else { "" };
                let msg = format!("invalid map key type {}{why}", c.tstr(key));
                c.error("IncomparableMapKey", span, msg);
            }
        });
    }

    /// The length of an array type; `None` after an error.
    pub(crate) fn array_length(&mut self, e: &Expr) -> Option<u64> {
        if let ExprKind::Name(name) = &e.kind {
            match self.lookup(&name.name) {
                None => {
                    let msg = format!("undefined array length {} or missing type constraint", name.name);
                    self.error("InvalidArrayLen", e.span, msg);
                    return None;
                }
                Some(obj) if !matches!(self.object(obj).kind, crate::object::ObjKind::Const { .. }) => {
                    self.error("InvalidArrayLen", e.span, format!("invalid array length {}", name.name));
                    return None;
                }
                Some(_) => {}
            }
        }
        let mut x = Operand::new(e);
        self.expr(None, &mut x, e);
        if x.mode == Mode::Invalid {
            return None;
        }
        let text = self.operand_string(&x);
        if x.mode != Mode::Const {
            self.error("InvalidArrayLen", x.span(), format!("array length {text} must be constant"));
            return None;
        }
        let is_integer = self.is_integer(x.ty);
        if (is_integer || self.is_untyped(x.ty))
            && let Some(n) = x.val.as_ref().and_then(|v| v.to_i64())
            && n >= 0
        {
            return Some(n as u64);
        }
        let msg = if is_integer { format!("invalid array length {text}") } else { format!("array length {text} must be integer") };
        self.error("InvalidArrayLen", x.span(), msg);
        None
    }

    /// The types that `list` denotes; `None` if one of them is broken.
    pub(crate) fn type_list(&mut self, list: &[Expr]) -> Option<Vec<TypeId>> {
        let types: Vec<TypeId> = list.iter().map(|e| self.var_type(e)).collect();
        types.iter().all(|&t| self.is_valid(t)).then_some(types)
    }

    /// `x[args]`, an instance of the generic type `x`.
    pub(crate) fn instantiated_type(&mut self, x: &Expr, args: &[Expr]) -> TypeId {
        let mut cause = String::new();
        let generic = self.generic_type(x, &mut cause);
        if !cause.is_empty() {
            let list: Vec<String> = args.iter().map(expr_string).collect();
            let msg = format!("invalid operation: {}[{}] ({cause})", expr_string(x), list.join(", "));
            self.error("NotAGenericType", x.span, msg);
        }
        if !self.is_valid(generic) {
            return INVALID;
        }
        let Some(targs) = self.type_list(args) else { return INVALID };
        if let Some(id) = instantiated_ident(x) {
            self.record_instance(id, targs.clone());
        }
        let generic = match (self.generic_alias(x), self.as_named(generic)) {
            (Some(alias), _) => Generic::Alias(alias),
            (None, Some(named)) => Generic::Named(named),
            _ => return INVALID,
        };
        let inst = match generic {
            Generic::Named(named) => {
                let ambient = self.types.named(named).ambient.clone();
                let mut all = self.ambient_targs(&ambient);
                all.extend(&targs);
                let inst = self.instantiate(named, all);
                if let Some(n) = self.as_named(inst) {
                    self.world.state.instance_spans.entry(n).or_insert(x.span);
                }
                inst
            }
            Generic::Alias(alias) => {
                let tparams = self.tparams_of(generic);
                let name = self.object(alias).name.clone();
                if !self.check_targ_count(x.span, &name, tparams.len(), targs.len()) {
                    return INVALID;
                }
                let map = tparams.into_iter().zip(targs.iter().copied()).collect();
                let rhs = self.object(alias).ty;
                let inst = self.subst(rhs, &map);
                if self.is_valid(inst) { self.types.alias(alias, targs.clone(), inst) } else { INVALID }
            }
        };
        let spans: Vec<Span> = args.iter().map(place).collect();
        let span = x.span;
        // The type parameters may not be there yet.
        self.later(move |c| {
            let obj = match generic {
                Generic::Alias(obj) => obj,
                Generic::Named(n) => c.types.named(n).obj,
            };
            let name = c.object(obj).name.clone();
            let tparams = c.tparams_of(generic);
            if c.check_targ_count(span, &name, tparams.len(), targs.len()) {
                c.verify_instance(span, &tparams, &targs, &spans);
            }
        });
        inst
    }

    fn tparams_of(&self, generic: Generic) -> Vec<TypeParamId> {
        match generic {
            Generic::Named(n) => self.types.named(n).tparams.clone(),
            Generic::Alias(obj) => self.world.state.alias_tparams.get(&obj).cloned().unwrap_or_default(),
        }
    }

    fn check_targ_count(&mut self, span: Span, name: &str, want: usize, got: usize) -> bool {
        if got == want {
            return true;
        }
        let qualifier = if got < want { "not enough" } else { "too many" };
        self.error("WrongTypeArgCount", span, format!("{qualifier} type arguments for type {name}: have {got}, want {want}"));
        false
    }

    /// Reports the first type argument that does not satisfy its constraint. `spans` are those of arguments written out.
    pub(crate) fn verify_instance(&mut self, span: Span, tparams: &[TypeParamId], targs: &[TypeId], spans: &[Span]) {
        let map = tparams.iter().copied().zip(targs.iter().copied()).collect();
        for (i, (&p, &targ)) in tparams.iter().zip(targs).enumerate() {
            let tpar = self.types.intern(Type::TypeParam(p));
            let bound = self.types.tparam(p).constraint;
            let bound = if self.is_interface(bound) { bound } else { self.underlying(tpar) };
            let bound = self.subst(bound, &map);
            let mut cause = String::new();
            if !self.implements(targ, bound, true, &mut cause) {
                self.error("InvalidTypeArg", spans.get(i).copied().unwrap_or(span), cause);
                return;
            }
            if !self.allow_version(1, 20) && self.is_compared_dynamically(targ, bound) {
                let what = format!("{} to satisfy comparable", self.tstr(targ));
                self.verify_version(spans.get(i).copied().unwrap_or(span), 1, 20, &what);
                return;
            }
        }
        self.mono_instance(span, tparams, targs, spans);
    }

    /// The instance of generic signature `sig`, checked later. `type_args` are those written out.
    pub(crate) fn instantiate_signature(
        &mut self,
        span: Span,
        expr: Option<&Expr>,
        targs: &[TypeId],
        sig: TypeId,
        type_args: &[Expr],
    ) -> TypeId {
        let node = self.types.shared(sig);
        let Type::Signature(generic) = &*node else { return INVALID };
        let tparams = generic.tparams.clone();
        let plain = self.types.intern(Type::Signature(crate::types::Signature { tparams: Vec::new(), ..generic.clone() }));
        let map = tparams.iter().copied().zip(targs.iter().copied()).collect();
        let inst = self.subst(plain, &map);
        if let Some(id) = expr.and_then(instantiated_ident) {
            self.record_instance(id, targs.to_vec());
        }
        let (targs, spans) = (targs.to_vec(), type_args.iter().map(place).collect::<Vec<_>>());
        self.later(move |c| c.verify_instance(span, &tparams, &targs, &spans));
        inst
    }
}

/// The identifier in `F`, `p.F`, `F[…]`, `(F)` that type arguments are recorded for.
fn instantiated_ident(e: &Expr) -> Option<mgo_syntax::ast::NodeId> {
    match &e.kind {
        ExprKind::Name(name) => Some(name.id),
        ExprKind::Selector(_, sel) => Some(sel.id),
        ExprKind::Index(x, _) | ExprKind::Paren(x) => instantiated_ident(x),
        _ => None,
    }
}
