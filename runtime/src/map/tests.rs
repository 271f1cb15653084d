//! Maps against a model.

use std::cell::Cell;
use std::collections::{HashMap, HashSet};

use mgo_abi::typedesc::{Kind, TypeDesc, flags};
use proptest::prelude::*;

use super::iter::MapIter;
use super::key::{AnyKey, Key32, Key64, KeyStr};
use super::*;
use crate::mem::new_string;
use crate::mem::tests::{TestHeap, desc};

thread_local! {
    static RANDOM: Cell<u64> = const { Cell::new(1) };
}

pub(super) fn random() -> u64 {
    RANDOM.set(RANDOM.get().wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407));
    RANDOM.get() >> 7 ^ RANDOM.get()
}

fn basic(kind: Kind, size: usize, flag: u8) -> TypeDesc {
    let mut d = desc(size, 0, &[]);
    (d.kind, d.flags, d.align) = (kind as u8, flag | flags::COMPARABLE, size.min(8) as u8);
    d
}

fn string_desc() -> TypeDesc {
    let mut d = desc(16, 2, &[0b01]);
    (d.kind, d.flags) = (Kind::String as u8, flags::COMPARABLE);
    d
}

pub(crate) fn map_desc(key: &TypeDesc, elem: &TypeDesc) -> TypeDesc {
    let mut d = desc(8, 1, &[1]);
    (d.kind, d.key, d.elem) = (Kind::Map as u8, key, elem);
    d
}

/// Types of a map from integers to integers.
pub(crate) fn map_types() -> (TypeDesc, TypeDesc) {
    (Ints::key_type(), basic(Kind::Uint64, 8, flags::REGULAR_MEMORY))
}

/// A step of a program with a map.
#[derive(Clone, Debug)]
enum Op {
    Set(u16, u64),
    Get(u16),
    Delete(u16),
    Clear,
    Collect,
}

fn ops() -> impl Strategy<Value = Vec<Op>> {
    let key = prop_oneof![0u16..16, 0u16..300];
    let op = prop_oneof![
        12 => (key.clone(), any::<u64>()).prop_map(|(k, v)| Op::Set(k, v)),
        4 => key.clone().prop_map(Op::Get),
        6 => key.prop_map(Op::Delete),
        1 => Just(Op::Clear),
        1 => Just(Op::Collect),
    ];
    prop::collection::vec(op, 0..600)
}

/// A kind of key to run programs with.
trait Keys {
    fn key_type() -> TypeDesc;
    unsafe fn get(m: *const Hmap, k: u16) -> *mut u8;
    unsafe fn set(m: *mut Hmap, k: u16) -> *mut u8;
    unsafe fn delete(m: *mut Hmap, kind: &TypeDesc, k: u16);
    unsafe fn read(slot: *const u8) -> u16;
}

struct Ints;
impl Keys for Ints {
    fn key_type() -> TypeDesc {
        basic(Kind::Int64, 8, flags::REGULAR_MEMORY)
    }
    unsafe fn get(m: *const Hmap, k: u16) -> *mut u8 {
        // SAFETY: a map of such keys.
        unsafe { access(m, Key64(u64::from(k))) }
    }
    unsafe fn set(m: *mut Hmap, k: u16) -> *mut u8 {
        // SAFETY: a map of such keys.
        unsafe { assign(m, Key64(u64::from(k))) }
    }
    unsafe fn delete(m: *mut Hmap, ty: &TypeDesc, k: u16) {
        let word = u64::from(k);
        // SAFETY: a map of such keys.
        unsafe { delete(m, AnyKey { ty, at: (&raw const word).cast() }) }
    }
    unsafe fn read(slot: *const u8) -> u16 {
        // SAFETY: a key is there.
        unsafe { slot.cast::<u64>().read() as u16 }
    }
}

struct Shorts;
impl Keys for Shorts {
    fn key_type() -> TypeDesc {
        basic(Kind::Uint32, 4, flags::REGULAR_MEMORY)
    }
    unsafe fn get(m: *const Hmap, k: u16) -> *mut u8 {
        // SAFETY: a map of such keys.
        unsafe { access(m, Key32(u32::from(k))) }
    }
    unsafe fn set(m: *mut Hmap, k: u16) -> *mut u8 {
        // SAFETY: a map of such keys.
        unsafe { assign(m, Key32(u32::from(k))) }
    }
    unsafe fn delete(m: *mut Hmap, ty: &TypeDesc, k: u16) {
        let word = u32::from(k);
        // SAFETY: a map of such keys.
        unsafe { delete(m, AnyKey { ty, at: (&raw const word).cast() }) }
    }
    unsafe fn read(slot: *const u8) -> u16 {
        // SAFETY: a key is there.
        unsafe { slot.cast::<u32>().read() as u16 }
    }
}

