//! Loom models of the lock-free parts: every order of their steps, with shrunken constants.
//!
//! `RUSTFLAGS="--cfg loom" cargo test -p mgo-runtime --release --lib models`

use core::ptr::null_mut;

use loom::sync::Arc;
use loom::sync::Mutex;
use loom::sync::atomic::{AtomicBool, Ordering};
use loom::thread;

use crate::idlers::Idlers;
use crate::lock::Lock;
use crate::note::Note;
use crate::runq::{RUNQ_SIZE, Runq};
use crate::sync::{Step, leave_out};
use crate::waitword::{Announced, WaitWord};

type Item = u32;

/// Items are addresses that are never followed.
fn item(n: usize) -> *mut Item {
    core::ptr::without_provenance_mut(n * align_of::<Item>())
}

fn number(item: *mut Item) -> usize {
    item.addr() / align_of::<Item>()
}

fn drain(q: &Runq<Item>) -> Vec<usize> {
    let mut all = Vec::new();
    for take in [Runq::take_next, Runq::pop] {
        loop {
            let it = take(q);
            if it.is_null() {
                break;
            }
            all.push(number(it));
        }
    }
    all
}

/// What a thief gets in one go.
fn stolen(q: &Runq<Item>) -> Vec<usize> {
    let mine = Runq::<Item>::default();
    let last = mine.steal(q, || false);
    let mut got = drain(&mine);
    got.extend((!last.is_null()).then(|| number(last)));
    got
}

fn assert_each_once(mut got: Vec<usize>, n: usize) {
    got.sort_unstable();
    assert_eq!(got, (1..=n).collect::<Vec<_>>());
}

/// The owner queues and takes while a thief steals.
fn owner_and_thief() {
    loom::model(|| {
        let q = Arc::new(Runq::<Item>::default());
        let q2 = q.clone();
        assert!(q.push(item(1)) && q.push(item(2)));
        let thief = thread::spawn(move || stolen(&q2));
        assert!(q.push(item(3)));
        let mut got = Vec::new();
        let first = q.pop();
        got.extend((!first.is_null()).then(|| number(first)));
        got.extend(thief.join().unwrap());
        got.extend(drain(&q));
        assert_each_once(got, 3);
    });
}

#[test]
fn r15_each_item_is_taken_once_by_owner_or_thief() {
    owner_and_thief();
}

#[test]
#[should_panic(expected = "left == right")]
fn r15_a_thief_that_does_not_claim_takes_what_others_take() {
    leave_out(Step::StealClaim);
    owner_and_thief();
}

#[test]
#[should_panic(expected = "left == right")]
fn r15_an_owner_that_does_not_claim_takes_what_others_take() {
    leave_out(Step::PopClaim);
    owner_and_thief();
}

#[test]
fn r15_half_of_a_full_ring_leaves_while_a_thief_steals() {
    loom::model(|| {
        let q = Arc::new(Runq::<Item>::default());
        (1..=RUNQ_SIZE).for_each(|n| assert!(q.push(item(n))));
        assert!(!q.push(item(99)), "full");
        let q2 = q.clone();
        let thief = thread::spawn(move || stolen(&q2));
        let mut half = [null_mut(); RUNQ_SIZE / 2];
        let n = q.take_half(&mut half);
        let mut got: Vec<_> = half[..n].iter().map(|&it| number(it)).collect();
        got.extend(thief.join().unwrap());
        got.extend(drain(&q));
        assert_each_once(got, RUNQ_SIZE);
    });
}

/// The owner puts another into `next` while a thief takes it.
fn next_and_thief() {
    loom::model(|| {
        let q = Arc::new(Runq::<Item>::default());
        assert!(q.set_next(item(1)).is_null());
        let q2 = q.clone();
        let thief = thread::spawn(move || number(q2.take_next()));
        let kicked = number(q.set_next(item(2)));
        let stolen = thief.join().unwrap();
        let left = number(q.take_next());
        assert_each_once([kicked, stolen, left].into_iter().filter(|&n| n != 0).collect(), 2);
    });
}

#[test]
fn r16_next_goes_to_one_taker() {
    next_and_thief();
}

#[test]
#[should_panic(expected = "left == right")]
fn r16_next_that_is_read_and_cleared_in_two_steps_goes_to_two_or_none() {
    leave_out(Step::NextSwap);
    next_and_thief();
}

/// A cell that loom watches: who reads it must have seen the write before.
#[derive(Default)]
struct Watched(loom::cell::UnsafeCell<i32>);

// SAFETY: loom reports accesses that are not ordered.
unsafe impl Sync for Watched {}

impl Watched {
    fn add(&self, n: i32) {
        // SAFETY: as above.
        self.0.with_mut(|p| unsafe { *p += n });
    }

    fn get(&self) -> i32 {
        // SAFETY: as above.
        self.0.with(|p| unsafe { *p })
    }
}

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
    leave_out(Step::NoteOrder);
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
    leave_out(Step::LockOrder);
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
    leave_out(Step::AnnounceFence);
    park_against_close(true);
}

#[test]
#[should_panic(expected = "parked for ever")]
fn r28_without_the_closers_fence_a_goroutine_parks_for_ever() {
    leave_out(Step::TakeFence);
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
    leave_out(Step::CommitClaim);
    park_against_event();
}

#[test]
#[should_panic(expected = "made ready once")]
fn r21_an_event_that_claims_nothing_overwrites_the_goroutine() {
    leave_out(Step::TakeClaim);
    park_against_event();
}

#[test]
#[should_panic(expected = "Causality violation")]
fn r21_an_event_without_order_shows_nothing_of_what_was_before_it() {
    leave_out(Step::EventOrder);
    park_against_event();
}
