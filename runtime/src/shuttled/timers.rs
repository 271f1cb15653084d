//! R25: timers, which any thread may run.

use shuttle::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use super::world::timer::{self, Timer};
use super::world::{Chan, World, join, m, p};
use super::{model, model_needs};
use crate::sync::Step;

fn sleep(ns: i64) {
    // SAFETY: on a goroutine of the model.
    assert!(unsafe { timer::natives::sleep(ns, m::getg()) }.is_null());
}

/// Starts a timer that is due `in_ns` after the beginning, with a channel or a counter.
fn start(in_ns: i64, c: Option<Chan>, counter: Option<&'static AtomicU32>) -> *mut Timer {
    let mut t = Timer::stopped();
    t.when.store(in_ns, Ordering::SeqCst);
    t.c = c.map_or(std::ptr::null_mut(), |c| c.0);
    t.func = counter.map_or(std::ptr::null_mut(), |f| std::ptr::from_ref(f).cast_mut().cast());
    let t = Box::into_raw(Box::new(t));
    // SAFETY: on a goroutine of the model.
    unsafe { timer::natives::start_timer(t) };
    t
}

struct Ptr<T>(*mut T);
// SAFETY: what the models pass stays, and is guarded by locks.
unsafe impl<T> Send for Ptr<T> {}

impl<T> Clone for Ptr<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Ptr<T> {}

impl<T> Ptr<T> {
    fn get(self) -> *mut T {
        self.0
    }
}

/// A thread that runs the timers of some Ps while time passes, until it is told to stop.
fn runner(world: World, id: u32, ps: Vec<Ptr<p::P>>, done: &'static AtomicBool) -> shuttle::thread::JoinHandle<()> {
    world.go(id, move || {
        while !done.load(Ordering::SeqCst) {
            world.sched().clock.0.fetch_add(10, Ordering::SeqCst);
            for pp in &ps {
                // SAFETY: Ps stay; this thread has one.
                unsafe { timer::check_timers(pp.get(), 0) };
            }
            shuttle::thread::yield_now();
        }
    })
}

fn flag() -> &'static AtomicBool {
    Box::leak(Box::new(AtomicBool::new(false)))
}

fn counter() -> &'static AtomicU32 {
    Box::leak(Box::new(AtomicU32::new(0)))
}

#[test]
fn r25_sleepers_wake_once_with_two_threads_running_their_timers() {
    model(|| {
        let world = World::new();
        let pp = Ptr(world.enter(0));
        let done = flag();
        let runners = [1, 2].map(|id| runner(world, id, vec![pp], done));
        sleep(5);
        sleep(15);
        assert!(world.sched().clock.nanotime() >= 20);
        done.store(true, Ordering::SeqCst);
        join(runners);
    });
}

#[test]
fn r25_a_function_runs_once_or_was_stopped() {
    model(|| {
        let world = World::new();
        let pp = Ptr(world.enter(0));
        let (done, calls) = (flag(), counter());
        let t = Ptr(start(5, None, Some(calls)));
        let runners = [1, 2].map(|id| runner(world, id, vec![pp], done));
        // SAFETY: as above.
        let stopper = world.go(3, move || unsafe { timer::stop(t.get()) });
        let stopped = stopper.join().unwrap();
        done.store(true, Ordering::SeqCst);
        join(runners);
        // SAFETY: as in `runner`: what is left due.
        unsafe { timer::check_timers(pp.get(), i64::MAX) };
        assert_eq!(calls.load(Ordering::SeqCst), u32::from(!stopped), "stopped {stopped}");
    });
}

/// A receiver waits for the one value of a timer.
fn receive_from_a_timer() {
    let world = World::new();
    let pp = Ptr(world.enter(0));
    let done = flag();
    let c = Chan::for_timer();
    start(5, Some(c), None);
    let runners = [1, 2].map(|id| runner(world, id, vec![pp], done));
    assert!(c.recv().is_some());
    done.store(true, Ordering::SeqCst);
    join(runners);
}

#[test]
fn r25_a_timers_value_is_not_missed() {
    model(receive_from_a_timer);
}

#[test]
fn r25_without_the_second_look_a_timers_value_is_missed() {
    model_needs(Step::TimerSecondLook, "max_steps", receive_from_a_timer);
}
