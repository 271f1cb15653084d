//! R13, R17: notes and locks hand over what was done before; who makes work and who runs out of it do not miss each other.

use loom::sync::{Arc, Mutex};
use loom::thread;

use super::world::idlers::Idlers;
use super::world::lock::Lock;
use super::world::note::Note;
use super::world::runq::Runq;
use super::world::sync::leave_out;
use super::{Item, Watched, item};
use crate::sync::Step;

/// A thread hands something over with its wake-up.
fn wake_and_sleep() {
    loom::model(|| {
        let shared = Arc::new((Note::default(), Watched::default()));
        let s2 = shared.clone();
        let waker = thread::spawn(move || {
            s2.1.add(1);
            s2.0.wakeup();
        });
        shared.0.sleep();
        assert_eq!(shared.1.get(), 1);
        waker.join().unwrap();
        shared.0.clear();
    });
}

#[test]
fn r17_a_note_wakes_its_sleeper_in_every_order() {
    wake_and_sleep();
}

#[test]
#[should_panic(expected = "Causality violation")]
fn r17_a_wake_up_without_order_shows_nothing_of_what_was_before_it() {
    let _back = leave_out(Step::NoteOrder);
    wake_and_sleep();
}

/// Two threads want the lock; one gives up when it is taken.
fn two_lock() {
    loom::model(|| {
        let shared = Arc::new((Lock::new(()), Watched::default()));
        let s2 = shared.clone();
        let other = thread::spawn(move || {
            let locked = s2.0.try_lock();
            if locked.is_some() {
                s2.1.add(1);
            }
            i32::from(locked.is_some())
        });
        {
            let _locked = shared.0.lock();
            shared.1.add(1);
        }
        let added = other.join().unwrap();
        assert_eq!(shared.1.get(), 1 + added);
    });
}

#[test]
fn r13_a_lock_admits_one_at_a_time() {
    two_lock();
}

#[test]
#[should_panic(expected = "Causality violation")]
fn r13_a_lock_given_up_without_order_admits_two() {
    let _back = leave_out(Step::LockOrder);
    two_lock();
}

/// How a model looks when a step of the protocol is left out; the models that prove its necessity use the others.
#[derive(Clone, Copy, PartialEq)]
enum Protocol {
    Whole,
    /// The submitter looks for idle Ps without the fence after queueing.
    NoFenceAfterQueueing,
    /// The idle thread does not look at the queues again.
    NoSecondLook,
}

/// A submitter on a busy P against the last thread that goes to sleep: when both are done, the item has been taken or somebody is awake for it.
fn submit_against_sleep(spinning: bool, protocol: Protocol) {
    loom::model(move || {
        let q = Arc::new(Runq::<Item>::default());
        let idlers = Arc::new(Idlers::default());
        if spinning {
            idlers.start_spinning();
        }
        let woken = Arc::new(Mutex::new(0));
        let (q2, i2, w2) = (q.clone(), idlers.clone(), woken.clone());
        let submitter = thread::spawn(move || {
            assert!(q2.push(item(1)));
            let wanted = if protocol == Protocol::NoFenceAfterQueueing { i2.wanted() } else { i2.wanted_after_queueing() };
            if wanted && i2.claim_spinning() {
                *w2.lock().unwrap() += 1;
            }
        });
        // The thread has found nothing and gives its P up: `find_runnable`.
        idlers.p_idle();
        idlers.before_second_look(spinning);
        let seen = protocol != Protocol::NoSecondLook && !q.is_empty();
        submitter.join().unwrap();
        assert!(seen || *woken.lock().unwrap() == 1, "the item waits and everybody sleeps");
    });
}

#[test]
fn r17_submit_against_a_spinning_thread_that_goes_to_sleep() {
    submit_against_sleep(true, Protocol::Whole);
}

#[test]
fn r17_submit_against_a_thread_that_goes_to_sleep() {
    submit_against_sleep(false, Protocol::Whole);
}

#[test]
#[should_panic(expected = "everybody sleeps")]
fn r17_without_the_submitters_fence_an_item_is_left() {
    submit_against_sleep(true, Protocol::NoFenceAfterQueueing);
}

#[test]
#[should_panic(expected = "everybody sleeps")]
fn r17_without_the_second_look_an_item_is_left() {
    submit_against_sleep(true, Protocol::NoSecondLook);
}
