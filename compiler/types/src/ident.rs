//! Identifiers: what a name means where it is used.

use crate::check::Checker;
use crate::info::Mode;
use crate::object::{ObjId, ObjKind, PackageId, VarKind};
use crate::operand::Operand;
use mgo_syntax::ast::{Expr, Ident};
use num_bigint::BigInt;

use crate::constant::Value;

impl Checker<'_> {
    /// Makes `x` what identifier `name`, which is expression `e`, stands for. With `want_type`, only a type will do.
    pub(crate) fn ident<'e>(&mut self, x: &mut Operand<'e>, e: &'e Expr, name: &Ident, want_type: bool) {
        *x = Operand::new(e);
        let Some(obj) = self.lookup(&name.name) else {
            if name.name == "_" {
                self.error("InvalidBlank", name.span, "cannot use _ as value or type");
            } else {
                self.undefined(name);
            }
            return;
        };
        if !self.allow_version(1, 18)
            && self.object(obj).pkg == PackageId::UNIVERSE
            && matches!(name.name.as_str(), "any" | "comparable")
            && !self.verify_version(name.span, 1, 18, &format!("predeclared {}", name.name))
        {
            return;
        }
        self.record_use(name.id, obj);
        let is_type = matches!(self.object(obj).kind, ObjKind::TypeName { .. });
        if want_type && !is_type {
            let msg = format!("{} ({}) is not a type", name.name, self.object_kind(obj));
            self.error("NotAType", name.span, msg);
            self.use_if_own_var(obj);
            return;
        }
        if !self.has_type(obj) || is_type && want_type && self.object(obj).pkg == self.env.pkg {
            self.obj_decl(obj);
        }
        self.mark_dot_import(&name.name, obj);
        let object = self.object(obj);
        let ty = object.ty;
        match object.kind.clone() {
            ObjKind::PkgName { .. } => {
                self.error("InvalidPkgUse", name.span, format!("use of package {} not in selector", name.name));
            }
            ObjKind::Const { value } => {
                self.add_decl_dep(obj);
                if !self.is_valid(ty) {
                    return;
                }
                if Some(obj) != self.world.state.iota {
                    x.set_const(ty, value);
                } else if let Some(iota) = self.env.iota {
                    x.set_const(ty, Value::Int(BigInt::from(iota)));
                } else {
                    self.error("InvalidIota", name.span, "cannot use iota outside constant declaration");
                }
            }
            ObjKind::TypeName { .. } => x.set_value(Mode::Type, ty),
            ObjKind::Var(_) => {
                self.use_if_own_var(obj);
                self.add_decl_dep(obj);
                if self.is_valid(ty) {
                    x.set_value(Mode::Var, ty);
                }
            }
            ObjKind::Func(_) => {
                self.add_decl_dep(obj);
                x.set_value(Mode::Value, ty);
            }
            ObjKind::Builtin(id) => {
                x.set_value(Mode::Builtin, ty);
                x.builtin = Some(id);
            }
            ObjKind::Nil => x.set_value(Mode::Nil, ty),
            ObjKind::Label => {}
        }
    }

    /// Reports an unknown name, with advice when a similar one is known.
    fn undefined(&mut self, name: &Ident) {
        let mut diag = mgo_syntax::diag::Diagnostic::error("UndeclaredName", name.span, format!("undefined: {}", name.name));
        if let Some(similar) = self.similar_name(&name.name) {
            diag = diag.with_help(format!("did you mean {similar}?"));
        }
        self.report(diag);
    }

    /// A visible name that differs from `name` in case or by one edit.
    fn similar_name(&self, name: &str) -> Option<String> {
        if name.len() < 3 {
            return None;
        }
        let mut best: Option<&str> = None;
        let consider = |candidate: &'_ smol_str::SmolStr, best: &mut Option<String>| {
            if best.as_deref().is_none_or(|b| candidate.as_str() < b) && one_edit(candidate, name) {
                *best = Some(candidate.to_string());
            }
        };
        let mut found = best.take().map(str::to_string);
        let mut scope = self.env.scope;
        while let Some(s) = scope {
            let data = self.scope(s);
            data.names.keys().for_each(|n| consider(n, &mut found));
            scope = data.parent;
        }
        for pkg in [self.env.pkg, PackageId::UNIVERSE] {
            if found.is_none() {
                self.package(pkg).scope.keys().for_each(|n| consider(n, &mut found));
            }
        }
        found
    }

    /// Marks a variable of this package as used.
    fn use_if_own_var(&mut self, obj: ObjId) {
        if matches!(self.object(obj).kind, ObjKind::Var(_)) && self.object(obj).pkg == self.env.pkg {
            self.use_var(obj);
        }
    }

    /// Notes that the declaration at hand mentions package-level object `to`.
    pub(crate) fn add_decl_dep(&mut self, to: ObjId) {
        let Some(from) = self.env.decl else { return };
        if self.object(to).pkg == self.env.pkg
            && self.world.state.decls.contains_key(&to)
            && let Some(info) = self.world.state.decls.get_mut(&from)
        {
            info.deps.insert(to);
        }
    }

    /// What kind of thing an object is, for messages.
    pub(crate) fn object_kind(&self, obj: ObjId) -> &'static str {
        let object = self.object(obj);
        match &object.kind {
            ObjKind::PkgName { .. } => "package name",
            ObjKind::Const { .. } => "constant",
            ObjKind::TypeName { alias: true } => "type alias",
            ObjKind::TypeName { .. } if self.is_type_param(object.ty) => "type parameter",
            ObjKind::TypeName { .. } => "defined type",
            ObjKind::Var(VarKind::Global) => "package-level variable",
            ObjKind::Var(VarKind::Local) => "local variable",
            ObjKind::Var(VarKind::Param) if self.world.state.func_sigs.values().any(|sig| sig.recv == Some(obj)) => "receiver",
            ObjKind::Var(VarKind::Param) => "parameter",
            ObjKind::Var(VarKind::Result) => "result variable",
            ObjKind::Var(VarKind::Field) => "struct field",
            ObjKind::Func(info) if info.recv.is_some() => "method",
            ObjKind::Func(_) => "function",
            ObjKind::Label => "label",
            ObjKind::Builtin(_) => "built-in function",
            ObjKind::Nil => "untyped nil",
        }
    }
}

/// Whether `a` becomes `b` by a change of case, or by one inserted, removed, replaced or two exchanged letters.
pub(crate) fn one_edit(a: &str, b: &str) -> bool {
    if a.eq_ignore_ascii_case(b) {
        return true;
    }
    let (a, b) = if a.len() <= b.len() { (a.as_bytes(), b.as_bytes()) } else { (b.as_bytes(), a.as_bytes()) };
    if a.len() < 3 || b.len() - a.len() > 1 {
        return false;
    }
    let head = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (ra, rb) = (&a[head..], &b[head..]);
    if a.len() < b.len() {
        return ra == &rb[1..];
    }
    ra.len() < 2 || ra[1..] == rb[1..] || ra[0] == rb[1] && ra[1] == rb[0] && ra[2..] == rb[2..]
}
