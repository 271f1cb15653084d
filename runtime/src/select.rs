//! `select`, after Go's `runtime/select.go`.
//!
//! Cases are tried in a random order that the runtime's one generator gives; all channels are locked in the order of their addresses. When none is
//! ready, the goroutine waits in every queue at once; whoever wins its `select_done` takes it out of the others and leaves `index | received << 32`.

use std::mem::MaybeUninit;
use std::ptr::null_mut;

use mgo_abi::builtins::PanicCode;

use super::chan::{Hchan, Tried, complete as complete_chan, try_recv, try_send};
use super::g::{G, WaitReason};
use super::panic::{raise, raise_on_resume};
use super::proc::{gopark, goready};
use super::sudog::{Sudog, acquire_sudog, release_sudog};
use super::sync::atomic::Ordering;
use super::timer;

/// A case, as compiled code lays it out ([`mgo_abi::layouts::scase`]).
#[repr(C)]
pub struct Scase {
    /// Null: never ready.
    pub c: *mut Hchan,
    /// Value to send, or place for the received one (or null).
    pub elem: *mut u8,
    /// 1 for a send.
    pub is_send: usize,
}

/// Selects with up to this many cases keep their orders on the stack.
const SMALL: usize = 32;

/// Room for the two orders of a select's cases; what is not used is not touched.
struct Space {
    small: [[MaybeUninit<u16>; SMALL]; 2],
    large: [Vec<MaybeUninit<u16>>; 2],
}

/// The two orders: `poll` random, `lock` by address; cases with a nil channel are in neither.
struct Orders<'a> {
    poll: &'a [u16],
    lock: &'a [u16],
}

impl Space {
    #[inline]
    fn new(cases: usize) -> Space {
        let large =
            if cases > SMALL { [vec![MaybeUninit::uninit(); cases], vec![MaybeUninit::uninit(); cases]] } else { [Vec::new(), Vec::new()] };
        Space { small: [[const { MaybeUninit::uninit() }; SMALL]; 2], large }
    }

    /// Draws and sorts.
    ///
    /// # Safety
    /// Called on an M, with as many cases as there is room for.
    #[inline]
    unsafe fn orders(&mut self, cases: &[Scase]) -> Orders<'_> {
        let Space { small: [poll, lock], large: [large_poll, large_lock] } = self;
        let (poll, lock) = if cases.len() > SMALL { (&mut large_poll[..], &mut large_lock[..]) } else { (&mut poll[..], &mut lock[..]) };
        let mut n = 0;
        // SAFETY: the caller's promise; the first n places of both are filled.
        unsafe {
            let rand = &(*super::m::getm()).rand;
            for (i, case) in cases.iter().enumerate() {
                if case.c.is_null() {
                    continue;
                }
                let j = if n == 0 { 0 } else { rand.below(n as u32 + 1) as usize };
                poll[n] = poll[j];
                poll[j].write(i as u16);
                // Few are sorted by insertion, many below.
                let mut at = n;
                while at > 0 && cases.len() <= SMALL && cases[lock[at - 1].assume_init() as usize].c > case.c {
                    lock[at] = lock[at - 1];
                    at -= 1;
                }
                lock[at].write(i as u16);
                n += 1;
            }
            let lock = lock[..n].assume_init_mut();
            if cases.len() > SMALL {
                lock.sort_unstable_by_key(|&i| cases[i as usize].c as usize);
            }
            Orders { poll: poll[..n].assume_init_ref(), lock }
        }
    }
}

unsafe fn lock_all(cases: &[Scase], order: &[u16]) {
    let mut last = null_mut();
    for &i in order {
        let c = cases[i as usize].c;
        if c != last {
            last = c;
            // SAFETY: non-null channels of cases are valid.
            unsafe { (*c).lock.lock_with_p() };
        }
    }
}

unsafe fn unlock_all(cases: &[Scase], order: &[u16]) {
    let mut last = null_mut();
    for &i in order.iter().rev() {
        let c = cases[i as usize].c;
        if c != last {
            last = c;
            // SAFETY: locked by `lock_all`.
            unsafe { (*c).lock.unlock() };
        }
    }
}

fn result(index: usize, received: bool) -> usize {
    index | usize::from(received) << 32
}

/// The first case in `order` that need not wait, done. All channels are locked.
unsafe fn try_all(cases: &[Scase], order: &[u16]) -> Option<(usize, Tried)> {
    for &i in order {
        let case = &cases[i as usize];
        // SAFETY: the channel is valid and locked; `elem` is the case's place in the waiting frame.
        let tried = unsafe { if case.is_send != 0 { try_send(&mut *case.c, case.elem) } else { try_recv(&mut *case.c, case.elem) } };
        if !matches!(tried, Tried::Blocked) {
            return Some((i as usize, tried));
        }
    }
    None
}

/// Calls `f` on the timer of each receive case that has one.
unsafe fn each_timer(cases: &[Scase], f: unsafe fn(*mut timer::Timer)) {
    for case in cases {
        // SAFETY: channels of cases are null or valid, their timers too.
        unsafe {
            if !case.c.is_null() && case.is_send == 0 && !(*case.c).timer.is_null() {
                f((*case.c).timer);
            }
        }
    }
}

/// `select` with cases; see [`mgo_abi::builtins::Builtin::SelectGo`].
///
/// # Safety
/// Called from compiled code through `parkcall`; `cases` points at `n` cases in the caller's frame.
pub unsafe extern "C" fn rt_selectgo(cases: *mut Scase, n: usize, has_default: usize, _: usize, _: usize, gp: *mut G) -> *mut G {
    // SAFETY: the caller's promise.
    unsafe { selectgo(std::slice::from_raw_parts(cases, n), has_default != 0, gp) }
}

