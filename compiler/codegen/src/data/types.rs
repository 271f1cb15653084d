//! Type descriptors: `TypeSym` to [`TypeDesc`] in memory.
//!
//! A descriptor gets its address before what it points to is laid out, since types are recursive; a work list keeps the depth flat.

use super::{DataSpace, slot};
use crate::stubs::Code;
use mgo_abi::typedesc::{FieldDesc, GoSlice, GoString, ImethodDesc, Kind, MethodDesc, TypeDesc};
use mgo_ir::program::{Program, TypeRef, TypeSym};
use std::mem::{offset_of, size_of};
use std::sync::atomic::{AtomicPtr, AtomicU32, AtomicUsize, Ordering};

/// What an unnamed composite type is listed at, so that reflection finds it: its element, or its first parameter, result or field.
fn first_part(sym: &TypeSym) -> Option<TypeRef> {
    if sym.flags & mgo_abi::typedesc::flags::NAMED != 0 {
        return None;
    }
    match sym.kind {
        Kind::Array | Kind::Chan | Kind::Map => sym.elem,
        Kind::Func => sym.params.first().copied(),
        Kind::Struct => sym.fields.first().map(|field| field.ty),
        _ => None,
    }
}

impl DataSpace {
    /// Address of a type's descriptor.
    pub(crate) fn type_addr(&mut self, program: &Program, code: &mut Code, id: TypeRef) -> usize {
        let mut work = Vec::new();
        let at = self.reserve_type(id, &mut work);
        while let Some(id) = work.pop() {
            self.fill_type(program, code, id, &mut work);
        }
        at
    }

    fn reserve_type(&mut self, id: TypeRef, work: &mut Vec<TypeRef>) -> usize {
        let at = *slot(&mut self.types, id.0);
        if at != 0 {
            return at;
        }
        let at = self.plain.alloc(size_of::<TypeDesc>(), align_of::<TypeDesc>());
        *slot(&mut self.types, id.0) = at;
        work.push(id);
        at
    }

    fn fill_type(&mut self, program: &Program, code: &mut Code, id: TypeRef, work: &mut Vec<TypeRef>) {
        let sym = program.ty(id);
        let at = self.ty(id);
        // A pointer or slice type that was laid out before may have told its element already.
        // SAFETY: `reserve_type` allocated room for a descriptor here, zeroed, and only the stores below wrote to it.
        let (told_ptr, told_slice, told_derived) = unsafe {
            let desc = at as *const TypeDesc;
            (&raw const (*desc).ptr_to, &raw const (*desc).slice_of, &raw const (*desc).derived)
        };
        let mut refer = |this: &mut Self, id: Option<TypeRef>| id.map_or(0, |id| this.reserve_type(id, work)) as *const TypeDesc;
        let elem = refer(self, sym.elem);
        let first = refer(self, first_part(sym));
        let next_derived = if first.is_null() {
            std::ptr::null()
        } else {
            // SAFETY: a descriptor that is laid out, or zeroed room for one; only this thread, under the lock of lowering, changes the list.
            unsafe { &(*first).derived }.load(Ordering::Relaxed).cast_const()
        };
        let desc = TypeDesc {
            size: sym.size as usize,
            hash: sym.hash,
            align: sym.align,
            kind: sym.kind as u8,
            flags: sym.flags,
            chan_dir: sym.chan_dir,
            alloc_class: AtomicU32::new(u32::MAX),
            gc_period: sym.gc_mask.len() as u32,
            gc_mask: self.put_mask(&sym.gc_mask),
            name: self.put_string(&sym.name),
            pkg_path: self.put_string(&sym.pkg_path),
            elem,
            key: refer(self, sym.key),
            len: sym.len as usize,
            fields: self.put_fields(sym, &mut refer),
            methods: self.put_methods(code, sym),
            imethods: self.put_imethods(sym),
            // SAFETY: as above.
            ptr_to: if sym.ptr_to.is_some() { refer(self, sym.ptr_to) } else { unsafe { told_ptr.read() } },
            params: {
                let params: Vec<_> = sym.params.iter().map(|&p| refer(self, Some(p))).collect();
                self.put_slice(params)
            },
            num_in: sym.num_in as usize,
            // SAFETY: as above.
            slice_of: if sym.slice_of.is_some() { refer(self, sym.slice_of) } else { unsafe { told_slice.read() } },
            // SAFETY: as above.
            derived: AtomicPtr::new(unsafe { (*told_derived).load(Ordering::Relaxed) }),
            next_derived,
            private: AtomicUsize::new(0),
        };
        // SAFETY: `reserve_type` allocated room for a descriptor here; only now does anyone else learn the address.
        unsafe { (at as *mut TypeDesc).write(desc) };
        if !first.is_null() {
            // SAFETY: as for reading it; who reads the list finds this descriptor laid out.
            unsafe { &(*first).derived }.store(at as *mut TypeDesc, Ordering::Release);
        }
        let back = match sym.kind {
            Kind::Pointer => offset_of!(TypeDesc, ptr_to),
            Kind::Slice => offset_of!(TypeDesc, slice_of),
            _ => return,
        };
        if sym.flags & mgo_abi::typedesc::flags::NAMED == 0 && !elem.is_null() {
            // SAFETY: a field of a descriptor that is laid out or about to be (then it fills in the same address itself).
            unsafe { AtomicPtr::from_ptr((elem as usize + back) as *mut *mut u8) }.store(at as *mut u8, Ordering::Release);
        }
    }

