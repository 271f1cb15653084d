//! What the poller knows of a descriptor: who waits for it, until when, and whether it is being closed.
//!
//! Each direction has a [`WaitWord`], which says who waits.

use std::ptr::null_mut;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU16, Ordering::SeqCst};

use super::Netpoll;
use crate::clock::Nanos;
use crate::g::{G, WaitReason, status};
use crate::lock::Lock;
use crate::m::{getg, getm};
use crate::proc::{casgstatus, gopark, goready};
use crate::sched::{GQueue, Sched};
use crate::timer::{self, Timer};
use crate::trace;
use crate::waitword::{Announced, WaitWord};

/// A deadline that has passed.
const EXPIRED: Nanos = -1;

/// A direction.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mode {
    /// Reading, accepting.
    Read,
    /// Writing, connecting.
    Write,
}

/// Why waiting is of no use.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(isize)]
pub enum Check {
    /// It is of use.
    Fine = 0,
    /// The descriptor is being closed.
    Closing = 1,
    /// The deadline has passed.
    Timeout = 2,
}

/// One direction of a descriptor.
struct Side {
    waiter: WaitWord,
    /// Nanoseconds of the runtime's clock; 0 none, or [`EXPIRED`].
    deadline: AtomicI64,
    timer: Timer,
}

/// A descriptor in the poller.
pub struct PollDesc {
    /// Guards deadlines, timers and closing.
    lock: Lock<()>,
    fd: i32,
    generation: AtomicU16,
    closing: AtomicBool,
    sides: [Side; 2],
}

impl PollDesc {
    fn new() -> *mut PollDesc {
        let side = || Side { waiter: WaitWord::default(), deadline: AtomicI64::new(0), timer: Timer::with_callback(expired) };
        let desc = PollDesc {
            lock: Lock::default(),
            fd: -1,
            generation: AtomicU16::new(0),
            closing: AtomicBool::new(false),
            sides: [side(), side()],
        };
        let pd = Box::into_raw(Box::new(desc));
        // SAFETY: fresh.
        unsafe {
            for side in &mut (*pd).sides {
                side.timer.set_argument(pd.cast());
            }
        }
        pd
    }

    fn side(&self, mode: Mode) -> &Side {
        &self.sides[mode as usize]
    }

    /// What the kernel gives back with an event: the address, and the generation in the 16 bits that an address leaves free.
    fn tag(pd: *const PollDesc, generation: u16) -> u64 {
        (pd as u64) << 16 | u64::from(generation)
    }

    /// Registers a descriptor; gives the error number when the kernel refuses it.
    ///
    /// # Safety
    /// The thread is an M.
    pub(super) unsafe fn open(sched: &Sched, fd: i32) -> Result<*mut PollDesc, i32> {
        let poll = &sched.netpoll;
        poll.make_ready(sched);
        let reused = poll.free.lock().pop();
        let pd = reused.map_or_else(
            || {
                let pd = PollDesc::new();
                poll.all.lock().push(pd as usize);
                pd
            },
            |pd| pd as *mut PollDesc,
        );
        // SAFETY: a free description is ours alone; late events look only at atomics of it.
        unsafe {
            (*pd).fd = fd;
            (*pd).closing.store(false, SeqCst);
            for side in &(*pd).sides {
                side.waiter.reset();
                side.deadline.store(0, SeqCst);
            }
            let interest = libc::EPOLLIN | libc::EPOLLOUT | libc::EPOLLRDHUP | libc::EPOLLET;
            let mut event = libc::epoll_event { events: interest as u32, u64: Self::tag(pd, (*pd).generation.load(SeqCst)) };
            if libc::epoll_ctl(poll.epfd.load(SeqCst), libc::EPOLL_CTL_ADD, fd, &mut event) != 0 {
                let errno = *libc::__errno_location();
                poll.free.lock().push(pd as usize);
                return Err(errno);
            }
        }
        Ok(pd)
    }

    /// Takes a descriptor out of the poller, after [`Self::unblock`].
    ///
    /// # Safety
    /// Nobody uses the description any more; the thread is an M.
    pub(super) unsafe fn close(pd: *mut PollDesc, sched: &Sched) {
        // SAFETY: the caller's promise.
        unsafe {
            if !(*pd).closing.load(SeqCst) {
                crate::throw::throw("runtime: close polldesc w/o unblock");
            }
            let mut event = libc::epoll_event { events: 0, u64: 0 };
            libc::epoll_ctl(sched.netpoll.epfd.load(SeqCst), libc::EPOLL_CTL_DEL, (*pd).fd, &mut event);
            (*pd).generation.fetch_add(1, SeqCst);
        }
        sched.netpoll.free.lock().push(pd as usize);
    }

    /// Whether waiting is of use.
    pub(super) fn check(&self, mode: Mode) -> Check {
        if self.closing.load(SeqCst) {
            Check::Closing
        } else if self.side(mode).deadline.load(SeqCst) == EXPIRED {
            Check::Timeout
        } else {
            Check::Fine
        }
    }

    /// Before an attempt: forgets an old event.
    pub(super) fn reset(&self, mode: Mode) -> Check {
        let check = self.check(mode);
        if check == Check::Fine {
            self.side(mode).waiter.reset();
        }
        check
    }

    /// Waits for an event; the goroutine then tries again, and looks at [`Self::check`]. Gives null when there is nothing to wait for.
    ///
    /// # Safety
    /// From a Park native of `gp`; no other goroutine waits for this direction.
    pub(super) unsafe fn wait(&self, mode: Mode, gp: *mut G) -> *mut G {
        let word = &self.side(mode).waiter;
        match word.announce() {
            Announced::Event => return null_mut(),
            Announced::Parking => {}
            Announced::Taken => crate::throw::throw("runtime: double wait"),
        }
        if self.check(mode) != Check::Fine {
            word.withdraw();
            return null_mut();
        }
        // SAFETY: the caller's promise; the word stays where it is.
        unsafe { gopark(gp, Some(commit), (&raw const *word).cast_mut().cast(), WaitReason::IOWait) }
    }

