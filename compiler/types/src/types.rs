//! Types and the table they live in.
//!
//! Invariant: a [`TypeId`] never changes what it means; `Named` types may get their underlying type later, once.
//! Equal ids mean identical types; the reverse holds only for types without struct, signature or interface parts: ask [`crate::world::World::identical`].

use crate::object::{ObjId, PackageId};
use mgo_syntax::ast::ChanDir;
use mgo_syntax::source::Span;
use smol_str::SmolStr;
use std::sync::Arc;

/// Names a type in its [`TypeTable`]. How the source spells it is no part of that: see `look.rs`.
#[derive(Clone, Copy, Debug)]
pub struct TypeId {
    pub(crate) index: u32,
    pub(crate) look: u32,
}

impl PartialEq for TypeId {
    fn eq(&self, other: &TypeId) -> bool {
        self.index == other.index
    }
}

impl Eq for TypeId {}

impl PartialOrd for TypeId {
    fn partial_cmp(&self, other: &TypeId) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for TypeId {
    fn cmp(&self, other: &TypeId) -> std::cmp::Ordering {
        self.index.cmp(&other.index)
    }
}

impl std::hash::Hash for TypeId {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.index.hash(state);
    }
}

/// Names a defined type (or an instance of a generic one).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct NamedId(pub u32);

/// Names a type parameter.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct TypeParamId(pub u32);

/// The predeclared types; each has the fixed [`TypeId`] of its discriminant.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[repr(u32)]
#[allow(missing_docs)]
pub enum Basic {
    Invalid,
    Bool,
    Int,
    Int8,
    Int16,
    Int32,
    Int64,
    Uint,
    Uint8,
    Uint16,
    Uint32,
    Uint64,
    Uintptr,
    Float32,
    Float64,
    Complex64,
    Complex128,
    String,
    UnsafePointer,
    UntypedBool,
    UntypedInt,
    UntypedRune,
    UntypedFloat,
    UntypedComplex,
    UntypedString,
    UntypedNil,
}

impl Basic {
    /// All of them, in the order of their ids.
    pub const ALL: [Basic; 26] = {
        use Basic::*;
        [
            Invalid,
            Bool,
            Int,
            Int8,
            Int16,
            Int32,
            Int64,
            Uint,
            Uint8,
            Uint16,
            Uint32,
            Uint64,
            Uintptr,
            Float32,
            Float64,
            Complex64,
            Complex128,
            String,
            UnsafePointer,
            UntypedBool,
            UntypedInt,
            UntypedRune,
            UntypedFloat,
            UntypedComplex,
            UntypedString,
            UntypedNil,
        ]
    };

    /// Its id in every table.
    pub const fn id(self) -> TypeId {
        TypeId { index: self as u32, look: 0 }
    }
}

/// A type, one level deep.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Type {
    /// Predeclared. `byte` and `rune` are other spellings of `uint8` and `int32`.
    Basic(Basic),
    /// A defined type; see [`Named`].
    Named(NamedId),
    /// `*T`
    Pointer(TypeId),
    /// `[]T`
    Slice(TypeId),
    /// `[N]T`
    Array(TypeId, u64),
    /// `map[K]V`
    Map(TypeId, TypeId),
    /// `chan T` …
    Chan(ChanDir, TypeId),
    /// `struct { … }`
    Struct(StructType),
    /// Several results of a call.
    Tuple(Vec<TypeId>),
    /// `func(A) R`
    Signature(Signature),
    /// `interface { … }`
    Interface(InterfaceType),
    /// `~A | B` inside a constraint.
    Union(Vec<Term>),
    /// A type parameter; see [`TypeParam`].
    TypeParam(TypeParamId),
}

/// A struct's fields.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct StructType {
    /// In order.
    pub fields: Vec<StructField>,
}

/// One field.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct StructField {
    /// Its name (the type's name for an embedded one).
    pub name: SmolStr,
    /// Its type.
    pub ty: TypeId,
    /// Whether embedded.
    pub embedded: bool,
    /// Its tag, empty when there is none.
    pub tag: SmolStr,
    /// Where it was declared: unexported names of different packages differ.
    pub pkg: PackageId,
    /// Of the name.
    pub span: Span,
}

/// A function's type. Names are kept for messages; they are no part of identity.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Signature {
    /// Type parameters, for a generic function before instantiation.
    pub tparams: Vec<TypeParamId>,
    /// Parameters, receiver left out. A variadic last one has type `[]T`.
    pub params: Vec<Param>,
    /// Results.
    pub results: Vec<Param>,
    /// Whether the last parameter is variadic.
    pub variadic: bool,
}

