//! The book's table of packages: for each package, how many of Go's exported names are here, and which are not. What Go has is recorded in
//! stdlib/tests/data/api.txt (`go run stdlib/gen/api.go PACKAGE... > stdlib/tests/data/api.txt`, packages as the file's first column has them); what is
//! here is what the checker finds in the sources. `MGO_BLESS=1 cargo test --test packages` writes the table.

use mgo::importer::StdImporter;
use mgo_syntax::source::SourceMap;
use mgo_types::imports::Importer;
use mgo_types::object::{ObjId, ObjKind};
use mgo_types::types::{Type, TypeId};
use mgo_types::world::World;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::PathBuf;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// What Go exports: `kind Name` or `kind Type.Member` by package.
fn wanted() -> BTreeMap<String, BTreeSet<String>> {
    let text = std::fs::read_to_string(root().join("stdlib/tests/data/api.txt")).expect("the record of Go's names");
    let mut packages: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for line in text.lines() {
        let (package, name) = line.split_once(' ').expect("package, kind, name");
        packages.entry(package.to_owned()).or_default().insert(name.to_owned());
    }
    packages
}

fn exported(name: &str) -> bool {
    name.chars().next().is_some_and(char::is_uppercase)
}

/// What the package here exports; `None` when there is none.
fn present(world: &mut World, importer: &mut StdImporter, path: &str) -> Option<BTreeSet<String>> {
    let id = importer.import(world, path).ok()?;
    let scope: Vec<(String, ObjId)> = world.package(id).scope.iter().map(|(name, &obj)| (name.to_string(), obj)).collect();
    let mut names = BTreeSet::new();
    for (name, obj) in scope.into_iter().filter(|(name, _)| exported(name)) {
        world.resolve(obj);
        let kind = match world.object(obj).kind {
            ObjKind::Const { .. } => "const",
            ObjKind::Var(_) => "var",
            ObjKind::Func(_) => "func",
            ObjKind::TypeName { .. } => "type",
            _ => continue,
        };
        if kind == "type" {
            members(world, &name, world.object(obj).ty, &mut names);
        }
        names.insert(format!("{kind} {name}"));
    }
    Some(names)
}

/// The methods of `*t` (of `t` for an interface) and the fields of `t`.
fn members(world: &mut World, name: &str, t: TypeId, names: &mut BTreeSet<String>) {
    let under = world.underlying(t);
    let under = world.types.get(under).clone();
    let methods: Vec<String> = if matches!(under, Type::Interface(_)) {
        world.iface_methods(t).into_iter().map(|m| m.name.to_string()).collect()
    } else {
        let pointer = world.types.intern(Type::Pointer(t));
        world.method_set(pointer).into_iter().map(|m| m.name.to_string()).collect()
    };
    names.extend(methods.iter().filter(|m| exported(m)).map(|m| format!("method {name}.{m}")));
    if let Type::Struct(s) = under {
        names.extend(s.fields.iter().filter(|f| exported(&f.name)).map(|f| format!("field {name}.{}", f.name)));
    }
}

/// The page.
fn table() -> String {
    let wanted = wanted();
    let mut world = World::new();
    let sources = SourceMap::default();
    let mut importer = StdImporter::new(&sources);
    let mut rows = String::new();
    let mut missing_lists = String::new();
    let (mut have_all, mut all) = (0, 0);
    for (path, want) in &wanted {
        let have = present(&mut world, &mut importer, path);
        let missing: Vec<&str> = match &have {
            Some(have) => want.difference(have).map(|name| name.split_once(' ').expect("kind and name").1).collect(),
            None => Vec::new(),
        };
        let count = if have.is_some() { want.len() - missing.len() } else { 0 };
        have_all += count;
        all += want.len();
        let note = match (&have, missing.len()) {
            (None, _) => "not here".to_owned(),
            (Some(_), 0) => String::new(),
            (Some(_), n) => format!("{n} missing"),
        };
        let _ = writeln!(rows, "| `{path}` | {count} | {} | {note} |", want.len());
        if !missing.is_empty() {
            let list: Vec<String> = missing.iter().map(|name| format!("`{name}`")).collect();
            let _ = writeln!(missing_lists, "\n**{path}**: {}", list.join(", "));
        }
    }
    let here: BTreeSet<&str> = mgo_stdlib::packages().collect();
    let listed = include_str!("../stdlib/go-packages.txt").lines().filter(|line| !line.starts_with('#') && *line != "unsafe");
    let absent: Vec<String> = listed.filter(|path| !here.contains(path)).map(|path| format!("`{path}`")).collect();
    assert!(importer.diags.is_empty(), "the library has errors: {:?}", importer.diags);
    format!(
        "# Packages\n\nExported names (types, their methods and fields, functions, variables, constants) of each package: how many are here of how many \
         Go 1.27 has. The table is generated: `MGO_BLESS=1 cargo test --test packages`.\n\n\
         | Package | Here | In Go | |\n|---|---:|---:|---|\n{rows}| all | {have_all} | {all} | |\n\nAnd there is as much of `syscall` as these need.\n\n\
         ## Packages that are not here\n\n{}\n\n## Missing names\n{missing_lists}",
        absent.join(", ")
    )
}

#[test]
fn the_table_of_packages_is_true() {
    let page = root().join("book/src/reference/packages.md");
    let table = table();
    if std::env::var_os("MGO_BLESS").is_some() {
        std::fs::write(&page, &table).expect("the page can be written");
    }
    let written = std::fs::read_to_string(&page).unwrap_or_default();
    assert!(written == table, "book/src/reference/packages.md is stale; MGO_BLESS=1 cargo test --test packages writes it");
}

/// Functions without a body that say `//mgo:runtime` are the runtime's natives.
#[test]
fn runtime_functions_are_the_runtimes_natives() {
    let mut declared = BTreeSet::new();
    for path in mgo_stdlib::packages() {
        for (_, text) in mgo_stdlib::package(path).expect("listed").files() {
            let mut previous = "";
            for line in text.lines() {
                if previous == "//mgo:runtime" {
                    let name =
                        line.strip_prefix("func ").and_then(|rest| rest.split('(').next()).expect("a function follows the directive");
                    declared.insert(format!("{path}.{name}"));
                }
                previous = line;
            }
        }
    }
    let registered: BTreeSet<String> = mgo_runtime::natives().iter().map(|native| native.name.to_owned()).collect();
    assert_eq!(registered.len(), mgo_runtime::natives().len(), "a native is registered twice");
    assert_eq!(declared, registered);
}
