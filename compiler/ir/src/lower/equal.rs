//! Equality of values of any comparable type.

use super::func::FnCx;
use super::types::Kind;
use super::value::Val;
use crate::ir::{Cmp, Ty, Value};
use mgo_abi::builtins::Builtin;
use mgo_types::types::TypeId;

/// A part of two values with its type.
type Part = (TypeId, Val, Val);

/// Parts of an aggregate that may be compared in any order. A part whose comparison may panic is the last of its segment, as that must neither
/// happen when an earlier part differs nor be missed when a later one does.
#[derive(Default)]
struct Segment {
    /// Whether the parts that take a single instruction are equal.
    cheap: Option<Value>,
    /// Those that take a branch or a call.
    costly: Vec<Part>,
}

fn add_costly(segments: &mut Vec<Segment>, part: Part, last: bool) {
    if let Some(segment) = segments.last_mut() {
        segment.costly.push(part);
    }
    if last {
        segments.push(Segment::default());
    }
}

impl FnCx<'_> {
    /// `a == b` for values of type `t`.
    pub(crate) fn equal(&mut self, t: TypeId, a: &Val, b: &Val) -> Value {
        match self.lw.kind(t) {
            Kind::Float(_) => self.cmp(Cmp::FEq, a.first(), b.first()),
            Kind::Complex(_) => {
                let (a, b) = (a.as_words(), b.as_words());
                let (re, im) = (self.cmp(Cmp::FEq, a[0], b[0]), self.cmp(Cmp::FEq, a[1], b[1]));
                self.and(re, im)
            }
            Kind::String => self.equal_strings(a.as_words(), b.as_words()),
            Kind::Iface => {
                let (a, b) = (a.as_words(), b.as_words());
                if self.lw.is_eface(t) { self.equal_words(a[0], a[1], b[0], b[1]) } else { self.equal_ifaces(a, b) }
            }
            Kind::Struct | Kind::Array(..) => self.equal_aggregates(t, a, b),
            _ => self.cmp(Cmp::Eq, a.first(), b.first()),
        }
    }

    fn equal_aggregates(&mut self, t: TypeId, a: &Val, b: &Val) -> Value {
        let (Val::Words(x), Val::Words(y)) = (a, b) else {
            let (pa, pb) = (self.in_memory(t, a), self.in_memory(t, b));
            let desc = self.type_addr(t);
            return self.rt1(Builtin::TypeEq, &[desc, pa, pb]);
        };
        let mut parts: Vec<(TypeId, bool)> = Vec::new();
        match self.lw.kind(t) {
            Kind::Array(elem, n) => parts.extend((0..n).map(|_| (elem, false))),
            _ => parts.extend(self.lw.fields(t).into_iter().map(|f| (f.ty, f.name == "_"))),
        }
        let mut at = 0;
        let mut segments = vec![Segment::default()];
        for (part, blank) in parts {
            let n = self.lw.layout(part).len().unwrap_or(0);
            let (pa, pb) = (Val::words(&x[at..at + n]), Val::words(&y[at..at + n]));
            at += n;
            if blank || n == 0 {
                continue;
            }
            let kind = self.lw.kind(part);
            if self.may_panic(part) {
                add_costly(&mut segments, (part, pa, pb), true);
            } else if matches!(kind, Kind::String | Kind::Struct | Kind::Array(..)) {
                add_costly(&mut segments, (part, pa, pb), false);
            } else {
                let eq = self.equal(part, &pa, &pb);
                self.add_cheap(&mut segments, eq);
            }
        }
        self.equal_segments(segments)
    }

    fn add_cheap(&mut self, segments: &mut [Segment], eq: Value) {
        if let Some(segment) = segments.last_mut() {
            segment.cheap = Some(segment.cheap.map_or(eq, |v| self.and(v, eq)));
        }
    }

    /// Whether comparing two values of a type may panic.
    fn may_panic(&mut self, t: TypeId) -> bool {
        match self.lw.kind(t) {
            Kind::Iface => true,
            Kind::Array(elem, _) => self.may_panic(elem),
            Kind::Struct => self.lw.fields(t).iter().any(|f| self.may_panic(f.ty)),
            _ => false,
        }
    }

    fn equal_segments(&mut self, segments: Vec<Segment>) -> Value {
        if let [Segment { cheap, costly }] = &segments[..]
            && costly.is_empty()
        {
            return cheap.unwrap_or_else(|| self.boolc(true));
        }
        let (result, done) = (self.b.var(Ty::I8), self.b.block());
        let mut so_far: Option<Value> = None;
        for Segment { cheap, costly } in segments {
            so_far = match (so_far, cheap) {
                (Some(a), Some(b)) => Some(self.and(a, b)),
                (a, b) => a.or(b),
            };
            for (part, pa, pb) in costly {
                if let Some(eq) = so_far {
                    self.b.def(result, eq);
                    let more = self.b.block();
                    self.b.br(eq, more, done);
                    self.enter(more);
                }
                so_far = Some(self.equal(part, &pa, &pb));
            }
        }
        let last = so_far.unwrap_or_else(|| self.boolc(true));
        self.b.def(result, last);
        self.b.jump(done);
        self.enter(done);
        self.b.use_var(result)
    }

    /// Lengths first, then the bytes unless they are the same bytes.
    pub(crate) fn equal_strings(&mut self, a: &[Value], b: &[Value]) -> Value {
        let (result, done) = (self.b.var(Ty::I8), self.b.block());
        let (look, call) = (self.b.block(), self.b.block());
        let same_len = self.cmp(Cmp::Eq, a[1], b[1]);
        self.b.def(result, same_len);
        self.b.br(same_len, look, done);
        self.enter(look);
        let same_ptr = self.cmp(Cmp::Eq, a[0], b[0]);
        self.b.def(result, same_ptr);
        self.b.br(same_ptr, done, call);
        self.enter(call);
        let eq = self.rt1(Builtin::Memequal, &[a[0], b[0], a[1]]);
        self.b.def(result, eq);
        self.b.jump(done);
        self.enter(done);
        self.b.use_var(result)
    }

    /// Two empty-interface values: types first, then the data.
    pub(crate) fn equal_words(&mut self, ta: Value, da: Value, tb: Value, db: Value) -> Value {
        let (result, done, call) = (self.b.var(Ty::I8), self.b.block(), self.b.block());
        let same = self.cmp(Cmp::Eq, ta, tb);
        self.b.def(result, same);
        self.b.br(same, call, done);
        self.enter(call);
        let eq = self.equal_data(ta, da, db);
        self.b.def(result, eq);
        self.b.jump(done);
        self.enter(done);
        self.b.use_var(result)
    }

    /// Data words of one dynamic type; a null type means both are nil.
    fn equal_data(&mut self, ty: Value, a: Value, b: Value) -> Value {
        let (result, done, call) = (self.b.var(Ty::I8), self.b.block(), self.b.block());
        let nil = self.is_null(ty);
        self.b.def(result, nil);
        self.b.br(nil, done, call);
        self.enter(call);
        let eq = self.rt1(Builtin::EfaceEq, &[ty, a, b]);
        self.b.def(result, eq);
        self.b.jump(done);
        self.enter(done);
        self.b.use_var(result)
    }

    /// Values of one interface type with methods. Equal types may have two itabs, so the types are compared.
    fn equal_ifaces(&mut self, a: &[Value], b: &[Value]) -> Value {
        let (ta, tb) = (self.tab_type(a[0]), self.tab_type(b[0]));
        self.equal_words(ta, a[1], tb, b[1])
    }
}
