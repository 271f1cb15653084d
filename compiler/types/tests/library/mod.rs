//! A small standard library for programs under test.

use mgo_syntax::source::SourceMap;
use mgo_types::imports::{ImportError, Importer};
use mgo_types::object::PackageId;
use mgo_types::package::{Options, check_package};
use mgo_types::world::World;
use std::collections::HashMap;

/// As much of the standard library as the programs here use.
const STD: &[(&str, &str)] = &[
    (
        "fmt",
        "package fmt\nfunc Println(a ...any) (n int, err error) { return }\n\
         func Printf(format string, a ...any) (n int, err error) { return }\nfunc Sprint(a ...any) string { return \"\" }\n\
         type Stringer interface { String() string }\n",
    ),
    (
        "strings",
        "package strings\nfunc ToUpper(s string) string { return s }\nfunc explode(s string) string { return s }\n\
         type Builder struct{ buf []byte }\nfunc (b *Builder) WriteString(s string) (int, error) { return 0, nil }\n",
    ),
    ("errors", "package errors\nfunc New(text string) error { return nil }\n"),
    ("os", "package os\nvar Args []string\nfunc Exit(code int) {}\n"),
    ("sync", "package sync\ntype Mutex struct{ state int }\nfunc (m *Mutex) Lock() {}\nfunc (m *Mutex) Unlock() {}\n"),
];

/// The packages of [`STD`], and `unsafe`.
pub(crate) struct Library<'a> {
    sources: &'a mut SourceMap,
    done: HashMap<String, PackageId>,
}

impl<'a> Library<'a> {
    /// Its sources go to `sources`.
    pub(crate) fn new(sources: &'a mut SourceMap) -> Library<'a> {
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
