//! Programs of several files and packages: from what stands on the command line to the trees of all packages that are the program's own.
//!
//! As `go list` does, everything is found and read before anything is checked, so a package that is missing is reported alone.
//! Invariant: a package comes behind all packages that it imports.

mod embed;
mod godebug;
mod gomod;
mod imports;
mod modfile;
mod read;
mod select;

pub use gomod::{Module, Outside};
pub use select::{Kind, holds, kind, tag_holds};

use crate::source::ReadError;
use mgo_syntax::ast::File;
use mgo_syntax::diag::Diagnostic;
use mgo_syntax::source::{SourceMap, Span};
use smol_str::SmolStr;
use std::path::{Path, PathBuf};

/// What Go calls a package that is given as a list of files.
const FILES: &str = "command-line-arguments";
/// Language version of files that belong to no module.
const NEWEST: (u32, u32) = (1, 27);

/// What is to be compiled.
#[derive(Clone, Debug)]
pub enum Input {
    /// These files, whatever their names and build lines say, as one package.
    Files(Vec<PathBuf>),
    /// The package in a folder.
    Dir(PathBuf),
    /// A script that is in no file, and what messages call it.
    Text(String, Vec<u8>),
}

impl Input {
    /// What an argument of the command line names: a file, a folder, or a package of the module here.
    pub fn named(arg: &str) -> Result<Input, ReadError> {
        let path = Path::new(arg);
        if path.is_dir() {
            return Ok(Input::Dir(path.to_owned()));
        }
        let is_path = arg.starts_with(['.', '/']) || path.extension().is_some_and(|e| e == "go" || e == "mgo");
        if is_path || path.is_file() {
            return Ok(Input::Files(vec![path.to_owned()]));
        }
        let module = Module::find(Path::new(".")).map_err(ReadError::Other)?;
        let own = module.as_ref().and_then(|m| m.dir_of(arg)).filter(|dir| dir.is_dir());
        let other = module.as_ref().map(|m| m.outside(arg)).transpose().map_err(ReadError::Other)?.flatten();
        match (own, other) {
            (Some(dir), _) => Ok(Input::Dir(dir)),
            (None, Some(Outside::Dir(dir, _))) if dir.is_dir() => Ok(Input::Dir(dir)),
            _ => Err(ReadError::Other(imports::not_found(arg, true))),
        }
    }
}

impl Input {
    /// What `os.Args[0]` is.
    pub fn program_name(&self) -> String {
        match self {
            Input::Files(paths) => paths.first().map_or_else(String::new, |p| p.display().to_string()),
            Input::Dir(dir) => dir.display().to_string(),
            Input::Text(name, _) => name.clone(),
        }
    }

    /// How many bytes there are to be parsed, at most.
    pub(crate) fn extent(&self) -> usize {
        match self {
            // With packages of the module, or included by others of the folder.
            Input::Dir(_) => usize::MAX,
            Input::Files(paths) if Module::find(Path::new(".")).is_ok_and(|module| module.is_none()) => {
                paths.iter().map(|path| std::fs::metadata(path).map_or(0, |meta| meta.len() as usize)).sum()
            }
            Input::Files(_) => usize::MAX,
            Input::Text(_, text) => text.len(),
        }
    }
}

/// The folders at and below `dir` that hold a package, sorted; those that Go passes over are left out.
pub fn below(dir: &Path) -> Result<Vec<PathBuf>, ReadError> {
    let mut found = Vec::new();
    let mut todo = vec![dir.to_owned()];
    while let Some(dir) = todo.pop() {
        let entries = std::fs::read_dir(&dir).map_err(|err| ReadError::Io(dir.clone(), err))?;
        let mut has_source = false;
        for entry in entries.flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let passed_over =
                name.starts_with(['.', '_']) || matches!(name.as_str(), "testdata" | "vendor") || entry.path().join("go.mod").is_file();
            if entry.path().is_dir() {
                todo.extend((!passed_over).then(|| entry.path()));
            } else {
                has_source |= kind(&name) == Kind::Source;
            }
        }
        found.extend(has_source.then_some(dir));
    }
    found.sort();
    Ok(found)
}

