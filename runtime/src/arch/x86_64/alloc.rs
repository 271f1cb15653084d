//! The asm of allocation and of the write barrier. Compiled code calls both directly on the goroutine's stack and expects every register kept
//! but the flags and, where there is a result, rax and r11. A third routine forgets in front of a collection what is not used any more. All lie outside the range of
//! compiled code, so nothing is preempted in the middle of them.
//!
//! The slow paths publish the goroutine's context like `systemstack`, save all registers that C may change on g0, and call Rust there.

use core::arch::global_asm;
use core::mem::offset_of;

use mgo_abi::layouts::{NIL_PAGE, g as off};
use mgo_abi::typedesc::TypeDesc;

use crate::mem::mcache::{Cache, MCache};

/// Bytes of g0 that the frames of a native which starts a collection lie in: Rust does not write every word of a frame.
const LEFT: usize = 1024;

/// Publishes the context of the goroutine and goes to g0, where it saves what C may change; rax is kept by the user of it.
macro_rules! save_all_to_g0 {
    () => {
        "push rbp
        mov rbp, rsp
        mov [r15+{SCHED_SP}], rsp
        mov [r15+{SCHED_BP}], rbp
        mov rsp, [r15+{G0_SP}]
        push rax
        push rcx
        push rdx
        push rsi
        push rdi
        push r8
        push r9
        push r10
        push r11
        sub rsp, 264
        movups [rsp], xmm0
        movups [rsp+16], xmm1
        movups [rsp+32], xmm2
        movups [rsp+48], xmm3
        movups [rsp+64], xmm4
        movups [rsp+80], xmm5
        movups [rsp+96], xmm6
        movups [rsp+112], xmm7
        movups [rsp+128], xmm8
        movups [rsp+144], xmm9
        movups [rsp+160], xmm10
        movups [rsp+176], xmm11
        movups [rsp+192], xmm12
        movups [rsp+208], xmm13
        movups [rsp+224], xmm14
        movups [rsp+240], xmm15"
    };
}

/// The way back.
macro_rules! restore_all_from_g0 {
    () => {
        "movups xmm0, [rsp]
        movups xmm1, [rsp+16]
        movups xmm2, [rsp+32]
        movups xmm3, [rsp+48]
        movups xmm4, [rsp+64]
        movups xmm5, [rsp+80]
        movups xmm6, [rsp+96]
        movups xmm7, [rsp+112]
        movups xmm8, [rsp+128]
        movups xmm9, [rsp+144]
        movups xmm10, [rsp+160]
        movups xmm11, [rsp+176]
        movups xmm12, [rsp+192]
        movups xmm13, [rsp+208]
        movups xmm14, [rsp+224]
        movups xmm15, [rsp+240]
        add rsp, 264
        pop r11
        pop r10
        pop r9
        pop r8
        pop rdi
        pop rsi
        pop rdx
        pop rcx
        pop rax
        mov rsp, rbp
        pop rbp"
    };
}

