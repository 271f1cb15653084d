//! Signals: the process-wide handlers, which find their instance through the thread's M.
//!
//! Handlers run on a signal stack of their own. They take no locks that a thread could hold when it is interrupted, and allocate nothing, but for
//! the report of a fault that ends the program.

use std::ptr::null_mut;
use std::sync::Once;
use std::sync::atomic::{AtomicPtr, Ordering};

use libc::{c_int, c_void, siginfo_t, ucontext_t};
use mgo_abi::builtins::PanicCode;
use mgo_abi::layouts::NIL_PAGE;
use mgo_abi::native::EntryPoint;

use crate::arch;
use crate::g::status;
use crate::lock;
use crate::m::{M, getm};
use crate::panic;
use crate::preempt;

const SIGSTACK_SIZE: usize = 64 << 10;
/// Signals that a fault raises.
const FAULTS: [c_int; 3] = [libc::SIGSEGV, libc::SIGBUS, libc::SIGFPE];

/// What was installed before us, by index into [`FAULTS`].
static OLD: [AtomicPtr<libc::sigaction>; FAULTS.len()] = [const { AtomicPtr::new(null_mut()) }; FAULTS.len()];

/// Installs the handlers, once per process.
pub fn install() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        // SAFETY: the handlers keep to what handlers may do; the structs are zeroed and filled.
        unsafe {
            for (i, &sig) in FAULTS.iter().enumerate() {
                let mut old: libc::sigaction = std::mem::zeroed();
                set_action(sig, sigfault, &mut old);
                OLD[i].store(Box::into_raw(Box::new(old)), Ordering::Release);
            }
            set_action(libc::SIGURG, sigurg, null_mut());
        }
    });
}

/// A handler with its information and the interrupted context.
pub(crate) type Handler = extern "C" fn(c_int, *mut siginfo_t, *mut c_void);

/// Installs a handler; `old` may be null.
///
/// # Safety
/// `handler` keeps to what handlers may do; `old` is writable or null.
pub(crate) unsafe fn set_action(sig: c_int, handler: Handler, old: *mut libc::sigaction) {
    // SAFETY: `handler` has the type that SA_SIGINFO asks for.
    unsafe {
        let mut sa: libc::sigaction = std::mem::zeroed();
        sa.sa_sigaction = handler as *const () as usize;
        sa.sa_flags = libc::SA_SIGINFO | libc::SA_ONSTACK | libc::SA_RESTART;
        libc::sigfillset(&mut sa.sa_mask);
        libc::sigaction(sig, &sa, old);
    }
}

/// Has a thread come out of the system call that it is in: the one signal after which the kernel does not begin the call again.
const KICK: c_int = 64;

/// Being there is all that it does.
extern "C" fn sigkick(_: c_int) {}

/// Installs the handler of [`kick`].
pub(crate) fn set_kick() {
    // SAFETY: the handler has the type that is asked for without SA_SIGINFO, and does nothing.
    unsafe {
        let mut sa: libc::sigaction = std::mem::zeroed();
        sa.sa_sigaction = sigkick as *const () as usize;
        sa.sa_flags = libc::SA_ONSTACK;
        libc::sigaction(KICK, &sa, null_mut());
    }
}

/// Gets a thread of this process out of a system call; [`set_kick`] was called.
pub(crate) fn kick(tid: i32) {
    if tid != 0 {
        // SAFETY: a thread that has ended gets nothing.
        unsafe { libc::syscall(libc::SYS_tgkill, libc::getpid(), tid, KICK) };
    }
}

/// Gives the calling thread a signal stack.
pub fn set_sigstack() -> *mut u8 {
    // SAFETY: a fresh mapping becomes the signal stack of this thread.
    unsafe {
        let p = libc::mmap(null_mut(), SIGSTACK_SIZE, libc::PROT_READ | libc::PROT_WRITE, libc::MAP_PRIVATE | libc::MAP_ANONYMOUS, -1, 0);
        if p == libc::MAP_FAILED {
            crate::throw::throw("runtime: cannot map a signal stack");
        }
        libc::sigaltstack(&libc::stack_t { ss_sp: p, ss_flags: 0, ss_size: SIGSTACK_SIZE }, null_mut());
        p.cast()
    }
}

