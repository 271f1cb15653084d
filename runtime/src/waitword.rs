//! A word that says where the one waiter for an event is. [`NIL`] nobody waits; [`READY`] an event that nobody has used yet; [`PARKING`] somebody who is
//! about to park; else the waiter, parked, by address. Whoever takes the waiter out of the word makes it runnable.
//!
//! The protocol. A waiter [announces](WaitWord::announce) itself, then looks whether waiting is of use (closed? deadline passed?), then
//! [commits](WaitWord::commit). Who makes waiting useless says so first and then [takes](WaitWord::take). Both have a full fence between their two steps, so one
//! of them sees the other.

use super::sync::atomic::{
    AtomicUsize,
    Ordering::{Relaxed, SeqCst},
};
use super::sync::{Step, full_fence, left_out};

/// Nobody waits.
pub const NIL: usize = 0;
/// An event came while nobody waited.
pub const READY: usize = 1;
/// Somebody is about to park.
pub const PARKING: usize = 2;

/// What an announcement came to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Announced {
    /// An event was there, and has been used: there is nothing to wait for.
    Event,
    /// The caller may park.
    Parking,
    /// Somebody else waits.
    Taken,
}

/// The word.
#[derive(Debug)]
pub struct WaitWord(AtomicUsize);

impl Default for WaitWord {
    fn default() -> Self {
        WaitWord(AtomicUsize::new(NIL))
    }
}

impl WaitWord {
    /// Forgets an event. Nobody may be waiting.
    pub fn reset(&self) {
        self.0.store(NIL, SeqCst);
    }

    /// The waiter is about to park.
    pub fn announce(&self) -> Announced {
        loop {
            if self.0.compare_exchange(READY, NIL, SeqCst, SeqCst).is_ok() {
                return Announced::Event;
            }
            match self.0.compare_exchange(NIL, PARKING, SeqCst, SeqCst) {
                Ok(_) => {
                    if !left_out(Step::AnnounceFence) {
                        full_fence(); // against the one in `take`
                    }
                    return Announced::Parking;
                }
                Err(READY) => {}
                Err(_) => return Announced::Taken,
            }
        }
    }

    /// The waiter does not park after all. An event that has come in between stays in the word.
    pub fn withdraw(&self) {
        let _ = self.0.compare_exchange(PARKING, NIL, SeqCst, SeqCst);
    }

    /// The waiter has parked and can be made runnable by `waiter`; false when it has been let go meanwhile and must not park.
    pub fn commit(&self, waiter: usize) -> bool {
        if left_out(Step::CommitClaim) {
            self.0.store(waiter, SeqCst);
            return true;
        }
        self.0.compare_exchange(PARKING, waiter, SeqCst, SeqCst).is_ok()
    }

    /// Lets a parked waiter go without an event; false when it does not wait here.
    pub fn forget(&self, waiter: usize) -> bool {
        self.0.compare_exchange(waiter, NIL, SeqCst, SeqCst).is_ok()
    }

    /// An event, or waiting has become useless (`event` false): gives the waiter to make runnable. An event that finds none stays in the word.
    pub fn take(&self, event: bool) -> Option<usize> {
        if !event && !left_out(Step::TakeFence) {
            full_fence(); // what makes waiting useless has been said before: against the one in `announce`
        }
        let mut now = self.0.load(SeqCst);
        loop {
            let next = match now {
                READY => return None,
                NIL if !event => return None,
                NIL | PARKING if event => READY,
                _ => NIL,
            };
            let order = if left_out(Step::EventOrder) { Relaxed } else { SeqCst };
            let exchanged = if left_out(Step::TakeClaim) {
                self.0.store(next, order);
                Ok(now)
            } else {
                self.0.compare_exchange(now, next, order, SeqCst)
            };
            match exchanged {
                Ok(NIL | PARKING) => return None,
                Ok(waiter) => return Some(waiter),
                Err(found) => now = found,
            }
        }
    }
}
