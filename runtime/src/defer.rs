//! Deferred calls: a list per goroutine, newest first; each record names the frame that deferred it.
//!
//! Invariant: records of younger frames come before those of older ones. A record is unlinked before its function is called.

use mgo_abi::builtins::PanicCode;
use mgo_abi::layouts::DeferRecord;

use crate::g::G;
use crate::m::getg;
use crate::panic;

/// Bit of [`DeferRecord::flags`]: the record was made by [`deferproc`].
const ON_HEAP: usize = 1;

/// Return address of the builtin that is being called.
unsafe fn caller_pc(gp: *const G) -> usize {
    // SAFETY: systemstack has published the frame.
    unsafe { *((*gp).sched_bp as *const usize).add(1) }
}

unsafe fn link(gp: *mut G, record: *mut DeferRecord, func: *mut u8, frame: usize, flags: usize) {
    // SAFETY: the record is fresh and the goroutine's.
    unsafe {
        record.write(DeferRecord { link: (*gp).defer, func, frame, pc: caller_pc(gp), flags });
        (*gp).defer = record;
    }
}

/// A `defer` whose record lies in the frame: a builtin.
///
/// # Safety
/// From compiled code through systemstack.
pub unsafe extern "C" fn deferprocstack(record: *mut DeferRecord, func: *mut u8, frame: usize) {
    // SAFETY: the caller's promise.
    unsafe { link(getg(), record, func, frame, 0) }
}

/// A `defer` that may run many times in its frame (in a loop): a builtin.
///
/// # Safety
/// From compiled code through systemstack.
pub unsafe extern "C" fn deferproc(func: *mut u8, frame: usize) {
    let record = Box::into_raw(Box::<DeferRecord>::new_uninit()).cast();
    // SAFETY: the caller's promise.
    unsafe { link(getg(), record, func, frame, ON_HEAP) }
}

/// At the end of a function: gives the next funcval that the frame deferred, unlinked, or null. A builtin.
///
/// # Safety
/// From compiled code through systemstack.
pub unsafe extern "C" fn deferreturn(frame: usize) -> *mut u8 {
    // SAFETY: the caller's promise.
    unsafe {
        let gp = getg();
        let d = (*gp).defer;
        if d.is_null() || (*d).frame != frame {
            return std::ptr::null_mut();
        }
        let func = pop(gp);
        if func.is_null() {
            panic::raise(PanicCode::NilDeref, 0, 0); // the call of a nil function
        }
        func
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
