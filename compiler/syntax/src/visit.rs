//! Walking over a tree, outermost first.

use crate::ast::{Block, Decl, Expr, ExprKind, Field, FuncType, InterfaceElem, Stmt, StmtKind};

/// A part of the tree that is visited.
#[derive(Clone, Copy, Debug)]
pub enum Node<'a> {
    /// A declaration, at top level or in a block.
    Decl(&'a Decl),
    /// A statement.
    Stmt(&'a Stmt),
    /// An expression or a type.
    Expr(&'a Expr),
}

/// Visits `node` and, as long as `visit` says so, what it contains, in the order of the source.
pub fn inspect<'a>(node: Node<'a>, visit: &mut dyn FnMut(Node<'a>) -> bool) {
    if !visit(node) {
        return;
    }
    match node {
        Node::Decl(decl) => walk_decl(decl, visit),
        Node::Stmt(stmt) => walk_stmt(stmt, visit),
        Node::Expr(expr) => walk_expr(expr, visit),
    }
}

/// Visits the statements of a block.
pub fn inspect_block<'a>(block: &'a Block, visit: &mut dyn FnMut(Node<'a>) -> bool) {
    stmts(&block.stmts, visit);
}

type Visit<'v, 'a> = &'v mut dyn FnMut(Node<'a>) -> bool;

fn expr<'a>(e: &'a Expr, visit: Visit<'_, 'a>) {
    inspect(Node::Expr(e), visit);
}

fn exprs<'a>(list: impl IntoIterator<Item = &'a Expr>, visit: Visit<'_, 'a>) {
    list.into_iter().for_each(|e| expr(e, visit));
}

fn boxed<'a>(list: impl IntoIterator<Item = &'a Option<Box<Expr>>>, visit: Visit<'_, 'a>) {
    list.into_iter().flatten().for_each(|e| expr(e, visit));
}

fn stmts<'a>(list: impl IntoIterator<Item = &'a Stmt>, visit: Visit<'_, 'a>) {
    list.into_iter().for_each(|s| inspect(Node::Stmt(s), visit));
}

fn opt_stmt<'a>(s: &'a Option<Box<Stmt>>, visit: Visit<'_, 'a>) {
    s.iter().for_each(|s| inspect(Node::Stmt(s), visit));
}

fn fields<'a>(list: &'a [Field], visit: Visit<'_, 'a>) {
    list.iter().for_each(|f| expr(&f.ty, visit));
}

fn signature<'a>(sig: &'a FuncType, visit: Visit<'_, 'a>) {
    fields(&sig.tparams, visit);
    fields(&sig.params, visit);
    fields(&sig.results, visit);
}

fn walk_decl<'a>(decl: &'a Decl, visit: Visit<'_, 'a>) {
    match decl {
        Decl::Const(spec) => exprs(spec.ty.iter().chain(&spec.values), visit),
        Decl::Var(spec) => exprs(spec.ty.iter().chain(&spec.values), visit),
        Decl::Type(spec) => {
            fields(&spec.tparams, visit);
            expr(&spec.ty, visit);
        }
        Decl::Func(func) => {
            func.recv.iter().for_each(|f| expr(&f.ty, visit));
            signature(&func.sig, visit);
            func.body.iter().for_each(|b| stmts(&b.stmts, visit));
        }
    }
}

fn walk_stmt<'a>(stmt: &'a Stmt, visit: Visit<'_, 'a>) {
    match &stmt.kind {
        StmtKind::Bad | StmtKind::Empty | StmtKind::Break(_) | StmtKind::Continue(_) | StmtKind::Goto(_) | StmtKind::Fallthrough => {}
        StmtKind::Decl(decl) => inspect(Node::Decl(decl), visit),
        StmtKind::Labeled(_, s) => inspect(Node::Stmt(s), visit),
        StmtKind::Expr(e) | StmtKind::IncDec(e, _) | StmtKind::Go(e) | StmtKind::Defer(e) => expr(e, visit),
        StmtKind::Send(x, y) | StmtKind::OpAssign(_, x, y) => exprs([x, y], visit),
        StmtKind::Assign(lhs, rhs) | StmtKind::Define(lhs, rhs, _) => exprs(lhs.iter().chain(rhs), visit),
        StmtKind::Return(list) => exprs(list, visit),
        StmtKind::Block(block) => stmts(&block.stmts, visit),
        StmtKind::If { init, cond, then, els } => {
            opt_stmt(init, visit);
            expr(cond, visit);
            stmts(&then.stmts, visit);
            opt_stmt(els, visit);
        }
        StmtKind::For { init, cond, post, body } => {
            opt_stmt(init, visit);
            exprs(cond, visit);
            opt_stmt(post, visit);
            stmts(&body.stmts, visit);
        }
        StmtKind::Range { key, value, x, body, .. } => {
            exprs(key.iter().chain(value).chain([x]), visit);
            stmts(&body.stmts, visit);
        }
        StmtKind::Switch { init, tag, clauses, .. } => {
            opt_stmt(init, visit);
            exprs(tag, visit);
            for clause in clauses {
                exprs(&clause.exprs, visit);
                stmts(&clause.body, visit);
            }
        }
        StmtKind::TypeSwitch { init, x, clauses, .. } => {
            opt_stmt(init, visit);
            expr(x, visit);
            for clause in clauses {
                exprs(&clause.exprs, visit);
                stmts(&clause.body, visit);
            }
        }
        StmtKind::Select(clauses, _) => {
            for clause in clauses {
                opt_stmt(&clause.comm, visit);
                stmts(&clause.body, visit);
            }
        }
    }
}

fn walk_expr<'a>(e: &'a Expr, visit: Visit<'_, 'a>) {
    match &e.kind {
        ExprKind::Bad | ExprKind::Name(_) | ExprKind::Lit(..) => {}
        ExprKind::Composite { ty, elems, .. } => {
            ty.iter().for_each(|t| expr(t, visit));
            elems.iter().for_each(|elem| exprs(elem.key.iter().chain([&elem.value]), visit));
        }
        ExprKind::FuncLit(lit) => {
            signature(&lit.sig, visit);
            stmts(&lit.body.stmts, visit);
        }
        ExprKind::Paren(x) | ExprKind::Selector(x, _) | ExprKind::Star(x) | ExprKind::Unary(_, x) | ExprKind::SliceType(x) => {
            expr(x, visit)
        }
        ExprKind::ChanType(_, x) | ExprKind::Ellipsis(x) => expr(x, visit),
        ExprKind::Index(x, list) => exprs(std::iter::once(&**x).chain(list), visit),
        ExprKind::Slice { x, lo, hi, max } => {
            expr(x, visit);
            boxed([lo, hi, max], visit);
        }
        ExprKind::TypeAssert(x, ty) => {
            expr(x, visit);
            boxed([ty], visit);
        }
        ExprKind::Call(call) => exprs(std::iter::once(&call.fun).chain(&call.args), visit),
        ExprKind::Binary { x, y, .. } | ExprKind::MapType(x, y) => exprs([&**x, &**y], visit),
        ExprKind::ArrayType { len, elem } => {
            boxed([len], visit);
            expr(elem, visit);
        }
        ExprKind::StructType(list) => fields(list, visit),
        ExprKind::FuncType(sig) => signature(sig, visit),
        ExprKind::InterfaceType(elems) => {
            for elem in elems {
                match elem {
                    InterfaceElem::Method(_, sig) => signature(sig, visit),
                    InterfaceElem::Embed(x) => expr(x, visit),
                }
            }
        }
    }
}
