//! Runs compiled functions on this thread's stack, with a fake G and the least of a runtime in asm.

#![allow(dead_code, reason = "each test binary uses a part")]

use mgo_abi::builtins::Builtin;
use mgo_abi::layouts::{AsmStubs, g};
use mgo_abi::native::{Native, NativeKind};
use mgo_codegen::{CompiledFunc, Config, Jit};
use mgo_ir::builder::Builder;
use mgo_ir::ir::{Callee, Function, Op, Sig, Term, Ty, Value};
use mgo_ir::program::{FuncId, FuncKind, FuncSym, Program};
use mgo_syntax::source::Pos;
use std::arch::global_asm;
use std::sync::{Mutex, MutexGuard};

// test_enter(fn, g, regs): loads argument registers and stack words from `regs`, calls with the Tail convention, stores the result registers.
// Offsets in `regs`: 0 six integers, 48 eight floats, 112 stack word count, 120 stack words (16), 248 eight integer results, 312 eight float results.
global_asm!(
    ".globl mgo_test_enter",
    "mgo_test_enter:",
    "push rbp",
    "mov rbp, rsp",
    "push rbx; push r12; push r13; push r14; push r15; push rdx",
    "mov r15, rsi",
    "mov r11, rdi",
    "mov rbx, rdx",
    "mov rcx, [rbx+112]",
    "test cl, 1",
    "jz 1f",
    "sub rsp, 8",
    "1: test rcx, rcx",
    "jz 2f",
    "push qword ptr [rbx+rcx*8+112]",
    "dec rcx",
    "jmp 1b",
    "2: movsd xmm0, [rbx+48]; movsd xmm1, [rbx+56]; movsd xmm2, [rbx+64]; movsd xmm3, [rbx+72]",
    "movsd xmm4, [rbx+80]; movsd xmm5, [rbx+88]; movsd xmm6, [rbx+96]; movsd xmm7, [rbx+104]",
    "mov rdi, [rbx]; mov rsi, [rbx+8]; mov rdx, [rbx+16]; mov rcx, [rbx+24]; mov r8, [rbx+32]; mov r9, [rbx+40]",
    "call r11",
    "mov r11, [rbp-48]", // the callee popped its arguments; `regs` was pushed last
    "mov [r11+248], rax; mov [r11+256], rcx; mov [r11+264], rdx; mov [r11+272], rsi",
    "mov [r11+280], rdi; mov [r11+288], r8; mov [r11+296], r9; mov [r11+304], r10",
    "movsd [r11+312], xmm0; movsd [r11+320], xmm1; movsd [r11+328], xmm2; movsd [r11+336], xmm3",
    "movsd [r11+344], xmm4; movsd [r11+352], xmm5; movsd [r11+360], xmm6; movsd [r11+368], xmm7",
    "lea rax, [rbp-48]",
    "sub rax, rsp", // 0 when exactly the arguments were popped
    "mov [r11+376], rax",
    "mov [r11+384], rbx", // callee-saved registers must come back
    "lea rsp, [rbp-48]",
    "pop rdx; pop r15; pop r14; pop r13; pop r12; pop rbx",
    "pop rbp",
    "ret",
    // the C function in r11, on the same stack
    ".globl mgo_test_systemstack",
    "mgo_test_systemstack:",
    "push rbp",
    "mov rbp, rsp",
    "and rsp, -16",
    "mov r9, r15",
    "call r11",
    "mov rsp, rbp",
    "pop rbp",
    "ret",
    // lowers the guard, counts, and goes back to the entry
    ".globl mgo_test_morestack",
    "mgo_test_morestack:",
    "mov qword ptr [r15+0x10], 0",
    "mov [r15+0x80], r11",
    "mov [r15+0x88], r10",
    "inc qword ptr [r15+0x90]",
    "jmp r11",
    // asks mgo_test_lazy for the code of function r11d
    ".globl mgo_test_lazycall",
    "mgo_test_lazycall:",
    "push rdi; push rsi; push rdx; push rcx; push r8; push r9; push rbp",
    "mov rbp, rsp",
    "sub rsp, 64",
    "and rsp, -16",
    "movsd [rsp], xmm0; movsd [rsp+8], xmm1",
    "mov edi, r11d",
    "call {lazy}",
    "movsd xmm0, [rsp]; movsd xmm1, [rsp+8]",
    "mov rsp, rbp",
    "pop rbp; pop r9; pop r8; pop rcx; pop rdx; pop rsi; pop rdi",
    "jmp rax",
    // unwinds to the landing pad that mgo_test_find gives: (pc, sp, bp) at its result
    ".globl mgo_test_throw",
    "mgo_test_throw:",
    "push rbp",
    "mov rbp, rsp",
    "and rsp, -16",
    "mov rdi, rbp",
    "call {find}",
    "mov rbx, -1; mov r12, -1; mov r13, -1; mov r14, -1",
    "mov rsp, [rax+8]",
    "mov rbp, [rax+16]",
    "jmp [rax]",
    // (slot, value) of the last write barrier, in the G
    ".globl mgo_test_writebarrier",
    "mgo_test_writebarrier:",
    "mov [r15+0x98], rdi",
    "mov [r15+0xa0], rsi",
    "ret",
    lazy = sym lazy,
    find = sym find,
);

