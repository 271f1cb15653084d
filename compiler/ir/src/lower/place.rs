//! What can be assigned to: variables and their parts, memory, map elements.

use super::facts::strip;
use super::func::FnCx;
use super::types::Kind;
use super::value::{Addr, Val};
use crate::builder::Var;
use crate::ir::{BinOp, Op, Ty, Value};
use mgo_syntax::ast::{Expr, ExprKind};
use mgo_syntax::source::Pos;
use mgo_types::info::{Mode, Selection};
use mgo_types::object::{ObjKind, VarKind};
use mgo_types::types::TypeId;
use smallvec::{SmallVec, smallvec};

/// Where a value can be stored.
#[derive(Clone, Debug)]
pub(crate) enum Place {
    /// Words of a variable.
    Vars(SmallVec<[Var; 4]>),
    /// Memory.
    Mem(Addr),
    /// An element of a map.
    Map {
        /// The map's type.
        map_ty: TypeId,
        /// The map.
        map: Value,
        /// The key.
        key: Val,
    },
    /// An element of a slice or array, or a part of one, whose indices are checked when it is stored: one of several targets of an assignment.
    Elem(Elem),
    /// Nowhere: `_`.
    Blank,
}

/// Memory behind indices that are not checked yet.
#[derive(Clone, Debug)]
pub(crate) struct Elem {
    base: Addr,
    steps: SmallVec<[Step; 1]>,
    /// Bytes behind the last element.
    off: i32,
}

/// An index of an [`Elem`].
#[derive(Clone, Copy, Debug)]
struct Step {
    /// Bytes from the element before to the first one here.
    off: i32,
    index: Value,
    len: Value,
    size: u64,
    unsigned: bool,
    pos: Pos,
}

