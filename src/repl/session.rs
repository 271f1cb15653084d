//! A session: the growing package, the living program, and what was typed.

use super::again;
use super::dependents::Declarations;
use super::unit::{self, INSPECT, SHOW, Unit};
use super::versions::{self, Change, Versions};
use crate::engine::{Emit, EngineError, Gate, Living, Settings};
use crate::importer::StdImporter;
use crate::pipeline::Checked;
use mgo_runtime::session::Wait;
use mgo_syntax::ast;
use mgo_syntax::diag::{Diagnostic, Severity};
use mgo_syntax::source::{SourceMap, Span};
use mgo_syntax::{Mode, Parsed, parse_file};
use mgo_types::extend::{add_variable, extend_package, probe_package, rename};
use mgo_types::imports::Importer;
use mgo_types::object::{ObjId, ObjKind, PackageId};
use mgo_types::package::{Options, check_package};
use mgo_types::types::TypeId;
use mgo_types::world::World;
use rustc_hash::FxHashSet;
use smol_str::SmolStr;
use std::io::{IsTerminal, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// What every session begins with.
const START: &str = "package main\n\nimport \"internal/repl\"\n\nfunc main() { repl.Serve() }\n";
/// Functions that the first lines of a session are likely to call.
pub const WARM: &str = include_str!("warm.txt");
/// How many of them a session compiles before its first prompt: those that show numbers, strings and lists; and how long the prompt waits for that.
const FIRST: usize = 60;
const FIRST_PATIENCE: Duration = Duration::from_millis(80);
/// How often an evaluation is looked at: for Ctrl-C and deadlocks.
const LOOK: Duration = Duration::from_millis(20);
/// How long an interrupted evaluation may take to end.
const PATIENCE: Duration = Duration::from_secs(2);

/// Ctrl-C was pressed.
static INTERRUPTED: AtomicBool = AtomicBool::new(false);

extern "C" fn on_interrupt(_: libc::c_int) {
    INTERRUPTED.store(true, Ordering::Relaxed);
}

/// What became of an input.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// It was run.
    Done,
    /// It has errors, which were reported.
    Failed,
    /// It goes on in the next line.
    Incomplete,
}

/// A session.
pub struct Session {
    living: Living,
    /// The session's package.
    pub package: PackageId,
    next_node: u32,
    /// Of the last thing that was added, so that all names differ.
    number: u32,
    /// How much was typed: what is said of input 3 calls it `<3>`.
    inputs: u32,
    /// How long the last input ran, once it was compiled.
    pub ran_for: Duration,
    /// Inputs that were run.
    pub history: Vec<String>,
    versions: Versions,
    /// What was declared, as text.
    pub declarations: Declarations,
    color: bool,
    /// Open while a person thinks.
    thinking: Arc<Gate>,
}

impl Session {
    /// Starts the program.
    pub fn start(color: bool) -> Result<Session, EngineError> {
        let sources = SourceMap::default();
        let mut world = World::new();
        let id = sources.add("session", START);
        let parsed = parse_file(id, sources.file(id), Mode::default(), 0);
        let mut importer = StdImporter::new(&sources);
        let runtime = importer.import(&mut world, "runtime").expect("the standard library has a package runtime");
        let opts = Options { script: true, ..Options::default() };
        let (package, diags) = check_package(&mut world, "main", vec![parsed.file], &mut importer, &opts);
        let checked = Checked { sources, world, package, runtime, diags, godebug: String::new() };
        let settings = Settings { args: vec!["mgo".into()], ..Settings::default() };
        let living = Living::start(checked, settings)?;
        // SAFETY: the handler only stores to an atomic; it runs on the signal stack where a thread has one.
        unsafe {
            let mut action: libc::sigaction = std::mem::zeroed();
            action.sa_sigaction = on_interrupt as *const () as usize;
            action.sa_flags = libc::SA_RESTART | libc::SA_ONSTACK;
            libc::sigaction(libc::SIGINT, &raw const action, std::ptr::null_mut());
        }
        let mut session = Session {
            living,
            package,
            next_node: parsed.next_node,
            number: 0,
            inputs: 0,
            ran_for: Duration::ZERO,
            history: Vec::new(),
            versions: Versions::default(),
            declarations: Declarations::default(),
            color,
            thinking: Arc::default(),
        };
        if color {
            session.run_text(&format!("{SHOW}.Color = true"), true);
        }
        Ok(session)
    }

