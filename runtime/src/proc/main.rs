//! Start-up and end of an instance: rt0 -> schedinit -> newproc(runtime.main) -> mstart; exit.

use std::ptr::null_mut;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use mgo_abi::native::EntryPoint;

use super::{idle, newproc, park, procresize, schedule, sysmon, thread};
use crate::g::{G, WaitReason};
use crate::m::{getm, setm};
use crate::sched::Sched;
use crate::signal;

/// How long the end of an instance waits for its threads.
pub(super) const EXIT_GRACE: Duration = Duration::from_millis(500);

/// How a program ended, when the process goes on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Exit {
    /// Exit code.
    pub code: i32,
    /// All threads have ended: the instance may be dropped. Otherwise it must be leaked.
    pub clean: bool,
}

/// Runs the program whose entry points have been set: the calling thread becomes the first M. With `exit_process` it does not return.
///
/// # Safety
/// The entry points are code that keeps the contract of `mgo_abi`; `sched` stays where it is; the thread is no M.
pub unsafe fn rt0(sched: &Sched) -> Exit {
    // SAFETY: the caller's promise; until mstart this is the only thread.
    unsafe {
        let mp = thread::allocm(sched);
        sched.m0.store(mp, Ordering::Release);
        sched.live_ms.store(1, Ordering::Release);
        setm(mp);
        sched.boot(format_args!("g0 and m0 linked"));
        sched.boot(format_args!("args: {} argument(s)", sched.config.args.len()));
        sched.boot(format_args!("osinit: ncpu={} pagesize={}", sched.ncpu, libc::sysconf(libc::_SC_PAGESIZE)));
        schedinit(sched);
        let main = Box::into_raw(Box::new(sched.entry_point(EntryPoint::RuntimeMain)));
        sched.main_funcval.store(main as usize, Ordering::Release);
        newproc::newproc_from(main.cast(), 0, 0);
        sched.boot(format_args!("newproc(runtime.main)"));
        sched.boot(format_args!("mstart: minit, signal handlers, schedule"));
        signal::install();
        crate::sigqueue::install(sched);
        let saved = signal::SavedMask::block_nothing();
        thread::mstart(mp);
        saved.restore();
        crate::sigqueue::forget(sched);
        drop(Box::from_raw(main));
        finish(sched)
    }
}

/// schedinit: what must be there before the first goroutine.
unsafe fn schedinit(sched: &Sched) {
    sched.boot(format_args!("schedinit: stack, random seed, debug variables"));
    let env = |name| std::env::var(name).ok();
    let (gogc, limit, debug) = (env("GOGC"), env("GOMEMLIMIT"), crate::debugvars::from_env());
    sched.heap.pacer.set_enabled(false); // until gcenable
    crate::gc::settings::apply(&sched.heap, gogc.as_deref(), limit.as_deref(), &debug);
    let procs = match sched.config.gomaxprocs {
        0 => crate::sched::gomaxprocs_from_env().unwrap_or(sched.ncpu),
        n => n as i32,
    };
    sched.boot(format_args!("schedinit: procresize({procs})"));
    // SAFETY: there is only this thread.
    let runnable = unsafe { procresize::procresize(sched, &mut sched.lock.lock(), procs) };
    if !runnable.is_null() {
        crate::throw::throw("unknown runnable goroutine during bootstrap");
    }
}

/// The first step of runtime.main: from here on threads may be started; sysmon is. While packages are initialised the goroutine is wired to this thread.
///
/// # Safety
/// From the main goroutine, on g0.
pub unsafe fn mainstart(gp: *mut G) {
    // SAFETY: the caller's promise.
    unsafe {
        let mp = getm();
        let sched = &*(*mp).sched;
        sched.main_started.store(true, Ordering::Release);
        if mp != sched.m0.load(Ordering::Acquire) || (*gp).goid != 1 {
            crate::throw::throw("runtime.main not on m0");
        }
        if sched.clock.nanotime() == 0 {
            crate::throw::throw("nanotime returning zero");
        }
        sched.boot(format_args!("runtime.main: main_started, sysmon"));
        sched.lock.lock().nmsys += 1;
        thread::newm(sched, null_mut(), false, Some(sysmon::sysmon));
        thread::lock_os_thread(gp);
    }
}

/// Ends the program with `code`: with `exit_process` at once, else all threads leave and `rt0` returns. What it gives is what the Park native returns.
///
/// # Safety
/// On g0 of an M.
pub unsafe fn exit(code: i32) -> *mut G {
    // SAFETY: the caller's promise.
    unsafe {
        let mp = getm();
        let sched = &*(*mp).sched;
        sched.trace.finish(sched);
        if sched.config.exit_process {
            libc::_exit(code);
        }
        begin_exit(sched, code);
        (*mp).g0
    }
}

/// The same from where nothing can be returned, as a fatal error: this thread sleeps for ever unless the process ends.
pub fn exit_now(sched: &Sched, code: i32) -> ! {
    sched.trace.finish(sched);
    if sched.config.exit_process {
        // SAFETY: no precondition.
        unsafe { libc::_exit(code) }
    }
    begin_exit(sched, code);
    leave()
}

