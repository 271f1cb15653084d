//! Channels, after Go's `runtime/chan.go`.
//!
//! Invariants: at least one of `sendq` and `recvq` is empty (but for one goroutine selecting on both). With a buffer: `qcount > 0` means `recvq` is
//! empty, `qcount < dataqsiz` means `sendq` is. Values are handed from stack to stack where a goroutine waits. All fields are guarded by `lock`;
//! `qcount` and `closed` may also be looked at without it.
//!
//! A Park function gives null when the goroutine goes on at once, else the goroutine to run instead.
//! A park never comes back into Rust: whoever wakes a goroutine has finished its operation, and left the result in `G.param`.

mod nonblocking;

use std::ptr::null_mut;

use mgo_abi::builtins::PanicCode;
use mgo_abi::typedesc::TypeDesc;

use super::g::{G, WaitReason};
use super::gc::omit::Omit;
use super::lock::RawLock;
use super::mem;
use super::panic::{raise, raise_on_resume};
use super::proc::{gopark, goready};
use super::select;
use super::slice::rt_newarray;
use super::sudog::{Sudog, Waitq, acquire_sudog, release_sudog};
use super::sync::atomic::{AtomicU32, AtomicUsize, Ordering};
use super::sync::{Step, left_out};
use super::timer;
pub(crate) use nonblocking::{drain, send_if_room};
pub use nonblocking::{rt_selectnbrecv, rt_selectnbsend};

/// A channel. The first two words are [`mgo_abi::layouts::hchan`].
#[repr(C)]
pub struct Hchan {
    /// Values in the buffer.
    pub qcount: AtomicUsize,
    /// What `cap` gives: [`Self::dataqsiz`], but 0 for a timer's channel, which shows itself as unbuffered.
    pub cap: usize,
    /// Places in the buffer.
    pub dataqsiz: usize,
    /// The buffer.
    pub buf: *mut u8,
    /// Bytes of an element.
    pub elemsize: usize,
    /// Type of an element.
    pub elemtype: *const TypeDesc,
    /// 1 once closed.
    pub closed: AtomicU32,
    /// Guards everything.
    pub lock: RawLock,
    /// Next place to send to.
    pub sendx: usize,
    /// Next place to receive from.
    pub recvx: usize,
    /// Waiting receivers.
    pub recvq: Waitq,
    /// Waiting senders.
    pub sendq: Waitq,
    /// The timer that feeds this channel, or null.
    pub timer: *mut timer::Timer,
}

/// Largest allocation a channel buffer may be, bytes.
const MAX_ALLOC: usize = 1 << 48;

/// `make(chan T, size)`
///
/// # Safety
/// Called from compiled code through `systemstack`, with a channel type's descriptor.
pub unsafe extern "C" fn rt_makechan(ty: *const TypeDesc, size: i64) -> *mut Hchan {
    // SAFETY: the descriptor is valid for the program's life; fresh objects are exclusively ours.
    unsafe {
        let elem = (*ty).elem;
        let elemsize = (*elem).size;
        let bytes = usize::try_from(size).ok().and_then(|n| n.checked_mul(elemsize));
        let Some(bytes) = bytes.filter(|&b| b <= MAX_ALLOC - size_of::<Hchan>()) else {
            raise(PanicCode::MakeChanSize, 0, 0);
        };
        let c: *mut Hchan = mem::malloc_words(size_of::<Hchan>()).cast();
        let buf = if bytes == 0 { c.cast() } else { rt_newarray(elem, size as usize) };
        c.write(Hchan {
            qcount: AtomicUsize::new(0),
            cap: size as usize,
            dataqsiz: size as usize,
            buf,
            elemsize,
            elemtype: elem,
            closed: AtomicU32::new(0),
            lock: RawLock::default(),
            sendx: 0,
            recvx: 0,
            recvq: Waitq::EMPTY,
            sendq: Waitq::EMPTY,
            timer: null_mut(),
        });
        c
    }
}

impl Hchan {
    /// Whether the channel is closed; may be stale without the lock.
    #[inline]
    pub fn is_closed(&self) -> bool {
        self.closed.load(Ordering::Relaxed) != 0
    }

    /// Values in the buffer; may be stale without the lock.
    #[inline]
    pub fn count(&self) -> usize {
        self.qcount.load(Ordering::Relaxed)
    }

    fn set_count(&self, n: usize) {
        self.qcount.store(n, Ordering::Relaxed);
    }

    fn slot(&self, i: usize) -> *mut u8 {
        self.buf.wrapping_add(i * self.elemsize)
    }

    fn after(&self, i: usize) -> usize {
        if i + 1 == self.dataqsiz { 0 } else { i + 1 }
    }

    /// Copies an element that both sides know to be valid; a null side is left out.
    unsafe fn copy(&self, dst: *mut u8, src: *const u8) {
        if !dst.is_null() && self.elemsize != 0 {
            // SAFETY: the caller's promise.
            unsafe { mem::copy::copy_values(Omit::Channels, self.elemtype, dst, src, 1) };
        }
    }

