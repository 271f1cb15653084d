//! What programs attach to objects: finalizers, cleanups, weak pointers.
//!
//! An object with a finalizer keeps alive what it refers to, not itself: its words are roots. When marking has ended and the object is not marked, weak
//! pointers to it are cleared; if it has a finalizer that is queued and the object lives for another cycle, else its cleanups are queued. One goroutine
//! of the language's runtime package calls what is queued, in order.

use std::collections::VecDeque;
use std::ptr::null_mut;
use std::sync::atomic::{AtomicBool, AtomicPtr, AtomicUsize, Ordering};

use rustc_hash::FxHashMap;

use super::barrier;
use super::mark::{Marker, Roots};
use crate::g::{G, WaitReason};
use crate::lock::Lock;
use crate::m::getm;
use crate::mem::class::{LARGE, Scan};
use crate::mem::heap::{Heap, Object};
use crate::mem::mcache::MCache;
use crate::mem::{WORD, mallocgc};
use crate::proc::{gopark, goready, new_system_goroutine};

/// Objects whose specials a marker looks at in one go.
const PIECE: usize = 256;

/// A call to make: a funcval, and how the language's side is to call it with what.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Call {
    /// The funcval.
    pub func: usize,
    /// A number of the language's side.
    pub how: usize,
    /// Two words for it.
    pub words: [usize; 2],
}

impl Call {
    fn roots(&self, heap: &Heap, roots: &mut Roots) {
        [self.func, self.words[0], self.words[1]].into_iter().for_each(|w| roots.word(heap, w));
    }
}

/// What hangs on one object.
#[derive(Default)]
struct Special {
    finalizer: Option<Call>,
    /// (number, call)
    cleanups: Vec<(usize, Call)>,
    /// (address, object without pointers that holds it until it is cleared)
    weak: Vec<(usize, usize)>,
}

impl Special {
    fn is_empty(&self) -> bool {
        self.finalizer.is_none() && self.cleanups.is_empty() && self.weak.is_empty()
    }
}

/// The specials of all objects, in a row: markers go over them piece by piece.
#[derive(Default)]
struct Attached {
    /// First bytes of the objects; 0 where there is none any more.
    objects: Vec<usize>,
    specials: Vec<Special>,
    free: Vec<usize>,
    /// Number in the row by object.
    number: FxHashMap<usize, usize>,
}

impl Attached {
    fn get(&self, object: usize) -> Option<&Special> {
        self.number.get(&object).map(|&i| &self.specials[i])
    }

    /// The specials of an object, none at first.
    fn entry(&mut self, object: usize) -> &mut Special {
        let i = *self.number.entry(object).or_insert_with(|| {
            self.free.pop().unwrap_or_else(|| {
                self.objects.push(0);
                self.specials.push(Special::default());
                self.objects.len() - 1
            })
        });
        self.objects[i] = object;
        &mut self.specials[i]
    }

    /// Forgets an object that has no specials any more.
    fn remove_if_empty(&mut self, object: usize) {
        if let Some(&i) = self.number.get(&object)
            && self.specials[i].is_empty()
        {
            self.number.remove(&object);
            self.objects[i] = 0;
            self.free.push(i);
        }
    }
}

/// All specials of a heap.
#[derive(Default)]
pub struct Specials {
    attached: Lock<Attached>,
    queue: Lock<VecDeque<Call>>,
    /// Funcval of the goroutine that makes the calls; 0 once it was started.
    runner_fn: AtomicUsize,
    /// That goroutine while it is parked.
    runner: AtomicPtr<G>,
    /// Number of the last cleanup.
    number: AtomicUsize,
    /// There was ever one: heaps without pay nothing.
    used: AtomicBool,
}

/// What became of a finalizer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(usize)]
pub enum Outcome {
    /// It was set, or taken away.
    Done,
    /// The address is in no object of the heap.
    NoObject,
    /// It is not the first of its object.
    NotAtStart,
    /// There is one already.
    AlreadySet,
}

impl Specials {
    /// The function of the goroutine that makes the calls.
    pub fn set_runner(&self, funcval: usize) {
        self.runner_fn.store(funcval, Ordering::Release);
    }

    /// Sets the finalizer of the object at `ptr`, or takes it away.
    ///
    /// # Safety
    /// On g0 of an M with a P.
    pub unsafe fn set_finalizer(&self, heap: &Heap, ptr: usize, call: Option<Call>) -> Outcome {
        let Some(object) = heap.resolve(ptr) else { return Outcome::NoObject };
        if ptr != first_byte(heap, object) {
            return Outcome::NotAtStart;
        }
        let mut all = self.attached.lock();
        let special = all.entry(object.start);
        match (call, special.finalizer) {
            (Some(_), Some(_)) => return Outcome::AlreadySet,
            _ => special.finalizer = call,
        }
        all.remove_if_empty(object.start);
        drop(all);
        // SAFETY: the caller's.
        unsafe { self.start_runner() };
        Outcome::Done
    }