    /// Has what the first lines are likely to call compiled while nothing is to be done.
    pub fn warm_up(&mut self) {
        self.thinking = self.living.warm_up(WARM);
    }

    /// Waits until what shows the simplest values is compiled: the prompt comes a moment later, and the first line is answered as fast as others.
    pub fn warm_first(&self) {
        self.thinking.open_until(FIRST, FIRST_PATIENCE);
    }

    /// Notes that the next input is waited for, or that it has come.
    pub fn waits_for_input(&self, waits: bool) {
        self.thinking.set(waits);
    }

    /// The program.
    pub fn living(&self) -> &Living {
        &self.living
    }

    /// Runs a statement of the session's own on package internal/repl/inspect: `Goroutines()`.
    pub fn inspect(&mut self, text: &str) -> Outcome {
        INTERRUPTED.store(false, Ordering::Relaxed);
        self.run_text(&format!("{INSPECT}.{text}"), true)
    }

    /// Runs an input that is not remembered.
    pub fn once(&mut self, text: &str) -> Outcome {
        self.run_text(text, false)
    }

    /// Checks, compiles and runs what was typed.
    pub fn eval(&mut self, text: &str) -> Outcome {
        let outcome = self.run_text(text, false);
        if outcome == Outcome::Done && !text.trim().is_empty() {
            self.history.push(text.trim_end().to_owned());
        }
        outcome
    }

    /// Whether the text could go on in the next line; it has ended where only the end of its last line ends a statement.
    pub fn is_incomplete(text: &str) -> bool {
        let sources = SourceMap::default();
        let id = sources.add("", format!("{text}\n"));
        parse_file(id, sources.file(id), Mode { script: true }, 0).incomplete
    }

    fn parse(&self, sources: &SourceMap, name: &str, text: &str) -> Parsed {
        let id = sources.add(name, text);
        parse_file(id, sources.file(id), Mode { script: true }, self.next_node)
    }

    fn run_text(&mut self, text: &str, hidden: bool) -> Outcome {
        if Session::is_incomplete(text) {
            return Outcome::Incomplete;
        }
        self.number += 1;
        self.inputs += u32::from(!hidden);
        // What was pressed for an earlier input; from here on Ctrl-C means this one, also before it runs.
        if !hidden {
            INTERRUPTED.store(false, Ordering::Relaxed);
        }
        let (name, entry) = match hidden {
            true => ("<session>".to_owned(), format!("command·{}", self.number)),
            false => (format!("<{}>", self.inputs), format!("input·{}", self.inputs)),
        };
        let (mut versions, mut declarations) = (std::mem::take(&mut self.versions), std::mem::take(&mut self.declarations));
        let found = self.living.extend(|world, sources| {
            let mut parsed = self.parse(sources, &name, text);
            if !parsed.diags.is_empty() {
                return Err((parsed.diags, sources.clone(), parsed.next_node));
            }
            versions.drop_repeated(world, self.package, &mut parsed.file);
            let mut next = parsed.next_node;
            let (mut unit, warnings) =
                self.add(world, sources, &parsed.file, &entry, &mut next, hidden).map_err(|diags| (diags, sources.clone(), next))?;
            if let Some(ty) = unit.last_type(world, self.package) {
                add_variable(world, self.package, unit::LAST, ty);
            }
            let mut changes = versions.declared(world, self.package, &unit.file, self.inputs);
            let fresh = declarations.note(&unit.file);
            let stale = declarations.dependents(&changes.names, &fresh);
            let mut left_out = Vec::new();
            if !stale.is_empty() {
                let again = again::declare(world, self.package, sources, stale, &declarations, unit.next_node);
                if let Some(file) = again.file {
                    changes.list.extend(versions.declared(world, self.package, &file, self.inputs).list);
                }
                unit.next_node = again.next_node;
                let note = |(name, why): (String, String)| again::note(&name, &declarations.reasons(&name, &changes.names), &why);
                left_out.extend(again.left_out.into_iter().map(note));
            }
            Ok((unit, changes.list, warnings, left_out, sources.clone()))
        });
        (self.versions, self.declarations) = (versions, declarations);
        match found {
            Err((diags, sources, next)) => {
                self.next_node = next;
                self.complain(&sources, diags);
                Outcome::Failed
            }
            Ok((unit, changes, warnings, left_out, sources)) => {
                self.next_node = unit.next_node;
                self.complain(&sources, warnings);
                left_out.iter().for_each(|line| complain!("{line}"));
                for change in changes {
                    match change {
                        Change::Func { old, new } => self.living.replace_func(old, new),
                        Change::Variable { old, new } => self.living.share_variable(old, new),
                        Change::Method(name) => self.living.method_declared(&name),
                    }
                }
                self.run(&unit)
            }
        }
    }

