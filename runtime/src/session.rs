//! A living instance that a host hands functions to, one after the other: what an interactive session stands on.
//!
//! The instance's main goroutine waits in a system call for the next request, so it is no part of deadlocks, and runs each function in a goroutine of
//! its own. A function may be interrupted: a running one raises a panic at the next signal, a parked one is taken out of what it waits in and
//! raises it there, one in a system call is signalled out of that and raises it when it comes back. A panic that nobody recovers ends its goroutine,
//! not the process; so does a stack that is full.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use mgo_abi::native::EntryPoint;

use crate::g::{G, WaitReason, status};
use crate::m::getm;
use crate::netpoll::PollDesc;
use crate::panic::Panic;
use crate::proc::{deadlock, goready, stw};
use crate::sched::Sched;
use crate::throw::Throwing;
use crate::{preempt, select, sema, signal, timer, traceback};

/// What the main goroutine is to do next.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Request {
    /// Start the function with this funcval.
    Run(usize),
    /// Take the goroutine of the current function out of what it waits in.
    Interrupt,
}

#[derive(Debug, Default)]
struct State {
    requests: VecDeque<Request>,
    /// The function handed in last has not ended.
    busy: bool,
    /// Number of its goroutine; 0 before it has started.
    goid: u64,
}

/// The session of an instance.
#[derive(Debug, Default)]
pub struct Session {
    on: AtomicBool,
    state: Mutex<State>,
    changed: Condvar,
}

/// How a wait for a function ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Wait {
    /// The function has ended.
    Ended,
    /// It runs, or waits for something that may happen.
    Busy,
    /// It waits, and so does everybody else: for ever.
    Deadlock,
}

impl Session {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// From here on a panic ends its goroutine only.
    pub fn begin(&self) {
        self.on.store(true, Ordering::Release);
        signal::set_kick();
    }

    /// Whether a panic ends its goroutine only.
    pub fn is_on(&self) -> bool {
        self.on.load(Ordering::Acquire)
    }

    /// Hands in a function; the one before has ended or was given up.
    pub fn submit(&self, funcval: usize) {
        let mut state = self.lock();
        state.busy = true;
        state.goid = 0;
        state.requests.push_back(Request::Run(funcval));
        self.changed.notify_all();
    }

    /// Waits at most `patience` for the function's end.
    pub fn wait(&self, sched: &Sched, patience: Duration) -> Wait {
        let state = self.lock();
        let (state, _) = self.changed.wait_timeout_while(state, patience, |s| s.busy).unwrap_or_else(PoisonError::into_inner);
        let goid = state.goid;
        if !state.busy {
            return Wait::Ended;
        }
        drop(state);
        if goid == 0 {
            return Wait::Busy;
        }
        match find(sched, goid) {
            // It has called Goexit.
            None => Wait::Ended,
            Some(_) if deadlock::all_asleep(sched, |g| g.goid == 1) => Wait::Deadlock,
            Some(_) => Wait::Busy,
        }
    }

    /// Asks the function's goroutine to panic, wherever it is; to be repeated until it has ended.
    pub fn interrupt(&self, sched: &Sched) {
        let mut state = self.lock();
        if !state.busy || state.goid == 0 {
            return;
        }
        let Some(gp) = find(sched, state.goid) else { return };
        // SAFETY: Gs are never freed.
        let st = unsafe { (*gp).readgstatus() } & !status::SCAN;
        if st == status::WAITING {
            if !state.requests.contains(&Request::Interrupt) {
                state.requests.push_back(Request::Interrupt);
                self.changed.notify_all();
            }
            return;
        }
        // SAFETY: as above; Ms are never freed either, and a thread that has left the system call meanwhile takes the signal for nothing.
        unsafe {
            (*gp).interrupt.store(true, Ordering::Release);
            let mp = (&raw const (*gp).m).read_volatile();
            if st == status::SYSCALL && !mp.is_null() {
                signal::kick((*mp).tid.load(Ordering::Acquire));
            }
        }
        drop(state);
        preempt::preemptall(sched);
    }

    /// Gives the function up: its goroutine goes on as any other.
    pub fn give_up(&self) {
        let mut state = self.lock();
        state.busy = false;
        state.goid = 0;
    }

    /// Number of the goroutine that runs the function.
    pub fn goid(&self) -> u64 {
        self.lock().goid
    }

    /// Notes that a goroutine has ended its work.
    unsafe fn ended(&self, gp: *mut G) {
        let mut state = self.lock();
        // SAFETY: gp is the calling goroutine. An interrupt that came too late is not for whoever has this G next.
        unsafe {
            if state.goid == (*gp).goid {
                state.busy = false;
                self.changed.notify_all();
            }
            (*gp).interrupt.store(false, Ordering::Release);
        }
    }
}

/// The living goroutine with this number.
pub fn find(sched: &Sched, goid: u64) -> Option<*mut G> {
    let mut found = None;
    sched.for_each_g(|gp| {
        // SAFETY: Gs are never freed.
        let (number, st) = unsafe { ((*gp).goid, (*gp).readgstatus() & !status::SCAN) };
        if number == goid && !matches!(st, status::DEAD | status::IDLE) {
            found = Some(gp);
        }
    });
    found
}

/// `internal/repl.next`: waits for a request; a null function is an interrupt.
///
/// # Safety
/// From compiled code, between entersyscall and exitsyscall.
pub(crate) unsafe extern "C" fn next(frame: *mut usize) {
    // SAFETY: the frame holds one result; the thread is an M.
    unsafe {
        let session = &(*(*getm()).sched).session;
        let mut state = session.lock();
        let request = loop {
            match state.requests.pop_front() {
                Some(request) => break request,
                None => state = session.changed.wait(state).unwrap_or_else(PoisonError::into_inner),
            }
        };
        *frame = match request {
            Request::Run(funcval) => funcval,
            Request::Interrupt => 0,
        };
    }
}

