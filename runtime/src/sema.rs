//! Semaphores and notification lists: what package sync's locks sleep on, after Go's `runtime/sema.go`.
//!
//! A semaphore is a `uint32` anywhere in memory; its waiters are in a table keyed by its address. Invariant: a waiter that is woken owns a permit
//! already, taken for it by its waker, since no Rust runs after a park.

use std::ptr::null_mut;

use mgo_abi::native::{Native, NativeKind};
use rustc_hash::FxHashMap;

use super::g::{G, WaitReason};
use super::lock::RawLock;
use super::m::getm;
use super::proc::{gopark, goready, goyield};
use super::sudog::{Sudog, Waitq, acquire_sudog, release_sudog};
use super::sync::atomic::{
    AtomicU32,
    Ordering::{Relaxed, SeqCst},
};
use super::sync::{Step, alone, left_out};

/// Number of roots; prime, so that regular addresses spread.
const ROOTS: usize = 251;

/// Waiters of the semaphores whose addresses fall into one root.
#[derive(Default)]
struct Root {
    lock: RawLock,
    /// Waiters in this root, to look at without the lock.
    nwait: AtomicU32,
    queues: std::cell::UnsafeCell<Queues>,
}

/// The queues of a root by address, none of them empty. Most of the time there is one at most: it has a place of its own.
struct Queues {
    /// Address, 0 none.
    one: (usize, Waitq),
    others: FxHashMap<usize, Waitq>,
}

impl Default for Queues {
    fn default() -> Self {
        Queues { one: (0, Waitq::EMPTY), others: FxHashMap::default() }
    }
}

impl Queues {
    /// The queue of an address that has one.
    fn get(&mut self, addr: usize) -> Option<&mut Waitq> {
        if self.one.0 == addr { Some(&mut self.one.1) } else { self.others.get_mut(&addr) }
    }

    /// The queue of an address, for somebody to be put in.
    fn get_or_make(&mut self, addr: usize) -> &mut Waitq {
        if self.one.0 == 0 && !self.others.contains_key(&addr) {
            self.one.0 = addr;
        }
        if self.one.0 == addr { &mut self.one.1 } else { self.others.entry(addr).or_insert(Waitq::EMPTY) }
    }

    /// The queue of an address has lost one: it goes when that was the last.
    fn shrunk(&mut self, addr: usize) {
        if self.one.0 == addr {
            self.one.0 = if self.one.1.is_empty() { 0 } else { addr };
        } else if self.others.get(&addr).is_some_and(Waitq::is_empty) {
            self.others.remove(&addr);
        }
    }

    fn all(&mut self) -> impl Iterator<Item = (usize, &mut Waitq)> {
        let one = Some((self.one.0, &mut self.one.1)).filter(|one| one.0 != 0);
        one.into_iter().chain(self.others.iter_mut().map(|(&addr, queue)| (addr, queue)))
    }
}

/// All waiters of an instance.
pub struct SemaTable(Box<[Root]>);

impl Default for SemaTable {
    fn default() -> Self {
        SemaTable((0..ROOTS).map(|_| Root::default()).collect())
    }
}

// SAFETY: `queues` is only touched under `lock`.
unsafe impl Sync for Root {}
// SAFETY: as above; the sudogs belong to the queue.
unsafe impl Send for Root {}

impl SemaTable {
    fn root(&self, addr: usize) -> &Root {
        &self.0[(addr >> 3) % ROOTS]
    }
}

fn table() -> &'static SemaTable {
    // SAFETY: natives run on an M; its instance outlives it.
    unsafe { &(*(*getm()).sched).semas }
}

/// Takes a permit when there is one.
fn can_acquire(sema: &AtomicU32) -> bool {
    if !alone() {
        return sema.fetch_update(SeqCst, SeqCst, |v| v.checked_sub(1)).is_ok();
    }
    let permits = sema.load(Relaxed).checked_sub(1);
    permits.inspect(|&left| sema.store(left, Relaxed)).is_some()
}

/// What [`add`] takes one away with.
const ONE_LESS: u32 = u32::MAX;

/// Adds to a word that only holders of a P change; with one P no locked instruction is needed.
fn add(word: &AtomicU32, n: u32) {
    if alone() {
        word.store(word.load(Relaxed).wrapping_add(n), Relaxed);
    } else {
        word.fetch_add(n, SeqCst);
    }
}

