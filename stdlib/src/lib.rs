//! mgo's standard library: sources in the language, natives in Rust
