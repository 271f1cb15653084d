//! Zeroed memory that is handed out from the bottom and never given back.

/// A reserved range of addresses, below 2 GiB where the system has room there, so that code can hold its addresses in four bytes.
pub(crate) struct Arena {
    start: usize,
    next: usize,
    end: usize,
}

/// Maps `size` zeroed bytes, which take memory when touched.
pub(crate) fn map(size: usize, low: bool) -> usize {
    let flags = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE | if low { libc::MAP_32BIT } else { 0 };
    // SAFETY: a fresh anonymous mapping touches nothing that exists.
    let at = unsafe { libc::mmap(std::ptr::null_mut(), size, libc::PROT_READ | libc::PROT_WRITE, flags, -1, 0) };
    match at {
        libc::MAP_FAILED if low => map(size, false),
        libc::MAP_FAILED => crate::memory::no_memory("data"),
        at => at as usize,
    }
}

impl Arena {
    /// Reserves `size` bytes of address space.
    pub(crate) fn reserve(size: usize) -> Arena {
        let start = map(size, true);
        Arena { start, next: start, end: start + size }
    }

    /// Room for `size` bytes.
    pub(crate) fn alloc(&mut self, size: usize, align: usize) -> usize {
        let at = self.next.next_multiple_of(align);
        assert!(at + size <= self.end, "the data range of {} bytes is full", self.end - self.start);
        self.next = at + size;
        at
    }

    /// Stores a word.
    pub(crate) fn put(&mut self, at: usize, word: usize) {
        assert!(at.is_multiple_of(8) && self.start <= at && at + 8 <= self.next);
        // SAFETY: aligned and inside what was handed out, as just checked.
        unsafe { (at as *mut usize).write(word) };
    }

    /// What is handed out so far.
    pub(crate) fn used(&self) -> (usize, usize) {
        (self.start, self.next)
    }
}

impl Drop for Arena {
    fn drop(&mut self) {
        // SAFETY: the range was mapped by `reserve`; whoever drops the Jit no longer uses its data.
        unsafe { libc::munmap(self.start as *mut libc::c_void, self.end - self.start) };
    }
}
