//! Struct types.

use crate::check::Checker;
use crate::types::{Basic, StructField, StructType, Type, TypeId};
use mgo_syntax::ast::{Expr, ExprKind, Field, Ident};
use mgo_syntax::diag::Diagnostic;
use mgo_syntax::source::Span;

impl Checker<'_> {
    /// Checks `struct { … }`.
    pub(crate) fn struct_type(&mut self, list: &[Field]) -> TypeId {
        let mut fields: Vec<StructField> = Vec::new();
        for field in list {
            let ty = self.var_type(&field.ty);
            for name in &field.names {
                self.add_field(&mut fields, name, ty, false, field);
            }
            if field.names.is_empty() {
                self.embedded_field(&mut fields, ty, field);
            }
        }
        self.types.intern(Type::Struct(StructType { fields }))
    }

    fn add_field(&mut self, fields: &mut Vec<StructField>, name: &Ident, ty: TypeId, embedded: bool, field: &Field) {
        if name.name != "_"
            && let Some(other) = fields.iter().find(|f| f.name == name.name)
        {
            let diag = Diagnostic::error("DuplicateDecl", name.span, format!("{} redeclared", name.name));
            self.report(diag.with_label(other.span, format!("other declaration of {}", name.name)));
            return;
        }
        let tag = field.tag.clone().unwrap_or_default();
        fields.push(StructField { name: name.name.clone(), ty, embedded, tag, pkg: self.env.pkg, span: name.span });
    }

    fn embedded_field(&mut self, fields: &mut Vec<StructField>, ty: TypeId, field: &Field) {
        let span = field.ty.span;
        let Some(name) = embedded_ident(&field.ty) else {
            if !matches!(field.ty.kind, ExprKind::Bad) {
                let msg = format!("invalid embedded field type {}", crate::exprstring::expr_string(&field.ty));
                self.error("InvalidSyntaxTree", span, msg);
            }
            let blank = Ident { id: field.id, name: "_".into(), span };
            self.add_field(fields, &blank, Basic::Invalid.id(), true, field);
            return;
        };
        self.add_field(fields, name, ty, true, field);
        // What is embedded may not be complete yet.
        self.later(move |c| c.check_embedded(span, ty));
    }

    fn check_embedded(&mut self, span: Span, ty: TypeId) {
        let (base, is_ptr) = self.deref(ty);
        let (code, msg) = match *self.under(base) {
            Type::Basic(Basic::UnsafePointer) => ("InvalidPtrEmbed", "embedded field type cannot be unsafe.Pointer"),
            Type::Pointer(_) => ("InvalidPtrEmbed", "embedded field type cannot be a pointer"),
            Type::Interface(_) if self.is_type_param(base) => {
                ("MisplacedTypeParam", "embedded field type cannot be a (pointer to a) type parameter")
            }
            Type::Interface(_) if is_ptr => ("InvalidPtrEmbed", "embedded field type cannot be a pointer to an interface"),
            _ => return,
        };
        self.error(code, span, msg);
    }
}

/// The name an embedded field has: that of its type.
fn embedded_ident(e: &Expr) -> Option<&Ident> {
    match &e.kind {
        ExprKind::Name(name) => Some(name),
        ExprKind::Star(inner) if !matches!(inner.kind, ExprKind::Star(_)) => embedded_ident(inner),
        ExprKind::Selector(_, sel) => Some(sel),
        ExprKind::Index(x, _) => embedded_ident(x),
        _ => None,
    }
}
