//! Imports: packages brought in by name, and the names used of them.
//!
//! A lazily checked package does not load what it imports before the first use, where the importer agrees.

use crate::check::Checker;
use crate::identical::is_exported;
use crate::object::{ObjId, ObjKind, PackageId};
use crate::state::ImportState;
use crate::world::{Package, World};
use mgo_syntax::ast::{Ident, Import};
use mgo_syntax::diag::Diagnostic;
use mgo_syntax::literal::valid_import_path;
use mgo_syntax::source::{Pos, Span};
use smol_str::SmolStr;
use std::fmt;

/// Why a package could not be imported.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ImportError {
    /// There is no such package.
    NotFound,
    /// It would import itself; the packages on the way.
    Cycle(Vec<SmolStr>),
    /// It has errors, which were reported.
    Broken,
    /// It could not be read.
    Failed(String),
}

impl fmt::Display for ImportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ImportError::NotFound => f.write_str("package not found"),
            ImportError::Cycle(path) => write!(f, "import cycle: {}", path.join(" imports ")),
            ImportError::Broken => f.write_str("package has errors"),
            ImportError::Failed(why) => f.write_str(why),
        }
    }
}

/// Finds packages by path: parses them and calls [`crate::package::check_package`] for each, once.
pub trait Importer {
    /// The package with this path.
    fn import(&mut self, world: &mut World, path: &str) -> Result<PackageId, ImportError>;

    /// Whether a library package that imports this one may do so when it is first mentioned: nothing of it has to run before.
    fn defers(&self, path: &str) -> bool {
        let _ = path;
        false
    }

    /// Path of the standard package that a script means by `name` without importing it.
    fn std_package(&self, name: &str) -> Option<SmolStr> {
        let _ = name;
        None
    }
}

/// Makes an importer: one may be at work when the next is needed.
type MakeImporter = Box<dyn Fn() -> Box<dyn Importer> + Send + Sync>;

/// The world's own importers, for what is imported when somebody mentions it.
#[derive(Default)]
pub(crate) struct ImporterSlot(Option<MakeImporter>);

impl ImporterSlot {
    pub(crate) fn make(&self) -> Option<Box<dyn Importer>> {
        self.0.as_ref().map(|make| make())
    }
}

impl fmt::Debug for ImporterSlot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ImporterSlot({})", self.0.is_some())
    }
}

impl World {
    /// Gives the world importers for what packages import when they first mention it, and for [`World::load`].
    pub fn set_importer(&mut self, make: impl Fn() -> Box<dyn Importer> + Send + Sync + 'static) {
        self.state.importer = ImporterSlot(Some(Box::new(make)));
    }

    /// Whether the world has an importer.
    pub fn has_importer(&self) -> bool {
        self.state.importer.0.is_some()
    }

    /// The package with this path, loaded now if it was not before.
    pub fn load(&mut self, path: &str) -> Option<PackageId> {
        self.package_named(path).or_else(|| self.state.importer.make()?.import(self, path).ok())
    }
}

