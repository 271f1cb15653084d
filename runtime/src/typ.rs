//! What type descriptors say at run time: equality, names, and run-time errors that carry a type.

use std::cmp::Ordering;
use std::ptr;
use std::slice::from_raw_parts;

use mgo_abi::builtins::PanicCode;
use mgo_abi::layouts::iface;
use mgo_abi::typedesc::{GoSlice, GoString, Itab, Kind, TypeDesc, flags};

/// The bytes of a Go string.
///
/// # Safety
/// The string's memory is live and not written while the result is used.
#[inline]
pub unsafe fn bytes<'a>(s: GoString) -> &'a [u8] {
    // SAFETY: the caller's; an empty string's pointer may be null.
    unsafe { elems(s.ptr, s.len) }
}

/// The elements of an array whose pointer may be null when it is empty.
///
/// # Safety
/// `p` points to `n` live elements that are not written while the result is used.
#[inline]
pub unsafe fn elems<'a, T>(p: *const T, n: usize) -> &'a [T] {
    if n == 0 {
        return &[];
    }
    // SAFETY: the caller's.
    unsafe { from_raw_parts(p, n) }
}

/// The elements of a slice of a descriptor.
#[inline]
pub fn list<T>(s: &GoSlice<T>) -> &[T] {
    // SAFETY: descriptors are immutable and live as long as the instance.
    unsafe { elems(s.ptr, s.len) }
}

/// A type's name as `%T` prints it.
pub fn name(ty: &TypeDesc) -> &str {
    // SAFETY: descriptors are immutable; the compiler emits UTF-8.
    std::str::from_utf8(unsafe { bytes(ty.name) }).unwrap_or("?")
}

/// The type has this kind.
#[inline]
pub fn is(ty: &TypeDesc, kind: Kind) -> bool {
    ty.kind == kind as u8
}

/// All flags of `mask` are set.
#[inline]
pub fn has(ty: &TypeDesc, mask: u8) -> bool {
    ty.flags & mask == mask
}

/// Raises a run-time error of the language in the goroutine that called the native. Abandons the native's frames: they must own nothing.
#[cold]
pub fn raise(code: PanicCode, a: usize, b: usize) -> ! {
    #[cfg(test)]
    if crate::mem::is_standalone() {
        panic!("{code:?} {a} {b}");
    }
    crate::panic::raise(code, a, b)
}

/// The dynamic type of an interface value at `p` of the interface type `ty`, or null.
///
/// # Safety
/// `p` points to such a value.
pub unsafe fn dynamic(ty: &TypeDesc, p: *const u8) -> *const TypeDesc {
    // SAFETY: an interface value is a descriptor or itab and a data word.
    unsafe {
        let word = p.add(iface::TYPE).cast::<*const u8>().read();
        if ty.imethods.len == 0 || word.is_null() { word.cast() } else { (*word.cast::<Itab>()).ty }
    }
}

/// Equality of two values in memory, Go's `==`. Raises when they hold interfaces of an uncomparable type.
///
/// # Safety
/// `a` and `b` point to values of the type.
pub unsafe fn equal(ty: &TypeDesc, a: *const u8, b: *const u8) -> bool {
    if has(ty, flags::REGULAR_MEMORY) {
        // SAFETY: the caller's.
        return unsafe { same_bytes(a, b, ty.size) };
    }
    // SAFETY: the caller's, and the parts of a value lie where its descriptor says.
    unsafe {
        match ty.kind {
            k if k == Kind::Float32 as u8 => a.cast::<f32>().read() == b.cast::<f32>().read(),
            k if k == Kind::Float64 as u8 => a.cast::<f64>().read() == b.cast::<f64>().read(),
            k if k == Kind::Complex64 as u8 => a.cast::<[f32; 2]>().read() == b.cast::<[f32; 2]>().read(),
            k if k == Kind::Complex128 as u8 => a.cast::<[f64; 2]>().read() == b.cast::<[f64; 2]>().read(),
            k if k == Kind::String as u8 => equal_strings(a.cast::<GoString>().read(), b.cast::<GoString>().read()),
            k if k == Kind::Interface as u8 => equal_interfaces(ty, a, b),
            k if k == Kind::Array as u8 => {
                let elem = &*ty.elem;
                (0..ty.len).all(|i| equal(elem, a.add(i * elem.size), b.add(i * elem.size)))
            }
            k if k == Kind::Struct as u8 => {
                let named = list(&ty.fields).iter().filter(|f| bytes(f.name) != b"_");
                named.into_iter().all(|f| equal(&*f.ty, a.add(f.offset), b.add(f.offset)))
            }
            _ if has(ty, flags::COMPARABLE) => same_bytes(a, b, ty.size),
            _ => raise(PanicCode::Uncomparable, ptr::from_ref(ty) as usize, 0),
        }
    }
}

