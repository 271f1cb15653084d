//! The asm of switching: in and out of the world of goroutines, to g0 and back, to larger stacks. The contract and the picture of the stacks are in
//! [`crate::arch`].

use core::arch::global_asm;
use core::mem::offset_of;

use mgo_abi::layouts::{AsmStubs, STACK_PREEMPT, STACK_SLACK, g as off};

use crate::arch::Context;
use crate::g::G;
use crate::m::M;
use crate::stack::Seg;

// Entering and leaving the world of goroutines; resuming one.
global_asm!(
    ".text",
    function!("mgo_enter"),
    ".cfi_startproc",
    open_frame!(),
    push_callee_saved!(),
    "push r15",
    "sub rsp, 8",
    "mov [rdi+{G0_SP}], rsp", // 16-aligned: rsp at the calls below and in every stub
    "lea rax, [rip+mgo_leave]",
    "push rax",
    "mov [rdi+{SCHED_SP}], rsp",
    "mov [rdi+{SCHED_BP}], rbp",
    "mov rsp, [rdi+{G0_SP}]",
    "sub rsp, 16", // keep the word `leave` at sched_sp
    "mov [rdi+{G0_SP}], rsp",
    "call rsi",
    ".cfi_endproc",
    ".size mgo_enter, .-mgo_enter",
    // rax = the G to run
    ".globl mgo_gogo",
    ".type mgo_gogo,@function",
    "mgo_gogo:",
    "mov r15, rax",
    "mov rsp, [r15+{SCHED_SP}]",
    "pop rcx",
    "jmp rcx", // not ret: no call matches it
    ".size mgo_gogo, .-mgo_gogo",
    "mgo_leave:",
    "add rsp, 8",
    "pop r15",
    pop_callee_saved!(),
    "pop rbp",
    "ret",
    G0_SP = const off::G0_SP,
    SCHED_SP = const off::SCHED_SP,
    SCHED_BP = const off::SCHED_BP,
);

// The first and the last instructions of a goroutine.
global_asm!(
    function!("mgo_gostart"),
    "pop rdi",
    "xor ebp, ebp",
    // What the last goroutine has left would stand in this one's first frame as long as it runs, where the collector looks.
    "xor ebx, ebx",
    "xor r12d, r12d",
    "xor r13d, r13d",
    "xor r14d, r14d",
    "jmp [rdi+{CODE}]",
    ".size mgo_gostart, .-mgo_gostart",
    ".p2align 5",
    ".globl goexit",
    ".type goexit,@function",
    "goexit:",
    ".cfi_startproc",
    ".cfi_undefined rip", // the outermost frame
    "nop", // return addresses point behind it, so that they lie inside goexit
    "lea r11, [rip+{goexit0}]",
    "call mgo_mcall",
    "ud2",
    ".p2align 5", // `is_goexit` takes 32 bytes
    ".cfi_endproc",
    ".size goexit, .-goexit",
    CODE = const mgo_abi::layouts::funcval::CODE,
    goexit0 = sym crate::proc::goexit0,
);

// Calls into Rust.
global_asm!(
    function!("mgo_systemstack"),
    ".cfi_startproc",
    open_frame!(),
    push_callee_saved!(),
    to_g0!(),
    "call r11",
    "mov rsp, rbp", // rbp, rbx, r12-r15 are callee-saved in Rust
    "pop rbp",
    ".cfi_def_cfa rsp, 8",
    // A loop of natives may have no other place where a request to stop is seen.
    "cmp byte ptr [r15+{PREEMPT}], 0",
    "jne mgo_async_preempt",
    "ret",
    ".cfi_endproc",
    ".size mgo_systemstack, .-mgo_systemstack",
    function!("mgo_parkcall"),
    ".cfi_startproc",
    open_frame!(),
    push_callee_saved!(),
    "lea rax, [rip+mgo_park_resume]",
    "push rax",
    to_g0!(),
    "mov r9, r15",
    "call r11",
    "test rax, rax", // null: it has not parked
    "jnz mgo_gogo",
    "mov rax, [r15+{PARAM}]",
    close_frame!(),
    "ret",
    ".cfi_endproc",
    ".size mgo_parkcall, .-mgo_parkcall",
    // a parked goroutine that raises a run-time error instead of going on: scratch = panicCode's entry, param = the code
    ".globl mgo_park_raise",
    "mgo_park_raise:",
    "mov rax, [r15+{SCRATCH}]",
    "mov rdi, [r15+{PARAM}]",
    "xor esi, esi",
    "xor edx, edx",
    "mov rsp, [r15+{SCHED_BP}]",
    "pop rbp",
    "jmp rax",
    "mgo_park_resume:",
    "mov rax, [r15+{PARAM}]",
    pop_callee_saved!(),
    "pop rbp",
    "pop rcx",
    "jmp rcx",
    function!("mgo_mcall"),
    ".cfi_startproc",
    open_frame!(),
    push_callee_saved!(),
    "lea rax, [rip+mgo_park_resume]",
    "push rax",
    "cmp qword ptr [r15+{GOID}], 0",
    "je 2f",
    to_g0!(),
    "mov rdi, r15",
    "call r11",
    "test rax, rax",
    "jnz mgo_gogo",
    "call {badmcall2}",
    "2: call {badmcall}",
    ".cfi_endproc",
    ".size mgo_mcall, .-mgo_mcall",
    SCHED_SP = const off::SCHED_SP,
    PREEMPT = const off::PREEMPT,
    SCHED_BP = const off::SCHED_BP,
    G0_SP = const off::G0_SP,
    PARAM = const off::PARAM,
    SCRATCH = const off::SCRATCH,
    GOID = const offset_of!(G, goid),
    badmcall = sym crate::proc::badmcall,
    badmcall2 = sym crate::proc::badmcall2,
);

