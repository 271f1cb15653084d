//! mgo's type checker, cut as go/types.
//!
//! Data ([`types`], [`object`], [`constant`], [`info`], [`world`]) is the contract with the rest of the compiler; everything behind it fills it in.
//! Nothing here does I/O or panics on bad input.

mod check;
pub mod constant;
pub mod info;
pub mod object;
mod operand;
mod scope;
mod state;
mod tree_ref;
pub mod types;
pub mod world;
