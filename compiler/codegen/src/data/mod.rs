//! What code refers to: type descriptors, itabs, func values, string bytes, package variables. Laid out in memory when first asked for.
//!
//! Invariants: an address once given stays; variables that the collector must look at lie in ranges of their own ([`DataSpace::roots`]).

mod arena;
mod types;

use crate::stubs::Code;
use arena::Arena;
use mgo_abi::typedesc::Itab;
use mgo_ir::ir::{Function, Op};
use mgo_ir::program::{DataId, FuncId, GlobalId, ItabId, Program, StaticAddr, TypeRef};
use rustc_hash::FxHashMap;

/// Variables from this size on get a mapping of their own.
const BIG: u64 = 1 << 20;

/// All data of a program.
pub(crate) struct DataSpace {
    /// Descriptors, itabs, func values, string bytes, and variables without pointers.
    plain: Arena,
    /// Variables with pointers.
    scanned: Arena,
    /// Ranges of variables with pointers that were told of.
    roots: Vec<(usize, usize)>,
    /// Up to here the variables with pointers are in such a range.
    told: usize,
    types: Vec<usize>,
    itabs: Vec<usize>,
    globals: Vec<usize>,
    bytes: Vec<usize>,
    funcvals: Vec<usize>,
    floats: FxHashMap<u64, usize>,
}

/// The slot for `index` in a table of addresses that grows; 0 is "not yet".
fn slot(table: &mut Vec<usize>, index: u32) -> &mut usize {
    let index = index as usize;
    if table.len() <= index {
        table.resize(index + 1, 0);
    }
    &mut table[index]
}

/// The address of something laid out before.
fn known(table: &[usize], index: u32) -> usize {
    let addr = table.get(index as usize).copied().unwrap_or(0);
    assert!(addr != 0, "data is laid out before the code that refers to it is translated");
    addr
}

impl DataSpace {
    /// Reserves `size` bytes for each of the two kinds of data.
    pub(crate) fn new(size: usize) -> DataSpace {
        let scanned = Arena::reserve(size);
        DataSpace {
            plain: Arena::reserve(size),
            told: scanned.used().0,
            scanned,
            roots: Vec::new(),
            types: Vec::new(),
            itabs: Vec::new(),
            globals: Vec::new(),
            bytes: Vec::new(),
            funcvals: Vec::new(),
            floats: FxHashMap::default(),
        }
    }

    /// Lays out everything a function refers to.
    pub(crate) fn lay_out(&mut self, program: &Program, code: &mut Code, func: &Function) {
        for inst in func.blocks.iter().flat_map(|block| &block.insts) {
            match inst.op {
                Op::GlobalAddr(id, _) => _ = self.global_addr(program, code, id),
                Op::DataAddr(id) => _ = self.data_addr(program, id),
                Op::TypeAddr(id) => _ = self.type_addr(program, code, id),
                Op::ItabAddr(id) => _ = self.itab_addr(program, code, id),
                Op::FuncValAddr(id) => _ = self.funcval_addr(code, id),
                Op::Fconst(_, bits) => self.float_addr(bits),
                _ => {}
            }
        }
    }

    /// Address of a package variable.
    pub(crate) fn global_addr(&mut self, program: &Program, code: &mut Code, id: GlobalId) -> usize {
        let at = *slot(&mut self.globals, id.0);
        if at != 0 {
            return at;
        }
        let at = self.place_global(program, id);
        // Variables may hold each other's addresses, in long chains: a work list keeps the depth flat.
        let mut work = vec![id];
        while let Some(id) = work.pop() {
            let Some(image) = &program.globals[id.0 as usize].image else { continue };
            let base = self.global(id);
            for (&offset, &(target, behind)) in &image.addrs {
                let word = base + offset as usize;
                let target = match target {
                    StaticAddr::Global(id) => match *slot(&mut self.globals, id.0) {
                        0 => {
                            work.push(id);
                            self.place_global(program, id)
                        }
                        at => at,
                    },
                    StaticAddr::Data(id) => self.data_addr(program, id),
                    StaticAddr::Type(id) => self.type_addr(program, code, id),
                    StaticAddr::Itab(id) => self.itab_addr(program, code, id),
                    StaticAddr::FuncVal(id) => self.funcval_addr(code, id),
                    StaticAddr::Code(id) => code.func_word(id, word),
                };
                // SAFETY: the word lies in the variable, which is fresh: no code knows of it yet.
                unsafe { (word as *mut usize).write_unaligned(target.wrapping_add_signed(behind as isize)) };
            }
        }
        at
    }

