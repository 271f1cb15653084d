//! Unification: finds type arguments that make types match.

use crate::identical::is_exported;
use crate::lookup::Lookup;
use crate::object::PackageId;
use crate::types::{IfaceMethod, Param, Type, TypeId, TypeParamId};
use crate::world::World;
use mgo_syntax::ast::ChanDir;
use rustc_hash::FxHashMap;

/// How types must match.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Mode {
    /// As in an assignment: inexactly at the top, exactly within.
    pub(crate) assign: bool,
    /// Identical. Otherwise a defined type matches a literal one like its underlying type, directions of channels do not matter, and an
    /// interface matches what implements it.
    pub(crate) exact: bool,
}

impl Mode {
    pub(crate) const INEXACT: Mode = Mode { assign: false, exact: false };
    pub(crate) const ASSIGN: Mode = Mode { assign: true, exact: false };
    pub(crate) const EXACT: Mode = Mode { assign: false, exact: true };
}

/// Deeper nesting is taken as a mismatch: cyclic constraints would never end.
const MAX_DEPTH: u32 = 100;

/// Type parameters to be solved for, and what is known of them. Joined ones share an entry.
pub(crate) struct Unifier {
    /// Entry of each type parameter.
    handles: FxHashMap<TypeParamId, usize>,
    /// What each entry stands for.
    found: Vec<Option<TypeId>>,
    depth: u32,
    /// Methods of interfaces help the inference (Go 1.21).
    interfaces: bool,
}

type Pairs = Vec<(TypeId, TypeId)>;

impl Unifier {
    /// A unifier for `tparams` of which `targs` are known already.
    pub(crate) fn new(tparams: &[TypeParamId], targs: &[Option<TypeId>], interfaces: bool) -> Unifier {
        let handles = tparams.iter().enumerate().map(|(i, &p)| (p, i)).collect();
        let found = (0..tparams.len()).map(|i| targs.get(i).copied().flatten()).collect();
        Unifier { handles, found, depth: 0, interfaces }
    }

    /// What was found for `p`.
    pub(crate) fn at(&self, p: TypeParamId) -> Option<TypeId> {
        self.found[*self.handles.get(&p)?]
    }

    /// Says what `p` stands for.
    pub(crate) fn set(&mut self, p: TypeParamId, t: TypeId) {
        if let Some(&h) = self.handles.get(&p) {
            self.found[h] = Some(t);
        }
    }

    /// How many type parameters are unknown.
    pub(crate) fn unknowns(&self) -> usize {
        self.handles.values().filter(|&&h| self.found[h].is_none()).count()
    }

    /// What was found for each of `tparams`.
    pub(crate) fn inferred(&self, tparams: &[TypeParamId]) -> Vec<Option<TypeId>> {
        tparams.iter().map(|&p| self.at(p)).collect()
    }

    /// Whether `x` and `y` can be made to match; type parameters get their types on the way.
    pub(crate) fn unify(&mut self, world: &mut World, x: TypeId, y: TypeId, mode: Mode) -> bool {
        self.nify(world, x, y, mode, &mut Vec::new())
    }

    fn bound(&self, world: &World, t: TypeId) -> Option<TypeParamId> {
        match *world.types.get(t) {
            Type::TypeParam(p) if self.handles.contains_key(&p) => Some(p),
            _ => None,
        }
    }

    /// Makes `x` and `y` one; fails if both are known already.
    fn join(&mut self, x: TypeParamId, y: TypeParamId) -> bool {
        let (hx, hy) = (self.handles[&x], self.handles[&y]);
        if hx == hy {
            return true;
        }
        let (from, to) = match (self.found[hx], self.found[hy]) {
            (Some(_), Some(_)) => return false,
            (Some(_), None) => (hy, hx),
            _ => (hx, hy),
        };
        self.handles.values_mut().filter(|h| **h == from).for_each(|h| *h = to);
        true
    }

