//! Finding, inserting, removing, growing.

use std::ptr;

use super::group::{Bits, DELETED, EMPTY, GROUP, Group};
use super::key::{AnyKey, Key};
use super::kind::MapKind;
use super::{Hmap, SMALL, SMALL_MAX};
use crate::gc::barrier;
use crate::gc::omit::Omit;
use crate::mem::alloc::let_stop;
use crate::mem::class::FREE;
use crate::mem::{malloc_bytes, mallocgc, mcache};

/// Slots after which a table that grows lets the world stop.
const STOP_EVERY: usize = 4096;

/// A table grows when more than 7/8 of its slots were used.
const fn load(slots: usize) -> usize {
    slots / 8 * 7
}

/// Groups of a table for `n` elements.
pub fn groups_for(n: usize) -> usize {
    (n.saturating_mul(8).div_ceil(7)).div_ceil(GROUP).next_power_of_two()
}

/// Slots that may be filled in an empty map of the same arrays.
pub fn room(m: &Hmap) -> usize {
    if m.is_small() { m.slot_count() } else { load(m.slot_count()) }
}

#[inline(always)]
fn h2(hash: u64) -> u8 {
    hash as u8 & 0x7f
}

/// The groups that a key's walk visits: triangular steps meet each once.
struct Walk {
    at: usize,
    step: usize,
    mask: usize,
}

impl Walk {
    #[inline(always)]
    fn new(hash: u64, mask: u32) -> Walk {
        Walk { at: (hash >> 7) as usize & mask as usize, step: 0, mask: mask as usize }
    }

    #[inline(always)]
    fn next(&mut self) {
        self.step += 1;
        self.at = (self.at + self.step) & self.mask;
    }
}

impl Hmap {
    #[inline(always)]
    unsafe fn slot(&self, i: usize, size: usize) -> *mut u8 {
        // SAFETY: the caller's index is below the number of slots.
        unsafe { self.slots.add(i * size) }
    }
}

/// The slot of a key.
///
/// # Safety
/// The key is of the map's type, `hash` its hash.
#[inline(always)]
pub unsafe fn find<K: Key>(m: &Hmap, key: &K, hash: u64) -> Option<*mut u8> {
    let size = m.kind().slot.size;
    // SAFETY: all indices are those of full slots.
    unsafe {
        if m.is_small() {
            // The header's bytes are EMPTY past the slots, so no match is found there.
            let group = Group::load(m.small.as_ptr());
            return group.matching(h2(hash)).map(|i| m.slot(i, size)).find(|&slot| key.equals(slot));
        }
        let mut walk = Walk::new(hash, m.mask);
        loop {
            let group = Group::load(m.ctrl.add(walk.at * GROUP));
            for i in group.matching(h2(hash)) {
                let slot = m.slot(walk.at * GROUP + i, size);
                if key.equals(slot) {
                    return Some(slot);
                }
            }
            if group.empty() != Bits(0) {
                return None;
            }
            walk.next();
        }
    }
}

/// A zero slot for a key that is not in the map; its control byte is set.
///
/// # Safety
/// `hash` is the key's; the map is marked as being written.
#[inline]
pub unsafe fn insert(m: &mut Hmap, hash: u64) -> *mut u8 {
    // SAFETY: indices come from the groups' bits.
    unsafe {
        let mut i = free_slot(m, hash);
        if i.is_none() {
            grow(m);
            i = free_slot(m, hash);
        }
        let Some(i) = i else { unreachable!("a map without room after growing") };
        if *m.ctrl.add(i) == EMPTY {
            m.growth_left -= 1;
        }
        *m.ctrl.add(i) = h2(hash);
        m.slot(i, m.kind().slot.size)
    }
}

/// Where a new key goes: the first free slot of its walk; none when the map has to grow first.
#[inline(always)]
unsafe fn free_slot(m: &Hmap, hash: u64) -> Option<usize> {
    if m.is_small() {
        // Those past the slots look empty, too, but come last.
        // SAFETY: the header has a group's bytes.
        return if m.growth_left == 0 { None } else { unsafe { Group::load(m.small.as_ptr()) }.empty().next() };
    }
    let mut walk = Walk::new(hash, m.mask);
    loop {
        // SAFETY: the walk stays inside the table.
        let group = unsafe { Group::load(m.ctrl.add(walk.at * GROUP)) };
        if let Some(i) = group.free().next() {
            let i = walk.at * GROUP + i;
            // SAFETY: as above.
            let reuse = unsafe { *m.ctrl.add(i) } == DELETED;
            return (reuse || m.growth_left > 0).then_some(i);
        }
        walk.next();
    }
}

/// Empties a slot.
///
/// # Safety
/// `slot` is a full slot of the map, which is marked as being written.
pub unsafe fn remove(m: &mut Hmap, slot: *mut u8) {
    let kind = m.kind();
    // SAFETY: the slot is one of the map's.
    unsafe {
        barrier::bulk(mcache(), Omit::Maps, &kind.slot, slot, ptr::null(), 1);
        ptr::write_bytes(slot, 0, kind.slot.size);
        let i = slot.offset_from(m.slots) as usize / kind.slot.size;
        let passed = !m.is_small() && Group::load(m.ctrl.add(i / GROUP * GROUP)).empty() == Bits(0);
        if passed {
            *m.ctrl.add(i) = DELETED;
        } else {
            *m.ctrl.add(i) = EMPTY;
            m.growth_left += 1;
        }
    }
    m.len -= 1;
}

