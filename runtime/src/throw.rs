//! Fatal errors: a report, the stacks, exit status 2. They cannot be recovered.

use std::fmt::Write as _;
use std::sync::atomic::Ordering;

use crate::g::G;
use crate::m::getm;
use crate::proc::{main, stw};
use crate::sched::Sched;
use crate::traceback;

/// Whose fault a fatal error is: decides how much the traceback shows.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Throwing {
    /// A panic.
    None,
    /// The program's: deadlock, concurrent map writes.
    User,
    /// A broken invariant of the runtime.
    Runtime,
}

/// `fatal error: text`: an invariant of the runtime is broken. From any thread.
#[cold]
pub fn throw(text: &str) -> ! {
    report(text, Throwing::Runtime)
}

/// `fatal error: text`: the program is at fault.
#[cold]
pub fn fatal(text: &str) -> ! {
    report(text, Throwing::User)
}

/// The allocator for Rust has no memory left: a report that needs none.
#[cold]
pub fn no_memory() -> ! {
    const TEXT: &[u8] = b"fatal error: runtime: cannot allocate memory\n";
    let mp = getm();
    // SAFETY: the M is this thread's; the text is valid for its length; nothing is left to be done but to end.
    unsafe {
        let stderr = if mp.is_null() { libc::STDERR_FILENO } else { (*(*mp).sched).config.stderr };
        libc::write(stderr, TEXT.as_ptr().cast(), TEXT.len());
        libc::_exit(2)
    }
}

fn report(text: &str, throwing: Throwing) -> ! {
    let mp = getm();
    if mp.is_null() {
        eprintln!("fatal error: {text}");
        // SAFETY: no precondition. There is no instance whose stacks could be shown.
        unsafe { libc::_exit(2) }
    }
    // SAFETY: the M is this thread's.
    let sched = unsafe { &*(*mp).sched };
    let text = text.replace('\n', "\n\t"); // so that it cannot be mistaken for a traceback
    sched.printf(format_args!("fatal error: {text}\n"));
    die(sched, throwing)
}

/// The rest of a fatal error, after its text.
pub(crate) fn die(sched: &Sched, throwing: Throwing) -> ! {
    startpanic_m(sched);
    dopanic_m(sched, throwing)
}

/// Prepares a report: takes the right to print, stops the others.
pub(crate) fn startpanic_m(sched: &Sched) {
    // SAFETY: callers run on an M.
    let dying = unsafe { &(*getm()).dying };
    match dying.load(Ordering::Relaxed) {
        0 => {
            dying.store(1, Ordering::Relaxed);
            sched.panicking.fetch_add(1, Ordering::AcqRel);
            sched.paniclk.lock();
            stw::freeze_the_world(sched);
        }
        1 => {
            dying.store(2, Ordering::Relaxed);
            sched.printf(format_args!("panic during panic\n"));
        }
        _ => {
            sched.printf(format_args!("stack trace unavailable\n"));
            // SAFETY: no precondition.
            unsafe { libc::_exit(4) }
        }
    }
}

/// Prints the stacks and ends the program with status 2.
pub(crate) fn dopanic_m(sched: &Sched, throwing: Throwing) -> ! {
    // SAFETY: callers run on an M; other goroutines have been stopped as far as possible.
    unsafe {
        let gp: *mut G = (*getm()).curg;
        let level = sched.limits.traceback();
        if level.level > 0 {
            let mut out = String::new();
            if !gp.is_null() {
                out.write_char('\n').unwrap_or_default();
                traceback::goroutine(sched, gp, throwing, &mut out);
            }
            if level.all || sched.traceback_all.load(Ordering::Acquire) || throwing >= Throwing::User || gp.is_null() {
                traceback::others(sched, gp, throwing, &mut out);
            }
            sched.write_err(out.as_bytes());
        }
    }
    sched.paniclk.unlock();
    if sched.panicking.fetch_sub(1, Ordering::AcqRel) != 1 {
        // Another thread prints too, and exits when it is done.
        loop {
            std::thread::park();
        }
    }
    if sched.limits.traceback().crash {
        // SAFETY: no precondition.
        unsafe { libc::abort() }
    }
    main::exit_now(sched, 2)
}
