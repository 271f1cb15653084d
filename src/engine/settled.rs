//! Which packages of the library have nothing to run before they are mentioned.

use super::{EngineError, run};
use crate::importer::StdImporter;
use mgo_syntax::source::SourceMap;
use mgo_syntax::{Mode, parse_file};
use mgo_types::package::{Options, check_package};
use mgo_types::world::World;
use std::fmt::Write as _;

/// Import paths of the library packages whose variables all get their values at compile time and that have no `init`, sorted.
///
/// # Errors
/// An initialiser that does not compile.
pub fn idle_packages() -> Result<Vec<String>, EngineError> {
    let mut text = String::from("package main\n\n");
    mgo_stdlib::packages().for_each(|path| _ = writeln!(text, "import _ {path:?}"));
    text += "\nfunc main() {}\n";
    let sources = SourceMap::default();
    let id = sources.add("all.go", text);
    let file = parse_file(id, sources.file(id), Mode::default(), 0).file;
    let mut world = World::new();
    let mut importer = StdImporter::new(&sources);
    let (main, diags) = check_package(&mut world, "main", vec![file], &mut importer, &Options::default());
    if !diags.is_empty() || !importer.diags.is_empty() {
        return Err(EngineError::Diagnostics(diags.into_iter().chain(importer.diags).collect()));
    }

    run::at_rest(world, main, sources)?.with(|inner| {
        inner.settle_packages()?;
        let world = &inner.lowerer.world;
        let idle = inner.settled.iter().map(|&id| world.package(id)).filter(|package| package.lazy && package.inits.is_empty());
        let mut paths: Vec<String> = idle.map(|package| package.path.to_string()).collect();
        paths.sort();
        Ok(paths)
    })
}