unsafe fn equal_interfaces(ty: &TypeDesc, a: *const u8, b: *const u8) -> bool {
    // SAFETY: interface values, by the caller.
    unsafe {
        let (ta, tb) = (dynamic(ty, a), dynamic(ty, b));
        ta == tb && (ta.is_null() || equal_data(&*ta, a.add(iface::DATA).cast::<usize>().read(), b.add(iface::DATA).cast::<usize>().read()))
    }
}

/// Equality of the data words of two interface values of one dynamic type.
///
/// # Safety
/// They are data words of that type.
pub unsafe fn equal_data(ty: &TypeDesc, a: usize, b: usize) -> bool {
    if !has(ty, flags::COMPARABLE) {
        raise(PanicCode::Uncomparable, ptr::from_ref(ty) as usize, 0);
    }
    if !has(ty, flags::DIRECT_IFACE) {
        // SAFETY: the words are addresses of values of the type.
        return a == b && has(ty, flags::REGULAR_MEMORY) || unsafe { equal(ty, a as *const u8, b as *const u8) };
    }
    if has(ty, flags::REGULAR_MEMORY) {
        return a == b;
    }
    // SAFETY: the words hold the values themselves, at their low end.
    unsafe { equal(ty, (&raw const a).cast(), (&raw const b).cast()) }
}

/// Equality of two strings.
///
/// # Safety
/// Their memory is live.
#[inline]
pub unsafe fn equal_strings(a: GoString, b: GoString) -> bool {
    // SAFETY: the caller's.
    a.len == b.len && (ptr::eq(a.ptr, b.ptr) || unsafe { same_bytes(a.ptr, b.ptr, a.len) })
}

/// Equality of memory. Short runs, as map keys have them, are compared in place without a call.
///
/// # Safety
/// Both have `n` readable bytes.
#[inline]
pub unsafe fn same_bytes(a: *const u8, b: *const u8, n: usize) -> bool {
    // SAFETY: the offsets stay below `n`.
    unsafe {
        let w8 = |i: usize| a.add(i).cast::<u64>().read_unaligned() == b.add(i).cast::<u64>().read_unaligned();
        match n {
            0 => true,
            1..4 => {
                let three = |p: *const u8| (*p, *p.add(n / 2), *p.add(n - 1));
                three(a) == three(b)
            }
            4..8 => {
                let w4 = |i: usize| a.add(i).cast::<u32>().read_unaligned() == b.add(i).cast::<u32>().read_unaligned();
                w4(0) && w4(n - 4)
            }
            8..=16 => w8(0) && w8(n - 8),
            17..=32 => w8(0) && w8(8) && w8(n - 16) && w8(n - 8),
            _ => from_raw_parts(a, n) == from_raw_parts(b, n),
        }
    }
}

/// Order of two strings.
///
/// # Safety
/// Their memory is live.
#[inline]
pub unsafe fn compare_strings(a: GoString, b: GoString) -> Ordering {
    // SAFETY: the caller's.
    unsafe { bytes(a).cmp(bytes(b)) }
}

#[cfg(test)]
mod tests {
    use std::ptr::from_ref;

    use mgo_abi::typedesc::FieldDesc;

    use super::*;
    use crate::hash;
    use crate::mem::tests::{TestHeap, desc, no_slice};

    fn basic(kind: Kind, size: usize, flag: u8) -> TypeDesc {
        let mut d = desc(size, 0, &[]);
        (d.kind, d.flags) = (kind as u8, flag);
        d
    }

    fn field(name: &'static str, ty: &TypeDesc, offset: usize) -> FieldDesc {
        const NONE: GoString = GoString { ptr: ptr::null(), len: 0 };
        let name = GoString { ptr: name.as_ptr(), len: name.len() };
        FieldDesc { name, pkg_path: NONE, ty, offset, tag: NONE, embedded: 0 }
    }

    /// Whether two values are equal, with the promise that equal ones hash alike.
    fn eq<T>(ty: &TypeDesc, a: &T, b: &T) -> bool {
        let (a, b) = (from_ref(a).cast::<u8>(), from_ref(b).cast::<u8>());
        // SAFETY: the tests pass values of the type.
        unsafe {
            let same = equal(ty, a, b);
            assert!(!same || hash::value(ty, a, 42) == hash::value(ty, b, 42));
            same
        }
    }

