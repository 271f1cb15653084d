//! The network poller: goroutines that wait for descriptors, on epoll. After Go's `runtime/netpoll.go` and `netpoll_epoll.go`.
//!
//! Every descriptor that takes part is registered once, edge-triggered, for both directions. A goroutine tries its call first and waits only after
//! EAGAIN ([`desc`]), so no edge is missed. Who polls: `find_runnable` without blocking before it steals; the one thread that watches for timers while Ps
//! are idle, blocking ([`Netpoll::wake`] ends its sleep); sysmon when nobody else has for a while.
//!
//! Invariant: an event names its [`PollDesc`] and that one's generation, so what is left over from a closed descriptor wakes nobody.

pub mod desc;
pub mod natives;

use std::sync::atomic::{AtomicI32, AtomicI64, AtomicU32, Ordering};

pub use desc::{Mode, PollDesc};

use crate::clock::Nanos;
use crate::lock::Lock;
use crate::sched::{GQueue, Sched};

/// Events taken from the kernel at once.
const EVENTS: usize = 128;
/// Names the descriptor that ends a blocking poll.
const WAKE: u64 = 0;

/// How long a poll may take.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Wait {
    /// Only what is there.
    Not,
    /// Until this much time has passed, nanoseconds.
    For(Nanos),
    /// Until there is something.
    Forever,
}

/// The poller of an instance; the kernel's objects are made at its first use.
#[derive(Debug)]
pub struct Netpoll {
    /// The epoll instance; -1 before the first use.
    epfd: AtomicI32,
    /// The eventfd behind [`WAKE`].
    wakefd: AtomicI32,
    /// A wake-up is on its way.
    wake_sent: AtomicU32,
    /// Goroutines that wait.
    waiters: AtomicI32,
    /// When somebody has polled last; 0 while a thread does, blocking.
    lastpoll: AtomicI64,
    init: Lock<()>,
    /// Descriptions to use again.
    free: Lock<Vec<usize>>,
    /// All of them, for the end of the instance.
    all: Lock<Vec<usize>>,
}

impl Default for Netpoll {
    fn default() -> Self {
        Netpoll {
            epfd: AtomicI32::new(-1),
            wakefd: AtomicI32::new(-1),
            wake_sent: AtomicU32::new(0),
            waiters: AtomicI32::new(0),
            lastpoll: AtomicI64::new(0),
            init: Lock::default(),
            free: Lock::default(),
            all: Lock::default(),
        }
    }
}

impl Netpoll {
    /// The kernel's objects are there.
    #[inline]
    pub fn is_ready(&self) -> bool {
        self.epfd.load(Ordering::SeqCst) >= 0
    }

    /// Some goroutine waits for a descriptor; a moment old.
    #[inline]
    pub fn has_waiters(&self) -> bool {
        self.waiters.load(Ordering::SeqCst) > 0
    }

    /// When somebody has polled last; 0 while a thread does.
    pub fn lastpoll(&self) -> Nanos {
        self.lastpoll.load(Ordering::Relaxed)
    }

    fn add_waiters(&self, n: i32) {
        self.waiters.fetch_add(n, Ordering::SeqCst);
    }

    /// Makes the kernel's objects if they are not there yet. A thread that sleeps for timers alone comes back to sleep here.
    fn make_ready(&self, sched: &Sched) {
        if self.is_ready() {
            return;
        }
        {
            let _l = self.init.lock();
            if self.is_ready() {
                return;
            }
            // SAFETY: plain system calls on descriptors of our own.
            unsafe {
                let epfd = libc::epoll_create1(libc::EPOLL_CLOEXEC);
                let wakefd = libc::eventfd(0, libc::EFD_CLOEXEC | libc::EFD_NONBLOCK);
                let mut event = libc::epoll_event { events: libc::EPOLLIN as u32, u64: WAKE };
                if epfd < 0 || wakefd < 0 || libc::epoll_ctl(epfd, libc::EPOLL_CTL_ADD, wakefd, &mut event) != 0 {
                    crate::throw::throw("runtime: netpollinit failed");
                }
                self.wakefd.store(wakefd, Ordering::SeqCst);
                self.lastpoll.store(sched.clock.nanotime(), Ordering::Relaxed);
                self.epfd.store(epfd, Ordering::SeqCst);
            }
        }
        crate::proc::wake_sleeper(sched);
    }

