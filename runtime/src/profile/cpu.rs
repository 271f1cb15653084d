//! The CPU profile: a hundred times per second of processor time SIGPROF comes to a running thread, whose handler notes the goroutine's stack.
//!
//! Handlers write into a ring of slots; sysmon empties it. A slot belongs to a handler from the moment it has taken it out of FREE until it stores the
//! number of frames, then to sysmon. What comes while a slot is not free yet is lost, and counted.

use std::ptr::null_mut;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use libc::{c_int, c_void, siginfo_t, ucontext_t};
use rustc_hash::FxHashMap;

use super::encode::{Encoder, SYSTEM};
use super::labels::{self, Set};
use super::walk::Walk;
use crate::g::{G, status};
use crate::m::{M, getm};
use crate::natives::natives;
use crate::sched::Sched;
use parking_lot::Mutex;

/// Samples per second of processor time, as Go's.
const HZ: u64 = 100;
/// Frames of a sample.
const FRAMES: usize = 63;
/// Slots of the ring.
const SLOTS: usize = 2048;
/// A slot that nobody uses.
const FREE: usize = 0;
/// A slot that a handler is writing.
const BUSY: usize = usize::MAX;

struct Slot {
    /// [`FREE`], [`BUSY`], or the number of frames.
    state: AtomicUsize,
    frames: [AtomicUsize; FRAMES],
    /// The goroutine's labels.
    labels: AtomicUsize,
}

static RING: [Slot; SLOTS] =
    [const { Slot { state: AtomicUsize::new(FREE), frames: [const { AtomicUsize::new(0) }; FRAMES], labels: AtomicUsize::new(0) } }; SLOTS];
static NEXT: AtomicUsize = AtomicUsize::new(0);
static LOST: AtomicU64 = AtomicU64::new(0);
static ON: AtomicBool = AtomicBool::new(false);

/// What has been taken out of the ring.
#[derive(Default)]
struct Collected {
    /// Stacks, innermost first, with the labels of their goroutines, and how often each was seen.
    stacks: FxHashMap<(Vec<usize>, Set), u64>,
    start: Option<SystemTime>,
}

static COLLECTED: Mutex<Option<Collected>> = Mutex::new(None);

/// The handler of SIGPROF.
extern "C" fn sigprof(_sig: c_int, _info: *mut siginfo_t, context: *mut c_void) {
    if !ON.load(Ordering::Relaxed) {
        return;
    }
    let mp = getm();
    // SAFETY: the kernel gave the context; the M is this thread's.
    unsafe {
        let regs = &(*context.cast::<ucontext_t>()).uc_mcontext.gregs;
        let slot = &RING[NEXT.fetch_add(1, Ordering::Relaxed) % SLOTS];
        if slot.state.compare_exchange(FREE, BUSY, Ordering::Acquire, Ordering::Relaxed).is_err() {
            LOST.fetch_add(1, Ordering::Relaxed);
            return;
        }
        let reg = |r: c_int| regs[r as usize] as usize;
        let mut n = 0;
        let mut note = |pc: usize| {
            slot.frames[n].store(pc, Ordering::Relaxed);
            n += 1;
            n < FRAMES
        };
        sample(mp, reg(libc::REG_RIP), reg(libc::REG_RSP), reg(libc::REG_RBP), &mut note);
        let gp: *const G = if mp.is_null() { null_mut() } else { (*mp).curg };
        slot.labels.store(gp.as_ref().map_or(0, |gp| gp.labels), Ordering::Relaxed);
        slot.state.store(n, Ordering::Release);
    }
}

/// Gives the frames of what was interrupted to `note`, until that has enough.
unsafe fn sample(mp: *const M, pc: usize, sp: usize, bp: usize, note: &mut impl FnMut(usize) -> bool) {
    // SAFETY: as the caller's.
    unsafe {
        let gp: *const G = if mp.is_null() { null_mut() } else { (*mp).curg };
        if gp.is_null() {
            note(SYSTEM);
            return;
        }
        let walk = if Walk::contains(gp, sp) {
            // Compiled code, or a thunk on the goroutine's stack, which has no frame of its own.
            if (*(*mp).sched).is_compiled_pc(pc) {
                note(pc + 1); // as if it were a return address
            }
            Walk { gp, bp }
        } else {
            // In the runtime, on g0, on the goroutine's behalf; it has published where.
            note(SYSTEM);
            let on_behalf = matches!((*gp).readgstatus() & !status::SCAN, status::RUNNING | status::SYSCALL);
            Walk { gp, bp: if on_behalf { (*gp).sched_bp } else { 0 } }
        };
        for pc in walk {
            if !note(pc) {
                return;
            }
        }
    }
}

