//! The entries of a map in the order of its keys.

use crate::native::order::order;
use mgo_abi::typedesc::TypeDesc;
use mgo_runtime::map::Hmap;
use mgo_runtime::map::iter::{MapIter, init, next};

/// Where a key and its element are.
pub(super) type Entry = (*const u8, *const u8);

/// The first entries of a map with keys of this type, as many as `limit`; and how many there are.
///
/// # Safety
/// The map is alive, and nobody writes to it.
pub(super) unsafe fn sorted(key: &TypeDesc, map: *mut Hmap, limit: usize) -> (Vec<Entry>, usize) {
    let mut entries = Vec::new();
    // SAFETY: an iterator begins as zeros; the rest is the caller's.
    unsafe {
        let mut it: MapIter = std::mem::zeroed();
        init(map, &mut it);
        while !it.key.is_null() {
            entries.push((it.key, it.elem.cast_const()));
            next(&mut it);
        }
    }
    let all = entries.len();
    // SAFETY: keys of the map.
    let by_key = |a: &Entry, b: &Entry| unsafe { order(key, a.0, b.0) };
    if limit < all {
        // A large map is not sorted for the sake of its beginning.
        entries.select_nth_unstable_by(limit, by_key);
        entries.truncate(limit);
    }
    entries.sort_by(by_key);
    (entries, all)
}