// morestack and its way back. In: r11 = entry, r10d = words of stack arguments | bytes the callee pops << 16. Free: rax, r10 once saved.
global_asm!(
    function!("mgo_morestack"),
    ".cfi_startproc",
    "cmp qword ptr [r15+{GUARD}], {PREEMPT_MARK}",
    "je 5f",
    // A request that was served between the check and here leaves a stack that is not full: only a check that fails twice is believed.
    "cmp [r15+{RETRY_SP}], rsp",
    "mov [r15+{RETRY_SP}], rsp",
    "jne 10f",
    "mov qword ptr [r15+{RETRY_SP}], 0",
    "1: mov rax, [r15+{NEXT_SEG}]",
    "test rax, rax",
    "jz 4f",
    open_frame!(),
    "push r10",
    "mov [rax+{PREV_SP}], rsp",
    "mov r10, [r15+{CUR_SEG}]",
    "mov [rax+{PREV}], r10",
    "mov r10, [r15+{STACK_LO}]",
    "mov [rax+{PREV_LO}], r10",
    "mov r10, [r15+{STACK_HI}]",
    "mov [rax+{PREV_HI}], r10",
    "mov r10, [rax+{NEXT}]",
    "mov [r15+{NEXT_SEG}], r10",
    "mov [r15+{CUR_SEG}], rax",
    "mov r10, [rax+{LO}]",
    "mov [r15+{STACK_LO}], r10",
    "add r10, {SLACK}",
    "mov [r15+{GUARD}], r10",
    "mov [r15+{STACK_HI}], rax",
    "mov rsp, rax",
    "cmp byte ptr [r15+{PREEMPT}], 0", // a request that the store above wiped out
    "je 2f",
    "mov qword ptr [r15+{GUARD}], {PREEMPT_MARK}",
    "2: mov r10, [rbp-8]",
    "test r10w, r10w",
    "jnz 6f",
    "3: call r11",
    ".globl mgo_lessstack",
    "mgo_lessstack:", // results are in rax rdx rcx rsi rdi r8 r9 r10 xmm0-7: only r11 is free
    "mov r11, [r15+{CUR_SEG}]",
    "mov [r15+{NEXT_SEG}], r11", // keep it for the next crossing
    "push rax",
    "mov rax, [r11+{PREV}]",
    "mov [r15+{CUR_SEG}], rax",
    "mov rax, [r11+{PREV_HI}]",
    "mov [r15+{STACK_HI}], rax",
    "mov rax, [r11+{PREV_LO}]",
    "mov [r15+{STACK_LO}], rax",
    "add rax, {SLACK}",
    "mov [r15+{GUARD}], rax",
    "pop rax",
    "cmp byte ptr [r15+{PREEMPT}], 0",
    "je 7f",
    "mov qword ptr [r15+{GUARD}], {PREEMPT_MARK}",
    "7: mov r11, [rbp-8]",
    "shr r11d, 16",
    close_frame!(),
    "jnz 8f", // the flags of shr: mov and pop leave them
    "ret",
    "8: add r11, rsp", // pop the caller's copy of the stack arguments
    "push rbx",
    "mov rbx, [rsp+8]",
    "mov [r11], rbx",
    "pop rbx",
    "mov rsp, r11",
    "ret",
    // no spare segment: get one on g0, the arguments saved there
    "4: push rbp",
    "mov rbp, rsp",
    to_g0!(),
    push_int_args!(),
    "push r10",
    "push r11",
    push_float_args!(),
    "mov rdi, r15",
    "call {newstack}",
    "test rax, rax", // the goroutine has ended
    "jnz mgo_gogo",
    pop_float_args!(),
    "pop r11",
    "pop r10",
    pop_int_args!(),
    "mov rsp, rbp",
    "pop rbp",
    "jmp 1b",
    "10: jmp r11",
    // preemption wanted: as if interrupted at the entry
    "5: push r11",
    "jmp mgo_async_preempt",
    // copy r10w words of stack arguments from [rbp+16]
    "6: movzx r10d, r10w",
    "test r10b, 1",
    "jz 9f",
    "sub rsp, 8",
    "9: push qword ptr [rbp+r10*8+8]",
    "dec r10d",
    "jnz 9b",
    "jmp 3b",
    ".cfi_endproc",
    ".size mgo_morestack, .-mgo_morestack",
    GUARD = const off::STACKGUARD0,
    PREEMPT_MARK = const STACK_PREEMPT as isize,
    SLACK = const STACK_SLACK,
    STACK_LO = const off::STACK_LO,
    STACK_HI = const off::STACK_HI,
    NEXT_SEG = const off::NEXT_SEG,
    CUR_SEG = const off::CUR_SEG,
    PREEMPT = const off::PREEMPT,
    RETRY_SP = const offset_of!(G, retry_sp),
    SCHED_SP = const off::SCHED_SP,
    SCHED_BP = const off::SCHED_BP,
    G0_SP = const off::G0_SP,
    LO = const offset_of!(Seg, lo),
    PREV = const offset_of!(Seg, prev),
    PREV_LO = const offset_of!(Seg, prev_lo),
    PREV_HI = const offset_of!(Seg, prev_hi),
    PREV_SP = const offset_of!(Seg, prev_sp),
    NEXT = const offset_of!(Seg, next),
    newstack = sym crate::stack::newstack,
);

