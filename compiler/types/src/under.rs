//! Underlying types, core types, and walks over the specific types of a type parameter.

use crate::types::{Basic, InterfaceType, NamedId, Term, Type, TypeId, TypeParamId, TypeTable};
use crate::typeset::TermList;
use crate::world::World;
use mgo_syntax::ast::ChanDir;

/// A question about a type and its underlying type; `None` when there are no specific types.
pub(crate) type TypeTest<'a> = &'a mut dyn FnMut(&mut World, Option<(TypeId, TypeId)>) -> bool;

const INVALID: TypeId = Basic::Invalid.id();

impl World {
    /// The underlying type of `t`: never a defined type. That of a type parameter is the interface it is constrained by.
    /// A type still under construction has the invalid type underneath.
    pub fn underlying(&mut self, t: TypeId) -> TypeId {
        match *self.types.get(t) {
            Type::Named(n) => self.named_underlying(n),
            Type::TypeParam(p) => self.tparam_iface(p),
            _ => self.types.unalias(t),
        }
    }

    /// The node of the underlying type, to be held while the table grows.
    pub(crate) fn under(&mut self, t: TypeId) -> std::sync::Arc<Type> {
        let u = self.underlying(t);
        self.types.shared(u)
    }

    fn named_underlying(&mut self, named: NamedId) -> TypeId {
        let mut path: Vec<NamedId> = Vec::new();
        let mut at = named;
        let found = loop {
            if let Some(u) = self.types.named(at).underlying {
                break u;
            }
            // A cycle of names was reported where it was declared.
            if path.contains(&at) {
                break INVALID;
            }
            path.push(at);
            let Some(rhs) = self.named_rhs(at) else { return INVALID };
            match *self.types.get(rhs) {
                Type::Named(next) => at = next,
                Type::TypeParam(_) => break INVALID,
                _ => break self.types.unalias(rhs),
            }
        };
        for n in path {
            self.types.named[n.0 as usize].underlying = Some(found);
        }
        found
    }

    /// What stands on the right side of the declaration of `named`; instances are expanded here.
    pub(crate) fn named_rhs(&mut self, named: NamedId) -> Option<TypeId> {
        let data = self.types.named(named);
        if data.rhs.is_some() {
            return data.rhs;
        }
        let origin = data.origin?;
        let targs = data.targs.clone();
        let rhs = self.types.named(origin).rhs?;
        if self.types.all_tparams(origin).count() != targs.len() {
            return Some(INVALID);
        }
        let map = self.types.all_tparams(origin).zip(targs).collect();
        let expanded = self.subst(rhs, &map);
        self.types.named[named.0 as usize].rhs = Some(expanded);
        Some(expanded)
    }

    /// The underlying type of `t`, spelled as in the declaration that it is from: `byte` for `type T byte`.
    pub(crate) fn spelled_underlying(&mut self, t: TypeId) -> TypeId {
        let mut at = self.types.unalias(t);
        while let Some(rhs) = self.as_named(at).and_then(|named| self.named_rhs(named)) {
            at = self.types.unalias(rhs);
        }
        at
    }

    /// The constraint of a type parameter as an interface: a constraint that is none is wrapped into one.
    pub(crate) fn tparam_iface(&mut self, p: TypeParamId) -> TypeId {
        let bound = self.types.tparam(p).constraint;
        let u = match *self.types.get(bound) {
            Type::Named(n) => self.named_underlying(n),
            // Reported where it was declared.
            Type::TypeParam(_) => INVALID,
            _ => bound,
        };
        if u == INVALID {
            return self.empty_interface();
        }
        if matches!(self.types.get(u), Type::Interface(_)) {
            return u;
        }
        self.types.intern(Type::Interface(InterfaceType { methods: Vec::new(), embeds: vec![bound], implicit: true, comparable: false }))
    }

    /// `interface{}`
    pub(crate) fn empty_interface(&mut self) -> TypeId {
        self.types.intern(Type::Interface(InterfaceType { methods: Vec::new(), embeds: Vec::new(), implicit: false, comparable: false }))
    }

    /// The predeclared `any`.
    pub fn any_type(&mut self) -> TypeId {
        self.types.intern(Type::Interface(InterfaceType { methods: Vec::new(), embeds: Vec::new(), implicit: true, comparable: false }))
    }