    /// Ends the blocking poll that is under way, or the next one. (Go's `netpollBreak`.)
    pub fn wake(&self) {
        if self.is_ready() && self.wake_sent.compare_exchange(0, 1, Ordering::SeqCst, Ordering::Relaxed).is_ok() {
            let one = 1u64;
            // SAFETY: writes 8 bytes of a local; the counter cannot overflow, for one wake-up is under way at a time.
            unsafe { libc::write(self.wakefd.load(Ordering::SeqCst), (&raw const one).cast(), 8) };
        }
    }

    /// Takes the goroutines whose descriptors have become ready; they are runnable and in no queue.
    ///
    /// # Safety
    /// The calling thread is an M.
    pub unsafe fn poll(&self, sched: &Sched, wait: Wait) -> GQueue {
        let mut ready = GQueue::default();
        let epfd = self.epfd.load(Ordering::SeqCst);
        if epfd < 0 {
            return ready;
        }
        let mut events = [libc::epoll_event { events: 0, u64: 0 }; EVENTS];
        if wait != Wait::Not {
            self.lastpoll.store(0, Ordering::Relaxed);
        }
        let n = wait_for_events(epfd, &mut events, wait);
        self.lastpoll.store(sched.clock.nanotime(), Ordering::Relaxed);
        for event in &events[..n] {
            if event.u64 == WAKE {
                // One that does not block leaves the wake-up to the thread it is for.
                if wait != Wait::Not {
                    let mut count = 0u64;
                    // SAFETY: reads 8 bytes into a local.
                    unsafe { libc::read(self.wakefd.load(Ordering::SeqCst), (&raw mut count).cast(), 8) };
                    self.wake_sent.store(0, Ordering::SeqCst);
                }
                continue;
            }
            // SAFETY: descriptions are never freed while threads run, and one checks its generation.
            unsafe { PollDesc::event(self, event.u64, event.events, &mut ready) };
        }
        ready
    }
}

/// The kernel's side of [`Netpoll::poll`]; an interruption gives no events.
fn wait_for_events(epfd: i32, events: &mut [libc::epoll_event; EVENTS], wait: Wait) -> usize {
    let ms = match wait {
        Wait::Not => 0,
        Wait::Forever => -1,
        Wait::For(ns) => {
            let ts = libc::timespec { tv_sec: ns.max(0) / 1_000_000_000, tv_nsec: ns.max(0) % 1_000_000_000 };
            // SAFETY: the arguments live across the call; the size of the mask is not looked at without one.
            let n = unsafe { libc::syscall(libc::SYS_epoll_pwait2, epfd, events.as_mut_ptr(), EVENTS, &raw const ts, 0usize, 8usize) };
            // SAFETY: errno of this thread.
            if n >= 0 || unsafe { *libc::__errno_location() } != libc::ENOSYS {
                return usize::try_from(n).unwrap_or(0);
            }
            i32::try_from((ns.max(0) + 999_999) / 1_000_000).unwrap_or(i32::MAX)
        }
    };
    // SAFETY: as above.
    let n = unsafe { libc::epoll_wait(epfd, events.as_mut_ptr(), EVENTS as i32, ms) };
    usize::try_from(n).unwrap_or(0)
}

impl Drop for Netpoll {
    fn drop(&mut self) {
        for fd in [self.epfd.load(Ordering::Relaxed), self.wakefd.load(Ordering::Relaxed)] {
            if fd >= 0 {
                // SAFETY: ours, and all threads have ended.
                unsafe { libc::close(fd) };
            }
        }
        for pd in self.all.lock().drain(..) {
            // SAFETY: made by Box::into_raw in `PollDesc::open`.
            drop(unsafe { Box::from_raw(pd as *mut PollDesc) });
        }
    }
}
