//! Panics, recover, faults, with the language side in asm.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::code;
use super::harness::{Outcome, Then, closure, go, run};
use mgo_abi::builtins::PanicCode;

/// [type, data] that recover gave, calls of the deferred function, -, result of `protected`, rounds
type Words = [AtomicUsize; 6];

fn protected(deferred: impl Fn(usize) -> *mut u8, body: usize, rounds: usize) -> (Outcome, [usize; 5]) {
    let words: Words = Default::default();
    words[5].store(rounds, Ordering::Relaxed);
    let at = words.as_ptr() as usize;
    let inner = closure([code::protected(), at, deferred(at) as usize, body]) as usize;
    let mut n = 0;
    let out = run(1, |_| {
        n += 1;
        if n == 1 {
            go(closure([code::run_protected(), at, inner]));
        }
        if n > 1 && words[5].load(Ordering::Relaxed) == 0 {
            return Then::Done;
        }
        Then::Yield
    });
    (out, std::array::from_fn(|i| words[i].load(Ordering::Relaxed)))
}

fn recoverer(words: usize) -> *mut u8 {
    closure([code::recoverer(), words])
}

#[test]
fn r36_a_deferred_call_runs_at_the_end_and_recover_gives_nil() {
    let (out, words) = protected(recoverer, code::body_return(), 3);
    assert_eq!(out.code, 0, "{}", out.stderr);
    assert_eq!(words, [0, 0, 3, 0, 7]);
}

#[test]
fn r36_recover_across_segments_resumes_at_the_landing_pad() {
    let (out, words) = protected(recoverer, code::body_panic(), 1000);
    assert_eq!(out.code, 0, "{}", out.stderr);
    assert_eq!(words, [77, 88, 1000, 0, 9]);
}

#[test]
fn r36_recover_looks_through_wrappers() {
    let (out, words) = protected(|at| closure([code::wrapper(), 0, recoverer(at) as usize]), code::body_panic(), 2);
    assert_eq!(out.code, 0, "{}", out.stderr);
    assert_eq!(words, [77, 88, 2, 0, 9]);
}

#[test]
fn r36_a_nil_dereference_becomes_a_panic() {
    let (out, words) = protected(recoverer, code::body_nil(), 50);
    assert_eq!(out.code, 0, "{}", out.stderr);
    assert_eq!(words, [1111, 2222, 50, 0, 9]);
}

#[test]
fn r36_a_native_raises_at_its_call_site() {
    let (out, words) = protected(recoverer, code::body_raise(), 50);
    assert_eq!(out.code, 0, "{}", out.stderr);
    assert_eq!(words, [PanicCode::Divide as usize, 5, 50, 0, 9]);
}

#[test]
fn r36_a_native_that_is_given_nil_raises_too() {
    let (out, words) = protected(recoverer, code::body_native_nil(), 50);
    assert_eq!(out.code, 0, "{}", out.stderr);
    assert_eq!(words, [PanicCode::NilDeref as usize, 0, 50, 0, 9]);
}

#[test]
fn r36_an_unrecovered_panic_prints_the_signal_and_the_stack() {
    let (out, _) = protected(|_| closure([code::body_return()]), code::body_nil(), 1);
    assert_eq!(out.code, 2);
    assert!(out.stderr.starts_with("panic: test\n[signal SIGSEGV: segmentation violation code=0x1 addr=0x18 pc=0x"), "{}", out.stderr);
    let names: Vec<_> = out.stderr.lines().filter(|l| !l.starts_with('\t')).skip(2).collect();
    assert_eq!(
        names,
        [
            "",
            "goroutine 2 [running]:",
            "main.body(...)",
            "main.protected(...)",
            "main.runProtected(...)",
            "created by main.main in goroutine 1",
        ]
    );
}