    /// The pairs of type and underlying type that `t` stands for: `t` itself, or the specific types of a type parameter.
    /// A type parameter without specific types gives none.
    pub(crate) fn specific_types(&mut self, t: TypeId) -> Option<Vec<(TypeId, TypeId)>> {
        if !matches!(self.types.get(t), Type::TypeParam(_)) {
            return Some(vec![(t, self.underlying(t))]);
        }
        let iface = self.underlying(t);
        let set = self.type_set(iface);
        let TermList::Some(terms) = &set.terms else { return None };
        if terms.is_empty() {
            return None;
        }
        Some(terms.iter().map(|term| (term.ty, self.underlying(term.ty))).collect())
    }

    /// Whether `f(type, underlying)` holds for all that `t` stands for. Without specific types, `f` is asked about `None` once.
    pub(crate) fn type_set_all(&mut self, t: TypeId, f: TypeTest<'_>) -> bool {
        match self.specific_types(t) {
            None => f(self, None),
            Some(list) => list.into_iter().all(|pair| f(self, Some(pair))),
        }
    }

    /// The terms of a type parameter's (or constraint interface's) type set, if it has any.
    pub fn type_terms(&mut self, t: TypeId) -> Option<Vec<Term>> {
        let u = self.underlying(t);
        if !matches!(self.types.get(u), Type::Interface(_)) {
            return Some(vec![Term { tilde: false, ty: t }]);
        }
        match &self.type_set(u).terms {
            TermList::All => None,
            TermList::Some(terms) => Some(terms.clone()),
        }
    }

    /// The one underlying type of all that `t` stands for (channels may differ in direction), or why there is none.
    pub(crate) fn common_under(&mut self, t: TypeId) -> Result<TypeId, String> {
        let Some(list) = self.specific_types(t) else { return Err("no specific type".into()) };
        let mut common: Option<(TypeId, TypeId)> = None;
        for (t, u) in list {
            let Some((ct, cu)) = common else {
                common = Some((t, u));
                continue;
            };
            if let (&Type::Chan(cdir, celem), &Type::Chan(dir, elem)) = (self.types.get(cu), self.types.get(u)) {
                if !self.identical(celem, elem) {
                    return Err(format!("channels {} and {} have different element types", self.name_of(ct), self.name_of(t)));
                }
                if cdir == dir || dir == ChanDir::Both {
                    continue;
                }
                if cdir == ChanDir::Both {
                    common = Some((t, u));
                    continue;
                }
                return Err(format!("channels {} and {} have conflicting directions", self.name_of(ct), self.name_of(t)));
            }
            if !self.identical(cu, u) {
                return Err(format!("{} and {} have different underlying types", self.name_of(ct), self.name_of(t)));
            }
        }
        common.map(|(_, u)| u).ok_or_else(|| "no specific type".into())
    }

    /// The core type of `t`: its underlying type, or the one shared by all of a type parameter's specific types.
    pub fn core_type(&mut self, t: TypeId) -> Option<TypeId> {
        self.common_under(t).ok()
    }

    /// The type's name for messages that have no package to be relative to.
    pub(crate) fn name_of(&self, t: TypeId) -> String {
        self.type_string(t, crate::typestring::Qualifier::Relative(self.state.current))
    }

    /// `*T` → `(T, true)`; a defined pointer type stays as it is.
    pub(crate) fn deref(&self, t: TypeId) -> (TypeId, bool) {
        match *self.types.get(t) {
            Type::Pointer(base) => (base, true),
            _ => (t, false),
        }
    }

    /// Whether `t` is known to be valid.
    pub(crate) fn is_valid(&self, t: TypeId) -> bool {
        !TypeTable::is_invalid(t)
    }

    /// Whether `t` is an interface described by its methods alone.
    pub(crate) fn is_method_set(&mut self, t: TypeId) -> bool {
        let u = self.underlying(t);
        matches!(self.types.get(u), Type::Interface(_)) && self.type_set(u).is_method_set()
    }

    /// The defined type that `t` is.
    pub(crate) fn as_named(&self, t: TypeId) -> Option<NamedId> {
        match *self.types.get(t) {
            Type::Named(n) => Some(n),
            _ => None,
        }
    }

    /// The generic type `named` is an instance of, or itself.
    pub fn origin_of(&self, named: NamedId) -> NamedId {
        self.types.named(named).origin.unwrap_or(named)
    }
}
