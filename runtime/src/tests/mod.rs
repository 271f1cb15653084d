//! Rows of SCHEDULER.md without the compiler: goroutines whose bodies are small asm functions and Rust steps.

mod bench;
mod code;
mod harness;
mod life;
mod panics;
mod preemption;
mod stacks;
mod world;
