//! All packages of a compilation, and the questions that can be asked about them.

use crate::info::Info;
use crate::object::{ObjId, Object, PackageId};
use crate::types::TypeTable;
use mgo_syntax::ast;
use rustc_hash::FxHashMap;
use smol_str::SmolStr;

/// One package.
#[derive(Clone, Debug)]
pub struct Package {
    /// Import path, e.g. `math/rand`; `main` for the program.
    pub path: SmolStr,
    /// Name in its package clause.
    pub name: SmolStr,
    /// Its files.
    pub files: Vec<ast::File>,
    /// Package-level names.
    pub scope: FxHashMap<SmolStr, ObjId>,
    /// Packages it imports directly, in order of first mention.
    pub imports: Vec<PackageId>,
    /// Its facts.
    pub info: Info,
    /// `init` functions in source order.
    pub inits: Vec<ObjId>,
    /// Bodies are checked only when asked for (standard library): see `World::ensure_body`.
    pub lazy: bool,
}

/// Types, objects and packages of a compilation: what the checker gives and lowering reads.
#[derive(Clone, Debug, Default)]
pub struct World {
    /// All types.
    pub types: TypeTable,
    /// All objects, by [`ObjId`].
    pub objects: Vec<Object>,
    /// All packages, by [`PackageId`].
    pub packages: Vec<Package>,
}

impl World {
    /// The object with this id.
    pub fn object(&self, id: ObjId) -> &Object {
        &self.objects[id.0 as usize]
    }

    /// The package with this id.
    pub fn package(&self, id: PackageId) -> &Package {
        &self.packages[id.0 as usize]
    }
}
