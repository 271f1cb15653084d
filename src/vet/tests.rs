//! Tests that `go test` would not run, examples that document nothing, seeds that do not fit their fuzz target.

use super::Pass;
use crate::test::example;
use mgo_syntax::ast::{Call, Decl, Expr, ExprKind, File, FuncDecl};
use mgo_syntax::source::Span;
use mgo_syntax::visit::{Node, inspect};
use mgo_types::lookup::Lookup;
use mgo_types::object::ObjId;
use mgo_types::types::{Type, TypeId};

impl Pass<'_> {
    /// Looks at the functions of a `_test` file.
    pub(super) fn test_file(&mut self, file: &File) {
        let stem = file.source.name.rsplit_once('.').map_or(&*file.source.name, |(stem, _)| stem);
        if !stem.ends_with("_test") {
            return;
        }
        for decl in &file.decls {
            let Decl::Func(f) = decl else { continue };
            let name = f.name.name.as_str();
            if f.recv.is_some() {
                continue;
            }
            if name.starts_with("Example") {
                self.example_name(f);
                self.example_output(file, f);
            } else if let Some(prefix) = ["Test", "Benchmark", "Fuzz"].into_iter().find(|prefix| name.starts_with(prefix)) {
                self.test_name(f, prefix);
                if prefix == "Fuzz" {
                    self.seeds(f);
                }
            }
        }
    }

    fn test_name(&mut self, f: &FuncDecl, prefix: &str) {
        let name = &f.name.name;
        if takes(f, &prefix[..1]) && name[prefix.len()..].starts_with(char::is_lowercase) {
            let text = format!("{name} has malformed name: first letter after '{prefix}' must not be lowercase");
            self.report("tests", f.name.span, text);
        }
    }

    /// What the parts of the name say is there: `ExampleType_Method_suffix`.
    fn example_name(&mut self, f: &FuncDecl) {
        let (name, at) = (f.name.name.as_str(), f.span);
        if !f.sig.params.is_empty() {
            self.report("tests", at, format!("{name} should be niladic"));
        }
        if !f.sig.results.is_empty() {
            self.report("tests", at, format!("{name} should return nothing"));
        }
        if !f.sig.tparams.is_empty() {
            self.report("tests", at, format!("{name} should not have type params"));
        }
        let about = &name["Example".len()..];
        if about.is_empty() {
            return;
        }
        let mut parts = about.splitn(3, '_');
        let (ident, member, suffix) = (parts.next().unwrap_or_default(), parts.next(), parts.next());
        if ident.is_empty() {
            let suffix = about.strip_prefix('_').unwrap_or(about);
            return self.example_suffix(f, suffix);
        }
        let objects = self.documented(ident);
        if objects.is_empty() {
            return self.report("tests", at, format!("{name} refers to unknown identifier: {ident}"));
        }
        if let Some(member) = member.filter(|member| !member.starts_with(char::is_lowercase))
            && !objects.iter().any(|&obj| self.has_member(obj, member))
        {
            self.report("tests", at, format!("{name} refers to unknown field or method: {ident}.{member}"));
        }
        if let Some(suffix) = suffix {
            self.example_suffix(f, suffix);
        }
    }

    fn example_suffix(&mut self, f: &FuncDecl, suffix: &str) {
        if !suffix.starts_with(char::is_lowercase) {
            self.report("tests", f.span, format!("{} has malformed example suffix: {suffix}", f.name.name));
        }
    }

    /// What an example can be about: the package's own, else that of one that it imports, for nobody says which one is tested.
    fn documented(&self, name: &str) -> Vec<ObjId> {
        let scope = |pkg| self.world.package(pkg).scope.get(name).copied();
        match scope(self.pkg) {
            Some(obj) => vec![obj],
            None => self.world.package(self.pkg).imports.iter().filter_map(|&pkg| scope(pkg)).collect(),
        }
    }

    fn has_member(&mut self, obj: ObjId, member: &str) -> bool {
        let object = self.world.object(obj);
        let (t, pkg) = (object.ty, object.pkg);
        !matches!(self.world.lookup_field_or_method(t, true, pkg, member), Lookup::NotFound)
    }

    /// The comment that says what is printed comes last.
    fn example_output(&mut self, file: &File, f: &FuncDecl) {
        let body = f.body.as_ref().map(|body| body.span).unwrap_or_default();
        let groups = example::comment_groups(file.source.slice(body));
        let outputs = groups.iter().filter(|(_, text)| example::is_output(text)).count();
        let text = match outputs {
            ..=1 => "output comment block must be the last comment block",
            _ => "there can only be one output comment block per example",
        };
        let Some((_, before)) = groups.split_last() else { return };
        for (at, _) in before.iter().filter(|(_, text)| example::is_output(text)) {
            let at = body.lo.plus(*at as u32);
            self.report("tests", Span::new(at, at), text);
        }
    }

    /// `f.Add` gives what the target takes.
    fn seeds(&mut self, f: &FuncDecl) {
        let mut calls: Vec<Call> = Vec::new();
        inspect(Node::Decl(&Decl::Func(f.clone().into())), &mut |node| {
            if let Node::Expr(Expr { kind: ExprKind::Call(call), .. }) = node {
                calls.push((**call).clone());
            }
            true
        });
        let named = |pass: &Self, call: &Call, name: &str| pass.callee(call).is_some_and(|callee| callee == name);
        let target = calls.iter().find(|call| named(self, call, "(*testing.F).Fuzz")).and_then(|call| self.value_type(call.args.first()?));
        let Some(Type::Signature(sig)) = target.map(|t| self.shape(t)) else { return };
        let Some((_, params)) = sig.params.split_first() else { return };
        let want: Vec<TypeId> = params.iter().map(|param| param.ty).collect();
        for call in &calls {
            if !named(self, call, "(*testing.F).Add") {
                continue;
            }
            let span = Span::new(call.fun.span.lo, call.rparen.plus(1));
            let got: Vec<TypeId> = call.args.iter().filter_map(|arg| self.value_type(arg)).collect();
            if got.len() != want.len() {
                let text = format!("wrong number of values in call to (*testing.F).Add: {}, fuzz target expects {}", got.len(), want.len());
                self.report("tests", span, text);
                continue;
            }
            let wrong: Vec<usize> = (0..got.len()).filter(|&i| !self.world.identical(got[i], want[i])).collect();
            match wrong[..] {
                [] => {}
                [i] => {
                    let (got, want) = (self.type_text(got[i]), self.type_text(want[i]));
                    let text = format!("mismatched type in call to (*testing.F).Add: {got}, fuzz target expects {want}");
                    self.report("tests", call.args[i].span, text);
                }
                _ => {
                    let list = |types: &[TypeId]| types.iter().map(|&t| self.type_text(t)).collect::<Vec<_>>().join(" ");
                    let (got, want) = (list(&got), list(&want));
                    let text = format!("mismatched types in call to (*testing.F).Add: [{got}], fuzz target expects [{want}]");
                    self.report("tests", span, text);
                }
            }
        }
    }
}

/// Whether the only parameter is a pointer to a type of this name: `*testing.T`.
fn takes(f: &FuncDecl, ty: &str) -> bool {
    crate::test::has_param(f, ty) && f.sig.results.is_empty()
}
