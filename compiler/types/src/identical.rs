//! Type identity.

use crate::object::PackageId;
use crate::subst::Subst;
use crate::types::{Param, Signature, Type, TypeId};
use crate::typeset::TermList;
use crate::world::World;

/// What a comparison of types looks at.
#[derive(Clone, Copy, Default)]
struct Rules {
    /// Struct tags do not matter (conversions).
    ignore_tags: bool,
}

impl World {
    /// Whether two types are identical.
    pub fn identical(&mut self, a: TypeId, b: TypeId) -> bool {
        a == b || self.same(a, b, Rules::default(), &mut Vec::new())
    }

    /// Whether two types are identical but for struct tags.
    pub fn identical_ignore_tags(&mut self, a: TypeId, b: TypeId) -> bool {
        a == b || self.same(a, b, Rules { ignore_tags: true }, &mut Vec::new())
    }

    /// Whether two names are the same: unexported ones of different packages differ.
    pub fn same_id(&self, pkg1: PackageId, name1: &str, pkg2: PackageId, name2: &str) -> bool {
        name1 == name2 && (pkg1 == pkg2 || is_exported(name1))
    }

    fn same(&mut self, a: TypeId, b: TypeId, rules: Rules, pairs: &mut Vec<(TypeId, TypeId)>) -> bool {
        if a == b {
            return true;
        }
        let (x, y) = (self.types.shared(a), self.types.shared(b));
        match (&*x, &*y) {
            (&Type::Pointer(x), &Type::Pointer(y)) | (&Type::Slice(x), &Type::Slice(y)) => self.same(x, y, rules, pairs),
            (&Type::Array(x, n), &Type::Array(y, m)) => n == m && self.same(x, y, rules, pairs),
            (&Type::Map(xk, xv), &Type::Map(yk, yv)) => self.same(xk, yk, rules, pairs) && self.same(xv, yv, rules, pairs),
            (&Type::Chan(xd, x), &Type::Chan(yd, y)) => xd == yd && self.same(x, y, rules, pairs),
            (Type::Struct(x), Type::Struct(y)) => {
                x.fields.len() == y.fields.len()
                    && x.fields.iter().zip(&y.fields).all(|(f, g)| {
                        f.embedded == g.embedded
                            && (rules.ignore_tags || f.tag == g.tag)
                            && self.same_id(f.pkg, &f.name, g.pkg, &g.name)
                            && self.same(f.ty, g.ty, rules, pairs)
                    })
            }
            (Type::Tuple(x), Type::Tuple(y)) => x.len() == y.len() && x.iter().zip(y).all(|(&x, &y)| self.same(x, y, rules, pairs)),
            (Type::Signature(x), Type::Signature(y)) => self.same_signature(x, y, rules, pairs),
            (Type::Union(_), Type::Union(_)) => {
                let (x, y) = (self.element_terms(a), self.element_terms(b));
                self.same_terms(&x, &y)
            }
            (Type::Interface(_), Type::Interface(_)) => self.same_interface(a, b, rules, pairs),
            (&Type::Named(x), &Type::Named(y)) => {
                let (xn, yn) = (self.types.named(x), self.types.named(y));
                if xn.origin.is_none() || xn.origin != yn.origin || xn.targs.len() != yn.targs.len() {
                    return false;
                }
                let (xargs, yargs) = (xn.targs.clone(), yn.targs.clone());
                xargs.into_iter().zip(yargs).all(|(x, y)| self.same(x, y, rules, pairs))
            }
            _ => false,
        }
    }

    fn same_signature(&mut self, x: &Signature, y: &Signature, rules: Rules, pairs: &mut Vec<(TypeId, TypeId)>) -> bool {
        if x.tparams.len() != y.tparams.len()
            || x.variadic != y.variadic
            || x.params.len() != y.params.len()
            || x.results.len() != y.results.len()
        {
            return false;
        }
        // Names of type parameters do not matter: put those of `x` in place of those of `y`.
        let mut map = Subst::default();
        for (&xp, &yp) in x.tparams.iter().zip(&y.tparams) {
            map.insert(yp, self.types.intern(Type::TypeParam(xp)));
        }
        for (&xp, &yp) in x.tparams.iter().zip(&y.tparams) {
            let (xb, yb) = (self.types.tparam(xp).constraint, self.types.tparam(yp).constraint);
            let yb = self.subst(yb, &map);
            if !self.same(xb, yb, rules, pairs) {
                return false;
            }
        }
        let mut all = |xs: &[Param], ys: &[Param]| {
            xs.iter().zip(ys).all(|(x, y)| {
                let y = if map.is_empty() { y.ty } else { self.subst(y.ty, &map) };
                self.same(x.ty, y, rules, pairs)
            })
        };
        all(&x.params, &y.params) && all(&x.results, &y.results)
    }

    fn same_interface(&mut self, a: TypeId, b: TypeId, rules: Rules, pairs: &mut Vec<(TypeId, TypeId)>) -> bool {
        let (x, y) = (self.type_set(a), self.type_set(b));
        if x.comparable != y.comparable || x.methods.len() != y.methods.len() || !self.same_terms(&x.terms, &y.terms) {
            return false;
        }
        // Anonymous interfaces may mention themselves through a defined type they embed: what is being compared already is taken as identical.
        if pairs.contains(&(a, b)) || pairs.contains(&(b, a)) {
            return true;
        }
        pairs.push((a, b));
        let same = x
            .methods
            .iter()
            .zip(&y.methods)
            .all(|(f, g)| self.same_id(f.pkg, &f.name, g.pkg, &g.name) && self.same(f.sig, g.sig, rules, pairs));
        pairs.pop();
        same
    }

    fn same_terms(&mut self, x: &TermList, y: &TermList) -> bool {
        self.terms_subset(x, y) && self.terms_subset(y, x)
    }
}

/// Whether a name starts with an upper-case letter.
pub fn is_exported(name: &str) -> bool {
    name.chars().next().is_some_and(char::is_uppercase)
}