    /// Adds a cleanup to the object that `ptr` points into; its number, 0 when that is no object of the heap.
    ///
    /// # Safety
    /// On g0 of an M with a P.
    pub unsafe fn add_cleanup(&self, heap: &Heap, ptr: usize, call: Call) -> usize {
        let Some(object) = heap.resolve(ptr) else { return 0 };
        let number = self.number.fetch_add(1, Ordering::Relaxed) + 1;
        self.attached.lock().entry(object.start).cleanups.push((number, call));
        // SAFETY: the caller's.
        unsafe { self.start_runner() };
        number
    }

    /// Takes a cleanup away, if it is still there.
    pub fn stop_cleanup(&self, heap: &Heap, ptr: usize, number: usize) {
        let Some(object) = heap.resolve(ptr) else { return };
        let mut all = self.attached.lock();
        all.entry(object.start).cleanups.retain(|c| c.0 != number);
        all.remove_if_empty(object.start);
    }

    /// The weak pointer to `ptr`: always the same as long as the object lives. An address outside of the heap lives for ever.
    pub fn register_weak(&self, heap: &Heap, ptr: usize) -> usize {
        let known = |all: &Attached, start| all.get(start)?.weak.iter().find(|w| w.0 == ptr).map(|w| w.1);
        let start = heap.resolve(ptr).map_or(ptr, |o| o.start);
        if let Some(handle) = known(&self.attached.lock(), start) {
            return handle;
        }
        let handle = mallocgc(WORD, None) as usize; // without the lock: it may collect
        // SAFETY: a fresh object of a word.
        unsafe { *(handle as *mut usize) = ptr };
        let mut all = self.attached.lock();
        self.used.store(true, Ordering::Release);
        if let Some(other) = known(&all, start) {
            return other;
        }
        all.entry(start).weak.push((ptr, handle));
        handle
    }

    /// What a weak pointer points to; 0 when that is gone.
    ///
    /// # Safety
    /// `handle` came from [`Self::register_weak`]; `mc` is the cache of the caller's P.
    pub unsafe fn strong(heap: &Heap, mc: *mut MCache, handle: usize) -> usize {
        // SAFETY: the caller's; the word only changes with the world stopped.
        unsafe {
            let ptr = *(handle as *const usize);
            if barrier::enabled(heap) {
                barrier::shade(mc, ptr); // it was reachable from no root before
            }
            ptr
        }
    }

    /// Roots: what is queued, for it is taken without a barrier; and, when a marker comes to them, what the specials refer to.
    pub(super) fn roots(&self, heap: &Heap, roots: &mut Roots) {
        if self.used.load(Ordering::Acquire) {
            self.queue.lock().iter().for_each(|call| call.roots(heap, roots));
            roots.specials();
        }
    }

    /// What the specials from number `from` on refer to, some of them: functions and what they are called with, weak pointers' own objects, and the words
    /// of objects with finalizers. The number of the next, if there are more. What comes in later is in the hands of a goroutine, which has been scanned.
    pub(super) fn some_roots(&self, heap: &Heap, from: usize, roots: &mut Roots) -> Option<usize> {
        let all = self.attached.lock();
        let end = all.objects.len().min(from + PIECE);
        for (&start, special) in all.objects[from..end].iter().zip(&all.specials[from..end]) {
            special.cleanups.iter().for_each(|c| c.1.roots(heap, roots));
            special.weak.iter().for_each(|w| roots.word(heap, w.1));
            if let (Some(finalizer), Some(object)) = (special.finalizer, heap.resolve(start)) {
                // Its words are the object itself, which must not be kept.
                roots.word(heap, finalizer.func);
                roots.inside(object);
            }
        }
        (end < all.objects.len()).then_some(end)
    }

    /// Marking has ended: decides what happens to the objects that are not marked. What is to live on is given to `marker`.
    ///
    /// # Safety
    /// The world is stopped.
    pub(super) unsafe fn after_marking(&self, heap: &Heap, marker: &mut Marker<'_>) {
        if !self.used.load(Ordering::Acquire) {
            return;
        }
        let mut queue = self.queue.lock();
        let mut revived = Vec::new();
        let mut all = self.attached.lock();
        for i in 0..all.objects.len() {
            let start = all.objects[i];
            if heap.resolve(start).is_none_or(|object| heap.is_marked(object)) {
                continue;
            }
            let special = &mut all.specials[i];
            for (_, handle) in special.weak.drain(..) {
                // SAFETY: an object that lives as long as its entry; the world is stopped.
                unsafe { *(handle as *mut usize) = 0 };
            }
            match special.finalizer.take() {
                Some(call) => {
                    queue.push_back(call);
                    revived.push(start);
                }
                None => queue.extend(special.cleanups.drain(..).map(|c| c.1)),
            }
            all.remove_if_empty(start);
        }
        marker.words(revived.into_iter());
    }

