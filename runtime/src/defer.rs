//! Deferred calls: a list per goroutine, newest first; each record names the frame that deferred it. Compiled code links and unlinks records in
//! frames itself, with the help of asm where that is not plain (`arch/x86_64_defer.rs`).
//!
//! Invariant: records of younger frames come before those of older ones. A record is unlinked before its function is called.

use mgo_abi::layouts::DeferRecord;

use crate::g::G;
use crate::m::getg;

/// Bit of [`DeferRecord::flags`]: the record was made by [`deferproc`].
pub(crate) const ON_HEAP: usize = 1;

/// A `defer` that may run many times in its frame (in a loop), or in the body of a range over a function, whose frame is that of the loop: a builtin.
///
/// # Safety
/// From compiled code through systemstack. A frame other than the caller's has deferred something before.
pub unsafe extern "C" fn deferproc(func: *mut u8, frame: usize) {
    // SAFETY: the caller's promise; the builtin's own frame has its caller's below its return address.
    unsafe {
        let gp = getg();
        let record = Box::into_raw(Box::new(DeferRecord { link: (*gp).defer, func, frame, flags: ON_HEAP }));
        (*gp).defer = record;
        let own = *((*gp).sched_bp as *const usize);
        if frame != own {
            sink(gp, record);
        }
    }
}

/// Moves the newest record behind those of the frames younger than its own.
unsafe fn sink(gp: *mut G, record: *mut DeferRecord) {
    // SAFETY: the list's records are alive.
    unsafe {
        let mut last = record;
        let mut at = (*record).link;
        while !at.is_null() && (*at).frame != (*record).frame {
            last = at;
            at = (*at).link;
        }
        if at.is_null() || last == record {
            return;
        }
        (*gp).defer = (*record).link;
        (*record).link = at;
        (*last).link = record;
    }
}

/// Unlinks the newest record and gives its function.
///
/// # Safety
/// The list is not empty and the goroutine is the current one.
pub(crate) unsafe fn pop(gp: *mut G) -> *mut u8 {
    // SAFETY: the caller's promise.
    unsafe {
        let d = (*gp).defer;
        let func = (*d).func;
        (*gp).defer = (*d).link;
        if (*d).flags & ON_HEAP != 0 {
            drop(Box::from_raw(d));
        }
        func
    }
}

/// The functions of all deferred calls of a goroutine: roots of the collector, for records of [`deferproc`] lie outside its heap.
///
/// # Safety
/// The goroutine does not run.
pub unsafe fn for_each_func(gp: *const G, mut visit: impl FnMut(*mut u8)) {
    // SAFETY: the caller's promise.
    unsafe {
        let mut d = (*gp).defer;
        while !d.is_null() {
            visit((*d).func);
            d = (*d).link;
        }
    }
}
