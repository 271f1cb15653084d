//! What one declared function (with all functions inside it) does to its variables: which are captured, assigned again, addressed.
//!
//! Facts are those of the generic body: where a type parameter leaves it open what happens, the answer is the one that keeps a variable in memory.

mod expr;
mod stmt;

use super::devirtualize::Origin;
use mgo_syntax::ast::*;
use mgo_types::info::Mode;
use mgo_types::object::{ObjId, ObjKind, PackageId, VarKind};
use mgo_types::types::{Type, TypeId};
use mgo_types::world::World;
use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;

/// Names a function within a declaration: its literal (or the range statement whose body it is); `None` is the declared function itself.
pub(crate) type FuncNode = Option<NodeId>;

/// Facts about a local variable.
#[derive(Clone, Copy, Default, Debug)]
pub(crate) struct VarFacts {
    /// The function that declares it.
    pub(crate) func: FuncNode,
    /// Its address is taken, in the source or by a method call or slicing.
    pub(crate) addressed: bool,
    /// It (or a part of it) is assigned apart from its declaration.
    pub(crate) reassigned: bool,
    /// A function inside its own uses it.
    pub(crate) captured: bool,
    /// It is an array (or contains one) indexed by a variable.
    pub(crate) indexed: bool,
}

/// Facts about a function.
#[derive(Clone, Default, Debug)]
pub(crate) struct FuncFacts {
    /// Variables of functions around it that it, or a function in it, uses.
    pub(crate) captures: Vec<ObjId>,
    /// It contains `defer`.
    pub(crate) defers: bool,
    /// It calls `recover`.
    pub(crate) recovers: bool,
}

/// How a slice variable that nobody else sees yet grows at first.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Growth {
    /// Into an array of a fixed size, whose capacity is cut down to what the length needs when the slice is shared.
    Trimmed,
    /// From size class to size class.
    BySizeClass,
}

/// Facts about a declaration.
#[derive(Default, Debug)]
pub(crate) struct Facts {
    vars: FxHashMap<ObjId, VarFacts>,
    funcs: FxHashMap<FuncNode, FuncFacts>,
    /// What is assigned to each variable of an interface type.
    origins: FxHashMap<ObjId, Vec<Origin>>,
    /// Variables that need not live on the heap although they are addressed or captured.
    pub(crate) stack_vars: FxHashSet<ObjId>,
    /// Expressions whose allocation may live in the frame.
    pub(crate) stack_sites: FxHashSet<NodeId>,
    /// Expressions whose box in an interface may live in the frame.
    pub(crate) stack_boxes: FxHashSet<NodeId>,
    /// Calls of `append` to variables that nobody else sees yet.
    pub(crate) growth: FxHashMap<NodeId, Growth>,
    /// The variables that statements share, and whose capacity is trimmed before.
    pub(crate) trims: FxHashMap<NodeId, Vec<ObjId>>,
    /// Labels that `goto` jumps to.
    pub(crate) gotos: FxHashSet<SmolStr>,
    /// The labels in each function.
    pub(crate) labels: FxHashSet<(FuncNode, SmolStr)>,
}

impl Facts {
    /// Facts about a variable.
    pub(crate) fn var(&self, obj: ObjId) -> VarFacts {
        self.vars.get(&obj).copied().unwrap_or_default()
    }

    /// Where the values assigned to an interface variable come from.
    pub(crate) fn origins(&self, obj: ObjId) -> &[Origin] {
        self.origins.get(&obj).map_or(&[], |list| list)
    }

    /// Facts about a function.
    pub(crate) fn func(&self, node: FuncNode) -> FuncFacts {
        self.funcs.get(&node).cloned().unwrap_or_default()
    }

    /// Whether closures hold the variable's address and not its value.
    pub(crate) fn by_ref(&self, obj: ObjId) -> bool {
        let v = self.var(obj);
        v.captured && (v.addressed || v.reassigned)
    }

    /// Whether the variable has to have an address.
    pub(crate) fn in_memory(&self, obj: ObjId) -> bool {
        let v = self.var(obj);
        v.addressed || v.indexed || self.by_ref(obj)
    }

    /// Whether the variable has to live on the heap.
    pub(crate) fn on_heap(&self, obj: ObjId) -> bool {
        (self.var(obj).addressed || self.by_ref(obj)) && !self.stack_vars.contains(&obj)
    }
}

