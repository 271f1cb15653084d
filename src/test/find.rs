//! What there is to test: packages with `_test` files, and programs with a recorded output.
//!
//! A file is a program of its own when a record lies beside it (`x.out` for `x.mgo`) or its `main` ends in an `// Output:` comment; all others
//! of a directory are one package.

use crate::project;
use crate::test::example;
use std::path::{Path, PathBuf};

/// Something to test.
#[derive(Clone, Debug)]
pub enum Target {
    /// A package.
    Package(Package),
    /// A program.
    Program(Program),
    /// Nothing that could be tested, though a path names it.
    Absent(Absent),
}

/// A path without tests or programs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Absent {
    /// The path.
    pub name: String,
    /// Why there is nothing.
    pub why: String,
}

/// A package's files.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Package {
    /// Where its tests run.
    pub dir: PathBuf,
    /// Import path.
    pub path: String,
    /// Files that are no tests.
    pub files: Vec<PathBuf>,
    /// `_test` files.
    pub tests: Vec<PathBuf>,
}

/// A program and what it should print.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Program {
    /// Its file.
    pub file: PathBuf,
    /// Standard output.
    pub output: Expected,
    /// Exit code.
    pub code: i32,
}

/// The output that a program should have.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Expected {
    /// Byte for byte, from a `.out` file.
    Exactly(Vec<u8>),
    /// From an `// Output:` comment: spaces around do not count, nor, when unordered, the order of lines.
    Comment {
        /// The text.
        text: String,
        /// `// Unordered output:`
        unordered: bool,
    },
}

/// The targets that the arguments name.
pub fn targets(paths: &[String]) -> Result<Vec<Target>, String> {
    let mut found = Vec::new();
    let mut files = Vec::new();
    for path in paths.iter().map(String::as_str).chain(paths.is_empty().then_some(".")) {
        let in_module = in_module(path);
        let path = in_module.as_deref().unwrap_or(path);
        if let Some(top) = path.strip_suffix("...") {
            let top = top.strip_suffix('/').unwrap_or(top);
            let mut dirs = Vec::new();
            walk(Path::new(if top.is_empty() { "." } else { top }), &mut dirs)?;
            let before = found.len();
            for dir in dirs {
                found.extend(in_dir(plain(&dir), false)?);
            }
            if found.len() == before {
                eprintln!("mgo: warning: \"{path}\" matched no packages");
            }
        } else if Path::new(path).is_dir() {
            let mut here = in_dir(plain(Path::new(path)), true)?;
            if let [Target::Absent(absent)] = &mut here[..] {
                path.clone_into(&mut absent.name);
            }
            found.extend(here);
        } else if Path::new(path).is_file() {
            files.push(PathBuf::from(path));
        } else {
            let why = match std::env::current_dir() {
                Ok(here) => format!("stat {}: directory not found", here.join(path.strip_prefix("./").unwrap_or(path)).display()),
                Err(err) => err.to_string(),
            };
            found.push(Target::Absent(Absent { name: path.to_owned(), why }));
        }
    }
    if files.iter().any(|f| is_test(f)) {
        let (tests, files): (Vec<PathBuf>, Vec<PathBuf>) = files.into_iter().partition(|f| is_test(f));
        let first: &PathBuf = &tests[0];
        let dir = first.parent().filter(|dir| !dir.as_os_str().is_empty()).unwrap_or(Path::new(".")).to_owned();
        found.push(Target::Package(Package { dir, path: "command-line-arguments".into(), files, tests }));
    } else {
        for file in files {
            let program = program(&file)?
                .ok_or_else(|| format!("{}: neither a .out file nor an Output comment says what it should print", file.display()))?;
            found.push(Target::Program(program));
        }
    }
    Ok(found)
}

/// The directory of what an import path below this module names: `example.com/m/a`, `example.com/m/...`.
fn in_module(path: &str) -> Option<String> {
    let here = std::env::current_dir().ok()?;
    let (top, module) = here.ancestors().find_map(|top| Some((top, module_path(top)?)))?;
    let below = path.strip_prefix(&*module).filter(|below| below.is_empty() || below.starts_with('/'))?;
    // From here to there.
    let up = here.strip_prefix(top).ok()?.components().map(|_| "..");
    Some(
        up.chain(std::iter::once(below.trim_start_matches('/')))
            .filter(|part| !part.is_empty())
            .fold(String::from("."), |at, part| at + "/" + part),
    )
}

