//! The code range: one piece of memory mapped twice, to be written through one view and run through the other.
//!
//! Code grows from the bottom, stubs (16 bytes each) from the top. Invariant: addresses handed out are those of the running view.
//!
//! Under a debugger the running view is a private mapping: the kernel refuses to plant breakpoints in a shared one. A page with a breakpoint no longer
//! follows the writable view, so each batch then starts on a page of its own.

use std::io::Error;

/// Both views and how much of them is used.
pub(crate) struct CodeMemory {
    write: *mut u8,
    run: *mut u8,
    size: usize,
    /// First free byte from the bottom.
    low: usize,
    /// Last used byte from the top.
    high: usize,
    debugged: bool,
}

const PAGE: usize = 4096;

/// Who looks at the code beside the program.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Watched {
    Nobody,
    /// gdb plants breakpoints.
    Debugger,
    /// perf takes only anonymous memory for JIT code.
    Profiler,
}

/// Ends the process as the runtime does when the kernel refuses memory: nothing can be run without.
pub(crate) fn no_memory(what: &str) -> ! {
    eprintln!("fatal error: runtime: cannot allocate memory\n\tfor {what}: {}", Error::last_os_error());
    std::process::exit(2)
}

fn checked(at: *mut libc::c_void) -> *mut u8 {
    if at == libc::MAP_FAILED {
        no_memory("code");
    }
    at.cast()
}

/// A file in memory mapped twice: the writable and the running view.
fn file_views(size: usize, watched: Watched) -> (*mut u8, *mut u8) {
    let running = if watched == Watched::Debugger { libc::MAP_PRIVATE } else { libc::MAP_SHARED };
    // SAFETY: plain system calls on a descriptor that is closed once both views hold it.
    unsafe {
        let fd = libc::memfd_create(c"mgo-code".as_ptr(), libc::MFD_CLOEXEC);
        if fd < 0 || libc::ftruncate(fd, size as libc::off_t) != 0 {
            no_memory("code");
        }
        let map = |prot, kind| checked(libc::mmap(std::ptr::null_mut(), size, prot, kind | libc::MAP_NORESERVE, fd, 0));
        let views = (map(libc::PROT_READ | libc::PROT_WRITE, libc::MAP_SHARED), map(libc::PROT_READ | libc::PROT_EXEC, running));
        libc::close(fd);
        views
    }
}

/// The same without a file: a shared mapping, doubled by moving none of it.
fn anonymous_views(size: usize) -> (*mut u8, *mut u8) {
    let flags = libc::MAP_SHARED | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE;
    // SAFETY: fresh mappings touch nothing that exists.
    unsafe {
        let write = checked(libc::mmap(std::ptr::null_mut(), size, libc::PROT_READ | libc::PROT_WRITE, flags, -1, 0));
        let run = checked(libc::mremap(write.cast(), 0, size, libc::MREMAP_MAYMOVE));
        if libc::mprotect(run.cast(), size, libc::PROT_READ | libc::PROT_EXEC) != 0 {
            no_memory("code");
        }
        (write, run)
    }
}

// SAFETY: the views are plain memory, written through `&mut self` only (and patched word-wise, which running threads may see at any moment).
unsafe impl Send for CodeMemory {}

impl CodeMemory {
    /// Reserves `size` bytes of address space; memory is taken as it is used.
    pub(crate) fn reserve(size: usize, watched: Watched) -> CodeMemory {
        let (write, run) = if watched == Watched::Profiler { anonymous_views(size) } else { file_views(size, watched) };
        CodeMemory { write, run, size, low: 0, high: size, debugged: watched == Watched::Debugger }
    }

    /// The running view: first byte and one past the last.
    pub(crate) fn range(&self) -> (usize, usize) {
        (self.run as usize, self.run as usize + self.size)
    }

    /// Called before the code of a batch is given room.
    pub(crate) fn begin_batch(&mut self) {
        if self.debugged {
            self.low = self.low.next_multiple_of(PAGE);
        }
    }

    /// Room for `size` bytes of code, aligned to 16: its address.
    pub(crate) fn alloc(&mut self, size: usize) -> usize {
        let at = self.low.next_multiple_of(16);
        assert!(at + size <= self.high, "the code range of {} bytes is full", self.size);
        self.low = at + size;
        self.run as usize + at
    }

    /// Room for one 16-byte stub: its address.
    pub(crate) fn alloc_stub(&mut self) -> usize {
        self.high -= 16;
        assert!(self.low <= self.high, "the code range of {} bytes is full", self.size);
        self.run as usize + self.high
    }

    /// Writes bytes at an address that was handed out and that no thread runs yet.
    pub(crate) fn write(&mut self, addr: usize, bytes: &[u8]) {
        let offset = addr - self.run as usize;
        assert!(offset + bytes.len() <= self.size);
        // SAFETY: the range lies inside the writable view, as just checked, and nothing else refers to it.
        unsafe { std::ptr::copy_nonoverlapping(bytes.as_ptr(), self.write.add(offset), bytes.len()) };
    }

    /// Replaces the aligned word at `addr`, which other threads may be running, in one step.
    pub(crate) fn patch_word(&mut self, addr: usize, change: impl FnOnce([u8; 8]) -> [u8; 8]) {
        let offset = addr - self.run as usize;
        assert!(offset.is_multiple_of(8) && offset + 8 <= self.size);
        // SAFETY: inside the writable view and aligned, as just checked; an aligned word is written in one access.
        unsafe {
            let word = self.write.add(offset).cast::<u64>();
            word.write_volatile(u64::from_le_bytes(change(word.read_volatile().to_le_bytes())));
        }
    }

    /// The bytes at an address that was handed out.
    pub(crate) fn read(&self, addr: usize, len: usize) -> &[u8] {
        let offset = addr - self.run as usize;
        assert!(offset + len <= self.size);
        // SAFETY: inside the readable view, as just checked.
        unsafe { std::slice::from_raw_parts(self.run.add(offset), len) }
    }
}

impl Drop for CodeMemory {
    fn drop(&mut self) {
        // SAFETY: both views were mapped with this size by `reserve`; whoever drops the Jit no longer runs its code.
        unsafe {
            libc::munmap(self.write.cast(), self.size);
            libc::munmap(self.run.cast(), self.size);
        }
    }
}