// Asynchronous preemption: [rsp] = pc to go on at. 24 bytes of stack below it, everything else in the save buffer.
global_asm!(
    function!("mgo_async_preempt"),
    ".cfi_startproc",
    ".cfi_signal_frame",
    open_frame!(),
    "pushfq",
    "mov [r15+{SCRATCH}], rax",
    "mov rax, [r15+{SAVE_BUF}]",
    "test rax, rax",
    "jnz 1f",
    "mov rax, [r15+{M}]", // the first time: the M's spare one
    "push rcx",
    "xor ecx, ecx",
    "xchg rcx, [rax+{SPARE}]", // gopreempt puts a new one there
    "mov rax, rcx",
    "pop rcx",
    "mov [r15+{SAVE_BUF}], rax",
    "1:",
    fill_save_buffer!(),
    "mov rcx, [r15+{SCRATCH}]",
    "mov [rax], rcx",
    "mov qword ptr [r15+{SCRATCH}], 0", // no word of the past stays in the G, where the collector looks
    "cld",
    "lea rcx, [rip+mgo_async_resume]",
    "push rcx",
    to_g0!(),
    "mov rdi, r15",
    "call {gopreempt}",
    "jmp mgo_gogo",
    ".cfi_endproc",
    ".size mgo_async_preempt, .-mgo_async_preempt",
    ".globl mgo_async_resume",
    "mgo_async_resume:",
    "mov rax, [r15+{SAVE_BUF}]",
    empty_save_buffer!(),
    "mov rax, [rax]",
    "popfq",
    "pop rbp",
    "ret",
    SCRATCH = const off::SCRATCH,
    SAVE_BUF = const off::SAVE_BUF,
    SCHED_SP = const off::SCHED_SP,
    SCHED_BP = const off::SCHED_BP,
    G0_SP = const off::G0_SP,
    M = const off::M,
    SPARE = const offset_of!(M, spare_save_buf),
    gopreempt = sym crate::preempt::gopreempt,
);

