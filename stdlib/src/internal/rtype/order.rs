//! The order in which the keys of a map are shown.

use super::basic::read;
use mgo_abi::layouts::iface;
use mgo_abi::typedesc::{GoString, Kind, TypeDesc, flags};
use mgo_runtime::typ::{self, bytes, list};
use std::cmp::Ordering;

/// The order of two values of a type: numbers and strings by `<`, NaN first, false before true, addresses by their numbers, structs and arrays by their
/// elements; values in interfaces by kind, then by type, nil first.
///
/// # Safety
/// Such values are at `a` and `b`.
pub(crate) unsafe fn order(ty: &TypeDesc, a: *const u8, b: *const u8) -> Ordering {
    // SAFETY: values are as their kinds say, and their parts where their types say.
    unsafe {
        match ty.kind() {
            Kind::Int | Kind::Int64 => words::<i64>(a, b),
            Kind::Int8 => words::<i8>(a, b),
            Kind::Int16 => words::<i16>(a, b),
            Kind::Int32 => words::<i32>(a, b),
            Kind::Bool | Kind::Uint8 => words::<u8>(a, b),
            Kind::Uint16 => words::<u16>(a, b),
            Kind::Uint32 => words::<u32>(a, b),
            Kind::Uint | Kind::Uint64 | Kind::Uintptr | Kind::Pointer | Kind::UnsafePointer | Kind::Chan => words::<u64>(a, b),
            Kind::Float32 => floats(read::<f32>(a).into(), read::<f32>(b).into()),
            Kind::Float64 => floats(read(a), read(b)),
            Kind::Complex64 => parts(read::<[f32; 2]>(a).map(f64::from), read::<[f32; 2]>(b).map(f64::from)),
            Kind::Complex128 => parts(read(a), read(b)),
            Kind::String => bytes(read::<GoString>(a)).cmp(bytes(read(b))),
            Kind::Struct => first(list(&ty.fields).iter().map(|field| order(&*field.ty, a.add(field.offset), b.add(field.offset)))),
            Kind::Array => {
                let elem = &*ty.elem;
                first((0..ty.len).map(|i| order(elem, a.add(i * elem.size), b.add(i * elem.size))))
            }
            Kind::Interface => match (typ::dynamic(ty, a).as_ref(), typ::dynamic(ty, b).as_ref()) {
                (Some(ta), Some(tb)) if std::ptr::eq(ta, tb) => order(ta, held(ta, a), held(ta, b)),
                (Some(ta), Some(tb)) => (ta.kind, std::ptr::from_ref(ta)).cmp(&(tb.kind, tb)),
                (ta, tb) => ta.is_some().cmp(&tb.is_some()),
            },
            // No keys of maps.
            Kind::Invalid | Kind::Slice | Kind::Map | Kind::Func => Ordering::Equal,
        }
    }
}

/// Where the value is that an interface at `at` holds.
unsafe fn held(ty: &TypeDesc, at: *const u8) -> *const u8 {
    // SAFETY: the caller's: an interface is two words.
    unsafe {
        let word = at.add(iface::DATA);
        if typ::has(ty, flags::DIRECT_IFACE) { word } else { read(word) }
    }
}

unsafe fn words<T: Copy + Ord>(a: *const u8, b: *const u8) -> Ordering {
    // SAFETY: the caller's.
    unsafe { read::<T>(a).cmp(&read(b)) }
}

fn floats(a: f64, b: f64) -> Ordering {
    // Only a NaN has no order.
    a.partial_cmp(&b).unwrap_or_else(|| b.is_nan().cmp(&a.is_nan()))
}

fn parts(a: [f64; 2], b: [f64; 2]) -> Ordering {
    first(a.into_iter().zip(b).map(|(a, b)| floats(a, b)))
}

/// The first order that tells two apart.
fn first(mut orders: impl Iterator<Item = Ordering>) -> Ordering {
    orders.find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
}
