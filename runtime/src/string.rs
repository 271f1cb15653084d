//! Strings: concatenation, comparison, conversions.
