//! The order of evaluation, as Go's compiler has it where the language leaves it open.
//!
//! What runs code or makes a new value (calls, receives, `&&` and `||`, slices, assertions) happens from left to right first; plain loads, arithmetic
//! and conversions come after all of it. So `x + f()` sees what `f` did to `x`. A statement's or call's operands are ordered once, before the first of
//! them is evaluated: what happens in order is evaluated then and kept in [`FnCx::hoisted`] until its value is asked for.

use super::facts::strip;
use super::func::FnCx;
use super::types::Kind;
use mgo_syntax::ast::{BinaryOp, Call, Element, Expr, ExprKind, UnaryOp};
use mgo_types::info::Mode;
use mgo_types::object::BuiltinId;
use mgo_types::types::Type;

impl FnCx<'_> {
    /// Evaluates those parts of several operands that happen in order.
    pub(crate) fn order<'e>(&mut self, list: impl IntoIterator<Item = &'e Expr> + Clone) {
        if list.clone().into_iter().any(|e| self.has_call(e)) {
            list.into_iter().for_each(|e| self.order_expr(e));
        }
    }

    /// The same for an operand that is about to be evaluated alone.
    pub(crate) fn order_root(&mut self, e: &Expr) {
        if self.has_call(e) && !self.is_unit(strip(e)) {
            self.order_parts(strip(e));
        }
    }

    /// The same for what is called and the arguments.
    pub(crate) fn order_call(&mut self, call: &Call) {
        if let [one] = &call.args[..]
            && matches!(strip(&call.fun).kind, ExprKind::FuncLit(_) | ExprKind::Name(_))
            && self.mode(&call.fun) != Mode::Var
        {
            return self.order_root(one);
        }
        self.order(std::iter::once(&call.fun).chain(&call.args));
    }

    /// The same for the arguments of a builtin.
    pub(crate) fn order_builtin(&mut self, id: BuiltinId, args: &[Expr]) {
        match (id, args) {
            (BuiltinId::UnsafeAlignof | BuiltinId::UnsafeOffsetof | BuiltinId::UnsafeSizeof, _) => {}
            (_, [one]) => self.order_root(one),
            _ => self.order(args),
        }
    }

    fn order_expr(&mut self, e: &Expr) {
        let e = strip(e);
        if self.given.contains_key(&e.id) || self.hoisted.contains_key(&e.id) {
            return;
        }
        let unit = self.is_unit(e);
        if !unit {
            self.order_parts(e);
        }
        if !unit && !self.makes_value(e) || self.tv(e).is_none_or(|tv| tv.value.is_some()) {
            return;
        }
        if self.is_tuple(e) {
            let vals = self.multi(e);
            self.hoisted_tuple = Some((e.id, vals));
            return;
        }
        let t = self.ty(e);
        let val = self.expr_stable(e, t);
        self.hoisted.insert(e.id, val);
    }

    /// The operands of an expression that is not evaluated as a unit.
    fn order_parts(&mut self, e: &Expr) {
        match &e.kind {
            ExprKind::Paren(x) | ExprKind::Star(x) | ExprKind::Unary(_, x) | ExprKind::TypeAssert(x, _) => self.order_expr(x),
            ExprKind::Selector(x, _) if self.selection(e).is_some() && self.mode(x) != Mode::Type => self.order_expr(x),
            ExprKind::Index(..) if self.uninstantiated(e).id != e.id => self.order_parts(self.uninstantiated(e)),
            ExprKind::Index(x, list) => {
                self.order_expr(x);
                list.iter().for_each(|i| self.order_expr(i));
            }
            ExprKind::Slice { x, lo, hi, max } => {
                self.order_expr(x);
                [lo, hi, max].into_iter().flatten().for_each(|i| self.order_expr(i));
            }
            ExprKind::Binary { x, y, .. } => {
                self.order_expr(x);
                self.order_expr(y);
            }
            ExprKind::Composite { elems, .. } => self.order_elements(elems),
            // A conversion: other calls are units.
            ExprKind::Call(call) => call.args.iter().for_each(|a| self.order_expr(a)),
            _ => {}
        }
    }

    fn order_elements(&mut self, elems: &[Element]) {
        elems.iter().for_each(|el| self.order_expr(&el.value));
    }

    /// Whether `e` puts its own operands in order when it is evaluated.
    fn is_unit(&mut self, e: &Expr) -> bool {
        match &e.kind {
            ExprKind::Call(_) => !self.is_conversion(e),
            ExprKind::Binary { op: BinaryOp::LAnd | BinaryOp::LOr, .. } => true,
            ExprKind::Composite { .. } => {
                let t = self.ty(e);
                matches!(self.lw.kind(t), Kind::Map(..))
            }
            _ => false,
        }
    }

    /// Whether `e` happens in order though it has only ordinary operands.
    fn makes_value(&mut self, e: &Expr) -> bool {
        match &e.kind {
            ExprKind::Unary(UnaryOp::Recv, _) | ExprKind::Slice { .. } => true,
            ExprKind::TypeAssert(..) => {
                let t = self.ty(e);
                !matches!(self.lw.kind(t), Kind::Pointer(_) | Kind::Map(..) | Kind::Chan(..) | Kind::Func | Kind::UnsafePointer)
            }
            // `[]byte(s)` and its like.
            ExprKind::Call(_) if self.is_conversion(e) => {
                let t = self.ty(e);
                let ExprKind::Call(call) = &e.kind else { return false };
                let from = self.ty(&call.args[0]);
                matches!((self.lw.kind(from), self.lw.kind(t)), (Kind::String, Kind::Slice(_)))
            }
            _ => false,
        }
    }

    /// Whether `e` is a call with several results.
    fn is_tuple(&self, e: &Expr) -> bool {
        self.tv(e).is_some_and(|tv| tv.mode == Mode::Value && matches!(self.lw.world.types.get(tv.ty), Type::Tuple(_)))
    }
}