unsafe extern "C" {
    fn mgo_test_enter(code: usize, g: *mut u64, regs: *mut Regs);
    fn mgo_test_systemstack();
    fn mgo_test_morestack();
    fn mgo_test_lazycall();
    fn mgo_test_throw();
    fn mgo_test_writebarrier();
}

#[repr(C)]
#[derive(Clone, Default)]
struct Regs {
    ints: [u64; 6],
    floats: [f64; 8],
    stack_words: u64,
    stack: [u64; 16],
    int_results: [u64; 8],
    float_results: [f64; 8],
    unpopped: u64,
    rbx: u64,
}

/// What the asm needs to find while a test runs.
struct Running {
    test: *mut Test,
    landing: [usize; 3],
}
// SAFETY: set and used by the thread that holds the lock of `Test`.
unsafe impl Send for Running {}
static RUNNING: Mutex<Option<Running>> = Mutex::new(None);
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

extern "C" fn lazy(number: u32) -> usize {
    let test = RUNNING.lock().unwrap().as_ref().expect("a test runs").test;
    // SAFETY: `Test::call` lent it for as long as compiled code runs.
    let test = unsafe { &mut *test };
    test.lazy_calls += 1;
    let func = test.funcs.iter().find(|f| f.id.0 == number).expect("a function of this test").clone();
    test.compile(&[func])[0].entry
}

extern "C" fn find(mut frame: usize) -> *const usize {
    let mut running = RUNNING.lock().unwrap();
    let running = running.as_mut().expect("a test runs");
    // SAFETY: as in `lazy`; frames are linked by rbp up to the test's own.
    unsafe {
        loop {
            let (caller, ret) = (*(frame as *const usize), *((frame + 8) as *const usize));
            let found = (*running.test).compiled.iter().find(|f| f.entry < ret && ret <= f.end && f.landing.is_some());
            if let Some(func) = found {
                let (offset, distance) = func.landing.expect("just asked");
                running.landing = [func.entry + offset as usize, caller - distance as usize, caller];
                return running.landing.as_ptr();
            }
            frame = caller;
        }
    }
}

/// Two results, as C returns them.
#[repr(C)]
pub(crate) struct Pair {
    ptr: u64,
    cap: u64,
}

pub(crate) extern "C" fn grow(_elem: usize, ptr: u64, len: u64, _cap: u64, new_len: u64) -> Pair {
    Pair { ptr: ptr + len, cap: new_len * 2 }
}
extern "C" fn memmove(dst: *mut u8, src: *const u8, len: usize) {
    // SAFETY: the test passes valid ranges.
    unsafe { std::ptr::copy(src, dst, len) }
}
extern "C" fn memclr(dst: *mut u8, len: usize) {
    // SAFETY: the test passes a valid range.
    unsafe { std::ptr::write_bytes(dst, 0, len) }
}
extern "C" fn print_bool(b: u32) {
    PRINTED.lock().unwrap().push(b);
}
/// What `printbool` got, as 32 bits.
pub(crate) static PRINTED: Mutex<Vec<u32>> = Mutex::new(Vec::new());

