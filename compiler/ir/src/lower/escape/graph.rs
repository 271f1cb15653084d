//! The graph of locations and its solution.

use super::Leak;
use crate::lower::facts::Facts;
use mgo_syntax::ast::NodeId;
use mgo_types::object::ObjId;
use std::collections::VecDeque;

/// Index of a location.
pub(super) type Loc = usize;

/// What a location stands for.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Kind {
    /// The heap and all package variables; also nowhere.
    Special,
    /// A variable.
    Var(ObjId),
    /// What an expression allocates.
    Site(NodeId),
    /// The box of an expression's value in an interface.
    Box(NodeId),
    /// A value on the way.
    Temp,
}

/// Who sees a location from outside its function.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Root {
    /// Nobody.
    None,
    /// A result of a function literal: callers may do with it as they like.
    Returned,
    /// This result of the declared function.
    Result(usize),
}

/// A location.
#[derive(Clone, Debug)]
pub(super) struct Location {
    kind: Kind,
    /// What flows here, with dereferences.
    edges: Vec<(Loc, i32)>,
    func: usize,
    pub(super) depth: u32,
    escapes: bool,
    pub(super) param: Option<usize>,
    pub(super) root: Root,
    leak_heap: Option<i32>,
    leak_results: Vec<(usize, i32)>,
    /// The walk that set `derefs`.
    walk: u32,
    derefs: i32,
    queued: bool,
}

/// Where a value flows to.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Hole {
    pub(super) dst: Loc,
    pub(super) derefs: i32,
}

const HEAP: Loc = 0;
const NOWHERE: Loc = 1;

impl Hole {
    pub(super) const HEAP: Hole = Hole { dst: HEAP, derefs: 0 };
    pub(super) const NOWHERE: Hole = Hole { dst: NOWHERE, derefs: 0 };

    /// The location itself.
    pub(super) fn to(dst: Loc) -> Hole {
        Hole { dst, derefs: 0 }
    }

    /// After `n` dereferences; -1 is taking the address.
    pub(super) fn shift(self, n: i32) -> Hole {
        Hole { derefs: (self.derefs + n).max(-1), ..self }
    }
}

/// The graph.
pub(super) struct Graph {
    pub(super) locs: Vec<Location>,
    /// The function around each function.
    parents: Vec<usize>,
}

impl Graph {
    pub(super) fn new() -> Graph {
        let mut graph = Graph { locs: Vec::new(), parents: vec![0] };
        let heap = graph.add(Kind::Special, 0, 0);
        graph.locs[heap].escapes = true;
        graph.add(Kind::Special, 0, 0);
        graph
    }

    pub(super) fn add_func(&mut self, parent: usize) -> usize {
        self.parents.push(parent);
        self.parents.len() - 1
    }

    pub(super) fn add(&mut self, kind: Kind, func: usize, depth: u32) -> Loc {
        self.locs.push(Location {
            kind,
            edges: Vec::new(),
            func,
            depth,
            escapes: false,
            param: None,
            root: Root::None,
            leak_heap: None,
            leak_results: Vec::new(),
            walk: 0,
            derefs: 0,
            queued: false,
        });
        self.locs.len() - 1
    }

    /// Records that `src` flows into a hole.
    pub(super) fn flow(&mut self, k: Hole, src: Loc) {
        if k.dst == NOWHERE || (k.dst == src && k.derefs >= 0) {
            return;
        }
        if self.locs[k.dst].escapes && k.derefs < 0 {
            self.locs[src].escapes = true;
            return;
        }
        self.locs[k.dst].edges.push((src, k.derefs));
    }

    /// Whether `l` may hold a pointer to `other` longer than `other` lives.
    fn outlives(&self, l: Loc, other: Loc) -> bool {
        let (a, b) = (&self.locs[l], &self.locs[other]);
        a.escapes || a.root != Root::None || (a.func == b.func && a.depth < b.depth) || self.inside(b.func, a.func)
    }

    /// Whether function `inner` lies within `outer`.
    fn inside(&self, mut inner: usize, outer: usize) -> bool {
        while inner > outer {
            inner = self.parents[inner];
            if inner == outer {
                return true;
            }
        }
        false
    }

    /// Finds all escaping locations and leaking parameters.
    pub(super) fn solve(&mut self) {
        let mut todo: VecDeque<Loc> = (0..self.locs.len()).filter(|&l| l != NOWHERE).collect();
        todo.iter().for_each(|&l| self.locs[l].queued = true);
        let mut walk = 0;
        while let Some(root) = todo.pop_front() {
            self.locs[root].queued = false;
            walk += 1;
            self.walk_one(root, walk, &mut todo);
        }
    }

    /// Least dereferences from `root` to all that flows into it (Bellman-Ford; bounded below by 0 at each step).
    fn walk_one(&mut self, root: Loc, walk: u32, again: &mut VecDeque<Loc>) {
        self.locs[root].walk = walk;
        self.locs[root].derefs = 0;
        let mut todo = vec![root];
        while let Some(l) = todo.pop() {
            let derefs = self.locs[l].derefs.max(0);
            let addressed = self.locs[l].derefs < 0;
            if self.outlives(root, l) {
                if self.locs[l].param.is_some() {
                    self.leak_to(l, root, derefs);
                }
                if addressed && !self.locs[l].escapes {
                    self.locs[l].escapes = true;
                    if !std::mem::replace(&mut self.locs[l].queued, true) {
                        again.push_back(l);
                    }
                    continue;
                }
            }
            for i in 0..self.locs[l].edges.len() {
                let (src, shift) = self.locs[l].edges[i];
                let d = derefs + shift;
                let s = &mut self.locs[src];
                if s.escapes || (s.walk == walk && s.derefs <= d) {
                    continue;
                }
                s.walk = walk;
                s.derefs = d;
                todo.push(src);
            }
        }
    }

    fn leak_to(&mut self, param: Loc, sink: Loc, derefs: i32) {
        let (root, escapes) = (self.locs[sink].root, self.locs[sink].escapes);
        let p = &mut self.locs[param];
        match root {
            Root::Result(i) if !escapes => p.leak_results.push((i, derefs)),
            _ => p.leak_heap = Some(p.leak_heap.map_or(derefs, |d| d.min(derefs))),
        }
    }

    /// How a parameter leaks.
    pub(super) fn leak(&self, param: Loc, results: usize) -> Leak {
        let p = &self.locs[param];
        let mut leak = Leak { heap: p.leak_heap, results: vec![None; results] };
        if p.escapes {
            leak.heap = Some(0);
        }
        for &(i, d) in &p.leak_results {
            let known = &mut leak.results[i];
            *known = Some(known.map_or(d, |k| k.min(d)));
        }
        leak
    }

    /// Tells what may live in the frame.
    pub(super) fn publish(&self, facts: &mut Facts) {
        for l in self.locs.iter().filter(|l| !l.escapes) {
            match l.kind {
                Kind::Var(obj) => {
                    facts.stack_vars.insert(obj);
                }
                Kind::Site(id) => {
                    facts.stack_sites.insert(id);
                }
                Kind::Box(id) => {
                    facts.stack_boxes.insert(id);
                }
                Kind::Special | Kind::Temp => {}
            }
        }
    }
}