    #[test]
    fn floats_compare_as_numbers() {
        let _h = TestHeap::new();
        let f64s = basic(Kind::Float64, 8, flags::COMPARABLE | flags::DIRECT_IFACE);
        assert!(eq(&f64s, &0.0f64, &-0.0));
        assert!(!eq(&f64s, &f64::NAN, &f64::NAN));
        let c64 = basic(Kind::Complex64, 8, flags::COMPARABLE);
        assert!(eq(&c64, &[0.0f32, 1.0], &[-0.0, 1.0]));
        assert!(!eq(&c64, &[0.0f32, 1.0], &[0.0, f32::NAN]));
        let array = TypeDesc { len: 2, elem: &f64s, ..basic(Kind::Array, 16, flags::COMPARABLE) };
        assert!(eq(&array, &[1.0f64, -0.0], &[1.0, 0.0]));
        assert!(!eq(&array, &[1.0f64, 2.0], &[1.0, 3.0]));
    }

    #[test]
    fn blank_fields_and_padding_do_not_count() {
        let _h = TestHeap::new();
        let byte = basic(Kind::Uint8, 1, flags::COMPARABLE | flags::REGULAR_MEMORY);
        let string = basic(Kind::String, 16, flags::COMPARABLE);
        let fields = [field("a", &byte, 0), field("_", &byte, 1), field("s", &string, 8)];
        let mut ty = basic(Kind::Struct, 24, flags::COMPARABLE);
        ty.fields = GoSlice { ptr: fields.as_ptr(), len: 3, cap: 3 };
        let (x, y) = (String::from("text"), String::from("text"));
        let value = |a: u8, blank: u8, pad: u8, s: &str| {
            let head = u64::from_le_bytes([a, blank, pad, pad, pad, pad, pad, pad]) as usize;
            [head, s.as_ptr() as usize, s.len()]
        };
        assert!(eq(&ty, &value(1, 2, 3, &x), &value(1, 4, 5, &y)));
        assert!(!eq(&ty, &value(1, 2, 3, &x), &value(2, 2, 3, &y)));
        assert!(!eq(&ty, &value(1, 2, 3, &x), &value(1, 2, 3, "tex!")));
    }

    #[test]
    fn interfaces_compare_type_and_value() {
        let _h = TestHeap::new();
        let any = basic(Kind::Interface, 16, flags::COMPARABLE | flags::HASH_MIGHT_PANIC);
        let int = basic(Kind::Int, 8, flags::COMPARABLE | flags::REGULAR_MEMORY | flags::DIRECT_IFACE);
        let other = basic(Kind::Int64, 8, flags::COMPARABLE | flags::REGULAR_MEMORY | flags::DIRECT_IFACE);
        let float = basic(Kind::Float64, 8, flags::COMPARABLE | flags::DIRECT_IFACE);
        let string = basic(Kind::String, 16, flags::COMPARABLE);
        let of = |ty: &TypeDesc, word: usize| [from_ref(ty) as usize, word];
        assert!(eq(&any, &[0usize, 0], &[0, 0]));
        assert!(!eq(&any, &[0usize, 0], &of(&int, 0)));
        assert!(eq(&any, &of(&int, 5), &of(&int, 5)));
        assert!(!eq(&any, &of(&int, 5), &of(&int, 6)));
        assert!(!eq(&any, &of(&int, 5), &of(&other, 5)));
        assert!(eq(&any, &of(&float, 0), &of(&float, (-0.0f64).to_bits() as usize)));
        assert!(!eq(&any, &of(&float, f64::NAN.to_bits() as usize), &of(&float, f64::NAN.to_bits() as usize)));
        let (a, b) = (["one".as_ptr() as usize, 3], [String::from("one").leak().as_ptr() as usize, 3]);
        assert!(eq(&any, &of(&string, a.as_ptr() as usize), &of(&string, b.as_ptr() as usize)));
    }

    #[test]
    fn uncomparable_values_raise() {
        let _h = TestHeap::new();
        let any = basic(Kind::Interface, 16, flags::COMPARABLE | flags::HASH_MIGHT_PANIC);
        let slice = TypeDesc { elem: ptr::null(), fields: no_slice(), ..basic(Kind::Slice, 24, 0) };
        let data = [0usize; 3];
        let value = [from_ref(&slice) as usize, data.as_ptr() as usize];
        let p = value.as_ptr() as usize;
        let text = |f: &(dyn Fn() + std::panic::RefUnwindSafe)| *std::panic::catch_unwind(f).unwrap_err().downcast::<String>().unwrap();
        let any = std::panic::AssertUnwindSafe(&any);
        // SAFETY: an interface value; it raises before anything is read of it.
        let compared = text(&|| assert!(unsafe { equal(&any, p as *const u8, p as *const u8) }));
        assert!(compared.starts_with("Uncomparable"), "{compared}");
        // SAFETY: as above.
        let hashed = text(&|| assert_ne!(unsafe { hash::value(&any, p as *const u8, 1) }, 0));
        assert!(hashed.starts_with("Unhashable"), "{hashed}");
    }
}
