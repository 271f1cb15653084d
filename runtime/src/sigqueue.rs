//! Signals of the process: those that the program asked for (package os/signal), and SIGQUIT, which prints all goroutines and ends the program.
//!
//! A handler runs on whatever thread the kernel chose, in the middle of anything. So it only notes the signal in a word and signals a descriptor or
//! wakes sysmon; a goroutine, or sysmon, does the rest. After Go's `sigqueue.go`.

use std::ptr::null_mut;
use std::sync::atomic::{AtomicBool, AtomicI32, AtomicI64, AtomicPtr, AtomicU64, AtomicUsize, Ordering::SeqCst};

use libc::{c_int, c_void, siginfo_t, ucontext_t};

use crate::m::getm;
use crate::natives::natives;
use crate::sched::Sched;
use crate::throw::{self, Throwing};

/// Signals that a program may have delivered: all but those that the runtime needs itself, and those that nobody can catch.
const TAKEN: [c_int; 6] = [libc::SIGKILL, libc::SIGSTOP, libc::SIGSEGV, libc::SIGBUS, libc::SIGFPE, libc::SIGURG];

/// The instance that the process's signals are for.
static INSTANCE: AtomicPtr<Sched> = AtomicPtr::new(null_mut());
/// Delivered signals that nobody has taken yet: bit n - 1 for signal n.
static PENDING: AtomicU64 = AtomicU64::new(0);
/// Signals that the program wants.
static WANTED: AtomicU64 = AtomicU64::new(0);
/// The eventfd that tells of pending signals; -1 before the program has asked for any.
static EVENT: AtomicI32 = AtomicI32::new(-1);

/// What is known of the SIGQUIT that is to end the program.
struct Quit {
    asked: AtomicBool,
    pc: AtomicUsize,
    m: AtomicI64,
    code: AtomicI32,
}

static QUIT: Quit = Quit { asked: AtomicBool::new(false), pc: AtomicUsize::new(0), m: AtomicI64::new(0), code: AtomicI32::new(0) };

/// The bit of a signal; 0 when the program cannot have it.
fn bit(sig: u32) -> u64 {
    if (1..=64).contains(&sig) && !TAKEN.contains(&(sig as c_int)) { 1 << (sig - 1) } else { 0 }
}

/// The process's signals are for this instance from here on.
pub fn install(sched: &Sched) {
    INSTANCE.store(std::ptr::from_ref(sched).cast_mut(), SeqCst);
    if sched.config.exit_process {
        set_handler(libc::SIGQUIT as u32);
    }
}

/// They are nobody's any more.
pub fn forget(sched: &Sched) {
    let _ = INSTANCE.compare_exchange(std::ptr::from_ref(sched).cast_mut(), null_mut(), SeqCst, SeqCst);
}

fn set_handler(sig: u32) {
    // SAFETY: the handler keeps to what handlers may do.
    unsafe { crate::signal::set_action(sig as c_int, delivered, null_mut()) };
}

fn set_default(sig: u32, action: usize) {
    // SAFETY: a plain call; SIG_DFL or SIG_IGN.
    unsafe { libc::signal(sig as c_int, action) };
}

/// The handler.
extern "C" fn delivered(sig: c_int, info: *mut siginfo_t, context: *mut c_void) {
    // SAFETY: errno of this thread, put back below.
    let errno = unsafe { *libc::__errno_location() };
    if WANTED.load(SeqCst) & bit(sig as u32) != 0 {
        PENDING.fetch_or(bit(sig as u32), SeqCst);
        let one = 1u64;
        // SAFETY: writes 8 bytes of a local.
        unsafe { libc::write(EVENT.load(SeqCst), (&raw const one).cast(), 8) };
    } else if sig == libc::SIGQUIT {
        let sched = INSTANCE.load(SeqCst);
        if !sched.is_null() && !QUIT.asked.load(SeqCst) {
            let mp = getm();
            // SAFETY: the kernel gave info and context; the M is this thread's; the instance lives while it is registered.
            unsafe {
                QUIT.pc.store((*context.cast::<ucontext_t>()).uc_mcontext.gregs[libc::REG_RIP as usize] as usize, SeqCst);
                QUIT.m.store(if mp.is_null() { 0 } else { (*mp).id }, SeqCst);
                QUIT.code.store((*info).si_code, SeqCst);
                QUIT.asked.store(true, SeqCst);
                crate::proc::thread::wake_sysmon(&*sched);
            }
        }
    }
    // SAFETY: as above.
    unsafe { *libc::__errno_location() = errno };
}

