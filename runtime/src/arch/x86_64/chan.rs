//! The asm of sending to and receiving from a channel's buffer. Compiled code calls both directly on the goroutine's stack. What needs more than a
//! look into the buffer (waiting, waking, closed channels, timers, barriers, large elements) goes to Rust by `parkcall`, as if it had been called at once.
//!
//! Nothing is preempted here. So with one P nobody else is at the channel and its lock need not be taken: only threads that hold a P do.

use core::arch::global_asm;
use core::mem::offset_of;

use mgo_abi::layouts::g as off;

use crate::chan::Hchan;
use crate::mem::heap::Heap;
use crate::mem::mcache::MCache;
use crate::p::P;
use crate::sched::Sched;

/// Larger elements are copied by Rust, bytes.
const LARGEST: usize = 128;

/// Takes the lock of the channel at rdi, or goes to 8 without it. Changes rax, rcx, rdx.
macro_rules! lock {
    () => {
        "mov rcx, [r15+{P}]
        mov rdx, [rcx+{HEAP}]
        cmp dword ptr [rdx+{MARKING}], 0
        jne 8f
        mov rcx, [rcx+{SCHED}]
        cmp dword ptr [rcx+{ALONE}], 0
        jne 1f
        xor eax, eax
        mov edx, 1
        lock cmpxchg [rdi+{LOCK}], edx
        jne 8f
        1:"
    };
}

global_asm!(
    ".text",
    // chansend: rdi = channel, rsi = element.
    function!("mgo_chansend"),
    ".cfi_startproc",
    "test rdi, rdi",
    "jz 8f",
    "mov r8, [rdi+{DATAQSIZ}]",
    "cmp r8, [rdi+{QCOUNT}]", // full or unbuffered
    "je 8f",
    lock!(),
    "cmp dword ptr [rdi+{CLOSED}], 0",
    "jne 7f",
    "cmp qword ptr [rdi+{RECVQ}], 0",
    "jne 7f",
    "mov r9, [rdi+{QCOUNT}]",
    "cmp r9, r8",
    "jae 7f",
    "mov rcx, [rdi+{ELEMSIZE}]",
    "cmp rcx, {LARGEST}",
    "ja 7f",
    "mov r10, [rdi+{SENDX}]",
    "mov rdx, r10",
    "imul rdx, rcx",
    "add rdx, [rdi+{BUF}]",
    "cmp rcx, 8",
    "jne 3f",
    "mov rax, [rsi]",
    "mov [rdx], rax",
    "2: add r10, 1",
    "xor eax, eax",
    "cmp r10, r8",
    "cmove r10, rax",
    "mov [rdi+{SENDX}], r10",
    "add r9, 1",
    "mov [rdi+{QCOUNT}], r9",
    "mov dword ptr [rdi+{LOCK}], 0",
    "cmp byte ptr [r15+{PREEMPT}], 0", // a loop that sends may have no other place where a request to stop is seen
    "jne mgo_async_preempt",
    "ret",
    "3: sub rcx, 8",
    "jb 5f",
    "4: mov rax, [rsi+rcx]", // words from the end, then what is left at the start
    "mov [rdx+rcx], rax",
    "sub rcx, 8",
    "jae 4b",
    "5: add rcx, 8",
    "jz 2b",
    "6: movzx eax, byte ptr [rsi+rcx-1]",
    "mov [rdx+rcx-1], al",
    "sub rcx, 1",
    "jnz 6b",
    "jmp 2b",
    "7: mov dword ptr [rdi+{LOCK}], 0",
    "8: lea r11, [rip+{send_slow}]",
    "jmp mgo_parkcall",
    ".cfi_endproc",
    ".size mgo_chansend, .-mgo_chansend",
    // chanrecv: rdi = channel, rsi = place for the element or null; al = 1: received.
    function!("mgo_chanrecv"),
    ".cfi_startproc",
    "test rdi, rdi",
    "jz 8f",
    "cmp qword ptr [rdi+{QCOUNT}], 0",
    "je 8f",
    "cmp qword ptr [rdi+{TIMER}], 0",
    "jne 8f",
    lock!(),
    "cmp qword ptr [rdi+{SENDQ}], 0",
    "jne 7f",
    "mov r9, [rdi+{QCOUNT}]",
    "test r9, r9",
    "jz 7f",
    "mov rcx, [rdi+{ELEMSIZE}]",
    "cmp rcx, {LARGEST}",
    "ja 7f",
    "mov r10, [rdi+{RECVX}]",
    "mov rdx, r10",
    "imul rdx, rcx",
    "add rdx, [rdi+{BUF}]",
    "test rsi, rsi",
    "jnz 1f",
    "mov rsi, rdx", // nobody wants it: onto itself
    "1: xor r8d, r8d",
    "cmp rcx, 8",
    "jne 3f",
    "mov rax, [rdx]",
    "mov [rsi], rax",
    "mov [rdx], r8", // what is no longer in the buffer must not live on in it
    "2: add r10, 1",
    "cmp r10, [rdi+{DATAQSIZ}]",
    "cmove r10, r8",
    "mov [rdi+{RECVX}], r10",
    "sub r9, 1",
    "mov [rdi+{QCOUNT}], r9",
    "mov dword ptr [rdi+{LOCK}], 0",
    "mov eax, 1",
    "cmp byte ptr [r15+{PREEMPT}], 0",
    "jne mgo_async_preempt",
    "ret",
    "3: sub rcx, 8",
    "jb 5f",
    "4: mov rax, [rdx+rcx]",
    "mov [rsi+rcx], rax",
    "mov [rdx+rcx], r8",
    "sub rcx, 8",
    "jae 4b",
    "5: add rcx, 8",
    "jz 2b",
    "6: movzx eax, byte ptr [rdx+rcx-1]",
    "mov [rsi+rcx-1], al",
    "mov [rdx+rcx-1], r8b",
    "sub rcx, 1",
    "jnz 6b",
    "jmp 2b",
    "7: mov dword ptr [rdi+{LOCK}], 0",
    "8: lea r11, [rip+{recv_slow}]",
    "jmp mgo_parkcall",
    ".cfi_endproc",
    ".size mgo_chanrecv, .-mgo_chanrecv",
    P = const off::P,
    PREEMPT = const off::PREEMPT,
    HEAP = const offset_of!(MCache, heap),
    MARKING = const offset_of!(Heap, marking),
    SCHED = const offset_of!(P, sched),
    ALONE = const offset_of!(Sched, alone),
    QCOUNT = const offset_of!(Hchan, qcount),
    DATAQSIZ = const offset_of!(Hchan, dataqsiz),
    BUF = const offset_of!(Hchan, buf),
    ELEMSIZE = const offset_of!(Hchan, elemsize),
    CLOSED = const offset_of!(Hchan, closed),
    LOCK = const offset_of!(Hchan, lock),
    SENDX = const offset_of!(Hchan, sendx),
    RECVQ = const offset_of!(Hchan, recvq),
    LARGEST = const LARGEST,
    RECVX = const offset_of!(Hchan, recvx),
    SENDQ = const offset_of!(Hchan, sendq),
    TIMER = const offset_of!(Hchan, timer),
    send_slow = sym crate::chan::rt_chansend1,
    recv_slow = sym crate::chan::rt_chanrecv2,
);

unsafe extern "C" {
    /// [`mgo_abi::builtins::Builtin::ChanSend`]
    pub fn mgo_chansend();
    /// [`mgo_abi::builtins::Builtin::ChanRecv`]
    pub fn mgo_chanrecv();
}
