//! A world for the files under test: as much of G, M, P and the scheduler as they ask for.

#[path = "../chan/mod.rs"]
pub mod chan;
#[path = "../idlers.rs"]
pub mod idlers;
#[path = "../lock.rs"]
pub mod lock;
#[path = "../pstatus.rs"]
pub mod pstatus;
#[path = "../select.rs"]
pub mod select;
#[path = "../sema.rs"]
pub mod sema;
#[path = "../sudog.rs"]
pub mod sudog;
#[path = "../timer/mod.rs"]
pub mod timer;

use std::ptr::null_mut;

use mgo_abi::typedesc::TypeDesc;

/// Shuttle's atomics; what loops for another thread lets it run.
pub mod sync {
    pub use shuttle::sync::atomic;
    pub use shuttle::thread::yield_now as spin_loop;

    pub use crate::left_out::{leave_out, left_out};
    pub use crate::sync::{Step, shrunken};

    pub fn alone() -> bool {
        false
    }

    pub fn handing_over(_step: Step) -> atomic::Ordering {
        atomic::Ordering::Release
    }

    pub fn back_off(_round: u32) {
        shuttle::thread::yield_now();
    }

    /// Shuttle's memory is sequentially consistent.
    pub fn full_fence() {}
}

pub mod g {
    use shuttle::sync::{Condvar, Mutex};

    pub use crate::g::WaitReason;

    pub struct G {
        pub p: *mut super::p::P,
        pub param: usize,
        pub waiting: *mut super::sudog::Sudog,
        pub select_done: super::sync::atomic::AtomicU32,
        pub timer: *mut u8,
        /// It is to panic when it goes on.
        pub raised: bool,
        pub waits: Mutex<bool>,
        pub woken: Condvar,
    }
}

pub mod m {
    use std::cell::Cell;
    use std::ptr::null_mut;

    pub struct M {
        pub p: *mut super::p::P,
        pub sched: *mut super::sched::Sched,
        pub curg: *mut super::g::G,
        pub rand: crate::rand::Rand,
    }

    shuttle::thread_local! {
        static CURRENT: Cell<*mut M> = Cell::new(null_mut());
    }

    pub fn getm() -> *mut M {
        CURRENT.with(Cell::get)
    }

    pub fn setm(mp: *mut M) {
        CURRENT.with(|m| m.set(mp));
    }

    pub unsafe fn getg() -> *mut super::g::G {
        // SAFETY: threads of the model have an M.
        unsafe { (*getm()).curg }
    }
}

pub mod p {
    /// Nobody queues here: the model's goroutines run by themselves.
    pub struct NoQueue;

    impl NoQueue {
        pub fn is_empty(&self) -> bool {
            true
        }
    }

    pub struct P {
        pub id: u32,
        pub sched: *mut super::sched::Sched,
        pub runq: NoQueue,
        pub sudogcache: *mut super::sudog::Sudog,
        pub timers: super::timer::Timers,
    }
}

pub mod clock {
    use shuttle::sync::atomic::{AtomicI64, Ordering};

    pub type Nanos = i64;

    /// Time that the model moves on.
    pub struct Clock(pub AtomicI64);

    impl Clock {
        pub fn nanotime(&self) -> Nanos {
            self.0.load(Ordering::SeqCst)
        }

        pub fn walltime(&self) -> (i64, i32) {
            (self.nanotime() / 1_000_000_000, (self.nanotime() % 1_000_000_000) as i32)
        }
    }
}

pub mod sched {
    use shuttle::sync::atomic::AtomicI32;

    pub struct Sched {
        pub semas: super::sema::SemaTable,
        pub sudogs: super::sudog::SudogPool,
        pub idlers: super::idlers::Idlers,
        pub clock: super::clock::Clock,
        pub start_time: super::clock::Nanos,
        pub gomaxprocs: AtomicI32,
    }
}

/// Goroutines that are threads.
pub mod proc {
    use std::ptr::null_mut;

    use super::g::{G, WaitReason};
    use super::sync::{Step, left_out};

    pub unsafe fn lock_released(_waiter: *mut G) {}

    pub unsafe fn gopark(gp: *mut G, unlockf: Option<unsafe fn(*mut G, *mut u8) -> bool>, lock: *mut u8, _reason: WaitReason) -> *mut G {
        // SAFETY: the calling thread is the goroutine; Gs stay.
        unsafe {
            let unlock = || unlockf.is_none_or(|f| f(gp, lock));
            let mut parks = true;
            if left_out(Step::ParkBeforeUnlock) {
                parks = unlock();
                shuttle::thread::yield_now();
            }
            *(*gp).waits.lock().unwrap() = true;
            if !left_out(Step::ParkBeforeUnlock) {
                parks = unlock();
            }
            let mut waits = (*gp).waits.lock().unwrap();
            if !parks {
                *waits = false;
            }
            while *waits {
                waits = (*gp).woken.wait(waits).unwrap();
            }
            null_mut()
        }
    }

