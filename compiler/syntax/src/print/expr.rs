//! Expressions and types.

use super::{Printer, one_line};
use crate::ast::{Block, ChanDir, Element, Expr, ExprKind, InterfaceElem, UnaryOp};

impl Printer<'_> {
    pub(super) fn exprs(&mut self, role: &'static str, list: &[Expr]) {
        for x in list {
            self.role = role;
            self.expr(x);
        }
    }

    pub(super) fn opt_expr(&mut self, role: &'static str, x: Option<&Expr>) {
        self.exprs(role, x.map_or(&[], std::slice::from_ref));
    }

    pub(super) fn block(&mut self, role: &'static str, block: &Block) {
        self.role = role;
        self.node("block", block.span.lo, |p| p.stmts(&block.stmts));
    }

    pub(super) fn expr(&mut self, x: &Expr) {
        let pos = x.span.lo;
        match &x.kind {
            ExprKind::Bad => self.line("bad", pos),
            ExprKind::Name(name) => self.line(format!("name {}", name.name), pos),
            ExprKind::Lit(kind, text) => self.line(format!("lit {kind:?} {}", one_line(text)), pos),
            ExprKind::Composite { ty, elems, .. } => self.node("composite", pos, |p| {
                p.opt_expr("type", ty.as_deref());
                p.elements(elems);
            }),
            ExprKind::FuncLit(lit) => self.node("funclit", pos, |p| {
                p.signature(&lit.sig);
                p.block("body", &lit.body);
            }),
            ExprKind::Paren(x) => self.node("paren", pos, |p| p.expr(x)),
            ExprKind::Selector(x, name) => self.node(format!("selector .{}", name.name), pos, |p| p.expr(x)),
            ExprKind::Index(x, args) => self.node("index", pos, |p| {
                p.expr(x);
                p.exprs("at", args);
            }),
            ExprKind::Slice { x, lo, hi, max } => self.node("slice", pos, |p| {
                p.expr(x);
                p.opt_expr("lo", lo.as_deref());
                p.opt_expr("hi", hi.as_deref());
                p.opt_expr("max", max.as_deref());
            }),
            ExprKind::TypeAssert(x, ty) => self.node("assert", pos, |p| {
                p.expr(x);
                p.opt_expr("type", ty.as_deref());
            }),
            ExprKind::Call(call) => self.node(if call.ellipsis.is_some() { "call ..." } else { "call" }, pos, |p| {
                p.role = "fun";
                p.expr(&call.fun);
                p.exprs("", &call.args);
            }),
            ExprKind::Star(x) => self.node("star", pos, |p| p.expr(x)),
            ExprKind::Unary(op, x) => self.node(format!("unary {}", unary(*op)), pos, |p| p.expr(x)),
            ExprKind::Binary { op, x, y, .. } => self.node(format!("binary {}", op.text()), pos, |p| {
                p.expr(x);
                p.expr(y);
            }),
            _ => self.type_lit(x),
        }
    }

    fn type_lit(&mut self, x: &Expr) {
        let pos = x.span.lo;
        match &x.kind {
            ExprKind::ArrayType { len, elem } => self.node(if len.is_some() { "array" } else { "array ..." }, pos, |p| {
                p.opt_expr("len", len.as_deref());
                p.expr(elem);
            }),
            ExprKind::SliceType(elem) => self.node("slice type", pos, |p| p.expr(elem)),
            ExprKind::StructType(fields) => self.node("struct", pos, |p| p.fields("field", fields)),
            ExprKind::FuncType(sig) => self.node("func type", pos, |p| p.signature(sig)),
            ExprKind::InterfaceType(elems) => self.node("interface", pos, |p| {
                for elem in elems {
                    p.interface_elem(elem);
                }
            }),
            ExprKind::MapType(key, value) => self.node("map", pos, |p| {
                p.role = "key";
                p.expr(key);
                p.expr(value);
            }),
            ExprKind::ChanType(dir, elem) => {
                let label = match dir {
                    ChanDir::Both => "chan",
                    ChanDir::Send => "chan<-",
                    ChanDir::Recv => "<-chan",
                };
                self.node(label, pos, |p| p.expr(elem));
            }
            ExprKind::Ellipsis(elem) => self.node("...", pos, |p| p.expr(elem)),
            _ => self.line("bad", pos),
        }
    }

    fn interface_elem(&mut self, elem: &InterfaceElem) {
        match elem {
            InterfaceElem::Method(name, sig) => self.node(format!("method {}", name.name), name.span.lo, |p| p.signature(sig)),
            InterfaceElem::Embed(x) => {
                self.role = "embed";
                self.expr(x);
            }
        }
    }

    fn elements(&mut self, elems: &[Element]) {
        for elem in elems {
            self.opt_expr("key", elem.key.as_ref());
            self.expr(&elem.value);
        }
    }
}

fn unary(op: UnaryOp) -> &'static str {
    match op {
        UnaryOp::Plus => "+",
        UnaryOp::Neg => "-",
        UnaryOp::Not => "!",
        UnaryOp::BitNot => "^",
        UnaryOp::Addr => "&",
        UnaryOp::Recv => "<-",
        UnaryOp::Tilde => "~",
    }
}
