//! Range statements.

use crate::check::Checker;
use crate::common::Term;
use crate::info::Mode;
use crate::object::ObjId;
use crate::operand::{Operand, place};
use crate::types::{Basic, Type, TypeId};
use mgo_syntax::ast::{ChanDir, Expr, ExprKind, Stmt, StmtKind};

/// What ranging gives: types of key and value, as far as there are any.
type KeyValue = (Option<TypeId>, Option<TypeId>);

impl Checker<'_> {
    /// `for key, value := range x { … }`
    pub(crate) fn range_stmt(&mut self, s: &Stmt) {
        let StmtKind::Range { key, value, define, x: over, body, .. } = &s.kind else { return };
        let mut x = Operand::new(over);
        self.env.has_call_or_recv = false;
        self.expr(None, &mut x, over);
        let (key_ty, value_ty) = if x.is_valid() { self.range_types(&x, key.as_ref(), value.as_ref()) } else { (None, None) };
        let over_int = x.is_valid() && self.is_integer(x.ty);
        self.open_scope();
        let sides = [(key.as_ref(), key_ty), (value.as_ref(), value_ty)];
        if *define {
            self.define_range(s, &mut x, over_int, sides);
        } else if key.is_some() {
            self.assign_range(&mut x, over_int, sides);
        } else if over_int {
            // An untyped x still needs the type it has by itself.
            self.assignment(&mut x, None, "range clause");
        }
        if !over_int && x.is_valid() {
            self.settle_default(&x);
        }
        self.block(&body.stmts);
        self.close_scope();
    }

    /// The types of key and value, with errors about `x` and about too many variables.
    fn range_types(&mut self, x: &Operand<'_>, key: Option<&Expr>, value: Option<&Expr>) -> KeyValue {
        let operand = self.operand_string(x);
        let (k, v) = match self.range_key_value(x.ty) {
            Ok(types) => types,
            Err(cause) => {
                let colon = if cause.is_empty() { "" } else { ": " };
                self.soft_error("InvalidRangeExpr", x.span(), format!("cannot range over {operand}{colon}{cause}"));
                return (None, None);
            }
        };
        match (key, value) {
            (Some(key), _) if k.is_none() => {
                self.soft_error("InvalidIterVar", place(key), format!("range over {operand} permits no iteration variables"));
            }
            (_, Some(value)) if v.is_none() => {
                self.soft_error("InvalidIterVar", place(value), format!("range over {operand} permits only one iteration variable"));
            }
            _ => {}
        }
        (k, v)
    }

    fn define_range(&mut self, s: &Stmt, x: &mut Operand<'_>, over_int: bool, sides: [(Option<&Expr>, Option<TypeId>); 2]) {
        let mut vars: Vec<ObjId> = Vec::new();
        for (lhs, ty) in sides {
            let Some(lhs) = lhs else { continue };
            let var = match &lhs.kind {
                ExprKind::Name(ident) => {
                    let var = self.new_local(ident.name.clone(), ident.span);
                    self.record_def(ident.id, var);
                    if ident.name != "_" {
                        vars.push(var);
                    }
                    var
                }
                _ => {
                    self.error("InvalidSyntaxTree", place(lhs), format!("cannot declare {}", crate::exprstring::expr_string(lhs)));
                    self.new_local("_".into(), place(lhs))
                }
            };
            let Some(ty) = self.is_usable(ty) else {
                self.set_type(var, Basic::Invalid.id());
                self.use_var(var);
                continue;
            };
            if over_int {
                self.init_var(var, x, "range clause");
            } else {
                let mut y = Operand::described(Mode::Value, ty, place(lhs), crate::exprstring::expr_string(lhs));
                self.init_var(var, &mut y, "assignment");
            }
        }
        if vars.is_empty() {
            self.error("NoNewVar", s.span, "no new variables on left side of :=");
        }
        for var in vars {
            self.declare(None, var, s.span.lo);
        }
    }

    fn assign_range(&mut self, x: &mut Operand<'_>, over_int: bool, sides: [(Option<&Expr>, Option<TypeId>); 2]) {
        for (lhs, ty) in sides {
            let (Some(lhs), Some(ty)) = (lhs, self.is_usable(ty)) else { continue };
            if over_int {
                self.assign_var(lhs, x, "range clause");
                // An untyped x now has the variable's type.
                if x.is_valid() && !self.is_integer(x.ty) {
                    let msg = format!("cannot use iteration variable of type {}", self.tstr(x.ty));
                    self.soft_error("InvalidRangeExpr", place(lhs), msg);
                }
            } else {
                let mut y = Operand::described(Mode::Value, ty, place(lhs), crate::exprstring::expr_string(lhs));
                self.assign_var(lhs, &mut y, "assignment");
            }
        }
    }

    /// Types of key and value of a range over a `t`, or why there is none (empty when there is no more to say).
    fn range_key_value(&mut self, t: TypeId) -> Result<KeyValue, String> {
        let mut condition = |check: &mut Checker<'_>, term: Term| {
            let (ty, under) = term?;
            let send_only = matches!(check.types.get(under), Type::Chan(ChanDir::Send, _));
            send_only.then(|| format!("receive from send-only channel {}", check.tstr(ty)))
        };
        let under = self.common_under_if(t, &mut condition)?;
        let under = self.array_ptr_deref(under);
        let int = Some(Basic::Int.id());
        match *self.types.get(under) {
            Type::Basic(basic) if basic.is_string() => Ok((int, Some(TypeId::RUNE))),
            Type::Basic(basic) if basic.is_integer() => {
                if !self.allow_version(1, 22) {
                    return Err("requires go1.22 or later".into());
                }
                Ok((Some(t), None))
            }
            Type::Array(elem, _) | Type::Slice(elem) => Ok((int, Some(elem))),
            Type::Map(key, elem) => Ok((Some(key), Some(elem))),
            Type::Chan(_, elem) => Ok((Some(elem), None)),
            Type::Signature(_) => self.range_func(under),
            _ => Err(String::new()),
        }
    }

    /// Types of key and value of an iterator function.
    fn range_func(&mut self, func: TypeId) -> Result<KeyValue, String> {
        const MUST: &str = "func must be func(yield func(...) bool): ";
        let bad = |what: &str| Err(format!("{MUST}{what}"));
        if !self.allow_version(1, 23) {
            return Err("requires go1.23 or later".into());
        }
        let Some(sig) = self.signature(func) else { return Err(String::new()) };
        let [param] = &sig.params[..] else { return bad("wrong argument count") };
        if !sig.results.is_empty() {
            return bad("unexpected results");
        }
        let yield_under = match self.common_under(param.ty) {
            Ok(under) => under,
            Err(cause) => return bad(&format!("in yield type, {cause}")),
        };
        let Some(callback) = self.signature(yield_under) else { return bad("argument is not func") };
        if callback.params.len() > 2 {
            return bad("yield func has too many parameters");
        }
        match &callback.results[..] {
            [only] if self.identical(only.ty, Basic::Bool.id()) => {}
            [only] if self.is_boolean(only.ty) => return bad("yield func returns user-defined boolean, not bool"),
            _ => return bad("yield func does not return bool"),
        }
        if callback.variadic {
            return Err(format!("yield func of type {} cannot be variadic", self.tstr(yield_under)));
        }
        let mut types = callback.params.iter().map(|param| param.ty);
        Ok((types.next(), types.next()))
    }
}
