//! Slice expressions.

use super::func::FnCx;
use super::place::Place;
use super::types::Kind;
use super::value::{Addr, Val};
use crate::ir::{BinOp, Cmp, Value};
use mgo_abi::builtins::PanicCode;
use mgo_syntax::ast::Expr;
use mgo_types::types::TypeId;

/// What is sliced: its first element, length, capacity, and the size of an element.
struct Sliced {
    ptr: Value,
    len: Value,
    cap: Value,
    size: u64,
    /// Bounds are reported against a length, not a capacity.
    fixed: bool,
    string: bool,
    /// The length, when the type says it.
    known: Option<u64>,
}

impl FnCx<'_> {
    /// `x[lo:hi:max]`
    pub(crate) fn slice_expr(&mut self, e: &Expr, x: &Expr, lo: Option<&Expr>, hi: Option<&Expr>, max: Option<&Expr>) -> Val {
        let s = self.sliced(x);
        let unsigned = |cx: &mut Self, e: Option<&Expr>| e.is_some_and(|e| cx.is_unsigned_word(e));
        let (lo_unsigned, hi_unsigned, max_unsigned) = (unsigned(self, lo), unsigned(self, hi), unsigned(self, max));
        let typed = |code: PanicCode, unsigned: bool| if unsigned { code.unsigned() } else { code };
        let bound = |cx: &mut Self, e: Option<&Expr>| e.map(|e| (cx.index_value(e), cx.const_index(e)));
        let (lo, hi, max) = (bound(self, lo), bound(self, hi), bound(self, max));
        self.at(e.span.lo);
        let full = max.is_some();
        let cap = match max {
            Some((m, known)) => {
                let code = if s.fixed { PanicCode::Slice3Alen } else { PanicCode::Slice3Acap };
                self.bound_check(m, known, s.cap, s.known, typed(code, max_unsigned));
                m
            }
            None => s.cap,
        };
        let cap_known = max.map_or(s.known, |m| m.1);
        let end = match hi {
            Some((h, known)) => {
                let code = match (full, s.fixed) {
                    (true, _) => PanicCode::Slice3B,
                    (false, true) => PanicCode::SliceAlen,
                    (false, false) => PanicCode::SliceAcap,
                };
                self.bound_check(h, known, cap, cap_known, typed(code, hi_unsigned));
                h
            }
            None => s.len,
        };
        let end_known = hi.map_or(s.known, |h| h.1);
        let Some((start, start_known)) = lo.filter(|l| l.1 != Some(0)) else {
            return if s.string { Val::words(&[s.ptr, end]) } else { Val::words(&[s.ptr, end, cap]) };
        };
        let code = if full { PanicCode::Slice3C } else { PanicCode::SliceB };
        self.bound_check(start, start_known, end, end_known, typed(code, lo_unsigned));
        let len = self.bin(BinOp::Sub, end, start);
        let room = if s.string { len } else { self.bin(BinOp::Sub, cap, start) };
        let room_known = if s.string { end_known } else { cap_known };
        let inside = matches!((start_known, room_known), (Some(start), Some(room)) if start < room);
        let start = if inside { start } else { self.none_past_the_end(start, room) };
        let ptr = self.scaled(s.ptr, start, s.size);
        if s.string { Val::words(&[ptr, len]) } else { Val::words(&[ptr, len, room]) }
    }

    /// Where a slice with that `room` begins: one without keeps the pointer it was made of, for behind the last element begins another object.
    fn none_past_the_end(&mut self, start: Value, room: Value) -> Value {
        let some = self.not_null(room);
        let zero = self.i64c(0);
        self.select(some, start, zero)
    }

    /// `i <= limit`, unless both are known and right.
    fn bound_check(&mut self, i: Value, known: Option<u64>, limit: Value, limit_known: Option<u64>, code: PanicCode) {
        if let (Some(i), Some(limit)) = (known, limit_known)
            && i <= limit
        {
            return;
        }
        let ok = self.cmp(Cmp::ULe, i, limit);
        self.check(ok, code, i, limit);
    }

    fn sliced(&mut self, x: &Expr) -> Sliced {
        let tx = self.ty(x);
        match self.lw.kind(tx) {
            Kind::String => {
                let s = self.expr(x);
                let w = s.as_words();
                Sliced { ptr: w[0], len: w[1], cap: w[1], size: 1, fixed: true, string: true, known: None }
            }
            Kind::Array(elem, n) => {
                let place = self.place(x);
                self.sliced_array(tx, &place, elem, n)
            }
            Kind::Pointer(array) => {
                let p = self.expr(x).first();
                self.at(x.span.lo);
                match self.lw.kind(array) {
                    Kind::Array(elem, n) => self.sliced_array(array, &Place::Mem(Addr::pointer(p)), elem, n),
                    _ => self.sliced_array(array, &Place::Blank, array, 0),
                }
            }
            kind => {
                let s = self.expr(x);
                let w = s.as_words();
                let size = if let Kind::Slice(elem) = kind { self.lw.layout(elem).size } else { 1 };
                Sliced { ptr: w[0], len: w[1], cap: w[2], size, fixed: false, string: false, known: None }
            }
        }
    }

    fn sliced_array(&mut self, t: TypeId, place: &Place, elem: TypeId, n: u64) -> Sliced {
        let ptr = self.take_addr(t, place);
        let len = self.i64c(n as i64);
        let size = self.lw.layout(elem).size;
        Sliced { ptr, len, cap: len, size, fixed: true, string: false, known: Some(n) }
    }
}
