//! The roots: from where everything that lives is reached. All are scanned conservatively.
//!
//! Three kinds, by when they are scanned:
//! - at once, with the world stopped at the start of a cycle ([`immediate`]): the instance, its Ms and Ps, the g0 frames of threads that stopped inside
//!   a native, and the stacks of the goroutines on whose behalf they run it, for these go on without passing the scheduler; a deep one is left to
//!   its thread, which scans it when the world has started and before the native goes on ([`scan_own`]);
//! - while the program runs, by markers ([`later`]): package variables and running timers, which are changed under the barrier, and parked goroutines;
//! - before it runs ([`may_run`]): each goroutine that the scheduler picks and no marker has come to yet. A deep stack is scanned in pieces, by whoever
//!   comes to it; until the last of them the goroutine queues up again.
//!
//! So no goroutine ever runs with a stack that was not scanned in the cycle: whatever it holds is marked, born marked, or protected by the barrier.
//! Of a goroutine its live stack extents, its G, save buffer, deferred calls and the sudogs it waits on are scanned.

use std::ptr::{self, from_ref};
use std::sync::atomic::Ordering;

use mgo_abi::layouts::SAVE_BUF_SIZE;

use super::mark::{Range, Roots};
use super::omit::{Omit, omitted};
use super::{Cycle, barrier, worker};
use crate::g::{G, G_SIZE, status};
use crate::m::M;
use crate::mem::WORD;
use crate::mem::alloc::in_pieces;
use crate::mem::heap::Heap;
use crate::mem::mcache::MCache;
use crate::p::P;
use crate::proc::spin;
use crate::profile::labels;
use crate::sched::Sched;
use crate::sudog::Sudog;
use crate::{arch, stack};

/// A stack of more bytes than that in use is not scanned with the world stopped: some tens of microseconds.
const DEEP: usize = 256 << 10;
/// Bytes of a goroutine's stack that are scanned in one go: whoever wants to run or wake it waits so long at most.
const PIECE: usize = 64 << 10;

fn of<T>(x: &T) -> Range {
    (from_ref(x) as usize, from_ref(x) as usize + size_of::<T>())
}

/// All Ps that ever ran.
pub fn procs(sched: &Sched) -> impl Iterator<Item = *mut P> {
    sched.allp.iter().map(|p| p.load(Ordering::Acquire)).take_while(|p| !p.is_null())
}

/// The caches of all Ps that ever ran.
pub fn caches(sched: &Sched) -> Vec<*mut MCache> {
    // SAFETY: Ps are never freed.
    procs(sched).map(|p| unsafe { &raw mut (*p).mcache }).collect()
}

/// What must be scanned before the world starts, in cycle `number`. `here` is the lowest live word on the g0 of `me`, the stopper.
///
/// # Safety
/// The world is stopped.
pub unsafe fn immediate(sched: &Sched, number: u32, me: *mut M, here: usize) -> Vec<Range> {
    let mut roots = vec![of(sched), labels::roots()];
    let cycle = &sched.heap.cycle;
    let deep = match (cycle.stop_the_world.load(Ordering::Relaxed), sched.heap.pacer.stress()) {
        (true, _) => usize::MAX,
        (false, true) => 0, // tests come this way
        _ => DEEP,
    };
    // SAFETY: the world is stopped; Gs, Ms and Ps are never freed.
    unsafe {
        for mp in sched.ms() {
            roots.push(of(&*mp));
            let low = if mp == me { here } else { (*mp).g0_scan_sp.load(Ordering::Acquire) as usize };
            if low == 0 {
                continue;
            }
            if !omitted(cycle, Omit::Natives0) {
                roots.push((low, (*mp).g0_sp));
            }
            if let Some(gp) = (*mp).curg.as_ref() {
                if depth(gp) > deep {
                    cycle.pool.hold();
                    continue;
                }
                cycle.scanned_stack(goroutine(gp, |what| omitted(cycle, what), |r| roots.push(r)));
                gp.gcscan.store(number, Ordering::Relaxed);
            }
        }
        // The caches are no roots.
        roots.extend(procs(sched).map(|pp| (&raw const (*pp).id as usize, pp.add(1) as usize)));
    }
    roots
}

/// Bytes of a goroutine's stack that are in use.
unsafe fn depth(gp: &G) -> usize {
    let mut bytes = 0;
    // SAFETY: the caller's goroutine has published its context.
    unsafe { stack::extents(gp, |e| bytes += e.hi - e.lo) };
    bytes
}

