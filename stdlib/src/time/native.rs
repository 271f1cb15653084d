//! What time zones need of the system.

use crate::native::{bytes, static_str};
use mgo_abi::typedesc::GoString;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

natives! {
    Syscall "time.readFile" (name: GoString, p: *mut u8, n: usize) -> (len: isize) {
        // SAFETY: strings of the language are readable for their length.
        let name = unsafe { bytes(name.ptr, name.len) };
        len = match std::fs::read(Path::new(std::ffi::OsStr::from_bytes(name))) {
            Ok(data) if data.len() <= n => {
                // SAFETY: the caller has n bytes at p.
                unsafe { std::ptr::copy_nonoverlapping(data.as_ptr(), p, data.len()) };
                data.len() as isize
            }
            _ => -1,
        };
    }
    System "time.getenv" (name: GoString) -> (value: GoString, ok: bool) {
        // SAFETY: strings of the language are readable for their length.
        let name = unsafe { bytes(name.ptr, name.len) };
        let found = std::env::var_os(std::ffi::OsStr::from_bytes(name));
        ok = found.is_some();
        value = static_str(found.map_or(&[], |text| Vec::leak(text.into_encoded_bytes())));
    }
}
