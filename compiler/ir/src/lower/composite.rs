//! Composite literals.

use super::facts::strip;
use super::func::FnCx;
use super::types::Kind;
use super::value::{Addr, Val};
use crate::ir::{Op, Ty, Value};
use mgo_abi::builtins::Builtin;
use mgo_syntax::ast::{Element, Expr, ExprKind};
use mgo_types::types::TypeId;

/// An element that goes to byte `off` of a struct or array.
struct Part<'e> {
    ty: TypeId,
    off: u64,
    value: &'e Expr,
    /// Of a field `_`, which stays zero.
    blank: bool,
}

impl FnCx<'_> {
    /// The value of `T{…}`.
    pub(crate) fn composite(&mut self, e: &Expr, elems: &[Element]) -> Val {
        let t = self.ty(e);
        match self.lw.kind(t) {
            // An elided `&T` inside another literal.
            Kind::Pointer(elem) => Val::word(self.new_composite(e, e, elems, elem)),
            Kind::Slice(elem) => self.slice_literal(e, elems, elem),
            Kind::Map(k, v) => Val::word(self.map_literal(t, elems, k, v)),
            _ if self.lw.layout(t).leaves.is_some() => self.words_literal(t, elems),
            _ => {
                let slot = self.slot(t);
                let addr = self.slot_addr(slot);
                self.fill(t, addr, elems, false);
                Val::Mem(addr)
            }
        }
    }

    /// Stores the value of `e` in memory that nothing else refers to yet.
    pub(crate) fn expr_into(&mut self, t: TypeId, addr: Addr, e: &Expr) {
        if let ExprKind::Composite { elems, .. } = &strip(e).kind
            && self.lw.layout(t).leaves.is_none()
            && self.ty(e) == t
        {
            return self.fill(t, addr, elems, false);
        }
        let val = self.expr_to(e, t);
        self.store(t, addr, &val);
    }

    /// `&T{…}`
    pub(crate) fn new_composite(&mut self, site: &Expr, lit: &Expr, elems: &[Element], t: TypeId) -> Value {
        match self.lw.kind(t) {
            Kind::Struct | Kind::Array(..) => {}
            _ => {
                let val = self.hoisted.remove(&strip(lit).id).unwrap_or_else(|| self.composite(strip(lit), elems));
                let addr = self.fresh(site, t);
                self.store(t, addr, &val);
                return addr.base;
            }
        }
        let addr = self.fresh(site, t);
        self.fill(t, addr, elems, !addr.frame);
        addr.base
    }

    /// Memory for what an expression allocates: zero on the heap, anything in the frame.
    pub(crate) fn fresh(&mut self, site: &Expr, t: TypeId) -> Addr {
        self.at(site.span.lo);
        if self.site_in_frame(site.id, t) {
            let slot = self.slot(t);
            self.slot_addr(slot)
        } else {
            Addr::heap(self.new_object(t))
        }
    }

    /// The parts of a struct or array literal, and whether they are all there are.
    fn parts<'e>(&mut self, t: TypeId, elems: &'e [Element]) -> (Vec<Part<'e>>, bool) {
        if let Kind::Array(elem, n) = self.lw.kind(t) {
            let size = self.lw.layout(elem).size;
            let parts: Vec<Part<'e>> =
                self.indexed(elems).map(|(i, value)| Part { ty: elem, off: i * size, value, blank: false }).collect();
            let whole = parts.len() as u64 == n;
            return (parts, whole);
        }
        let fields = self.lw.fields(t);
        let offsets = self.lw.world.field_offsets(t);
        let (mut parts, mut promoted) = (Vec::new(), false);
        for (i, el) in elems.iter().enumerate() {
            let path = match &el.key {
                Some(key) => self.selection(key).map(|sel| sel.path).unwrap_or_default(),
                None => vec![i as u32],
            };
            let Some((&first, inner)) = path.split_first() else { continue };
            let Some(field) = fields.get(first as usize) else { continue };
            let (ty, off) = self.inner_field(field.ty, offsets[first as usize], inner);
            promoted |= !inner.is_empty();
            parts.push(Part { ty, off, value: &el.value, blank: field.name == "_" });
        }
        let whole = parts.len() == fields.len() && !promoted && !parts.iter().any(|p| p.blank);
        (parts, whole)
    }

    /// The field that `path` leads to from an embedded struct at byte `off`, and its place.
    fn inner_field(&mut self, mut t: TypeId, mut off: u64, path: &[u32]) -> (TypeId, u64) {
        for &index in path {
            off += self.lw.world.field_offsets(t)[index as usize];
            t = self.lw.fields(t)[index as usize].ty;
        }
        (t, off)
    }

    fn indexed<'e>(&mut self, elems: &'e [Element]) -> impl Iterator<Item = (u64, &'e Expr)> {
        let mut next = 0;
        let mut out = Vec::new();
        for el in elems {
            if let Some(i) = el.key.as_ref().and_then(|k| self.const_index(k)) {
                next = i;
            }
            out.push((next, &el.value));
            next += 1;
        }
        out.into_iter()
    }

    /// Fills memory with a struct or array literal; `zeroed` says that it is zero already.
    fn fill(&mut self, t: TypeId, addr: Addr, elems: &[Element], zeroed: bool) {
        let (parts, whole) = self.parts(t, elems);
        if !zeroed && !whole {
            self.store_zero(t, addr);
        }
        for part in parts {
            let at = addr.plus(part.off as i32);
            if let ExprKind::Composite { elems, .. } = &strip(part.value).kind
                && matches!(self.lw.kind(part.ty), Kind::Struct | Kind::Array(..))
                && self.ty(part.value) == part.ty
                && !part.blank
            {
                self.fill(part.ty, at, elems, zeroed || !whole);
                continue;
            }
            let val = self.expr_to(part.value, part.ty);
            if !part.blank {
                self.store(part.ty, at, &val);
            }
        }
    }

    /// A struct or array literal that lives in words.
    fn words_literal(&mut self, t: TypeId, elems: &[Element]) -> Val {
        let Val::Words(mut words) = self.zero(t) else { return self.zero(t) };
        let layout = self.lw.layout(t);
        let (parts, _) = self.parts(t, elems);
        for part in parts {
            let val = self.expr_to(part.value, part.ty);
            if part.blank {
                continue;
            }
            let part_leaves = self.lw.layout(part.ty);
            let Some(first) = part_leaves.leaves.iter().flatten().next() else { continue };
            let want = part.off as i32 + first.off;
            let Some(start) = layout.leaves.iter().flatten().position(|l| l.off == want) else { continue };
            for (i, &w) in val.as_words().iter().enumerate() {
                words[start + i] = w;
            }
        }
        Val::Words(words)
    }

    fn slice_literal(&mut self, e: &Expr, elems: &[Element], elem: TypeId) -> Val {
        let parts: Vec<(u64, &Expr)> = self.indexed(elems).collect();
        let n = parts.iter().map(|p| p.0 + 1).max().unwrap_or(0);
        let len = self.i64c(n as i64);
        if n == 0 {
            let base = self.zero_data(0);
            return Val::words(&[base, len, len]);
        }
        let array = self.lw.array_of(elem, n);
        let size = self.lw.layout(elem).size;
        let addr = self.fresh(e, array);
        if let Some(bytes) = self.const_bytes(&parts, elem, n) {
            let id = self.lw.data(bytes);
            let from = self.b.inst1(Op::DataAddr(id), Ty::Ptr);
            self.b.inst0(Op::Copy(addr.base, from, (n * size) as u32));
            return Val::words(&[addr.base, len, len]);
        }
        if addr.frame && parts.len() as u64 != n {
            self.b.inst0(Op::Zero(addr.base, (n * size) as u32));
        }
        for (i, value) in parts {
            let at = addr.plus((i * size) as i32);
            match &strip(value).kind {
                ExprKind::Composite { elems, .. }
                    if matches!(self.lw.kind(elem), Kind::Struct | Kind::Array(..)) && self.ty(value) == elem =>
                {
                    self.fill(elem, at, elems, !addr.frame);
                }
                _ => {
                    let val = self.expr_to(value, elem);
                    self.store(elem, at, &val);
                }
            }
        }
        Val::words(&[addr.base, len, len])
    }

    /// The bytes of an array of constant numbers, when there are enough of them.
    fn const_bytes(&mut self, parts: &[(u64, &Expr)], elem: TypeId, n: u64) -> Option<Vec<u8>> {
        const WORTH_IT: usize = 4;
        let size = self.lw.layout(elem).size;
        if parts.len() < WORTH_IT || !matches!(self.lw.kind(elem), Kind::Int { .. } | Kind::Float(_) | Kind::Bool) {
            return None;
        }
        let mut bytes = vec![0; (n * size) as usize];
        for (i, value) in parts {
            let at = (i * size) as usize;
            let constant = self.tv(value)?.value.clone()?;
            self.lw.write_const(&constant, elem, &mut bytes[at..at + size as usize])?;
        }
        Some(bytes)
    }

    fn map_literal(&mut self, t: TypeId, elems: &[Element], k: TypeId, v: TypeId) -> Value {
        let desc = self.type_addr(t);
        let hint = self.i64c(elems.len() as i64);
        let map = self.rt1(Builtin::MakeMap, &[desc, hint]);
        for el in elems {
            let Some(key) = &el.key else { continue };
            self.order([key, &el.value]);
            // An entry is an assignment: its value comes first.
            let val = self.expr_stable(&el.value, v);
            let key = self.expr_to(key, k);
            let at = self.map_assign(t, map, &key);
            self.store(v, at, &val);
        }
        map
    }
}
