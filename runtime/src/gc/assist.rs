//! Assists: while marking, who allocates faster than the pacer's schedule marks a little first.
//!
//! Work comes in pieces (an object, a chunk of a large one), so an assist may do more than it owes: what it did beyond is the goroutine's credit
//! (`G::gc_assist_bytes`) for its next allocations.

use super::worker::stop_marking;
use super::{phase, step};
use crate::m::getm;
use crate::mem::heap::Heap;
use crate::trace::{self, Kind};

/// The calling goroutine is about to allocate `bytes`.
///
/// # Safety
/// On g0 of an M with a P and without locks; marking is on.
pub unsafe fn assist(heap: &Heap, bytes: usize) {
    // SAFETY: the caller's.
    unsafe {
        let mp = getm();
        let sched = &*(*mp).sched;
        if heap.cycle.pool.has_work() {
            let stress = heap.pacer.stress();
            let mut owed = if stress { bytes } else { heap.pacer.assist_work(heap.cycle.work(), bytes) };
            if owed == 0 {
                return;
            }
            if let Some(gp) = (*mp).curg.as_mut() {
                let credit = gp.gc_assist_bytes.clamp(0, owed as i64);
                gp.gc_assist_bytes -= credit;
                owed -= credit as usize;
            }
            if owed != 0 {
                let since = sched.clock.nanotime();
                let pp = (*mp).p;
                let done = step(heap, owed, || stop_marking(sched, pp));
                if let Some(gp) = (*mp).curg.as_mut() {
                    gp.gc_assist_bytes += done.saturating_sub(owed) as i64;
                }
                let took = sched.clock.nanotime() - since;
                heap.cycle.times.assisted(took);
                trace::emit(sched, Kind::GcAssist, std::ptr::null_mut(), took as u64, 0);
            }
        }
        if heap.cycle.pool.is_done() {
            phase::try_finish(heap);
        }
    }
}
