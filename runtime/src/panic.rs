//! Panics, Goexit, recover. The loops that run deferred calls are written in the language (`stdlib/src/runtime/panic.mgo`) on the natives here.
//!
//! How it goes. `runtime.gopanic` pushes a [`Panic`], then calls deferred functions one after the other on top of the panicking stack. The builtin
//! `recover` marks the newest panic when the function that calls it was called by gopanic itself. Back in gopanic, a marked panic goes to [`recovery`]:
//! that walks the frames from gopanic to the one whose deferred call recovered, drops the panics it passes, and continues at that frame's
//! landing pad, which runs the frame's remaining deferred calls and returns. A Goexit on the way is not passed: its loop starts again.
//!
//! Invariant: the panics linked from a G are, newest first, those of the gopanic and Goexit frames on its stack.

use std::ptr::null_mut;
use std::sync::atomic::Ordering;

use mgo_abi::builtins::PanicCode;
use mgo_abi::layouts::NIL_PAGE;
use mgo_abi::native::EntryPoint;

use crate::arch::{self, Context};
use crate::defer;
use crate::functab::{FuncEntry, flags};
use crate::g::G;
use crate::lock;
use crate::m::{getg, getm};
use crate::sched::Sched;
use crate::stack;
use crate::throw::{self, Throwing};
use crate::traceback;

/// A panic or Goexit in flight: mirrors `runtime._panic` of the language.
#[repr(C)]
#[derive(Debug)]
pub struct Panic {
    /// Argument: an `any`.
    pub arg: [usize; 2],
    /// Next older one.
    pub link: *mut Panic,
    /// Frame whose deferred call runs.
    pub frame: usize,
    /// Frame of the function that runs the deferred calls.
    pub gopanic: usize,
    /// recover has taken it.
    pub recovered: bool,
    /// A Goexit.
    pub goexit: bool,
    /// The next newer panic has the same value.
    pub repanicked: bool,
}

/// A pair of words returned in registers.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct Pair(pub usize, pub usize);

/// Raises a Go panic from a native, as if the call site in compiled code had raised it. The native's frames are abandoned: it must hold nothing
/// that needs dropping, and no runtime lock.
pub fn raise(code: PanicCode, a: usize, b: usize) -> ! {
    // SAFETY: natives run on behalf of a goroutine that has published its frame.
    unsafe {
        let mp = getm();
        if mp.is_null() || (*mp).curg.is_null() {
            throw::throw("panic on system stack");
        }
        if lock::held() != 0 {
            throw::throw("panic holding locks");
        }
        let gp = (*mp).curg;
        let bp = (*gp).sched_bp as *const usize;
        let pc = (*(*mp).sched).entry_point(EntryPoint::PanicCode);
        // The stack pointer of the builtin's entry: its return address is on top.
        arch::jump(&Context { g: gp, pc, sp: bp.add(1) as usize, bp: *bp, args: [code as usize, a, b] })
    }
}

/// Has a parked goroutine raise a run-time error instead of going on, when it is made ready.
///
/// # Safety
/// `gp` is parked in a Park native, and the caller is the one to wake it.
pub unsafe fn raise_on_resume(gp: *mut G, code: PanicCode) {
    // SAFETY: a parked goroutine resumes at the word at its published stack pointer; the G's scratch and param are free then.
    unsafe {
        (*gp).param = code as usize;
        (*gp).scratch = (*(*getm()).sched).entry_point(EntryPoint::PanicCode);
        *((*gp).sched_sp as *mut usize) = arch::park_raise();
    }
}

/// Raises a run-time error with this text.
pub fn raise_text(text: &'static str) -> ! {
    raise(PanicCode::Text, text.as_ptr() as usize, text.len())
}

/// Links `p` as the newest panic.
///
/// # Safety
/// From gopanic or Goexit through a native.
pub unsafe fn pushpanic(gp: *mut G, p: *mut Panic) {
    // SAFETY: the caller's promise.
    unsafe {
        (*p).gopanic = traceback::frames(&*(*getm()).sched, gp).next().map_or(0, |caller| caller.fp);
        (*p).link = (*gp).panic.cast();
        (*gp).panic = p.cast();
        if !(*p).goexit {
            (*(*getm()).sched).running_panic_defers.fetch_add(1, Ordering::AcqRel);
        }
    }
}

