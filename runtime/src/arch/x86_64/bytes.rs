//! The asm of copying, clearing and comparing bytes. Compiled code calls it directly on the goroutine's stack, as it calls a function of the
//! language: only arguments, results and scratch registers change. Few bytes are done here with moves that overlap; for many the way to g0 is worth
//! its price.

use core::arch::global_asm;

// memmove: rdi = dst, rsi = src, rdx = bytes; all is read before anything is written.
global_asm!(
    ".text",
    function!("mgo_memmove"),
    ".cfi_startproc",
    "cmp rdx, 16",
    "ja 3f",
    "cmp rdx, 8",
    "jae 2f",
    "cmp rdx, 4",
    "jae 1f",
    "test rdx, rdx",
    "je 9f",
    "mov r8, rdx", // 1 to 3: first, middle, last
    "shr r8, 1",
    "movzx eax, byte ptr [rsi]",
    "movzx ecx, byte ptr [rsi+rdx-1]",
    "movzx r9d, byte ptr [rsi+r8]",
    "mov [rdi], al",
    "mov [rdi+r8], r9b",
    "mov [rdi+rdx-1], cl",
    "9: ret",
    "1: mov eax, [rsi]",
    "mov ecx, [rsi+rdx-4]",
    "mov [rdi], eax",
    "mov [rdi+rdx-4], ecx",
    "ret",
    "2: mov rax, [rsi]",
    "mov rcx, [rsi+rdx-8]",
    "mov [rdi], rax",
    "mov [rdi+rdx-8], rcx",
    "ret",
    "3: cmp rdx, 32",
    "ja 4f",
    "movups xmm0, [rsi]",
    "movups xmm1, [rsi+rdx-16]",
    "movups [rdi], xmm0",
    "movups [rdi+rdx-16], xmm1",
    "ret",
    "4: cmp rdx, 64",
    "ja 5f",
    "movups xmm0, [rsi]",
    "movups xmm1, [rsi+16]",
    "movups xmm2, [rsi+rdx-32]",
    "movups xmm3, [rsi+rdx-16]",
    "movups [rdi], xmm0",
    "movups [rdi+16], xmm1",
    "movups [rdi+rdx-32], xmm2",
    "movups [rdi+rdx-16], xmm3",
    "ret",
    "5: cmp rdx, 128",
    "ja 6f",
    "movups xmm0, [rsi]",
    "movups xmm1, [rsi+16]",
    "movups xmm2, [rsi+32]",
    "movups xmm3, [rsi+48]",
    "movups xmm4, [rsi+rdx-64]",
    "movups xmm5, [rsi+rdx-48]",
    "movups xmm6, [rsi+rdx-32]",
    "movups xmm7, [rsi+rdx-16]",
    "movups [rdi], xmm0",
    "movups [rdi+16], xmm1",
    "movups [rdi+32], xmm2",
    "movups [rdi+48], xmm3",
    "movups [rdi+rdx-64], xmm4",
    "movups [rdi+rdx-48], xmm5",
    "movups [rdi+rdx-32], xmm6",
    "movups [rdi+rdx-16], xmm7",
    "ret",
    "6: lea r11, [rip+{slow}]",
    "jmp mgo_systemstack",
    ".cfi_endproc",
    ".size mgo_memmove, .-mgo_memmove",
    slow = sym crate::mem::copy::rt_memmove,
);

// memclr: rdi = dst, rsi = bytes.
global_asm!(
    function!("mgo_memclr"),
    ".cfi_startproc",
    "xor eax, eax",
    "cmp rsi, 16",
    "jae 3f",
    "cmp rsi, 8",
    "jae 2f",
    "cmp rsi, 4",
    "jae 1f",
    "test rsi, rsi",
    "je 9f",
    "mov rcx, rsi",
    "shr rcx, 1",
    "mov [rdi], al",
    "mov [rdi+rcx], al",
    "mov [rdi+rsi-1], al",
    "9: ret",
    "1: mov [rdi], eax",
    "mov [rdi+rsi-4], eax",
    "ret",
    "2: mov [rdi], rax",
    "mov [rdi+rsi-8], rax",
    "ret",
    "3: cmp rsi, 512",
    "ja 6f",
    "xorps xmm0, xmm0",
    "sub rsi, 16", // to the last 16 bytes
    "4: movups [rdi+rax], xmm0",
    "add rax, 16",
    "cmp rax, rsi",
    "jb 4b",
    "movups [rdi+rsi], xmm0",
    "ret",
    "6: lea r11, [rip+{slow}]",
    "jmp mgo_systemstack",
    ".cfi_endproc",
    ".size mgo_memclr, .-mgo_memclr",
    slow = sym crate::mem::copy::rt_memclr,
);

