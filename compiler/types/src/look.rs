//! How types are spelled: in messages an alias goes by its own name, everywhere else it is what it stands for.
//!
//! Invariant: a [`TypeId`] with a look equals the one without. A type made of spelled parts is spelled itself, so nothing but messages ever asks.

use crate::object::ObjId;
use crate::types::{Basic, Type, TypeId, TypeTable};
use rustc_hash::FxHashMap;
use smallvec::SmallVec;
use std::sync::Arc;

/// What an alias is called.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(crate) enum AliasName {
    /// `byte` and `rune`, which Go's checker takes for types of their own names rather than for aliases.
    Predeclared(&'static str),
    /// An alias declaration, with its type arguments.
    Declared(ObjId, Vec<TypeId>),
}

/// One spelling of a type.
#[derive(Clone, Debug)]
struct Look {
    /// The type, its parts spelled.
    node: Arc<Type>,
    /// The type that an alias stands for, spelled as in its declaration; a type that is no alias is its own.
    means: TypeId,
    /// An alias's name.
    name: Option<AliasName>,
}

/// What tells spellings of one type apart.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
enum Key {
    /// The looks of its parts.
    Parts(u32, SmallVec<[u32; 4]>),
    /// The declaration, the look of what it stands for, and the looks of the type arguments beside the arguments themselves.
    Alias(AliasName, u32, u32, SmallVec<[u32; 4]>),
}

/// All spellings.
#[derive(Clone, Debug)]
pub(crate) struct Looks {
    all: Vec<Look>,
    known: FxHashMap<Key, u32>,
}

impl TypeId {
    /// `byte`
    pub const BYTE: TypeId = TypeId { index: Basic::Uint8 as u32, look: 1 };
    /// `rune`
    pub const RUNE: TypeId = TypeId { index: Basic::Int32 as u32, look: 2 };
}

impl Default for Looks {
    fn default() -> Looks {
        let predeclared =
            |basic: Basic, name| Look { node: Arc::new(Type::Basic(basic)), means: basic.id(), name: Some(AliasName::Predeclared(name)) };
        // In the order of the constants above; the first is that of types which no alias is in, and never looked at.
        let none = Look { node: Arc::new(Type::Basic(Basic::Invalid)), means: Basic::Invalid.id(), name: None };
        Looks { all: vec![none, predeclared(Basic::Uint8, "byte"), predeclared(Basic::Int32, "rune")], known: FxHashMap::default() }
    }
}

impl Looks {
    /// The node of a spelled type.
    pub(crate) fn node(&self, look: u32) -> &Arc<Type> {
        &self.all[look as usize].node
    }
}

impl TypeTable {
    /// The id of `ty`, new or known.
    pub fn intern(&mut self, mut ty: Type) -> TypeId {
        let mut looks: SmallVec<[u32; 4]> = SmallVec::new();
        each_part(&mut ty, &mut |part| looks.push(part.look));
        if looks.iter().all(|&look| look == 0) {
            return self.intern_plain(ty);
        }
        let node = Arc::new(ty.clone());
        each_part(&mut ty, &mut |part| part.look = 0);
        let TypeId { index, .. } = self.intern_plain(ty);
        self.spelled(index, Key::Parts(index, looks), |id| Look { node, means: id, name: None })
    }

    /// `rhs`, called by the name of the alias declaration `obj`.
    pub(crate) fn alias(&mut self, obj: ObjId, targs: Vec<TypeId>, rhs: TypeId) -> TypeId {
        let looks = targs.iter().map(|t| t.look).collect();
        let name = AliasName::Declared(obj, targs);
        let node = self.shared(rhs);
        let key = Key::Alias(name.clone(), rhs.index, rhs.look, looks);
        self.spelled(rhs.index, key, |_| Look { node, means: rhs, name: Some(name) })
    }

    fn spelled(&mut self, index: u32, key: Key, make: impl FnOnce(TypeId) -> Look) -> TypeId {
        let looks = &mut self.looks;
        let new = looks.all.len() as u32;
        let look = *looks.known.entry(key).or_insert(new);
        let id = TypeId { index, look };
        if look == new {
            looks.all.push(make(id));
        }
        id
    }

    /// The name that `t` goes by, if that is an alias.
    pub(crate) fn alias_name(&self, t: TypeId) -> Option<&AliasName> {
        if t.look == 0 { None } else { self.looks.all[t.look as usize].name.as_ref() }
    }

    /// Whether messages call `t` by a declared alias.
    pub(crate) fn is_alias(&self, t: TypeId) -> bool {
        matches!(self.alias_name(t), Some(AliasName::Declared(..)))
    }

    /// What the declared alias `t` stands for, as its declaration says; `None` for other types.
    pub(crate) fn alias_means(&self, t: TypeId) -> Option<TypeId> {
        self.is_alias(t).then(|| self.looks.all[t.look as usize].means)
    }

    /// What a declared alias stands for; other types are left as they are.
    pub(crate) fn unalias(&self, mut t: TypeId) -> TypeId {
        while let Some(means) = self.alias_means(t) {
            t = means;
        }
        t
    }
}

/// Calls `f` on the types that `ty` is made of.
fn each_part(ty: &mut Type, f: &mut dyn FnMut(&mut TypeId)) {
    match ty {
        Type::Basic(_) | Type::Named(_) | Type::TypeParam(_) => {}
        Type::Pointer(x) | Type::Slice(x) | Type::Array(x, _) | Type::Chan(_, x) => f(x),
        Type::Map(k, v) => {
            f(k);
            f(v);
        }
        Type::Struct(s) => s.fields.iter_mut().for_each(|field| f(&mut field.ty)),
        Type::Tuple(list) => list.iter_mut().for_each(f),
        Type::Signature(sig) => sig.params.iter_mut().chain(&mut sig.results).for_each(|p| f(&mut p.ty)),
        Type::Interface(iface) => {
            iface.methods.iter_mut().for_each(|m| f(&mut m.sig));
            iface.embeds.iter_mut().for_each(f);
        }
        Type::Union(terms) => terms.iter_mut().for_each(|term| f(&mut term.ty)),
    }
}
