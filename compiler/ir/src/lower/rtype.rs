//! Run-time types: the symbols behind type descriptors.
//!
//! A type refers to others by number, so recursive types need no care: a number is given out before the symbol is filled in.

use super::Lowerer;
use super::instance::MethodName;
use super::types::{Kind, is_exported};
use crate::program::{FieldSym, ImethodSym, MethodSym, TypeRef, TypeSym};
use mgo_abi::typedesc::{self, flags};
use mgo_syntax::ast::ChanDir;
use mgo_types::object::PackageId;
use mgo_types::types::{Basic, Type, TypeId};
use mgo_types::typestring::Qualifier;
use smol_str::SmolStr;

/// A mask of more words is replaced by "any word may be a pointer".
const MAX_MASK_WORDS: u64 = 1024;

impl Lowerer {
    /// The run-time type of a canonical type.
    pub(crate) fn rtype(&mut self, t: TypeId) -> TypeRef {
        let t = self.canon(t);
        if let Some(&r) = self.rtypes.get(&t) {
            return r;
        }
        let r = TypeRef(self.program.types.len() as u32);
        self.program.types.push(None);
        self.rtypes.insert(t, r);
        let sym = self.make_rtype(t);
        self.link_derived(t, r, &sym);
        self.program.types[r.0 as usize] = Some(sym);
        if self.kind(t) != Kind::Iface && self.named_obj(t).is_some() && self.reflects() {
            let pointer = self.world.types.intern(Type::Pointer(t));
            self.rtype(pointer);
        }
        r
    }

    /// Tells the element of `*T` or `[]T` about it.
    fn link_derived(&mut self, t: TypeId, r: TypeRef, sym: &TypeSym) {
        let (Some(elem), None) = (sym.elem, self.named_obj(t)) else { return };
        let Some(Some(elem)) = self.program.types.get_mut(elem.0 as usize) else { return };
        match sym.kind {
            typedesc::Kind::Pointer => elem.ptr_to = Some(r),
            typedesc::Kind::Slice => elem.slice_of = Some(r),
            _ => {}
        }
    }

    fn make_rtype(&mut self, t: TypeId) -> TypeSym {
        let layout = self.layout(t);
        let path = self.world.type_string(t, Qualifier::Path);
        let mut known = |made: Type| {
            let id = self.world.types.intern(made);
            let id = self.canon(id);
            self.rtypes.get(&id).copied()
        };
        let (ptr_to, slice_of) = (known(Type::Pointer(t)), known(Type::Slice(t)));
        let mut sym = TypeSym {
            name: self.world.type_string(t, Qualifier::Name).into(),
            pkg_path: self.pkg_path(t).into(),
            size: layout.size,
            align: layout.align as u8,
            kind: self.rkind(t),
            flags: self.rflags(t),
            chan_dir: 0,
            hash: fnv(path.as_bytes()),
            gc_mask: self.gc_mask(t),
            elem: None,
            key: None,
            len: 0,
            fields: Vec::new(),
            methods: self.rmethods(t),
            imethods: Vec::new(),
            params: Vec::new(),
            num_in: 0,
            ptr_to,
            slice_of,
        };
        match self.kind(t) {
            Kind::Pointer(e) | Kind::Slice(e) => sym.elem = Some(self.rtype(e)),
            Kind::Array(e, n) => {
                sym.elem = Some(self.rtype(e));
                sym.len = n;
                let slice = self.slice_of(e);
                self.rtype(slice);
            }
            Kind::Chan(dir, e) => {
                sym.elem = Some(self.rtype(e));
                sym.chan_dir = match dir {
                    ChanDir::Recv => 1,
                    ChanDir::Send => 2,
                    ChanDir::Both => 3,
                };
            }
            Kind::Map(k, v) => {
                sym.key = Some(self.rtype(k));
                sym.elem = Some(self.rtype(v));
            }
            Kind::Struct => sym.fields = self.rfields(t),
            Kind::Iface => sym.imethods = self.rimethods(t),
            Kind::Func => {
                let sig = self.signature(t);
                sym.num_in = sig.params.len() as u32;
                sym.params = sig.params.iter().chain(&sig.results).map(|p| self.rtype(p.ty)).collect();
            }
            _ => {}
        }
        if self.reflects() {
            sym.params.extend(self.method_types(t));
            if self.kind(t) == Kind::Func {
                sym.methods.extend(self.callers(t));
            }
        }
        sym
    }

