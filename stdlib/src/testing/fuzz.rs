//! What fuzzing has outside the language, in memory that its processes share: counters of the places that a program reaches, the inputs that workers
//! have found, and the one that each tries now, which outlives it.

use mgo_abi::typedesc::GoString;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU32, AtomicU64, AtomicUsize, Ordering};

/// Bytes of [`counters`]; a power of two.
pub const COUNTERS: usize = 1 << 16;
/// So many processes may search.
pub const MAX_WORKERS: usize = 64;

static COUNTS: [AtomicU64; COUNTERS / 8] = [const { AtomicU64::new(0) }; COUNTERS / 8];

/// Where instrumented code counts, one byte for each place.
pub fn counters() -> *mut u8 {
    COUNTS.as_ptr().cast_mut().cast()
}

/// One bit for each class of counts: once, twice, more often.
fn class(count: u8) -> u8 {
    match count {
        0 => 0,
        1 => 1,
        2 => 2,
        3 => 4,
        4..8 => 8,
        8..16 => 16,
        16..32 => 32,
        32..128 => 64,
        _ => 128,
    }
}

/// Sets the counters to 0; gives the number of places that were reached more often than ever before by any worker.
fn take_new(seen: &[AtomicU8; COUNTERS]) -> u32 {
    let mut new = 0;
    for (counts, seen) in COUNTS.iter().zip(seen.chunks_exact(8)) {
        // Most places are not reached; a count that comes in between is lost, which does no harm.
        if counts.load(Ordering::Relaxed) == 0 {
            continue;
        }
        for (count, seen) in counts.swap(0, Ordering::Relaxed).to_ne_bytes().into_iter().zip(seen) {
            let class = class(count);
            if class & !seen.load(Ordering::Relaxed) != 0 {
                new += u32::from(class & !seen.fetch_or(class, Ordering::Relaxed) != 0);
            }
        }
    }
    new
}

/// Room for an input, name and file.
const ROOM: usize = 1 << 20;

/// The input that a worker tries now.
#[repr(C)]
struct Record {
    /// Bytes of the name; 0 while nothing is tried.
    name_len: AtomicUsize,
    file_len: AtomicUsize,
    /// Name, then file.
    bytes: [u8; ROOM],
}

/// Room for what workers tell each other.
const LOG: usize = 256 << 20;

/// What all processes of a search share. Zeros are its beginning.
#[repr(C)]
struct Shared {
    seen: [AtomicU8; COUNTERS],
    execs: AtomicU64,
    /// How far the search is, as package testing counts.
    phase: AtomicU32,
    /// Somebody adds to the log.
    locked: AtomicBool,
    /// Bytes of the log that are complete.
    used: AtomicUsize,
    /// Texts, each behind its length.
    log: [u8; LOG],
    records: [Record; MAX_WORKERS],
}

static SHARED: OnceLock<usize> = OnceLock::new();
/// This process's number, and how many search.
static WORKER: AtomicUsize = AtomicUsize::new(0);
static WORKERS: AtomicUsize = AtomicUsize::new(1);

/// Makes the memory that processes forked from here on share with this one.
pub fn share(workers: usize) -> std::io::Result<()> {
    // SAFETY: a fresh mapping, which stays as long as the process; pages that nobody touches cost nothing.
    let addr = unsafe {
        let (prot, flags) = (libc::PROT_READ | libc::PROT_WRITE, libc::MAP_SHARED | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE);
        libc::mmap(std::ptr::null_mut(), size_of::<Shared>(), prot, flags, -1, 0)
    };
    if addr == libc::MAP_FAILED {
        return Err(std::io::Error::last_os_error());
    }
    WORKERS.store(workers.min(MAX_WORKERS), Ordering::Relaxed);
    SHARED.get_or_init(|| addr as usize);
    Ok(())
}

/// Says which worker this process is, or reports for.
pub fn set_worker(number: usize) {
    WORKER.store(number, Ordering::Relaxed);
}

fn shared() -> Option<*mut Shared> {
    SHARED.get().map(|&addr| addr as *mut Shared)
}

fn record(worker: usize) -> Option<*mut Record> {
    // SAFETY: the mapping stays; there are no more workers than records.
    shared().map(|s| unsafe { (&raw mut (*s).records).cast::<Record>().add(worker) })
}

/// Whether a worker was trying an input when it ended.
pub fn has_recorded(worker: usize) -> bool {
    // SAFETY: the record stays; its length is atomic.
    record(worker).is_some_and(|r| unsafe { (*r).name_len.load(Ordering::Acquire) } != 0)
}

/// Notes an input, unless it is too long.
fn note(name: &[u8], file: &[u8]) {
    let Some(r) = record(WORKER.load(Ordering::Relaxed)).filter(|_| name.len() + file.len() <= ROOM) else { return };
    // SAFETY: only one goroutine of a worker tries inputs, and others read when it has ended; the bytes have room.
    unsafe {
        let bytes = (&raw mut (*r).bytes).cast::<u8>();
        bytes.copy_from_nonoverlapping(name.as_ptr(), name.len());
        bytes.add(name.len()).copy_from_nonoverlapping(file.as_ptr(), file.len());
        (*r).file_len.store(file.len(), Ordering::Relaxed);
        (*r).name_len.store(name.len(), Ordering::Release);
    }
}

