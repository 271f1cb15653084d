//! The runtime's mutex: a futex word, spinning shortly first. For short sections on g0; never held across a park.

use core::cell::UnsafeCell;
use core::ops::{Deref, DerefMut};

use crate::sync::atomic::{AtomicU32, Ordering};
use crate::sync::{futex_wait, futex_wake, spin_loop};

const UNLOCKED: u32 = 0;
const LOCKED: u32 = 1;
/// Locked, and a thread may sleep on the word.
const SLEEPING: u32 = 2;

#[cfg(not(loom))]
const SPINS: u32 = 60;
#[cfg(loom)]
const SPINS: u32 = 1;

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
    }

    #[cold]
    fn lock_slow(&self) {
        for _ in 0..SPINS {
            if self.0.load(Ordering::Relaxed) == UNLOCKED
                && self.0.compare_exchange(UNLOCKED, LOCKED, Ordering::Acquire, Ordering::Relaxed).is_ok()
            {
                return;
            }
            spin_loop();
        }
        // Whoever has slept takes the lock as SLEEPING: it cannot know whether others sleep.
        while self.0.swap(SLEEPING, Ordering::Acquire) != UNLOCKED {
            futex_wait(&self.0, SLEEPING, -1);
        }
    }

    /// Takes the lock when it is free.
    #[inline]
    pub fn try_lock(&self) -> bool {
        self.0.compare_exchange(UNLOCKED, LOCKED, Ordering::Acquire, Ordering::Relaxed).is_ok()
    }

    /// Releases the lock, which the caller holds.
    #[inline]
    pub fn unlock(&self) {
        if self.0.swap(UNLOCKED, Ordering::Release) == SLEEPING {
            futex_wake(&self.0, 1);
        }
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
        self.raw.try_lock().then_some(LockGuard(self))
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
