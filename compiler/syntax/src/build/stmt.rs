//! Statements.

use super::Builder;
use crate::ast::{BinaryOp, Block, CaseClause, CommClause, Decl, Expr, ExprKind, Ident, Stmt, StmtKind};
use crate::source::{Pos, Span};

/// A simple statement before it is known what it is part of.
pub(crate) enum Simple {
    Expr(Expr),
    IncDec(Expr, bool),
    OpAssign(BinaryOp, Box<(Expr, Expr)>),
    Send(Box<(Expr, Expr)>),
    Assign(Vec<Expr>, Vec<Expr>),
    Define(Vec<Expr>, Pos, Vec<Expr>),
}

/// What stands between `for` and its body.
pub(crate) enum Head {
    Loop { init: Option<Box<Stmt>>, cond: Option<Box<Stmt>>, post: Option<Box<Stmt>> },
    Range { vars: Vec<Expr>, define: bool, range_pos: Pos, x: Expr },
}

impl Builder<'_> {
    pub(crate) fn simple(&mut self, lo: Pos, simple: Simple, hi: Pos) -> Stmt {
        let kind = match simple {
            Simple::Expr(x) => StmtKind::Expr(x),
            Simple::IncDec(x, up) => StmtKind::IncDec(x, up),
            Simple::OpAssign(op, xy) => StmtKind::OpAssign(op, xy.0, xy.1),
            Simple::Send(xy) => StmtKind::Send(xy.0, xy.1),
            Simple::Assign(x, y) => StmtKind::Assign(x, y),
            Simple::Define(x, at, y) => StmtKind::Define(x, y, at),
        };
        self.stmt(lo, hi, kind)
    }

    /// `x := y`, the operator at `at`.
    pub(crate) fn define(&mut self, x: Vec<Expr>, at: Pos, y: Vec<Expr>) -> Simple {
        Simple::Define(x, at, y)
    }

    pub(crate) fn decl_stmts(&mut self, lo: Pos, decls: Vec<Decl>, hi: Pos) -> Vec<Stmt> {
        let one = decls.len() == 1;
        let mut stmts = Vec::with_capacity(decls.len());
        for decl in decls {
            let span = if one { Span::new(lo, hi) } else { decl.span() };
            stmts.push(self.stmt(span.lo, span.hi, StmtKind::Decl(decl)));
        }
        stmts
    }

    /// `label: stmt`; of several statements (a grouped declaration) the first carries the label.
    pub(crate) fn labeled(&mut self, lo: Pos, label: Ident, stmts: Option<Vec<Stmt>>, hi: Pos) -> Vec<Stmt> {
        let mut rest = stmts.unwrap_or_default().into_iter();
        let first = match rest.next() {
            Some(stmt) => stmt,
            None => self.stmt(hi, hi, StmtKind::Empty),
        };
        let end = first.span.hi;
        let mut out = vec![self.stmt(lo, end, StmtKind::Labeled(label, Box::new(first)))];
        out.extend(rest);
        out
    }

    /// The value in front of a control clause's `{`.
    fn condition(&mut self, stmt: Stmt) -> Expr {
        let Stmt { id, span, kind } = stmt;
        if let StmtKind::Expr(x) = kind {
            return x;
        }
        let text = self.text(span);
        let what = match &kind {
            StmtKind::Assign(x, y) => {
                let side = |list: &[Expr]| {
                    let all = Span::new(list[0].span.lo, list[list.len() - 1].span.hi);
                    let text = self.text(all);
                    let complex = list.len() == 1 && matches!(list[0].kind, ExprKind::Binary { .. });
                    if complex { format!("({text})") } else { text.to_string() }
                };
                format!("assignment {} = {}", side(x), side(y))
            }
            _ => text.to_string(),
        };
        let at = self.operator(&kind).unwrap_or(span);
        self.syntax_error(at, format!("cannot use {what} as value"));
        Expr { id, span, kind: ExprKind::Bad }
    }

    /// The place of an assignment's operator.
    fn operator(&self, kind: &StmtKind) -> Option<Span> {
        let left = match kind {
            StmtKind::Define(.., at) => return Some(Span::new(*at, at.plus(2))),
            StmtKind::Assign(x, _) => x.last()?,
            StmtKind::OpAssign(_, x, _) | StmtKind::IncDec(x, _) | StmtKind::Send(x, _) => x,
            _ => return None,
        };
        self.token_after(left.span.hi)
    }

    pub(crate) fn if_stmt(
        &mut self,
        lo: Pos,
        init: Option<Box<Stmt>>,
        cond: Stmt,
        then: Block,
        els: Option<Box<Stmt>>,
        hi: Pos,
    ) -> Box<Stmt> {
        let cond = self.condition(cond);
        Box::new(self.stmt(lo, hi, StmtKind::If { init, cond, then, els }))
    }

    pub(crate) fn for_stmt(&mut self, lo: Pos, head: Box<Head>, body: Block, hi: Pos) -> Stmt {
        let kind = match *head {
            Head::Loop { init, cond, post } => {
                if let Some(post) = &post
                    && matches!(post.kind, StmtKind::Define(..))
                {
                    let at = self.operator(&post.kind).unwrap_or(post.span);
                    self.syntax_error(at, "cannot declare in post statement of for loop");
                }
                let cond = cond.map(|c| self.condition(*c));
                StmtKind::For { init, cond, post, body }
            }
            Head::Range { vars, define, range_pos, x } => {
                if let Some(extra) = vars.get(2) {
                    let span = extra.span;
                    self.fault("InvalidIterVar", span, "range clause permits at most two iteration variables");
                }
                let mut vars = vars.into_iter();
                StmtKind::Range { key: vars.next(), value: vars.next(), define, x, body, range_pos }
            }
        };
        self.stmt(lo, hi, kind)
    }

    pub(crate) fn switch_stmt(
        &mut self,
        lo: Pos,
        (init, tag): (Option<Box<Stmt>>, Option<Box<Stmt>>),
        clauses: Vec<CaseClause>,
        body_span: Span,
    ) -> Stmt {
        self.check_ends(clauses.iter().map(|clause| (&clause.body[..], clause.span)));
        let kind = match tag.map(|tag| self.type_switch_guard(tag)) {
            Some(Ok((bind, x))) => StmtKind::TypeSwitch { init, bind, x, clauses, body_span },
            Some(Err(tag)) => {
                let tag = Some(self.condition(*tag));
                StmtKind::Switch { init, tag, clauses, body_span }
            }
            None => StmtKind::Switch { init, tag: None, clauses, body_span },
        };
        self.stmt(lo, body_span.hi, kind)
    }

    /// Complains about what only the grammar lets pass at the end of a clause that another one follows: a label that labels nothing
    /// (in front of the last `}` it labels an empty statement), and a statement that no semicolon ends.
    fn check_ends<'c>(&mut self, clauses: impl Iterator<Item = (&'c [Stmt], Span)>) {
        let mut clauses = clauses.peekable();
        while let Some((body, _)) = clauses.next() {
            let (Some(last), Some(&(_, next))) = (body.last(), clauses.peek()) else { continue };
            let Some(behind) = self.token_after(last.span.hi) else { continue };
            let ended = self.text(behind) == ";";
            if let StmtKind::Labeled(_, stmt) = &last.kind
                && matches!(stmt.kind, StmtKind::Empty)
                && !ended
            {
                let colon = Span::new(Pos(stmt.span.lo.0 - 1), stmt.span.lo);
                self.syntax_error(colon, "missing statement after label");
            } else if behind.lo == next.lo && !self.text(Span::new(last.span.hi, next.lo)).contains('\n') {
                let keyword = if self.text(behind) == "case" { "case" } else { "default" };
                self.syntax_error(behind, format!("unexpected keyword {keyword} at end of statement"));
            }
        }
    }

    pub(crate) fn select_stmt(&mut self, lo: Pos, clauses: Vec<CommClause>, body_span: Span) -> Stmt {
        self.check_ends(clauses.iter().map(|clause| (&clause.body[..], clause.span)));
        self.stmt(lo, body_span.hi, StmtKind::Select(clauses, body_span))
    }

    /// `y.(type)` or `x := y.(type)`, taken apart.
    fn type_switch_guard(&mut self, mut tag: Box<Stmt>) -> Result<(Option<Ident>, Expr), Box<Stmt>> {
        match tag.kind {
            StmtKind::Expr(Expr { kind: ExprKind::TypeAssert(x, None), .. }) => Ok((None, *x)),
            StmtKind::Define(names, values, at) => match (<[Expr; 1]>::try_from(names), <[Expr; 1]>::try_from(values)) {
                (Ok([Expr { kind: ExprKind::Name(name), .. }]), Ok([Expr { kind: ExprKind::TypeAssert(x, None), .. }])) => {
                    Ok((Some(name), *x))
                }
                (names, values) => {
                    let list = |side: Result<[Expr; 1], Vec<Expr>>| side.map_or_else(|list| list, Vec::from);
                    tag.kind = StmtKind::Define(list(names), list(values), at);
                    Err(tag)
                }
            },
            kind => {
                tag.kind = kind;
                Err(tag)
            }
        }
    }

    pub(crate) fn case_clause(&mut self, span: Span, is_default: bool, exprs: Vec<Expr>, body: Vec<Stmt>) -> CaseClause {
        CaseClause { id: self.id(), is_default, exprs, body, span }
    }

    pub(crate) fn comm_clause(&mut self, span: Span, comm: Option<Stmt>, body: Vec<Stmt>) -> CommClause {
        CommClause { id: self.id(), comm: comm.map(Box::new), body, span }
    }

    /// `go x` or `defer x`.
    pub(crate) fn go_defer(&mut self, lo: Pos, keyword: &str, mut x: Expr, hi: Pos) -> Stmt {
        if let ExprKind::Paren(_) = x.kind {
            self.error(x.span, format!("expression in {keyword} must not be parenthesized"));
            while let ExprKind::Paren(inner) = x.kind {
                x = *inner;
            }
        }
        let kind = if keyword == "go" { StmtKind::Go(x) } else { StmtKind::Defer(x) };
        self.stmt(lo, hi, kind)
    }
}
