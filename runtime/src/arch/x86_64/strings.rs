//! The asm of what programs do most with text: short strings made of bytes or of two others, order, and the search for a byte. Compiled code calls it directly on the
//! goroutine's stack, as it calls a function of the language. For long texts the way to g0 is worth its price.

use core::arch::global_asm;
use core::mem::offset_of;

use mgo_abi::layouts::g as off;

use crate::mem::mcache::{Cache, MCache, NOSCAN_MAX};

/// How far the search looks before it goes to vector code that is wider.
const NEAR: usize = 128;
/// Bytes that are compared a word at a time.
const COMPARED: usize = 256;

global_asm!(
    ".text",
    // slicebytetostring: rdi = bytes, rsi = how many; rax, rdx = the string.
    function!("mgo_slicebytetostring"),
    ".cfi_startproc",
    "lea rax, [rsi-2]", // none and one need no object
    "cmp rax, {NOSCAN_MAX} - 2",
    "ja 6f",
    "lea ecx, [rsi+7]",
    "shr ecx, 3",
    "mov r8, [r15+{P}]",
    "mov ecx, [r8+rcx*4+{NOSCAN}]",
    "add r8, rcx",
    "mov rax, [r8+{CUR}]",
    "sub rax, [r8+{SIZE}]",
    "cmp rax, [r8+{LO}]",
    "jbe 6f",
    "mov [r8+{CUR}], rax",
    "mov rdx, rsi",
    "cmp rdx, 16",
    "ja 3f",
    "cmp rdx, 8",
    "jae 2f",
    "cmp rdx, 4",
    "jae 1f",
    "movzx ecx, word ptr [rdi]",
    "movzx r9d, byte ptr [rdi+rdx-1]",
    "mov [rax], cx",
    "mov [rax+rdx-1], r9b",
    "ret",
    "1: mov ecx, [rdi]",
    "mov r9d, [rdi+rdx-4]",
    "mov [rax], ecx",
    "mov [rax+rdx-4], r9d",
    "ret",
    "2: mov rcx, [rdi]",
    "mov r9, [rdi+rdx-8]",
    "mov [rax], rcx",
    "mov [rax+rdx-8], r9",
    "ret",
    "3: movups xmm0, [rdi]",
    "movups xmm1, [rdi+rdx-16]",
    "cmp rdx, 32",
    "jbe 4f",
    "movups xmm2, [rdi+16]",
    "movups xmm3, [rdi+rdx-32]",
    "movups [rax+16], xmm2",
    "movups [rax+rdx-32], xmm3",
    "4: movups [rax], xmm0",
    "movups [rax+rdx-16], xmm1",
    "ret",
    "6: lea r11, [rip+{to_string}]",
    "jmp mgo_systemstack",
    ".cfi_endproc",
    ".size mgo_slicebytetostring, .-mgo_slicebytetostring",
    // concatstring2: rdi, rsi and rdx, rcx = the strings; rax, rdx = both.
    function!("mgo_concatstring2"),
    ".cfi_startproc",
    "test rsi, rsi", // who is alone is the result itself
    "jz 6f",
    "test rcx, rcx",
    "jz 6f",
    "lea rax, [rsi+rcx]",
    "cmp rax, {NOSCAN_MAX}",
    "ja 6f",
    "add eax, 7",
    "shr eax, 3",
    "mov r8, [r15+{P}]",
    "mov eax, [r8+rax*4+{NOSCAN}]",
    "add r8, rax",
    "mov r10, [r8+{CUR}]",
    "sub r10, [r8+{SIZE}]",
    "cmp r10, [r8+{LO}]",
    "jbe 6f",
    "mov [r8+{CUR}], r10",
    "mov r11, rdx", // short moves leave their arguments, r10, r11 and xmm15 alone
    "movq xmm15, rcx",
    "mov rdx, rsi",
    "mov rsi, rdi",
    "mov rdi, r10",
    "call mgo_memmove",
    "add rdi, rdx",
    "mov rsi, r11",
    "movq rdx, xmm15",
    "call mgo_memmove",
    "add rdx, rdi",
    "sub rdx, r10",
    "mov rax, r10",
    "ret",
    "6: lea r11, [rip+{concat}]",
    "jmp mgo_systemstack",
    ".cfi_endproc",
    ".size mgo_concatstring2, .-mgo_concatstring2",
    // cmpstring: rdi, rsi and rdx, rcx = the strings; rax = -1, 0 or 1.
    function!("mgo_cmpstring"),
    ".cfi_startproc",
    "mov r8, rsi",
    "cmp rcx, rsi",
    "cmovb r8, rcx", // what both have
    "cmp r8, {COMPARED}",
    "ja 6f",
    "cmp r8, 8",
    "jb 3f",
    "sub r8, 8", // to the last 8 bytes
    "xor eax, eax",
    "1: mov r9, [rdi+rax]",
    "mov r10, [rdx+rax]",
    "cmp r9, r10",
    "jne 2f",
    "add rax, 8",
    "cmp rax, r8",
    "jb 1b",
    "mov r9, [rdi+r8]",
    "mov r10, [rdx+r8]",
    "cmp r9, r10",
    "je 5f",
    "2: bswap r9", // the first byte decides
    "bswap r10",
    "cmp r9, r10",
    "jmp 7f",
    "3: xor eax, eax",
    "cmp r8, 4",
    "jb 4f",
    "mov r9d, [rdi]",
    "mov r10d, [rdx]",
    "cmp r9d, r10d",
    "jne 8f",
    "mov r9d, [rdi+r8-4]",
    "mov r10d, [rdx+r8-4]",
    "cmp r9d, r10d",
    "je 5f",
    "8: bswap r9d",
    "bswap r10d",
    "cmp r9d, r10d",
    "jmp 7f",
    "4: cmp rax, r8",
    "jae 5f",
    "movzx r9d, byte ptr [rdi+rax]",
    "movzx r10d, byte ptr [rdx+rax]",
    "inc rax",
    "cmp r9d, r10d",
    "je 4b",
    "jmp 7f",
    "5: cmp rsi, rcx",
    "7: seta al",
    "setb cl",
    "sub al, cl",
    "movsx rax, al",
    "ret",
    "6: lea r11, [rip+{compare}]",
    "jmp mgo_systemstack",
    ".cfi_endproc",
    ".size mgo_cmpstring, .-mgo_cmpstring",
    // indexbyte: rdi = bytes, rsi = how many, rdx = the byte; rax = where it is first, or -1.
    function!("mgo_indexbyte"),
    ".cfi_startproc",
    "movd xmm0, edx",
    "punpcklbw xmm0, xmm0",
    "punpcklwd xmm0, xmm0",
    "pshufd xmm0, xmm0, 0",
    "xor ecx, ecx",
    "cmp rsi, 16",
    "jb 3f",
    "lea r8, [rsi-16]", // to the last 16 bytes
    "1: movups xmm1, [rdi+rcx]",
    "pcmpeqb xmm1, xmm0",
    "pmovmskb eax, xmm1",
    "test eax, eax",
    "jnz 8f",
    "add rcx, 16",
    "cmp rcx, {NEAR}",
    "jae 7f",
    "cmp rcx, r8",
    "jb 1b",
    "mov rcx, r8",
    "movups xmm1, [rdi+rcx]",
    "pcmpeqb xmm1, xmm0",
    "pmovmskb eax, xmm1",
    "test eax, eax",
    "jnz 8f",
    "2: mov rax, -1",
    "ret",
    "3: cmp rsi, 8",
    "jb 4f",
    "movq xmm1, [rdi]",
    "pcmpeqb xmm1, xmm0",
    "pmovmskb eax, xmm1",
    "and eax, 0xff",
    "jnz 8f",
    "lea rcx, [rsi-8]",
    "movq xmm1, [rdi+rcx]",
    "pcmpeqb xmm1, xmm0",
    "pmovmskb eax, xmm1",
    "and eax, 0xff",
    "jnz 8f",
    "jmp 2b",
    "4: cmp rcx, rsi",
    "jae 2b",
    "cmp [rdi+rcx], dl",
    "je 5f",
    "inc rcx",
    "jmp 4b",
    "5: mov rax, rcx",
    "ret",
    "7: lea r11, [rip+{index}]",
    "jmp mgo_systemstack",
    "8: bsf eax, eax",
    "add rax, rcx",
    "ret",
    ".cfi_endproc",
    ".size mgo_indexbyte, .-mgo_indexbyte",
    P = const off::P,
    NOSCAN = const offset_of!(MCache, noscan),
    NOSCAN_MAX = const NOSCAN_MAX,
    CUR = const offset_of!(Cache, cur),
    LO = const offset_of!(Cache, lo),
    SIZE = const offset_of!(Cache, size),
    NEAR = const NEAR,
    COMPARED = const COMPARED,
    concat = sym crate::string::rt_concatstring2,
    compare = sym crate::string::rt_cmpstring,
    to_string = sym crate::string::rt_slicebytetostring,
    index = sym crate::string::rt_indexbyte,
);