/// A parameter or result.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Param {
    /// Empty when unnamed.
    pub name: SmolStr,
    /// Its type.
    pub ty: TypeId,
}

/// An interface as written; [`crate::world::World::iface_methods`] gives all its methods.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct InterfaceType {
    /// Explicit methods, in source order.
    pub methods: Vec<IfaceMethod>,
    /// Embedded interfaces, unions and other types.
    pub embeds: Vec<TypeId>,
    /// Wrapped around a constraint literal such as `[T ~int]`. Set on an empty interface, it is the predeclared `any`.
    pub implicit: bool,
    /// The predeclared `comparable`.
    pub comparable: bool,
}

/// A method of an interface.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct IfaceMethod {
    /// Its name.
    pub name: SmolStr,
    /// Package of declaration, part of identity for unexported names.
    pub pkg: PackageId,
    /// A [`Type::Signature`].
    pub sig: TypeId,
    /// Of the name.
    pub span: Span,
}

/// One term of a union.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Term {
    /// `~T`
    pub tilde: bool,
    /// `T`
    pub ty: TypeId,
}

/// A defined type.
#[derive(Clone, Debug)]
pub struct Named {
    /// Its declaration.
    pub obj: ObjId,
    /// The generic type this is an instance of.
    pub origin: Option<NamedId>,
    /// Type arguments of an instance: those for the origin's `ambient`, then those for its `tparams`.
    pub targs: Vec<TypeId>,
    /// Type parameters of a generic type.
    pub tparams: Vec<TypeParamId>,
    /// Type parameters of the generic functions around a local type. Substituting them makes an instance of it, generic itself or not.
    pub ambient: Vec<TypeParamId>,
    /// `None` until resolved (instances are expanded at first use). Never itself `Named`.
    pub underlying: Option<TypeId>,
    /// The right side of its declaration, possibly `Named` itself; for an instance that of its origin with the type arguments put in.
    pub(crate) rhs: Option<TypeId>,
    /// Declared methods of the origin ([`crate::object::ObjKind::Func`]), in source order.
    pub methods: Vec<ObjId>,
}

/// A type parameter.
#[derive(Clone, Debug)]
pub struct TypeParam {
    /// Its declaration.
    pub obj: ObjId,
    /// Position in its list.
    pub index: u32,
    /// Its constraint (an interface, or a type that is wrapped into one).
    pub constraint: TypeId,
}

/// All types of a compilation. Composite types are hash-consed.
#[derive(Clone, Debug)]
pub struct TypeTable {
    types: Vec<Arc<Type>>,
    ids: rustc_hash::FxHashMap<Arc<Type>, TypeId>,
    pub(crate) looks: crate::look::Looks,
    /// Defined types and instances.
    pub named: Vec<Named>,
    /// Type parameters.
    pub tparams: Vec<TypeParam>,
}

impl Default for TypeTable {
    fn default() -> TypeTable {
        let mut table =
            TypeTable { types: Vec::new(), ids: Default::default(), looks: Default::default(), named: Vec::new(), tparams: Vec::new() };
        for basic in Basic::ALL {
            table.intern_plain(Type::Basic(basic));
        }
        table
    }
}

impl TypeTable {
    /// The id of `ty`, whose parts are not spelled, new or known.
    pub(crate) fn intern_plain(&mut self, ty: Type) -> TypeId {
        if let Some(&id) = self.ids.get(&ty) {
            return id;
        }
        let id = TypeId { index: self.types.len() as u32, look: 0 };
        let ty = Arc::new(ty);
        self.types.push(ty.clone());
        self.ids.insert(ty, id);
        id
    }

    /// What `id` names.
    pub fn get(&self, id: TypeId) -> &Type {
        self.node(id)
    }

    /// What `id` names, to be held while the table grows.
    pub fn shared(&self, id: TypeId) -> Arc<Type> {
        self.node(id).clone()
    }

    fn node(&self, id: TypeId) -> &Arc<Type> {
        if id.look == 0 { &self.types[id.index as usize] } else { self.looks.node(id.look) }
    }

    /// The defined type's data.
    pub fn named(&self, id: NamedId) -> &Named {
        &self.named[id.0 as usize]
    }

    /// All type parameters that instances of `id` have arguments for.
    pub fn all_tparams(&self, id: NamedId) -> impl Iterator<Item = TypeParamId> {
        let data = self.named(id);
        data.ambient.iter().chain(&data.tparams).copied()
    }

    /// The type parameter's data.
    pub fn tparam(&self, id: TypeParamId) -> &TypeParam {
        &self.tparams[id.0 as usize]
    }

    /// Whether this is the id of a broken type.
    pub fn is_invalid(id: TypeId) -> bool {
        id == Basic::Invalid.id()
    }
}