fn builtin_addr(builtin: Builtin) -> usize {
    match builtin {
        Builtin::GrowSlice => grow as *const () as usize,
        Builtin::Memmove => memmove as *const () as usize,
        Builtin::Memclr => memclr as *const () as usize,
        Builtin::PrintBool => print_bool as *const () as usize,
        Builtin::WriteBarrier => mgo_test_writebarrier as *const () as usize,
        // Any of the asm kind: tests raise panics by it.
        Builtin::NewObject => mgo_test_throw as *const () as usize,
        _ => 0,
    }
}

extern "C" fn native_double(frame: *mut u64) {
    // SAFETY: the frame of this native is a parameter and a result.
    unsafe { *frame.add(1) = *frame * 2 }
}

/// A program under test, with its Jit.
pub(crate) struct Test {
    pub(crate) program: Program,
    pub(crate) funcs: Vec<Function>,
    pub(crate) compiled: Vec<CompiledFunc>,
    pub(crate) jit: Jit,
    pub(crate) g: Vec<u64>,
    pub(crate) lazy_calls: usize,
    pub(crate) wb_enabled: Box<u32>,
    pub(crate) alone: Box<u32>,
    _lock: MutexGuard<'static, ()>,
}

/// Results of a call.
pub(crate) struct Results {
    pub(crate) ints: [u64; 8],
    pub(crate) floats: [f64; 8],
}

/// An argument.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Arg {
    I(u64),
    F(f64),
    S(f32),
}

impl Test {
    pub(crate) fn new() -> Test {
        Test::with(|_| {})
    }

    pub(crate) fn with(change: impl FnOnce(&mut Config)) -> Test {
        let lock = ONE_AT_A_TIME.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        let (wb_enabled, alone) = (Box::new(0), Box::new(0));
        let addr = |f: unsafe extern "C" fn()| f as *const () as usize;
        let mut config = Config {
            stubs: AsmStubs {
                systemstack: addr(mgo_test_systemstack),
                parkcall: addr(mgo_test_systemstack),
                morestack: addr(mgo_test_morestack),
                lazycall: addr(mgo_test_lazycall),
            },
            builtin_addr,
            native: Box::new(|name| {
                let addr = native_double as *const () as usize;
                (name == "test.double").then_some(Native { name: "test.double", kind: NativeKind::System, addr })
            }),
            syscall_native: 0,
            wb_enabled: &raw const *wb_enabled,
            alone: &raw const *alone,
            without_barriers: None,
            code_size: 1 << 20,
            data_size: 1 << 20,
            gdb: false,
            perf_map: None,
            coverage: None,
        };
        change(&mut config);
        let jit = Jit::new(config);
        let (program, g) = (Program::default(), vec![0; 64]);
        Test { program, funcs: vec![], compiled: vec![], jit, g, lazy_calls: 0, wb_enabled, alone, _lock: lock }
    }

    /// Declares a function.
    pub(crate) fn declare(&mut self, name: &str, params: &[Ty], results: &[Ty]) -> FuncId {
        let sig = Sig { params: params.to_vec(), results: results.to_vec() };
        let kind = FuncKind::Body;
        self.program.funcs.push(FuncSym { name: name.into(), sig, kind, lazy: false, replaceable: false });
        FuncId(self.program.funcs.len() as u32 - 1)
    }

    /// Gives a declared function its body.
    pub(crate) fn define(&mut self, id: FuncId, body: impl FnOnce(&mut Builder)) {
        self.define_at(id, Pos(1), body);
    }

    pub(crate) fn define_at(&mut self, id: FuncId, pos: Pos, body: impl FnOnce(&mut Builder)) {
        let sym = self.program.func(id);
        let mut b = Builder::new(id, &*sym.name, sym.sig.clone(), pos);
        body(&mut b);
        self.funcs.push(b.finish());
    }

    /// Declares and defines.
    pub(crate) fn func(&mut self, name: &str, params: &[Ty], results: &[Ty], body: impl FnOnce(&mut Builder)) -> FuncId {
        let id = self.declare(name, params, results);
        self.define(id, body);
        id
    }