    fn named_obj(&self, t: TypeId) -> Option<mgo_types::object::ObjId> {
        if let Type::Named(n) = self.world.types.get(t) { Some(self.world.types.named(*n).obj) } else { None }
    }

    fn pkg_path(&self, t: TypeId) -> String {
        if let Type::Basic(Basic::UnsafePointer) = self.world.types.get(t) {
            return "unsafe".to_owned();
        }
        let pkg = self.named_obj(t).map(|o| self.world.object(o).pkg).filter(|&p| p != PackageId::UNIVERSE);
        pkg.map(|p| self.world.package(p).path.to_string()).unwrap_or_default()
    }

    fn rkind(&mut self, t: TypeId) -> typedesc::Kind {
        use typedesc::Kind as R;
        let u = self.under(t);
        if let Type::Basic(b) = self.world.types.get(u) {
            return match b {
                Basic::Bool | Basic::UntypedBool => R::Bool,
                Basic::Int | Basic::UntypedInt => R::Int,
                Basic::Int8 => R::Int8,
                Basic::Int16 => R::Int16,
                Basic::Int32 | Basic::UntypedRune => R::Int32,
                Basic::Int64 => R::Int64,
                Basic::Uint => R::Uint,
                Basic::Uint8 => R::Uint8,
                Basic::Uint16 => R::Uint16,
                Basic::Uint32 => R::Uint32,
                Basic::Uint64 => R::Uint64,
                Basic::Uintptr => R::Uintptr,
                Basic::Float32 => R::Float32,
                Basic::Float64 | Basic::UntypedFloat => R::Float64,
                Basic::Complex64 => R::Complex64,
                Basic::Complex128 | Basic::UntypedComplex => R::Complex128,
                Basic::String | Basic::UntypedString => R::String,
                Basic::UnsafePointer | Basic::UntypedNil => R::UnsafePointer,
                Basic::Invalid => R::Invalid,
            };
        }
        match self.kind(t) {
            Kind::Pointer(_) => R::Pointer,
            Kind::Slice(_) => R::Slice,
            Kind::Array(..) => R::Array,
            Kind::Map(..) => R::Map,
            Kind::Chan(..) => R::Chan,
            Kind::Struct => R::Struct,
            Kind::Func => R::Func,
            Kind::Iface => R::Interface,
            _ => R::Invalid,
        }
    }

    fn rflags(&mut self, t: TypeId) -> u8 {
        let mut bits = 0;
        let mut set = |on: bool, bit: u8| bits |= if on { bit } else { 0 };
        set(self.is_direct(t), flags::DIRECT_IFACE);
        set(self.world.comparable(t), flags::COMPARABLE);
        set(self.is_regular(t), flags::REGULAR_MEMORY);
        set(self.named_obj(t).is_some() || matches!(self.world.types.get(t), Type::Basic(_)), flags::NAMED);
        if self.kind(t) == Kind::Func {
            set(self.signature(t).variadic, flags::VARIADIC);
            set(self.abi(None, t).memory.is_some(), flags::MEMORY_RESULTS);
        }
        set(self.has_iface(t), flags::HASH_MIGHT_PANIC);
        bits
    }

    /// Whether equality of values is equality of bytes.
    fn is_regular(&mut self, t: TypeId) -> bool {
        match self.kind(t) {
            Kind::Bool | Kind::Int { .. } | Kind::Pointer(_) | Kind::Chan(..) | Kind::UnsafePointer => true,
            Kind::Array(e, _) => self.is_regular(e),
            Kind::Struct => {
                let mut end = 0;
                let offsets = self.world.field_offsets(t);
                for (f, off) in self.fields(t).into_iter().zip(offsets) {
                    if off != end || f.name == "_" || !self.is_regular(f.ty) {
                        return false;
                    }
                    end = off + self.layout(f.ty).size;
                }
                end == self.layout(t).size
            }
            _ => false,
        }
    }

