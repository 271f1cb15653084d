//! Conversions between machine types, with the results real Go has on amd64 for floats that do not fit.

use super::{Translator, clif_ty};
use cranelift_codegen::ir::condcodes::FloatCC;
use cranelift_codegen::ir::{self as clif, InstBuilder, types};
use mgo_ir::ir::{ConvOp, Ty, Value};

impl Translator<'_, '_> {
    pub(super) fn convert(&mut self, op: ConvOp, x: Value, to: Ty) -> clif::Value {
        let from = self.ty(x);
        let a = self.value(x);
        let ty = clif_ty(to);
        match op {
            ConvOp::SExt => self.b.ins().sextend(ty, a),
            ConvOp::ZExt => self.b.ins().uextend(ty, a),
            ConvOp::Trunc => self.b.ins().ireduce(ty, a),
            ConvOp::Bitcast if clif_ty(from) == ty => a,
            ConvOp::Bitcast => self.b.ins().bitcast(ty, clif::MemFlagsData::new(), a),
            ConvOp::SIntToFloat => {
                let a = if from.size() < 4 { self.b.ins().sextend(types::I32, a) } else { a };
                self.b.ins().fcvt_from_sint(ty, a)
            }
            // Zero-extended, what is narrower than 64 bits is not negative: the signed conversion is one instruction.
            ConvOp::UIntToFloat if from.size() < 8 => {
                let a = self.b.ins().uextend(types::I64, a);
                self.b.ins().fcvt_from_sint(ty, a)
            }
            ConvOp::UIntToFloat => self.b.ins().fcvt_from_uint(ty, a),
            ConvOp::FloatToSInt | ConvOp::FloatToUInt => self.float_to_int(op, a, from, to),
            ConvOp::FPromote => self.b.ins().fpromote(ty, a),
            ConvOp::FDemote => self.b.ins().fdemote(ty, a),
        }
    }

    fn float_to_int(&mut self, op: ConvOp, a: clif::Value, from: Ty, to: Ty) -> clif::Value {
        match (op, to) {
            (_, Ty::I8 | Ty::I16) => {
                let wide = self.cvtt(a, from, types::I32);
                self.b.ins().ireduce(clif_ty(to), wide)
            }
            (ConvOp::FloatToSInt, _) => self.cvtt(a, from, clif_ty(to)),
            (_, Ty::I32) => {
                let wide = self.cvtt(a, from, types::I64);
                self.b.ins().ireduce(types::I32, wide)
            }
            _ => self.float_to_u64(a, from),
        }
    }

    /// What `cvttsd2si` gives: the least integer for NaN and everything out of range. CLIF's saturating form (the same instruction and a check that
    /// is rarely taken) differs for NaN and large values.
    fn cvtt(&mut self, a: clif::Value, from: Ty, to: clif::Type) -> clif::Value {
        let bits = to.bits();
        let limit = self.float_const(from, (1u64 << (bits - 1)) as f64);
        let fits = self.b.ins().fcmp(FloatCC::LessThan, a, limit);
        let saturated = self.b.ins().fcvt_to_sint_sat(to, a);
        let least = if bits == 64 { i64::MIN } else { i64::from(i32::MIN as u32) };
        let least = self.b.ins().iconst(to, least);
        self.b.ins().select(fits, saturated, least)
    }

    /// Below 2^63 as signed; else 2^63 lower, with the top bit set.
    fn float_to_u64(&mut self, a: clif::Value, from: Ty) -> clif::Value {
        let middle = self.float_const(from, (1u64 << 63) as f64);
        let below = self.b.ins().fcmp(FloatCC::LessThan, a, middle);
        let low = self.b.ins().fcvt_to_sint_sat(types::I64, a);
        let lowered = self.b.ins().fsub(a, middle);
        let high = self.cvtt(lowered, from, types::I64);
        let top = self.b.ins().iconst(types::I64, i64::MIN);
        let high = self.b.ins().bor(high, top);
        self.b.ins().select(below, low, high)
    }

    fn float_const(&mut self, ty: Ty, x: f64) -> clif::Value {
        if ty == Ty::F32 { self.b.ins().f32const(x as f32) } else { self.b.ins().f64const(x) }
    }
}
