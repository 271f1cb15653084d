//! What would take long to compile for what it does: Println of operands that have no methods and no parts, which is all that many small programs
//! print, and the order of a map's keys.

use super::basic::{Any, read, write_basic};
use super::order::order;
use super::stdio::write_all;
use crate::native::bytes;
use mgo_abi::typedesc::{GoSlice, GoString, Kind, TypeDesc};
use mgo_runtime::typ::{elems, list};

/// The standard output.
const STDOUT: i32 = 1;
/// Writes of so many bytes do not mix with others, whatever the output is; longer lines are left to the locks of package os.
const MAX_LINE: usize = 4096;

/// Appends an operand as `%v` writes it, if it is a string, a number, a boolean or nil and its type has no methods.
///
/// # Safety
/// It is an interface value of the language.
unsafe fn write_plain(out: &mut Vec<u8>, operand: &Any) -> bool {
    // SAFETY: a descriptor or null; descriptors live as long as the program.
    let Some(ty) = (unsafe { operand.ty.as_ref() }) else {
        out.extend_from_slice(b"<nil>");
        return true;
    };
    if !list(&ty.methods).is_empty() {
        return false;
    }
    let at = operand.place(ty);
    if ty.kind == Kind::String as u8 {
        // SAFETY: a string is there, whose bytes are live.
        out.extend_from_slice(unsafe {
            let text = read::<GoString>(at);
            bytes(text.ptr, text.len)
        });
        return true;
    }
    // SAFETY: an interface holds a value of its type.
    unsafe { write_basic(out, ty, at) }
}

/// The line that Println makes of the operands, if all are plain and it is short.
///
/// # Safety
/// They are interface values of the language.
unsafe fn plain_line(operands: &[Any]) -> Option<Vec<u8>> {
    let mut line = Vec::with_capacity(128);
    for (i, operand) in operands.iter().enumerate() {
        if i > 0 {
            line.push(b' ');
        }
        // SAFETY: the caller's.
        if !unsafe { write_plain(&mut line, operand) } {
            return None;
        }
    }
    line.push(b'\n');
    (line.len() <= MAX_LINE).then_some(line)
}

/// `Value` of package rtype.
#[derive(Clone, Copy)]
#[repr(C)]
struct Value {
    ty: *const TypeDesc,
    ptr: *const u8,
    flag: usize,
}

impl Value {
    /// `flagIndir`: the value is where the pointer points to; else it is the pointer.
    const INDIRECT: usize = 1;

    fn place(&self) -> *const u8 {
        if self.flag & Value::INDIRECT != 0 { self.ptr } else { (&raw const self.ptr).cast() }
    }
}

natives! {
    System "fmt.compare" (a: Value, b: Value) -> (sign: isize) {
        // SAFETY: valid values of one type: keys of a map.
        sign = unsafe { order(&*a.ty, a.place(), b.place()) } as isize;
    }
    Syscall "fmt.printlnPlain" (operands: GoSlice<Any>) -> (n: isize, len: isize) {
        // SAFETY: the caller's operands are live until this returns.
        match unsafe { plain_line(elems(operands.ptr, operands.len)) } {
            Some(line) => (n, len) = (write_all(STDOUT, &line) as isize, line.len() as isize),
            None => (n, len) = (0, -1),
        }
    }
}
