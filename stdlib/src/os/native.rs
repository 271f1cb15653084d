//! The environment of the process, and what its descriptors are like.

use mgo_abi::typedesc::{GoSlice, GoString};
use rustix::fd::BorrowedFd;
use rustix::fs::OFlags;
use std::os::unix::ffi::OsStrExt;
use std::sync::LazyLock;

/// Strings that live as long as the program, as the language sees them.
struct Strings(Vec<GoString>);
// SAFETY: the strings are leaked and never changed.
unsafe impl Send for Strings {}
// SAFETY: likewise.
unsafe impl Sync for Strings {}

impl Strings {
    fn new(texts: impl Iterator<Item = Vec<u8>>) -> Strings {
        Strings(texts.map(|text| crate::native::static_str(text.leak())).collect())
    }

    fn slice(&self) -> GoSlice<GoString> {
        GoSlice { ptr: self.0.as_ptr(), len: self.0.len(), cap: self.0.len() }
    }
}

static ENVIRON: LazyLock<Strings> =
    LazyLock::new(|| Strings::new(std::env::vars_os().map(|(key, value)| [key.as_bytes(), b"=", value.as_bytes()].concat())));

/// Whether the descriptor is open and calls on it do not wait.
fn is_nonblocking(fd: i32) -> bool {
    // SAFETY: only asked for its flags; one that is not open gives an error.
    rustix::fs::fcntl_getfl(unsafe { BorrowedFd::borrow_raw(fd) }).is_ok_and(|flags| flags.contains(OFlags::NONBLOCK))
}

natives! {
    System "os.nonblocking" (fd: isize) -> (is: bool) { is = is_nonblocking(fd as i32); }
    System "syscall.runtimeEnvs" () -> (envs: GoSlice<GoString>) { envs = ENVIRON.slice(); }
}