    pub(crate) fn compile(&mut self, funcs: &[Function]) -> Vec<CompiledFunc> {
        let compiled = self.jit.compile(&self.program, funcs, 2);
        self.jit.define(compiled.iter().map(|func| func.id));
        self.compiled.extend(compiled.clone());
        compiled
    }

    pub(crate) fn compile_all(&mut self) {
        let funcs = self.funcs.clone();
        self.compile(&funcs);
    }

    /// Calls through the function's current address.
    pub(crate) fn call(&mut self, id: FuncId, args: &[Arg]) -> Results {
        let mut regs = Regs { rbx: 0, ..Regs::default() };
        let (mut ints, mut floats) = (0, 0);
        for &arg in args {
            let (word, float) = match arg {
                Arg::I(word) => (word, None),
                Arg::F(x) => (x.to_bits(), Some(x)),
                Arg::S(x) => (x.to_bits().into(), Some(f64::from_bits(x.to_bits().into()))),
            };
            match float {
                Some(x) if floats < 8 => (regs.floats[floats], floats) = (x, floats + 1),
                None if ints < 6 => (regs.ints[ints], ints) = (word, ints + 1),
                _ => {
                    regs.stack[regs.stack_words as usize] = word;
                    regs.stack_words += 1;
                }
            }
        }
        let code = self.jit.code_addr(id);
        *RUNNING.lock().unwrap() = Some(Running { test: self, landing: [0; 3] });
        // SAFETY: compiled from verified IR with the signature the caller passes arguments for.
        unsafe { mgo_test_enter(code, self.g.as_mut_ptr(), &mut regs) };
        *RUNNING.lock().unwrap() = None;
        assert_eq!(regs.unpopped, 0, "the callee pops its arguments");
        assert_eq!(regs.rbx, &raw const regs as u64, "callee-saved registers come back");
        Results { ints: regs.int_results, floats: regs.float_results }
    }

    pub(crate) fn call_int(&mut self, id: FuncId, args: &[u64]) -> u64 {
        let args: Vec<Arg> = args.iter().map(|&a| Arg::I(a)).collect();
        self.call(id, &args).ints[0]
    }

    pub(crate) fn set_guard(&mut self, guard: u64) {
        self.g[g::STACKGUARD0 / 8] = guard;
    }

    pub(crate) fn info(&self, id: FuncId) -> &CompiledFunc {
        self.compiled.iter().find(|f| f.id == id).expect("compiled")
    }
}

/// Short forms for building test functions.
pub(crate) trait BuilderExt {
    fn int(&mut self, n: i64) -> Value;
    fn bin(&mut self, op: mgo_ir::ir::BinOp, a: Value, b: Value) -> Value;
    fn call(&mut self, f: FuncId, args: &[Value], results: &[Ty]) -> Vec<Value>;
    fn builtin(&mut self, f: Builtin, args: &[Value], results: &[Ty]) -> Vec<Value>;
    fn ret(&mut self, values: &[Value]);
    fn param(&self, n: usize) -> Value;
}

impl BuilderExt for Builder {
    fn int(&mut self, n: i64) -> Value {
        self.inst1(Op::Iconst(Ty::I64, n), Ty::I64)
    }
    fn bin(&mut self, op: mgo_ir::ir::BinOp, a: Value, b: Value) -> Value {
        let ty = self.ty(a);
        self.inst1(Op::Bin(op, a, b), ty)
    }
    fn call(&mut self, f: FuncId, args: &[Value], results: &[Ty]) -> Vec<Value> {
        self.inst(Op::Call(Callee::Func(f), args.to_vec()), results).to_vec()
    }
    fn builtin(&mut self, f: Builtin, args: &[Value], results: &[Ty]) -> Vec<Value> {
        self.inst(Op::Call(Callee::Builtin(f), args.to_vec()), results).to_vec()
    }
    fn ret(&mut self, values: &[Value]) {
        self.terminate(Term::Return(values.to_vec()));
    }
    fn param(&self, n: usize) -> Value {
        self.params()[n]
    }
}
