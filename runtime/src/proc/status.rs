//! The status machine of goroutines.
//!
//! Only the owner of a goroutine changes its status. While the collector takes stacks one by one (`Sched::scanning`, which flips with the world
//! stopped) the scan bit may be set by others, so a change waits until it is clear; otherwise a plain store is enough.

use std::sync::atomic::Ordering;

use crate::g::{G, status};
use crate::m::getm;

/// Changes the status from `old` to `new`; any other status throws.
///
/// # Safety
/// `gp` is a G; the caller owns it; the thread is an M.
#[inline]
pub unsafe fn casgstatus(gp: *mut G, old: u32, new: u32) {
    // SAFETY: the caller's promise.
    unsafe {
        let word = &(*gp).atomicstatus;
        if (*(*getm()).sched).scanning.load(Ordering::Relaxed) {
            casgstatus_slow(gp, old, new);
        } else if word.load(Ordering::Relaxed) == old {
            word.store(new, Ordering::Release);
        } else {
            bad_status(gp, old, new);
        }
    }
}

/// The same for a goroutine that others may change at the same time: always a compare-and-swap; false when the status is not `old`.
///
/// # Safety
/// `gp` is a G.
pub unsafe fn casgstatus_any(gp: *mut G, old: u32, new: u32) -> bool {
    // SAFETY: Gs are never freed.
    unsafe { (*gp).atomicstatus.compare_exchange(old, new, Ordering::AcqRel, Ordering::Relaxed).is_ok() }
}

#[cold]
unsafe fn casgstatus_slow(gp: *mut G, old: u32, new: u32) {
    // SAFETY: as casgstatus.
    unsafe {
        while let Err(now) = (*gp).atomicstatus.compare_exchange_weak(old, new, Ordering::AcqRel, Ordering::Relaxed) {
            if now & !status::SCAN != old {
                bad_status(gp, old, new);
            }
            std::hint::spin_loop(); // a scan of one stack is short
        }
    }
}

#[cold]
unsafe fn bad_status(gp: *mut G, old: u32, new: u32) -> ! {
    // SAFETY: as casgstatus.
    unsafe {
        let now = (*gp).readgstatus();
        let (goid, sched) = ((*gp).goid, &*(*getm()).sched);
        let (n, o, w) = (status::name(now), status::name(old), status::name(new));
        sched.printf(format_args!("runtime: casgstatus: goroutine {goid} is {n} ({now:#x}), not {o}, and cannot become {w}\n"));
    }
    crate::throw::throw("casgstatus: bad incoming values")
}
