//! Interfaces: itabs, type assertions, equality of interface values.
