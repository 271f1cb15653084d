//! Walking the operands of instructions and terminators, in one place, so that a new op is taught to builder, verifier and passes at once.

use crate::ir::*;

/// Expands to the match that hands each operand of an [`Op`] to `$f`, by reference or by mutable reference.
macro_rules! walk_op {
    ($op:expr, $f:ident, $iter:ident) => {
        match $op {
            Op::Iconst(..) | Op::Fconst(..) | Op::SlotAddr(..) | Op::GlobalAddr(..) | Op::DataAddr(_) | Op::TypeAddr(_) => {}
            Op::ItabAddr(_) | Op::FuncValAddr(_) | Op::CodeAddr(_) | Op::FramePtr | Op::CurG => {}
            Op::Un(_, a) | Op::Conv(_, a, _) | Op::Load(_, a, _, _) | Op::Zero(a, _) | Op::NilCheck(a) => $f(a),
            Op::AtomicLoad(_, a) | Op::KeepAlive(a) => $f(a),
            Op::Bin(_, a, b) | Op::Cmp(_, a, b) | Op::Store(a, b, _, _) | Op::StoreBarrier(a, b, _, _) => {
                $f(a);
                $f(b);
            }
            Op::Index(a, b, _, _) | Op::Copy(a, b, _) | Op::AtomicStore(a, b) | Op::AtomicRmw(_, a, b) | Op::Barrier(a, b) => {
                $f(a);
                $f(b);
            }
            Op::Fma(a, b, c) | Op::Select(a, b, c) | Op::AtomicCas(a, b, c) | Op::LocalCas(a, b, c) | Op::Check(a, _, b, c) => {
                $f(a);
                $f(b);
                $f(c);
            }
            Op::Call(callee, args) => {
                if let Callee::Indirect(code, _) = callee {
                    $f(code);
                }
                args.$iter().for_each($f);
            }
        }
    };
}

/// The same for a [`Term`].
macro_rules! walk_term {
    ($term:expr, $f:ident, $iter:ident) => {
        match $term {
            Term::Jump(target) => target.args.$iter().for_each($f),
            Term::Br { cond, then, els } => {
                $f(cond);
                then.args.$iter().for_each(&mut $f);
                els.args.$iter().for_each($f);
            }
            Term::Switch(value, cases, default) => {
                $f(value);
                cases.$iter().for_each(|(_, target)| target.args.$iter().for_each(&mut $f));
                default.args.$iter().for_each($f);
            }
            Term::Return(values) => values.$iter().for_each($f),
            Term::TailCall(callee, args) => {
                if let Callee::Indirect(code, _) = callee {
                    $f(code);
                }
                args.$iter().for_each($f);
            }
            Term::Unreachable => {}
        }
    };
}

impl Op {
    /// Replaces each operand by what `f` gives for it.
    pub fn map_values(&mut self, mut f: impl FnMut(Value) -> Value) {
        let mut set = |v: &mut Value| *v = f(*v);
        walk_op!(self, set, iter_mut);
    }

    /// Calls `f` on each operand.
    pub fn for_each_value(&self, mut f: impl FnMut(Value)) {
        let mut get = |v: &Value| f(*v);
        walk_op!(self, get, iter);
    }

    /// Whether the instruction gives an address that is known without looking at memory, and never nil.
    pub fn is_address(&self) -> bool {
        use Op::*;
        matches!(
            self,
            SlotAddr(..) | GlobalAddr(..) | DataAddr(_) | TypeAddr(_) | ItabAddr(_) | FuncValAddr(_) | CodeAddr(_) | FramePtr | CurG
        )
    }

    /// Whether the instruction may be left out when its results are unused: it writes nothing, calls nothing and cannot panic.
    pub fn is_pure(&self) -> bool {
        match self {
            Op::Load(_, _, _, mem) => !mem.may_fault,
            Op::Store(..) | Op::StoreBarrier(..) | Op::Copy(..) | Op::Zero(..) | Op::NilCheck(_) | Op::Check(..) | Op::Call(..) => false,
            Op::AtomicLoad(..) | Op::AtomicStore(..) | Op::AtomicRmw(..) | Op::AtomicCas(..) | Op::Barrier(..) | Op::KeepAlive(_) => false,
            Op::LocalCas(..) => false,
            _ => true,
        }
    }
}

impl Term {
    /// Replaces each operand by what `f` gives for it.
    pub fn map_values(&mut self, mut f: impl FnMut(Value) -> Value) {
        let mut set = |v: &mut Value| *v = f(*v);
        walk_term!(self, set, iter_mut);
    }

    /// Calls `f` on each operand.
    pub fn for_each_value(&self, mut f: impl FnMut(Value)) {
        let mut get = |v: &Value| f(*v);
        walk_term!(self, get, iter);
    }

    /// Calls `f` on each target.
    pub fn for_each_target(&self, mut f: impl FnMut(&Target)) {
        match self {
            Term::Jump(target) => f(target),
            Term::Br { then, els, .. } => {
                f(then);
                f(els);
            }
            Term::Switch(_, cases, default) => {
                cases.iter().for_each(|(_, target)| f(target));
                f(default);
            }
            Term::Return(_) | Term::TailCall(..) | Term::Unreachable => {}
        }
    }

    /// Calls `f` on each target, which it may change.
    pub fn for_each_target_mut(&mut self, mut f: impl FnMut(&mut Target)) {
        match self {
            Term::Jump(target) => f(target),
            Term::Br { then, els, .. } => {
                f(then);
                f(els);
            }
            Term::Switch(_, cases, default) => {
                cases.iter_mut().for_each(|(_, target)| f(target));
                f(default);
            }
            Term::Return(_) | Term::TailCall(..) | Term::Unreachable => {}
        }
    }
}
