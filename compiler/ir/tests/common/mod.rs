//! Checks and lowers whole programs against the sources of the standard library, without running anything.
#![allow(dead_code)] // each test program uses a part of it

use mgo_ir::ir::{Callee, Function, Op, Term};
use mgo_ir::lower::Lowerer;
use mgo_ir::program::{FuncId, FuncKind};
use mgo_syntax::diag::{Diagnostic, Severity};
use mgo_syntax::source::SourceMap;
use mgo_syntax::{Mode, parse_file};
use mgo_types::imports::{ImportError, Importer};
use mgo_types::object::PackageId;
use mgo_types::package::{Options, check_package};
use mgo_types::world::World;
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

/// Directory of the standard library's sources.
fn std_dir() -> PathBuf {
    std::env::var_os("MGO_STD").map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../stdlib/src"), PathBuf::from)
}

struct StdFiles<'a> {
    sources: &'a SourceMap,
    done: HashMap<String, PackageId>,
    errors: Vec<Diagnostic>,
}

impl StdFiles<'_> {
    fn parse(&mut self, name: &str, text: String, script: bool, next_node: &mut u32) -> mgo_syntax::ast::File {
        let id = self.sources.add(name, text);
        let parsed = parse_file(id, self.sources.file(id), Mode { script }, *next_node);
        *next_node = parsed.next_node;
        self.errors.extend(parsed.diags);
        parsed.file
    }
}

impl Importer for StdFiles<'_> {
    fn import(&mut self, world: &mut World, path: &str) -> Result<PackageId, ImportError> {
        if let Some(&id) = self.done.get(path) {
            return Ok(id);
        }
        let dir = std::fs::read_dir(std_dir().join(path)).map_err(|_| ImportError::NotFound)?;
        let mut names: Vec<PathBuf> = dir.filter_map(|e| Some(e.ok()?.path())).collect();
        names.retain(|p| p.extension().is_some_and(|x| x == "mgo") && !p.to_string_lossy().ends_with("_test.mgo"));
        names.sort();
        if names.is_empty() {
            return Err(ImportError::NotFound);
        }
        let mut next_node = 0;
        let files = names
            .iter()
            .map(|p| {
                let text = std::fs::read_to_string(p).expect("a source of the standard library can be read");
                self.parse(&p.to_string_lossy(), text, false, &mut next_node)
            })
            .collect();
        let opts = Options { lazy_bodies: true, ..Options::default() };
        let (id, diags) = check_package(world, path, files, self, &opts);
        self.errors.extend(diags.into_iter().filter(|d| d.severity == Severity::Error));
        self.done.insert(path.into(), id);
        Ok(id)
    }

    fn std_package(&self, name: &str) -> Option<smol_str::SmolStr> {
        ["fmt", "os", "strings", "strconv", "sort", "math", "time", "sync", "errors", "runtime"]
            .into_iter()
            .find(|&p| p == name)
            .map(Into::into)
    }
}

/// A program checked and ready to be lowered.
pub struct Program {
    pub lowerer: Lowerer,
    pub main: PackageId,
}

/// Checks a program; errors as text.
pub fn check(name: &str, text: &str) -> Result<Program, String> {
    let sources = SourceMap::default();
    let mut world = World::new();
    let script = name.ends_with(".mgo");
    let mut importer = StdFiles { sources: &sources, done: HashMap::new(), errors: Vec::new() };
    let _ = importer.import(&mut world, "runtime");
    let file = importer.parse(name, text.to_owned(), script, &mut 0);
    let opts = Options { script, ..Options::default() };
    let (main, diags) = check_package(&mut world, "main", vec![file], &mut importer, &opts);
    let mut errors = std::mem::take(&mut importer.errors);
    errors.extend(diags);
    errors.retain(|d| d.severity == Severity::Error);
    if !errors.is_empty() {
        let line = |d: &Diagnostic| match sources.locate(d.span.lo) {
            Some(at) => format!("{}:{}: {}", at.file, at.line, d.message),
            None => d.message.clone(),
        };
        return Err(errors.iter().map(line).collect::<Vec<_>>().join("\n"));
    }
    Ok(Program { lowerer: Lowerer::new(world, sources), main })
}

impl Program {
    /// Lowers everything that `roots` reach; `own` keeps to the program itself. Errors as text.
    pub fn lower(&mut self, roots: Vec<FuncId>, own: bool) -> Result<Vec<Function>, String> {
        let (mut todo, mut seen, mut out) = (roots, HashSet::new(), Vec::new());
        todo.reverse();
        while let Some(f) = todo.pop() {
            let sym = self.lowerer.program.func(f);
            if !seen.insert(f) || sym.kind != FuncKind::Body || (own && sym.lazy) {
                continue;
            }
            let function = self.lowerer.lower(f).map_err(|diags| {
                let text = |d: &Diagnostic| format!("{:?}: {}", self.lowerer.sources.locate(d.span.lo), d.message);
                diags.iter().map(text).collect::<Vec<_>>().join("\n")
            })?;
            let errors = mgo_ir::verify::verify(&function, &self.lowerer.program);
            if !errors.is_empty() {
                return Err(format!("{}\n{}", errors.join("\n"), function.display(&self.lowerer.program)));
            }
            let mut found = mentioned(&function);
            found.reverse();
            todo.extend(found);
            out.push(function);
        }
        Ok(out)
    }
}

/// Functions that a function mentions, in order.
fn mentioned(function: &Function) -> Vec<FuncId> {
    let mut found = Vec::new();
    for block in &function.blocks {
        for inst in &block.insts {
            match &inst.op {
                Op::Call(Callee::Func(f) | Callee::Native(f), _) | Op::FuncValAddr(f) | Op::CodeAddr(f) => found.push(*f),
                _ => {}
            }
        }
        if let Some(Term::TailCall(Callee::Func(f), _)) = &block.term {
            found.push(*f);
        }
    }
    found
}
