//! `schedtrace=MS` and `scheddetail=1`: the state of the scheduler, in the lines that Go prints (`schedtrace` of its `proc.go`).

use std::fmt::Write as _;
use std::sync::atomic::Ordering;

use crate::g::G;
use crate::m::M;
use crate::p::P;
use crate::sched::Sched;

/// A number, or `nil`.
fn or_nil(n: Option<impl ToString>) -> String {
    n.map_or_else(|| "nil".into(), |n| n.to_string())
}

/// The line `SCHED …`, and with `detailed` one line for each P, M and G. What it reads changes meanwhile.
pub fn schedtrace(sched: &Sched, detailed: bool) -> String {
    let mut out = String::new();
    let ms = (sched.clock.nanotime() - sched.start_time) / 1_000_000;
    let l = sched.lock.lock();
    let _ = write!(
        out,
        "SCHED {ms}ms: gomaxprocs={} idleprocs={} threads={} spinningthreads={} needspinning=0 idlethreads={} runqueue={}",
        sched.gomaxprocs.load(Ordering::Relaxed),
        sched.idlers.npidle(),
        l.mnext - l.nmfreed,
        sched.idlers.nmspinning(),
        l.nmidle,
        sched.runqsize(),
    );
    if detailed {
        let _ = writeln!(
            out,
            " gcwaiting={} nmidlelocked={} stopwait={} sysmonwait={}",
            sched.gcwaiting.load(Ordering::Relaxed),
            l.nmidlelocked,
            l.stopwait,
            sched.sysmonwait.load(Ordering::Relaxed),
        );
        // SAFETY: Ps, Ms and Gs are never freed while threads run; a field read here may be a moment old.
        unsafe {
            sched.procs().for_each(|pp| detail_p(pp, &mut out));
            sched.ms().for_each(|mp| detail_m(mp, &mut out));
            drop(l); // making goroutines takes the locks in the other order
            sched.for_each_g(|gp| detail_g(gp, &mut out));
        }
        return out;
    }
    drop(l);
    let each = |f: fn(*mut P) -> u32| sched.procs().map(|pp| f(pp).to_string() + " ").collect::<String>();
    // SAFETY: as above.
    let queued = each(|pp| unsafe { (*pp).runq.len() } as u32);
    // SAFETY: as above.
    let ticks = each(|pp| unsafe { (*pp).schedtick.load(Ordering::Relaxed) });
    let _ = writeln!(out, " [ {queued}] schedticks=[ {ticks}]");
    out
}

unsafe fn detail_p(pp: *mut P, out: &mut String) {
    // SAFETY: as the caller says.
    unsafe {
        let mp = std::ptr::read_volatile(&raw const (*pp).m);
        let _ = writeln!(
            out,
            "  P{}: status={} schedtick={} syscalltick={} m={} runqsize={} gfreecnt={} timerslen={}",
            (*pp).id,
            (*pp).status.load(Ordering::Relaxed),
            (*pp).schedtick.load(Ordering::Relaxed),
            (*pp).syscalltick.load(Ordering::Relaxed),
            or_nil((!mp.is_null()).then(|| (*mp).id)),
            (*pp).runq.len(),
            (*pp).gfree.n + (*pp).gfree_full.n,
            (*pp).timers.len(),
        );
    }
}

unsafe fn detail_m(mp: *mut M, out: &mut String) {
    // SAFETY: as the caller says.
    unsafe {
        let pp = std::ptr::read_volatile(&raw const (*mp).p);
        let curg = std::ptr::read_volatile(&raw const (*mp).curg);
        let lockedg = std::ptr::read_volatile(&raw const (*mp).lockedg);
        let _ = writeln!(
            out,
            "  M{}: p={} curg={} mallocing=0 throwing=0 preemptoff= locks=0 dying={} spinning={} blocked={} lockedg={}",
            (*mp).id,
            or_nil((!pp.is_null()).then(|| (*pp).id)),
            or_nil((!curg.is_null()).then(|| (*curg).goid)),
            (*mp).dying.load(Ordering::Relaxed),
            (*mp).spinning,
            (*mp).blocked,
            or_nil((!lockedg.is_null()).then(|| (*lockedg).goid)),
        );
    }
}

unsafe fn detail_g(gp: *mut G, out: &mut String) {
    // SAFETY: as the caller says.
    unsafe {
        let mp = std::ptr::read_volatile(&raw const (*gp).m);
        let lockedm = std::ptr::read_volatile(&raw const (*gp).lockedm);
        let _ = writeln!(
            out,
            "  G{}: status={}({}) m={} lockedm={}",
            (*gp).goid,
            (*gp).readgstatus(),
            (*gp).waitreason.text(),
            or_nil((!mp.is_null()).then(|| (*mp).id)),
            or_nil((!lockedm.is_null()).then(|| (*lockedm).id)),
        );
    }
}
