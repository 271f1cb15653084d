//! What an instance knows of its compiler: where code lies, and whom to ask for more.
//!
//! Invariant: the hooks and their context are set before the program runs, the context before the hooks that are given it.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicI64, AtomicPtr, AtomicU64, AtomicUsize, Ordering};

use crate::clock::Nanos;
use crate::functab::FuncTab;
use crate::mem::os::Table;
use crate::throw::throw;

/// The compiler rests when nothing has been compiled for so many nanoseconds.
const RESTS: Nanos = 15_000_000;

/// Compiles a function at its first call: (context, number) -> code address.
pub type LazyHook = extern "C" fn(context: *mut u8, number: u32) -> usize;

/// Is told that nothing has been compiled for a while.
pub type RestHook = extern "C" fn(context: *mut u8);

/// Gives the code of the function that a stub at an address stands for: (context, address) -> code address, 0 when there is no stub.
pub type StubHook = extern "C" fn(context: *mut u8, addr: usize) -> usize;

/// The compiler of an instance.
#[derive(Debug, Default)]
pub struct Compiler {
    /// Compiled code lies in `lo..hi`.
    lo: AtomicUsize,
    hi: AtomicUsize,
    /// Ranges inside it where nothing may be preempted.
    nopreempt: OnceLock<CodeSet>,
    /// A [`LazyHook`], [`StubHook`] and [`RestHook`]; 0: none.
    lazy: AtomicUsize,
    stub: AtomicUsize,
    rest: AtomicUsize,
    /// Their context.
    context: AtomicPtr<u8>,
    /// When it was asked last, of the monotonic clock; 0: its rest has been told.
    asked: AtomicI64,
}

impl Compiler {
    /// Tells where compiled code will lie, once.
    pub fn set_code_range(&self, lo: usize, hi: usize) {
        self.lo.store(lo, Ordering::Release);
        self.nopreempt.get_or_init(|| CodeSet::new(hi - lo));
        self.hi.store(hi, Ordering::Release);
    }

    /// First address that compiled code can have, and one past the last.
    pub fn code_range(&self) -> (usize, usize) {
        (self.lo.load(Ordering::Relaxed), self.hi.load(Ordering::Relaxed))
    }

    /// `pc` is in compiled code. Callable from signal handlers.
    #[inline]
    pub fn is_compiled_pc(&self, pc: usize) -> bool {
        let (lo, hi) = self.code_range();
        lo <= pc && pc < hi
    }

    /// `pc` is in compiled code that may be preempted. Callable from signal handlers.
    pub(crate) fn is_preemptible(&self, pc: usize) -> bool {
        self.is_compiled_pc(pc) && self.nopreempt.get().is_some_and(|map| !map.contains(pc - self.code_range().0))
    }

    /// Declares a range of compiled code as not preemptible.
    ///
    /// # Panics
    /// When the range is outside of the compiled code.
    pub fn register_nopreempt(&self, lo: usize, hi: usize) {
        let map = self.nopreempt.get().expect("the code range is told first");
        let base = self.code_range().0;
        (lo..hi).for_each(|pc| map.insert(pc - base));
    }

    /// Sets who compiles functions at their first call and who knows their stubs.
    pub fn set_hooks(&self, lazy: LazyHook, stub: StubHook, context: *mut u8) {
        self.context.store(context, Ordering::Release);
        self.stub.store(stub as usize, Ordering::Release);
        self.lazy.store(lazy as usize, Ordering::Release);
    }

    /// Sets who is told, with the context of [`Self::set_hooks`], when nothing has been compiled for a while: from sysmon's thread.
    pub fn set_rest_hook(&self, rest: RestHook, now: Nanos) {
        self.rest.store(rest as usize, Ordering::Release);
        self.asked.store(now, Ordering::Release);
    }

    fn context(&self) -> *mut u8 {
        self.context.load(Ordering::Acquire)
    }

    /// The code of function `number`, which is called for the first time. `clock` is asked for the time once it is there.
    pub(crate) fn compile(&self, number: u32, clock: impl FnOnce() -> Nanos) -> usize {
        let hook = self.lazy.load(Ordering::Acquire);
        if hook == 0 {
            throw("lazy call without a compiler");
        }
        // SAFETY: set_hooks stored a LazyHook.
        let hook = unsafe { std::mem::transmute::<usize, LazyHook>(hook) };
        let addr = hook(self.context(), number);
        if self.rest.load(Ordering::Acquire) != 0 {
            self.asked.store(clock(), Ordering::Relaxed);
        }
        addr
    }

    /// The address of the code that a call of `pc` leads to: `pc` itself unless it is the stub of a function.
    pub fn code_behind(&self, functab: &FuncTab, pc: usize) -> usize {
        let hook = self.stub.load(Ordering::Acquire);
        if hook == 0 || !self.is_compiled_pc(pc) || functab.findfunc(pc).is_some() {
            return pc;
        }
        // SAFETY: set_hooks stored a StubHook.
        let hook = unsafe { std::mem::transmute::<usize, StubHook>(hook) };
        match hook(self.context(), pc) {
            0 => pc,
            code => code,
        }
    }

    /// Tells, once each time, that the compiler rests; gives the nanoseconds until that is to be told, 0 when it has been.
    pub(crate) fn tell_rest(&self, now: Nanos) -> Nanos {
        let since = self.asked.load(Ordering::Acquire);
        if since == 0 {
            return 0;
        }
        if now - since < RESTS {
            return since + RESTS - now;
        }
        self.asked.store(0, Ordering::Relaxed);
        // SAFETY: set_rest_hook, which alone makes `asked` differ from 0 first, stored a RestHook.
        let hook = unsafe { std::mem::transmute::<usize, RestHook>(self.rest.load(Ordering::Acquire)) };
        hook(self.context());
        0
    }
}

/// A set of offsets into compiled code, a bit each: handlers can ask it without a lock.
#[derive(Debug)]
struct CodeSet(Table<AtomicU64>);

impl CodeSet {
    /// An empty set for `len` bytes of code; it costs memory only where something is put in.
    fn new(len: usize) -> CodeSet {
        CodeSet(Table::new(len.div_ceil(64)).unwrap_or_else(|| throw("runtime: cannot reserve address space")))
    }

    fn insert(&self, offset: usize) {
        self.0.at(offset / 64).fetch_or(1 << (offset % 64), Ordering::Relaxed);
    }

    fn contains(&self, offset: usize) -> bool {
        self.0.at(offset / 64).load(Ordering::Relaxed) >> (offset % 64) & 1 != 0
    }
}