    /// Adds an input to the package; first as if all its expressions could be shown, then without those that have no value.
    fn add(
        &self,
        world: &mut World,
        sources: &SourceMap,
        file: &ast::File,
        entry: &str,
        next: &mut u32,
        hidden: bool,
    ) -> Result<(Unit, Vec<Diagnostic>), Vec<Diagnostic>> {
        let mut plain: Vec<Span> = Vec::new();
        if hidden {
            plain.extend(file.script.iter().filter_map(|s| match &s.kind {
                ast::StmtKind::Expr(e) => Some(e.span),
                _ => None,
            }));
        }
        let known: FxHashSet<SmolStr> = world.package(self.package).scope.keys().cloned().collect();
        loop {
            let unit = Unit::new(file, entry, *next, &plain, &known);
            *next = unit.next_node;
            let mut importer = StdImporter::new(sources);
            let diags = extend_package(world, self.package, unit.file.clone(), &mut importer);
            if !World::is_fatal(&diags) {
                for name in &unit.renamed {
                    rename(world, self.package, &format!("{name}{}", unit::NEW), name);
                }
                unit.tell_types(world, self.package);
                return Ok((unit, diags));
            }
            let no_value = |d: &&Diagnostic| d.message.contains("(no value) used as value");
            let valueless: Vec<Span> = unit
                .spans
                .iter()
                .copied()
                .filter(|span| !plain.contains(span) && diags.iter().filter(no_value).any(|d| span.lo <= d.span.lo && d.span.hi <= span.hi))
                .collect();
            if valueless.is_empty() {
                return Err(diags);
            }
            plain.extend(valueless);
        }
    }

    /// Prints findings, without the words that come from the session's own code.
    fn complain(&self, sources: &SourceMap, mut diags: Vec<Diagnostic>) {
        if diags.is_empty() {
            return;
        }
        // A variable's initialiser is checked twice, as a declaration and as an assignment.
        let mut seen = Vec::new();
        diags.retain(|d| {
            !seen.contains(&d.span) && {
                seen.push(d.span);
                true
            }
        });
        for diag in &mut diags {
            diag.message = diag.message.replace(&format!(" in argument to {SHOW}.Show"), "").replace(unit::NEW, "");
            let uninstantiated = format!("in call to {SHOW}.Show, cannot infer");
            diag.message = diag.message.replace(&uninstantiated, "cannot use generic function without instantiation: cannot infer");
            diag.help.extend(self.versions.hint(&diag.message));
            if diag.severity == Severity::Error && diag.message.starts_with("declared and not used") {
                diag.severity = Severity::Warning;
            }
        }
        crate::report::warn(&crate::report::text(sources, &diags, self.color));
    }

    /// The object that a name stands for in the session.
    pub fn object(&self, name: &str) -> Option<ObjId> {
        self.living.extend(|world, _| world.package(self.package).scope.get(name).copied())
    }

    /// Compiles and runs a unit's function.
    fn run(&mut self, unit: &Unit) -> Outcome {
        let Some(entry) = self.object(&unit.entry) else { return Outcome::Failed };
        let funcs = match self.living.compile(self.package, entry) {
            Ok(funcs) => funcs,
            Err(err) => {
                complain!("mgo: {err}");
                return Outcome::Failed;
            }
        };
        let start = Instant::now();
        for func in funcs {
            self.living.sched.session.submit(func);
            self.wait();
        }
        self.ran_for = start.elapsed();
        let _ = std::io::stdout().flush();
        Outcome::Done
    }

    /// Waits for the end of an evaluation; Ctrl-C and a deadlock end it.
    fn wait(&self) {
        let (sched, session) = (self.living.sched, &self.living.sched.session);
        let mut stopping: Option<Instant> = None;
        let mut by_hand = false;
        let mut deadlocks = 0;
        loop {
            match session.wait(sched, LOOK) {
                Wait::Ended => {
                    if by_hand {
                        // A terminal has shown ^C.
                        complain!("{}interrupted", if std::io::stderr().is_terminal() { "\n" } else { "" });
                    }
                    return;
                }
                Wait::Deadlock => deadlocks += 1,
                Wait::Busy => deadlocks = 0,
            }
            if INTERRUPTED.swap(false, Ordering::Relaxed) {
                by_hand = stopping.is_none();
                stopping.get_or_insert_with(Instant::now);
            }
            if deadlocks == 2 && stopping.is_none() {
                complain!("fatal error: all goroutines are asleep - deadlock!\n");
                crate::report::warn(&super::goroutines::stack(sched, session.goid()));
                stopping = Some(Instant::now());
            }
            if let Some(since) = stopping {
                session.interrupt(sched);
                if since.elapsed() > PATIENCE {
                    complain!("goroutine {} does not end; it goes on in the background", session.goid());
                    session.give_up();
                    return;
                }
            }
        }
    }