    pub unsafe fn goready(gp: *mut G) {
        // SAFETY: Gs stay.
        unsafe {
            let was = std::mem::replace(&mut *(*gp).waits.lock().unwrap(), false);
            assert!(was, "a goroutine was made ready that does not wait");
            (*gp).woken.notify_one();
        }
    }

    pub unsafe fn goyield(_gp: *mut G) -> *mut G {
        shuttle::thread::yield_now();
        null_mut()
    }

    /// The function of a timer: a counter.
    pub unsafe fn newproc_from(counter: *mut u8, _pc: usize, _parent: u64) -> *mut G {
        // SAFETY: the models give timers counters.
        unsafe { (*counter.cast::<super::sync::atomic::AtomicU32>()).fetch_add(1, super::sync::atomic::Ordering::SeqCst) };
        null_mut()
    }

    /// The model's timers are looked at all the time.
    pub fn wake_for_timer(_sched: &super::sched::Sched, _when: super::clock::Nanos) {}

    pub mod alarm {
        /// As above.
        pub unsafe fn set_alarm(_mp: *mut super::super::m::M, _when: super::super::clock::Nanos) {}
    }
}

pub mod panic {
    use mgo_abi::builtins::PanicCode;

    /// What unwinds out of the goroutine's operation.
    pub struct Raised(pub PanicCode);

    pub fn raise(code: PanicCode, _: usize, _: usize) -> ! {
        std::panic::resume_unwind(Box::new(Raised(code)))
    }

    pub unsafe fn raise_on_resume(gp: *mut super::g::G, _code: PanicCode) {
        // SAFETY: the waker owns the waiting goroutine.
        unsafe { (*gp).raised = true };
    }
}

/// Memory without a collector.
pub mod mem {
    use mgo_abi::typedesc::TypeDesc;

    pub struct MCache {
        pub heap: *mut (),
    }

    pub fn mcache() -> *mut MCache {
        std::ptr::null_mut()
    }

    pub fn is_standalone() -> bool {
        true
    }

    pub fn malloc_words(bytes: usize) -> *mut u8 {
        Box::leak(vec![0u64; bytes.div_ceil(8)].into_boxed_slice()).as_mut_ptr().cast()
    }

    pub mod copy {
        use super::TypeDesc;
        use crate::gc::omit::Omit;

        pub unsafe fn copy_values(_site: Omit, ty: *const TypeDesc, dst: *mut u8, src: *const u8, n: usize) {
            // SAFETY: the caller's promise.
            unsafe { dst.copy_from(src, n * (*ty).size) };
        }

        pub unsafe fn clear_values(_site: Omit, ty: *const TypeDesc, dst: *mut u8, n: usize) {
            // SAFETY: the caller's promise.
            unsafe { dst.write_bytes(0, n * (*ty).size) };
        }
    }
}

pub mod gc {
    pub use crate::gc::omit;

    pub mod barrier {
        pub fn enabled(_heap: &()) -> bool {
            false
        }

        pub unsafe fn shade(_mc: *mut crate::shuttled::world::mem::MCache, _addr: usize) {}
    }
}

pub mod slice {
    pub unsafe fn rt_newarray(ty: *const super::TypeDesc, n: usize) -> *mut u8 {
        // SAFETY: the caller's promise.
        super::mem::malloc_words(unsafe { (*ty).size } * n)
    }
}

/// One run of a model.
#[derive(Clone, Copy)]
pub struct World(*mut sched::Sched);

// SAFETY: shuttle's threads run one at a time; what they share is atomic or locked.
unsafe impl Send for World {}
// SAFETY: as above.
unsafe impl Sync for World {}

impl World {
    /// A world at time 1 with two Ps. What it makes is left to the end of the test's process.
    pub fn new() -> World {
        World(Box::into_raw(Box::new(sched::Sched {
            semas: Default::default(),
            sudogs: Default::default(),
            idlers: Default::default(),
            clock: clock::Clock(shuttle::sync::atomic::AtomicI64::new(1)),
            start_time: 1,
            gomaxprocs: shuttle::sync::atomic::AtomicI32::new(2),
        })))
    }