unsafe extern "C" {
    /// [`mgo_abi::builtins::Builtin::SliceByteToString`]
    pub fn mgo_slicebytetostring();
    /// [`mgo_abi::builtins::Builtin::ConcatString2`]
    pub fn mgo_concatstring2();
    /// [`mgo_abi::builtins::Builtin::CmpString`]
    pub fn mgo_cmpstring(a: *const u8, an: usize, b: *const u8, bn: usize) -> isize;
    /// [`mgo_abi::builtins::Builtin::IndexByte`]
    pub fn mgo_indexbyte(p: *const u8, n: usize, c: usize) -> isize;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cmpstring_orders_by_the_first_difference_and_then_by_length() {
        // SAFETY: live strings; up to this many bytes the routine needs no goroutine.
        let compare = |a: &[u8], b: &[u8]| unsafe { mgo_cmpstring(a.as_ptr(), a.len(), b.as_ptr(), b.len()) };
        for n in 0..40 {
            let a: Vec<u8> = (0..n).map(|i| (i * 7 + 100) as u8).collect();
            for m in 0..40 {
                let b: Vec<u8> = (0..m).map(|i| (i * 7 + 100) as u8).collect();
                assert_eq!(compare(&a, &b), n.cmp(&m) as isize, "{n} and {m} bytes");
                for at in 0..n.min(m) {
                    let mut c = b.clone();
                    c[at] = c[at].wrapping_add(128);
                    assert_eq!(compare(&a, &c), a.cmp(&c) as isize, "{n} and {m} bytes, at {at}");
                    assert_eq!(compare(&c, &a), c.cmp(&a) as isize, "{m} and {n} bytes, at {at}");
                }
            }
        }
    }

    #[test]
    fn indexbyte_finds_the_first_of_every_length_and_no_other() {
        // Up to this many bytes the routine needs no goroutine.
        for n in 0..=NEAR {
            let mut text = vec![b'x'; n + 40];
            for at in 0..n + 20 {
                text[20 + at] = b'!';
                text[19] = b'!';
                // SAFETY: the range lies inside.
                let found = unsafe { mgo_indexbyte(text.as_ptr().add(20), n, usize::from(b'!')) };
                assert_eq!(found, if at < n { at as isize } else { -1 }, "{n} bytes, at {at}");
                if at + 1 < n {
                    text[20 + n - 1] = b'!';
                    // SAFETY: as above.
                    assert_eq!(unsafe { mgo_indexbyte(text.as_ptr().add(20), n, usize::from(b'!')) }, at as isize);
                    text[20 + n - 1] = b'x';
                }
                text[20 + at] = b'x';
            }
        }
    }
}
