//! Type sets: what an interface stands for, computed once and kept.

use crate::nest::MAX_NESTING;
use crate::types::{IfaceMethod, InterfaceType, Term, Type, TypeId};
use crate::world::World;
use std::sync::Arc;

/// The types a type set is limited to.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum TermList {
    /// All types.
    All,
    /// The union of these, pairwise disjoint; none of them is an interface.
    Some(Vec<Term>),
}

impl TermList {
    /// Whether no type is left.
    pub(crate) fn is_empty(&self) -> bool {
        matches!(self, TermList::Some(terms) if terms.is_empty())
    }
}

/// The type set of an interface.
#[derive(Clone, Debug)]
pub(crate) struct TypeSet {
    /// All methods, sorted by name, then package.
    pub(crate) methods: Vec<IfaceMethod>,
    /// Which types it is limited to.
    pub(crate) terms: TermList,
    /// Only comparable types; set only if `terms` is [`TermList::All`].
    pub(crate) comparable: bool,
}

impl TypeSet {
    /// Whether it is fully described by its methods.
    pub(crate) fn is_method_set(&self) -> bool {
        !self.comparable && self.terms == TermList::All
    }

    /// Whether it is limited to a list of types that is not empty.
    pub(crate) fn has_terms(&self) -> bool {
        matches!(&self.terms, TermList::Some(terms) if !terms.is_empty())
    }
}

impl World {
    /// All methods of an interface type, sorted by name, then package path. Empty for other types.
    pub fn iface_methods(&mut self, t: TypeId) -> Vec<IfaceMethod> {
        let u = self.underlying(t);
        match self.types.get(u) {
            Type::Interface(_) => self.type_set(u).methods.clone(),
            _ => Vec::new(),
        }
    }

    /// The type set of the interface type `iface`, which must be one itself (not a defined type).
    pub(crate) fn type_set(&mut self, iface: TypeId) -> Arc<TypeSet> {
        if let Some(set) = self.state.type_sets.get(&iface) {
            return set.clone();
        }
        let mut walk = Walk { seen: Vec::new(), complete: true };
        let set = Arc::new(self.compute_set(iface, &mut walk));
        if walk.complete {
            self.state.type_sets.insert(iface, set.clone());
        }
        set
    }

    fn compute_set(&mut self, t: TypeId, walk: &mut Walk) -> TypeSet {
        if let Some(set) = self.state.type_sets.get(&t) {
            return (**set).clone();
        }
        let node = self.types.shared(t);
        let Type::Interface(iface) = &*node else { return all_types() };
        // A cycle of embeddings is reported where it is declared.
        if walk.seen.contains(&t) || walk.seen.len() > MAX_NESTING {
            walk.complete = false;
            return all_types();
        }
        walk.seen.push(t);
        let set = self.compute_interface(iface, walk);
        walk.seen.pop();
        set
    }

    fn compute_interface(&mut self, iface: &InterfaceType, walk: &mut Walk) -> TypeSet {
        let mut methods: Vec<IfaceMethod> = Vec::new();
        let mut terms = TermList::All;
        let mut comparable = iface.comparable;
        for m in &iface.methods {
            self.add_method(&mut methods, m);
        }
        for &embed in &iface.embeds {
            let u = self.underlying(embed);
            if !self.is_valid(u) {
                walk.complete &= self.is_complete_type(embed);
                continue;
            }
            let (more, comp) = match &*self.types.shared(u) {
                Type::Interface(_) => {
                    let set = self.compute_set(u, walk);
                    for m in &set.methods {
                        self.add_method(&mut methods, m);
                    }
                    (set.terms, set.comparable)
                }
                Type::Union(list) => (self.union_terms(list, walk), false),
                _ => (TermList::Some(vec![Term { tilde: false, ty: embed }]), false),
            };
            (terms, comparable) = self.intersect_sets(terms, comparable, more, comp);
        }
        methods.sort_by(|a, b| a.name.cmp(&b.name).then_with(|| self.package(a.pkg).path.cmp(&self.package(b.pkg).path)));
        TypeSet { methods, terms, comparable }
    }

    fn add_method(&self, methods: &mut Vec<IfaceMethod>, m: &IfaceMethod) {
        if !methods.iter().any(|o| self.same_id(o.pkg, &o.name, m.pkg, &m.name)) {
            methods.push(m.clone());
        }
    }

