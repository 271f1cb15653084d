//! Slices that are built by `append` before anybody else sees them.
//!
//! Go's compiler builds such a slice in the frame and moves it to the heap at the one place where it is shared (`cmd/compile/internal/slice`); the
//! capacities that this gives can be seen, so the same slices are found here, by the same rules: of a variable, all uses are known not to share its
//! array but one return, assignment or range, outside loops around which it is not declared, and it is appended to at least twice.

use super::super::facts::{Facts, FuncNode, Growth, strip};
use super::Lowerer;
use mgo_syntax::ast::*;
use mgo_types::info::Mode;
use mgo_types::object::{BuiltinId, ObjId, ObjKind, PackageId};
use mgo_types::types::{Type, TypeId};
use rustc_hash::FxHashMap;

/// A slice variable that is still in question.
struct Slice {
    depth: u32,
    /// The statement that shares its array.
    shared_by: Option<NodeId>,
    appends: Vec<NodeId>,
    /// Appends, those in loops counted more.
    weight: u32,
    /// Its capacity, or what lies behind its length, may be looked at.
    cap_used: bool,
}

/// The walk over one function.
struct Walk<'a, 'e> {
    lw: &'a mut Lowerer,
    facts: &'a Facts,
    pkg: PackageId,
    slices: FxHashMap<ObjId, Slice>,
    loops: u32,
    named_results: Vec<ObjId>,
    result_types: Vec<TypeId>,
    /// Literals met, to be walked as functions of their own.
    literals: Vec<(NodeId, &'e FuncLit)>,
}

impl Lowerer {
    /// Finds such slices in a declared function and the literals in it.
    pub(super) fn find_exclusive(&mut self, obj: ObjId, decl: &FuncDecl, body: &Block, facts: &mut Facts) {
        let pkg = self.world.object(obj).pkg;
        let ty = self.world.object(obj).ty;
        let mut found = Vec::new();
        let mut todo = self.exclusive_in(pkg, facts, ty, &decl.sig, body, &mut found);
        while let Some((id, lit)) = todo.pop() {
            let Some(ty) = self.world.package(pkg).info.exprs.get(&id).map(|tv| tv.ty) else { continue };
            todo.extend(self.exclusive_in(pkg, facts, ty, &lit.sig, &lit.body, &mut found));
        }
        for (obj, slice) in found {
            let Some(at) = slice.shared_by.filter(|_| slice.weight >= 2) else { continue };
            let growth = if slice.cap_used { Growth::BySizeClass } else { Growth::Trimmed };
            facts.growth.extend(slice.appends.iter().map(|&id| (id, growth)));
            if !slice.cap_used {
                facts.trims.entry(at).or_default().push(obj);
            }
        }
    }

    fn exclusive_in<'e>(
        &mut self,
        pkg: PackageId,
        facts: &Facts,
        ty: TypeId,
        sig: &'e FuncType,
        body: &'e Block,
        found: &mut Vec<(ObjId, Slice)>,
    ) -> Vec<(NodeId, &'e FuncLit)> {
        let result_types = match self.world.types.get(ty) {
            Type::Signature(sig) => sig.results.iter().map(|p| p.ty).collect(),
            _ => Vec::new(),
        };
        let mut walk = Walk {
            lw: self,
            facts,
            pkg,
            slices: FxHashMap::default(),
            loops: 0,
            named_results: Vec::new(),
            result_types,
            literals: Vec::new(),
        };
        for name in sig.params.iter().flat_map(|f| &f.names) {
            walk.declare(name);
        }
        for name in sig.results.iter().flat_map(|f| &f.names) {
            let obj = walk.declare(name);
            walk.named_results.extend(obj);
        }
        walk.stmts(&body.stmts);
        found.extend(walk.slices);
        walk.literals
    }
}

