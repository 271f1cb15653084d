//! The stages of a program on its way to the engine, one type each: a [`Parsed`] program can be checked, a [`Checked`] one without errors run.

use crate::importer::StdImporter;
use crate::source::{ReadError, is_script, read};
use mgo_syntax::ast;
use mgo_syntax::diag::Diagnostic;
use mgo_syntax::source::SourceMap;
use mgo_syntax::{Mode, parse_file};
use mgo_types::imports::Importer;
use mgo_types::object::PackageId;
use mgo_types::package::{Options, check_package};
use mgo_types::world::World;
use std::path::PathBuf;

/// What a package is checked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Purpose {
    /// To run it: it must be package main with a main function.
    Run,
    /// To report its errors: any package.
    Check,
}

/// Parsed files of one package.
pub struct Parsed {
    /// All sources read so far.
    pub sources: SourceMap,
    /// The trees.
    pub files: Vec<ast::File>,
    /// Syntax errors.
    pub diags: Vec<Diagnostic>,
    /// Whether the rules of scripts hold.
    pub script: bool,
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
}

/// Reads and parses the files of one package.
pub fn parse(paths: &[PathBuf]) -> Result<Parsed, ReadError> {
    let mut parsed = Parsed { sources: SourceMap::default(), files: Vec::new(), diags: Vec::new(), script: false };
    let mut next_node = 0;
    for path in paths {
        let script = is_script(path);
        parsed.script |= script;
        let id = read(&mut parsed.sources, path)?;
        let one = parse_file(id, parsed.sources.file(id), Mode { script }, next_node);
        next_node = one.next_node;
        parsed.files.push(one.file);
        parsed.diags.extend(one.diags);
    }
    Ok(parsed)
}

/// Reads, parses and checks the files of one package. Types are only checked where the syntax is right, as Go does.
pub fn check(paths: &[PathBuf], purpose: Purpose) -> Result<Checked, ReadError> {
    Ok(parse(paths)?.check(purpose))
}

impl Parsed {
    /// Checks the package.
    pub fn check(self, _purpose: Purpose) -> Checked {
        let Parsed { mut sources, files, mut diags, script } = self;
        let mut world = World::new();
        let broken = !diags.is_empty();
        let mut importer = StdImporter::new(&mut sources);
        let runtime = importer.import(&mut world, "runtime").expect("the standard library has a package runtime");
        let opts = Options { script, ..Options::default() };
        let mut package = runtime;
        if !broken {
            let (id, found) = check_package(&mut world, "main", files, &mut importer, &opts);
            package = id;
            diags.extend(found);
        }
        diags.extend(std::mem::take(&mut importer.diags));
        Checked { sources, world, package, runtime, diags }
    }
}
