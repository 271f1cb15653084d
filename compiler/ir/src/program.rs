//! The symbols that functions refer to: functions, types, itabs, variables, data.
//!
//! Invariant: entries are only ever added. Codegen gives each an address when it first meets it, so lowering can be driven by demand.

use crate::ir::Sig;
pub use mgo_types::object::PackageId;
use rustc_hash::FxHashMap;
use smol_str::SmolStr;
use std::collections::BTreeMap;
use std::sync::Arc;

macro_rules! symbol {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub struct $name(pub u32);
    };
}
symbol!(/// A function.
    FuncId);
symbol!(/// A run-time type.
    TypeRef);
symbol!(/// A dispatch table.
    ItabId);
symbol!(/// A package variable.
    GlobalId);
symbol!(/// Read-only bytes.
    DataId);

/// A function's symbol.
#[derive(Clone, Debug)]
pub struct FuncSym {
    /// Name in tracebacks and gdb.
    pub name: Arc<str>,
    /// Signature.
    pub sig: Sig,
    /// Where its code comes from.
    pub kind: FuncKind,
    /// Belongs to the standard library: compiled at its first call.
    pub lazy: bool,
    /// Another function may take its place later: it is always reached through its stub.
    pub replaceable: bool,
}

/// Where a function's code comes from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FuncKind {
    /// Lowered on demand.
    Body,
    /// A Rust function of the standard library, found by name; called through [`crate::ir::Callee::Native`] from its lowered wrapper.
    Native,
}

/// A run-time type, as codegen lays it out in memory ([`mgo_abi::typedesc::TypeDesc`] says what the parts mean).
#[derive(Clone, Debug)]
pub struct TypeSym {
    /// As `%T` prints it.
    pub name: Arc<str>,
    /// Import path of a defined type.
    pub pkg_path: Arc<str>,
    /// Bytes.
    pub size: u64,
    /// Bytes.
    pub align: u8,
    /// [`mgo_abi::typedesc::Kind`]
    pub kind: mgo_abi::typedesc::Kind,
    /// [`mgo_abi::typedesc::flags`]
    pub flags: u8,
    /// Channel direction bits.
    pub chan_dir: u8,
    /// Hash, a function of the full type string.
    pub hash: u32,
    /// Pointer mask of one period, one entry per word; empty when there are no pointers.
    pub gc_mask: Vec<bool>,
    /// Element.
    pub elem: Option<TypeRef>,
    /// Map key.
    pub key: Option<TypeRef>,
    /// Array length.
    pub len: u64,
    /// Struct fields.
    pub fields: Vec<FieldSym>,
    /// Concrete methods, sorted.
    pub methods: Vec<MethodSym>,
    /// Interface methods, sorted.
    pub imethods: Vec<ImethodSym>,
    /// Parameters, then results, of a function type.
    pub params: Vec<TypeRef>,
    /// How many are parameters.
    pub num_in: u32,
    /// `*T` and `[]T`, where already known.
    pub ptr_to: Option<TypeRef>,
    /// `[]T`, where already known.
    pub slice_of: Option<TypeRef>,
}

/// A struct field.
#[derive(Clone, Debug)]
pub struct FieldSym {
    /// Name.
    pub name: SmolStr,
    /// Package path when unexported.
    pub pkg_path: SmolStr,
    /// Type.
    pub ty: TypeRef,
    /// Bytes.
    pub offset: u64,
    /// Tag.
    pub tag: SmolStr,
    /// Embedded.
    pub embedded: bool,
}

/// A concrete method.
#[derive(Clone, Debug)]
pub struct MethodSym {
    /// Name.
    pub name: SmolStr,
    /// Package path when unexported.
    pub pkg_path: SmolStr,
    /// Number of its signature.
    pub sig: u32,
    /// Takes the interface data word as its receiver.
    pub code: FuncId,
}

/// An interface method.
#[derive(Clone, Debug)]
pub struct ImethodSym {
    /// Name.
    pub name: SmolStr,
    /// Package path when unexported.
    pub pkg_path: SmolStr,
    /// Number of its signature.
    pub sig: u32,
}

/// A dispatch table known at compile time.
#[derive(Clone, Debug)]
pub struct ItabSym {
    /// The interface.
    pub inter: TypeRef,
    /// The concrete type.
    pub ty: TypeRef,
    /// Code in the order of the interface's methods.
    pub methods: Vec<FuncId>,
}

