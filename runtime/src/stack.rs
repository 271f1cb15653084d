//! Stacks: a first segment of 2 KiB with the G at its top, then one of 64 KiB, then one of 1 GB reserved lazily. Stacks never move.
//!
//! Picture of a segment beyond the first (addresses grow to the right):
//! ```text
//! lo .. lo+SLACK  ........ frames, growing down ........  Seg header | hi
//!       ^ guard                                           ^ rsp starts here
//! ```

/// Header at the top of a segment beyond the first.
#[repr(C, align(16))]
pub struct Seg {
    /// Lowest usable byte.
    pub lo: usize,
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
    /// Next spare segment, or next in a free list.
    pub next: *mut Seg,
    /// Size class: 1 = 64 KiB, 2 = 1 GB.
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
