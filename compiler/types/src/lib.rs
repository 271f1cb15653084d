//! mgo's type checker, cut as go/types.
//!
//! Data ([`types`], [`object`], [`constant`], [`info`], [`world`]) is the contract with the rest of the compiler; everything behind it fills it in.
//! Nothing here does I/O or panics on bad input.

pub mod constant;
pub mod types;
pub mod object;
pub mod info;
pub mod world;
mod scope;
mod tree_ref;
mod state;
mod operand;
mod check;