    unsafe fn clear(&self, dst: *mut u8) {
        if !dst.is_null() {
            // SAFETY: the caller's promise: `dst` takes an element.
            unsafe { mem::copy::clear_values(Omit::Channels, self.elemtype, dst, 1) };
        }
    }
}

/// What trying an operation came to. The lock is held before and after.
pub(crate) enum Tried {
    /// It was done; wake the owner of this sudog (or null) once the lock is released.
    Done(*mut Sudog),
    /// A receive that found the channel closed.
    Closed,
    /// It would have to wait.
    Blocked,
}

/// Sends when nothing has to be waited for. `Closed`: the send panics.
///
/// # Safety
/// The lock is held; `ep` holds an element.
pub(crate) unsafe fn try_send(c: &mut Hchan, ep: *const u8) -> Tried {
    // SAFETY: a dequeued sudog is ours; its elem is null or a place for an element in a stack that stays put while its goroutine waits.
    unsafe {
        if c.is_closed() {
            return Tried::Closed;
        }
        let sg = c.recvq.dequeue();
        if !sg.is_null() {
            c.copy((*sg).elem, ep);
            (*sg).success = true;
            return Tried::Done(sg);
        }
        let n = c.count();
        if n < c.dataqsiz {
            c.copy(c.slot(c.sendx), ep);
            c.sendx = c.after(c.sendx);
            c.set_count(n + 1);
            return Tried::Done(null_mut());
        }
        Tried::Blocked
    }
}

/// Receives into `ep` (or drops the value) when nothing has to be waited for.
///
/// # Safety
/// The lock is held; `ep` is null or takes an element.
pub(crate) unsafe fn try_recv(c: &mut Hchan, ep: *mut u8) -> Tried {
    // SAFETY: as for `try_send`.
    unsafe {
        let n = c.count();
        if c.is_closed() && n == 0 {
            c.clear(ep);
            return Tried::Closed;
        }
        let sg = c.sendq.dequeue();
        if !sg.is_null() {
            if c.dataqsiz == 0 {
                c.copy(ep, (*sg).elem);
            } else {
                // The buffer is full: take its head, and the sender's value becomes its tail, in the same place.
                let place = c.slot(c.recvx);
                c.copy(ep, place);
                c.copy(place, (*sg).elem);
                c.recvx = c.after(c.recvx);
                c.sendx = c.recvx;
            }
            (*sg).success = true;
            return Tried::Done(sg);
        }
        if n > 0 {
            let place = c.slot(c.recvx);
            c.copy(ep, place);
            c.clear(place);
            c.recvx = c.after(c.recvx);
            c.set_count(n - 1);
            return Tried::Done(null_mut());
        }
        Tried::Blocked
    }
}

/// Finishes the operation of a goroutine whose sudog was dequeued, and makes it runnable. No channel lock is held.
///
/// # Safety
/// `sg` was dequeued by the caller; null is let pass.
#[inline]
pub(crate) unsafe fn complete(sg: *mut Sudog) {
    if sg.is_null() {
        return;
    }
    // SAFETY: the caller owns the sudog; its goroutine waits and nobody else may wake it.
    unsafe {
        let gp = (*sg).g;
        if (*sg).is_select {
            select::complete(gp, sg);
            return;
        }
        let success = (*sg).success;
        let sender = (*sg).ticket == SENDER;
        let timer = (*(*sg).c.cast::<Hchan>()).timer;
        if !timer.is_null() {
            timer::disarm(timer);
        }
        (*gp).waiting = null_mut();
        (*gp).param = usize::from(success);
        release_sudog((*super::m::getm()).p, sg);
        if sender && !success {
            raise_on_resume(gp, PanicCode::SendClosed);
        }
        goready(gp);
    }
}

/// `Sudog::ticket` of a waiting sender.
pub(crate) const SENDER: u32 = 1;

/// Puts the goroutine into a wait queue of `c`, whose lock is held, and parks it; gives the next goroutine to run.
unsafe fn wait(c: &mut Hchan, ep: *mut u8, gp: *mut G, sender: bool) -> *mut G {
    // SAFETY: the lock is held until gopark has made the goroutine Waiting; the sudog lives until its dequeuer frees it.
    unsafe {
        let sg = acquire_sudog((*gp).p, gp);
        (*sg).elem = ep;
        (*sg).c = std::ptr::from_mut(c).cast();
        (*gp).waiting = sg;
        let reason = if sender {
            (*sg).ticket = SENDER;
            c.sendq.enqueue(sg);
            WaitReason::ChanSend
        } else {
            c.recvq.enqueue(sg);
            WaitReason::ChanReceive
        };
        gopark(gp, Some(unlock_after_park), (&raw mut c.lock).cast(), reason)
    }
}

