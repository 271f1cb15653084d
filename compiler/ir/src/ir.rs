//! One function's code: SSA values, block parameters, scalar types only.
//!
//! Strings, slices, interfaces and small structs are taken apart by lowering into one value per machine word; what is addressed or large lives in a
//! [`Slot`] (the frame) or on the heap. Invariants (checked by `verify`): every use is dominated by its definition; a branch gives each block
//! parameter one argument of its type; results match the op; the [`Function::recover_block`] has no parameters and uses no value defined outside it.

use crate::program::{DataId, FuncId, GlobalId, ItabId, TypeRef};
use mgo_abi::builtins::{Builtin, PanicCode};
use mgo_syntax::source::Pos;
use smallvec::SmallVec;

/// A machine type. `bool` is `I8` with the values 0 and 1.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[allow(missing_docs)]
pub enum Ty {
    I8,
    I16,
    I32,
    I64,
    F32,
    F64,
    /// A word that may point into the heap.
    Ptr,
}

impl Ty {
    /// Bytes.
    pub fn size(self) -> u32 {
        match self {
            Ty::I8 => 1,
            Ty::I16 => 2,
            Ty::I32 | Ty::F32 => 4,
            Ty::I64 | Ty::F64 | Ty::Ptr => 8,
        }
    }

    /// `F32` or `F64`.
    pub fn is_float(self) -> bool {
        matches!(self, Ty::F32 | Ty::F64)
    }
}

macro_rules! entity {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub struct $name(pub u32);
    };
}
entity!(/// An SSA value.
    Value);
entity!(/// A basic block; `Block(0)` is the entry, its parameters are the function's.
    Block);
entity!(/// A piece of the frame.
    Slot);
entity!(/// A source place with its inline chain; index into [`Function::locs`]. `Loc(0)` is "nowhere".
    #[derive(Default)]
    Loc);

/// A function's machine signature. A closure's context (`*funcval`) is its last parameter.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Sig {
    /// Parameters.
    pub params: Vec<Ty>,
    /// Results: at most [`mgo_abi::layouts::REG_RESULTS`] integers and as many floats; beyond that lowering passes a result pointer first.
    pub results: Vec<Ty>,
}

/// A function.
#[derive(Clone, Debug)]
pub struct Function {
    /// Its symbol.
    pub id: FuncId,
    /// Its name in tracebacks, e.g. `main.(*T).Method`, `main.main.func1`.
    pub name: String,
    /// Its signature.
    pub sig: Sig,
    /// Its blocks in layout order of their numbers.
    pub blocks: Vec<BlockData>,
    /// Types of all values.
    pub values: Vec<Ty>,
    /// The frame.
    pub slots: Vec<SlotData>,
    /// Source places.
    pub locs: Vec<LocData>,
    /// Where a recovered panic continues: runs the remaining deferred calls and returns the named results from their slots. Present exactly in
    /// functions that contain `defer`; codegen then makes every call a `try_call` and every possible nil access an explicit check.
    pub recover_block: Option<Block>,
    /// Where the function starts in the source.
    pub pos: Pos,
    /// Facts for codegen and passes.
    pub attrs: Attrs,
}

impl Function {
    /// A new value, to be defined by somebody.
    pub fn new_value(&mut self, ty: Ty) -> Value {
        self.values.push(ty);
        Value(self.values.len() as u32 - 1)
    }
}

/// Facts about a function.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Attrs {
    /// Never inlined (`//go:noinline`, or it calls `recover`, or contains `defer`, `go`-sensitive frames).
    pub noinline: bool,
    /// Made by the compiler to adapt a call (method wrappers, bound methods, `go`/`defer` closures): hidden in tracebacks, transparent to `recover`.
    pub wrapper: bool,
    /// Starts a goroutine by a call that stays one: debuggers and tracebacks show whom the `go` statement named, called by `goexit`.
    pub starts_goroutine: bool,
    /// No stack check.
    pub nosplit: bool,
    /// Takes no arguments in the language, as tracebacks show.
    pub no_args: bool,
    /// A function literal, or the body of a range over a function.
    pub literal: bool,
}

