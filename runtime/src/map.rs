//! Maps: a swiss table with fast paths for 32-bit, 64-bit and string keys.
