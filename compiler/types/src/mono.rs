//! Instantiation cycles: generic code that needs ever larger instances of itself, which could never be compiled.
//!
//! Type parameters are vertices; an argument that mentions type parameter `Q` given for `P` is an edge from `Q` to `P`, of weight 1 if the
//! argument is larger than `Q` itself. A cycle of positive weight grows without bound.

use crate::check::Checker;
use crate::types::{TypeId, TypeParamId};
use mgo_syntax::diag::Diagnostic;
use mgo_syntax::source::Span;
use rustc_hash::FxHashMap;

/// The graph of one package.
#[derive(Debug, Default)]
pub(crate) struct MonoGraph {
    vertices: Vec<Vertex>,
    edges: Vec<Edge>,
    /// A receiver's names for type parameters, and those of the generic type they stand for.
    canon: FxHashMap<TypeParamId, TypeParamId>,
    index: FxHashMap<TypeParamId, usize>,
}

#[derive(Debug)]
struct Vertex {
    tparam: TypeParamId,
    /// Weight of the heaviest path to here that is known, its last edge, and its length.
    weight: u32,
    pre: usize,
    len: usize,
}

#[derive(Debug)]
struct Edge {
    dst: usize,
    src: usize,
    weight: u32,
    span: Span,
    ty: TypeId,
}

impl MonoGraph {
    fn vertex(&mut self, p: TypeParamId) -> usize {
        let tparam = self.canon.get(&p).copied().unwrap_or(p);
        *self.index.entry(tparam).or_insert_with(|| {
            self.vertices.push(Vertex { tparam, weight: 0, pre: 0, len: 0 });
            self.vertices.len() - 1
        })
    }

    /// A vertex at the end of a path that contains a growing cycle.
    fn growing(&mut self) -> Option<usize> {
        let mut again = true;
        while again {
            again = false;
            for (i, edge) in self.edges.iter().enumerate() {
                let (weight, len) = (self.vertices[edge.src].weight + edge.weight, self.vertices[edge.src].len + 1);
                let count = self.vertices.len();
                let dst = &mut self.vertices[edge.dst];
                if weight <= dst.weight {
                    continue;
                }
                dst.pre = i;
                dst.len = len;
                if len == count {
                    return Some(edge.dst);
                }
                dst.weight = weight;
                again = true;
            }
        }
        None
    }
}

impl Checker<'_> {
    /// Notes that receiver type parameter `own` stands for `base` of the generic type.
    pub(crate) fn mono_canon(&mut self, own: TypeParamId, base: TypeParamId) {
        self.world.state.mono.canon.insert(own, base);
    }

    /// Notes an instance. `spans` are those of type arguments written out.
    pub(crate) fn mono_instance(&mut self, span: Span, tparams: &[TypeParamId], targs: &[TypeId], spans: &[Span]) {
        for (i, (&p, &targ)) in tparams.iter().zip(targs).enumerate() {
            // A cycle stays within a package.
            if self.object(self.types.tparam(p).obj).pkg != self.env.pkg {
                continue;
            }
            let mut mentioned = Vec::new();
            self.collect_tparams_of(targ, &mut mentioned, &mut Vec::new());
            for q in mentioned {
                let whole = matches!(*self.types.get(targ), crate::types::Type::TypeParam(t) if t == q);
                let graph = &mut self.world.state.mono;
                let (dst, src) = (graph.vertex(p), graph.vertex(q));
                graph.edges.push(Edge { dst, src, weight: u32::from(!whole), span: spans.get(i).copied().unwrap_or(span), ty: targ });
            }
        }
    }

    /// Reports an instantiation cycle, if there is one.
    pub(crate) fn monomorph(&mut self) {
        let mut graph = std::mem::take(&mut self.world.state.mono);
        let Some(mut at) = graph.growing() else { return };
        let mut stack: Vec<usize> = Vec::new();
        while !stack.contains(&at) {
            stack.push(at);
            at = graph.edges[graph.vertices[at].pre].src;
        }
        let start = stack.iter().position(|&v| v == at).unwrap_or(0);
        let object = |v: usize| self.object(self.types.tparam(graph.vertices[v].tparam).obj);
        let mut diag = Diagnostic::error("InvalidInstanceCycle", object(at).span, "instantiation cycle:");
        for &v in &stack[start..] {
            let edge = &graph.edges[graph.vertices[v].pre];
            diag = diag.with_label(edge.span, format!("{} instantiated as {}", object(v).name, self.tstr(edge.ty)));
        }
        self.report(diag);
    }
}