impl<'e> Walk<'_, 'e> {
    fn object(&self, name: &'e Ident) -> Option<ObjId> {
        let info = &self.lw.world.package(self.pkg).info;
        info.uses.get(&name.id).or_else(|| info.defs.get(&name.id)).copied()
    }

    fn ty(&self, e: &'e Expr) -> Option<TypeId> {
        self.lw.world.package(self.pkg).info.exprs.get(&e.id).map(|tv| tv.ty)
    }

    fn mode(&self, e: &'e Expr) -> Mode {
        self.lw.world.package(self.pkg).info.exprs.get(&e.id).map_or(Mode::Invalid, |tv| tv.mode)
    }

    /// Starts to follow a variable when it is a slice.
    fn declare(&mut self, name: &'e Ident) -> Option<ObjId> {
        let obj = self.lw.world.package(self.pkg).info.defs.get(&name.id).copied()?;
        let t = self.lw.world.object(obj).ty;
        let u = self.lw.world.underlying(t);
        if matches!(self.lw.world.types.get(u), Type::Slice(_)) {
            self.slices.insert(obj, Slice { depth: self.loops, shared_by: None, appends: Vec::new(), weight: 0, cap_used: false });
        }
        Some(obj)
    }

    /// The followed variable that `e` is.
    fn followed(&self, e: &'e Expr) -> Option<ObjId> {
        let ExprKind::Name(name) = &e.kind else { return None };
        self.object(name).filter(|obj| self.slices.contains_key(obj))
    }

    fn give_up(&mut self, obj: ObjId) {
        self.slices.remove(&obj);
    }

    fn share(&mut self, obj: ObjId, at: NodeId) {
        let loops = self.loops;
        if let Some(slice) = self.slices.get_mut(&obj)
            && (slice.shared_by.replace(at).is_some() || loops > slice.depth)
        {
            self.give_up(obj);
        }
    }

    fn uses_cap(&mut self, obj: ObjId) {
        if let Some(slice) = self.slices.get_mut(&obj) {
            slice.cap_used = true;
        }
    }

    fn captured(&mut self, node: FuncNode) {
        for obj in self.facts.func(node).captures {
            self.give_up(obj);
        }
    }

    fn stmts(&mut self, list: &'e [Stmt]) {
        list.iter().for_each(|s| self.stmt(s));
    }

    fn opt(&mut self, s: &'e Option<Box<Stmt>>) {
        if let Some(s) = s {
            self.stmt(s);
        }
    }

    fn in_loop(&mut self, walk: impl FnOnce(&mut Self)) {
        self.loops += 1;
        walk(self);
        self.loops -= 1;
    }

    fn stmt(&mut self, s: &'e Stmt) {
        match &s.kind {
            StmtKind::Decl(Decl::Var(spec)) => {
                spec.names.iter().for_each(|n| _ = self.declare(n));
                if spec.names.len() == spec.values.len() {
                    for (name, e) in spec.names.iter().zip(&spec.values) {
                        let obj = self.object(name).filter(|obj| self.slices.contains_key(obj));
                        self.assign(obj, None, e, s.id);
                    }
                } else if !spec.values.is_empty() {
                    self.unknown_values(spec.names.iter(), &spec.values);
                }
            }
            StmtKind::Assign(lhs, rhs) | StmtKind::Define(lhs, rhs, _) => self.assign_all(s, lhs, rhs),
            StmtKind::Return(list) => self.ret(s, list),
            StmtKind::Range { key, value, define, x, body, .. } => self.range(s, [key.as_ref(), value.as_ref()], *define, x, body),
            StmtKind::Labeled(_, inner) => self.stmt(inner),
            StmtKind::Expr(e) | StmtKind::IncDec(e, _) => self.expr(e),
            StmtKind::Go(e) | StmtKind::Defer(e) => match &strip(e).kind {
                ExprKind::Call(call) => {
                    self.expr(&call.fun);
                    call.args.iter().for_each(|a| self.expr(a));
                }
                _ => self.expr(e),
            },
            StmtKind::Send(a, b) | StmtKind::OpAssign(_, a, b) => {
                self.expr(a);
                self.expr(b);
            }
            StmtKind::Block(b) => self.stmts(&b.stmts),
            StmtKind::If { init, cond, then, els } => {
                self.opt(init);
                self.expr(cond);
                self.stmts(&then.stmts);
                self.opt(els);
            }
            StmtKind::For { init, cond, post, body } => self.in_loop(|w| {
                w.opt(init);
                cond.iter().for_each(|e| w.expr(e));
                w.stmts(&body.stmts);
                w.opt(post);
            }),
            StmtKind::Switch { init, tag, clauses, .. } => {
                self.opt(init);
                tag.iter().for_each(|e| self.expr(e));
                self.clauses(clauses);
            }
            StmtKind::TypeSwitch { init, x, clauses, .. } => {
                self.opt(init);
                self.expr(x);
                clauses.iter().for_each(|c| self.stmts(&c.body));
            }
            StmtKind::Select(clauses, _) => {
                for c in clauses {
                    self.opt(&c.comm);
                    self.stmts(&c.body);
                }
            }
            _ => {}
        }
    }

    fn clauses(&mut self, clauses: &'e [CaseClause]) {
        for c in clauses {
            c.exprs.iter().for_each(|e| self.expr(e));
            self.stmts(&c.body);
        }
    }

    /// Variables that get values of one call or comma-ok form.
    fn unknown_values(&mut self, names: impl Iterator<Item = &'e Ident>, values: &'e [Expr]) {
        values.iter().for_each(|e| self.expr(e));
        for name in names {
            if let Some(obj) = self.object(name) {
                self.give_up(obj);
            }
        }
    }

    fn assign_all(&mut self, s: &'e Stmt, lhs: &'e [Expr], rhs: &'e [Expr]) {
        for e in lhs {
            if let (StmtKind::Define(..), ExprKind::Name(name)) = (&s.kind, &e.kind) {
                self.declare(name);
            }
        }
        if lhs.len() != rhs.len() {
            rhs.iter().chain(lhs).for_each(|e| self.expr(e));
            return;
        }
        for (x, y) in lhs.iter().zip(rhs) {
            let to = self.followed(strip(x));
            if to.is_none() {
                self.expr(x);
            }
            self.assign(to, Some(x), y, s.id);
        }
    }

    /// `to = y`; `x` is the target as written, if it may have another type than `y`.
    fn assign(&mut self, to: Option<ObjId>, x: Option<&'e Expr>, y: &'e Expr, at: NodeId) {
        if let Some(from) = self.followed(strip(y)) {
            to.into_iter().for_each(|obj| self.give_up(obj));
            let same = x.is_none_or(|x| matches!(&x.kind, ExprKind::Name(n) if n.name == "_") || self.ty(x) == self.ty(y));
            return if same { self.share(from, at) } else { self.give_up(from) };
        }
        let Some(obj) = to else { return self.expr(y) };
        match &strip(y).kind {
            _ if self.mode(y) == Mode::Nil => {}
            ExprKind::Composite { elems, .. } => {
                self.uses_cap(obj);
                elems.iter().for_each(|el| self.expr(&el.value));
            }
            ExprKind::Slice { x, lo, hi, max } if self.followed(strip(x)) == Some(obj) => {
                self.uses_cap(obj);
                [lo, hi, max].into_iter().flatten().for_each(|e| self.expr(e));
            }
            ExprKind::Call(call)
                if self.builtin(&call.fun) == Some(BuiltinId::Append) && self.followed(strip(&call.args[0])) == Some(obj) =>
            {
                let loops = self.loops;
                if let Some(slice) = self.slices.get_mut(&obj) {
                    slice.appends.push(strip(y).id);
                    slice.weight += 1 + loops.saturating_sub(slice.depth);
                }
                call.args[1..].iter().for_each(|a| self.expr(a));
            }
            _ => {
                self.give_up(obj);
                self.expr(y);
            }
        }
    }

    fn ret(&mut self, s: &'e Stmt, list: &'e [Expr]) {
        if list.is_empty() {
            self.named_results.clone().into_iter().for_each(|obj| self.share(obj, s.id));
        }
        for (i, e) in list.iter().enumerate() {
            match self.followed(strip(e)) {
                Some(obj) if self.result_types.get(i).copied() == self.ty(e) => self.share(obj, s.id),
                Some(obj) => self.give_up(obj),
                None => self.expr(e),
            }
        }
    }

    fn range(&mut self, s: &'e Stmt, vars: [Option<&'e Expr>; 2], define: bool, x: &'e Expr, body: &'e Block) {
        match self.followed(strip(x)) {
            Some(obj) => self.share(obj, s.id),
            None => self.expr(x),
        }
        if !define {
            vars.into_iter().flatten().for_each(|e| self.expr(e));
        }
        let is_func = self.ty(x).is_some_and(|t| {
            let t = self.lw.world.core_type(t).unwrap_or(t);
            let u = self.lw.world.underlying(t);
            matches!(self.lw.world.types.get(u), Type::Signature(_))
        });
        if is_func {
            return self.captured(Some(s.id));
        }
        self.in_loop(|w| w.stmts(&body.stmts));
    }

    fn builtin(&self, fun: &'e Expr) -> Option<BuiltinId> {
        let ExprKind::Name(name) = &strip(fun).kind else { return None };
        match self.lw.world.object(self.object(name)?).kind {
            ObjKind::Builtin(id) => Some(id),
            _ => None,
        }
    }

    fn expr(&mut self, e: &'e Expr) {
        if self.mode(e) == Mode::Type {
            return;
        }
        match &e.kind {
            ExprKind::Name(_) => {
                if let Some(obj) = self.followed(e) {
                    self.give_up(obj);
                }
            }
            ExprKind::Paren(x) | ExprKind::Star(x) | ExprKind::TypeAssert(x, _) | ExprKind::Selector(x, _) => self.expr(x),
            ExprKind::Index(x, list) => {
                if self.followed(strip(x)).is_none() {
                    self.expr(x);
                }
                list.iter().for_each(|i| self.expr(i));
            }
            ExprKind::Slice { x, lo, hi, max } => {
                self.expr(x);
                [lo, hi, max].into_iter().flatten().for_each(|e| self.expr(e));
            }
            ExprKind::Unary(UnaryOp::Addr, x) => {
                self.addressed(strip(x));
                self.expr(x);
            }
            ExprKind::Unary(_, x) => self.expr(x),
            ExprKind::Binary { x, y, .. } => {
                self.expr(x);
                self.expr(y);
            }
            ExprKind::Composite { elems, .. } => {
                for el in elems {
                    // Field names are no uses.
                    if let Some(key) = el.key.as_ref().filter(|k| self.mode(k) != Mode::Invalid) {
                        self.expr(key);
                    }
                    self.expr(&el.value);
                }
            }
            ExprKind::FuncLit(lit) => {
                self.captured(Some(e.id));
                self.literals.push((e.id, lit));
            }
            ExprKind::Call(call) => self.call(call),
            _ => {}
        }
    }

    /// `&s[i]` and `&s[i].f` point into the array.
    fn addressed(&mut self, mut x: &'e Expr) {
        loop {
            match &x.kind {
                ExprKind::Selector(inner, _) => x = strip(inner),
                ExprKind::Index(inner, _) => {
                    if let Some(obj) = self.followed(strip(inner)) {
                        return self.give_up(obj);
                    }
                    x = strip(inner);
                }
                _ => return,
            }
        }
    }

    fn call(&mut self, call: &'e Call) {
        if let Some(id @ (BuiltinId::Len | BuiltinId::Cap)) = self.builtin(&call.fun)
            && let Some(obj) = self.followed(strip(&call.args[0]))
        {
            if id == BuiltinId::Cap {
                self.uses_cap(obj);
            }
            return;
        }
        let callee = self.callee(&call.fun);
        self.expr(&call.fun);
        for (i, arg) in call.args.iter().enumerate() {
            match self.followed(strip(arg)) {
                Some(obj) if callee.is_some_and(|callee| self.keeps_nothing(callee, i, arg, call)) => self.uses_cap(obj),
                _ => self.expr(arg),
            }
        }
    }

    /// The declared function that is called.
    fn callee(&self, fun: &'e Expr) -> Option<ObjId> {
        let fun = match &strip(fun).kind {
            ExprKind::Index(x, _) => strip(x),
            _ => strip(fun),
        };
        let (ExprKind::Name(name) | ExprKind::Selector(_, name)) = &fun.kind else { return None };
        let info = &self.lw.world.package(self.pkg).info;
        let obj = match info.selections.get(&fun.id) {
            Some(sel) => sel.obj?,
            None => self.object(name)?,
        };
        matches!(self.lw.world.object(obj).kind, ObjKind::Func(_)).then_some(obj)
    }

    /// Whether the function lets its argument `i` go nowhere.
    fn keeps_nothing(&mut self, callee: ObjId, i: usize, arg: &'e Expr, call: &'e Call) -> bool {
        let Some(t) = self.ty(&call.fun) else { return false };
        let (params, variadic) = match self.lw.world.types.get(t) {
            Type::Signature(sig) => (sig.params.iter().map(|p| p.ty).collect::<Vec<_>>(), sig.variadic),
            _ => return false,
        };
        let packed = variadic && call.ellipsis.is_none() && i + 1 >= params.len();
        if packed || params.get(i).copied() != self.ty(arg) {
            return false;
        }
        let recv = usize::from(self.lw.func_info(callee).is_some_and(|info| info.recv.is_some()));
        let Some(tags) = self.lw.tags_of(callee) else { return false };
        tags.params.get(i + recv).is_some_and(|leak| leak.heap.is_none() && leak.results.iter().all(Option::is_none))
    }
}
