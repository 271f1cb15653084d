//! The whole library as one program that never runs, to find out what is written down of it ahead of time.

use super::{Engine, EngineError, run};
use crate::importer::StdImporter;
use mgo_syntax::source::SourceMap;
use mgo_syntax::{Mode, parse_file};
use mgo_types::package::{Options, check_package};
use mgo_types::world::World;
use std::fmt::Write as _;

/// An engine for a program that imports every package.
///
/// # Errors
/// Diagnostics of a package that does not check.
pub(super) fn at_rest() -> Result<Engine, EngineError> {
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

    run::at_rest(world, main, sources)
}
