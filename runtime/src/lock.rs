//! The runtime's mutex, for short sections on g0; never held across a park.
//!
//! A waiter spins, then lets other threads run, then sleeps a little: nobody wakes it. So releasing is a plain store, where a mutex that wakes
//! sleepers needs a second locked instruction, and locks are taken far more often than waited for.

use core::cell::UnsafeCell;
use core::ops::{Deref, DerefMut};

use super::sync::atomic::{AtomicU32, Ordering};
use super::sync::{Step, alone, back_off, handing_over, shrunken, spin_loop};

const UNLOCKED: u32 = 0;
const LOCKED: u32 = 1;

/// Looks at a lock that is taken before other threads are let run.
const SPINS: usize = shrunken(60, 1);

/// How many locks the thread holds: the scheduler refuses to switch goroutines while it is not 0.
mod held {
    use core::cell::Cell;

    thread_local! {
        static HELD: Cell<i32> = const { Cell::new(0) };
    }

    #[inline]
    pub(super) fn add(n: i32) {
        HELD.set(HELD.get() + n);
    }

    /// Runtime locks that the calling thread holds.
    #[inline]
    pub fn count() -> i32 {
        HELD.get()
    }

    pub(super) fn set(n: i32) {
        HELD.set(n);
    }
}
pub use held::count as held;

/// The thread abandons what it was doing, locks and all: at the end of an instance.
pub fn forget_held() {
    held::set(0);
}

/// A mutex without data, for locks that are taken in one function and released in another.
#[derive(Debug)]
pub struct RawLock(AtomicU32);

impl Default for RawLock {
    fn default() -> Self {
        RawLock(AtomicU32::new(UNLOCKED))
    }
}

impl RawLock {
    /// Takes the lock.
    #[inline]
    pub fn lock(&self) {
        if self.0.compare_exchange(UNLOCKED, LOCKED, Ordering::Acquire, Ordering::Relaxed).is_err() {
            self.lock_slow();
        }
        held::add(1);
    }

    /// Takes a lock that only threads holding a P take: with one P it is free, and needs no locked instruction.
    #[inline]
    pub fn lock_with_p(&self) {
        if !alone() {
            return self.lock();
        }
        self.0.store(LOCKED, Ordering::Relaxed);
        held::add(1);
    }

    #[cold]
    fn lock_slow(&self) {
        let mut round = 0;
        loop {
            for _ in 0..SPINS {
                if self.0.load(Ordering::Relaxed) == UNLOCKED
                    && self.0.compare_exchange(UNLOCKED, LOCKED, Ordering::Acquire, Ordering::Relaxed).is_ok()
                {
                    return;
                }
                spin_loop();
            }
            back_off(round);
            round += 1;
        }
    }

    /// Takes the lock when it is free.
    #[inline]
    pub fn try_lock(&self) -> bool {
        let taken = self.0.compare_exchange(UNLOCKED, LOCKED, Ordering::Acquire, Ordering::Relaxed).is_ok();
        held::add(i32::from(taken));
        taken
    }

    /// Releases the lock, which the calling thread holds.
    #[inline]
    pub fn unlock(&self) {
        held::add(-1);
        self.0.store(UNLOCKED, handing_over(Step::LockOrder));
    }

    /// Somebody holds it.
    pub fn is_locked(&self) -> bool {
        self.0.load(Ordering::Relaxed) != UNLOCKED
    }
}

/// A mutex around data.
#[derive(Debug, Default)]
pub struct Lock<T> {
    raw: RawLock,
    data: UnsafeCell<T>,
}

// SAFETY: the lock gives one thread at a time access to the data.
unsafe impl<T: Send> Send for Lock<T> {}
// SAFETY: as above.
unsafe impl<T: Send> Sync for Lock<T> {}

impl<T> Lock<T> {
    /// A free lock around `data`.
    pub fn new(data: T) -> Lock<T> {
        Lock { raw: RawLock::default(), data: UnsafeCell::new(data) }
    }

    /// Takes the lock until the guard goes.
    #[inline]
    pub fn lock(&self) -> LockGuard<'_, T> {
        self.raw.lock();
        LockGuard(self)
    }

    /// Takes the lock when it is free.
    #[inline]
    pub fn try_lock(&self) -> Option<LockGuard<'_, T>> {
        self.raw.try_lock().then(|| LockGuard(self)) // lazily: a guard that is dropped unlocks
    }
}

/// Access to the data of a held [`Lock`].
pub struct LockGuard<'a, T>(&'a Lock<T>);

impl<T> Deref for LockGuard<'_, T> {
    type Target = T;
    #[inline]
    fn deref(&self) -> &T {
        // SAFETY: the guard holds the lock.
        unsafe { &*self.0.data.get() }
    }
}

impl<T> DerefMut for LockGuard<'_, T> {
    #[inline]
    fn deref_mut(&mut self) -> &mut T {
        // SAFETY: the guard holds the lock.
        unsafe { &mut *self.0.data.get() }
    }
}

impl<T> Drop for LockGuard<'_, T> {
    #[inline]
    fn drop(&mut self) {
        self.0.raw.unlock();
    }
}
