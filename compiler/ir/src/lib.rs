//! mgo's intermediate representation, its lowering and its passes.
//!
//! [`ir`] is one function's code, [`program`] the symbols that functions refer to. `lower` makes functions from checked trees, `pass` improves them.

pub mod ir;
pub mod program;

pub mod operands;

pub mod cfg;

pub mod print;

pub mod verify;

pub mod pass;

pub mod builder;

pub mod lower;