/// Gives a map without arrays the slots of a small one.
///
/// # Safety
/// The map has no elements; `log` is 2 or 3.
pub unsafe fn init_small(m: &mut Hmap, log: u8) {
    let kind = m.kind();
    let slots = match kind.small_classes[usize::from(log) - 2] {
        FREE => mallocgc(kind.slot.size << log, Some(&kind.slot)),
        // SAFETY: the cache is the calling thread's P's; this frame and then the map hold the object.
        class => unsafe { (*(*mcache()).heap).malloc_class(mcache(), class) },
    };
    m.small = [EMPTY; GROUP];
    m.small_log = log;
    m.growth_left = 1 << log;
    let ctrl = m.small.as_mut_ptr();
    // SAFETY: words of the header.
    unsafe { set_arrays(m, ctrl, slots) };
}

/// Gives a map new, empty arrays of `groups` groups.
///
/// # Safety
/// Whoever needs the old ones holds them.
pub unsafe fn init(m: &mut Hmap, groups: usize) {
    let kind = m.kind();
    let n = groups * GROUP;
    let Some(bytes) = n.checked_mul(kind.slot.size).filter(|_| groups <= 1 << 28) else {
        crate::mem::out_of_memory(n.saturating_mul(kind.slot.size));
    };
    let slots = mallocgc(bytes, Some(&kind.slot));
    let ctrl = malloc_bytes(n);
    // SAFETY: `n` fresh bytes; words of the header.
    unsafe {
        ptr::write_bytes(ctrl, EMPTY, n);
        set_arrays(m, ctrl, slots);
    }
    m.mask = (groups - 1) as u32;
    m.growth_left = load(n) as u32;
}

unsafe fn set_arrays(m: &mut Hmap, ctrl: *mut u8, slots: *mut u8) {
    let mc = mcache();
    // SAFETY: words of the header, with the barrier: the old arrays may not have been scanned yet.
    unsafe {
        barrier::write_ptr(mc, Omit::Maps, (&raw mut m.ctrl).cast(), ctrl as usize);
        barrier::write_ptr(mc, Omit::Maps, (&raw mut m.slots).cast(), slots as usize);
    }
}

/// Makes room: the first slots, double the slots, or the same number without tombstones.
#[cold]
unsafe fn grow(m: &mut Hmap) {
    // SAFETY: the map is being written; its old arrays are held by this frame.
    unsafe {
        let old = (m.ctrl, m.slots, m.slot_count());
        match old.2 {
            0 => return init_small(m, 3),
            n if n < SMALL_MAX => {
                init_small(m, 3);
                return copy_small(m, old.1, n);
            }
            // Half of the used slots were tombstones: cleaning is enough.
            n if n > SMALL_MAX && m.len <= load(n) / 2 => init(m, n / GROUP),
            SMALL_MAX => init(m, 1),
            n => init(m, n / GROUP * 2),
        }
        rehash(m, old);
    }
}

/// A small map of `n` full slots has got more: its keys stay where they are.
unsafe fn copy_small(m: &mut Hmap, old: *const u8, n: usize) {
    let (size, seed) = (m.kind().slot.size, m.seed());
    // SAFETY: both arrays have at least `n` slots.
    unsafe {
        move_slots(m.kind(), m.slots, old, n);
        for i in 0..n {
            m.small[i] = h2(hash_at(m.kind(), m.slots.add(i * size), seed));
        }
    }
    m.growth_left -= n as u32;
}

/// Copies slots to fresh arrays: no barrier (see `gc::barrier`).
unsafe fn move_slots(kind: &MapKind, to: *mut u8, from: *const u8, n: usize) {
    // SAFETY: the caller's arrays.
    unsafe {
        ptr::copy_nonoverlapping(from, to, n * kind.slot.size);
    }
}

unsafe fn hash_at(kind: &MapKind, slot: *const u8, seed: u64) -> u64 {
    // SAFETY: a key of the map's type is there; it was hashed before, so this cannot raise.
    AnyKey { ty: unsafe { &*kind.key }, at: slot }.hash(seed)
}

/// Puts the elements of old arrays into the new, empty ones.
unsafe fn rehash(m: &mut Hmap, (ctrl, slots, n): (*mut u8, *mut u8, usize)) {
    let (kind, seed) = (m.kind, m.seed());
    // SAFETY: kinds outlive maps; indices come from the groups' bits and the walk; the table has room for all.
    unsafe {
        let kind = &*kind;
        for base in (0..n).step_by(GROUP) {
            if base % STOP_EVERY == STOP_EVERY - GROUP {
                let_stop(); // the old arrays are held by the frame: what is copied later is marked from there, if marking begins
            }
            for i in Group::load(ctrl.add(base)).full() {
                let from = slots.add((base + i) * kind.slot.size);
                let hash = hash_at(kind, from, seed);
                let mut walk = Walk::new(hash, m.mask);
                let to = loop {
                    if let Some(i) = Group::load(m.ctrl.add(walk.at * GROUP)).empty().next() {
                        break walk.at * GROUP + i;
                    }
                    walk.next();
                };
                *m.ctrl.add(to) = h2(hash);
                move_slots(kind, m.slot(to, kind.slot.size), from, 1);
                m.growth_left -= 1;
            }
        }
    }
    debug_assert!(m.mask != SMALL);
}
