//! Stopping the world, changing GOMAXPROCS, locked threads, system calls.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::Duration;

use super::code;
use super::harness::{Gate, Then, closure, go, run, steps};
use crate::m::getm;
use crate::proc::{main, sched_enable_user, stw, thread};

#[test]
fn r20_the_world_stops_and_starts_while_goroutines_run() {
    for procs in [1, 2, 8] {
        let words: Vec<[AtomicUsize; 2]> = (0..3).map(|_| Default::default()).collect();
        let ticks = AtomicU64::new(0);
        let mut n = 0;
        let out = run(procs, |_| {
            n += 1;
            if n == 1 {
                for w in &words {
                    go(closure([code::spin(), w.as_ptr() as usize]));
                }
                for _ in 0..3 {
                    go(steps(|_| {
                        ticks.fetch_add(1, Ordering::Relaxed);
                        Then::Yield
                    }));
                }
            }
            if n > 100 {
                return Then::Done;
            }
            // SAFETY: a step runs on g0 and holds no locks.
            unsafe { stw::stop_the_world() };
            let now = || (words.iter().map(|w| w[0].load(Ordering::Relaxed)).sum::<usize>(), ticks.load(Ordering::Relaxed));
            let before = now();
            std::thread::sleep(Duration::from_micros(200));
            assert_eq!(before, now(), "somebody ran while the world was stopped");
            // SAFETY: stopped above.
            unsafe { stw::start_the_world() };
            if n % 10 == 0 { Then::Yield } else { Then::Again }
        });
        assert_eq!(out.code, 0, "{}", out.stderr);
    }
}

#[test]
fn r20_user_goroutines_can_be_held_back() {
    for procs in [1, 2, 8] {
        let ticks = AtomicU64::new(0);
        let (mut n, mut then) = (0, 0);
        let out = run(procs, |gp| {
            n += 1;
            // SAFETY: a step runs on g0 of an M on behalf of gp.
            let sched = unsafe { &*(*getm()).sched };
            match n {
                1 => {
                    // SAFETY: as above. The main goroutine counts as the runtime's own for this test.
                    unsafe { (*gp).system = true };
                    for _ in 0..3 {
                        go(steps(|_| {
                            ticks.fetch_add(1, Ordering::Relaxed);
                            Then::Yield
                        }));
                    }
                }
                // SAFETY: as above.
                50 => unsafe { sched_enable_user(sched, false) },
                100 => {
                    std::thread::sleep(Duration::from_millis(2)); // who still runs comes to its end
                    then = ticks.load(Ordering::Relaxed);
                }
                150 => {
                    std::thread::sleep(Duration::from_millis(1));
                    assert_eq!(then, ticks.load(Ordering::Relaxed), "a user goroutine ran");
                    // SAFETY: as above.
                    unsafe { sched_enable_user(sched, true) };
                }
                _ => {}
            }
            if n > 150 && ticks.load(Ordering::Relaxed) > then + 10 { Then::Done } else { Then::Yield }
        });
        assert_eq!(out.code, 0, "{}", out.stderr);
    }
}

#[test]
fn r20_two_threads_may_stop_the_world_at_once() {
    let stops = AtomicU64::new(0);
    let mut n = 0;
    let out = run(4, |_| {
        n += 1;
        if n == 1 {
            for _ in 0..4 {
                go(steps(|_| {
                    // SAFETY: a step runs on g0 and holds no locks.
                    unsafe {
                        stw::stop_the_world();
                        stops.fetch_add(1, Ordering::Relaxed);
                        stw::start_the_world();
                    }
                    Then::Yield
                }));
            }
        }
        if stops.load(Ordering::Relaxed) < 400 { Then::Yield } else { Then::Done }
    });
    assert_eq!(out.code, 0, "{}", out.stderr);
}

#[test]
fn r12_gomaxprocs_changes_while_goroutines_run() {
    let mut n = 0;
    let ticks = AtomicU64::new(0);
    let out = run(2, |_| {
        n += 1;
        if n == 1 {
            for _ in 0..10 {
                go(steps(|_| {
                    ticks.fetch_add(1, Ordering::Relaxed);
                    Then::Yield
                }));
            }
        }
        if n > 60 {
            return Then::Done;
        }
        // SAFETY: a step runs on g0 and holds no locks.
        unsafe {
            let want = [1, 4, 2, 7, 3][n % 5];
            main::gomaxprocs(want);
            assert_eq!(main::gomaxprocs(0), want);
        }
        Then::Yield
    });
    assert_eq!(out.code, 0, "{}", out.stderr);
    assert!(ticks.load(Ordering::Relaxed) > 0);
}

#[test]
fn r18_a_locked_goroutine_stays_on_its_thread() {
    for procs in [1, 2] {
        let gate = Gate::default();
        let mut n = 0;
        let out = run(procs, |_| {
            n += 1;
            if n == 1 {
                for _ in 0..4 {
                    let gate = gate.clone();
                    let (mut k, mut home) = (0, 0);
                    // SAFETY: a step runs on an M.
                    go(steps(move |gp| unsafe {
                        k += 1;
                        if k == 1 {
                            thread::lock_os_thread(gp);
                            home = (*getm()).id;
                        }
                        assert_eq!((*getm()).id, home);
                        if k == 100 {
                            thread::unlock_os_thread(gp);
                            gate.open();
                            return Then::Done;
                        }
                        Then::Yield
                    }));
                }
                go(steps(|_| Then::Yield));
            }
            if n <= 4 { Then::Wait(gate.clone()) } else { Then::Done }
        });
        assert_eq!(out.code, 0, "procs {procs}: {}", out.stderr);
    }
}

#[test]
fn r18_a_goroutine_that_exits_locked_takes_its_thread_with_it() {
    let gate = Gate::default();
    let mut n = 0;
    let out = run(2, |_| {
        n += 1;
        if n == 1 {
            for _ in 0..5 {
                let gate = gate.clone();
                // SAFETY: a step runs on an M.
                go(steps(move |gp| unsafe {
                    thread::lock_os_thread(gp);
                    gate.open();
                    Then::Done
                }));
            }
        }
        if n <= 5 { Then::Wait(gate.clone()) } else { Then::Done }
    });
    assert_eq!(out.code, 0, "{}", out.stderr);
}

#[test]
fn r27_a_blocking_system_call_stops_nobody() {
    let ticks = AtomicU64::new(0);
    let (calls, done) = (AtomicU64::new(0), AtomicU64::new(0));
    let mut n = 0;
    let out = run(1, |_| {
        n += 1;
        if n == 1 {
            go(steps(|_| {
                if done.load(Ordering::Relaxed) == 1 {
                    return Then::Done;
                }
                if calls.fetch_add(1, Ordering::Relaxed) == 1 {
                    done.store(1, Ordering::Relaxed);
                }
                Then::Syscall(Duration::from_millis(20))
            }));
        }
        ticks.fetch_add(1, Ordering::Relaxed);
        if done.load(Ordering::Relaxed) == 1 { Then::Done } else { Then::Yield }
    });
    assert_eq!(out.code, 0, "{}", out.stderr);
    assert!(ticks.load(Ordering::Relaxed) > 2, "main only ran between the calls: {ticks:?}");
}
