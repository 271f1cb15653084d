//! The builtins `print` and `println`.
