//! Operations that never wait: `select` with one case and `default`, and what the runtime itself sends.

use std::ptr::null_mut;

use mgo_abi::builtins::PanicCode;

use super::super::panic::raise;
use super::super::sudog::Sudog;
use super::super::sync::atomic::Ordering;
use super::super::timer;
use super::{Hchan, Tried, complete, try_recv, try_send};

/// `select { case c <- *ep: … default: … }`: whether it was sent.
///
/// # Safety
/// As for [`super::rt_chansend1`], through `systemstack`.
pub unsafe extern "C" fn rt_selectnbsend(c: *mut Hchan, ep: *mut u8) -> u8 {
    // SAFETY: as for `rt_chansend1`.
    unsafe {
        if c.is_null() {
            return 0;
        }
        let c = &mut *c;
        // Without the lock: an open channel that cannot take a value now. A wrong "closed" is sorted out under the lock.
        if !c.is_closed() && if c.dataqsiz == 0 { c.recvq.is_empty() } else { c.count() == c.dataqsiz } {
            return 0;
        }
        c.lock.lock_with_p();
        let tried = try_send(c, ep);
        c.lock.unlock();
        match tried {
            Tried::Done(sg) => {
                complete(sg);
                1
            }
            Tried::Closed => raise(PanicCode::SendClosed, 0, 0),
            Tried::Blocked => 0,
        }
    }
}

/// `select { case *ep, ok = <-c: … default: … }`: 0 would block, 1 closed, 3 received.
///
/// # Safety
/// As for [`super::rt_chanrecv2`], through `systemstack`.
pub unsafe extern "C" fn rt_selectnbrecv(c: *mut Hchan, ep: *mut u8) -> u8 {
    // SAFETY: as for `rt_chansend1`.
    unsafe {
        if c.is_null() {
            return 0;
        }
        let c = &mut *c;
        if !c.timer.is_null() {
            timer::before_receive(c.timer);
        }
        // Without the lock: nothing there, and then still open, so it was empty and open at one time.
        let empty = if c.dataqsiz == 0 { c.sendq.is_empty() } else { c.qcount.load(Ordering::Acquire) == 0 };
        if empty && c.closed.load(Ordering::Acquire) == 0 {
            return 0;
        }
        c.lock.lock_with_p();
        let tried = try_recv(c, ep);
        c.lock.unlock();
        match tried {
            Tried::Done(sg) => {
                complete(sg);
                3
            }
            Tried::Closed => 1,
            Tried::Blocked => 0,
        }
    }
}

/// Sends from the runtime itself when that need not wait; the receiver it gives (or null) is to be [`complete`]d once all locks are released.
///
/// # Safety
/// `c` is valid and never closed, `ep` holds an element. The calling thread holds a P.
pub(crate) unsafe fn send_if_room(c: *mut Hchan, ep: *const u8) -> *mut Sudog {
    // SAFETY: the caller's promise.
    unsafe {
        let c = &mut *c;
        c.lock.lock_with_p();
        let tried = try_send(c, ep);
        c.lock.unlock();
        if let Tried::Done(sg) = tried { sg } else { null_mut() }
    }
}

/// Empties the buffer; whether there was anything in it.
///
/// # Safety
/// `c` is valid; no sender waits on it.
pub(crate) unsafe fn drain(c: *mut Hchan) -> bool {
    // SAFETY: the caller's promise.
    unsafe {
        let c = &mut *c;
        c.lock.lock_with_p();
        let n = c.count();
        c.set_count(0);
        c.recvx = c.sendx;
        c.lock.unlock();
        n > 0
    }
}