    /// What `text` is, when it is an expression: its facts are looked up by `f`. Else what is wrong with it.
    pub fn probe<T>(&mut self, text: &str, f: impl FnOnce(&mut World, PackageId, TypeId, mgo_types::info::Mode) -> T) -> Result<T, String> {
        self.number += 1;
        let mut next = self.next_node;
        let found = self.living.extend(|world, sources| {
            let parsed = self.parse(sources, "<expression>", text);
            if !parsed.diags.is_empty() {
                return Err(crate::report::text(sources, &parsed.diags, self.color));
            }
            let Some((file, id, after)) = unit::probe(&parsed.file, self.number, parsed.next_node) else {
                return Err(format!("{text}: not an expression\n"));
            };
            next = after;
            let mut importer = StdImporter::new(sources);
            let mut diags = probe_package(world, self.package, file, &mut importer);
            let found = world.package(self.package).info.exprs.get(&id).map(|tv| (tv.ty, tv.mode));
            match found {
                Some((ty, mode)) if mode != mgo_types::info::Mode::Invalid => Ok(f(world, self.package, ty, mode)),
                _ => {
                    diags.retain(|d| !d.message.ends_with("is not used"));
                    Err(crate::report::text(sources, &diags, self.color))
                }
            }
        });
        self.next_node = next;
        found
    }

    /// Lets `f` look at the world.
    pub fn look<T>(&self, f: impl FnOnce(&mut World, PackageId) -> T) -> T {
        self.living.extend(|world, _| f(world, self.package))
    }

    /// A stage of the compilation of a function of the session, or of a method: `T.m`, `(*T).m`.
    pub fn emit(&self, name: &str, what: Emit) -> Result<String, String> {
        let is_func = |world: &mut World, pkg: PackageId| match name.rsplit_once('.') {
            Some((base, name)) => {
                let base = base.trim_start_matches(['(', '*']).trim_end_matches(')');
                let ty = world.object(*world.package(pkg).scope.get(base)?).ty;
                versions::method(world, ty, name)
            }
            None => {
                let obj = *world.package(pkg).scope.get(name)?;
                matches!(world.object(obj).kind, ObjKind::Func(_)).then_some(obj)
            }
        };
        let obj = self.look(is_func).ok_or_else(|| format!("no function {name}"))?;
        self.living.emit(obj, what).map_err(|err| err.to_string())
    }

    /// The instance.
    pub fn sched(&self) -> &'static mgo_runtime::sched::Sched {
        self.living.sched
    }

    /// Names of session variables that refer to the object at `addr` in their first word.
    pub fn variables_at(&self, addr: usize) -> Vec<String> {
        let variables: Vec<(String, ObjId)> = self.look(|world, pkg| {
            let scope = &world.package(pkg).scope;
            scope
                .iter()
                .filter(|&(name, &obj)| name != unit::LAST && matches!(world.object(obj).kind, ObjKind::Var(_)))
                .map(|(n, &obj)| (n.to_string(), obj))
                .collect()
        });
        let mut names: Vec<String> =
            variables.into_iter().filter(|&(_, obj)| self.living.word_of(obj) == addr).map(|(name, _)| name).collect();
        names.sort();
        names
    }

    /// Forgets all declarations; goroutines go on.
    pub fn reset(&mut self) {
        let (package, next) = self.living.extend(|world, sources| {
            let id = sources.add("session", START);
            let parsed = parse_file(id, sources.file(id), Mode::default(), 0);
            let mut importer = StdImporter::new(sources);
            let opts = Options { script: true, ..Options::default() };
            (check_package(world, "main", vec![parsed.file], &mut importer, &opts).0, parsed.next_node)
        });
        (self.package, self.next_node) = (package, next);
        self.living.replace_main(package);
        self.history.clear();
        self.versions = Versions::default();
        self.declarations = Declarations::default();
    }
}