/// A package variable: zeroed at start-up, scanned conservatively when `has_pointers`.
#[derive(Clone, Debug)]
pub struct GlobalSym {
    /// Name, e.g. `main.counter`.
    pub name: Arc<str>,
    /// Package whose initialiser gives it its first value.
    pub pkg: PackageId,
    /// Bytes.
    pub size: u64,
    /// Bytes.
    pub align: u32,
    /// Whether the collector looks at it.
    pub has_pointers: bool,
    /// Its first value where that is known at compile time; else zero.
    pub image: Option<Arc<Image>>,
}

/// The address of something that is laid out before the program runs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum StaticAddr {
    /// A variable.
    Global(GlobalId),
    /// Read-only bytes.
    Data(DataId),
    /// A type descriptor.
    Type(TypeRef),
    /// A dispatch table.
    Itab(ItabId),
    /// The func value of a function.
    FuncVal(FuncId),
    /// The code of a function.
    Code(FuncId),
}

/// What a variable holds at first.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Image {
    /// All of its bytes.
    pub bytes: Vec<u8>,
    /// The words among them that hold an address: `offset -> (what, bytes behind it)`.
    pub addrs: BTreeMap<u32, (StaticAddr, i64)>,
}

impl Image {
    /// Zeroes.
    pub fn zeroed(size: usize) -> Image {
        Image { bytes: vec![0; size], addrs: BTreeMap::new() }
    }

    /// Overwrites with zeroes.
    fn clear(&mut self, at: u32, size: u32) {
        self.bytes[at as usize..(at + size) as usize].fill(0);
        // An address that starts before the range would be torn; stores are of whole words.
        let gone: Vec<u32> = self.addrs.range(at..at + size).map(|(&at, _)| at).collect();
        gone.into_iter().for_each(|at| _ = self.addrs.remove(&at));
    }

    /// Overwrites a word with an address.
    pub(crate) fn put_addr(&mut self, at: u32, addr: StaticAddr, offset: i64) {
        self.clear(at, 8);
        self.addrs.insert(at, (addr, offset));
    }

    /// Overwrites with a copy.
    pub(crate) fn put(&mut self, at: u32, from: &Image) {
        self.clear(at, from.bytes.len() as u32);
        self.bytes[at as usize..at as usize + from.bytes.len()].copy_from_slice(&from.bytes);
        self.addrs.extend(from.addrs.iter().map(|(&offset, &addr)| (at + offset, addr)));
    }

    /// A piece; `None` when it would cut through an address.
    pub(crate) fn part(&self, at: u32, size: u32) -> Option<Image> {
        let end = at + size;
        let torn = |&offset: &u32| offset < at && offset + 8 > at || offset < end && offset + 8 > end;
        if self.addrs.range(at.saturating_sub(7)..end).any(|(offset, _)| torn(offset)) {
            return None;
        }
        let addrs = self.addrs.range(at..end).map(|(&offset, &addr)| (offset - at, addr)).collect();
        Some(Image { bytes: self.bytes[at as usize..end as usize].to_vec(), addrs })
    }
}

/// All symbols.
#[derive(Clone, Debug, Default)]
pub struct Program {
    /// By [`FuncId`].
    pub funcs: Vec<FuncSym>,
    /// By [`TypeRef`]; `None` while a recursive type is being made.
    pub types: Vec<Option<TypeSym>>,
    /// By [`ItabId`].
    pub itabs: Vec<ItabSym>,
    /// By [`GlobalId`].
    pub globals: Vec<GlobalSym>,
    /// By [`DataId`].
    pub data: Vec<Arc<[u8]>>,
    /// Words within read-only data that hold the address of other read-only data: `(byte offset, what)`. Complete when the data is first mentioned.
    pub data_relocs: FxHashMap<DataId, Vec<(u32, DataId)>>,
    /// `runtime.panicCode(code, a, b int)`, which never returns: where failed checks go.
    pub panic_code: Option<FuncId>,
}

impl Program {
    /// The function with this id.
    pub fn func(&self, id: FuncId) -> &FuncSym {
        &self.funcs[id.0 as usize]
    }

    /// The finished type with this id.
    pub fn ty(&self, id: TypeRef) -> &TypeSym {
        self.types[id.0 as usize].as_ref().expect("type is finished before it is asked for")
    }
}
