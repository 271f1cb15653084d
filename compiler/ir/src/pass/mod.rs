//! Improving functions, one file per pass.

pub mod params;
