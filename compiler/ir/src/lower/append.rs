//! `append`: room is checked and elements are stored in line, growing is the runtime's.
//!
//! As in Go, whose capacities programs print, an empty slice whose array does not outlive the frame first grows into a small array there. That
//! happens once per call of the function and at one `append` per variable, at most. Slices that outlive it but are seen by nobody else for a while
//! have Go's capacities, too; their arrays are on the heap from the start.

use super::facts::{Growth, strip};
use super::func::FnCx;
use super::place::Place;
use super::storage::Storage;
use super::types::Kind;
use super::value::{Addr, Val};
use crate::builder::Var;
use crate::ir::{BinOp, Block, Cmp, Op, Ty, Value};
use mgo_abi::builtins::Builtin;
use mgo_syntax::ast::{Call, Expr, ExprKind};
use mgo_types::info::Mode;
use mgo_types::object::{BuiltinId, ObjId};
use mgo_types::types::TypeId;

/// Where a slice has its length.
const LEN: i32 = 8;
/// Bytes of an array in the frame that a slice grows into (Go's limit, too).
const STORE: u64 = 32;

/// A small array for the first elements of a slice.
struct Store {
    /// Where it lies in the frame; with none it is made on the heap, and the variable says where.
    place: Result<Addr, Var>,
    /// How many elements it holds, and their bytes.
    cap: u64,
    bytes: u32,
    /// Whether it is in use; none where the code runs once.
    used: Option<Var>,
}

/// How a slice without room gets some.
enum Room {
    /// By growing as any slice.
    Any,
    /// In this array, if that is free, or as any slice.
    Store(Store),
    /// From size class to size class up to so many elements, then as any slice.
    BySizeClass(u64),
    /// As any slice; one of this type lies here and is told of its new array and capacity.
    InPlace(TypeId, Addr),
}

/// A slice that has room.
struct Grown {
    ptr: Value,
    /// Length before.
    old: Value,
    /// Length after.
    new: Value,
    cap: Value,
}

