//! Preemption of loops without calls, and what must survive it.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::code;
use super::harness::{Then, closure, go, run};

#[test]
fn r31_a_spin_loop_stops_nobody() {
    for procs in [1, 2] {
        let words = [const { AtomicUsize::new(0) }; 2];
        let mut n = 0;
        let out = run(procs, |_| {
            n += 1;
            if n == 1 {
                go(closure([code::spin(), words.as_ptr() as usize]));
                return Then::Yield;
            }
            if n < 5 {
                return Then::Yield;
            }
            Then::Done // main ends while the other spins for ever
        });
        assert_eq!(out.code, 0, "{}", out.stderr);
        assert!(procs > 1 || words[0].load(Ordering::Relaxed) > 0, "the loop never ran");
    }
}

#[test]
fn r31_registers_and_flags_survive_preemption() {
    let run_once = |goroutines: usize, procs: usize| {
        let words: Vec<[AtomicUsize; 2]> = (0..goroutines).map(|_| [AtomicUsize::new(0), AtomicUsize::new(20_000_000)]).collect();
        let mut started = 0;
        let out = run(procs, |_| {
            if started < goroutines {
                go(closure([code::registers(), words[started].as_ptr() as usize]));
                started += 1;
                return Then::Again;
            }
            if words.iter().all(|w| w[0].load(Ordering::Relaxed) != 0) {
                return Then::Done;
            }
            Then::Yield
        });
        assert_eq!(out.code, 0, "{}", out.stderr);
        words.iter().map(|w| w[0].load(Ordering::Relaxed)).collect::<Vec<_>>()
    };
    let alone = run_once(1, 1)[0];
    for procs in [1, 2] {
        assert!(run_once(6, procs).iter().all(|&sum| sum == alone), "a register was lost");
    }
}