/// A basic block.
#[derive(Clone, Debug, Default)]
pub struct BlockData {
    /// Parameters.
    pub params: Vec<Value>,
    /// Instructions.
    pub insts: Vec<Inst>,
    /// How it ends; `None` only while it is being built.
    pub term: Option<Term>,
    /// Place of the terminator.
    pub term_loc: Loc,
    /// Rarely run: laid out at the end.
    pub cold: bool,
}

/// A piece of the frame. Not zeroed; its address is stable as long as the function runs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SlotData {
    /// Bytes.
    pub size: u32,
    /// Bytes, a power of two, at most 16.
    pub align: u32,
}

/// A source place.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct LocData {
    /// Where.
    pub pos: Pos,
    /// For inlined code: the function it came from and the place of the call.
    pub inlined: Option<(FuncId, Loc)>,
}

/// An instruction.
#[derive(Clone, PartialEq, Debug)]
pub struct Inst {
    /// What it does.
    pub op: Op,
    /// What it defines.
    pub results: SmallVec<[Value; 2]>,
    /// Where it comes from.
    pub loc: Loc,
}

/// Two-operand arithmetic; both operands and the result have one type, but for shifts (the count is any integer type).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[allow(missing_docs)]
pub enum BinOp {
    Add,
    Sub,
    Mul,
    /// The divisor of these four is not 0; the least integer by -1 is itself, with rest 0.
    SDiv,
    UDiv,
    SRem,
    URem,
    And,
    Or,
    Xor,
    /// Go shifts: counts at or above the width give 0 (or the sign); the count is unsigned.
    Shl,
    UShr,
    SShr,
    /// Machine shifts: the count is known to be below the width.
    ShlRaw,
    UShrRaw,
    SShrRaw,
    Rotl,
    /// High 64 bits of the product.
    UMulHi,
    SMulHi,
    FAdd,
    FSub,
    FMul,
    FDiv,
    /// Go's min and max for floats (NaN and signed zeros).
    FMin,
    FMax,
    FCopysign,
    SMin,
    SMax,
    UMin,
    UMax,
}

/// One-operand arithmetic; the result has the operand's type.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[allow(missing_docs)]
pub enum UnOp {
    Neg,
    Not,
    /// `!b` of an `I8` boolean.
    BoolNot,
    FNeg,
    FAbs,
    FSqrt,
    FFloor,
    FCeil,
    FTrunc,
    FNearest,
    Clz,
    Ctz,
    Popcnt,
    Bswap,
    Bitrev,
    /// The operand itself, of any type: what lets a loop have its own name for a value.
    Same,
}

/// Conversions between machine types, with Go's results for values out of range as amd64 has them.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[allow(missing_docs)]
pub enum ConvOp {
    SExt,
    ZExt,
    Trunc,
    /// Same width, other register class or `I64` <-> `Ptr`.
    Bitcast,
    SIntToFloat,
    UIntToFloat,
    FloatToSInt,
    FloatToUInt,
    FPromote,
    FDemote,
}

/// Comparisons.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[allow(missing_docs)]
pub enum Cmp {
    Eq,
    Ne,
    SLt,
    SLe,
    SGt,
    SGe,
    ULt,
    ULe,
    UGt,
    UGe,
    /// Ordered float comparisons; `FNe` is true for NaN.
    FEq,
    FNe,
    FLt,
    FLe,
    FGt,
    FGe,
}

/// Atomic read-modify-write operations. `LocalAdd` is for words that only goroutines of one instance change: with one P it takes no locked instruction.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[allow(missing_docs)]
pub enum RmwOp {
    Add,
    And,
    Or,
    Xchg,
    LocalAdd,
}

/// What is known of an access to memory.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct Mem {
    /// The address may be nil plus less than 4096: the access faults and becomes Go's nil dereference panic.
    pub may_fault: bool,
    /// The memory never changes (string data, itabs, descriptors, funcval code words).
    pub readonly: bool,
}

/// What is called.
#[derive(Clone, PartialEq, Debug)]
pub enum Callee {
    /// A known function.
    Func(FuncId),
    /// A code address with this signature.
    Indirect(Value, Box<Sig>),
    /// A function of the runtime.
    Builtin(Builtin),
    /// A native of the standard library; the one argument is the address of its frame.
    Native(FuncId),
}