    fn nify(&mut self, world: &mut World, x: TypeId, y: TypeId, mode: Mode, pairs: &mut Pairs) -> bool {
        if x == y {
            return true;
        }
        if self.depth > MAX_DEPTH {
            return false;
        }
        self.depth += 1;
        let same = self.nify_different(world, x, y, mode, pairs);
        self.depth -= 1;
        same
    }

    fn nify_different(&mut self, world: &mut World, mut x: TypeId, mut y: TypeId, mode: Mode, pairs: &mut Pairs) -> bool {
        // Of two operands, a type parameter to be solved for comes first, a defined type second.
        if world.as_named(x).is_some() || self.bound(world, y).is_some() {
            std::mem::swap(&mut x, &mut y);
        }
        if !mode.exact && world.as_named(y).is_some() && world.is_type_lit(x) && !(self.interfaces && world.is_interface(x)) {
            y = world.underlying(y);
            if x == y {
                return true;
            }
        }
        match (self.bound(world, x), self.bound(world, y)) {
            (Some(px), Some(py)) => {
                if self.join(px, py) {
                    return true;
                }
                let (Some(x), Some(y)) = (self.at(px), self.at(py)) else { return false };
                return self.nify(world, x, y, mode, pairs);
            }
            (Some(px), None) => return self.nify_bound(world, px, y, mode, pairs),
            _ => {}
        }
        if self.interfaces && !mode.exact {
            let (xi, yi) = (world.is_non_tparam_interface(x), world.is_non_tparam_interface(y));
            if xi && yi {
                return self.nify_interfaces(world, x, y, pairs);
            }
            if xi || yi {
                let (iface, other) = if xi { (x, y) } else { (y, x) };
                return self.nify_methods(world, iface, other, pairs);
            }
        }
        if world.is_type_param(y) {
            std::mem::swap(&mut x, &mut y);
        }
        self.nify_structure(world, x, y, mode, pairs)
    }

    /// `px` is to be solved for, `y` is not.
    fn nify_bound(&mut self, world: &mut World, px: TypeParamId, y: TypeId, mode: Mode, pairs: &mut Pairs) -> bool {
        let Some(x) = self.at(px) else {
            self.set(px, y);
            return true;
        };
        if !self.nify(world, x, y, mode, pairs) {
            return false;
        }
        let (xi, yi) = (world.is_non_tparam_interface(x), world.is_non_tparam_interface(y));
        let (xn, yn) = (world.as_named(x).is_some(), world.as_named(y).is_some());
        if xi && yi {
            if xn && yn {
                return world.identical(x, y);
            }
            if world.iface_methods(x).len() != world.iface_methods(y).len() {
                return false;
            }
        } else if xi || yi {
            // Either could be meant: the order of arguments must not decide.
            return false;
        }
        // A defined type wins over a literal one, a directed channel over an undirected one, in whatever order they come.
        if !mode.exact && !xn && (yn || matches!(*world.under(y), Type::Chan(dir, _) if dir != ChanDir::Both)) {
            self.set(px, y);
        }
        true
    }

    /// Two interfaces: the methods of one must be among those of the other.
    fn nify_interfaces(&mut self, world: &mut World, x: TypeId, y: TypeId, pairs: &mut Pairs) -> bool {
        let (xu, yu) = (world.underlying(x), world.underlying(y));
        let (xs, ys) = (world.type_set(xu), world.type_set(yu));
        if xs.comparable != ys.comparable || !(world.terms_subset(&xs.terms, &ys.terms) && world.terms_subset(&ys.terms, &xs.terms)) {
            return false;
        }
        if pairs.contains(&(xu, yu)) || pairs.contains(&(yu, xu)) {
            return true;
        }
        let (few, many) = if xs.methods.len() <= ys.methods.len() { (&xs, &ys) } else { (&ys, &xs) };
        pairs.push((xu, yu));
        let all = few
            .methods
            .iter()
            .all(|m| many.methods.iter().find(|o| id(o) == id(m)).is_some_and(|o| self.nify(world, m.sig, o.sig, Mode::EXACT, pairs)));
        pairs.pop();
        all
    }

