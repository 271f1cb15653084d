//! Stacks: a first segment of almost 2 KiB with the G at its top, then one of 64 KiB, then one of 1 GB reserved lazily. Stacks never move.
//!
//! Picture of a segment beyond the first (addresses grow to the right):
//! ```text
//! lo .. lo+SLACK  ........ frames, growing down ........  Seg header | hi
//!       ^ guard                                           ^ rsp starts here
//! ```
//! Invariant: a G's `next_seg` list continues its `cur_seg`: tiers ascend by one.

use std::ptr::{self, null_mut};
use std::sync::atomic::Ordering;

use mgo_abi::layouts::{SAVE_BUF_SIZE, STACK_SLACK};

use crate::g::{G, G_SIZE, status};
use crate::lock::Lock;
use crate::m::getm;
use crate::p::P;
use crate::spares::Spares;
use crate::timer;

/// Bytes of a first segment, the G included: an odd number of cache lines. At multiples of a power of two the same fields of all Gs, and the tops of their
/// stacks, would share a few sets of the caches.
pub const FIRST_SIZE: usize = 2048 - 64;
/// Bytes of a segment of tier 1.
const TIER1_SIZE: usize = 64 << 10;
/// Go's limit of a goroutine's stack.
pub const MAX_STACK: usize = 1_000_000_000;
/// Bytes of a segment of tier 2: the limit in whole pages.
const TIER2_SIZE: usize = (MAX_STACK + 4095) & !4095;
/// And of one where there is no room for that.
const TIER2_MIN: usize = 1 << 20;
/// Bytes of a page.
const PAGE: usize = 4096;
/// Highest tier.
const TIERS: usize = 2;
/// Mapping that first segments are carved from. Of small pages: large ones save misses of address translation, but where memory is virtual itself their
/// first use may take ten times as long.
const SLAB_SIZE: usize = 4 << 20;
/// Spare segments of a tier that a P keeps.
const P_SPARES: [u32; TIERS + 1] = [0, 16, 1];
/// Upper part of a tier 2 segment that keeps its pages when it is spare.
const TIER2_WARM: usize = 256 << 10;

/// Header at the top of a segment beyond the first.
#[repr(C, align(16))]
pub struct Seg {
    /// Lowest usable byte; in the last tier it rises and falls with the program's limit of stacks.
    pub lo: usize,
    /// Where its memory begins.
    pub base: usize,
    /// One past the last byte of frames: the address of this header.
    pub hi: usize,
    /// Segment that `morestack` left for this one; null = the first.
    pub prev: *mut Seg,
    /// `stack_lo` of what was left.
    pub prev_lo: usize,
    /// `stack_hi` of what was left.
    pub prev_hi: usize,
    /// rsp of what was left: all its live words are in `prev_sp..prev_hi`.
    pub prev_sp: usize,
    /// Next spare segment.
    pub next: *mut Seg,
    /// 1 = 64 KiB, 2 = 1 GB.
    pub tier: usize,
}

/// Part of a stack that holds live words.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Extent {
    /// Lowest live byte.
    pub lo: usize,
    /// One past the last.
    pub hi: usize,
}

/// What became of the stacks' memory, in bytes.
#[derive(Clone, Copy, Default, Debug)]
pub struct Usage {
    /// Of goroutines, or at hand for the next.
    pub in_use: usize,
    /// Nobody's, but held.
    pub idle: usize,
    /// Nobody's, and the kernel's again or never touched.
    pub released: usize,
}

/// Where stack memory comes from; one per instance.
#[derive(Debug, Default)]
pub struct StackPool(Lock<Pool>);

#[derive(Debug, Default)]
struct Pool {
    /// Rest of the current slab.
    cur: usize,
    end: usize,
    /// Addresses of free segments by tier.
    free: [Spares<usize>; TIERS + 1],
    /// All mappings: address, bytes, and the tier of the segment, 0 for a slab.
    mappings: Vec<(usize, usize, usize)>,
}

impl Pool {
    fn map(&mut self, size: usize, tier: usize) -> usize {
        self.try_map(size, tier).unwrap_or_else(|| crate::mem::out_of_memory(size))
    }

    fn try_map(&mut self, size: usize, tier: usize) -> Option<usize> {
        // SAFETY: a fresh private mapping.
        let p = unsafe {
            libc::mmap(
                null_mut(),
                size,
                libc::PROT_READ | libc::PROT_WRITE,
                libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE,
                -1,
                0,
            )
        };
        if p == libc::MAP_FAILED {
            return None;
        }
        self.mappings.push((p as usize, size, tier));
        Some(p as usize)
    }

