//! R24: semaphores and notification lists.

use shuttle::sync::Arc;
use shuttle::sync::atomic::{AtomicU32, Ordering};

use super::world::{World, join, m, sema};
use super::{model, model_needs};
use crate::g::WaitReason;
use crate::sync::Step;

fn acquire(s: &AtomicU32) {
    // SAFETY: on a goroutine of the model; the semaphore outlives it.
    assert!(unsafe { sema::semacquire(s, false, WaitReason::Semacquire, m::getg()) }.is_null());
}

fn release(s: &AtomicU32, handoff: bool) {
    // SAFETY: as above.
    assert!(unsafe { sema::semrelease(s, handoff, m::getg()) }.is_null());
}

/// Three goroutines share one permit.
fn one_permit(handoff: bool) {
    let world = World::new();
    world.enter(0);
    let s = Arc::new((AtomicU32::new(1), AtomicU32::new(0)));
    let all = [1, 2, 3].map(|id| {
        let s = s.clone();
        world.go(id, move || {
            let (permits, inside) = &*s;
            for _ in 0..2 {
                acquire(permits);
                assert_eq!(inside.fetch_add(1, Ordering::SeqCst), 0, "two have the permit");
                inside.fetch_sub(1, Ordering::SeqCst);
                release(permits, handoff);
            }
        })
    });
    join(all);
    assert_eq!(s.0.load(Ordering::SeqCst), 1);
}

#[test]
fn r24_a_permit_is_had_by_one_at_a_time() {
    model(|| one_permit(false));
}

#[test]
fn r24_a_permit_is_handed_over() {
    model(|| one_permit(true));
}

#[test]
fn r24_without_the_second_look_a_permit_is_missed() {
    model_needs(Step::SemaSecondLook, "deadlock", || one_permit(false));
}

/// The queue of a `sync.Cond`.
#[derive(Clone, Copy)]
struct List(*mut sema::NotifyList);
// SAFETY: guarded by its own lock.
unsafe impl Send for List {}

impl List {
    fn get(self) -> &'static mut sema::NotifyList {
        // SAFETY: never freed; guarded by its own lock.
        unsafe { &mut *self.0 }
    }
}

#[test]
fn r24_a_notification_reaches_who_took_a_ticket_before_it() {
    model(|| {
        let world = World::new();
        world.enter(0);
        let list = List(Box::into_raw(Box::default()));
        let tickets = [0; 3].map(|_| list.get().add());
        let waiters = [1, 2, 3].map(|id| {
            world.go(id, move || {
                // SAFETY: on a goroutine of the model.
                assert!(unsafe { sema::notify_wait(list.get(), tickets[id as usize - 1], std::ptr::null_mut(), m::getg()) }.is_null());
            })
        });
        // SAFETY: as above.
        unsafe {
            sema::notify_one(list.get());
            sema::notify_all(list.get());
        }
        join(waiters);
    });
}
