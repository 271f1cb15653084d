//! Where imported packages come from: the standard library's sources, embedded in the binary.

use mgo_syntax::diag::{Diagnostic, Severity};
use mgo_syntax::parse_declarations;
use mgo_syntax::source::SourceMap;
use mgo_types::imports::{ImportError, Importer};
use mgo_types::object::PackageId;
use mgo_types::package::{Options, check_package};
use mgo_types::world::World;
use rustc_hash::FxHashMap;
use smol_str::SmolStr;

/// Finds, parses and (lazily) checks the packages of the standard library.
pub struct StdImporter<'a> {
    /// Imported files are added here.
    pub sources: &'a mut SourceMap,
    done: FxHashMap<SmolStr, PackageId>,
    /// Errors inside the standard library: a defect of mgo.
    pub diags: Vec<Diagnostic>,
}

impl<'a> StdImporter<'a> {
    /// An importer that has imported nothing yet.
    pub fn new(sources: &'a mut SourceMap) -> StdImporter<'a> {
        StdImporter { sources, done: FxHashMap::default(), diags: Vec::new() }
    }
}

impl Importer for StdImporter<'_> {
    fn import(&mut self, world: &mut World, path: &str) -> Result<PackageId, ImportError> {
        if let Some(&id) = self.done.get(path) {
            return Ok(id);
        }
        let Some(texts) = mgo_stdlib::source(path) else {
            return Err(ImportError::NotFound);
        };
        let mut files = Vec::new();
        let mut next_node = 0;
        for (name, text) in texts {
            let id = self.sources.add(format!("$mgo/{path}/{name}"), *text);
            let parsed = parse_declarations(id, self.sources.file(id), next_node);
            next_node = parsed.next_node;
            self.diags.extend(parsed.diags);
            files.push(parsed.file);
        }
        let opts = Options { lazy_bodies: true, ..Options::default() };
        let (id, diags) = check_package(world, path, files, self, &opts);
        self.diags.extend(diags.into_iter().filter(|d| d.severity == Severity::Error));
        self.done.insert(path.into(), id);
        Ok(id)
    }

    fn std_package(&self, name: &str) -> Option<SmolStr> {
        std_package(name).map(SmolStr::new_static)
    }
}

/// The package that a script means by `name`: the one with the shortest path that ends so, internal ones left out. `rand` is `math/rand`, not `crypto/rand`.
fn std_package(name: &str) -> Option<&'static str> {
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