/// A package of the program's own.
#[derive(Debug)]
pub struct Package {
    /// Its import path.
    pub path: SmolStr,
    /// Its trees.
    pub files: Vec<File>,
    /// Its syntax errors.
    pub diags: Vec<Diagnostic>,
    /// Its language version.
    pub go: (u32, u32),
    /// Whether the rules of scripts hold.
    pub script: bool,
}

/// A program as read.
#[derive(Debug)]
pub struct Project {
    /// The texts of its files.
    pub sources: SourceMap,
    /// The package asked for.
    pub main: Package,
    /// The packages that it imports, directly or not, but for the standard library; those first that others import.
    pub deps: Vec<Package>,
    /// Why it cannot be compiled: packages that are missing or import each other.
    pub diags: Vec<Diagnostic>,
    /// Its settings of `GODEBUG`.
    pub godebug: String,
}

/// Reads a package and all packages of the same module that it needs.
pub fn load(input: &Input) -> Result<Project, ReadError> {
    let sources = SourceMap::default();
    let (dir, files) = match input {
        Input::Files(paths) => (read::common_dir(paths)?, read::files(&sources, paths)?),
        Input::Dir(dir) => (dir.clone(), read::dir(&sources, dir)?.ok_or_else(|| read::nothing_in(dir))?),
        Input::Text(name, text) => (PathBuf::from("."), read::text(&sources, name, text.clone())),
    };
    let module = Module::find(&dir).map_err(ReadError::Other)?;
    let go = module.as_ref().map_or(NEWEST, |m| m.go);
    let path = match (&module, input) {
        (Some(m), Input::Dir(_)) => m.import_path(&dir),
        _ => SmolStr::new_static(FILES),
    };
    let home = module.as_ref().map_or_else(|| path.clone(), |m| m.import_path(&dir));
    let godebug = godebug::defaults(go, module.as_ref(), &files.trees);
    let mut loader = imports::Loader::new(&sources, module);
    loader.same_name(Span::NONE, &dir, &files);
    let main = loader.package(path, &home, &dir, files, go);
    let imports::Loader { packages: deps, diags, .. } = loader;
    Ok(Project { sources, main, deps, diags, godebug })
}

/// What a package under test needs beside the standard library.
#[derive(Debug, Default)]
pub struct TestNeeds {
    /// What the package and the tests in it import, directly or not.
    pub inner: Vec<Package>,
    /// What else the tests outside of it import: these packages may import the one under test.
    pub outer: Vec<Package>,
    /// What is wrong with imports.
    pub diags: Vec<Diagnostic>,
    /// The language version.
    pub go: (u32, u32),
    /// The settings of `GODEBUG`.
    pub godebug: String,
}

/// Reads the packages of the module that the package `path` in `dir` and its tests import.
pub fn test_needs(sources: &SourceMap, dir: &Path, path: &str, inner: &[File], outer: &[File]) -> Result<TestNeeds, ReadError> {
    let module = Module::find(dir).map_err(ReadError::Other)?;
    let go = module.as_ref().map_or(NEWEST, |m| m.go);
    let godebug = godebug::defaults(go, module.as_ref(), inner);
    let mut loader = imports::Loader::new(sources, module);
    loader.imports(path, path, inner);
    let name = inner.iter().find_map(|f| f.package.as_ref()).map_or("", |p| p.name.as_str());
    loader.finish(path, name);
    let count = loader.packages.len();
    loader.imports(&format!("{path}_test"), path, outer);
    let imports::Loader { mut packages, diags, .. } = loader;
    let outer = packages.split_off(count);
    Ok(TestNeeds { inner: packages, outer, diags, go, godebug })
}
