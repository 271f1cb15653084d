//! Switching between stacks, one file per architecture.
