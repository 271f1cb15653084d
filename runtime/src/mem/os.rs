//! Address space from the kernel: reserved lazily, given back page by page.

use std::marker::PhantomData;
use std::ptr::{self, NonNull};

use rustix::mm::{Advice, MapFlags, ProtFlags, madvise, mmap_anonymous, munmap};

/// A mapping that lives as long as the value. Its pages are zero when first touched.
#[derive(Debug)]
pub struct Mapping {
    base: NonNull<u8>,
    len: usize,
}

// SAFETY: the mapping is plain memory; who may touch which part of it is the business of its users.
unsafe impl Send for Mapping {}
// SAFETY: as above.
unsafe impl Sync for Mapping {}

impl Mapping {
    /// Reserves `len` bytes without committing memory; `None` when the address space is refused.
    pub fn reserve(len: usize) -> Option<Mapping> {
        let flags = MapFlags::PRIVATE | MapFlags::NORESERVE;
        // SAFETY: a new anonymous mapping aliases nothing.
        let base = unsafe { mmap_anonymous(ptr::null_mut(), len, ProtFlags::READ | ProtFlags::WRITE, flags) }.ok()?;
        Some(Mapping { base: NonNull::new(base.cast())?, len })
    }

    /// First address.
    pub fn base(&self) -> usize {
        self.base.as_ptr() as usize
    }
}

impl Drop for Mapping {
    fn drop(&mut self) {
        // SAFETY: the mapping is ours, and by the type's contract nobody uses it any more. A failure only leaks address space.
        let _ = unsafe { munmap(self.base.as_ptr().cast(), self.len) };
    }
}

/// Bytes of the machine's memory.
pub fn memory() -> usize {
    // SAFETY: asks for constants.
    let [pages, page] = [libc::_SC_PHYS_PAGES, libc::_SC_PAGESIZE].map(|name| unsafe { libc::sysconf(name) });
    usize::try_from(pages).unwrap_or(0).saturating_mul(usize::try_from(page).unwrap_or(0))
}

/// Gives the pages of `[addr, addr + len)` back to the kernel; they read as zero afterwards.
///
/// # Safety
/// The range lies in a [`Mapping`], is page-aligned, and nobody uses its contents.
pub unsafe fn decommit(addr: usize, len: usize) {
    // SAFETY: the caller's. A failure leaves the old contents, which is why callers must not rely on zeros unless this says so.
    let done = unsafe { madvise(ptr::with_exposed_provenance_mut(addr), len, Advice::LinuxDontNeed) };
    assert!(done.is_ok(), "madvise(MADV_DONTNEED) failed on the heap");
}

/// A table in a mapping of its own: `len` zeroed elements that cost memory only when touched. `T` must be valid when all zero.
#[derive(Debug)]
pub struct Table<T> {
    mapping: Mapping,
    len: usize,
    of: PhantomData<T>,
}

// SAFETY: a table hands out shared references only.
unsafe impl<T: Sync> Send for Table<T> {}
// SAFETY: as above.
unsafe impl<T: Sync> Sync for Table<T> {}

/// Types for which all-zero bytes are a value.
///
/// # Safety
/// As said.
pub unsafe trait Zeroable {}
// SAFETY: atomics are integers.
unsafe impl Zeroable for std::sync::atomic::AtomicU8 {}
// SAFETY: as above.
unsafe impl Zeroable for std::sync::atomic::AtomicU16 {}
// SAFETY: as above.
unsafe impl Zeroable for std::sync::atomic::AtomicU32 {}
// SAFETY: as above.
unsafe impl Zeroable for std::sync::atomic::AtomicU64 {}
// SAFETY: as above.
unsafe impl Zeroable for std::sync::atomic::AtomicUsize {}

impl<T: Zeroable> Table<T> {
    /// A table of `len` elements.
    pub fn new(len: usize) -> Option<Table<T>> {
        Some(Table { mapping: Mapping::reserve(len * size_of::<T>())?, len, of: PhantomData })
    }

    /// Element `i`.
    ///
    /// # Panics
    /// When `i` is out of range.
    #[inline]
    pub fn at(&self, i: usize) -> &T {
        assert!(i < self.len, "heap table index {i} of {}", self.len);
        // SAFETY: checked above.
        unsafe { self.get(i) }
    }

    /// Element `i`, unchecked.
    ///
    /// # Safety
    /// `i` is in range.
    #[inline(always)]
    pub unsafe fn get(&self, i: usize) -> &T {
        debug_assert!(i < self.len);
        // SAFETY: in range by the caller; zero pages are valid elements.
        unsafe { &*self.mapping.base.as_ptr().cast::<T>().add(i) }
    }

    /// First element, for loops that keep the pointer in a register.
    pub fn as_ptr(&self) -> *const T {
        self.mapping.base.as_ptr().cast::<T>()
    }
}
