//! Calls of functions that do nothing but compute, with the result thrown away.

use super::Pass;
use mgo_syntax::ast::{Call, ExprKind, Stmt, StmtKind};
use mgo_types::types::{Basic, Type};

/// The functions, by package.
const FUNCTIONS: &[(&str, &str)] = &[
    ("context", "WithCancel WithDeadline WithTimeout WithValue"),
    ("errors", "New"),
    ("fmt", "Append Appendf Appendln Errorf Sprint Sprintf Sprintln"),
    ("maps", "All Clone Collect Equal EqualFunc Keys Values"),
    (
        "slices",
        "All AppendSeq Backward BinarySearch BinarySearchFunc Chunk Clip Clone Collect Compact CompactFunc Compare CompareFunc Concat \
         Contains ContainsFunc Delete DeleteFunc Equal EqualFunc Grow Index IndexFunc Insert IsSorted IsSortedFunc Max MaxFunc Min MinFunc \
         Repeat Replace Sorted SortedFunc SortedStableFunc Values",
    ),
    ("sort", "Reverse"),
];

impl Pass<'_> {
    /// Reports a statement that is such a call.
    pub(super) fn unused_result(&mut self, stmt: &Stmt) {
        let StmtKind::Expr(e) = &stmt.kind else { return };
        let ExprKind::Call(call) = &e.kind else { return };
        let Some(name) = self.callee(call) else { return };
        let is_function = name
            .split_once('.')
            .is_some_and(|(pkg, base)| FUNCTIONS.iter().any(|(path, names)| *path == pkg && names.split_whitespace().any(|n| n == base)));
        let is_text = (name.ends_with(").Error") || name.ends_with(").String")) && self.gives_text(call);
        if is_function || is_text {
            self.report("unusedresult", stmt.span, format!("result of {name} call not used"));
        }
    }

    /// Whether a method is `func() string`.
    fn gives_text(&mut self, call: &Call) -> bool {
        let Some(t) = self.value_type(&call.fun) else { return false };
        match self.shape(t) {
            Type::Signature(sig) => sig.params.is_empty() && matches!(&sig.results[..], [r] if r.ty == Basic::String.id()),
            _ => false,
        }
    }
}