    fn put_string(&mut self, text: &str) -> GoString {
        if text.is_empty() {
            return GoString { ptr: std::ptr::null(), len: 0 };
        }
        GoString { ptr: self.put_bytes(text.as_bytes(), 1) as *const u8, len: text.len() }
    }

    fn put_slice<T>(&mut self, items: Vec<T>) -> GoSlice<T> {
        if items.is_empty() {
            return GoSlice { ptr: std::ptr::null(), len: 0, cap: 0 };
        }
        let at = self.plain.alloc(size_of::<T>() * items.len(), align_of::<T>());
        let len = items.len();
        for (i, item) in items.into_iter().enumerate() {
            // SAFETY: room for `len` items was just allocated.
            unsafe { (at as *mut T).add(i).write(item) };
        }
        GoSlice { ptr: at as *const T, len, cap: len }
    }

    fn put_mask(&mut self, mask: &[bool]) -> *const u64 {
        let mut words = vec![0u64; mask.len().div_ceil(64)];
        for (i, _) in mask.iter().enumerate().filter(|(_, pointer)| **pointer) {
            words[i / 64] |= 1 << (i % 64);
        }
        self.put_slice(words).ptr
    }

    fn put_fields(&mut self, sym: &TypeSym, refer: &mut dyn FnMut(&mut Self, Option<TypeRef>) -> *const TypeDesc) -> GoSlice<FieldDesc> {
        let mut fields = Vec::with_capacity(sym.fields.len());
        for field in &sym.fields {
            fields.push(FieldDesc {
                name: self.put_string(&field.name),
                pkg_path: self.put_string(&field.pkg_path),
                ty: refer(self, Some(field.ty)),
                offset: field.offset as usize,
                tag: self.put_string(&field.tag),
                embedded: field.embedded as usize,
            });
        }
        self.put_slice(fields)
    }

    fn put_methods(&mut self, code: &mut Code, sym: &TypeSym) -> GoSlice<MethodDesc> {
        let mut methods = Vec::with_capacity(sym.methods.len());
        for method in &sym.methods {
            let (name, pkg_path) = (self.put_string(&method.name), self.put_string(&method.pkg_path));
            methods.push(MethodDesc { name, pkg_path, sig: method.sig as usize, code: std::ptr::null() });
        }
        let slice = self.put_slice(methods);
        for (i, method) in sym.methods.iter().enumerate() {
            let word = slice.ptr as usize + i * size_of::<MethodDesc>() + offset_of!(MethodDesc, code);
            let target = code.func_word(method.code, word);
            self.plain.put(word, target);
        }
        slice
    }

    /// Gives a descriptor that is laid out the methods that the type has now. The older list stays for those who are reading it.
    pub(crate) fn update_methods(&mut self, program: &Program, code: &mut Code, id: TypeRef) {
        let at = *slot(&mut self.types, id.0);
        if at == 0 {
            return;
        }
        let methods = self.put_methods(code, program.ty(id));
        let slice = at + offset_of!(TypeDesc, methods);
        // SAFETY: a field of a descriptor that is laid out, aligned; lists only grow, so a reader between the two stores sees a part of the new one.
        unsafe {
            AtomicUsize::from_ptr((slice + offset_of!(GoSlice<MethodDesc>, ptr)) as *mut usize)
                .store(methods.ptr as usize, Ordering::Release);
            AtomicUsize::from_ptr((slice + offset_of!(GoSlice<MethodDesc>, len)) as *mut usize).store(methods.len, Ordering::Release);
        }
    }

    fn put_imethods(&mut self, sym: &TypeSym) -> GoSlice<ImethodDesc> {
        let mut methods = Vec::with_capacity(sym.imethods.len());
        for method in &sym.imethods {
            let (name, pkg_path) = (self.put_string(&method.name), self.put_string(&method.pkg_path));
            methods.push(ImethodDesc { name, pkg_path, sig: method.sig as usize });
        }
        self.put_slice(methods)
    }
}