/// The calling thread is inside a native and goes on after the world was stopped: scans the stack of its goroutine first if [`immediate`] has left that to
/// it, in pieces, between which the world may stop again.
///
/// # Safety
/// On g0 of an M with a P and without locks, inside a native that has published its goroutine's context.
pub unsafe fn scan_own(mp: *mut M) {
    // SAFETY: the caller's; the instance lives as long as its Ms.
    unsafe {
        let heap = &*(*(*mp).sched).heap;
        let Some(gp) = (*mp).curg.as_ref().filter(|_| barrier::enabled(heap)) else { return };
        let cycle = &heap.cycle;
        if gp.gcscan.swap(cycle.number(), Ordering::Relaxed) == cycle.number() {
            return;
        }
        let mut ranges = Vec::new();
        cycle.scanned_stack(goroutine(gp, |what| omitted(cycle, what), |r| ranges.push(r)));
        for (lo, hi) in ranges {
            in_pieces(hi - lo, |at, len| cycle.scan_range(heap, (lo + at, lo + at + len)));
        }
        cycle.pool.release();
        spin::wakep(&*(*mp).sched);
    }
}

/// What markers scan while the program runs.
pub fn later(sched: &Sched) -> Roots {
    let mut roots = Roots::default();
    let cycle = &sched.heap.cycle;
    if !omitted(cycle, Omit::Globals) {
        cycle.root_ranges.lock().iter().for_each(|&r| roots.range(r));
    }
    if !omitted(cycle, Omit::Timers) {
        procs(sched).for_each(|pp| roots.timers(pp));
    }
    roots.goroutines(sched);
    roots
}

/// Roots outside of stacks, which hold no words of the past: to check a cycle.
pub fn precise(sched: &Sched) -> Vec<Range> {
    let mut roots = sched.heap.cycle.root_ranges.lock().clone();
    // SAFETY: with the world stopped nobody changes the timers.
    roots.extend(procs(sched).map(|pp| unsafe { (*pp).timers.root_range() }));
    roots
}

/// All roots at once, nothing omitted, to check a cycle that marks with the world stopped.
///
/// # Safety
/// As [`immediate`].
pub unsafe fn all(sched: &Sched, me: *mut M, here: usize) -> Vec<Range> {
    // SAFETY: the caller's.
    unsafe {
        let mut roots = immediate(sched, sched.heap.cycle.number(), me, here);
        roots.extend(sched.heap.cycle.root_ranges.lock().iter());
        sched.for_each_g(|gp| _ = goroutine(&*gp, |_| false, |r| roots.push(r)));
        for mp in sched.ms() {
            let low = if mp == me { here } else { (*mp).g0_scan_sp.load(Ordering::Acquire) as usize };
            if low != 0 {
                roots.push((low, (*mp).g0_sp));
            }
        }
        roots.extend(procs(sched).map(|pp| (*pp).timers.root_range()));
        roots
    }
}

/// The ranges of a goroutine that stands still; gives the bytes of its stack.
unsafe fn goroutine(gp: &G, omitted: impl Fn(Omit) -> bool, mut visit: impl FnMut(Range)) -> usize {
    let mut bytes = 0;
    // SAFETY: a goroutine that does not run has published its context; links of its lists are read once, for its waker may take the sudogs meanwhile,
    // which are only freed after the world was stopped.
    unsafe {
        if matches!(gp.readgstatus() & !status::SCAN, status::DEAD | status::IDLE) {
            return 0;
        }
        visit((from_ref(gp) as usize, from_ref(gp) as usize + G_SIZE));
        let mut current = true;
        stack::extents(gp, |e| {
            bytes += e.hi - e.lo;
            let what = if std::mem::replace(&mut current, false) { Omit::Stacks } else { Omit::Segments };
            if !omitted(what) {
                visit((e.lo, e.hi));
            }
        });
        // Only where it was interrupted are its registers there; else they are those of an earlier interruption.
        if !gp.save_buf.is_null() && *(gp.sched_sp as *const usize) == arch::async_resume() && !omitted(Omit::Registers) {
            visit((gp.save_buf as usize, gp.save_buf as usize + SAVE_BUF_SIZE));
        }
        let mut d = gp.defer;
        while !d.is_null() && !omitted(Omit::Defers) {
            visit(of(&*d));
            d = (*d).link;
        }
        let mut sg: *mut Sudog = ptr::read_volatile(&raw const gp.waiting);
        while !sg.is_null() {
            visit((sg as usize, sg.add(1) as usize));
            sg = ptr::read_volatile(&raw const (*sg).waitlink);
        }
    }
    bytes
}