/// What the `go.mod` of a directory says that its module is called.
fn module_path(dir: &Path) -> Option<String> {
    let text = std::fs::read_to_string(dir.join("go.mod")).ok()?;
    let module = text.lines().find_map(|line| line.trim().strip_prefix("module "))?;
    Some(module.trim().trim_matches('"').to_owned())
}

/// The directory as messages name it: `a` and not `./a`, but `.` for the current one.
fn plain(dir: &Path) -> &Path {
    dir.strip_prefix(".").ok().filter(|rest| !rest.as_os_str().is_empty()).unwrap_or(dir)
}

/// The directories below `dir` that may hold packages.
fn walk(dir: &Path, found: &mut Vec<PathBuf>) -> Result<(), String> {
    found.push(dir.to_owned());
    for path in entries(dir)? {
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        if path.is_dir() && !name.starts_with(['.', '_']) && name != "testdata" && name != "vendor" && name != "target" {
            walk(&path, found)?;
        }
    }
    Ok(())
}

fn entries(dir: &Path) -> Result<Vec<PathBuf>, String> {
    let err = |e: std::io::Error| format!("{}: {e}", dir.display());
    let mut paths = std::fs::read_dir(dir).map_err(err)?.map(|e| e.map(|e| e.path())).collect::<Result<Vec<_>, _>>().map_err(err)?;
    paths.sort();
    Ok(paths)
}

fn is_source(path: &Path) -> bool {
    path.extension().is_some_and(|e| e == "go" || e == "mgo") && path.is_file()
}

/// Whether the file's name and its `//go:build` line let it be built here.
fn is_built(path: &Path) -> bool {
    let name_fits = path.file_name().is_some_and(|name| project::kind(&name.to_string_lossy()) != project::Kind::Other);
    name_fits && std::fs::read(path).is_ok_and(|bytes| project::holds(&String::from_utf8_lossy(&bytes)))
}

fn is_test(path: &Path) -> bool {
    path.file_stem().is_some_and(|stem| stem.to_string_lossy().ends_with("_test"))
}

/// The programs and the package of a directory; one that was asked for by name must have either.
fn in_dir(dir: &Path, named: bool) -> Result<Vec<Target>, String> {
    let sources: Vec<PathBuf> = entries(dir)?.into_iter().filter(|p| is_source(p) && is_built(p)).collect();
    if sources.is_empty() {
        let full = dir.canonicalize().unwrap_or_else(|_| dir.to_owned());
        let absent = || Target::Absent(Absent { name: dir.display().to_string(), why: format!("no Go files in {}", full.display()) });
        return Ok(if named { vec![absent()] } else { Vec::new() });
    }
    let mut found = Vec::new();
    let (tests, others): (Vec<PathBuf>, Vec<PathBuf>) = sources.into_iter().partition(|p| is_test(p));
    let mut files = Vec::new();
    for file in others {
        match program(&file)? {
            Some(program) => found.push(Target::Program(program)),
            None => files.push(file),
        }
    }
    if !tests.is_empty() || found.is_empty() {
        found.push(Target::Package(Package { dir: dir.to_owned(), path: import_path(dir), files, tests }));
    }
    Ok(found)
}

/// The program that a file is, if it says what it should print.
fn program(file: &Path) -> Result<Option<Program>, String> {
    let code = match std::fs::read_to_string(file.with_extension("code")) {
        Ok(text) => text.trim().parse().map_err(|_| format!("{}: not an exit code", file.with_extension("code").display()))?,
        Err(_) => 0,
    };
    if let Ok(bytes) = std::fs::read(file.with_extension("out")) {
        return Ok(Some(Program { file: file.to_owned(), output: Expected::Exactly(bytes), code }));
    }
    let text = std::fs::read_to_string(file).map_err(|e| format!("{}: {e}", file.display()))?;
    let comment = example::of_program(file, &text);
    Ok(comment.map(|(text, unordered)| Program { file: file.to_owned(), output: Expected::Comment { text, unordered }, code }))
}

/// The import path of a directory: below the module of the nearest `go.mod`, else its name; where that is a standard package's, the whole path, so
/// that importers go on to get the standard one.
fn import_path(dir: &Path) -> String {
    let full = dir.canonicalize().unwrap_or_else(|_| dir.to_owned());
    for top in full.ancestors() {
        let Some(module) = module_path(top) else { continue };
        let below = full.strip_prefix(top).map(|p| p.display().to_string()).unwrap_or_default();
        return if below.is_empty() { module } else { format!("{module}/{below}") };
    }
    let name = full.file_name().map_or_else(|| "main".into(), |n| n.to_string_lossy().into_owned());
    if mgo_stdlib::package(&name).is_some() { format!("_{}", full.display()) } else { name }
}
