//! Operands: what an expression has been found to be while it is being checked.

use crate::constant::Value;
use crate::info::Mode;
use crate::object::BuiltinId;
use crate::types::{Basic, TypeId};
use mgo_syntax::ast::Expr;
use mgo_syntax::source::Span;

/// An expression under examination.
#[derive(Clone, Debug)]
pub(crate) struct Operand<'e> {
    /// What it is.
    pub(crate) mode: Mode,
    /// Its type; `Basic::Invalid` where it has none.
    pub(crate) ty: TypeId,
    /// A constant's value (`Mode::Const`).
    pub(crate) val: Option<Value>,
    /// Which builtin (`Mode::Builtin`).
    pub(crate) builtin: Option<BuiltinId>,
    /// The expression; `None` for made-up operands.
    pub(crate) expr: Option<&'e Expr>,
    /// Where to report: that of `expr` unless made up.
    pub(crate) span: Span,
}

impl<'e> Operand<'e> {
    /// An operand not yet looked at.
    pub(crate) fn new(e: &'e Expr) -> Operand<'e> {
        Operand { mode: Mode::Invalid, ty: Basic::Invalid.id(), val: None, builtin: None, expr: Some(e), span: e.span }
    }

    /// An operand without expression.
    pub(crate) fn made_up(mode: Mode, ty: TypeId, span: Span) -> Operand<'static> {
        Operand { mode, ty, val: None, builtin: None, expr: None, span }
    }

    /// Marks it as broken.
    pub(crate) fn invalidate(&mut self) {
        self.mode = Mode::Invalid;
        self.ty = Basic::Invalid.id();
        self.val = None;
    }
}
