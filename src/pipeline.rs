//! The stages of a program on its way to the engine, one type each: a [`Parsed`] program can be checked, a [`Checked`] one without errors run.

use crate::importer::StdImporter;
use crate::project::{self, Input, Package};
use crate::source::ReadError;
use mgo_syntax::ast;
use mgo_syntax::constraint::{Constraint, build_line};
use mgo_syntax::diag::Diagnostic;
use mgo_syntax::source::{SourceMap, Span};
use mgo_types::imports::{ImportError, Importer};
use mgo_types::object::{ObjKind, PackageId};
use mgo_types::package::{Options, check_package};
use mgo_types::world::World;
use rustc_hash::FxHashMap;
use smol_str::SmolStr;
use std::path::PathBuf;

/// What a package is checked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Purpose {
    /// To run it: it must be package main with a main function.
    Run,
    /// To report its errors: any package.
    Check,
}

/// Parsed files of one package, with the packages of the same module that it needs.
pub struct Parsed {
    /// All sources read so far.
    pub sources: SourceMap,
    /// The trees.
    pub files: Vec<ast::File>,
    /// Syntax errors, and imports that cannot be.
    pub diags: Vec<Diagnostic>,
    /// Whether the rules of scripts hold.
    pub script: bool,
    /// The package's import path.
    pub path: SmolStr,
    /// Its language version.
    go: (u32, u32),
    /// Packages of the module that it needs, those first that others import.
    deps: Vec<Package>,
    /// Its settings of `GODEBUG`.
    godebug: String,
    /// Whether all packages that are imported are there.
    complete: bool,
}

/// A checked program.
pub struct Checked {
    /// All sources, the standard library's included.
    pub sources: SourceMap,
    /// Types, objects, packages.
    pub world: World,
    /// The program's package.
    pub package: PackageId,
    /// Package `runtime`, which every program has.
    pub runtime: PackageId,
    /// Findings in the program's files, syntax errors included.
    pub diags: Vec<Diagnostic>,
    /// Its settings of `GODEBUG`.
    pub godebug: String,
}

/// Reads and parses the files of one package.
pub fn parse(paths: &[PathBuf]) -> Result<Parsed, ReadError> {
    parse_input(&Input::Files(paths.to_vec()))
}

/// Reads and parses a package.
pub fn parse_input(input: &Input) -> Result<Parsed, ReadError> {
    let project = project::load(input)?;
    let Package { path, files, mut diags, go, script } = project.main;
    let complete = project.diags.is_empty();
    if !complete {
        diags = project.diags;
    }
    Ok(Parsed { sources: project.sources, files, diags, script, path, go, deps: project.deps, godebug: project.godebug, complete })
}

/// Reads, parses and checks the files of one package. Types are only checked where the syntax is right, as Go does.
pub fn check(paths: &[PathBuf], purpose: Purpose) -> Result<Checked, ReadError> {
    Ok(parse(paths)?.check(purpose))
}

/// The program's own packages, and the standard library for all others.
pub(crate) struct ProgramImporter {
    pub(crate) std: StdImporter,
    /// The own packages checked so far; none for those with errors.
    own: FxHashMap<SmolStr, Option<PackageId>>,
}

impl ProgramImporter {
    /// An importer that has imported nothing yet.
    pub(crate) fn new(sources: &SourceMap) -> ProgramImporter {
        ProgramImporter { std: StdImporter::new(sources), own: FxHashMap::default() }
    }

    /// Adds a checked package; none stands for one with errors.
    pub(crate) fn add(&mut self, path: &str, id: Option<PackageId>) {
        self.own.insert(path.into(), id);
    }
}

impl Importer for ProgramImporter {
    fn import(&mut self, world: &mut World, path: &str) -> Result<PackageId, ImportError> {
        match self.own.get(path) {
            Some(Some(id)) => Ok(*id),
            Some(None) => Err(ImportError::Broken),
            None => self.std.import(world, path),
        }
    }

