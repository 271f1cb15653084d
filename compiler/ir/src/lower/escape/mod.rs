//! Escape analysis: which variables and allocations may live in the frame.
//!
//! The model is that of Go's compiler: a graph of locations (variables, allocations, the heap), where an edge says that a value flows from one to
//! another after so many dereferences (-1: its address does). A location whose address flows to something that outlives it lives on the heap.
//! Callers know a function by its tags: how its parameters flow to the heap and to its results. What is not known leaks.
//! Invariant: a wrong answer may only be "heap". Facts are those of generic bodies and hold for all instances.

mod call;
mod exclusive;
mod expr;
mod graph;
mod stmt;

use super::Lowerer;
use super::facts::{Facts, FuncNode};
use graph::{Graph, Hole, Kind, Loc, Root};
use mgo_syntax::ast::{Block, Expr, Field, FuncDecl, FuncType, NodeId};
use mgo_types::object::{ObjId, PackageId};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// Where there are no summaries, bodies of the standard library longer than this many bytes are not looked into for their callers' sake.
const MAX_STD_BODY: u32 = 700;
/// Nor are chains of calls into it longer than this.
const MAX_STD_DEPTH: usize = 5;
/// Chains of calls longer than this are not followed.
const MAX_DEPTH: usize = 64;

/// How a parameter flows: the least number of dereferences on the way.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Leak {
    /// To the heap.
    pub(crate) heap: Option<i32>,
    /// To each result.
    pub(crate) results: Vec<Option<i32>>,
}

/// What a function does with its parameters (the receiver first), as its callers see it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tags {
    pub(crate) params: Vec<Leak>,
}

/// The parameters and results of a function within the declaration.
#[derive(Clone, Default)]
struct FuncLocs {
    params: Vec<Loc>,
    results: Vec<Loc>,
}

/// The walk over a declaration.
struct Walker<'a> {
    lw: &'a mut Lowerer,
    facts: &'a Facts,
    pkg: PackageId,
    /// The declared function.
    root: Option<ObjId>,
    graph: Graph,
    vars: FxHashMap<ObjId, Loc>,
    funcs: FxHashMap<FuncNode, FuncLocs>,
    /// The literals that variables are known to hold.
    known_lits: FxHashMap<ObjId, NodeId>,
    node: FuncNode,
    /// Index of the function at hand in the graph's list.
    func: usize,
    /// The function whose results a `return` sets.
    returns: FuncNode,
    loops: u32,
}

impl Lowerer {
    /// Analyses a declared function: fills in `facts` and gives its tags.
    pub(crate) fn analyse(&mut self, obj: ObjId, decl: &FuncDecl, body: &Block, facts: &mut Facts) -> Tags {
        let pkg = self.world.object(obj).pkg;
        let mut w = Walker::new(self, facts, pkg, Some(obj));
        let mut locs = FuncLocs::default();
        for field in decl.recv.iter().chain(&decl.sig.params) {
            w.params(field, &mut locs);
        }
        let count = locs.params.len();
        for (i, &loc) in locs.params.iter().enumerate() {
            w.graph.locs[loc].param = Some(i);
        }
        w.results(&decl.sig, &mut locs);
        for (i, &loc) in locs.results.iter().enumerate() {
            w.graph.locs[loc].root = Root::Result(i);
        }
        w.funcs.insert(None, locs.clone());
        w.stmts(&body.stmts);
        let graph = w.solved();
        graph.publish(facts);
        if !self.world.package(pkg).lazy {
            self.find_exclusive(obj, decl, body, facts);
        }
        Tags { params: (0..count).map(|i| graph.leak(locs.params[i], locs.results.len())).collect() }
    }

    /// Analyses expressions outside functions: initialisers of package variables.
    pub(crate) fn analyse_exprs(&mut self, pkg: PackageId, exprs: &[&Expr], facts: &mut Facts) {
        let mut w = Walker::new(self, facts, pkg, None);
        for e in exprs {
            w.value(Hole::HEAP, e);
        }
        w.solved().publish(facts);
    }

    /// The tags of a function, when its body may be looked into.
    pub(crate) fn tags_of(&mut self, obj: ObjId) -> Option<Arc<Tags>> {
        if self.is_open(obj) {
            return None;
        }
        if let Some(tags) = self.tags.get(&obj) {
            return Some(tags.clone());
        }
        if let Some(summary) = self.summary(obj) {
            let tags = Arc::new(summary.tags?);
            self.tags.insert(obj, tags.clone());
            return Some(tags);
        }
        let (pkg, decl) = (self.world.object(obj).pkg, self.func_info(obj)?.decl?);
        let lazy = self.world.package(pkg).lazy;
        let files = self.world.package(pkg).files.clone();
        let mgo_syntax::ast::Decl::Func(decl) = files.get(decl.file as usize)?.decls.get(decl.decl as usize)? else { return None };
        let body = decl.body.as_ref()?;
        let size = body.span.hi.0 - body.span.lo.0;
        let in_std = self.analysing.iter().filter(|&&o| self.world.package(self.world.object(o).pkg).lazy).count();
        let too_far =
            self.analysing.len() >= MAX_DEPTH || (lazy && !self.is_summarising() && (size > MAX_STD_BODY || in_std >= MAX_STD_DEPTH));
        if too_far || self.analysing.contains(&obj) {
            return None;
        }
        self.ensure_checked(obj);
        self.decl_facts(obj, decl, body);
        self.tags.get(&obj).cloned()
    }
}

impl<'a> Walker<'a> {
    fn new(lw: &'a mut Lowerer, facts: &'a Facts, pkg: PackageId, root: Option<ObjId>) -> Walker<'a> {
        Walker {
            lw,
            facts,
            pkg,
            root,
            graph: Graph::new(),
            vars: FxHashMap::default(),
            funcs: FxHashMap::default(),
            known_lits: FxHashMap::default(),
            node: None,
            func: 0,
            returns: None,
            loops: 0,
        }
    }

    fn solved(mut self) -> Graph {
        self.graph.solve();
        self.graph
    }

    fn new_loc(&mut self, kind: Kind) -> Loc {
        self.graph.add(kind, self.func, self.loops)
    }

    fn declare(&mut self, obj: ObjId) -> Loc {
        let loc = self.new_loc(Kind::Var(obj));
        self.vars.insert(obj, loc);
        loc
    }

    fn params(&mut self, field: &Field, locs: &mut FuncLocs) {
        if field.names.is_empty() {
            locs.params.push(self.new_loc(Kind::Temp));
        }
        for name in &field.names {
            let loc = match self.def(name) {
                Some(obj) => self.declare(obj),
                None => self.new_loc(Kind::Temp),
            };
            locs.params.push(loc);
        }
    }

    fn results(&mut self, sig: &FuncType, locs: &mut FuncLocs) {
        for field in &sig.results {
            for i in 0..field.names.len().max(1) {
                let obj = field.names.get(i).and_then(|n| self.def(n));
                let loc = match obj {
                    Some(obj) => self.declare(obj),
                    None => self.new_loc(Kind::Temp),
                };
                self.graph.locs[loc].root = Root::Returned;
                locs.results.push(loc);
            }
        }
    }

    /// Walks a function inside the declaration.
    fn inner(&mut self, id: NodeId, returns: FuncNode, walk: impl FnOnce(&mut Self)) {
        let saved = (self.node, self.func, self.returns, self.loops);
        self.func = self.graph.add_func(self.func);
        (self.node, self.returns, self.loops) = (Some(id), returns, 0);
        walk(self);
        (self.node, self.func, self.returns, self.loops) = saved;
    }
}