    fn has_iface(&mut self, t: TypeId) -> bool {
        match self.kind(t) {
            Kind::Iface => true,
            Kind::Array(e, _) => self.has_iface(e),
            Kind::Struct => self.fields(t).into_iter().any(|f| self.has_iface(f.ty)),
            _ => false,
        }
    }

    /// The pointer mask of one period.
    fn gc_mask(&mut self, t: TypeId) -> Vec<bool> {
        let layout = self.layout(t);
        if !layout.pointers {
            return Vec::new();
        }
        if let Kind::Array(e, _) = self.kind(t) {
            return self.gc_mask(e);
        }
        if layout.size / 8 > MAX_MASK_WORDS {
            return vec![true];
        }
        let mut mask = vec![false; (layout.size / 8) as usize];
        self.mark(t, 0, &mut mask);
        mask
    }

    fn mark(&mut self, t: TypeId, at: u64, mask: &mut [bool]) {
        let layout = self.layout(t);
        if !layout.pointers {
            return;
        }
        match self.kind(t) {
            Kind::Struct => {
                let offsets = self.world.field_offsets(t);
                for (f, off) in self.fields(t).into_iter().zip(offsets) {
                    self.mark(f.ty, at + off, mask);
                }
            }
            Kind::Array(e, n) => {
                let size = self.layout(e).size;
                (0..n).for_each(|i| self.mark(e, at + i * size, mask));
            }
            _ => {
                for l in layout.leaves.iter().flatten().filter(|l| l.barrier) {
                    mask[((at + l.off as u64) / 8) as usize] = true;
                }
            }
        }
    }

    fn rfields(&mut self, t: TypeId) -> Vec<FieldSym> {
        let offsets = self.world.field_offsets(t);
        let fields = self.fields(t);
        let make = |(f, offset): (mgo_types::types::StructField, u64)| FieldSym {
            pkg_path: self.name_path(&f.name, f.pkg),
            name: f.name,
            ty: self.rtype(f.ty),
            offset,
            tag: f.tag,
            embedded: f.embedded,
        };
        fields.into_iter().zip(offsets).map(make).collect()
    }

    /// The package path that tells an unexported name apart.
    fn name_path(&self, name: &str, pkg: PackageId) -> SmolStr {
        if is_exported(name) { SmolStr::default() } else { self.world.package(pkg).path.clone() }
    }

    /// The number of a signature: equal for identical ones.
    fn sig_number(&mut self, sig: TypeId) -> u32 {
        let sig = self.canon(sig);
        let next = self.sig_numbers.len() as u32;
        *self.sig_numbers.entry(sig).or_insert(next)
    }

    fn rimethods(&mut self, t: TypeId) -> Vec<ImethodSym> {
        let methods = self.world.iface_methods(t);
        let make = |m: mgo_types::types::IfaceMethod| ImethodSym {
            pkg_path: self.name_path(&m.name, m.pkg),
            sig: self.sig_number(m.sig),
            name: m.name,
        };
        methods.into_iter().map(make).collect()
    }

    pub(super) fn rmethods(&mut self, t: TypeId) -> Vec<MethodSym> {
        if self.kind(t) == Kind::Iface {
            return Vec::new();
        }
        let mut out = Vec::new();
        for m in self.world.method_set(t) {
            // Without type arguments a generic method has no code, and no interface asks for one.
            if matches!(self.world.types.get(m.sig), Type::Signature(sig) if !sig.tparams.is_empty()) {
                continue;
            }
            let sig = self.sig_number(m.sig);
            let code = self.word_method(MethodName { recv: t, pkg: m.pkg, name: m.name.clone(), targs: Vec::new() });
            out.push(MethodSym { pkg_path: self.name_path(&m.name, m.pkg), name: m.name, sig, code });
        }
        out
    }
}

/// FNV-1a.
fn fnv(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0x811c_9dc5, |h, &b| (h ^ u32::from(b)).wrapping_mul(0x0100_0193))
}