/// [`rt_selectgo`].
///
/// # Safety
/// On g0 on behalf of `gp`, whose frame the cases are in.
#[inline]
pub(crate) unsafe fn selectgo(cases: &[Scase], has_default: bool, gp: *mut G) -> *mut G {
    // SAFETY: the frame of a waiting goroutine stays in place; channels are valid; locks are held where `try_*` and the queues want them.
    unsafe {
        let mut space = Space::new(cases.len());
        let orders = space.orders(cases);
        let timers = cases.iter().any(|case| !case.c.is_null() && !(*case.c).timer.is_null());
        let mut armed = false;
        loop {
            if timers {
                each_timer(cases, timer::before_receive);
            }
            lock_all(cases, orders.lock);
            if let Some((i, tried)) = try_all(cases, orders.poll) {
                unlock_all(cases, orders.lock);
                if armed {
                    each_timer(cases, timer::disarm);
                }
                let sending = cases[i].is_send != 0;
                match tried {
                    Tried::Done(sg) => {
                        (*gp).param = result(i, !sending);
                        complete_chan(sg);
                    }
                    _ if sending => {
                        drop(space);
                        raise(PanicCode::SendClosed, 0, 0);
                    }
                    _ => (*gp).param = result(i, false),
                }
                return null_mut();
            }
            if !timers || armed || has_default {
                break;
            }
            // Timers nobody waits for sleep outside the heap; put them there before waiting, and look again.
            unlock_all(cases, orders.lock);
            each_timer(cases, timer::arm);
            armed = true;
        }
        if has_default {
            unlock_all(cases, orders.lock);
            (*gp).param = result(cases.len(), false);
            return null_mut();
        }
        if orders.lock.is_empty() {
            return gopark(gp, None, null_mut(), WaitReason::SelectNoCases);
        }
        let mut link = &raw mut (*gp).waiting;
        for &i in orders.lock {
            let case = &cases[i as usize];
            let sg = acquire_sudog((*gp).p, gp);
            (*sg).is_select = true;
            (*sg).elem = case.elem;
            (*sg).c = case.c.cast();
            (*sg).ticket = u32::from(i);
            if case.is_send != 0 {
                (*case.c).sendq.enqueue(sg);
                // Tells a woken sender from a receiver when the channel was closed.
                (*sg).releasetime = 1;
            } else {
                (*case.c).recvq.enqueue(sg);
            }
            *link = sg;
            link = &raw mut (*sg).waitlink;
        }
        (*gp).select_done.store(0, Ordering::Release);
        gopark(gp, Some(unlock_waiting), null_mut(), WaitReason::Select)
    }
}

/// Unlock function of a select's park: releases each channel once, in lock order. The last unlock may let the goroutine go, and with it its sudogs,
/// so the walk looks ahead.
unsafe fn unlock_waiting(gp: *mut G, _: *mut u8) -> bool {
    // SAFETY: all channels of the list are locked by this thread; sudogs stay until their channels are unlocked.
    unsafe {
        let mut sg = (*gp).waiting;
        while !sg.is_null() {
            let c = (*sg).c.cast::<Hchan>();
            let mut next = (*sg).waitlink;
            while !next.is_null() && (*next).c.cast() == c {
                next = (*next).waitlink;
            }
            (*c).lock.unlock();
            sg = next;
        }
    }
    true
}

/// Takes a goroutine that waits on channels out of their queues.
///
/// # Safety
/// The world is stopped; the calling M holds a P.
pub(crate) unsafe fn withdraw(gp: *mut G) {
    // SAFETY: with the world stopped no other thread touches channels or the goroutine's sudogs.
    unsafe {
        let pp = (*super::m::getm()).p;
        let mut sg = std::mem::replace(&mut (*gp).waiting, null_mut());
        while !sg.is_null() {
            let next = (*sg).waitlink;
            let c = &mut *(*sg).c.cast::<Hchan>();
            let sender = if (*sg).is_select { (*sg).releasetime == 1 } else { (*sg).ticket == super::chan::SENDER };
            if sender {
                c.sendq.remove(sg);
            } else {
                c.recvq.remove(sg);
            }
            if !c.timer.is_null() {
                timer::disarm(c.timer);
            }
            release_sudog(pp, sg);
            sg = next;
        }
    }
}

/// Finishes the select of `gp`, whose case `won` was dequeued: takes the other cases out of their queues and makes it runnable.
///
/// # Safety
/// The caller dequeued `won` (so it won `select_done`) and holds no channel lock.
pub(crate) unsafe fn complete(gp: *mut G, won: *mut Sudog) {
    // SAFETY: the winner owns the waiting goroutine's list of sudogs. A channel stays alive, for its select's frame refers to it.
    unsafe {
        let sender = (*won).releasetime == 1;
        let success = (*won).success;
        let index = (*won).ticket as usize;
        let pp = (*super::m::getm()).p;
        let mut sg = std::mem::replace(&mut (*gp).waiting, null_mut());
        while !sg.is_null() {
            let next = (*sg).waitlink;
            let c = &mut *(*sg).c.cast::<Hchan>();
            c.lock.lock_with_p();
            if sg != won {
                if (*sg).releasetime == 1 {
                    c.sendq.remove(sg);
                } else {
                    c.recvq.remove(sg);
                }
            }
            c.lock.unlock();
            if !c.timer.is_null() {
                timer::disarm(c.timer);
            }
            release_sudog(pp, sg);
            sg = next;
        }
        (*gp).param = result(index, !sender && success);
        if sender && !success {
            raise_on_resume(gp, PanicCode::SendClosed);
        }
        goready(gp);
    }
}