/// Ends this thread, whose instance ends, from the middle of a native.
pub(super) fn leave() -> ! {
    let mp = getm();
    if mp.is_null() {
        loop {
            std::thread::park();
        }
    }
    // SAFETY: the M is this thread's; g0 was published by `enter`, and what lies above it on this stack is abandoned. sysmon, which has no `enter`, only sleeps.
    unsafe {
        if (*(*mp).g0).sched_sp == 0 {
            loop {
                std::thread::park();
            }
        }
        crate::lock::forget_held();
        let g0 = (*mp).g0;
        let resume = *((*g0).sched_sp as *const usize);
        crate::arch::jump(&crate::arch::Context { g: g0, pc: resume, sp: (*g0).sched_sp + 8, bp: 0, args: [0; 3] })
    }
}

/// Makes all threads leave.
fn begin_exit(sched: &Sched, code: i32) {
    if sched.exiting.load(Ordering::Acquire) {
        return; // the first one counts
    }
    sched.exit_code.store(code, Ordering::Release);
    let mut sleepers = Vec::new();
    {
        let mut l = sched.lock.lock();
        sched.exiting.store(true, Ordering::SeqCst);
        sched.gcwaiting.store(true, Ordering::SeqCst);
        loop {
            let mp = idle::mget(&mut l);
            if mp.is_null() {
                break;
            }
            sleepers.push(mp);
        }
        for mp in sched.ms() {
            // SAFETY: Ms are never freed; `blocked` is under the lock.
            unsafe {
                if (*mp).blocked {
                    (*mp).blocked = false;
                    sleepers.push(mp);
                }
            }
        }
        for pp in sched.procs() {
            // SAFETY: Ps are never freed; `stopped_in_place` is under the lock, and its M waits for the world to start.
            unsafe {
                if std::mem::replace(&mut (*pp).stopped_in_place, false) {
                    sleepers.push((*pp).m);
                }
            }
        }
    }
    for mp in sleepers {
        // SAFETY: an M taken from the list sleeps until it is signalled; its `nextp` is null.
        unsafe { (*mp).park.wakeup() };
    }
    schedule::wake_sleeper(sched);
    thread::wake_sysmon(sched);
    crate::preempt::preemptall(sched);
}

/// The first thread has left: waits for the others.
fn finish(sched: &Sched) -> Exit {
    let end = Instant::now() + EXIT_GRACE;
    while sched.live_ms.load(Ordering::Acquire) != 0 && Instant::now() < end {
        crate::preempt::preemptall(sched);
        sched.clock.usleep(50);
    }
    Exit { code: sched.exit_code.load(Ordering::Acquire), clean: sched.live_ms.load(Ordering::Acquire) == 0 }
}

/// The packages have been initialised; tells whether main.main is to run.
///
/// # Safety
/// From the main goroutine, on g0.
pub unsafe fn maininitdone(sched: &Sched, gp: *mut G) -> bool {
    // SAFETY: the caller's promise; `mainstart` has locked.
    unsafe { thread::unlock_os_thread(gp) };
    sched.main_init_done.store(true, Ordering::Release);
    sched.boot(format_args!("runtime.main: main_init_done"));
    true
}

/// Blocks for ever while a fatal error is printed, or about to be; else goes on (null).
///
/// # Safety
/// From a Park native of `gp`.
pub unsafe fn park_if_panicking(gp: *mut G) -> *mut G {
    // SAFETY: the caller's promise.
    unsafe {
        let sched = &*(*getm()).sched;
        if sched.panicking.load(Ordering::Acquire) == 0 && sched.doomed.load(Ordering::Acquire) == 0 {
            return null_mut();
        }
        park::gopark(gp, None, null_mut(), WaitReason::PanicWait)
    }
}

/// The number of processors that the instance may use.
pub fn num_cpu(sched: &Sched) -> i32 {
    sched.ncpu
}

/// `runtime.GOMAXPROCS`: sets the number of Ps and gives the former one; `n` < 1 only asks.
///
/// # Safety
/// On g0 of an M that holds a P and no runtime locks.
pub unsafe fn gomaxprocs(n: i32) -> i32 {
    // SAFETY: the caller's promise.
    unsafe {
        let sched = &*(*getm()).sched;
        let old = match sched.newprocs.load(Ordering::Acquire) {
            0 => sched.gomaxprocs.load(Ordering::Acquire),
            soon => soon,
        };
        if n < 1 || n == old {
            return old;
        }
        super::stw::stop_the_world();
        sched.newprocs.store(n.min(crate::sched::MAX_PROCS as i32), Ordering::Relaxed);
        super::stw::start_the_world();
        old
    }
}

impl Drop for Sched {
    fn drop(&mut self) {
        // SAFETY: an instance is dropped when all its threads have ended, or before it started.
        unsafe {
            for gp in self.allgs.lock().drain(..) {
                crate::stack::free_save_buf((*(gp as *mut G)).save_buf);
            }
            for p in self.allp.iter() {
                let pp = p.load(Ordering::Acquire);
                if !pp.is_null() {
                    drop(Box::from_raw(pp));
                }
            }
            let mut mp = self.allm.load(Ordering::Acquire);
            while !mp.is_null() {
                let next = (*mp).alllink;
                crate::stack::free_save_buf((*mp).spare_save_buf);
                drop(Box::from_raw((*mp).g0));
                drop(Box::from_raw(mp));
                mp = next;
            }
        }
    }
}
