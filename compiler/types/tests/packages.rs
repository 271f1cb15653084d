//! Whole packages: scripts, several files, lazily checked imports, the order of initialisation.

use mgo_syntax::diag::{Diagnostic, Severity};
use mgo_syntax::source::SourceMap;
use mgo_types::imports::{ImportError, Importer};
use mgo_types::object::{ObjId, PackageId};
use mgo_types::package::{Options, check_package, ensure_body, ensure_init};
use mgo_types::types::{Basic, Type};
use mgo_types::typestring::Qualifier;
use mgo_types::world::World;
use smol_str::SmolStr;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard};

/// Packages as text, and which of them were asked for.
#[derive(Default)]
struct Shelf {
    sources: SourceMap,
    texts: HashMap<&'static str, &'static str>,
    done: HashMap<String, PackageId>,
    asked: Vec<String>,
}

#[derive(Clone, Default)]
struct Library(Arc<Mutex<Shelf>>);

impl Library {
    fn shelf(&self) -> MutexGuard<'_, Shelf> {
        self.0.lock().unwrap()
    }

    fn new(texts: &[(&'static str, &'static str)]) -> Library {
        let library = Library::default();
        library.shelf().texts = texts.iter().copied().collect();
        library
    }

    fn parse(&self, name: &str, text: &str, script: bool, first: u32) -> (mgo_syntax::ast::File, u32) {
        let shelf = self.shelf();
        let id = shelf.sources.add(name, text);
        let parsed = mgo_syntax::parse_file(id, shelf.sources.file(id), mgo_syntax::Mode { script }, first);
        assert!(parsed.diags.is_empty(), "{:?}", parsed.diags);
        (parsed.file, parsed.next_node)
    }

    fn check(&self, world: &mut World, texts: &[&str], opts: &Options) -> (PackageId, Vec<Diagnostic>) {
        let mut files = Vec::new();
        let mut next = 0;
        for text in texts {
            let (file, after) = self.parse("main", text, opts.script, next);
            next = after;
            files.push(file);
        }
        check_package(world, "main", files, &mut self.clone(), opts)
    }
}

impl Importer for Library {
    fn import(&mut self, world: &mut World, path: &str) -> Result<PackageId, ImportError> {
        self.shelf().asked.push(path.into());
        if let Some(&pkg) = self.shelf().done.get(path) {
            return Ok(pkg);
        }
        let text = *self.shelf().texts.get(path).ok_or(ImportError::NotFound)?;
        let (file, _) = self.parse(path, text, false, 0);
        let opts = Options { lazy_bodies: true, ..Options::default() };
        let (pkg, diags) = check_package(world, path, vec![file], &mut self.clone(), &opts);
        assert!(diags.is_empty(), "{diags:?}");
        self.shelf().done.insert(path.into(), pkg);
        Ok(pkg)
    }

    fn defers(&self, _: &str) -> bool {
        true
    }

    fn std_package(&self, name: &str) -> Option<SmolStr> {
        self.shelf().texts.contains_key(name).then(|| name.into())
    }
}

fn messages(diags: &[Diagnostic]) -> Vec<(Severity, &str)> {
    diags.iter().map(|d| (d.severity, d.message.as_str())).collect()
}

fn member(world: &World, pkg: PackageId, name: &str) -> ObjId {
    world.package(pkg).scope[name]
}

const LAZY: &[(&str, &str)] = &[
    (
        "lazy",
        "package lazy\nimport (\"used\"; \"never\")\ntype T struct{ x used.X }\nfunc (t *T) M() int { return t.x.n }\nfunc F(t T) error { return oops }\nfunc G() { never.Call() }\nvar A = B + 1\nvar B = h()\nfunc h() int { return c }\nvar c = 1\n",
    ),
    ("used", "package used\ntype X struct{ n int }\ntype Y struct{ missing notThere }\n"),
    ("never", "package never\nfunc Call() {}\n"),
];

#[test]
fn a_script_needs_no_ceremony() {
    let library = Library::new(&[("lazy", "package lazy\nfunc Do(n int) int\n")]);
    let mut world = World::new();
    let opts = Options { script: true, ..Options::default() };
    let (pkg, diags) = library.check(&mut world, &["x := lazy.Do(1)\nfunc f() int { return 2 }\nvar unused int\n_ = x + f()\n"], &opts);
    assert_eq!(messages(&diags), [(Severity::Warning, "declared and not used: unused")]);
    assert!(!World::is_fatal(&diags));
    let main = member(&world, pkg, "main");
    assert!(world.func_decl(main).is_some_and(|f| f.body.as_ref().is_some_and(|b| b.stmts.len() == 3)));
    assert_eq!(world.package(pkg).imports.len(), 1);
}

#[test]
fn outside_scripts_unused_names_are_errors() {
    let library = Library::new(&[("lazy", "package lazy\nfunc Do(n int) int\n")]);
    let (_, diags) = library.check(&mut World::new(), &["package main\nimport \"lazy\"\nfunc main() { var x int }\n"], &Options::default());
    assert_eq!(messages(&diags), [(Severity::Error, "\"lazy\" imported and not used"), (Severity::Error, "declared and not used: x")]);
}