    fn defers(&self, path: &str) -> bool {
        !self.own.contains_key(path) && self.std.defers(path)
    }

    fn std_package(&self, name: &str) -> Option<SmolStr> {
        self.std.std_package(name)
    }
}

impl ProgramImporter {
    /// Whether all that `package` imports of the program is without errors.
    pub(crate) fn ready(&self, files: &[ast::File]) -> bool {
        files.iter().flat_map(|f| &f.imports).all(|import| self.own.get(&import.path) != Some(&None))
    }

    /// Checks one of the program's packages that others import.
    pub(crate) fn check(&mut self, world: &mut World, package: Package, diags: &mut Vec<Diagnostic>) {
        let mut id = None;
        if !package.files.iter().any(|file| file.broken) && self.ready(&package.files) {
            let opts = Options { script: package.script, go_version: package.go, complete: true, ..Options::default() };
            let (checked, mut found) = check_package(world, &package.path, package.files, self, &opts);
            name_versions(&mut found, &self.std.sources, package.go);
            id = (!World::is_fatal(&found) && !World::is_fatal(&package.diags)).then_some(checked);
            diags.extend(found);
        }
        diags.extend(package.diags);
        self.own.insert(package.path, id);
    }
}

impl Parsed {
    /// Checks the package and those it needs. A package is left out when one that it imports has errors.
    pub fn check(self, purpose: Purpose) -> Checked {
        let Parsed { sources, files, mut diags, script, path, go, deps, godebug, complete } = self;
        let mut world = World::new();
        let broken = files.iter().any(|file| file.broken);
        let mut importer = ProgramImporter::new(&sources);
        let runtime = importer.import(&mut world, "runtime").expect("the standard library has a package runtime");
        let mut package = runtime;
        if complete {
            for dep in deps {
                importer.check(&mut world, dep, &mut diags);
            }
            if !broken && importer.ready(&files) {
                let opts = Options { script, go_version: go, complete: true, ..Options::default() };
                let is_main = files.iter().find_map(|f| f.package.as_ref()).is_none_or(|p| p.name == "main");
                let (id, mut found) = check_package(&mut world, if is_main { "main" } else { &path }, files, &mut importer, &opts);
                package = id;
                name_versions(&mut found, &importer.std.sources, go);
                diags.extend(found);
                if purpose == Purpose::Run && !World::is_fatal(&diags) {
                    diags.extend(no_program(&world, id, &path));
                }
            }
        }
        diags.extend(std::mem::take(&mut importer.std.diags));
        Checked { sources, world, package, runtime, diags, godebug }
    }
}

/// Tells where the language version comes from that a feature is too new for, as Go's compiler does.
fn name_versions(diags: &mut [Diagnostic], sources: &SourceMap, module: (u32, u32)) {
    for diag in diags {
        let too_new = diag.message.split_once("requires go").is_some_and(|(_, rest)| rest.ends_with(" or later"));
        let Some((_, file)) = sources.file_of(diag.span.lo).filter(|_| too_new) else { continue };
        let own = build_line(&file.text).and_then(|(line, _)| Constraint::parse(line).ok()?.min_version());
        diag.message += &match own {
            Some(minor) => format!(" (file declares //go:build go1.{minor})"),
            None => format!(" (-lang was set to go{}.{}; check go.mod)", module.0, module.1),
        };
    }
}

/// Why a package without errors is no program.
fn no_program(world: &World, id: PackageId, path: &str) -> Option<Diagnostic> {
    let package = world.package(id);
    if package.name != "main" {
        return Some(Diagnostic::error("NotMain", Span::NONE, format!("package {path} is not a main package")));
    }
    let main = package.scope.get("main").is_some_and(|&obj| matches!(world.object(obj).kind, ObjKind::Func(_)));
    let text = "runtime.main_main·f: function main is undeclared in the main package";
    (!main).then(|| Diagnostic::error("MissingMain", Span::NONE, text))
}
