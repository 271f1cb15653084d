//! R27: the P of a goroutine in a system call, which sysmon, a stop of the world and the goroutine itself want.

use shuttle::sync::Arc;
use shuttle::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use shuttle::thread;

use super::world::join;
use super::world::pstatus::{self, PStatus};
use super::{model, model_needs};
use crate::sync::Step;

struct Shared {
    status: PStatus,
    stopping: AtomicBool,
    /// How many believe to own the P.
    owners: AtomicU32,
    /// How many have counted it as stopped.
    stopped: AtomicU32,
}

impl Shared {
    fn own(&self) {
        assert_eq!(self.owners.fetch_add(1, Ordering::SeqCst), 0, "two own the P");
    }

    fn disown(&self) {
        self.owners.fetch_sub(1, Ordering::SeqCst);
    }

    fn stop(&self) {
        assert_eq!(self.stopped.fetch_add(1, Ordering::SeqCst), 0, "stopped twice");
    }
}

fn shared() -> Arc<Shared> {
    Arc::new(Shared {
        status: PStatus::new(pstatus::RUNNING),
        stopping: AtomicBool::new(false),
        owners: AtomicU32::new(1),
        stopped: AtomicU32::new(0),
    })
}

/// The goroutine enters (`entersyscall`) and comes back (`exitsyscall`); whether it has its P again.
fn call(s: &Shared) -> bool {
    s.disown();
    if s.status.enter_syscall(&s.stopping) && s.status.take_from_syscall(pstatus::GCSTOP) {
        s.stop();
    }
    thread::yield_now(); // in the kernel
    let back = s.status.take_from_syscall(pstatus::IDLE);
    if back {
        s.own();
        s.status.store(pstatus::RUNNING, Ordering::Release);
    }
    back
}

#[test]
fn r27_the_p_of_a_system_call_has_one_owner() {
    model(|| {
        let s = shared();
        let takers = [0; 2].map(|_| {
            let s = s.clone();
            thread::spawn(move || {
                let taken = s.status.take_from_syscall(pstatus::IDLE);
                if taken {
                    s.own();
                }
                taken
            })
        });
        let back = call(&s);
        let taken = join(takers);
        assert_eq!(taken.iter().filter(|&&t| t).count() + usize::from(back), 1, "{taken:?} {back}");
    });
}

/// A stop finds the P running (its goroutine then sees the request at its next safe point: here, when it enters the call) or takes it out of the call.
fn stop_against_call() {
    let s = shared();
    let s2 = s.clone();
    let stopper = thread::spawn(move || {
        s2.stopping.store(true, Ordering::SeqCst);
        if s2.status.take_from_syscall(pstatus::GCSTOP) {
            s2.stop();
        }
    });
    let back = call(&s);
    stopper.join().unwrap();
    // Back with its P, the goroutine sees the request by itself; without it, the stop must have it.
    assert!(back || s.stopped.load(Ordering::SeqCst) == 1, "nobody has stopped the P");
}

#[test]
fn r27_a_stop_gets_the_p_of_a_system_call() {
    model(stop_against_call);
}

/// A call that does not come back: the stop must not wait for it.
fn stop_against_endless_call() {
    let s = shared();
    let s2 = s.clone();
    let stopper = thread::spawn(move || {
        s2.stopping.store(true, Ordering::SeqCst);
        if s2.status.take_from_syscall(pstatus::GCSTOP) {
            s2.stop();
        }
    });
    s.disown();
    if s.status.enter_syscall(&s.stopping) && s.status.take_from_syscall(pstatus::GCSTOP) {
        s.stop();
    }
    stopper.join().unwrap();
    assert_eq!(s.stopped.load(Ordering::SeqCst), 1, "the stop waits for a call that never ends");
}

#[test]
fn r27_a_stop_does_not_wait_for_a_system_call() {
    model(stop_against_endless_call);
}

#[test]
fn r27_without_the_look_for_a_stop_it_waits_for_ever() {
    model_needs(Step::SyscallLook, "never ends", stop_against_endless_call);
}
