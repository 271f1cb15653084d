//! Costs of the scheduler alone, by hand: `cargo test -p mgo-runtime --release bench -- --ignored --nocapture --test-threads 1`.

use std::ptr::null_mut;
use std::sync::atomic::{AtomicPtr, AtomicUsize, Ordering};
use std::time::Instant;

use super::code;
use super::harness::{Then, closure, go, run};
use crate::g::{G, WaitReason};
use crate::proc;

pub(super) unsafe extern "C" fn gosched(_: usize, _: usize, _: usize, _: usize, _: usize, gp: *mut G) -> *mut G {
    // SAFETY: through parkcall.
    unsafe { proc::gosched(gp) }
}

/// Wakes the goroutine that waits in the slot, if one does, and waits there itself.
pub(super) unsafe extern "C" fn swap(slot: *mut AtomicPtr<G>, _: usize, _: usize, _: usize, _: usize, gp: *mut G) -> *mut G {
    // SAFETY: through parkcall, on one P: nothing happens between the two.
    unsafe {
        let other = (*slot).swap(gp, Ordering::Relaxed);
        if !other.is_null() {
            proc::goready(other);
        }
        proc::gopark(gp, None, null_mut(), WaitReason::Semacquire)
    }
}

/// Prints the best time of some runs: the machine may be busy.
fn measure(name: &str, procs: usize, rounds: usize, bodies: &[usize]) {
    let best = (0..15).map(|_| measure_once(procs, rounds, bodies)).fold(f64::INFINITY, f64::min);
    println!("{name}, {procs} P: {best:.1} ns");
}

/// Nanoseconds per round of the goroutines made by `bodies`, which get words [done, rounds, a slot to meet at]; main's own yields count as rounds.
fn measure_once(procs: usize, rounds: usize, bodies: &[usize]) -> f64 {
    let slot = AtomicPtr::<G>::new(null_mut());
    let fresh = || [0, rounds, &raw const slot as usize].map(AtomicUsize::new);
    let words: Vec<[AtomicUsize; 3]> = bodies.iter().map(|_| fresh()).collect();
    let child = closure([code::body_return()]) as usize;
    let mut started = None;
    let (mut ns, mut yields) = (0.0, 0);
    let out = run(procs, |_| {
        let since = *started.get_or_insert_with(|| {
            for (w, &body) in words.iter().zip(bodies) {
                go(closure([body, w.as_ptr() as usize, child]));
            }
            Instant::now()
        });
        if words.iter().all(|w| w[0].load(Ordering::Relaxed) == 0) {
            yields += 1;
            return Then::Yield;
        }
        ns = since.elapsed().as_nanos() as f64 / (rounds * bodies.len() + yields) as f64;
        Then::Done
    });
    assert_eq!(out.code, 0, "{}", out.stderr);
    ns
}

#[test]
#[ignore = "measures"]
fn bench_switches() {
    for procs in [1, 2] {
        measure("Gosched, two goroutines and main", procs, 200_000, &[code::bench_yield(); 2]);
        measure("spawn + exit", procs, 200_000, &[code::bench_spawn()]);
    }
    // When the first is done the second sleeps for ever.
    measure("goready + gopark, pair", 1, 200_000, &[code::bench_park(); 2]);
}
