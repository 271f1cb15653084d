//! What expressions do to variables.

use mgo_syntax::ast::*;
use mgo_types::info::SelectionKind;
use mgo_types::object::ObjKind;
use mgo_types::types::Type;

use super::{Finder, VarFacts, strip};

impl Finder<'_> {
    pub(super) fn exprs(&mut self, list: &[Expr]) {
        list.iter().for_each(|e| self.expr(e));
    }

    /// The variable that `e` declares gets further values.
    pub(super) fn reassign(&mut self, e: &Expr) {
        if let ExprKind::Name(name) = &e.kind
            && let Some(var) = self.world.package(self.pkg).info.defs.get(&name.id).and_then(|obj| self.facts.vars.get_mut(obj))
        {
            var.reassigned = true;
        }
    }

    /// Something is assigned to `e`.
    pub(super) fn assign(&mut self, e: &Expr) {
        self.root(e, |v| v.reassigned = true);
        self.expr(e);
    }

    /// The address of `e` is taken.
    fn addressed(&mut self, e: &Expr) {
        self.root(e, |v| v.addressed = true);
    }

    /// Applies `f` to the variable that `e` is a part of.
    pub(super) fn root(&mut self, e: &Expr, f: impl FnOnce(&mut VarFacts)) {
        match &e.kind {
            ExprKind::Name(name) => {
                if let Some(obj) = self.local(name)
                    && let Some(v) = self.facts.vars.get_mut(&obj)
                {
                    f(v);
                }
            }
            ExprKind::Paren(x) => self.root(x, f),
            ExprKind::Selector(x, _) => {
                let indirect = self.world.package(self.pkg).info.selections.get(&e.id).is_none_or(|s| s.indirect);
                if !indirect {
                    self.root(x, f);
                }
            }
            ExprKind::Index(x, _) if matches!(self.under(x), Some(Type::Array(..)) | None) => self.root(x, f),
            _ => {}
        }
    }

    /// One expression.
    pub(crate) fn expr(&mut self, e: &Expr) {
        if self.is_type(e) {
            return;
        }
        match &e.kind {
            ExprKind::Name(name) => {
                if let Some(obj) = self.local(name) {
                    self.use_var(obj);
                }
            }
            ExprKind::Composite { elems, .. } => self.composite(e, elems),
            ExprKind::FuncLit(lit) => self.enter(e.id, |c| {
                c.fields(&lit.sig.params);
                c.results(&lit.sig.results);
                c.stmts(&lit.body.stmts);
            }),
            ExprKind::Paren(x) | ExprKind::Star(x) | ExprKind::TypeAssert(x, _) => self.expr(x),
            ExprKind::Selector(x, _) => {
                self.implicit_address(e, x);
                self.expr(x);
            }
            ExprKind::Index(x, list) => self.index(x, list),
            ExprKind::Slice { x, lo, hi, max } => {
                if !matches!(self.under(x), Some(Type::Slice(_) | Type::Basic(_) | Type::Pointer(_))) {
                    self.addressed(x);
                }
                self.expr(x);
                [lo, hi, max].into_iter().flatten().for_each(|e| self.expr(e));
            }
            ExprKind::Call(call) => self.call(call),
            ExprKind::Unary(op, x) => {
                if *op == UnaryOp::Addr {
                    self.addressed(x);
                }
                self.expr(x);
            }
            ExprKind::Binary { x, y, .. } => {
                self.expr(x);
                self.expr(y);
            }
            _ => {}
        }
    }

    /// `x.m` with a pointer receiver takes the address of `x`.
    fn implicit_address(&mut self, e: &Expr, x: &Expr) {
        let info = &self.world.package(self.pkg).info;
        let Some(sel) = info.selections.get(&e.id) else { return };
        if sel.kind != SelectionKind::Method || sel.indirect {
            return;
        }
        let pointer_recv = match sel.obj.map(|o| &self.world.object(o).kind) {
            Some(ObjKind::Func(f)) => f.recv.is_some_and(|r| matches!(self.world.types.get(r), Type::Pointer(_))),
            _ => matches!(self.world.types.get(sel.recv), Type::TypeParam(_)),
        };
        if pointer_recv {
            self.addressed(x);
        }
    }

    fn index(&mut self, x: &Expr, list: &[Expr]) {
        let constant = |c: &Self, e: &Expr| c.world.package(c.pkg).info.exprs.get(&e.id).is_some_and(|tv| tv.value.is_some());
        if matches!(self.under(x), Some(Type::Array(..)) | None) && !list.iter().all(|i| constant(self, i)) {
            self.root(x, |v| v.indexed = true);
        }
        self.expr(x);
        self.exprs(list);
    }

    fn call(&mut self, call: &Call) {
        if let ExprKind::Name(name) = &strip(&call.fun).kind
            && let Some(&obj) = self.world.package(self.pkg).info.uses.get(&name.id)
            && matches!(self.world.object(obj).kind, ObjKind::Builtin(mgo_types::object::BuiltinId::Recover))
        {
            self.func_facts().recovers = true;
        }
        self.expr(&call.fun);
        self.exprs(&call.args);
    }

    fn composite(&mut self, e: &Expr, elems: &[Element]) {
        let is_struct = matches!(self.under(e), Some(Type::Struct(_)));
        for el in elems {
            if let Some(key) = &el.key
                && !is_struct
            {
                self.expr(key);
            }
            self.expr(&el.value);
        }
    }
}
