//! Extending a checked package by one more file: how a session grows by what is typed next.
//!
//! What the new file declares takes the place of older declarations of the same name; what was checked before goes on to mean the older ones.
//! Invariant: all or nothing. After an error the package is as it was.

use crate::check::{Checker, Env};
use crate::imports::Importer;
use crate::object::{ObjId, ObjKind, Object, PackageId, VarKind};
use crate::package::run;
use crate::state::FileState;
use crate::types::{NamedId, TypeId};
use crate::world::World;
use mgo_syntax::ast::{self, ConstSpec, Decl, VarSpec};
use mgo_syntax::diag::{Diagnostic, Severity};
use mgo_syntax::source::Span;
use rustc_hash::FxHashMap;
use smol_str::SmolStr;
use std::sync::Arc;

/// What a package was before.
struct Before {
    scope: FxHashMap<SmolStr, ObjId>,
    files: usize,
    objects: usize,
    inits: usize,
    methods: FxHashMap<ObjId, Vec<ObjId>>,
    /// Methods of the types that have got new ones.
    named: Vec<(NamedId, Vec<ObjId>)>,
}

/// Checks `file` as one more file of `pkg` and adds it; with errors nothing is added. Its nodes are numbered on from those of the other files, and
/// the names that older files import are known in it.
pub fn extend_package(world: &mut World, pkg: PackageId, file: ast::File, importer: &mut dyn Importer) -> Vec<Diagnostic> {
    extend(world, pkg, file, importer, true)
}

/// Checks `file` as [`extend_package`] does and adds nothing; what was found out about its expressions stays in the package's facts.
pub fn probe_package(world: &mut World, pkg: PackageId, file: ast::File, importer: &mut dyn Importer) -> Vec<Diagnostic> {
    extend(world, pkg, file, importer, false)
}

/// Gives the declaration `old` of a package the name `new`, in place of whatever had it.
pub fn rename(world: &mut World, pkg: PackageId, old: &str, new: &str) {
    if let Some(obj) = world.packages[pkg.0 as usize].scope.remove(old) {
        world.packages[pkg.0 as usize].scope.insert(new.into(), obj);
        world.objects[obj.0 as usize].name = new.into();
    }
}

/// Puts a variable that no declaration declares in the scope of a package, in place of whatever had the name.
pub fn add_variable(world: &mut World, pkg: PackageId, name: &str, ty: TypeId) {
    let kind = ObjKind::Var(VarKind::Global);
    let obj = world.add_object(Object { name: name.into(), pkg, ty, span: Span::NONE, scope_pos: Span::NONE.lo, kind });
    world.packages[pkg.0 as usize].scope.insert(name.into(), obj);
}

/// Imports a package of the library as if a file of `pkg` did for its effects; `None` when there is no such package.
pub fn add_import(world: &mut World, pkg: PackageId, path: &str) -> Option<PackageId> {
    let imported = world.load(path)?;
    let imports = &mut world.packages[pkg.0 as usize].imports;
    if !imports.contains(&imported) {
        imports.push(imported);
    }
    Some(imported)
}

fn extend(world: &mut World, pkg: PackageId, file: ast::File, importer: &mut dyn Importer, keep: bool) -> Vec<Diagnostic> {
    let mut before = add_file(world, pkg, file);
    let (_, diags) = run(world, |world| {
        let had_errors = std::mem::replace(&mut world.state.has_errors, false);
        world.state.last_report = None; // a file that is tried again has its errors again
        let current = world.state.current;
        let top = world.state.later.len();
        let mut checker = Checker::new(world, pkg);
        checker.importer = Some(importer);
        checker.collect_file(before.files);
        checker.add_methods(&mut before.named);
        let objects = checker.world.state.packages[&pkg].objects[before.objects..].to_vec();
        checker.direct_cycles(&objects);
        checker.package_objects(&objects);
        checker.process_delayed(top);
        world.state.has_errors = had_errors;
        world.state.current = current;
    });
    if !keep || diags.iter().any(|d| d.severity == Severity::Error) {
        take_back(world, pkg, before);
    }
    diags
}