/// Takes the samples out of the ring: sysmon does, now and then.
pub fn collect() {
    if !ON.load(Ordering::Relaxed) {
        return;
    }
    let mut collected = COLLECTED.lock();
    let Some(collected) = collected.as_mut() else { return };
    for slot in &RING {
        let n = slot.state.load(Ordering::Acquire);
        if n != FREE && n != BUSY {
            let stack = slot.frames[..n].iter().map(|pc| pc.load(Ordering::Relaxed)).collect();
            *collected.stacks.entry((stack, slot.labels.load(Ordering::Relaxed))).or_default() += 1;
            slot.state.store(FREE, Ordering::Release);
        }
    }
}

/// Adds the sets of labels that samples have: their objects live until the profile is written. The world is stopped.
pub(super) fn labels(sets: &mut Vec<Set>) {
    if let Some(collected) = COLLECTED.lock().as_ref() {
        sets.extend(collected.stacks.keys().map(|key| key.1));
        // A slot that is being written has the labels of a goroutine that still has them.
        sets.extend(RING.iter().map(|slot| slot.labels.load(Ordering::Relaxed)));
        sets.retain(|&set| set != 0);
    }
}

fn set_timer(hz: u64) {
    let interval = libc::timeval { tv_sec: 0, tv_usec: 1_000_000u64.checked_div(hz).unwrap_or(0) as i64 };
    // SAFETY: a plain call with a local.
    unsafe { libc::setitimer(libc::ITIMER_PROF, &libc::itimerval { it_interval: interval, it_value: interval }, null_mut()) };
}

/// Starts profiling; false when it is on.
fn start() -> bool {
    let mut collected = COLLECTED.lock();
    if collected.is_some() {
        return false;
    }
    *collected = Some(Collected { start: Some(SystemTime::now()), ..Collected::default() });
    LOST.store(0, Ordering::Relaxed);
    // SAFETY: the handler keeps to what handlers may do. It stays installed: a late signal must not end the process.
    unsafe { crate::signal::set_action(libc::SIGPROF, sigprof, null_mut()) };
    ON.store(true, Ordering::SeqCst);
    set_timer(HZ);
    true
}

/// Ends profiling and gives the profile in the format of pprof; None when it was not on.
fn stop(sched: &Sched) -> Option<Vec<u8>> {
    set_timer(0);
    collect();
    ON.store(false, Ordering::SeqCst);
    let mut running = COLLECTED.lock(); // until all is written: what has been collected keeps the labels alive
    let collected = running.as_ref()?;
    let period = 1_000_000_000 / HZ;
    let lost = LOST.load(Ordering::Relaxed);
    let start = collected.start.unwrap_or(UNIX_EPOCH);
    let mut profile = Encoder::new(&[("samples", "count"), ("cpu", "nanoseconds")], ("cpu", "nanoseconds"), period as i64);
    profile.mapping(sched);
    for ((stack, set), &count) in &collected.stacks {
        // SAFETY: as long as it is here, it is alive.
        let labels = unsafe { labels::read(*set) };
        profile.sample(sched, stack, &[count as i64, (count * period) as i64], None, &labels);
    }
    if lost > 0 {
        profile.comment(&format!("{lost} samples were lost"));
    }
    profile.time(start.duration_since(UNIX_EPOCH).map_or(0, |d| d.as_nanos() as i64), start.elapsed().map_or(0, |d| d.as_nanos() as i64));
    *running = None;
    Some(profile.finish())
}

natives! {
    System "runtime/pprof.startCPUProfile" () -> (started: bool) |gp| { (start(),) }
    System "runtime/pprof.stopCPUProfile" () -> (data: *mut u8, len: usize) |gp| {
        match stop(&*(*getm()).sched) {
            Some(profile) => super::lend(profile),
            None => (null_mut(), 0),
        }
    }
}