    /// An interface and a type that must have its methods. A generic method never fits.
    fn nify_methods(&mut self, world: &mut World, iface: TypeId, t: TypeId, pairs: &mut Pairs) -> bool {
        world.iface_methods(iface).iter().all(|m| {
            let Lookup::Method(sel) = world.lookup_field_or_method(t, false, m.pkg, &m.name) else { return false };
            let generic = matches!(world.types.get(sel.ty), Type::Signature(sig) if !sig.tparams.is_empty());
            !generic && self.nify(world, m.sig, sel.ty, Mode::EXACT, pairs)
        })
    }

    fn nify_structure(&mut self, world: &mut World, x: TypeId, y: TypeId, mode: Mode, pairs: &mut Pairs) -> bool {
        let inner = Mode { exact: mode.exact || mode.assign, ..mode };
        let (xt, yt) = (world.types.shared(x), world.types.shared(y));
        match (&*xt, &*yt) {
            (&Type::Pointer(a), &Type::Pointer(b)) | (&Type::Slice(a), &Type::Slice(b)) => self.nify(world, a, b, inner, pairs),
            (&Type::Array(a, n), &Type::Array(b, m)) => n == m && self.nify(world, a, b, inner, pairs),
            (&Type::Map(ak, av), &Type::Map(bk, bv)) => self.nify(world, ak, bk, inner, pairs) && self.nify(world, av, bv, inner, pairs),
            (&Type::Chan(ad, a), &Type::Chan(bd, b)) => (!mode.exact || ad == bd) && self.nify(world, a, b, inner, pairs),
            (Type::Struct(a), Type::Struct(b)) => {
                a.fields.len() == b.fields.len()
                    && a.fields.iter().zip(&b.fields).all(|(f, g)| {
                        f.embedded == g.embedded
                            && f.tag == g.tag
                            && world.same_id(f.pkg, &f.name, g.pkg, &g.name)
                            && self.nify(world, f.ty, g.ty, inner, pairs)
                    })
            }
            (Type::Tuple(a), Type::Tuple(b)) => a.len() == b.len() && a.iter().zip(b).all(|(&a, &b)| self.nify(world, a, b, mode, pairs)),
            (Type::Signature(a), Type::Signature(b)) => {
                let mut all = |xs: &[Param], ys: &[Param]| {
                    xs.len() == ys.len() && xs.iter().zip(ys).all(|(x, y)| self.nify(world, x.ty, y.ty, inner, pairs))
                };
                a.variadic == b.variadic && all(&a.params, &b.params) && all(&a.results, &b.results)
            }
            (Type::Interface(_), Type::Interface(_)) => {
                let (xs, ys) = (world.type_set(x), world.type_set(y));
                xs.methods.len() == ys.methods.len() && self.nify_interfaces(world, x, y, pairs)
            }
            (&Type::Named(a), &Type::Named(b)) => {
                let (an, bn) = (world.types.named(a).clone(), world.types.named(b).clone());
                // Arguments come before origins, for better messages.
                an.targs.len() == bn.targs.len()
                    && an.targs.iter().zip(&bn.targs).all(|(&x, &y)| self.nify(world, x, y, mode, pairs))
                    && world.origin_of(a) == world.origin_of(b)
            }
            // A type parameter that is not solved for: its core type tells what arguments look like.
            (Type::TypeParam(_), _) => match world.common_under(x) {
                Ok(core) => self.nify(world, core, y, Mode::ASSIGN, pairs),
                Err(_) => false,
            },
            _ => false,
        }
    }
}

/// What tells methods apart.
fn id(m: &IfaceMethod) -> (&str, PackageId) {
    (&m.name, if is_exported(&m.name) { PackageId::UNIVERSE } else { m.pkg })
}
