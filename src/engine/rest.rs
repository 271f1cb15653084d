//! The compiler at rest: once a program runs, what compiled it lies idle in memory, and most of that can be had again when it is needed.
//!
//! The code and constants of the process are clean pages of files: the kernel maps those that are touched again, sixteen at a time. What the compiler has
//! freed goes back to the kernel, too. What it still holds (the checked packages, for functions of the library are compiled at their first call) stays.

use libc::{PF_W, PT_LOAD, c_int, c_void, dl_phdr_info, size_t};
use std::ptr::null_mut;

/// The runtime calls this when nothing has been compiled for a while.
pub(super) extern "C" fn rest(_engine: *mut u8) {
    // A debugger's breakpoints are in pages that only look clean.
    if mgo_codegen::debugger_attached() {
        return;
    }
    #[cfg(target_env = "gnu")]
    // SAFETY: takes the allocator's locks and touches only what is free.
    unsafe {
        libc::malloc_trim(0)
    };
    // SAFETY: the callback keeps the contract of the function.
    unsafe { libc::dl_iterate_phdr(Some(release), null_mut()) };
}

/// Lets go of the segments of an object that nobody can have written to: those that are not writable, which relocations leave alone, too.
unsafe extern "C" fn release(info: *mut dl_phdr_info, _: size_t, _: *mut c_void) -> c_int {
    // SAFETY: the caller gives an object's headers.
    let (base, headers) = unsafe { ((*info).dlpi_addr as usize, std::slice::from_raw_parts((*info).dlpi_phdr, (*info).dlpi_phnum.into())) };
    // SAFETY: asks for a constant.
    let page = unsafe { libc::sysconf(libc::_SC_PAGESIZE) } as usize;
    for header in headers.iter().filter(|header| header.p_type == PT_LOAD && header.p_flags & PF_W == 0) {
        let at = base + header.p_vaddr as usize;
        let (lo, hi) = (at.next_multiple_of(page), (at + header.p_memsz as usize) / page * page);
        if lo < hi {
            // SAFETY: whole pages of a mapped file that are never written: their contents are the file's. Where the kernel refuses, nothing is lost.
            unsafe { libc::madvise(std::ptr::with_exposed_provenance_mut(lo), hi - lo, libc::MADV_DONTNEED) };
        }
    }
    0
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Kilobytes of files' pages that are mapped.
    fn mapped() -> usize {
        let status = std::fs::read_to_string("/proc/self/status").unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("RssFile:")).unwrap();
        line.trim().trim_end_matches(" kB").parse().unwrap()
    }

    #[test]
    fn code_goes_and_comes_back() {
        let sources = mgo_stdlib::packages().map(|path| path.len()).sum::<usize>();
        // Other tests' threads touch pages meanwhile: one time in many they do not.
        let went = (0..200).any(|_| {
            let before = mapped();
            rest(null_mut());
            mapped() < before
        });
        assert!(debugger() || went, "{} KB of pages are mapped as before", mapped());
        assert_eq!(mgo_stdlib::packages().map(|path| path.len()).sum::<usize>(), sources);
    }

    fn debugger() -> bool {
        mgo_codegen::debugger_attached()
    }
}
