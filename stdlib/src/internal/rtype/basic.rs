//! Interface values, and the text of those that hold booleans and numbers.

use crate::native::strconv::shortest_float;
use mgo_abi::typedesc::{Kind, TypeDesc, flags};
use mgo_runtime::typ;
use std::io::Write as _;

/// An interface value without methods.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
#[repr(C)]
pub(crate) struct Any {
    pub(crate) ty: *const TypeDesc,
    pub(crate) data: usize,
}

impl Any {
    /// Where the value of type `ty` is that the interface holds.
    pub(crate) fn place(&self, ty: &TypeDesc) -> *const u8 {
        if typ::has(ty, flags::DIRECT_IFACE) { (&raw const self.data).cast() } else { self.data as *const u8 }
    }
}

/// The value at `at`.
///
/// # Safety
/// There is one.
pub(crate) unsafe fn read<T: Copy>(at: *const u8) -> T {
    // SAFETY: the caller's.
    unsafe { at.cast::<T>().read() }
}

/// Appends a boolean or a number as `%v` writes it; `false` for other kinds.
///
/// # Safety
/// A value of the type is at `at`.
pub(crate) unsafe fn write_basic(out: &mut Vec<u8>, ty: &TypeDesc, at: *const u8) -> bool {
    // SAFETY: the caller's, and a value is as its kind says.
    unsafe {
        match ty.kind() {
            Kind::Bool => out.extend_from_slice(if read::<u8>(at) != 0 { b"true" } else { b"false" }),
            Kind::Int | Kind::Int64 => number(out, read::<i64>(at)),
            Kind::Int8 => number(out, read::<i8>(at)),
            Kind::Int16 => number(out, read::<i16>(at)),
            Kind::Int32 => number(out, read::<i32>(at)),
            Kind::Uint | Kind::Uint64 => number(out, read::<u64>(at)),
            Kind::Uint8 => number(out, read::<u8>(at)),
            Kind::Uint16 => number(out, read::<u16>(at)),
            Kind::Uint32 => number(out, read::<u32>(at)),
            Kind::Float32 => single(out, read(at)),
            Kind::Float64 => double(out, read(at)),
            Kind::Complex64 => complex(out, read::<[f32; 2]>(at), single),
            Kind::Complex128 => complex(out, read::<[f64; 2]>(at), double),
            _ => return false,
        }
    }
    true
}

fn number(out: &mut Vec<u8>, number: impl std::fmt::Display) {
    // A vector takes all that is written.
    let _ = write!(out, "{number}");
}

fn single(out: &mut Vec<u8>, float: f32) {
    shortest_float(out, float.to_bits().into(), true);
}

fn double(out: &mut Vec<u8>, float: f64) {
    shortest_float(out, float.to_bits(), false);
}

fn complex<T: Copy>(out: &mut Vec<u8>, [re, im]: [T; 2], part: fn(&mut Vec<u8>, T)) {
    out.push(b'(');
    part(out, re);
    let mark = out.len();
    part(out, im);
    if !matches!(out.get(mark), Some(b'+' | b'-')) {
        out.insert(mark, b'+');
    }
    out.extend_from_slice(b"i)");
}
