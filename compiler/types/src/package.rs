//! Checking a whole package, or one part of a lazily checked one.

use crate::check::Checker;
use crate::imports::Importer;
use crate::object::{ObjId, ObjKind, PackageId};
use crate::state::{FileState, PackageState};
use crate::world::{Package, World};
use mgo_syntax::ast::{self, Block, Decl, FuncDecl, FuncType, Ident, NodeId};
use mgo_syntax::constraint::{Constraint, build_line};
use mgo_syntax::diag::{Diagnostic, Severity};
use mgo_syntax::source::Span;
use std::sync::Arc;

/// How a package is checked.
#[derive(Clone, Debug)]
pub struct Options {
    /// Declarations are resolved at first use, bodies of functions only by [`ensure_body`].
    pub lazy_bodies: bool,
    /// A script: its statements become `main`, unused names are only warned about, standard packages need no import.
    pub script: bool,
    /// Every function has its body in these files, none is native.
    pub complete: bool,
    /// Language version, for files that do not say otherwise.
    pub go_version: (u32, u32),
}

impl Default for Options {
    fn default() -> Options {
        Options { lazy_bodies: false, script: false, complete: false, go_version: (1, 27) }
    }
}

/// Checks the package made of `files` and adds it to the world. Findings are in source order.
pub fn check_package(
    world: &mut World,
    path: &str,
    mut files: Vec<ast::File>,
    importer: &mut dyn Importer,
    opts: &Options,
) -> (PackageId, Vec<Diagnostic>) {
    if opts.script {
        files.iter_mut().for_each(script_main);
    }
    let flawed = files.iter().any(|file| file.flawed);
    let pkg = add_package(world, path, files, opts);
    run(world, |world| {
        let had_errors = std::mem::replace(&mut world.state.has_errors, false);
        let current = world.state.current;
        let top = world.state.later.len();
        let mono = std::mem::take(&mut world.state.mono);
        let mut checker = Checker::new(world, pkg);
        checker.importer = Some(importer);
        checker.check_names();
        checker.collect_objects();
        if !opts.lazy_bodies {
            let objects = checker.world.state.packages[&pkg].objects.clone();
            checker.direct_cycles(&objects);
            checker.package_objects(&objects);
            checker.process_delayed(top);
            checker.init_order(pkg);
            checker.unused_imports();
            if !checker.world.state.has_errors {
                checker.monomorph();
            }
            if !checker.world.state.has_errors && !flawed {
                checker.late_findings(opts.complete);
            }
        }
        world.state.mono = mono;
        world.state.has_errors = had_errors;
        world.state.current = current;
        pkg
    })
}

/// Checks the body of function `func`, unless it was checked before.
pub fn ensure_body(world: &mut World, func: ObjId) -> Vec<Diagnostic> {
    if world.state.decls.get(&func).is_none_or(|info| info.body_done) {
        return Vec::new();
    }
    let pkg = world.object(func).pkg;
    run(world, |world| {
        let top = world.state.later.len();
        let mut checker = Checker::new(world, pkg);
        checker.check_body(func);
        checker.process_delayed(top);
    })
    .1
}

/// Checks the initialisers of a lazily checked package's variables and computes their order.
pub fn ensure_init(world: &mut World, pkg: PackageId) -> Vec<Diagnostic> {
    if !world.package(pkg).lazy || !world.state.packages.contains_key(&pkg) {
        return Vec::new();
    }
    if std::mem::replace(&mut world.state.packages.entry(pkg).or_default().init_done, true) {
        return Vec::new();
    }
    run(world, |world| {
        let top = world.state.later.len();
        let mut checker = Checker::new(world, pkg);
        checker.resolve_values(pkg, top);
        checker.init_order(pkg);
    })
    .1
}

/// Runs `work` as one operation: what it puts off is done, and what it finds is handed out in source order.
pub(crate) fn run<T>(world: &mut World, work: impl FnOnce(&mut World) -> T) -> (T, Vec<Diagnostic>) {
    let found = world.state.diags.len();
    if world.state.active == 0 {
        world.state.stack_base = crate::nest::stack_address();
    }
    world.state.active += 1;
    let result = work(world);
    world.state.active -= 1;
    let mut diags = world.state.diags.split_off(found);
    diags.sort_by_key(|d| d.span.lo);
    diags.dedup_by(|a, b| a.span.lo == b.span.lo && a.message == b.message);
    (result, diags)
}

