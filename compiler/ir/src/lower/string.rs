//! Strings: concatenation and conversions.

use super::facts::strip;
use super::func::FnCx;
use super::types::{INT32, Kind, UINT8};
use super::value::Val;
use crate::ir::{BinOp, Cmp, ConvOp, Op, Ty, Value};
use mgo_abi::builtins::Builtin;
use mgo_abi::layouts::{BYTES_IN_FRAME, RUNES_IN_FRAME};
use mgo_syntax::ast::{BinaryOp, Expr, ExprKind};
use mgo_types::types::TypeId;

impl FnCx<'_> {
    /// A chain of `+` on strings, concatenated at once.
    pub(crate) fn concat(&mut self, e: &Expr) -> Val {
        let vals = self.concat_operands(e);
        self.at(e.span.lo);
        self.concat_values(&vals)
    }

    /// `first + e`, where `e` may be such a chain.
    pub(crate) fn concat_after(&mut self, first: Val, e: &Expr) -> Val {
        let mut vals = self.concat_operands(e);
        vals.insert(0, first);
        self.concat_values(&vals)
    }

    fn concat_operands(&mut self, e: &Expr) -> Vec<Val> {
        let mut parts = Vec::new();
        self.concat_parts(e, &mut parts);
        // The only part that is not empty is the result itself, so it must not be borrowed.
        let literal = |cx: &Self, p: &Expr| cx.tv(p).and_then(|tv| tv.value.as_ref()?.as_bytes()).is_some_and(|bytes| !bytes.is_empty());
        let copies = parts.iter().any(|p| literal(self, p));
        parts.into_iter().map(|p| if copies { self.borrowed_string(p) } else { self.expr(p) }).collect()
    }

    fn concat_parts<'e>(&self, e: &'e Expr, parts: &mut Vec<&'e Expr>) {
        match &e.kind {
            ExprKind::Paren(x) => self.concat_parts(x, parts),
            ExprKind::Binary { op: BinaryOp::Add, x, y, .. } if self.tv(e).is_none_or(|tv| tv.value.is_none()) => {
                self.concat_parts(x, parts);
                self.concat_parts(y, parts);
            }
            _ => parts.push(e),
        }
    }

    /// The concatenation of strings.
    pub(crate) fn concat_values(&mut self, vals: &[Val]) -> Val {
        if let [a, b] = vals {
            let (a, b) = (a.as_words(), b.as_words());
            return Val::Words(self.rt(Builtin::ConcatString2, &[a[0], a[1], b[0], b[1]]));
        }
        let slot = self.raw_slot(16 * vals.len() as u32);
        let array = self.slot_addr(slot);
        for (i, val) in vals.iter().enumerate() {
            for (j, &w) in val.as_words().iter().enumerate() {
                self.store_word(w, array.plus((16 * i + 8 * j) as i32));
            }
        }
        let n = self.i64c(vals.len() as i64);
        let base = self.slot_addr(slot).base;
        Val::Words(self.rt(Builtin::ConcatStrings, &[base, n]))
    }

    /// Whether `e` is `string(b)` for a byte slice `b`.
    pub(crate) fn is_bytes_to_string(&mut self, e: &Expr) -> bool {
        self.bytes_operand(e).is_some()
    }

    fn bytes_operand<'e>(&mut self, e: &'e Expr) -> Option<&'e Expr> {
        let e = strip(e);
        if self.tv(e).is_some_and(|tv| tv.value.is_some()) || !self.is_conversion(e) {
            return None;
        }
        let ExprKind::Call(call) = &e.kind else { return None };
        let arg = call.args.first()?;
        let (to, from) = (self.ty(e), self.ty(arg));
        let bytes = matches!(self.lw.kind(from), Kind::Slice(elem) if self.lw.under(elem) == UINT8);
        (bytes && self.lw.kind(to) == Kind::String).then_some(arg)
    }

    /// A string that is only read before anything else runs: `string(b)` need not be copied.
    pub(crate) fn borrowed_string(&mut self, e: &Expr) -> Val {
        match self.bytes_operand(e) {
            Some(bytes) if !self.has_call(e) => {
                let s = self.expr(bytes);
                Val::words(&s.as_words()[..2])
            }
            _ => self.expr(e),
        }
    }

    /// Conversions from and to strings; `None` when it is none.
    pub(crate) fn string_conv(&mut self, e: &Expr, arg: &Expr, from: TypeId, to: TypeId) -> Option<Val> {
        match (self.lw.kind(from), self.lw.kind(to)) {
            (Kind::Int { signed, .. }, Kind::String) => {
                let v = self.expr(arg).first();
                let rune = self.widen(v, signed);
                Some(Val::Words(self.rt(Builtin::IntString, &[rune])))
            }
            (Kind::Slice(elem), Kind::String) => {
                let s = self.expr(arg);
                let f = if self.lw.under(elem) == INT32 { Builtin::SliceRuneToString } else { Builtin::SliceByteToString };
                Some(Val::Words(self.rt(f, &s.as_words()[..2])))
            }
            (Kind::String, Kind::Slice(elem)) => {
                let s = self.expr(arg);
                let constant = self.tv(arg).and_then(|tv| tv.value.as_ref()?.as_bytes().map(<[u8]>::len));
                if self.lw.under(elem) == INT32 {
                    // A constant's runes get an array of just their number.
                    let buf = if constant.is_some() { self.null() } else { self.conversion_buffer(e, elem, RUNES_IN_FRAME) };
                    let r = self.rt(Builtin::StringToSliceRune, &[s.as_words()[0], s.as_words()[1], buf]);
                    // The second word has the spare capacity in its upper 16 bits.
                    let len = self.bin_imm(BinOp::And, r[1], (1 << 48) - 1);
                    let spare = self.bin_imm(BinOp::UShrRaw, r[1], 48);
                    let cap = self.bin(BinOp::Add, len, spare);
                    return Some(Val::words(&[r[0], len, if constant.is_some() { len } else { cap }]));
                }
                if let Some(n) = constant {
                    return Some(self.bytes_of_constant(elem, &s, n as u64));
                }
                let buf = self.conversion_buffer(e, elem, BYTES_IN_FRAME);
                let r = self.rt(Builtin::StringToSliceByte, &[s.as_words()[0], s.as_words()[1], buf]);
                Some(Val::words(&[r[0], s.as_words()[1], r[1]]))
            }
            _ => None,
        }
    }

    /// Room in the frame for so many elements of what the conversion `e` makes; null if that escapes.
    fn conversion_buffer(&mut self, e: &Expr, elem: TypeId, n: usize) -> Value {
        let array = self.lw.array_of(elem, n as u64);
        if !self.site_in_frame(e.id, array) {
            return self.null();
        }
        let slot = self.slot(array);
        self.slot_addr(slot).base
    }

    /// The bytes of a constant string, in an array of just their number.
    fn bytes_of_constant(&mut self, elem: TypeId, s: &Val, n: u64) -> Val {
        let array = self.lw.array_of(elem, n);
        let (to, len) = (self.new_object(array), self.i64c(n as i64));
        if n > 0 {
            self.b.inst0(Op::Copy(to, s.as_words()[0], n as u32));
        }
        Val::words(&[to, len, len])
    }

    /// The rune at byte index `i`, and the index behind it: ASCII is decoded in line.
    pub(crate) fn decode_rune(&mut self, ptr: Value, len: Value, i: Value) -> (Value, Value) {
        let (rune, next) = (self.b.var(Ty::I32), self.b.var(Ty::I64));
        let (ascii, multi, done) = (self.b.block(), self.b.block(), self.b.block());
        let at = self.index_addr(ptr, i, 1);
        let byte = self.load_readonly(Ty::I8, at, 0);
        let small = self.cmp_imm(Cmp::SGe, byte, 0);
        self.b.br(small, ascii, multi);
        self.enter(ascii);
        let wide = self.conv(ConvOp::ZExt, byte, Ty::I32);
        self.b.def(rune, wide);
        let one_on = self.bin_imm(BinOp::Add, i, 1);
        self.b.def(next, one_on);
        self.b.jump(done);
        self.enter(multi);
        let r = self.rt(Builtin::DecodeRune, &[ptr, len, i]);
        let narrow = self.b.inst1(Op::Conv(ConvOp::Trunc, r[0], Ty::I32), Ty::I32);
        self.b.def(rune, narrow);
        self.b.def(next, r[1]);
        self.b.jump(done);
        self.enter(done);
        (self.b.use_var(rune), self.b.use_var(next))
    }
}