/// Unlinks the newest deferred call, notes its frame in `p`, and gives its function; null when there is none.
///
/// # Safety
/// As [`pushpanic`].
pub unsafe fn nextdefer(gp: *mut G, p: *mut Panic) -> *mut u8 {
    // SAFETY: the caller's promise.
    unsafe {
        let d = (*gp).defer;
        if d.is_null() {
            if !(*p).goexit {
                // What prints the panic may have to be compiled first; main.main must not end the program meanwhile.
                (*(*getm()).sched).doomed.fetch_add(1, Ordering::AcqRel);
            }
            return null_mut();
        }
        (*p).frame = (*d).frame;
        let func = defer::pop(gp);
        if func.is_null() {
            raise(PanicCode::NilDeref, 0, 0);
        }
        func
    }
}

/// `recover()` in a function with frame pointer `frame`: a builtin. Gives the argument of the newest panic when gopanic called that function.
///
/// # Safety
/// From compiled code through systemstack.
pub unsafe extern "C" fn gorecover(frame: usize) -> Pair {
    // SAFETY: the caller's promise.
    unsafe {
        let p = (*getg()).panic.cast::<Panic>();
        if p.is_null() || (*p).goexit || (*p).recovered || !called_by_gopanic(&*(*getm()).sched, frame, (*p).gopanic) {
            return Pair(0, 0);
        }
        (*p).recovered = true;
        Pair((*p).arg[0], (*p).arg[1])
    }
}

/// The function with this frame was called by the gopanic that has this frame, wrappers left out of account.
///
/// The function may have been called by the gopanic of an older panic: when it says `defer recover()`, and what calls that is the newest one's.
unsafe fn called_by_gopanic(sched: &Sched, frame: usize, gopanic: usize) -> bool {
    let mut bp = frame as *const usize;
    // SAFETY: a chain of frames of the current goroutine.
    unsafe {
        loop {
            let pc = *bp.add(1);
            if pc != arch::lessstack() {
                match sched.functab.findfunc(pc.wrapping_sub(1)) {
                    Some(f) if f.flags & flags::WRAPPER != 0 => {}
                    Some(f) => return is_gopanic(&f) && *bp == gopanic,
                    None => return false,
                }
            }
            bp = *bp as *const usize;
        }
    }
}

fn is_gopanic(f: &FuncEntry) -> bool {
    &*f.name == EntryPoint::ALL[EntryPoint::Gopanic as usize].1
}

fn is_goexit(f: &FuncEntry) -> bool {
    &*f.name == EntryPoint::ALL[EntryPoint::Goexit as usize].1
}

/// Continues at the landing pad of `p.frame`, whose deferred call has recovered `p`; or restarts a Goexit that lies on the way.
///
/// # Safety
/// From gopanic through a native; `p` is the newest panic.
pub unsafe fn recovery(gp: *mut G, p: *mut Panic) -> ! {
    // SAFETY: the frames of the current goroutine from its published one on; those passed are abandoned.
    unsafe {
        let sched = &*(*getm()).sched;
        let target = (*p).frame;
        let mut bp = (*gp).sched_bp as *const usize;
        loop {
            let (pc, up) = (*bp.add(1), *bp);
            bp = up as *const usize;
            if pc == arch::lessstack() {
                stack::leave_seg(gp);
                continue;
            }
            let Some(f) = sched.functab.findfunc(pc.wrapping_sub(1)) else { throw::throw("recovery: frame not found") };
            if up == target {
                let Some(landing) = f.landing else { throw::throw("recovery: function without a landing pad") };
                if (*gp).panic.is_null() {
                    (*gp).sig = 0; // done with the signal
                }
                arch::jump(&Context { g: gp, pc: landing.pc, sp: target - landing.fp_to_sp, bp: target, args: [0; 3] });
            }
            if is_gopanic(&f) {
                pop(sched, gp);
            } else if is_goexit(&f) {
                pop(sched, gp);
                // As at its entry: the return address on top.
                arch::jump(&Context { g: gp, pc: f.entry, sp: up + 8, bp: *bp, args: [0; 3] });
            }
        }
    }
}