/// Waits for a permit of the semaphore at `addr`; gives null when it got one at once, else the goroutine to run.
///
/// # Safety
/// On g0 of an M that runs `gp`; `addr` is a `uint32` that lives as long as somebody waits on it.
pub unsafe fn semacquire(addr: *const AtomicU32, lifo: bool, reason: WaitReason, gp: *mut G) -> *mut G {
    // SAFETY: the caller's promise; the queue is touched under its lock.
    unsafe {
        if can_acquire(&*addr) {
            return null_mut();
        }
        let root = table().root(addr as usize);
        root.lock.lock_with_p();
        // The releaser increments and then looks at nwait, we the other way round: one of the two sees the other.
        add(&root.nwait, 1);
        if !left_out(Step::SemaSecondLook) && can_acquire(&*addr) {
            add(&root.nwait, ONE_LESS);
            root.lock.unlock();
            return null_mut();
        }
        let sg = acquire_sudog((*gp).p, gp);
        (*sg).c = addr.cast_mut().cast();
        let queue = (*root.queues.get()).get_or_make(addr as usize);
        if lifo {
            queue.enqueue_first(sg);
        } else {
            queue.enqueue(sg);
        }
        gopark(gp, Some(unlock_root), (&raw const root.lock).cast_mut().cast(), reason)
    }
}

unsafe fn unlock_root(_gp: *mut G, lock: *mut u8) -> bool {
    // SAFETY: semacquire passed a held lock of the table, which lives as long as the instance.
    unsafe { (*lock.cast::<RawLock>()).unlock() };
    true
}

/// Takes a goroutine out of the semaphore's queue that it waits in; false when it is in none.
///
/// # Safety
/// The world is stopped; the calling M holds a P.
pub(crate) unsafe fn withdraw(table: &SemaTable, gp: *mut G) -> bool {
    // SAFETY: with the world stopped no other thread touches the queues.
    unsafe {
        for root in &table.0 {
            let queues = &mut *root.queues.get();
            let found = queues.all().find_map(|(addr, queue)| Some((addr, queue.find(gp)?)));
            if let Some((addr, sg)) = found {
                queues.get(addr).into_iter().for_each(|queue| queue.remove(sg));
                queues.shrunk(addr);
                add(&root.nwait, ONE_LESS);
                release_sudog((*getm()).p, sg);
                return true;
            }
        }
    }
    false
}

/// Takes a parked goroutine out of the [`NotifyList`] that it waits in, and tells it so: it has a lock to take again before all else.
///
/// # Safety
/// The world is stopped; the calling M holds a P; `gp` waits in a notify list.
pub(crate) unsafe fn withdraw_notified(gp: *mut G) {
    // SAFETY: with the world stopped no other thread touches the list, and the sudog of a waiter is in it.
    unsafe {
        let sg = std::mem::replace(&mut (*gp).waiting, null_mut());
        (*(*sg).c.cast::<NotifyList>()).waiting.remove(sg);
        *(*sg).elem.cast::<u64>() = 1;
        (*sg).elem = null_mut();
        release_sudog((*getm()).p, sg);
    }
}

/// Gives a permit back and wakes a waiter for it. With `handoff` the woken goroutine runs at once: gives the goroutine to run, or null.
///
/// # Safety
/// As for [`semacquire`].
pub unsafe fn semrelease(addr: *const AtomicU32, handoff: bool, gp: *mut G) -> *mut G {
    // SAFETY: as for `semacquire`.
    unsafe {
        let root = table().root(addr as usize);
        add(&*addr, 1);
        if root.nwait.load(SeqCst) == 0 {
            return null_mut();
        }
        root.lock.lock_with_p();
        let queues = &mut *root.queues.get();
        let mut woken = null_mut::<Sudog>();
        if let Some(queue) = queues.get(addr as usize) {
            // Somebody else may have taken the permit meanwhile; then the waiters go on waiting.
            if can_acquire(&*addr) {
                woken = queue.dequeue();
                queues.shrunk(addr as usize);
                add(&root.nwait, ONE_LESS);
            }
        }
        root.lock.unlock();
        if woken.is_null() {
            return null_mut();
        }
        let waiter = (*woken).g;
        release_sudog((*getm()).p, woken);
        super::proc::lock_released(waiter);
        goready(waiter);
        if handoff { goyield(gp) } else { null_mut() }
    }
}

