//! R22, R23: channels and select.

use super::world::{Chan, SendClosed, World, join, select};
use super::{model, model_needs};
use crate::sync::Step;

fn sorted(mut all: Vec<u64>) -> Vec<u64> {
    all.sort_unstable();
    all
}

/// Two senders of two values each, two receivers that go on until the channel is closed.
fn senders_and_receivers(size: i64) {
    let world = World::new();
    world.enter(0);
    let c = Chan::new(size);
    let senders = [1, 2].map(|s| {
        world.go(s, move || {
            for i in 0..2 {
                c.send(u64::from(10 * s + i)).unwrap();
            }
        })
    });
    let receivers = [3, 4].map(|r| world.go(r, move || std::iter::from_fn(|| c.recv()).collect::<Vec<_>>()));
    join(senders);
    c.close();
    let got = join(receivers);
    for from in [1, 2] {
        for got in &got {
            let order: Vec<_> = got.iter().filter(|&n| n / 10 == from).collect();
            assert!(order.is_sorted(), "values of one sender overtook each other: {got:?}");
        }
    }
    assert_eq!(sorted(got.concat()), [10, 11, 20, 21]);
}

#[test]
fn r22_each_value_comes_once_without_a_buffer() {
    model(|| senders_and_receivers(0));
}

#[test]
fn r22_each_value_comes_once_through_a_buffer() {
    model(|| senders_and_receivers(1));
}

#[test]
fn r22_a_lock_given_up_before_the_park_wakes_a_running_goroutine() {
    model_needs(Step::ParkBeforeUnlock, "does not wait", || senders_and_receivers(0));
}

/// A close wakes senders, who panic, and receivers, who get nothing.
fn close_against_waiters() {
    let world = World::new();
    world.enter(0);
    let (full, empty) = (Chan::new(0), Chan::new(0));
    let sender = world.go(1, move || full.send(7));
    let receivers = [2, 3].map(|r| world.go(r, move || empty.recv()));
    empty.close();
    assert_eq!(join(receivers), [None, None]);
    let taken = full.recv();
    assert_eq!((taken, sender.join().unwrap()), (Some(7), Ok(())));
}

#[test]
fn r22_close_wakes_all_receivers() {
    model(close_against_waiters);
}

#[test]
fn r22_close_makes_a_waiting_sender_panic() {
    model(|| {
        let world = World::new();
        world.enter(0);
        let c = Chan::new(1);
        c.send(1).unwrap();
        // Starts after the channel is full: it waits, and the close ends that, or the receive does.
        let sender = world.go(1, move || c.send(2));
        let first = c.recv();
        assert_eq!(first, Some(1));
        match sender.join().unwrap() {
            Ok(()) => assert_eq!(c.recv(), Some(2)),
            Err(SendClosed) => unreachable!("nobody has closed it"),
        }
        c.send(3).unwrap();
        let waits = world.go(2, move || c.send(4));
        c.close();
        let (third, fourth) = (c.recv(), c.recv());
        assert_eq!(third, Some(3));
        // The send was before the close only if somebody had made room, and nobody had.
        assert_eq!((fourth, waits.join().unwrap()), (None, Err(SendClosed)));
    });
}

/// Both goroutines would send to one channel and receive from the other: exactly one exchange happens, in one direction each, and nobody waits for ever.
fn crossed_selects() {
    let world = World::new();
    world.enter(0);
    let (a, b) = (Chan::new(0), Chan::new(0));
    let left = world.go(1, move || select([(a, Some(1)), (b, None)]));
    let right = world.go(2, move || select([(a, None), (b, Some(2))]));
    match (left.join().unwrap(), right.join().unwrap()) {
        ((0, None), (0, Some(1))) | ((1, Some(2)), (1, None)) => {}
        other => panic!("not one exchange: {other:?}"),
    }
}

#[test]
fn r23_crossed_selects_exchange_once() {
    model(crossed_selects);
}

/// Two senders meet one goroutine that selects over both channels, twice.
fn two_senders_one_select() {
    let world = World::new();
    world.enter(0);
    let (a, b) = (Chan::new(0), Chan::new(0));
    let senders = [world.go(1, move || a.send(1).unwrap()), world.go(2, move || b.send(2).unwrap())];
    let selector = world.go(3, move || [0; 2].map(|_| select([(a, None), (b, None)]).1.unwrap()).to_vec());
    assert_eq!(sorted(selector.join().unwrap()), [1, 2]);
    join(senders);
}

#[test]
fn r23_a_select_takes_one_case_at_a_time() {
    model(two_senders_one_select);
}

#[test]
fn r23_without_the_race_for_a_select_two_wake_it() {
    model_needs(Step::SelectDone, "", two_senders_one_select);
}
