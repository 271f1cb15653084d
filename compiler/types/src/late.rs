//! What Go's compiler finds behind its checker: it looks for these only in a package that has no other errors.
//!
//! Interfaces without a name that contain themselves come first; functions without a body and directives that stand where they
//! mean nothing come after, when there are none of those.

use crate::check::Checker;
use crate::types::{Type, TypeId};
use mgo_syntax::ast::{Decl, Directive, File};
use mgo_syntax::source::{Pos, Span};
use rustc_hash::FxHashMap;

/// Directives that only a function can have.
const OF_FUNCTIONS: [&str; 12] = [
    "go:noescape",
    "go:norace",
    "go:nosplit",
    "go:noinline",
    "go:nocheckptr",
    "go:systemstack",
    "go:nowritebarrier",
    "go:nowritebarrierrec",
    "go:yeswritebarrierrec",
    "go:uintptrkeepalive",
    "go:uintptrescapes",
    "go:registerparams",
];

impl Checker<'_> {
    /// Reports all of that for the files of the package. `complete`: every function has its body here.
    pub(crate) fn late_findings(&mut self, complete: bool) {
        self.interface_cycles();
        if self.world.state.has_errors {
            return;
        }
        let files = self.env.files.clone();
        for file in files.iter() {
            self.directives(file, |file, verb, at| match verb {
                "go:build" => file.package.as_ref().is_some_and(|name| at > name.span.lo),
                verb => OF_FUNCTIONS.contains(&verb) && !above_function(file, at),
            });
            if complete {
                self.missing_bodies(file);
            }
        }
    }

    /// Reports directives that stand above nothing at all: Go's parser finds these, other errors or not.
    pub(crate) fn stray_directives(&mut self) {
        let files = self.env.files.clone();
        for file in files.iter() {
            self.directives(file, |file, verb, at| behind_code(file, at) || OF_FUNCTIONS.contains(&verb) && above_nothing(file, at));
        }
    }

    fn missing_bodies(&mut self, file: &File) {
        for decl in &file.decls {
            let Decl::Func(func) = decl else { continue };
            if func.body.is_some() {
                if func.directives.iter().any(|d| d == "go:noescape") {
                    self.error("BadDecl", func.name.span, "can only use //go:noescape with external func implementations");
                }
                continue;
            }
            // What a linkname says may well be elsewhere.
            let linked = func.recv.is_none() && file.directives.iter().any(|d| linkname(d).is_some_and(|local| func.name.name == local));
            if !linked {
                // Go's place is behind `func`.
                let behind = func.span.lo.plus(4);
                let text = &file.source.text[(behind.0 - file.source.base.0) as usize..];
                let at = behind.plus((text.len() - text.trim_start().len()) as u32);
                let span = Span::new(at, at.max(func.name.span.hi));
                self.error("BadDecl", span, "missing function body");
            }
        }
    }

    /// Reports the directives of Go's compiler that are `misplaced`, told by their verb and place.
    fn directives(&mut self, file: &File, misplaced: fn(&File, &str, Pos) -> bool) {
        for directive in file.directives.iter().filter(|d| d.text.starts_with("go:")) {
            let verb = directive.text.split(' ').next().unwrap_or_default();
            if misplaced(file, verb, directive.span.lo) {
                let mut span = directive.span;
                span.lo = span.lo.plus(2);
                self.error("MisplacedCompilerDirective", span, "misplaced compiler directive");
            }
        }
    }

    /// Interface types without a name whose methods mention them again.
    fn interface_cycles(&mut self) {
        let Some(package) = self.world.state.packages.get_mut(&self.env.pkg) else { return };
        let mut written = std::mem::take(&mut package.interfaces);
        written.sort_by_key(|&(span, _)| (span.lo, std::cmp::Reverse(span.hi)));
        let mut on_cycle: FxHashMap<TypeId, bool> = FxHashMap::default();
        let mut behind = None;
        for (span, ty) in written {
            // Those within another one are met by way of it.
            if behind.is_some_and(|hi| span.lo < hi) {
                continue;
            }
            behind = Some(span.hi);
            if self.methods_lead_back(ty, &mut on_cycle) {
                let text = "invalid recursive type: anonymous interface refers to itself (see https://go.dev/issue/56103)";
                self.error("InvalidDeclCycle", span, text);
                on_cycle.values_mut().for_each(|on| *on = false);
            }
        }
    }

    fn methods_lead_back(&mut self, iface: TypeId, on_cycle: &mut FxHashMap<TypeId, bool>) -> bool {
        self.iface_methods(iface).iter().any(|m| self.leads_back(m.sig, on_cycle))
    }

    fn leads_back(&mut self, t: TypeId, on_cycle: &mut FxHashMap<TypeId, bool>) -> bool {
        match &*self.types.shared(t) {
            Type::Basic(_) | Type::Named(_) | Type::TypeParam(_) | Type::Union(_) => false,
            &Type::Pointer(elem) | &Type::Slice(elem) | &Type::Array(elem, _) | &Type::Chan(_, elem) => self.leads_back(elem, on_cycle),
            &Type::Map(key, elem) => self.leads_back(key, on_cycle) || self.leads_back(elem, on_cycle),
            Type::Struct(s) => s.fields.iter().any(|f| self.leads_back(f.ty, on_cycle)),
            Type::Tuple(list) => list.iter().any(|&t| self.leads_back(t, on_cycle)),
            Type::Signature(sig) => sig.params.iter().chain(&sig.results).any(|p| self.leads_back(p.ty, on_cycle)),
            Type::Interface(iface) => {
                if iface.methods.is_empty() && iface.embeds.is_empty() {
                    return false;
                }
                if let Some(&on) = on_cycle.get(&t) {
                    return on;
                }
                on_cycle.insert(t, true);
                if self.methods_lead_back(t, on_cycle) {
                    return true;
                }
                on_cycle.insert(t, false);
                false
            }
        }
    }
}

/// Whether the next declaration behind `at` is a function, and `at` lies in none.
fn above_function(file: &File, at: Pos) -> bool {
    let next = file.decls.partition_point(|decl| decl.span().lo < at);
    let behind = file.imports.iter().all(|import| import.span.hi <= at) && file.decls[..next].iter().all(|decl| decl.span().hi <= at);
    behind && matches!(file.decls.get(next), Some(Decl::Func(_)))
}

/// Whether `at` lies inside a function or behind all declarations.
fn above_nothing(file: &File, at: Pos) -> bool {
    let next = file.decls.partition_point(|decl| decl.span().lo < at);
    let inside = |decl: &Decl| matches!(decl, Decl::Func(_)) && at < decl.span().hi;
    next == file.decls.len() || next > 0 && inside(&file.decls[next - 1])
}

/// Whether something other than space stands before `at` in its line.
fn behind_code(file: &File, at: Pos) -> bool {
    let text = &file.source.text[..(at.0 - file.source.base.0) as usize];
    text.rsplit('\n').next().is_some_and(|line| !line.trim_start().is_empty())
}

/// The local name of a `//go:linkname local …`.
fn linkname(directive: &Directive) -> Option<&str> {
    directive.text.strip_prefix("go:linkname ")?.split_whitespace().next()
}