    /// Room for a variable, with the bytes of its first value.
    fn place_global(&mut self, program: &Program, id: GlobalId) -> usize {
        let sym = &program.globals[id.0 as usize];
        let (size, align) = (sym.size.max(1) as usize, sym.align.max(1) as usize);
        let at = if sym.size >= BIG {
            let at = arena::map(size, false);
            if sym.has_pointers {
                self.roots.push((at, at + size));
            }
            at
        } else if sym.has_pointers {
            self.scanned.alloc(size.next_multiple_of(8), align.max(8))
        } else {
            self.plain.alloc(size, align)
        };
        if let Some(image) = &sym.image {
            // SAFETY: `at` is the start of `size` fresh bytes, and the first value is no longer than the variable.
            unsafe { std::ptr::copy_nonoverlapping(image.bytes.as_ptr(), at as *mut u8, image.bytes.len().min(size)) };
        }
        *slot(&mut self.globals, id.0) = at;
        at
    }

    /// Address of read-only bytes.
    pub(crate) fn data_addr(&mut self, program: &Program, id: DataId) -> usize {
        let at = *slot(&mut self.bytes, id.0);
        if at != 0 {
            return at;
        }
        let relocs = program.data_relocs.get(&id);
        let at = self.put_bytes(&program.data[id.0 as usize], if relocs.is_some() { 8 } else { 1 });
        *slot(&mut self.bytes, id.0) = at;
        for &(offset, target) in relocs.into_iter().flatten() {
            let target = self.data_addr(program, target);
            self.plain.put(at + offset as usize, target);
        }
        at
    }

    /// Address of the static funcval of a function.
    pub(crate) fn funcval_addr(&mut self, code: &mut Code, id: FuncId) -> usize {
        let at = *slot(&mut self.funcvals, id.0);
        if at != 0 {
            return at;
        }
        let at = self.plain.alloc(8, 8);
        let target = code.func_word(id, at);
        self.plain.put(at, target);
        *slot(&mut self.funcvals, id.0) = at;
        at
    }

    /// Address of an itab.
    pub(crate) fn itab_addr(&mut self, program: &Program, code: &mut Code, id: ItabId) -> usize {
        let at = *slot(&mut self.itabs, id.0);
        if at != 0 {
            return at;
        }
        let sym = &program.itabs[id.0 as usize];
        let inter = self.type_addr(program, code, sym.inter);
        let ty = self.type_addr(program, code, sym.ty);
        let head = std::mem::offset_of!(Itab, fun);
        let at = self.plain.alloc(head + 8 * sym.methods.len().max(1), 8);
        self.plain.put(at + std::mem::offset_of!(Itab, inter), inter);
        self.plain.put(at + std::mem::offset_of!(Itab, ty), ty);
        self.plain.put(at + std::mem::offset_of!(Itab, hash), program.ty(sym.ty).hash as usize);
        for (i, &method) in sym.methods.iter().enumerate() {
            let word = at + head + 8 * i;
            let target = code.func_word(method, word);
            self.plain.put(word, target);
        }
        *slot(&mut self.itabs, id.0) = at;
        at
    }

    /// Lays out a float constant: code loads it once where it would otherwise build it from an integer in each round of a loop.
    fn float_addr(&mut self, bits: u64) {
        let plain = &mut self.plain;
        self.floats.entry(bits).or_insert_with(|| {
            let at = plain.alloc(8, 8);
            plain.put(at, bits as usize);
            at
        });
    }

    /// Address of a float constant laid out before.
    pub(crate) fn float(&self, bits: u64) -> usize {
        self.floats[&bits]
    }

    fn put_bytes(&mut self, bytes: &[u8], align: usize) -> usize {
        let at = self.plain.alloc(bytes.len().max(1), align);
        // SAFETY: the range was just allocated.
        unsafe { std::ptr::copy_nonoverlapping(bytes.as_ptr(), at as *mut u8, bytes.len()) };
        at
    }

    /// Address of a package variable laid out before.
    pub(crate) fn global(&self, id: GlobalId) -> usize {
        known(&self.globals, id.0)
    }

    /// Address of bytes laid out before.
    pub(crate) fn data(&self, id: DataId) -> usize {
        known(&self.bytes, id.0)
    }

    /// Address of a type descriptor laid out before.
    pub(crate) fn ty(&self, id: TypeRef) -> usize {
        known(&self.types, id.0)
    }

    /// Address of an itab laid out before.
    pub(crate) fn itab(&self, id: ItabId) -> usize {
        known(&self.itabs, id.0)
    }

    /// Address of a static funcval laid out before.
    pub(crate) fn funcval(&self, id: FuncId) -> usize {
        known(&self.funcvals, id.0)
    }

    /// The ranges that hold variables with pointers; the list only grows.
    pub(crate) fn roots(&mut self) -> &[(usize, usize)] {
        let told = self.told;
        let (_, end) = self.scanned.used();
        if end > told {
            self.roots.push((told, end));
            self.told = end;
        }
        &self.roots
    }
}
