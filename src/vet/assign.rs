//! `x = x`

use super::Pass;
use mgo_syntax::ast::{Expr, ExprKind, Stmt, StmtKind, UnaryOp};
use mgo_syntax::visit::{Node, inspect};
use mgo_types::types::Type;

impl Pass<'_> {
    /// Reports the variables that an assignment gives to themselves.
    pub(super) fn self_assignment(&mut self, stmt: &Stmt) {
        let StmtKind::Assign(lhs, rhs) = &stmt.kind else { return };
        if lhs.len() != rhs.len() {
            return;
        }
        let mut same = Vec::new();
        for (l, r) in lhs.iter().zip(rhs) {
            let (left, right) = (self.text(l), self.text(r));
            if left == right && left != "_" && !self.has_effects(l) && !self.is_map_element(l) {
                same.push(left);
            }
        }
        if !same.is_empty() {
            self.report("assign", stmt.span, format!("self-assignment of {}", same.join(", ")));
        }
    }

    /// Whether evaluating `e` twice may give two things.
    fn has_effects(&self, e: &Expr) -> bool {
        let mut found = false;
        inspect(Node::Expr(e), &mut |node| {
            if let Node::Expr(e) = node {
                found |= match &e.kind {
                    ExprKind::Call(call) => !self.is_type(&call.fun),
                    ExprKind::Unary(op, _) => *op == UnaryOp::Recv,
                    _ => false,
                };
            }
            !found
        });
        found
    }

    fn is_map_element(&mut self, e: &Expr) -> bool {
        let ExprKind::Index(x, _) = &e.kind else { return false };
        self.value_type(x).is_some_and(|t| matches!(self.shape(t), Type::Map(..)))
    }
}