// memequal: rdi, rsi = the places, rdx = bytes, result al.
global_asm!(
    function!("mgo_memequal"),
    ".cfi_startproc",
    "cmp rdx, 16",
    "ja 3f",
    "cmp rdx, 8",
    "jae 2f",
    "cmp rdx, 4",
    "jae 1f",
    "test rdx, rdx",
    "je 9f",
    "mov r8, rdx",
    "shr r8, 1",
    "movzx eax, byte ptr [rdi]",
    "movzx ecx, byte ptr [rdi+r8]",
    "xor al, [rsi]",
    "xor cl, [rsi+r8]",
    "or al, cl",
    "movzx ecx, byte ptr [rdi+rdx-1]",
    "xor cl, [rsi+rdx-1]",
    "or al, cl",
    "9: sete al", // after the test, too, the flag is set
    "ret",
    "1: mov eax, [rdi]",
    "mov ecx, [rdi+rdx-4]",
    "xor eax, [rsi]",
    "xor ecx, [rsi+rdx-4]",
    "or eax, ecx",
    "sete al",
    "ret",
    "2: mov rax, [rdi]",
    "mov rcx, [rdi+rdx-8]",
    "xor rax, [rsi]",
    "xor rcx, [rsi+rdx-8]",
    "or rax, rcx",
    "sete al",
    "ret",
    "3: cmp rdx, 256",
    "ja 6f",
    "sub rdx, 16", // to the last 16 bytes
    "xor ecx, ecx",
    "4: movups xmm0, [rdi+rcx]",
    "movups xmm1, [rsi+rcx]",
    "pcmpeqb xmm0, xmm1",
    "pmovmskb eax, xmm0",
    "cmp eax, 0xffff",
    "jne 5f",
    "add rcx, 16",
    "cmp rcx, rdx",
    "jb 4b",
    "movups xmm0, [rdi+rdx]",
    "movups xmm1, [rsi+rdx]",
    "pcmpeqb xmm0, xmm1",
    "pmovmskb eax, xmm0",
    "cmp eax, 0xffff",
    "5: sete al",
    "ret",
    "6: lea r11, [rip+{slow}]",
    "jmp mgo_systemstack",
    ".cfi_endproc",
    ".size mgo_memequal, .-mgo_memequal",
    slow = sym crate::mem::copy::rt_memequal,
);

unsafe extern "C" {
    /// [`mgo_abi::builtins::Builtin::Memmove`]
    pub fn mgo_memmove(dst: *mut u8, src: *const u8, n: usize);
    /// [`mgo_abi::builtins::Builtin::Memclr`]
    pub fn mgo_memclr(dst: *mut u8, n: usize);
    /// [`mgo_abi::builtins::Builtin::Memequal`]
    pub fn mgo_memequal(a: *const u8, b: *const u8, n: usize) -> bool;
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Bytes that differ from their neighbours.
    fn pattern(n: usize) -> Vec<u8> {
        (0..n).map(|i| (i * 7 + 1) as u8).collect()
    }

    #[test]
    fn memmove_copies_every_length_also_onto_itself() {
        for n in 0..=128 {
            for distance in [-40isize, -9, -1, 0, 1, 9, 40, 200] {
                let mut got = pattern(500);
                let mut want = got.clone();
                let dst = 100usize.wrapping_add_signed(distance);
                want.copy_within(100..100 + n, dst);
                // SAFETY: both ranges lie inside; up to 128 bytes the routine needs no goroutine.
                unsafe { mgo_memmove(got.as_mut_ptr().add(dst), got.as_ptr().add(100), n) };
                assert_eq!(got, want, "{n} bytes by {distance}");
            }
        }
    }

    #[test]
    fn memclr_clears_every_length_and_no_more() {
        for n in 0..=512 {
            let mut got = vec![0xaa; 600];
            // SAFETY: the range lies inside; up to 512 bytes the routine needs no goroutine.
            unsafe { mgo_memclr(got.as_mut_ptr().add(20), n) };
            assert!(got[20..20 + n].iter().all(|&b| b == 0), "{n} bytes");
            assert!(got[..20].iter().chain(&got[20 + n..]).all(|&b| b == 0xaa), "beside {n} bytes");
        }
    }

    #[test]
    fn memequal_sees_every_byte_and_no_other() {
        for n in 0..=256 {
            let a = pattern(300);
            let mut b = a.clone();
            b[5 + n] ^= 1;
            b[4] ^= 1;
            // SAFETY: the ranges lie inside; up to 256 bytes the routine needs no goroutine.
            let equal = |b: &[u8]| unsafe { mgo_memequal(a.as_ptr().add(5), b.as_ptr().add(5), n) };
            assert!(equal(&b), "{n} bytes");
            for i in 0..n {
                b[5 + i] ^= 0x80;
                assert!(!equal(&b), "byte {i} of {n}");
                b[5 + i] ^= 0x80;
            }
        }
    }
}