impl FnCx<'_> {
    /// `append(s, …)`
    pub(crate) fn append(&mut self, e: &Expr, call: &Call) -> Val {
        let t = self.ty(e);
        let Kind::Slice(elem) = self.lw.kind(t) else { return self.zero(t) };
        let s = self.expr_to(&call.args[0], t);
        let rest = &call.args[1..];
        if call.ellipsis.is_some() && rest.len() == 1 {
            return self.append_slice(e, elem, &s, &rest[0]);
        }
        let vals: Vec<Val> = rest.iter().map(|a| self.expr_stable(a, elem)).collect();
        if vals.is_empty() {
            return s;
        }
        self.at(e.span.lo);
        let n = self.i64c(vals.len() as i64);
        let room = self.append_room(e, &call.args[0], elem);
        let grown = self.grow(elem, s.as_words(), n, room);
        let size = self.lw.layout(elem).size;
        let base = self.scaled(grown.ptr, grown.old, size);
        self.store_elems(elem, base, &vals);
        Val::words(&[grown.ptr, grown.new, grown.cap])
    }

    /// `s = append(s, …)` where `s` is in memory: pointer and capacity are stored only when the slice has grown. Gives whether the assignment is one.
    pub(crate) fn append_in_place(&mut self, l: &Expr, r: &Expr) -> bool {
        let ExprKind::Call(call) = &strip(r).kind else { return false };
        if self.builtin_of(&call.fun) != Some(BuiltinId::Append) || call.ellipsis.is_some() || call.args.len() < 2 {
            return false;
        }
        let t = self.ty(r);
        let Kind::Slice(elem) = self.lw.kind(t) else { return false };
        if self.lhs_ty(l) != t || !self.is_same_place(l, &call.args[0]) || !self.is_in_memory(l) {
            return false;
        }
        self.order_builtin(BuiltinId::Append, &call.args);
        let s = self.expr_to(&call.args[0], t);
        let vals: Vec<Val> = call.args[1..].iter().map(|a| self.expr_stable(a, elem)).collect();
        let Place::Mem(addr) = self.place(l) else { unreachable!("it is in memory") };
        let addr = Addr { fault: false, ..addr };
        self.at(r.span.lo);
        let n = self.i64c(vals.len() as i64);
        let grown = self.grow(elem, s.as_words(), n, Room::InPlace(t, addr));
        self.store_word(grown.new, addr.plus(LEN));
        let size = self.lw.layout(elem).size;
        let base = self.scaled(grown.ptr, grown.old, size);
        self.store_elems(elem, base, &vals);
        true
    }

    /// Stores elements in a row.
    fn store_elems(&mut self, elem: TypeId, base: Value, vals: &[Val]) {
        let size = self.lw.layout(elem).size;
        for (i, val) in vals.iter().enumerate() {
            self.store(elem, Addr::heap(base).plus((i as u64 * size) as i32), val);
        }
    }

    /// Whether two expressions without effects name one variable.
    fn is_same_place(&mut self, x: &Expr, y: &Expr) -> bool {
        match (&strip(x).kind, &strip(y).kind) {
            (ExprKind::Name(a), ExprKind::Name(b)) => {
                let obj = self.object_of(a);
                obj.is_some() && obj == self.object_of(b)
            }
            (ExprKind::Selector(x, a), ExprKind::Selector(y, b)) => a.name == b.name && self.is_same_place(x, y),
            (ExprKind::Star(x), ExprKind::Star(y)) => self.is_same_place(x, y),
            (ExprKind::Index(x, i), ExprKind::Index(y, j)) => {
                let same_index = match (&i[..], &j[..]) {
                    ([i], [j]) => self.is_same_place(i, j) || self.const_index(i).is_some() && self.const_index(i) == self.const_index(j),
                    _ => false,
                };
                same_index && self.is_same_place(x, y)
            }
            _ => false,
        }
    }

    /// Whether what is assigned to lies in memory: not in words of a variable, nor in a map.
    fn is_in_memory(&mut self, e: &Expr) -> bool {
        let e = strip(e);
        match &e.kind {
            ExprKind::Name(name) => self.object_of(name).is_some_and(|obj| !matches!(self.vars.get(&obj), Some(Storage::Words(_)))),
            ExprKind::Star(_) => true,
            ExprKind::Selector(x, _) => {
                // Without a selection it is another package's variable.
                if self.selection(e).is_none() {
                    return true;
                }
                let holder = self.ty(x);
                matches!(self.lw.kind(holder), Kind::Pointer(_)) || self.is_in_memory(x)
            }
            ExprKind::Index(x, _) => {
                let indexed = self.ty(x);
                match self.lw.kind(indexed) {
                    Kind::Slice(_) | Kind::Pointer(_) => true,
                    Kind::Array(..) => self.is_in_memory(x),
                    _ => false,
                }
            }
            _ => false,
        }
    }

    /// `append(s, t...)`, where `t` may be a string.
    fn append_slice(&mut self, e: &Expr, elem: TypeId, s: &Val, more: &Expr) -> Val {
        if self.mode(more) == Mode::Nil {
            return s.clone();
        }
        let more = self.borrowed_string(more);
        self.at(e.span.lo);
        let (src, n) = (more.as_words()[0], more.as_words()[1]);
        let grown = self.grow(elem, s.as_words(), n, Room::Any);
        let size = self.lw.layout(elem).size;
        let to = self.scaled(grown.ptr, grown.old, size);
        self.copy_elems(elem, to, src, n);
        Val::words(&[grown.ptr, grown.new, grown.cap])
    }

    /// How `append(s, …)` grows.
    fn append_room(&mut self, e: &Expr, s: &Expr, elem: TypeId) -> Room {
        let size = self.lw.layout(elem).size;
        let growth = self.facts.growth.get(&e.id).copied();
        if size == 0 || size > STORE || !(growth.is_some() || self.facts.stack_sites.contains(&e.id)) {
            return Room::Any;
        }
        let cap = STORE / size;
        let variable = match &strip(s).kind {
            ExprKind::Name(name) => match self.object_of(name) {
                Some(obj) if matches!(self.vars.get(&obj), Some(Storage::Words(_))) => Some(obj),
                _ => return Room::Any,
            },
            ExprKind::Selector(..) | ExprKind::Index(..) | ExprKind::Star(_) => return Room::Any,
            // Only an empty slice grows into the array.
            ExprKind::Composite { elems, .. } if !elems.is_empty() => return Room::Any,
            _ => None,
        };
        if growth == Some(Growth::BySizeClass) {
            return Room::BySizeClass(cap);
        }
        if variable.is_some_and(|obj| !self.has_store.insert(obj)) {
            return Room::Any;
        }
        let place = match variable.filter(|_| growth.is_some()) {
            Some(obj) => {
                let at = self.b.var(Ty::Ptr);
                self.trimmed.insert(obj, (at, size));
                Err(at)
            }
            None => {
                let array = self.lw.array_of(elem, cap);
                let slot = self.slot(array);
                Ok(self.slot_addr(slot))
            }
        };
        let once = self.loops == 0 && self.labels.is_empty();
        let used = (!once).then(|| self.b.var(Ty::I8));
        Room::Store(Store { place, cap, bytes: (cap * size) as u32, used })
    }

    /// Cuts the capacity of a slice that is about to be shared down to the size class of its elements, if it still has the array it began with.
    pub(crate) fn trim(&mut self, obj: ObjId) {
        let (Some(Storage::Words(vars)), Some(&(array, size))) = (self.vars.get(&obj).cloned(), self.trimmed.get(&obj)) else { return };
        let [ptr, len, cap] = [0, 1, 2].map(|i| self.b.use_var(vars[i]));
        let array = self.b.use_var(array);
        let first = self.cmp(Cmp::Eq, ptr, array);
        let bytes = self.bin_imm(BinOp::Mul, len, size as i64);
        let bytes = self.bin_imm(BinOp::Add, bytes, 7);
        let bytes = self.bin_imm(BinOp::And, bytes, !7);
        let fits = self.bin_imm(BinOp::UDiv, bytes, size as i64);
        let cap = self.select(first, fits, cap);
        self.b.def(vars[2], cap);
    }

    /// Makes room for `n` more elements.
    fn grow(&mut self, elem: TypeId, s: &[Value], n: Value, room: Room) -> Grown {
        let (ptr, cap) = (self.b.var(Ty::Ptr), self.b.var(Ty::I64));
        self.b.def(ptr, s[0]);
        self.b.def(cap, s[2]);
        let new = self.bin(BinOp::Add, s[1], n);
        let (cold, done) = (self.b.cold_block(), self.b.block());
        let fits = self.cmp(Cmp::ULe, new, s[2]);
        self.b.br(fits, done, cold);
        self.enter(cold);
        let desc = self.type_addr(elem);
        let mut home = None;
        match room {
            Room::Any => {}
            Room::InPlace(t, addr) => home = Some((t, addr)),
            Room::Store(store) => self.grow_into(&store, desc, s[1], new, (ptr, cap), done),
            Room::BySizeClass(most) => {
                let (small, large) = (self.b.cold_block(), self.b.cold_block());
                let few = self.cmp_imm(Cmp::ULe, new, most as i64);
                self.b.br(few, small, large);
                self.enter(small);
                // Without a capacity to double it gets what the size class of the new length gives.
                let none = self.i64c(0);
                let r = self.rt(Builtin::GrowSlice, &[desc, s[0], s[1], none, new]);
                self.b.def(ptr, r[0]);
                self.b.def(cap, r[1]);
                self.b.jump(done);
                self.enter(large);
            }
        }
        let r = self.rt(Builtin::GrowSlice, &[desc, s[0], s[1], s[2], new]);
        self.b.def(ptr, r[0]);
        self.b.def(cap, r[1]);
        if let Some((t, addr)) = home {
            self.store(t, addr, &Val::words(&[r[0], s[1], r[1]]));
        }
        self.b.jump(done);
        self.enter(done);
        Grown { ptr: self.b.use_var(ptr), old: s[1], new, cap: self.b.use_var(cap) }
    }

    /// Goes on to `done` with the small array, if that is free and large enough for an empty slice to grow into.
    fn grow_into(&mut self, store: &Store, desc: Value, old: Value, new: Value, (ptr, cap): (Var, Var), done: Block) {
        let (fits, empty, take, heap) = (self.b.cold_block(), self.b.cold_block(), self.b.cold_block(), self.b.cold_block());
        let enough = self.cmp_imm(Cmp::ULe, new, store.cap as i64);
        self.b.br(enough, fits, heap);
        self.enter(fits);
        let was_empty = self.is_null(old);
        self.b.br(was_empty, empty, heap);
        self.enter(empty);
        match store.used {
            Some(used) => {
                let taken = self.b.use_var(used);
                self.b.br(taken, heap, take);
            }
            None => self.b.jump(take),
        }
        self.enter(take);
        let room = self.i64c(store.cap as i64);
        match store.place {
            Ok(addr) => {
                self.b.inst0(Op::Zero(addr.base, store.bytes));
                self.b.def(ptr, addr.base);
            }
            Err(at) => {
                let made = self.rt1(Builtin::MakeSlice, &[desc, room, room]);
                self.b.def(at, made);
                self.b.def(ptr, made);
            }
        }
        self.b.def(cap, room);
        if let Some(used) = store.used {
            let yes = self.boolc(true);
            self.b.def(used, yes);
        }
        self.b.jump(done);
        self.enter(heap);
    }
}