    /// A mapping for a segment of a tier, and its size. Where address space is limited, the largest come smaller; what does not fit them is out of memory.
    fn map_seg(&mut self, tier: usize) -> (usize, usize) {
        if tier == 1 {
            return (self.map(TIER1_SIZE, tier), TIER1_SIZE);
        }
        let mut size = TIER2_SIZE;
        loop {
            match self.try_map(size, tier) {
                Some(p) => return (p, size),
                None if size > TIER2_MIN => size = (size / 4).max(TIER2_MIN) & !(PAGE - 1),
                None => crate::mem::out_of_memory(TIER2_SIZE),
            }
        }
    }
}

impl Drop for StackPool {
    fn drop(&mut self) {
        for &(p, size, _) in &self.0.lock().mappings {
            // SAFETY: the mapping is ours, and an instance is dropped after all its threads have ended.
            unsafe { libc::munmap(p as *mut libc::c_void, size) };
        }
    }
}

impl StackPool {
    /// A first segment, zeroed, with room for a G at its top.
    fn alloc_first(&self) -> usize {
        let mut pool = self.0.lock();
        if pool.end - pool.cur < FIRST_SIZE {
            pool.cur = pool.map(SLAB_SIZE, 0);
            pool.end = pool.cur + SLAB_SIZE;
        }
        let lo = pool.cur;
        pool.cur += FIRST_SIZE;
        lo
    }

    /// What became of the stacks' memory, when so many free goroutines have their first segments' memory and so many do not.
    pub fn usage(&self, (warm_gs, cold_gs): (usize, usize)) -> Usage {
        let pool = self.0.lock();
        let of = |tier| pool.mappings.iter().filter(move |m| m.2 == tier);
        let untouched = pool.end - pool.cur;
        let mut u = Usage { in_use: 0, idle: warm_gs * FIRST_SIZE, released: cold_gs * FIRST_SIZE + untouched };
        u.in_use = of(0).map(|m| m.1).sum::<usize>() - u.idle - u.released;
        for (tier, warm) in [(1, TIER1_SIZE), (2, TIER2_WARM)] {
            let (warm_segs, cold_segs) = (pool.free[tier].warm().len(), pool.free[tier].cold().len());
            let all: usize = match tier {
                1 => of(1).count() * TIER1_SIZE - cold_segs * (TIER1_SIZE - PAGE),
                _ => of(tier).map(|&(lo, size, _)| committed(lo, lo + size)).sum(),
            };
            // Of a cold one the header's page stays.
            let idle = (warm_segs * warm + cold_segs * PAGE).min(all);
            u.in_use += all - idle;
            u.idle += idle;
            u.released += cold_segs * (warm - PAGE);
        }
        u
    }

    fn alloc_seg(&self, tier: usize) -> *mut Seg {
        let mut pool = self.0.lock();
        if let Some(seg) = pool.free[tier].take() {
            return seg as *mut Seg;
        }
        let (lo, size) = pool.map_seg(tier);
        let seg = (lo + size - size_of::<Seg>()) as *mut Seg;
        // SAFETY: the header lies at the end of the fresh mapping, aligned.
        unsafe {
            (*seg).lo = lo;
            (*seg).base = lo;
            (*seg).hi = seg as usize;
            (*seg).tier = tier;
        }
        seg
    }

    fn free_seg(&self, seg: *mut Seg) {
        // SAFETY: the caller gives the segment up.
        let tier = unsafe { (*seg).tier };
        self.0.lock().free[tier].put(seg as usize);
    }

    /// Lets the memory go of free segments that were not needed since the last look, or of `all`, but for the page with the header; whether there are more
    /// to look at. Whoever needs one meanwhile gets another.
    pub fn release(&self, all: bool) -> bool {
        for tier in 1..=TIERS {
            let idle = {
                let free = &mut self.0.lock().free[tier];
                if all { free.all_warm() } else { free.idle() }
            };
            for &seg in &idle {
                // SAFETY: a segment that is taken out of the pool is ours; below its header nobody uses anything.
                unsafe {
                    let (lo, hi) = ((*(seg as *const Seg)).lo, (*(seg as *const Seg)).hi & !(PAGE - 1));
                    libc::madvise(lo as *mut libc::c_void, hi - lo, libc::MADV_DONTNEED);
                }
            }
            self.0.lock().free[tier].chill(idle);
        }
        self.0.lock().free.iter().any(Spares::is_warm)
    }
}

/// Bytes of a mapping that the kernel has given memory for, from its end down to where a megabyte has none: stacks grow downwards.
fn committed(lo: usize, hi: usize) -> usize {
    const STEP: usize = 1 << 20;
    let (mut pages, mut end) = ([0u8; STEP / PAGE], hi);
    let mut total = 0;
    while end > lo {
        let start = end.saturating_sub(STEP).max(lo);
        // SAFETY: whole pages of a mapping; there is a byte for each.
        let done = unsafe { libc::mincore(start as *mut libc::c_void, end - start, pages.as_mut_ptr()) };
        let found = pages[..(end - start) / PAGE].iter().filter(|&&page| page & 1 != 0).count();
        if done != 0 || found == 0 {
            break;
        }
        total += found * PAGE;
        end = start;
    }
    total
}