/// What an instruction does.
#[derive(Clone, PartialEq, Debug)]
pub enum Op {
    /// Integer constant (of any integer type or `Ptr`), sign-extended.
    Iconst(Ty, i64),
    /// Float constant: bits of an f32 (low half) or f64.
    Fconst(Ty, u64),
    /// Arithmetic.
    Bin(BinOp, Value, Value),
    /// Arithmetic.
    Un(UnOp, Value),
    /// `x * y + z`, rounded once.
    Fma(Value, Value, Value),
    /// Conversion to a type.
    Conv(ConvOp, Value, Ty),
    /// Comparison; result `I8`.
    Cmp(Cmp, Value, Value),
    /// `cond ? a : b`, both evaluated.
    Select(Value, Value, Value),
    /// Load from `addr + offset`.
    Load(Ty, Value, i32, Mem),
    /// Store of a value to `addr + offset`, without barrier.
    Store(Value, Value, i32, Mem),
    /// Store of a pointer into the heap, a global or memory unknown: `(value, addr, offset)`, with the collector's barrier.
    StoreBarrier(Value, Value, i32, Mem),
    /// Address of a slot plus offset.
    SlotAddr(Slot, i32),
    /// Address of a package variable.
    GlobalAddr(GlobalId, i32),
    /// Address of read-only bytes.
    DataAddr(DataId),
    /// Address of a type descriptor.
    TypeAddr(TypeRef),
    /// Address of an itab.
    ItabAddr(ItabId),
    /// Address of the static funcval of a function (a func value without captures).
    FuncValAddr(FuncId),
    /// Code address of a function.
    CodeAddr(FuncId),
    /// Address arithmetic: `base + index * scale + offset`.
    Index(Value, Value, u32, i32),
    /// Copy of a fixed number of bytes, without barriers: `(dst, src, bytes)`. The places do not overlap, unless they have at most 64 bytes.
    Copy(Value, Value, u32),
    /// Zeroing of a fixed number of bytes, without barriers: `(dst, bytes)`.
    Zero(Value, u32),
    /// Panics when `ptr` is nil (by an explicit branch or a fault on a later access, as codegen likes).
    NilCheck(Value),
    /// Goes on when the condition (`I8`) is true, else raises the error: `(cond, code, a, b)`; `a` and `b` are `I64`.
    Check(Value, PanicCode, Value, Value),
    /// Call.
    Call(Callee, Vec<Value>),
    /// Sequentially consistent load.
    AtomicLoad(Ty, Value),
    /// Sequentially consistent store: `(value, addr)`.
    AtomicStore(Value, Value),
    /// `(op, addr, value)`; the result is the old value.
    AtomicRmw(RmwOp, Value, Value),
    /// `(addr, old, new)`; the result is the value found.
    AtomicCas(Value, Value, Value),
    /// The same, of a word that only goroutines of one instance change: with one P it takes no locked instruction.
    LocalCas(Value, Value, Value),
    /// Shades for the collector before an atomic pointer store: `(addr, new value)`.
    Barrier(Value, Value),
    /// The frame pointer.
    FramePtr,
    /// The G.
    CurG,
    /// Keeps the value alive up to here.
    KeepAlive(Value),
}

/// A branch target with its arguments.
#[derive(Clone, PartialEq, Debug)]
pub struct Target {
    /// Where to.
    pub block: Block,
    /// One for each parameter.
    pub args: Vec<Value>,
}

/// How a block ends.
#[derive(Clone, PartialEq, Debug)]
pub enum Term {
    /// Goes on there.
    Jump(Target),
    /// On an `I8` or comparison result.
    Br {
        /// Tested against 0.
        cond: Value,
        /// When not 0.
        then: Target,
        /// When 0.
        els: Target,
    },
    /// Dense or sparse integer switch.
    Switch(Value, Vec<(i64, Target)>, Target),
    /// Returns the results.
    Return(Vec<Value>),
    /// Calls in place of this frame.
    TailCall(Callee, Vec<Value>),
    /// Never reached: behind a call that does not return.
    Unreachable,
}