#[test]
fn files_of_a_package_see_one_another_but_not_their_imports() {
    let library = Library::new(LAZY);
    let one = "package main\nimport \"used\"\nfunc main() { f(used.X{}) }\n";
    let two = "package main\nfunc f(x any) { var y used.X; _ = y }\n";
    let (_, diags) = library.check(&mut World::new(), &[one, two], &Options::default());
    assert_eq!(messages(&diags), [(Severity::Error, "undefined: used")]);
}

#[test]
fn lazy_packages_resolve_and_load_only_what_is_used() {
    let library = Library::new(LAZY);
    let mut world = World::new();
    let own = library.clone();
    world.set_importer(move || Box::new(own.clone()));
    let (_, diags) =
        library.check(&mut world, &["package main\nimport \"lazy\"\nfunc main() { var t lazy.T; _ = t.M() }\n"], &Options::default());
    assert!(diags.is_empty(), "{diags:?}");
    assert_eq!(library.shelf().asked, ["lazy", "used"]);
    let lazy = library.shelf().done["lazy"];
    let (f, g) = (member(&world, lazy, "F"), member(&world, lazy, "G"));
    let found = ensure_body(&mut world, f);
    assert_eq!(messages(&found), [(Severity::Error, "undefined: oops")]);
    assert!(ensure_body(&mut world, f).is_empty());
    assert!(!library.shelf().asked.contains(&"never".to_string()));
    assert!(ensure_body(&mut world, g).is_empty());
    assert!(library.shelf().asked.contains(&"never".to_string()));
}

#[test]
fn variables_are_initialised_after_what_they_depend_on() {
    let library = Library::new(LAZY);
    let mut world = World::new();
    let lazy = library.clone().import(&mut world, "lazy");
    let lazy = lazy.unwrap_or_else(|e| panic!("{e}"));
    assert!(ensure_init(&mut world, lazy).is_empty());
    assert_eq!(init_names(&world, lazy), ["c", "B", "A"]);
    // b is ready before a, which waits for c: Go takes the first in the text that is ready.
    let (main, diags) = library.check(
        &mut world,
        &["package main\nvar a = c\nvar b = 2\nvar c, d = two()\nfunc two() (int, int) { return b, 1 }\nfunc main() {}\n"],
        &Options::default(),
    );
    assert!(diags.is_empty(), "{diags:?}");
    assert_eq!(init_names(&world, main), ["b", "c,d", "a"]);
}

fn init_names(world: &World, pkg: PackageId) -> Vec<String> {
    let name = |o: &ObjId| world.object(*o).name.to_string();
    world.package(pkg).info.init_order.iter().map(|step| step.lhs.iter().map(name).collect::<Vec<_>>().join(",")).collect()
}

#[test]
fn a_missing_package_is_one_error() {
    let library = Library::new(&[]);
    let (_, diags) =
        library.check(&mut World::new(), &["package main\nimport \"gone\"\nfunc main() { gone.F(gone.X) }\n"], &Options::default());
    assert_eq!(messages(&diags), [(Severity::Error, "package gone is not in std")]);
}

#[test]
fn identical_types_have_one_canonical_id() {
    let library = Library::new(&[]);
    let mut world = World::new();
    let text = "package main\nvar a struct{ f func(x int) interface{ M(); N() } }\nvar b struct{ f func(y int) interface{ N(); M() } }\nvar c struct{ g int }\nfunc main() {}\n";
    let (pkg, diags) = library.check(&mut world, &[text], &Options::default());
    assert!(diags.is_empty(), "{diags:?}");
    let ids: Vec<_> = ["a", "b", "c"].iter().map(|n| world.object(member(&world, pkg, n)).ty).collect();
    assert_ne!(ids[0], ids[1]);
    assert_eq!(world.canonical(ids[0]), world.canonical(ids[1]));
    assert_ne!(world.canonical(ids[0]), world.canonical(ids[2]));
}

#[test]
fn a_local_type_of_a_generic_function_is_another_for_each_instance() {
    let library = Library::new(&[]);
    let mut world = World::new();
    let text = "package main\nfunc f[T any](x T) any {\n\ttype pair struct{ a, b T }\n\ttype list[E any] struct{ e E; p *pair }\n\treturn list[int]{1, &pair{x, x}}\n}\nfunc main() { f(1); f(\"\") }\n";
    let (pkg, diags) = library.check(&mut world, &[text], &Options::default());
    assert!(diags.is_empty(), "{diags:?}");
    let Type::Signature(sig) = world.types.get(world.object(member(&world, pkg, "f")).ty).clone() else { panic!("no signature") };
    let literal =
        world.package(pkg).info.exprs.values().map(|tv| tv.ty).find(|&t| world.type_string(t, Qualifier::Relative(pkg)) == "list[int]");
    let list = literal.expect("the type of the literal");
    let mut of = |arg: Basic| world.subst(list, &[(sig.tparams[0], arg.id())].into_iter().collect());
    let (ints, strings) = (of(Basic::Int), of(Basic::String));
    assert!(!world.identical(ints, strings));
    assert_eq!((world.size_of(ints), world.size_of(strings)), (16, 16));
    let under = world.underlying(strings);
    let Type::Struct(fields) = world.types.get(under).clone() else { panic!("no struct") };
    let Type::Pointer(pair) = *world.types.get(fields.fields[1].ty) else { panic!("no pointer") };
    assert_eq!(world.size_of(pair), 32);
}

/// Bodies are checked when they are compiled, on whichever thread that happens.
#[test]
fn worlds_can_be_sent() {
    fn sendable<T: Send>() {}
    sendable::<World>();
}
