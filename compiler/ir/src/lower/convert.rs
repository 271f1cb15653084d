//! Conversions `T(x)`.

use super::func::FnCx;
use super::layout::{float_ty, int_ty};
use super::types::Kind;
use super::value::{Addr, Val};
use crate::ir::{Cmp, ConvOp, Ty, Value};
use mgo_abi::builtins::PanicCode;
use mgo_syntax::ast::Expr;
use mgo_types::info::Mode;

impl FnCx<'_> {
    /// `T(arg)`, where it is not constant.
    pub(crate) fn conversion(&mut self, e: &Expr, arg: &Expr) -> Val {
        let to = self.ty(e);
        if self.mode(arg) == Mode::Nil {
            return self.zero(to);
        }
        let from = self.ty(arg);
        if self.lw.is_iface(to) {
            return self.expr_to(arg, to);
        }
        if let Some(val) = self.string_conv(e, arg, from, to) {
            return val;
        }
        // To a type parameter: a constant is converted as one to each type argument.
        if let (Some(value), Kind::Complex(_)) = (self.tv(arg).and_then(|tv| tv.value.clone()), self.lw.kind(to)) {
            return self.constant(&value, to);
        }
        let val = self.expr(arg);
        self.at(e.span.lo);
        match (self.lw.kind(from), self.lw.kind(to)) {
            (Kind::Slice(_), Kind::Array(_, n)) => {
                let p = self.slice_to_array(&val, n);
                self.load(to, Addr::heap(p))
            }
            (Kind::Slice(_), Kind::Pointer(array)) => {
                let n = if let Kind::Array(_, n) = self.lw.kind(array) { n } else { 0 };
                Val::word(self.slice_to_array(&val, n))
            }
            (a, b) => self.convert_words(val, a, b),
        }
    }

    fn slice_to_array(&mut self, val: &Val, n: u64) -> Value {
        let w = val.as_words();
        let want = self.i64c(n as i64);
        let ok = self.cmp(Cmp::UGe, w[1], want);
        self.check(ok, PanicCode::SliceConvert, w[1], want);
        w[0]
    }

    /// Between numeric types, and between pointers and integers; any other conversion keeps the words.
    fn convert_words(&mut self, val: Val, from: Kind, to: Kind) -> Val {
        match (from, to) {
            (Kind::Int { bytes, signed }, Kind::Int { bytes: wide, .. }) => Val::word(self.int_to_int(val.first(), bytes, signed, wide)),
            (Kind::Int { signed, .. }, Kind::Float(bytes)) => Val::word(self.int_to_float(val.first(), signed, float_ty(bytes))),
            (Kind::Float(_), Kind::Int { bytes, signed }) => Val::word(self.float_to_int(val.first(), bytes, signed)),
            (Kind::Float(_), Kind::Float(bytes)) => Val::word(self.float_to_float(val.first(), float_ty(bytes))),
            (Kind::Complex(_), Kind::Complex(bytes)) => {
                Val::Words(val.as_words().iter().map(|&w| self.float_to_float(w, float_ty(bytes / 2))).collect())
            }
            (Kind::Int { .. }, Kind::UnsafePointer) => Val::word(self.conv(ConvOp::Bitcast, val.first(), Ty::Ptr)),
            (Kind::UnsafePointer, Kind::Int { .. }) => Val::word(self.conv(ConvOp::Bitcast, val.first(), Ty::I64)),
            _ => val,
        }
    }

    pub(crate) fn int_to_int(&mut self, v: Value, from: u8, signed: bool, to: u8) -> Value {
        match from.cmp(&to) {
            std::cmp::Ordering::Equal => v,
            std::cmp::Ordering::Greater => self.conv(ConvOp::Trunc, v, int_ty(to)),
            std::cmp::Ordering::Less => self.conv(if signed { ConvOp::SExt } else { ConvOp::ZExt }, v, int_ty(to)),
        }
    }

    fn int_to_float(&mut self, v: Value, signed: bool, to: Ty) -> Value {
        // Anything narrower than 64 bits fits a signed 64-bit integer.
        let signed_wide = signed || self.b.ty(v) != Ty::I64;
        let wide = self.widen(v, signed);
        self.conv(if signed_wide { ConvOp::SIntToFloat } else { ConvOp::UIntToFloat }, wide, to)
    }

    fn float_to_int(&mut self, v: Value, bytes: u8, signed: bool) -> Value {
        match (bytes, signed) {
            (8, true) => self.conv(ConvOp::FloatToSInt, v, Ty::I64),
            (8, false) => self.conv(ConvOp::FloatToUInt, v, Ty::I64),
            (4, true) => self.conv(ConvOp::FloatToSInt, v, Ty::I32),
            (4, false) => {
                let wide = self.conv(ConvOp::FloatToSInt, v, Ty::I64);
                self.conv(ConvOp::Trunc, wide, Ty::I32)
            }
            _ => {
                let wide = self.conv(ConvOp::FloatToSInt, v, Ty::I32);
                self.conv(ConvOp::Trunc, wide, int_ty(bytes))
            }
        }
    }

    fn float_to_float(&mut self, v: Value, to: Ty) -> Value {
        match (self.b.ty(v), to) {
            (Ty::F32, Ty::F64) => self.conv(ConvOp::FPromote, v, to),
            (Ty::F64, Ty::F32) => self.conv(ConvOp::FDemote, v, to),
            _ => v,
        }
    }
}
