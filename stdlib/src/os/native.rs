//! The environment of the process.

use mgo_abi::typedesc::{GoSlice, GoString};
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

natives! {
    System "syscall.runtimeEnvs" () -> (envs: GoSlice<GoString>) { envs = ENVIRON.slice(); }
}