    /// An event or the end of waiting: gives the goroutine to make runnable, or null.
    fn take_waiter(&self, mode: Mode, event: bool) -> *mut G {
        self.side(mode).waiter.take(event).map_or(null_mut(), |gp| gp as *mut G)
    }

    /// An event of the kernel.
    ///
    /// # Safety
    /// `tag` came from [`Self::tag`]; the thread is an M.
    pub(super) unsafe fn event(poll: &Netpoll, tag: u64, events: u32, ready: &mut GQueue) {
        // SAFETY: descriptions are never freed while threads run.
        let pd = unsafe { &*((tag >> 16) as *const PollDesc) };
        if pd.generation.load(SeqCst) != tag as u16 {
            return;
        }
        let broken = libc::EPOLLHUP | libc::EPOLLERR;
        for (mode, mask) in [(Mode::Read, libc::EPOLLIN | libc::EPOLLRDHUP | broken), (Mode::Write, libc::EPOLLOUT | broken)] {
            if events & mask as u32 == 0 {
                continue;
            }
            let gp = pd.take_waiter(mode, true);
            if !gp.is_null() {
                poll.add_waiters(-1);
                // SAFETY: it has been taken out of the word: ours.
                unsafe {
                    casgstatus(gp, status::WAITING, status::RUNNABLE);
                    trace::unblocked(&*(*getm()).sched, gp);
                }
                ready.push_back(gp);
            }
        }
    }

    /// Takes a parked goroutine out of the descriptor that it waits for, whichever that is; false when there is none.
    pub(crate) fn forget_waiter(poll: &Netpoll, gp: *mut G) -> bool {
        let all = poll.all.lock();
        // SAFETY: descriptions are never freed while threads run.
        let waits = all.iter().any(|&pd| unsafe { &*(pd as *const PollDesc) }.sides.iter().any(|side| side.waiter.forget(gp as usize)));
        if waits {
            poll.add_waiters(-1);
        }
        waits
    }

    /// Makes those runnable that wait for `modes` although it is of no use.
    ///
    /// # Safety
    /// The thread is an M that holds a P, and holds no locks.
    unsafe fn ready_waiters(&self, modes: &[Mode]) {
        for &mode in modes {
            let gp = self.take_waiter(mode, false);
            if !gp.is_null() {
                // SAFETY: as above.
                unsafe {
                    (*(*getm()).sched).netpoll.add_waiters(-1);
                    goready(gp);
                }
            }
        }
    }

    /// Sets deadlines: in `ns` nanoseconds; 0 none, negative: passed.
    ///
    /// # Safety
    /// From a native of the goroutine that holds the descriptor.
    pub(super) unsafe fn set_deadline(pd: *mut PollDesc, ns: i64, modes: &[Mode]) {
        // SAFETY: the caller's promise; timers are used under the lock.
        unsafe {
            let now = (*(*getm()).sched).clock.nanotime();
            let deadline = match ns {
                0 => 0,
                ..0 => EXPIRED,
                _ => now.saturating_add(ns),
            };
            {
                let _l = (*pd).lock.lock();
                if (*pd).closing.load(SeqCst) {
                    return;
                }
                for &mode in modes {
                    let side = &raw mut (*pd).sides[mode as usize];
                    (*side).deadline.store(deadline, SeqCst);
                    timer::set_callback(&raw mut (*side).timer, deadline.max(0), &raw const (*(*getg()).p).timers);
                }
            }
            if deadline == EXPIRED {
                (*pd).ready_waiters(modes);
            }
        }
    }

    /// The descriptor is being closed: nobody waits for it any more.
    ///
    /// # Safety
    /// As [`Self::set_deadline`].
    pub(super) unsafe fn unblock(pd: *mut PollDesc) {
        // SAFETY: the caller's promise.
        unsafe {
            {
                let _l = (*pd).lock.lock();
                if (*pd).closing.swap(true, SeqCst) {
                    crate::throw::throw("runtime: unblock on closing polldesc");
                }
                for side in &mut (*pd).sides {
                    timer::set_callback(&raw mut side.timer, 0, &raw const (*(*getg()).p).timers);
                }
            }
            (*pd).ready_waiters(&[Mode::Read, Mode::Write]);
        }
    }
}

/// The waiter's context is saved: it can be found from here on, unless an event was faster.
unsafe fn commit(gp: *mut G, word: *mut u8) -> bool {
    // SAFETY: `wait` passed a word of a description.
    unsafe {
        let parked = (*word.cast::<WaitWord>()).commit(gp as usize);
        if parked {
            (*(*getm()).sched).netpoll.add_waiters(1);
        }
        parked
    }
}

/// A deadline's timer has fired. One that has been set anew meanwhile is not due.
unsafe fn expired(pd: *mut u8) {
    // SAFETY: the timer belongs to the description, which is never freed while threads run; timers run on an M with a P.
    unsafe {
        let pd = &*pd.cast::<PollDesc>();
        let now = (*(*getm()).sched).clock.nanotime();
        let mut due = Vec::new();
        {
            let _l = pd.lock.lock();
            for mode in [Mode::Read, Mode::Write] {
                let deadline = &pd.side(mode).deadline;
                if (1..=now).contains(&deadline.load(SeqCst)) {
                    deadline.store(EXPIRED, SeqCst);
                    due.push(mode);
                }
            }
        }
        pd.ready_waiters(&due);
    }
}
