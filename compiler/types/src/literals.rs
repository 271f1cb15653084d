//! Basic and function literals. Composite literals are in [`crate::composite`].

use crate::check::Checker;
use crate::constant::{Value, literal};
use crate::info::Mode;
use crate::operand::{Operand, place};
use crate::tree_ref::TreeRef;
use crate::types::Basic;
use mgo_syntax::ast::{Expr, FuncLit, LitKind};
use mgo_syntax::literal::{rune_value, string_value};

/// Longer number literals mean nothing, but would take long to read.
const MAX_NUMBER: usize = 10000;

impl Checker<'_> {
    /// A number, character or string.
    pub(crate) fn basic_lit<'e>(&mut self, x: &mut Operand<'e>, e: &'e Expr, kind: LitKind, text: &str) {
        let is_number = matches!(kind, LitKind::Int | LitKind::Float | LitKind::Imag);
        if is_number {
            self.literal_version(e, kind, text);
            if text.len() > MAX_NUMBER {
                let start = text.get(..10).unwrap_or(text);
                self.error("InvalidConstVal", place(e), format!("excessively long constant: {start}... ({} chars)", text.len()));
                x.invalidate();
                return;
            }
        }
        let (basic, value) = match kind {
            LitKind::Int => (Basic::UntypedInt, literal::int_literal(text)),
            LitKind::Float => (Basic::UntypedFloat, literal::float_literal(text)),
            LitKind::Imag => (Basic::UntypedComplex, literal::imag_literal(text)),
            LitKind::Char => (Basic::UntypedRune, Some(Value::Int(rune_value(text).into()))),
            LitKind::String => (Basic::UntypedString, Some(Value::String(string_value(text).into()))),
        };
        // What is malformed was reported by the lexer.
        let Some(value) = value else {
            x.invalidate();
            return;
        };
        if value == Value::Unknown {
            self.error("InvalidConstVal", place(e), format!("malformed constant: {text}"));
            x.invalidate();
            return;
        }
        x.set_const(basic.id(), value);
        x.set_expr(e);
        self.overflow(x);
    }

    /// Reports forms of number literals that came with Go 1.13.
    fn literal_version(&mut self, e: &Expr, kind: LitKind, text: &str) {
        if text.len() <= 2 || self.allow_version(1, 13) {
            return;
        }
        let radix = text.as_bytes()[1].to_ascii_lowercase();
        let what = if text.contains('_') {
            "underscore in numeric literal"
        } else if !text.starts_with('0') {
            return;
        } else if radix == b'b' {
            "binary literal"
        } else if radix == b'o' {
            "0o/0O-style octal literal"
        } else if radix == b'x' && kind != LitKind::Int {
            "hexadecimal floating-point literal"
        } else {
            return;
        };
        self.verify_version(place(e), 1, 13, what);
    }

    /// A function literal. Its body is checked at the end of the statement, when all that it can see is complete.
    pub(crate) fn func_lit(&mut self, x: &mut Operand<'_>, lit: &FuncLit) {
        let sig = self.func_type(&lit.sig);
        x.set_value(Mode::Value, sig.ty);
        let env = self.env.clone();
        // SAFETY: literals are checked where they stand, in the trees of the environment's files.
        let body = unsafe { TreeRef::new(&self.env.files, &lit.body) };
        self.later(move |check| {
            let (decl, iota) = (env.decl, env.iota);
            check.env = env;
            check.func_body(decl, &sig, &body, iota);
        });
    }
}
