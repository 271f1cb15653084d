//! The life of goroutines: start, switch, exit, deadlock.

use std::ptr::null_mut;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use super::code;
use super::harness::{Gate, Then, closure, go, run, run_closure, steps};
use crate::g::WaitReason;
use crate::proc;
use crate::sched::Config;
use crate::sudog::{self, Sudog, SudogPool};

#[test]
fn r11_main_returns_and_the_program_exits_with_0() {
    for procs in [1, 2, 8] {
        let out = run(procs, |_| Then::Done);
        assert_eq!((out.code, out.stderr.as_str()), (0, ""));
    }
}

#[test]
fn r05_a_million_goroutines_in_turn_use_few_gs() {
    let (runs, spawned) = (AtomicU64::new(0), AtomicU64::new(0));
    let gs = AtomicUsize::new(0);
    let out = run(1, |_| {
        let n = spawned.fetch_add(1, Ordering::Relaxed);
        if n == 1_000_000 {
            // SAFETY: a step runs on an M.
            gs.store(unsafe { (*(*crate::m::getm()).sched).allgs.lock().len() }, Ordering::Relaxed);
            return Then::Done;
        }
        if n % 1000 == 0 {
            go(steps(|_| {
                runs.fetch_add(1, Ordering::Relaxed);
                Then::Done
            }));
        } else {
            go(closure([code::body_return()]));
        }
        Then::Yield
    });
    assert_eq!(out.code, 0, "{}", out.stderr);
    assert_eq!(runs.load(Ordering::Relaxed), 1000);
    assert!(gs.load(Ordering::Relaxed) < 100, "{gs:?} Gs");
}

#[test]
fn r13_every_goroutine_runs_to_its_end() {
    for procs in [1, 2, 8] {
        for round in 0..20 {
            let done = AtomicU64::new(0);
            let gate = Gate::default();
            let mut left = 500;
            let out = run(procs, |_| {
                if left > 0 {
                    left -= 1;
                    let (gate, done) = (gate.clone(), &done);
                    let mut yields = (left + round) % 7;
                    go(steps(move |_| {
                        if yields > 0 {
                            yields -= 1;
                            return Then::Yield;
                        }
                        done.fetch_add(1, Ordering::Relaxed);
                        gate.open();
                        Then::Done
                    }));
                    return Then::Again;
                }
                left -= 1;
                if left == -501 {
                    return Then::Done;
                }
                Then::Wait(gate.clone())
            });
            assert_eq!(out.code, 0, "{}", out.stderr);
            assert_eq!(done.load(Ordering::Relaxed), 500, "procs {procs}");
        }
    }
}

#[test]
fn r17_ping_pong_loses_no_wake_up() {
    for procs in [1, 2, 8] {
        let (a, b) = (Gate::default(), Gate::default());
        let rounds = 20_000;
        let mut n = 0;
        let out = run(procs, |_| {
            if n == 0 {
                let (a, b) = (a.clone(), b.clone());
                let mut m = 0;
                go(steps(move |_| {
                    m += 1;
                    if m > 1 {
                        b.open();
                    }
                    if m > rounds {
                        return Then::Done;
                    }
                    Then::Wait(a.clone())
                }));
            }
            n += 1;
            if n > rounds {
                return Then::Done;
            }
            a.open();
            Then::Wait(b.clone())
        });
        assert_eq!(out.code, 0, "procs {procs}: {}", out.stderr);
    }
}

#[test]
fn r26_deadlock_is_reported_with_all_goroutines() {
    for procs in [1, 2, 8] {
        let mut n = 0;
        let out = run(procs, |_| {
            n += 1;
            if n == 1 {
                go(steps(|_| Then::Park(WaitReason::ChanReceive)));
                return Then::Again;
            }
            Then::Park(WaitReason::ChanSend)
        });
        assert_eq!(out.code, 2);
        let offset = |s: &str| {
            let mut t = String::new();
            for part in s.split(" +0x") {
                let part = if t.is_empty() { part } else { part.trim_start_matches(|c: char| c.is_ascii_hexdigit()) };
                t.push_str(part);
            }
            t
        };
        assert_eq!(
            offset(&out.stderr),
            "fatal error: all goroutines are asleep - deadlock!\n\n\
             goroutine 1 [chan send]:\nmain.steps(...)\n\t/test.go:10\nmain.main()\n\t/test.go:20\n\n\
             goroutine 2 [chan receive]:\nmain.steps(...)\n\t/test.go:10\ncreated by main.main in goroutine 1\n\t/test.go:20\n"
        );
    }
}

#[test]
fn r09_goexit_of_main_lets_the_others_go_on_until_none_is_left() {
    let done = AtomicU64::new(0);
    let mut n = 0;
    let out = run(2, |_| {
        n += 1;
        if n == 1 {
            let mut k = 0;
            go(steps(|_| {
                k += 1;
                if k < 50 {
                    return Then::Yield;
                }
                done.fetch_add(1, Ordering::Relaxed);
                Then::Done
            }));
            return Then::Again;
        }
        Then::Goexit
    });
    assert_eq!(out.code, 2);
    assert_eq!(done.load(Ordering::Relaxed), 1);
    assert_eq!(out.stderr, "fatal error: no goroutines (main called runtime.Goexit) - deadlock!\n");
}

#[test]
fn r10_boot_steps_are_printed_in_order() {
    let config = Config { gomaxprocs: 2, trace_boot: true, args: vec![b"x".to_vec()], ..Config::default() };
    let out = run_closure(config, steps(|_| Then::Done));
    let steps: Vec<_> = out.stderr.lines().map(|l| l.strip_prefix("boot: ").unwrap().split([':', '(']).next().unwrap()).collect();
    assert_eq!(
        steps,
        ["g0 and m0 linked", "args", "osinit", "schedinit", "schedinit", "newproc", "mstart", "runtime.main", "runtime.main"]
    );
}

#[test]
fn r08_an_illegal_status_change_throws() {
    // SAFETY: a step runs on an M.
    let out = run(1, |gp| unsafe {
        proc::casgstatus(gp, crate::g::status::WAITING, crate::g::status::RUNNABLE);
        Then::Done
    });
    assert_eq!(out.code, 2);
    assert!(out.stderr.contains("fatal error: casgstatus: bad incoming values\n"), "{}", out.stderr);
    assert!(out.stderr.contains("goroutine 1 [running]:\nmain.steps(...)"), "{}", out.stderr);
}

#[test]
fn sudogs_that_a_collection_drops_are_nobodys_any_more() {
    let batch = |n: usize| (0..n).fold(null_mut(), |waitlink, _| Box::into_raw(Box::new(Sudog { waitlink, ..sudog::EMPTY })));
    let pool = SudogPool::default();
    (0..3).for_each(|_| pool.put(batch(64)));
    assert!(!pool.free_some(), "spare ones are kept");
    let kept = pool.take();
    pool.drop_spares();
    assert!(pool.take().is_none());
    kept.into_iter().for_each(|kept| pool.put(kept));
    assert!(pool.free_some() && pool.free_some() && !pool.free_some());
    assert_eq!(pool.take(), kept);
    kept.into_iter().for_each(|kept| pool.put(kept));
}