/// A SIGQUIT has come that is to end the program.
pub fn quit_is_asked() -> bool {
    QUIT.asked.load(SeqCst)
}

/// sysmon looks here: a SIGQUIT that nobody wants ends the program with all goroutines printed.
pub fn quit_if_asked(sched: &Sched) {
    if !QUIT.asked.load(SeqCst) || !std::ptr::eq(INSTANCE.load(SeqCst), sched) {
        return;
    }
    let (pc, m, code) = (QUIT.pc.load(SeqCst), QUIT.m.load(SeqCst), QUIT.code.load(SeqCst));
    sched.printf(format_args!("SIGQUIT: quit\nPC={pc:#x} m={m} sigcode={code}\n"));
    throw::die(sched, Throwing::User)
}

/// The descriptor that becomes readable when signals are pending.
fn event() -> i32 {
    if EVENT.load(SeqCst) < 0 {
        // SAFETY: a plain call.
        let fd = unsafe { libc::eventfd(0, libc::EFD_CLOEXEC | libc::EFD_NONBLOCK) };
        if fd < 0 {
            throw::throw("runtime: cannot make an eventfd for signals");
        }
        if EVENT.compare_exchange(-1, fd, SeqCst, SeqCst).is_err() {
            // SAFETY: ours; another thread was faster.
            unsafe { libc::close(fd) };
        }
    }
    EVENT.load(SeqCst)
}

/// The program wants a signal.
fn enable(sig: u32) {
    event();
    if bit(sig) != 0 {
        WANTED.fetch_or(bit(sig), SeqCst);
        set_handler(sig);
    }
}

/// It does not want it any more: what the system does by itself, or the runtime's own report.
fn disable(sig: u32) {
    if bit(sig) == 0 {
        return;
    }
    WANTED.fetch_and(!bit(sig), SeqCst);
    if sig == libc::SIGQUIT as u32 {
        set_handler(sig);
    } else {
        // A broken pipe or connection is an error of the write, which os turns into the signal for the standard streams.
        set_default(sig, if sig == libc::SIGPIPE as u32 { libc::SIG_IGN } else { libc::SIG_DFL });
    }
}

/// It wants it dropped.
fn ignore(sig: u32) {
    if bit(sig) != 0 {
        WANTED.fetch_and(!bit(sig), SeqCst);
        set_default(sig, libc::SIG_IGN);
    }
}

fn ignored(sig: u32) -> bool {
    if bit(sig) == 0 {
        return false;
    }
    // SAFETY: asks for the action only.
    unsafe {
        let mut sa: libc::sigaction = std::mem::zeroed();
        libc::sigaction(sig as c_int, std::ptr::null(), &mut sa) == 0 && sa.sa_sigaction == libc::SIG_IGN
    }
}

/// Takes a pending signal; 0 when there is none.
fn take() -> u32 {
    let mut pending = PENDING.load(SeqCst);
    while pending != 0 {
        let lowest = pending & pending.wrapping_neg();
        match PENDING.compare_exchange(pending, pending & !lowest, SeqCst, SeqCst) {
            Ok(_) => return lowest.trailing_zeros() + 1,
            Err(now) => pending = now,
        }
    }
    0
}

natives! {
    System "os/signal.signalEvent" () -> (fd: isize) |gp| { (event() as isize,) }
    System "os/signal.signalEnable" (sig: u32) -> () |gp| { enable(sig) }
    System "os/signal.signalDisable" (sig: u32) -> () |gp| { disable(sig) }
    System "os/signal.signalIgnore" (sig: u32) -> () |gp| { ignore(sig) }
    System "os/signal.signalIgnored" (sig: u32) -> (ignored: bool) |gp| { (ignored(sig),) }
    System "os/signal.signalTake" () -> (sig: u32) |gp| { (take(),) }
}
