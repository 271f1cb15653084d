//! The contract between compiled code and the runtime
