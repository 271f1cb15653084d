//! Compiling ahead: a session has a list of functions that its first lines are likely to call, and they are compiled while nobody waits for anything.
//!
//! Invariant: the compiler is held for one package or one function at a time, so what comes meanwhile waits for no more than that.

use super::Engine;
use mgo_ir::program::FuncId;
use mgo_types::extend::add_import;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

/// So long must nothing have happened before work begins: lines from a pipe follow each other faster.
const GRACE: Duration = Duration::from_millis(10);

/// Open while there is time for work that nobody waits for.
#[derive(Debug, Default)]
pub struct Gate {
    open: Mutex<bool>,
    changed: Condvar,
    /// How much was done, in steps.
    done: Mutex<usize>,
    advanced: Condvar,
}

impl Gate {
    /// Opens or closes.
    pub fn set(&self, open: bool) {
        *self.open.lock().unwrap_or_else(PoisonError::into_inner) = open;
        self.changed.notify_all();
    }

    /// Opens, and waits until so many steps were done, but no longer than `patience`.
    pub fn open_until(&self, steps: usize, patience: Duration) {
        self.set(true);
        let done = self.done.lock().unwrap_or_else(PoisonError::into_inner);
        // Whether there was time enough does not matter: what is not done is done later.
        drop(self.advanced.wait_timeout_while(done, patience, |done| *done < steps));
    }

    /// Notes that steps were done.
    fn advance(&self, steps: usize) {
        let mut done = self.done.lock().unwrap_or_else(PoisonError::into_inner);
        *done = done.saturating_add(steps);
        self.advanced.notify_all();
    }

    /// Returns while the gate is open; when it was closed, not before it has been open for a moment.
    fn pass(&self) {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        while !*open {
            open = self.changed.wait_while(open, |open| !*open).unwrap_or_else(PoisonError::into_inner);
            open = self.changed.wait_timeout_while(open, GRACE, |open| *open).unwrap_or_else(PoisonError::into_inner).0;
        }
    }
}

/// What is still to be compiled.
struct Plan<'a> {
    wanted: FxHashSet<&'a str>,
    left: VecDeque<&'a str>,
    /// Wanted functions that the program knows.
    known: FxHashMap<&'a str, Vec<FuncId>>,
    /// How many of the program's functions were looked at.
    seen: usize,
    /// Names passed over since one was found.
    passed: usize,
}

/// What is to be done next.
enum Step {
    /// Compile these, instances of one generic function maybe.
    Compile(Vec<FuncId>),
    /// Nothing yet: a package was loaded, or the name is not known so far.
    Again,
    /// All is done but for what is left over.
    End,
}

impl Engine {
    /// Compiles the library's functions that `names` lists, one a line, whenever the gate is open. Returns those that there are not.
    pub(super) fn warm_up<'a>(&self, names: &'a str, gate: &Gate) -> Vec<&'a str> {
        let left: VecDeque<&str> = names.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).collect();
        let mut plan = Plan { wanted: left.iter().copied().collect(), left, known: FxHashMap::default(), seen: 0, passed: 0 };
        loop {
            gate.pass();
            match self.with(|inner| plan.step(&mut inner.lowerer)) {
                Step::Compile(funcs) => {
                    for f in funcs {
                        gate.pass();
                        // Should it not compile, then its first call says so.
                        let _ = self.code(f);
                        gate.advance(1);
                    }
                }
                Step::Again => {}
                Step::End => {
                    gate.advance(usize::MAX);
                    return plan.left.into();
                }
            }
        }
    }

    /// Names of the library's functions that are compiled, in the order in which they were first mentioned.
    pub(super) fn compiled(&self) -> Vec<Arc<str>> {
        self.with(|inner| {
            let mut done: Vec<FuncId> = inner.done().collect();
            done.sort_unstable();
            let program = &inner.lowerer.program;
            done.into_iter().map(|f| program.func(f)).filter(|sym| sym.lazy).map(|sym| sym.name.clone()).collect()
        })
    }
}

impl Plan<'_> {
    /// Finds the next function. Closures and instances are known only once somebody who mentions them is lowered: they are tried again later.
    fn step(&mut self, lowerer: &mut mgo_ir::lower::Lowerer) -> Step {
        for (index, sym) in lowerer.program.funcs.iter().enumerate().skip(self.seen) {
            if let Some(&name) = self.wanted.get(&*sym.name) {
                self.known.entry(name).or_default().push(FuncId(index as u32));
            }
        }
        self.seen = lowerer.program.funcs.len();
        let Some(name) = self.left.pop_front() else { return Step::End };
        if let Some(funcs) = self.known.remove(name) {
            self.passed = 0;
            return Step::Compile(funcs);
        }
        let (path, declared) = parts_of(name);
        if lowerer.world.package_named(path).is_none() {
            let Some(main) = lowerer.main() else { return Step::End };
            if add_import(&mut lowerer.world, main, path).is_some() {
                self.left.push_front(name);
                return Step::Again;
            }
        }
        let found = match declared {
            Declared::Function => lowerer.entry(name),
            Declared::Method(ty, method) => lowerer.method(path, ty, method),
            Declared::Nothing => None,
        };
        if let Some(f) = found {
            self.passed = 0;
            return Step::Compile(vec![f]);
        }
        self.left.push_back(name);
        self.passed += 1;
        if self.passed > self.left.len() { Step::End } else { Step::Again }
    }
}

/// What a function's name says of its declaration.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Declared<'a> {
    /// A function.
    Function,
    /// A method, with the name of its type.
    Method(&'a str, &'a str),
    /// A closure, or an instance of something generic: known when somebody mentions it.
    Nothing,
}

/// The path of a function's package, and what is declared in it.
fn parts_of(name: &str) -> (&str, Declared<'_>) {
    let start = name.rfind('/').map_or(0, |at| at + 1);
    let Some((path, rest)) = name[start..].find('.').map(|dot| (&name[..start + dot], &name[start + dot + 1..])) else {
        return (name, Declared::Nothing);
    };
    let parts: Vec<&str> = rest.split('.').collect();
    let is_name = |part: &str| part.chars().all(|c| c.is_alphanumeric() || c == '_');
    let declared = match parts[..] {
        [f] if is_name(f) => Declared::Function,
        [ty, method] if is_name(method) && !method.starts_with("func") => {
            let ty = ty.strip_prefix("(*").and_then(|ty| ty.strip_suffix(')')).unwrap_or(ty);
            if is_name(ty) { Declared::Method(ty, method) } else { Declared::Nothing }
        }
        _ => Declared::Nothing,
    };
    (path, declared)
}

#[cfg(test)]
mod tests {
    use super::{Declared, parts_of};

    #[test]
    fn names_tell_what_is_declared() {
        for (name, path, declared) in [
            ("fmt.Println", "fmt", Declared::Function),
            ("encoding/json.(*encodeState).marshal", "encoding/json", Declared::Method("encodeState", "marshal")),
            ("time.Duration.String", "time", Declared::Method("Duration", "String")),
            ("slices.SortFunc[...]", "slices", Declared::Nothing),
            ("fmt.Println.func1", "fmt", Declared::Nothing),
            ("sync/atomic.(*Pointer[...]).Load", "sync/atomic", Declared::Nothing),
        ] {
            assert_eq!(parts_of(name), (path, declared));
        }
    }
}