// Compiling at the first call, and continuing in compiled code at another place.
global_asm!(
    function!("mgo_lazycall"),
    ".cfi_startproc",
    open_frame!(),
    to_g0!(),
    push_int_args!(),
    push_float_args!(),
    "mov rdi, r15",
    "mov esi, r11d",
    "call {compile}",
    pop_float_args!(),
    pop_int_args!(),
    close_frame!(),
    "jmp rax",
    ".cfi_endproc",
    ".size mgo_lazycall, .-mgo_lazycall",
    function!("mgo_jump"),
    "mov rax, rdi",
    "mov r15, [rax+{C_G}]",
    "mov rsp, [rax+{C_SP}]",
    "mov rbp, [rax+{C_BP}]",
    "mov rcx, [rax+{C_PC}]",
    "mov rdi, [rax+{C_ARGS}]",
    "mov rsi, [rax+{C_ARGS}+8]",
    "mov rdx, [rax+{C_ARGS}+16]",
    "jmp rcx",
    ".size mgo_jump, .-mgo_jump",
    SCHED_SP = const off::SCHED_SP,
    SCHED_BP = const off::SCHED_BP,
    G0_SP = const off::G0_SP,
    C_G = const offset_of!(Context, g),
    C_PC = const offset_of!(Context, pc),
    C_SP = const offset_of!(Context, sp),
    C_BP = const offset_of!(Context, bp),
    C_ARGS = const offset_of!(Context, args),
    compile = sym crate::proc::lazy_compile,
);

// A G is opaque to the asm but for its contract fields.
#[allow(improper_ctypes)]
unsafe extern "C" {
    /// See the table of the parent module.
    #[link_name = "mgo_enter"]
    pub fn enter(g0: *mut G, first: unsafe extern "C" fn(g0: *mut G) -> *mut G);
    /// See the table of the parent module.
    #[link_name = "mgo_jump"]
    pub fn jump(context: *const Context) -> !;
    #[link_name = "mgo_gostart"]
    fn gostart_asm();
    #[link_name = "goexit"]
    fn goexit_asm();
    #[link_name = "mgo_systemstack"]
    fn systemstack_asm();
    #[link_name = "mgo_parkcall"]
    fn parkcall_asm();
    #[link_name = "mgo_mcall"]
    fn mcall_asm();
    #[link_name = "mgo_morestack"]
    fn morestack_asm();
    #[link_name = "mgo_lessstack"]
    fn lessstack_asm();
    #[link_name = "mgo_async_preempt"]
    fn async_preempt_asm();
    #[link_name = "mgo_async_resume"]
    fn async_resume_asm();
    #[link_name = "mgo_park_raise"]
    fn park_raise_asm();
    #[link_name = "mgo_lazycall"]
    fn lazycall_asm();
}

macro_rules! addresses {
    ($($(#[$doc:meta])* $name:ident = $symbol:ident;)*) => { $($(#[$doc])* pub fn $name() -> usize { $symbol as *const () as usize })* };
}
addresses! {
    /// Address of `gostart`, the first pc of a goroutine.
    gostart = gostart_asm;
    /// Address of `goexit`; goroutines return to one past it.
    goexit = goexit_asm;
    /// Address of `mcall`.
    mcall = mcall_asm;
    /// Where a goroutine resumes that is to raise a run-time error.
    park_raise = park_raise_asm;
    /// Return address of functions that run on another segment than their caller.
    lessstack = lessstack_asm;
    /// First pc of a goroutine that was stopped by `async_preempt`.
    async_resume = async_resume_asm;
    /// Where the handler of SIGURG continues.
    async_preempt = async_preempt_asm;
}

/// The return address that the outermost function of a goroutine has.
pub fn goexit_return() -> usize {
    goexit() + 1
}

/// `pc` is a return address into `goexit`: the outermost frame.
pub fn is_goexit(pc: usize) -> bool {
    (goexit()..goexit() + 32).contains(&pc)
}

/// Where a compiled function sets up its frame: behind the stack check, if it has one. Its first instruction there is one byte long.
///
/// # Safety
/// `entry..end` is the code of a function.
pub unsafe fn frame_setup(entry: usize, end: usize) -> Option<usize> {
    const PUSH_RBP_MOV_RBP_RSP: [u8; 4] = [0x55, 0x48, 0x89, 0xe5];
    const LONGEST_CHECK: usize = 32;
    // SAFETY: the caller's promise.
    let code = unsafe { core::slice::from_raw_parts(entry as *const u8, (end - entry).min(LONGEST_CHECK + 4)) };
    code.windows(4).position(|w| w == PUSH_RBP_MOV_RBP_RSP).map(|i| entry + i)
}

/// What compiled code jumps and calls to.
pub fn stubs() -> AsmStubs {
    AsmStubs {
        systemstack: systemstack_asm as *const () as usize,
        parkcall: parkcall_asm as *const () as usize,
        morestack: morestack_asm as *const () as usize,
        lazycall: lazycall_asm as *const () as usize,
    }
}
