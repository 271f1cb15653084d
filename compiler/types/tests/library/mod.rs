//! A small standard library for programs under test.

use mgo_syntax::source::SourceMap;
use mgo_types::imports::{ImportError, Importer};
use mgo_types::object::PackageId;
use mgo_types::package::{Options, check_package};
use mgo_types::world::World;
use std::collections::HashMap;

/// As much of the standard library as the programs here use: names and types as in Go's own, bodies empty.
const STD: &[(&str, &str)] = &[
    ("fmt", include_str!("fmt.go")),
    ("strings", include_str!("strings.go")),
    ("errors", include_str!("errors.go")),
    ("os", include_str!("os.go")),
    ("sort", include_str!("sort.go")),
    ("sync", include_str!("sync.go")),
];

/// The packages of [`STD`], and `unsafe`.
pub(crate) struct Library<'a> {
    sources: &'a SourceMap,
    done: HashMap<String, PackageId>,
}

impl<'a> Library<'a> {
    /// Its sources go to `sources`.
    pub(crate) fn new(sources: &'a SourceMap) -> Library<'a> {
        Library { sources, done: HashMap::new() }
    }
}

impl Importer for Library<'_> {
    fn import(&mut self, world: &mut World, path: &str) -> Result<PackageId, ImportError> {
        if path == "unsafe" {
            return Ok(PackageId::UNSAFE);
        }
        if let Some(&pkg) = self.done.get(path) {
            return Ok(pkg);
        }
        let &(_, text) = STD.iter().find(|(name, _)| *name == path).ok_or(ImportError::NotFound)?;
        let id = self.sources.add(path, text);
        let parsed = mgo_syntax::parse_file(id, self.sources.file(id), mgo_syntax::Mode { script: false }, 0);
        let (pkg, diags) = check_package(world, path, vec![parsed.file], self, &Options::default());
        assert!(diags.is_empty(), "{path}: {diags:?}");
        self.done.insert(path.into(), pkg);
        Ok(pkg)
    }
}