/// Takes it away again.
///
/// # Safety
/// `stack` came from [`set_sigstack`] on this thread.
pub unsafe fn drop_sigstack(stack: *mut u8) {
    if stack.is_null() {
        return;
    }
    // SAFETY: the caller's promise.
    unsafe {
        libc::sigaltstack(&libc::stack_t { ss_sp: null_mut(), ss_flags: libc::SS_DISABLE, ss_size: 0 }, null_mut());
        libc::munmap(stack.cast(), SIGSTACK_SIZE);
    }
}

/// The signal mask of a thread that becomes an M for a while.
pub struct SavedMask(libc::sigset_t);

impl SavedMask {
    /// Makes sure that the runtime's signals get through.
    pub fn block_nothing() -> SavedMask {
        // SAFETY: plain calls on local sets.
        unsafe {
            let mut set: libc::sigset_t = std::mem::zeroed();
            let mut old: libc::sigset_t = std::mem::zeroed();
            libc::sigemptyset(&mut set);
            libc::sigaddset(&mut set, libc::SIGURG);
            FAULTS.iter().for_each(|&s| _ = libc::sigaddset(&mut set, s));
            libc::pthread_sigmask(libc::SIG_UNBLOCK, &set, &mut old);
            SavedMask(old)
        }
    }

    /// Puts the former mask back.
    pub fn restore(self) {
        // SAFETY: the set came from the kernel.
        unsafe { libc::pthread_sigmask(libc::SIG_SETMASK, &self.0, null_mut()) };
    }
}

/// What a handler needs of the interrupted registers.
struct Regs<'a>(&'a mut libc::mcontext_t);

impl Regs<'_> {
    fn get(&self, reg: c_int) -> usize {
        self.0.gregs[reg as usize] as usize
    }

    fn set(&mut self, reg: c_int, value: usize) {
        self.0.gregs[reg as usize] = value as i64;
    }

    /// Goes on as if the interrupted instruction had called `target`.
    unsafe fn push_call(&mut self, target: usize) {
        let sp = self.get(libc::REG_RSP) - 8;
        // SAFETY: the interrupted code is compiled code, which has room for this below its stack pointer.
        unsafe { *(sp as *mut usize) = self.get(libc::REG_RIP) };
        self.set(libc::REG_RSP, sp);
        self.set(libc::REG_RIP, target);
    }
}

/// SIGURG: the scheduler wants the goroutine of this thread to stop.
extern "C" fn sigurg(_sig: c_int, _info: *mut siginfo_t, context: *mut c_void) {
    let mp = getm();
    if mp.is_null() {
        return;
    }
    // SAFETY: the M is this thread's; the kernel gave the context.
    unsafe {
        (*mp).signal_pending.store(false, Ordering::Release);
        let gp = (*mp).curg;
        if gp.is_null() {
            return (*mp).alarm.rang_in_vain();
        }
        let timer = (*mp).alarm.rang(mp);
        if timer {
            preempt::request(gp, (*mp).p);
        }
        if (*gp).preempt.load(Ordering::Relaxed) == 0 {
            return;
        }
        let mut regs = Regs(&mut (*context.cast::<ucontext_t>()).uc_mcontext);
        if !(*(*mp).sched).compiler.is_preemptible(regs.get(libc::REG_RIP)) || regs.get(libc::REG_R15) != gp as usize {
            if timer {
                (*mp).alarm.again(mp);
            }
            return;
        }
        let sigpanic = (*(*mp).sched).entry_point(EntryPoint::Sigpanic);
        if (*gp).interrupt.load(Ordering::Acquire) && sigpanic != 0 {
            regs.push_call(sigpanic); // takes the request back
            return;
        }
        (*mp).preemptgen.fetch_add(1, Ordering::Relaxed);
        regs.push_call(arch::async_preempt());
    }
}

