//! Shapes of values and of the runtime structs that compiled code or asm reaches into. Sizes and offsets are bytes, x86-64.

/// Declares a module of byte offsets: `layout!(/// doc name { FIELD = offset, … })`. `runtime` asserts each against `offset_of!`.
macro_rules! layout {
    ($(#[$doc:meta])* $name:ident { $($(#[$fdoc:meta])* $field:ident = $offset:expr,)* }) => {
        $(#[$doc])*
        pub mod $name {
            $($(#[$fdoc])* #[allow(missing_docs)] pub const $field: usize = $offset;)*
        }
    };
}

layout!(/// The head of a G. r15 points at it in compiled code.
g {
    /// Lowest usable byte of the current stack segment.
    STACK_LO = 0x00,
    /// One past the highest.
    STACK_HI = 0x08,
    /// What function entries compare rsp with: `STACK_LO + SLACK`, or [`super::STACK_PREEMPT`] to ask for a stop.
    STACKGUARD0 = 0x10,
    /// `sched.sp`: saved stack pointer; the word there is the pc to resume at.
    SCHED_SP = 0x18,
    /// `sched.bp`: saved frame pointer, for tracebacks.
    SCHED_BP = 0x20,
    /// Fixed stack pointer of the g0 of the M that runs this G.
    G0_SP = 0x28,
    /// The M that runs this G.
    M = 0x30,
    /// The P that M holds.
    P = 0x38,
    /// Value passed across a park.
    PARAM = 0x40,
    /// Head of the list of [`super::DeferRecord`]s.
    DEFER = 0x48,
    /// Head of the list of panics in flight.
    PANIC = 0x50,
    /// Registers of an asynchronous preemption ([`super::SAVE_BUF_SIZE`] bytes), null until first needed.
    SAVE_BUF = 0x58,
    /// Current stack segment beyond the first, or null.
    CUR_SEG = 0x60,
    /// Spare segment for the next `morestack`, or null.
    NEXT_SEG = 0x68,
    /// Non-zero when a preemption is wanted (one byte).
    PREEMPT = 0x70,
    /// Scratch word of the asm.
    SCRATCH = 0x78,
    /// The two operands of a check that failed, on their way to the run-time error.
    CHECK_ARGS = 0x80,
    /// First offset that belongs to the runtime alone.
    PRIVATE = 0x90,
});

layout!(/// `string`
string { PTR = 0, LEN = 8, SIZE = 16, });
layout!(/// `[]T`
slice { PTR = 0, LEN = 8, CAP = 16, SIZE = 24, });
layout!(/// An interface value: `TYPE` is a `*TypeDesc` for `any`-like interfaces and a `*Itab` for others.
iface { TYPE = 0, DATA = 8, SIZE = 16, });
layout!(/// A func value points at one; captures follow.
funcval { CODE = 0, CAPTURES = 8, });
layout!(/// The part of a channel that compiled code reads.
hchan { LEN = 0, CAP = 8, });
layout!(/// The part of a map that compiled code reads.
hmap { LEN = 0, });
layout!(/// A map iterator, in the frame of the loop; KEY is null at the end. Compiled code zeroes it before `mapiterinit`.
mapiter { KEY = 0, ELEM = 8, SIZE = 128, });
layout!(/// A deferred call in its frame or on the heap.
defer_record { LINK = 0, FN = 8, FRAME = 16, FLAGS = 24, SIZE = 32, });
layout!(/// One case of a `select`, in the frame: 24 bytes each.
scase { CHAN = 0, ELEM = 8, IS_SEND = 16, SIZE = 24, });

/// A deferred call: `fn` is a funcval without parameters, `frame` the frame pointer (rbp) of the function that deferred it.
#[repr(C)]
pub struct DeferRecord {
    /// Next older record of this G.
    pub link: *mut DeferRecord,
    /// The funcval to call.
    pub func: *mut u8,
    /// rbp of the deferring function.
    pub frame: usize,
    /// Bit 0: record is on the heap.
    pub flags: usize,
}

/// Elements of the array in the frame that `[]rune(s)` fills, where that does not outlive it; programs see the number as a capacity.
pub const RUNES_IN_FRAME: usize = 32;

/// So many bytes of a `[]byte(string)` that does not escape lie in the frame.
pub const BYTES_IN_FRAME: usize = 32;

/// Bytes below the guard that functions without a check and the asm may use.
pub const STACK_SLACK: usize = 320;
/// Frames up to this many bytes compare rsp itself with the guard.
pub const STACK_SMALL: usize = 128;
/// Guard value that makes every function entry call `morestack`.
pub const STACK_PREEMPT: usize = 0xffff_ffff_ffff_fade;
/// Bytes of an asynchronous preemption's save buffer.
pub const SAVE_BUF_SIZE: usize = 384;
/// Accesses to a nil pointer fault below this address.
pub const NIL_PAGE: usize = 4096;
/// Integer arguments in registers (rdi rsi rdx rcx r8 r9); the same for `CallConv::Tail` and C.
pub const INT_ARGS: usize = 6;
/// Float arguments in registers (xmm0-7).
pub const FLOAT_ARGS: usize = 8;
/// Integer or float results in registers each; with more the caller passes a result pointer first.
pub const REG_RESULTS: usize = 8;

/// Addresses of the runtime's asm that codegen jumps or calls to; filled by the runtime, used by codegen.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct AsmStubs {
    /// r11 = C function: runs it on g0 (arguments and results in registers as in C), publishing sp and bp in the G first.
    pub systemstack: usize,
    /// r11 = C function that may park: saves the context, calls it on g0 with the G in r9; it gives the G to run next; result is `G.param`.
    pub parkcall: usize,
    /// r11 = function entry, r10d = words of stack arguments | bytes the callee pops << 16: new segment, or preemption.
    pub morestack: usize,
    /// r11d = function number: asks the engine for the function's code, then jumps there with all argument registers as they were.
    pub lazycall: usize,
}
