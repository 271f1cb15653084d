//! All packages of a compilation, and the questions that can be asked about them.

use crate::info::Info;
use crate::object::{FuncInfo, ObjId, ObjKind, Object, PackageId};
use crate::state::State;
use crate::types::TypeTable;
use mgo_syntax::ast;
use mgo_syntax::source::{Pos, SourceFile};
use rustc_hash::FxHashMap;
use smol_str::SmolStr;
use std::sync::Arc;

/// One package.
#[derive(Clone, Debug)]
pub struct Package {
    /// Import path, e.g. `math/rand`; `main` for the program.
    pub path: SmolStr,
    /// Name in its package clause.
    pub name: SmolStr,
    /// Its files.
    pub files: Arc<Vec<ast::File>>,
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
    /// Stands in for a package that could not be imported.
    pub(crate) fake: bool,
}

/// Types, objects and packages of a compilation: what the checker gives and lowering reads.
#[derive(Debug, Default)]
pub struct World {
    /// All types.
    pub types: TypeTable,
    /// All objects, by [`ObjId`].
    pub objects: Vec<Object>,
    /// All packages, by [`PackageId`].
    pub packages: Vec<Package>,
    /// The checker's own memory.
    pub(crate) state: State,
}

impl Package {
    /// A package without contents.
    pub(crate) fn named(path: &str, name: &str) -> Package {
        Package {
            path: SmolStr::new(path),
            name: SmolStr::new(name),
            files: Arc::default(),
            scope: FxHashMap::default(),
            imports: Vec::new(),
            info: Info::default(),
            inits: Vec::new(),
            lazy: false,
            fake: false,
        }
    }
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

    /// The file of `pkg` that `pos` lies in.
    pub(crate) fn source_of(&self, pkg: PackageId, pos: Pos) -> Option<&SourceFile> {
        self.package(pkg).files.iter().map(|file| &file.source).find(|source| source.contains(pos))
    }

    /// `pos`, which lies in `pkg`, as messages write it: `file:line:column`.
    pub(crate) fn place_in(&self, pkg: PackageId, pos: Pos) -> String {
        self.source_of(pkg, pos).map_or_else(|| "?".into(), |source| source.place(pos))
    }

    /// The loaded package with this import path.
    pub fn package_named(&self, path: &str) -> Option<PackageId> {
        self.packages.iter().position(|p| p.path == path).map(|at| PackageId(at as u32))
    }

    /// The language version of the file of `pkg` that `pos` lies in.
    pub fn language_version(&self, pkg: PackageId, pos: Pos) -> (u32, u32) {
        let file = self.package(pkg).files.iter().position(|f| f.source.contains(pos));
        file.map_or((1, 27), |file| self.state.version_of(pkg, file as u32))
    }

    /// Whether all rounds of a loop of `pkg` at `pos` share its variables: before Go 1.22.
    pub fn shares_loop_vars(&self, pkg: PackageId, pos: Pos) -> bool {
        self.language_version(pkg, pos) < (1, 22)
    }

    /// Adds an object.
    pub(crate) fn add_object(&mut self, object: Object) -> ObjId {
        self.objects.push(object);
        ObjId(self.objects.len() as u32 - 1)
    }

    /// The declaration of a function or method; `None` for what has none.
    pub fn func_decl(&self, f: ObjId) -> Option<&ast::FuncDecl> {
        let object = self.object(f);
        let ObjKind::Func(FuncInfo { decl: Some(at), .. }) = &object.kind else { return None };
        match self.package(object.pkg).files.get(at.file as usize)?.decls.get(at.decl as usize)? {
            ast::Decl::Func(decl) => Some(decl),
            _ => None,
        }
    }
}