/// Scans a goroutine that stands still and is the caller's, or goes on where the last piece ended; whether nothing is left of it.
unsafe fn scan_piece(cycle: &Cycle, gp: *mut G, mut visit: impl FnMut(Range)) -> bool {
    // SAFETY: the caller's. The current segment is the only one that can be deep: the others are those of the lower tiers.
    unsafe {
        let number = cycle.number();
        if (*gp).gcscan.swap(number, Ordering::Relaxed) == number {
            let (at, end) = ((*gp).gcscan_at, (*gp).stack_hi);
            if at != 0 {
                let rest = at + PIECE.min(end - at);
                visit((at, rest));
                (*gp).gcscan_at = if rest < end { rest } else { 0 };
            }
        } else {
            let mut rest = 0;
            let bytes = goroutine(
                &*gp,
                |what| omitted(cycle, what),
                |(lo, hi)| {
                    visit((lo, hi.min(lo + PIECE)));
                    if hi - lo > PIECE {
                        debug_assert!(rest == 0 && hi == (*gp).stack_hi);
                        rest = lo + PIECE;
                    }
                },
            );
            cycle.scanned_stack(bytes);
            (*gp).gcscan_at = rest;
        }
        (*gp).gcscan_at == 0
    }
}

/// Scans a goroutine, or a piece of it, for a marker, which takes it with the scan bit; whether there is more of it to scan. One that runs was scanned
/// before, one that is about to run will be.
///
/// # Safety
/// `gp` is a G of the instance; marking is on.
pub unsafe fn scan_parked(gp: *mut G, visit: impl FnMut(Range)) -> bool {
    // SAFETY: Gs are never freed; the scan bit keeps the goroutine from running.
    unsafe {
        let g = &*gp;
        loop {
            let st = g.atomicstatus.load(Ordering::Acquire);
            if matches!(st & !status::SCAN, status::DEAD | status::IDLE | status::RUNNING) || st & status::SCAN != 0 {
                return false;
            }
            if g.atomicstatus.compare_exchange_weak(st, st | status::SCAN, Ordering::AcqRel, Ordering::Relaxed).is_err() {
                continue;
            }
            let done = scan_piece(&(*(*crate::m::getm()).sched).heap.cycle, gp, visit);
            g.atomicstatus.store(st, Ordering::Release);
            return !done;
        }
    }
}

/// Scans a goroutine that the calling thread is about to run, if the collector marks and no marker has scanned it yet. False when it cannot run before more
/// of its stack has been scanned: the collector knows, and the caller has to queue it again.
///
/// # Safety
/// `gp` is the caller's and has not run since it was taken; the thread's M holds `pp`.
#[inline]
pub unsafe fn may_run(sched: &Sched, pp: *mut P, gp: *mut G) -> bool {
    // SAFETY: the caller's.
    !worker::is_marking(sched) || unsafe { scan_before_run(&sched.heap, &raw mut (*pp).mcache, gp) }
}

#[cold]
unsafe fn scan_before_run(heap: &Heap, mc: *mut MCache, gp: *mut G) -> bool {
    // SAFETY: the caller's.
    unsafe {
        let done = scan_piece(&heap.cycle, gp, |(lo, hi)| {
            for at in (lo.next_multiple_of(WORD)..hi.saturating_sub(WORD - 1)).step_by(WORD) {
                let word = ptr::read_volatile(at as *const usize);
                if heap.contains(word) {
                    barrier::shade(mc, word);
                }
            }
        });
        if !done {
            let mut rest = Roots::default();
            rest.goroutine(gp);
            heap.cycle.pool.put(rest.into_items());
        }
        done
    }
}

/// The registers that C functions keep for their callers: on g0, so that the collector finds them.
#[inline(always)]
pub fn callee_saved() -> [usize; 6] {
    let mut regs = [0usize; 6];
    #[cfg(target_arch = "x86_64")]
    // SAFETY: stores registers into the array.
    unsafe {
        std::arch::asm!(
            "mov [{r}], rbx",
            "mov [{r}+8], rbp",
            "mov [{r}+16], r12",
            "mov [{r}+24], r13",
            "mov [{r}+32], r14",
            "mov [{r}+40], r15",
            r = in(reg) regs.as_mut_ptr(),
            options(nostack, preserves_flags),
        );
    }
    regs
}
