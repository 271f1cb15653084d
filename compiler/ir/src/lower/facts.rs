//! What one declared function (with all functions inside it) does to its variables: which are captured, assigned again, addressed.
//!
//! Facts are those of the generic body: where a type parameter leaves it open what happens, the answer is the one that keeps a variable in memory.

use super::devirtualize::Origin;
use mgo_syntax::ast::*;
use mgo_types::info::{Mode, SelectionKind};
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

    /// Statements in order.
    pub(crate) fn stmts(&mut self, list: &[Stmt]) {
        list.iter().for_each(|s| self.stmt(s));
    }

    /// One statement.
    pub(crate) fn stmt(&mut self, s: &Stmt) {
        match &s.kind {
            StmtKind::Bad | StmtKind::Empty | StmtKind::Break(_) | StmtKind::Continue(_) | StmtKind::Fallthrough => {}
            StmtKind::Goto(label) => {
                self.facts.gotos.insert(label.name.clone());
            }
            StmtKind::Decl(Decl::Var(spec)) => {
                self.exprs(&spec.values);
                spec.names.iter().for_each(|n| self.define(n));
                self.originate(spec.names.iter(), &spec.values);
            }
            StmtKind::Decl(_) => {}
            StmtKind::Labeled(label, inner) => {
                self.facts.labels.insert((self.func, label.name.clone()));
                self.stmt(inner);
            }
            StmtKind::Expr(e) | StmtKind::Go(e) => self.expr(e),
            StmtKind::Defer(e) => {
                let owner = self.deferring();
                self.facts.funcs.entry(owner).or_default().defers = true;
                self.expr(e);
            }
            StmtKind::Send(a, b) => {
                self.expr(a);
                self.expr(b);
            }
            StmtKind::IncDec(e, _) => self.assign(e),
            StmtKind::Assign(lhs, rhs) => {
                lhs.iter().for_each(|e| self.assign(e));
                self.exprs(rhs);
                self.originate(lhs.iter().map(as_name), rhs);
            }
            StmtKind::OpAssign(_, lhs, rhs) => {
                self.assign(lhs);
                self.expr(rhs);
            }
            StmtKind::Define(lhs, rhs, _) => {
                self.exprs(rhs);
                lhs.iter().for_each(|e| self.define_or_assign(e));
                self.originate(lhs.iter().map(as_name), rhs);
            }
            StmtKind::Return(list) => self.exprs(list),
            StmtKind::Block(b) => self.stmts(&b.stmts),
            StmtKind::If { init, cond, then, els } => {
                self.opt_stmt(init);
                self.expr(cond);
                self.stmts(&then.stmts);
                self.opt_stmt(els);
            }
            StmtKind::For { init, cond, post, body } => {
                self.opt_stmt(init);
                cond.iter().for_each(|e| self.expr(e));
                self.stmts(&body.stmts);
                self.opt_stmt(post);
            }
            StmtKind::Range { key, value, define, x, body, .. } => self.range(s.id, [key.as_ref(), value.as_ref()], *define, x, body),
            StmtKind::Switch { init, tag, clauses, .. } => {
                self.opt_stmt(init);
                tag.iter().for_each(|e| self.expr(e));
                self.clauses(clauses);
            }
            StmtKind::TypeSwitch { init, x, clauses, .. } => {
                self.opt_stmt(init);
                self.expr(x);
                self.clauses(clauses);
                let origin = Origin::of(self.world, self.pkg, x);
                for c in clauses {
                    if let Some(&obj) = self.world.package(self.pkg).info.implicits.get(&c.id) {
                        self.add_origin(obj, origin);
                    }
                }
            }
            StmtKind::Select(clauses, _) => {
                for c in clauses {
                    self.opt_stmt(&c.comm);
                    self.stmts(&c.body);
                }
            }
        }
    }

    fn opt_stmt(&mut self, s: &Option<Box<Stmt>>) {
        if let Some(s) = s {
            self.stmt(s);
        }
    }

    fn clauses(&mut self, clauses: &[CaseClause]) {
        for c in clauses {
            if let Some(&obj) = self.world.package(self.pkg).info.implicits.get(&c.id) {
                self.declare(obj);
            }
            self.exprs(&c.exprs);
            self.stmts(&c.body);
        }
    }

    fn define_or_assign(&mut self, e: &Expr) {
        match &e.kind {
            ExprKind::Name(name) if self.world.package(self.pkg).info.defs.contains_key(&name.id) => self.define(name),
            _ => self.assign(e),
        }
    }

    fn range(&mut self, id: NodeId, vars: [Option<&Expr>; 2], define: bool, x: &Expr, body: &Block) {
        let over = self.under(x);
        self.expr(x);
        let walk = |c: &mut Self| {
            for e in vars.into_iter().flatten() {
                if define {
                    c.define_or_assign(e)
                } else {
                    c.assign(e)
                }
                c.originate_from(as_name(e), Origin::Unknown);
                // One variable for all rounds gets a new value in each.
                if define && c.world.shares_loop_vars(c.pkg, e.span.lo) {
                    c.reassign(e);
                }
            }
            c.stmts(&body.stmts);
        };
        match over {
            Some(Type::Signature(_)) => {
                self.bodies.insert(id);
                self.enter(id, walk);
            }
            Some(Type::Array(..)) if vars[1].is_some() => {
                self.root(x, |v| v.indexed = true);
                walk(self);
            }
            _ => walk(self),
        }
    }

    /// Notes what values variables get: one each, or all from one call or comma-ok form.
    fn originate<'e>(&mut self, lhs: impl ExactSizeIterator<Item = impl Into<Option<&'e Ident>>>, rhs: &[Expr]) {
        let each = lhs.len() == rhs.len();
        for (i, name) in lhs.enumerate() {
            let origin = match rhs.get(i) {
                Some(e) if each || i == 0 => Origin::of(self.world, self.pkg, e),
                None if rhs.is_empty() => Origin::Nil,
                _ => Origin::Unknown,
            };
            self.originate_from(name.into(), origin);
        }
    }

    fn originate_from(&mut self, name: Option<&Ident>, origin: Origin) {
        let Some(name) = name else { return };
        let info = &self.world.package(self.pkg).info;
        if let Some(&obj) = info.defs.get(&name.id).or_else(|| info.uses.get(&name.id)) {
            self.add_origin(obj, origin);
        }
    }

    fn add_origin(&mut self, obj: ObjId, origin: Origin) {
        let t = self.world.object(obj).ty;
        if self.facts.vars.contains_key(&obj) && self.world.is_non_tparam_interface(t) {
            self.facts.origins.entry(obj).or_default().push(origin);
        }
    }

    fn exprs(&mut self, list: &[Expr]) {
        list.iter().for_each(|e| self.expr(e));
    }

    /// The variable that `e` declares gets further values.
    fn reassign(&mut self, e: &Expr) {
        if let ExprKind::Name(name) = &e.kind
            && let Some(var) = self.world.package(self.pkg).info.defs.get(&name.id).and_then(|obj| self.facts.vars.get_mut(obj))
        {
            var.reassigned = true;
        }
    }

    /// Something is assigned to `e`.
    fn assign(&mut self, e: &Expr) {
        self.root(e, |v| v.reassigned = true);
        self.expr(e);
    }

    /// The address of `e` is taken.
    fn addressed(&mut self, e: &Expr) {
        self.root(e, |v| v.addressed = true);
    }

    /// Applies `f` to the variable that `e` is a part of.
    fn root(&mut self, e: &Expr, f: impl FnOnce(&mut VarFacts)) {
        match &e.kind {
            ExprKind::Name(name) => {
                if let Some(obj) = self.local(name)
                    && let Some(v) = self.facts.vars.get_mut(&obj)
                {
                    f(v);
                }
            }
            ExprKind::Paren(x) => self.root(x, f),
            ExprKind::Selector(x, _) => {
                let indirect = self.world.package(self.pkg).info.selections.get(&e.id).is_none_or(|s| s.indirect);
                if !indirect {
                    self.root(x, f);
                }
            }
            ExprKind::Index(x, _) if matches!(self.under(x), Some(Type::Array(..)) | None) => self.root(x, f),
            _ => {}
        }
    }

    /// One expression.
    pub(crate) fn expr(&mut self, e: &Expr) {
        if self.is_type(e) {
            return;
        }
        match &e.kind {
            ExprKind::Name(name) => {
                if let Some(obj) = self.local(name) {
                    self.use_var(obj);
                }
            }
            ExprKind::Composite { elems, .. } => self.composite(e, elems),
            ExprKind::FuncLit(lit) => self.enter(e.id, |c| {
                c.fields(&lit.sig.params);
                c.results(&lit.sig.results);
                c.stmts(&lit.body.stmts);
            }),
            ExprKind::Paren(x) | ExprKind::Star(x) | ExprKind::TypeAssert(x, _) => self.expr(x),
            ExprKind::Selector(x, _) => {
                self.implicit_address(e, x);
                self.expr(x);
            }
            ExprKind::Index(x, list) => self.index(x, list),
            ExprKind::Slice { x, lo, hi, max } => {
                if !matches!(self.under(x), Some(Type::Slice(_) | Type::Basic(_) | Type::Pointer(_))) {
                    self.addressed(x);
                }
                self.expr(x);
                [lo, hi, max].into_iter().flatten().for_each(|e| self.expr(e));
            }
            ExprKind::Call(call) => self.call(call),
            ExprKind::Unary(op, x) => {
                if *op == UnaryOp::Addr {
                    self.addressed(x);
                }
                self.expr(x);
            }
            ExprKind::Binary { x, y, .. } => {
                self.expr(x);
                self.expr(y);
            }
            _ => {}
        }
    }

    /// `x.m` with a pointer receiver takes the address of `x`.
    fn implicit_address(&mut self, e: &Expr, x: &Expr) {
        let info = &self.world.package(self.pkg).info;
        let Some(sel) = info.selections.get(&e.id) else { return };
        if sel.kind != SelectionKind::Method || sel.indirect {
            return;
        }
        let pointer_recv = match sel.obj.map(|o| &self.world.object(o).kind) {
            Some(ObjKind::Func(f)) => f.recv.is_some_and(|r| matches!(self.world.types.get(r), Type::Pointer(_))),
            _ => matches!(self.world.types.get(sel.recv), Type::TypeParam(_)),
        };
        if pointer_recv {
            self.addressed(x);
        }
    }

    fn index(&mut self, x: &Expr, list: &[Expr]) {
        let constant = |c: &Self, e: &Expr| c.world.package(c.pkg).info.exprs.get(&e.id).is_some_and(|tv| tv.value.is_some());
        if matches!(self.under(x), Some(Type::Array(..)) | None) && !list.iter().all(|i| constant(self, i)) {
            self.root(x, |v| v.indexed = true);
        }
        self.expr(x);
        self.exprs(list);
    }

    fn call(&mut self, call: &Call) {
        if let ExprKind::Name(name) = &strip(&call.fun).kind
            && let Some(&obj) = self.world.package(self.pkg).info.uses.get(&name.id)
            && matches!(self.world.object(obj).kind, ObjKind::Builtin(mgo_types::object::BuiltinId::Recover))
        {
            self.func_facts().recovers = true;
        }
        self.expr(&call.fun);
        self.exprs(&call.args);
    }

    fn composite(&mut self, e: &Expr, elems: &[Element]) {
        let is_struct = matches!(self.under(e), Some(Type::Struct(_)));
        for el in elems {
            if let Some(key) = &el.key
                && !is_struct
            {
                self.expr(key);
            }
            self.expr(&el.value);
        }
    }
}

/// The variable that is assigned to as a whole.
fn as_name(e: &Expr) -> Option<&Ident> {
    match &strip(e).kind {
        ExprKind::Name(name) => Some(name),
        _ => None,
    }
}

/// `e` without parentheses.
pub(crate) fn strip(mut e: &Expr) -> &Expr {
    while let ExprKind::Paren(x) = &e.kind {
        e = x;
    }
    e
}