struct Strings;
impl Keys for Strings {
    fn key_type() -> TypeDesc {
        string_desc()
    }
    unsafe fn get(m: *const Hmap, k: u16) -> *mut u8 {
        let text = text(k);
        // SAFETY: a map of such keys.
        unsafe { access(m, KeyStr(mgo_abi::typedesc::GoString { ptr: text.as_ptr(), len: text.len() })) }
    }
    unsafe fn set(m: *mut Hmap, k: u16) -> *mut u8 {
        // SAFETY: a map of such keys; the string is of the heap, for the collector to keep.
        unsafe { assign(m, KeyStr(new_string(text(k).as_bytes()))) }
    }
    unsafe fn delete(m: *mut Hmap, ty: &TypeDesc, k: u16) {
        let text = text(k);
        let s = mgo_abi::typedesc::GoString { ptr: text.as_ptr(), len: text.len() };
        // SAFETY: a map of such keys.
        unsafe { delete(m, AnyKey { ty, at: (&raw const s).cast() }) }
    }
    unsafe fn read(slot: *const u8) -> u16 {
        // SAFETY: a key is there.
        let s = unsafe { crate::typ::bytes(slot.cast::<mgo_abi::typedesc::GoString>().read()) };
        std::str::from_utf8(s).unwrap().trim_matches('k').parse().unwrap()
    }
}

fn text(k: u16) -> String {
    format!("{k}{}", "k".repeat(usize::from(k) % 40))
}

fn elem(p: *mut u8) -> &'static Cell<u64> {
    // SAFETY: an element of a live map.
    unsafe { &*p.cast::<Cell<u64>>() }
}

unsafe fn contents<K: Keys>(m: *mut Hmap) -> Vec<(u16, u64)> {
    let mut out = Vec::new();
    // SAFETY: zero is an iterator before its start.
    unsafe {
        let mut it: MapIter = std::mem::zeroed();
        iter::init(m, &mut it);
        while !it.key.is_null() {
            out.push((K::read(it.key), elem(it.elem).get()));
            iter::next(&mut it);
        }
    }
    out
}

fn run<K: Keys>(program: &[Op], hint: isize) {
    let mut h = TestHeap::new();
    let (key, val) = (K::key_type(), basic(Kind::Uint64, 8, flags::REGULAR_MEMORY));
    let ty = map_desc(&key, &val);
    // SAFETY: the descriptors live to the end of the test, as does the map by its root.
    unsafe {
        let m = makemap(&ty, hint);
        let mut model = HashMap::new();
        for op in program {
            match *op {
                Op::Set(k, v) => {
                    let e = elem(K::set(m, k));
                    assert_eq!(e.get(), model.insert(k, v).unwrap_or(0));
                    e.set(v);
                }
                Op::Get(k) => {
                    let p = K::get(m, k);
                    assert_eq!((!p.is_null()).then(|| elem(p).get()), model.get(&k).copied());
                }
                Op::Delete(k) => {
                    K::delete(m, &key, k);
                    model.remove(&k);
                }
                Op::Clear => {
                    clear(m);
                    model.clear();
                }
                Op::Collect => {
                    h.collect(&[m as usize]);
                }
            }
            assert_eq!((*m).len, model.len());
        }
        let mut all = contents::<K>(m);
        assert_eq!(all.len(), model.len(), "each once");
        all.sort_unstable();
        let mut want: Vec<_> = model.into_iter().collect();
        want.sort_unstable();
        assert_eq!(all, want);
    }
}