    /// The next call to make; a nil function when there is none.
    pub fn next(&self) -> Call {
        self.queue.lock().pop_front().unwrap_or_default()
    }

    unsafe fn start_runner(&self) {
        self.used.store(true, Ordering::Release);
        let funcval = self.runner_fn.swap(0, Ordering::AcqRel);
        if funcval != 0 {
            // SAFETY: the caller's; the funcval is static.
            unsafe { new_system_goroutine(funcval as *mut u8) };
        }
    }

    /// Calls may have been queued.
    ///
    /// # Safety
    /// On g0 of an M with a P and without locks.
    pub(super) unsafe fn wake_runner(&self) {
        if self.used.load(Ordering::Acquire) && !self.queue.lock().is_empty() {
            let gp = self.runner.swap(null_mut(), Ordering::AcqRel);
            if !gp.is_null() {
                // SAFETY: a parked runner is the taker's.
                unsafe { goready(gp) };
            }
        }
    }
}

/// First byte of an object as the program knows it.
fn first_byte(heap: &Heap, object: Object) -> usize {
    let header = object.class != LARGE && heap.classes.get(object.class).scan == Scan::Header;
    object.start + if header { WORD } else { 0 }
}

/// The goroutine that makes the calls waits for some. A Park native.
///
/// # Safety
/// From a Park native of `gp`.
pub unsafe fn wait(gp: *mut G) -> *mut G {
    // SAFETY: the caller's.
    unsafe { gopark(gp, Some(runner_parks), null_mut(), WaitReason::FinalizerWait) }
}

unsafe fn runner_parks(gp: *mut G, _: *mut u8) -> bool {
    // SAFETY: on an M.
    let specials = unsafe { &(*(*getm()).sched).heap.cycle.specials };
    specials.runner.store(gp, Ordering::Release);
    // A cycle may have ended just before.
    specials.queue.lock().is_empty() || specials.runner.swap(null_mut(), Ordering::AcqRel).is_null()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mem::tests::{TestHeap, desc};

    /// A cycle with these words as roots; what was queued.
    fn cycle(h: &mut TestHeap, roots: &[usize]) -> Vec<usize> {
        h.collect(roots);
        let specials = &h.heap.cycle.specials;
        std::iter::from_fn(|| Some(specials.next().how).filter(|&how| how != 0)).collect()
    }

    fn call(how: usize) -> Call {
        Call { how, ..Call::default() }
    }

    #[test]
    fn finalizers_come_before_cleanups_and_weak_pointers_go_first() {
        let mut h = TestHeap::new();
        let node = desc(16, 2, &[0b01]);
        // SAFETY: one thread, whose natives allocate from this heap.
        let (a, b, weak) = unsafe {
            let mc = &raw mut *h.mc;
            let new = || h.heap.newobject(mc, &node) as usize;
            let (a, b) = (new(), new());
            *(a as *mut usize) = b;
            let specials = &h.heap.cycle.specials;
            assert_eq!(specials.set_finalizer(&h.heap, a, Some(call(1))), Outcome::Done);
            assert_eq!(specials.set_finalizer(&h.heap, a, Some(call(9))), Outcome::AlreadySet);
            assert_eq!(specials.set_finalizer(&h.heap, a + 8, None), Outcome::NotAtStart);
            assert_eq!(specials.set_finalizer(&h.heap, 8, None), Outcome::NoObject);
            assert_eq!(specials.add_cleanup(&h.heap, a + 8, call(2)), 1);
            assert_eq!(specials.add_cleanup(&h.heap, a, call(3)), 2);
            specials.stop_cleanup(&h.heap, a, 1);
            assert_eq!(specials.add_cleanup(&h.heap, b, call(4)), 3);
            let weak = specials.register_weak(&h.heap, a);
            assert_eq!(specials.register_weak(&h.heap, a), weak);
            assert_ne!(specials.register_weak(&h.heap, a + 8), weak);
            (a, b, weak)
        };
        // SAFETY: a weak pointer's object, kept as a root.
        let strong = |h: &mut TestHeap| unsafe { Specials::strong(&h.heap, &raw mut *h.mc, weak) };
        assert_eq!(cycle(&mut h, &[a, weak]), []);
        assert_eq!(strong(&mut h), a);
        // The finalizer keeps the object and what it refers to for another cycle.
        assert_eq!(cycle(&mut h, &[weak]), [1]);
        assert_eq!(strong(&mut h), 0);
        // SAFETY: the object was kept.
        assert_eq!(unsafe { *(a as *const usize) }, b);
        let mut last = cycle(&mut h, &[weak]);
        last.sort_unstable();
        assert_eq!(last, [3, 4]);
        assert_eq!(cycle(&mut h, &[]), []);
        let all = h.heap.cycle.specials.attached.lock();
        assert!(all.number.is_empty() && all.objects.iter().all(|&object| object == 0) && all.free.len() == all.objects.len());
    }
}