global_asm!(
    ".text",
    // newobject: rdi = TypeDesc, result rax.
    function!("mgo_newobject"),
    ".cfi_startproc",
    "mov eax, [rdi+{ALLOC_CLASS}]",
    "cmp eax, -1",
    "je 2f",
    "mov r11, [r15+{P}]",
    "add r11, rax",
    "mov rax, [r11+{CUR}]",
    "sub rax, [r11+{SIZE}]",
    "cmp rax, [r11+{LO}]",
    "jbe 2f",
    "mov [r11+{CUR}], rax",
    "ret",
    "2:",
    save_all_to_g0!(),
    ".cfi_def_cfa rbp, 16",
    ".cfi_offset rbp, -16",
    "call {slow}",
    "mov [rsp+264+8*8], rax", // comes back as rax
    restore_all_from_g0!(),
    ".cfi_def_cfa rsp, 8",
    // A loop that allocates may have no other place where a request to stop is seen.
    "cmp byte ptr [r15+{PREEMPT}], 0",
    "jne mgo_async_preempt",
    "ret",
    ".cfi_endproc",
    ".size mgo_newobject, .-mgo_newobject",
    // writebarrier: rdi = slot, rsi = the pointer about to be stored there. A nil slot is left to the store, which faults at a known place.
    function!("mgo_writebarrier"),
    ".cfi_startproc",
    "cmp rdi, {NIL_PAGE}",
    "jb 3f",
    "push rax",
    "push r11",
    "mov r11, [r15+{P}]",
    "mov rax, [r11+{WB_NEXT}]",
    "add rax, 16",
    "mov [r11+{WB_NEXT}], rax",
    "cmp rax, [r11+{WB_END}]",
    "mov [rax-8], rsi",
    "mov r11, [rdi]",
    "mov [rax-16], r11",
    "pop r11",
    "pop rax", // the flags are still the comparison's
    "jae 2f",
    "3: ret",
    "2:",
    save_all_to_g0!(),
    ".cfi_def_cfa rbp, 16",
    ".cfi_offset rbp, -16",
    "call {flush}",
    restore_all_from_g0!(),
    ".cfi_def_cfa rsp, 8",
    "ret",
    ".cfi_endproc",
    ".size mgo_writebarrier, .-mgo_writebarrier",
    // forgetdead: zeroes what the stubs and Rust's prologues would keep where the collector looks, and what earlier calls have left where they put it.
    function!("mgo_forgetdead"),
    "mov rdi, [r15+{G0_SP}]",
    "sub rdi, {LEFT}",
    "mov ecx, {LEFT} / 8",
    "xor eax, eax",
    "rep stosq",
    "xor ebx, ebx",
    "xor r12d, r12d",
    "xor r13d, r13d",
    "xor r14d, r14d",
    "ret",
    ".size mgo_forgetdead, .-mgo_forgetdead",
    ALLOC_CLASS = const offset_of!(TypeDesc, alloc_class),
    PREEMPT = const off::PREEMPT,
    P = const off::P,
    CUR = const offset_of!(Cache, cur),
    LO = const offset_of!(Cache, lo),
    SIZE = const offset_of!(Cache, size),
    SCHED_SP = const off::SCHED_SP,
    SCHED_BP = const off::SCHED_BP,
    G0_SP = const off::G0_SP,
    LEFT = const LEFT,
    NIL_PAGE = const NIL_PAGE,
    WB_NEXT = const offset_of!(MCache, wb_next),
    WB_END = const offset_of!(MCache, wb_end),
    slow = sym newobject_slow,
    flush = sym writebarrier_flush,
);

const _: () = assert!(offset_of!(crate::p::P, mcache) == 0, "classes and buffer are offsets from the P");

unsafe extern "C" {
    /// [`mgo_abi::builtins::Builtin::NewObject`]
    pub fn mgo_newobject();
    /// [`mgo_abi::builtins::Builtin::WriteBarrier`]
    pub fn mgo_writebarrier();
    /// [`mgo_abi::builtins::Builtin::ForgetDead`]
    pub fn mgo_forgetdead();
}

unsafe extern "C" fn newobject_slow(ty: *const TypeDesc) -> *mut u8 {
    let mc = crate::mem::mcache();
    // SAFETY: compiled code passes a descriptor; the cache is the calling M's P's.
    unsafe { (*(*mc).heap).newobject(mc, &*ty) }
}

unsafe extern "C" fn writebarrier_flush() {
    // SAFETY: the cache is the calling M's P's.
    unsafe { crate::gc::barrier::flush(crate::mem::mcache()) }
}

#[cfg(test)]
mod tests {
    use std::arch::asm;
    use std::sync::atomic::Ordering;

    use super::*;
    use crate::g::G;
    use crate::gc;
    use crate::mem::tests::{TestHeap, desc};
    use crate::p::P;

    /// A goroutine on this thread's stack with a g0 of its own, as the asm sees it.
    struct Fake {
        g: Box<G>,
        p: Box<P>,
        _g0: Vec<u128>,
    }

    impl Fake {
        fn new(h: &TestHeap) -> Fake {
            // SAFETY: zero is a valid value of the fields that the asm uses.
            let (mut g, mut p) = unsafe { (Box::<G>::new_zeroed().assume_init(), Box::<P>::new_zeroed().assume_init()) };
            p.mcache.init(&raw const *h.heap);
            let mut g0 = vec![0u128; 64 << 10];
            g.p = &raw mut *p;
            g.g0_sp = g0.as_mut_ptr_range().end as usize;
            Fake { g, p, _g0: g0 }
        }

