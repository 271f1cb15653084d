//! Locks that are copied: the copy and the original lock different things.

use super::Pass;
use mgo_syntax::ast::{Decl, Expr, ExprKind, Field, Stmt, StmtKind};
use mgo_syntax::source::Span;
use mgo_types::exprstring::unparen;
use mgo_types::lookup::Lookup;
use mgo_types::types::{Type, TypeId};

/// Types of the standard library that must not be copied, with what makes them so in Go's sources.
const NO_COPY: &[(&str, &str)] = &[
    ("sync.WaitGroup", "sync.noCopy"),
    ("sync.Once", "sync.noCopy"),
    ("sync.Cond", "sync.noCopy"),
    ("sync.Pool", "sync.noCopy"),
    ("sync.Map", "sync.noCopy"),
    ("sync/atomic.Bool", "sync/atomic.noCopy"),
    ("sync/atomic.Int32", "sync/atomic.noCopy"),
    ("sync/atomic.Int64", "sync/atomic.noCopy"),
    ("sync/atomic.Uint32", "sync/atomic.noCopy"),
    ("sync/atomic.Uint64", "sync/atomic.noCopy"),
    ("sync/atomic.Uintptr", "sync/atomic.noCopy"),
];
/// Types within types are looked at to this depth.
const DEPTH: u32 = 16;

impl Pass<'_> {
    /// Assignments, results and iteration variables.
    pub(super) fn copied_by_stmt(&mut self, stmt: &Stmt) {
        match &stmt.kind {
            StmtKind::Assign(lhs, rhs) | StmtKind::Define(lhs, rhs, _) => {
                for (i, value) in rhs.iter().enumerate() {
                    let to = lhs.get(i).map(|e| self.text(e)).unwrap_or_default();
                    self.copied_value(value, &format!("assignment copies lock value to {to}"));
                }
            }
            StmtKind::Return(values) => values.iter().for_each(|v| self.copied_value(v, "return copies lock value")),
            StmtKind::Range { key, value, .. } => {
                for var in key.iter().chain(value) {
                    let obj = self.object(var).map(|obj| self.world.object(obj).ty);
                    if let Some(path) = obj.or_else(|| self.value_type(var)).and_then(|t| self.lock_path(t, DEPTH)) {
                        self.report("copylocks", var.span, format!("range var {} copies lock: {path}", self.text(var)));
                    }
                }
            }
            _ => {}
        }
    }

    /// Variables with values; receivers and parameters.
    pub(super) fn copied_by_decl(&mut self, decl: &Decl) {
        match decl {
            Decl::Var(spec) => {
                for (name, value) in spec.names.iter().zip(&spec.values) {
                    self.copied_value(value, &format!("variable declaration copies lock value to {}", name.name));
                }
            }
            Decl::Func(func) => self.passed(&func.name.name, func.recv.iter().chain(&func.sig.params)),
            _ => {}
        }
    }

    /// Calls, composite and function literals.
    pub(super) fn copied_by_expr(&mut self, e: &Expr) {
        match &e.kind {
            ExprKind::Call(call) => {
                let measures = matches!(self.callee(call).as_deref(), Some("new" | "len" | "cap" | "Sizeof" | "Offsetof" | "Alignof"));
                if !measures && !self.is_type(&call.fun) {
                    let text = format!("call of {} copies lock value", self.text(&call.fun));
                    call.args.iter().for_each(|arg| self.copied_value(arg, &text));
                }
            }
            ExprKind::Composite { elems, .. } => {
                for elem in elems {
                    self.copied_value(&elem.value, &format!("literal copies lock value from {}", self.text(&elem.value)));
                }
            }
            ExprKind::FuncLit(lit) => self.passed("func", lit.sig.params.iter()),
            _ => {}
        }
    }

    fn passed<'f>(&mut self, name: &str, fields: impl Iterator<Item = &'f Field>) {
        for field in fields {
            let Some(t) = self.tv(&field.ty).map(|tv| tv.ty) else { continue };
            if let Some(path) = self.lock_path(t, DEPTH) {
                self.report("copylocks", field.ty.span, format!("{name} passes lock by value: {path}"));
            }
        }
    }

    /// Reports a value with a lock that something copies; fresh values are fine.
    fn copied_value(&mut self, value: &Expr, text: &str) {
        let fresh = |e: &Expr| matches!(e.kind, ExprKind::Composite { .. } | ExprKind::Call(_));
        let inner = unparen(value);
        if fresh(inner) || matches!(&inner.kind, ExprKind::Star(x) if fresh(unparen(x))) {
            return;
        }
        if let Some(path) = self.value_type(inner).and_then(|t| self.lock_path(t, DEPTH)) {
            self.report("copylocks", Span { ..value.span }, format!("{text}: {path}"));
        }
    }

    /// How a lock is reached in a value of type `t`: `main.T contains sync.Mutex`.
    fn lock_path(&mut self, t: TypeId, depth: u32) -> Option<String> {
        let depth = depth.checked_sub(1)?;
        let shape = self.shape(t);
        if let Type::Array(elem, _) = shape {
            return self.lock_path(elem, depth);
        }
        let text = self.type_text(t);
        if let Some((_, inner)) = NO_COPY.iter().find(|(name, _)| *name == text) {
            return Some(format!("{text} contains {inner}"));
        }
        if self.locks_by_pointer(t) {
            return Some(text);
        }
        let Type::Struct(fields) = shape else { return None };
        let path = fields.fields.iter().find_map(|f| self.lock_path(f.ty, depth))?;
        Some(format!("{text} contains {path}"))
    }

    /// Whether a pointer to a `t`, and not a `t` itself, has `Lock` and `Unlock`.
    fn locks_by_pointer(&mut self, t: TypeId) -> bool {
        let named = matches!(self.world.types.get(t), Type::Named(_));
        named
            && ["Lock", "Unlock"].iter().all(|name| {
                let by_value = matches!(self.world.lookup_field_or_method(t, false, self.pkg, name), Lookup::PointerReceiver);
                by_value && self.declares(t, name)
            })
    }

    /// Whether `Lock` is a method of the type itself, not of one that it embeds.
    fn declares(&mut self, t: TypeId, name: &str) -> bool {
        match self.world.lookup_field_or_method(t, true, self.pkg, name) {
            Lookup::Method(selection) => selection.path.is_empty(),
            _ => false,
        }
    }
}
