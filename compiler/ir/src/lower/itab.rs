//! Dispatch tables known at compile time.

use super::Lowerer;
use super::instance::MethodName;
use crate::program::{ItabId, ItabSym};
use mgo_types::types::TypeId;

impl Lowerer {
    /// The table of a concrete type for an interface that it implements.
    pub(crate) fn itab(&mut self, iface: TypeId, concrete: TypeId) -> ItabId {
        let iface = self.under(iface);
        if let Some(&id) = self.itabs.get(&(iface, concrete)) {
            return id;
        }
        let (inter, ty) = (self.rtype(iface), self.rtype(concrete));
        let methods = self.world.iface_methods(iface);
        let methods = methods
            .into_iter()
            .map(|m| self.word_method(MethodName { recv: concrete, pkg: m.pkg, name: m.name, targs: Vec::new() }))
            .collect();
        let id = ItabId(self.program.itabs.len() as u32);
        self.program.itabs.push(ItabSym { inter, ty, methods });
        self.itabs.insert((iface, concrete), id);
        id
    }
}