/// The queue of a `sync.Cond`, in the language's memory.
#[repr(C)]
pub struct NotifyList {
    /// Next ticket to hand out.
    wait: AtomicU32,
    /// Next ticket to be notified.
    notify: AtomicU32,
    lock: RawLock,
    waiting: Waitq,
}

#[cfg(test)]
impl Default for NotifyList {
    fn default() -> Self {
        NotifyList { wait: AtomicU32::new(0), notify: AtomicU32::new(0), lock: RawLock::default(), waiting: Waitq::EMPTY }
    }
}

impl NotifyList {
    /// Takes a ticket, as `sync/runtime.mgo` does.
    #[cfg(test)]
    #[allow(dead_code)] // the models' copy of this file does
    pub(crate) fn add(&self) -> u32 {
        self.wait.fetch_add(1, SeqCst)
    }
}

/// `a` was handed out before `b`, in wrapping arithmetic.
fn less(a: u32, b: u32) -> bool {
    (a.wrapping_sub(b) as i32) < 0
}

/// See `sync/runtime.mgo`; `told` is where [`withdraw_notified`] says that it was that.
///
/// # Safety
/// As for [`semacquire`]; `told` outlives the wait.
pub(crate) unsafe fn notify_wait(l: &mut NotifyList, ticket: u32, told: *mut u64, gp: *mut G) -> *mut G {
    // SAFETY: called on g0 of an M that runs `gp`; the list is touched under its lock.
    unsafe {
        l.lock.lock_with_p();
        if less(ticket, l.notify.load(SeqCst)) {
            l.lock.unlock();
            return null_mut();
        }
        let sg = acquire_sudog((*gp).p, gp);
        (*sg).ticket = ticket;
        (*sg).c = (&raw mut *l).cast();
        (*sg).elem = told.cast();
        (*gp).waiting = sg;
        l.waiting.enqueue(sg);
        gopark(gp, Some(unlock_root), (&raw mut l.lock).cast(), WaitReason::SyncCondWait)
    }
}

unsafe fn wake(mut sg: *mut Sudog) {
    // SAFETY: the caller took the chain of sudogs out of its list.
    unsafe {
        while !sg.is_null() {
            let (next, gp) = ((*sg).next, (*sg).g);
            (*gp).waiting = null_mut();
            release_sudog((*getm()).p, sg);
            goready(gp);
            sg = next;
        }
    }
}

/// See `sync/runtime.mgo`.
///
/// # Safety
/// As for [`semacquire`].
pub(crate) unsafe fn notify_all(l: &mut NotifyList) {
    if l.wait.load(SeqCst) == l.notify.load(SeqCst) {
        return;
    }
    l.lock.lock_with_p();
    let first = std::mem::replace(&mut l.waiting, Waitq::EMPTY).first();
    l.notify.store(l.wait.load(SeqCst), SeqCst);
    l.lock.unlock();
    // SAFETY: the chain is ours.
    unsafe { wake(first) };
}

/// See `sync/runtime.mgo`.
///
/// # Safety
/// As for [`semacquire`].
pub(crate) unsafe fn notify_one(l: &mut NotifyList) {
    if l.wait.load(SeqCst) == l.notify.load(SeqCst) {
        return;
    }
    l.lock.lock_with_p();
    let ticket = l.notify.load(SeqCst);
    if ticket == l.wait.load(SeqCst) {
        l.lock.unlock();
        return;
    }
    l.notify.store(ticket.wrapping_add(1), SeqCst);
    // The ticket's holder may not have come to the list yet; then it will find itself notified.
    let mut sg = l.waiting.first();
    // SAFETY: members of the list are valid under its lock.
    unsafe {
        while !sg.is_null() && (*sg).ticket != ticket {
            sg = (*sg).next;
        }
        if !sg.is_null() {
            l.waiting.remove(sg);
        }
        l.lock.unlock();
        wake(sg);
    }
}

// ---- natives of package sync -------------------------------------------------------------------------------------------------------

#[repr(C)]
struct Semacquire {
    addr: *const AtomicU32,
    lifo: u64,
    reason: usize,
}

const REASONS: [WaitReason; 5] = [
    WaitReason::SyncMutexLock,
    WaitReason::SyncRWMutexRLock,
    WaitReason::SyncRWMutexLock,
    WaitReason::SyncWaitGroupWait,
    WaitReason::Semacquire,
];