/// Unlock function of channel parks: from here on the goroutine may be woken by others.
unsafe fn unlock_after_park(_gp: *mut G, lock: *mut u8) -> bool {
    // SAFETY: `wait` passed a held lock; the channel is kept alive by the waiting goroutine's stack.
    unsafe { (*lock.cast::<RawLock>()).unlock() };
    true
}

/// `c <- *ep`
///
/// # Safety
/// Called from compiled code through `parkcall`; `ep` points at an element in the caller's frame.
pub unsafe extern "C" fn rt_chansend1(c: *mut Hchan, ep: *mut u8, _: usize, _: usize, _: usize, gp: *mut G) -> *mut G {
    // SAFETY: the caller's promise.
    unsafe { chansend(c, ep, gp) }
}

/// [`rt_chansend1`].
///
/// # Safety
/// On g0 on behalf of `gp`, whose frame `ep` is in.
#[inline]
pub(crate) unsafe fn chansend(c: *mut Hchan, ep: *mut u8, gp: *mut G) -> *mut G {
    // SAFETY: channels are valid GC objects; see `try_send`.
    unsafe {
        if c.is_null() {
            return gopark(gp, None, null_mut(), WaitReason::ChanSendNilChan);
        }
        let c = &mut *c;
        c.lock.lock_with_p();
        match try_send(c, ep) {
            Tried::Done(sg) => {
                c.lock.unlock();
                complete(sg);
                null_mut()
            }
            Tried::Closed => {
                c.lock.unlock();
                raise(PanicCode::SendClosed, 0, 0)
            }
            Tried::Blocked => wait(c, ep, gp, true),
        }
    }
}

/// `*ep, ok = <-c`
///
/// # Safety
/// Called from compiled code through `parkcall`; `ep` is null or points at a place for an element in the caller's frame.
pub unsafe extern "C" fn rt_chanrecv2(c: *mut Hchan, ep: *mut u8, _: usize, _: usize, _: usize, gp: *mut G) -> *mut G {
    // SAFETY: the caller's promise.
    unsafe { chanrecv(c, ep, gp) }
}

/// [`rt_chanrecv2`].
///
/// # Safety
/// As [`chansend`].
#[inline]
pub(crate) unsafe fn chanrecv(c: *mut Hchan, ep: *mut u8, gp: *mut G) -> *mut G {
    // SAFETY: as for `rt_chansend1`.
    unsafe {
        if c.is_null() {
            return gopark(gp, None, null_mut(), WaitReason::ChanReceiveNilChan);
        }
        let c = &mut *c;
        let mut armed = false;
        loop {
            if !c.timer.is_null() {
                timer::before_receive(c.timer);
            }
            c.lock.lock_with_p();
            let tried = try_recv(c, ep);
            if matches!(tried, Tried::Blocked) {
                if c.timer.is_null() || armed {
                    return wait(c, ep, gp, false);
                }
                // A timer nobody waits for sleeps outside the heap; put it there before waiting, and look again.
                c.lock.unlock();
                timer::arm(c.timer);
                armed = true;
                if left_out(Step::TimerSecondLook) {
                    c.lock.lock_with_p();
                    return wait(c, ep, gp, false);
                }
                continue;
            }
            c.lock.unlock();
            if armed {
                timer::disarm(c.timer);
            }
            (*gp).param = usize::from(matches!(tried, Tried::Done(_)));
            if let Tried::Done(sg) = tried {
                complete(sg);
            }
            return null_mut();
        }
    }
}

/// `close(c)`
///
/// # Safety
/// Called from compiled code through `systemstack`.
pub unsafe extern "C" fn rt_closechan(c: *mut Hchan) {
    // SAFETY: the caller's promise.
    unsafe { closechan(c) }
}

/// [`rt_closechan`].
///
/// # Safety
/// On g0 on behalf of a goroutine.
#[inline]
pub(crate) unsafe fn closechan(c: *mut Hchan) {
    // SAFETY: as for `rt_chansend1`.
    unsafe {
        if c.is_null() {
            raise(PanicCode::CloseNil, 0, 0);
        }
        let c = &mut *c;
        c.lock.lock_with_p();
        if c.is_closed() {
            c.lock.unlock();
            raise(PanicCode::CloseClosed, 0, 0);
        }
        c.closed.store(1, Ordering::Release);
        // All waiters leave under the lock, and wake after it: they may run at once and come back to this channel.
        let mut woken = null_mut::<Sudog>();
        let mut last = &raw mut woken;
        for sender in [false, true] {
            loop {
                let sg = if sender { c.sendq.dequeue() } else { c.recvq.dequeue() };
                if sg.is_null() {
                    break;
                }
                if !sender {
                    c.clear((*sg).elem);
                }
                (*sg).success = false;
                (*sg).next = null_mut();
                *last = sg;
                last = &raw mut (*sg).next;
            }
        }
        c.lock.unlock();
        while !woken.is_null() {
            let next = (*woken).next;
            complete(woken);
            woken = next;
        }
    }
}
