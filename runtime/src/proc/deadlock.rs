//! Deadlock detection: nobody runs, nobody can ever run.

use std::sync::atomic::Ordering;

use crate::g::{G, WaitReason, status};
use crate::p::P;
use crate::sched::{Locked, Sched};

/// Called under the lock whenever an M goes idle: true when all goroutines are asleep for ever.
pub(super) fn checkdead(sched: &Sched, l: &Locked) -> bool {
    if !sched.main_started.load(Ordering::Relaxed) || sched.panicking.load(Ordering::Acquire) > 0 || sched.exiting.load(Ordering::Acquire) {
        return false;
    }
    let run = l.mnext - l.nmfreed - i64::from(l.nmidle + l.nmidlelocked + l.nmsys);
    if run > 0 {
        return false;
    }
    if run < 0 {
        sched.printf(format_args!(
            "runtime: checkdead: nmidle={} nmidlelocked={} mcount={} nmsys={}\n",
            l.nmidle,
            l.nmidlelocked,
            l.mnext - l.nmfreed,
            l.nmsys
        ));
        crate::throw::throw("checkdead: inconsistent counts");
    }
    let mut runnable = false;
    sched.for_each_g(|gp| {
        // SAFETY: Gs are never freed.
        let st = unsafe { (*gp).readgstatus() & !status::SCAN };
        runnable |= matches!(st, status::RUNNABLE | status::RUNNING | status::SYSCALL);
    });
    // A goroutine that is just being queued, or a timer that will fire: not dead. Whoever queues wakes a thread.
    !runnable && !timers_pending(sched)
}

/// Whether a timer will fire some time.
fn timers_pending(sched: &Sched) -> bool {
    // SAFETY: Ps are never freed.
    sched.procs().chain(sched.retired_procs()).any(|pp| unsafe { (*pp).timers.next_when() != 0 })
}

/// Whether all goroutines but those that `except` accepts wait for what only another goroutine could do: a deadlock as seen by an observer that
/// runs itself, inside the instance or outside.
pub fn all_asleep(sched: &Sched, except: impl Fn(&G) -> bool) -> bool {
    // Two looks with no switch between them: a waker that parks during the first leaves somebody runnable for the second.
    let switches = || {
        // SAFETY: Ps are never freed.
        let of = |pp: *mut P| unsafe { (*pp).schedtick.load(Ordering::Acquire).wrapping_add((*pp).inherited.load(Ordering::Acquire)) };
        sched.procs().map(of).fold(0, u32::wrapping_add)
    };
    let before = switches();
    let asleep = || {
        let mut asleep = true;
        sched.for_each_g(|gp| {
            // SAFETY: Gs are never freed; a wait reason that is a moment old is caught by the second look.
            let gp = unsafe { &*gp };
            asleep &= except(gp)
                || match gp.readgstatus() & !status::SCAN {
                    status::WAITING => gp.system || needs_goroutine(gp.waitreason),
                    status::DEAD | status::IDLE => true,
                    _ => false,
                };
        });
        asleep && !timers_pending(sched)
    };
    asleep() && asleep() && switches() == before
}

/// Whether only another goroutine can end a wait for this reason.
fn needs_goroutine(reason: WaitReason) -> bool {
    use WaitReason::*;
    matches!(
        reason,
        ChanReceiveNilChan
            | ChanSendNilChan
            | SelectNoCases
            | Select
            | ChanReceive
            | ChanSend
            | Semacquire
            | SyncCondWait
            | SyncMutexLock
            | SyncRWMutexRLock
            | SyncRWMutexLock
            | SyncWaitGroupWait
            | PanicWait
    )
}

/// Reports the deadlock and ends the program.
pub(super) fn report(sched: &Sched) -> ! {
    let mut users = 0;
    sched.for_each_g(|gp| {
        // SAFETY: Gs are never freed.
        unsafe { users += u32::from(!matches!((*gp).readgstatus(), status::DEAD | status::IDLE) && !(*gp).system) };
    });
    if users == 0 {
        crate::throw::fatal("no goroutines (main called runtime.Goexit) - deadlock!");
    }
    crate::throw::fatal("all goroutines are asleep - deadlock!")
}