/// Drops the newest panic.
unsafe fn pop(sched: &Sched, gp: *mut G) {
    // SAFETY: one panic is linked for each gopanic and Goexit frame.
    unsafe {
        let p = (*gp).panic.cast::<Panic>();
        if p.is_null() {
            throw::throw("bad panic stack");
        }
        if !(*p).goexit {
            sched.running_panic_defers.fetch_sub(1, Ordering::AcqRel);
        }
        (*gp).panic = (*p).link.cast();
    }
}

/// A fatal panic is about to be printed: nobody else ends the program from here on.
///
/// # Safety
/// On g0 of an M.
pub unsafe fn startpanic() {
    // SAFETY: the caller's promise.
    unsafe {
        let sched = &*(*getm()).sched;
        throw::startpanic_m(sched);
        sched.running_panic_defers.fetch_sub(1, Ordering::AcqRel);
    }
}

/// Prints the signal line and the stacks after the panics have been printed, and ends the program with status 2.
///
/// # Safety
/// After [`startpanic`].
pub unsafe fn dopanic() -> ! {
    // SAFETY: the caller's promise.
    unsafe {
        let mp = getm();
        let sched = &*(*mp).sched;
        let gp = (*mp).curg;
        if (*gp).sig != 0 {
            let line = signal_line((*gp).sig.into(), (*gp).sigcode0, (*gp).sigaddr, (*gp).sigpc);
            sched.write_err(line.as_bytes());
        }
        throw::dopanic_m(sched, Throwing::None)
    }
}

/// `si_code` of SIGSEGV: nothing is mapped there.
const SEGV_MAPERR: i32 = 1;
/// `si_code` of SIGSEGV: what is mapped there does not allow it.
const SEGV_ACCERR: i32 = 2;

/// Whether the fault that `gp` raises is one of nil's page.
///
/// # Safety
/// `gp` is the running goroutine, in `sigpanic`.
pub unsafe fn is_nil_fault(gp: *mut G) -> bool {
    // SAFETY: the caller's promise.
    let (sig, code, addr) = unsafe { (i32::from((*gp).sig), (*gp).sigcode0 as i32, (*gp).sigaddr) };
    // Where the kernel does not know the address it gives 0.
    let addressed = match sig {
        libc::SIGBUS => code == libc::BUS_ADRERR,
        libc::SIGSEGV => matches!(code, 0 | SEGV_MAPERR | SEGV_ACCERR),
        _ => return true,
    };
    addressed && addr < NIL_PAGE
}

/// Ends the program for a fault at an address that no pointer of the language can have.
///
/// # Safety
/// As [`is_nil_fault`].
pub unsafe fn fatal_fault(gp: *mut G) -> ! {
    // SAFETY: the caller's promise.
    unsafe {
        let sched = &*(*getm()).sched;
        let line = signal_line((*gp).sig.into(), (*gp).sigcode0, (*gp).sigaddr, (*gp).sigpc);
        sched.printf(format_args!("unexpected fault address {:#x}\nfatal error: fault\n{line}", (*gp).sigaddr));
        throw::die(sched, Throwing::Runtime)
    }
}

/// The line that tells the signal behind a panic.
pub(crate) fn signal_line(sig: u32, code: u32, addr: usize, pc: usize) -> String {
    let name = match sig as i32 {
        libc::SIGSEGV => "SIGSEGV: segmentation violation",
        libc::SIGBUS => "SIGBUS: bus error",
        libc::SIGFPE => "SIGFPE: floating-point exception",
        _ => return format!("[signal {sig:#x} code={code:#x} addr={addr:#x} pc={pc:#x}]\n"),
    };
    format!("[signal {name} code={code:#x} addr={addr:#x} pc={pc:#x}]\n")
}
