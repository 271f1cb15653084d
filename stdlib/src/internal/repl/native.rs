//! What a session shows of a value: the walk over it, told by its type descriptor. `show.mgo` asks for it, and answers what only the program knows.
//!
//! Invariant: nothing that a value holds makes the session fall: pointers are followed only to where memory can be read.

#[path = "printer.rs"]
mod printer;

use crate::native::basic::Any;
use mgo_abi::typedesc::{GoSlice, GoString};
use mgo_runtime::typ::elems;
use printer::Printer;

/// `answer` of show.mgo.
#[repr(C)]
struct Answer {
    value: Any,
    text: GoString,
    ok: bool,
}

/// How many questions fit: `batch` of show.mgo.
const BATCH: usize = 64;

/// `rendering` of show.mgo.
#[repr(C)]
struct Rendering {
    value: Any,
    quoted: Any,
    answers: GoSlice<Answer>,
    asks: [Any; BATCH],
    asked: usize,
    text: GoSlice<u8>,
    end: usize,
    size: usize,
    named: bool,
}

/// Writes the value to the text, or asks.
///
/// # Safety
/// `r` is a rendering in the frame of its function, which keeps it and all that it holds alive.
unsafe fn render(r: &mut Rendering) {
    // SAFETY: the caller's: the answers are live.
    let answers = unsafe { elems(r.answers.ptr, r.answers.len) };
    let mut printer = Printer::new(r.quoted.ty, answers);
    // SAFETY: a descriptor or null, by the caller.
    match unsafe { r.value.ty.as_ref() } {
        None => {
            printer.text("nil");
            r.end = printer.out.len();
        }
        Some(ty) => {
            let at = r.value.place(ty);
            // SAFETY: an interface value holds a value of its type.
            r.named = unsafe { printer.whole(ty, at) };
            r.end = printer.out.len();
            printer.type_name(ty);
        }
    }
    r.size = printer.out.len();
    if r.size <= r.text.len {
        // SAFETY: the text has room for so much, and is the caller's own.
        unsafe { r.text.ptr.cast_mut().copy_from_nonoverlapping(printer.out.as_ptr(), r.size) };
    }
    r.asked = printer.asks.len();
    r.asks[..r.asked].copy_from_slice(&printer.asks);
}

natives! {
    System "internal/repl.render" (r: *mut Rendering) -> () {
        // SAFETY: show.mgo passes its rendering.
        unsafe { render(&mut *r) };
    }
}