/// Adds the file's tree and makes room for the names it declares.
fn add_file(world: &mut World, pkg: PackageId, file: ast::File) -> Before {
    let package = &mut world.packages[pkg.0 as usize];
    let Some(state) = world.state.packages.get_mut(&pkg) else { unreachable!("a package that was checked has a state") };
    let before = Before {
        scope: package.scope.clone(),
        files: package.files.len(),
        objects: state.objects.len(),
        inits: package.inits.len(),
        methods: state.methods.clone(),
        named: Vec::new(),
    };
    // A variable that a session calls so is no declaration's.
    for name in file.decls.iter().flat_map(declared).filter(|name| name != "_") {
        package.scope.remove(&name);
    }
    let last = state.files.last();
    let imported: Vec<SmolStr> =
        file.imports.iter().filter_map(|i| i.name.as_ref().map(|n| n.name.clone()).or_else(|| Some(last_element(&i.path)))).collect();
    let mut names = last.map(|f| f.names.clone()).unwrap_or_default();
    names.retain(|name, _| !package.scope.contains_key(name) && !imported.contains(name));
    for name in file.decls.iter().flat_map(declared) {
        names.remove(&name);
    }
    state.files.push(FileState { names, version: last.map_or((1, 27), |f| f.version), ..FileState::default() });
    Arc::make_mut(&mut package.files).push(file);
    before
}

/// The name that an import without one most likely brings.
fn last_element(path: &str) -> SmolStr {
    SmolStr::new(path.rsplit('/').next().unwrap_or(path))
}

/// The names that a declaration puts in the package's scope.
fn declared(decl: &Decl) -> Vec<SmolStr> {
    match decl {
        Decl::Const(ConstSpec { names, .. }) | Decl::Var(VarSpec { names, .. }) => names.iter().map(|n| n.name.clone()).collect(),
        Decl::Type(spec) => vec![spec.name.name.clone()],
        Decl::Func(f) if f.recv.is_none() => vec![f.name.name.clone()],
        Decl::Func(_) => Vec::new(),
    }
}

/// Undoes an extension. Objects and types made for it stay, unreachable.
fn take_back(world: &mut World, pkg: PackageId, before: Before) {
    let package = &mut world.packages[pkg.0 as usize];
    Arc::make_mut(&mut package.files).truncate(before.files);
    package.scope = before.scope;
    package.inits.truncate(before.inits);
    if let Some(state) = world.state.packages.get_mut(&pkg) {
        state.files.truncate(before.files);
        state.objects.truncate(before.objects);
        state.methods = before.methods;
    }
    for (named, methods) in before.named {
        world.types.named[named.0 as usize].methods = methods;
    }
}

impl Checker<'_> {
    /// Declares what one file declares.
    fn collect_file(&mut self, index: usize) {
        let files = self.env.files.clone();
        let mut methods = Vec::new();
        self.collect_one(index, &files[index], &mut methods);
        self.assign_methods(methods);
        let env = Env::top(self.world, self.env.pkg, index as u32);
        self.swap_env(env);
    }

    /// Gives types that were resolved before the methods that the new file declares for them, in place of older ones of the same name.
    fn add_methods(&mut self, before: &mut Vec<(NamedId, Vec<ObjId>)>) {
        let pkg = self.env.pkg;
        let Some(state) = self.world.state.packages.get(&pkg) else { return };
        let bases: Vec<ObjId> = state.methods.keys().copied().filter(|&base| self.has_type(base)).collect();
        for base in bases {
            let Some(new) = self.world.state.packages.get_mut(&pkg).and_then(|p| p.methods.remove(&base)) else { continue };
            let Some(named) = self.as_named(self.object(base).ty) else { continue };
            let instances = self.world.state.instances_of.get(&named).cloned().unwrap_or_default();
            for n in std::iter::once(named).chain(instances) {
                let mut methods = self.types.named[n.0 as usize].methods.clone();
                before.push((n, methods.clone()));
                for &m in &new {
                    let name = self.object(m).name.clone();
                    methods.retain(|&old| self.object(old).name != name);
                    methods.push(m);
                }
                self.types.named[n.0 as usize].methods = methods;
            }
        }
    }
}
