//! Stack segments.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::code;
use super::harness::{Outcome, Then, closure, go, run};

fn run_words(code: usize, words: &[AtomicUsize; 3]) -> Outcome {
    let mut started = false;
    run(1, |_| {
        if !started {
            started = true;
            go(closure([code, words.as_ptr() as usize]));
        }
        if words[0].load(Ordering::Relaxed) != 0 {
            return Then::Done;
        }
        Then::Yield
    })
}

#[test]
fn r33_stacks_grow_through_all_tiers_and_back() {
    for (depth, rounds) in [(10, 1000), (20, 10_000), (500, 1000), (2000, 100), (1_000_000, 2)] {
        let words = [AtomicUsize::new(0), AtomicUsize::new(depth), AtomicUsize::new(rounds)];
        let out = run_words(code::run_deep(), &words);
        assert_eq!(out.code, 0, "{}", out.stderr);
        assert_eq!(words[0].load(Ordering::Relaxed), depth);
    }
}

#[test]
fn r33_stack_arguments_reach_the_next_segment_and_are_popped() {
    for depth in [0, 5, 30, 2000, 20_000] {
        let words = [AtomicUsize::new(0), AtomicUsize::new(depth), AtomicUsize::new(1)];
        let out = run_words(code::run_deep_args(), &words);
        assert_eq!(out.code, 0, "{}", out.stderr);
        let want: usize = (0..=depth).map(|i| 2 + i).sum();
        assert_eq!(words[0].load(Ordering::Relaxed), want, "depth {depth}");
    }
}

#[test]
fn r33_endless_recursion_ends_with_a_message() {
    let words = [AtomicUsize::new(0), AtomicUsize::new(usize::MAX), AtomicUsize::new(1)];
    let out = run_words(code::run_deep(), &words);
    assert_eq!(out.code, 2);
    let lines: Vec<_> = out.stderr.lines().collect();
    assert_eq!(lines[0], "runtime: goroutine stack exceeds 1000000000-byte limit");
    assert!(lines[1].starts_with("runtime: sp=0x"), "{}", lines[1]);
    assert_eq!(lines[2], "fatal error: stack overflow");
    assert!(out.stderr.contains("goroutine 2 [running]:\nmain.deep(...)\n"), "{}", &out.stderr[..500]);
    assert!(lines.iter().any(|l| l.starts_with("...") && l.ends_with(" frames elided...")));
    assert!(out.stderr.contains("created by main.main in goroutine 1"));
}
