//! How deep trees are. Everything behind the parser walks trees by recursion, down to dropping them, so their depth has a limit.
//!
//! Invariant: no tree that leaves the parser is deeper than its thread allows ([`allowed_depth`]); a node that would be is `Bad`, and that is
//! reported once. A thread that allows more than [`MAX_DEPTH`] has stack for it; so must all others that see what it has parsed.

use super::Builder;
use crate::ast::{Block, CaseClause, CommClause, Decl, Expr, ExprKind, Field, FuncType, InterfaceElem, NodeId, Stmt, StmtKind};
use crate::source::Span;
use std::cell::Cell;
use std::sync::atomic::{AtomicBool, Ordering};

/// How many expressions, types and statements can be nested in each other where nobody has said that there is room for more.
pub const MAX_DEPTH: u16 = 1000;

/// Bytes of stack for each level of a tree, at most, in everything that walks trees.
pub const BYTES_PER_LEVEL: usize = 16 << 10;

thread_local! {
    static ALLOWED: Cell<u16> = const { Cell::new(MAX_DEPTH) };
}

/// There is a tree deeper than `MAX_DEPTH`.
static DEEP: AtomicBool = AtomicBool::new(false);

/// Trees that this thread parses may be so deep from here on: it has [`BYTES_PER_LEVEL`] for each level.
pub fn allow_depth(depth: u16) {
    ALLOWED.set(depth);
}

/// How deep trees may be that this thread parses.
pub fn allowed_depth() -> u16 {
    ALLOWED.get()
}

/// Whether a tree has been met that takes more stack than threads usually have.
pub fn met_deep_tree() -> bool {
    DEEP.load(Ordering::Relaxed)
}

