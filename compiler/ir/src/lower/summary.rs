//! Summaries: what callers of a library function must know of it, found out ahead of time, so that its body need not be looked into.
//!
//! A function's summary is a line of text: its name as tracebacks have it, without the package; whether its body is put in the place of calls (`i`: it
//! may be, `.`: it is not, `?`: that is decided for each instance); and a word for each parameter, the receiver first: `-` when it goes nowhere, else,
//! with commas between them, where it flows with the number of dereferences on the way: `h=0` to the heap, `1=-1` its address to the second result.
//! A function without a line is not inlined, and all its parameters leak. Invariant: a package has the summaries of the sources that it is compiled from,
//! or none.

use super::Lowerer;
use super::escape::{Leak, Tags};
use crate::program::FuncId;
use mgo_syntax::ast::FuncDecl;
use mgo_types::object::{ObjId, PackageId};
use mgo_types::types::Type;
use rustc_hash::FxHashMap;

/// Gives the lines of a package by its path, when there are any for it.
pub type Source = fn(&str) -> Option<&'static str>;

/// The lines of a package by function.
type Lines = FxHashMap<&'static str, &'static str>;

/// The summaries that were asked for so far.
#[derive(Default)]
pub(super) struct Summaries {
    source: Option<Source>,
    packages: FxHashMap<PackageId, Option<Lines>>,
    /// They are being made: bodies of the library are looked into however long they are.
    in_the_making: bool,
}

/// What is known of a function.
pub(super) struct Summary {
    /// Whether its body may be put in the place of calls; none when instances differ.
    pub(super) inlined: Option<bool>,
    /// How its parameters flow; none when all leak.
    pub(super) tags: Option<Tags>,
}

impl Lowerer {
    /// Takes the summaries of library packages from `source`.
    pub fn set_summaries(&mut self, source: Source) {
        self.summaries.source = Some(source);
    }

    /// Looks into library functions without limits from now on, to make their summaries.
    pub fn summarise(&mut self) {
        self.summaries.in_the_making = true;
    }

    pub(super) fn is_summarising(&self) -> bool {
        self.summaries.in_the_making
    }

    /// What callers must know of a function, when its package has summaries.
    pub(super) fn summary(&mut self, obj: ObjId) -> Option<Summary> {
        let source = self.summaries.source?;
        let id = self.world.object(obj).pkg;
        let package = self.world.package(id);
        let lines = self.summaries.packages.entry(id).or_insert_with(|| {
            let text = source(&package.path).filter(|_| package.lazy)?;
            Some(text.lines().filter_map(|line| line.split_once(' ')).collect())
        });
        if lines.is_none() {
            return None;
        }
        let name = self.local_name(obj);
        let line = self.summaries.packages[&id].as_ref()?.get(&*name).copied();
        // What a damaged line would say is not known: the function is looked into.
        line.map_or(Some(Summary { inlined: Some(false), tags: None }), read)
    }

    /// The functions of a package that others call and that have a body, in the order of their declaration.
    pub fn functions_of(&mut self, pkg: PackageId) -> Vec<ObjId> {
        let all = 0..self.world.objects.len() as u32;
        let has_body = |decl: &FuncDecl| decl.body.is_some() && !matches!(&*decl.name.name, "_" | "init");
        let mut found: Vec<ObjId> = all.map(ObjId).filter(|&obj| self.world.object(obj).pkg == pkg).collect();
        found.retain(|&obj| self.world.func_decl(obj).is_some_and(has_body));
        for &obj in &found {
            self.ensure_checked(obj);
        }
        found
    }

    /// The symbol of a function that has no type parameters, not even its receiver's.
    pub fn only_instance(&mut self, obj: ObjId) -> Option<FuncId> {
        let of_recv = self.func_info(obj).is_some_and(|info| !info.recv_tparams.is_empty());
        let own = matches!(self.world.types.get(self.world.object(obj).ty), Type::Signature(sig) if !sig.tparams.is_empty());
        (!of_recv && !own).then(|| self.function(obj))
    }

    /// A library function's line, if it needs one; `inlined` says whether its body is put in the place of calls, where all instances agree.
    pub fn summary_line(&mut self, obj: ObjId, inlined: Option<bool>) -> Option<String> {
        let leaks = |leak: &Leak| leak.heap == Some(0);
        let tags = self.tags_of(obj).filter(|tags| !tags.params.iter().all(leaks));
        if tags.is_none() && inlined == Some(false) {
            return None;
        }
        let mut line = self.local_name(obj);
        line.push_str(match inlined {
            Some(true) => " i",
            Some(false) => " .",
            None => " ?",
        });
        for leak in tags.iter().flat_map(|tags| &tags.params) {
            line.push(' ');
            write_leak(&mut line, leak);
        }
        Some(line)
    }

    /// A function's name without its package.
    fn local_name(&self, obj: ObjId) -> String {
        let path = &self.world.package(self.world.object(obj).pkg).path;
        self.decl_name(obj, &[]).split_off(path.len() + 1)
    }
}

/// Appends a parameter's word.
fn write_leak(line: &mut String, leak: &Leak) {
    let heap = leak.heap.map(|derefs| format!("h={derefs}"));
    let results = leak.results.iter().enumerate().filter_map(|(i, derefs)| Some(format!("{i}={}", (*derefs)?)));
    let flows: Vec<String> = heap.into_iter().chain(results).collect();
    line.push_str(&if flows.is_empty() { "-".to_owned() } else { flows.join(",") });
}

/// Reads what follows a function's name in its line.
fn read(line: &str) -> Option<Summary> {
    let mut words = line.split(' ');
    let inlined = match words.next()? {
        "i" => Some(true),
        "." => Some(false),
        "?" => None,
        _ => return None,
    };
    let params = words.map(read_leak).collect::<Option<Vec<Leak>>>()?;
    Some(Summary { inlined, tags: (!params.is_empty()).then_some(Tags { params }) })
}

fn read_leak(word: &str) -> Option<Leak> {
    let mut leak = Leak::default();
    for flow in word.split(',').filter(|_| word != "-") {
        let (to, derefs) = flow.split_once('=')?;
        let derefs = derefs.parse().ok()?;
        if to == "h" {
            leak.heap = Some(derefs);
            continue;
        }
        let result: usize = to.parse().ok()?;
        leak.results.resize(leak.results.len().max(result + 1), None);
        leak.results[result] = Some(derefs);
    }
    Some(leak)
}

#[cfg(test)]
mod tests {
    use super::{Leak, read_leak, write_leak};

    #[test]
    fn leaks_read_as_written() {
        let leaks = [
            Leak::default(),
            Leak { heap: Some(0), results: Vec::new() },
            Leak { heap: None, results: vec![None, Some(-1)] },
            Leak { heap: Some(2), results: vec![Some(1), None, Some(0)] },
        ];
        for leak in leaks {
            let mut word = String::new();
            write_leak(&mut word, &leak);
            assert_eq!(read_leak(&word), Some(leak), "{word}");
        }
        for wrong in ["", "h", "h=", "x=1", "1=1,"] {
            assert_eq!(read_leak(wrong), None, "{wrong}");
        }
    }
}
