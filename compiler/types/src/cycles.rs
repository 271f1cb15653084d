//! Cycles of declarations: which are valid, and how the others are reported.

use crate::check::Checker;
use crate::object::{ObjId, ObjKind};
use crate::types::{Basic, NamedId, Type, TypeId};
use mgo_syntax::ast::{Decl, ExprKind, TypeSpec};
use mgo_syntax::diag::Diagnostic;
use mgo_syntax::source::Span;
use rustc_hash::FxHashSet;

const INVALID: TypeId = Basic::Invalid.id();

impl Checker<'_> {
    /// Finds types declared as one another (`type A B; type B A`), before anything is resolved.
    pub(crate) fn direct_cycles(&mut self, objects: &[ObjId]) {
        let mut done: FxHashSet<ObjId> = FxHashSet::default();
        for &obj in objects {
            let mut path: Vec<ObjId> = Vec::new();
            let mut at = Some(obj);
            while let Some(obj) = at {
                if done.contains(&obj) {
                    break;
                }
                if let Some(start) = path.iter().position(|&o| o == obj) {
                    self.set_type(obj, INVALID);
                    let cycle = path[start..].to_vec();
                    let first = self.first_in_source(&cycle);
                    self.cycle_error(&cycle, first);
                    break;
                }
                at = self.direct_rhs(obj);
                if self.type_spec(obj).is_some() {
                    path.push(obj);
                }
            }
            done.extend(path);
        }
    }

    /// The package-level type whose bare name is the right side of `obj`'s declaration.
    fn direct_rhs(&self, obj: ObjId) -> Option<ObjId> {
        let spec = self.type_spec(obj)?;
        let ExprKind::Name(name) = &spec.ty.kind else { return None };
        let rhs = *self.package(self.env.pkg).scope.get(&name.name)?;
        matches!(self.object(rhs).kind, ObjKind::TypeName { .. }).then_some(rhs)
    }

    /// The declaration of a package-level type.
    pub(crate) fn type_spec(&self, obj: ObjId) -> Option<&TypeSpec> {
        let at = self.world.state.decls.get(&obj)?.decl;
        let files = &self.package(self.object(obj).pkg).files;
        match files.get(at.file as usize)?.decls.get(at.decl as usize)? {
            Decl::Type(spec) => Some(spec),
            _ => None,
        }
    }

    /// Whether the cycle that leads from `obj` on the object path back to it is valid; reports it if not.
    pub(crate) fn valid_cycle(&mut self, obj: ObjId) -> bool {
        let path = &self.world.state.obj_path;
        let Some(start) = path.iter().position(|&o| o == obj) else { return true };
        let cycle = path[start..].to_vec();
        let (mut values, mut types) = (0, 0);
        for &o in &cycle {
            match self.object(o).kind {
                ObjKind::Const { .. } | ObjKind::Var(_) => values += 1,
                ObjKind::TypeName { alias } => {
                    // Cycles through type parameter lists are fine.
                    if self.env.in_tparam_list && self.has_type(o) && self.is_generic(self.object(o).ty) {
                        return true;
                    }
                    types += usize::from(!alias);
                }
                _ => {}
            }
        }
        // Cycles of values only are reported with the order of initialisation.
        if values == cycle.len() || values == 0 && types > 0 {
            return true;
        }
        let first = self.first_in_source(&cycle);
        self.cycle_error(&cycle, first);
        false
    }

    /// Index of the object declared first.
    pub(crate) fn first_in_source(&self, cycle: &[ObjId]) -> usize {
        (0..cycle.len()).min_by_key(|&i| self.object(cycle[i]).span.lo).unwrap_or(0)
    }

    /// Reports a cycle, starting with its object `start`.
    pub(crate) fn cycle_error(&mut self, cycle: &[ObjId], start: usize) {
        let obj = cycle[start];
        let is_type = matches!(self.object(obj).kind, ObjKind::TypeName { .. });
        let name = |o: ObjId| self.qualified_name(o);
        let span = self.object(obj).span;
        if cycle.len() == 1 {
            let what = if is_type { "invalid recursive type" } else { "invalid cycle in declaration" };
            let msg = format!("{what}: {} refers to itself", name(obj));
            self.error("InvalidDeclCycle", span, msg);
            return;
        }
        let head = if is_type { "invalid recursive type" } else { "invalid cycle in declaration of" };
        let mut diag = Diagnostic::error("InvalidDeclCycle", span, format!("{head} {}", name(obj)));
        let mut at = obj;
        for i in 0..cycle.len() {
            let next = cycle[(start + i + 1) % cycle.len()];
            diag = diag.with_label(self.object(at).span, format!("{} refers to {}", name(at), name(next)));
            at = next;
        }
        self.report(diag);
    }

    /// Reports types that contain one another. Instances are shown with their type arguments, and where they were written.
    pub(crate) fn type_cycle_error(&mut self, cycle: &[TypeId]) {
        let steps: Vec<(Span, String)> = cycle.iter().map(|&t| (self.named_span(t), self.tstr_of_origin(t))).collect();
        let (span, name) = &steps[0];
        let mut diag = match steps.len() {
            1 => Diagnostic::error("InvalidDeclCycle", *span, format!("invalid recursive type: {name} refers to itself")),
            _ => Diagnostic::error("InvalidDeclCycle", *span, format!("invalid recursive type {name}")),
        };
        if steps.len() > 1 {
            for (i, (span, name)) in steps.iter().enumerate() {
                diag = diag.with_label(*span, format!("{name} refers to {}", steps[(i + 1) % steps.len()].1));
            }
        }
        self.report(diag);
    }

    fn named_span(&self, t: TypeId) -> Span {
        let Some(n) = self.as_named(t) else { return Span::NONE };
        let declared = self.object(self.types.named(n).obj).span;
        self.world.state.instance_spans.get(&n).copied().unwrap_or(declared)
    }

    /// A defined type's name, without type parameters if it is generic.
    fn tstr_of_origin(&self, t: TypeId) -> String {
        match self.as_named(t) {
            Some(n) if self.types.named(n).origin.is_none() => self.qualified_name(self.types.named(n).obj),
            _ => self.tstr(t),
        }
    }

    fn qualified_name(&self, obj: ObjId) -> String {
        let object = self.object(obj);
        if object.pkg == self.env.pkg { object.name.to_string() } else { format!("{}.{}", self.package(object.pkg).name, object.name) }
    }

    /// Whether `t` is known up to its underlying type; reports the cycle if it is being declared right now.
    pub(crate) fn is_complete(&mut self, t: TypeId) -> bool {
        let mut at = t;
        loop {
            let Some(named) = self.as_named(at) else { return true };
            let data = self.types.named(named);
            let (obj, origin) = (data.obj, data.origin);
            let path = &self.world.state.obj_path;
            if origin.is_none()
                && let Some(start) = path.iter().position(|&o| o == obj)
            {
                let cycle = path[start..].to_vec();
                let first = self.first_in_source(&cycle);
                self.cycle_error(&cycle, first);
                return false;
            }
            match self.named_rhs(named) {
                Some(rhs) if rhs != at => at = rhs,
                _ => return true,
            }
        }
    }

    /// Reports a type that contains itself; it becomes invalid.
    pub(crate) fn valid_type(&mut self, named: NamedId) {
        let ty = self.types.intern(Type::Named(named));
        self.valid_type_in(ty, &mut Vec::new(), &mut Vec::new());
    }

    /// `nest` are the types whose memory contains `t`, `path` all types on the way to it.
    fn valid_type_in(&mut self, t: TypeId, nest: &mut Vec<TypeId>, path: &mut Vec<TypeId>) -> bool {
        match &*self.types.shared(t) {
            Type::Array(elem, _) => self.valid_type_in(*elem, nest, path),
            Type::Struct(s) => s.fields.iter().all(|f| self.valid_type_in(f.ty, nest, path)),
            Type::Union(terms) => terms.iter().all(|term| self.valid_type_in(term.ty, nest, path)),
            Type::Interface(iface) => iface.embeds.iter().all(|&e| self.valid_type_in(e, nest, path)),
            &Type::Named(named) => self.valid_named(t, named, nest, path),
            &Type::TypeParam(p) => {
                // A type parameter stands for the type argument of the innermost instance, seen from outside that instance.
                let Some(&inst) = nest.last() else { return true };
                let Some(n) = self.as_named(inst) else { return true };
                let origin = self.origin_of(n);
                let Some(i) = self.types.all_tparams(origin).position(|q| q == p) else { return true };
                let Some(&targ) = self.types.named(n).targs.get(i) else { return true };
                nest.pop();
                let ok = self.valid_type_in(targ, nest, path);
                nest.push(inst);
                ok
            }
            _ => true,
        }
    }

    fn valid_named(&mut self, t: TypeId, named: NamedId, nest: &mut Vec<TypeId>, path: &mut Vec<TypeId>) -> bool {
        let origin = self.origin_of(named);
        // Other packages are valid by themselves.
        let pkg = self.object(self.types.named(origin).obj).pkg;
        let data = self.types.named(named);
        let plain = data.targs.is_empty() && data.tparams.is_empty();
        if plain && (pkg != self.env.pkg || self.world.state.valid_types.contains(&named)) {
            return true;
        }
        if nest.iter().any(|&e| self.identical(e, t)) {
            for n in [origin, named] {
                let data = &mut self.types.named[n.0 as usize];
                data.rhs = Some(INVALID);
                data.underlying = Some(INVALID);
            }
            if let Some(start) = path.iter().position(|&p| self.identical(p, t)) {
                let cycle = path[start..].to_vec();
                self.type_cycle_error(&cycle);
            }
            return false;
        }
        let Some(rhs) = self.named_rhs(origin) else { return true };
        if self.stack_used_up() {
            let span = self.named_span(t);
            self.error("InvalidDeclCycle", span, format!("types are nested too deeply at {}", self.tstr_of_origin(t)));
            return false;
        }
        nest.push(t);
        path.push(t);
        let ok = self.valid_type_in(rhs, nest, path);
        nest.pop();
        path.pop();
        // No cycle leads through a type that was walked without meeting one, unless it depends on type arguments.
        if ok && plain {
            self.world.state.valid_types.insert(named);
        }
        ok
    }
}
