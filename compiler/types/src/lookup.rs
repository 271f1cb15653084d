//! Fields and methods by name, through embedded structs; method sets.

use crate::identical::is_exported;
use crate::info::{Selection, SelectionKind};
use crate::nest::{MAX_NESTING, Nest};
use crate::object::{ObjId, ObjKind, PackageId};
use crate::types::{Basic, IfaceMethod, NamedId, StructField, Type, TypeId};
use crate::world::World;
use smol_str::SmolStr;

/// What a name selects on a type.
#[derive(Clone, Debug)]
pub enum Lookup {
    /// A struct field.
    Field(Selection),
    /// A method, concrete or of an interface.
    Method(Selection),
    /// Nothing has that name.
    NotFound,
    /// Several do, at the same depth.
    Ambiguous,
    /// A method with a pointer receiver, but there is no pointer and nothing to take the address of.
    PointerReceiver,
}

/// A method that can be called on a value of a type.
#[derive(Clone, Debug)]
pub struct MethodEntry {
    /// Its name.
    pub name: SmolStr,
    /// Its package, which matters for unexported names.
    pub pkg: PackageId,
    /// The declared method; `None` for one of an embedded interface.
    pub obj: Option<ObjId>,
    /// Indices of the embedded fields that lead to its receiver.
    pub path: Vec<u32>,
    /// Whether a pointer is followed on the way.
    pub indirect: bool,
    /// Its signature, without receiver.
    pub sig: TypeId,
}

/// What a search found.
#[derive(Clone, Debug)]
pub(crate) enum Hit {
    Field(StructField, Vec<u32>, bool),
    Method(NamedId, ObjId, Vec<u32>, bool),
    Abstract(IfaceMethod, Vec<u32>, bool),
    NotFound,
    Ambiguous,
    PointerReceiver,
}

/// A type to be searched, with the way to it.
#[derive(Clone)]
struct Embedded {
    ty: TypeId,
    path: Vec<u32>,
    indirect: bool,
    /// Met several times at this depth: what it has is ambiguous.
    multiples: bool,
}

impl World {
    /// What `name` selects on a value of type `t`; unexported names are those of `pkg`.
    pub fn lookup_field_or_method(&mut self, t: TypeId, addressable: bool, pkg: PackageId, name: &str) -> Lookup {
        let found = self.find(t, addressable, pkg, name, false);
        let indirect_recv = self.deref(t).1;
        match found {
            Hit::Field(f, path, indirect) => Lookup::Field(Selection {
                kind: SelectionKind::Field,
                recv: t,
                obj: None,
                path,
                indirect: indirect || indirect_recv,
                ty: f.ty,
            }),
            Hit::Method(named, m, path, indirect) => {
                let ty = self.method_sig(named, m);
                Lookup::Method(Selection { kind: SelectionKind::Method, recv: t, obj: Some(m), path, indirect, ty })
            }
            Hit::Abstract(m, path, indirect) => {
                Lookup::Method(Selection { kind: SelectionKind::Method, recv: t, obj: None, path, indirect, ty: m.sig })
            }
            Hit::NotFound => Lookup::NotFound,
            Hit::Ambiguous => Lookup::Ambiguous,
            Hit::PointerReceiver => Lookup::PointerReceiver,
        }
    }

    /// As [`World::lookup_field_or_method`], without resolving signatures; `fold` ignores case.
    pub(crate) fn find(&mut self, t: TypeId, addressable: bool, pkg: PackageId, name: &str, fold: bool) -> Hit {
        // A defined pointer type has the fields of its base, but none of its methods.
        if self.as_named(t).is_some() {
            let u = self.underlying(t);
            if matches!(self.types.get(u), Type::Pointer(_)) {
                return match self.search(u, false, pkg, name, fold) {
                    Hit::Method(..) | Hit::Abstract(..) => Hit::NotFound,
                    other => other,
                };
            }
        }
        self.search(t, addressable, pkg, name, fold)
    }

