//! The order in which package-level variables are initialised, and cycles in it.

use crate::check::Checker;
use crate::info::Initializer;
use crate::object::{ObjId, ObjKind, PackageId};
use mgo_syntax::ast::Decl;
use mgo_syntax::diag::Diagnostic;
use rustc_hash::{FxHashMap, FxHashSet};

impl Checker<'_> {
    /// Orders the initialisers of `pkg`: next is always the variable declared first among those that depend on none left.
    pub(crate) fn init_order(&mut self, pkg: PackageId) {
        let Some(package) = self.world.state.packages.get(&pkg) else { return };
        let objects = package.objects.clone();
        let is_value = |c: &Self, o: ObjId| matches!(c.object(o).kind, ObjKind::Var(_) | ObjKind::Const { .. });
        let values: Vec<ObjId> = objects.iter().copied().filter(|&o| is_value(self, o)).collect();
        let mut left: FxHashMap<ObjId, FxHashSet<ObjId>> = FxHashMap::default();
        let mut users: FxHashMap<ObjId, Vec<ObjId>> = FxHashMap::default();
        for &v in &values {
            let deps = self.value_deps(v);
            deps.iter().for_each(|&d| users.entry(d).or_default().push(v));
            left.insert(v, deps);
        }
        // Constants come first: they need no initialisation.
        let key = |c: &Self, o: ObjId| (!matches!(c.object(o).kind, ObjKind::Const { .. }), c.world.state.decls[&o].order);
        let mut ready: std::collections::BTreeMap<(bool, u32), ObjId> =
            values.iter().filter(|v| left[*v].is_empty()).map(|&v| (key(self, v), v)).collect();
        let mut done: FxHashSet<ObjId> = FxHashSet::default();
        let mut order = Vec::new();
        loop {
            let next = match ready.pop_first() {
                Some((_, v)) => v,
                None => {
                    // Everything left is in a cycle or behind one: report, and go on with what has the fewest dependencies.
                    let rest = values.iter().copied().filter(|v| !done.contains(v));
                    let Some(v) = rest.min_by_key(|&v| (left[&v].len(), key(self, v))) else { break };
                    if let Some(cycle) = self.find_path(v, v, &mut FxHashSet::default()) {
                        self.init_cycle(&cycle);
                    }
                    v
                }
            };
            if !done.insert(next) {
                continue;
            }
            for user in users.remove(&next).unwrap_or_default() {
                let Some(deps) = left.get_mut(&user) else { continue };
                deps.remove(&next);
                if deps.is_empty() && !done.contains(&user) {
                    ready.insert(key(self, user), user);
                }
            }
            order.push(next);
        }
        let steps = self.initializers(&order);
        self.world.packages[pkg.0 as usize].info.init_order = steps;
    }

    /// The initialisers of variables in this order; several variables with one initialiser are one step.
    fn initializers(&self, order: &[ObjId]) -> Vec<Initializer> {
        let mut steps = Vec::new();
        let mut emitted: FxHashSet<ObjId> = FxHashSet::default();
        for &v in order {
            let info = &self.world.state.decls[&v];
            let files = &self.package(self.object(v).pkg).files;
            let Decl::Var(spec) = &files[info.decl.file as usize].decls[info.decl.decl as usize] else { continue };
            let lhs = if info.lhs.is_empty() { vec![v] } else { info.lhs.clone() };
            let value = if info.lhs.is_empty() { info.index as usize } else { 0 };
            if value < spec.values.len() && emitted.insert(lhs[0]) {
                steps.push(Initializer { lhs, rhs: (info.decl, value as u32) });
            }
        }
        steps
    }

    /// What `obj` depends on directly, in source order. Variables with one initialiser share their dependencies.
    fn direct_deps(&self, obj: ObjId) -> Vec<ObjId> {
        let Some(info) = self.world.state.decls.get(&obj) else { return Vec::new() };
        let owner = info.lhs.first().copied().unwrap_or(obj);
        let Some(info) = self.world.state.decls.get(&owner) else { return Vec::new() };
        let mut deps: Vec<ObjId> = info.deps.iter().copied().collect();
        deps.sort_by_key(|d| self.world.state.decls[d].order);
        deps
    }

    /// Variables and constants that must be there before `v` is initialised, seen through functions.
    fn value_deps(&self, v: ObjId) -> FxHashSet<ObjId> {
        let mut found = FxHashSet::default();
        let mut seen: FxHashSet<ObjId> = FxHashSet::default();
        let mut work = self.direct_deps(v);
        while let Some(d) = work.pop() {
            if !seen.insert(d) {
                continue;
            }
            match self.object(d).kind {
                ObjKind::Func(_) => work.extend(self.direct_deps(d)),
                _ => {
                    found.insert(d);
                }
            }
        }
        found
    }

    /// The objects on a way of dependencies from `from` to `to`, last first.
    fn find_path(&self, from: ObjId, to: ObjId, seen: &mut FxHashSet<ObjId>) -> Option<Vec<ObjId>> {
        // Iterative, as chains of functions may be long.
        let mut stack: Vec<(ObjId, std::vec::IntoIter<ObjId>)> = vec![(from, self.direct_deps(from).into_iter())];
        seen.insert(from);
        while let Some((_, deps)) = stack.last_mut() {
            let Some(d) = deps.next() else {
                stack.pop();
                continue;
            };
            if d == to {
                let mut path: Vec<ObjId> = stack.iter().skip(1).map(|&(o, _)| o).collect();
                path.push(d);
                path.reverse();
                return Some(path);
            }
            if seen.insert(d) {
                stack.push((d, self.direct_deps(d).into_iter()));
            }
        }
        None
    }

    fn init_cycle(&mut self, cycle: &[ObjId]) {
        let obj = cycle[0];
        let name = |o: ObjId| self.object(o).name.clone();
        let span = self.object(obj).span;
        if cycle.len() == 1 {
            let msg = format!("initialization cycle: {} refers to itself", name(obj));
            self.error("InvalidInitCycle", span, msg);
            return;
        }
        let mut diag = Diagnostic::error("InvalidInitCycle", span, format!("initialization cycle for {}", name(obj)));
        let mut at = obj;
        for &next in cycle.iter().rev() {
            diag = diag.with_label(self.object(at).span, format!("{} refers to {}", name(at), name(next)));
            at = next;
        }
        self.report(diag);
    }
}
