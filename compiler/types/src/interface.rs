//! Interface types and unions.

use crate::check::Checker;
use crate::info::Mode;
use crate::types::{Basic, IfaceMethod, InterfaceType, Term, Type, TypeId};
use crate::typeset::TermList;
use mgo_syntax::ast::{BinaryOp, Expr, ExprKind, InterfaceElem, UnaryOp};
use mgo_syntax::diag::Diagnostic;
use mgo_syntax::source::Span;

/// Unions of more terms would take too long to check.
const MAX_TERMS: usize = 100;

const INVALID: TypeId = Basic::Invalid.id();

impl Checker<'_> {
    /// Checks `interface { … }`.
    pub(crate) fn interface_type(&mut self, span: Span, elems: &[InterfaceElem]) -> TypeId {
        let mut iface = InterfaceType { methods: Vec::new(), embeds: Vec::new(), implicit: false, comparable: false };
        let mut spans = Vec::new();
        for elem in elems {
            match elem {
                InterfaceElem::Method(name, _) if name.name == "_" => {
                    self.error("BlankIfaceMethod", name.span, "methods must have a unique non-blank name");
                }
                InterfaceElem::Method(name, sig) => {
                    let sig = self.func_type(sig).ty;
                    iface.methods.push(IfaceMethod { name: name.name.clone(), pkg: self.env.pkg, sig, span: name.span });
                }
                InterfaceElem::Embed(e) => {
                    iface.embeds.push(self.parse_union(e));
                    spans.push(e.span);
                }
            }
        }
        let empty = iface.methods.is_empty() && iface.embeds.is_empty();
        let ty = self.types.intern(Type::Interface(iface));
        if !empty {
            let pkg = self.env.pkg;
            if let Some(package) = self.world.state.packages.get_mut(&pkg).filter(|_| !self.world.packages[pkg.0 as usize].lazy) {
                package.interfaces.push((span, ty));
            }
            self.check_interface_later(ty, spans);
        }
        ty
    }

    /// Reports methods declared twice, once all types are known. `spans` are those of the embedded elements.
    pub(crate) fn check_interface_later(&mut self, iface: TypeId, spans: Vec<Span>) {
        self.later(move |c| c.check_interface(iface, &spans));
    }

    fn check_interface(&mut self, ty: TypeId, spans: &[Span]) {
        let node = self.types.shared(ty);
        let Type::Interface(iface) = &*node else { return };
        let mut seen: Vec<(IfaceMethod, Span)> = Vec::new();
        for m in &iface.methods {
            match seen.iter().find(|(o, _)| self.same_id(o.pkg, &o.name, m.pkg, &m.name)) {
                Some(&(_, other)) => self.duplicate_method(m, m.span, other),
                None => seen.push((m.clone(), m.span)),
            }
        }
        for (&embed, &span) in iface.embeds.iter().zip(spans) {
            let u = self.underlying(embed);
            if !self.allow_version(1, 18) && !self.old_embedding(embed, u, span) {
                continue;
            }
            if let (Type::Union(_), TermList::Some(terms)) = (&*self.types.shared(u), self.element_terms(embed))
                && terms.len() > MAX_TERMS
            {
                let msg = format!("cannot handle more than {MAX_TERMS} union terms (implementation limitation)");
                self.error("InvalidUnion", span, msg);
            }
            if !matches!(self.types.get(u), Type::Interface(_)) {
                continue;
            }
            for m in &self.type_set(u).methods {
                match seen.iter().find(|(o, _)| self.same_id(o.pkg, &o.name, m.pkg, &m.name)) {
                    Some((o, other)) => {
                        let (sig, other) = (o.sig, *other);
                        if !self.allow_version(1, 14) || !self.identical(m.sig, sig) {
                            self.duplicate_method(m, span, other);
                        }
                    }
                    None => seen.push((m.clone(), span)),
                }
            }
        }
    }

    /// Whether an interface may have this element before Go 1.18; reports it if not.
    fn old_embedding(&mut self, embed: TypeId, u: TypeId, span: Span) -> bool {
        let text = self.tstr(embed);
        match self.types.get(u) {
            Type::Interface(_) => true,
            Type::Union(_) => self.verify_version(span, 1, 18, &format!("embedding interface element {text}")),
            _ if !self.is_valid(u) => true,
            _ => self.verify_version(span, 1, 18, &format!("embedding non-interface type {text}")),
        }
    }

    fn duplicate_method(&mut self, m: &IfaceMethod, span: Span, other: Span) {
        let diag = Diagnostic::error("DuplicateDecl", span, format!("duplicate method {}", m.name));
        self.report(diag.with_label(other, format!("other declaration of method {}", m.name)));
    }

    /// An element of an interface: `T`, `~T`, `A | ~B`. A single type is itself.
    pub(crate) fn parse_union(&mut self, e: &Expr) -> TypeId {
        let mut list = Vec::new();
        flatten_union(e, &mut list);
        let mut terms: Vec<Term> = Vec::new();
        let mut spans: Vec<Span> = Vec::new();
        for &x in &list {
            let term = self.parse_term(x);
            if list.len() == 1 && !term.tilde {
                return term.ty;
            }
            if terms.len() == MAX_TERMS {
                let msg = format!("cannot handle more than {MAX_TERMS} union terms (implementation limitation)");
                self.error("InvalidUnion", x.span, msg);
                return INVALID;
            }
            terms.push(term);
            spans.push(x.span);
        }
        let union = self.types.intern(Type::Union(terms.clone()));
        self.record(e.id, Mode::Type, union, None);
        self.later(move |c| c.check_terms(&terms, &spans));
        union
    }

    fn parse_term(&mut self, e: &Expr) -> Term {
        let (tilde, x) = match &e.kind {
            ExprKind::Unary(UnaryOp::Tilde, x) => (true, &**x),
            _ => (false, e),
        };
        let mut ty = self.typ(x);
        if self.is_type_param(ty) {
            let msg = match tilde {
                true => format!("type in term {} cannot be a type parameter", crate::exprstring::expr_string(e)),
                false => "term cannot be a type parameter".to_string(),
            };
            self.error("MisplacedTypeParam", x.span, msg);
            ty = INVALID;
        }
        if tilde {
            let union = self.types.intern(Type::Union(vec![Term { tilde, ty }]));
            self.record(e.id, Mode::Type, union, None);
        }
        Term { tilde, ty }
    }

    /// Reports terms that are not allowed, and those that overlap.
    fn check_terms(&mut self, terms: &[Term], spans: &[Span]) {
        for (i, term) in terms.iter().enumerate() {
            if !self.is_valid(term.ty) {
                continue;
            }
            let span = spans[i];
            let u = self.underlying(term.ty);
            let is_iface = matches!(self.types.get(u), Type::Interface(_));
            let name = self.tstr(term.ty);
            if term.tilde && is_iface {
                self.error("InvalidUnion", span, format!("invalid use of ~ ({name} is an interface)"));
            } else if term.tilde && !self.identical(u, term.ty) {
                let msg = format!("invalid use of ~ (underlying type of {name} is {})", self.tstr(u));
                self.error("InvalidUnion", span, msg);
            } else if is_iface {
                let set = self.type_set(u);
                let comparable = self.universe("comparable").map(|o| self.object(o).ty);
                if !set.methods.is_empty() {
                    self.error("InvalidUnion", span, format!("cannot use {0} in union ({0} contains methods)", self.term_string(term)));
                } else if Some(term.ty) == comparable {
                    self.error("InvalidUnion", span, "cannot use comparable in union");
                } else if set.comparable {
                    self.error("InvalidUnion", span, format!("cannot use {0} in union ({0} embeds comparable)", self.term_string(term)));
                }
            } else if let Some(other) = terms[..i].iter().find(|other| self.overlap(other, term)) {
                let msg = format!("overlapping terms {} and {}", self.term_string(term), self.term_string(other));
                self.error("InvalidUnion", span, msg);
            }
        }
    }

    fn overlap(&mut self, x: &Term, y: &Term) -> bool {
        if self.is_interface(x.ty) || !self.is_valid(x.ty) {
            return false;
        }
        let under = |c: &mut Self, t: &Term, other: &Term| if other.tilde { c.underlying(t.ty) } else { t.ty };
        let (a, b) = (under(self, x, y), under(self, y, x));
        self.identical(a, b)
    }
}

fn flatten_union<'e>(e: &'e Expr, list: &mut Vec<&'e Expr>) {
    match &e.kind {
        ExprKind::Binary { op: BinaryOp::Or, x, y, .. } => {
            flatten_union(x, list);
            list.push(y);
        }
        _ => list.push(e),
    }
}
