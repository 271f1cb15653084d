//! Expressions as messages quote them: on one line, bodies of functions and composite literals shortened to `…`.

use crate::ast::{BinaryOp, ChanDir, Expr, ExprKind, Field, FuncType, InterfaceElem, UnaryOp};

/// `e` as source text, as Go's compiler quotes it.
pub fn expr_string(e: &Expr) -> String {
    let mut out = String::new();
    write_expr(&mut out, e);
    out
}

/// How a binary operator is written.
pub fn binary_op_str(op: BinaryOp) -> &'static str {
    use BinaryOp::*;
    match op {
        Add => "+",
        Sub => "-",
        Mul => "*",
        Div => "/",
        Rem => "%",
        And => "&",
        Or => "|",
        Xor => "^",
        AndNot => "&^",
        Shl => "<<",
        Shr => ">>",
        LAnd => "&&",
        LOr => "||",
        Eq => "==",
        Ne => "!=",
        Lt => "<",
        Le => "<=",
        Gt => ">",
        Ge => ">=",
    }
}

/// How a unary operator is written.
pub fn unary_op_str(op: UnaryOp) -> &'static str {
    use UnaryOp::*;
    match op {
        Plus => "+",
        Neg => "-",
        Not => "!",
        BitNot => "^",
        Addr => "&",
        Recv => "<-",
        Tilde => "~",
    }
}

/// The expression within any number of parentheses.
pub fn unparen(mut e: &Expr) -> &Expr {
    while let ExprKind::Paren(inner) = &e.kind {
        e = inner;
    }
    e
}

fn write_expr(out: &mut String, e: &Expr) {
    match &e.kind {
        ExprKind::Bad => out.push_str("<bad expr>"),
        ExprKind::Name(ident) => out.push_str(&ident.name),
        ExprKind::Lit(_, text) => out.push_str(text),
        ExprKind::Composite { ty, elems, .. } => {
            if let Some(ty) = ty {
                write_expr(out, ty);
            }
            out.push_str(if elems.is_empty() { "{}" } else { "{…}" });
        }
        ExprKind::FuncLit(lit) => {
            out.push_str("func");
            write_signature(out, &lit.sig);
            out.push_str(if lit.body.stmts.is_empty() { " {}" } else { " {…}" });
        }
        ExprKind::Paren(x) => {
            out.push('(');
            write_expr(out, x);
            out.push(')');
        }
        ExprKind::Selector(x, sel) => {
            write_expr(out, x);
            out.push('.');
            out.push_str(&sel.name);
        }
        ExprKind::Index(x, indices) => {
            write_expr(out, x);
            out.push('[');
            write_list(out, indices);
            out.push(']');
        }
        ExprKind::Slice { x, lo, hi, max } => {
            write_expr(out, x);
            out.push('[');
            write_opt(out, lo.as_deref());
            out.push(':');
            write_opt(out, hi.as_deref());
            if max.is_some() {
                out.push(':');
                write_opt(out, max.as_deref());
            }
            out.push(']');
        }
        ExprKind::TypeAssert(x, ty) => {
            write_expr(out, x);
            out.push_str(".(");
            match ty {
                Some(ty) => write_expr(out, ty),
                None => out.push_str("type"),
            }
            out.push(')');
        }
        ExprKind::Call(call) => {
            write_expr(out, &call.fun);
            out.push('(');
            write_list(out, &call.args);
            out.push_str(if call.ellipsis.is_some() { "...)" } else { ")" });
        }
        ExprKind::Star(x) => {
            out.push('*');
            write_expr(out, x);
        }
        ExprKind::Unary(op, x) => {
            out.push_str(unary_op_str(*op));
            write_expr(out, x);
        }
        ExprKind::Binary { op, x, y, .. } => {
            write_expr(out, x);
            out.push(' ');
            out.push_str(binary_op_str(*op));
            out.push(' ');
            write_expr(out, y);
        }
        _ => write_type(out, e),
    }
}

fn write_type(out: &mut String, e: &Expr) {
    match &e.kind {
        ExprKind::ArrayType { len, elem } => {
            out.push('[');
            match len {
                Some(len) => write_expr(out, len),
                None => out.push_str("..."),
            }
            out.push(']');
            write_expr(out, elem);
        }
        ExprKind::SliceType(elem) => {
            out.push_str("[]");
            write_expr(out, elem);
        }
        ExprKind::StructType(fields) => {
            out.push_str("struct{");
            for (i, field) in fields.iter().enumerate() {
                if i > 0 {
                    out.push_str("; ");
                }
                write_field(out, field);
                if let Some(tag) = &field.tag {
                    out.push(' ');
                    out.push_str(&crate::literal::quote(tag.as_bytes()));
                }
            }
            out.push('}');
        }
        ExprKind::FuncType(sig) => {
            out.push_str("func");
            write_signature(out, sig);
        }
        ExprKind::InterfaceType(elems) => {
            out.push_str("interface{");
            for (i, elem) in elems.iter().enumerate() {
                if i > 0 {
                    out.push_str("; ");
                }
                match elem {
                    InterfaceElem::Method(name, sig) => {
                        out.push_str(&name.name);
                        write_signature(out, sig);
                    }
                    InterfaceElem::Embed(ty) => write_expr(out, ty),
                }
            }
            out.push('}');
        }
        ExprKind::MapType(key, value) => {
            out.push_str("map[");
            write_expr(out, key);
            out.push(']');
            write_expr(out, value);
        }
        ExprKind::ChanType(dir, elem) => {
            out.push_str(match dir {
                ChanDir::Both => "chan ",
                ChanDir::Send => "chan<- ",
                ChanDir::Recv => "<-chan ",
            });
            // `chan (<-chan T)` is not `chan<- chan T`.
            if *dir == ChanDir::Both && matches!(elem.kind, ExprKind::ChanType(ChanDir::Recv, _)) {
                out.push('(');
                write_expr(out, elem);
                out.push(')');
            } else {
                write_expr(out, elem);
            }
        }
        ExprKind::Ellipsis(elem) => {
            out.push_str("...");
            write_expr(out, elem);
        }
        _ => {}
    }
}

fn write_list(out: &mut String, list: &[Expr]) {
    for (i, e) in list.iter().enumerate() {
        if i > 0 {
            out.push_str(", ");
        }
        write_expr(out, e);
    }
}

fn write_opt(out: &mut String, e: Option<&Expr>) {
    if let Some(e) = e {
        write_expr(out, e);
    }
}

fn write_field(out: &mut String, field: &Field) {
    for (i, name) in field.names.iter().enumerate() {
        out.push_str(if i > 0 { ", " } else { "" });
        out.push_str(&name.name);
    }
    if !field.names.is_empty() {
        out.push(' ');
    }
    write_expr(out, &field.ty);
}

fn write_fields(out: &mut String, fields: &[Field]) {
    for (i, field) in fields.iter().enumerate() {
        if i > 0 {
            out.push_str(", ");
        }
        write_field(out, field);
    }
}

fn write_signature(out: &mut String, sig: &FuncType) {
    out.push('(');
    write_fields(out, &sig.params);
    out.push(')');
    match &sig.results[..] {
        [] => {}
        [only] if only.names.is_empty() => {
            out.push(' ');
            write_expr(out, &only.ty);
        }
        several => {
            out.push_str(" (");
            write_fields(out, several);
            out.push(')');
        }
    }
}
