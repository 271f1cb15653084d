//! The addresses of functions: lazy stubs, thunks to the runtime, and words in data that follow a function once it is compiled.
//!
//! Invariants: a function has one stub for ever, which runs its code once there is some, or that of the function that took its place; bytes 6 and 7 of a stub never change, so that a thread
//! between its two instructions goes on unharmed while the first is replaced.

use crate::memory::CodeMemory;
use crate::symbol::Symbol;
use cranelift_codegen::ir::LibCall;
use mgo_abi::builtins::{Builtin, Via};
use mgo_abi::layouts::{AsmStubs, g};
use mgo_abi::native::{Native, NativeKind};
use mgo_ir::program::{FuncId, Program};
use rustc_hash::FxHashMap;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Finds the Rust function behind a body-less one.
pub type NativeLookup = Box<dyn Fn(&str) -> Option<Native> + Send + Sync>;

/// What code outside the range is jumped to, and through which word at the start of the range.
#[derive(Clone, Copy)]
enum Exit {
    Systemstack,
    Parkcall,
    Morestack,
    Lazycall,
}

/// Where a function can be reached.
#[derive(Default)]
struct FuncState {
    entry: Option<usize>,
    /// Where its code will lie: for its batch, which runs only when all of it is written.
    place: Option<usize>,
    stub: Option<usize>,
    /// It is reached by its stub for ever.
    replaceable: bool,
    /// Words in data that hold its address: funcvals, itabs, method tables.
    words: Vec<usize>,
}

/// All code addresses.
pub(crate) struct Code {
    /// Where code lies.
    pub(crate) memory: CodeMemory,
    exits: usize,
    builtin_addr: fn(Builtin) -> usize,
    native: NativeLookup,
    syscall_native: usize,
    funcs: Vec<FuncState>,
    /// How many of the program's functions were looked at by `note`.
    noted: usize,
    thunks: FxHashMap<Symbol, usize>,
}

impl Code {
    /// Nothing compiled yet.
    pub(crate) fn new(
        mut memory: CodeMemory,
        stubs: AsmStubs,
        builtin_addr: fn(Builtin) -> usize,
        native: NativeLookup,
        syscall_native: usize,
    ) -> Code {
        let exits = memory.alloc(32);
        for (i, addr) in [stubs.systemstack, stubs.parkcall, stubs.morestack, stubs.lazycall].into_iter().enumerate() {
            memory.write(exits + 8 * i, &addr.to_le_bytes());
        }
        Code { memory, exits, builtin_addr, native, syscall_native, funcs: Vec::new(), noted: 0, thunks: FxHashMap::default() }
    }

    fn state(&mut self, id: FuncId) -> &mut FuncState {
        let index = id.0 as usize;
        if self.funcs.len() <= index {
            self.funcs.resize_with(index + 1, FuncState::default);
        }
        &mut self.funcs[index]
    }

    /// Takes in which functions are replaceable, before anybody asks for their addresses.
    pub(crate) fn note(&mut self, program: &Program) {
        for (index, sym) in program.funcs.iter().enumerate().skip(self.noted) {
            if sym.replaceable {
                self.state(FuncId(index as u32)).replaceable = true;
            }
        }
        self.noted = program.funcs.len();
    }

    /// The function's code, if it is compiled.
    pub(crate) fn entry(&mut self, id: FuncId) -> Option<usize> {
        self.state(id).entry
    }

    /// Who calls `old` gets `new` from now on; both are replaceable.
    pub(crate) fn replace(&mut self, old: FuncId, new: FuncId) {
        let (from, to) = (self.func_addr(old), self.func_addr(new));
        self.lead(from, to);
    }

    /// Where the function can be called: its code, or its stub.
    pub(crate) fn func_addr(&mut self, id: FuncId) -> usize {
        match *self.state(id) {
            FuncState { replaceable: true, stub: Some(addr), .. } => addr,
            FuncState { replaceable: true, .. } => self.make_stub(id),
            FuncState { entry: Some(addr), .. } | FuncState { stub: Some(addr), .. } => addr,
            _ => self.make_stub(id),
        }
    }

