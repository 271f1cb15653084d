//! What an instance keeps for the values of its program: layouts of map types, itabs, and what a `print` has gathered.

use crate::iface::Itabs;
use crate::lock::Lock;
use crate::map::kind::MapKind;
use crate::print::Printer;

/// One per instance, in its heap.
#[derive(Default)]
pub struct Values {
    /// What is known of map types, for as long as their descriptors.
    pub map_kinds: Lock<Vec<Box<MapKind>>>,
    /// Itabs by interface and type.
    pub itabs: Itabs,
    /// Unfinished `print`s.
    pub printer: Printer,
}