    pub fn sched(self) -> &'static sched::Sched {
        // SAFETY: never freed.
        unsafe { &*self.0 }
    }

    /// Makes the calling thread a goroutine with a P of its own.
    pub fn enter(self, id: u32) -> *mut p::P {
        let pp = Box::into_raw(Box::new(p::P { id, sched: self.0, runq: p::NoQueue, sudogcache: null_mut(), timers: Default::default() }));
        let curg = Box::into_raw(Box::new(g::G {
            p: pp,
            param: 0,
            waiting: null_mut(),
            select_done: shuttle::sync::atomic::AtomicU32::new(0),
            timer: null_mut(),
            raised: false,
            waits: shuttle::sync::Mutex::new(false),
            woken: shuttle::sync::Condvar::new(),
        }));
        m::setm(Box::into_raw(Box::new(m::M { p: pp, sched: self.0, curg, rand: crate::rand::Rand::new(u64::from(id)) })));
        pp
    }

    /// Starts a goroutine.
    pub fn go<T: Send + 'static>(self, id: u32, run: impl FnOnce() -> T + Send + 'static) -> shuttle::thread::JoinHandle<T> {
        shuttle::thread::spawn(move || {
            self.enter(id);
            run()
        })
    }
}

/// What goroutines came to, once all have ended.
pub fn join<T, const N: usize>(all: [shuttle::thread::JoinHandle<T>; N]) -> [T; N] {
    all.map(|handle| handle.join().unwrap())
}

/// Words of a `time.Time`, the largest element.
pub const TIME_WORDS: usize = 3;

/// A channel of numbers, or of times.
#[derive(Clone, Copy)]
pub struct Chan(pub *mut chan::Hchan);

// SAFETY: as World.
unsafe impl Send for Chan {}
// SAFETY: as World.
unsafe impl Sync for Chan {}

/// What a send came to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SendClosed;

impl Chan {
    pub fn new(size: i64) -> Chan {
        Chan::with_elements(8, size)
    }

    fn with_elements(elemsize: usize, size: i64) -> Chan {
        // SAFETY: zero is a valid value of a descriptor's fields; only sizes and the element are looked at.
        let mut elem: TypeDesc = unsafe { std::mem::zeroed() };
        elem.size = elemsize;
        // SAFETY: as above.
        let mut ty: TypeDesc = unsafe { std::mem::zeroed() };
        ty.elem = Box::leak(Box::new(elem));
        // SAFETY: a descriptor of a channel type.
        Chan(unsafe { chan::rt_makechan(Box::leak(Box::new(ty)), size) })
    }

    pub fn send(self, n: u64) -> Result<(), SendClosed> {
        // SAFETY: on a goroutine of the model; the value stays until the call is over.
        unsafe {
            let gp = m::getg();
            let send = || chan::chansend(self.0, (&raw const n).cast_mut().cast(), gp);
            let sent = std::panic::catch_unwind(std::panic::AssertUnwindSafe(send));
            match sent {
                Ok(next) => assert!(next.is_null()),
                Err(raised) if raised.is::<panic::Raised>() => return Err(SendClosed),
                Err(other) => std::panic::resume_unwind(other),
            }
            if std::mem::take(&mut (*gp).raised) { Err(SendClosed) } else { Ok(()) }
        }
    }

    /// The value, or its first word.
    pub fn recv(self) -> Option<u64> {
        let mut n = [u64::MAX; TIME_WORDS];
        // SAFETY: as for `send`.
        unsafe {
            let gp = m::getg();
            let next = chan::chanrecv(self.0, (&raw mut n).cast(), gp);
            assert!(next.is_null());
            ((*gp).param != 0).then_some(n[0])
        }
    }

    /// The channel of a timer, as package time makes it: room for one `time.Time`.
    pub fn for_timer() -> Chan {
        let c = Chan::with_elements(8 * TIME_WORDS, 1);
        // SAFETY: nobody else has it yet.
        unsafe { (*c.0).cap = 0 };
        c
    }

    pub fn close(self) {
        // SAFETY: as for `send`.
        unsafe { chan::closechan(self.0) };
    }
}

/// `select` without default: sends the number of a case that has one, receives else. Gives the case and what it received.
pub fn select<const N: usize>(cases: [(Chan, Option<u64>); N]) -> (usize, Option<u64>) {
    let mut values = cases.map(|(_, send)| send.unwrap_or(u64::MAX));
    let scases: Vec<select::Scase> = cases
        .iter()
        .zip(&mut values)
        .map(|((c, send), value)| select::Scase { c: c.0, elem: std::ptr::from_mut(value).cast(), is_send: usize::from(send.is_some()) })
        .collect();
    // SAFETY: as for `Chan::send`; cases and values stay until the call is over.
    unsafe {
        let gp = m::getg();
        let next = select::selectgo(&scases, false, gp);
        assert!(next.is_null());
        assert!(!(*gp).raised, "send on closed channel");
        let (case, received) = ((*gp).param as u32 as usize, (*gp).param >> 32 != 0);
        (case, received.then(|| values[case]))
    }
}
