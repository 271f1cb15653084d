//! R21, R28: a goroutine that parks in a word against events and closing.

use loom::sync::atomic::{AtomicBool, Ordering};
use loom::sync::{Arc, Mutex};
use loom::thread;

use super::Watched;
use super::world::sync::leave_out;
use super::world::waitword::{Announced, WaitWord};
use crate::sync::Step;

/// A goroutine that parks (R21, R28) against one that closes what it waits for: it must not wait for ever. `looks`: it looks for the closing after its
/// announcement.
fn park_against_close(looks: bool) {
    loom::model(move || {
        let word = Arc::new(WaitWord::default());
        let closing = Arc::new(AtomicBool::new(false));
        let readied = Arc::new(Mutex::new(false));
        let (w2, c2, r2) = (word.clone(), closing.clone(), readied.clone());
        let closer = thread::spawn(move || {
            c2.store(true, Ordering::SeqCst);
            if w2.take(false).is_some() {
                *r2.lock().unwrap() = true;
            }
        });
        let parked = match word.announce() {
            Announced::Parking if looks && closing.load(Ordering::SeqCst) => {
                word.withdraw();
                false
            }
            Announced::Parking => word.commit(64),
            Announced::Event | Announced::Taken => unreachable!("no event, one waiter"),
        };
        closer.join().unwrap();
        assert!(!parked || *readied.lock().unwrap(), "parked for ever");
    });
}

#[test]
fn r28_park_against_close() {
    park_against_close(true);
}

#[test]
#[should_panic(expected = "parked for ever")]
fn r28_without_the_look_after_the_announcement_a_goroutine_parks_for_ever() {
    park_against_close(false);
}

#[test]
#[should_panic(expected = "parked for ever")]
fn r28_without_the_fence_after_the_announcement_a_goroutine_parks_for_ever() {
    let _back = leave_out(Step::AnnounceFence);
    park_against_close(true);
}

#[test]
#[should_panic(expected = "parked for ever")]
fn r28_without_the_closers_fence_a_goroutine_parks_for_ever() {
    let _back = leave_out(Step::TakeFence);
    park_against_close(true);
}

/// A goroutine parks until an event, which comes once: it is made ready once if it has parked, else not at all, and sees what was done before the event.
fn park_against_event() {
    loom::model(|| {
        let shared = Arc::new((WaitWord::default(), Watched::default()));
        let s2 = shared.clone();
        let poller = thread::spawn(move || {
            s2.1.add(1);
            s2.0.take(true)
        });
        let (word, done) = &*shared;
        let parked = match word.announce() {
            Announced::Parking => word.commit(64),
            Announced::Event => false,
            Announced::Taken => unreachable!("one waiter"),
        };
        if !parked {
            assert_eq!(done.get(), 1);
        }
        let readied = poller.join().unwrap();
        assert_eq!(parked.then_some(64), readied, "made ready once if parked, else not at all");
    });
}

#[test]
fn r21_an_event_is_never_lost_to_a_goroutine_that_parks() {
    park_against_event();
}

#[test]
#[should_panic(expected = "made ready once")]
fn r21_a_goroutine_that_parks_without_a_claim_sleeps_through_its_event() {
    let _back = leave_out(Step::CommitClaim);
    park_against_event();
}

#[test]
#[should_panic(expected = "made ready once")]
fn r21_an_event_that_claims_nothing_overwrites_the_goroutine() {
    let _back = leave_out(Step::TakeClaim);
    park_against_event();
}

#[test]
#[should_panic(expected = "Causality violation")]
fn r21_an_event_without_order_shows_nothing_of_what_was_before_it() {
    let _back = leave_out(Step::EventOrder);
    park_against_event();
}
