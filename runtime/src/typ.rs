//! Type descriptors at run time: equality and hashing of values by their type.
