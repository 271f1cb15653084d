//! Deadlock detection: nobody runs, nobody can ever run.

use std::sync::atomic::Ordering;

use crate::g::status;
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
    // SAFETY: Ps are never freed.
    let timers = sched.procs().chain(sched.retired_procs()).any(|pp| unsafe { (*pp).timers.next_when() != 0 });
    !runnable && !timers
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
