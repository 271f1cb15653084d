//! Values as literals.

#[path = "keys.rs"]
mod keys;
#[path = "readable.rs"]
mod readable;

use super::{Answer, BATCH};
use crate::native::basic::{Any, read, write_basic};
use mgo_abi::layouts::{hchan, iface};
use mgo_abi::typedesc::{FieldDesc, GoSlice, GoString, Kind, TypeDesc, flags};
use mgo_runtime::typ::{self, bytes, list};
use readable::is_readable;
use std::collections::HashMap;

/// How many elements of a list are shown, how deep the walk goes, and how long a text may be before no more is added to it (`maxText` of show.mgo).
const MAX_ELEMS: usize = 100;
const MAX_DEPTH: usize = 12;
const MAX_TEXT: usize = 2000;

/// Where in the whole a value stands.
#[derive(Clone, Copy)]
struct Place {
    depth: usize,
    /// A composite literal is to name its type.
    named: bool,
    /// Whether a program could get at it: not by way of an unexported field.
    open: bool,
}

impl Place {
    /// One level further down.
    fn below(self, named: bool) -> Place {
        Place { depth: self.depth + 1, named, ..self }
    }
}

impl Any {
    /// The value at `at`, in an interface.
    ///
    /// # Safety
    /// A value of the type is there.
    unsafe fn of(ty: &TypeDesc, at: *const u8) -> Any {
        let mut data = at as usize;
        if typ::has(ty, flags::DIRECT_IFACE) {
            data = 0;
            // SAFETY: such a value has at most a word; it stands at its low end.
            unsafe { (&raw mut data).cast::<u8>().copy_from_nonoverlapping(at, ty.size.min(size_of::<usize>())) };
        }
        Any { ty, data }
    }
}

/// Writes values.
pub(super) struct Printer<'a> {
    pub(super) out: Vec<u8>,
    /// Values to ask something.
    pub(super) asks: Vec<Any>,
    answers: HashMap<Any, &'a Answer>,
    /// The type `string`.
    string: *const TypeDesc,
    /// Pointers on the way from the whole.
    seen: Vec<usize>,
}

