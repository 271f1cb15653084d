//! The CPU profile: a hundred times per second of processor time SIGPROF comes to a running thread, whose handler notes the goroutine's stack.
//!
//! Handlers write into a ring of slots; sysmon empties it. A slot belongs to a handler from the moment it has taken it out of FREE until it stores the
//! number of frames, then to sysmon. What comes while a slot is not free yet is lost, and counted.

use std::ptr::null_mut;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use libc::{c_int, c_void, siginfo_t, ucontext_t};
use rustc_hash::FxHashMap;

use crate::arch;
use crate::g::{G, status};
use crate::m::{M, getm};
use crate::natives::natives;
use crate::sched::Sched;
use crate::trace::proto::Message;
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
/// Stands for a pc in the runtime itself.
const SYSTEM: usize = 0;

struct Slot {
    /// [`FREE`], [`BUSY`], or the number of frames.
    state: AtomicUsize,
    frames: [AtomicUsize; FRAMES],
}

static RING: [Slot; SLOTS] = [const { Slot { state: AtomicUsize::new(FREE), frames: [const { AtomicUsize::new(0) }; FRAMES] } }; SLOTS];
static NEXT: AtomicUsize = AtomicUsize::new(0);
static LOST: AtomicU64 = AtomicU64::new(0);
static ON: AtomicBool = AtomicBool::new(false);

/// What has been taken out of the ring.
#[derive(Default)]
struct Collected {
    /// Stacks, innermost first, and how often each was seen.
    stacks: FxHashMap<Vec<usize>, u64>,
    start: Option<SystemTime>,
}

static COLLECTED: Mutex<Option<Collected>> = Mutex::new(None);

/// The stacks of a goroutine as a handler finds them: only memory inside its segments is read.
struct Walk {
    gp: *const G,
    bp: usize,
}

impl Walk {
    /// `at` lies in a segment of the goroutine's stack.
    unsafe fn contains(gp: *const G, at: usize) -> bool {
        // SAFETY: Gs are never freed; the chain of segments only changes on the goroutine's own thread, which is in this handler.
        unsafe {
            if (*gp).stack_lo <= at && at < (*gp).stack_hi {
                return true;
            }
            let mut seg = (*gp).cur_seg;
            while !seg.is_null() {
                if (*seg).prev_lo <= at && at < (*seg).prev_hi {
                    return true;
                }
                seg = (*seg).prev;
            }
            false
        }
    }
}

impl Iterator for Walk {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        loop {
            // SAFETY: the two words lie in the goroutine's stack.
            let (up, pc) = unsafe {
                if !self.bp.is_multiple_of(8) || !Walk::contains(self.gp, self.bp) || !Walk::contains(self.gp, self.bp + 8) {
                    return None;
                }
                (*(self.bp as *const usize), *(self.bp as *const usize).add(1))
            };
            if pc == 0 || arch::is_goexit(pc) {
                return None;
            }
            self.bp = up;
            if pc != arch::lessstack() {
                return Some(pc);
            }
        }
    }
}

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
            *collected.stacks.entry(stack).or_default() += 1;
            slot.state.store(FREE, Ordering::Release);
        }
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
    let collected = COLLECTED.lock().take()?;
    Some(Encoder::default().profile(sched, &collected))
}

/// Builds a `Profile` of pprof's profile.proto.
#[derive(Default)]
struct Encoder {
    out: Message,
    strings: FxHashMap<String, u64>,
    table: Vec<String>,
    functions: FxHashMap<(u64, u64), u64>,
    locations: FxHashMap<usize, u64>,
}

impl Encoder {
    fn string(&mut self, s: &str) -> u64 {
        if let Some(&i) = self.strings.get(s) {
            return i;
        }
        let i = self.table.len() as u64;
        self.strings.insert(s.to_owned(), i);
        self.table.push(s.to_owned());
        i
    }

    fn value_type(&mut self, field: u32, kind: &str, unit: &str) {
        let (kind, unit) = (self.string(kind), self.string(unit));
        self.out.message(field, |m| _ = m.varint(1, kind).varint(2, unit));
    }

    fn function(&mut self, name: &str, file: &str) -> u64 {
        let key = (self.string(name), self.string(file));
        let next = self.functions.len() as u64 + 1;
        if let Some(&id) = self.functions.get(&key) {
            return id;
        }
        self.functions.insert(key, next);
        self.out.message(5, |m| _ = m.varint(1, next).varint(2, key.0).varint(3, key.0).varint(4, key.1));
        next
    }

    /// The location of a return address, with the functions inlined there, innermost first.
    fn location(&mut self, sched: &Sched, pc: usize) -> u64 {
        if let Some(&id) = self.locations.get(&pc) {
            return id;
        }
        let id = self.locations.len() as u64 + 1;
        self.locations.insert(pc, id);
        let chain = if pc == SYSTEM { Vec::new() } else { sched.functab.source(pc - 1) };
        let mut lines: Vec<(u64, u64)> = chain.iter().map(|at| (self.function(&at.func, &at.file), u64::from(at.line))).collect();
        if lines.is_empty() {
            lines.push((self.function("runtime._System", ""), 0));
        }
        self.out.message(4, |m| {
            m.varint(1, id).varint(2, 1).varint(3, pc.saturating_sub(1) as u64);
            for (function, line) in lines {
                m.message(4, |l| _ = l.varint(1, function).varint(2, line));
            }
        });
        id
    }

    fn profile(mut self, sched: &Sched, collected: &Collected) -> Vec<u8> {
        self.string("");
        let period = 1_000_000_000 / HZ;
        self.value_type(1, "samples", "count");
        self.value_type(1, "cpu", "nanoseconds");
        self.value_type(11, "cpu", "nanoseconds");
        self.out.varint(12, period);
        let name = self.string("mgo");
        let (lo, hi) = sched.compiler.code_range();
        self.out.message(3, |mapping| _ = mapping.varint(1, 1).varint(2, lo as u64).varint(3, hi as u64).varint(5, name).varint(7, 1));
        for (stack, &count) in &collected.stacks {
            let ids: Vec<u64> = stack.iter().map(|&pc| self.location(sched, pc)).collect();
            self.out.message(2, |sample| _ = sample.packed(1, ids).packed(2, [count, count * period]));
        }
        let lost = LOST.load(Ordering::Relaxed);
        if lost > 0 {
            let comment = self.string(&format!("{lost} samples were lost"));
            self.out.packed(13, [comment]);
        }
        if let Some(start) = collected.start {
            self.out.varint(9, start.duration_since(UNIX_EPOCH).map_or(0, |d| d.as_nanos() as u64));
            self.out.varint(10, start.elapsed().map_or(0, |d| d.as_nanos() as u64));
        }
        for s in std::mem::take(&mut self.table) {
            self.out.bytes(6, s.as_bytes());
        }
        self.out.as_bytes().to_vec()
    }
}

natives! {
    System "runtime/pprof.startCPUProfile" () -> (started: bool) |gp| { (start(),) }
    System "runtime/pprof.stopCPUProfile" () -> (data: *mut u8, len: usize) |gp| {
        match stop(&*(*getm()).sched) {
            Some(profile) => {
                let profile = Box::leak(profile.into_boxed_slice());
                (profile.as_mut_ptr(), profile.len())
            }
            None => (null_mut(), 0),
        }
    }
    System "runtime/pprof.freeProfile" (data: *mut u8, len: usize) -> () |gp| {
        drop(Box::from_raw(std::ptr::slice_from_raw_parts_mut(data, len)))
    }
}
