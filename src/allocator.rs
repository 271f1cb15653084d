//! The allocator for Rust in the `mgo` command: the system's; but a program that has used up all memory ends as Go's do, with a fatal error.

use std::alloc::{GlobalAlloc, Layout, System};

struct OrFatal;

#[global_allocator]
static ALLOCATOR: OrFatal = OrFatal;

/// The pointer, unless it is null.
#[inline(always)]
fn checked(p: *mut u8) -> *mut u8 {
    if p.is_null() {
        mgo_runtime::throw::no_memory();
    }
    p
}

// SAFETY: the system's allocator, which never gives null here.
unsafe impl GlobalAlloc for OrFatal {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller's promise.
        checked(unsafe { System.alloc(layout) })
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller's promise.
        checked(unsafe { System.alloc_zeroed(layout) })
    }

    unsafe fn realloc(&self, p: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // SAFETY: the caller's promise.
        checked(unsafe { System.realloc(p, layout, size) })
    }

    unsafe fn dealloc(&self, p: *mut u8, layout: Layout) {
        // SAFETY: the caller's promise.
        unsafe { System.dealloc(p, layout) }
    }
}
