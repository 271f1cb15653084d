//! Selectors: qualified identifiers, fields, methods as values and as expressions.

use crate::check::Checker;
use crate::exprstring::expr_string;
use crate::identical::is_exported;
use crate::info::{Mode, Selection, SelectionKind};
use crate::lookup::Lookup;
use crate::object::{ObjId, ObjKind, PackageId};
use crate::operand::{Operand, place, pos_of};
use crate::types::{Basic, Param, Signature, Type, TypeId};
use mgo_syntax::ast::{Expr, ExprKind, Ident};
use mgo_syntax::diag::Diagnostic;
use smol_str::SmolStr;

impl Checker<'_> {
    /// `base.sel`, which is `e`. With `want_type`, only a type will do.
    pub(crate) fn selector<'e>(&mut self, x: &mut Operand<'e>, e: &'e Expr, base: &'e Expr, sel: &'e Ident, want_type: bool) {
        *x = Operand::new(e);
        if let ExprKind::Name(ident) = &base.kind
            && let Some(pkg_name) = self.lookup(&ident.name).filter(|&obj| matches!(self.object(obj).kind, ObjKind::PkgName { .. }))
        {
            self.record_use(ident.id, pkg_name);
            if let Some(obj) = self.imported_object(pkg_name, sel) {
                self.qualified(x, obj);
            }
            return;
        }
        self.expr_or_type(x, base, false);
        match x.mode {
            Mode::Builtin => {
                let msg = format!("invalid use of {} in selector expression", self.operand_string(x));
                self.error("UncalledBuiltin", pos_of(e), msg);
                x.invalidate();
            }
            Mode::Invalid => {}
            _ if !self.is_complete(x.ty) => x.invalidate(),
            _ if want_type => {
                self.error("NotAType", sel.span, format!("{} is not a type", expr_string(e)));
                x.invalidate();
            }
            _ => self.select(x, e, base, sel),
        }
        if !x.is_valid() {
            x.ty = Basic::Invalid.id();
        }
        x.set_expr(e);
    }

    /// Makes `x` the object that a qualified identifier names.
    fn qualified(&mut self, x: &mut Operand<'_>, obj: ObjId) {
        let object = self.object(obj);
        let ty = object.ty;
        match object.kind.clone() {
            ObjKind::Const { value } => x.set_const(ty, value),
            ObjKind::TypeName { .. } => x.set_value(Mode::Type, ty),
            ObjKind::Var(_) => x.set_value(Mode::Var, ty),
            ObjKind::Func(_) => {
                self.add_decl_dep(obj);
                x.set_value(Mode::Value, ty);
            }
            ObjKind::Builtin(id) => {
                x.set_value(Mode::Builtin, ty);
                x.builtin = Some(id);
                return;
            }
            ObjKind::PkgName { .. } | ObjKind::Label | ObjKind::Nil => x.invalidate(),
        }
        if x.mode != Mode::Builtin && !self.is_valid(x.ty) {
            x.invalidate();
        }
    }

    /// Selects field or method `sel` of `x`.
    fn select<'e>(&mut self, x: &mut Operand<'e>, e: &'e Expr, base: &'e Expr, sel: &'e Ident) {
        // A pointer is followed without a word: what it points to must be complete as well.
        if let Some(base) = self.pointer_base(x.ty)
            && !self.is_complete(base)
        {
            x.invalidate();
            return;
        }
        let pkg = self.env.pkg;
        let found = self.lookup_field_or_method(x.ty, x.mode == Mode::Var, pkg, &sel.name);
        match found {
            Lookup::Field(selection) => self.select_field(x, e, base, sel, selection),
            Lookup::Method(selection) => self.select_method(x, e, sel, selection),
            failed => {
                self.report_selector(x, sel, &failed);
                x.invalidate();
            }
        }
    }

    fn report_selector(&mut self, x: &Operand<'_>, sel: &Ident, failed: &Lookup) {
        let under = self.underlying(x.ty);
        if !self.is_valid(under) {
            return;
        }
        let (text, ty) = (x.text(), self.tstr(x.ty));
        let name = &sel.name;
        match failed {
            Lookup::Ambiguous => self.error("AmbiguousSelector", sel.span, format!("ambiguous selector {text}.{name}")),
            Lookup::PointerReceiver if x.mode == Mode::Type => {
                let msg = format!("invalid method expression {ty}.{name} (needs pointer receiver (*{ty}).{name})");
                self.error("InvalidMethodExpr", sel.span, msg);
            }
            Lookup::PointerReceiver => {
                self.error("InvalidMethodExpr", sel.span, format!("cannot call pointer method {name} on {ty}"));
            }
            _ => {
                let why = if self.is_interface_ptr(x.ty) {
                    self.interface_ptr_error(x.ty)
                } else {
                    self.lookup_error(x.ty, name, x.mode == Mode::Var, false)
                };
                let similar = self.similar_member(x.ty, name).filter(|similar| !why.contains(&format!(" {similar}")));
                let mut diag = Diagnostic::error("MissingFieldOrMethod", sel.span, format!("{text}.{name} undefined ({why})"));
                if let Some(similar) = similar {
                    diag = diag.with_help(format!("did you mean {text}.{similar}?"));
                }
                self.report(diag);
            }
        }
    }

    /// A field or method of `t`, or of what it points to, that differs from `name` by one edit.
    fn similar_member(&mut self, t: TypeId, name: &str) -> Option<SmolStr> {
        let under = self.underlying(t);
        let base = match *self.types.get(under) {
            Type::Pointer(elem) => elem,
            _ => t,
        };
        let under = self.underlying(base);
        let fields: Vec<(SmolStr, PackageId)> = match self.types.get(under) {
            Type::Struct(s) => s.fields.iter().map(|f| (f.name.clone(), f.pkg)).collect(),
            _ => Vec::new(),
        };
        let pointer = self.types.intern(Type::Pointer(base));
        let methods = if matches!(self.types.get(under), Type::Interface(_)) { self.method_set(base) } else { self.method_set(pointer) };
        let all = fields.into_iter().chain(methods.into_iter().map(|m| (m.name, m.pkg)));
        let seen = |(n, pkg): &(SmolStr, PackageId)| is_exported(n) || *pkg == self.env.pkg;
        all.filter(|m| seen(m) && crate::ident::one_edit(&m.0, name)).map(|m| m.0).min()
    }

    fn select_field<'e>(&mut self, x: &mut Operand<'e>, e: &'e Expr, base: &'e Expr, sel: &'e Ident, selection: Selection) {
        if x.mode == Mode::Type {
            let msg = format!("operand for field selector {} must be value of type {}", sel.name, self.tstr(x.ty));
            self.error("MissingFieldOrMethod", place(base), msg);
            x.invalidate();
            return;
        }
        let mode = if x.mode == Mode::Var || selection.indirect { Mode::Var } else { Mode::Value };
        x.set_value(mode, selection.ty);
        self.record_selection(e.id, selection);
    }

    fn select_method<'e>(&mut self, x: &mut Operand<'e>, e: &'e Expr, sel: &'e Ident, mut selection: Selection) {
        if let Some(method) = selection.obj {
            self.record_use(sel.id, method);
            self.add_decl_dep(method);
        }
        if x.mode == Mode::Type {
            let Some(sig) = self.signature(selection.ty) else {
                x.invalidate();
                return;
            };
            // The receiver comes first; it has a name exactly when the others have.
            let named = sig.params.first().is_some_and(|param| !param.name.is_empty());
            let name = if named { self.receiver_name(selection.obj) } else { Default::default() };
            let mut params = vec![Param { name, ty: x.ty }];
            params.extend(sig.params.iter().cloned());
            selection.ty = self.types.intern(Type::Signature(Signature { params, ..sig }));
            selection.kind = SelectionKind::MethodExpr;
        }
        x.set_value(Mode::Value, selection.ty);
        self.record_selection(e.id, selection);
    }

    /// Name of the receiver that a method declares, `_` without one.
    fn receiver_name(&self, method: Option<ObjId>) -> smol_str::SmolStr {
        let declared = method.and_then(|method| self.func_decl(method)?.recv.as_ref()?.names.first());
        declared.map_or_else(|| "_".into(), |ident| ident.name.clone())
    }
}
