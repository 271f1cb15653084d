//! One id for all types that are identical: what maps keyed by type need.

use crate::types::{IfaceMethod, InterfaceType, Param, Signature, StructField, StructType, Type, TypeId};
use crate::world::World;
use mgo_syntax::source::Span;

impl World {
    /// The representative of all types identical to `t`: equal exactly for identical types. Not for messages: it has no names of parameters.
    /// Type parameters of generic signatures are not told apart by name; types with such inside are only compared as they are.
    pub fn canonical(&mut self, t: TypeId) -> TypeId {
        if let Some(&known) = self.state.canonical.get(&t) {
            return known;
        }
        let node = self.types.shared(t);
        let new = match &*node {
            Type::Basic(_) | Type::TypeParam(_) => return t,
            &Type::Named(n) => {
                let data = self.types.named(n);
                let Some(origin) = data.origin else { return t };
                let targs = data.targs.clone();
                let targs = targs.into_iter().map(|x| self.canonical(x)).collect();
                let inst = self.instantiate(origin, targs);
                self.state.canonical.insert(t, inst);
                return inst;
            }
            &Type::Pointer(x) => Type::Pointer(self.canonical(x)),
            &Type::Slice(x) => Type::Slice(self.canonical(x)),
            &Type::Array(x, n) => Type::Array(self.canonical(x), n),
            &Type::Map(k, v) => Type::Map(self.canonical(k), self.canonical(v)),
            &Type::Chan(dir, x) => Type::Chan(dir, self.canonical(x)),
            Type::Tuple(list) => Type::Tuple(list.iter().map(|&x| self.canonical(x)).collect()),
            Type::Struct(s) => {
                let fields = s.fields.iter().map(|f| StructField {
                    ty: self.canonical(f.ty),
                    span: Span::NONE,
                    pkg: self.id_pkg(&f.name, f.pkg),
                    ..f.clone()
                });
                Type::Struct(StructType { fields: fields.collect() })
            }
            Type::Signature(sig) => {
                let mut all = |list: &[Param]| list.iter().map(|p| Param { name: Default::default(), ty: self.canonical(p.ty) }).collect();
                Type::Signature(Signature { params: all(&sig.params), results: all(&sig.results), ..sig.clone() })
            }
            Type::Interface(iface) => {
                let set = self.type_set(t);
                if !set.is_method_set() {
                    // Constraints are never the type of a value.
                    return t;
                }
                let iface = InterfaceType { embeds: Vec::new(), methods: Vec::new(), implicit: false, comparable: iface.comparable };
                let methods = set.methods.iter().map(|m| IfaceMethod {
                    sig: self.canonical(m.sig),
                    span: Span::NONE,
                    pkg: self.id_pkg(&m.name, m.pkg),
                    ..m.clone()
                });
                Type::Interface(InterfaceType { methods: methods.collect(), ..iface })
            }
            Type::Union(_) => return t,
        };
        let new = self.types.intern(new);
        self.state.canonical.insert(t, new);
        self.state.canonical.insert(new, new);
        new
    }

    /// The package that tells a name apart: none for exported ones.
    fn id_pkg(&self, name: &str, pkg: crate::object::PackageId) -> crate::object::PackageId {
        if crate::identical::is_exported(name) { crate::object::PackageId::UNIVERSE } else { pkg }
    }
}