/// Makes a dead G with its first segment.
pub fn malg(pool: &StackPool) -> *mut G {
    let gp = (pool.alloc_first() + FIRST_SIZE - G_SIZE) as *mut G;
    // SAFETY: fresh zeroed memory, aligned.
    unsafe { init(gp) };
    gp
}

/// Makes zeroed memory a dead G: all fields zero but its status and those of the stack.
///
/// # Safety
/// The memory is a first segment's, and nobody uses it.
unsafe fn init(gp: *mut G) {
    // SAFETY: the caller's promise; zero is a valid value of every field.
    unsafe {
        let lo = gp as usize + G_SIZE - FIRST_SIZE;
        (*gp).base_lo = lo;
        (*gp).stack_lo = lo;
        (*gp).stack_hi = gp as usize;
        (*gp).stackguard0.store(lo + STACK_SLACK, Ordering::Relaxed);
        (*gp).atomicstatus.store(status::DEAD, Ordering::Relaxed);
    }
}

/// Makes a free G usable whose memory may have gone back to the kernel.
///
/// # Safety
/// The caller took it from a free list.
#[inline]
pub unsafe fn renew(gp: *mut G) {
    // SAFETY: the caller's promise; who looks at a G that has exited sees it dead or idle.
    unsafe {
        if (*gp).stack_hi == 0 {
            ptr::write_bytes(gp, 0, 1);
            init(gp);
        }
    }
}

/// Lets the memory of goroutines go that are free: whole pages that belong to nobody else. What is left of such a G reads as one that is idle; [`renew`]
/// makes it whole.
///
/// # Safety
/// The caller took them from a free list.
pub unsafe fn release_first(gs: &mut [*mut G]) {
    gs.sort_unstable();
    for run in gs.chunk_by(|&a, &b| b as usize - a as usize == FIRST_SIZE) {
        let (first, last) = (run[0] as usize, run[run.len() - 1] as usize);
        let (lo, hi) = ((first + G_SIZE - FIRST_SIZE).next_multiple_of(PAGE), (last + G_SIZE) & !(PAGE - 1));
        if hi <= lo {
            continue;
        }
        for &gp in run {
            // SAFETY: a free G is the caller's; its timer is in no heap since it slept last.
            unsafe {
                if (*gp).stack_hi != 0 && (gp as usize) < hi && gp as usize + G_SIZE > lo {
                    timer::free_of_sleep((*gp).timer);
                    (*gp).timer = null_mut();
                    (*gp).stack_hi = 0;
                    (*gp).atomicstatus.store(status::IDLE, Ordering::Release);
                }
            }
        }
        // SAFETY: whole pages of free first segments.
        unsafe { libc::madvise(lo as *mut libc::c_void, hi - lo, libc::MADV_DONTNEED) };
    }
}

/// Puts the goroutine back on its first segment, which must be all it uses; its segments become spare.
///
/// # Safety
/// The goroutine has exited.
pub unsafe fn reset(gp: *mut G) {
    // SAFETY: nobody else looks at the stack of a goroutine that has exited.
    unsafe {
        while !(*gp).cur_seg.is_null() {
            leave_seg(gp);
        }
        (*gp).stackguard0.store((*gp).stack_lo + STACK_SLACK, Ordering::Relaxed);
    }
}

/// What `lessstack` does: the current segment becomes spare, its predecessor current.
///
/// # Safety
/// The caller owns the stack, and nothing above the crossing is used any more.
pub unsafe fn leave_seg(gp: *mut G) {
    // SAFETY: `cur_seg` is not null by the caller's walk.
    unsafe {
        let seg = (*gp).cur_seg;
        (*gp).next_seg = seg;
        (*gp).cur_seg = (*seg).prev;
        (*gp).stack_lo = (*seg).prev_lo;
        (*gp).stack_hi = (*seg).prev_hi;
        (*gp).stackguard0.store((*gp).stack_lo + STACK_SLACK, Ordering::Relaxed);
    }
}

