//! Println of operands that have no methods and no parts. A program that prints nothing else need not have the printer compiled, which would take
//! longer than all the rest of a small one.

use super::basic::{Any, read, write_basic};
use super::stdio::write_all;
use crate::native::bytes;
use mgo_abi::typedesc::{GoSlice, GoString, Kind};
use mgo_runtime::typ::{elems, list};

/// The standard output.
const STDOUT: i32 = 1;

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

/// The line that Println makes of the operands, if all are plain.
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
    Some(line)
}

natives! {
    Syscall "fmt.printlnPlain" (operands: GoSlice<Any>) -> (n: isize, len: isize) {
        // SAFETY: the caller's operands are live until this returns.
        match unsafe { plain_line(elems(operands.ptr, operands.len)) } {
            Some(line) => (n, len) = (write_all(STDOUT, &line) as isize, line.len() as isize),
            None => (n, len) = (0, -1),
        }
    }
}
