//! Which types implement which interfaces and satisfy which constraints, and why not.

use crate::lookup::Hit;
use crate::nest::Nest;
use crate::types::{IfaceMethod, Term, Type, TypeId};
use crate::typeset::{TermList, TypeSet};
use crate::world::World;

/// A method that keeps a type from implementing an interface.
#[derive(Clone, Debug)]
pub struct Missing {
    /// The method of the interface.
    pub method: IfaceMethod,
    /// What is wrong with what the type has under that name.
    pub why: Why,
}

/// What is wrong with a method.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Why {
    /// There is none.
    NotFound,
    /// There is one of this name and signature that differs in case.
    WrongName(String, TypeId),
    /// There is one, but unexported and of another package.
    Unexported,
    /// It has this signature.
    WrongSignature(TypeId),
    /// There are several.
    Ambiguous,
    /// Only the pointer type has it.
    PointerReceiver,
    /// It is a field.
    Field,
}

impl World {
    /// The first method of `iface` that `t` lacks. Interfaces `t` must have them all too.
    pub fn missing_method(&mut self, t: TypeId, iface: TypeId) -> Option<Missing> {
        self.missing(t, iface, true, &mut |world, x, y| world.identical(x, y))
    }

    /// As [`World::missing_method`]; unless `is_static`, an interface `t` may lack methods, but those it has must fit. `same` compares signatures.
    pub(crate) fn missing(
        &mut self,
        t: TypeId,
        iface: TypeId,
        is_static: bool,
        same: &mut dyn FnMut(&mut World, TypeId, TypeId) -> bool,
    ) -> Option<Missing> {
        let methods = self.iface_methods(iface);
        if methods.is_empty() {
            return None;
        }
        let u = self.underlying(t);
        let own = matches!(self.types.get(u), Type::Interface(_)).then(|| self.type_set(u));
        for method in methods {
            let why = match &own {
                Some(own) => match own.methods.iter().find(|m| self.same_id(m.pkg, &m.name, method.pkg, &method.name)) {
                    None if is_static => Why::NotFound,
                    Some(m) if !same(self, m.sig, method.sig) => Why::WrongSignature(m.sig),
                    _ => continue,
                },
                None => match self.concrete_mismatch(t, &method, same) {
                    Some(why) => why,
                    None => continue,
                },
            };
            return Some(Missing { method, why });
        }
        None
    }

    fn concrete_mismatch(
        &mut self,
        t: TypeId,
        want: &IfaceMethod,
        same: &mut dyn FnMut(&mut World, TypeId, TypeId) -> bool,
    ) -> Option<Why> {
        let sig = match self.search(t, false, want.pkg, &want.name, false) {
            Hit::Method(named, m, ..) => self.method_sig(named, m),
            Hit::Abstract(m, ..) => m.sig,
            Hit::Field(..) => return Some(Why::Field),
            Hit::Ambiguous => return Some(Why::Ambiguous),
            Hit::PointerReceiver => return Some(Why::PointerReceiver),
            Hit::NotFound => return Some(self.similar_method(t, want)),
        };
        (!same(self, sig, want.sig)).then_some(Why::WrongSignature(sig))
    }

    fn similar_method(&mut self, t: TypeId, want: &IfaceMethod) -> Why {
        let (name, sig) = match self.search(t, false, want.pkg, &want.name, true) {
            Hit::Method(named, m, ..) => (self.object(m).name.clone(), self.method_sig(named, m)),
            Hit::Abstract(m, ..) => (m.name, m.sig),
            _ => return Why::NotFound,
        };
        if name == want.name { Why::Unexported } else { Why::WrongName(name.to_string(), sig) }
    }

    /// The text in parentheses that messages end in.
    pub(crate) fn missing_method_cause(&mut self, t: TypeId, iface: TypeId, missing: &Missing) -> String {
        let name = missing.method.name.clone();
        let want = missing.method.sig;
        match &missing.why {
            Why::NotFound if self.is_interface_ptr(t) => format!("({})", self.interface_ptr_error(t)),
            Why::NotFound if self.is_interface_ptr(iface) => format!("({})", self.interface_ptr_error(iface)),
            Why::NotFound => format!("(missing method {name})"),
            Why::WrongName(other, sig) => {
                format!(
                    "(missing method {name})\n\t\thave {}\n\t\twant {}",
                    self.func_string(other, *sig, false),
                    self.func_string(&name, want, false)
                )
            }
            Why::Unexported => format!("(unexported method {name})"),
            Why::WrongSignature(have) => {
                for pkg_info in [false, true] {
                    let (h, w) = (self.func_string(&name, *have, pkg_info), self.func_string(&name, want, pkg_info));
                    if h != w {
                        return format!("(wrong type for method {name})\n\t\thave {h}\n\t\twant {w}");
                    }
                }
                format!("(wrong type for method {name})")
            }
            Why::Ambiguous => format!("(ambiguous selector {}.{name})", self.name_of(t)),
            Why::PointerReceiver => format!("(method {name} has pointer receiver)"),
            Why::Field => format!("({}.{name} is a field, not a method)", self.name_of(t)),
        }
    }

    /// Whether `t` is a pointer to an interface (or type parameter).
    pub(crate) fn is_interface_ptr(&mut self, t: TypeId) -> bool {
        match *self.under(t) {
            Type::Pointer(base) => self.is_interface(base),
            _ => false,
        }
    }

