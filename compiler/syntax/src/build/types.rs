//! Types.

use super::Builder;
use crate::ast::{ChanDir, Expr, ExprKind, Field, FuncType, Ident, InterfaceElem};
use crate::literal::string_value;
use crate::source::{Pos, Span};
use smol_str::SmolStr;

impl Builder<'_> {
    /// A method of an interface type has no type parameters, which start at `at`.
    pub(crate) fn generic_method_spec(&mut self, at: Pos) {
        self.error(Span::new(at, at.plus(1)), "interface method must have no type parameters");
    }

    /// `p.T`
    pub(crate) fn qualified(&mut self, lo: Pos, package: Ident, name: Ident, hi: Pos) -> Expr {
        let x = self.expr(package.span.lo, package.span.hi, ExprKind::Name(package));
        self.expr(lo, hi, ExprKind::Selector(Box::new(x), name))
    }

    pub(crate) fn chan(&mut self, lo: Pos, elem: Expr, hi: Pos) -> Expr {
        self.expr(lo, hi, ExprKind::ChanType(ChanDir::Both, Box::new(elem)))
    }

    pub(crate) fn send_chan(&mut self, lo: Pos, elem: Expr, hi: Pos) -> Expr {
        self.expr(lo, hi, ExprKind::ChanType(ChanDir::Send, Box::new(elem)))
    }

    pub(crate) fn recv_chan(&mut self, lo: Pos, elem: Expr, hi: Pos) -> Expr {
        self.expr(lo, hi, ExprKind::ChanType(ChanDir::Recv, Box::new(elem)))
    }

    pub(crate) fn func_type(&mut self, lo: Pos, params: Vec<Field>, results: Vec<Field>, hi: Pos) -> Box<FuncType> {
        Box::new(FuncType { tparams: Vec::new(), params, results, span: Span::new(lo, hi) })
    }

    /// A result without a name.
    pub(crate) fn unnamed(&mut self, ty: Expr) -> Field {
        let span = ty.span;
        Field { names: Vec::new(), ty, tag: None, span, id: self.id() }
    }

    pub(crate) fn field(&mut self, names: Vec<Ident>, ty: Expr, tag: Option<&str>, span: Span) -> Box<Field> {
        if let [_] = names[..] {
            self.no_open_array(&ty);
        }
        let tag = tag.map(|literal| SmolStr::new(String::from_utf8_lossy(&string_value(literal))));
        Box::new(Field { names, ty, tag, span, id: self.id() })
    }

    pub(crate) fn struct_type(&mut self, lo: Pos, fields: Vec<Box<Field>>, hi: Pos) -> Expr {
        self.expr(lo, hi, ExprKind::StructType(fields.into_iter().map(|f| *f).collect()))
    }

    pub(crate) fn interface_type(&mut self, lo: Pos, elems: Vec<Box<InterfaceElem>>, hi: Pos) -> Expr {
        self.expr(lo, hi, ExprKind::InterfaceType(elems.into_iter().map(|e| *e).collect()))
    }
}
