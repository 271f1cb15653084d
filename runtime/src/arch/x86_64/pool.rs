//! The asm of `sync.Pool`: each P's stack of a shelf is only touched here and nothing is preempted here, so no lock is needed.
//!
//! Compiled code calls both directly on the goroutine's stack, as it calls a function of the language. A shelf is `sync/pool.mgo`'s `poolShelf`.

use core::arch::global_asm;
use core::mem::offset_of;

use mgo_abi::layouts::{g as off, slice};

use crate::mem::heap::Heap;
use crate::mem::mcache::MCache;
use crate::p::P;

/// `poolStack`.
#[repr(C)]
struct Stack {
    private: [usize; 2],
    n: usize,
    items: [[usize; 2]; DEPTH],
    _pad: usize,
}

/// `poolDepth`.
const DEPTH: usize = 30;
/// Of the bytes of a stack.
const STACK_SHIFT: u32 = size_of::<Stack>().ilog2();
const _: () = assert!(size_of::<Stack>() == 1 << STACK_SHIFT && offset_of!(Stack, private) == 0);

/// r8 = the P's stack of the shelf at rdi, rcx = the P; jumps to 9 when there is none.
macro_rules! find_stack {
    () => {
        "test rdi, rdi
        jz 9f
        mov rcx, [r15+{P}]
        mov r8d, [rcx+{ID}]
        cmp r8, [rdi+{STACKS_LEN}] // there may be more Ps by now
        jae 9f
        shl r8, {STACK_SHIFT}
        add r8, [rdi+{STACKS_PTR}]"
    };
}

global_asm!(
    ".text",
    // poolget: rdi = shelf or null; rax, rdx = the value, or null.
    function!("mgo_poolget"),
    ".cfi_startproc",
    "xor eax, eax",
    "xor edx, edx",
    find_stack!(),
    "mov r9, r8", // the private place first, as in Go
    "cmp qword ptr [r8], 0",
    "jne 1f",
    "mov r10, [r8+{N}]",
    "sub r10, 1",
    "jb 9f",
    "mov [r8+{N}], r10",
    "shl r10, 4",
    "lea r9, [r8+r10+{ITEMS}]",
    "1: mov r11, [rcx+{HEAP}]",
    "cmp dword ptr [r11+{BARRIER}], 0",
    "jne 2f",
    "3: mov rax, [r9]",
    "mov rdx, [r9+8]",
    "mov qword ptr [r9], 0",
    "mov qword ptr [r9+8], 0",
    "9: ret",
    "2: mov rdi, r9",
    "xor esi, esi",
    "call mgo_writebarrier",
    "lea rdi, [r9+8]",
    "call mgo_writebarrier",
    "jmp 3b",
    ".cfi_endproc",
    ".size mgo_poolget, .-mgo_poolget",
    // poolput: rdi = shelf or null, rsi, rdx = the value; al = whether there was room.
    function!("mgo_poolput"),
    ".cfi_startproc",
    "xor eax, eax",
    find_stack!(),
    "mov r9, r8",
    "cmp qword ptr [r8], 0",
    "je 1f",
    "mov r10, [r8+{N}]",
    "cmp r10, {DEPTH}",
    "jae 9f",
    "lea r11, [r10+1]",
    "mov [r8+{N}], r11",
    "shl r10, 4",
    "lea r9, [r8+r10+{ITEMS}]",
    "1: mov r11, [rcx+{HEAP}]",
    "cmp dword ptr [r11+{BARRIER}], 0",
    "jne 2f",
    "3: mov [r9], rsi",
    "mov [r9+8], rdx",
    "mov eax, 1",
    "9: ret",
    "2: mov rdi, r9",
    "call mgo_writebarrier",
    "mov r10, rsi",
    "lea rdi, [r9+8]",
    "mov rsi, rdx",
    "call mgo_writebarrier",
    "mov rsi, r10",
    "jmp 3b",
    ".cfi_endproc",
    ".size mgo_poolput, .-mgo_poolput",
    P = const off::P,
    ID = const offset_of!(P, id),
    STACKS_PTR = const slice::PTR,
    STACKS_LEN = const slice::LEN,
    STACK_SHIFT = const STACK_SHIFT,
    N = const offset_of!(Stack, n),
    ITEMS = const offset_of!(Stack, items),
    HEAP = const offset_of!(MCache, heap),
    BARRIER = const offset_of!(Heap, wb_enabled),
    DEPTH = const DEPTH,
);

unsafe extern "C" {
    /// [`mgo_abi::builtins::Builtin::PoolGet`]
    pub fn mgo_poolget();
    /// [`mgo_abi::builtins::Builtin::PoolPut`]
    pub fn mgo_poolput();
}
