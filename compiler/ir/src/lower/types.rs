//! Types as lowering sees them: canonical ids, and a flat view of what kind of type one is.

use super::Lowerer;
use mgo_syntax::ast::ChanDir;
use mgo_syntax::source::Span;
use mgo_types::object::PackageId;
use mgo_types::types::{Basic, IfaceMethod, InterfaceType, NamedId, Param, Signature, StructField, StructType, Type, TypeId};
use rustc_hash::FxHashMap;
use smol_str::SmolStr;

/// What has been worked out about types.
#[derive(Default)]
pub(crate) struct TypeMemo {
    canon: FxHashMap<TypeId, TypeId>,
    under: FxHashMap<TypeId, TypeId>,
    named: FxHashMap<(NamedId, Vec<TypeId>), TypeId>,
}

/// What kind of type one is, by its underlying type.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    Invalid,
    Bool,
    Int { bytes: u8, signed: bool },
    Float(u8),
    Complex(u8),
    String,
    UnsafePointer,
    Nil,
    Pointer(TypeId),
    Slice(TypeId),
    Array(TypeId, u64),
    Map(TypeId, TypeId),
    Chan(ChanDir, TypeId),
    Struct,
    Func,
    Iface,
    Tuple,
    TypeParam,
}

pub(crate) const BOOL: TypeId = Basic::Bool.id();
pub(crate) const INT: TypeId = Basic::Int.id();
pub(crate) const UINT8: TypeId = Basic::Uint8.id();
pub(crate) const INT32: TypeId = Basic::Int32.id();
pub(crate) const UINTPTR: TypeId = Basic::Uintptr.id();
pub(crate) const STRING: TypeId = Basic::String.id();
pub(crate) const UNSAFE_POINTER: TypeId = Basic::UnsafePointer.id();

impl Kind {
    fn of_basic(basic: Basic) -> Kind {
        use Basic::*;
        let int = |bytes, signed| Kind::Int { bytes, signed };
        match basic {
            Invalid => Kind::Invalid,
            Bool | UntypedBool => Kind::Bool,
            Int | UntypedInt | Int64 => int(8, true),
            Int8 => int(1, true),
            Int16 => int(2, true),
            Int32 | UntypedRune => int(4, true),
            Uint | Uint64 | Uintptr => int(8, false),
            Uint8 => int(1, false),
            Uint16 => int(2, false),
            Uint32 => int(4, false),
            Float32 => Kind::Float(4),
            Float64 | UntypedFloat => Kind::Float(8),
            Complex64 => Kind::Complex(8),
            Complex128 | UntypedComplex => Kind::Complex(16),
            String | UntypedString => Kind::String,
            UnsafePointer => Kind::UnsafePointer,
            UntypedNil => Kind::Nil,
        }
    }

    pub(crate) fn is_signed(self) -> bool {
        matches!(self, Kind::Int { signed: true, .. })
    }
}

impl Lowerer {
    /// The one id of all types identical to `t`.
    pub(crate) fn canon(&mut self, t: TypeId) -> TypeId {
        if let Some(&c) = self.types.canon.get(&t) {
            return c;
        }
        let c = self.make_canon(t);
        self.types.canon.insert(t, c);
        self.types.canon.insert(c, c);
        c
    }

    fn make_canon(&mut self, t: TypeId) -> TypeId {
        let made = match self.world.types.get(t).clone() {
            Type::Basic(Basic::UntypedBool) => return Basic::Bool.id(),
            Type::Basic(Basic::UntypedInt) => return Basic::Int.id(),
            Type::Basic(Basic::UntypedRune) => return Basic::Int32.id(),
            Type::Basic(Basic::UntypedFloat) => return Basic::Float64.id(),
            Type::Basic(Basic::UntypedComplex) => return Basic::Complex128.id(),
            Type::Basic(Basic::UntypedString) => return Basic::String.id(),
            Type::Basic(_) | Type::TypeParam(_) | Type::Union(_) => return t,
            Type::Named(n) => return self.canon_named(t, n),
            Type::Pointer(e) => Type::Pointer(self.canon(e)),
            Type::Slice(e) => Type::Slice(self.canon(e)),
            Type::Array(e, n) => Type::Array(self.canon(e), n),
            Type::Map(k, v) => Type::Map(self.canon(k), self.canon(v)),
            Type::Chan(dir, e) => Type::Chan(dir, self.canon(e)),
            Type::Tuple(list) => Type::Tuple(list.into_iter().map(|t| self.canon(t)).collect()),
            Type::Struct(s) => Type::Struct(StructType { fields: s.fields.into_iter().map(|f| self.canon_field(f)).collect() }),
            Type::Signature(sig) => self.canon_sig(sig),
            Type::Interface(i) => {
                if i.comparable || self.world.type_terms(t).is_some_and(|terms| !terms.is_empty()) {
                    return t;
                }
                self.canon_iface(t)
            }
        };
        self.world.types.intern(made)
    }

    fn canon_named(&mut self, t: TypeId, n: NamedId) -> TypeId {
        let named = self.world.types.named(n);
        let (Some(origin), targs) = (named.origin, named.targs.clone()) else { return t };
        let targs: Vec<TypeId> = targs.into_iter().map(|t| self.canon(t)).collect();
        if let Some(&known) = self.types.named.get(&(origin, targs.clone())) {
            return known;
        }
        let made = self.world.instantiate(origin, targs.clone());
        self.types.named.insert((origin, targs), made);
        made
    }

