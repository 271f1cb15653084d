//! Goroutines' stacks by their frame pointers, innermost call first: only memory inside a goroutine's segments is read, so that a signal handler may.

use crate::arch;
use crate::g::G;

/// The calls of a goroutine, as return addresses.
pub(super) struct Walk {
    pub(super) gp: *const G,
    /// The frame to begin with.
    pub(super) bp: usize,
}

impl Walk {
    /// `at` lies in a segment of the goroutine's stack.
    pub(super) unsafe fn contains(gp: *const G, at: usize) -> bool {
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

/// Frames that profiles keep of a stack at most.
const DEPTH: usize = 128;

/// The calls of a goroutine that does not execute compiled code: it has published where.
///
/// # Safety
/// The goroutine is the calling thread's, or stands still.
pub(super) unsafe fn stack_of(gp: *const G) -> Vec<usize> {
    // SAFETY: the caller's.
    Walk { gp, bp: unsafe { (*gp).sched_bp } }.take(DEPTH).collect()
}