const NOTHING: GoString = GoString { ptr: std::ptr::null(), len: 0 };

/// Name and file of what the worker was trying when it ended.
fn recorded() -> (GoString, GoString) {
    let Some(r) = record(WORKER.load(Ordering::Relaxed)) else { return (NOTHING, NOTHING) };
    // SAFETY: the record stays, and who wrote it has ended.
    unsafe {
        let bytes = (&raw const (*r).bytes).cast::<u8>();
        let name = GoString { ptr: bytes, len: (*r).name_len.load(Ordering::Acquire) };
        (name, GoString { ptr: bytes.add(name.len), len: (*r).file_len.load(Ordering::Relaxed) })
    }
}

/// Adds a text to the log; what has no room is left out.
fn tell(text: &[u8]) {
    let Some(s) = shared() else { return };
    // SAFETY: the mapping stays. The bytes behind `used` belong to who has the lock, those before it never change.
    unsafe {
        while (*s).locked.swap(true, Ordering::Acquire) {
            std::thread::yield_now();
        }
        let used = (*s).used.load(Ordering::Relaxed);
        let size = (8 + text.len()).next_multiple_of(8);
        if used + size <= LOG {
            let at = (&raw mut (*s).log).cast::<u8>().add(used);
            at.cast::<usize>().write(text.len());
            at.add(8).copy_from_nonoverlapping(text.as_ptr(), text.len());
            (*s).used.store(used + size, Ordering::Release);
        }
        (*s).locked.store(false, Ordering::Release);
    }
}

/// The text at a place of the log, and the place of the next; the same place where there is none yet.
fn told(at: usize) -> (GoString, usize) {
    let Some(s) = shared() else { return (NOTHING, at) };
    // SAFETY: as in `tell`; places are those that this function gave.
    unsafe {
        if at >= (*s).used.load(Ordering::Acquire) {
            return (NOTHING, at);
        }
        let entry = (&raw const (*s).log).cast::<u8>().add(at);
        let len = entry.cast::<usize>().read();
        (GoString { ptr: entry.add(8), len }, at + (8 + len).next_multiple_of(8))
    }
}

/// Moves the phase on to `to`; gives the phase.
fn phase(to: u32) -> u32 {
    // SAFETY: the mapping stays.
    shared().map_or(to, |s| unsafe { (*s).phase.fetch_max(to, Ordering::AcqRel) }.max(to))
}

natives! {
    System "testing.newCoverage" () -> (n: isize) {
        // SAFETY: the mapping stays. Without one nothing is counted.
        n = shared().map_or(0, |s| take_new(unsafe { &(*s).seen })) as isize;
    }
    System "testing.inputRuns" (name: GoString, file: GoString) -> () {
        // SAFETY: strings of the program, alive during the call.
        let (name, file) = unsafe { (crate::native::bytes(name.ptr, name.len), crate::native::bytes(file.ptr, file.len)) };
        note(name, file);
    }
    System "testing.inputEnded" () -> () { note(&[], &[]); }
    System "testing.recordedInput" () -> (name: GoString, file: GoString) { (name, file) = recorded(); }
    System "testing.fuzzWorker" () -> (number: isize, count: isize) {
        (number, count) = (WORKER.load(Ordering::Relaxed) as isize, WORKERS.load(Ordering::Relaxed) as isize);
    }
    System "testing.countExec" () -> (n: isize) {
        // SAFETY: the mapping stays.
        n = shared().map_or(0, |s| unsafe { (*s).execs.fetch_add(1, Ordering::Relaxed) } + 1) as isize;
    }
    System "testing.fuzzPhase" (to: isize) -> (now: isize) { now = phase(to as u32) as isize; }
    System "testing.tell" (text: GoString) -> () {
        // SAFETY: a string of the program, alive during the call.
        tell(unsafe { crate::native::bytes(text.ptr, text.len) });
    }
    System "testing.told" (at: isize) -> (text: GoString, next: isize) {
        let (found, after) = told(at as usize);
        (text, next) = (found, after as isize);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coverage_is_new_once() {
        let seen = [const { AtomicU8::new(0) }; COUNTERS];
        let at = |i: usize, n: u64| COUNTS[i].store(n, Ordering::Relaxed);
        at(7, 1);
        assert_eq!(take_new(&seen), 1);
        at(7, 1);
        assert_eq!(take_new(&seen), 0);
        at(7, 0x0205);
        assert_eq!(take_new(&seen), 2);
        at(7, 0x0207);
        assert_eq!(take_new(&seen), 0);
    }

    #[test]
    fn what_is_told_is_heard_in_order() {
        share(2).expect("memory");
        let text = |s: GoString| {
            // SAFETY: a text of the log.
            String::from_utf8_lossy(unsafe { crate::native::bytes(s.ptr, s.len) }).into_owned()
        };
        ["one", "", "three and more"].iter().for_each(|s| tell(s.as_bytes()));
        let (mut at, mut heard) = (0, Vec::new());
        loop {
            let (found, next) = told(at);
            if next == at {
                break;
            }
            heard.push(text(found));
            at = next;
        }
        assert_eq!(heard, ["one", "", "three and more"]);
        assert_eq!((phase(1), phase(0)), (1, 1));
        note(b"F", b"file");
        assert!(has_recorded(0) && !has_recorded(1));
    }
}
