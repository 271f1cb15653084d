//! Constants as values.

use super::Lowerer;
use super::func::FnCx;
use super::layout::{float_ty, int_ty};
use super::types::{Kind, STRING};
use super::value::Val;
use crate::ir::{Op, Ty, Value};
use crate::program::DataId;
use mgo_syntax::ast::Expr;
use mgo_types::constant::Value as Const;
use mgo_types::types::{Basic, TypeId};
use num_traits::ToPrimitive;
use std::sync::Arc;

impl Lowerer {
    /// The symbol of read-only bytes.
    pub(crate) fn data(&mut self, bytes: Vec<u8>) -> DataId {
        let bytes: Arc<[u8]> = bytes.into();
        if let Some(&id) = self.data.get(&bytes) {
            return id;
        }
        let id = DataId(self.program.data.len() as u32);
        self.program.data.push(bytes.clone());
        self.data.insert(bytes, id);
        id
    }

    /// A read-only string header in front of the bytes of `data`.
    pub(crate) fn string_header(&mut self, data: DataId, len: usize) -> DataId {
        if let Some(&id) = self.string_boxes.get(&data) {
            return id;
        }
        let mut bytes = vec![0; 8];
        bytes.extend((len as u64).to_le_bytes());
        let id = DataId(self.program.data.len() as u32);
        self.program.data.push(bytes.into());
        self.program.data_relocs.insert(id, vec![(0, data)]);
        self.string_boxes.insert(data, id);
        id
    }
}

impl FnCx<'_> {
    /// The value of `e` when it is a constant.
    pub(crate) fn const_expr(&mut self, e: &Expr) -> Option<Val> {
        let value = self.tv(e)?.value.clone()?;
        let t = self.ty(e);
        Some(self.constant(&value, t))
    }

    /// A constant as a value of type `t`.
    pub(crate) fn constant(&mut self, value: &Const, t: TypeId) -> Val {
        match self.lw.kind(t) {
            Kind::Bool => Val::word(self.boolc(value.as_bool().unwrap_or(false))),
            Kind::Int { bytes, .. } => {
                let n = sign_extend(value.to_bits().unwrap_or(0), bytes);
                Val::word(self.iconst(int_ty(bytes), n))
            }
            Kind::Float(bytes) => {
                let (re, _) = parts(value);
                Val::word(self.fconst(float_ty(bytes), re))
            }
            Kind::Complex(bytes) => {
                let (re, im) = parts(value);
                let ty = float_ty(bytes / 2);
                let words = [self.fconst(ty, re), self.fconst(ty, im)];
                Val::words(&words)
            }
            Kind::String => self.string_const(value.as_bytes().unwrap_or(&[])),
            Kind::UnsafePointer | Kind::Pointer(_) => Val::word(self.iconst(Ty::Ptr, value.to_bits().unwrap_or(0) as i64)),
            Kind::Iface => {
                let from = default_type(value);
                let val = self.constant(value, from);
                self.to_iface(val, from, t, None)
            }
            _ => self.zero(t),
        }
    }

    fn fconst(&mut self, ty: Ty, f: f64) -> Value {
        let bits = if ty == Ty::F32 { u64::from((f as f32).to_bits()) } else { f.to_bits() };
        self.b.inst1(Op::Fconst(ty, bits), ty)
    }

    /// A constant string.
    pub(crate) fn string_const(&mut self, bytes: &[u8]) -> Val {
        if bytes.is_empty() {
            let words = [self.null(), self.i64c(0)];
            return Val::words(&words);
        }
        let id = self.lw.data(bytes.to_vec());
        let words = [self.b.inst1(Op::DataAddr(id), Ty::Ptr), self.i64c(bytes.len() as i64)];
        Val::words(&words)
    }

    /// A constant in an interface: its box is read-only data.
    pub(crate) fn const_to_iface(&mut self, e: &Expr, from: TypeId, to: TypeId) -> Option<Val> {
        let value = self.tv(e)?.value.clone()?;
        if self.lw.kind(from) != Kind::String {
            return None;
        }
        let bytes = value.as_bytes()?.to_vec();
        let len = bytes.len();
        let data = self.lw.data(bytes);
        let header = self.lw.string_header(data, len);
        let word = self.b.inst1(Op::DataAddr(header), Ty::Ptr);
        let tab = self.iface_tab(from, to);
        Some(Val::words(&[tab, word]))
    }

    /// The value of a constant integer expression.
    pub(crate) fn const_int(&self, e: &Expr) -> Option<i64> {
        self.tv(e)?.value.as_ref()?.to_i64()
    }

    /// The value of a constant index.
    pub(crate) fn const_index(&self, e: &Expr) -> Option<u64> {
        self.tv(e)?.value.as_ref()?.to_u64()
    }
}

/// The low `bytes` of `bits`, sign-extended: how the IR writes integer constants.
pub(crate) fn sign_extend(bits: u64, bytes: u8) -> i64 {
    let shift = 64 - 8 * u32::from(bytes);
    ((bits << shift) as i64) >> shift
}

/// Real and imaginary part.
pub(crate) fn parts(value: &Const) -> (f64, f64) {
    match value {
        Const::Int(i) => (i.to_f64().unwrap_or(0.0), 0.0),
        Const::Float(r) => (r.to_f64().unwrap_or(0.0), 0.0),
        Const::Complex(c) => (c.0.to_f64().unwrap_or(0.0), c.1.to_f64().unwrap_or(0.0)),
        _ => (0.0, 0.0),
    }
}

fn default_type(value: &Const) -> TypeId {
    match value {
        Const::Bool(_) => Basic::Bool.id(),
        Const::String(_) => STRING,
        Const::Float(_) | Const::Vast(_) => Basic::Float64.id(),
        Const::Complex(_) => Basic::Complex128.id(),
        Const::Int(_) | Const::Unknown => Basic::Int.id(),
    }
}
