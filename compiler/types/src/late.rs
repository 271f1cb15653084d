//! What Go's compiler finds behind its checker: it looks for these only in a package that has no other errors.
//!
//! Interfaces without a name that contain themselves come first; functions without a body and directives that stand where they
//! mean nothing come after, when there are none of those.

use crate::check::Checker;
use crate::object::{ObjId, ObjKind};
use crate::types::{Type, TypeId};
use mgo_syntax::ast::{Decl, Directive, File};
use mgo_syntax::directive::Target;
use mgo_syntax::source::Span;
use rustc_hash::FxHashMap;

impl Checker<'_> {
    /// Reports all of that for the files of the package. `complete`: every function has its body here.
    pub(crate) fn late_findings(&mut self, complete: bool) {
        self.interface_cycles();
        if self.world.state.has_errors {
            return;
        }
        let files = self.env.files.clone();
        for file in files.iter() {
            self.directives(file);
            self.linknames(file);
            self.functions(file, complete);
        }
        if self.world.state.has_errors {
            return;
        }
        let pkg = self.env.pkg;
        let put_off = self.world.state.packages.get_mut(&pkg).map(|package| std::mem::take(&mut package.late));
        for (span, text) in put_off.unwrap_or_default() {
            self.error("BadPrint", span, text);
        }
        self.too_large();
    }

    /// Reports `text` only if nothing else turns out to be wrong.
    pub(crate) fn late_error(&mut self, span: Span, text: impl Into<String>) {
        let pkg = self.env.pkg;
        if !self.package(pkg).lazy
            && let Some(package) = self.world.state.packages.get_mut(&pkg)
        {
            package.late.push((span, text.into()));
        }
    }

    /// Reports functions without a body when the package is `complete`, and directives that do not fit the function.
    fn functions(&mut self, file: &File, complete: bool) {
        for decl in &file.decls {
            let Decl::Func(func) = decl else { continue };
            if func.name.name == "_" {
                continue;
            }
            // Go's place is behind `func`.
            let behind = func.span.lo.plus(4);
            // The main function of a script, whose place is that of the script, may lie at the end of the text.
            let text = file.source.text.get(file.source.offset(behind)..).unwrap_or_default();
            let at = behind.plus((text.len() - text.trim_start().len()) as u32);
            let span = Span::new(at, at.max(func.name.span.hi));
            let has = |directive: &str| func.directives.iter().any(|d| d == directive);
            if func.body.is_some() {
                if has("go:noescape") {
                    self.error("BadDecl", span, "can only use //go:noescape with external func implementations");
                }
                continue;
            }
            // What a linkname says may well be elsewhere.
            let linked = func.recv.is_none() && file.directives.iter().any(|d| linkname(d).is_some_and(|local| func.name.name == local));
            if complete && !linked {
                self.error("BadDecl", span, "missing function body");
            }
        }
    }

    /// Reports directives above what cannot have them.
    fn directives(&mut self, file: &File) {
        let embeds = file.imports.iter().any(|import| import.path == "embed");
        for directive in &file.directives {
            let fits = match directive.target {
                Target::Nothing => true,
                Target::Package => !directive.is_embed() && !directive.is_of_functions(),
                Target::Import | Target::Const | Target::Type => false,
                Target::Func => !directive.is_embed() && directive.verb() != "go:build",
                Target::Var { .. } => directive.is_embed(),
            };
            let known = directive.is_embed() || directive.is_of_functions() || directive.verb() == "go:build";
            if !fits && known {
                self.report(directive.misplaced());
            }
            if let (Target::Var { many, valued, local }, true) = (directive.target, directive.is_embed()) {
                let why = match (many, valued, local) {
                    _ if !embeds => "requires import \"embed\" (or import _ \"embed\", if package is not used)",
                    (true, ..) => "cannot apply to multiple vars",
                    (_, true, _) => "cannot apply to var with initializer",
                    (.., true) => "cannot apply to var inside func",
                    _ => {
                        self.verify_version(directive.place(), 1, 16, "go:embed");
                        continue;
                    }
                };
                self.error("InvalidEmbed", directive.place(), format!("go:embed {why}"));
            }
        }
    }

    /// Reports linknames that link nothing.
    fn linknames(&mut self, file: &File) {
        let mut linked: Vec<ObjId> = Vec::new();
        for directive in &file.directives {
            let Some(local) = linkname(directive) else { continue };
            let verb = directive.verb();
            let remote = directive.text.split_whitespace().nth(2).unwrap_or_default();
            let obj = self.package(self.env.pkg).scope.get(local).copied();
            let obj = obj.filter(|&obj| matches!(self.object(obj).kind, ObjKind::Func(_) | ObjKind::Var(_)));
            let text = match obj {
                _ if !file.imports.iter().any(|import| import.path == "unsafe") => {
                    format!("//{verb} only allowed in Go files that import \"unsafe\"")
                }
                _ if remote.contains('[') && remote.contains(']') => format!("//{verb} reference of an instantiation is not allowed"),
                None if !self.allow_version(1, 18) => continue,
                None => format!("//{verb} must refer to declared function or variable"),
                Some(obj) if linked.contains(&obj) => format!("duplicate //{verb} for {local}"),
                Some(obj) => {
                    linked.push(obj);
                    continue;
                }
            };
            self.error("BadDecl", directive.place(), text);
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

/// The local name of a `//go:linkname local …`.
fn linkname(directive: &Directive) -> Option<&str> {
    let rest = directive.text.strip_prefix("go:linkname ").or_else(|| directive.text.strip_prefix("go:linknamestd "))?;
    rest.split_whitespace().next()
}