unsafe extern "C" fn sync_semacquire(f: *mut Semacquire, _: usize, _: usize, _: usize, _: usize, gp: *mut G) -> *mut G {
    // SAFETY: the frame is the caller's, as `sync/runtime.mgo` declares it.
    unsafe {
        let f = &*f;
        semacquire(f.addr, f.lifo as u8 != 0, REASONS[f.reason.min(REASONS.len() - 1)], gp)
    }
}

#[repr(C)]
struct Semrelease {
    addr: *const AtomicU32,
    handoff: u64,
}

unsafe extern "C" fn sync_semrelease(f: *mut Semrelease, _: usize, _: usize, _: usize, _: usize, gp: *mut G) -> *mut G {
    // SAFETY: as for `sync_semacquire`.
    unsafe { semrelease((*f).addr, (*f).handoff as u8 != 0, gp) }
}

#[repr(C)]
struct Notify {
    list: *mut NotifyList,
    /// Argument of Wait.
    ticket: u32,
    /// Result of Wait: it was interrupted.
    interrupted: u64,
}

unsafe extern "C" fn sync_notify_list_wait(f: *mut Notify, _: usize, _: usize, _: usize, _: usize, gp: *mut G) -> *mut G {
    // SAFETY: as for `sync_semacquire`.
    unsafe {
        (*f).interrupted = 0;
        notify_wait(&mut *(*f).list, (*f).ticket, &raw mut (*f).interrupted, gp)
    }
}

unsafe extern "C" fn sync_notify_list_notify_all(f: *mut Notify) {
    // SAFETY: as for `sync_semacquire`.
    unsafe { notify_all(&mut *(*f).list) };
}

unsafe extern "C" fn sync_notify_list_notify_one(f: *mut Notify) {
    // SAFETY: as for `sync_semacquire`.
    unsafe { notify_one(&mut *(*f).list) };
}

#[repr(C)]
struct CanSpin {
    i: usize,
    result: u8,
}

/// Most rounds of active spinning.
const ACTIVE_SPIN: usize = 4;

unsafe extern "C" fn sync_can_spin(f: *mut CanSpin) {
    // SAFETY: as for `sync_semacquire`; the P is held by this thread.
    unsafe {
        let mp = getm();
        let sched = &*(*mp).sched;
        let procs = sched.gomaxprocs.load(SeqCst);
        let busy_elsewhere = procs > sched.idlers.npidle() + sched.idlers.nmspinning() + 1;
        (*f).result = u8::from((*f).i < ACTIVE_SPIN && procs > 1 && busy_elsewhere && (*(*mp).p).runq.is_empty());
    }
}

/// PAUSE instructions of one round.
const PAUSES: usize = 30;

unsafe extern "C" fn sync_do_spin(_f: *mut u8) {
    for _ in 0..PAUSES {
        std::hint::spin_loop();
    }
}

unsafe extern "C" fn sync_nanotime(f: *mut i64) {
    // SAFETY: as for `sync_semacquire`.
    unsafe { *f = (*(*getm()).sched).clock.nanotime() };
}

unsafe extern "C" fn sync_maxprocs(f: *mut usize) {
    // SAFETY: as for `sync_semacquire`.
    unsafe { *f = (*(*getm()).sched).gomaxprocs.load(SeqCst) as usize };
}

/// The natives of package sync.
pub fn natives() -> [Native; 9] {
    let system = |name, addr| Native { name, kind: NativeKind::System, addr };
    let park = |name, addr| Native { name, kind: NativeKind::Park, addr };
    [
        park("sync.semacquire", sync_semacquire as *const () as usize),
        park("sync.semrelease", sync_semrelease as *const () as usize),
        park("sync.notifyListWait", sync_notify_list_wait as *const () as usize),
        system("sync.notifyListNotifyAll", sync_notify_list_notify_all as *const () as usize),
        system("sync.notifyListNotifyOne", sync_notify_list_notify_one as *const () as usize),
        system("sync.canSpin", sync_can_spin as *const () as usize),
        system("sync.doSpin", sync_do_spin as *const () as usize),
        system("sync.nanotime", sync_nanotime as *const () as usize),
        system("sync.maxprocs", sync_maxprocs as *const () as usize),
    ]
}
