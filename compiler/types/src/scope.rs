//! Block scopes: the names declared in a block, and the chain from a block outwards.
//!
//! A block scope's chain ends in a file: behind it come the file's imports, the package and the universe, which are no block scopes.
//! Objects enter a scope only when they become visible, so a lookup needs no position.

use crate::object::ObjId;
use rustc_hash::FxHashMap;
use smol_str::SmolStr;

/// Names a block scope.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct ScopeId(pub(crate) u32);

/// One block.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scope {
    /// The enclosing block; `None` at the outermost block of a declaration.
    pub(crate) parent: Option<ScopeId>,
    /// What is declared here.
    pub(crate) names: FxHashMap<SmolStr, ObjId>,
    /// Variables declared here in order, for the report of unused ones.
    pub(crate) vars: Vec<ObjId>,
    /// Blocks right inside this one that belong to the same function.
    pub(crate) children: Vec<ScopeId>,
    /// Whether this is a function's own scope (parameters and results).
    pub(crate) is_func: bool,
}