/// Finds the facts about what `visit` walks.
pub(crate) fn find(world: &mut World, pkg: PackageId, visit: impl FnOnce(&mut Finder<'_>)) -> Facts {
    let mut finder = Finder { world, pkg, facts: Facts::default(), func: None, outer: Vec::new(), bodies: FxHashSet::default() };
    finder.facts.funcs.insert(None, FuncFacts::default());
    visit(&mut finder);
    finder.facts
}

/// The walk over a declaration.
pub(crate) struct Finder<'w> {
    world: &'w mut World,
    pkg: PackageId,
    facts: Facts,
    func: FuncNode,
    /// Functions around the one at hand, outermost first.
    outer: Vec<FuncNode>,
    /// Those that are bodies of ranges over functions.
    bodies: FxHashSet<NodeId>,
}

impl Finder<'_> {
    fn ty(&self, e: &Expr) -> Option<TypeId> {
        self.world.package(self.pkg).info.exprs.get(&e.id).map(|tv| tv.ty)
    }

    fn is_type(&self, e: &Expr) -> bool {
        self.world.package(self.pkg).info.exprs.get(&e.id).is_some_and(|tv| tv.mode == Mode::Type)
    }

    fn under(&mut self, e: &Expr) -> Option<Type> {
        let t = self.ty(e)?;
        let t = self.world.core_type(t).unwrap_or(t);
        let u = self.world.underlying(t);
        Some(self.world.types.get(u).clone())
    }

    /// Declares the variables of a parameter list.
    pub(crate) fn fields(&mut self, fields: &[Field]) {
        for f in fields {
            for name in &f.names {
                self.define(name);
            }
        }
    }

    /// Declares the results, which every `return` with values assigns.
    pub(crate) fn results(&mut self, fields: &[Field]) {
        self.fields(fields);
        for name in fields.iter().flat_map(|f| &f.names) {
            let obj = self.world.package(self.pkg).info.defs.get(&name.id);
            if let Some(v) = obj.and_then(|obj| self.facts.vars.get_mut(obj)) {
                v.reassigned = true;
            }
        }
    }

    fn define(&mut self, name: &Ident) {
        if let Some(&obj) = self.world.package(self.pkg).info.defs.get(&name.id) {
            self.declare(obj);
        }
    }

    fn declare(&mut self, obj: ObjId) {
        self.facts.vars.entry(obj).or_default().func = self.func;
    }

    fn local(&self, name: &Ident) -> Option<ObjId> {
        let obj = *self.world.package(self.pkg).info.uses.get(&name.id)?;
        matches!(self.world.object(obj).kind, ObjKind::Var(VarKind::Local | VarKind::Param | VarKind::Result)).then_some(obj)
    }

    fn use_var(&mut self, obj: ObjId) {
        let Some(var) = self.facts.vars.get_mut(&obj) else { return };
        if var.func == self.func {
            return;
        }
        var.captured = true;
        let owner = var.func;
        for &f in self.outer.iter().rev().take_while(|&&f| f != owner).chain([&self.func]) {
            let captures = &mut self.facts.funcs.entry(f).or_default().captures;
            if !captures.contains(&obj) {
                captures.push(obj);
            }
        }
    }

    fn enter(&mut self, node: NodeId, walk: impl FnOnce(&mut Self)) {
        self.outer.push(self.func);
        self.func = Some(node);
        self.facts.funcs.entry(self.func).or_default();
        walk(self);
        self.func = self.outer.pop().flatten();
    }

    /// The function whose end runs what is deferred here: not the body of a range over a function.
    fn deferring(&self) -> FuncNode {
        let around = self.outer.iter().rev().chain([&None]).copied();
        [self.func].into_iter().chain(around).find(|f| f.is_none_or(|id| !self.bodies.contains(&id))).flatten()
    }

    fn func_facts(&mut self) -> &mut FuncFacts {
        self.facts.funcs.entry(self.func).or_default()
    }
}

/// `e` without parentheses.
pub(crate) fn strip(mut e: &Expr) -> &Expr {
    while let ExprKind::Paren(x) = &e.kind {
        e = x;
    }
    e
}