    /// The search itself; does not look through defined pointer types.
    pub(crate) fn search(&mut self, t: TypeId, addressable: bool, pkg: PackageId, name: &str, fold: bool) -> Hit {
        if name == "_" {
            return Hit::NotFound;
        }
        let (base, is_ptr) = self.deref(t);
        // A pointer to an interface has no methods.
        if is_ptr && matches!(*self.under(base), Type::Interface(_)) {
            return Hit::NotFound;
        }
        let mut current = vec![Embedded { ty: base, path: Vec::new(), indirect: is_ptr, multiples: false }];
        let mut seen: Vec<TypeId> = Vec::new();
        for _ in 0..MAX_NESTING {
            if current.is_empty() {
                break;
            }
            let mut next: Vec<Embedded> = Vec::new();
            let mut found: Option<Hit> = None;
            for e in &current {
                let mut hit = |new: Hit| {
                    let clash = found.is_some() || e.multiples;
                    found = Some(new);
                    clash
                };
                if let Some(named) = self.as_named(e.ty) {
                    // What was seen at a shallower depth shadows this.
                    if seen.iter().any(|&s| self.identical(s, e.ty)) {
                        continue;
                    }
                    seen.push(e.ty);
                    if let Some(m) = self.declared_method(named, pkg, name, fold) {
                        if hit(Hit::Method(named, m, e.path.clone(), e.indirect)) {
                            return Hit::Ambiguous;
                        }
                        continue;
                    }
                }
                match &*self.under(e.ty) {
                    Type::Struct(s) => {
                        for (i, f) in s.fields.iter().enumerate() {
                            if self.matches_id(f.pkg, &f.name, pkg, name, fold) {
                                if hit(Hit::Field(f.clone(), join(&e.path, i), e.indirect)) {
                                    return Hit::Ambiguous;
                                }
                                continue;
                            }
                            if f.embedded {
                                let (ty, ptr) = self.deref(f.ty);
                                next.push(Embedded { ty, path: join(&e.path, i), indirect: e.indirect || ptr, multiples: e.multiples });
                            }
                        }
                    }
                    Type::Interface(_) => {
                        let iface = self.underlying(e.ty);
                        let set = self.type_set(iface);
                        if let Some(m) = set.methods.iter().find(|m| self.matches_id(m.pkg, &m.name, pkg, name, fold))
                            && hit(Hit::Abstract(m.clone(), e.path.clone(), e.indirect))
                        {
                            return Hit::Ambiguous;
                        }
                    }
                    _ => {}
                }
            }
            match found {
                Some(Hit::Method(_, m, _, indirect)) if !indirect && !addressable && self.has_ptr_recv(m) => {
                    return Hit::PointerReceiver;
                }
                Some(found) => return found,
                None => current = self.consolidate(next),
            }
        }
        Hit::NotFound
    }

    /// The method that `named` (or the generic type behind it) declares under `name`.
    pub(crate) fn declared_method(&self, named: NamedId, pkg: PackageId, name: &str, fold: bool) -> Option<ObjId> {
        let own = self.object(self.types.named(self.origin_of(named)).obj).pkg;
        if !(own == pkg || is_exported(name) || fold) {
            return None;
        }
        self.methods_of(named)
            .iter()
            .copied()
            .find(|&m| if fold { self.object(m).name.eq_ignore_ascii_case(name) } else { self.object(m).name == name })
    }

    /// Whether a method's receiver is a pointer. Known before its signature is.
    pub fn has_ptr_recv(&self, m: ObjId) -> bool {
        if let Some(info) = self.state.decls.get(&m) {
            return info.ptr_recv;
        }
        match &self.object(m).kind {
            ObjKind::Func(info) => info.recv.is_some_and(|r| self.deref(r).1),
            _ => false,
        }
    }

    fn matches_id(&self, pkg1: PackageId, name1: &str, pkg2: PackageId, name2: &str, fold: bool) -> bool {
        if fold { name1.eq_ignore_ascii_case(name2) } else { self.same_id(pkg1, name1, pkg2, name2) }
    }