    /// The function whose stub lies at `addr`; slow.
    pub(crate) fn stub_function(&self, addr: usize) -> Option<FuncId> {
        self.funcs.iter().position(|f| f.stub == Some(addr)).map(|index| FuncId(index as u32))
    }

    /// The function's code will lie at `entry`, and is linked with that of its batch.
    pub(crate) fn place(&mut self, id: FuncId, entry: usize) {
        self.state(id).place = Some(entry);
    }

    /// Where calls of a symbol lead to in code that runs when all that is placed is written.
    pub(crate) fn call_target(&mut self, program: &Program, symbol: Symbol) -> usize {
        let Symbol::Func(id) = symbol else { return self.addr(program, symbol) };
        match *self.state(id) {
            FuncState { replaceable: false, place: Some(place), .. } => place,
            _ => self.func_addr(id),
        }
    }

    fn make_stub(&mut self, id: FuncId) -> usize {
        let at = self.memory.alloc_stub();
        // mov r11d, number; jmp [rip + lazycall]
        let mut bytes = vec![0x41, 0xbb];
        bytes.extend(id.0.to_le_bytes());
        self.push_exit(&mut bytes, at, Exit::Lazycall);
        self.memory.write(at, &bytes);
        self.state(id).stub = Some(at);
        at
    }

    /// Appends `jmp [rip + exit]` to code that will run at `at`.
    fn push_exit(&self, bytes: &mut Vec<u8>, at: usize, exit: Exit) {
        bytes.extend([0xff, 0x25]);
        let next = at + bytes.len() + 4;
        bytes.extend((self.exit_word(exit).wrapping_sub(next) as i32).to_le_bytes());
    }

    fn exit_word(&self, exit: Exit) -> usize {
        self.exits + 8 * exit as usize
    }

    /// Address of the word that holds the address of `morestack`.
    pub(crate) fn morestack_word(&self) -> usize {
        self.exit_word(Exit::Morestack)
    }

    /// The function's code is written: its stub and the words that hold its address lead there from now on.
    pub(crate) fn define(&mut self, id: FuncId) {
        let state = self.state(id);
        let entry = state.place.expect("it was given a place");
        state.entry = Some(entry);
        let stub = state.stub;
        if state.replaceable {
            let stub = stub.unwrap_or_else(|| self.make_stub(id));
            return self.lead(stub, entry);
        }
        for &word in &state.words {
            // SAFETY: `func_word` was given the address of an aligned word in the data range, which lives as long as this.
            unsafe { AtomicUsize::from_ptr(word as *mut usize) }.store(entry, Ordering::Release);
        }
        if let Some(stub) = stub {
            self.lead(stub, entry);
        }
    }

    /// Makes a stub a jump to `target`.
    fn lead(&mut self, stub: usize, target: usize) {
        let distance = (target.wrapping_sub(stub + 5) as i32).to_le_bytes();
        // jmp target
        self.memory.patch_word(stub, |old| [0xe9, distance[0], distance[1], distance[2], distance[3], 0x90, old[6], old[7]]);
    }

    /// The function's address for the word at `word`, which is kept up to date.
    pub(crate) fn func_word(&mut self, id: FuncId, word: usize) -> usize {
        let addr = self.func_addr(id);
        let state = self.state(id);
        if state.entry.is_none() && !state.replaceable {
            state.words.push(word);
        }
        addr
    }

    /// Where a symbol can be called.
    pub(crate) fn addr(&mut self, program: &Program, symbol: Symbol) -> usize {
        if let Symbol::Func(id) = symbol {
            return self.func_addr(id);
        }
        if let Some(&at) = self.thunks.get(&symbol) {
            return at;
        }
        let at = match symbol {
            Symbol::Func(_) => unreachable!("handled above"),
            Symbol::Builtin(builtin) => self.builtin_thunk(builtin),
            Symbol::Native(id) => self.native_thunk(program, id),
            Symbol::Panic(code) => self.panic_thunk(program, code),
            Symbol::LibCall(call) => self.call_thunk(libcall_addr(call), None, Exit::Systemstack),
        };
        self.thunks.insert(symbol, at);
        at
    }

    fn place_thunk(&mut self, make: impl Fn(&Code, usize) -> Vec<u8>) -> usize {
        let len = make(self, self.memory.range().0).len();
        let at = self.memory.alloc(len);
        let bytes = make(self, at);
        self.memory.write(at, &bytes);
        at
    }

