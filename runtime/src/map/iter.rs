//! Iteration with Go's promises: every element that is there from beginning to end is met once, a removed one is not met any more, a new one may
//! be met or not; the order is random.
//!
//! An iterator walks the arrays that the map had when it began. When the map has grown out of them they stand still, and each key is looked up
//! again in the map: that gives its present element, or that it is gone.

use std::mem::offset_of;
use std::ptr;

use mgo_abi::layouts::mapiter;

use super::group::{GROUP, Group};
use super::key::{AnyKey, Key};
use super::kind::MapKind;
use super::{Hmap, random, table};
use crate::typ::equal;

/// An iterator, in the frame of the loop, where the collector sees its pointers. All zero before [`init`].
#[repr(C)]
#[derive(Debug)]
pub struct MapIter {
    /// The current key, or null at the end.
    pub key: *const u8,
    /// The current element.
    pub elem: *mut u8,
    map: *mut Hmap,
    ctrl: *const u8,
    slots: *const u8,
    /// Slots in `ctrl`.
    count: usize,
    /// First group; the walk goes round.
    first: usize,
    /// Groups left, the current one included.
    left: usize,
    /// Slots of the current group still to visit, turned right by `turn`.
    bits: u32,
    turn: u32,
    clear_seq: u16,
}

const _: () = assert!(size_of::<MapIter>() <= mapiter::SIZE);
const _: () = assert!(offset_of!(MapIter, key) == mapiter::KEY && offset_of!(MapIter, elem) == mapiter::ELEM);

/// Starts an iteration and makes its first step.
///
/// # Safety
/// `m` is null or a map.
pub unsafe fn init(m: *mut Hmap, it: &mut MapIter) {
    it.key = ptr::null();
    // SAFETY: the caller's.
    let Some(map) = (unsafe { m.as_ref() }).filter(|m| m.len != 0) else { return };
    map.check_read();
    (it.map, it.ctrl, it.slots, it.clear_seq) = (m, map.ctrl, map.slots, map.clear_seq);
    it.count = map.slot_count();
    let groups = it.count.div_ceil(GROUP);
    let r = random();
    it.first = (r >> 32) as usize & (groups - 1);
    it.left = groups;
    it.turn = r as u32 & (it.count.min(GROUP) - 1) as u32;
    // SAFETY: a map with elements has arrays.
    unsafe {
        it.load();
        next(it);
    }
}

impl MapIter {
    fn group(&self) -> usize {
        let groups = self.count.div_ceil(GROUP);
        (self.first + groups - self.left) & (groups - 1)
    }

    /// Takes up the current group.
    unsafe fn load(&mut self) {
        // SAFETY: the group is one of the arrays'; a small map has sixteen control bytes too, those past its slots empty or of a later array.
        let full = unsafe { Group::load(self.ctrl.add(self.group() * GROUP)) }.full().0;
        let full = if self.count < GROUP { full & ((1 << self.count) - 1) } else { full };
        self.bits = (full >> self.turn | full << (GROUP as u32 - self.turn)) & 0xffff;
    }

    /// The next slot that was full when its group was taken up.
    unsafe fn step(&mut self) -> Option<usize> {
        while self.bits == 0 {
            self.left -= 1;
            if self.left == 0 {
                return None;
            }
            // SAFETY: there is a group left.
            unsafe { self.load() };
        }
        let i = self.bits.trailing_zeros();
        self.bits &= self.bits - 1;
        Some(self.group() * GROUP + ((i + self.turn) as usize & (GROUP - 1)))
    }
}

/// The next step; the key becomes null at the end.
///
/// # Safety
/// The iterator was started on a map that is still reachable from it.
pub unsafe fn next(it: &mut MapIter) {
    if it.left == 0 {
        it.key = ptr::null();
        return;
    }
    // SAFETY: the iterator holds the map and the arrays it began on.
    unsafe {
        let m = &*it.map;
        m.check_read();
        let kind = m.kind();
        let same = ptr::eq(it.slots, m.slots);
        while let Some(i) = it.step() {
            if *it.ctrl.add(i) & 0x80 != 0 {
                continue;
            }
            let slot = it.slots.add(i * kind.slot.size);
            let Some(slot) = (if same { Some(slot) } else { moved(it, m, kind, slot) }) else { continue };
            (it.key, it.elem) = (slot, slot.add(kind.elem_offset).cast_mut());
            return;
        }
    }
    it.key = ptr::null();
}

/// Where the element of an old slot is now.
#[cold]
unsafe fn moved(it: &MapIter, m: &Hmap, kind: &MapKind, old: *const u8) -> Option<*const u8> {
    // SAFETY: `old` holds a key of the map's type.
    unsafe {
        let key = AnyKey { ty: &*kind.key, at: old };
        let found = if m.len == 0 { None } else { table::find(m, &key, key.hash(m.seed())) };
        if let Some(slot) = found {
            return Some(slot.cast_const());
        }
        // A key that does not equal itself (NaN) cannot have been removed but by `clear`.
        (it.clear_seq == m.clear_seq && !equal(key.ty, old, old)).then_some(old)
    }
}