/// A fault: in compiled code it becomes a panic; in a native that was given a nil pointer likewise; everything else ends the program.
extern "C" fn sigfault(sig: c_int, info: *mut siginfo_t, context: *mut c_void) {
    let mp = getm();
    // SAFETY: the kernel gave both.
    unsafe {
        let mut regs = Regs(&mut (*context.cast::<ucontext_t>()).uc_mcontext);
        if mp.is_null() || !redirect(mp, sig, &*info, &mut regs) {
            if !mp.is_null() && (*mp).dying.load(Ordering::Relaxed) == 0 && (*info).si_code > 0 && in_runtime(mp) {
                fatal_fault(mp, sig, &*info, &regs);
            }
            chain(sig, info, context);
        }
    }
}

/// The fault happened while a goroutine's native or the scheduler ran, not in some foreign code before the start.
unsafe fn in_runtime(mp: *mut M) -> bool {
    // SAFETY: the M is this thread's.
    unsafe { (*mp).g0_sp != 0 }
}

/// Makes the interrupted thread raise a panic; false when the fault is none of a goroutine's.
unsafe fn redirect(mp: *mut M, sig: c_int, info: &siginfo_t, regs: &mut Regs<'_>) -> bool {
    // SAFETY: the M is this thread's.
    unsafe {
        let sched = &*(*mp).sched;
        let gp = (*mp).curg;
        if gp.is_null() || (*gp).readgstatus() & !status::SCAN != status::RUNNING {
            return false;
        }
        let pc = regs.get(libc::REG_RIP);
        let addr = info.si_addr() as usize;
        let sigpanic = sched.entry_point(EntryPoint::Sigpanic);
        let note = || {
            (*gp).sig = sig as u16;
            (*gp).sigcode0 = info.si_code as u32;
            (*gp).sigaddr = addr;
            (*gp).sigpc = pc;
        };
        if sched.is_compiled_pc(pc) && regs.get(libc::REG_R15) == gp as usize && sigpanic != 0 {
            note();
            regs.push_call(sigpanic);
            return true;
        }
        // Rust on g0, given a nil pointer by compiled code and holding nothing that would be lost.
        if sig == libc::SIGSEGV && addr < NIL_PAGE && lock::held() == 0 && (*gp).sched_bp != 0 && !sched.is_compiled_pc(pc) {
            note();
            (*gp).sigpc = *((*gp).sched_bp as *const usize).add(1);
            regs.set(libc::REG_RSP, (*mp).g0_sp - 8);
            regs.set(libc::REG_RIP, raise_nil as *const () as usize);
            return true;
        }
        false
    }
}

/// Where a native that touched nil goes on, on a fresh g0.
extern "C" fn raise_nil() -> ! {
    panic::raise(PanicCode::NilDeref, 0, 0)
}

/// A fault that nobody can handle.
unsafe fn fatal_fault(mp: *mut M, sig: c_int, info: &siginfo_t, regs: &Regs<'_>) -> ! {
    // SAFETY: the M is this thread's.
    unsafe {
        let sched = &*(*mp).sched;
        sched.printf(format_args!("fatal error: unexpected signal during runtime execution\n"));
        let line = panic::signal_line(sig as u32, info.si_code as u32, info.si_addr() as usize, regs.get(libc::REG_RIP));
        sched.write_err(line.as_bytes());
        crate::throw::die(sched, crate::throw::Throwing::Runtime)
    }
}

/// Hands the signal to whoever was there before us.
unsafe fn chain(sig: c_int, info: *mut siginfo_t, context: *mut c_void) {
    // SAFETY: an action that sigaction gave us, called as it wants to be.
    unsafe {
        let i = FAULTS.iter().position(|&s| s == sig).unwrap_or(0);
        let old = OLD[i].load(Ordering::Acquire);
        if old.is_null() || (*old).sa_sigaction == libc::SIG_DFL || (*old).sa_sigaction == libc::SIG_IGN {
            libc::signal(sig, libc::SIG_DFL); // the instruction runs again and kills the process
        } else if (*old).sa_flags & libc::SA_SIGINFO != 0 {
            std::mem::transmute::<usize, Handler>((*old).sa_sigaction)(sig, info, context);
        } else {
            std::mem::transmute::<usize, extern "C" fn(c_int)>((*old).sa_sigaction)(sig);
        }
    }
}
