//! Interfaces: itabs, made once per pair of types and found again without a lock, and equality of interface values.

use std::ptr;
use std::sync::atomic::{AtomicPtr, Ordering};

use mgo_abi::typedesc::{ImethodDesc, Itab, MethodDesc, TypeDesc};

use crate::lock::Lock;
use crate::mem::mcache;
use crate::typ::{bytes, list};

/// Words of an [`Itab`] before its code pointers.
const ITAB_HEAD: usize = 3;

/// An open-addressed table that readers probe while writers fill empty places; full ones are replaced, never freed before the instance.
struct Probe {
    places: Box<[AtomicPtr<Itab>]>,
}

impl Probe {
    fn new(n: usize) -> Probe {
        Probe { places: (0..n).map(|_| AtomicPtr::default()).collect() }
    }

    /// The itab, or the empty place where it belongs.
    fn find(&self, inter: *const TypeDesc, ty: *const TypeDesc) -> Result<*const Itab, usize> {
        let mask = self.places.len() - 1;
        let mut at = crate::hash::word(inter as u64, ty as u64) as usize & mask;
        loop {
            let p = self.places[at].load(Ordering::Acquire);
            // SAFETY: published itabs are immutable and live as long as the instance.
            match unsafe { p.as_ref() } {
                None => return Err(at),
                Some(t) if t.inter == inter && t.ty == ty => return Ok(p),
                Some(_) => at = (at + 1) & mask,
            }
        }
    }
}

#[derive(Default)]
struct Made {
    itabs: Vec<Box<[usize]>>,
    /// Itabs of types that have got methods since; readers may still hold them.
    stale: Vec<Box<[usize]>>,
    /// Boxed, as readers may still be in an old one when the list moves.
    #[allow(clippy::vec_box)]
    tables: Vec<Box<Probe>>,
}

/// All itabs of an instance.
#[derive(Default)]
pub struct Itabs {
    table: AtomicPtr<Probe>,
    made: Lock<Made>,
}

impl Itabs {
    /// The itab of a type for an interface; its first code pointer is null when the type does not implement it.
    pub fn get(&self, inter: &TypeDesc, ty: &TypeDesc) -> *const Itab {
        // SAFETY: tables live as long as the instance.
        let table = unsafe { self.table.load(Ordering::Acquire).as_ref() };
        table.and_then(|t| t.find(inter, ty).ok()).unwrap_or_else(|| self.make(inter, ty))
    }

    #[cold]
    fn make(&self, inter: &TypeDesc, ty: &TypeDesc) -> *const Itab {
        let mut made = self.made.lock();
        if (made.itabs.len() + 1) * 2 > made.tables.last().map_or(0, |t| t.places.len()) {
            self.enlarge(&mut made);
        }
        let Made { itabs, tables, .. } = &mut *made;
        let Some(table) = tables.last() else { unreachable!("made above") };
        match table.find(inter, ty) {
            Ok(itab) => itab,
            Err(at) => {
                itabs.push(build(inter, ty));
                let itab = itabs[itabs.len() - 1].as_ptr().cast::<Itab>();
                table.places[at].store(itab.cast_mut(), Ordering::Release);
                itab
            }
        }
    }

    /// Types have got methods: what they did not implement is to be looked at again.
    pub fn forget_missing(&self) {
        let mut made = self.made.lock();
        let (stale, kept) = std::mem::take(&mut made.itabs).into_iter().partition(|itab| itab[ITAB_HEAD] == 0);
        made.itabs = kept;
        made.stale.extend::<Vec<_>>(stale);
        self.enlarge(&mut made);
    }

    fn enlarge(&self, made: &mut Made) {
        let table = Box::new(Probe::new((made.itabs.len() * 4).next_power_of_two().max(64)));
        for itab in &made.itabs {
            let p = itab.as_ptr().cast::<Itab>();
            // SAFETY: an itab made here.
            let (inter, ty) = unsafe { ((*p).inter, (*p).ty) };
            if let Err(at) = table.find(inter, ty) {
                table.places[at].store(p.cast_mut(), Ordering::Relaxed);
            }
        }
        self.table.store(ptr::from_ref(&*table).cast_mut(), Ordering::Release);
        made.tables.push(table);
    }
}

fn same_method(m: &MethodDesc, im: &ImethodDesc) -> bool {
    // SAFETY: descriptors are immutable.
    m.sig == im.sig && unsafe { bytes(m.name) == bytes(im.name) && bytes(m.pkg_path) == bytes(im.pkg_path) }
}

