//! Where imported packages come from: the standard library's sources, embedded in the binary.
//!
//! What a library package imports is mostly loaded when it is first mentioned, often while the program runs already: then by the [`Late`] importer,
//! which the world keeps.

use mgo_stdlib::Package;
use mgo_syntax::diag::{Diagnostic, Severity};
use mgo_syntax::parse_declarations;
use mgo_syntax::source::SourceMap;
use mgo_types::imports::{ImportError, Importer};
use mgo_types::object::PackageId;
use mgo_types::package::{Options, check_package};
use mgo_types::world::World;
use smol_str::SmolStr;

/// The packages of Go's library, one a line.
const GO_PACKAGES: &str = include_str!("../stdlib/go-packages.txt");

/// Whether Go's library has a package with this path.
pub fn is_gos(path: &str) -> bool {
    GO_PACKAGES.lines().any(|line| line == path)
}

/// Finds, parses and (lazily) checks the packages of the standard library.
pub struct StdImporter {
    /// Imported files are added here.
    pub sources: SourceMap,
    /// Errors inside the standard library: a defect of mgo.
    pub diags: Vec<Diagnostic>,
}

impl StdImporter {
    /// An importer that adds what it reads to `sources`.
    pub fn new(sources: &SourceMap) -> StdImporter {
        StdImporter { sources: sources.clone(), diags: Vec::new() }
    }
}

impl Importer for StdImporter {
    fn import(&mut self, world: &mut World, path: &str) -> Result<PackageId, ImportError> {
        if let Some(id) = loaded_package(world, path) {
            return Ok(id);
        }
        let Some(package) = mgo_stdlib::package(path) else {
            return Err(if is_gos(path) { ImportError::Failed("Go has it, mgo's library does not".into()) } else { ImportError::NotFound });
        };
        let sources = self.sources.clone();
        if !world.has_importer() {
            let sources = sources.clone();
            world.set_importer(move || Box::new(Late(StdImporter::new(&sources))));
        }
        let (id, diags) = load(world, &sources, package, self);
        self.diags.extend(diags);
        Ok(id)
    }

    fn defers(&self, path: &str) -> bool {
        mgo_stdlib::package(path).is_some_and(Package::is_deferred)
    }

    fn std_package(&self, name: &str) -> Option<SmolStr> {
        std_package(name).map(SmolStr::new_static)
    }
}

/// Loads packages when somebody mentions what is declared in them: nobody asks it for its findings, so they are errors of the import.
struct Late(StdImporter);

impl Importer for Late {
    fn import(&mut self, world: &mut World, path: &str) -> Result<PackageId, ImportError> {
        let id = self.0.import(world, path)?;
        match self.0.diags.first() {
            Some(diag) => Err(ImportError::Failed(diag.message.clone())),
            None => Ok(id),
        }
    }

    fn defers(&self, path: &str) -> bool {
        self.0.defers(path)
    }
}

/// The library's package with this path, if it is in the world.
fn loaded_package(world: &World, path: &str) -> Option<PackageId> {
    world.package_named(path).filter(|&id| world.package(id).lazy)
}

/// Parses and lazily checks a package; with its errors, a defect of mgo.
fn load(world: &mut World, sources: &SourceMap, package: Package, importer: &mut dyn Importer) -> (PackageId, Vec<Diagnostic>) {
    let mut diags = Vec::new();
    let mut files = Vec::new();
    let mut next_node = 0;
    for (name, text) in package.files() {
        let id = sources.add_embedded(format!("$mgo/{}/{name}", package.path()), text);
        let parsed = parse_declarations(id, sources.file(id), next_node);
        next_node = parsed.next_node;
        diags.extend(parsed.diags);
        files.push(parsed.file);
    }
    let opts = Options { lazy_bodies: true, ..Options::default() };
    let (id, found) = check_package(world, package.path(), files, importer, &opts);
    diags.extend(found);
    diags.retain(|d| d.severity == Severity::Error);
    (id, diags)
}

/// The package that a script means by `name`: the one with the shortest path that ends so, internal ones left out. `rand` is `math/rand`, not `crypto/rand`.
pub fn std_package(name: &str) -> Option<&'static str> {
    let fits = |path: &&str| path.rsplit('/').next() == Some(name) && !path.split('/').any(|elem| elem == "internal");
    mgo_stdlib::packages().filter(fits).min_by_key(|path| (path.starts_with("crypto/"), path.len()))
}

#[cfg(test)]
mod tests {
    use super::std_package;

    #[test]
    fn scripts_mean_the_plain_package() {
        for (name, path) in
            [("fmt", Some("fmt")), ("rand", Some("math/rand")), ("filepath", Some("path/filepath")), ("rtype", None), ("nothing", None)]
        {
            assert_eq!(std_package(name), path);
        }
    }
}
