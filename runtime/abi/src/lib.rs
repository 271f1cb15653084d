//! The contract between compiled code and the runtime: builtins, layouts, type descriptors, asm stubs.
//!
//! Both sides expand the same lists; neither knows the other. No dependencies.
#![no_std]

pub mod builtins;
pub mod layouts;
pub mod native;
pub mod typedesc;
