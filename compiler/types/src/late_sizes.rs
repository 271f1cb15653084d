//! Types too large for Go's compiler: it finds these behind its checker, in a package without other errors.

use crate::check::Checker;
use crate::object::{ObjId, ObjKind, VarKind};
use crate::types::{Type, TypeId};
use mgo_syntax::source::Span;
use rustc_hash::FxHashMap;

/// Elements of channels are smaller.
const MAX_ELEM: u64 = 1 << 16;
/// Arrays are smaller.
const ADDRESS_SPACE: u64 = 1 << 50;
/// The parameters and results of a function are smaller.
const MAX_ARGS: u64 = 1 << 30;

/// Whether a type written out, up to the names in it, mentions a channel with elements that are too large.
type Seen = FxHashMap<TypeId, bool>;

impl Checker<'_> {
    /// Reports what is too large in the declarations of the package.
    pub(crate) fn too_large(&mut self) {
        let mut objects: Vec<ObjId> = self.package(self.env.pkg).info.defs.values().copied().collect();
        objects.sort_by_key(|&obj| self.object(obj).span.lo);
        let mut found: Vec<(Span, String)> = Vec::new();
        let mut seen = Seen::default();
        for &obj in &objects {
            found.extend(self.too_large_array(obj));
            if self.has_large_channel(obj, &mut seen) {
                found.push((self.object(obj).span, "channel element type too large (>64kB)".into()));
            }
        }
        if found.is_empty() {
            found = objects.iter().filter_map(|&obj| self.too_large_frame(obj)).collect();
        }
        for (span, text) in found {
            self.error("TypeTooLarge", span, text);
        }
    }

    /// What `obj` declares, but for the right side of a type declaration, which is what a name stands for.
    fn declared_type(&mut self, obj: ObjId) -> Option<TypeId> {
        let object = self.object(obj);
        let ty = object.ty;
        match &object.kind {
            ObjKind::Var(VarKind::Global | VarKind::Local) | ObjKind::Func(_) => Some(ty),
            ObjKind::TypeName { alias: false } => self.as_named(ty).and_then(|named| self.named_rhs(named)),
            _ => None,
        }
    }

    fn too_large_array(&mut self, obj: ObjId) -> Option<(Span, String)> {
        // Those inside functions may well be on the heap, or nowhere.
        let name = &self.object(obj).name;
        let global = self.package(self.env.pkg).scope.get(name) == Some(&obj) && !matches!(self.object(obj).kind, ObjKind::Func(_));
        let ty = self.declared_type(obj).filter(|_| global)?;
        let Type::Array(elem, len) = *self.types.get(ty) else { return None };
        let large = self.size_of(elem).saturating_mul(len) >= ADDRESS_SPACE;
        large.then(|| (self.object(obj).span, format!("type {} larger than address space", self.tstr(ty))))
    }

    fn has_large_channel(&mut self, obj: ObjId, seen: &mut Seen) -> bool {
        self.declared_type(obj).is_some_and(|ty| self.mentions_large_channel(ty, seen))
    }

    fn mentions_large_channel(&mut self, t: TypeId, seen: &mut Seen) -> bool {
        if let Some(&known) = seen.get(&t) {
            return known;
        }
        seen.insert(t, false);
        let found = match &*self.types.shared(t) {
            &Type::Chan(_, elem) => self.size_of(elem) >= MAX_ELEM || self.mentions_large_channel(elem, seen),
            &Type::Pointer(elem) | &Type::Slice(elem) | &Type::Array(elem, _) => self.mentions_large_channel(elem, seen),
            &Type::Map(key, elem) => self.mentions_large_channel(key, seen) || self.mentions_large_channel(elem, seen),
            Type::Struct(s) => s.fields.iter().any(|f| self.mentions_large_channel(f.ty, seen)),
            Type::Signature(sig) => sig.params.iter().chain(&sig.results).any(|p| self.mentions_large_channel(p.ty, seen)),
            _ => false,
        };
        seen.insert(t, found);
        found
    }

    fn too_large_frame(&mut self, obj: ObjId) -> Option<(Span, String)> {
        let ObjKind::Func(info) = &self.object(obj).kind else { return None };
        let recv = info.recv;
        let Type::Signature(sig) = &*self.types.shared(self.object(obj).ty) else { return None };
        let types: Vec<TypeId> = recv.into_iter().chain(sig.params.iter().chain(&sig.results).map(|p| p.ty)).collect();
        let size = types.iter().fold(0u64, |sum, &t| sum.saturating_add(self.size_of(t)));
        // Go's place is behind `func`: at the receiver, if there is one.
        let span = match self.world.func_decl(obj) {
            Some(decl) if decl.body.is_some() => {
                decl.recv.as_ref().map_or(decl.name.span, |recv| Span::new(decl.span.lo.plus(5), recv.span.hi))
            }
            _ => return None,
        };
        (size >= MAX_ARGS).then(|| (span, format!("stack frame too large (>1GB): 0 MB locals + {} MB args", size >> 20)))
    }
}