/// Adds a package without looking at its declarations.
fn add_package(world: &mut World, path: &str, files: Vec<ast::File>, opts: &Options) -> PackageId {
    let name = files.iter().find_map(|f| f.package.as_ref()).map_or("main", |p| p.name.as_str());
    let mut package = Package::named(path, name);
    let file_states = files.iter().map(|f| FileState { version: file_version(f, opts.go_version), ..FileState::default() }).collect();
    package.files = Arc::new(files);
    package.lazy = opts.lazy_bodies;
    world.packages.push(package);
    let pkg = PackageId(world.packages.len() as u32 - 1);
    world.state.packages.insert(pkg, PackageState { files: file_states, script: opts.script, ..PackageState::default() });
    pkg
}

/// A file's language version: what its `//go:build` line asks for, but not less than 1.21, or `default`.
fn file_version(file: &ast::File, default: (u32, u32)) -> (u32, u32) {
    let line = build_line(&file.source.text).and_then(|(line, _)| Constraint::parse(line).ok());
    line.and_then(|constraint| constraint.min_version()).map_or(default, |minor| (1, minor.max(21)))
}

/// Makes the statements of a script the body of its `main`.
fn script_main(file: &mut ast::File) {
    let has_main = file.decls.iter().any(|d| matches!(d, Decl::Func(f) if f.recv.is_none() && f.name.name == "main"));
    if file.script.is_empty() && (has_main || file.package.is_some()) {
        return;
    }
    let stmts = std::mem::take(&mut file.script);
    let start = stmts.first().map_or(file.end, |s| s.span.lo);
    let name = Span::new(start, start);
    let main = FuncDecl {
        recv: None,
        // Out of the parser's reach, which counts up.
        name: Ident { id: NodeId(u32::MAX - file.file.0), name: "main".into(), span: name },
        sig: FuncType { tparams: Vec::new(), params: Vec::new(), results: Vec::new(), span: name },
        body: Some(Block { stmts, span: Span::new(start, file.end) }.into()),
        span: Span::new(start, file.end),
        directives: Vec::new(),
    };
    file.decls.push(Decl::Func(main.into()));
}

impl Checker<'_> {
    /// Checks the package clauses.
    fn check_names(&mut self) {
        let files = self.env.files.clone();
        let name = self.package(self.env.pkg).name.clone();
        for (i, clause) in files.iter().enumerate().filter_map(|(i, f)| Some((i, f.package.as_ref()?))) {
            let (major, minor) = self.world.state.version_of(self.env.pkg, i as u32);
            if (major, minor) > Options::default().go_version {
                self.error("UnsupportedFeature", clause.span, format!("file requires newer Go version go{major}.{minor}"));
            }
            if clause.name == "_" {
                self.error("BlankPkgName", clause.span, "invalid package name _");
            } else if clause.name != name {
                self.error("MismatchedPkgName", clause.span, format!("package {}; expected package {name}", clause.name));
            }
        }
    }

    /// Resolves all variables, and the bodies of the functions their initialisers reach. Constants, which need no initialisation, can wait.
    fn resolve_values(&mut self, pkg: PackageId, top: usize) {
        let Some(package) = self.world.state.packages.get(&pkg) else { return };
        let objects = package.objects.clone();
        let mut work: Vec<ObjId> = Vec::new();
        for obj in objects {
            if matches!(self.object(obj).kind, ObjKind::Var(_)) {
                self.obj_decl(obj);
                work.push(obj);
            }
        }
        self.process_delayed(top);
        let mut seen = rustc_hash::FxHashSet::default();
        while let Some(obj) = work.pop() {
            if !seen.insert(obj) {
                continue;
            }
            if matches!(self.object(obj).kind, ObjKind::Func(_)) {
                self.check_body(obj);
                self.process_delayed(top);
            }
            if let Some(info) = self.world.state.decls.get(&obj) {
                work.extend(info.deps.iter().copied());
            }
        }
    }
}

impl World {
    /// Makes sure the type of a package-level object or method is known: lazily checked packages find it out at first use.
    pub fn resolve(&mut self, obj: ObjId) {
        if !self.state.pending.contains(&obj) || !self.state.decls.contains_key(&obj) {
            return;
        }
        let pkg = self.object(obj).pkg;
        let current = self.state.current;
        let outermost = self.state.active == 0;
        if outermost {
            self.state.stack_base = crate::nest::stack_address();
        }
        let mut checker = Checker::new(self, pkg);
        checker.obj_decl(obj);
        if outermost {
            checker.process_delayed(0);
        }
        self.state.current = current;
    }

    /// Whether anything in this list keeps the program from running.
    pub fn is_fatal(diags: &[Diagnostic]) -> bool {
        diags.iter().any(|d| d.severity == Severity::Error)
    }
}
