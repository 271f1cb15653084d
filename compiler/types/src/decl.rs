//! Declarations.
use crate::check::Checker;
use crate::object::ObjId;
impl Checker<'_> {
    pub(crate) fn obj_decl(&mut self, _obj: ObjId) {}
}
