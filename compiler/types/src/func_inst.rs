//! Instantiation of generic functions: by explicit type arguments, by the place they are assigned to, or later by the arguments of a call.

use crate::check::Checker;
use crate::expr::Target;
use crate::info::Mode;
use crate::operand::{Operand, place, pos_of};
use crate::types::{Param, Signature, Type, TypeId};
use mgo_syntax::ast::{Expr, ExprKind};
use mgo_syntax::source::Span;

impl Checker<'_> {
    /// The signature that `t` is.
    pub(crate) fn signature(&self, t: TypeId) -> Option<Signature> {
        match self.types.get(t) {
            Type::Signature(sig) => Some(sig.clone()),
            _ => None,
        }
    }

    /// Instantiates generic function `x` by the type arguments in `inst` (an index expression) and what `target` tells.
    /// Without `infer`, type arguments that do not suffice are given back, `x` staying generic. After an error `x` is invalid.
    pub(crate) fn func_inst<'e>(
        &mut self,
        target: Option<&Target>,
        span: Span,
        x: &mut Operand<'e>,
        inst: Option<&'e Expr>,
        infer: bool,
    ) -> Option<Vec<TypeId>> {
        let span = inst.map_or(span, pos_of);
        if let Some(inst) = inst {
            x.set_expr(inst);
        }
        let type_args: &[Expr] = match inst.map(|inst| &inst.kind) {
            Some(ExprKind::Index(_, type_args)) => type_args,
            _ => &[],
        };
        let version_ok = self.verify_version(span, 1, 18, "function instantiation");
        let Some(mut targs) = self.type_list(type_args) else {
            x.invalidate();
            return None;
        };
        let generic = x.ty;
        let Some(sig) = self.signature(generic) else {
            x.invalidate();
            return None;
        };
        let (got, want) = (targs.len(), sig.tparams.len());
        if got > want {
            self.error("WrongTypeArgCount", place(&type_args[got - 1]), format!("got {got} type arguments but want {want}"));
            x.invalidate();
            return None;
        }
        if got < want {
            if !infer {
                return Some(targs);
            }
            let Some(inferred) = self.infer_from_target(target, span, x, &sig, &targs, version_ok, inst.is_some()) else {
                x.invalidate();
                return None;
            };
            targs = inferred;
        }
        let instance = self.instantiate_signature(span, x.expr, &targs, generic, type_args);
        x.set_value(Mode::Value, instance);
        None
    }

    /// Infers missing type arguments as if the function were an argument of type `target`.
    #[allow(clippy::too_many_arguments)]
    fn infer_from_target(
        &mut self,
        target: Option<&Target>,
        span: Span,
        x: &Operand<'_>,
        sig: &Signature,
        targs: &[TypeId],
        version_ok: bool,
        partial: bool,
    ) -> Option<Vec<TypeId>> {
        let mut params = Vec::new();
        let mut args = Vec::new();
        if let Some(target) = target {
            if version_ok {
                let how = if partial { "partially" } else { "implicitly" };
                self.verify_version(span, 1, 21, &format!("{how} instantiated function in assignment"));
            }
            params.push(self.types.intern(Type::Signature(Signature { tparams: Vec::new(), ..sig.clone() })));
            args.push(Operand::described(Mode::Value, target.sig, x.span(), target.desc.clone()));
        }
        let tuple = self.types.intern(Type::Tuple(params));
        let (tparams, tuple) = self.rename_tparams(&sig.tparams, tuple);
        let params = self.tuple_params(tuple);
        let mut targs: Vec<Option<TypeId>> = targs.iter().copied().map(Some).collect();
        targs.resize(tparams.len(), None);
        let args: Vec<&Operand<'_>> = args.iter().collect();
        let mut failure = None;
        let inferred = self.infer(span, &tparams, targs, &params, &args, !args.is_empty(), &mut failure);
        if let Some((span, message)) = failure {
            self.error("CannotInferTypeArgs", span, message);
        }
        inferred
    }

    /// The types of a tuple as nameless parameters.
    pub(crate) fn tuple_params(&self, tuple: TypeId) -> Vec<Param> {
        match self.types.get(tuple) {
            Type::Tuple(types) => types.iter().map(|&ty| Param { name: Default::default(), ty }).collect(),
            _ => Vec::new(),
        }
    }
}
