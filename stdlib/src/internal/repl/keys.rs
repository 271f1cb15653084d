//! The entries of a map in the order of its keys, where they have one.

use super::read;
use mgo_abi::layouts::iface;
use mgo_abi::typedesc::{GoString, Kind, TypeDesc};
use mgo_runtime::map::Hmap;
use mgo_runtime::map::iter::{MapIter, init, next};
use mgo_runtime::typ::{self, bytes};
use std::cmp::Ordering;

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
    let order = |a: &Entry, b: &Entry| unsafe { compare(key, a.0, key, b.0) };
    if limit < all {
        // A large map is not sorted for the sake of its beginning.
        entries.select_nth_unstable_by(limit, order);
        entries.truncate(limit);
    }
    entries.sort_by(order);
    (entries, all)
}

/// The order of two keys: numbers and strings have one, others stay where they are, behind other kinds or in front of them.
unsafe fn compare(ta: &TypeDesc, a: *const u8, tb: &TypeDesc, b: *const u8) -> Ordering {
    if ta.kind != tb.kind {
        return ta.kind.cmp(&tb.kind);
    }
    // SAFETY: values of the types, by the caller.
    unsafe {
        match ta.kind() {
            Kind::Int | Kind::Int64 => read::<i64>(a).cmp(&read(b)),
            Kind::Int8 => read::<i8>(a).cmp(&read(b)),
            Kind::Int16 => read::<i16>(a).cmp(&read(b)),
            Kind::Int32 => read::<i32>(a).cmp(&read(b)),
            Kind::Uint8 => read::<u8>(a).cmp(&read(b)),
            Kind::Uint16 => read::<u16>(a).cmp(&read(b)),
            Kind::Uint32 => read::<u32>(a).cmp(&read(b)),
            Kind::Uint | Kind::Uint64 | Kind::Uintptr => read::<u64>(a).cmp(&read(b)),
            Kind::Float32 => read::<f32>(a).total_cmp(&read(b)),
            Kind::Float64 => read::<f64>(a).total_cmp(&read(b)),
            Kind::String => bytes(read::<GoString>(a)).cmp(bytes(read(b))),
            Kind::Interface => {
                let data = |t: &TypeDesc, word: *const u8| {
                    if typ::has(t, mgo_abi::typedesc::flags::DIRECT_IFACE) { word } else { read::<*const u8>(word) }
                };
                match (typ::dynamic(ta, a).as_ref(), typ::dynamic(tb, b).as_ref()) {
                    (Some(da), Some(db)) => compare(da, data(da, a.add(iface::DATA)), db, data(db, b.add(iface::DATA))),
                    (da, db) => da.is_some().cmp(&db.is_some()),
                }
            }
            _ => Ordering::Equal,
        }
    }
}
