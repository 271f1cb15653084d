//! Substitution of type parameters, and instances of generic types.

use crate::look::AliasName;
use crate::types::{
    IfaceMethod, InterfaceType, Named, NamedId, Param, Signature, StructField, StructType, Term, Type, TypeId, TypeParam, TypeParamId,
};
use crate::world::World;
use rustc_hash::FxHashMap;

/// What to put in place of which type parameter.
pub type Subst = FxHashMap<TypeParamId, TypeId>;

impl World {
    /// `t` with type parameters replaced as `map` says. Defined types are not looked into: they get new type arguments.
    pub fn subst(&mut self, t: TypeId, map: &Subst) -> TypeId {
        if map.is_empty() {
            return t;
        }
        let new = self.subst_node(t, map);
        match self.types.alias_name(t) {
            Some(AliasName::Declared(obj, targs)) if new != t && !targs.is_empty() => {
                let (obj, targs) = (*obj, targs.clone());
                let targs = targs.into_iter().map(|x| self.subst(x, map)).collect();
                self.types.alias(obj, targs, new)
            }
            _ => new,
        }
    }

    fn subst_node(&mut self, t: TypeId, map: &Subst) -> TypeId {
        let node = self.types.shared(t);
        let new = match &*node {
            Type::Basic(_) => return t,
            &Type::TypeParam(p) => return map.get(&p).copied().unwrap_or(t),
            &Type::Named(n) => return self.subst_named(t, n, map),
            &Type::Pointer(x) => Type::Pointer(self.subst(x, map)),
            &Type::Slice(x) => Type::Slice(self.subst(x, map)),
            &Type::Array(x, n) => Type::Array(self.subst(x, map), n),
            &Type::Map(k, v) => Type::Map(self.subst(k, map), self.subst(v, map)),
            &Type::Chan(dir, x) => Type::Chan(dir, self.subst(x, map)),
            Type::Tuple(list) => Type::Tuple(list.iter().map(|&x| self.subst(x, map)).collect()),
            Type::Union(terms) => Type::Union(terms.iter().map(|x| Term { tilde: x.tilde, ty: self.subst(x.ty, map) }).collect()),
            Type::Struct(s) => {
                let fields = s.fields.iter().map(|f| StructField { ty: self.subst(f.ty, map), ..f.clone() }).collect();
                Type::Struct(StructType { fields })
            }
            Type::Signature(sig) => Type::Signature(self.subst_signature(sig, map)),
            Type::Interface(i) => Type::Interface(InterfaceType {
                methods: i.methods.iter().map(|m| IfaceMethod { sig: self.subst(m.sig, map), ..m.clone() }).collect(),
                embeds: i.embeds.iter().map(|&e| self.subst(e, map)).collect(),
                implicit: i.implicit,
                comparable: i.comparable,
            }),
        };
        if new == *node { t } else { self.types.intern(new) }
    }

    fn subst_named(&mut self, t: TypeId, named: NamedId, map: &Subst) -> TypeId {
        let data = self.types.named(named);
        let Some(origin) = data.origin else { return self.subst_local(t, named, map) };
        let old = data.targs.clone();
        // Reported where the instance was written.
        if self.types.all_tparams(origin).count() != old.len() {
            return crate::types::Basic::Invalid.id();
        }
        let new: Vec<TypeId> = old.iter().map(|&x| self.subst(x, map)).collect();
        if new == old { t } else { self.instantiate(origin, new) }
    }

    /// A local type mentions the type parameters of the functions around it, though it has no type arguments for them.
    fn subst_local(&mut self, t: TypeId, named: NamedId, map: &Subst) -> TypeId {
        let data = self.types.named(named);
        if !data.tparams.is_empty() || !data.ambient.iter().any(|p| map.contains_key(p)) {
            return t;
        }
        let ambient = data.ambient.clone();
        let old = self.ambient_targs(&ambient);
        let targs: Vec<TypeId> = old.iter().map(|&x| self.subst(x, map)).collect();
        if targs == old { t } else { self.instantiate(named, targs) }
    }

    /// Type parameters as arguments for themselves.
    pub(crate) fn ambient_targs(&mut self, ambient: &[TypeParamId]) -> Vec<TypeId> {
        ambient.iter().map(|&p| self.types.intern(Type::TypeParam(p))).collect()
    }

