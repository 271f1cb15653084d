//! mgo's type checker, cut as go/types.
//!
//! Data ([`types`], [`object`], [`constant`], [`info`], [`world`]) is the contract with the rest of the compiler; everything behind it fills it in.
//! Nothing here does I/O or panics on bad input.

mod check;
pub mod constant;
mod decl;
pub mod identical;
pub mod implements;
pub mod info;
pub mod lookup;
pub mod object;
mod operand;
pub mod predicates;
mod scope;
pub mod sizes;
mod state;
pub mod subst;
mod tree_ref;
pub mod types;
pub mod typeset;
pub mod typestring;
pub mod under;
pub mod universe;
pub mod world;