    /// `mov r11, target; jmp [exit]`, with an optional constant second argument.
    fn call_thunk(&mut self, target: usize, second: Option<usize>, exit: Exit) -> usize {
        self.place_thunk(|code, at| {
            let mut bytes = Vec::new();
            if let Some(second) = second {
                // mov rsi, imm64
                bytes.extend([0x48, 0xbe]);
                bytes.extend(second.to_le_bytes());
            }
            bytes.extend([0x49, 0xbb]);
            bytes.extend(target.to_le_bytes());
            code.push_exit(&mut bytes, at, exit);
            bytes
        })
    }

    fn builtin_thunk(&mut self, builtin: Builtin) -> usize {
        let target = (self.builtin_addr)(builtin);
        match builtin.via() {
            Via::System => self.call_thunk(target, None, Exit::Systemstack),
            Via::Park => self.call_thunk(target, None, Exit::Parkcall),
            // jmp [rip + 0] with the address behind it: touches no register.
            Via::Asm | Via::Wipe | Via::Leaf | Via::Fast => {
                self.place_thunk(|_, _| [&[0xff, 0x25, 0, 0, 0, 0][..], &target.to_le_bytes()].concat())
            }
        }
    }

    /// Somebody provides the native function of that name.
    pub(crate) fn has_native(&self, name: &str) -> bool {
        (self.native)(name).is_some()
    }

    fn native_thunk(&mut self, program: &Program, id: FuncId) -> usize {
        let name = &program.func(id).name;
        let native = (self.native)(name).unwrap_or_else(|| panic!("no native function {name}"));
        match native.kind {
            NativeKind::System => self.call_thunk(native.addr, None, Exit::Systemstack),
            NativeKind::Park => self.call_thunk(native.addr, None, Exit::Parkcall),
            NativeKind::Syscall => self.call_thunk(self.syscall_native, Some(native.addr), Exit::Parkcall),
        }
    }

    /// Takes a and b from the G and goes on to `runtime.panicCode(code, a, b)` as if that had been called.
    fn panic_thunk(&mut self, program: &Program, number: u32) -> usize {
        let target = self.func_addr(program.panic_code.expect("a program with checks has runtime.panicCode"));
        self.place_thunk(|_, at| {
            // mov rsi, [r15 + a]; mov rdx, [r15 + b]; mov edi, number; jmp target
            let mut bytes = vec![0x49, 0x8b, 0xb7];
            bytes.extend((g::CHECK_ARGS as u32).to_le_bytes());
            bytes.extend([0x49, 0x8b, 0x97]);
            bytes.extend((g::CHECK_ARGS as u32 + 8).to_le_bytes());
            bytes.push(0xbf);
            bytes.extend(number.to_le_bytes());
            bytes.push(0xe9);
            let next = at + bytes.len() + 4;
            bytes.extend((target.wrapping_sub(next) as i32).to_le_bytes());
            bytes
        })
    }
}

macro_rules! libcalls {
    ($($call:ident = ($($arg:ident: $ty:ty),*) $body:expr;)*) => {
        /// The C function for an operation this machine has no instruction for.
        fn libcall_addr(call: LibCall) -> usize {
            match call {
                $(LibCall::$call => {
                    extern "C" fn run($($arg: $ty),*) -> libcalls!(@first $($ty),*) { $body }
                    run as *const () as usize
                })*
                other => unreachable!("{other} is never asked for by our CLIF"),
            }
        }
    };
    (@first $ty:ty $(, $rest:ty)*) => { $ty };
}
libcalls! {
    CeilF32 = (x: f32) x.ceil();
    CeilF64 = (x: f64) x.ceil();
    FloorF32 = (x: f32) x.floor();
    FloorF64 = (x: f64) x.floor();
    TruncF32 = (x: f32) x.trunc();
    TruncF64 = (x: f64) x.trunc();
    NearestF32 = (x: f32) x.round_ties_even();
    NearestF64 = (x: f64) x.round_ties_even();
    FmaF32 = (x: f32, y: f32, z: f32) x.mul_add(y, z);
    FmaF64 = (x: f64, y: f64, z: f64) x.mul_add(y, z);
}
