//! Type inference: the type arguments a call leaves out.

use crate::check::Checker;
use crate::info;
use crate::nest::Nest;
use crate::operand::Operand;
use crate::subst::Subst;
use crate::types::{Param, Signature, Term, Type, TypeId, TypeParamId};
use crate::unify::{Mode, Unifier};
use crate::world::World;
use mgo_syntax::source::Span;

/// Where and why an inference failed.
pub(crate) type Failure = Option<(Span, String)>;

impl Checker<'_> {
    /// The type arguments for all of `tparams`, of which `targs` gives those known. `params` and `args` correspond. With `reverse`, the one
    /// argument is what a function is assigned to. On failure `failure` says why, unless something broken was among the arguments.
    #[allow(clippy::too_many_arguments)]
    pub(crate) fn infer(
        &mut self,
        span: Span,
        tparams: &[TypeParamId],
        targs: Vec<Option<TypeId>>,
        params: &[Param],
        args: &[&Operand<'_>],
        reverse: bool,
        failure: &mut Failure,
    ) -> Option<Vec<TypeId>> {
        if let Some(all) = targs.iter().copied().collect::<Option<Vec<_>>>().filter(|all| all.len() == tparams.len()) {
            return Some(all);
        }
        if args.iter().any(|arg| arg.mode == info::Mode::Invalid) {
            return None;
        }
        let known = subst_of(tparams, &targs);
        let params: Vec<TypeId> = params.iter().map(|p| self.subst(p.ty, &known)).collect();
        let mut unifier = Unifier::new(tparams, &targs, self.allow_version(1, 21));

        let mut untyped: Vec<usize> = Vec::new();
        for (i, arg) in args.iter().enumerate() {
            if !self.is_parameterized(tparams, params[i]) && !self.is_parameterized(tparams, arg.ty) {
                continue;
            }
            if self.is_typed(arg.ty) {
                if !unifier.unify(self.world, params[i], arg.ty, Mode::ASSIGN) {
                    let message = self.mismatch(tparams, &unifier, params[i], arg, reverse);
                    *failure = Some((arg.span(), message));
                    return None;
                }
            } else if self.is_type_param(params[i]) && arg.mode != info::Mode::Nil {
                untyped.push(i);
            }
        }
        self.infer_from_constraints(span, tparams, &mut unifier, failure)?;
        self.infer_from_untyped(&params, args, &untyped, &mut unifier, failure)?;
        self.simplify(span, tparams, &targs, &unifier, failure)
    }

    /// The text for an argument that does not match its parameter.
    fn mismatch(&mut self, tparams: &[TypeParamId], unifier: &Unifier, param: TypeId, arg: &Operand<'_>, reverse: bool) -> String {
        let found = unifier.inferred(tparams);
        let text = arg.text();
        let (targ, tpar) = (self.tstr(arg.ty), self.tstr(param));
        if found.iter().all(Option::is_none) {
            return format!("type {targ} of {text} does not match {tpar} (cannot infer {})", self.tparam_names(tparams));
        }
        let inferred = self.subst(param, &subst_of(tparams, &found));
        if inferred == param {
            return format!("type {targ} of {text} does not match {tpar}");
        }
        let inferred = self.tstr(inferred);
        if reverse {
            format!("inferred type {inferred} for {tpar} does not match type {targ} of {text}")
        } else {
            format!("type {targ} of {text} does not match inferred type {inferred} for {tpar}")
        }
    }

    /// Uses core types and methods of constraints, as long as that tells something new.
    fn infer_from_constraints(&mut self, span: Span, tparams: &[TypeParamId], unifier: &mut Unifier, failure: &mut Failure) -> Option<()> {
        loop {
            let before = unifier.unknowns();
            for &p in tparams {
                let tpar = self.types.intern(Type::TypeParam(p));
                let known = unifier.at(p);
                if let Some((core, single)) = self.core_term(tpar) {
                    match known {
                        Some(t) if !unifier.unify(self.world, t, core.ty, Mode::INEXACT) => {
                            *failure = Some((span, self.unsatisfied(p, t, "")));
                            return None;
                        }
                        None if single && !core.tilde => unifier.set(p, core.ty),
                        _ => {}
                    }
                }
                if let Some(t) = unifier.at(p).filter(|_| known.is_some())
                    && !self.is_parameterized(tparams, t)
                {
                    let iface = self.underlying(tpar);
                    let missing = self.world.missing(t, iface, true, &mut |world, x, y| unifier.unify(world, x, y, Mode::EXACT));
                    if let Some(missing) = missing
                        && !self.has_invalid_embedded(t, &mut Nest::default())
                    {
                        let cause = self.missing_method_cause(t, iface, &missing);
                        *failure = Some((span, self.unsatisfied(p, t, &cause)));
                        return None;
                    }
                }
            }
            if unifier.unknowns() == before {
                return Some(());
            }
        }
    }

    fn unsatisfied(&self, p: TypeParamId, t: TypeId, cause: &str) -> String {
        let tparam = self.types.tparam(p);
        let (name, bound) = (&self.object(tparam.obj).name, self.tstr(tparam.constraint));
        format!("{name} (type {}) does not satisfy {bound}{}{cause}", self.tstr(t), if cause.is_empty() { "" } else { " " })
    }

    /// Untyped constants decide for type parameters that nothing else decides for.
    fn infer_from_untyped(
        &mut self,
        params: &[TypeId],
        args: &[&Operand<'_>],
        untyped: &[usize],
        unifier: &mut Unifier,
        failure: &mut Failure,
    ) -> Option<()> {
        let mut largest: Vec<(TypeParamId, TypeId)> = Vec::new();
        for &i in untyped {
            let Type::TypeParam(p) = *self.types.get(params[i]) else { continue };
            if unifier.at(p).is_some() {
                continue;
            }
            let ty = args[i].ty;
            match largest.iter_mut().find(|(q, _)| *q == p) {
                None => largest.push((p, ty)),
                Some((_, max)) => match self.max_type(*max, ty) {
                    Some(t) => *max = t,
                    None => {
                        let (x, y, tpar) = (self.tstr(*max), self.tstr(ty), self.tstr(params[i]));
                        *failure = Some((args[i].span(), format!("mismatched types {x} and {y} (cannot infer {tpar})")));
                        return None;
                    }
                },
            }
        }
        for (p, ty) in largest {
            unifier.set(p, self.default_type(ty));
        }
        Some(())
    }

    /// Puts inferred types into one another until no type parameter is left.
    fn simplify(
        &mut self,
        span: Span,
        tparams: &[TypeParamId],
        targs: &[Option<TypeId>],
        unifier: &Unifier,
        failure: &mut Failure,
    ) -> Option<Vec<TypeId>> {
        let mut inferred = unifier.inferred(tparams);
        self.kill_cycles(tparams, &mut inferred);
        let mut dirty: Vec<usize> =
            (0..inferred.len()).filter(|&i| inferred[i].is_some() && targs.get(i).copied().flatten().is_none()).collect();
        while !dirty.is_empty() {
            let map = subst_of(tparams, &inferred);
            dirty.retain(|&i| {
                let Some(old) = inferred[i] else { return false };
                let mut new = self.subst(old, &map);
                if new == old {
                    return false;
                }
                // A generic function whose type parameters are all known is generic no more.
                if let Type::Signature(sig) = &*self.types.shared(new)
                    && !sig.tparams.is_empty()
                    && !self.is_parameterized(tparams, new)
                {
                    new = self.types.intern(Type::Signature(Signature { tparams: Vec::new(), ..sig.clone() }));
                }
                inferred[i] = Some(new);
                true
            });
        }
        let mut all = Vec::with_capacity(inferred.len());
        for (i, t) in inferred.into_iter().enumerate() {
            match t.filter(|&t| !self.is_parameterized(tparams, t)) {
                Some(t) => all.push(t),
                None => {
                    let object = self.object(self.types.tparam(tparams[i]).obj);
                    let text = format!("cannot infer {} (declared at {})", object.name, self.place_in(object.pkg, object.span.lo));
                    *failure = Some((span, text));
                    return None;
                }
            }
        }
        Some(all)
    }

    /// `P`, `P and Q`, `P, Q, and R`
    fn tparam_names(&self, tparams: &[TypeParamId]) -> String {
        let names: Vec<&str> = tparams.iter().map(|&p| self.object(self.types.tparam(p).obj).name.as_str()).collect();
        match &names[..] {
            [] => String::new(),
            [one] => one.to_string(),
            [one, two] => format!("{one} and {two}"),
            [rest @ .., last] => format!("{}, and {last}", rest.join(", ")),
        }
    }

    /// New type parameters in place of `tparams` in `t`, so that a function calling itself does not mix up its own with the callee's.
    pub(crate) fn rename_tparams(&mut self, tparams: &[TypeParamId], t: TypeId) -> (Vec<TypeParamId>, TypeId) {
        if tparams.is_empty() {
            return (Vec::new(), t);
        }
        let mut map = Subst::default();
        let fresh = self.fresh_tparams(tparams, &mut map);
        (fresh, self.subst(t, &map))
    }
}

impl World {
    /// The term all types of a type parameter come down to; whether it is its only one.
    fn core_term(&mut self, tpar: TypeId) -> Option<(Term, bool)> {
        let terms = self.type_terms(tpar)?;
        if let [single] = &terms[..] {
            return Some((single.clone(), true));
        }
        let core = self.common_under(tpar).ok()?;
        Some((Term { tilde: terms.iter().any(|t| t.tilde), ty: core }, false))
    }

    /// Whether `t` mentions one of `tparams`.
    pub(crate) fn is_parameterized(&mut self, tparams: &[TypeParamId], t: TypeId) -> bool {
        self.mentions_tparam(tparams, t, &mut Vec::new())
    }

    fn mentions_tparam(&mut self, tparams: &[TypeParamId], t: TypeId, seen: &mut Vec<TypeId>) -> bool {
        if seen.contains(&t) {
            return false;
        }
        let node = self.types.shared(t);
        if matches!(*node, Type::Basic(_)) {
            return false;
        }
        seen.push(t);
        let found = match &*node {
            Type::Basic(_) => false,
            Type::TypeParam(p) => tparams.contains(p),
            Type::Pointer(x) | Type::Slice(x) | Type::Array(x, _) | Type::Chan(_, x) => self.mentions_tparam(tparams, *x, seen),
            Type::Map(k, v) => self.mentions_tparam(tparams, *k, seen) || self.mentions_tparam(tparams, *v, seen),
            Type::Struct(s) => s.fields.iter().any(|f| self.mentions_tparam(tparams, f.ty, seen)),
            Type::Tuple(list) => list.iter().any(|&x| self.mentions_tparam(tparams, x, seen)),
            Type::Signature(sig) => sig.params.iter().chain(&sig.results).any(|p| self.mentions_tparam(tparams, p.ty, seen)),
            Type::Union(terms) => terms.iter().any(|x| self.mentions_tparam(tparams, x.ty, seen)),
            Type::Interface(i) => {
                i.methods.iter().any(|m| self.mentions_tparam(tparams, m.sig, seen))
                    || i.embeds.iter().any(|&e| self.mentions_tparam(tparams, e, seen))
            }
            &Type::Named(n) => {
                let targs = self.types.named(n).targs.clone();
                targs.into_iter().any(|x| self.mentions_tparam(tparams, x, seen))
            }
        };
        seen.pop();
        found
    }

    /// Forgets inferred types that contain themselves through a type parameter: they would expand for ever.
    fn kill_cycles(&self, tparams: &[TypeParamId], inferred: &mut [Option<TypeId>]) {
        for &p in tparams {
            self.kill_cycle_at(tparams, inferred, p, &mut Vec::new());
        }
    }

    fn kill_cycle_at(&self, tparams: &[TypeParamId], inferred: &mut [Option<TypeId>], p: TypeParamId, path: &mut Vec<TypeParamId>) {
        let Some(i) = tparams.iter().position(|&q| q == p) else { return };
        if path.contains(&p) {
            inferred[i] = None;
            return;
        }
        let Some(t) = inferred[i] else { return };
        path.push(p);
        let mut mentioned = Vec::new();
        self.collect_tparams_of(t, &mut mentioned, &mut Vec::new());
        for q in mentioned {
            self.kill_cycle_at(tparams, inferred, q, path);
        }
        path.pop();
    }

    /// All type parameters that `t` mentions.
    pub(crate) fn collect_tparams_of(&self, t: TypeId, out: &mut Vec<TypeParamId>, seen: &mut Vec<TypeId>) {
        if seen.contains(&t) {
            return;
        }
        seen.push(t);
        let mut each = |x: TypeId| self.collect_tparams_of(x, out, seen);
        match self.types.get(t) {
            Type::Basic(_) => {}
            Type::TypeParam(p) => out.push(*p),
            Type::Pointer(x) | Type::Slice(x) | Type::Array(x, _) | Type::Chan(_, x) => each(*x),
            Type::Map(k, v) => {
                each(*k);
                each(*v);
            }
            Type::Struct(s) => s.fields.iter().for_each(|f| each(f.ty)),
            Type::Tuple(list) => list.iter().for_each(|&x| each(x)),
            Type::Signature(sig) => sig.params.iter().chain(&sig.results).for_each(|p| each(p.ty)),
            Type::Union(terms) => terms.iter().for_each(|x| each(x.ty)),
            Type::Interface(i) => {
                i.methods.iter().for_each(|m| each(m.sig));
                i.embeds.iter().for_each(|&e| each(e));
            }
            Type::Named(n) => {
                let data = self.types.named(*n);
                data.targs.iter().for_each(|&x| each(x));
                // A local type depends on the type parameters around it.
                out.extend(&data.ambient);
            }
        }
    }
}

/// What is known of `tparams` as a substitution.
fn subst_of(tparams: &[TypeParamId], targs: &[Option<TypeId>]) -> Subst {
    tparams.iter().zip(targs).filter_map(|(&p, t)| Some((p, (*t)?))).collect()
}
