//! mgo's standard library: sources in the language, natives in Rust.
//!
//! Each package is a directory of `.mgo` files, which the build embeds. A function without a body is one of four things, told by the directive
//! above it: nothing = a native of this crate, found in [`natives`]; `//mgo:runtime` = a native of the runtime crate; `//mgo:intrinsic` = instructions
//! of the compiler; `//mgo:builtin NAME` = the runtime builtin of that name, called with the same arguments; `//mgo:link SYMBOL` = another
//! function of the language. `tests/natives.rs` proves that the table and the sources agree.

mod native;
mod sources;

pub use native::fuzz;
pub use native::natives;
pub use sources::{FINGERPRINT, Package, package, packages, summaries};