    /// Whether a defined type's right side is known.
    fn is_complete_type(&mut self, t: TypeId) -> bool {
        match *self.types.get(t) {
            Type::Named(n) => self.named_rhs(n).is_some(),
            _ => true,
        }
    }

    /// The terms of a union type.
    fn union_terms(&mut self, list: &[Term], walk: &mut Walk) -> TermList {
        let mut all: Vec<Term> = Vec::new();
        for term in list {
            let u = self.underlying(term.ty);
            let node = self.types.shared(u);
            let terms = match &*node {
                Type::Interface(_) => self.compute_set(u, walk).terms,
                _ if !self.is_valid(u) => {
                    walk.complete &= self.is_complete_type(term.ty);
                    continue;
                }
                // No type has `term.ty` as its underlying type: the empty set.
                _ if term.tilde && !self.identical(term.ty, u) => continue,
                _ => TermList::Some(vec![term.clone()]),
            };
            match terms {
                TermList::All => return TermList::All,
                TermList::Some(terms) => terms.into_iter().for_each(|t| self.add_term(&mut all, t)),
            }
        }
        TermList::Some(all)
    }

    /// The type set of a union or any other type as an element of an interface.
    pub(crate) fn element_terms(&mut self, t: TypeId) -> TermList {
        let u = self.underlying(t);
        let mut walk = Walk { seen: Vec::new(), complete: true };
        match &*self.types.shared(u) {
            Type::Interface(_) => self.type_set(u).terms.clone(),
            Type::Union(list) => self.union_terms(list, &mut walk),
            _ => TermList::Some(vec![Term { tilde: false, ty: t }]),
        }
    }

    /// Adds a term to a disjoint list.
    fn add_term(&mut self, all: &mut Vec<Term>, term: Term) {
        let mut i = 0;
        while i < all.len() {
            if self.term_includes(&all[i], &term) {
                return;
            }
            if self.term_includes(&term, &all[i]) {
                all.remove(i);
            } else {
                i += 1;
            }
        }
        all.push(term);
    }

    /// Whether `x` includes all of `y`.
    fn term_includes(&mut self, x: &Term, y: &Term) -> bool {
        if y.tilde && !x.tilde {
            return false;
        }
        self.term_has(x, y.ty)
    }

    /// Whether type `t` is one of those that `term` stands for.
    pub(crate) fn term_has(&mut self, term: &Term, t: TypeId) -> bool {
        let t = if term.tilde { self.underlying(t) } else { t };
        let own = if term.tilde { self.underlying(term.ty) } else { term.ty };
        self.identical(own, t)
    }

    /// Whether every type of `x` is one of `y`.
    pub(crate) fn terms_subset(&mut self, x: &TermList, y: &TermList) -> bool {
        match (x, y) {
            (_, TermList::All) => true,
            (TermList::All, TermList::Some(_)) => false,
            (TermList::Some(x), TermList::Some(y)) => x.iter().all(|a| y.iter().any(|b| self.term_includes(b, a))),
        }
    }

    fn intersect_sets(&mut self, x: TermList, xcomp: bool, y: TermList, ycomp: bool) -> (TermList, bool) {
        let terms = match (x, y) {
            (TermList::All, terms) | (terms, TermList::All) => terms,
            (TermList::Some(x), TermList::Some(y)) => {
                let mut both = Vec::new();
                for a in &x {
                    for b in &y {
                        if self.term_includes(a, b) {
                            self.add_term(&mut both, b.clone());
                        } else if self.term_includes(b, a) {
                            self.add_term(&mut both, a.clone());
                        }
                    }
                }
                TermList::Some(both)
            }
        };
        let comparable = xcomp || ycomp;
        match terms {
            TermList::Some(list) if comparable => {
                let kept = list.into_iter().filter(|t| self.is_comparable(t.ty, false)).collect();
                (TermList::Some(kept), false)
            }
            TermList::Some(list) => (TermList::Some(list), false),
            TermList::All => (TermList::All, comparable),
        }
    }
}

/// One computation of a type set.
struct Walk {
    /// Interfaces being computed.
    seen: Vec<TypeId>,
    /// Whether all that it depends on is known: else it must not be kept.
    complete: bool,
}

fn all_types() -> TypeSet {
    TypeSet { methods: Vec::new(), terms: TermList::All, comparable: false }
}
