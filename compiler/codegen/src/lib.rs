//! IR to machine code with Cranelift.
//!
//! [`Jit`] takes functions of `mgo-ir` and gives addresses: it translates them to CLIF (`translate`), has Cranelift compile them (`compile`),
//! notes where nothing may be preempted (`window`), puts the stack check in front (`prologue`), places and links them in one code range (`memory`, `place`), and lays out what they refer to (`data`).
//! It knows the runtime by addresses only.
//!
//! Invariant: no page is writable and executable in one mapping; code is written through a second view.

mod isa;
mod symbol;

mod data;
mod memory;

mod window;

mod translate;

mod compile;
mod prologue;

mod stubs;
mod table;

mod gdb;
mod perf;

mod jit;

mod emit;

pub use emit::Stage;
pub use gdb::debugger_attached;
pub use jit::{Config, Jit};
pub use stubs::NativeLookup;
pub use table::{CompiledFunc, Frame, LineEntry};