impl FnCx<'_> {
    /// The value at a place.
    pub(crate) fn load_place(&mut self, t: TypeId, place: &Place) -> Val {
        match place {
            Place::Vars(vars) => Val::Words(vars.iter().map(|&v| self.b.use_var(v)).collect()),
            Place::Mem(addr) => self.load(t, *addr),
            Place::Map { map_ty, map, key } => self.map_get(*map_ty, *map, key),
            Place::Elem(elem) => {
                let addr = self.checked_elem(elem);
                self.load(t, addr)
            }
            Place::Blank => self.zero(t),
        }
    }

    /// Stores at a place.
    pub(crate) fn store_place(&mut self, t: TypeId, place: &Place, val: &Val) {
        match place {
            Place::Vars(vars) => {
                for (&var, &w) in vars.iter().zip(val.as_words()) {
                    self.b.def(var, w);
                }
            }
            Place::Mem(addr) => self.store(t, *addr, val),
            Place::Map { map_ty, map, key } => {
                let addr = self.map_assign(*map_ty, *map, key);
                self.store(t, addr, val);
            }
            Place::Elem(elem) => {
                let addr = self.checked_elem(elem);
                self.store(t, addr, val);
            }
            Place::Blank => {}
        }
    }

    fn checked_elem(&mut self, e: &Elem) -> Addr {
        let mut addr = e.base;
        for step in &e.steps {
            self.at(step.pos);
            addr = self.present(addr);
            self.check_index(step.unsigned, step.index, step.len);
            addr = self.elem_addr(addr.plus(step.off), step.index, step.size);
        }
        addr.plus(e.off)
    }

    /// The place of one of several targets of an assignment: operands are evaluated now, an index is checked when its turn has come.
    pub(crate) fn target_place(&mut self, e: &Expr) -> Place {
        let e = strip(e);
        match &e.kind {
            ExprKind::Index(x, list) => {
                let (tx, pos) = (self.ty(x), e.span.lo);
                match self.lw.kind(tx) {
                    Kind::Slice(elem) => {
                        let s = self.expr(x);
                        let base = Place::Mem(Addr::heap(s.as_words()[0]));
                        self.target_elem(base, elem, s.as_words()[1], &list[0], pos)
                    }
                    Kind::Array(elem, n) if self.const_index(&list[0]).is_none() => {
                        let array = self.target_place(x);
                        let n = self.i64c(n as i64);
                        self.target_elem(array, elem, n, &list[0], pos)
                    }
                    Kind::Pointer(array) if self.const_index(&list[0]).is_none() => {
                        let base = Place::Mem(Addr::pointer(self.expr(x).first()));
                        let Kind::Array(elem, n) = self.lw.kind(array) else { return Place::Blank };
                        let n = self.i64c(n as i64);
                        self.target_elem(base, elem, n, &list[0], pos)
                    }
                    _ => self.place(e),
                }
            }
            ExprKind::Selector(x, _) => match self.selection(e) {
                Some(selection) => self.field_place(x, &selection, FnCx::target_place),
                None => self.place(e),
            },
            _ => self.place(e),
        }
    }

    /// An element of what lies at `place`.
    fn target_elem(&mut self, place: Place, elem: TypeId, len: Value, index: &Expr, pos: Pos) -> Place {
        let (index, unsigned) = (self.index_value(index), self.is_unsigned_word(index));
        let size = self.lw.layout(elem).size;
        let mut step = Step { off: 0, index, len, size, unsigned, pos };
        match place {
            Place::Mem(base) => Place::Elem(Elem { base, steps: smallvec![step], off: 0 }),
            Place::Elem(mut e) => {
                step.off = std::mem::take(&mut e.off);
                e.steps.push(step);
                Place::Elem(e)
            }
            // What is indexed by a variable has an address.
            Place::Vars(_) | Place::Map { .. } | Place::Blank => Place::Blank,
        }
    }

    /// Evaluates what `e` denotes as the target of an assignment or the operand of `&`.
    pub(crate) fn place(&mut self, e: &Expr) -> Place {
        match &e.kind {
            ExprKind::Paren(x) => self.place(x),
            ExprKind::Name(name) => match self.object_of(name) {
                // Only a session has a variable of that name: what it has shown last.
                Some(obj) if name.name != "_" || self.is_global(obj) => self.object_place(obj),
                _ => Place::Blank,
            },
            ExprKind::Star(x) => {
                let p = self.expr(x).first();
                self.at(e.span.lo);
                Place::Mem(Addr::pointer(p))
            }
            ExprKind::Selector(x, sel) => match self.selection(e) {
                Some(selection) => self.field_place(x, &selection, FnCx::place),
                None => match self.object_of(sel) {
                    Some(obj) => self.object_place(obj),
                    None => Place::Blank,
                },
            },
            ExprKind::Index(x, list) => self.index_place(e, x, &list[0]),
            _ => {
                let t = self.ty(e);
                let val = self.expr(e);
                Place::Mem(self.spill(t, &val))
            }
        }
    }

    fn is_global(&self, obj: mgo_types::object::ObjId) -> bool {
        matches!(self.lw.world.object(obj).kind, ObjKind::Var(VarKind::Global))
    }

    /// The place of a variable, local or global.
    pub(crate) fn object_place(&mut self, obj: mgo_types::object::ObjId) -> Place {
        if self.is_global(obj) {
            let global = self.lw.global(obj);
            return Place::Mem(Addr::heap(self.b.inst1(Op::GlobalAddr(global, 0), Ty::Ptr)));
        }
        self.var_place(obj)
    }

    /// Whether `e` is a place whose value can be had part by part.
    pub(crate) fn is_place(&self, e: &Expr) -> bool {
        self.mode(e) == Mode::Var && !matches!(e.kind, ExprKind::Composite { .. })
    }

    /// The place of a field of `x`, whose own place is had by way of `place`.
    fn field_place(&mut self, x: &Expr, sel: &Selection, place: fn(&mut Self, &Expr) -> Place) -> Place {
        let recv = self.inst_ty(sel.recv);
        let place = match self.lw.kind(recv) {
            Kind::Pointer(_) => {
                let p = self.expr(x).first();
                self.at(x.span.hi);
                Place::Mem(Addr::pointer(p))
            }
            _ => place(self, x),
        };
        let start = self.lw.deref(recv);
        self.path_place(place, start, &sel.path).0
    }

    /// Goes along a path of fields from a place of type `t`, following embedded pointers; gives the type at its end, too.
    pub(crate) fn path_place(&mut self, mut place: Place, mut t: TypeId, path: &[u32]) -> (Place, TypeId) {
        for &index in path {
            if let Kind::Pointer(elem) = self.lw.kind(t) {
                let p = self.load_place(t, &place).first();
                place = Place::Mem(Addr::pointer(p));
                t = elem;
            }
            (place, t) = self.sub_field(place, t, index);
        }
        (place, t)
    }

    fn sub_field(&mut self, place: Place, t: TypeId, index: u32) -> (Place, TypeId) {
        let Some(field) = self.lw.fields(t).get(index as usize).map(|f| f.ty) else { return (Place::Blank, t) };
        let sub = match place {
            Place::Vars(vars) => {
                let (start, n) = self.lw.field_leaves(t, index);
                Place::Vars(vars[start..start + n].into())
            }
            Place::Mem(addr) => {
                let off = self.lw.world.field_offsets(t)[index as usize];
                Place::Mem(addr.plus(off as i32))
            }
            Place::Elem(elem) => {
                let off = self.lw.world.field_offsets(t)[index as usize] as i32;
                Place::Elem(Elem { off: elem.off + off, ..elem })
            }
            // A field of a map element: only read.
            Place::Map { .. } => {
                let val = self.load_place(t, &place);
                let addr = self.spill(t, &val);
                return self.sub_field(Place::Mem(addr), t, index);
            }
            Place::Blank => Place::Blank,
        };
        (sub, field)
    }

    /// A field of a value, along a path.
    pub(crate) fn path_value(&mut self, val: Val, t: TypeId, path: &[u32]) -> (Val, TypeId) {
        let (mut val, mut t) = (val, t);
        for (i, &index) in path.iter().enumerate() {
            if let Kind::Pointer(elem) = self.lw.kind(t) {
                let addr = Addr::pointer(val.first());
                let (place, end) = self.path_place(Place::Mem(addr), elem, &path[i..]);
                return (self.load_place(end, &place), end);
            }
            let Some(field) = self.lw.fields(t).get(index as usize).map(|f| f.ty) else { break };
            val = match val {
                Val::Words(words) => {
                    let (start, n) = self.lw.field_leaves(t, index);
                    Val::words(&words[start..start + n])
                }
                Val::Mem(addr) => {
                    let off = self.lw.world.field_offsets(t)[index as usize];
                    self.load(field, addr.plus(off as i32))
                }
            };
            t = field;
        }
        (val, t)
    }

    /// The address of a place; what lives in words has none, so its value is copied to the frame (only for values that are read).
    pub(crate) fn place_addr(&mut self, t: TypeId, place: &Place) -> Addr {
        match place {
            Place::Mem(addr) => *addr,
            _ => {
                let val = self.load_place(t, place);
                self.spill(t, &val)
            }
        }
    }

    /// `&place` as the program sees it: nil is checked here.
    pub(crate) fn take_addr(&mut self, t: TypeId, place: &Place) -> Value {
        let addr = self.place_addr(t, place);
        if addr.fault {
            self.b.inst0(Op::NilCheck(addr.base));
        }
        self.addr_value(addr)
    }

    /// An element of an array in place, with the index checked.
    pub(crate) fn array_elem(&mut self, place: &Place, elem: TypeId, len: u64, index: &Expr) -> Place {
        let layout = self.lw.layout(elem);
        if let Some(i) = self.const_index(index) {
            return match place {
                Place::Vars(vars) => {
                    let n = layout.len().unwrap_or(0);
                    Place::Vars(vars[i as usize * n..(i as usize + 1) * n].into())
                }
                Place::Mem(addr) if i * layout.size < i32::MAX as u64 => Place::Mem(addr.plus((i * layout.size) as i32)),
                _ => self.array_elem_at(place, elem, i, len),
            };
        }
        let array = self.lw.array_of(elem, len);
        let addr = self.place_addr(array, place);
        let addr = self.present(addr);
        let i = self.index_value(index);
        let n = self.i64c(len as i64);
        self.bounds_check(index, i, n);
        Place::Mem(self.elem_addr(addr, i, layout.size))
    }

    fn array_elem_at(&mut self, place: &Place, elem: TypeId, i: u64, len: u64) -> Place {
        let array = self.lw.array_of(elem, len);
        let addr = self.place_addr(array, place);
        let i = self.i64c(i as i64);
        let size = self.lw.layout(elem).size;
        Place::Mem(self.elem_addr(addr, i, size))
    }

    /// An address whose base is not nil: that is checked before an index is.
    fn present(&mut self, addr: Addr) -> Addr {
        if addr.fault {
            self.b.inst0(Op::NilCheck(addr.base));
        }
        Addr { fault: false, ..addr }
    }

    fn elem_addr(&mut self, addr: Addr, i: Value, size: u64) -> Addr {
        let addr = self.present(addr);
        let base = self.addr_value(addr);
        let base = self.scaled(base, i, size);
        Addr { base, off: 0, frame: addr.frame, fault: false }
    }

    /// `base + i * size` for any size.
    pub(crate) fn scaled(&mut self, base: Value, i: Value, size: u64) -> Value {
        if size <= u64::from(u32::MAX) {
            return self.index_addr(base, i, size);
        }
        let scaled = self.bin_imm(BinOp::Mul, i, size as i64);
        self.index_addr(base, scaled, 1)
    }
}