        /// Calls a routine with a value of its own in each register and checks that they are kept; gives rax.
        fn call(&self, f: unsafe extern "C" fn(), rdi: usize, rsi: usize) -> usize {
            let (mut rcx, mut rdx, mut r8, mut r9, mut r10) = (1usize, 2usize, 3usize, 4usize, 5usize);
            let (mut rdi2, mut rsi2, mut x0, mut x15) = (rdi, rsi, 1.5f64, -2.5f64);
            let mut rax = 6usize;
            // SAFETY: the routine keeps its contract with the fake goroutine; r15 is restored.
            unsafe {
                asm!(
                    "push r15", "push r15",
                    "mov r15, r11",
                    "call r12",
                    "pop r15", "pop r15",
                    inout("r11") &raw const *self.g => _, in("r12") f,
                    inout("rax") rax, inout("rcx") rcx, inout("rdx") rdx, inout("rdi") rdi2, inout("rsi") rsi2,
                    inout("r8") r8, inout("r9") r9, inout("r10") r10, inout("xmm0") x0, inout("xmm15") x15,
                );
            }
            assert_eq!((rcx, rdx, r8, r9, r10, rdi2, rsi2, x0, x15), (1, 2, 3, 4, 5, rdi, rsi, 1.5, -2.5));
            rax
        }
    }

    #[test]
    fn newobject_keeps_registers_and_gives_zeroed_objects() {
        let h = TestHeap::new();
        let fake = Fake::new(&h);
        crate::mem::tests::set_standalone(&raw const fake.p.mcache);
        for ty in [desc(24, 3, &[1]), desc(0, 0, &[]), desc(100_000, 1, &[1])] {
            let at = &raw const ty as usize;
            let objects: Vec<usize> = (0..if ty.size > 1000 { 3 } else { 2000 }).map(|_| fake.call(mgo_newobject, at, 7)).collect();
            for (i, &p) in objects.iter().enumerate() {
                // SAFETY: a fresh object.
                assert!(ty.size == 0 || unsafe { *(p as *const u64) } == 0, "object {i}");
                if ty.size != 0 {
                    // SAFETY: as above.
                    unsafe { *(p as *mut u64) = 1 };
                }
            }
            let mut sorted = objects;
            sorted.sort_unstable();
            assert!(sorted.windows(2).all(|w| w[1] - w[0] >= ty.size));
        }
    }

    #[test]
    fn writebarrier_keeps_old_and_new() {
        let h = TestHeap::new();
        let fake = Fake::new(&h);
        let mc = (&raw const fake.p.mcache).cast_mut();
        crate::mem::tests::set_standalone(mc);
        let node = desc(16, 2, &[1]);
        let new = || fake.call(mgo_newobject, &raw const node as usize, 0);
        // SAFETY: one thread; slots are words of live objects.
        unsafe {
            let (slot, old) = (new(), new());
            *(slot as *mut usize) = old;
            let roots = [slot];
            let range = (roots.as_ptr() as usize, roots.as_ptr() as usize + 8);
            gc::begin(&h.heap, &[mc], &[range], gc::mark::Roots::default());
            // More than the buffer holds, so that it is flushed on the way.
            let fresh: Vec<usize> = (0..400).map(|_| new()).collect();
            // One entry more, so that the buffer is never filled to its very end.
            gc::barrier::write_ptr(mc, gc::omit::Omit::Copies, slot as *mut usize, 0);
            for &f in &fresh {
                assert_eq!(fake.call(mgo_writebarrier, slot, f), 6, "rax is kept");
                *(slot as *mut usize) = f;
            }
            assert_eq!(fake.call(mgo_writebarrier, 8, 0), 6, "a nil slot is left to the store");
            assert_eq!(fake.p.id, 0, "nothing was written behind the buffer");
            assert!(gc::is_complete(&h.heap, &[mc], usize::MAX));
            gc::finish(&h.heap, &[mc]);
            for p in [slot, old, fresh[0], fresh[399]] {
                assert!(h.heap.resolve(p).is_some_and(|o| h.heap.was_marked(o)));
            }
            assert_eq!(h.heap.wb_enabled.load(Ordering::Relaxed), 0);
        }
    }
}