    /// Types met several times at one depth become one entry, marked.
    fn consolidate(&mut self, list: Vec<Embedded>) -> Vec<Embedded> {
        let mut unique: Vec<Embedded> = Vec::with_capacity(list.len());
        for e in list {
            match unique.iter().position(|u| self.identical(u.ty, e.ty)) {
                Some(i) => unique[i].multiples = true,
                None => unique.push(e),
            }
        }
        unique
    }

    /// All methods that can be called on a (not addressable) value of type `t`, sorted by name, then package path.
    pub fn method_set(&mut self, t: TypeId) -> Vec<MethodEntry> {
        let mut names: Vec<(SmolStr, PackageId)> = Vec::new();
        self.method_names(t, &mut names, &mut Nest::default());
        names.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| self.package(a.1).path.cmp(&self.package(b.1).path)));
        names.dedup_by(|a, b| self.same_id(a.1, &a.0, b.1, &b.0));
        let mut entries = Vec::new();
        for (name, pkg) in names {
            if let Lookup::Method(sel) = self.lookup_field_or_method(t, false, pkg, &name) {
                entries.push(MethodEntry { name, pkg, obj: sel.obj, path: sel.path, indirect: sel.indirect, sig: sel.ty });
            }
        }
        entries
    }

    /// The names of all methods found on `t` at any depth.
    fn method_names(&mut self, t: TypeId, names: &mut Vec<(SmolStr, PackageId)>, nest: &mut Nest) {
        let (base, _) = self.deref(t);
        if !nest.enter(base) {
            return;
        }
        if let Some(named) = self.as_named(base) {
            names.extend(self.methods_of(named).iter().map(|&m| (self.object(m).name.clone(), self.object(m).pkg)));
        }
        match &*self.under(base) {
            Type::Struct(s) => {
                for f in s.fields.iter().filter(|f| f.embedded) {
                    self.method_names(f.ty, names, nest);
                }
            }
            Type::Interface(_) => {
                let iface = self.underlying(base);
                names.extend(self.type_set(iface).methods.iter().map(|m| (m.name.clone(), m.pkg)));
            }
            _ => {}
        }
        nest.leave();
    }

    /// `t` behind a pointer to a struct, else `t`.
    pub(crate) fn deref_struct_ptr(&mut self, t: TypeId) -> TypeId {
        if let Type::Pointer(base) = *self.under(t)
            && matches!(*self.under(base), Type::Struct(_))
        {
            return base;
        }
        t
    }

    /// The names along a path of field indices, with dots between them.
    pub(crate) fn field_path(&mut self, t: TypeId, path: &[u32]) -> String {
        let mut names: Vec<SmolStr> = Vec::new();
        let mut t = t;
        for &i in path {
            let base = self.deref_struct_ptr(t);
            let Type::Struct(s) = &*self.under(base) else { break };
            let Some(f) = s.fields.get(i as usize) else { break };
            names.push(f.name.clone());
            t = f.ty;
        }
        names.join(".")
    }

    /// Whether a struct has embedded fields of broken types, so that nothing can be said about its methods.
    pub(crate) fn has_invalid_embedded(&mut self, t: TypeId, nest: &mut Nest) -> bool {
        let base = self.deref_struct_ptr(t);
        let u = self.underlying(base);
        let node = self.types.shared(u);
        let Type::Struct(s) = &*node else { return false };
        if !nest.enter(u) {
            return false;
        }
        let found = s.fields.iter().any(|f| f.embedded && (f.ty == Basic::Invalid.id() || self.has_invalid_embedded(f.ty, nest)));
        nest.leave();
        found
    }
}

fn join(path: &[u32], i: usize) -> Vec<u32> {
    let mut all = Vec::with_capacity(path.len() + 1);
    all.extend_from_slice(path);
    all.push(i as u32);
    all
}