impl Checker<'_> {
    /// Takes in one import spec of the file at hand.
    pub(crate) fn import_decl(&mut self, import: &Import) {
        if let Err(why) = valid_import_path(&import.path) {
            self.error("BadImportPath", import.path_span, format!("invalid import path ({why})"));
            return;
        }
        let local = import.name.as_ref().map(|n| n.name.clone());
        let nameless = matches!(local.as_deref(), Some("_" | "."));
        let (imported, loaded) = match !nameless && self.package(self.env.pkg).lazy && self.defers(&import.path) {
            true => (PackageId::UNIVERSE, false),
            false => (self.import_package(&import.path, import.span), true),
        };
        let name = match (&local, loaded) {
            (Some(name), _) => name.clone(),
            (None, true) => self.package(imported).name.clone(),
            (None, false) => SmolStr::new(default_name(&import.path)),
        };
        if name == "init" {
            self.error("InvalidInitDecl", import.span, "cannot import package as init - init must be a func");
            return;
        }
        let obj = self.add_import(name.clone(), import.span, import.path.clone(), imported, loaded);
        match &import.name {
            Some(ident) => self.record_def(ident.id, obj),
            None => self.record_implicit(import.id, obj),
        }
        match name.as_str() {
            "_" => {}
            "." => self.dot_import(imported, obj, import),
            _ => self.declare_import(name, obj),
        }
    }

    /// Adds a package name to the file at hand, without declaring it.
    fn add_import(&mut self, name: SmolStr, span: Span, path: SmolStr, imported: PackageId, loaded: bool) -> ObjId {
        let obj = self.new_object(name, span, ObjKind::PkgName { imported }, Some(crate::types::Basic::Invalid.id()));
        let used = loaded && self.is_fake(imported);
        self.world.state.imports.insert(obj, ImportState { path, span, used, loaded });
        let (pkg, file) = (self.env.pkg, self.env.file as usize);
        if loaded {
            self.note_import(imported);
        }
        if let Some(file) = self.world.state.packages.get_mut(&pkg).and_then(|p| p.files.get_mut(file)) {
            file.imports.push(obj);
        }
        obj
    }

    /// Adds to the list of directly imported packages.
    fn note_import(&mut self, imported: PackageId) {
        let pkg = self.env.pkg.0 as usize;
        let list = &mut self.world.packages[pkg].imports;
        if !list.contains(&imported) {
            list.push(imported);
        }
    }

    fn declare_import(&mut self, name: SmolStr, obj: ObjId) {
        let (pkg, file) = (self.env.pkg, self.env.file as usize);
        let Some(file) = self.world.state.packages.get_mut(&pkg).and_then(|p| p.files.get_mut(file)) else { return };
        match file.names.get(&name) {
            Some(&alt) => self.redeclared(obj, alt),
            None => {
                file.names.insert(name, obj);
            }
        }
    }

    fn dot_import(&mut self, imported: PackageId, pkg_name: ObjId, import: &Import) {
        let (pkg, index) = (self.env.pkg, self.env.file as usize);
        let mut names: Vec<(SmolStr, ObjId)> = self.package(imported).scope.iter().map(|(n, &o)| (n.clone(), o)).collect();
        names.retain(|(n, _)| is_exported(n));
        names.sort();
        for (name, obj) in names {
            let Some(file) = self.world.state.packages.get_mut(&pkg).and_then(|p| p.files.get_mut(index)) else { return };
            if let Some(&alt) = file.names.get(&name) {
                let diag = Diagnostic::error("DuplicateDecl", import.span, format!("{name} redeclared in this block"));
                let alt = self.object(alt).span;
                self.report(diag.with_label(alt, format!("other declaration of {name}")));
                continue;
            }
            file.dot_names.insert(name.clone(), pkg_name);
            file.names.insert(name, obj);
        }
    }

    /// Marks the dot import that brought `obj`, if one did, as used.
    pub(crate) fn mark_dot_import(&mut self, name: &str, obj: ObjId) {
        if self.object(obj).pkg == self.env.pkg {
            return;
        }
        let file = self.world.state.packages.get(&self.env.pkg).and_then(|p| p.files.get(self.env.file as usize));
        if let Some(&pkg_name) = file.and_then(|f| f.dot_names.get(name))
            && let Some(import) = self.world.state.imports.get_mut(&pkg_name)
        {
            import.used = true;
        }
    }

    fn defers(&self, path: &str) -> bool {
        let own = || self.world.state.importer.make().is_some_and(|importer| importer.defers(path));
        self.importer.as_ref().map_or_else(own, |importer| importer.defers(path))
    }

    /// Loads a package. After an error, which is reported, a stand-in is given about which nothing more is said.
    fn import_package(&mut self, path: &str, span: Span) -> PackageId {
        if path == "unsafe" {
            return PackageId::UNSAFE;
        }
        let found = match &mut self.importer {
            Some(importer) => importer.import(self.world, path),
            None => match self.world.state.importer.make() {
                Some(mut importer) => importer.import(self.world, path),
                None => Err(ImportError::Failed("no importer".into())),
            },
        };
        self.world.state.current = self.env.pkg;
        match found {
            Ok(pkg) => return pkg,
            Err(ImportError::Broken) => {}
            Err(ImportError::NotFound) => self.error("BrokenImport", span, format!("package {path} is not in std")),
            Err(err @ ImportError::Cycle(_)) => self.error("BrokenImport", span, err.to_string()),
            Err(err) => self.error("BrokenImport", span, format!("could not import {path} ({err})")),
        }
        let mut fake = Package::named(path, default_name(path));
        fake.fake = true;
        self.world.packages.push(fake);
        PackageId(self.world.packages.len() as u32 - 1)
    }

    fn is_fake(&self, pkg: PackageId) -> bool {
        self.package(pkg).fake
    }

    /// The package that `pkg_name` stands for, loaded now if it was not before.
    fn loaded_package(&mut self, pkg_name: ObjId) -> PackageId {
        let ObjKind::PkgName { imported } = self.object(pkg_name).kind else { return PackageId::UNIVERSE };
        let Some(import) = self.world.state.imports.get(&pkg_name).filter(|i| !i.loaded) else { return imported };
        let (path, span) = (import.path.clone(), import.span);
        let imported = self.import_package(&path, span);
        self.world.objects[pkg_name.0 as usize].kind = ObjKind::PkgName { imported };
        if let Some(import) = self.world.state.imports.get_mut(&pkg_name) {
            import.loaded = true;
        }
        self.note_import(imported);
        imported
    }

    /// What `sel` names in the package that `pkg_name` stands for; `None` when nothing can be said, or an error was reported.
    pub(crate) fn imported_object(&mut self, pkg_name: ObjId, sel: &Ident) -> Option<ObjId> {
        if let Some(import) = self.world.state.imports.get_mut(&pkg_name) {
            import.used = true;
        }
        let pkg = self.loaded_package(pkg_name);
        let local = self.object(pkg_name).name.clone();
        let package = self.package(pkg);
        // What is not exported is not there for others, but for what the compiler makes up.
        let Some(&obj) = package.scope.get(&sel.name).filter(|_| is_exported(&sel.name) || !sel.span.lo.is_known()) else {
            if !package.fake {
                let similar = package.scope.keys().filter(|n| is_exported(n) && n.eq_ignore_ascii_case(&sel.name)).min();
                let have = similar.map(|n| format!(" (but have {n})")).unwrap_or_default();
                let mut diag = Diagnostic::error("UndeclaredImportedName", sel.span, format!("undefined: {local}.{}{have}", sel.name));
                let near = package.scope.keys().filter(|n| is_exported(n) && crate::ident::one_edit(n, &sel.name)).min();
                if let Some(near) = near.filter(|_| similar.is_none()) {
                    diag = diag.with_help(format!("did you mean {local}.{near}?"));
                }
                self.report(diag);
            }
            return None;
        };
        self.record_use(sel.id, obj);
        self.obj_decl(obj);
        Some(obj)
    }

    /// In a script: imports the standard package that `name` means.
    pub(crate) fn auto_import(&mut self, name: &str) -> Option<ObjId> {
        if !self.world.state.is_script(self.env.pkg) {
            return None;
        }
        let path = match &self.importer {
            Some(importer) => importer.std_package(name),
            None => self.world.state.importer.make()?.std_package(name),
        }?;
        let imported = self.import_package(&path, Span::NONE);
        let name = SmolStr::new(name);
        let obj = self.add_import(name.clone(), Span::new(Pos::NONE, Pos::NONE), path, imported, true);
        self.declare_import(name, obj);
        Some(obj)
    }

    /// Reports imports that are not used.
    pub(crate) fn unused_imports(&mut self) {
        let Some(package) = self.world.state.packages.get(&self.env.pkg) else { return };
        let unused: Vec<ObjId> =
            package.files.iter().flat_map(|f| &f.imports).copied().filter(|o| !self.world.state.imports[o].used).collect();
        for obj in unused {
            let (name, span) = (self.object(obj).name.clone(), self.object(obj).span);
            if name == "_" {
                continue;
            }
            let path = self.world.state.imports[&obj].path.clone();
            let msg = match path.rsplit('/').next() {
                Some(elem) if name != "." && name != elem => format!("{path:?} imported as {name} and not used"),
                _ => format!("{path:?} imported and not used"),
            };
            self.soft_error("UnusedImport", span, msg);
        }
    }
}

/// The name a package most likely has: the last element of its path that is no version.
fn default_name(path: &str) -> &str {
    let mut elems = path.rsplit('/');
    let last = elems.next().unwrap_or(path);
    let is_version = last.len() > 1 && last.starts_with('v') && last[1..].bytes().all(|b| b.is_ascii_digit());
    if is_version { elems.next().unwrap_or(last) } else { last }
}