/// The first method of the interface that the type lacks.
pub fn missing_method<'a>(inter: &'a TypeDesc, ty: &TypeDesc) -> Option<&'a ImethodDesc> {
    // Both lists have one order, so one pass over both is enough.
    let mut have = list(&ty.methods).iter();
    list(&inter.imethods).iter().find(|im| !have.any(|m| same_method(m, im)))
}

fn build(inter: &TypeDesc, ty: &TypeDesc) -> Box<[usize]> {
    let mut words = vec![ptr::from_ref(inter) as usize, ptr::from_ref(ty) as usize, ty.hash as usize];
    if missing_method(inter, ty).is_some() {
        words.push(0);
    } else {
        let mut have = list(&ty.methods).iter();
        words.extend(list(&inter.imethods).iter().filter_map(|im| have.find(|m| same_method(m, im))).map(|m| m.code as usize));
        // An interface without methods has no code pointer, but must not look like one that is not implemented.
        if words.len() == ITAB_HEAD {
            words.push(1);
        }
    }
    words.into_boxed_slice()
}

/// The itab, or null when the type does not implement the interface.
///
/// # Safety
/// From compiled code through systemstack.
pub unsafe extern "C" fn rt_getitab(inter: *const TypeDesc, ty: *const TypeDesc) -> *const Itab {
    // SAFETY: compiled code passes descriptors; the caller's P's cache names the instance's heap.
    unsafe {
        let itab = (*(*mcache()).heap).values.itabs.get(&*inter, &*ty);
        if (*itab).fun[0].is_null() { ptr::null() } else { itab }
    }
}

/// Equality of two data words of one dynamic type; raises when it is not comparable.
///
/// # Safety
/// From compiled code through systemstack.
pub unsafe extern "C" fn rt_efaceeq(ty: *const TypeDesc, a: usize, b: usize) -> bool {
    // SAFETY: compiled code passes data words of the type.
    unsafe { crate::typ::equal_data(&*ty, a, b) }
}

/// Equality of two values in memory; raises when an interface inside holds an uncomparable one.
///
/// # Safety
/// From compiled code through systemstack.
pub unsafe extern "C" fn rt_typeeq(ty: *const TypeDesc, a: *const u8, b: *const u8) -> bool {
    // SAFETY: compiled code passes values of the type.
    unsafe { crate::typ::equal(&*ty, a, b) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use mgo_abi::typedesc::{GoSlice, GoString};

    use crate::mem::tests::desc;

    const fn s(t: &'static str) -> GoString {
        GoString { ptr: t.as_ptr(), len: t.len() }
    }

    fn slice<T>(v: &[T]) -> GoSlice<T> {
        GoSlice { ptr: v.as_ptr(), len: v.len(), cap: v.len() }
    }

    #[test]
    fn itabs_are_built_once_and_hold_the_code() {
        let m = |name, sig, code: usize| MethodDesc { name: s(name), pkg_path: s(""), sig, code: code as *const u8 };
        let im = |name, sig| ImethodDesc { name: s(name), pkg_path: s(""), sig };
        let methods = [m("Close", 1, 10), m("Read", 2, 20), m("Write", 2, 30)];
        let wanted = [im("Close", 1), im("Write", 2)];
        let other_sig = [im("Close", 1), im("Write", 3)];
        let (mut ty, mut inter, mut not) = (desc(8, 1, &[1]), desc(16, 1, &[1]), desc(16, 1, &[1]));
        ty.methods = slice(&methods);
        inter.imethods = slice(&wanted);
        not.imethods = slice(&other_sig);
        let itabs = Itabs::default();
        let a = itabs.get(&inter, &ty);
        assert_eq!(a, itabs.get(&inter, &ty));
        // SAFETY: two code pointers follow the head.
        unsafe { assert_eq!(*(*a).fun.as_ptr().add(1) as usize, 30) };
        // SAFETY: an itab.
        assert!(unsafe { (*itabs.get(&not, &ty)).fun[0].is_null() });
        // SAFETY: names are static.
        assert_eq!(missing_method(&not, &ty).map(|m| unsafe { bytes(m.name) }), Some(&b"Write"[..]));
        // Many pairs make the table grow; all are still found.
        let types: Vec<TypeDesc> = (0..200).map(|_| desc(8, 0, &[])).collect();
        let all: Vec<_> = types.iter().map(|t| itabs.get(&inter, t)).collect();
        assert!(types.iter().zip(&all).all(|(t, &i)| ptr::eq(itabs.get(&inter, t), i)));
        assert_eq!(a, itabs.get(&inter, &ty));

        itabs.forget_missing();
        assert_eq!(a, itabs.get(&inter, &ty));
        // SAFETY: an itab.
        assert!(unsafe { (*itabs.get(&not, &ty)).fun[0].is_null() });
    }
}
