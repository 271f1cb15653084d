//! Type descriptors: emitted by the compiler, read by GC, maps, equality, hashing, interfaces, fmt, reflect and panics.
//!
//! Invariant: one descriptor per type of a program, so identity is pointer equality. `stdlib/src/internal/rtype` mirrors these structs in the
//! language: change both together.

use core::sync::atomic::{AtomicPtr, AtomicU32, AtomicUsize};

/// A Go string in memory.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct GoString {
    /// Bytes; not NUL-terminated.
    pub ptr: *const u8,
    /// Their number.
    pub len: usize,
}

/// A Go slice in memory.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct GoSlice<T> {
    /// First element.
    pub ptr: *const T,
    /// Elements.
    pub len: usize,
    /// Capacity.
    pub cap: usize,
}

macro_rules! kinds {
    ($($name:ident),* $(,)?) => {
        /// Numbers of `reflect.Kind`.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
        #[repr(u8)]
        #[allow(missing_docs)]
        pub enum Kind {
            $($name),*
        }

        impl Kind {
            /// The kinds by their numbers.
            const ALL: &[Kind] = &[$(Kind::$name),*];
        }
    };
}
kinds! {
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
    Array,
    Chan,
    Func,
    Interface,
    Map,
    Pointer,
    Slice,
    String,
    Struct,
    UnsafePointer,
}

impl TypeDesc {
    /// The kind.
    pub fn kind(&self) -> Kind {
        Kind::ALL.get(usize::from(self.kind)).copied().unwrap_or(Kind::Invalid)
    }
}

/// Bits of [`TypeDesc::flags`].
pub mod flags {
    /// The interface data word holds the value itself (pointer-shaped types, and bool, integers and floats of up to 8 bytes, zero-extended).
    pub const DIRECT_IFACE: u8 = 1;
    /// `==` is allowed (it may still panic inside interfaces).
    pub const COMPARABLE: u8 = 2;
    /// `==` is equality of bytes: no floats, strings, interfaces or padding inside.
    pub const REGULAR_MEMORY: u8 = 4;
    /// A defined type (has a name of its own).
    pub const NAMED: u8 = 8;
    /// A variadic function type.
    pub const VARIADIC: u8 = 16;
    /// Hashing it may panic (an interface inside).
    pub const HASH_MIGHT_PANIC: u8 = 32;
    /// A function type whose results come back in memory, by a pointer in front of the parameters.
    pub const MEMORY_RESULTS: u8 = 64;
}

/// Describes a type.
#[repr(C)]
pub struct TypeDesc {
    /// Bytes of a value.
    pub size: usize,
    /// Hash of the type, stable within a program.
    pub hash: u32,
    /// Alignment in bytes.
    pub align: u8,
    /// [`Kind`].
    pub kind: u8,
    /// [`flags`].
    pub flags: u8,
    /// Channel direction: 1 receive, 2 send, 3 both.
    pub chan_dir: u8,
    /// Allocation class, offset in bytes of the class's cache in a P; `u32::MAX` until the runtime has seen the type (the compiler emits that).
    pub alloc_class: AtomicU32,
    /// Words of one period of `gc_mask`; 0 when the type has no pointers.
    pub gc_period: u32,
    /// One bit per word of the period: may hold a pointer. Repeats over the whole value. All ones with period 1 is always allowed.
    pub gc_mask: *const u64,
    /// As `%T` prints it: `main.T`, `[]int`.
    pub name: GoString,
    /// Import path of a defined type, else empty.
    pub pkg_path: GoString,
    /// Element of pointer, slice, array, channel, map.
    pub elem: *const TypeDesc,
    /// Key of a map.
    pub key: *const TypeDesc,
    /// Length of an array.
    pub len: usize,
    /// Fields of a struct.
    pub fields: GoSlice<FieldDesc>,
    /// Methods of a non-interface type (its full method set), sorted by name, then package path.
    pub methods: GoSlice<MethodDesc>,
    /// Methods of an interface type, in the same order; itabs list code in this order.
    pub imethods: GoSlice<ImethodDesc>,
    /// `*T`, or null when the program has no descriptor of it.
    pub ptr_to: *const TypeDesc,
    /// Parameters and then results of a function type.
    pub params: GoSlice<*const TypeDesc>,
    /// How many of `params` are parameters.
    pub num_in: usize,
    /// `[]T`, or null likewise.
    pub slice_of: *const TypeDesc,
    /// The newest unnamed array, channel, map, function or struct type whose first part (element, parameter or result, field) this type is.
    pub derived: AtomicPtr<TypeDesc>,
    /// The one before this in the list of the first part.
    pub next_derived: *const TypeDesc,
    /// The runtime's own knowledge of the type (of a map: its table layout); the compiler emits 0.
    pub private: AtomicUsize,
}

/// A struct field.
#[repr(C)]
pub struct FieldDesc {
    /// Name.
    pub name: GoString,
    /// Package path of an unexported name, else empty.
    pub pkg_path: GoString,
    /// Type.
    pub ty: *const TypeDesc,
    /// Bytes from the start of the struct.
    pub offset: usize,
    /// Tag.
    pub tag: GoString,
    /// 1 when embedded.
    pub embedded: usize,
}

/// A method of a concrete type.
#[repr(C)]
pub struct MethodDesc {
    /// Name.
    pub name: GoString,
    /// Package path of an unexported name, else empty.
    pub pkg_path: GoString,
    /// Number of its signature (receiver left out): equal numbers, identical signatures.
    pub sig: usize,
    /// Code that takes the interface data word as receiver.
    pub code: *const u8,
}

/// A method of an interface type.
#[repr(C)]
pub struct ImethodDesc {
    /// Name.
    pub name: GoString,
    /// Package path of an unexported name, else empty.
    pub pkg_path: GoString,
    /// Number of its signature.
    pub sig: usize,
}

/// Dispatch table of a concrete type for an interface; the code pointers follow in the order of the interface's methods.
#[repr(C)]
pub struct Itab {
    /// The interface.
    pub inter: *const TypeDesc,
    /// The concrete type.
    pub ty: *const TypeDesc,
    /// `ty.hash`
    pub hash: usize,
    /// First code pointer; null when the type does not implement the interface (cached negative answers).
    pub fun: [*const u8; 1],
}