/// The current goroutine runs the function handed in last.
pub(crate) unsafe fn started(sched: &Sched, gp: *mut G) {
    // SAFETY: gp is the calling goroutine.
    sched.session.lock().goid = unsafe { (*gp).goid };
}

/// The function has returned.
pub(crate) unsafe fn returned(sched: &Sched, gp: *mut G) {
    // SAFETY: gp is the calling goroutine.
    unsafe { sched.session.ended(gp) };
}

/// Takes the function's goroutine out of what it waits in and makes it raise the interrupt.
///
/// # Safety
/// On g0 of an M that holds a P and no runtime locks.
pub(crate) unsafe fn interrupt_parked(sched: &Sched) {
    // SAFETY: with the world stopped nobody holds the lock of a channel or semaphore, and a goroutine that waits goes on waiting.
    unsafe {
        stw::stop_the_world();
        let goid = sched.session.lock().goid;
        if let Some(gp) = find(sched, goid).filter(|&gp| (*gp).readgstatus() & !status::SCAN == status::WAITING)
            && let Some(how) = withdraw(sched, gp)
        {
            (*gp).interrupt.store(true, Ordering::Release);
            if how == Withdrawn::Silently {
                raise_when_resumed(sched, gp);
            }
            goready(gp);
        }
        stw::start_the_world();
    }
}

/// The goroutine raises the interrupt when it is resumed.
///
/// # Safety
/// It is stopped in `parkcall`.
unsafe fn raise_when_resumed(sched: &Sched, gp: *mut G) {
    // SAFETY: the caller's promise.
    unsafe {
        (*gp).scratch = sched.entry_point(EntryPoint::Sigpanic);
        *((*gp).sched_sp as *mut usize) = crate::arch::park_raise();
    }
}

/// A system call of the goroutine has ended: when it was interrupted, the goroutine raises that instead of looking at the result. It has to be
/// resumed then, also where it could just go on.
///
/// # Safety
/// On g0 of the M that runs `gp`, whose context is saved.
pub(crate) unsafe fn interrupted_in_syscall(gp: *mut G) -> bool {
    // SAFETY: the caller's promise.
    unsafe {
        let interrupted = (*gp).interrupt.load(Ordering::Acquire);
        if interrupted {
            raise_when_resumed(&*(*(*gp).m).sched, gp);
        }
        interrupted
    }
}

/// Whether the goroutine of this thread is to leave the system call that it is in: natives that repeat a call ask before they do.
pub fn leaves_syscall() -> bool {
    let mp = getm();
    // SAFETY: the thread's own M, and the goroutine that it runs.
    !mp.is_null() && unsafe { !(*mp).curg.is_null() && (*(*mp).curg).interrupt.load(Ordering::Acquire) }
}

/// How a goroutine was taken out of what it waited in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Withdrawn {
    /// It has to be made to raise the interrupt.
    Silently,
    /// It was told, and raises the interrupt itself.
    Told,
}

/// Takes a waiting goroutine out of the queues it is in; `None` where that cannot be done.
unsafe fn withdraw(sched: &Sched, gp: *mut G) -> Option<Withdrawn> {
    use WaitReason::*;
    // SAFETY: the caller has stopped the world.
    unsafe {
        let done = match (*gp).waitreason {
            ChanReceive | ChanSend | Select => {
                select::withdraw(gp);
                true
            }
            ChanReceiveNilChan | ChanSendNilChan | SelectNoCases => true,
            Sleep => timer::withdraw(gp),
            SyncMutexLock | SyncRWMutexRLock | SyncRWMutexLock | SyncWaitGroupWait | Semacquire => sema::withdraw(&sched.semas, gp),
            SyncCondWait => {
                sema::withdraw_notified(gp);
                return Some(Withdrawn::Told);
            }
            IOWait => PollDesc::forget_waiter(&sched.netpoll, gp),
            _ => false,
        };
        done.then_some(Withdrawn::Silently)
    }
}

/// Whether the panic of this goroutine is an interrupt; asked once for each.
pub(crate) unsafe fn take_interrupt(gp: *mut G) -> bool {
    // SAFETY: gp is the calling goroutine.
    unsafe { (*gp).interrupt.swap(false, Ordering::AcqRel) }
}

/// The rest of a panic that nobody has recovered, or of a stack overflow: prints the goroutine's stack up to the session's own frames, unless it was interrupted; the goroutine
/// ends after it.
///
/// # Safety
/// From gopanic through a native, when all deferred calls have run; or on g0 for a goroutine that will not run again.
pub(crate) unsafe fn panicked(sched: &Sched, gp: *mut G, interrupted: bool) {
    // SAFETY: the caller's promise.
    unsafe {
        sched.doomed.fetch_sub(1, Ordering::AcqRel);
        let mut p = (*gp).panic.cast::<Panic>();
        while !p.is_null() {
            if !(*p).goexit {
                sched.running_panic_defers.fetch_sub(1, Ordering::AcqRel);
            }
            p = (*p).link;
        }
        if !interrupted {
            let mut out = String::new();
            if (*gp).sig != 0 {
                out.push_str(&crate::panic::signal_line((*gp).sig.into(), (*gp).sigcode0, (*gp).sigaddr, (*gp).sigpc));
            }
            out.push('\n');
            traceback::goroutine(sched, gp, Throwing::None, &mut out);
            let end = out.find("\ninternal/repl.").map_or(out.len(), |at| at + 1);
            sched.write_err(&out.as_bytes()[..end]);
        }
        sched.session.ended(gp);
    }
}
