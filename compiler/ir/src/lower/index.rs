//! Index expressions.

use super::func::FnCx;
use super::place::Place;
use super::types::Kind;
use super::value::{Addr, Val};
use crate::ir::{Cmp, Ty, Value};
use mgo_abi::builtins::PanicCode;
use mgo_syntax::ast::Expr;
use mgo_types::types::TypeId;

impl FnCx<'_> {
    /// The value of `x[i]`, or of the instantiated function `f[T]`.
    pub(crate) fn index(&mut self, e: &Expr, x: &Expr, list: &[Expr]) -> Val {
        let f = self.uninstantiated(e);
        if f.id != e.id {
            return self.expr(f);
        }
        let (t, tx) = (self.ty(e), self.ty(x));
        match self.lw.kind(tx) {
            Kind::Map(..) => self.map_index(e, x, &list[0]),
            Kind::String => {
                let s = self.borrowed_string(x);
                let i = self.index_value(&list[0]);
                let words = s.as_words();
                self.bounds_check(&list[0], i, words[1]);
                let base = self.index_addr(words[0], i, 1);
                Val::word(self.load_readonly(Ty::I8, base, 0))
            }
            Kind::Array(elem, n) if !self.is_place(x) => {
                let val = self.expr(x);
                self.array_value_elem(tx, val, elem, n, &list[0])
            }
            _ => {
                let place = self.index_place(e, x, &list[0]);
                self.load_place(t, &place)
            }
        }
    }

    /// An element of an array value that has no place.
    fn array_value_elem(&mut self, t: TypeId, val: Val, elem: TypeId, n: u64, index: &Expr) -> Val {
        if let (Val::Words(words), Some(i)) = (&val, self.const_index(index)) {
            let each = self.lw.layout(elem).len().unwrap_or(0);
            let start = i as usize * each;
            return Val::words(&words[start..start + each]);
        }
        let addr = match val {
            Val::Mem(addr) => addr,
            val => self.spill(t, &val),
        };
        let place = self.array_elem(&Place::Mem(addr), elem, n, index);
        self.load_place(elem, &place)
    }

    /// The place of `x[i]`.
    pub(crate) fn index_place(&mut self, e: &Expr, x: &Expr, i: &Expr) -> Place {
        let tx = self.ty(x);
        match self.lw.kind(tx) {
            Kind::Map(..) => {
                let map = self.expr(x).first();
                let key = self.map_key(tx, i);
                Place::Map { map_ty: tx, map, key }
            }
            Kind::Slice(elem) => {
                let s = self.expr(x);
                let i_val = self.index_value(i);
                self.at(e.span.lo);
                let words = s.as_words();
                self.bounds_check(i, i_val, words[1]);
                let size = self.lw.layout(elem).size;
                Place::Mem(Addr::heap(self.scaled(words[0], i_val, size)))
            }
            Kind::Array(elem, n) => {
                let place = self.place(x);
                self.at(e.span.lo);
                self.array_elem(&place, elem, n, i)
            }
            Kind::Pointer(array) => {
                let p = self.expr(x).first();
                self.at(e.span.lo);
                match self.lw.kind(array) {
                    Kind::Array(elem, n) => self.array_elem(&Place::Mem(Addr::pointer(p)), elem, n, i),
                    _ => Place::Blank,
                }
            }
            _ => Place::Blank,
        }
    }

    /// An index as a 64-bit integer; a negative one is out of any range when taken as unsigned.
    pub(crate) fn index_value(&mut self, i: &Expr) -> Value {
        if let Some(n) = self.const_int(i) {
            return self.i64c(n);
        }
        let t = self.ty(i);
        let signed = self.lw.kind(t).is_signed();
        let v = self.expr(i).first();
        self.widen(v, signed)
    }

    /// `0 <= i < len`, else Go's panic.
    pub(crate) fn bounds_check(&mut self, index: &Expr, i: Value, len: Value) {
        let unsigned = self.is_unsigned_word(index);
        self.check_index(unsigned, i, len);
    }

    /// Whether an index is of an unsigned type of 64 bits, so that no value of it is negative.
    pub(crate) fn is_unsigned_word(&mut self, index: &Expr) -> bool {
        let t = self.ty(index);
        self.lw.kind(t) == Kind::Int { bytes: 8, signed: false }
    }

    pub(crate) fn check_index(&mut self, unsigned: bool, i: Value, len: Value) {
        let ok = self.cmp(Cmp::ULt, i, len);
        self.check(ok, if unsigned { PanicCode::Index.unsigned() } else { PanicCode::Index }, i, len);
    }
}