    /// What is wrong with a pointer to an interface.
    pub(crate) fn interface_ptr_error(&mut self, t: TypeId) -> String {
        let to_tparam = matches!(*self.under(t), Type::Pointer(base) if self.is_type_param(base));
        let name = self.name_of(t);
        if to_tparam {
            format!("type {name} is pointer to type parameter, not type parameter")
        } else {
            format!("type {name} is pointer to interface, not interface")
        }
    }

    /// Whether `t` has all methods of `iface`, or nothing can be said because of earlier errors. On failure `cause` says why.
    pub(crate) fn has_all_methods(&mut self, t: TypeId, iface: TypeId, is_static: bool, cause: &mut String) -> bool {
        if !self.is_valid(t) {
            return true;
        }
        let Some(missing) = self.missing(t, iface, is_static, &mut |world, x, y| world.identical(x, y)) else { return true };
        if self.has_invalid_embedded(t, &mut Nest::default()) {
            return true;
        }
        *cause = self.missing_method_cause(t, iface, &missing);
        false
    }

    /// Whether a value of interface type `v` can hold a `t`: `x.(t)` is possible.
    pub(crate) fn assertable_to(&mut self, v: TypeId, t: TypeId, cause: &mut String) -> bool {
        self.is_interface(t) || self.has_all_methods(t, v, false, cause)
    }

    /// Whether `v` implements the interface `t`; as a `constraint`, whether it satisfies it. On failure `cause` says why.
    pub fn implements(&mut self, v: TypeId, t: TypeId, constraint: bool, cause: &mut String) -> bool {
        let (vu, tu) = (self.underlying(v), self.underlying(t));
        if !self.is_valid(vu) || !self.is_valid(tu) {
            return true;
        }
        if let Type::Pointer(base) = *self.types.get(vu) {
            let base = self.underlying(base);
            if !self.is_valid(base) {
                return true;
            }
        }
        let verb = if constraint { "satisfy" } else { "implement" };
        let names = |world: &World| (world.name_of(v), world.name_of(t));
        if !matches!(self.types.get(tu), Type::Interface(_)) {
            let detail =
                if self.is_interface_ptr(tu) { self.interface_ptr_error(t) } else { format!("{} is not an interface", self.name_of(t)) };
            let (vn, tn) = names(self);
            *cause = format!("{vn} does not {verb} {tn} ({detail})");
            return false;
        }
        let set = self.type_set(tu);
        if set.is_method_set() && set.methods.is_empty() {
            return true;
        }
        let own = matches!(self.types.get(vu), Type::Interface(_)).then(|| self.type_set(vu));
        if own.as_ref().is_some_and(|own| own.terms.is_empty()) {
            return true;
        }
        let (vn, tn) = names(self);
        if set.terms.is_empty() {
            *cause = format!("cannot {verb} {tn} (empty type set)");
            return false;
        }
        let mut detail = String::new();
        if !self.has_all_methods(v, t, true, &mut detail) {
            *cause = format!("{vn} does not {verb} {tn} {detail}");
            return false;
        }
        if let (true, Some(own)) = (set.has_terms(), &own) {
            if !self.terms_subset(&own.terms, &set.terms) {
                *cause = format!("{vn} does not {verb} {tn}");
                return false;
            }
        } else if let TermList::Some(terms) = &set.terms
            && !terms.iter().any(|term| self.term_has(term, v))
        {
            let detail = self.missing_term(v, t, tu, terms);
            *cause = format!("{vn} does not {verb} {tn} ({detail})");
            return false;
        }
        if !self.set_is_comparable(&set) || self.is_comparable(v, false) || constraint && self.is_comparable(v, true) {
            return true;
        }
        *cause = format!("{vn} does not {verb} comparable");
        false
    }

    /// Whether the constraint `t` wants comparable types and `v` is one whose values may prove otherwise when they are compared.
    pub(crate) fn is_compared_dynamically(&mut self, v: TypeId, t: TypeId) -> bool {
        let under = self.underlying(t);
        if !matches!(self.types.get(under), Type::Interface(_)) {
            return false;
        }
        let set = self.type_set(under);
        self.set_is_comparable(&set) && !self.is_comparable(v, false)
    }

    /// Whether all types of a set are comparable.
    fn set_is_comparable(&mut self, set: &TypeSet) -> bool {
        match &set.terms {
            TermList::All => set.comparable,
            TermList::Some(terms) => terms.iter().all(|t| self.is_comparable(t.ty, false)),
        }
    }

    /// Why none of the terms has `v`.
    fn missing_term(&mut self, v: TypeId, t: TypeId, tu: TypeId, terms: &[Term]) -> String {
        let (vn, tn) = (self.name_of(v), self.name_of(t));
        for term in terms {
            let u = self.underlying(term.ty);
            let with_tilde = Term { tilde: true, ty: term.ty };
            if !term.tilde && self.identical(term.ty, u) && self.term_has(&with_tilde, v) {
                return format!("possibly missing ~ for {} in {tn}", self.name_of(term.ty));
            }
        }
        if self.mentions(tu, v) {
            return format!("{tn} mentions {vn}, but {vn} is not in the type set of {tn}");
        }
        let list: Vec<String> = terms.iter().map(|t| self.term_string(t)).collect();
        format!("{vn} missing in {}", list.join(" | "))
    }

    /// Whether `t` mentions type `v` in an element or term, though that need not put it into the type set.
    fn mentions(&mut self, t: TypeId, v: TypeId) -> bool {
        match &*self.types.shared(t) {
            Type::Interface(iface) => iface.embeds.iter().any(|&e| self.mentions(e, v)),
            Type::Union(terms) => terms.iter().any(|term| self.mentions(term.ty, v)),
            _ => self.identical(t, v),
        }
    }
}
