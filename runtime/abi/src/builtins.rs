//! The functions of the runtime that compiled code calls, in one list.

/// A machine type of an argument or result.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Word {
    /// 8-bit integer (booleans).
    I8,
    /// 32-bit integer.
    I32,
    /// 64-bit integer.
    I64,
    /// 64-bit float.
    F64,
    /// A pointer.
    P,
}

/// How compiled code reaches a builtin.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Via {
    /// Through `systemstack`: a C function on g0.
    System,
    /// Through `parkcall`: a C function on g0 that may park; at most five arguments; the result comes back in `G.param`.
    Park,
    /// An asm routine called directly on the goroutine's stack; without a result it keeps all registers (`PreserveAll`). It never panics.
    Asm,
    /// An asm routine called directly on the goroutine's stack; it keeps no register. It never panics.
    Wipe,
    /// An asm routine called directly on the goroutine's stack like a function of the language.
    Leaf,
    /// An asm routine called directly on the goroutine's stack, which goes on to `parkcall` for what it cannot do there; it may panic.
    Fast,
}

macro_rules! builtins {
    ($($(#[$doc:meta])* $variant:ident $name:literal $via:ident ($($arg:ident),*) -> ($($ret:ident),*);)*) => {
        /// A runtime function callable from compiled code.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        #[repr(usize)]
        pub enum Builtin { $($(#[$doc])* $variant,)* }

        impl Builtin {
            /// All of them, by number.
            pub const ALL: &'static [Builtin] = &[$(Builtin::$variant),*];

            /// Name in IR and symbol tables.
            pub const fn name(self) -> &'static str {
                match self { $(Builtin::$variant => $name,)* }
            }

            /// How it is reached.
            pub const fn via(self) -> Via {
                match self { $(Builtin::$variant => Via::$via,)* }
            }

            /// Argument types.
            pub const fn params(self) -> &'static [Word] {
                match self { $(Builtin::$variant => &[$(Word::$arg),*],)* }
            }

            /// Result types, at most two.
            pub const fn results(self) -> &'static [Word] {
                match self { $(Builtin::$variant => &[$(Word::$ret),*],)* }
            }
        }

        /// Expands `$callback! { variant "name" via (args) -> (results); … }` for code that is generated from the list.
        #[macro_export]
        macro_rules! for_each_builtin {
            ($callback:ident) => { $callback! { $($variant $name $via ($($arg),*) -> ($($ret),*);)* } };
        }
    };
}

builtins! {
    // memory
    /// (type) -> zeroed object
    NewObject "newobject" Asm (P) -> (P);
    /// (element type, n) -> zeroed array of n elements; the caller has checked n
    NewArray "newarray" System (P, I64) -> (P);
    /// (element type, len, cap) -> array; panics `makeslice: len out of range` / `cap out of range`
    MakeSlice "makeslice" System (P, I64, I64) -> (P);
    /// (element type, ptr, len, cap, new len) -> (ptr, cap): room for new len > cap elements, the first len copied, as Go's growth rule has it
    GrowSlice "growslice" System (P, P, I64, I64, I64) -> (P, I64);
    /// (slot, new value): shades for the collector; called before the store while the barrier is on
    WriteBarrier "writebarrier" Asm (P, P) -> ();
    /// (type, dst, src): copy of one value with barriers; may overlap
    TypedMemmove "typedmemmove" System (P, P, P) -> ();
    /// (type, dst): zeroing of one value with barriers
    TypedMemclr "typedmemclr" System (P, P) -> ();
    /// (element type, dst, src, n): copy of n elements with barriers; may overlap
    TypedSliceCopy "typedslicecopy" System (P, P, P, I64) -> ();
    /// (element type, dst, n): zeroing of n elements with barriers
    TypedSliceClear "typedsliceclear" System (P, P, I64) -> ();
    /// (dst, src, bytes), no pointers into the heap written; may overlap
    Memmove "memmove" Leaf (P, P, I64) -> ();
    /// (dst, bytes)
    Memclr "memclr" Leaf (P, I64) -> ();
    /// (a, b, bytes) -> equal
    Memequal "memequal" Leaf (P, P, I64) -> (I8);
    /// zeroes callee-saved registers and the top of g0, where pointers that are no longer used may be left
    ForgetDead "forgetdead" Wipe () -> ();
    // strings
    /// (a, b) -> a + b
    ConcatString2 "concatstring2" Leaf (P, I64, P, I64) -> (P, I64);
    /// (array of strings, n) -> concatenation
    ConcatStrings "concatstrings" System (P, I64) -> (P, I64);
    /// (a, b) -> -1, 0, 1
    CmpString "cmpstring" Leaf (P, I64, P, I64) -> (I64);
    /// rune -> string
    IntString "intstring" System (I64) -> (P, I64);
    /// []byte -> string
    SliceByteToString "slicebytetostring" Leaf (P, I64) -> (P, I64);
    /// (bytes, n, byte) -> where it is first, or -1
    IndexByte "indexbyte" Leaf (P, I64, I64) -> (I64);
    /// string -> (ptr, cap); the length is the string's
    StringToSliceByte "stringtoslicebyte" System (P, I64, P) -> (P, I64);
    /// string -> (ptr, len | spare << 48); cap is len + spare
    StringToSliceRune "stringtoslicerune" System (P, I64, P) -> (P, I64);
    /// []rune -> string
    SliceRuneToString "slicerunetostring" System (P, I64) -> (P, I64);
    /// (string, index of a byte >= 0x80) -> (rune, index after it)
    DecodeRune "decoderune" System (P, I64, I64) -> (I64, I64);
    // maps
    /// (map type, hint) -> map
    MakeMap "makemap" System (P, I64) -> (P);
    /// (map type, map, key) -> element or null; panics on unhashable keys
    MapAccess "mapaccess" System (P, P, P) -> (P);
    /// (map type, map, 4-byte key) -> element or null
    MapAccess32 "mapaccess_fast32" System (P, P, I32) -> (P);
    /// (map type, map, 8-byte key) -> element or null
    MapAccess64 "mapaccess_fast64" System (P, P, I64) -> (P);
    /// (map type, map, string key) -> element or null
    MapAccessStr "mapaccess_faststr" System (P, P, P, I64) -> (P);
    /// (map type, map, key) -> element, inserted zeroed if need be; panics on a nil map
    MapAssign "mapassign" System (P, P, P) -> (P);
    /// the same for a 4-byte key
    MapAssign32 "mapassign_fast32" System (P, P, I32) -> (P);
    /// the same for an 8-byte key
    MapAssign64 "mapassign_fast64" System (P, P, I64) -> (P);
    /// the same for a string key
    MapAssignStr "mapassign_faststr" System (P, P, P, I64) -> (P);
    /// (map type, map, key)
    MapDelete "mapdelete" System (P, P, P) -> ();
    /// (map type, map)
    MapClear "mapclear" System (P, P) -> ();
    /// (map type, map, iterator): starts and makes the first step
    MapIterInit "mapiterinit" System (P, P, P) -> ();
    /// (iterator): next step
    MapIterNext "mapiternext" System (P) -> ();
    // interfaces
    /// (interface type, concrete type) -> itab, or null when it does not implement it
    GetItab "getitab" System (P, P) -> (P);
    /// (type, a, b): equality of two data words of one type; panics when uncomparable
    EfaceEq "efaceeq" System (P, P, P) -> (I8);
    /// (type, a, b): equality of two values in memory; panics when an interface inside is uncomparable
    TypeEq "typeeq" System (P, P, P) -> (I8);
    // goroutines
    /// (funcval without parameters): starts a goroutine
    Newproc "newproc" System (P) -> ();
    /// (channel type, size) -> channel; panics `makechan: size out of range`
    MakeChan "makechan" System (P, I64) -> (P);
    /// (channel, element)
    ChanSend "chansend1" Fast (P, P) -> ();
    /// (channel, element or null) -> not closed
    ChanRecv "chanrecv2" Fast (P, P) -> (I8);
    /// (channel)
    CloseChan "closechan" System (P) -> ();
    /// (channel, element) -> sent
    SelectNbSend "selectnbsend" System (P, P) -> (I8);
    /// (channel, element or null) -> 0 would block, 1 closed, 3 received
    SelectNbRecv "selectnbrecv" System (P, P) -> (I8);
    /// (scases, n, has default) -> index | received << 32; index n when default was taken
    SelectGo "selectgo" Park (P, I64, I64) -> (I64);
    /// `select {}`
    Block "block" Park () -> ();
    /// (shelf of a `sync.Pool` or null) -> the value that its P has there, or null
    PoolGet "poolget" Leaf (P) -> (P, P);
    /// (shelf of a `sync.Pool` or null, value) -> whether there was room for it
    PoolPut "poolput" Leaf (P, P, P) -> (I8);
    // defer, panic
    /// (record in the frame, funcval, frame pointer)
    DeferProcStack "deferprocstack" Asm (P, P, P) -> ();
    /// (funcval, frame pointer): record on the heap
    DeferProc "deferproc" System (P, P) -> ();
    /// (frame pointer) -> next funcval that this frame deferred, unlinked, or null; one that faults when called for a nil function
    DeferReturn "deferreturn" Asm (P) -> (P);
    /// (frame pointer of the deferred function) -> (type, data) of the panic, or (null, null)
    Recover "gorecover" System (P) -> (P, P);
    // print
    /// begins a `print`: takes the lock
    PrintLock "printlock" System () -> ();
    /// ends it
    PrintUnlock "printunlock" System () -> ();
    /// bool
    PrintBool "printbool" System (I8) -> ();
    /// signed
    PrintInt "printint" System (I64) -> ();
    /// unsigned
    PrintUint "printuint" System (I64) -> ();
    /// float, 1.27's shortest format
    PrintFloat "printfloat" System (F64) -> ();
    /// float32, widened: as many digits as a float32 needs
    PrintFloat32 "printfloat32" System (F64) -> ();
    /// complex
    PrintComplex "printcomplex" System (F64, F64) -> ();
    /// complex64, widened
    PrintComplex64 "printcomplex64" System (F64, F64) -> ();
    /// string
    PrintString "printstring" System (P, I64) -> ();
    /// pointer, hexadecimal
    PrintPointer "printpointer" System (P) -> ();
    /// slice: `[len/cap]0xptr`
    PrintSlice "printslice" System (P, I64, I64) -> ();
    /// interface: `(0xtype,0xdata)`
    PrintEface "printeface" System (P, P) -> ();
}

/// Run-time errors that compiled code or natives raise by number; `runtime.panicCode(code, a, b)` turns them into Go's panic values.
/// Bounds codes carry (index, length or capacity).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(usize)]
pub enum PanicCode {
    /// `index out of range [a] with length b`
    Index,
    /// `slice bounds out of range [:a] with length b` (string or array)
    SliceAlen,
    /// `slice bounds out of range [:a] with capacity b`
    SliceAcap,
    /// `slice bounds out of range [a:b]`
    SliceB,
    /// `slice bounds out of range [::a] with length b`
    Slice3Alen,
    /// `slice bounds out of range [::a] with capacity b`
    Slice3Acap,
    /// `slice bounds out of range [:a:b]`
    Slice3B,
    /// `slice bounds out of range [a:b:]`
    Slice3C,
    /// `cannot convert slice with length a to array or pointer to array with length b`
    SliceConvert,
    /// `integer divide by zero`
    Divide,
    /// `negative shift amount`
    Shift,
    /// `invalid memory address or nil pointer dereference`
    NilDeref,
    /// `assignment to entry in nil map`
    NilMap,
    /// `makeslice: len out of range`
    MakeSliceLen,
    /// `makeslice: cap out of range`
    MakeSliceCap,
    /// `makechan: size out of range`
    MakeChanSize,
    /// `send on closed channel`
    SendClosed,
    /// `close of closed channel`
    CloseClosed,
    /// `close of nil channel`
    CloseNil,
    /// `hash of unhashable type T`; a = type descriptor
    Unhashable,
    /// `comparing uncomparable type T`; a = type descriptor
    Uncomparable,
    /// `growslice: len out of range`
    GrowSliceLen,
    /// `unsafe.Slice: len out of range` and its like; a = which
    UnsafeLen,
    /// `all goroutines …`-free text; a, b = a string (plain run-time error with that text)
    Text,
    /// As `Index`, for an index of an unsigned type of 64 bits.
    IndexUnsigned,
    /// As `SliceAlen`, for such a bound.
    SliceAlenUnsigned,
    /// As `SliceAcap`, for such a bound.
    SliceAcapUnsigned,
    /// As `SliceB`, for such a bound.
    SliceBUnsigned,
    /// As `Slice3Alen`, for such a bound.
    Slice3AlenUnsigned,
    /// As `Slice3Acap`, for such a bound.
    Slice3AcapUnsigned,
    /// As `Slice3B`, for such a bound.
    Slice3BUnsigned,
    /// As `Slice3C`, for such a bound.
    Slice3CUnsigned,
}

impl PanicCode {
    /// The code for an index or bound of an unsigned type of 64 bits, no value of which is negative.
    pub fn unsigned(self) -> PanicCode {
        match self {
            PanicCode::Index => PanicCode::IndexUnsigned,
            PanicCode::SliceAlen => PanicCode::SliceAlenUnsigned,
            PanicCode::SliceAcap => PanicCode::SliceAcapUnsigned,
            PanicCode::SliceB => PanicCode::SliceBUnsigned,
            PanicCode::Slice3Alen => PanicCode::Slice3AlenUnsigned,
            PanicCode::Slice3Acap => PanicCode::Slice3AcapUnsigned,
            PanicCode::Slice3B => PanicCode::Slice3BUnsigned,
            PanicCode::Slice3C => PanicCode::Slice3CUnsigned,
            other => other,
        }
    }
}