    /// Parameters and results replaced. A generic method keeps its own type parameters, anew if their constraints change.
    fn subst_signature(&mut self, sig: &Signature, map: &Subst) -> Signature {
        let renamed;
        let (tparams, map) = if sig.tparams.is_empty() {
            (Vec::new(), map)
        } else {
            let mut own = map.clone();
            let fresh = self.subst_tparams(&sig.tparams, &mut own);
            renamed = own;
            (fresh, &renamed)
        };
        let mut all = |list: &[Param]| list.iter().map(|p| Param { name: p.name.clone(), ty: self.subst(p.ty, map) }).collect::<Vec<_>>();
        Signature { params: all(&sig.params), results: all(&sig.results), tparams, variadic: sig.variadic }
    }

    fn subst_tparams(&mut self, tparams: &[TypeParamId], map: &mut Subst) -> Vec<TypeParamId> {
        let mentions = tparams.iter().any(|&p| {
            let bound = self.types.tparam(p).constraint;
            self.subst(bound, map) != bound
        });
        if !mentions {
            return tparams.to_vec();
        }
        self.fresh_tparams(tparams, map)
    }

    /// Copies of type parameters whose constraints are those of the originals under `map`, which is extended by originals → copies.
    pub(crate) fn fresh_tparams(&mut self, tparams: &[TypeParamId], map: &mut Subst) -> Vec<TypeParamId> {
        let fresh: Vec<TypeParamId> = tparams.iter().map(|&p| self.new_tparam(self.types.tparam(p).clone())).collect();
        for (&old, &new) in tparams.iter().zip(&fresh) {
            let ty = self.types.intern(Type::TypeParam(new));
            map.insert(old, ty);
        }
        for &new in &fresh {
            let bound = self.types.tparam(new).constraint;
            let bound = self.subst(bound, map);
            self.types.tparams[new.0 as usize].constraint = bound;
        }
        fresh
    }

    /// Adds a type parameter.
    pub(crate) fn new_tparam(&mut self, tparam: TypeParam) -> TypeParamId {
        self.types.tparams.push(tparam);
        TypeParamId(self.types.tparams.len() as u32 - 1)
    }

    /// The instance of `generic` with these type arguments; its underlying type is expanded at first use.
    pub fn instantiate(&mut self, generic: NamedId, targs: Vec<TypeId>) -> TypeId {
        if let Some(&inst) = self.state.instances.get(&(generic, targs.clone())) {
            return self.types.intern(Type::Named(inst));
        }
        let known = self.state.instances_of.get(&generic).cloned().unwrap_or_default();
        let same = known.into_iter().find(|&n| {
            let old = self.types.named(n).targs.clone();
            old.len() == targs.len() && old.into_iter().zip(&targs).all(|(x, &y)| self.identical(x, y))
        });
        let inst = same.unwrap_or_else(|| {
            let data = self.types.named(generic);
            let (obj, methods) = (data.obj, data.methods.clone());
            self.types.named.push(Named {
                obj,
                origin: Some(generic),
                targs: targs.clone(),
                tparams: Vec::new(),
                ambient: Vec::new(),
                underlying: None,
                rhs: None,
                methods,
            });
            let inst = NamedId(self.types.named.len() as u32 - 1);
            self.state.instances_of.entry(generic).or_default().push(inst);
            inst
        });
        self.state.instances.insert((generic, targs), inst);
        self.types.intern(Type::Named(inst))
    }

    /// Methods declared on `named`, or on the generic type it is an instance of.
    pub fn methods_of(&self, named: NamedId) -> &[crate::object::ObjId] {
        &self.types.named(self.origin_of(named)).methods
    }

    /// The signature of method `m` as seen on `named`: type arguments put in place of the method's names for them.
    pub fn method_sig(&mut self, named: NamedId, m: crate::object::ObjId) -> TypeId {
        self.resolve(m);
        let data = self.types.named(named);
        let sig = self.object(m).ty;
        if data.origin.is_none() {
            return sig;
        }
        let crate::object::ObjKind::Func(info) = &self.object(m).kind else { return sig };
        let map = info.recv_tparams.iter().copied().zip(data.targs.iter().copied()).collect();
        self.subst(sig, &map)
    }
}
