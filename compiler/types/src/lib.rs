//! mgo's type checker, cut as go/types.
//!
//! Data ([`types`], [`object`], [`constant`], [`info`], [`world`]) is the contract with the rest of the compiler; everything behind it fills it in.
//! Nothing here does I/O or panics on bad input.

mod arguments;
mod assign;
mod assignable;
mod binary;
mod builtins;
mod call;
pub mod canonical;
mod check;
mod common;
mod comparison;
mod composite;
pub mod constant;
mod conversion;
mod cycles;
mod decl;
mod expr;
pub mod extend;
mod func_inst;
mod ident;
pub mod identical;
pub mod implements;
pub mod imports;
mod index;
mod infer;
pub mod info;
mod init_order;
mod interface;
mod late;
mod late_sizes;
mod literals;
mod look;
pub mod lookup;
mod lookup_error;
mod mono;
mod nest;
pub mod object;
mod operand;
pub mod package;
pub mod predicates;
pub mod print;
mod range;
mod resolve;
mod scope;
mod selector;
mod signature;
pub mod sizes;
mod state;
mod stmt;
mod structs;
pub mod subst;
mod switch;
mod terminating;
mod tree_ref;
pub mod types;
pub mod typeset;
pub mod typestring;
mod typexpr;
pub mod under;
mod unify;
pub mod universe;
mod untyped;
pub mod world;

pub use mgo_syntax::exprstring;