/// Changes the map at every step of an iteration and checks Go's promises.
fn run_mutating<K: Keys>(start: u16, program: &[Op]) {
    let mut h = TestHeap::new();
    let (key, val) = (K::key_type(), basic(Kind::Uint64, 8, flags::REGULAR_MEMORY));
    let ty = map_desc(&key, &val);
    // SAFETY: as above; the iterator's words are roots too.
    unsafe {
        let m = makemap(&ty, 0);
        let mut model = HashMap::new();
        for k in 0..start {
            elem(K::set(m, k)).set(u64::from(k));
            model.insert(k, u64::from(k));
        }
        let mut untouched: HashSet<u16> = (0..start).collect();
        let mut met = HashSet::new();
        let mut it: MapIter = std::mem::zeroed();
        iter::init(m, &mut it);
        let mut ops = program.iter();
        while !it.key.is_null() {
            let k = K::read(it.key);
            assert_eq!(model.get(&k).copied(), Some(elem(it.elem).get()), "{k} is there with its present element");
            // An element that was removed and made again may be met again.
            assert!(met.insert(k) || !untouched.contains(&k), "{k} twice");
            for op in ops.by_ref().take(3) {
                match *op {
                    Op::Set(k, v) => {
                        elem(K::set(m, k)).set(v);
                        model.insert(k, v);
                    }
                    Op::Delete(k) => {
                        K::delete(m, &key, k);
                        model.remove(&k);
                        untouched.remove(&k);
                    }
                    Op::Clear => {
                        clear(m);
                        model.clear();
                        untouched.clear();
                    }
                    Op::Get(_) => {}
                    Op::Collect => {
                        let mut roots = vec![m as usize];
                        let words = std::slice::from_raw_parts((&raw const it).cast::<usize>(), size_of::<MapIter>() / 8 - 1);
                        roots.extend_from_slice(words);
                        h.collect(&roots);
                    }
                }
            }
            iter::next(&mut it);
        }
        for k in untouched {
            assert!(met.contains(&k), "{k} was there all the time and not met");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn ints_as_the_model(program in ops(), hint in -1isize..200) {
        run::<Ints>(&program, hint);
    }

    #[test]
    fn shorts_as_the_model(program in ops(), hint in 0isize..40) {
        run::<Shorts>(&program, hint);
    }

    #[test]
    fn strings_as_the_model(program in ops(), hint in 0isize..20) {
        run::<Strings>(&program, hint);
    }

    #[test]
    fn iteration_survives_mutation(start in 0u16..60, program in ops()) {
        run_mutating::<Ints>(start, &program);
        run_mutating::<Strings>(start, &program);
    }
}

#[test]
fn order_is_random() {
    let _h = TestHeap::new();
    let (key, val) = (Ints::key_type(), basic(Kind::Uint64, 8, flags::REGULAR_MEMORY));
    let ty = map_desc(&key, &val);
    for n in [3u16, 8, 100] {
        // SAFETY: as above.
        unsafe {
            let m = makemap(&ty, 0);
            for k in 0..n {
                Ints::set(m, k);
            }
            let firsts: HashSet<u16> = (0..300).map(|_| contents::<Ints>(m)[0].0).collect();
            assert!(firsts.len() >= usize::from(n.min(12)), "{n}: {firsts:?}");
        }
    }
}

#[test]
fn nans_pile_up_and_zeros_are_one() {
    let _h = TestHeap::new();
    let (key, val) = (basic(Kind::Float64, 8, 0), basic(Kind::Uint64, 8, flags::REGULAR_MEMORY));
    let ty = map_desc(&key, &val);
    // SAFETY: as above.
    unsafe {
        let m = makemap(&ty, 0);
        let put = |f: f64| elem(assign(m, AnyKey { ty: &key, at: (&raw const f).cast() }));
        for i in 0..20 {
            put(f64::NAN).set(i);
        }
        assert_eq!((*m).len, 20);
        assert!(access(m, AnyKey { ty: &key, at: ptr::from_ref(&f64::NAN).cast() }).is_null());
        put(0.0).set(5);
        assert_eq!(put(-0.0).get(), 5);
        assert_eq!((*m).len, 21);
        // Met once each, though the map grows under the iterator.
        let mut it: MapIter = std::mem::zeroed();
        iter::init(m, &mut it);
        let mut n = 0;
        while !it.key.is_null() {
            n += 1;
            if n == 2 {
                for i in 0..200 {
                    put(f64::from(i) + 0.5);
                }
            }
            n -= usize::from(it.key.cast::<f64>().read().fract() == 0.5);
            iter::next(&mut it);
        }
        assert_eq!(n, 21);
        clear(m);
        assert_eq!((*m).len, 0);
    }
}

#[test]
fn nil_map_reads_and_does_not_write() {
    let _h = TestHeap::new();
    let key = Ints::key_type();
    // SAFETY: a nil map.
    unsafe {
        assert!(access(std::ptr::null(), Key64(1)).is_null());
        delete(std::ptr::null_mut(), AnyKey { ty: &key, at: ptr::from_ref(&1u64).cast() });
        assert_eq!(contents::<Ints>(std::ptr::null_mut()), []);
    }
    // SAFETY: as above.
    let failed = std::panic::catch_unwind(|| unsafe { assign(std::ptr::null_mut(), Key64(1)) as usize });
    let text = *failed.unwrap_err().downcast::<String>().unwrap();
    assert!(text.starts_with("NilMap"), "{text}");
}

#[test]
fn elements_of_all_sizes_keep_their_place() {
    let mut h = TestHeap::new();
    let key = Ints::key_type();
    for size in [0usize, 1, 3, 24, 200, 5000] {
        let mut val = desc(size, 0, &[]);
        val.align = 1;
        let ty = map_desc(&key, &val);
        // SAFETY: as above.
        unsafe {
            let m = makemap(&ty, 0);
            for k in 0..50u16 {
                let p = Ints::set(m, k);
                std::ptr::write_bytes(p, k as u8, size);
            }
            h.collect(&[m as usize]);
            for k in 0..50u16 {
                let p = Ints::get(m, k);
                assert!((0..size).all(|i| *p.add(i) == k as u8));
            }
        }
    }
}

#[test]
fn elements_without_size_lie_inside_their_slots() {
    let _h = TestHeap::new();
    let (key, val) = (Ints::key_type(), desc(0, 0, &[]));
    let ty = map_desc(&key, &val);
    // SAFETY: as above.
    unsafe {
        let m = makemap(&ty, 0);
        for k in 0..8 {
            assert_ne!(Ints::set(m, k), (*m).slots.add(8 * 8));
        }
        let mut it: MapIter = std::mem::zeroed();
        iter::init(m, &mut it);
        while !it.key.is_null() {
            assert!(it.elem.cast_const() < (*m).slots.add(8 * 8), "an iterator in an object points behind the last slot");
            iter::next(&mut it);
        }
    }
}