impl Builder<'_> {
    /// The kind of a new expression or, when it would be too deep, `Bad`.
    pub(super) fn bounded_expr(&mut self, id: NodeId, span: Span, kind: ExprKind) -> ExprKind {
        let depth = 1 + self.below_expr(&kind);
        if depth > self.max_depth {
            self.too_deep(span);
            return ExprKind::Bad;
        }
        self.set_depth(id, depth);
        kind
    }

    /// The kind of a new statement or, when it would be too deep, `Bad`.
    pub(super) fn bounded_stmt(&mut self, id: NodeId, span: Span, kind: StmtKind) -> StmtKind {
        let depth = 1 + self.below_stmt(&kind);
        if depth > self.max_depth {
            self.too_deep(span);
            return StmtKind::Bad;
        }
        self.set_depth(id, depth);
        kind
    }

    fn too_deep(&mut self, span: Span) {
        if !std::mem::replace(&mut self.too_deep, true) {
            self.error(span, "exceeded max nesting depth");
        }
    }

    fn set_depth(&mut self, id: NodeId, depth: u16) {
        if depth > MAX_DEPTH {
            DEEP.store(true, Ordering::Relaxed);
        }
        let index = (id.0 - self.first_node) as usize;
        self.depths[index] = depth;
    }

    fn depth(&self, id: NodeId) -> u16 {
        self.depths[(id.0 - self.first_node) as usize]
    }

    fn of(&self, x: &Expr) -> u16 {
        self.depth(x.id)
    }

    fn of_opt(&self, x: Option<&Expr>) -> u16 {
        x.map_or(0, |x| self.of(x))
    }

    fn of_exprs(&self, list: &[Expr]) -> u16 {
        list.iter().map(|x| self.of(x)).max().unwrap_or(0)
    }

    fn of_fields(&self, list: &[Field]) -> u16 {
        list.iter().map(|field| self.of(&field.ty)).max().unwrap_or(0)
    }

    fn of_sig(&self, sig: &FuncType) -> u16 {
        self.of_fields(&sig.tparams).max(self.of_fields(&sig.params)).max(self.of_fields(&sig.results))
    }

    fn of_stmts(&self, list: &[Stmt]) -> u16 {
        list.iter().map(|stmt| self.depth(stmt.id)).max().unwrap_or(0)
    }

    fn of_block(&self, block: &Block) -> u16 {
        self.of_stmts(&block.stmts)
    }

    fn of_stmt(&self, stmt: Option<&Stmt>) -> u16 {
        stmt.map_or(0, |stmt| self.depth(stmt.id))
    }

    /// The depth of the deepest child.
    fn below_expr(&self, kind: &ExprKind) -> u16 {
        match kind {
            ExprKind::Bad | ExprKind::Name(_) | ExprKind::Lit(..) => 0,
            ExprKind::Paren(x)
            | ExprKind::Selector(x, _)
            | ExprKind::Star(x)
            | ExprKind::Unary(_, x)
            | ExprKind::SliceType(x)
            | ExprKind::ChanType(_, x)
            | ExprKind::Ellipsis(x) => self.of(x),
            ExprKind::Binary { x, y, .. } | ExprKind::MapType(x, y) => self.of(x).max(self.of(y)),
            ExprKind::Call(call) => self.of(&call.fun).max(self.of_exprs(&call.args)),
            ExprKind::Index(x, args) => self.of(x).max(self.of_exprs(args)),
            ExprKind::TypeAssert(x, ty) => self.of(x).max(self.of_opt(ty.as_deref())),
            ExprKind::ArrayType { len, elem } => self.of_opt(len.as_deref()).max(self.of(elem)),
            ExprKind::Slice { x, lo, hi, max } => {
                let bounds = [lo, hi, max].map(|bound| self.of_opt(bound.as_deref()));
                bounds.into_iter().fold(self.of(x), u16::max)
            }
            ExprKind::Composite { ty, elems, .. } => {
                let elems = elems.iter().map(|elem| self.of_opt(elem.key.as_ref()).max(self.of(&elem.value)));
                elems.fold(self.of_opt(ty.as_deref()), u16::max)
            }
            ExprKind::FuncLit(lit) => self.of_sig(&lit.sig).max(self.of_block(&lit.body)),
            ExprKind::FuncType(sig) => self.of_sig(sig),
            ExprKind::StructType(fields) => self.of_fields(fields),
            ExprKind::InterfaceType(elems) => elems.iter().map(|elem| self.of_elem(elem)).max().unwrap_or(0),
        }
    }

    fn of_elem(&self, elem: &InterfaceElem) -> u16 {
        match elem {
            InterfaceElem::Method(_, sig) => self.of_sig(sig),
            InterfaceElem::Embed(x) => self.of(x),
        }
    }

    /// The depth of the deepest child.
    fn below_stmt(&self, kind: &StmtKind) -> u16 {
        match kind {
            StmtKind::Bad | StmtKind::Empty | StmtKind::Break(_) | StmtKind::Continue(_) | StmtKind::Goto(_) | StmtKind::Fallthrough => 0,
            StmtKind::Decl(decl) => self.of_decl(decl),
            StmtKind::Labeled(_, stmt) => self.depth(stmt.id),
            StmtKind::Expr(x) | StmtKind::IncDec(x, _) | StmtKind::Go(x) | StmtKind::Defer(x) => self.of(x),
            StmtKind::Send(x, y) | StmtKind::OpAssign(_, x, y) => self.of(x).max(self.of(y)),
            StmtKind::Assign(x, y) | StmtKind::Define(x, y, _) => self.of_exprs(x).max(self.of_exprs(y)),
            StmtKind::Return(list) => self.of_exprs(list),
            StmtKind::Block(block) => self.of_block(block),
            StmtKind::If { init, cond, then, els } => {
                let parts = [self.of_stmt(init.as_deref()), self.of_block(then), self.of_stmt(els.as_deref())];
                parts.into_iter().fold(self.of(cond), u16::max)
            }
            StmtKind::For { init, cond, post, body } => {
                let parts = [self.of_stmt(init.as_deref()), self.of_opt(cond.as_ref()), self.of_stmt(post.as_deref())];
                parts.into_iter().fold(self.of_block(body), u16::max)
            }
            StmtKind::Range { key, value, x, body, .. } => {
                let parts = [self.of_opt(key.as_ref()), self.of_opt(value.as_ref()), self.of(x)];
                parts.into_iter().fold(self.of_block(body), u16::max)
            }
            StmtKind::Switch { init, tag, clauses, .. } => {
                self.of_stmt(init.as_deref()).max(self.of_opt(tag.as_ref())).max(self.of_clauses(clauses))
            }
            StmtKind::TypeSwitch { init, x, clauses, .. } => self.of_stmt(init.as_deref()).max(self.of(x)).max(self.of_clauses(clauses)),
            StmtKind::Select(clauses, _) => clauses.iter().map(|clause| self.of_comm(clause)).max().unwrap_or(0),
        }
    }

    fn of_clauses(&self, clauses: &[CaseClause]) -> u16 {
        clauses.iter().map(|clause| self.of_exprs(&clause.exprs).max(self.of_stmts(&clause.body))).max().unwrap_or(0)
    }

    fn of_comm(&self, clause: &CommClause) -> u16 {
        self.of_stmt(clause.comm.as_deref()).max(self.of_stmts(&clause.body))
    }

    fn of_decl(&self, decl: &Decl) -> u16 {
        match decl {
            Decl::Const(spec) => self.of_opt(spec.ty.as_ref()).max(self.of_exprs(&spec.values)),
            Decl::Var(spec) => self.of_opt(spec.ty.as_ref()).max(self.of_exprs(&spec.values)),
            Decl::Type(spec) => self.of_fields(&spec.tparams).max(self.of(&spec.ty)),
            Decl::Func(func) => self.of_sig(&func.sig).max(func.body.as_ref().map_or(0, |body| self.of_block(body))),
        }
    }
}
