//! From a package with tests to a checked program that runs them.

use super::find::Package;
use super::harness::{self, Declared};
use super::json::Failure;
use crate::pipeline::{Checked, ProgramImporter};
use crate::project::{TestNeeds, test_needs};
use crate::source::{ReadError, is_script, read};
use mgo_syntax::ast;
use mgo_syntax::diag::Diagnostic;
use mgo_syntax::source::SourceMap;
use mgo_syntax::{Mode, parse_file};
use mgo_types::imports::Importer;
use mgo_types::object::PackageId;
use mgo_types::package::{Options, check_package};
use mgo_types::world::World;
use std::path::Path;

/// Trees of one package.
#[derive(Default)]
struct Trees {
    files: Vec<ast::File>,
    next_node: u32,
    script: bool,
}

impl Trees {
    fn add(&mut self, sources: &SourceMap, path: &Path, diags: &mut Vec<Diagnostic>) -> Result<(), ReadError> {
        let script = is_script(path);
        let (id, wrong) = read(sources, path)?;
        let parsed = parse_file(id, sources.file(id), Mode { script }, self.next_node);
        self.next_node = parsed.next_node;
        self.script |= script;
        self.files.push(parsed.file);
        diags.extend(wrong);
        diags.extend(parsed.diags);
        Ok(())
    }
}

/// A package with its tests.
pub struct Tests {
    /// The program around them; with errors it is not complete.
    pub checked: Checked,
    /// What cannot be built, where something is wrong.
    pub failure: Failure,
    /// The package and that of its outer tests, with their paths.
    pub packages: Vec<(PackageId, String)>,
}

/// A package with its tests, read.
struct Loaded {
    sources: SourceMap,
    /// The package with the tests in it, and the tests outside of it.
    inner: Trees,
    outer: Trees,
    own: Declared,
    external: Declared,
    needs: TestNeeds,
    diags: Vec<Diagnostic>,
    setup_failed: bool,
}

fn load(package: &Package) -> Result<Loaded, ReadError> {
    let sources = SourceMap::default();
    let mut diags = Vec::new();
    let mut setup = Vec::new();
    let (mut inner, mut outer) = (Trees::default(), Trees::default());
    let (mut own, mut external) = (Declared::default(), Declared::default());
    for path in &package.files {
        inner.add(&sources, path, &mut diags)?;
    }
    for path in &package.tests {
        let mut one = Trees { next_node: inner.next_node.max(outer.next_node), ..Trees::default() };
        one.add(&sources, path, &mut setup)?;
        let file = &one.files[0];
        let is_external = file.package.as_ref().is_some_and(|p| p.name.ends_with("_test"));
        let (trees, declared) = if is_external { (&mut outer, &mut external) } else { (&mut inner, &mut own) };
        declared.add(file);
        trees.next_node = one.next_node;
        trees.script |= one.script;
        trees.files.append(&mut one.files);
    }
    setup.append(&mut own.diags);
    setup.append(&mut external.diags);
    let mut needs = test_needs(&sources, &package.dir, &package.path, &inner.files, &outer.files)?;
    setup.append(&mut needs.diags);
    let mut names = inner.files.iter().filter_map(|file| Some(file.package.as_ref()?.name.as_str()));
    let one_name = names.next().is_none_or(|first| names.all(|name| name == first));
    let setup_failed = World::is_fatal(&setup) || !one_name;
    diags.extend(setup);
    Ok(Loaded { sources, inner, outer, own, external, needs, diags, setup_failed })
}

/// Whether it is clear before anything is checked that a package cannot be tested.
pub fn setup_fails(package: &Package) -> bool {
    !(package.tests.is_empty() && package.files.iter().any(|file| is_script(file))) && load(package).is_ok_and(|loaded| loaded.setup_failed)
}

/// Reads and checks a package with its tests, and the program around them.
pub fn check(package: &Package) -> Result<Tests, ReadError> {
    let Loaded { sources, inner, outer, own, external, needs, mut diags, setup_failed } = load(package)?;
    let present = |trees: &Trees| !trees.files.is_empty();
    let main = harness::main_file(&package.path, present(&inner).then_some(&own), present(&outer).then_some(&external));
    let main = sources.add("_testmain.go", main);
    let main = parse_file(main, sources.file(main), Mode::default(), 0).file;
    let mut world = World::new();
    let broken = !diags.is_empty();
    let mut importer = ProgramImporter::new(&sources);
    let runtime = importer.import(&mut world, "runtime").expect("the standard library has a package runtime");
    let mut program = runtime;
    let mut packages = Vec::new();
    let for_tests = |path: &str| format!("{path} [{}.test]", package.path);
    let mut unit = if present(&inner) && !own.is_empty() { for_tests(&package.path) } else { package.path.clone() };
    if !broken {
        let external_path = format!("{}_test", package.path);
        let main = Trees { files: vec![main], ..Trees::default() };
        let parts = [(package.path.as_str(), inner, needs.inner), (external_path.as_str(), outer, needs.outer), ("main", main, Vec::new())];
        for (path, trees, deps) in parts.into_iter().filter(|(_, trees, _)| present(trees)) {
            for dep in deps {
                let dep_path = dep.path.to_string();
                importer.check(&mut world, dep, &mut diags);
                if World::is_fatal(&diags) {
                    unit = dep_path;
                    break;
                }
            }
            if World::is_fatal(&diags) {
                break;
            }
            if path == external_path {
                unit = for_tests(path);
            }
            let opts = Options { script: trees.script, go_version: needs.go, ..Options::default() };
            let (id, found) = check_package(&mut world, path, trees.files, &mut importer, &opts);
            let failed = World::is_fatal(&found);
            diags.extend(found);
            importer.add(path, Some(id));
            program = id;
            packages.push((id, path.to_owned()));
            if failed {
                break;
            }
        }
    }
    diags.extend(std::mem::take(&mut importer.std.diags));
    packages.pop(); // the program around them
    let failure = if setup_failed { Failure::setup(&package.path) } else { Failure::build(unit) };
    Ok(Tests { checked: Checked { sources, world, package: program, runtime, diags, godebug: needs.godebug }, failure, packages })
}
