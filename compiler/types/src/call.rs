//! Calls: what is called, conversions among them, and the lists of arguments. Matching arguments to parameters is in [`crate::arguments`].

use crate::check::Checker;
use crate::expr::ExprKindOf;
use crate::exprstring::unparen;
use crate::info::Mode;
use crate::object::{ObjKind, VarKind};
use crate::operand::{Operand, place, pos_of};
use crate::types::{Type, TypeId};
use mgo_syntax::ast::{Call, Expr, ExprKind};

/// Evaluated arguments. A generic function among them that has some of its type arguments has these in `targs`.
pub(crate) struct Args<'e> {
    /// The operands.
    pub(crate) list: Vec<Operand<'e>>,
    /// As many as `list`.
    pub(crate) targs: Vec<Vec<TypeId>>,
}

impl Checker<'_> {
    /// Checks call (or conversion) `e`.
    pub(crate) fn call_expr<'e>(&mut self, x: &mut Operand<'e>, e: &'e Expr, call: &'e Call) -> ExprKindOf {
        let mut inst = None;
        if matches!(call.fun.kind, ExprKind::Index(..)) {
            *x = Operand::new(&call.fun);
            if self.index_expr(x, &call.fun) {
                // Type arguments are looked at together with the arguments.
                inst = Some(&call.fun);
            }
            x.set_expr(&call.fun);
            self.record_operand(x);
        } else {
            self.expr_or_type(x, &call.fun, true);
        }
        match x.mode {
            Mode::Invalid => {
                self.use_all(&call.args);
                x.set_expr(e);
                x.invalidate();
                ExprKindOf::Statement
            }
            Mode::Type => {
                self.convert_call(x, e, call);
                x.set_expr(e);
                ExprKindOf::Conversion
            }
            Mode::Builtin => {
                let kind = self.builtin_call(x, e, call);
                x.set_expr(e);
                if x.is_valid() && !x.is_const() {
                    self.env.has_call_or_recv = true;
                }
                kind
            }
            _ => {
                self.function_call(x, e, call, inst);
                x.set_expr(e);
                ExprKindOf::Statement
            }
        }
    }

    /// `T(x)`, for which `x` holds the type.
    fn convert_call<'e>(&mut self, x: &mut Operand<'e>, e: &'e Expr, call: &'e Call) {
        self.non_generic(None, x);
        if !x.is_valid() {
            return;
        }
        let t = x.ty;
        x.invalidate();
        if !self.is_complete(t) {
            return;
        }
        let t_str = self.tstr(t);
        match &call.args[..] {
            [] => self.error("WrongArgCount", place(e), format!("missing argument in conversion to {t_str}")),
            [arg] => {
                let target = self.new_target(Some(t), "conversion");
                self.expr(target.as_ref(), x, arg);
                if !x.is_valid() {
                    return;
                }
                if self.is_non_tparam_interface(t) && !self.is_method_set(t) {
                    let msg = format!("cannot use interface {t_str} in conversion (contains specific type constraints or is comparable)");
                    self.error("MisplacedConstraintIface", place(e), msg);
                    x.invalidate();
                } else if call.ellipsis.is_some() {
                    self.error("BadDotDotDotSyntax", place(arg), format!("invalid use of ... in conversion to {t_str}"));
                    x.invalidate();
                } else {
                    self.conversion(x, t);
                }
            }
            [.., last] => {
                self.use_all(&call.args);
                self.error("WrongArgCount", place(last), format!("too many arguments in conversion to {t_str}"));
            }
        }
    }

    fn function_call<'e>(&mut self, x: &mut Operand<'e>, e: &'e Expr, call: &'e Call, inst: Option<&'e Expr>) {
        let mut condition = |check: &mut Checker<'_>, term: crate::common::Term| {
            let (ty, under) = term?;
            let is_func = matches!(check.types.get(under), Type::Signature(_));
            (!is_func).then(|| format!("{} is not a function", check.tstr(ty)))
        };
        let mut sig = match self.common_under_if(x.ty, &mut condition) {
            Ok(sig) => sig,
            Err(cause) => {
                let msg = format!("invalid operation: cannot call {}: {cause}", self.operand_string(x));
                self.error("InvalidCall", x.span(), msg);
                x.invalidate();
                return;
            }
        };
        let tparam_count = |check: &Self, sig| check.signature(sig).map_or(0, |sig| sig.tparams.len());
        let want = tparam_count(self, sig);
        let mut targs = Vec::new();
        let mut type_args: &[Expr] = &[];
        if let Some(inst) = inst {
            if let ExprKind::Index(_, list) = &inst.kind {
                type_args = list;
            }
            let Some(list) = self.type_list(type_args) else {
                self.use_all(&call.args);
                x.invalidate();
                return;
            };
            targs = list;
            let got = targs.len();
            if got > want {
                self.error("WrongTypeArgCount", place(&type_args[want]), format!("got {got} type arguments but want {want}"));
                self.use_all(&call.args);
                x.invalidate();
                return;
            }
            if got == want && want > 0 {
                // Instantiated at once, so that the facts are right whatever is wrong with the arguments.
                self.verify_version(place(inst), 1, 18, "function instantiation");
                sig = self.instantiate_signature(pos_of(inst), Some(inst), &targs, sig, type_args);
                targs.clear();
                type_args = &[];
            }
        }
        let args = self.generic_expr_list(&call.args);
        let sig = self.arguments(e, call, sig, targs, type_args, args);
        let Some(result) = self.signature(sig) else { return };
        if want > 0 && result.tparams.is_empty() {
            self.record(call.fun.id, Mode::Value, sig, None);
        }
        match &result.results[..] {
            [] => x.mode = Mode::NoValue,
            [only] => {
                if !self.is_complete(only.ty) {
                    x.invalidate();
                    return;
                }
                x.set_value(Mode::Value, only.ty);
            }
            several => {
                let tuple = self.types.intern(Type::Tuple(several.iter().map(|result| result.ty).collect()));
                x.set_value(Mode::Value, tuple);
            }
        }
        self.env.has_call_or_recv = true;
        // When inference failed, results must not get away with type parameters of the callee.
        if x.mode == Mode::Value && !result.tparams.is_empty() && self.is_parameterized(&result.tparams, x.ty) {
            x.invalidate();
        }
    }

    /// The values of a list of expressions; a single call may give several.
    pub(crate) fn expr_list<'e>(&mut self, list: &'e [Expr]) -> Vec<Operand<'e>> {
        if let [only] = list {
            return self.multi_expr(only, false).0;
        }
        let mut values = Vec::with_capacity(list.len());
        for e in list {
            let mut x = Operand::new(e);
            self.expr(None, &mut x, e);
            values.push(x);
        }
        values
    }

    /// As [`Checker::expr_list`]; the values may be generic functions, some of their type arguments given.
    pub(crate) fn generic_expr_list<'e>(&mut self, list: &'e [Expr]) -> Args<'e> {
        // Before Go 1.21 functions as arguments must be instantiated by themselves.
        let infer = !self.allow_version(1, 21);
        let mut args = Args { list: Vec::new(), targs: Vec::new() };
        for e in list {
            let mut x = Operand::new(e);
            let mut partial = Vec::new();
            if matches!(e.kind, ExprKind::Index(..)) {
                if self.index_expr(&mut x, e) {
                    match self.func_inst(None, x.span(), &mut x, Some(e), infer) {
                        Some(targs) => partial = targs,
                        None => self.record_operand(&x),
                    }
                } else {
                    x.set_expr(e);
                    if x.is_valid() {
                        self.record_operand(&x);
                    }
                    self.exclude_non_values(&mut x);
                }
            } else if list.len() == 1 {
                self.raw_expr(None, &mut x, e, None, true);
                self.exclude_non_values(&mut x);
                if let Some(types) = self.tuple_of(&x) {
                    for ty in types {
                        let mut value = Operand::new(e);
                        value.set_value(Mode::Value, ty);
                        args.list.push(value);
                        args.targs.push(Vec::new());
                    }
                    return args;
                }
            } else {
                self.generic_expr(&mut x, e, None);
            }
            args.list.push(x);
            args.targs.push(partial);
        }
        args
    }

    // ---- expressions checked only for what they use --------------------------------------------------------------------------------

    /// Checks expressions that something else is wrong with, so that what they use counts as used. Whether they are fine themselves.
    pub(crate) fn use_exprs(&mut self, list: &[&Expr]) -> bool {
        self.use_each(list.iter().copied(), false)
    }

    /// As [`Checker::use_exprs`].
    pub(crate) fn use_all(&mut self, list: &[Expr]) -> bool {
        self.use_each(list, false)
    }

    /// As [`Checker::use_exprs`] for the left side of an assignment, where a variable by itself is not used.
    pub(crate) fn use_lhs(&mut self, list: &[Expr]) -> bool {
        self.use_each(list, true)
    }

    fn use_each<'e>(&mut self, list: impl IntoIterator<Item = &'e Expr>, lhs: bool) -> bool {
        let mut ok = true;
        for e in list {
            ok &= self.use_expr(e, lhs);
        }
        ok
    }

    fn use_expr(&mut self, e: &Expr, lhs: bool) -> bool {
        let inner = unparen(e);
        let mut x = Operand::new(e);
        let ExprKind::Name(ident) = &inner.kind else {
            self.raw_expr(None, &mut x, e, None, true);
            return x.is_valid();
        };
        if ident.name == "_" {
            return true;
        }
        let unused = lhs.then(|| self.unused_var(&ident.name)).flatten();
        self.expr_or_type(&mut x, inner, true);
        if let Some(var) = unused {
            self.world.state.used_vars.remove(&var);
        }
        x.is_valid()
    }

    /// The variable of this package that `name` means, if it has not been used so far.
    pub(crate) fn unused_var(&mut self, name: &str) -> Option<crate::object::ObjId> {
        let obj = self.lookup(name)?;
        let object = self.object(obj);
        let own = object.pkg == self.env.pkg && matches!(object.kind, ObjKind::Var(kind) if kind != VarKind::Field);
        (own && !self.world.state.used_vars.contains(&obj)).then_some(obj)
    }
}
