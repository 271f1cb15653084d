//! Sequences of instructions that several stubs share.

/// The head of a function that others find by its name.
macro_rules! function {
    ($name:literal) => {
        concat!(".p2align 4\n.globl ", $name, "\n.type ", $name, ",@function\n", $name, ":")
    };
}

/// A sequence without parameters.
macro_rules! sequences {
    ($($(#[$doc:meta])* $name:ident = $($line:literal)*;)*) => {
        $($(#[$doc])* macro_rules! $name { () => { concat!($($line, "\n"),*) }; })*
    };
}

sequences! {
    /// Opens a frame.
    open_frame =
        "push rbp" ".cfi_def_cfa_offset 16" ".cfi_offset rbp, -16" "mov rbp, rsp" ".cfi_def_cfa_register rbp";
    /// Leaves the frame.
    close_frame =
        "mov rsp, rbp" "pop rbp" ".cfi_def_cfa rsp, 8";
    /// Goes over to the stack of the M's g0; where the goroutine is to go on stays in its G.
    to_g0 =
        "mov [r15+{SCHED_SP}], rsp" "mov [r15+{SCHED_BP}], rbp" "mov rsp, [r15+{G0_SP}]";
    /// Keeps callee-saved registers where the collector finds them.
    push_callee_saved =
        "push rbx" "push r12" "push r13" "push r14";
    /// Gives them back.
    pop_callee_saved =
        "pop r14" "pop r13" "pop r12" "pop rbx";
    /// Keeps the integer arguments of the call that is under way.
    push_int_args =
        "push rdi" "push rsi" "push rdx" "push rcx" "push r8" "push r9";
    /// Gives them back.
    pop_int_args =
        "pop r9" "pop r8" "pop rcx" "pop rdx" "pop rsi" "pop rdi";
    /// Keeps its floating-point arguments.
    push_float_args =
        "sub rsp, 128" "movups [rsp], xmm0" "movups [rsp+16], xmm1" "movups [rsp+32], xmm2" "movups [rsp+48], xmm3"
        "movups [rsp+64], xmm4" "movups [rsp+80], xmm5" "movups [rsp+96], xmm6" "movups [rsp+112], xmm7";
    /// Gives them back.
    pop_float_args =
        "movups xmm0, [rsp]" "movups xmm1, [rsp+16]" "movups xmm2, [rsp+32]" "movups xmm3, [rsp+48]"
        "movups xmm4, [rsp+64]" "movups xmm5, [rsp+80]" "movups xmm6, [rsp+96]" "movups xmm7, [rsp+112]" "add rsp, 128";
    /// Keeps every register but rax, rbp, rsp and r15, whatever was interrupted, in the buffer at rax.
    fill_save_buffer =
        "mov [rax+0x08], rbx" "mov [rax+0x10], rcx" "mov [rax+0x18], rdx" "mov [rax+0x20], rsi" "mov [rax+0x28], rdi"
        "mov [rax+0x38], r8" "mov [rax+0x40], r9" "mov [rax+0x48], r10" "mov [rax+0x50], r11" "mov [rax+0x58], r12"
        "mov [rax+0x60], r13" "mov [rax+0x68], r14" "movups [rax+0x80], xmm0" "movups [rax+0x90], xmm1"
        "movups [rax+0xa0], xmm2" "movups [rax+0xb0], xmm3" "movups [rax+0xc0], xmm4" "movups [rax+0xd0], xmm5"
        "movups [rax+0xe0], xmm6" "movups [rax+0xf0], xmm7" "movups [rax+0x100], xmm8" "movups [rax+0x110], xmm9"
        "movups [rax+0x120], xmm10" "movups [rax+0x130], xmm11" "movups [rax+0x140], xmm12" "movups [rax+0x150], xmm13"
        "movups [rax+0x160], xmm14" "movups [rax+0x170], xmm15";
    /// Gives them back.
    empty_save_buffer =
        "movups xmm0, [rax+0x80]" "movups xmm1, [rax+0x90]" "movups xmm2, [rax+0xa0]" "movups xmm3, [rax+0xb0]"
        "movups xmm4, [rax+0xc0]" "movups xmm5, [rax+0xd0]" "movups xmm6, [rax+0xe0]" "movups xmm7, [rax+0xf0]"
        "movups xmm8, [rax+0x100]" "movups xmm9, [rax+0x110]" "movups xmm10, [rax+0x120]" "movups xmm11, [rax+0x130]"
        "movups xmm12, [rax+0x140]" "movups xmm13, [rax+0x150]" "movups xmm14, [rax+0x160]" "movups xmm15, [rax+0x170]"
        "mov rbx, [rax+0x08]" "mov rcx, [rax+0x10]" "mov rdx, [rax+0x18]" "mov rsi, [rax+0x20]" "mov rdi, [rax+0x28]"
        "mov r8, [rax+0x38]" "mov r9, [rax+0x40]" "mov r10, [rax+0x48]" "mov r11, [rax+0x50]" "mov r12, [rax+0x58]"
        "mov r13, [rax+0x60]" "mov r14, [rax+0x68]";
}
