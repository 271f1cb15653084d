//! What fuzzing has outside the language: counters of the places that a program reaches, and the input that it tries now, in memory that outlives
//! the process.

use mgo_abi::typedesc::GoString;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};

/// Bytes of [`counters`]; a power of two.
pub const COUNTERS: usize = 1 << 16;

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

/// Sets the counters to 0; gives the number of places that were reached more often than ever before.
fn take_new() -> u32 {
    static SEEN: Mutex<[u8; COUNTERS]> = Mutex::new([0; COUNTERS]);
    let mut seen = SEEN.lock().unwrap_or_else(PoisonError::into_inner);
    let mut new = 0;
    for (counts, seen) in COUNTS.iter().zip(seen.chunks_exact_mut(8)) {
        // Most places are not reached; a count that comes in between is lost, which does no harm.
        if counts.load(Ordering::Relaxed) == 0 {
            continue;
        }
        for (count, seen) in counts.swap(0, Ordering::Relaxed).to_ne_bytes().into_iter().zip(seen) {
            let class = class(count);
            new += u32::from(class & !*seen != 0);
            *seen |= class;
        }
    }
    new
}

/// Room for an input, name and file.
const ROOM: usize = 1 << 20;

/// The input that is tried now; its memory is shared with the process that forked this one.
#[repr(C)]
struct Record {
    /// Bytes of the name; 0 while nothing is tried.
    name_len: AtomicUsize,
    file_len: AtomicUsize,
    /// Name, then file.
    bytes: [u8; ROOM],
}

static RECORD: OnceLock<usize> = OnceLock::new();

/// Makes the record: processes forked from here on write to memory that this one can read.
pub fn share() -> std::io::Result<()> {
    // SAFETY: a fresh mapping, which stays as long as the process; zeros are an empty record.
    let addr = unsafe {
        let (prot, flags) = (libc::PROT_READ | libc::PROT_WRITE, libc::MAP_SHARED | libc::MAP_ANONYMOUS);
        libc::mmap(std::ptr::null_mut(), size_of::<Record>(), prot, flags, -1, 0)
    };
    if addr == libc::MAP_FAILED {
        return Err(std::io::Error::last_os_error());
    }
    RECORD.get_or_init(|| addr as usize);
    Ok(())
}

fn record() -> Option<*mut Record> {
    RECORD.get().map(|&addr| addr as *mut Record)
}

/// Whether a process was trying an input when it ended.
pub fn has_recorded() -> bool {
    // SAFETY: the record stays; its length is atomic.
    record().is_some_and(|r| unsafe { (*r).name_len.load(Ordering::Acquire) } != 0)
}

/// Notes an input, unless it is too long.
fn note(name: &[u8], file: &[u8]) {
    let Some(r) = record().filter(|_| name.len() + file.len() <= ROOM) else { return };
    // SAFETY: only one goroutine tries inputs, and the parent reads when this process has ended; the bytes have room.
    unsafe {
        let bytes = (&raw mut (*r).bytes).cast::<u8>();
        bytes.copy_from_nonoverlapping(name.as_ptr(), name.len());
        bytes.add(name.len()).copy_from_nonoverlapping(file.as_ptr(), file.len());
        (*r).file_len.store(file.len(), Ordering::Relaxed);
        (*r).name_len.store(name.len(), Ordering::Release);
    }
}

/// Name and file of what a process was trying when it ended.
fn recorded() -> (GoString, GoString) {
    let nothing = GoString { ptr: std::ptr::null(), len: 0 };
    let Some(r) = record() else { return (nothing, nothing) };
    // SAFETY: the record stays, and who wrote it has ended.
    unsafe {
        let bytes = (&raw const (*r).bytes).cast::<u8>();
        let name = GoString { ptr: bytes, len: (*r).name_len.load(Ordering::Acquire) };
        (name, GoString { ptr: bytes.add(name.len), len: (*r).file_len.load(Ordering::Relaxed) })
    }
}

natives! {
    System "testing.newCoverage" () -> (n: isize) { n = take_new() as isize; }
    System "testing.inputRuns" (name: GoString, file: GoString) -> () {
        // SAFETY: strings of the program, alive during the call.
        let (name, file) = unsafe { (crate::native::bytes(name.ptr, name.len), crate::native::bytes(file.ptr, file.len)) };
        note(name, file);
    }
    System "testing.inputEnded" () -> () { note(&[], &[]); }
    System "testing.recordedInput" () -> (name: GoString, file: GoString) { (name, file) = recorded(); }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coverage_is_new_once() {
        let at = |i: usize, n: u64| COUNTS[i].store(n, Ordering::Relaxed);
        at(7, 1);
        assert_eq!(take_new(), 1);
        at(7, 1);
        assert_eq!(take_new(), 0);
        at(7, 0x0205);
        assert_eq!(take_new(), 2);
        at(7, 0x0207);
        assert_eq!(take_new(), 0);
    }
}
