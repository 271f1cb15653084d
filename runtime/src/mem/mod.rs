//! The heap: blocks, size classes, per-P caches.

pub mod mcache;
