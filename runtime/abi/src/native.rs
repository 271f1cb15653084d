//! Body-less functions of the standard library and the Rust functions behind them.

/// How compiled code calls a native function.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NativeKind {
    /// `extern "C" fn(frame: *mut Frame)` on g0; it must not park.
    System,
    /// `extern "C" fn(frame: *mut Frame, _, _, _, _, gp: *mut G) -> *mut G` through `parkcall`: may park and gives the G to run next.
    Park,
    /// Like `System`, between `entersyscall` and `exitsyscall`: it may block in the kernel.
    Syscall,
}

/// A native function. `Frame` is a `repr(C)` struct of the parameters and then the results in the memory layout of their types, each aligned to
/// 8 bytes; it lies in the caller's frame and stays in place across a park. Results are zeroed before the call.
#[derive(Clone, Copy, Debug)]
pub struct Native {
    /// Import path and name, methods as `sync.(*Mutex).lockSlow`: `time.Sleep`.
    pub name: &'static str,
    /// How it is called.
    pub kind: NativeKind,
    /// Its code.
    pub addr: usize,
}

/// Functions of the language that the runtime calls or jumps to; the engine gives it their addresses at start-up.
/// All but `RuntimeMain` take their arguments as a panic entry does.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(usize)]
pub enum EntryPoint {
    /// `runtime.main`: what the first goroutine runs.
    RuntimeMain,
    /// `runtime.sigpanic()`: raised at a faulting instruction.
    Sigpanic,
    /// `runtime.gopanic`, known by `recover` and tracebacks.
    Gopanic,
    /// `runtime.Goexit`, known by tracebacks.
    Goexit,
    /// `runtime.panicText(code, a, b int)`: raises the run-time error with [`crate::builtins::PanicCode`] `code` from native code.
    PanicCode,
}

impl EntryPoint {
    /// All of them with the language functions they name.
    pub const ALL: [(EntryPoint, &'static str); 5] = [
        (EntryPoint::RuntimeMain, "runtime.main"),
        (EntryPoint::Sigpanic, "runtime.sigpanic"),
        (EntryPoint::Gopanic, "runtime.gopanic"),
        (EntryPoint::Goexit, "runtime.Goexit"),
        (EntryPoint::PanicCode, "runtime.panicCode"),
    ];
}
