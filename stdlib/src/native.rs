//! The table of native functions, and the macro that declares them.
//!
//! Invariant: a native touches only its frame and memory the frame points to, keeps nothing that needs dropping across its return, and never
//! unwinds: the panic of a bug aborts at the `extern "C"` border.

use mgo_abi::native::Native;
use mgo_abi::typedesc::GoString;
use std::sync::LazyLock;

/// A parameter or result in a frame.
#[derive(Clone, Copy)]
#[repr(C, align(8))]
pub(crate) struct Slot<T>(pub(crate) T);

/// Declares natives: `System "pkg.name" (params) -> (results) { body that assigns every result }`, collected in a function `table`.
macro_rules! natives {
    ($($kind:ident $name:literal ($($param:ident: $pty:ty),*) -> ($($result:ident: $rty:ty),*) $body:block)*) => {
        /// The natives of this package.
        pub(crate) fn table() -> Vec<mgo_abi::native::Native> {
            vec![$({
                #[allow(dead_code)]
                #[repr(C)]
                struct Frame { $($param: $crate::native::Slot<$pty>,)* $($result: $crate::native::Slot<$rty>,)* }
                extern "C" fn entry(frame: *mut Frame) {
                    // SAFETY: compiled code passes a frame of its own that matches the declaration in the language.
                    #[allow(unused_variables)]
                    let frame = unsafe { &mut *frame };
                    $(let $param: $pty = frame.$param.0;)*
                    $(let $result: $rty;)*
                    $body
                    $(frame.$result.0 = $result;)*
                }
                mgo_abi::native::Native {
                    name: $name,
                    kind: mgo_abi::native::NativeKind::$kind,
                    addr: entry as extern "C" fn(*mut Frame) as usize,
                }
            }),*]
        }
    };
}

/// The bytes of a string or slice argument.
///
/// # Safety
/// `ptr` must be readable for `len` bytes for as long as the result is used.
pub(crate) unsafe fn bytes<'a>(ptr: *const u8, len: usize) -> &'a [u8] {
    if len == 0 {
        return &[];
    }
    // SAFETY: the caller's promise.
    unsafe { std::slice::from_raw_parts(ptr, len) }
}

/// A string that lives as long as the program.
pub(crate) fn static_str(s: &'static [u8]) -> GoString {
    GoString { ptr: s.as_ptr(), len: s.len() }
}

#[path = "internal/rtype/basic.rs"]
mod basic;
#[path = "math/big/native.rs"]
mod big;
#[path = "internal/bytealg/native.rs"]
mod bytealg;
#[path = "hash/crc32/native.rs"]
mod crc32;
#[path = "crypto/native.rs"]
mod crypto;
#[path = "fmt/native.rs"]
mod fmt;
#[path = "testing/fuzz.rs"]
pub mod fuzz;
#[path = "internal/rtype/order.rs"]
mod order;
#[path = "os/native.rs"]
mod os;
#[path = "internal/repl/native.rs"]
mod repl;
#[path = "internal/stdio/native.rs"]
mod stdio;
#[path = "strconv/native.rs"]
mod strconv;
#[path = "syscall/native.rs"]
mod syscall;
#[path = "time/native.rs"]
mod time;
#[path = "unicode/utf8/native.rs"]
mod utf8;

/// All natives of this crate.
pub fn natives() -> &'static [Native] {
    static ALL: LazyLock<Vec<Native>> = LazyLock::new(|| {
        [
            big::table(),
            bytealg::table(),
            crc32::table(),
            crypto::table(),
            fmt::table(),
            fuzz::table(),
            os::table(),
            repl::table(),
            stdio::table(),
            strconv::table(),
            syscall::table(),
            time::table(),
            utf8::table(),
        ]
        .concat()
    });
    &ALL
}
