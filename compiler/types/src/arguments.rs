//! Arguments of a call: their number, the type arguments they imply, and their assignment to the parameters.

use crate::call::Args;
use crate::check::Checker;
use crate::exprstring::expr_string;
use crate::info::Mode;
use crate::operand::{Operand, place, pos_of};
use crate::types::{Basic, Signature, Type, TypeId, TypeParamId};
use mgo_syntax::ast::{Call, Expr};

/// Type parameters of a callee and of the generic functions among its arguments, with the type arguments known so far.
#[derive(Default)]
struct Unknowns {
    tparams: Vec<TypeParamId>,
    targs: Vec<Option<TypeId>>,
}

impl Unknowns {
    fn add(&mut self, tparams: Vec<TypeParamId>, targs: &[TypeId]) {
        self.tparams.extend(tparams);
        self.targs.extend(targs.iter().copied().map(Some));
        self.targs.resize(self.tparams.len(), None);
    }
}

impl Checker<'_> {
    /// Checks the arguments of call `e` to a function of type `sig`, generic or not. `targs` are the type arguments given, written `type_args`.
    /// Gives the type of the function called, instantiated; after an error `sig` itself.
    pub(crate) fn arguments<'e>(
        &mut self,
        e: &'e Expr,
        call: &'e Call,
        sig: TypeId,
        targs: Vec<TypeId>,
        type_args: &[Expr],
        mut args: Args<'e>,
    ) -> TypeId {
        let Some(callee) = self.signature(sig) else { return sig };
        let Some(mut params) = self.spread_params(e, call, &callee, &args.list) else { return sig };
        let adjusted = params.len() != callee.params.len() || callee.variadic && call.ellipsis.is_none();

        // Each generic function gets type parameters of its own, so that f(f) and f(g, g) do not mix them up.
        let mut unknowns = Unknowns::default();
        if !callee.tparams.is_empty() {
            let what = if type_args.is_empty() { "implicit function instantiation" } else { "function instantiation" };
            self.verify_version(place(e), 1, 18, what);
            let tuple = self.types.intern(Type::Tuple(params.clone()));
            let (tparams, tuple) = self.rename_tparams(&callee.tparams, tuple);
            if let Type::Tuple(types) = self.types.get(tuple) {
                params = types.clone();
            }
            unknowns.add(tparams, &targs);
        }
        let own = unknowns.tparams.len();
        let mut generic_args: Vec<(usize, Vec<TypeParamId>)> = Vec::new();
        for (i, arg) in args.list.iter_mut().enumerate() {
            let Some(arg_sig) = self.signature(arg.ty).filter(|sig| !sig.tparams.is_empty() && arg.is_valid()) else { continue };
            let plain = self.types.intern(Type::Signature(Signature { tparams: Vec::new(), ..arg_sig.clone() }));
            let (tparams, plain) = self.rename_tparams(&arg_sig.tparams, plain);
            if let Some(renamed) = self.signature(plain) {
                arg.ty = self.types.intern(Type::Signature(Signature { tparams: tparams.clone(), ..renamed }));
            }
            unknowns.add(tparams.clone(), &args.targs[i]);
            generic_args.push((i, tparams));
        }
        if let Some(&(first, _)) = generic_args.first() {
            self.verify_version(args.list[first].span(), 1, 21, "implicitly instantiated function as argument");
        }

        let mut result = sig;
        if !unknowns.tparams.is_empty() {
            let Some(inferred) = self.infer_arguments(e, call, &unknowns, &params, &args.list) else { return sig };
            if own > 0 {
                result = self.instantiate_signature(pos_of(e), Some(&call.fun), &inferred[..own], sig, type_args);
                let instance = self.signature(result).map(|sig| sig.params).unwrap_or_default();
                if adjusted {
                    let map = unknowns.tparams[..own].iter().copied().zip(inferred[..own].iter().copied()).collect();
                    for param in &mut params {
                        *param = self.subst(*param, &map);
                    }
                } else {
                    params = instance.iter().map(|param| param.ty).collect();
                }
            }
            let mut next = own;
            for (i, tparams) in generic_args {
                let arg = &mut args.list[i];
                let known = &inferred[next..next + tparams.len()];
                next += tparams.len();
                let ty = self.instantiate_signature(pos_of(e), arg.expr, known, arg.ty, &[]);
                arg.set_value(Mode::Value, ty);
                self.record_operand(arg);
            }
        }

        let context = format!("argument to {}", expr_string(&call.fun));
        for (arg, param) in args.list.iter_mut().zip(params) {
            self.assignment(arg, Some(param), &context);
        }
        result
    }

    /// One parameter type per argument, or nothing (and an error) when the numbers do not match.
    fn spread_params(&mut self, e: &Expr, call: &Call, callee: &Signature, args: &[Operand<'_>]) -> Option<Vec<TypeId>> {
        let mut params: Vec<TypeId> = callee.params.iter().map(|param| param.ty).collect();
        let mut wanted = params.len();
        let dots = call.ellipsis.is_some();
        if callee.variadic {
            if dots {
                if call.args.len() == 1 && args.len() > 1 {
                    let msg = format!("cannot use ... with {}-valued {}", args.len(), expr_string(&call.args[0]));
                    self.error("InvalidDotDotDot", place(e), msg);
                    return None;
                }
            } else if args.len() + 1 >= params.len() {
                // The last parameter takes any number of arguments.
                let last = params.pop()?;
                let elem = match self.types.get(last) {
                    &Type::Slice(elem) => elem,
                    _ => Basic::Invalid.id(),
                };
                params.resize(args.len().max(params.len()), elem);
                wanted = args.len();
            } else {
                wanted -= 1;
            }
        } else if dots {
            let msg = format!("cannot use ... in call to non-variadic {}", expr_string(&call.fun));
            self.error("NonVariadicDotDotDot", place(e), msg);
            return None;
        }
        if args.len() == wanted {
            return Some(params);
        }
        let (span, qualifier) = if args.len() > wanted {
            (args[wanted].span(), "too many")
        } else {
            (args.last().map_or(place(e), |last| last.span()), "not enough")
        };
        let have = self.types_summary(&args.iter().map(|arg| arg.ty).collect::<Vec<_>>(), false, dots);
        let want: Vec<TypeId> = callee.params.iter().map(|param| param.ty).collect();
        let want = self.types_summary(&want, callee.variadic, false);
        let msg = format!("{qualifier} arguments in call to {}\n\thave {have}\n\twant {want}", expr_string(&call.fun));
        self.error("WrongArgCount", span, msg);
        None
    }

    fn infer_arguments(
        &mut self,
        e: &Expr,
        call: &Call,
        unknowns: &Unknowns,
        params: &[TypeId],
        args: &[Operand<'_>],
    ) -> Option<Vec<TypeId>> {
        let tuple = self.types.intern(Type::Tuple(params.to_vec()));
        let params = self.tuple_params(tuple);
        let args: Vec<&Operand<'_>> = args.iter().collect();
        let mut failure = None;
        let inferred = self.infer(pos_of(e), &unknowns.tparams, unknowns.targs.clone(), &params, &args, false, &mut failure);
        if inferred.is_none()
            && let Some((span, message)) = failure
        {
            self.error("CannotInferTypeArgs", span, format!("in call to {}, {message}", expr_string(&call.fun)));
        }
        inferred
    }

    /// Types as a list `(int, number, string)` that shows what a call has or wants.
    pub(crate) fn types_summary(&mut self, list: &[TypeId], variadic: bool, dots: bool) -> String {
        let mut out = Vec::with_capacity(list.len());
        for (i, &t) in list.iter().enumerate() {
            let last = i + 1 == list.len();
            let mut text = if !self.is_valid(t) {
                "unknown type".to_string()
            } else if self.is_untyped(t) {
                // `number` rather than a specific type that is not required.
                let name = self.tstr(t);
                if self.is_numeric(t) { "number".into() } else { name.replace("untyped ", "") }
            } else {
                self.tstr(t)
            };
            if last && variadic {
                if let &Type::Slice(elem) = self.types.get(t) {
                    text = self.tstr(elem);
                }
                text.insert_str(0, "...");
            } else if last && dots {
                text.push_str("...");
            }
            out.push(text);
        }
        format!("({})", out.join(", "))
    }
}
