//! R15, R16: a P's ring and its `next` slot.

use core::ptr::null_mut;

use loom::sync::Arc;
use loom::thread;

use super::world::runq::{RUNQ_SIZE, Runq};
use super::world::sync::leave_out;
use super::{Item, drain, item, number};
use crate::sync::Step;

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
    let _back = leave_out(Step::StealClaim);
    owner_and_thief();
}

#[test]
#[should_panic(expected = "left == right")]
fn r15_an_owner_that_does_not_claim_takes_what_others_take() {
    let _back = leave_out(Step::PopClaim);
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
    let _back = leave_out(Step::NextSwap);
    next_and_thief();
}
