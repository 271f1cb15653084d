//! The asm of `defer` with records in frames, of which compiled code does the common part itself. Called directly on the goroutine's stack, outside the range of compiled code, so nothing
//! is preempted in the middle of them. Records on the heap go to Rust.

use core::arch::global_asm;
use core::mem::offset_of;

use mgo_abi::layouts::{DeferRecord, g as off};

/// What stands for a nil function: not null, which would mean the end, and unmapped, so that its call faults as that of nil does.
const NIL_FUNC: usize = 8;

global_asm!(
    ".text",
    // deferprocstack: rdi = record, rsi = funcval, rdx = frame. Keeps all registers.
    function!("mgo_deferprocstack"),
    ".cfi_startproc",
    "push rax",
    "mov rax, [r15+{DEFER}]",
    "mov [rdi+{LINK}], rax",
    "mov [rdi+{FUNC}], rsi",
    "mov [rdi+{FRAME}], rdx",
    "mov qword ptr [rdi+{FLAGS}], 0",
    "mov [r15+{DEFER}], rdi",
    "pop rax",
    "ret",
    ".cfi_endproc",
    ".size mgo_deferprocstack, .-mgo_deferprocstack",
    // deferreturn: rdi = frame, result rax.
    function!("mgo_deferreturn"),
    ".cfi_startproc",
    "mov r11, [r15+{DEFER}]",
    "xor eax, eax",
    "test r11, r11",
    "jz 2f",
    "cmp [r11+{FRAME}], rdi",
    "jne 2f",
    "test byte ptr [r11+{FLAGS}], {ON_HEAP}",
    "jnz 3f",
    "mov rcx, [r11+{LINK}]",
    "mov rax, [r11+{FUNC}]",
    "mov [r15+{DEFER}], rcx",
    "1: mov ecx, {NIL_FUNC}",
    "test rax, rax",
    "cmovz rax, rcx",
    "2: ret",
    "3: lea r11, [rip+{slow}]",
    "sub rsp, 8", // the stack is aligned at calls
    ".cfi_def_cfa_offset 16",
    "call mgo_systemstack",
    "add rsp, 8",
    ".cfi_def_cfa_offset 8",
    "jmp 1b",
    ".cfi_endproc",
    ".size mgo_deferreturn, .-mgo_deferreturn",
    DEFER = const off::DEFER,
    LINK = const offset_of!(DeferRecord, link),
    FUNC = const offset_of!(DeferRecord, func),
    FRAME = const offset_of!(DeferRecord, frame),
    FLAGS = const offset_of!(DeferRecord, flags),
    ON_HEAP = const crate::defer::ON_HEAP,
    NIL_FUNC = const NIL_FUNC,
    slow = sym pop_heap_record,
);

unsafe extern "C" {
    /// [`mgo_abi::builtins::Builtin::DeferProcStack`]
    pub fn mgo_deferprocstack();
    /// [`mgo_abi::builtins::Builtin::DeferReturn`]
    pub fn mgo_deferreturn();
}

/// The newest record is on the heap and the current frame's.
unsafe extern "C" fn pop_heap_record(_frame: usize) -> *mut u8 {
    // SAFETY: called for the current goroutine, whose list is not empty.
    unsafe { crate::defer::pop(crate::m::getg()) }
}
