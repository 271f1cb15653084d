//! What the runtime is doing, seen from outside: `:why`, `:sched`, the stack of a goroutine.

use super::session::Session;
use mgo_runtime::chan::Hchan;
use mgo_runtime::g::{G, WaitReason, status};
use mgo_runtime::p::pstatus;
use mgo_runtime::sched::Sched;
use mgo_runtime::session::find;
use mgo_runtime::throw::Throwing;
use std::fmt::Write;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

/// The stack of a goroutine that waits, up to the session's own frames.
pub fn stack(sched: &Sched, goid: u64) -> String {
    let mut out = String::new();
    if let Some(gp) = find(sched, goid) {
        // SAFETY: Gs are never freed; the caller has seen that it waits.
        unsafe { mgo_runtime::traceback::goroutine(sched, gp, Throwing::None, &mut out) };
    }
    let end = out.find("\ninternal/repl.").map_or(out.len(), |at| at + 1);
    out.truncate(end);
    out
}

/// How long goroutines on their way to where they wait are waited for.
const SETTLE: Duration = Duration::from_millis(100);

/// Waits a moment for the program to come to rest: what an input has woken is shown where it waits next.
pub fn settle(sched: &Sched) {
    let end = Instant::now() + SETTLE;
    while !(with_status(sched, status::RUNNABLE).is_empty() && with_status(sched, status::RUNNING).is_empty()) && Instant::now() < end {
        std::thread::sleep(Duration::from_millis(1));
    }
}

/// The program's goroutines that wait.
pub fn waiting(sched: &Sched) -> Vec<u64> {
    with_status(sched, status::WAITING)
}

/// Numbers of the program's goroutines with this status.
fn with_status(sched: &Sched, wanted: u32) -> Vec<u64> {
    let mut found = Vec::new();
    sched.for_each_g(|gp| {
        // SAFETY: Gs are never freed.
        unsafe {
            if (*gp).readgstatus() & !status::SCAN == wanted && (*gp).goid != 1 && !(*gp).system {
                found.push((*gp).goid);
            }
        }
    });
    found.sort_unstable();
    found
}

/// What a goroutine waits for, and who could wake it.
pub fn why(session: &Session, goid: u64) -> String {
    let sched = session.sched();
    let Some(gp) = find(sched, goid) else { return format!("no goroutine {goid}\n") };
    // SAFETY: Gs are never freed; what is read of one that runs on meanwhile is a moment old.
    unsafe {
        let st = (*gp).readgstatus() & !status::SCAN;
        if st != status::WAITING {
            return format!("goroutine {goid} does not wait: it is {}\n", status::name(st));
        }
        let reason = (*gp).waitreason;
        let mut out = format!("goroutine {goid} waits: {}\n", reason.text());
        match reason {
            WaitReason::ChanReceive | WaitReason::ChanSend | WaitReason::Select => {
                let mut sg = (*gp).waiting;
                while !sg.is_null() {
                    channel(session, gp, (*sg).c as usize, &mut out);
                    sg = (*sg).waitlink;
                }
            }
            WaitReason::ChanReceiveNilChan | WaitReason::ChanSendNilChan | WaitReason::SelectNoCases => {
                out.push_str("  nobody can ever wake it\n");
            }
            WaitReason::Sleep => out.push_str("  a timer will wake it\n"),
            WaitReason::IOWait => out.push_str("  the network poller will wake it\n"),
            _ => out.push_str("  the goroutine that unlocks, signals or finishes will wake it\n"),
        }
        out
    }
}

/// A channel that `gp` waits on: how full it is, and who has it at hand.
unsafe fn channel(session: &Session, gp: *mut G, c: usize, out: &mut String) {
    // SAFETY: the caller's goroutine waits on the channel, which keeps it alive.
    let (len, cap, closed) = unsafe {
        let c = &*(c as *const Hchan);
        (c.count(), c.dataqsiz, c.is_closed())
    };
    let _ = write!(out, "  on a channel with {len} of {cap}{}", if closed { ", closed" } else { "" });
    let names = session.variables_at(c);
    if !names.is_empty() {
        let _ = write!(out, ": {}", names.join(", "));
    }
    out.push('\n');
    let mut holders = Vec::new();
    session.sched().for_each_g(|other| {
        // SAFETY: Gs are never freed.
        unsafe {
            let st = (*other).readgstatus() & !status::SCAN;
            if other != gp && (*other).goid != 1 && !(*other).system && !matches!(st, status::DEAD | status::IDLE) && refers(other, c) {
                holders.push((*other).goid);
            }
        }
    });
    holders.sort_unstable();
    match (&holders[..], &names[..]) {
        ([], []) => out.push_str("  no goroutine and no variable refers to it: nothing seen here can wake it\n"),
        ([], _) => out.push_str("  no other goroutine refers to it; you can reach it\n"),
        (holders, _) => {
            let list: Vec<String> = holders.iter().map(u64::to_string).collect();
            let _ = writeln!(out, "  found on the stacks of goroutines: {}", list.join(", "));
        }
    }
}

/// Whether the stack of a goroutine that does not run holds this word.
unsafe fn refers(gp: *mut G, word: usize) -> bool {
    // SAFETY: from the published stack pointer to the end of its segment the stack is mapped; a goroutine that has gone on meanwhile gives old words.
    unsafe {
        let (sp, hi) = ((*gp).sched_sp, (*gp).stack_hi);
        if (*gp).readgstatus() & !status::SCAN == status::RUNNING || sp < (*gp).stack_lo || sp >= hi {
            return false;
        }
        (sp & !7..hi).step_by(8).any(|at| std::ptr::read_volatile(at as *const usize) == word)
    }
}

/// Threads and processors now.
pub fn scheduler(sched: &Sched) -> String {
    let mut out = String::new();
    for pp in sched.procs() {
        // SAFETY: Ps, Ms and Gs are never freed; the picture is a moment old.
        unsafe {
            let st = match (*pp).status.load(Ordering::Acquire) {
                pstatus::IDLE => "idle",
                pstatus::RUNNING => "running",
                pstatus::SYSCALL => "in a system call",
                pstatus::GCSTOP => "stopped",
                _ => "not in use",
            };
            let mp = std::ptr::read_volatile(&raw const (*pp).m);
            let _ = write!(out, "P{}: {st}", (*pp).id);
            if !mp.is_null() {
                let _ = write!(out, ", held by M{}", (*mp).id);
            }
            let _ = writeln!(out, ", {} rounds", (*pp).schedtick.load(Ordering::Relaxed));
        }
    }
    for mp in sched.ms() {
        // SAFETY: as above.
        unsafe {
            let gp = std::ptr::read_volatile(&raw const (*mp).curg);
            let what = if gp.is_null() { "idle or looking for work".to_owned() } else { format!("runs goroutine {}", (*gp).goid) };
            let _ = writeln!(out, "M{}: thread {}, {what}", (*mp).id, (*mp).tid.load(Ordering::Relaxed));
        }
    }
    let _ = writeln!(out, "global run queue: {}", sched.runqsize());
    out
}