    fn canon_field(&mut self, f: StructField) -> StructField {
        let pkg = if is_exported(&f.name) { PackageId::UNIVERSE } else { f.pkg };
        StructField { ty: self.canon(f.ty), pkg, span: Span::NONE, ..f }
    }

    fn canon_sig(&mut self, sig: Signature) -> Type {
        let mut params = |list: Vec<Param>| list.into_iter().map(|p| Param { name: SmolStr::default(), ty: self.canon(p.ty) }).collect();
        let (ins, outs) = (params(sig.params), params(sig.results));
        Type::Signature(Signature { tparams: sig.tparams, params: ins, results: outs, variadic: sig.variadic })
    }

    fn canon_iface(&mut self, t: TypeId) -> Type {
        let methods = self.world.iface_methods(t);
        let methods = methods.into_iter().map(|m| {
            let pkg = if is_exported(&m.name) { PackageId::UNIVERSE } else { m.pkg };
            IfaceMethod { name: m.name, pkg, sig: self.canon(m.sig), span: Span::NONE }
        });
        let methods = methods.collect();
        Type::Interface(InterfaceType { methods, embeds: Vec::new(), implicit: false, comparable: false })
    }

    /// The canonical underlying type of `t`.
    pub(crate) fn under(&mut self, t: TypeId) -> TypeId {
        if let Some(&u) = self.types.under.get(&t) {
            return u;
        }
        let u = self.world.underlying(t);
        let u = self.canon(u);
        self.types.under.insert(t, u);
        u
    }

    /// What kind of type `t` is.
    pub(crate) fn kind(&mut self, t: TypeId) -> Kind {
        let u = self.under(t);
        match self.world.types.get(u) {
            Type::Basic(b) => Kind::of_basic(*b),
            Type::Pointer(e) => Kind::Pointer(*e),
            Type::Slice(e) => Kind::Slice(*e),
            Type::Array(e, n) => Kind::Array(*e, *n),
            Type::Map(k, v) => Kind::Map(*k, *v),
            Type::Chan(d, e) => Kind::Chan(*d, *e),
            Type::Struct(_) => Kind::Struct,
            Type::Signature(_) => Kind::Func,
            Type::Interface(_) => Kind::Iface,
            Type::Tuple(_) => Kind::Tuple,
            Type::TypeParam(_) => Kind::TypeParam,
            Type::Named(_) | Type::Union(_) => Kind::Invalid,
        }
    }

    /// The canonical fields of a struct type.
    pub(crate) fn fields(&mut self, t: TypeId) -> Vec<StructField> {
        let u = self.under(t);
        if let Type::Struct(s) = self.world.types.get(u) { s.fields.clone() } else { Vec::new() }
    }

    /// The signature of a function type.
    pub(crate) fn signature(&mut self, t: TypeId) -> Signature {
        let u = self.under(t);
        match self.world.types.get(u) {
            Type::Signature(s) => s.clone(),
            _ => Signature { tparams: Vec::new(), params: Vec::new(), results: Vec::new(), variadic: false },
        }
    }

    /// The elements of a tuple; any other type is a tuple of one.
    pub(crate) fn tuple(&mut self, t: TypeId) -> Vec<TypeId> {
        if let Type::Tuple(list) = self.world.types.get(t) { list.clone() } else { vec![t] }
    }

    pub(crate) fn is_iface(&mut self, t: TypeId) -> bool {
        self.kind(t) == Kind::Iface
    }

    /// Whether `t` is an interface without methods: its type word is a descriptor, not an itab.
    pub(crate) fn is_eface(&mut self, t: TypeId) -> bool {
        let u = self.under(t);
        match self.world.types.get(u) {
            Type::Interface(i) if i.embeds.is_empty() => i.methods.is_empty(),
            Type::Interface(_) => self.world.iface_methods(u).is_empty(),
            _ => false,
        }
    }

    pub(crate) fn slice_of(&mut self, t: TypeId) -> TypeId {
        let made = self.world.types.intern(Type::Slice(t));
        self.canon(made)
    }

    pub(crate) fn array_of(&mut self, t: TypeId, n: u64) -> TypeId {
        let made = self.world.types.intern(Type::Array(t, n));
        self.canon(made)
    }

    /// A struct type of the compiler's own, with fields `F0`, `F1` …
    pub(crate) fn struct_of(&mut self, types: &[TypeId]) -> TypeId {
        let field = |(i, &ty): (usize, &TypeId)| StructField {
            name: SmolStr::from(format!("F{i}")),
            ty,
            embedded: false,
            tag: SmolStr::default(),
            pkg: PackageId::UNIVERSE,
            span: Span::NONE,
        };
        let made = self.world.types.intern(Type::Struct(StructType { fields: types.iter().enumerate().map(field).collect() }));
        self.canon(made)
    }

    /// The empty interface.
    pub(crate) fn any(&mut self) -> TypeId {
        let empty = InterfaceType { methods: Vec::new(), embeds: Vec::new(), implicit: false, comparable: false };
        self.world.types.intern(Type::Interface(empty))
    }

    /// The element a pointer points to, or `t` itself.
    pub(crate) fn deref(&mut self, t: TypeId) -> TypeId {
        if let Kind::Pointer(e) = self.kind(t) { e } else { t }
    }
}

/// Whether a name begins with an upper-case letter.
pub(crate) fn is_exported(name: &str) -> bool {
    name.chars().next().is_some_and(char::is_uppercase)
}