impl<'a> Printer<'a> {
    pub(super) fn new(string: *const TypeDesc, answers: &'a [Answer]) -> Printer<'a> {
        let answers = answers.iter().map(|answer| (answer.value, answer)).collect();
        Printer { out: Vec::new(), asks: Vec::new(), answers, string, seen: Vec::new() }
    }

    pub(super) fn text(&mut self, text: &str) {
        self.out.extend_from_slice(text.as_bytes());
    }

    /// A type as the session writes it: its own types without the package.
    pub(super) fn type_name(&mut self, ty: &TypeDesc) {
        let name = typ::name(ty).replace("main.", "").replace("interface {}", "any").replace("[]uint8", "[]byte");
        self.text(&name);
    }

    /// Writes the whole value, and tells whether the text names its type.
    ///
    /// # Safety
    /// A value of the type is at `at`; so it is wherever this type asks for it.
    pub(super) unsafe fn whole(&mut self, ty: &TypeDesc, at: *const u8) -> bool {
        // SAFETY: the caller's.
        unsafe { !self.says(ty, at) && self.value(ty, at, Place { depth: 0, named: true, open: true }) }
    }

    /// Writes what the answers have for a value. One that nobody has asked for yet is written as nothing: the walk is done again.
    fn answered(&mut self, value: Any) -> bool {
        let Some(answer) = self.answers.get(&value) else {
            if self.asks.len() < BATCH {
                self.asks.push(value);
            }
            return true;
        };
        if answer.ok {
            // SAFETY: the answer's text is live.
            self.out.extend_from_slice(unsafe { bytes(answer.text) });
        }
        answer.ok
    }

    /// Writes what a value says of itself by its methods, if it does.
    unsafe fn says(&mut self, ty: &TypeDesc, at: *const u8) -> bool {
        // SAFETY: the caller's; a pointer is a word.
        let speaks = (has_method(ty, b"Error") || has_method(ty, b"String"))
            && !(ty.kind == Kind::Pointer as u8 && unsafe { read::<usize>(at) } == 0);
        // SAFETY: the caller's.
        speaks && self.answered(unsafe { Any::of(ty, at) })
    }

    unsafe fn value(&mut self, ty: &TypeDesc, at: *const u8, place: Place) -> bool {
        if self.out.len() > MAX_TEXT || place.depth > MAX_DEPTH {
            self.text("…");
            return false;
        }
        // SAFETY: the caller's, and a value is as its kind says.
        unsafe {
            if place.depth > 0 && place.open && ty.kind != Kind::Interface as u8 && self.says(ty, at) {
                return false;
            }
            if write_basic(&mut self.out, ty, at) {
                return false;
            }
            match ty.kind() {
                Kind::Uintptr | Kind::UnsafePointer => self.address(read(at)),
                Kind::String => self.string(read(at), at),
                Kind::Array => return self.list(ty, at, ty.len, place),
                Kind::Slice => return self.slice(ty, at, place),
                Kind::Map => return self.mapping(ty, read(at), place),
                Kind::Struct => return self.structure(ty, at, place),
                Kind::Pointer => return self.pointer(ty, read(at), place),
                Kind::Interface => {
                    let Some(dynamic) = typ::dynamic(ty, at).as_ref() else {
                        self.text("nil");
                        return false;
                    };
                    let value = Any { ty: dynamic, data: read(at.add(iface::DATA)) };
                    return self.boxed(dynamic, value.place(dynamic), place);
                }
                Kind::Chan | Kind::Func if read::<usize>(at) == 0 => self.text("nil"),
                Kind::Chan => {
                    let chan: *const u8 = read(at);
                    let (len, cap): (usize, usize) = (read(chan.add(hchan::LEN)), read(chan.add(hchan::CAP)));
                    self.text(&format!("chan with {len} of {cap}"));
                }
                Kind::Func => {
                    self.type_name(ty);
                    self.text(" {…}");
                    return true;
                }
                _ => self.text("?"),
            }
        }
        false
    }

    fn address(&mut self, address: usize) {
        self.text(&format!("{address:#x}"));
    }

    /// A string, whose two words are at `at`.
    unsafe fn string(&mut self, string: GoString, at: *const u8) {
        if !is_readable(string.ptr, string.len.min(MAX_TEXT)) {
            return self.text("…");
        }
        let plain = |b: &u8| (b' '..=b'~').contains(b) && *b != b'"' && *b != b'\\';
        // SAFETY: the caller's; it has just been read.
        if string.len <= MAX_TEXT && unsafe { bytes(string) }.iter().all(plain) {
            self.text("\"");
            // SAFETY: as above.
            self.out.extend_from_slice(unsafe { bytes(string) });
            self.text("\"");
        } else {
            self.answered(Any { ty: self.string, data: at as usize });
        }
    }

    /// What an interface holds, with its type where the literal alone would be taken for another.
    unsafe fn boxed(&mut self, ty: &TypeDesc, at: *const u8, place: Place) -> bool {
        // SAFETY: the caller's.
        unsafe {
            if place.open && has_method(ty, b"Error") && self.says(ty, at) {
                return false;
            }
            let mark = self.out.len();
            if self.value(ty, at, place.below(true)) || matches!(typ::name(ty), "int" | "string" | "bool" | "float64") {
                return false;
            }
            let text = self.out.split_off(mark);
            self.type_name(ty);
            self.text("(");
            self.out.extend(text);
            self.text(")");
        }
        false
    }

    fn literal_type(&mut self, ty: &TypeDesc, place: Place) {
        if place.named {
            self.type_name(ty);
        }
        self.text("{");
    }

    /// What stands before an element; `false` when no more elements are shown.
    fn comma(&mut self, i: usize, of: usize) -> bool {
        if i > 0 {
            self.text(", ");
        }
        if i == MAX_ELEMS {
            self.text(&format!("… {} more", of - i));
        }
        i < MAX_ELEMS
    }

    unsafe fn slice(&mut self, ty: &TypeDesc, at: *const u8, place: Place) -> bool {
        // SAFETY: the caller's.
        let (slice, elem) = unsafe { (read::<GoSlice<u8>>(at), &*ty.elem) };
        if slice.ptr.is_null() {
            self.type_name(ty);
            self.text("(nil)");
            return true;
        }
        if !is_readable(slice.ptr, slice.len.min(MAX_ELEMS).saturating_mul(elem.size)) {
            self.text("…");
            return false;
        }
        // SAFETY: the caller's; a slice begins as a string does.
        unsafe {
            if elem.kind == Kind::Uint8 as u8
                && (1..=MAX_TEXT).contains(&slice.len)
                && std::str::from_utf8(bytes(GoString { ptr: slice.ptr, len: slice.len })).is_ok()
            {
                self.type_name(ty);
                self.text("(");
                self.string(read(at), at);
                self.text(")");
                return true;
            }
            self.list(ty, slice.ptr, slice.len, place)
        }
    }

    unsafe fn list(&mut self, ty: &TypeDesc, at: *const u8, len: usize, place: Place) -> bool {
        // SAFETY: the type has elements.
        let elem = unsafe { &*ty.elem };
        self.literal_type(ty, place);
        for i in 0..len {
            if !self.comma(i, len) {
                break;
            }
            // SAFETY: the caller's.
            unsafe { self.value(elem, at.add(i * elem.size), place.below(false)) };
        }
        self.text("}");
        place.named
    }

    unsafe fn mapping(&mut self, ty: &TypeDesc, map: *mut mgo_runtime::map::Hmap, place: Place) -> bool {
        if map.is_null() {
            self.type_name(ty);
            self.text("(nil)");
            return true;
        }
        // SAFETY: the caller's; a map's type has both.
        let (key, elem, (entries, all)) = unsafe { (&*ty.key, &*ty.elem, keys::sorted(&*ty.key, map, MAX_ELEMS + 1)) };
        self.literal_type(ty, place);
        for (i, (k, v)) in entries.iter().enumerate() {
            if !self.comma(i, all) {
                break;
            }
            // SAFETY: places in the map.
            unsafe { self.value(key, *k, place.below(false)) };
            self.text(": ");
            // SAFETY: as above.
            unsafe { self.value(elem, *v, place.below(false)) };
        }
        self.text("}");
        place.named
    }

    unsafe fn structure(&mut self, ty: &TypeDesc, at: *const u8, place: Place) -> bool {
        self.literal_type(ty, place);
        // SAFETY: descriptors live as long as the program.
        let name = |field: &FieldDesc| unsafe { bytes(field.name) };
        for (i, field) in list(&ty.fields).iter().filter(|field| name(field) != b"_").enumerate() {
            if i > 0 {
                self.text(", ");
            }
            self.out.extend_from_slice(name(field));
            self.text(": ");
            let below = place.below(true);
            // SAFETY: the field's place in the struct, by the caller.
            unsafe { self.value(&*field.ty, at.add(field.offset), Place { open: below.open && field.pkg_path.len == 0, ..below }) };
        }
        self.text("}");
        place.named
    }

    unsafe fn pointer(&mut self, ty: &TypeDesc, to: *const u8, place: Place) -> bool {
        if to.is_null() {
            if place.depth > 0 {
                self.text("nil");
            } else {
                self.text("(");
                self.type_name(ty);
                self.text(")(nil)");
            }
            return true;
        }
        // SAFETY: the type has an element.
        let elem = unsafe { &*ty.elem };
        if self.seen.contains(&(to as usize)) || place.depth >= MAX_DEPTH || !is_readable(to, elem.size) {
            self.address(to as usize);
            return false;
        }
        self.seen.push(to as usize);
        self.text("&");
        // SAFETY: the caller's; it can be read.
        let names = unsafe { self.value(elem, to, place.below(true)) };
        self.seen.pop();
        names
    }
}

/// Whether a type has a method of this name.
fn has_method(ty: &TypeDesc, name: &[u8]) -> bool {
    // SAFETY: descriptors live as long as the program.
    list(&ty.methods).iter().any(|method| unsafe { bytes(method.name) } == name)
}