/// Called by `morestack` on g0: gives the goroutine a spare segment of the next tier, or ends the program. Where that ends the goroutine alone it gives
/// the one to run next.
///
/// # Safety
/// From asm only, for the current goroutine.
pub unsafe extern "C" fn newstack(gp: *mut G) -> *mut G {
    // SAFETY: the M runs gp and holds a P.
    unsafe {
        let mp = getm();
        let cur = (*gp).cur_seg;
        let tier = if cur.is_null() { 1 } else { (*cur).tier + 1 };
        let sched = &*(*mp).sched;
        if tier > TIERS {
            let size = (*cur).hi - (*cur).base;
            if size < sched.limits.stack().min(TIER2_SIZE - size_of::<Seg>()) {
                crate::mem::out_of_memory(TIER2_SIZE);
            }
            return overflow(gp);
        }
        let pp = (*mp).p;
        let mut seg = (*pp).segfree[tier];
        if seg.is_null() {
            seg = sched.stackpool.alloc_seg(tier);
        } else {
            (*pp).segfree[tier] = (*seg).next;
            (*pp).nsegfree[tier] -= 1;
        }
        if tier == TIERS {
            let lo = (*seg).hi - sched.limits.stack().clamp(TIER1_SIZE, (*seg).hi - (*seg).base);
            // A page's first byte: what is not used any more goes back from here.
            (*seg).lo = lo.next_multiple_of(PAGE);
        }
        (*seg).next = null_mut();
        if !cur.is_null() {
            (*cur).next = seg;
        }
        (*gp).next_seg = seg;
    }
    null_mut()
}

/// The end of the program; of a session's goroutine, whose deferred calls have no room to run.
///
/// # Safety
/// As [`newstack`].
#[cold]
unsafe fn overflow(gp: *mut G) -> *mut G {
    // SAFETY: the caller's promise.
    unsafe {
        let sched = &*(*getm()).sched;
        sched.printf(format_args!("runtime: goroutine stack exceeds {}-byte limit\n", sched.limits.stack()));
        let (lo, hi) = ((*gp).stack_lo, (*gp).stack_hi);
        sched.printf(format_args!("runtime: sp={:#x} stack=[{lo:#x}, {hi:#x}]\n", (*gp).sched_sp));
        if !sched.session.is_on() {
            crate::throw::throw("stack overflow")
        }
        sched.printf(format_args!("fatal error: stack overflow\n"));
        crate::session::panicked(sched, gp, false);
        crate::proc::goexit0(gp)
    }
}

/// Gives spare segments back to the P: a goroutine that parks or exits keeps only what it uses.
///
/// # Safety
/// The caller owns the stack and runs on `pp`.
#[inline]
pub unsafe fn release_spares(gp: *mut G, pp: *mut P) {
    // SAFETY: the caller's promise.
    unsafe {
        if !(*gp).next_seg.is_null() {
            release_slow(gp, pp);
        }
    }
}

#[cold]
unsafe fn release_slow(gp: *mut G, pp: *mut P) {
    // SAFETY: the caller of release_spares owns both.
    unsafe {
        let mut seg = (*gp).next_seg;
        (*gp).next_seg = null_mut();
        if !(*gp).cur_seg.is_null() {
            (*(*gp).cur_seg).next = null_mut();
        }
        while !seg.is_null() {
            let next = (*seg).next;
            let tier = (*seg).tier;
            if tier == 2 {
                let cold = ((*seg).hi - TIER2_WARM).saturating_sub((*seg).lo);
                libc::madvise((*seg).lo as *mut libc::c_void, cold & !4095, libc::MADV_DONTNEED);
            }
            if (*pp).nsegfree[tier] < P_SPARES[tier] {
                (*seg).next = (*pp).segfree[tier];
                (*pp).segfree[tier] = seg;
                (*pp).nsegfree[tier] += 1;
            } else {
                (*(*pp).sched).stackpool.free_seg(seg);
            }
            seg = next;
        }
    }
}

/// The parts of a stack that hold live words, innermost first. Conservative scanning of these and of `save_buf` finds every pointer.
///
/// # Safety
/// The goroutine has published its `sched_sp` and does not run meanwhile.
pub unsafe fn extents(gp: *const G, mut visit: impl FnMut(Extent)) {
    // SAFETY: the caller's promise.
    unsafe {
        let mut lo = (*gp).sched_sp;
        let mut hi = (*gp).stack_hi;
        let mut seg = (*gp).cur_seg;
        loop {
            visit(Extent { lo, hi });
            if seg.is_null() {
                return;
            }
            (lo, hi) = ((*seg).prev_sp, (*seg).prev_hi);
            seg = (*seg).prev;
        }
    }
}

/// A save buffer for an asynchronous preemption.
pub fn new_save_buf() -> *mut u8 {
    Box::into_raw(Box::new([0u128; SAVE_BUF_SIZE / 16])).cast()
}

/// Frees a save buffer; null is fine.
///
/// # Safety
/// `buf` came from [`new_save_buf`] and nobody uses it.
pub unsafe fn free_save_buf(buf: *mut u8) {
    if !buf.is_null() {
        // SAFETY: the caller's promise.
        drop(unsafe { Box::from_raw(buf.cast::<[u128; SAVE_BUF_SIZE / 16]>()) });
    }
}
